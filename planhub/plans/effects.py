"""What the moves of a plan cause, in the plan and in the activities that it includes."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from planhub.activities.effects import drop_payers, note_agreed, restate
from planhub.activities.measures import total
from planhub.activities.models import BudgetLine, JointActivity
from planhub.kernel import clock
from planhub.kernel.access import SYSTEM
from planhub.kernel.workflow import Case
from planhub.plans import quorum
from planhub.plans.guards import APPROVAL, PARTS, check_list
from planhub.plans.models import IntegratedPlan, PlanActivity, PlanGoal, PlanPart
from planhub.plans.revising import MINOR, baseline_of, key_of, revised
from planhub.record import flow, lanes, services
from planhub.record.models import Event, Record, RecordParty
from planhub.record.types import Effect, registry

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
    plan.findings = [finding.as_json() for finding in check_list(case)]
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


def start_anew(_session: Session, case: Case, _event: Event) -> None:
    """Count neither the endorsement nor refusals of the round that is over; the history keeps them."""
    _forget_resolution(case.record)
    _ask_all_again(case.record)


def forget_revision(session: Session, case: Case, _event: Event) -> None:
    """Let another revision be opened where this one is given up."""
    if case.record.revises_id is not None:
        before = services.load(session, registry.get("plans"), case.record.revises_id, lock=True)
        before.open_revision = None


def reopen(_session: Session, case: Case, event: Event) -> None:
    """Open the sections that were sent back, and the activities only if they were among them (rule R8)."""
    case.record.reopened = list(event.sections)
    if HELD_BY & set(event.sections):
        _set_held(case.record, held=False)


def _set_held(plan: IntegratedPlan, *, held: bool) -> None:
    for row in plan.activities:
        row.activity.held = held


def refuse_part(session: Session, case: Case, event: Event) -> None:
    """Note that the plan does not include this agency's part, and wait for its approval no longer."""
    plan: IntegratedPlan = case.record
    for part in plan.parts:
        if part.org == event.org_code:
            part.refused_because = event.note
    for row in plan.activities:
        if row.activity.owner_org == event.org_code:
            row.left_out_because, row.activity.held = event.note, False
    _sum_parts(plan)
    lanes.follow_parties(session, plan, flow.machine_of(plan))


def leave_out(session: Session, case: Case, _event: Event) -> None:
    """Take the money of agencies that refused their part out of the others' activities, as a declined share is."""
    plan: IntegratedPlan = case.record
    refused = {part.org: part.refused_because for part in plan.parts if part.refused_because}
    for row in plan.activities if refused else ():
        if not row.left_out_because:
            activity = services.load(session, registry.get("activities"), row.activity_id, lock=True)
            drop_payers(activity, refused)
            restate(session, activity)
            row.agreed_hash = activity.content_hash


def _ask_all_again(plan: IntegratedPlan) -> None:
    """Begin the next round with everybody: who refused a part may bring another one."""
    for part in plan.parts:
        part.refused_because = None
    for row in plan.activities:
        row.left_out_because = None


def _forget_resolution(plan: IntegratedPlan) -> None:
    plan.meeting = plan.meeting_code = plan.resolution_no = plan.endorsed_on = None


def keep_resolution(_session: Session, case: Case, _event: Event) -> None:
    """Keep which meeting endorsed the plan."""
    for name in ("meeting", "resolution_no", "endorsed_on"):
        setattr(case.record, name, case.values[name])


def take_baseline(_session: Session, case: Case, _event: Event) -> None:
    """Keep how the plan and each activity stood when the last agency approved."""
    plan: IntegratedPlan = case.record
    plan.approved_on = clock.today()
    for row in plan.activities:
        if row.left_out_because:
            continue
        row.baseline = baseline_of(revised(plan, row.activity))
    plan.baseline = {
        "planned": plan.planned,
        "activities": len(plan.counted),
        "by_org": {part.org: part.planned for part in plan.parts},
        "content_hash": plan.content_hash,
    }


def include_activities(session: Session, case: Case, event: Event) -> None:
    """Write the plan into its activities, and let those that were agreed become planned.

    A revision does so only when it takes the place of the edition before it.
    """
    plan: IntegratedPlan = case.record
    if plan.revises_id is not None and plan.took_over_on is None:
        _set_held(plan, held=False)
        return
    _include(session, plan, event)


def _include(session: Session, plan: IntegratedPlan, event: Event) -> None:
    ids = [row.activity_id for row in plan.activities if not row.left_out_because]
    for activity in _locked(session, ids):
        activity.held = False
        if activity.state not in ("cancelled", "completed"):
            activity.plan_code = plan.code
            note_agreed(activity)
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


def open_revision(session: Session, case: Case, event: Event) -> None:
    """Begin the next edition with all that this one says; this one holds until the other takes its place."""
    plan: IntegratedPlan = case.record
    title = plan.title.split(EDITION)[0]
    number = plan.revision_no + 1
    kept = (
        "province_code",
        "fiscal_year",
        "before_mou",
        "situation",
        "vision",
        "quorum_rule",
        "start",
        "end",
        "is_training",
    )
    values = {name: getattr(plan, name) for name in kept} | {
        "origin": plan.origin,
        "title": f"{title}{EDITION}{number - 1}",
        "mou": plan.mou,
        "mou_id": plan.mou_id,
        "goals": [
            PlanGoal(position=g.position, title=g.title, measure=g.measure, clause=g.clause)
            for g in plan.goals
        ],
        "parts": [
            PlanPart(
                position=p.position, org=p.org, contribution=p.contribution, absent_because=p.absent_because
            )
            for p in plan.parts
        ],
        "activities": [
            PlanActivity(
                position=row.position, activity_id=row.activity_id, activity=row.activity, goal=row.goal
            )
            for row in plan.activities
            if row.activity.state != "cancelled" and not row.left_out_because
        ],
        "revision_no": number,
        "revises_id": plan.id,
        "revises_code": plan.code,
        "first_id": plan.first_id or plan.id,
        "revision_kind": case.values["kind"],
        "revision_reason": event.note,
        "parts_due_on": case.values["parts_due_on"],
    }
    revision = services.begin(session, SYSTEM, registry.get("plans"), values, owner_org=plan.owner_org)
    plan.open_revision = revision.code
    flow.advance(session, revision, cause=event)


EDITION = " ฉบับปรับปรุงครั้งที่ "
"""Stands between the title of the first edition and the number of the revision."""


def give_way(session: Session, case: Case, event: Event) -> None:
    """Put the approved revision in the plan's place: its new values hold, and its activities know it."""
    plan: IntegratedPlan = case.record
    session.flush()  # the place of the province and year must be free before the revision takes it
    revision = services.load(session, registry.get("plans"), str(plan.open_revision), lock=True)
    revision.took_over_on, plan.open_revision = clock.today(), None
    _include(session, revision, event)
    _set_values(session, revision)
    flow.advance(session, revision, cause=event)


def _set_values(session: Session, revision: IntegratedPlan) -> None:
    """Write the new values into the activities; nobody consents anew, because all approved the revision."""
    for key in dict.fromkeys(change.activity_id for change in revision.changes):
        activity = services.load(session, registry.get("activities"), key)
        wanted = revised(revision, activity)
        activity.start, activity.end, activity.target_count = wanted.start, wanted.end, wanted.target_count
        there = {key_of(line): line for line in activity.budget_lines}
        for line in wanted.budget_lines:
            own = there.get(key_of(line))
            if own is None:
                own = BudgetLine(**key_of(line)._asdict(), planned=line.planned, position=len(there) + 1)
                there[key_of(line)] = own
                activity.budget_lines.append(own)
            own.planned = line.planned
        note_agreed(activity)
        restate(session, activity)
    for row in revision.activities:
        row.agreed_hash = row.activity.content_hash


def parties(plan: IntegratedPlan) -> list[str]:
    """Give the agencies of the plan: its lead, and everyone with a part."""
    return list(dict.fromkeys([plan.owner_org, *(part.org for part in plan.parts)]))


def members(plan: IntegratedPlan, lanes_key: str) -> list[str]:
    """Give for whom a set of lanes waits; the approval is theirs who answer for money or activities."""
    if plan.revision_kind == MINOR and lanes_key != PARTS:
        return []
    if lanes_key == APPROVAL:
        return quorum.approvers(plan)
    return [part.org for part in plan.parts if not part.absent_because]


EFFECTS: dict[str, Effect] = {
    "keep_part": keep_part,
    "consolidate": consolidate,
    "hold": hold,
    "release": release,
    "reopen": reopen,
    "keep_resolution": keep_resolution,
    "start_anew": start_anew,
    "refuse_part": refuse_part,
    "leave_out": leave_out,
    "take_baseline": take_baseline,
    "include_activities": include_activities,
    "let_go": let_go,
    "open_revision": open_revision,
    "give_way": give_way,
    "forget_revision": forget_revision,
}
