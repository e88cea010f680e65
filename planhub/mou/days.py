"""The days that MOUs know of: the ceremony, the end, and duties that have a day."""

from typing import Any

from sqlalchemy import Select, exists, func

from planhub.kernel.text import Text
from planhub.mou.duties.fulfilments import MouFulfilment
from planhub.mou.models import Mou, MouObligation
from planhub.mou.rules import AGREED
from planhub.record.days import DayKind, rows_of

_mou = Mou.__table__.c


def _ceremonies() -> Select[Any]:
    return rows_of(_mou.id, _mou.ceremony_on, _mou.registered.is_(False), place=_mou.place)


def _ends() -> Select[Any]:
    return rows_of(_mou.id, _mou.ends_on, _mou.amends_id.is_(None))


def _duties() -> Select[Any]:
    duty = MouObligation
    done = exists().where(MouFulfilment.obligation_id == duty.id, MouFulfilment.status == "done")
    day = func.coalesce(duty.due_on, duty.first_due_on)
    only = (duty.dropped_on.is_(None), duty.rhythm == "once")
    return rows_of(duty.record_id, day, *only, row_id=duty.id, note=duty.text, is_done=done)


DAYS = (
    DayKind(
        "ceremony",
        Text("พิธีลงนาม", "Signing ceremony"),
        _ceremonies,
        open=frozenset({"ready_to_sign", "signing"}),
        met=frozenset(AGREED),
        off=frozenset({"cancelled"}),
        calls="mou:sign",
        icon="signature",
        is_own=True,
    ),
    DayKind(
        "mou_end",
        Text("บันทึกข้อตกลงสิ้นสุด", "MOU ends"),
        _ends,
        open=frozenset({"signed", "in_force", "suspended"}),
        met=frozenset({"expired", "closed"}),
        off=frozenset({"terminated"}),
        calls="mou:change",
        icon="hourglass",
    ),
    DayKind(
        "duty",
        Text("หน้าที่ตามบันทึกข้อตกลง", "Duty under an MOU"),
        _duties,
        open=frozenset({"signed", "in_force", "suspended"}),
        met=frozenset({"expired", "closed"}),
        off=frozenset({"terminated"}),
        calls="mou:fulfil",
        icon="clipboard-check",
    ),
)
