"""Feeds: secret, revocable, of what their owner may see at the time of asking, and readable by calendars."""

import logging
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.calendar.models import CalendarFeed
from planhub.kernel.clock import BANGKOK
from planhub.meetings.models import Meeting
from planhub.people.models import User
from planhub.people.queries import find_user
from planhub.plans.models import IntegratedPlan
from planhub.record.models import Record, RecordParty
from tests.client import HouseClient
from tests.features.meetings import world


@pytest.fixture(autouse=True)
def _february() -> Iterator[None]:
    with time_machine.travel(world.NOW, tick=False):
        yield


@pytest.fixture
def meeting(db_session: Session) -> Meeting:
    world.lay(db_session, world.provinces(db_session, 3))
    world.committee(db_session)
    header = world._header(
        "meetings", "MTG-2566-0001", "ประชุมคณะทำงานร่วม " + "ขับเคลื่อนงาน " * 12, "invited", "NXPO"
    )
    one = Meeting(
        **header,
        committee_code="JOINT",
        seq_no=1,
        year_be=2566,
        held_on=date(2023, 3, 15),
        starts_at=datetime(2023, 3, 15, 9, 30).time(),  # noqa: DTZ001 - a time of day
        place="ห้องประชุมใหญ่",
    )
    world._reach(one, ("NXPO", *world.CORE), ())
    db_session.add(one)
    db_session.flush()
    return one


def begin(client: HouseClient, login: str = "coordinator.codi", **form: str) -> str:
    """Make a feed as somebody does, sign out, and give its path."""
    client.sign_in(login)
    page = client.post("/calendar/feeds", data={"scope": "agency", **form})
    assert page.status_code == 200, page.status_code
    found = re.search(r'value="http://localhost(/calendar/feed/[\w-]{43}\.ics)"', page.text)
    assert found
    client.sign_out()
    return found[1]


def events(client: HouseClient, path: str) -> dict[str, Any]:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    found = Calendar.from_ical(answer.data)
    assert [zone["TZID"] for zone in found.walk("VTIMEZONE")] in ([], ["Asia/Bangkok"])
    entries = found.walk("VEVENT")
    assert len({str(e["UID"]) for e in entries}) == len(entries), "identities are unique"
    return {str(e["UID"]): e for e in entries}


def test_a_calendar_reads_the_feed_without_signing_in(client: HouseClient, meeting: Meeting) -> None:
    path = begin(client)
    found = events(client, path)
    own = found[f"{meeting.id}@planhub"]
    assert own.decoded("DTSTART") == datetime(2023, 3, 15, 9, 30, tzinfo=BANGKOK)
    assert own.decoded("DTEND") - own.decoded("DTSTART") == timedelta(hours=3)
    assert str(own["SUMMARY"]) == meeting.title
    assert str(own["STATUS"]) == "CONFIRMED"
    assert str(own["URL"]) == "http://localhost/meetings/MTG-2566-0001"
    steps = [e for uid, e in found.items() if uid.endswith("-milestone@planhub")]
    assert steps
    assert {e.decoded("DTSTART") for e in steps} >= {date(2023, 8, 31)}
    raw = client.get(path).data
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert b"BEGIN:VTIMEZONE" in raw
    assert "Set-Cookie" not in client.get(path).headers


def test_a_moved_and_a_cancelled_meeting_keep_their_identity(
    client: HouseClient, db_session: Session, meeting: Meeting
) -> None:
    path = begin(client)
    before = events(client, path)[f"{meeting.id}@planhub"]
    meeting.held_on = date(2023, 3, 22)
    db_session.flush()
    moved = events(client, path)[f"{meeting.id}@planhub"]
    assert moved.decoded("DTSTART").date() == date(2023, 3, 22)
    assert int(moved["SEQUENCE"]) > int(before["SEQUENCE"])
    meeting.state = "cancelled"
    db_session.flush()
    assert str(events(client, path)[f"{meeting.id}@planhub"]["STATUS"]) == "CANCELLED"


def test_the_feed_tells_what_its_owner_may_see_at_the_time_of_asking(
    client: HouseClient, db_session: Session, meeting: Meeting
) -> None:
    path = begin(client, "coordinator.pmua", scope="all")
    assert f"{meeting.id}@planhub" in events(client, path)
    db_session.query(RecordParty).filter_by(record_id=meeting.id, org_code="PMUA").delete()
    db_session.flush()
    assert f"{meeting.id}@planhub" not in events(client, path)


def test_a_wrong_a_revoked_and_a_closed_account_s_address_are_unknown(
    client: HouseClient, db_session: Session, meeting: Meeting
) -> None:
    path = begin(client)
    assert client.get("/calendar/feed/" + "x" * 43 + ".ics").status_code == 404
    assert client.get("/calendar/feed/x.ics").status_code == 404
    other = begin(client, "viewer")
    user = db_session.scalars(select(User).where(User.login == "viewer")).one()
    user.is_disabled = True
    assert client.get(other).status_code == 404
    feed = db_session.scalars(select(CalendarFeed).where(CalendarFeed.user_id != user.id)).one()
    client.sign_in("coordinator.eef")
    assert client.post(f"/calendar/feeds/{feed.id}/revoke").status_code == 404, "only one's own"
    assert client.get(path).status_code == 200
    client.sign_in("coordinator.codi")
    assert client.post(f"/calendar/feeds/{feed.id}/revoke").status_code == 303
    assert client.get(path).status_code == 404


def test_the_secret_is_shown_once_and_kept_nowhere(
    client: HouseClient, db_session: Session, meeting: Meeting, caplog: pytest.LogCaptureFixture
) -> None:
    path = begin(client)
    token = path.removeprefix("/calendar/feed/").removesuffix(".ics")
    with caplog.at_level(logging.INFO):
        client.get(path)
    assert token not in caplog.text
    row = db_session.scalars(select(CalendarFeed)).one()
    assert token not in repr(vars(row))
    client.sign_in("coordinator.codi")
    assert token not in client.get("/calendar/feeds").text
    account = client.get("/me").text
    assert "/calendar/feeds" in account
    assert "1 ชุด" in account


def test_an_unchanged_feed_is_not_sent_again(
    client: HouseClient, db_session: Session, meeting: Meeting
) -> None:
    path = begin(client)
    first = client.get(path)
    assert first.headers["Cache-Control"] == "private, max-age=900"
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    meeting.title = "ชื่อใหม่"
    db_session.flush()
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_fetching_without_end_and_guessing_are_refused(client: HouseClient, meeting: Meeting) -> None:
    path = begin(client)
    codes = [client.get(path).status_code for _ in range(61)]
    assert (codes[0], codes[-1]) == (200, 429)
    wrong = [client.get(f"/calendar/feed/{n:043}.ics").status_code for n in range(31)]
    assert (wrong[0], wrong[-1]) == (404, 429)


def test_a_feed_of_a_plan_and_of_a_committee(
    client: HouseClient, db_session: Session, meeting: Meeting
) -> None:
    plan = db_session.scalars(select(IntegratedPlan).where(Record.code == "PLAN-2566-0001")).one()
    found = events(client, begin(client, "secretariat", plan=plan.code))
    assert {str(e["URL"]).rsplit("/", 1)[1][:8] for e in found.values()} == {
        "PLAN-256",
        "ACT-2566",
        "RPT-2566",
    }
    assert all("-02" not in str(e["URL"])[-5:-2] for e in found.values())
    found = events(client, begin(client, committee="JOINT"))
    assert set(found) == {f"{meeting.id}@planhub"}
    client.sign_in("coordinator.codi")
    plan.state = "draft"
    plan.owner_org = "EEF"
    db_session.query(RecordParty).filter_by(record_id=plan.id).delete()
    db_session.flush()
    for wish in ({"plan": plan.code}, {"plan": "PLAN-0"}, {"committee": "NONE"}):
        assert client.post("/calendar/feeds", data={"scope": "all", **wish}).status_code == 404


def test_nobody_collects_feeds(client: HouseClient, db_session: Session) -> None:
    user = find_user(db_session, login="viewer")
    assert user is not None
    client.sign_in("viewer")
    answers = [client.post("/calendar/feeds", data={"scope": "mine"}).status_code for _ in range(21)]
    assert answers == [200] * 20 + [422]
    for wish in ({"scope": "x"}, {"scope": "all", "plan": "PLAN-1", "committee": "JOINT"}):
        assert client.post("/calendar/feeds", data=wish).status_code == 422
