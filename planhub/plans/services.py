"""What the record floor asks of plans: a plan's beginning, rules between fields, facts for the guards, flags."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session, object_session, selectinload

from planhub.kernel.errors import Invalid
from planhub.kernel.text import Text, plain
from planhub.kernel.thai import fiscal_year_span
from planhub.places.models import Area
from planhub.plans.fields import CHANGE_FIELDS, FIELDS
from planhub.plans.findings import Measures, considered
from planhub.plans.guards import LAST, MEASURES, OPEN_MATTERS, OVER, REVISION, UNCONSIDERED, is_open
from planhub.plans.models import ENDED, IntegratedPlan, PlanPart
from planhub.plans.queries import baselines
from planhub.plans.results.reading import measured
from planhub.plans.results.settled import open_matters
from planhub.plans.revising import MINOR, PLANNED, VALUE_OF
from planhub.plans.rules import SETTLING
from planhub.record import audit, content
from planhub.record.models import Record

EXAMINED = frozenset({"collecting", "consolidated"})
"""States in which a move looks at the indicators."""

_SECTION_OF = {f.name: f.section for f in FIELDS} | {
    "goals": "goals",
    "parts": "parts",
    "activities": "activities",
    "changes": "activities",
}

_CHANGE = tuple(f.name for f in CHANGE_FIELDS)

_LEAD_ONLY = Text("เฉพาะเจ้าภาพแผนแก้ไขได้", "Only the lead of the plan may change this")

_OTHERS = Text(
    "แก้ไขได้เฉพาะส่วนและกิจกรรมของหน่วยงานท่าน", "Only your own agency's part and activities may be changed"
)

_CLOSED = Text("ส่วนนี้ไม่ได้เปิดให้แก้ไขในรอบนี้", "This section is not open for changes now")


def begin(session: Session, plan: IntegratedPlan) -> None:
    """Name the plan, set its span, and give the lead its part. Raises `Invalid` where the province has a live one."""
    if plan.revises_id is not None:
        return  # it begins as a copy of the edition before it
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
    faults |= _activity_faults(plan)
    faults |= _goal_faults(plan)
    faults |= change_faults(plan)
    if inspect(plan).persistent:
        for name, text in _not_open(plan, content.changed(plan)):
            faults.setdefault(name, []).append(text)
    return faults


def _not_open(plan: IntegratedPlan, changed: Iterable[str]) -> Iterator[tuple[str, Text]]:
    """Say which of the changed fields this reader may not change now."""
    own = _partner_of(plan)
    for name in changed:
        if plan.state in SETTLING or not is_open(plan, _SECTION_OF[name]):
            yield name, _CLOSED
        elif own and name not in ("parts", "activities", "changes"):
            yield name, _LEAD_ONLY
    if own:
        yield from _foreign(plan, own)


def _partner_of(plan: IntegratedPlan) -> frozenset[str]:
    """Give the agencies for which somebody edits who does not act for the lead; nothing where the lead itself does."""
    session = object_session(plan)
    actor = audit.acting(session) if session is not None else None
    if actor is None or actor.is_system or plan.state == "draft" or plan.owner_org in actor.orgs:
        return frozenset()
    return frozenset(actor.orgs)


def _foreign(plan: IntegratedPlan, own: frozenset[str]) -> Iterator[tuple[str, Text]]:
    """Say which rows of other agencies were touched."""
    rows = inspect(plan).attrs.activities.history
    if any(row.activity.owner_org not in own for row in (*rows.added, *rows.deleted)):
        yield "activities", _OTHERS
    parts = inspect(plan).attrs.parts.history
    touched = [
        part for part in plan.parts if content.is_changed(part, "contribution", "absent_because", "org")
    ]
    if parts.added or parts.deleted or any(part.org not in own for part in touched):
        yield "parts", _OTHERS
    changes = inspect(plan).attrs.changes.history
    edited = [c for c in plan.changes if inspect(c).persistent and content.is_changed(c, *_CHANGE)]
    if any(c.activity.owner_org not in own for c in (*changes.added, *changes.deleted, *edited)):
        yield "changes", _OTHERS


def _activity_faults(plan: IntegratedPlan) -> dict[str, list[Text]]:
    """Look at the activities that are new in the plan; the others have been looked at before."""
    orgs = {part.org for part in plan.parts}
    faults: dict[str, list[Text]] = {}
    seen: set[str] = set()
    for i, row in enumerate(plan.activities):
        texts = [] if inspect(row).persistent else list(_misfits(plan, row.activity, orgs))
        if row.activity.id in seen:
            texts = [Text("แผนมีกิจกรรมนี้แล้ว", "The plan has this activity already")]
        seen.add(row.activity.id)
        if texts:
            faults[f"activities.{i}.activity"] = texts
    return faults


def _goal_faults(plan: IntegratedPlan) -> dict[str, list[Text]]:
    most = len(plan.goals)
    words = Text("แผนมีเป้าหมาย {n} ข้อ", "The plan has {n} goals").format(n=most)
    return {
        f"activities.{i}.goal": [words]
        for i, row in enumerate(plan.activities)
        if row.goal is not None and row.goal > most
    }


def _misfits(plan: IntegratedPlan, activity: Any, orgs: set[str]) -> Iterator[Text]:
    if activity.state in OVER and activity.plan_code != plan.revises_code:
        yield Text("กิจกรรมนี้สิ้นสุดแล้ว", "This activity is over")
    if not any(code.startswith(plan.province_code or "") for code in activity.area_codes):
        yield Text("กิจกรรมไม่อยู่ในจังหวัดของแผน", "It is not in the plan's province")
    if activity.owner_org not in orgs:
        yield Text("เจ้าภาพของกิจกรรมยังไม่มีส่วนในแผน", "Its lead has no part in the plan")


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
    gone = {row.activity.owner_org for row in plan.activities if inspect(row).persistent} - set(orgs)
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
    examined = plan.state in EXAMINED
    return {
        MEASURES: _measures(session, plan) if examined else {},
        UNCONSIDERED: considered(session, plan) if examined else [],
        OPEN_MATTERS: open_matters(session, plan) if plan.state in SETTLING else [],
        **_editions(session, plan),
    }


def _editions(session: Session, plan: IntegratedPlan) -> dict[str, Any]:
    """Gather what revising asks: how far the open revision is, or what the edition before held."""
    if plan.open_revision:
        return {REVISION: session.scalar(select(Record.state).where(Record.code == plan.open_revision))}
    if plan.revision_kind != MINOR or plan.state not in EXAMINED:
        return {}
    query = select(IntegratedPlan).where(IntegratedPlan.id == plan.revises_id)
    before = session.scalars(
        query.options(selectinload(IntegratedPlan.goals), selectinload(IntegratedPlan.parts))
    ).one()
    return {LAST: (before, baselines(session, [before.id])[before.id])}


def _measures(session: Session, plan: IntegratedPlan) -> dict[str, Measures]:
    """Look through the indicators of all activities; one query."""
    found: dict[str, tuple[list[str], list[str], list[str]]] = {}
    for _code, one, values in measured(session, (row.activity for row in plan.activities)):
        bare, uneven, unverified = found.setdefault(one.record_id, ([], [], []))
        if None in (one.target, one.baseline, one.baseline_source):
            bare.append(one.name)
        if _is_uneven(one, values):
            uneven.append(one.name)
        if not one.means_of_verification:
            unverified.append(one.name)
    return {key: Measures(*lacking) for key, lacking in found.items()}


def _is_uneven(indicator: Any, values: Iterable[Any]) -> bool:
    """Tell whether quarterly targets were given that do not make the target: their sum, or the last of them."""
    targets = [value.target for value in values if value.target is not None]
    if not targets or indicator.target is None:
        return False
    reached = sum(targets) if indicator.cumulative else targets[-1]
    return bool(reached != indicator.target)


def change_faults(plan: IntegratedPlan) -> dict[str, list[Text]]:
    """Give the faults of the changes: only a revision has any, each says one new value, and of an activity it has."""
    if plan.changes and plan.revises_id is None:
        return {
            "changes": [
                Text(
                    "ระบุค่าที่ปรับปรุงได้เฉพาะในฉบับปรับปรุง แผนฉบับแรกให้แก้ที่กิจกรรมโดยตรง",
                    "Only a revision lists changes; before that the activities themselves are changed",
                )
            ]
        }
    included = {row.activity for row in plan.activities}
    faults: dict[str, list[Text]] = {}
    seen: set[tuple[object, ...]] = set()
    for i, change in enumerate(plan.changes):
        for name, text in _change_faults(change, included):
            faults.setdefault(f"changes.{i}.{name}", []).append(text)
        key = (change.activity, change.what, change.org, change.source, change.fiscal_year)
        if key in seen:
            faults.setdefault(f"changes.{i}.what", []).append(
                Text("ระบุการปรับปรุงนี้แล้ว", "This change is listed already")
            )
        seen.add(key)
    return faults


def _change_faults(change: Any, included: set[Any]) -> Iterator[tuple[str, Text]]:
    if change.activity not in included:
        yield "activity", Text("กิจกรรมนี้ไม่อยู่ในแผน", "The plan does not include this activity")
    wanted = VALUE_OF[change.what]
    for name in ("day", "count", "amount"):
        given = getattr(change, name) is not None
        if given != (name == wanted):
            yield name, _NOT_HERE if given else _NEW_VALUE
    for name in ("org", "source", "fiscal_year"):
        given = getattr(change, name) is not None
        if given != (change.what == PLANNED):
            yield name, _NOT_HERE if given else _WHICH_LINE


_NEW_VALUE = Text("โปรดระบุค่าใหม่", "Please give the new value")
_NOT_HERE = Text(
    "ไม่ใช้กับการปรับปรุงลักษณะนี้ โปรดเว้นว่าง", "Not used for this kind of change; please leave it empty"
)
_WHICH_LINE = Text("โปรดระบุรายการงบประมาณที่ปรับปรุง", "Please say which budget line changes")


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
    if plan.open_revision:
        found.append(("revising", Text("กำลังจัดทำฉบับปรับปรุง", "Being revised")))
    if plan.revises_id and not plan.took_over_on and plan.state == "approved":
        found.append(("waits", Text("รอประกาศใช้แทนฉบับเดิม", "To take the place of the edition before")))
    if plan.reopened and plan.state in EXAMINED:
        found.append(("reopened", Text("เปิดแก้ไขเฉพาะส่วนที่ส่งกลับ", "Only the returned sections are open")))
    return found
