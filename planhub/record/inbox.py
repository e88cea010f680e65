"""What waits for whom: the page "งานของฉัน", the notices of events, and reminders that are never sent twice."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
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
from planhub.infra.jobs import enqueue
from planhub.kernel import clock
from planhub.kernel.access import Actor, Role, areas_touch
from planhub.kernel.ids import new_id
from planhub.kernel.text import Text, plain
from planhub.kernel.workflow import VOIDED, Move, Notice, Workflow
from planhub.people.models import Organization
from planhub.people.queries import PostHolder, post_holders
from planhub.record import access, lanes
from planhub.record.models import Event, Lane, Notification, Record
from planhub.record.services import load
from planhub.record.types import RecordType, registry

MAIL = "mail.notice"
"""The job that turns a notification into a mail."""


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


_ROLE_OF_AUDIENCE: Mapping[str, Role] = {
    "coordinators": Role.COORDINATOR,
    "directors": Role.DIRECTOR,
    "legal": Role.LEGAL_OFFICER,
    "budget": Role.BUDGET_OFFICER,
    "secretariat": Role.SECRETARIAT,
    "areas": Role.AREA_COORDINATOR,
    "knowledge": Role.KNOWLEDGE_EDITOR,
}
"""Audiences that are every post of a role in the parties (area coordinators: whose areas the record touches);
"owner", "own_areas", "waiting" and "author" are found from the record."""

AUDIENCES = frozenset(_ROLE_OF_AUDIENCE) | {"owner", "own_areas", "waiting", "author"}
"""The audiences that a `Notice` may name."""

_JOINT = frozenset({Role.SECRETARIAT, Role.KNOWLEDGE_EDITOR})
"""Roles that serve all agencies, so their posts are told whatever their organisation."""


def notify(session: Session, event_id: str) -> int:
    """Tell everybody whom an event concerns, once each; give how many are told now. May run twice (rule R5)."""
    event = session.get_one(Event, event_id)
    name = session.scalars(select(Record.type).where(Record.id == event.record_id)).one()
    rt = registry.get(name)
    record = load(session, rt, event.record_id)
    found = rt.machine(record.workflow_version).find(event.move)
    notice = found.notice if found else _HOUSE_NOTICES.get(event.move)
    if notice is None:
        return 0
    return tell(
        session,
        record,
        _recipients(session, record, rt, notice, event),
        _words(session, notice, record, event),
        f"event:{event.id}",
    )


_HOUSE_NOTICES = {
    VOIDED: Notice(
        ("waiting",),
        Text(
            "{actor} แก้ข้อความของ {code} {title} ความเห็นชอบที่ให้ไว้สิ้นผล โปรดพิจารณาข้อความใหม่",
            "{actor} changed the text of {code} {title}; consents given before are void, please look at the new text",
        ),
    )
}
"""What is told of the house's own events (rule R11: whoever consented to another text is asked again)."""


def _words(session: Session, notice: Notice, record: Record, event: Event) -> Text:
    org = session.get(Organization, event.org_code) if event.org_code else None
    return notice.text.format(
        code=plain(record.code),
        title=plain(record.title),
        actor=plain(event.actor_name) if event.actor_id else Text("ระบบ", "the system"),
        org=org.abbr if org else plain(""),
        note=plain(event.note or ""),
    )


def _recipients(session: Session, record: Record, rt: RecordType, notice: Notice, event: Event) -> set[str]:
    holders = post_holders(session)
    orgs = {record.owner_org, *rt.parties(record)}
    people = {h.user_id for audience in notice.to for h in holders if _is_meant(audience, h, record, orgs)}
    if "waiting" in notice.to:
        waiting = lanes.current(record)
        people |= {h.user_id for h in holders for x in waiting if x.status == lanes.WAITING and _waits(x, h)}
    if "author" in notice.to:
        people.add(record.created_by)
    return {p for p in people if p and p != event.actor_id}


def _waits(lane: Lane, holder: PostHolder) -> bool:
    return (
        holder.post_id == lane.post_id
        if lane.post_id
        else (holder.org, holder.role) == (lane.org_code, lane.role)
    )


def _is_meant(audience: str, holder: PostHolder, record: Record, orgs: set[str]) -> bool:
    if audience == "owner":
        return holder.org == record.owner_org and holder.role == Role.COORDINATOR.value
    if audience == "own_areas":
        return holder.org == record.owner_org and _looks_after(holder, record)
    role = _ROLE_OF_AUDIENCE.get(audience)
    if role is Role.AREA_COORDINATOR:
        return _looks_after(holder, record)
    return role is not None and holder.role == role.value and (role in _JOINT or holder.org in orgs)


def _looks_after(holder: PostHolder, record: Record) -> bool:
    touched = [(mine, row.area_code) for mine in holder.areas for row in record.area_rows]
    return holder.role == Role.AREA_COORDINATOR.value and any(areas_touch(*pair) for pair in touched)


def tell(session: Session, record: Record, people: Iterable[str], words: Text, cause: str) -> int:
    """Put a line into the bell of each person and queue its mail, unless that cause was told them before."""
    told = set(session.scalars(select(Notification.user_id).where(Notification.cause == cause)))
    new = sorted(set(people) - told)
    for user_id in new:
        row = Notification(
            id=new_id(),
            user_id=user_id,
            record_id=record.id,
            cause=cause,
            text_th=words.th,
            text_en=words.en,
            at=clock.now(),
        )
        session.add(row)
        if not record.is_training:
            enqueue(session, MAIL, notification_id=row.id)
    return len(new)
