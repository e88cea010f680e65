"""Lists of records: filters, order and keyset pages, in one query that touches no entity."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, asc, desc, exists, func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from planhub.kernel.access import Actor
from planhub.kernel.errors import Invalid
from planhub.kernel.text import Text
from planhub.kernel.textclean import search_key
from planhub.record import access
from planhub.record.models import Lane, Record, RecordArea, RecordParty
from planhub.record.types import RecordType

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
    column, descending = _order(query.sort)
    limit = max(1, min(query.limit, MOST))
    statement = _columns(record_type).where(
        access.visible(actor, record_type.view, record_type), *_where(query)
    )
    if query.cursor:
        statement = statement.where(_after(query.cursor, column, descending))
    turn = desc if descending else asc
    rows = session.execute(statement.order_by(turn(column), turn(Record.id)).limit(limit + 1)).all()
    more = len(rows) > limit
    return Page(rows[:limit], _cursor(rows[limit - 1], query.sort) if more else None)


def count_states(session: Session, actor: Actor, record_type: RecordType) -> dict[str, int]:
    """Count the records of a type that the actor may see, by state."""
    query = (
        select(Record.state, func.count())
        .where(access.visible(actor, record_type.view, record_type))
        .group_by(Record.state)
    )
    return dict(session.execute(query).all())


def _columns(record_type: RecordType) -> Select[Any]:
    names = [*HEADER, "updated_at", "state_since", "origin", "is_training"]
    header = [getattr(Record, name) for name in names]
    model = record_type.model
    own = [getattr(model, c.name) for c in record_type.columns if not hasattr(Record, c.name)]
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


def _where(query: ListQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = list(query.extra)
    for column, value in (
        (Record.state, query.state),
        (Record.owner_org, query.owner_org),
        (Record.fiscal_year, query.fiscal_year),
        (Record.province_code, query.province),
    ):
        if value not in (None, ""):
            found.append(column == value)
    if query.party:
        found.append(exists().where(RecordParty.record_id == Record.id, RecordParty.org_code == query.party))
    if query.area:
        found.append(
            exists().where(
                RecordArea.record_id == Record.id,
                RecordArea.area_code.like(f"{_plain(query.area)}%", escape="\\"),
            )
        )
    if query.q:
        found += [
            Record.search_key.like(f"%{_plain(word)}%", escape="\\")
            for word in search_key(query.q).split()[:8]
        ]
    return found


def _plain(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _order(sort: str) -> tuple[InstrumentedAttribute[Any], bool]:
    column = SORTS.get(sort.removeprefix("-"))
    if column is None:
        raise Invalid({"sort": [Text("เรียงตามคอลัมน์นี้ไม่ได้", "The list cannot be sorted by that")]})
    return column, sort.startswith("-")


def _after(cursor: str, column: InstrumentedAttribute[Any], descending: bool) -> ColumnElement[bool]:  # noqa: FBT001 - private
    try:
        value, record_id = map(_same_text, json.loads(base64.urlsafe_b64decode(cursor.encode())))
        key: Any = _instant(value) if column.key == "updated_at" else value
    except (ValueError, TypeError, binascii.Error):
        raise Invalid(
            {"cursor": [Text("ไม่พบหน้าถัดไป โปรดเริ่มใหม่", "That page is not known; please begin again")]}
        ) from None
    place = tuple_(column, Record.id)
    return place < (key, record_id) if descending else place > (key, record_id)


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


def search(session: Session, actor: Actor, words: str, *, limit: int = 20) -> list[Any]:
    """Give the newest records of all types that hold the words and that the actor may see."""
    columns = [getattr(Record, name) for name in HEADER]
    query = select(*columns).where(access.visible_any(actor), *_where(ListQuery(q=words)))
    return list(session.execute(query.order_by(Record.updated_at.desc(), Record.id.desc()).limit(limit)))
