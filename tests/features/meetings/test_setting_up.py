"""Setting up a meeting: its number, its members, and what every agenda holds."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from planhub.kernel.errors import Denied, Invalid
from planhub.meetings.agenda.numbers import find_item, numbered
from planhub.meetings.words import number_of, year_of
from planhub.record import services
from planhub.record.models import Counter
from tests.features.meetings import world
from tests.features.meetings.conftest import MATTER, Desk


def test_numbers_run_on_within_the_committees_year(desk: Desk) -> None:
    first, second = desk.call(), desk.call()

    assert [(m.seq_no, m.year_be, m.no) for m in (first, second)] == [
        (1, 2566, "1/2566"),
        (2, 2566, "2/2566"),
    ]
    assert first.title == "การประชุมคณะทำงานร่วมขับเคลื่อนการแก้ไขปัญหาความยากจนและลดความเหลื่อมล้ำ ครั้งที่ 1/2566"
    assert first.fiscal_year == 2566
    assert first.code.startswith("MTG-2566-")


def test_each_committee_and_each_year_counts_for_itself(desk: Desk, db_session: Session) -> None:
    world.committee(db_session, "FISCAL", numbering="fiscal")

    numbers = [
        desk.call(held_on="2023-03-10").no,
        desk.call(held_on="2023-10-05").no,
        desk.call(held_on="2024-01-15").no,
        desk.call(committee_code="FISCAL", held_on="2023-03-10").no,
        desk.call(committee_code="FISCAL", held_on="2023-10-05").no,
    ]

    assert numbers == ["1/2566", "2/2566", "1/2567", "1/2566", "1/2567"]


def test_a_meeting_that_was_refused_leaves_no_gap(desk: Desk, db_session: Session) -> None:
    desk.call()
    with pytest.raises(Invalid), db_session.begin_nested():
        desk.call(starts_at="10:00", ends_at="09:00")

    assert desk.call().no == "2/2566"


def test_an_unknown_committee_is_refused_and_takes_no_number(desk: Desk, db_session: Session) -> None:
    with pytest.raises(Invalid) as caught, db_session.begin_nested():
        desk.call(committee_code="NOBODY")

    assert list(caught.value.errors) == ["committee_code"]
    assert db_session.get(Counter, "meeting:NOBODY:2566") is None


def test_the_members_are_copied_with_those_who_hold_their_posts(desk: Desk) -> None:
    meeting = desk.call()

    assert [(a.org, a.duty, a.kind) for a in meeting.attendees] == [
        ("CODI", "chair", "member"),
        ("EEF", "member", "member"),
        ("NXPO", "secretary", "member"),
        ("PMUA", "member", "member"),
    ]
    assert all(a.user_id and a.name for a in meeting.attendees)
    assert {p.org_code for p in meeting.party_rows} == {"CODI", "EEF", "NXPO", "PMUA"}


def test_only_the_secretariat_sets_up_meetings(desk: Desk) -> None:
    with pytest.raises(Denied):
        desk.call(login="coordinator.codi")


def test_the_agenda_begins_with_announcements_and_the_minutes_to_adopt(desk: Desk) -> None:
    first = desk.call()
    assert [no for no, _ in numbered(first)] == ["1.1", "5.1"]

    second = desk.call()
    assert [(no, item.requested) for no, item in numbered(second)] == [
        ("1.1", "noted"),
        ("2.1", "adopted"),
        ("5.1", "endorsed"),
    ]
    adoption = find_item(second, "2.1")
    assert adoption is not None
    assert adoption.title == "รับรองรายงานการประชุม ครั้งที่ 1/2566"
    assert adoption.about.code == first.code


def test_the_order_of_the_agenda_is_that_of_its_parts(desk: Desk) -> None:
    other = {**MATTER, "section": "4", "title": "เพื่อทราบ"}
    meeting = desk.call(agenda=[MATTER, other, {**MATTER, "title": "เรื่องที่สอง"}])

    assert [(no, item.title) for no, item in numbered(meeting)][1:] == [
        ("4.1", "เพื่อทราบ"),
        ("5.1", MATTER["title"]),
        ("5.2", "เรื่องที่สอง"),
    ]
    stored = meeting.content_hash
    services.refresh(desk.session, desk.secretariat, meeting)
    assert meeting.content_hash == stored


def test_a_matter_may_be_about_any_record(desk: Desk, country: list[str]) -> None:
    meeting = desk.call(agenda=[{**MATTER, "about": "PLAN-2566-0001"}, {**MATTER, "about": "MOU-2566-0001"}])

    assert [item.about.type for _, item in numbered(meeting) if item.about] == ["plans", "mous"]
    with pytest.raises(Invalid):
        desk.call(agenda=[{**MATTER, "about": "PLAN-2566-9999"}])


@pytest.mark.parametrize(
    ("numbering", "day", "year"),
    [
        ("calendar", date(2022, 12, 9), 2565),
        ("fiscal", date(2022, 12, 9), 2566),
        ("fiscal", date(2023, 9, 30), 2566),
        ("fiscal", date(2023, 10, 1), 2567),
        ("calendar", date(2023, 1, 1), 2566),
    ],
)
def test_the_year_of_a_number(numbering: str, day: date, year: int) -> None:
    assert year_of(numbering, day) == year
    assert number_of(1, year) == f"1/{year}"
