"""Tables of records: heads that sort, cells that know how they are drawn, and the way to the next page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup
from sqlalchemy.orm import Session

from planhub.kernel.text import Text
from planhub.record.queries import Page
from planhub.record.types import Column, RecordType
from planhub.ui import cells
from planhub.ui.filters import Asked
from planhub.ui.values import Names, read_names

TITLE = Column("title", Text("ชื่อเรื่อง", "Title"), kind="title")
"""The first column: the title with the code under it."""
STATE = Column("state", Text("สถานะ", "State"), sortable=False, kind="state")
UPDATED = Column("updated_at", Text("ปรับปรุง", "Updated"), kind="date")
ALWAYS = ("code", "title", "state", "updated_at")

LABELLED = frozenset({"date", "datetime", "money", "percent", "number"})
"""Kinds whose value alone would not say on a phone's card what it is."""

_SORTS: Mapping[str, Sequence[tuple[str, Text]]] = {
    "title": (("title", Text("ชื่อเรื่อง", "Title")), ("code", Text("รหัส", "Code"))),
    "updated_at": (("updated", UPDATED.label),),
}
"""The orders that each column offers; those of `planhub.record.queries.SORTS`."""
_DOWN_FIRST = frozenset({"updated"})


@dataclass(frozen=True, slots=True)
class Sort:
    """A link that sorts; `standing` is "ascending", "descending" or empty."""

    label: Text
    href: str
    standing: str


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column."""

    column: Column
    sorts: Sequence[Sort] = ()

    @property
    def label(self) -> Text:
        """The column's name, with the unit that its cells leave out."""
        unit = Text("{label} (บาท)", "{label} (baht)") if self.column.kind == "money" else None
        return unit.format(label=self.column.label) if unit else self.column.label

    @property
    def sorted(self) -> str:
        """How the column is sorted, for `aria-sort`."""
        return next((sort.standing for sort in self.sorts if sort.standing), "")

    @property
    def numeric(self) -> bool:
        """Whether the column is set to the right."""
        return cells.is_numeric(self.column)

    @property
    def labelled(self) -> bool:
        """Whether a phone's card repeats the column's name before the value."""
        return self.column.kind in LABELLED


@dataclass(frozen=True)
class Table:
    """A page of a list, ready to be put into its page."""

    heads: Sequence[Head]
    rows: Markup
    """The rows, drawn."""
    count: int
    next_href: str | None
    first_href: str | None
    """The way back to the first page; None on it."""


def columns_of(record_type: RecordType) -> tuple[Column, ...]:
    """Give the columns of a type's list: title (with code) and state come first, the day of the last change last."""
    return (TITLE, STATE, *(c for c in record_type.columns if c.name not in ALWAYS), UPDATED)


def table(
    session: Session, record_type: RecordType, asked: Asked, page: Page, *, known: Names | None = None
) -> Table:
    """Make the table of a page of rows, with the names that its cells need and that are not `known`."""
    columns = columns_of(record_type)
    names = read_names(
        session,
        orgs=_codes(page.rows, columns, "org"),
        areas=_codes(page.rows, columns, "province"),
        known=known,
    )
    base = url_for(f"{record_type.name}.list")
    return Table(
        heads=[_head(base, c, asked) for c in columns],
        rows=cells.draw(page.rows, columns, names, base=base, states=_states(record_type)),
        count=len(page.rows),
        next_href=asked.href(base, cursor=page.next) if page.next else None,
        first_href=asked.href(base) if "cursor" in asked.values else None,
    )


def _states(record_type: RecordType) -> dict[str, tuple[str, str]]:
    """Give tone and name of every state, those of earlier machines too, in the reader's language."""
    machines = (*record_type.older_workflows, record_type.workflow)
    return {s.key: (s.tone.value, str(s.label)) for machine in machines for s in machine.states}


def _codes(rows: Sequence[Any], columns: Iterable[Column], kind: str) -> set[str]:
    names = [c.name for c in columns if c.kind == kind]
    return {getattr(row, name) for row in rows for name in names} - {None, ""}


def _head(base: str, column: Column, asked: Asked) -> Head:
    offered = _SORTS.get(column.name, ()) if column.sortable else ()
    return Head(column, [_sort(base, key, label, asked) for key, label in offered])


def _sort(base: str, key: str, label: Text, asked: Asked) -> Sort:
    stands, down = asked.sort.removeprefix("-") == key, asked.sort.startswith("-")
    wanted = (not down) if stands else key in _DOWN_FIRST
    href = asked.href(base, sort=f"-{key}" if wanted else key)
    return Sort(label, href, ("descending" if down else "ascending") if stands else "")
