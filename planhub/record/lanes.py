"""The parallel lanes of a record: opened with a state, done by agencies, void when the text changes."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Standing
from planhub.kernel.workflow import Lanes, LaneStatus, Workflow
from planhub.people.models import ChainStep
from planhub.people.queries import chain_of
from planhub.record.models import Event, Lane, Record
from planhub.record.types import registry

DONE = LaneStatus.DONE.value
WAITING = LaneStatus.WAITING.value


def current(record: Record, kinds: Iterable[str] | None = None) -> list[Lane]:
    """Give the lanes of this round, of all kinds or of some."""
    wanted = None if kinds is None else set(kinds)
    return [
        lane
        for lane in record.lanes
        if lane.round == record.round and (wanted is None or lane.kind in wanted)
    ]


def members(record: Record, lanes: Lanes) -> set[str]:
    """Give the organisations for which a set of lanes waits: the parties, or those that the type names."""
    rt = registry.get(record.type)
    return set(rt.members(record, lanes.key) if rt.members else rt.parties(record))


def open_for(session: Session, record: Record, machine: Workflow) -> None:
    """Open the lanes that belong to the record's state, one per party, along each agency's own chain (rule R16)."""
    for lanes in machine.lanes_in(record.state):
        there = {lane.org_code for lane in current(record, [lanes.key])}
        missing = sorted(members(record, lanes) - there)
        chains = chain_of(session, orgs=missing, record_type=record.type) if lanes.chained and missing else {}
        for org in missing:
            record.lanes.extend(_steps(record, lanes, org, chains.get(org, [])))


def _steps(record: Record, lanes: Lanes, org: str, chain: list[ChainStep]) -> Iterable[Lane]:
    before = any(
        x.org_code == org and x.kind == lanes.key and x.status == DONE
        for x in record.lanes
        if x.round < record.round
    )
    for n, post_id in enumerate([step.post_id for step in chain] or [None], start=1):
        yield Lane(
            record_id=record.id,
            round=record.round,
            kind=lanes.key,
            org_code=org,
            step=n,
            status=_first_status(n),
            role=lanes.role,
            post_id=post_id,
            since=clock.now(),
            confirm_only=before,
        )


def find(record: Record, standing: Standing, kinds: Iterable[str]) -> Lane | None:
    """Give the waiting step that this standing may take, if there is one."""
    for lane in current(record, kinds):
        if lane.status == WAITING and lane.org_code == standing.org and _is_for(lane, standing):
            return lane
    return None


def _is_for(lane: Lane, standing: Standing) -> bool:
    return lane.post_id == standing.post_id if lane.post_id else lane.role == standing.role.value


def finish(record: Record, lane: Lane, status: LaneStatus, event: Event) -> None:
    """Mark a step; the next step of the same agency's chain then waits."""
    lane.status, lane.since, lane.event_id = status.value, clock.now(), event.id
    lane.content_hash = record.content_hash
    if status is LaneStatus.DONE:
        for follower in current(record, [lane.kind]):
            if follower.org_code == lane.org_code and follower.step == lane.step + 1:
                follower.status, follower.since = WAITING, clock.now()


def reached(record: Record, machine: Workflow, kinds: Iterable[str]) -> bool:
    """Tell whether every one of these sets of lanes has its quorum in this round."""
    return all(_reached(record, machine.lane_set(kind)) for kind in kinds)


def _reached(record: Record, lanes: Lanes) -> bool:
    wanted = members(record, lanes)
    by_org: dict[str, bool] = {}
    for lane in current(record, [lanes.key]):
        by_org[lane.org_code] = by_org.get(lane.org_code, True) and lane.status == DONE
    return lanes.reached(sum(by_org.get(org, False) for org in wanted), len(wanted))


def follow_parties(session: Session, record: Record, machine: Workflow) -> None:
    """Wait no longer for an organisation that is not a party any more, and wait for one that has become a party."""
    for lanes in machine.lanes_in(record.state):
        wanted = members(record, lanes)
        for lane in current(record, [lanes.key]):
            if lane.org_code not in wanted and lane.status != LaneStatus.VOID:
                lane.status, lane.since = LaneStatus.VOID.value, clock.now()
            elif lane.org_code in wanted and lane.status == LaneStatus.VOID:
                lane.status, lane.since = _first_status(lane.step), clock.now()
    open_for(session, record, machine)


def _first_status(step: int) -> str:
    return WAITING if step == 1 else LaneStatus.QUEUED.value


def void(record: Record) -> list[Lane]:
    """Take back every consent of this round that was given to another text, and wait again (rule R11)."""
    machine = registry.get(record.type).machine(record.workflow_version)
    consents = current(record, [x.key for x in machine.lanes if x.consents])
    stale = [x for x in consents if x.status == DONE and x.content_hash not in (None, record.content_hash)]
    voided = {(x.kind, x.org_code) for x in stale}
    for lane in consents:
        if (lane.kind, lane.org_code) in voided:
            lane.status = _first_status(lane.step)
            lane.since, lane.content_hash, lane.event_id = clock.now(), None, None
    return stale
