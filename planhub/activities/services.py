"""What the record floor asks of activities: rules between fields, what may change when, flags, who is party."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import inspect
from sqlalchemy.orm import object_session

from planhub.activities import basis, checks, measures
from planhub.activities.guards import DONE
from planhub.activities.models import JointActivity
from planhub.activities.order import leads_back
from planhub.activities.overspent import overspent
from planhub.activities.rules import CHANGEABLE
from planhub.kernel import clock
from planhub.kernel.text import Text, plain
from planhub.record import content

SETTLED = Text(
    "ข้อมูลส่วนนี้ตกลงกันแล้ว จึงแก้ไขไม่ได้ในสถานะนี้ (บันทึกได้เฉพาะผลและยอดเงินที่ใช้)",
    "This was agreed and cannot be changed in this state (only results and money spent can be recorded)",
)


def check(activity: JointActivity) -> Mapping[str, Sequence[Text]]:
    """Give the faults of the values, and of changing what was agreed outside the states in which it may change."""
    faults = checks.faults_of(activity, clock.today())
    _payments_after_mou(activity, faults)
    _no_circle(activity, faults)
    if activity.state not in CHANGEABLE:
        for name in content.changed(activity):
            faults.setdefault(name, []).append(SETTLED)
    return faults


def _no_circle(activity: JointActivity, faults: dict[str, list[Text]]) -> None:
    """Refuse to wait for an activity that, through others or itself, waits for this one."""
    session = object_session(activity)
    new = {i: row.activity for i, row in enumerate(activity.predecessors) if not inspect(row).persistent}
    back: set[str] = set()
    if session is not None and new:
        with session.no_autoflush:  # a row that closes a circle must not reach the database first
            back = leads_back(session, activity.id, [one.id for one in new.values()])
    for i, one in new.items():
        if one is activity or one.id in back:
            faults.setdefault(f"predecessors.{i}.activity", []).append(
                Text("กิจกรรมรอกันเป็นวง", "The activities would wait for each other in a circle")
            )


def _payments_after_mou(activity: JointActivity, faults: dict[str, list[Text]]) -> None:
    """Refuse a changed payment where the MOU has ended and nobody allowed to go on (rule S6)."""
    last = basis.over_since(activity, clock.today())
    if last is None:
        return
    for n, line in enumerate(activity.budget_lines):
        if inspect(line).attrs.disbursed.history.has_changes() and line.disbursed is not None:
            faults.setdefault(f"budget_lines.{n}.disbursed", []).append(basis.ended_reason(activity, last))


def flags(activity: JointActivity, today: date) -> list[tuple[str, Text]]:
    """Give what dates, money and others say beside the state (rule R13)."""
    return [*_dated(activity, today), *_measured(activity, today), *_waiting(activity, today)]


def _dated(activity: JointActivity, today: date) -> Iterator[tuple[str, Text]]:
    if activity.state == "planned" and activity.start and activity.start < today:
        yield "late", Text("ยังไม่เริ่มตามกำหนด", "Not begun in time")
    if activity.state == "in_progress" and activity.end and activity.end < today:
        yield "late", Text("พ้นกำหนดแล้ว", "Past its end")


def _measured(activity: JointActivity, today: date) -> Iterator[tuple[str, Text]]:
    if measures.light_of(activity, activity.milestones, today) is measures.Light.RED:
        yield "at_risk", measures.Light.RED.label
    if overspent(activity.budget_lines):
        yield "over_budget", Text("ยอดเงินเกินวงเงิน โปรดตรวจ", "Over budget, please look")


def _waiting(activity: JointActivity, today: date) -> Iterator[tuple[str, Text]]:
    """Say what the activity waits for, or what holds it."""
    if activity.after_mou_asked_on and not activity.after_mou_on:
        yield "asked", Text("ขอดำเนินการต่อหลังบันทึกข้อตกลงสิ้นสุด", "Asks to go on after its MOU")
    elif basis.over_since(activity, today):
        yield "mou_ended", Text("บันทึกข้อตกลงสิ้นสุดแล้ว", "Its MOU has ended")
    if activity.wanted_plan and activity.plan_code is None and activity.state == "accepted":
        yield "submitted", Text("เสนอเข้าแผนแล้ว", "Submitted to a plan")
    before = [row.activity.code for row in activity.predecessors if row.activity.state not in DONE]
    if activity.state == "planned" and before:
        yield "blocked", Text("รอ {codes}", "Waits for {codes}").format(codes=plain(", ".join(before)))
    if activity.held:
        yield "held", Text("แผนอยู่ระหว่างพิจารณา", "Its plan is being considered")


def warnings(activity: JointActivity) -> list[tuple[str, Text]]:
    """Give what is odd about the money and may stand all the same, with the list in which it stands."""
    return [("budget_lines", words) for words in overspent(activity.budget_lines)]
