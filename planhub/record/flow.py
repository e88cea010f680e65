"""The only doors to a change of state: `moves` says what is open and why not, `move` does it (rule R2).

One transaction: lock the row, decide the right, ask every guard, write the event, set the lanes and the state,
run the effects, queue the notices, and then let the system's own moves follow (rule R17).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.infra.jobs import enqueue
from planhub.kernel import clock
from planhub.kernel.access import SYSTEM, Actor, Standing
from planhub.kernel.errors import Conflict, Denied, GuardFailed, Invalid, NotFound, Reason
from planhub.kernel.fields import dump, parse_all
from planhub.kernel.text import Text
from planhub.kernel.workflow import Case, LaneStatus, Move, Outcome, Trigger, Workflow
from planhub.people.queries import lock_standing
from planhub.record import access, events, lanes, rules
from planhub.record.models import Event, Lane, Record
from planhub.record.references import resolve
from planhub.record.services import load, locked, touch
from planhub.record.types import RecordType, registry

NOTIFY = "record.notify"
"""The job that tells people of an event."""

LONGEST_CHAIN = 12
"""More automatic moves than this in a row would be a circle in a declaration."""


@dataclass(frozen=True)
class OpenMove:
    """A move as it stands for one actor: possible, or not yet and why."""

    move: Move
    allowed: bool
    reasons: tuple[Reason, ...] = ()
    permitted: bool = True
    """False where another post would have to do it; screens leave those out."""
    standing: Standing | None = None


@dataclass(frozen=True)
class Said:
    """What comes with a move: untrusted values and the words of a return."""

    values: Mapping[str, Any] = field(default_factory=dict)
    note: str | None = None
    sections: Sequence[str] = ()
    wanted_by: date | None = None
    seen_hash: str | None = None
    """Hash of the content that the person saw (rule R11)."""


def machine_of(record: Record) -> Workflow:
    """Give the machine that the record was begun with (rule R3)."""
    return registry.get(record.type).machine(record.workflow_version)


def moves(
    session: Session, actor: Actor, record: Record, *, facts: Mapping[str, Any] | None = None
) -> list[OpenMove]:
    """Give every person's move from the record's state: the possible ones, and the others with their reasons.

    A page that has gathered the facts already (`rules.gather`) hands them over.
    """
    if facts is None:
        facts = rules.gather(session, record, registry.get(record.type))
    here = machine_of(record).moves_from(record.state)
    return [_view(actor, record, m, facts) for m in here if m.relevant is None or m.relevant(record)]


def _view(actor: Actor, record: Record, m: Move, facts: Mapping[str, Any]) -> OpenMove:
    found = access.standings(actor, m.permission, record)
    if not found:
        return OpenMove(m, allowed=False, reasons=(rules.NOT_PERMITTED,), permitted=False)
    standing, _lane, why = _place(record, m, found, {})
    case = Case(record, actor, standing, clock.today(), {}, facts)
    reasons = (*why, *rules.faults(case, m))
    return OpenMove(m, allowed=not reasons, reasons=reasons, standing=standing)


def move(
    session: Session, actor: Actor, record: Record, name: str, *, version: int, said: Said | None = None
) -> Event:
    """Make the move. Raises `NotFound`, `Denied`, `Conflict`, `Invalid`, or `GuardFailed` with every reason at once."""
    said = said or Said()
    rt = registry.get(record.type)
    record = locked(session, record)
    m = _wanted(actor, record, name)
    _not_stale(record, version, said)
    values = _values(session, actor, m, said)
    standing, lane, why = _place(record, m, access.standings(actor, m.permission, record), values)
    if not lock_standing(session, standing, user_id=actor.user_id or ""):
        raise Denied
    facts = rules.gather(session, record, rt)
    case = Case(record, actor, standing, clock.today(), values, facts)
    reasons = [
        *why,
        *rules.words_missing(m, said.note, said.sections, said.wanted_by),
        *rules.faults(case, m),
    ]
    if reasons:
        raise GuardFailed(reasons)
    told = events.Told(
        said.note,
        tuple(said.sections),
        said.wanted_by,
        {f.name: dump(f, _code(values[f.name])) for f in m.asks},
    )
    event = _apply(session, case, m, lane, told)
    advance(session, record, cause=event)
    session.info[_MADE_WITH] = facts
    return event


_MADE_WITH = "planhub_made_with"
"""Where a session keeps the facts of the move that it has just made, for the answer that shows what came of it."""


def facts_after(session: Session, record: Record) -> rules.Facts:
    """Give what guards look at after a move; what the move itself has read and cannot have changed is not read again."""
    made_with: rules.Facts | None = session.info.pop(_MADE_WITH, None)
    if made_with is not None and made_with.record is record:
        return made_with.renewed()
    return rules.gather(session, record, registry.get(record.type))


def _wanted(actor: Actor, record: Record, name: str) -> Move:
    m = machine_of(record).find(name)
    is_open = m is not None and record.state in m.sources
    if m is None or not is_open or not access.may(actor, m.permission, record):
        access.authorise_view(actor, record)  # only who may make the move now need not be able to read
    if m is None or m.by is not Trigger.PERSON:
        raise NotFound
    if record.state not in m.sources:
        if not registry.get(record.type).policy.ever(actor, m.permission):
            raise Denied
        raise GuardFailed([rules.wrong_state(machine_of(record), record.state, m)])
    access.authorise(actor, m.permission, record)
    return m


def _not_stale(record: Record, version: int, said: Said) -> None:
    if record.version != version or (said.seen_hash is not None and said.seen_hash != record.content_hash):
        raise Conflict


def _values(session: Session, actor: Actor, m: Move, said: Said) -> dict[str, Any]:
    values, faults = parse_all(m.asks, said.values)
    unknown = Text("ไม่มีข้อมูลชื่อนี้ในขั้นตอนนี้", "This step asks for no such field")
    known = {f.name for f in m.asks}
    faults |= {str(name): [unknown] for name in said.values if name not in known}
    resolve(session, actor, [(f, values, f.name) for f in m.asks if f.name in values], faults)
    if faults:
        raise Invalid(faults)
    return values


def _code(value: Any) -> Any:
    return value.code if isinstance(value, Record) else value


def _place(
    record: Record, m: Move, found: Sequence[Standing], values: Mapping[str, Any]
) -> tuple[Standing, Lane | None, list[Reason]]:
    """Choose the standing to act from and the lane step to act on; say why not where no step waits for it."""
    kinds = _lane_kinds(record, m)
    if not kinds:
        return found[0], None, []
    if m.lane_org is not None:
        return found[0], _lane_of(record, kinds, values.get(m.lane_org)), []
    for standing in found:
        lane = lanes.find(record, standing, kinds)
        if lane is not None:
            return standing, lane, []
    if m.returns:
        return found[0], None, []
    return found[0], None, [rules.no_lane_waits(record, kinds, found[0])]


def _lane_kinds(record: Record, m: Move) -> list[str]:
    if m.lane is not None:
        return [m.lane]
    return [x.key for x in machine_of(record).lanes_in(record.state)] if m.returns else []


def _lane_of(record: Record, kinds: Iterable[str], org: str | None) -> Lane | None:
    return next(
        (x for x in lanes.current(record, kinds) if x.org_code == org and x.status == lanes.WAITING), None
    )


def _apply(session: Session, case: Case, m: Move, lane: Lane | None, told: events.Told) -> Event:
    record: Record = case.record
    rt = registry.get(record.type)
    target = m.target or record.state
    outcome = Outcome.RETURNED if m.returns else m.outcome
    to_round = record.round + 1 if m.opens_round else record.round
    step = events.Step(
        m.key, record.state, target, record.round, to_round, lane, outcome.value if lane else None
    )
    if m.effects:
        rules.settle(case.facts)
    entitled = rules.entitled(case.facts, record, m, lane)
    event = events.write(session, record, case.actor, step, standing=case.standing, told=told)
    event.entitled = entitled
    session.flush()  # the lane refers to the event's row
    if lane is not None:
        lanes.finish(record, lane, LaneStatus.RETURNED if m.returns else LaneStatus.DONE, event)
    _enter(session, record, target, to_round)
    for name in m.effects:
        rt.effects[name](session, case, event)
    record.wake_on = rt.wake_on(record)
    touch(record)
    enqueue(session, NOTIFY, event_id=event.id)
    return event


def _enter(session: Session, record: Record, target: str, to_round: int) -> None:
    moved = target != record.state or to_round != record.round
    if target != record.state:
        record.state_since = clock.now()
    record.state, record.round = target, to_round
    if moved:
        lanes.open_for(session, record, machine_of(record))


def advance(session: Session, record: Record, *, cause: Event | None = None) -> int:
    """Let the system's own moves follow while their lanes and guards hold; give how many were made."""
    rt = registry.get(record.type)
    for made in range(LONGEST_CHAIN):
        due = _due(session, record, rt)
        if due is None:
            return made
        case, m = due
        told = events.Told(data={"cause": cause.id} if cause else {})
        cause = _apply(session, case, m, None, told)
    raise RuntimeError(f"{record.type}: automatic moves run in a circle at {record.state}")


def _due(session: Session, record: Record, rt: RecordType) -> tuple[Case, Move] | None:
    machine = machine_of(record)
    ready = [
        m
        for m in machine.moves_from(record.state, Trigger.SYSTEM)
        if lanes.reached(record, machine, m.when_lanes)
    ]
    if not ready:
        return None
    facts = rules.gather(session, record, rt) if any(m.guards for m in ready) else {}
    case = Case(record, SYSTEM, None, clock.today(), {}, facts)
    return next(((case, m) for m in ready if not any(list(g.check(case)) for g in m.guards)), None)


def run_due(session: Session, *, limit: int = 500) -> int:
    """Make the automatic moves that a date has made due; may be missed for days and run twice (rule R17)."""
    access.begin_decisions()
    query = (
        select(Record.id, Record.type)
        .where(Record.wake_on <= clock.today())
        .order_by(Record.wake_on, Record.id)
        .limit(limit)
    )
    made = 0
    for record_id, name in session.execute(query).all():
        record = load(session, registry.get(name), record_id, lock=True)
        made += advance(session, record)
        record.wake_on = registry.get(name).wake_on(record)
    return made
