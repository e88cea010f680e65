"""Cells of tables. Fifty rows of them are most of a list, so they are written here and not by a template.

Every value is escaped; what is the same for many rows (a state, an organisation, a day) is drawn once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from html import escape
from typing import Any

from markupsafe import Markup

from planhub.infra import i18n
from planhub.kernel.text import Text
from planhub.record.types import Column
from planhub.ui.kept import part
from planhub.ui.pages import data_lang
from planhub.ui.values import Names

Cell = Callable[[Any], str]
"""Draws one cell of a row with its `<td>`; the end tags of rows and cells may be left out, and are."""

NUMERIC = frozenset({"money", "percent", "number"})
"""Kinds that are set to the right whatever the column says."""
_EMPTY = "<td>"
_TO_GO = Text("รออีก {n} ลำดับ", "{n} to go")


def is_numeric(column: Column) -> bool:
    """Tell whether a column is set to the right."""
    return column.numeric or column.kind in NUMERIC


def draw(
    rows: Iterable[Any],
    columns: Sequence[Column],
    names: Names,
    *,
    base: str,
    states: Mapping[str, tuple[str, str]],
) -> Markup:
    """Draw the rows of a table; `base` is the address below which the records are, `states` their tones and names."""
    cells = [_cell(column, names, base, states) for column in columns]
    drawn = ("".join([cell(row) for cell in cells]) for row in rows)
    return Markup("".join([f"<tr>{row}" for row in drawn]))  # noqa: S704 - every cell escapes its value


def _cell(column: Column, names: Names, base: str, states: Mapping[str, tuple[str, str]]) -> Cell:
    if column.kind == "title":
        return _title(base)
    if column.kind == "state":
        return _state(states)
    write = _WRITERS.get(column.kind)
    if write is None:
        return _text(column)
    return _once(column.name, _open(column), write, names)


def _open(column: Column) -> str:
    return '<td class="ph-num">' if is_numeric(column) else "<td>"


def _title(base: str) -> Cell:
    lang = data_lang()

    def cell(row: Any) -> str:
        code = escape(row.code)
        chips = "" if row.origin == "own" else f" {part('origin_chip', row.origin)}"
        if row.is_training:
            chips += f" {part('training_chip')}"
        return f'<td><a href="{base}/{code}"{lang}>{escape(row.title)}</a><p>{code}{chips}</p>'

    return cell


def _state(states: Mapping[str, tuple[str, str]]) -> Cell:
    shown = {key: f'<td><b class="t-{tone}">{escape(label)}</b>' for key, (tone, label) in states.items()}
    waits = {0: ""}

    def cell(row: Any) -> str:
        to_go = row.lanes_waiting
        if to_go not in waits:
            waits[to_go] = f"<small>{escape(str(_TO_GO.format(n=to_go)))}</small>"
        return f"{shown[row.state]}{waits[to_go]}"

    return cell


def _text(column: Column) -> Cell:
    name, before = column.name, f"{_open(column)}<span{data_lang()}>"

    def cell(row: Any) -> str:
        value = getattr(row, name)
        return _EMPTY if value in (None, "") else f"{before}{escape(str(value))}</span>"

    return cell


def _once(name: str, open_td: str, write: Callable[[Any, Names], str], names: Names) -> Cell:
    """Draw each value of a column once; equal values are common in lists, and dates are told by the day."""
    drawn: dict[Any, str] = {None: _EMPTY, "": _EMPTY}

    def cell(row: Any) -> str:
        value = getattr(row, name)
        found = drawn.get(value)
        if found is None:
            found = drawn[value] = f"{open_td}{write(value, names)}"
        return found

    return cell


def _org(value: str, names: Names) -> str:
    return str(part("org_mark", names.org(value)))


def _day(value: date | datetime, _names: Names) -> str:
    return escape(i18n.write_date(value))


_WRITERS: Mapping[str, Callable[[Any, Names], str]] = {
    "org": _org,
    "date": _day,
    "datetime": lambda value, _names: escape(i18n.write_datetime(value)),
    "money": lambda value, _names: escape(i18n.write_money(value, bare=True)),
    "percent": lambda value, _names: f"{escape(str(value))} %",
    "number": lambda value, _names: escape(i18n.write_number(value)),
    "fiscal_year": lambda value, _names: escape(str(value)),
    "province": lambda value, names: escape(names.area(value)),
}
"""What stands in a cell of each kind; other kinds are the text of the record."""
