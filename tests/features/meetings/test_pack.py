"""The pages of the pack: what they say, one sheet a province, the same bytes from the same figures."""

import io
import re
import subprocess
from collections.abc import Iterator, Sequence
from typing import Any

import pypdf
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from planhub.infra import i18n
from planhub.infra.paths import resource
from planhub.meetings import documents
from planhub.meetings.pack import drawing
from planhub.record import chain
from planhub.web.app import PlanHubApp
from tests.features.meetings import sample
from tests.features.meetings.conftest import Desk

SAMPLE = "มีข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริงของหน่วยงาน"
FIGURES = sample.content(3)
"""The figures that most tests look at."""


def pages_of(content: bytes, order: str = "-raw") -> list[str]:
    """Give the text of each page in the order of reading; with "-layout", rows of tables stand on one line."""
    done = subprocess.run(["pdftotext", order, "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def flat(text: str) -> str:
    """Give a text without its spaces: lines break where they like."""
    return re.sub(r"\s+", "", text)


def printed(content: dict[str, Any], **options: Any) -> bytes:
    return drawing.render_content(content, chain.digest(content), version=2, options=options)


@pytest.fixture(scope="module")
def paper_app() -> Iterator[None]:
    """All that a paper needs of the application: its templates and its words."""
    app = Flask("planhub", template_folder=str(resource("templates")))
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    i18n.register(app)
    with app.app_context():
        yield


@pytest.fixture(scope="module")
def usual(paper_app: None) -> bytes:
    """The pack of the usual figures."""
    return printed(FIGURES)


@pytest.fixture(scope="module")
def pages(usual: bytes) -> list[str]:
    return pages_of(usual)


def test_the_first_pages_say_what_a_director_must_know(pages: list[str]) -> None:
    cover, summary, agenda = (flat(page) for page in pages[:3])

    assert "คณะทำงานร่วมขับเคลื่อนการแก้ไขปัญหาความยากจน" in cover
    assert flat("ครั้งที่ 1/2566 · วันจันทร์ที่ 27 กุมภาพันธ์ พ.ศ. 2566") in cover
    assert len(FIGURES["figures"]) == 6
    for figure in FIGURES["figures"]:
        assert flat(f"{figure['label']['th']}{figure['value']}{figure['unit']['th']}") in summary
        assert flat(f"ที่มา: {figure['source']['th']}") in summary
    for item in FIGURES["agenda"][4]["items"][:3]:
        assert flat(f"{item['no']}{item['title']}") in summary
        assert flat(item["draft"]) in summary
    assert FIGURES["agenda"][4]["items"][3]["title"] not in summary
    assert 0 < len(FIGURES["risks"]) <= 3
    for risk in FIGURES["risks"]:
        assert flat(risk["text"]["th"]) in summary
    assert flat("ระเบียบวาระที่ 6 เรื่องอื่น ๆ") in agenda
    assert "สารบัญเอกสารประกอบ" in agenda


def test_the_sections_follow_one_another(pages: list[str]) -> None:
    whole = flat("".join(pages[3:]))
    order = [
        whole.index(flat(words))
        for words in (
            "1 เรื่องเสนอเพื่อพิจารณา",
            "2 ติดตามมติการประชุมครั้งก่อน",
            "3 ภาพรวมพื้นที่ซ้อนทับ",
            "4 สถานะบันทึกข้อตกลงความร่วมมือ",
            "5 ความก้าวหน้าของกิจกรรมร่วม",
            "6 งบประมาณตามหน่วยงานและแหล่งเงิน",
            "7 รายจังหวัด",
            "ใครทำงานที่นี่",
            "8 บทเรียนเด่น",
            "กิจกรรมที่ยังไม่ได้รับรายงาน",
            "แหล่งข้อมูลและวันที่ของข้อมูล",
        )
    ]
    assert order == sorted(order)


def test_a_matter_has_all_that_a_decision_needs(pages: list[str]) -> None:
    matter, text = FIGURES["agenda"][4]["items"][0], flat(pages[3])
    for label, key in (
        ("ความเป็นมา", "background"),
        ("ข้อเท็จจริง", "facts"),
        ("ทางเลือก", "options"),
        ("ข้อเสนอ", "proposal"),
        ("ร่างมติ", "draft"),
    ):
        assert label in text
        assert flat(matter[key]) in text
    assert flat(f"เอกสารอ้างอิง: {matter['about']['code']}") in text
    assert flat("ขอให้ที่ประชุม: เห็นชอบ") in text


def test_every_page_can_be_traced(pages: list[str]) -> None:
    short = chain.digest(FIGURES)[: drawing.SHORT_HASH]
    for number, page in enumerate(pages[1:], start=2):
        for words in (
            f"MTG-2566-0002 · ฉบับที่ 2 · {short}",
            "ข้อมูล ณ วันที่ 20 ก.พ. 2566 เวลา 10.42 น.",
            SAMPLE,
            f"หน้า {number} / {len(pages)}",
        ):
            assert flat(words) in flat(page), f"page {number}"


def test_the_day_of_the_figures_is_that_of_bangkok() -> None:
    late = {"as_of": "2026-11-22T18:21:00+00:00", "has_sample": False}
    assert drawing.as_of_words(late) == "ข้อมูล ณ วันที่ 23 พ.ย. 2569 เวลา 01.21 น."


def test_numbers_of_pages_lead_to_what_they_name(pages: list[str]) -> None:
    found = dict(re.findall(r"(เรื่องเสนอเพื่อพิจารณา|บทเรียนเด่น|ภาคผนวก)[ .\n]+(\d+)", pages[2]))

    assert len(found) == 3
    for words, number in found.items():
        assert words in pages[int(number) - 1]


def test_bookmarks_lead_to_sections_and_provinces(usual: bytes) -> None:
    outline = pypdf.PdfReader(io.BytesIO(usual)).outline
    top = [_title(entry) for entry in outline if not isinstance(entry, list)]
    inner = [_title(e) for part in outline if isinstance(part, list) for e in part if not isinstance(e, list)]

    assert top[:3] == [
        "คณะทำงานร่วมขับเคลื่อนการแก้ไขปัญหาความยากจนและลดความเหลื่อมล้ำ",
        "สรุปสำหรับผู้บริหาร",
        "ระเบียบวาระการประชุม",
    ]
    assert top[-1] == "ภาคผนวก"
    assert [t for t in inner if t.startswith("จังหวัด")] == [
        f"จังหวัด{p['name']['th']} {p['code']}" for p in FIGURES["provinces"]
    ]


def _title(entry: Any) -> str:
    return str(entry.title).replace("\u200b", "")


@pytest.mark.parametrize("wordy", [False, True], ids=["as usual", "as long as may be"])
def test_each_province_has_exactly_one_page(paper_app: None, wordy: bool) -> None:
    figures = sample.content(4, wordy=wordy)
    pages = pages_of(printed(figures))
    found = [n for n, page in enumerate(pages) if "ใครทำงานที่นี่" in page]

    assert found == list(range(found[0], found[0] + 4))
    for n, province in zip(found, figures["provinces"], strict=True):
        assert flat(f"จังหวัด{province['name']['th']} {province['code']}") in flat(pages[n])
        assert "ที่มา: ทะเบียนและรายงานที่หน่วยงานรับรอง" in pages[n], "the foot stands on the same page"
    assert "บทเรียนเด่น" in pages[found[-1] + 1]


def test_who_has_not_reported_is_named_politely(pages: list[str], usual: bytes) -> None:
    annex = flat(pages[-1])

    missing = FIGURES["missing"]
    assert missing
    assert flat(f"ณ วันที่ 20 กุมภาพันธ์ 2566 ยังไม่ได้รับรายงานจาก {len(missing)} กิจกรรม") in annex
    assert flat("ฝ่ายเลขานุการยินดีรับรายงานเพิ่มเติมก่อนการประชุม") in annex
    assert all(row["code"] in annex for row in missing)
    lines = [line.strip() for page in pages_of(usual, "-layout") for line in page.split("\n")]
    rows = [line for line in lines if re.search(r"ช\.|ศ\.|ท\.", line) and line.endswith("ยังไม่รายงาน")]
    assert len(rows) >= len(missing)
    assert not [row for row in rows if re.search(r"[0-9]+ / [0-9–]+|0%", row)]


def test_equal_figures_give_equal_bytes(usual: bytes) -> None:
    assert printed(FIGURES) == usual


def test_the_pack_speaks_english(paper_app: None) -> None:
    english = flat("".join(pages_of(printed(FIGURES, lang="en"))))
    for words in (
        "Executive summary",
        "Matters for consideration",
        "Contains sample data",
        "Version 2",
        "Page 2 of ",
    ):
        assert flat(words) in english


def test_the_pack_writes_thai_digits(paper_app: None) -> None:
    thai = "".join(pages_of(printed(FIGURES, thai_digits=True)))
    assert "ครั้งที่ ๑/๒๕๖๖" in thai
    assert "MTG-2566-0002" in thai, "codes keep their digits"


def test_a_meeting_about_nothing_still_has_a_pack(paper_app: None, desk: Desk) -> None:
    frozen = desk.freeze(desk.call(agenda=[]))
    text = flat("".join(pages_of(drawing.render(frozen, version=1))))
    for words in (
        "ไม่มีเรื่องสืบเนื่อง",
        "ยังไม่มีบันทึกข้อตกลง",
        "ยังไม่มีกิจกรรมร่วม",
        "ได้รับรายงานครบทุกกิจกรรมที่ถึงกำหนด",
    ):
        assert flat(words) in text
    assert flat(SAMPLE) not in text, "nothing in it is sample data"


def test_what_the_database_holds_stands_in_the_pack(
    paper_app: None, desk: Desk, country: Sequence[str]
) -> None:
    text = flat("".join(pages_of(drawing.render(desk.freeze(desk.call()), version=1))))
    for words in (
        "จังหวัดร้อยเอ็ด",
        "พัฒนาอาชีพครัวเรือนยากจนด้วยกระจูด",
        "การส่งมอบเครื่องแปรรูปล่าช้ากว่าสัญญา 45 วัน",
        "ขอความช่วยเหลือ: ขอให้ อบต. สนับสนุนสถานที่สำรอง",
        "เหลือ 69 วัน",
        "กระจูดแก้จน",
        "มีครัวเรือนเป้าหมาย 12,480 ครัวเรือน",
        SAMPLE,
    ):
        assert flat(words) in text


def test_before_a_pack_is_built_its_paper_shows_the_figures_of_now(
    desk: Desk, db_session: Session, country: Sequence[str], app: PlanHubApp
) -> None:
    meeting = desk.load(desk.call())
    with app.app_context():
        text = flat("".join(pages_of(documents.meeting_pack(db_session, meeting, {}))))
    assert flat("จังหวัดร้อยเอ็ด") in text
    assert flat("ฉบับที่ 0") in text
