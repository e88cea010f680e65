"""Minutes in the official form: the regulation's own words, sealed by the adoption."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.meetings.minutes import gathering, papers
from planhub.meetings.models import Meeting
from planhub.record import audit, services
from planhub.web.app import PlanHubApp
from tests.features.meetings.conftest import MATTER, Desk
from tests.features.meetings.test_pack import flat, pages_of

FORBIDDEN = ("บันทึกการประชุม", "ผู้ที่ไม่เข้าประชุม", "เปิดประชุมเวลา", "ปิดประชุมเวลา", "ผู้บันทึกรายงานการประชุม")
"""Words that officials see at once as wrong (domain.md §3.5)."""


@pytest.fixture
def held(desk: Desk, db_session: Session, country: Sequence[str]) -> Meeting:
    """A meeting that was held, with a substitute, an absent member and a guest; its minutes are circulated."""
    meeting = desk.call(agenda=[MATTER, {**MATTER, "section": "4", "title": "ผลการดำเนินงานไตรมาส 1"}])
    meeting = desk.to_session(meeting)
    rows = [
        {"id": a.id, "name": a.name, "post_title": a.post_title, "org": a.org, "kind": a.kind, "duty": a.duty}
        for a in meeting.attendees
    ]
    rows[1] |= {"kind": "substitute", "name": "นางสาวตัวอย่าง แทนมา", "stands_for": "ผู้จัดการ กสศ."}
    rows[3] |= {"kind": "absent", "cause": "ติดราชการ"}
    guest = {
        "name": "ดร.ตัวอย่าง ที่ปรึกษา",
        "post_title": "ผู้ทรงคุณวุฒิ",
        "org_name": "มหาวิทยาลัยในพื้นที่",
        "kind": "attendee",
    }
    audit.act_as(db_session, desk.secretariat)
    services.save(
        db_session, desk.secretariat, meeting, {"attendees": [*rows, guest]}, version=meeting.version
    )
    desk.move(desk.load(meeting), "resolve_item", item="1.1", kind="noted", text="รับทราบ")
    desk.move(desk.load(meeting), "resolve_item", item="4.1", kind="noted", text="รับทราบ")
    desk.move(
        desk.load(meeting),
        "resolve_item",
        item="5.1",
        kind="assigned",
        text="เห็นชอบตามที่เสนอ",
        assign_org="CODI",
        assign_post="ผู้ประสานงาน พอช.",
        assign_what="จัดทำบัญชีครัวเรือนร่วม",
        assign_due="31/3/2566",
    )
    desk.move(desk.load(meeting), "adjourn", ended_at="11:55")
    desk.move(
        desk.load(meeting), "draft_minutes", recorder_name="นางสาวตัวอย่าง หนึ่ง", checker_name="นายตัวอย่าง สอง"
    )
    desk.move(desk.load(meeting), "circulate")
    return desk.load(meeting)


def printed(desk: Desk, app: PlanHubApp, meeting: Meeting, **options: object) -> bytes:
    with app.app_context():
        return papers.minutes_paper(desk.session, desk.load(meeting), options)


def test_the_minutes_use_the_words_of_form_11(desk: Desk, app: PlanHubApp, held: Meeting) -> None:
    pages = pages_of(printed(desk, app, held))
    text = flat("".join(pages))
    for words in (
        "รายงานการประชุมคณะทำงานร่วมขับเคลื่อนการแก้ไขปัญหาความยากจนและลดความเหลื่อมล้ำ",
        "ครั้งที่ ๑/๒๕๖๖",
        "เมื่อวันอังคารที่ ๒๘ กุมภาพันธ์ พ.ศ. ๒๕๖๖",
        "ณ ห้องประชุมใหญ่ อาคารจัตุรัสจามจุรี",
        "ผู้มาประชุม",
        "ผู้ไม่มาประชุม",
        "ติดราชการ",
        "ผู้เข้าร่วมประชุม",
        "มาประชุมแทนผู้จัดการ กสศ.",
        "เริ่มประชุมเวลา ๐๙.๔๐ น.",
        "เมื่อครบองค์ประชุมแล้ว ประธานกล่าวเปิดประชุมและดำเนินการตามระเบียบวาระ ดังนี้",
        "ระเบียบวาระที่ ๑ เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ",
        "ระเบียบวาระที่ ๓ เรื่องสืบเนื่อง",
        "ไม่มีเรื่องสืบเนื่อง",
        "ระเบียบวาระที่ ๖ เรื่องอื่น ๆ",
        "มติที่ประชุม เห็นชอบตามที่เสนอ มอบหมาย พอช. ดำเนินการจัดทำบัญชีครัวเรือนร่วม ภายในวันที่ ๓๑ มีนาคม ๒๕๖๖",
        "เลิกประชุมเวลา ๑๑.๕๕ น.",
        "ผู้จดรายงานการประชุม",
        "ผู้ตรวจรายงานการประชุม",
        "ตารางเรื่องที่ที่ประชุมมอบหมาย",
    ):
        assert flat(words) in text
    assert not [words for words in FORBIDDEN if words in text]
    assert text.index("ผู้มาประชุม") < text.index("ผู้ไม่มาประชุม") < text.index("ผู้เข้าร่วมประชุม")
    assert "ยังไม่รับรอง" in text, "not adopted yet"
    signed = [page for page in pages if "ผู้จดรายงานการประชุม" in page]
    assert len(signed) == 1
    assert "ผู้ตรวจรายงานการประชุม" in signed[0], "signatures are never split"


def test_adopted_minutes_are_sealed(desk: Desk, app: PlanHubApp, held: Meeting, db_session: Session) -> None:
    with clock.at(clock.now() + timedelta(days=30)):
        desk.move(desk.load(held), "adopt_minutes", adopted_by="circulation")
    first = printed(desk, app, held)
    assert "ยังไม่รับรอง" not in "".join(pages_of(first))

    meeting = desk.load(held)
    meeting.attendees[0].name = "แก้ภายหลัง"
    meeting.recorder_name = "แก้ภายหลัง"
    db_session.flush()
    assert printed(desk, app, held) == first
    assert gathering.gather(db_session, desk.load(held))["recorder"]["name"] == "แก้ภายหลัง"


def test_the_adoption_of_earlier_minutes_reads_as_the_regulation_has_it(
    desk: Desk, db_session: Session, country: Sequence[str]
) -> None:
    desk.call()
    meeting = desk.to_session(desk.call(held_on="2023-03-15"))
    desk.move(meeting, "resolve_item", item="2.1", kind="adopted", text="รับรอง")
    content = gathering.gather(db_session, desk.load(meeting))

    (item,) = content["agenda"][1]["items"]
    assert item["title"] == "รับรองรายงานการประชุม ครั้งที่ 1/2566"
    assert [r["text"] for r in item["resolutions"]] == ["ที่ประชุมรับรองรายงานการประชุมโดยไม่มีการแก้ไข"]
    assert content["agenda"][2]["items"] == []


def test_minutes_may_be_in_arabic_digits(desk: Desk, app: PlanHubApp, held: Meeting) -> None:
    assert "เริ่มประชุมเวลา 09.40 น." in "".join(pages_of(printed(desk, app, held, thai_digits=False)))
