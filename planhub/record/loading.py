"""Reads a record with everything that belongs to it in two statements, however many lists it has.

The first reads the record's own row (and locks it where that is asked), the second all its lists at once: parties,
areas, lanes, files, the type's own children, and the organisations that any of them names. Records that it points at
are one statement more for each type of them; a join would make SQLite build the whole other type first. The statements
are made once for each type.
"""

import weakref
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from threading import Lock
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    bindparam,
    cast,
    func,
    inspect,
    literal_column,
    null,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import Session, aliased, class_mapper
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import desc_op

from planhub.kernel.fields import Kind
from planhub.people.models import Organization
from planhub.record.models import Event, Record
from planhub.record.types import RecordType, registry

FILES = "attachments"
REMARKS = "comments"
HEADER_LISTS = ("party_rows", "area_rows", "lanes", FILES)
"""What every record has; remarks are read where they are shown."""

LAST = "planhub_last_event"
"""Where a locked record keeps the number of its newest event, with the transaction that holds the lock."""
_READING = "planhub_loading_record"
"""Set in a session while a record is read by `read`, which reads its lists itself."""
_STALE = "planhub_stale"
"""Set where a row was written that is missing in a list of its record, or deleted and still in it."""
_NAMED = "planhub_named"
"""Where the record keeps the organisations that it names, so that the session does not let go of them."""


def read(session: Session, record_type: RecordType, key: str, *, lock: bool, remarks: bool) -> Any:
    """Give the record of that code or id with all its lists, or None; with `lock`, its row stays locked."""
    plan = _plan_of(record_type, remarks=remarks)
    options: dict[str, Any] = {"populate_existing": True} if lock else {}
    head = plan.locked if lock else plan.head
    record = session.scalars(head, {"key": key}, execution_options=options).one_or_none()
    if record is None:
        return None
    wanted = [lot for lot in plan.lots if lock or lot.name not in record.__dict__]
    if wanted:
        _fill(session, record, plan, wanted, options)
    if plan.links:
        _follow(session, record, plan, options)
    return record


def list_names(record_type: RecordType, *, remarks: bool = False) -> list[str]:
    """Name the lists that are read with a record."""
    return [*HEADER_LISTS, *([REMARKS] if remarks else []), *(c.name for c in record_type.children)]


def is_whole(record: Record, record_type: RecordType) -> bool:
    """Tell whether the record has not expired, wholly or in part, since it was read."""
    return not inspect(record).unloaded.intersection(list_names(record_type)) and not inspect(record).expired


def note(session: Session, rows: Iterable[Any], *, deleted: bool) -> None:
    """Note rows that were just written or deleted past the lists of their records; called after each flush."""
    for row in rows:
        key = getattr(row, "record_id", None)
        record = session.identity_map.get(identity_key(Record, key)) if key else None
        if record is None or _NAMED not in inspect(record).info:
            continue
        for lot in _plan_of(registry.get(record.type), remarks=False).lots:
            there = record.__dict__.get(lot.name)
            if lot.model is type(row) and there is not None and (row in there) is deleted:
                inspect(record).info[_STALE] = True


def is_current(record: Any) -> bool:
    """Tell whether a record that was read whole, changed and written shows what reading it again would show.

    Puts its lists in order.
    """
    rt, info = registry.get(record.type), inspect(record).info
    if _NAMED not in info or info.get(_STALE) or not is_whole(record, rt):
        return False
    plan = _plan_of(rt, remarks=False)
    for link in plan.links:
        other = record.__dict__.get(link.name)
        if (
            link.list_name is not None
        ):  # rows may point at records that were never read with what is shown of them
            return False
        if getattr(record, link.key) != (other.id if other is not None else None):
            return False
    for lot in plan.lots:
        set_committed_value(record, lot.name, lot.sorted(list(getattr(record, lot.name))))
    return True


def _fill(
    session: Session, record: Any, plan: "_Plan", wanted: Sequence["_Lot"], options: dict[str, Any]
) -> None:
    rows: dict[int, list[Any]] = {}
    last = 0
    info = inspect(record).info
    for row in session.execute(plan.rest, {"id": record.id}, execution_options=options):
        place = row[0]
        if place == _LAST_PLACE:
            last = row[1] or 0
        else:
            rows.setdefault(place, []).append(row[place])
    info[_NAMED] = rows.get(_ORGS_PLACE, [])
    info.pop(_STALE, None)
    if options:  # locked: nobody else can add an event before this transaction ends
        info[LAST] = weakref.ref(session.get_transaction()), last
    else:
        info.pop(LAST, None)
    for lot in wanted:
        set_committed_value(record, lot.name, lot.sorted(rows.get(lot.place, [])))


def _follow(session: Session, record: Any, plan: "_Plan", options: dict[str, Any]) -> None:
    """Read the records that the record and its rows point at, and hang them where they belong."""
    ends: dict[int, list[tuple[Any, str, str | None]]] = {}
    for link in plan.links:
        for row in (record,) if link.list_name is None else getattr(record, link.list_name):
            key = getattr(row, link.key)
            if options or link.name not in row.__dict__:
                ends.setdefault(link.query, []).append((row, link.name, key))
    for place, found in ends.items():
        others = _others(
            session, plan.linked[place], {key for _, _, key in found if key is not None}, options
        )
        for row, name, key in found:
            set_committed_value(row, name, others.get(key or ""))


def _others(session: Session, query: Select[Any], ids: set[str], options: dict[str, Any]) -> dict[str, Any]:
    """Read other records by their ids, and nothing that they point at: two may point at one another."""
    if not ids:
        return {}
    before, session.info[_READING] = session.info.get(_READING), True
    try:
        return {
            other.id: other
            for other in session.scalars(query, {"ids": sorted(ids)}, execution_options=options)
        }
    finally:
        session.info[_READING] = before


# --- the statements of a type -------------------------------------------------------------------------------------

_LAST_PLACE, _ORGS_PLACE, _FIRST_PLACE = 0, 2, 3
"""Where things stand in a row: its kind, the number of the newest event, an organisation, then the lists."""


@dataclass(frozen=True)
class _Lot:
    """One list of a record: the attribute, where its rows stand, and their order."""

    name: str
    model: type[Any]
    place: int
    order: Sequence[tuple[str, bool]]
    """Attributes by which the rows stand in order; True: downwards."""

    def sorted(self, rows: list[Any]) -> list[Any]:
        for name, is_down in reversed(self.order):
            rows.sort(key=_key(name), reverse=is_down)
        return rows


def _key(name: str) -> Callable[[Any], Any]:
    of = attrgetter(name)

    def key(row: Any) -> tuple[bool, Any]:
        value = of(row)
        return value is None, value

    return key


@dataclass(frozen=True)
class _Link:
    """A place where another record is pointed at."""

    list_name: str | None
    """The list in whose rows it stands; None: the record itself."""
    name: str
    key: str
    """The attribute that holds the other record's id."""
    query: int
    """Which of the plan's statements reads it."""


@dataclass(frozen=True)
class _Plan:
    """The statements by which records of a type are read."""

    head: Select[Any]
    locked: Select[Any]
    rest: Select[Any]
    lots: Sequence[_Lot]
    links: Sequence[_Link]
    linked: Sequence[Select[Any]]


_making = Lock()
_plans: dict[tuple[int, bool], tuple[RecordType, _Plan]] = {}
"""By the identity of the type, which is kept beside it: a type cannot be hashed, and its id must not be used again."""


def _plan_of(record_type: RecordType, *, remarks: bool) -> _Plan:
    key = (id(record_type), remarks)
    kept = _plans.get(key)
    if kept is None:
        with (
            _making
        ):  # two equal plans would share one compiled statement, and each know only its own columns
            kept = _plans.get(key) or (record_type, _make(record_type, remarks=remarks))
            _plans[key] = kept
    return kept[1]


def _make(record_type: RecordType, *, remarks: bool) -> _Plan:
    model = record_type.model
    key: ColumnElement[str] = bindparam("key")
    names = list_names(record_type, remarks=remarks)
    head = select(model).where(or_(Record.code == key, Record.id == key)).options(*record_type.loads)
    targets = [class_mapper(model).relationships[name] for name in names]
    lots = [
        _Lot(name, targets[i].mapper.class_, _FIRST_PLACE + i, _order(targets[i]))
        for i, name in enumerate(names)
    ]
    classes = [target.mapper.class_ for target in targets]
    links, linked = _links(record_type)
    rest = _rest(record_type, classes)
    # A row that is not locked would be read as it was before the wait for the lock.
    own = class_mapper(model).tables
    return _Plan(head, head.with_for_update(of=own), rest, lots, links, linked)


def _order(target: Any) -> list[tuple[str, bool]]:
    found = []
    for one in target.order_by or ():
        is_down = isinstance(one, UnaryExpression) and one.modifier is desc_op
        column = one.element if isinstance(one, UnaryExpression) else one
        found.append((str(column.key), is_down))
    return found


def _rest(record_type: RecordType, classes: Sequence[type[Any]]) -> Select[Any]:
    """Make the one statement of all lists: a row holds its kind, and the columns of one list beside empty ones."""
    tables = [Organization.__table__, *(one.__table__ for one in classes)]
    key: ColumnElement[str] = bindparam("id")
    last = select(func.max(Event.n)).where(Event.record_id == key).scalar_subquery()
    named = Organization.code.in_(union(*_names(record_type, tables[1:])))
    parts = [select(*_columns(_LAST_PLACE, last, tables, None))]
    parts.append(select(*_columns(_ORGS_PLACE, null(), tables, tables[0])).where(named))
    dropped = {c.model.__table__: c.dropped for c in record_type.children if c.dropped}
    for place, table in enumerate(tables[1:], start=_FIRST_PLACE):
        here = select(*_columns(place, null(), tables, table)).where(table.c.record_id == key)
        parts.append(here.where(table.c[dropped[table]].is_(None)) if table in dropped else here)
    rows = union_all(*parts).subquery()
    entities: list[type[Any]] = [Organization, *classes]
    shown = [aliased(one, rows) for one in entities]
    query = select(rows.c.place, rows.c.last, *shown)
    if len(query.get_final_froms()) != 1:  # a column that was not found in the rows would multiply them
        raise RuntimeError(f"the lists of {record_type.name} cannot be read in one statement")
    return query


def _columns(place: int, last: Any, tables: Sequence[Table], mine: Table | None) -> Iterable[Any]:
    yield literal_column(str(place)).label("place")
    yield cast(last, Event.n.type).label("last")
    for table in tables:
        for column in table.columns:
            shown = column if table is mine else cast(null(), column.type)
            yield shown.label(f"{table.name}__{column.name}")


def _names(record_type: RecordType, tables: Sequence[Table]) -> Iterable[Select[Any]]:
    """Give the codes of the organisations that the record and its lists name, found by their foreign keys."""
    key: ColumnElement[str] = bindparam("id")
    own = class_mapper(record_type.model).tables
    code = Organization.__table__.c.code
    for table in dict.fromkeys([*own, *tables]):
        owner = table.c.id if table in own else table.c.record_id
        for column in table.columns:
            if any(link.column is code for link in column.foreign_keys):
                yield select(column).where(owner == key)


def _links(record_type: RecordType) -> tuple[list[_Link], list[Select[Any]]]:
    """Give where records of the type point at others, and the statements that read those: one for each other type."""
    links: list[_Link] = []
    wanted: dict[type[Any], tuple[int, list[Any]]] = {}
    of_record = (None, record_type.model, (*record_type.fields, *record_type.derived), record_type.links)
    of_rows = ((c.name, c.model, c.fields, c.links) for c in record_type.children)
    for list_name, model, fields, more in (of_record, *of_rows):
        mapper = class_mapper(model)
        for name in dict.fromkeys([*(f.name for f in fields if f.kind is Kind.RECORD), *more]):
            target = mapper.relationships[name]
            key = mapper.get_property_by_column(next(iter(target.local_columns))).key
            query, options = wanted.setdefault(target.mapper.class_, (len(wanted), []))
            options += more.get(name, ())
            links.append(_Link(list_name, name, key, query))
    return links, [_linked(model, options) for model, (_, options) in wanted.items()]


def _linked(model: type[Any], options: Sequence[Any]) -> Select[Any]:
    return select(model).where(model.id.in_(bindparam("ids", expanding=True))).options(*options)
