"""Reading lists that people send: xlsx, csv in any of the encodings of Thai offices, or cells pasted from a sheet.

Nothing in a file is trusted and nothing in it is computed: a file that is too large, packed to explode, locked, of
another kind or full of macros is refused with a sentence that says what to do (security.md §C3).
"""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planhub.infra import sheet_worker
from planhub.kernel.errors import BadInput
from planhub.kernel.text import Text

LARGEST = 10_000_000
"""Bytes of a file, or of what is pasted."""
MOST_ROWS = 50_000
"""Rows of data in a list."""
MOST_COLUMNS = 60
ABOVE = 20
"""Rows that may stand above and in the head."""
_LIMITS = sheet_worker.Limits(MOST_ROWS + ABOVE, MOST_COLUMNS, 100_000_000, 2_000, 100)
_SECONDS = 30
"""How long a workbook may take, waiting for the processor included."""

_REFUSED = {
    "kind": Text(
        "รับเฉพาะไฟล์ .xlsx และ .csv หรือวางเซลล์จากตารางคำนวณ",
        "Only .xlsx and .csv files are read, or cells pasted from a sheet",
    ),
    "old": Text(
        "ไฟล์นี้เป็น .xls รุ่นเก่าหรือมีรหัสผ่าน โปรดเปิดแล้วบันทึกเป็น .xlsx ที่ไม่มีรหัสผ่าน",
        "This is an old .xls file or it has a password; open it and save it as .xlsx without one",
    ),
    "locked": Text(
        "ไฟล์มีรหัสผ่าน โปรดบันทึกใหม่โดยไม่ใส่รหัสผ่าน", "The file has a password; save it again without one"
    ),
    "empty": Text("ไม่มีข้อมูลในไฟล์หรือในช่องที่วาง", "There is nothing in the file or in what was pasted"),
    "large": Text(
        "ไฟล์ใหญ่เกิน 10 MB โปรดแบ่งเป็นหลายไฟล์", "The file is larger than 10 MB; split it into several"
    ),
    "broken": Text(
        "เปิดไฟล์ไม่ได้ ไฟล์อาจเสียหายหรือไม่ใช่ตารางจริง โปรดบันทึกใหม่เป็น .xlsx หรือ .csv",
        "The file cannot be opened; it may be damaged or no real sheet. Save it again as .xlsx or .csv",
    ),
    "bomb": Text(
        "ไฟล์ถูกบีบอัดผิดปกติ เมื่อคลายแล้วใหญ่เกินที่รับได้ จึงไม่เปิด",
        "The file is packed in an unusual way and would grow beyond what is read, so it was not opened",
    ),
    "active": Text(
        "ไฟล์มีแมโคร ไฟล์ฝัง หรือลิงก์ไปยังไฟล์อื่น ({0}) โปรดคัดลอกเฉพาะค่าไปไว้ในไฟล์ใหม่",
        "The file holds macros, embedded files or links to other files ({0}); copy the values alone into a new file",
    ),
    "far": Text(
        "มีเซลล์อยู่ไกลจากตาราง (เซลล์ {0}) โปรดลบแถวหรือคอลัมน์ที่เกิน แล้วบันทึกใหม่",
        "A cell lies far from the table ({0}); delete the rows or columns beyond it and save again",
    ),
    "rows": Text(
        "มีข้อมูลถึงแถวที่ {0} รับได้ไม่เกิน 50,000 แถวต่อครั้ง โปรดแบ่งไฟล์",
        "The list reaches row {0}; no more than 50,000 rows are read at a time. Split the file",
    ),
    "columns": Text("มี {0} คอลัมน์ รับได้ไม่เกิน 60 คอลัมน์", "There are {0} columns; no more than 60 are read"),
    "heavy": Text(
        "ไฟล์ซับซ้อนเกินที่รับได้ เช่น มีเซลล์ไกลจากตารางหรือข้อความยาวมาก โปรดคัดลอกเฉพาะตารางไปไว้ในไฟล์ใหม่",
        "The file is too heavy, for example by a cell far from the table; copy the table alone into a new file",
    ),
    "letters": Text(
        "อ่านตัวอักษรในไฟล์ไม่ได้ โปรดบันทึกเป็น CSV UTF-8 หรือ .xlsx",
        "The letters in the file cannot be read; save it as CSV UTF-8 or as .xlsx",
    ),
    "page": Text(
        "ไฟล์นี้เป็นหน้าเว็บ ไม่ใช่ตาราง โปรดเปิดแล้วบันทึกเป็น .xlsx หรือ .csv",
        "This file is a web page, not a sheet; open it and save it as .xlsx or .csv",
    ),
}

CP874 = Text(
    "ไฟล์ใช้รหัสอักขระไทยแบบเก่า (TIS-620/CP874) ระบบแปลงให้แล้ว โปรดตรวจว่าชื่อภาษาไทยอ่านถูกต้อง",
    "The file is in an older Thai encoding (TIS-620/CP874) and was converted; please check that Thai names read rightly",
)


@dataclass(frozen=True)
class Grid:
    """One sheet: its rows that hold anything, each with its number (from 1) and its cells as texts."""

    name: str
    rows: Sequence[tuple[int, Sequence[str]]]
    formulas: frozenset[tuple[int, int]] = frozenset()
    """Cells (row from 1, column from 0) that hold formulas; their last result stands in the row."""


@dataclass(frozen=True)
class Book:
    """What was read."""

    grids: Sequence[Grid]
    notes: Sequence[Text] = ()
    """What a person should know of how it was read."""


def refusal(key: str, *more: object) -> BadInput:
    """Give the refusal of a file."""
    texts = _REFUSED[key]
    return BadInput(Text(texts.th.format(*more), texts.en.format(*more)))


def read_file(name: str, content: bytes) -> Book:
    """Read a file by what is in it, whatever it is called. Raises `BadInput`."""
    if not content:
        raise refusal("empty")
    if len(content) > LARGEST:
        raise refusal("large")
    if content.startswith(b"PK"):
        return _read_workbook(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise refusal("old")
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf")):
        raise refusal("kind")
    if name.lower().endswith((".xlsx", ".xlsm", ".xls", ".ods", ".xlsb")) and b"\x00" in content[:4096]:
        raise refusal("broken")
    text, notes = _decoded(content)
    if text.lstrip()[:1] == "<":
        raise refusal("page")
    return Book([Grid("", _read_lines(text))], notes)


def read_pasted(text: str) -> Book:
    """Read cells pasted from a sheet (divided by tabs), or csv pasted as text. Raises `BadInput`."""
    if len(text) > LARGEST:
        raise refusal("large")
    if "\x00" in text:
        raise refusal("letters")
    return Book([Grid("", _read_lines(text))])


# --- csv ------------------------------------------------------------------------------------------------------

_MARK_WITHOUT_LETTER = re.compile("(?:^|[^\u0e01-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_THAI = re.compile("[\u0e01-\u0e4e]")
_SEPARATORS = "\t,;|"


def _decoded(content: bytes) -> tuple[str, list[Text]]:
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return _strictly(content, encoding), []
    if b"\x00" in content:
        raise refusal("kind")
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError:
        text = _strictly(content, "cp874")
    if not _THAI.search(text) or _MARK_WITHOUT_LETTER.search(text):
        raise refusal("letters")
    return text, [CP874]


def _strictly(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise refusal("letters") from None
    if "\x00" in text:
        raise refusal("kind")
    return text


def _separator(text: str) -> str:
    """Give the sign that divides the cells: the one that the first lines hold most of, outside of quotes."""
    start = re.sub('"[^"]*"', "", "\n".join(text[:20_000].splitlines()[:10]))
    return max(_SEPARATORS, key=start.count) if any(sign in start for sign in _SEPARATORS) else ","


def _read_lines(text: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    try:
        rows = list(_filled(reader))
    except csv.Error:
        raise refusal("broken") from None
    if not rows:
        raise refusal("empty")
    return rows


def _filled(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    for number, cells in enumerate(reader, start=1):
        while cells and not cells[-1].strip():
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise refusal("columns", len(cells))
        if cells:
            if number > MOST_ROWS + ABOVE:
                raise refusal("rows", f"{number:,}")
            yield number, cells


# --- xlsx -----------------------------------------------------------------------------------------------------


def _read_workbook(content: bytes) -> Book:
    answer = _ask(content)
    if "refused" in answer:
        raise refusal(answer["refused"], *answer["more"])
    grids = [
        Grid(
            sheet["name"],
            [
                (number, line.split(sheet_worker.CELL))
                for number, line in zip(sheet["numbers"], _lines(sheet["lines"]), strict=True)
            ],
            frozenset((row, column) for row, column in sheet["formulas"]),
        )
        for sheet in answer["sheets"]
    ]
    if not any(grid.rows for grid in grids):
        raise refusal("empty")
    return Book(grids)


def _lines(joined: str) -> list[str]:
    return joined.split(sheet_worker.LINE) if joined else []


def _environment() -> dict[str, str]:
    """Give what of our environment the other process gets to see: no secret and no address."""
    return {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "LANG") if name in os.environ}


def _ask(content: bytes) -> dict[str, Any]:
    """Let a process of its own open the workbook; one that dies of it was given too heavy a file."""
    command = [sys.executable, "-I", "-X", "utf8", str(Path(sheet_worker.__file__)), *map(str, _LIMITS)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program; the file is only its input
            command, input=content, capture_output=True, timeout=_SECONDS, check=False, env=_environment()
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return {"refused": "heavy", "more": []}
    return answer
