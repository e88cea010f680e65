"""Minutes on their way to adoption: a second person checks, those who attended correct, the next meeting adopts."""

import zipfile
from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.errors import Denied, GuardFailed, NotFound
from planhub.lessons.models import Lesson
from planhub.meetings.agenda.numbers import find_item
from planhub.meetings.minutes import editing, gathering, papers, word
from planhub.meetings.minutes.editing import SectionConflict
from planhub.meetings.minutes.models import MinutesCorrection, ResolutionExtract
from planhub.meetings.models import Meeting
from planhub.meetings.queries import find_snapshot
from planhub.people.queries import post_holders
from planhub.plans.models import IntegratedPlan
from planhub.record import audit, services
from planhub.record.models import Counter, Notification
from planhub.record.types import registry
from planhub.web.app import PlanHubApp
from tests.client import HouseClient
from tests.features.meetings.conftest import MATTER, Desk
from tests.features.meetings.test_pack import flat, pages_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMES = {"recorder_name": "นางสาวตัวอย่าง หนึ่ง", "checker_name": "นายตัวอย่าง สอง"}


def reasons(caught: pytest.ExceptionInfo[GuardFailed]) -> set[str]:
    return {r.key for r in caught.value.reasons}


def post_of(session: Session, org: str, role: str) -> str:
    return next(h.post_id for h in post_holders(session, orgs=[org], roles=[role]))


def held(desk: Desk, agenda: Sequence[dict[str, Any]] = (MATTER,), **more: Any) -> Meeting:
    """A meeting at which everything was noted or endorsed, and that is over."""
    meeting = desk.to_session(desk.call(agenda=list(agenda), **more))
    for item in meeting.agenda:
        kind = {"2": "adopted", "5": "endorsed"}.get(item.section, "noted")
        desk.move(desk.load(meeting), "resolve_item", item=item.id, kind=kind, text="เห็นชอบตามที่เสนอ")
    desk.move(desk.load(meeting), "adjourn", ended_at="12:00")
    return desk.load(meeting)


def circulated(desk: Desk, **more: Any) -> Meeting:
    meeting = held(desk, **more)
    desk.move(meeting, "draft_minutes", **NAMES)
    desk.move(desk.load(meeting), "circulate")
    return desk.load(meeting)


# --- a second person ------------------------------------------------------------------------------------------------


def test_the_named_checker_passes_the_very_text_that_goes_out(desk: Desk, country: Sequence[str]) -> None:
    meeting = held(desk)
    checker = post_of(desk.session, "CODI", "coordinator")
    desk.move(meeting, "draft_minutes", checker=checker, **NAMES)
    with pytest.raises(GuardFailed) as caught:
        desk.move(desk.load(meeting), "circulate")
    assert reasons(caught) == {"not_checked"}
    for login in ("director.codi", "secretariat"):
        with pytest.raises(GuardFailed) as caught:
            desk.move(desk.load(meeting), "check_minutes", login=login)
        assert "not_checker" in reasons(caught)

    desk.move(desk.load(meeting), "return_minutes", login="coordinator.codi", note="เรื่อง 5.1 ยังไม่มีสาระ")
    desk.move(desk.load(meeting), "check_minutes", login="coordinator.codi")
    item = find_item(desk.load(meeting), "5.1")
    assert item is not None
    audit.act_as(desk.session, desk.secretariat)
    editing.change(
        desk.session, desk.secretariat, meeting.code, item.id, text="ที่ประชุมอภิปราย", base=item.facts or ""
    )
    with pytest.raises(GuardFailed) as caught:
        desk.move(desk.load(meeting), "circulate")
    assert reasons(caught) == {"checked_before"}
    desk.move(desk.load(meeting), "check_minutes", login="coordinator.codi")
    desk.move(desk.load(meeting), "circulate")
    assert desk.load(meeting).state == "minutes_circulated"


def test_the_same_person_under_another_title_is_no_second_person(desk: Desk, country: Sequence[str]) -> None:
    meeting = held(desk)
    with pytest.raises(GuardFailed) as caught:
        desk.move(meeting, "draft_minutes", recorder_name="น.ส.ตัวอย่าง หนึ่ง", checker_name="นางสาวตัวอย่าง  หนึ่ง")
    assert reasons(caught) == {"checker_name"}
    own = post_of(desk.session, "NXPO", "secretariat")
    with pytest.raises(GuardFailed) as caught:
        desk.move(desk.load(meeting), "draft_minutes", checker=own, **NAMES)
    assert reasons(caught) == {"checker"}


def test_a_section_is_not_overwritten_unseen(desk: Desk, country: Sequence[str]) -> None:
    meeting = held(desk)
    item = find_item(meeting, "5.1")
    assert item is not None
    was = item.facts or ""
    audit.act_as(desk.session, desk.secretariat)
    editing.change(desk.session, desk.secretariat, meeting.code, item.id, text="ข้อความของคนแรก", base=was)
    with pytest.raises(SectionConflict) as caught:
        editing.change(desk.session, desk.secretariat, meeting.code, item.id, text="ของคนที่สอง", base=was)
    assert caught.value.text == "ข้อความของคนแรก"


# --- who reads them -------------------------------------------------------------------------------------------------


def test_minutes_go_to_those_who_attended_only(
    desk: Desk, client: HouseClient, country: Sequence[str], run_jobs: object
) -> None:
    meeting = held(desk)
    absent = next(a for a in meeting.attendees if a.org == "PMUA")
    absent.kind, absent.cause = "absent", "ติดราชการ"
    desk.session.flush()
    desk.move(desk.load(meeting), "draft_minutes", **NAMES)
    desk.move(desk.load(meeting), "circulate")
    run_jobs()  # type: ignore[operator]
    told = set(
        desk.session.scalars(select(Notification.user_id).where(Notification.text_th.startswith("โปรดตรวจ")))
    )
    attended = {a.user_id for a in meeting.attendees if a.kind != "absent" and a.user_id}
    assert told <= attended
    assert absent.user_id not in told
    paper = f"/meetings/{meeting.code}/documents/minutes.pdf"
    for login, status in (("director.eef", 200), ("director.pmua", 403), ("coordinator.codi", 403)):
        client.sign_in(login)
        assert client.get(f"/meetings/{meeting.code}/minutes").status_code == status, login
        assert client.get(paper).status_code == status, login
        assert client.get(f"/meetings/{meeting.code}").status_code == 200, login


# --- corrections ----------------------------------------------------------------------------------------------------


def test_corrections_are_asked_for_decided_and_printed(
    desk: Desk, app: PlanHubApp, country: Sequence[str]
) -> None:
    meeting = circulated(desk)
    with pytest.raises(Denied):
        desk.move(desk.load(meeting), "propose_correction", login="viewer", item="5.1", wording="x")
    with pytest.raises(GuardFailed) as caught:
        desk.move(desk.load(meeting), "propose_correction", login="coordinator.eef", item="5.1", wording="x")
    assert "not_there" in reasons(caught)
    desk.move(
        desk.load(meeting),
        "propose_correction",
        login="director.eef",
        item="5.1",
        wording="ก ตามที่หารือ",
        note="ให้ครบ",
    )
    desk.move(
        desk.load(meeting), "propose_correction", login="director.pmua", item="5.1", wording="ข ตามที่หารือ"
    )
    desk.move(
        desk.load(meeting),
        "propose_correction",
        login="director.pmua",
        resolution=1,
        wording="รับทราบโดยไม่มีข้อสังเกต",
    )
    desk.move(desk.load(meeting), "decide_correction", number=3, decision="decline", note="ที่ประชุมมีข้อสังเกตจริง")
    desk.move(desk.load(meeting), "decide_correction", number=1, decision="accept")
    with pytest.raises(GuardFailed) as caught:
        desk.move(desk.load(meeting), "decide_correction", number=2, decision="accept")
    assert reasons(caught) == {"moved_on"}, "two corrections of one text are never joined blindly"
    desk.move(
        desk.load(meeting), "decide_correction", number=2, decision="accept", wording="ก และ ข ตามที่หารือ"
    )
    with pytest.raises(GuardFailed) as caught:
        desk.move(desk.load(meeting), "decide_correction", number=2, decision="accept")
    assert reasons(caught) == {"number"}

    meeting = desk.load(meeting)
    item = find_item(meeting, "5.1")
    assert item is not None
    assert item.discussion == "ก และ ข ตามที่หารือ"
    rows = desk.session.scalars(select(MinutesCorrection).order_by(MinutesCorrection.number)).all()
    assert [(r.number, r.status) for r in rows] == [(1, "accepted"), (2, "accepted"), (3, "declined")]
    assert rows[0].was == MATTER["facts"]
    with app.app_context():
        text = flat("".join(pages_of(papers.minutes_paper(desk.session, meeting, {}))))
    assert flat("บัญชีการแก้ไขรายงานการประชุม") in text
    assert flat("ที่ประชุมมีข้อสังเกตจริง") in text


def test_nothing_is_adopted_while_a_correction_is_open_nor_declined_without_a_reason(
    desk: Desk, country: Sequence[str]
) -> None:
    meeting = circulated(desk)
    desk.move(
        desk.load(meeting), "propose_correction", login="director.eef", item="5.1", wording="ก ตามที่หารือ"
    )
    with clock.at(clock.now() + timedelta(days=30)):
        with pytest.raises(GuardFailed) as caught:
            desk.move(desk.load(meeting), "adopt_minutes", adopted_by="circulation")
        assert reasons(caught) == {"corrections"}
    with pytest.raises(GuardFailed) as caught:
        desk.move(desk.load(meeting), "decide_correction", number=1, decision="decline")
    assert reasons(caught) == {"note"}


def test_a_correction_changes_something_and_comes_in_time(desk: Desk, country: Sequence[str]) -> None:
    meeting = circulated(desk)
    with pytest.raises(GuardFailed) as caught:
        desk.move(
            desk.load(meeting),
            "propose_correction",
            login="director.eef",
            item="5.1",
            wording=MATTER["facts"],
        )
    assert reasons(caught) == {"wording"}
    with pytest.raises(GuardFailed) as caught:
        desk.move(desk.load(meeting), "propose_correction", login="director.eef", item="9.9", wording="x")
    assert reasons(caught) == {"item"}
    with clock.at(clock.now() + timedelta(days=30)), pytest.raises(GuardFailed) as caught:
        desk.move(desk.load(meeting), "propose_correction", login="director.eef", item="5.1", wording="x")
    assert reasons(caught) == {"window_over"}


# --- adoption by the next meeting, reopening, extracts --------------------------------------------------------------


def test_the_next_meeting_adopts_when_it_is_over_and_may_reopen(desk: Desk, country: Sequence[str]) -> None:
    first = circulated(desk)
    following = desk.to_session(
        desk.call(
            held_on="2023-03-10",
            agenda=[{**MATTER, "section": "6", "title": "ทบทวนรายงานครั้งที่ 1", "about": first.code}],
        )
    )
    desk.move(desk.load(following), "resolve_item", item="2.1", kind="adopted", text="รับรอง")
    assert desk.load(first).state == "minutes_circulated", "the meeting may still change its mind"
    for no in ("1.1", "6.1"):
        desk.move(desk.load(following), "resolve_item", item=no, kind="review", text="ให้ทบทวน")
    desk.move(desk.load(following), "adjourn", ended_at="12:00")
    first = desk.load(first)
    assert (first.state, first.adopted_by) == ("minutes_adopted", "meeting")

    with pytest.raises(GuardFailed) as caught:
        desk.move(desk.load(first), "reopen_minutes", by_meeting=first.code, by_resolution=1, note="แก้ชื่อ")
    assert reasons(caught) == {"by_resolution"}
    desk.move(
        desk.load(first), "reopen_minutes", by_meeting=following.code, by_resolution=3, note="แก้ชื่อตามมติ"
    )
    first = desk.load(first)
    assert (first.state, first.round, first.adopted_by) == ("minutes_draft", 2, None)
    with clock.at(clock.now() + timedelta(days=1)):
        desk.move(first, "circulate")
    assert desk.load(first).state == "minutes_circulated", "the earlier resolution was about another text"
    with clock.at(clock.now() + timedelta(days=40)):
        desk.move(desk.load(first), "adopt_minutes", adopted_by="circulation")
    sealed = find_snapshot(desk.session, first.id, "minutes")
    assert sealed is not None
    assert sealed.number == 2, "what was sealed before is kept"


def test_a_resolution_reaches_what_it_is_about(
    desk: Desk, client: HouseClient, country: Sequence[str], run_jobs: object
) -> None:
    plan = desk.session.scalars(select(IntegratedPlan).order_by(IntegratedPlan.code)).first()
    assert plan is not None
    plan.state = "endorsement"
    desk.session.flush()
    meeting = circulated(
        desk, agenda=[{**MATTER, "about": plan.code}, {**MATTER, "title": "ไม่เกี่ยวกับรายการใด"}]
    )
    assert desk.session.scalars(select(ResolutionExtract)).all() == []
    with clock.at(clock.now() + timedelta(days=30)):
        desk.move(desk.load(meeting), "adopt_minutes", adopted_by="circulation")
    (extract,) = desk.session.scalars(select(ResolutionExtract)).all()
    assert (extract.record_id, extract.number, extract.year_be) == (plan.id, 1, 2566)
    plan = services.load(desk.session, registry.get("plans"), plan.code)
    assert plan.state == "approval", "the directors' approval stays separate"
    assert plan.meeting_code == meeting.code

    client.sign_in("coordinator.codi")
    number = next(r.number for r in desk.load(meeting).resolutions if r.id == extract.resolution_id)
    address = f"/meetings/{meeting.code}/resolutions/{number}/extract.pdf"
    answer = client.get(address)
    assert answer.status_code == 200
    text = flat("".join(pages_of(answer.data)))
    for words in ("สำเนามติที่ประชุม เลขที่ ๑/๒๕๖๖", "เห็นชอบตามที่เสนอ", "ระเบียบวาระที่ ๕ เรื่องเสนอเพื่อพิจารณา"):
        assert flat(words) in text
    assert client.get(address).data == answer.data
    page = client.get(f"/plans/{plan.code}").get_data(as_text=True)
    assert address in page
    assert client.get(f"/meetings/{meeting.code}/resolutions/99/extract.pdf").status_code == 404


# --- Word -----------------------------------------------------------------------------------------------------------


def test_the_word_file_says_the_same_in_a_thai_face(desk: Desk, country: Sequence[str]) -> None:
    meeting = circulated(desk)
    content = word.minutes_file(desk.session, meeting)
    with zipfile.ZipFile(BytesIO(content)) as book:
        body = ET.fromstring(book.read("word/document.xml"))  # noqa: S314 - our own file
        styles = ET.fromstring(book.read("word/styles.xml"))  # noqa: S314 - our own file
        head = book.read("word/header1.xml").decode()
    text = "\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in body.iter(f"{W}p"))
    for words in (
        "รายงานการประชุมคณะทำงานร่วมขับเคลื่อนการแก้ไขปัญหาความยากจนและลดความเหลื่อมล้ำ",
        "ครั้งที่ ๑/๒๕๖๖",
        "ผู้มาประชุม",
        "เริ่มประชุมเวลา ๐๙.๔๐ น.",
        "ระเบียบวาระที่ ๓ เรื่องสืบเนื่อง",
        "ไม่มีเรื่องสืบเนื่อง",
        "มติที่ประชุม เห็นชอบตามที่เสนอ",
        "เลิกประชุมเวลา ๑๒.๐๐ น.",
        "ผู้จดรายงานการประชุม",
        "ผู้ตรวจรายงานการประชุม",
    ):
        assert words in text
    assert "ยังไม่รับรอง" in head
    normal = next(s for s in styles.iter(f"{W}style") if s.get(f"{W}styleId") == "Normal")
    fonts, size = normal.find(f".//{W}rFonts"), normal.find(f".//{W}szCs")
    assert fonts is not None
    assert size is not None
    assert (fonts.get(f"{W}cs"), size.get(f"{W}val")) == ("TH Sarabun New", "32")
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in body.iter(f"{W}tr"))
    assert word.minutes_file(desk.session, meeting) == content, "the same record gives the same file"


def test_the_page_of_minutes_is_there_only_once_the_meeting_was(
    desk: Desk, client: HouseClient, country: Sequence[str]
) -> None:
    meeting = desk.to_session(desk.call())
    client.sign_in("secretariat")
    assert client.get(f"/meetings/{meeting.code}/minutes").status_code == 404
    with pytest.raises(NotFound):
        editing.change(desk.session, desk.secretariat, "MTG-0", "x", text="", base="")


def test_what_is_sealed_is_what_was_gathered(desk: Desk, country: Sequence[str]) -> None:
    meeting = circulated(desk)
    before = gathering.text_hash(gathering.gather(desk.session, meeting))
    with clock.at(clock.now() + timedelta(days=30)):
        desk.move(desk.load(meeting), "adopt_minutes", adopted_by="circulation")
        content, sealed = papers.content_of(desk.session, desk.load(meeting))
    assert sealed is not None
    assert gathering.text_hash(content) == before


def test_closing_asks_what_was_learnt_and_may_begin_a_lesson(
    desk: Desk, client: HouseClient, country: Sequence[str]
) -> None:
    desk.session.add(Counter(series="LES-2566", last=100))  # lessons were laid without their counter
    meeting = circulated(desk)
    with clock.at(clock.now() + timedelta(days=30)):
        desk.move(desk.load(meeting), "adopt_minutes", adopted_by="circulation")
        number = next(r.number for r in desk.load(meeting).resolutions if r.kind == "endorsed")
        said = {"lesson": "แจกเกณฑ์ล่วงหน้าช่วยให้ตัดสินใจเร็ว", "is_lesson": "true", "lesson_from": str(number)}
        desk.move(desk.load(meeting), "close", **said)
    lesson = desk.session.scalars(select(Lesson).where(Lesson.begun_from_id == meeting.id)).one()
    assert (lesson.state, lesson.owner_org) == ("captured", "CODI"), "whoever brought the matter writes it up"
    assert f"มติที่ {number}" in (lesson.source or "")
    client.sign_in("coordinator.codi")
    assert f"/lessons/{lesson.code}" in client.get(f"/meetings/{meeting.code}").get_data(as_text=True)
