"""What waits for whom: the page "งานของฉัน", and what a record waits for."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Dialect,
    Integer,
    Select,
    and_,
    cast,
    false,
    func,
    literal_column,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import TextualSelect

from planhub.infra.db import settled
from planhub.kernel import clock
from planhub.kernel.access import Actor, Role
from planhub.kernel.text import Text
from planhub.kernel.workflow import Move, Workflow
from planhub.people.queries import PostHolder
from planhub.record import access, lanes
from planhub.record.models import Lane, Record
from planhub.record.types import RecordType, registry


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for the reader."""

    record_id: str
    type: str
    code: str
    title: str
    state: str
    owner_org: str
    origin: str
    since: datetime
    why: Text
    """What is asked, in a few words."""
    move: str | None
    """The move that the reader came for, where one button says it."""
    round: int
    confirm_only: bool = False


@dataclass(frozen=True, slots=True)
class Queue:
    """Part of what waits for somebody, oldest first."""

    lines: list[Waiting]
    start: int
    """The number of the first line, counted from nought."""
    count: int
    """How many things wait in all; as many as were looked up where there are more."""


def queue_of(session: Session, actor: Actor, *, start: int = 0, size: int = 100, most: int = 100) -> Queue:
    """Give `size` lines of what waits for the actor from line `start` on, or from the first where there is no such line.

    These are lanes of their posts, and moves that their posts are for; the oldest `most` of each are looked up.
    """
    asking = _asking(actor, most, session.get_bind().dialect)
    if asking.statement is None:
        return Queue([], 0, 0)
    session.flush()  # the statement goes past the session, which would have done so
    rows = session.connection().execute(asking.statement, {"start": start, "size": size}).all()
    if not rows and start:
        return queue_of(session, actor, size=size, most=most)
    unique = {(row.id, line.why.en): line for row in rows if (line := _line(row, asking.mains))}
    return Queue(list(unique.values()), start, min(rows[0].total, most) if rows else 0)


def waiting_for(session: Session, actor: Actor, *, limit: int = 100) -> list[Waiting]:
    """Give what waits for the actor, oldest first."""
    return queue_of(session, actor, size=limit, most=limit).lines


@dataclass(frozen=True, slots=True)
class _Asking:
    """How the database is asked for what waits for actors of some standings."""

    types: Sequence[RecordType]
    """Kept so that their ids, by which this is found again, stay their own."""
    mains: Sequence[tuple[RecordType, Move]]
    statement: TextualSelect | None


_kept: dict[Hashable, _Asking] = {}
_MOST_KEPT = 500


def _asking(actor: Actor, limit: int, dialect: Dialect) -> _Asking:
    types = registry.all()
    key = (actor.standings, limit, dialect.name, tuple(map(id, types)), clock.today())
    kept = _kept.get(key)
    if kept is not None:
        access.asked_before()
        return kept
    mains = _mains(actor)
    parts = [*_lane_parts(actor, limit), *_move_parts(actor, mains, limit)]
    statement = None
    if parts:
        every = union_all(*parts).subquery()
        oldest = select(every, func.count().over().label("total")).order_by(every.c.since, every.c.id)
        part = oldest.limit(literal_column(":size", Integer)).offset(literal_column(":start", Integer))
        statement = settled(part, dialect, "size", "start")
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    _kept[key] = _Asking(types, mains, statement)
    return _kept[key]


def _part(query: Any, limit: int, *order: Any) -> Select[Any]:
    """Give the oldest rows of a query, wrapped so that both engines let it stand in a union."""
    return select(query.order_by(*order).limit(limit).subquery())


_COLUMNS = (
    Record.id,
    Record.type,
    Record.code,
    Record.title,
    Record.state,
    Record.owner_org,
    Record.origin,
    Record.round,
    Record.workflow_version,
)


def _lane_parts(actor: Actor, limit: int) -> Iterator[Select[Any]]:
    """Give the lanes that wait: each term by itself, because only so its index gives the oldest first."""
    query = select(*_COLUMNS, Lane.kind, Lane.since.label("since"), Lane.confirm_only)
    joined = query.join(Lane, and_(Lane.record_id == Record.id, Lane.round == Record.round)).where(
        _counting()
    )
    for term in _my_lanes(actor):
        yield _part(joined.where(term), limit, Lane.since, Lane.record_id)


def _counting() -> ColumnElement[bool]:
    """Give the condition that a lane counts: its record stands in a state in which the lane is asked."""
    states: dict[tuple[str, str], set[str]] = {}
    for rt in registry.all():
        for machine in (rt.workflow, *rt.older_workflows):
            for lane_set in machine.lanes:
                states.setdefault((rt.name, lane_set.key), set()).update(lane_set.states)
    return or_(
        false(),
        *(
            and_(Lane.kind == kind, Record.type == name, Record.state.in_(sorted(found)))
            for (name, kind), found in sorted(states.items())
        ),
    )


def _move_parts(actor: Actor, mains: Iterable[tuple[RecordType, Move]], limit: int) -> Iterator[Select[Any]]:
    """Give the records whose main move the actor's posts are for: each state by itself, for the same reason."""
    no_kind = cast(null(), Lane.kind.type).label("kind")
    query = select(*_COLUMNS, no_kind, Record.state_since.label("since"), false().label("confirm_only"))
    terms: dict[tuple[str, str], list[ColumnElement[bool]]] = {}
    for rt, move in mains:
        clause = access.visible(actor, move.permission, rt)
        for state in move.sources:
            terms.setdefault((rt.name, state), []).append(clause)
    for (name, state), clauses in terms.items():
        stands = query.where(Record.type == name, Record.state == state, or_(*clauses))
        yield _part(stands, limit, Record.state_since, Record.id)


def _mains(actor: Actor) -> list[tuple[RecordType, Move]]:
    """Give the main moves, of all types, that the actor's posts are ever for and that no lane asks for."""
    return [
        (rt, m)
        for rt in registry.all()
        for m in rt.workflow.moves
        if m.main and m.lane is None and m.permission and rt.policy.ever(actor, m.permission)
    ]


def _line(row: Any, mains: Iterable[tuple[RecordType, Move]]) -> Waiting | None:
    """Say what is asked of the reader and by which move; None where the lane no longer counts."""
    if row.kind is None:
        move = next(m for rt, m in mains if rt.name == row.type and row.state in m.sources)
        return _waiting(row, move.label, move.key)
    machine = registry.get(row.type).machine(row.workflow_version)
    if row.state not in machine.lane_set(row.kind).states:
        return None
    found = next((m for m in machine.moves_from(row.state) if m.lane == row.kind and not m.returns), None)
    if found is None:
        return _waiting(row, machine.lane_set(row.kind).label, None)
    return _waiting(row, found.label, found.key)


def _my_lanes(actor: Actor) -> list[ColumnElement[bool]]:
    """Give the conditions of the lanes that wait for the actor's posts; each has an index of its own."""
    terms: list[ColumnElement[bool]] = []
    waits = Lane.status == lanes.WAITING
    for s in actor.standings:
        if s.resting:
            continue
        if s.post_id:
            terms.append(and_(waits, Lane.post_id == s.post_id))
        terms.append(and_(waits, Lane.post_id.is_(None), Lane.org_code == s.org, Lane.role == s.role.value))
    return terms


def _waiting(row: Any, why: Text, move: str | None) -> Waiting:
    return Waiting(
        record_id=row.id,
        type=row.type,
        code=row.code,
        title=row.title,
        state=row.state,
        owner_org=row.owner_org,
        origin=row.origin,
        since=row.since,
        why=why,
        move=move,
        round=row.round,
        confirm_only=bool(row.confirm_only),
    )


def count_waiting(session: Session, actor: Actor) -> int:
    """Count the lanes that wait for the actor's posts (the number beside the bell)."""
    terms = _my_lanes(actor)
    if not terms:
        return 0
    query = (
        select(func.count())
        .select_from(Lane)
        .join(Record, and_(Record.id == Lane.record_id, Record.round == Lane.round))
    )
    return session.scalars(query.where(or_(*terms))).one()


@dataclass(frozen=True, slots=True)
class WaitsFor:
    """Whom a record waits for: a post, the person in it today, and since when (rule R18)."""

    kind: str
    label: Text
    org: str
    post: Text
    person: Text | None
    since: datetime
    confirm_only: bool = False


def waits_for(record: Record, machine: Workflow, holders: Iterable[PostHolder]) -> list[WaitsFor]:
    """Give everybody whom the record waits for now; `holders` are the posts of its parties."""
    people = list(holders)
    shown: list[WaitsFor] = []
    for lane in lanes.current(record, [x.key for x in machine.lanes_in(record.state)]):
        if lane.status != lanes.WAITING:
            continue
        fits = [
            h
            for h in people
            if (h.post_id == lane.post_id if lane.post_id else (h.org, h.role) == (lane.org_code, lane.role))
        ]
        holder = next((h for h in fits if h.name), fits[0] if fits else None)
        shown.append(
            WaitsFor(
                kind=lane.kind,
                label=machine.lane_set(lane.kind).label,
                org=lane.org_code,
                post=holder.title if holder else Role(lane.role).label,
                person=holder.name if holder else None,
                since=lane.since,
                confirm_only=lane.confirm_only,
            )
        )
    return shown
