"""What the end of an MOU means for the work that rests on it (security.md, rule S6).

No new work, report or payment rests on an MOU that has ended, unless the lead's director asked for it, with a reason,
and the secretariat allowed it. Whether it has ended is read from its dates, because the daily run may be late.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from planhub.kernel.errors import Reason
from planhub.kernel.text import Text, plain
from planhub.kernel.thai import format_date
from planhub.kernel.workflow import Case, Guard

RESTING_MOU = frozenset({"suspended", "cancelled"})
"""States of an MOU on which nothing new may begin; what runs goes on and is reported (workflows.md §2)."""
ENDED_MOU = frozenset({"expired", "terminated", "closed"})
"""States of an MOU that is over."""
DEAD_MOU = RESTING_MOU | ENDED_MOU
"""States of an MOU on which no new work may rest."""


def mou_end(mou: Any, today: date) -> date | None:
    """Give the last day of an MOU that is over by `today`; None while it lives or where there is none."""
    if mou is None:
        return None
    last: date | None = mou.ended_on or mou.ends_on
    if mou.state in ENDED_MOU:
        return last or today
    return last if last is not None and last < today else None


def over_since(activity: Any, today: date) -> date | None:
    """Give the last day of the MOU on which an activity may no longer rest; None where it may."""
    return None if activity.after_mou_on else mou_end(activity.mou, today)


def _living_mou(case: Case) -> Iterator[Reason]:
    mou = case.record.mou
    if mou is None or case.record.after_mou_on:
        return
    if mou.state in DEAD_MOU or mou_end(mou, case.today):
        yield Reason(
            "mou_ended",
            Text(
                "บันทึกข้อตกลง {code} ระงับหรือสิ้นสุดแล้ว จึงใช้เป็นฐานของงานใหม่ไม่ได้ "
                "เว้นแต่ผู้อำนวยการของเจ้าภาพหลักขอและฝ่ายเลขานุการอนุญาต",
                "MOU {code} is suspended or has ended, so no new work may rest on it "
                "unless the lead's director asks and the secretariat allows it",
            ).format(code=plain(mou.code)),
            "mou",
        )


def ended_reason(activity: Any, last: date) -> Text:
    """Say that the MOU ended, since when, and who can mend it."""
    day = Text(format_date(last, locale="th"), format_date(last, locale="en"))
    return Text(
        "บันทึกข้อตกลง {code} สิ้นสุดเมื่อ {day} จึงบันทึกผลหรือการเบิกจ่ายหลังวันนั้นไม่ได้ "
        "หากต้องดำเนินการต่อ ให้ผู้อำนวยการของเจ้าภาพหลักขอที่หน้ากิจกรรม แล้วฝ่ายเลขานุการอนุญาต",
        "MOU {code} ended on {day}, so results and payments after that day cannot rest on it; "
        "to go on, the lead's director asks on the activity's page and the secretariat allows it",
    ).format(code=plain(activity.mou.code), day=day)


def _mou_over(case: Case) -> Iterator[Reason]:
    mou = case.record.mou
    if mou is None or not (mou.state in DEAD_MOU or mou_end(mou, case.today)):
        yield Reason("mou_lives", Text("กิจกรรมไม่มีบันทึกข้อตกลงที่สิ้นสุด", "No MOU of it has ended"))
    elif case.record.after_mou_on:
        yield Reason("allowed", Text("อนุญาตไว้แล้ว", "It is allowed already"))


def _asked(case: Case) -> Iterator[Reason]:
    if case.record.after_mou_asked_on is None:
        yield Reason(
            "not_asked",
            Text("ผู้อำนวยการของเจ้าภาพหลักยังไม่ได้ขอ", "The lead's director has not asked for it"),
        )


def _not_asked(case: Case) -> Iterator[Reason]:
    if case.record.after_mou_asked_on is not None and not case.record.after_mou_on:
        yield Reason("asked", Text("ขอไว้แล้ว รอฝ่ายเลขานุการ", "Asked already; the secretariat is to answer"))


LIVING_MOU = Guard("living_mou", Text("บันทึกข้อตกลงยังใช้ได้", "the MOU has not ended"), _living_mou)
MOU_OVER = Guard("mou_over", Text("บันทึกข้อตกลงระงับหรือสิ้นสุดแล้ว", "the MOU is suspended or over"), _mou_over)
ASKED = Guard("asked", Text("ผู้อำนวยการขอแล้ว", "the director asked"), _asked)
NOT_ASKED = Guard("not_asked", Text("ยังไม่ได้ขอ", "it is not asked yet"), _not_asked)
