"""What the record floor asks of plans: a plan's beginning, rules between fields, facts for the guards, flags."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from planhub.activities.models import Indicator
from planhub.kernel.errors import Invalid
from planhub.kernel.text import Text, plain
from planhub.kernel.thai import fiscal_year_span
from planhub.places.models import Area
from planhub.plans.fields import FIELDS
from planhub.plans.guards import BARE, is_open
from planhub.plans.models import ENDED, IntegratedPlan, PlanPart
from planhub.record import content
from planhub.record.models import Record

EXAMINED = frozenset({"collecting", "consolidated"})
"""States in which a move looks at the indicators."""

_SECTION_OF = {f.name: f.section for f in FIELDS} | {
    "goals": "goals",
    "parts": "parts",
    "activities": "activities",
}

_CLOSED = Text("รอบนี้ไม่ได้ส่งกลับส่วนนี้ จึงแก้ไขไม่ได้", "This section was not returned, so it stays as it is")


def begin(session: Session, plan: IntegratedPlan) -> None:
    """Name the plan, set its span, and give the lead its part. Raises `Invalid` where the province has a live one."""
    living = session.scalar(
        select(Record.code).where(
            Record.type == "plans",
            Record.province_code == plan.province_code,
            Record.fiscal_year == plan.fiscal_year,
            Record.state.not_in(sorted(ENDED)),
        )
    )
    if living is not None:
        raise Invalid({"province_code": [_second(living)]})
    if not plan.title:
        area = session.get_one(Area, plan.province_code)
        plan.title = f"แผนบูรณาการ{area.label.th} ปีงบประมาณ {plan.fiscal_year}"
    if all(part.org != plan.owner_org for part in plan.parts):
        plan.parts.insert(0, PlanPart(org=plan.owner_org, position=0))


def _second(code: str) -> Text:
    return Text(
        "จังหวัดนี้มีแผนของปีงบประมาณนี้แล้ว: {code} (1 จังหวัด 1 แผน)",
        "The province has a plan of this fiscal year already: {code} (one province, one plan)",
    ).format(code=plain(code))


def check(plan: IntegratedPlan) -> Mapping[str, Sequence[Text]]:
    """Give the faults of the values; an empty span becomes that of the fiscal year first."""
    _fill(plan)
    faults: dict[str, list[Text]] = {}
    if plan.start and plan.end and plan.end < plan.start:
        faults["end"] = [Text("วันสิ้นสุดต้องไม่ก่อนวันเริ่มต้น", "The end must not come before the start")]
    faults |= _part_faults(plan)
    for name in content.changed(plan) if plan.reopened else ():
        if not is_open(plan, _SECTION_OF[name]):
            faults.setdefault(name, []).append(_CLOSED)
    return faults


def _fill(plan: IntegratedPlan) -> None:
    if plan.fiscal_year is None:
        return
    first, last = fiscal_year_span(plan.fiscal_year)
    plan.start, plan.end = plan.start or first, plan.end or last


def _part_faults(plan: IntegratedPlan) -> dict[str, list[Text]]:
    orgs = [part.org for part in plan.parts]
    faults: dict[str, list[Text]] = {}
    for i, org in enumerate(orgs):
        if org in orgs[:i]:
            faults[f"parts.{i}.org"] = [Text("ระบุหน่วยงานนี้แล้ว", "This agency is named already")]
    gone = {row.part_org for row in plan.activities} - {*orgs, None}
    if gone or plan.owner_org not in orgs:
        faults["parts"] = [
            Text(
                "นำออกไม่ได้ เพราะเป็นเจ้าภาพแผนหรือเจ้าภาพของกิจกรรมในแผน",
                "The lead of the plan, and leads of activities in it, cannot be left out",
            )
        ]
    return faults


def facts(session: Session, plan: IntegratedPlan) -> Mapping[str, Any]:
    """Gather the indicators that lack something, where a move asks for them."""
    ids = [row.activity_id for row in plan.activities]
    if plan.state not in EXAMINED or not ids:
        return {BARE: {}}
    query = (
        select(Indicator.record_id, Indicator.name)
        .where(
            Indicator.record_id.in_(ids),
            or_(
                Indicator.target.is_(None), Indicator.baseline.is_(None), Indicator.baseline_source.is_(None)
            ),
        )
        .order_by(Indicator.record_id, Indicator.position)
    )
    bare: dict[str, list[str]] = {}
    for key, name in session.execute(query):
        bare.setdefault(key, []).append(name)
    return {BARE: bare}


def wake_on(plan: IntegratedPlan) -> date | None:
    """Give the day from which an approved plan may start by itself."""
    return plan.start if plan.state == "approved" else None


def flags(plan: IntegratedPlan, today: date) -> list[tuple[str, Text]]:
    """Give what dates say beside the state (rule R13)."""
    found: list[tuple[str, Text]] = []
    if plan.state == "collecting" and plan.parts_due_on and plan.parts_due_on < today:
        found.append(("late", Text("พ้นกำหนดส่งส่วนแล้ว", "Parts are overdue")))
    if plan.state == "in_force" and plan.end and plan.end < today:
        found.append(("over", Text("พ้นปีงบประมาณแล้ว ควรสรุปปิดแผน", "Its year is over; it should be closed")))
    if plan.reopened and plan.state in EXAMINED:
        found.append(("reopened", Text("เปิดแก้ไขเฉพาะส่วนที่ส่งกลับ", "Only the returned sections are open")))
    return found
