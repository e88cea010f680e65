"""What the moves of a plan cause, in the plan and in the activities that it includes."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from planhub.activities.effects import restate
from planhub.activities.measures import total
from planhub.activities.models import JointActivity
from planhub.kernel import clock
from planhub.kernel.workflow import Case
from planhub.plans.findings import examine
from planhub.plans.guards import APPROVAL, BARE
from planhub.plans.models import IntegratedPlan, PlanPart
from planhub.record import flow
from planhub.record.models import Event, Record, RecordParty
from planhub.record.types import Effect

HELD_BY = frozenset({"activities"})
"""Sections whose return lets the activities change again."""


def keep_part(session: Session, case: Case, event: Event) -> None:
    """Keep what the agency says that it brings."""
    for part in case.record.parts:
        if part.org == event.lane_org:
            part.contribution, part.absent_because = case.values["contribution"], None
    restate(session, case.record)


def consolidate(session: Session, case: Case, _event: Event) -> None:
    """Sum up each agency's part from the lines, note what was agreed, and run the automatic check."""
    plan: IntegratedPlan = case.record
    _sum_parts(plan)
    for row in plan.activities:
        row.agreed_hash = row.activity.content_hash
    share(session, plan)
    plan.findings = [finding.as_json() for finding in examine(plan, case.facts.get(BARE, {}))]
    restate(session, plan)


def _sum_parts(plan: IntegratedPlan) -> None:
    """Give every agency that leads or pays a part, with its sums."""
    activities = plan.counted
    wanted = {a.owner_org for a in activities} | {line.org for line in plan.lines}
    there = {part.org for part in plan.parts}
    place = max((part.position for part in plan.parts), default=0)
    for n, org in enumerate(sorted(wanted - there), start=place + 1):
        plan.parts.append(PlanPart(org=org, position=n))
    for part in plan.parts:
        part.planned = total(line for line in plan.lines if line.org == part.org).planned
        part.leads = sum(a.owner_org == part.org for a in activities)


def share(session: Session, plan: IntegratedPlan) -> None:
    """Let the agencies of the plan read the activities that it includes, and know in whose part each stands."""
    for row in plan.activities:
        row.part_org = row.activity.owner_org
    session.flush()  # new rows know their activity by its id from here on
    orgs = sorted(parties(plan))
    ids = [row.activity_id for row in plan.activities]
    query = select(RecordParty.record_id, RecordParty.org_code).where(RecordParty.record_id.in_(ids))
    there = {(key, org) for key, org in session.execute(query)}
    for row in plan.activities:
        row.activity.shared_with = orgs
        session.add_all(
            RecordParty(record_id=row.activity_id, org_code=org)
            for org in orgs
            if (row.activity_id, org) not in there
        )


def hold(_session: Session, case: Case, _event: Event) -> None:
    """Keep the activities as they are while the plan is considered."""
    _set_held(case.record, held=True)
    case.record.reopened = []


def release(_session: Session, case: Case, _event: Event) -> None:
    """Let everything change again."""
    _set_held(case.record, held=False)
    case.record.reopened = []


def reopen(_session: Session, case: Case, event: Event) -> None:
    """Open the sections that were sent back, and the activities only if they were among them (rule R8)."""
    case.record.reopened = list(event.sections)
    if HELD_BY & set(event.sections):
        _set_held(case.record, held=False)


def _set_held(plan: IntegratedPlan, *, held: bool) -> None:
    for row in plan.activities:
        row.activity.held = held


def keep_resolution(_session: Session, case: Case, _event: Event) -> None:
    """Keep which meeting endorsed the plan."""
    for name in ("meeting", "resolution_no", "endorsed_on"):
        setattr(case.record, name, case.values[name])


def take_baseline(_session: Session, case: Case, _event: Event) -> None:
    """Keep how the plan and each activity stood when the last agency approved."""
    plan: IntegratedPlan = case.record
    plan.approved_on = clock.today()
    for row in plan.activities:
        row.baseline = _baseline_of(row.activity)
    plan.baseline = {
        "planned": plan.planned,
        "activities": len(plan.counted),
        "by_org": {part.org: part.planned for part in plan.parts},
        "content_hash": plan.content_hash,
    }


def _baseline_of(activity: JointActivity) -> dict[str, object]:
    return {
        "start": activity.start.isoformat() if activity.start else None,
        "end": activity.end.isoformat() if activity.end else None,
        "target_count": activity.target_count,
        "lines": [[x.org, x.source, x.fiscal_year, x.planned] for x in activity.budget_lines],
        "content_hash": activity.content_hash,
    }


def include_activities(session: Session, case: Case, event: Event) -> None:
    """Write the plan into its activities, and let those that were agreed become planned."""
    plan: IntegratedPlan = case.record
    for activity in _locked(session, [row.activity_id for row in plan.activities]):
        activity.held = False
        if activity.state not in ("cancelled", "completed"):
            activity.plan_code = plan.code
            flow.advance(session, activity, cause=event)


def _locked(session: Session, ids: Iterable[str]) -> list[JointActivity]:
    """Lock the activities in one order, so that two plans never wait for each other."""
    query = (
        select(JointActivity)
        .where(JointActivity.id.in_(sorted(ids)))
        .order_by(JointActivity.id)
        .options(selectinload(JointActivity.partners))
        .with_for_update(of=Record)
    )
    return list(session.scalars(query, execution_options={"populate_existing": True}))


def let_go(_session: Session, case: Case, _event: Event) -> None:
    """Let the activities that are carried over find another plan."""
    for row in case.record.activities:
        if row.carried_because and row.activity.plan_code == case.record.code:
            row.activity.plan_code = None


def parties(plan: IntegratedPlan) -> list[str]:
    """Give the agencies of the plan: its lead, and everyone with a part."""
    return list(dict.fromkeys([plan.owner_org, *(part.org for part in plan.parts)]))


def members(plan: IntegratedPlan, lanes_key: str) -> list[str]:
    """Give for whom a set of lanes waits; the approval is theirs who answer for money or activities."""
    if lanes_key == APPROVAL:
        return [part.org for part in plan.parts if part.planned or part.leads]
    return [part.org for part in plan.parts if not part.absent_because]


EFFECTS: dict[str, Effect] = {
    "keep_part": keep_part,
    "consolidate": consolidate,
    "hold": hold,
    "release": release,
    "reopen": reopen,
    "keep_resolution": keep_resolution,
    "take_baseline": take_baseline,
    "include_activities": include_activities,
    "let_go": let_go,
}
