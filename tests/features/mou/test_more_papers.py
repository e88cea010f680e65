"""Register, cover memos, status sheet, Word file and archive: what they say, that Thai copies right, how they are kept."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from pypdf import PdfReader
from sqlalchemy import select

from planhub.infra import files
from planhub.infra.word import FONT
from planhub.kernel import clock
from planhub.kernel.errors import NotFound
from planhub.mou.models import Mou
from planhub.mou.papers import archive, documents, folder, status, word
from planhub.mou.papers import register as register_paper
from planhub.mou.queries import version_of
from planhub.record.models import Attachment
from planhub.record.papers import IssuedPaper
from tests.client import HouseClient
from tests.conftest import House
from tests.features.infra.papers import open_pdf, squeezed
from tests.features.mou.conftest import ORGS, Desk, later

CLOSING = {
    "report": "ทำครบตามแผน",
    "duties": "moved",
    "moved_to": "คณะทำงานชุดใหม่",
    "lesson": "ไม่มี เพราะปิดตามกำหนด",
    "retain_until": "2040-01-01",
}


@pytest.fixture(autouse=True)
def _in_app(house: House) -> Iterator[None]:
    with house.app.app_context():
        yield


def pages(content: bytes) -> list[str]:
    return [squeezed(sheet.get_text()) for sheet in open_pdf(content)]


def as_pypdf(content: bytes) -> str:
    """Give the text as a reader that ignores ActualText copies it: ํ and า stand apart there, nothing is lost."""
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


# --- register -----------------------------------------------------------------------------------------------------


def test_the_register_is_one_landscape_page_with_every_mou(desk: Desk) -> None:
    mou, draft = desk.signed(), desk.negotiating(title="ร่างที่กำลังทำ")
    desk.actor("secretariat")
    content = register_paper.register_paper(desk.session, "all", {})
    sheet = open_pdf(content)[0]
    assert sheet.rect.width > sheet.rect.height
    (text,) = pages(content)
    for words in (
        mou.title,
        mou.code,
        draft.title,
        "ทะเบียนบันทึกข้อตกลง",
        "22 พ.ย. 2572",
        "1095",
        "หน้า 1 / 1",
        "ข้อมูล ณ วันที่",
    ):
        assert squeezed(words) in text, words
    assert squeezed(mou.code) in as_pypdf(content)


def test_the_register_shows_what_its_reader_may_see(desk: Desk) -> None:
    draft = desk.draft("coordinator.codi", title="ร่างของ พอช. เท่านั้น")
    desk.actor("coordinator.eef")
    assert squeezed(draft.title) not in pages(register_paper.register_paper(desk.session, "all", {}))[0]
    desk.actor("coordinator.codi")
    assert squeezed(draft.title) in pages(register_paper.register_paper(desk.session, "all", {}))[0]


@pytest.mark.parametrize(
    ("code", "is_there"), [("2570", True), ("๒๕๗๐", True), ("2560", False), ("ALL", True)]
)
def test_the_register_of_a_year(desk: Desk, code: str, is_there: bool) -> None:
    mou = desk.signed()
    desk.actor("secretariat")
    text = pages(register_paper.register_paper(desk.session, code, {}))[0]
    assert (squeezed(mou.title) in text) is is_there


@pytest.mark.parametrize("code", ["", "12", "MOU-2570-0001", "2570x"])
def test_a_register_of_nothing_is_refused(desk: Desk, code: str) -> None:
    with pytest.raises(NotFound):
        register_paper.register_paper(desk.session, code, {})


def test_the_register_in_english(desk: Desk) -> None:
    desk.signed()
    desk.actor("secretariat")
    text = pages(register_paper.register_paper(desk.session, "all", {"lang": "en"}))[0]
    assert "RegisterofMOUs" in text
    assert "Daysleft" in text


# --- cover memos --------------------------------------------------------------------------------------------------


def test_every_director_gets_a_page_of_their_own(desk: Desk) -> None:
    mou = desk.move(desk.approval(place="จัตุรัสจามจุรี"), "approve", "director.codi")
    sheets = pages(folder.cover_memos(desk.session, mou, {}))
    assert len(sheets) == 3
    for words in (
        "ใบปะหน้าแฟ้มเสนอ",
        "ขออนุมัติลงนามในบันทึกข้อตกลงความร่วมมือเรื่อง",
        "เรียน",
        "หน่วยงานมีหน้าที่๑ข้อ",
        "นิติกรตรวจแล้ว",
        "แจ้งว่าไม่มีภาระผูกพัน",
        "อนุมัติแล้ว๑จาก๓ฝ่าย(พอช.)",
        "ข้อพิจารณา",
        mou.code,
        mou.content_hash[: documents.SHORT_HASH],
    ):
        assert all(squeezed(words) in sheet for sheet in sheets), words
    assert "จัดทำรายชื่อพื้นที่ของEEF" in sheets[0]
    assert "จัดทำรายชื่อพื้นที่ของEEF" not in sheets[1]
    assert len(pages(folder.cover_memos(desk.session, mou, {"org": "EEF"}))) == 1


def test_the_memo_asks_for_a_signature_once_all_have_approved(desk: Desk) -> None:
    mou = desk.ready(place="จัตุรัสจามจุรี")
    mou = desk.move(mou, "plan_ceremony", "secretariat", ceremony_on="2026-12-09", place="จัตุรัสจามจุรี")
    sheet = pages(folder.cover_memos(desk.session, mou, {}))[0]
    assert "ขอให้ลงนามใน" in sheet
    assert squeezed("พิธีลงนาม วันพุธที่ ๙ ธันวาคม พ.ศ. ๒๕๖๙ ณ จัตุรัสจามจุรี") in sheet
    assert squeezed("(ผู้ลงนาม EEF)") in sheet


# --- status sheet and the text ------------------------------------------------------------------------------------


def test_the_status_sheet_names_what_is_overdue(desk: Desk) -> None:
    rows = [*({"org": org, "text": f"ทำงานของ {org}", "due_on": "2026-12-31"} for org in ORGS)]
    mou = desk.signed(obligations=rows)
    with clock.at(later(60)):
        text = "".join(pages(status.status_sheet(desk.session, mou, {})))
    assert squeezed("หน้าที่ที่เลยกำหนด") in text
    assert squeezed("เลยกำหนด 31 ธ.ค. 2569") in text
    assert squeezed("สุขภาพของบันทึกข้อตกลง") in text
    assert squeezed("ยังไม่มีกิจกรรมที่เดินอยู่") in text


def test_the_foot_of_the_text_tells_version_day_and_page(desk: Desk) -> None:
    mou = desk.signed()
    sheets = pages(documents.signing_copy(desk.session, mou, {}))
    version = version_of(desk.session, mou)
    assert version is not None
    wanted = squeezed(f"{mou.code} · {mou.official_no} · ฉบับที่ ")
    assert all(wanted in sheet for sheet in sheets)
    assert all(mou.content_hash[: documents.SHORT_HASH] in sheet for sheet in sheets)
    assert squeezed("ข้อความ ณ วันที่ ๒๓ พ.ย. ๒๕๖๙") in sheets[0]
    assert len(sheets) < 10
    assert squeezed(f"หน้า ๑ / {'๐๑๒๓๔๕๖๗๘๙'[len(sheets)]}") in sheets[0]


# --- Word ---------------------------------------------------------------------------------------------------------


def docx_of(desk: Desk, mou: Mou, **options: Any) -> Any:
    return Document(io.BytesIO(word.text_file(desk.session, mou, **options)))


def test_the_word_file_says_what_the_paper_says(desk: Desk) -> None:
    mou = desk.ready(place="จัตุรัสจามจุรี")
    document = docx_of(desk, mou)
    said = [p.text for p in document.paragraphs]
    for words in ("เลขที่ ๑/๒๕๗๐", "บันทึกข้อตกลงความร่วมมือ", "ข้อ ๑ วัตถุประสงค์", "๑.๑ ประสานแผนงานในพื้นที่เดียวกัน"):
        assert words in said, words
    assert any(line.startswith("บันทึกข้อตกลงฉบับนี้ทำขึ้น ณ จัตุรัสจามจุรี") for line in said)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert sum("(ลงชื่อ)" in cell for cell in cells) == 6
    assert sum("พยาน" in cell.split("\n")[1] for cell in cells) == 3
    foot = document.sections[0].footer.paragraphs[0].text
    assert mou.content_hash[: documents.SHORT_HASH] in foot
    assert "ข้อ 1 วัตถุประสงค์" in [p.text for p in docx_of(desk, mou, thai=False).paragraphs]


def test_thai_has_its_face_and_size_in_every_style_and_run(desk: Desk) -> None:
    document = docx_of(desk, desk.ready())
    for name in ("Normal", "Title", "Heading 1", "Guidance"):
        properties = document.styles[name].element.rPr
        fonts = properties.find(qn("w:rFonts"))
        assert fonts.get(qn("w:cs")) == FONT, name
        assert not [key for key in fonts.attrib if "heme" in key], f"{name}: the theme's face would win"
        size, complex_size = (properties.find(qn(tag)).get(qn("w:val")) for tag in ("w:sz", "w:szCs"))
        assert size == complex_size, name
    runs = [run for p in document.paragraphs for run in p.runs]
    assert runs
    assert all(run._element.rPr.find(qn("w:lang")).get(qn("w:bidi")) == "th-TH" for run in runs)


def test_rows_of_signatures_are_never_split(desk: Desk) -> None:
    for table in docx_of(desk, desk.ready()).tables:
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_a_draft_in_word_says_so_and_keeps_the_guidance(desk: Desk) -> None:
    document = docx_of(desk, desk.negotiating())
    assert "ร่าง รอบที่ ๑" in document.sections[0].header.paragraphs[0].text
    assert any(p.style.name == "Guidance" for p in document.paragraphs)
    assert "ร่าง" not in docx_of(desk, desk.ready()).sections[0].header.paragraphs[0].text


SCHEMA = ["rStyle", "rFonts", "b", "bCs", "i", "iCs", "color", "sz", "szCs", "highlight", "u", "lang", "cs"]
"""The order of what a run may say of itself (ECMA-376); Word refuses another one."""


def test_the_parts_of_the_word_file_are_well_formed(desk: Desk) -> None:
    with zipfile.ZipFile(io.BytesIO(word.text_file(desk.session, desk.ready()))) as parts:
        assert parts.testzip() is None
        names = [n for n in parts.namelist() if n.startswith("word/") and n.endswith(".xml")]
        roots = {name: parse_xml(parts.read(name)) for name in names}
    found = 0
    for name in ("word/document.xml", "word/footer1.xml"):
        for properties in roots[name].iter(qn("w:rPr")):
            tags = [child.tag.rpartition("}")[2] for child in properties]
            assert tags == sorted(tags, key=SCHEMA.index), f"{name}: {tags}"
            found += 1
    assert found > 50


# --- archive ------------------------------------------------------------------------------------------------------


def closed(desk: Desk) -> Mou:
    mou = desk.signed(term_years="1")
    with clock.at(later(400)):
        mou = desk.daily(mou)
        assert mou.state == "expired"
        return desk.move(mou, "close", "secretariat", **CLOSING)


def test_closing_leaves_an_archive_with_the_whole_record_inside(
    desk: Desk, run_jobs: Callable[[], int]
) -> None:
    mou = closed(desk)
    with clock.at(later(400)):
        run_jobs()
        run_jobs()
    (row,) = desk.session.scalars(select(Attachment).where(Attachment.kind == "archive")).all()
    assert (row.record_id, row.name) == (mou.id, f"{mou.code}-archive.pdf")
    content = files.store().get(row.sha256)
    document = open_pdf(content)
    assert 'pdfaid:part="3"' in document.get_xml_metadata()
    data = json.loads(document.embfile_get(0))
    assert document.embfile_names() == [f"{mou.code}.json"]
    assert data["content_hash"] == mou.content_hash
    assert {s["org"] for s in data["signatures"]} == set(ORGS)
    assert [e["n"] for e in data["events"]] == list(range(1, len(data["events"]) + 1))
    assert data["versions"][-1]["content"]["title"] == mou.title
    issued = desk.session.scalars(select(IssuedPaper).where(IssuedPaper.kind == archive.KIND)).one()
    assert (issued.sha256, issued.is_public) == (row.sha256, True)


def test_a_lost_archive_is_made_up_for_the_next_day(desk: Desk, run_jobs: Callable[[], int]) -> None:
    closed(desk)
    with clock.at(later(401)):
        desk.actor("system")
        archive.archive_closed(desk.session)
        archive.archive_closed(desk.session)
        run_jobs()
        archive.archive_closed(desk.session)
        run_jobs()
    assert len(desk.session.scalars(select(Attachment).where(Attachment.kind == "archive")).all()) == 1


# --- by clicking --------------------------------------------------------------------------------------------------


def test_papers_are_handed_out_and_kept(desk: Desk, client: HouseClient) -> None:
    mou = desk.ready(place="จัตุรัสจามจุรี")
    client.sign_in("coordinator.codi")
    for path in ("documents/mou-cover.pdf", "cover/EEF.pdf"):
        answer = client.get(f"/mous/{mou.code}/{path}")
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf"), path
    answer = client.get("/mous/register.pdf?fiscal_year=2570")
    assert answer.data.startswith(b"%PDF")
    assert client.get("/mous/register.pdf?fiscal_year=x").status_code == 404
    kept = desk.session.scalars(select(IssuedPaper.kind).order_by(IssuedPaper.kind)).all()
    assert sorted(kept) == ["mou-cover", "mou-cover", "mou-register"]
