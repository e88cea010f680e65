"""Papers as their readers get them: text that copies right, structure, furniture, looks, limits."""

import logging
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdf
import pytest

from planhub.infra import pdf
from planhub.infra.paths import PACKAGE, resource
from planhub.infra.pdf import pool
from tests.features.infra import sample_pack
from tests.features.infra.papers import (
    CREATED,
    LONG_TEXT,
    READERS,
    SYLLABLES,
    draw,
    environment,
    logo,
    mupdf_text,
    open_pdf,
    options,
    page,
    poppler_text,
    squeezed,
)

OFFICIAL = pdf.PageStyle.OFFICIAL
LOGOS = {"eef.png": logo("#b57a00"), "codi.png": logo("#1c4f8f")}


@pytest.fixture(scope="module", autouse=True)
def _send_workers_home() -> Iterator[None]:
    yield
    pdf.close()


def render(body: str, css: str = "", **chosen: Any) -> bytes:
    return pdf.render(page(body, css), options=options(**chosen))


FOOTER = pdf.Footer(
    code="MTG-2566-001", version="ฉบับที่ 3", as_of="ข้อมูล ณ วันที่ 9 ธ.ค. 2565", short_hash="a1b2c3d4"
)


def make_pack() -> bytes:
    """Make the sample pack, with everything on."""
    chosen = options(title="ชุดเอกสารประชุม", footer=FOOTER, watermark=pdf.Watermark.DRAFT, images=LOGOS)
    return pdf.render(draw("pack.html", pack=sample_pack.pack()), options=chosen)


class Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@pytest.fixture(scope="module")
def made() -> tuple[bytes, list[str]]:
    """The sample pack, made once, and what the engine complained of."""
    complaints = Complaints()
    pool.log.addHandler(complaints)
    content = make_pack()
    pool.log.removeHandler(complaints)
    return content, complaints.lines


@pytest.fixture(scope="module")
def pack(made: tuple[bytes, list[str]]) -> bytes:
    return made[0]


# --- text -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reader", READERS)
def test_a_page_that_begins_with_sara_am_copies_right(reader: str) -> None:
    text = "ทำงาน น้ำ มา ป่า ก้าว ทำ"
    assert READERS[reader](render(f"<p>{text}</p>", page_style=OFFICIAL)).strip() == text


@pytest.mark.parametrize("reader", READERS)
def test_a_page_that_begins_with_sara_aa_copies_right(reader: str) -> None:
    text = "มา ก้าว ทำงาน น้ำ กตัญญู ฐานราก สูตรฐู ฎู ฏุ ปิ่น ฟ้า ฝี่ ป๊อก ๙,๑๒๓"
    assert READERS[reader](render(f"<p>{text}</p>", page_style=OFFICIAL)).strip() == text


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "style", ["", "font-size: 9.3pt", "font-weight: 700; font-size: 14.4pt", "font-style: italic"]
)
def test_a_long_text_copies_whole(reader: str, style: str) -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in LONG_TEXT.split("\n\n"))
    found = render(body, f"@page {{ size: 21cm 180cm }} p {{ {style} }}", page_style=OFFICIAL)
    assert squeezed(READERS[reader](found)) == squeezed(LONG_TEXT)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "style", ["", "font-weight: 700", "font-style: italic", "font-weight: 700; font-style: italic"]
)
def test_every_letter_with_every_mark_copies_right_and_words_stay_words(reader: str, style: str) -> None:
    body = "<p>" + " ".join(f'<span class="nb">{syllable}</span>' for syllable in SYLLABLES) + "</p>"
    found = render(body, f"@page {{ size: 21cm 60cm }} p {{ {style} }}", page_style=OFFICIAL)
    assert READERS[reader](found).split() == SYLLABLES


def test_a_reader_that_knows_no_cluster_texts_still_loses_nothing() -> None:
    found = render("<p>ทำงาน น้ำ มา ป่า กตัญญู</p>", page_style=OFFICIAL)
    text = pypdf.PdfReader(BytesIO(found)).pages[0].extract_text()
    joined = re.sub("ํ([่-๋]?)า", r"\1ำ", squeezed(text))
    assert joined == "ทำงานน้ำมาป่ากตัญญู"


def test_a_letter_no_face_has_is_still_copied() -> None:
    assert "≥" in poppler_text(render("<p>ก ≥ ข</p>", page_style=OFFICIAL))


def test_digits_of_a_whole_paper_are_thai_and_codes_are_not() -> None:
    footer = pdf.Footer(code="MOU-2566-001", version="ฉบับที่ 3", short_hash="a1b2c3")
    body = '<h1>ข้อ 12</h1><p>พ.ศ. 2565 รหัส PLN-2566-45</p><ol><li>หนึ่ง</li></ol><p class="new-page">จบ</p>'
    text = poppler_text(render(body, title="แผน 1", thai_digits=True, footer=footer))
    for expected in (
        "ข้อ ๑๒",
        "๒๕๖๕",
        "PLN-2566-45",
        "MOU-2566-001",
        "ฉบับที่ ๓",
        "a1b2c3",
        "หน้า ๒ / ๒",
        "แผน ๑",
        "๑.",
    ):
        assert expected in text, expected
    assert not re.search(
        r"(?<![-\w])\d", text.replace("๐", "").translate(dict.fromkeys(range(0x0E50, 0x0E5A)))
    )


def test_titles_and_names_are_never_broken() -> None:
    body = "<p>" + "มอบหมาย ผู้อำนวยการ และกอบศักดิ์ ภูตระกูล ดำเนินการร่วมกับรองผู้อำนวยการ " * 3 + "</p>"
    for width in range(40, 80, 5):
        found = render(body, f"p {{ width: {width}mm }}", page_style=OFFICIAL, unbroken=("กอบศักดิ์ ภูตระกูล",))
        lines = mupdf_text(found)
        assert lines.count("ผู้อำนวยการ") == 6, width
        assert lines.count("กอบศักดิ์ ภูตระกูล") == 3, width


# --- the sample pack --------------------------------------------------------------------------------------------


def test_every_part_of_a_paper_is_in_the_sample_pack() -> None:
    papers = "".join(path.read_text("utf-8") for path in (Path(__file__).parent / "templates").glob("*.html"))
    parts = {
        file: re.findall(r"{% macro ([a-z]\w*)\(", resource(f"templates/pdf/{file}").read_text("utf-8"))
        for file in ("_paper.html", "_charts.html")
    }
    within = "".join(resource(f"templates/pdf/{file}").read_text("utf-8") for file in parts)
    for prefix, names in zip(("paper.", "charts."), parts.values(), strict=True):
        for name in names:
            used_inside = len(re.findall(rf"[^.\w]{name}\(", within)) > 1
            assert f"{prefix}{name}(" in papers or used_inside, name
    assert sum(map(len, parts.values())) >= 30


def test_no_word_of_a_drawing_is_inside_the_drawing() -> None:
    for path in resource("templates/pdf").glob("*.html"):
        assert "<text" not in path.read_text("utf-8"), path.name


def test_the_sample_papers_are_made_without_complaint(
    made: tuple[bytes, list[str]], caplog: pytest.LogCaptureFixture
) -> None:
    pdf.render(
        draw("mou.html", mou=sample_pack.mou()), options=options(page_style=OFFICIAL, line_numbers=True)
    )
    assert [record.getMessage() for record in caplog.records if record.levelname == "WARNING"] == []
    content, complaints = made
    assert complaints == []
    assert 9 <= len(open_pdf(content)) <= 13
    assert len(open_pdf(content)[0].get_images()) == 2


def test_what_is_written_in_a_pack_is_read_from_it(pack: bytes) -> None:
    text = squeezed(mupdf_text(pack))
    for written in ("การประชุมคณะทำงานร่วมขับเคลื่อน", "ร่างมติ", "และอีก4รายการ", "ยังไม่มีรายการ", "(ลงชื่อ)"):
        assert written in text, written
    assert text.count("ปฏิบัติการแทนผู้อำนวยการ") == 1


def test_a_long_table_repeats_its_head_on_every_page(pack: bytes) -> None:
    pages = [squeezed(sheet.get_text()) for sheet in open_pdf(pack)]
    holding = [text for text in pages if "ยังไม่ได้รับรายงาน" in text and "รายงานแล้ว" in text]
    assert len(holding) >= 2
    assert all("ลำดับจังหวัดกิจกรรม" in text for text in holding)


@pytest.mark.parametrize("lines", range(20, 34, 2))
def test_a_block_of_signatures_is_never_split(lines: int) -> None:
    people = [{"name": f"ผู้ลงนาม {n}", "post": "ผู้อำนวยการ"} for n in range(4)]
    template = (
        '{% import "pdf/_paper.html" as paper %}' + "<p>บรรทัด</p>" * lines + "{{ paper.signatures(people) }}"
    )
    sheets = open_pdf(render(environment().from_string(template).render(people=people), page_style=OFFICIAL))
    assert [n for n, sheet in enumerate(sheets) if "ผู้ลงนาม" in sheet.get_text()] == [len(sheets) - 1]


# --- looks ------------------------------------------------------------------------------------------------------


def test_text_has_the_size_officials_expect() -> None:
    """Sarabun 10.7 pt on lines of 21.3 pt is the official "16 pt": 33 lines a page."""
    sheet = open_pdf(render("<p>" + "ก<br>" * 80 + "</p>", page_style=OFFICIAL))[0]
    spans = [
        s
        for b in sheet.get_text("dict")["blocks"]
        for line in b["lines"]
        for s in line["spans"]
        if s["text"] == "ก"
    ]
    assert {round(span["size"], 1) for span in spans} == {10.7}
    assert {span["font"] for span in spans} == {"Sarabun"}
    heights = [span["origin"][1] for span in spans]
    assert {round(b - a, 1) for a, b in pairwise(heights)} == {21.3}
    assert len(spans) == 33


def test_the_page_is_a4_with_official_margins() -> None:
    sheet = open_pdf(render("<p>" + "ก" * 3000 + "</p>", page_style=OFFICIAL))[0]
    assert (round(sheet.rect.width), round(sheet.rect.height)) == (595, 842)
    left = min(word[0] for word in sheet.get_text("words"))
    right = max(word[2] for word in sheet.get_text("words"))
    assert left == pytest.approx(3 / 2.54 * 72 + 2.5 / 2.54 * 72, abs=1) or left == pytest.approx(
        3 / 2.54 * 72, abs=1
    )
    assert right <= 595.3 - 2 / 2.54 * 72 + 1


def test_a_watermark_is_seen_on_every_page_and_copied_from_none() -> None:
    body = '<p>ข้อความ</p><p class="new-page">ข้อความ</p>'
    plain, marked = (
        open_pdf(render(body, watermark=mark)) for mark in (pdf.Watermark.NONE, pdf.Watermark.TRAINING)
    )
    for before, after in zip(plain, marked, strict=True):
        middle = (150, 250, 445, 590)
        assert before.get_pixmap(clip=middle).samples != after.get_pixmap(clip=middle).samples
        assert after.get_text().count("ฝึกอบรม") == 1, "in the footer alone"


def test_each_line_of_a_review_copy_has_its_number() -> None:
    text = mupdf_text(render("<p>ก</p>", page_style=OFFICIAL, line_numbers=True))
    assert [line for line in text.split() if line.isdigit()] == [str(n) for n in range(1, 34)]


def test_an_official_letter_numbers_its_pages_from_the_second() -> None:
    sheets = open_pdf(
        render("<p>หนึ่ง</p>" + '<p class="new-page">ต่อ</p>' * 2, page_style=OFFICIAL, thai_digits=True)
    )
    assert ["- ๒ -" in sheet.get_text() for sheet in sheets] == [False, True, False]
    assert "- ๑ -" not in sheets[0].get_text()
    assert "- ๓ -" in sheets[2].get_text()


def test_every_loose_sheet_can_be_traced(pack: bytes) -> None:
    sheets = list(open_pdf(pack))
    for n, sheet in enumerate(sheets[1:], 2):
        text = sheet.get_text()
        for part in (
            "ร่าง",
            "MTG-2566-001",
            "ฉบับที่ 3",
            "a1b2c3d4",
            "ข้อมูล ณ วันที่ 9 ธ.ค. 2565",
            f"หน้า {n} / {len(sheets)}",
        ):
            assert part in text, (n, part)


# --- structure --------------------------------------------------------------------------------------------------


def test_a_paper_says_what_it_is_and_in_which_language() -> None:
    reader: Any = pypdf.PdfReader(
        BytesIO(render("<h1>ก</h1>", title="แผน", author="ฝ่ายเลขานุการ", subject="ทดสอบ"))
    )
    root: Any = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("th", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert (reader.metadata.title, reader.metadata.author, reader.metadata.subject) == (
        "แผน",
        "ฝ่ายเลขานุการ",
        "ทดสอบ",
    )
    assert reader.metadata.creation_date == CREATED
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()


def test_headings_are_the_bookmarks(pack: bytes) -> None:
    outline = [(level, title) for level, title, _ in open_pdf(pack).get_toc()]
    assert (1, "2 เรื่องเพื่อพิจารณา") in outline
    assert (2, "2.1 เกณฑ์การแบ่งพื้นที่รับผิดชอบรายตำบล") in outline
    assert not any("บัญชีครัวเรือนชุดเดียว" in title for _, title in outline)


def branches(node: Any) -> Iterator[Any]:
    node = node.get_object()
    if isinstance(node, dict):
        yield node
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            yield from branches(kid)


def test_all_content_is_in_the_structure_or_is_an_artifact(pack: bytes) -> None:
    reader: Any = pypdf.PdfReader(BytesIO(pack))
    root: Any = reader.trailer["/Root"]
    owners = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    inside = {id(branch): branch for branch in branches(root["/StructTreeRoot"])}.values()
    tags = {str(branch["/S"]) for branch in inside if "/S" in branch}
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure", "/L", "/P"} <= tags
    for number, sheet in enumerate(reader.pages):
        marks = owners[owners.index(number) + 1]
        contents = sheet["/Contents"].get_object().get_data()
        real = {
            int(n) for n in re.findall(rb"/Span\s*<</MCID (\d+)>>|/Figure\s*<</MCID \d+>>", contents) if n
        }
        assert real <= {
            n for n, owner in enumerate(marks) if not isinstance(owner.get_object(), pypdf.generic.NullObject)
        }
        assert b"/Artifact\n<</Type/Pagination>>" in contents


def test_every_drawing_has_words_for_those_who_cannot_see_it(pack: bytes) -> None:
    root: Any = pypdf.PdfReader(BytesIO(pack)).trailer["/Root"]
    figures = [branch for branch in branches(root["/StructTreeRoot"]) if branch.get("/S") == "/Figure"]
    assert len(figures) > 30
    assert all(figure.get("/Alt") for figure in figures)


def test_an_archive_carries_its_data() -> None:
    file = pdf.Attachment(name="ข้อมูล.json", content=b'{"a": 1}', description="ข้อมูลของแผน")
    found = render("<p>ทำ</p>", variant="pdf/a-3u", attachments=(file,))
    reader: Any = pypdf.PdfReader(BytesIO(found))
    assert reader.attachments["ข้อมูล.json"] == [b'{"a": 1}']
    root: Any = reader.trailer["/Root"]
    assert {spec.get_object()["/AFRelationship"] for spec in root["/AF"]} == {"/Data"}
    assert b'pdfaid:part="3"' in root["/Metadata"].get_data()
    assert "/StructTreeRoot" in root
    assert "ทำ" in poppler_text(found)


# --- one door ---------------------------------------------------------------------------------------------------


def test_the_same_paper_is_the_same_file_even_from_another_worker(pack: bytes) -> None:
    archive = options(variant="pdf/a-3u", attachments=(pdf.Attachment(name="a", content=b"1"),))
    first = pdf.render(page("<p>ก</p>"), options=archive)
    pdf.close()
    assert make_pack() == pack
    assert pdf.render(page("<p>ก</p>"), options=archive) == first


def test_a_later_date_is_another_file() -> None:
    assert render("<p>ก</p>") != render("<p>ก</p>", created=CREATED + timedelta(days=1))


def test_a_naive_date_or_a_path_for_an_image_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="aware"):
        options(created=CREATED.replace(tzinfo=None))
    for name in ("../x.png", "a/b.png", "", ".hidden", "ก.png", "x" * 81):
        with pytest.raises(ValueError, match="not a name"):
            options(images={name: b""})


def test_the_program_itself_loads_no_engine() -> None:
    code = "import planhub.infra.pdf, sys; sys.exit(any(m in sys.modules for m in ('weasyprint', 'fontTools', 'PIL', 'cffi')))"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=resource("."))


def test_several_papers_are_made_at_once() -> None:
    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda n=n: found.append(render(f"<p>ฉบับ {n}</p>", page_style=OFFICIAL)))
        for n in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(poppler_text(content).strip() for content in found) == [f"ฉบับ {n}" for n in range(5)]


def test_a_worker_that_is_gone_is_replaced() -> None:
    render("<p>ก</p>")
    waiting = list(pool._pool._idle)
    for worker in waiting:
        os.killpg(worker.process.pid, signal.SIGKILL)
        worker.process.wait()
    assert render("<p>ก</p>").startswith(b"%PDF-1.7")
    assert not any(worker.folder.exists() for worker in waiting)


def test_a_worker_sees_no_secret_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANHUB_SECRET_KEY", "hush")
    pdf.close()
    render("<p>ก</p>")
    (worker,) = pool._pool._idle
    environment = Path(f"/proc/{worker.process.pid}/environ").read_bytes()
    assert b"FONTCONFIG_FILE" in environment
    assert b"hush" not in environment


def test_the_doctor_learns_that_thai_lines_break() -> None:
    health = pdf.health()
    assert int(health.version.split(".")[0]) >= 70
    assert health.breaks_thai


# --- what a machine may lack ------------------------------------------------------------------------------------


def test_without_the_system_libraries_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "weasyprint").mkdir()
    (tmp_path / "weasyprint" / "__init__.py").write_text("raise OSError('cannot load library libpango')\n")
    (tmp_path / "planhub").symlink_to(PACKAGE)
    monkeypatch.setattr(pool, "PACKAGE", tmp_path / "planhub")
    pdf.close()
    with pytest.raises(pdf.PdfError) as caught:
        render("<p>ก</p>")
    pdf.close()
    assert caught.value.trouble is pdf.Trouble.UNAVAILABLE
    assert "libpangoft2-1.0-0" in caught.value.message.th
    assert "libpango" in caught.value.detail


def test_without_the_fonts_the_error_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pool, "resource", lambda _name: tmp_path)
    pdf.close()
    with pytest.raises(pdf.PdfError) as caught:
        render("<p>ก</p>")
    pdf.close()
    assert caught.value.trouble is pdf.Trouble.FONTS
    assert "sarabun-bold.ttf" in caught.value.detail
