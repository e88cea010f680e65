"""Writing and reading the append-only history of a record (rule R1)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Integer, bindparam, func, inspect, select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor, Capacity, Standing
from planhub.kernel.workflow import Happened, Status, replay
from planhub.record.loading import LAST
from planhub.record.models import Event, Lane, Record
from planhub.record.types import registry


@dataclass(frozen=True)
class Told:
    """What a person said with a move."""

    note: str | None = None
    sections: tuple[str, ...] = ()
    wanted_by: date | None = None
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """Where a move leads: from which state and round to which."""

    move: str
    from_state: str
    to_state: str
    round: int
    to_round: int
    lane: Lane | None = None
    outcome: str | None = None


def write(
    session: Session,
    record: Record,
    actor: Actor,
    step: Step,
    *,
    standing: Standing | None = None,
    told: Told | None = None,
) -> Event:
    """Add an event; the record's row must be locked, so that numbers run without gaps."""
    told = told or Told()
    title = standing.post_title if standing else None
    event = Event(
        record_id=record.id,
        n=_next_number(session, record),
        move=step.move,
        round=step.round,
        to_round=step.to_round,
        from_state=step.from_state,
        to_state=step.to_state,
        lane=step.lane.kind if step.lane else None,
        lane_org=step.lane.org_code if step.lane else None,
        lane_step=step.lane.step if step.lane else 1,
        outcome=step.outcome if step.lane else None,
        actor_id=actor.user_id,
        person_key=actor.person_key,
        actor_name=actor.name,
        post_id=standing.post_id if standing else None,
        post_title_th=title.th if title else None,
        post_title_en=title.en if title else None,
        org_code=standing.org if standing else None,
        capacity=(standing.capacity if standing else Capacity.SYSTEM).value,
        delegation_id=standing.delegation_id if standing else None,
        order_no=standing.order_no if standing else None,
        content_hash=record.content_hash,
        record_version=record.version,
        note=told.note,
        sections=list(told.sections),
        wanted_by=told.wanted_by,
        data=told.data,
        at=clock.now(),
        request_id=actor.request_id,
    )
    session.add(event)
    return event


def _next_number(session: Session, record: Record) -> int:
    """Count on from the number that was read with the record under its lock, else from the newest event's."""
    state = inspect(record)
    last = state.info.get(LAST)
    if last is None or last[0]() is not session.get_transaction():
        state.info.pop(LAST, None)  # a savepoint counts for itself, and may be undone
        pending = [e.n for e in session.new if isinstance(e, Event) and e.record_id == record.id]
        found: int | None = session.scalar(select(func.max(Event.n)).where(Event.record_id == record.id))
        number = max([found or 0, *pending]) + 1
    else:
        number = last[1] + 1
        state.info[LAST] = (last[0], number)
    return number


def list_events(session: Session, record_id: str, *, limit: int | None = None) -> list[Event]:
    """Give the events of a record, newest last; with `limit`, only the newest ones."""
    if limit is None:
        return list(session.scalars(_ALL, {"record": record_id}))
    newest = session.scalars(_NEWEST, {"record": record_id, "limit": limit}).all()
    return list(reversed(newest))


_ALL = select(Event).where(Event.record_id == bindparam("record")).order_by(Event.n)
_NEWEST = (
    select(Event)
    .where(Event.record_id == bindparam("record"))
    .order_by(Event.n.desc())
    .limit(bindparam("limit", type_=Integer))
)


def recompute(session: Session, record: Record) -> Status:
    """Compute the record's status from its events alone; equal to what is cached, or something is wrong (rule R1)."""
    machine = registry.get(record.type).machine(record.workflow_version)
    return replay(machine, (happened(e) for e in list_events(session, record.id)))


def happened(event: Event) -> Happened:
    """Give the part of an event from which the status follows."""
    return Happened(
        move=event.move,
        round=event.round,
        to_round=event.to_round,
        to_state=event.to_state,
        org=event.lane_org,
        lane=event.lane,
        outcome=event.outcome,
        step=event.lane_step,
        content_hash=event.content_hash,
        at=event.at,
    )
