"""Spreadsheets that PlanHub writes: readable by programs in Thai offices, and without a cell that acts."""

import csv
import io
import zipfile
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from planhub.infra.sheets import Cell, Sheet, as_text, safe, write_csv, write_xlsx
from planhub.kernel.text import Text, locale

FORMULAS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x","y")',
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "  =1",
    "\u200b=1",
    "\ufeff@x",
    "＝1+1",
    "－1",
    "\r=1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_would_be_a_formula_is_written_as_text(text: str) -> None:
    assert safe(text).startswith("'")
    book = write_xlsx(Sheet("x", ["a"], [[text]]))
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        assert b"<f" not in package.read("xl/worksheets/sheet1.xml")
        assert not [name for name in package.namelist() if "external" in name or "hyper" in name.lower()]


@pytest.mark.parametrize("text", ["ร้อยเอ็ด", "a=b", "3-1", "", "450101", "1.5", "ก+ข"])
def test_other_texts_are_left_alone(text: str) -> None:
    assert safe(text) == text


def test_numbers_below_zero_are_numbers_not_formulas() -> None:
    assert [safe(n) for n in (-5, Decimal("-1.50"), 0)] == ["-5", "-1.50", "0"]


def test_csv_can_be_read_back_and_opens_with_thai_letters() -> None:
    day = date(2022, 12, 9)
    written = write_csv(["ชื่อ", Text("จำนวน", "Count")], [['ก,ข\n"ค"', 5], [None, day]])
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    assert rows == [["ชื่อ", "จำนวน"], ['ก,ข\n"ค"', "5"], ["", "2022-12-09"]]


def test_a_workbook_keeps_numbers_days_and_texts_apart() -> None:
    noon = datetime(2022, 12, 9, 12, 0, tzinfo=timezone(timedelta(hours=7)))
    row: list[Cell] = [
        "450101",
        12,
        Decimal("1.5"),
        date(2022, 12, 9),
        noon,
        True,
        None,
        Text("ก", "a"),
        "x\x00y",
    ]
    with locale("en"):
        book = write_xlsx(Sheet("ก/ข[1]", [str(n) for n in range(9)], [row], above=["หมายเหตุ"]))
    opened = CalamineWorkbook.from_object(io.BytesIO(book))
    assert opened.sheet_names == ["ก ข 1"]
    rows = opened.get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert rows[0][0] == "หมายเหตุ"
    assert rows[2] == ["450101", 12.0, 1.5, date(2022, 12, 9), "2022-12-09 12:00", 1.0, "", "a", "xy"]


def test_sheets_of_one_name_are_told_apart_and_long_cells_are_cut() -> None:
    long = "ก" * 40_000
    book = write_xlsx(Sheet("จังหวัด" * 9, ["a"], [[long]]), Sheet("จังหวัด" * 9, ["a"], []), Sheet("?", [], []))
    opened = CalamineWorkbook.from_object(io.BytesIO(book))
    assert len(set(opened.sheet_names)) == 3
    assert max(map(len, opened.sheet_names)) <= 31
    cell = opened.get_sheet_by_index(0).to_python()[1][0]
    assert isinstance(cell, str)
    assert len(cell) == 32_767
    assert cell.endswith("…")


def test_yes_and_no_are_one_and_nought() -> None:
    assert [as_text(v) for v in (True, False)] == ["1", "0"]
