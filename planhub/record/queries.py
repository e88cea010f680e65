"""Lists of records: filters, order and keyset pages, in one query that touches no entity."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar, cast

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    String,
    asc,
    bindparam,
    desc,
    exists,
    func,
    literal,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.errors import Invalid
from planhub.kernel.finding import SHORTEST, asked_words
from planhub.kernel.text import Text
from planhub.record import access
from planhub.record.models import Lane, Record, RecordArea, RecordParty
from planhub.record.search import reading as index
from planhub.record.types import RecordType

_Statement = TypeVar("_Statement")

PAGE = 50
"""Rows on a page unless told otherwise."""
MOST = 200
"""The most rows of a page."""

HEADER = (
    "id",
    "type",
    "code",
    "title",
    "state",
    "version",
    "round",
    "owner_org",
    "fiscal_year",
    "province_code",
)
"""Header columns that every row of a list has; `updated_at`, `state_since`, `origin` and `is_training` follow."""

SORTS: Mapping[str, InstrumentedAttribute[Any]] = {
    "updated": Record.updated_at,
    "code": Record.code,
    "title": Record.title_sort,
}
"""Orders that an index carries; "-" before the name turns them round."""


@dataclass(frozen=True)
class ListQuery:
    """What a reader asks of a list; empty fields do not limit."""

    state: str | None = None
    q: str | None = None
    owner_org: str | None = None
    party: str | None = None
    fiscal_year: int | None = None
    province: str | None = None
    area: str | None = None
    sort: str = "-updated"
    cursor: str | None = None
    limit: int = PAGE
    extra: Sequence[ColumnElement[bool]] = field(default_factory=tuple)
    """Conditions of the type's own, given by code."""


@dataclass(frozen=True)
class Page:
    """Some rows, and where the next ones begin."""

    rows: Sequence[Any]
    next: str | None


def list_page(session: Session, actor: Actor, record_type: RecordType, query: ListQuery) -> Page:
    """Give one page of the records that the actor may see. Raises `Invalid` for an unknown sort or broken cursor."""
    column, _ = _order(query.sort)
    limit = max(1, min(query.limit, MOST))
    values: dict[str, Any] = {"limit": limit + 1, **_values(query)}
    if query.cursor:
        values["after"], values["after_id"] = _after(query.cursor, column)
    session.flush()  # the statement goes past the session, which would have done so
    words = [word for word in _words(query) if len(word) >= SHORTEST]
    few = index.rare(session, words, in_titles=True) if words else None
    if few is not None:
        values["few"] = few
    statement = _statement(actor, record_type, query, few=few is not None)
    rows = session.connection().execute(statement, values).all()
    more = len(rows) > limit
    return Page(rows[:limit], _cursor(rows[limit - 1], query.sort) if more else None)


_statements: dict[tuple[Any, ...], tuple[RecordType, Any]] = {}
"""Statements of lists by everything but their values: making one costs as much as asking the database."""
_MOST_STATEMENTS = 1000


def _statement(actor: Actor, record_type: RecordType, query: ListQuery, *, few: bool) -> Select[Any]:
    """Give the statement of a list for actors of equal standing; made once, so that it is also read once."""
    asked = tuple(name for name, _ in _EQUAL if getattr(query, name) not in (None, ""))
    words = len(_words(query))
    shape = (query.sort, asked, words, few, bool(query.party), bool(query.area), bool(query.cursor))
    key = (id(record_type), actor.is_system, actor.standings, shape, clock.today())
    kept = None if query.extra else _statements.get(key)
    if kept is not None:
        access.asked_before()
        return cast("Select[Any]", kept[1])
    statement = _make(actor, record_type, query, few=few)
    return statement if query.extra else _keep(key, record_type, statement)


def _make(actor: Actor, record_type: RecordType, query: ListQuery, *, few: bool) -> Select[Any]:
    column, descending = _order(query.sort)
    statement = _columns(record_type).where(
        access.visible(actor, record_type.view, record_type), *_where(query), *query.extra
    )
    if few:
        statement = statement.where(Record.id.in_(bindparam("few", expanding=True)))
    if query.cursor:
        place = tuple_(column, Record.id)
        after = tuple_(bindparam("after", type_=column.type), bindparam("after_id", type_=Record.id.type))
        statement = statement.where(place < after if descending else place > after)
    turn = desc if descending else asc
    return statement.order_by(turn(column), turn(Record.id)).limit(bindparam("limit", type_=Integer))


COUNTED = 1_000
"""So many records of a state are counted; of more it is only said that they are more, because that costs the same
however many there are."""


def count_states(
    session: Session, actor: Actor, record_type: RecordType, *, most: int = COUNTED
) -> dict[str, int]:
    """Count the records of a type that the actor may see, by state; `most` + 1 means more than `most`."""
    session.flush()  # the statement goes past the session, which would have done so
    found = session.connection().execute(_count_statement(actor, record_type), {"most": most + 1})
    return {state: n for state, n in found if n}


def _count_statement(actor: Actor, record_type: RecordType) -> CompoundSelect[Any]:
    key = ("count", id(record_type), actor.is_system, actor.standings, clock.today())
    kept = _statements.get(key)
    if kept is not None:
        access.asked_before()
        return cast("CompoundSelect[Any]", kept[1])
    seen = access.visible(actor, record_type.view, record_type)
    machines = (*record_type.older_workflows, record_type.workflow)
    states = dict.fromkeys(key for machine in machines for key in machine.state_keys)
    parts = []
    for state in states:
        some = select(Record.id).where(Record.type == record_type.name, Record.state == state, seen)
        bounded = some.limit(bindparam("most", type_=Integer)).subquery()
        parts.append(select(literal(state, String), func.count()).select_from(bounded))
    return _keep(key, record_type, union_all(*parts))


def _keep(key: tuple[Any, ...], record_type: RecordType, statement: _Statement) -> _Statement:
    if len(_statements) >= _MOST_STATEMENTS:
        _statements.clear()
    _statements[key] = record_type, statement  # the type is kept too, so that its id stays its own
    return statement


def _columns(record_type: RecordType) -> Select[Any]:
    names = [*HEADER, "updated_at", "state_since", "origin", "is_training"]
    header = [getattr(Record, name) for name in names]
    model = record_type.model
    own = [getattr(model, c.name).label(c.name) for c in record_type.columns if not hasattr(Record, c.name)]
    waits = (
        select(func.count())
        .where(Lane.record_id == Record.id, Lane.round == Record.round, Lane.status == "waiting")
        .correlate(Record)
        .scalar_subquery()
        .label("lanes_waiting")
    )
    statement = select(*header, Record.title_sort, *own, waits)
    if own:
        table = model.__table__
        return statement.select_from(Record.__table__.join(table, table.c.id == Record.id))
    return statement.select_from(Record)


_EQUAL: tuple[tuple[str, InstrumentedAttribute[Any]], ...] = (
    ("state", Record.state),
    ("owner_org", Record.owner_org),
    ("fiscal_year", Record.fiscal_year),
    ("province", Record.province_code),
)
"""Filters that ask a column for a value."""


def _words(query: ListQuery) -> list[str]:
    """Give the words of a question; a list takes single letters too, because it says what it was asked."""
    return asked_words(query.q, shortest=1)


def _where(query: ListQuery) -> list[ColumnElement[bool]]:
    """Give the conditions of a question; the values are bound by `_values`."""
    found: list[ColumnElement[bool]] = [
        column == bindparam(name, type_=column.type)
        for name, column in _EQUAL
        if getattr(query, name) not in (None, "")
    ]
    if query.party:
        found.append(
            exists().where(RecordParty.record_id == Record.id, RecordParty.org_code == bindparam("party"))
        )
    if query.area:
        inside = RecordArea.area_code.like(bindparam("area", type_=String), escape="\\")
        found.append(exists().where(RecordArea.record_id == Record.id, inside))
    words = [bindparam(f"word{n}", type_=String) for n in range(len(_words(query)))]
    return [*found, *(Record.search_key.like(word, escape="\\") for word in words)]


def _values(query: ListQuery) -> dict[str, Any]:
    names = [name for name, _ in _EQUAL if getattr(query, name) not in (None, "")]
    values: dict[str, Any] = {name: getattr(query, name) for name in names}
    if query.party:
        values["party"] = query.party
    if query.area:
        values["area"] = f"{_plain(query.area)}%"
    for n, word in enumerate(_words(query)):
        values[f"word{n}"] = f"%{_plain(word)}%"
    return values


def _plain(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _order(sort: str) -> tuple[InstrumentedAttribute[Any], bool]:
    column = SORTS.get(sort.removeprefix("-"))
    if column is None:
        raise Invalid({"sort": [Text("เรียงตามคอลัมน์นี้ไม่ได้", "The list cannot be sorted by that")]})
    return column, sort.startswith("-")


def _after(cursor: str, column: InstrumentedAttribute[Any]) -> tuple[Any, str]:
    try:
        value, record_id = map(_same_text, json.loads(base64.urlsafe_b64decode(cursor.encode())))
        return _instant(value) if column.key == "updated_at" else value, record_id
    except (ValueError, TypeError, binascii.Error):
        raise Invalid(
            {"cursor": [Text("ไม่พบหน้าถัดไป โปรดเริ่มใหม่", "That page is not known; please begin again")]}
        ) from None


def _same_text(part: object) -> str:
    if not isinstance(part, str):
        raise TypeError(part)
    return part


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _cursor(row: Any, sort: str) -> str:
    column = SORTS[sort.removeprefix("-")]
    value = getattr(row, column.key)
    text = value.isoformat() if isinstance(value, datetime) else value
    return base64.urlsafe_b64encode(json.dumps([text, row.id]).encode()).decode()


def linked(
    session: Session, actor: Actor, record_type: RecordType, *conditions: ColumnElement[bool], limit: int = 50
) -> list[Any]:
    """Give the records of a type that meet the conditions and that the actor may see; for panels of other pages."""
    query = ListQuery(sort="code", limit=limit, extra=conditions)
    return list(list_page(session, actor, record_type, query).rows)
