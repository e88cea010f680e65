"""Assignments come back by themselves until they are closed; the list says how each stands, the nudge is polite."""

from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.meetings.agenda.numbers import find_item, numbered
from planhub.meetings.feature import ACTION_ITEMS
from planhub.meetings.follow_up import nudge, reading
from planhub.meetings.follow_up.models import ActionCarry
from planhub.meetings.models import ActionItem, Meeting
from planhub.record import services
from tests.client import HouseClient
from tests.conftest import MaxQueries
from tests.features.meetings.conftest import MATTER, Desk
from tests.features.meetings.test_walk import ASSIGN


def action_of(session: Session) -> ActionItem:
    session.expire_all()
    code = session.scalars(select(ActionItem.code)).one()
    loaded: ActionItem = services.load(session, ACTION_ITEMS, code)
    return loaded


def ended(desk: Desk, meeting: Meeting) -> None:
    for no, item in numbered(desk.load(meeting)):
        if not any(r.item_id == item.id for r in desk.load(meeting).resolutions):
            desk.move(desk.load(meeting), "resolve_item", item=no, kind="noted", text="รับทราบ")
    desk.move(desk.load(meeting), "adjourn", ended_at="12:00")


@pytest.fixture
def assigned(desk: Desk, country: Sequence[str]) -> Meeting:
    meeting = desk.to_session(desk.call())
    desk.move(meeting, "resolve_item", item="5.1", **ASSIGN)
    ended(desk, meeting)
    return desk.load(meeting)


def test_an_assignment_is_carried_three_times_by_itself_and_then_closed(
    desk: Desk, assigned: Meeting
) -> None:
    assert action_of(desk.session).carried == 0, "its own meeting does not count"
    for n in (1, 2, 3):
        following = desk.to_session(desk.call(agenda=[{**MATTER, "title": f"เรื่องของครั้งที่ {n + 1}"}]))
        arising = find_item(following, "3.1")
        assert arising is not None
        assert arising.about is not None
        assert arising.about.id == action_of(desk.session).id
        if n == 2:  # the meeting itself gives a new day: the same meeting counts once
            desk.move(action_of(desk.session), "carry_over", due_on="30/6/2566", note="รอข้อมูลจากตำบล")
        ended(desk, following)
        assert action_of(desk.session).carried == n
    rows = desk.session.scalars(select(ActionCarry).order_by(ActionCarry.at, ActionCarry.id)).all()
    assert sorted(r.is_by_hand for r in rows) == [False, False, True]
    assert len({r.meeting_id for r in rows}) == 3
    action = action_of(desk.session)
    assert (action.due_on, action.state) == (date(2023, 6, 30), "carried")

    desk.move(action, "complete", login="coordinator.codi", result="ส่งครบ")
    last = desk.to_session(desk.call())
    assert [i.about.code for i in last.agenda if i.section == "3" and i.about] == [action.code], (
        "done ones come to be verified"
    )
    desk.move(action_of(desk.session), "verify")
    ended(desk, last)
    assert action_of(desk.session).carried == 3
    assert [i for i in desk.call().agenda if i.section == "3"] == []


def test_what_is_assigned_reaches_an_agenda_that_was_drawn_up_before(
    desk: Desk, country: Sequence[str]
) -> None:
    meeting = desk.to_session(desk.call())
    following = desk.call(held_on="2023-03-10")
    assert find_item(following, "3.1") is None
    desk.move(desk.load(meeting), "resolve_item", item="5.1", **ASSIGN)
    ended(desk, meeting)
    arising = find_item(desk.load(following), "3.1")
    assert arising is not None
    assert arising.title == action_of(desk.session).title


def test_the_list_says_how_each_stands(
    client: HouseClient, desk: Desk, assigned: Meeting, max_queries: MaxQueries
) -> None:
    client.sign_in("coordinator.codi")
    code = action_of(desk.session).code
    client.get("/follow-up")  # what the test prepared is written, and caches are warm
    with max_queries(7):
        text = client.get("/follow-up?org=CODI").get_data(as_text=True)
    assert code in text
    assert "อยู่ในกำหนด" in text
    assert code not in client.get("/follow-up?org=EEF").get_data(as_text=True)
    assert code not in client.get("/follow-up?stands=late").get_data(as_text=True)
    assert "ข้อความติดตาม" not in text, "only the secretariat is offered the nudge"
    with clock.at(clock.now() + timedelta(days=60)):
        late = reading.list_lines(desk.session, desk.secretariat, reading.Asked(stands="late"))
        assert [line.code for line in late] == [code]
        assert late[0].late(clock.today()) == 21
    book = CalamineWorkbook.from_filelike(BytesIO(client.get("/follow-up/list.xlsx").data))
    cells = [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert code in cells


def test_the_nudge_is_polite_and_names_posts(client: HouseClient, desk: Desk, assigned: Meeting) -> None:
    people = {a.name for a in assigned.attendees}
    client.sign_in("secretariat")
    text = client.get("/follow-up/nudge?org=CODI").get_data(as_text=True)
    assert "เรียน ผู้ประสานงาน พอช." in text
    assert "ขอบพระคุณ" in text
    assert "data-copy" in text
    lines = reading.list_lines(desk.session, desk.secretariat, reading.Asked(org="CODI"))
    said = nudge.write("พอช.", lines, clock.today() + timedelta(days=60), "http://x/follow-up?org=CODI")
    assert "ครบกำหนดแล้วเมื่อ 31 มี.ค. 2566" in said
    for person in people:
        assert person not in said
    for blame in ("ล่าช้า", "ผิด", "ต้อง"):
        assert blame not in said.replace("ต้องการ", "")
    assert nudge.write("กสศ.", [], clock.today(), "x") == ""
    assert client.get("/follow-up/nudge?org=XX").status_code == 404
