"""Lists that people send: read in every form of Thai offices, refused in every form of attackers."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter

from planhub.infra import sheet_reading
from planhub.infra.sheet_reading import CP874, Book, read_file, read_pasted
from planhub.kernel.errors import BadInput

HEAD = ["รหัส", "จังหวัด"]
CSV = "รหัส,จังหวัด\n45,ร้อยเอ็ด\n,\n๔๙,มุกดาหาร\n"


def workbook(write: Callable[[Any, Any], None]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("รายชื่อ")
        write(book, sheet)
    return out.getvalue()


def simple(book: Any, sheet: Any) -> None:
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, [45, "ร้อยเอ็ด"])


def changed(content: bytes, change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """Give a workbook with changed parts and further ones."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, part in more.items():
            new.writestr(name, part)
    return out.getvalue()


def with_parts(**parts: bytes) -> bytes:
    return changed(
        workbook(simple), lambda _n, part: part, **{k.replace("__", "/"): v for k, v in parts.items()}
    )


def refused(content: bytes, name: str = "x.xlsx") -> str:
    with pytest.raises(BadInput) as caught:
        read_file(name, content)
    assert re.search("[ก-๙]", caught.value.message.th), "a refusal speaks Thai"
    assert not re.search("[ก-๙]", caught.value.message.en)
    return caught.value.message.en


def rows(book: Book) -> list[tuple[int, list[str]]]:
    (grid,) = book.grids
    return [(number, list(cells)) for number, cells in grid.rows]


# --- csv and pasted cells -------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874"])
def test_csv_is_read_in_the_encodings_of_thai_offices(encoding: str) -> None:
    book = read_file("list.csv", CSV.encode(encoding))
    assert rows(book) == [(1, HEAD), (2, ["45", "ร้อยเอ็ด"]), (4, ["๔๙", "มุกดาหาร"])]
    assert list(book.notes) == ([CP874] if encoding == "cp874" else [])


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_sign_between_cells_is_found(sign: str) -> None:
    text = CSV.replace(",", sign)
    assert rows(read_file("list.csv", text.encode()))[1] == (2, ["45", "ร้อยเอ็ด"])
    assert rows(read_pasted(text))[0] == (1, HEAD)


def test_quotes_keep_separators_and_lines_inside_a_cell() -> None:
    assert rows(read_pasted('a\tb\n"1\n2"\t"x, ""y"""\n')) == [(1, ["a", "b"]), (2, ["1\n2", 'x, "y"'])]
    assert rows(read_pasted('"a,b,c",d\n"1;2;3;4",e'))[0] == (1, ["a,b,c", "d"])


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n,,\n", b"abc\x00def", b"\xff\xff\xff", b"caf\xe9,1\n", "é".encode("cp1252"), b"\xe9\xe9\xe9"],
)
def test_what_is_no_text_is_refused(content: bytes) -> None:
    refused(content, "list.csv")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"<html><table><tr><td>1", "web page"),
        (b"\xef\xbb\xbf  <?xml version='1.0'?>", "web page"),
        (b"%PDF-1.7", ".xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "password"),
        (b"a," * 61 + b"b\n", "columns"),
        (b"1\n" * 50_021, "50,021"),
        (b"x" * 10_000_001, "10 MB"),
        (b'a\n"' + b"x" * 200_000, "damaged"),
    ],
    ids=["html", "xml", "pdf", "xls", "wide", "long", "large", "unclosed quote"],
)
def test_what_is_no_list_is_refused_by_its_name(content: bytes, word: str) -> None:
    assert word in refused(content, "list.csv")


def test_pasting_is_limited_too() -> None:
    for text in ("", "  \n", "x" * 10_000_001, "a\tb\x00"):
        with pytest.raises(BadInput):
            read_pasted(text)


# --- workbooks ------------------------------------------------------------------------------------------------


def test_a_workbook_is_read_as_a_person_typed_it() -> None:
    def write(book: Any, sheet: Any) -> None:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(2, 1, ["ก", 45, 450101.0, 1.25, True])
        sheet.write_datetime(3, 1, datetime(2022, 12, 9), day)  # noqa: DTZ001 - a workbook knows no zones
        sheet.write_string(4, 1, "=1+1")
        sheet.write_string(5, 1, "a\nb")

    assert rows(read_file("x.xlsx", workbook(write))) == [
        (3, ["", "ก", "45", "450101", "1.25", "true"]),
        (4, ["", date(2022, 12, 9).isoformat()]),
        (5, ["", "=1+1"]),
        (6, ["", "a\nb"]),
    ]


def test_a_workbook_is_known_by_its_content_not_its_name() -> None:
    assert rows(read_file("list.csv", workbook(simple)))[1] == (2, ["45", "ร้อยเอ็ด"])
    assert rows(read_file("list.xlsx", CSV.encode()))[1] == (2, ["45", "ร้อยเอ็ด"])


def test_cells_with_formulas_are_named_and_never_computed() -> None:
    def write(book: Any, sheet: Any) -> None:
        simple(book, sheet)
        sheet.write_formula(2, 1, '=HYPERLINK("http://example.org","x")', None, "ผล")
        sheet.write_formula("AB4", "=1+1", None, 7)

    (grid,) = read_file("x.xlsx", workbook(write)).grids
    assert grid.formulas == {(3, 1), (4, 27)}
    assert grid.rows[2][1][1] == "ผล"


def test_hidden_sheets_are_left_alone_and_visible_ones_all_read() -> None:
    def write(book: Any, sheet: Any) -> None:
        simple(book, sheet)
        book.add_worksheet("ซ่อน").hide()
        book.add_worksheet("ว่าง")
        book.add_worksheet("รหัส").write(0, 0, "x")

    assert [g.name for g in read_file("x.xlsx", workbook(write)).grids] == ["รายชื่อ", "ว่าง", "รหัส"]


@pytest.mark.parametrize(("row", "column"), [(1_048_575, 16_383), (1_048_575, 0), (0, 16_383), (60_000, 3)])
def test_a_far_cell_is_refused(row: int, column: int) -> None:
    def write(book: Any, sheet: Any) -> None:
        simple(book, sheet)
        sheet.write(row, column, "x")

    said = refused(workbook(write))
    assert "far" in said or "50,000 rows" in said or "columns" in said


def test_a_far_cell_that_hides_itself_is_refused_too() -> None:
    def write(book: Any, sheet: Any) -> None:
        simple(book, sheet)
        sheet.write(1_048_575, 16_383, "x")

    def hide(_name: str, part: bytes) -> bytes:
        return re.sub(rb"<dimension [^>]*/>", b'<dimension ref="A1:B2"/>', part)

    assert "far" in refused(changed(workbook(write), hide))


def test_a_bomb_is_not_unpacked() -> None:
    bomb = b"<x>" + b" " * 90_000_000 + b"</x>"
    assert "grow" in refused(with_parts(xl__bomb=bomb))
    lying = bytearray(with_parts(xl__bomb=bomb))
    where = lying.rindex(b"xl/bomb")
    lying[where - 46 + 24 : where - 46 + 28] = (1000).to_bytes(4, "little")  # its size in the directory
    refused(bytes(lying))


def test_one_long_text_used_a_million_times_is_refused() -> None:
    def fill(name: str, part: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return part
        cells = b"".join(b'<c t="s"><v>0</v></c>' for _ in range(50))
        many = (b"<row>" + cells + b"</row>") * 30_000
        return re.sub(
            rb"<sheetData>.*</sheetData>", b"<sheetData>" + many + b"</sheetData>", part, flags=re.DOTALL
        )

    def long(name: str, part: bytes) -> bytes:
        return fill(name, part).replace("จังหวัด".encode(), b"0123456789abcdef" * 60_000)

    refused(changed(workbook(simple), long))


@pytest.mark.parametrize(
    "part",
    [
        "xl__vbaProject.bin",
        "xl__externalLinks__externalLink1.xml",
        "xl__embeddings__oleObject1.bin",
        "xl__activeX__activeX1.xml",
    ],
)
def test_macros_links_and_embedded_things_are_refused(part: str) -> None:
    assert "macros" in refused(with_parts(**{part: b"x"}))


def test_entities_are_refused() -> None:
    def entity(name: str, part: bytes) -> bytes:
        return part.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet', 1)

    assert "damaged" in refused(changed(workbook(simple), entity))


def test_damaged_and_foreign_packages_are_refused() -> None:
    content = workbook(simple)
    refused(content[: len(content) // 2])
    refused(b"PK\x03\x04" + b"\x00" * 100)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", "<x/>")
    assert ".xlsx" in refused(out.getvalue())
    refused(changed(content, lambda n, part: b"<a>" if n == "xl/workbook.xml" else part))
    refused(changed(content, lambda n, part: b"\xff\xfe<" if "sheet1" in n else part))
    assert "packed" in refused(with_parts(**{f"x{n}": b"" for n in range(2_100)}))


def test_an_empty_workbook_is_refused() -> None:
    assert "nothing" in refused(workbook(lambda _b, _s: None))


def test_a_workbook_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_reading, "_SECONDS", 0.001)
    assert "heavy" in refused(workbook(simple))
