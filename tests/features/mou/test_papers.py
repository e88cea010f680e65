"""The papers of an MOU, as finished PDFs: what they say, how they are marked, that no signature block is split."""

from collections.abc import Iterator
from typing import Any

import pytest

from planhub.mou import queries
from planhub.mou.models import Mou
from planhub.mou.papers import documents, status
from tests.conftest import House
from tests.features.infra.papers import open_pdf, squeezed
from tests.features.mou.conftest import ORGS, TODAY, Desk

SIGNED = "(ลงชื่อ)"


@pytest.fixture(autouse=True)
def _in_app(house: House) -> Iterator[None]:
    with house.app.app_context():
        yield


def sheets(content: bytes) -> list[str]:
    return [sheet.get_text() for sheet in open_pdf(content)]


def printed(desk: Desk, mou: Mou, render: Any = documents.signing_copy, **options: Any) -> str:
    return squeezed("".join(sheets(render(desk.session, mou, options))))


def test_the_signing_copy_is_whole_and_unmarked(desk: Desk) -> None:
    mou = desk.ready(place="จัตุรัสจามจุรี", areas=["4510"])
    text = printed(desk, mou)
    for words in (
        "เลขที่ ๑/๒๕๗๐",
        "บันทึกข้อตกลงความร่วมมือ",
        "เรื่อง การแก้ไขปัญหาความยากจนและลดความเหลื่อมล้ำเชิงพื้นที่",
        "ทำขึ้น ณ จัตุรัสจามจุรี",
        "อำเภอเสลภูมิ จังหวัดร้อยเอ็ด",
        "ข้อ ๑ วัตถุประสงค์",
        "๑.๑ ประสานแผนงานในพื้นที่เดียวกัน",
        "(๑) ประชุมร่วมกัน ภายในวันที่ ๓๑ มีนาคม พ.ศ. ๒๕๗๐",
        "ข้อ ๑๑ การระงับข้อพิพาท",
        "ทำขึ้นเป็นสามฉบับ",
        "ผู้ลงนาม EEF",
        mou.code,
        mou.content_hash[: documents.SHORT_HASH],
    ):
        assert squeezed(words) in text, words
    assert "ร่าง" not in text
    assert "คำแนะนำ" not in text, "guidance is removed at signing"
    assert text.count(squeezed(SIGNED)) == 6, "three parties and three witnesses"


def test_a_draft_says_that_it_is_one(desk: Desk) -> None:
    mou = desk.negotiating()
    text = printed(desk, mou)
    assert "ร่าง" in text
    assert squeezed("ฉบับร่าง รอบที่ ๑") in text
    assert "คำแนะนำ" not in text


def test_the_review_copy_numbers_its_lines_and_keeps_the_guidance(desk: Desk) -> None:
    mou = desk.ready()
    content = documents.review_copy(desk.session, mou, {})
    first = sheets(content)[0]
    assert {"๑", "๒", "๓๓"} <= set(first.split()), "numbers in the margin"
    text = squeezed("".join(sheets(content)))
    assert "คำแนะนำเรื่องบทบาทหน้าที่" in text
    assert "ร่าง" in text
    assert mou.content_hash[: documents.SHORT_HASH] in text


def test_arabic_digits_on_request(desk: Desk) -> None:
    text = printed(desk, desk.draft(), thai_digits=False)
    assert squeezed("ข้อ 1 วัตถุประสงค์") in text
    assert "ข้อ๑" not in text


def test_the_same_text_gives_the_same_file(desk: Desk) -> None:
    mou = desk.ready()
    assert documents.signing_copy(desk.session, mou, {}) == documents.signing_copy(desk.session, mou, {})


def test_sample_and_training_are_marked(desk: Desk) -> None:
    mou = desk.ready()
    mou.origin = "sample"
    assert "มีข้อมูลตัวอย่าง" in printed(desk, mou)
    mou.is_training = True
    assert "ฝึกอบรม" in printed(desk, mou)


def test_the_print_of_one_signed_outside_is_a_copy(desk: Desk) -> None:
    mou = desk.draft()
    mou.registered, mou.state = True, "in_force"
    assert "สำเนา" in printed(desk, mou)


@pytest.mark.parametrize("duties", range(0, 40, 5))
def test_closing_and_signatures_of_three_stand_on_one_page(desk: Desk, duties: int) -> None:
    """However long the text is, the signature page holds the closing, all signatories and all witnesses."""
    rows = [{"org": "CODI", "text": f"ทำงานที่ {n}"} for n in range(duties)]
    mou = desk.draft(obligations=rows)
    pages = sheets(documents.signing_copy(desk.session, mou, {}))
    with_places = [page for page in pages if SIGNED in page]
    assert len(with_places) == 1
    assert with_places[0].count(SIGNED) == 6
    assert "ทำขึ้นเป็นสามฉบับ" in squeezed(with_places[0])


@pytest.mark.parametrize("count", [2, 4, 7])
def test_no_block_is_split_for_any_number_of_parties(desk: Desk, count: int) -> None:
    codes = [*ORGS, "NXPO", "OEC", "NMT", "TSU"][:count]
    mou = desk.create(
        {
            "title": "งานร่วม",
            "parties": [{"org": code} for code in codes],
            "signatories": [{"org": code, "name": f"ชื่อ{code}", "post": f"ตำแหน่ง{code}"} for code in codes],
        },
        "secretariat",
    )
    pages = sheets(documents.signing_copy(desk.session, mou, {}))
    for code in codes:
        signing = [page for page in pages if SIGNED in page and f"(ชื่อ{code})" in squeezed(page)]
        assert len(signing) == 1, code
        assert squeezed(signing[0]).count(f"ตำแหน่ง{code}") == 1, "name and post stand together"
    assert squeezed("".join(pages)).count(SIGNED) == 2 * count


# --- the status sheet -----------------------------------------------------------------------------------------


def test_the_status_sheet_is_one_page_with_each_party_and_step(desk: Desk) -> None:
    mou = desk.move(desk.approval(), "approve", "director.eef")
    content = status.status_sheet(desk.session, mou, {})
    (text,) = sheets(content)
    text = squeezed(text)
    for words in ("เสนอผู้มีอำนาจ", "กสศ.", "พอช.", "บพท.", "รอดำเนินการ", "23 พ.ย. 2569", mou.code):
        assert squeezed(words) in text, words
    assert squeezed("ผู้มีอำนาจที่ยังไม่ได้อนุมัติพิจารณา") in text


def test_the_matrix_tells_how_far_each_party_is(desk: Desk) -> None:
    mou = desk.move(desk.approval(), "approve", "director.eef")
    names = queries.facts(desk.session, mou)["orgs"]
    rows = {row["label"]: [cell.kind for cell in row["cells"]] for row in status.matrix(mou, names, "th")}
    assert rows["กสศ."] == ["good", "good", "good", "good", "none"]
    assert rows["พอช."] == ["good", "good", "good", "wait", "none"]


def test_the_status_sheet_speaks_english_too(desk: Desk) -> None:
    text = squeezed(sheets(status.status_sheet(desk.session, desk.signed(), {"lang": "en"}))[0])
    for words in ("MOU status", "In force", "As of 23 Nov 2026"):
        assert squeezed(words) in text, words


def test_what_is_next_follows_the_state_and_the_days(desk: Desk) -> None:
    assert status.proposal(desk.draft()).en == "The lead shares the draft with the parties"
    mou = desk.signed(expires_on=TODAY.replace(year=2027, month=1).isoformat())
    assert status.proposal(mou).en == "Decide on renewal or closing: 61 days are left"
