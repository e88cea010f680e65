"""What the record floor asks of activities: rules between fields, what may change when, flags, who is party."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import inspect

from planhub.activities import basis, checks, measures
from planhub.activities.models import JointActivity
from planhub.activities.rules import CHANGEABLE
from planhub.kernel import clock
from planhub.kernel.text import Text
from planhub.record import content

SETTLED = Text(
    "ข้อมูลส่วนนี้ตกลงกันแล้ว จึงแก้ไขไม่ได้ในสถานะนี้ (บันทึกได้เฉพาะผลและยอดเงินที่ใช้)",
    "This was agreed and cannot be changed in this state (only results and money spent can be recorded)",
)


def check(activity: JointActivity) -> Mapping[str, Sequence[Text]]:
    """Give the faults of the values, and of changing what was agreed outside the states in which it may change."""
    faults = checks.faults_of(activity, clock.today())
    _payments_after_mou(activity, faults)
    if activity.state not in CHANGEABLE:
        for name in content.changed(activity):
            faults.setdefault(name, []).append(SETTLED)
    return faults


def _payments_after_mou(activity: JointActivity, faults: dict[str, list[Text]]) -> None:
    """Refuse a changed payment where the MOU has ended and nobody allowed to go on (rule S6)."""
    last = basis.over_since(activity, clock.today())
    if last is None:
        return
    for n, line in enumerate(activity.budget_lines):
        if inspect(line).attrs.disbursed.history.has_changes() and line.disbursed is not None:
            faults.setdefault(f"budget_lines.{n}.disbursed", []).append(basis.ended_reason(activity, last))


def flags(activity: JointActivity, today: date) -> list[tuple[str, Text]]:
    """Give what dates and money say beside the state (rule R13)."""
    found: list[tuple[str, Text]] = []
    if activity.state == "planned" and activity.start and activity.start < today:
        found.append(("late", Text("ยังไม่เริ่มตามกำหนด", "Not begun in time")))
    if activity.state == "in_progress" and activity.end and activity.end < today:
        found.append(("late", Text("พ้นกำหนดแล้ว", "Past its end")))
    if measures.light_of(activity, activity.milestones, today) is measures.Light.RED:
        found.append(("at_risk", measures.Light.RED.label))
    if any(line.allocated is not None and measures.money_of(line).is_over for line in activity.budget_lines):
        found.append(
            ("over_budget", Text("ผูกพันและเบิกจ่ายเกินที่จัดสรร", "More committed and spent than allocated"))
        )
    if activity.after_mou_asked_on and not activity.after_mou_on:
        found.append(("asked", Text("ขอดำเนินการต่อหลังบันทึกข้อตกลงสิ้นสุด", "Asks to go on after its MOU")))
    elif basis.over_since(activity, today):
        found.append(("mou_ended", Text("บันทึกข้อตกลงสิ้นสุดแล้ว", "Its MOU has ended")))
    if activity.held:
        found.append(("held", Text("แผนอยู่ระหว่างพิจารณา", "Its plan is being considered")))
    return found
