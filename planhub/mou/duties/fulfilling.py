"""Saying how a duty stands: the party's coordinator does, with what shows it; the earlier words stay."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor, Role, Standing
from planhub.kernel.errors import Denied, GuardFailed, Invalid, NotFound, Reason
from planhub.kernel.fields import Field, Kind, parse_all
from planhub.kernel.text import Text
from planhub.kernel.thai import format_date
from planhub.mou import choices
from planhub.mou.duties import measures as duties
from planhub.mou.duties.fulfilments import MouFulfilment
from planhub.mou.duties.obligations import OBLIGED, bearer, fulfilments
from planhub.mou.models import Mou, MouObligation
from planhub.record import access
from planhub.record.attachments import attach
from planhub.record.models import Attachment
from planhub.record.references import resolve

FULFIL = "mou:fulfil"
"""The permission to say how a duty stands."""

FIELDS: tuple[Field, ...] = (
    Field(
        "status",
        Kind.CHOICE,
        Text("ผล", "Result"),
        required=True,
        choices=choices.FULFILMENT_STATES,
        default="done",
    ),
    Field(
        "period",
        Kind.DATE,
        Text("งวดที่ครบกำหนด", "Period due on"),
        help=Text("เว้นว่าง = งวดแรกที่ค้าง", "Leave empty for the first that is open"),
    ),
    Field(
        "evidence",
        Kind.RECORD,
        Text("กิจกรรม รายงาน หรือการประชุมที่แสดงผล", "Activity, report or meeting that shows it"),
        help=Text("รหัสเรื่อง เช่น ACT-2569-0001", "Its code, such as ACT-2569-0001"),
    ),
    Field("file", Kind.LINE, Text("ไฟล์แนบ (ชื่อหรือรหัส)", "Attached file (name or id)"), max=200),
    Field("note", Kind.BODY, Text("ทำอะไรไปแล้ว หรือเหตุที่ยังทำไม่ได้", "What was done, or why not"), max=2_000),
)

PLAN_FIELDS: tuple[Field, ...] = (
    Field(
        "rhythm", Kind.CHOICE, Text("ความถี่", "Rhythm"), required=True, choices=choices.RHYTHMS, default="once"
    ),
    Field("first_due_on", Kind.DATE, Text("กำหนดแรก", "First due day")),
    Field(
        "fulfilled_by",
        Kind.CHOICE,
        Text("ยืนยันด้วย", "Shown by"),
        required=True,
        choices=choices.FULFILMENTS,
        default="any",
    ),
)

_TYPES = {"activity": "activities", "report": "progress-reports", "meeting": "meetings"}


def fields_of(duty: Any) -> tuple[Field, ...]:
    """Give what is asked about a duty: a period only where it comes again, evidence of the agreed kind."""
    wanted = _TYPES.get(duty.fulfilled_by)
    fields = [replace(f, ref=wanted) if f.name == "evidence" else f for f in FIELDS]
    return tuple(f for f in fields if f.name != "period" or duty.rhythm in duties.MONTHS)


@dataclass(frozen=True, slots=True)
class File:
    """A file sent with the word."""

    name: str
    content: bytes


def may_fulfil(actor: Actor, mou: Mou, duty: Any) -> bool:
    """Tell whether the actor may say how that duty stands: its party's coordinator, or any party's for a joint one."""
    return mou.state in OBLIGED and _standing(actor, mou, duty) is not None


def _standing(actor: Actor, mou: Mou, duty: Any) -> Standing | None:
    org, parties = bearer(duty), {party.org for party in mou.parties}
    for one in access.standings(actor, FULFIL, mou):
        if org is None and (one.org in parties or one.role is Role.SECRETARIAT):
            return one
        if org is not None and one.org == org and one.role is not Role.SECRETARIAT:
            return one
    return None


def fulfil(
    session: Session,
    actor: Actor,
    mou: Mou,
    duty_id: str,
    raw: Mapping[str, Any],
    *,
    file: File | None = None,
) -> MouFulfilment:
    """Write down a word on a duty. Raises `NotFound`, `Denied`, `Invalid`, `GuardFailed`."""
    duty, standing = _allowed(actor, mou, duty_id)
    values, faults = parse_all(FIELDS, raw)
    resolve(session, actor, [(FIELDS[2], values, "evidence")] if "evidence" in values else [], faults)
    if faults:
        raise Invalid(faults)
    kept = attach(session, actor, mou, file.name, file.content, kind="evidence") if file else None
    session.flush()  # the word refers to the file's row
    kept = kept or _file(session, mou, values["file"])
    _complete(duty, values, kept)
    row = MouFulfilment(
        record_id=mou.id,
        obligation_id=duty.id,
        period=_period(session, mou, duty, values["period"]),
        status=values["status"],
        evidence_id=values["evidence"].id if values["evidence"] else None,
        attachment_id=kept.id if kept else None,
        note=values["note"],
        org=standing.org,
        by_id=actor.user_id,
        by_name=str(actor.name),
        at=clock.now(),
    )
    session.add(row)
    return row


def plan(session: Session, actor: Actor, mou: Mou, duty_id: str, raw: Mapping[str, Any]) -> MouObligation:
    """Set how the register follows a duty: rhythm, first day, what shows it. The text stays as it was signed.

    Raises `NotFound`, `Denied`, `Invalid`, `GuardFailed`.
    """
    duty, _ = _allowed(actor, mou, duty_id)
    values, faults = parse_all(PLAN_FIELDS, raw)
    first: date | None = values.get("first_due_on")
    if first and mou.ends_on and first > mou.ends_on:
        faults.setdefault("first_due_on", []).append(
            Text("อยู่หลังวันสิ้นสุดของบันทึกข้อตกลง", "That is after the end of the MOU")
        )
    if faults:
        raise Invalid(faults)
    for name, value in values.items():
        if getattr(duty, name) != value:
            setattr(duty, name, value)
    session.flush()  # the page that follows shows it
    return duty


def _allowed(actor: Actor, mou: Mou, duty_id: str) -> tuple[MouObligation, Standing]:
    access.authorise_view(actor, mou)
    duty = next((d for d in mou.obligations if d.id == duty_id), None)
    if duty is None:
        raise NotFound
    standing = _standing(actor, mou, duty)
    if standing is None:
        raise Denied
    if mou.state not in OBLIGED:
        words = Text("บันทึกผลได้เมื่อบันทึกข้อตกลงมีผลใช้บังคับแล้ว", "Results are entered once the MOU is in force")
        raise GuardFailed([Reason("not_in_force", words)])
    return duty, standing


def _file(session: Session, mou: Mou, wanted: str | None) -> Attachment | None:
    if not wanted:
        return None
    query = select(Attachment).where(Attachment.record_id == mou.id).order_by(Attachment.at.desc())
    mine = [
        a
        for a in session.scalars(query)
        if wanted in (a.id, a.name) or (len(wanted) >= 8 and a.sha256.startswith(wanted))
    ]
    if not mine:
        raise Invalid({"file": [Text("ไม่พบไฟล์นี้ในไฟล์แนบของเรื่องนี้", "There is no such file on this record")]})
    return mine[0]


def _complete(duty: MouObligation, values: Mapping[str, Any], kept: Attachment | None) -> None:
    """Nothing is done without something that shows it, of the kind that was agreed; nothing undone without why."""
    if values["status"] != "done":
        if not values["note"]:
            raise Invalid(
                {"note": [Text("โปรดบอกว่าถึงไหนแล้ว หรือเพราะเหตุใด", "Please say how far it is, or why")]}
            )
        return
    wanted = duty.fulfilled_by
    if wanted in _TYPES and (values["evidence"] is None or values["evidence"].type != _TYPES[wanted]):
        words = Text("หน้าที่ข้อนี้ยืนยันด้วย{what} โปรดใส่รหัส", "This duty is shown by {what}: please give its code")
        label = dict(choices.FULFILMENTS)[wanted]
        told = words.format(what=Text(label.th, label.en[0].lower() + label.en[1:]))
        raise Invalid({"evidence": [told]})
    if wanted == "file" and kept is None:
        raise Invalid(
            {"file": [Text("หน้าที่ข้อนี้ยืนยันด้วยไฟล์ โปรดแนบไฟล์", "This duty is shown by a file: please attach it")]}
        )
    if values["evidence"] is None and kept is None and not values["note"]:
        raise Invalid(
            {"note": [Text("โปรดใส่หลักฐาน หรือเล่าว่าทำอะไรไปแล้ว", "Please give evidence, or say what was done")]}
        )


def _period(session: Session, mou: Mou, duty: MouObligation, wanted: date | None) -> date | None:
    if duty.rhythm not in duties.MONTHS:
        return None
    said = fulfilments(session, [mou.id]).get(duty.id, ())
    life, today = duties.Life.of(mou), clock.today()
    if wanted is None:
        open_ones = duties.periods(duty, said, life, today)
        return open_ones[0] if open_ones else None
    days = list(duties.due_days(duty, life, today))
    if wanted in days:
        return wanted
    listed = ", ".join(format_date(day, locale="th") for day in days[-6:])
    words = Text(
        "ไม่ใช่วันครบกำหนดของงวดใด งวดล่าสุดคือ {days}", "No period is due on that day; the last ones are {days}"
    )
    raise Invalid({"period": [words.format(days=listed)]})
