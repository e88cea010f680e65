"""Inviting: the letter and who signs it, answers and substitutes, the calendar file, reminders, postponement."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.infra import mail
from planhub.kernel import clock
from planhub.kernel.errors import Denied, GuardFailed, Invalid
from planhub.meetings.inviting import answers, letters, reminders
from planhub.meetings.inviting.calendar import calendar
from planhub.meetings.inviting.models import MeetingAnswer
from planhub.meetings.models import Attendee, Meeting
from planhub.people.models import User
from planhub.record import audit
from planhub.record.models import Notification
from planhub.web.app import PlanHubApp
from tests.client import HouseClient
from tests.features.meetings.conftest import Desk
from tests.pdf import flat, pages_of


def line_of(meeting: Meeting, org: str) -> Attendee:
    return next(a for a in meeting.attendees if a.org == org)


def say(desk: Desk, meeting: Meeting, login: str, org: str, **raw: Any) -> MeetingAnswer:
    actor = desk.actors[login]
    audit.act_as(desk.session, actor)
    return answers.answer(desk.session, actor, desk.load(meeting), line_of(meeting, org).post_id or "", raw)


@pytest.fixture
def invited(desk: Desk) -> Meeting:
    meeting = desk.call()
    desk.move(meeting, "invite", letter_no="อว 6001/15")
    return desk.load(meeting)


def test_the_letter_is_the_chairs_unless_an_order_says_otherwise(desk: Desk) -> None:
    meeting = desk.call()
    with pytest.raises(GuardFailed) as caught:
        desk.move(meeting, "invite", signer_name="นายผู้แทน ประธาน")
    assert [r.key for r in caught.value.reasons] == ["signer_order"]

    desk.move(desk.load(meeting), "invite")
    own = desk.load(meeting)
    assert (own.signer_name, own.signer_order) == (line_of(own, "CODI").name, None)
    assert own.letter_on == clock.today()

    other = desk.call()
    desk.move(
        other,
        "invite",
        signer_name="นายผู้แทน ประธาน",
        signer_post="รองผู้อำนวยการ",
        signer_order="คำสั่งที่ 12/2566",
        letter_on="17/2/2566",
    )
    other = desk.load(other)
    assert (other.signer_name, other.signer_post, other.signer_order) == (
        "นายผู้แทน ประธาน",
        "รองผู้อำนวยการ",
        "คำสั่งที่ 12/2566",
    )


def test_an_urgent_invitation_says_why(desk: Desk) -> None:
    meeting = desk.call(held_on=(clock.today() + timedelta(days=2)).isoformat())
    with pytest.raises(GuardFailed) as caught:
        desk.move(meeting, "invite", is_urgent="on")
    assert [r.key for r in caught.value.reasons] == ["urgent_reason"]
    desk.move(desk.load(meeting), "invite", is_urgent="on", urgent_reason="ต้องลงนามก่อนสิ้นเดือน")
    assert desk.load(meeting).urgent_reason == "ต้องลงนามก่อนสิ้นเดือน"


def test_an_answer_fills_in_the_attendance(desk: Desk, invited: Meeting) -> None:
    member = line_of(invited, "EEF").name
    say(
        desk, invited, "director.eef", "EEF", answer="sends", name="นางสาวแทน มาประชุม", post_title="รองผู้จัดการ"
    )
    line = line_of(desk.load(invited), "EEF")
    assert (line.kind, line.name, line.post_title) == ("substitute", "นางสาวแทน มาประชุม", "รองผู้จัดการ")
    assert line.stands_for is not None
    assert line.stands_for.startswith(member)

    with clock.at(clock.now() + timedelta(hours=1)):
        say(desk, invited, "director.eef", "EEF", answer="comes")
    line = line_of(desk.load(invited), "EEF")
    assert (line.kind, line.name, line.stands_for) == ("member", member, None)
    said = desk.session.scalars(select(MeetingAnswer).order_by(MeetingAnswer.at)).all()
    assert [row.answer for row in said] == ["sends", "comes"], "both words stay"


def test_who_cannot_come_says_why_and_who_sends_says_whom(desk: Desk, invited: Meeting) -> None:
    with pytest.raises(Invalid) as caught:
        say(desk, invited, "director.pmua", "PMUA", answer="cannot")
    assert set(caught.value.errors) == {"cause"}
    with pytest.raises(Invalid) as caught:
        say(desk, invited, "director.pmua", "PMUA", answer="sends")
    assert set(caught.value.errors) == {"name"}

    say(desk, invited, "director.pmua", "PMUA", answer="cannot", cause="ติดราชการ")
    line = line_of(desk.load(invited), "PMUA")
    assert (line.kind, line.cause) == ("absent", "ติดราชการ")


def test_each_answers_for_the_own_post_and_a_coordinator_for_the_agencys(
    desk: Desk, invited: Meeting
) -> None:
    with pytest.raises(Denied):
        say(desk, invited, "director.eef", "PMUA", answer="comes")
    with pytest.raises(Denied):
        say(desk, invited, "coordinator.eef", "PMUA", answer="comes")
    with pytest.raises(Denied):
        say(desk, invited, "legal.eef", "EEF", answer="comes")
    say(desk, invited, "coordinator.eef", "EEF", answer="comes")
    say(desk, invited, "secretariat", "PMUA", answer="comes")
    assert {a.by_name for a in answers.newest(desk.session, invited).values()} == {
        desk.actors["coordinator.eef"].name,
        desk.actors["secretariat"].name,
    }


def test_a_draft_and_a_meeting_that_sits_take_no_answers(desk: Desk) -> None:
    meeting = desk.call()
    with pytest.raises((GuardFailed, Denied)):
        say(desk, meeting, "secretariat", "PMUA", answer="comes")
    assert not answers.newest(desk.session, meeting)


def test_a_postponed_meeting_is_answered_anew_and_keeps_its_place_in_calendars(
    desk: Desk, invited: Meeting
) -> None:
    from_before = _event(invited)
    say(desk, invited, "director.pmua", "PMUA", answer="cannot", cause="ติดราชการ")
    day = invited.held_on + timedelta(days=14)
    desk.move(desk.load(invited), "postpone", held_on=day.isoformat(), note="ประธานติดราชการ")
    moved = desk.load(invited)
    assert line_of(moved, "PMUA").kind == "member"
    assert line_of(moved, "PMUA").cause is None
    assert answers.newest(desk.session, moved) == {}

    event = _event(moved)
    assert event["UID"] == from_before["UID"]
    assert event["SEQUENCE"] > from_before["SEQUENCE"]
    assert event["STATUS"] == "TENTATIVE"
    assert event.decoded("DTSTART") - from_before.decoded("DTSTART") == timedelta(days=14)

    desk.move(moved, "invite")
    assert _event(desk.load(moved))["STATUS"] == "CONFIRMED"
    desk.move(desk.load(moved), "cancel", note="รวมกับครั้งถัดไป")
    cancelled = desk.load(moved)
    assert Calendar.from_ical(_ics(cancelled))["METHOD"] == "CANCEL"
    assert _event(cancelled)["STATUS"] == "CANCELLED"


def _ics(meeting: Meeting) -> bytes:
    return calendar(meeting, "https://planhub.example/meetings/x")


def _event(meeting: Meeting) -> Any:
    (found,) = Calendar.from_ical(_ics(meeting)).walk("VEVENT")
    return found


def test_those_who_have_not_answered_are_reminded_once_a_step(desk: Desk, invited: Meeting) -> None:
    say(desk, invited, "director.eef", "EEF", answer="comes")
    reminders.remind(desk.session)
    assert _reminded(desk) == [], "eight days are left"
    with clock.at(clock.now() + timedelta(days=4)):
        reminders.remind(desk.session)
        reminders.remind(desk.session)
        told = _reminded(desk)
        assert len(told) == 3
        assert desk.actors["director.eef"].user_id not in told
    with clock.at(clock.now() + timedelta(days=7)):
        reminders.remind(desk.session)
        assert len(_reminded(desk)) == 6


def _reminded(desk: Desk) -> list[str]:
    desk.session.flush()
    return list(
        desk.session.scalars(select(Notification.user_id).where(Notification.cause.startswith("rsvp:")))
    )


def test_the_letter_is_a_page_for_each_with_the_agenda_behind(
    desk: Desk, invited: Meeting, in_app: None
) -> None:
    pages = pages_of(letters.invitation(desk.session, invited, {"thai_digits": False}))
    assert len(pages) == 4, "three letters, for the chair needs none, and the agenda"
    first = flat(pages[0])
    for words in (
        "อว 6001/15",
        "20 กุมภาพันธ์ 2566",
        "ขอแสดงความนับถือ",
        "จึงเรียนมาเพื่อโปรดเข้าประชุม",
        "ครั้งที่ 1/2566",
    ):
        assert flat(words) in first
    assert flat(invited.signer_name or "") in first
    assert flat("ไม่มีเรื่องสืบเนื่อง") in flat(pages[-1])
    only = letters.addressees(desk.session, invited, line_of(invited, "EEF").post_id)
    assert [one.org for one in only] == ["EEF"]
    digits = flat(pages_of(letters.invitation(desk.session, invited, {"to": only[0].post_id}))[0])
    assert flat("๒๐ กุมภาพันธ์ ๒๕๖๖") in digits


def test_the_cover_memo_is_one_page_for_each_agency(desk: Desk, invited: Meeting, in_app: None) -> None:
    pages = pages_of(letters.memo(desk.session, invited, {"thai_digits": False}))
    assert len(pages) == 2, "EEF and PMU-A; the chair signs, and the secretariat writes"
    for words in ("1. เรื่องเดิม", "2. ข้อเท็จจริง", "3. ข้อพิจารณา", "4. ข้อเสนอ", "จึงเรียนมาเพื่อโปรดพิจารณา"):
        assert all(flat(words) in flat(page) for page in pages)


def test_two_taps_answer_from_the_phone(client: HouseClient, desk: Desk, invited: Meeting) -> None:
    client.sign_in("director.eef")
    page = client.get(f"/meetings/{invited.code}").get_data(as_text=True)
    assert f'action="/meetings/{invited.code}/answers"' in page
    answer = client.post(f"/meetings/{invited.code}/answers", data={"answer": "comes"})
    assert answer.status_code == 303
    shown = client.get(answer.location).get_data(as_text=True)
    assert "บันทึกคำตอบแล้ว" in shown
    assert "มาประชุม <strong>1</strong>" in shown

    client.sign_in("legal.eef")
    assert client.post(f"/meetings/{invited.code}/answers", data={"answer": "comes"}).status_code == 404
    ics = client.get(f"/meetings/{invited.code}/meeting.ics")
    assert ics.mimetype == "text/calendar"
    assert b"BEGIN:VEVENT" in ics.data


def test_a_substitute_is_named_on_a_form(client: HouseClient, desk: Desk, invited: Meeting) -> None:
    post = line_of(invited, "PMUA").post_id
    client.sign_in("coordinator.pmua")
    path = f"/meetings/{invited.code}/answers/{post}"
    assert 'name="cause"' in client.get(path).get_data(as_text=True)
    refused = client.post(path, data={"answer": "sends"})
    assert refused.status_code == 422
    assert "โปรดระบุชื่อผู้มาประชุมแทน" in refused.get_data(as_text=True)
    assert client.post(path, data={"answer": "sends", "name": "นายแทน ตัวจริง"}).status_code == 303
    assert "นายแทน ตัวจริง" in client.get(f"/meetings/{invited.code}/answers").get_data(as_text=True)
    other = line_of(desk.load(invited), "EEF").post_id
    assert client.get(f"/meetings/{invited.code}/answers/{other}").status_code == 404


def test_the_mail_of_a_notice_brings_the_calendar_file(
    desk: Desk, db_session: Session, run_jobs: Callable[[], int], app: PlanHubApp
) -> None:
    director = db_session.scalars(select(User).where(User.login == "director.eef")).one()
    director.email = "director@eef.example"
    meeting = desk.call()
    desk.move(meeting, "invite")
    run_jobs()
    row = db_session.scalars(select(mail.Mail).where(mail.Mail.to == director.email)).one()
    (part,) = mail.compose(row, app.settings).iter_attachments()
    assert (part.get_content_type(), part.get_param("method")) == ("text/calendar", "PUBLISH")
    (event,) = Calendar.from_ical(part.get_content()).walk("VEVENT")
    assert event["SUMMARY"] == meeting.title

    desk.move(desk.load(meeting), "cancel", note="รวมกับครั้งถัดไป")
    run_jobs()
    rows = db_session.scalars(select(mail.Mail).where(mail.Mail.to == director.email)).all()
    methods = {p.get_param("method") for r in rows for p in mail.compose(r, app.settings).iter_attachments()}
    assert methods == {"PUBLISH", "CANCEL"}
