"""The only doors to a decision: `may`, `authorise`, `visible`, and the explicit `signed_in` and `public`.

The same grants are read in Python for one record and in SQL for lists; `tests/contract` proves both equal.
Every door leaves a mark, so that the edge can refuse an answer for which nobody asked.
"""

from collections.abc import Iterable
from contextvars import ContextVar
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, false, literal_column, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from planhub.kernel.access import Actor, Grant, Reach, Scope, Standing
from planhub.kernel.errors import Denied, NotFound
from planhub.record.models import Record, RecordArea, RecordParty
from planhub.record.types import Children, Document, RecordType, registry

_decided: ContextVar[bool] = ContextVar("planhub_decided", default=False)


def begin_decisions() -> None:
    """Forget earlier decisions; called at the start of each request."""
    _decided.set(False)


def decided() -> bool:
    """Tell whether anybody asked for a decision since `begin_decisions`."""
    return _decided.get()


def public() -> None:
    """Decide that anyone may see the answer."""
    _decided.set(True)


def signed_in(actor: Actor) -> None:
    """Decide that anyone who has signed in may see the answer; raises `Denied` for others."""
    _decided.set(True)
    if actor.user_id is None and not actor.is_system:
        raise Denied


def asked_before() -> None:
    """Note a decision whose clause (`visible`) was made for an equal actor and is only used again."""
    _decided.set(True)


def reach_of(record: Record) -> Reach:
    """Give what access asks of a record; its parties and areas must be loaded."""
    return Reach(
        type=record.type,
        state=record.state,
        owner_org=record.owner_org,
        parties=frozenset(p.org_code for p in record.party_rows),
        areas=frozenset(a.area_code for a in record.area_rows),
        holds=frozenset(c.key for c in registry.get(record.type).conditions if c.holds(record)),
    )


def standings(actor: Actor, permission: str, record: Record) -> tuple[Standing, ...]:
    """Give the standings from which the actor may use `permission` on the record; own posts first."""
    _decided.set(True)
    return registry.get(record.type).policy.standings(actor, permission, reach_of(record))


def may(actor: Actor, permission: str, record: Record) -> bool:
    """Tell whether the actor may use `permission` on the record."""
    return actor.is_system or bool(standings(actor, permission, record))


def authorise(actor: Actor, permission: str, record: Record) -> Standing:
    """Give the standing to act from. Raises `NotFound` where the record may not be seen, `Denied` where it may."""
    found = standings(actor, permission, record)
    if found:
        return found[0]
    if not may(actor, registry.get(record.type).view, record):
        raise NotFound
    raise Denied


def authorise_document(actor: Actor, document: Document, record: Record) -> None:
    """Raise `NotFound` or `Denied` unless the actor may have this paper of the record."""
    authorise(actor, document.permission, record)
    if document.reader is not None and not actor.is_system and not document.reader(actor, record):
        raise Denied


def authorise_view(actor: Actor, record: Record) -> None:
    """Raise `NotFound` unless the actor may see the record."""
    if not may(actor, registry.get(record.type).view, record):
        raise NotFound


def may_create(actor: Actor, record_type: RecordType) -> bool:
    """Tell whether the actor may begin a record of the type for some organisation or area."""
    _decided.set(True)
    return record_type.creatable and record_type.policy.ever(actor, record_type.create)


def authorise_create(actor: Actor, record_type: RecordType, reach: Reach | None = None) -> Standing:
    """Give the standing from which a record may be begun; `reach` is that of the record to be. Raises `Denied`."""
    if not may_create(actor, record_type):
        raise Denied
    if reach is None:
        rows = record_type.policy.of(record_type.create)
        return next(
            s for s in actor.standings if s.lends(record_type.create) and any(g.role is s.role for g in rows)
        )
    found = record_type.policy.standings(actor, record_type.create, reach)
    if not found:
        raise Denied
    return found[0]


def visible(
    actor: Actor, permission: str, record_type: RecordType, *, any_state: bool = False
) -> ColumnElement[bool]:
    """Give the WHERE clause of the records of a type on which the actor may use `permission`.

    With `any_state` as if every grant held in every state: whose business a record is, now or later. Never to let
    anybody see or do anything.
    """
    _decided.set(True)
    if actor.is_system:
        return Record.type == record_type.name
    reached = dict.fromkeys(
        _Reached(g.scope, None if any_state else g.states, g.when, *_base(g.scope, s))
        for g in record_type.policy.of(permission)
        for s in actor.standings
        if _usable(g, s, record_type)
    )
    return _clause(record_type, tuple(reached)) if reached else false()


class _Reached(NamedTuple):
    """What a grant reaches from a standing; two grants that reach the same need be asked once."""

    scope: Scope
    states: frozenset[str] | None
    when: str | None
    org: str | None
    areas: tuple[str, ...]


def _base(scope: Scope, standing: Standing) -> tuple[str | None, tuple[str, ...]]:
    """Give the part of a standing that matters to a scope: its organisation, its areas, both, or neither."""
    org = standing.org if scope in (Scope.OWN, Scope.PARTY, Scope.OWN_AREA) else None
    return org, standing.areas if scope in (Scope.AREA, Scope.OWN_AREA) else ()


def _usable(grant: Grant, standing: Standing, record_type: RecordType) -> bool:
    return (
        grant.role is standing.role and standing.lends(grant.permission) and standing.covers(record_type.name)
    )


_clauses: dict[tuple[int, tuple[_Reached, ...]], tuple[RecordType, ColumnElement[bool]]] = {}
"""Clauses by type and reach. One that is the very same lets whoever asks with it keep the whole statement."""
_MOST_CLAUSES = 2_000


def _clause(record_type: RecordType, reached: tuple[_Reached, ...]) -> ColumnElement[bool]:
    key = (id(record_type), reached)
    kept = _clauses.get(key)
    if kept is not None:
        return kept[1]
    terms = or_(*(_term(one, record_type) for one in reached))
    made = and_(Record.type == record_type.name, terms)
    if len(_clauses) >= _MOST_CLAUSES:
        _clauses.clear()
    _clauses[key] = record_type, made  # the type is kept too, so that its id stays its own
    return made


def visible_any(actor: Actor, types: Iterable[RecordType] | None = None) -> ColumnElement[bool]:
    """Give the WHERE clause of all records, of all types, that the actor may see."""
    return or_(
        false(), *(visible(actor, rt.view, rt) for rt in (types if types is not None else registry.all()))
    )


def _term(one: _Reached, record_type: RecordType) -> ColumnElement[bool]:
    terms = [_scope(one)]
    if one.states is not None:
        terms.insert(0, Record.state.in_(sorted(one.states)))
    if one.when is not None:
        terms.append(record_type.condition(one.when).where())
    return and_(*terms)


def _scope(one: _Reached) -> ColumnElement[bool]:
    match one.scope:
        case Scope.ALL:
            return true()
        case Scope.OWN:
            return Record.owner_org == one.org
        case Scope.PARTY:
            return _one_by_one(RecordParty.record_id, RecordParty.org_code == one.org)
        case Scope.AREA:
            return _in_area(one.areas)
        case Scope.OWN_AREA:
            return and_(Record.owner_org == one.org, _in_area(one.areas))


def _in_area(areas: tuple[str, ...]) -> ColumnElement[bool]:
    if not areas:
        return false()
    around = {code[:n] for code in areas for n in (2, 4, 6) if n <= len(code)}
    inside = [RecordArea.area_code.like(f"{code}%") for code in areas]
    return _one_by_one(RecordArea.record_id, or_(RecordArea.area_code.in_(sorted(around)), *inside))


def _one_by_one(record_id: InstrumentedAttribute[str], where: ColumnElement[bool]) -> ColumnElement[bool]:
    """Ask of each record, as it comes, whether there is such a row.

    PostgreSQL would rather gather all such rows first, although a page is fifty records; it leaves alone a subquery
    that says from where on it counts. Both numbers stand in the statement itself, which some keep as text.
    """
    asked = select(_ONE).where(record_id == Record.id, where).correlate(Record)
    return asked.limit(_ONE).offset(_NONE).exists()


_ONE: ColumnElement[int] = literal_column("1")
_NONE: ColumnElement[int] = literal_column("0")


def seen_children(actor: Actor, record: Record) -> tuple[Children, ...]:
    """Give the lists of a record whose rows the actor may see; of the others sums may be shown, never a row."""
    lists = registry.get(record.type).children
    return tuple(c for c in lists if c.permission is None or may(actor, c.permission, record))


def hidden_tables(actor: Actor, record: Record) -> frozenset[str]:
    """Name the tables of the rows that the actor may not see, so that the history is silent about them too."""
    seen = seen_children(actor, record)
    lists = registry.get(record.type).children
    return frozenset(c.model.__tablename__ for c in lists if c not in seen)
