"""Opens one workbook in a process of its own, with little memory and little time (security.md §C3).

Run as a program by `planhub.infra.sheet_reading`: the workbook comes in on standard input, and one JSON object goes
out, {"sheets": [...]} or {"refused": key, "more": ...}. It imports nothing of PlanHub, so that it starts quickly, and
whatever the workbook does to the parser (a cell in row 1,048,576 makes it ask for gigabytes) ends here.
"""

import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple, NoReturn
from xml.etree import ElementTree as ET

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

MEMORY = 512 * 2**20
"""Bytes of address space."""
SECONDS = 20
"""Seconds of processor time."""

CELL, LINE = "\x1f", "\x1e"
"""What divides cells and lines in the answer: texts are joined and cut much faster than JSON reads lists."""
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ACTIVE = ("vbaproject", "macrosheets/", "activex/", "embeddings/", "externallinks/", "customui/")
_REACH = re.compile(rb"""<(?:\w+:)?dimension\s[^>]*?\bref=["'](?:[A-Z]+\d+:)?([A-Z]{1,3})(\d{1,7})["']""")
_FORMULA = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]*>\s*<(?:\w+:)?f[\s/>]""")


class Limits(NamedTuple):
    """What a workbook may hold."""

    rows: int
    columns: int
    unpacked: int
    """Bytes of all its parts."""
    entries: int
    ratio: int
    """Unpacked bytes to one packed."""


class RefusedError(Exception):
    """The workbook is not read; the arguments are a key and what belongs into its message."""


def refuse(key: str, *more: Any) -> NoReturn:
    """Stop reading."""
    raise RefusedError(key, *more)


def open_package(content: bytes, limits: Limits) -> dict[str, bytes]:
    """Unpack every part, counting as it goes. Raises `RefusedError` for bombs, macros, links and what is no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            names = [e.filename.lower() for e in entries]
            if "xl/workbook.xml" not in names:
                refuse("kind")
            for mark in _ACTIVE:
                if any(mark in name for name in names):
                    refuse("active", mark.rstrip("/"))
            unpacked = sum(e.file_size for e in entries)
            if len(entries) > limits.entries or unpacked > limits.unpacked:
                refuse("bomb")
            if unpacked > limits.ratio * len(content) + 1_000_000:
                refuse("bomb")
            if any(e.flag_bits & 1 for e in entries):
                refuse("locked")
            return {e.filename.lower(): package.read(e) for e in entries}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, ValueError, EOFError, OSError):
        refuse("broken")


def look(parts: dict[str, bytes], limits: Limits) -> None:
    """Look at the parts before a parser does. Raises `RefusedError` for entities and for cells far from any table.

    A sheet that hides how far it reaches makes the parser run out of memory instead, which ends this process.
    """
    for name, part in parts.items():
        if not name.endswith((".xml", ".rels")):
            continue
        if b"<!DOCTYPE" in part or part[:2] in (b"\xff\xfe", b"\xfe\xff"):
            refuse("broken")
        reach = _REACH.search(part, 0, 4_000) if "worksheets/" in name else None
        if reach and int(reach[2]) > 2 * limits.rows and column_number(reach[1].decode()) > limits.columns:
            refuse("far", (reach[1] + reach[2]).decode())


def formula_cells(parts: dict[str, bytes]) -> dict[str, list[list[int]]]:
    """Give the cells (row from 1, column from 0) that hold formulas, by sheet."""
    links = {
        rel.get("Id"): (rel.get("Target") or "").lower().lstrip("/").removeprefix("xl/")
        for rel in ET.fromstring(parts.get("xl/_rels/workbook.xml.rels", b"<x/>"))  # noqa: S314 - `look` has refused entities
    }
    found: dict[str, list[list[int]]] = {}
    for sheet in ET.fromstring(parts["xl/workbook.xml"]).iter():  # noqa: S314 - see above
        if sheet.tag.endswith("}sheet"):
            part = parts.get(f"xl/{links.get(sheet.get(_OFFICE)) or '?'}", b"")
            cells = _FORMULA.findall(part) if b"</f>" in part or b":f>" in part else ()
            found[sheet.get("name") or ""] = [[int(row), column_number(name.decode())] for name, row in cells]
    return found


def column_number(letters: str) -> int:
    """Give the number of a column, from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def read(content: bytes, limits: Limits) -> dict[str, Any]:
    """Give the visible sheets of a workbook as rows of texts. Raises `RefusedError`."""
    parts = open_package(content, limits)
    look(parts, limits)
    try:
        formulas = formula_cells(parts)
    except ET.ParseError:
        refuse("broken")
    del parts
    book = CalamineWorkbook.from_object(io.BytesIO(content))
    sheets = []
    for meta in book.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet or meta.visible != SheetVisibleEnum.Visible:
            continue
        sheet = book.get_sheet_by_name(meta.name)
        if sheet.total_height > limits.rows:
            refuse("rows", sheet.total_height)
        if sheet.total_width > limits.columns:
            refuse("columns", sheet.total_width)
        rows = list(_rows(sheet))
        sheets.append(
            {
                "name": meta.name,
                "numbers": [number for number, _line in rows],
                "lines": LINE.join(line for _number, line in rows),
                "formulas": formulas.get(meta.name, []),
            }
        )
    return {"sheets": sheets}


def _rows(sheet: Any) -> Iterator[tuple[int, str]]:
    """Give the rows that hold anything, each with its number and its cells in one text."""
    before = CELL * (
        sheet.start[1] if sheet.start else 0
    )  # iter_rows leaves out the empty columns on the left
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [c if type(c) is str else text_of(c) for c in cells]
        line = CELL.join(texts)
        if LINE in line or line.count(CELL) >= len(texts):
            line = CELL.join(text.replace(CELL, " ").replace(LINE, " ") for text in texts)
        line = line.rstrip(CELL)
        if line:
            yield number, before + line


def text_of(value: Any) -> str:
    """Write a cell as a person would have typed it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == value.time().min else value.isoformat(sep=" ")[:16]
    return value.isoformat() if isinstance(value, date) else str(value)


def main(limits: Limits) -> dict[str, Any]:
    """Read standard input within the limits of the process."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        return read(sys.stdin.buffer.read(), limits)
    except RefusedError as refusal:
        return {"refused": refusal.args[0], "more": [str(one) for one in refusal.args[1:]]}
    except MemoryError:
        return {"refused": "heavy", "more": []}
    except Exception:  # noqa: BLE001 - whatever the parser cannot read, a person is told the same
        return {"refused": "broken", "more": []}


if __name__ == "__main__":
    answer = main(Limits(*map(int, sys.argv[1:])))
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass"))
