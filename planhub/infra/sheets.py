"""Writing spreadsheets: xlsx and csv whose cells no program takes for formulas (security.md §C3).

Texts are written as texts. In csv, which knows no types, a text that a spreadsheet program would take for a formula
gets an apostrophe in front. Reading is `planhub.infra.sheet_reading`.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from planhub.kernel.text import Text
from planhub.kernel.thai import in_bangkok

Cell = str | int | Decimal | date | datetime | bool | Text | None

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
"""Media types."""

LONGEST_CELL = 32_767
"""Characters that a spreadsheet program keeps in a cell."""

_FORMULA = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\x00-\x1f]*[=+\-@＝＋－＠﹢﹣﹫]|[\t\r\n\x00]")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True)
class Sheet:
    """A sheet to be written: a head and rows; numbers stay numbers and days stay days."""

    name: str
    head: Sequence[str | Text]
    rows: Iterable[Sequence[Cell]]
    above: Sequence[str | Text] = ()
    """Lines above the head: what this is, of when, and where it is from."""
    widths: Sequence[int] = ()
    """Widths of the columns in characters; by the heads where absent."""
    texts: frozenset[int] = frozenset()
    """Columns (from 0) that are texts even where a person types digits into them later, such as codes."""
    hidden: frozenset[int] = frozenset()
    """Columns (from 0) that are there for the house alone."""


def as_text(value: Cell) -> str:
    """Give a cell as the text that csv carries: days in ISO form, yes and no as 1 and 0."""
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case datetime():
            return in_bangkok(value).isoformat(sep=" ", timespec="minutes")[:16]
        case date():
            return value.isoformat()
        case _:
            return _UNWRITABLE.sub("", str(value))


def safe(value: Cell) -> str:
    """Give a cell of csv; a text that would be taken for a formula gets an apostrophe in front."""
    text = as_text(value)
    return f"'{text}" if isinstance(value, str | Text) and _FORMULA.match(str(value)) else text


def write_csv(head: Sequence[str | Text], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write csv as spreadsheet programs in Thai offices open it rightly: UTF-8 with a byte order mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([safe(cell) for cell in head])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def write_xlsx(*sheets: Sheet) -> bytes:
    """Write a workbook with at least one sheet, without formulas, links or anything else that acts."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        formats = {
            "head": book.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "text_wrap": True}),
            "above": book.add_format({"italic": True}),
            "day": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
            "text": book.add_format({"num_format": "@"}),
        }
        names: set[str] = set()
        for sheet in sheets:
            _write_sheet(book.add_worksheet(_sheet_name(sheet.name, names)), sheet, formats)
    return out.getvalue()


def _sheet_name(name: str, taken: set[str]) -> str:
    """Give a name that a workbook accepts: at most 31 characters, none of its signs, and no other sheet's."""
    base = _SHEET_NAME.sub(" ", _UNWRITABLE.sub("", name)).strip(" '")[:31] or "Sheet"
    shown, n = base, 1
    while shown.casefold() in taken:
        n += 1
        shown = f"{base[:27]} ({n})"
    taken.add(shown.casefold())
    return shown


def _write_sheet(page: Worksheet, sheet: Sheet, formats: dict[str, Any]) -> None:
    for column, word in enumerate(sheet.head):
        width = sheet.widths[column] if column < len(sheet.widths) else max(10, min(40, len(str(word)) + 4))
        shown = {"hidden": True} if column in sheet.hidden else {}
        page.set_column(column, column, width, formats["text"] if column in sheet.texts else None, shown)
    for row, line in enumerate(sheet.above):
        page.write_string(row, 0, _cut(str(line)), formats["above"])
    top = len(sheet.above)
    for column, word in enumerate(sheet.head):
        page.write_string(top, column, _cut(str(word)), formats["head"])
    page.freeze_panes(top + 1, 0)
    last = top
    for last, cells in enumerate(sheet.rows, start=top + 1):
        _write_row(page, last, cells, formats)
    if sheet.head and last > top:
        page.autofilter(top, 0, last, len(sheet.head) - 1)


def _write_row(page: Worksheet, row: int, cells: Sequence[Cell], formats: dict[str, Any]) -> None:
    for column, value in enumerate(cells):
        match value:
            case None | "":
                continue
            case str():
                page.write_string(row, column, _cut(value))
            case bool():
                page.write_number(row, column, int(value))
            case int() | Decimal():
                page.write_number(row, column, float(value) if isinstance(value, Decimal) else value)
            case datetime():
                page.write_string(row, column, as_text(value))
            case date():
                page.write_datetime(row, column, datetime(value.year, value.month, value.day), formats["day"])  # noqa: DTZ001 - a day of the calendar, as the format has it
            case _:
                page.write_string(row, column, _cut(str(value)))


def _cut(text: str) -> str:
    clean = _UNWRITABLE.sub("", text)
    return clean if len(clean) <= LONGEST_CELL else f"{clean[: LONGEST_CELL - 1]}…"
