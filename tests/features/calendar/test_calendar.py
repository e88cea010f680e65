"""The calendar tells the days that the types declare, to those who may see them, however many there are."""

import re
from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from planhub.activities.models import JointActivity
from planhub.calendar import drawn
from planhub.calendar.queries import AGENCY, ALL, MINE, Asked, Day, days, kinds_by_key
from planhub.infra.workdays import holiday
from planhub.meetings.models import Meeting
from planhub.plans.models import IntegratedPlan
from planhub.record.models import Record, RecordParty
from planhub.record.types import registry
from tests.client import HouseClient
from tests.conftest import Actors, MaxQueries
from tests.features.meetings import world

FIRST, LAST = date(2023, 1, 1), date(2023, 12, 31)


@pytest.fixture(autouse=True)
def _february() -> object:
    with time_machine.travel(world.NOW, tick=False):
        yield


@pytest.fixture
def country(db_session: Session) -> Sequence[str]:
    """Three provinces at work, and a meeting at half past nine on 15 March."""
    codes = world.provinces(db_session, 3)
    world.lay(db_session, codes)
    world.committee(db_session)
    header = world._header("meetings", "MTG-2566-0001", "ประชุมคณะทำงานร่วม", "invited", "NXPO")
    meeting = Meeting(
        **header,
        committee_code="JOINT",
        seq_no=1,
        year_be=2566,
        held_on=date(2023, 3, 15),
        starts_at=time(9, 30),
        place="ห้องประชุมใหญ่",
    )
    world._reach(meeting, ("NXPO", *world.CORE), ())
    db_session.add(meeting)
    db_session.flush()
    return codes


def told(session: Session, actor: Any, scope: str = ALL, **more: Any) -> list[Day]:
    return list(
        days(session, actor, Asked(more.pop("first", FIRST), more.pop("last", LAST), scope, **more)).rows
    )


def test_every_kind_is_declared_once_and_asks_a_right_that_exists() -> None:
    found = kinds_by_key()
    assert len(found) == sum(len(rt.days) for rt in registry.all())
    assert {"meeting", "ceremony", "parts_due", "milestone", "report_due", "action_due", "mou_end"} <= set(
        found
    )
    for rt, kind in found.values():
        assert any(g.permission == kind.calls for g in rt.policy.grants), kind.key
        assert len(kind.states) == len(kind.open) + len(kind.met) + len(kind.off), kind.key


def test_the_days_of_the_year_are_told_in_order(
    db_session: Session, country: Sequence[str], actors: Actors
) -> None:
    found = told(db_session, actors["auditor"])
    assert [d.day for d in found] == sorted(d.day for d in found)
    kinds = {d.kind for d in found}
    assert {"meeting", "milestone", "activity_end", "report_due", "mou_end", "plan_end"} <= kinds
    (meeting,) = (d for d in found if d.kind == "meeting")
    assert (meeting.day, str(meeting.starts_at), meeting.place) == (
        date(2023, 3, 15),
        "09:30:00",
        "ห้องประชุมใหญ่",
    )
    steps = [d for d in found if d.kind == "milestone"]
    assert {d.note for d in steps} == {"ดำเนินงาน"}
    assert not any(d.is_met for d in steps)
    assert all(d.is_met for d in found if d.kind == "report_due"), "accepted reports are met"


def test_whose_days_they_are(db_session: Session, country: Sequence[str], actors: Actors) -> None:
    mine = told(db_session, actors["coordinator.codi"], MINE)
    assert {d.owner_org for d in mine if d.kind == "milestone"} == {"CODI"}
    agency = told(db_session, actors["coordinator.codi"], AGENCY)
    assert {d.owner_org for d in agency if d.kind == "milestone"} == {"CODI", "PMUA"}
    assert {d.code for d in mine} < {d.code for d in agency}
    everything = {d.code for d in told(db_session, actors["auditor"])}
    assert {d.code for d in agency} < everything
    assert not [d for d in told(db_session, actors["viewer"], MINE) if d.kind != "meeting"]


def test_nobody_is_told_of_a_draft_of_others(
    db_session: Session, country: Sequence[str], actors: Actors
) -> None:
    plan = db_session.scalars(select(IntegratedPlan).where(Record.code == "PLAN-2566-0001")).one()
    plan.state, plan.title = "collecting", "แผนลับ"
    plan.parts_due_on = date(2023, 5, 2)
    meeting = db_session.scalars(select(Meeting)).one()
    meeting.state, meeting.title = "draft", "ประชุมลับ"
    db_session.query(RecordParty).where(RecordParty.record_id.in_([plan.id, meeting.id])).delete()
    parties = ((meeting.id, "NXPO"), (meeting.id, "CODI"), (plan.id, "CODI"), (plan.id, "EEF"))
    db_session.add_all(RecordParty(record_id=key, org_code=org) for key, org in parties)
    db_session.flush()
    for login, sees_plan, sees_meeting in (
        ("coordinator.codi", True, True),
        ("coordinator.pmua", False, False),
        ("area.roiet", True, False),
        ("secretariat", True, True),
    ):
        titles = {d.title for d in told(db_session, actors[login])}
        assert ("แผนลับ" in titles) is sees_plan, login
        assert ("ประชุมลับ" in titles) is sees_meeting, login


def test_filters_by_kind_province_plan_and_committee(
    db_session: Session, country: Sequence[str], actors: Actors
) -> None:
    auditor = actors["auditor"]
    assert {d.kind for d in told(db_session, auditor, kinds=["report_due"])} == {"report_due"}
    assert {d.code for d in told(db_session, auditor, province="45", kinds=["activity_end"])} == {
        f"ACT-2566-010{n}" for n in (1, 2, 3)
    }
    plan = db_session.scalars(select(Record.id).where(Record.code == "PLAN-2566-0002")).one()
    found = told(db_session, auditor, plan=plan)
    assert {d.code for d in found if d.type == "activities"} == {f"ACT-2566-020{n}" for n in (1, 2, 3)}
    assert {d.code for d in found if d.type == "progress-reports"} == {"RPT-2566-0201", "RPT-2566-0202"}
    assert {d.code for d in told(db_session, auditor, committee="JOINT")} == {"MTG-2566-0001"}
    assert not told(db_session, auditor, plan="-")


def test_days_of_work_that_was_called_off_are_told_to_calendars_alone(
    db_session: Session, country: Sequence[str], actors: Actors
) -> None:
    one = db_session.scalars(select(JointActivity).where(Record.code == "ACT-2566-0101")).one()
    one.state = "cancelled"
    db_session.flush()
    assert one.code not in {d.code for d in told(db_session, actors["auditor"]) if d.type == "activities"}
    off = [d for d in told(db_session, actors["auditor"], called_off=True) if d.code == one.code]
    assert off
    assert all(d.is_off for d in off)


# --- drawn --------------------------------------------------------------------------------------------------------


def test_a_month_begins_on_sunday_and_holds_every_day_once() -> None:
    for first in (date(2026, 11, 1), date(2026, 2, 1), date(2024, 2, 1), date(2023, 10, 1)):
        start, end = drawn.span_of(first)
        assert (start.weekday(), end.weekday()) == (6, 5)
        cells = [cell for week in drawn.weeks(first, (), first) for cell in week]
        assert [c.day for c in cells if c.in_month] == [
            first + timedelta(days=n) for n in range(sum(c.in_month for c in cells))
        ]
        assert cells[0].day == start
        assert cells[-1].day == end
        assert (cells[-1].day + timedelta(days=1)).replace(day=1) >= (first + timedelta(days=28)).replace(
            day=1
        )


def test_holidays_have_names_in_both_languages() -> None:
    named = holiday(date(2026, 12, 5))
    assert named is not None
    assert re.search("[ก-๙]", named.th)
    assert named.en.isascii()
    assert holiday(date(2026, 11, 23)) is None


def test_the_page_says_the_month_and_goes_on(client: HouseClient, country: Sequence[str]) -> None:
    client.sign_in("coordinator.codi")
    page = client.get("/calendar?month=2566-03&scope=all").text
    for words in ("มีนาคม 2566", "อาทิตย์", "ประชุมคณะทำงานร่วม", "09.30 น.", "month=2566-02", "month=2566-04"):
        assert words in page, words
    assert page.index("อาทิตย์") < page.index("จันทร์")
    listed = client.get("/calendar?month=2566-03&scope=all&view=list").text
    assert "ประชุมคณะทำงานร่วม" in listed
    assert "วันพุธที่ 15 มีนาคม พ.ศ. 2566" in listed
    own = client.get("/plans/PLAN-2566-0001").text
    assert "/calendar?view=list&amp;plan=PLAN-2566-0001" in own or "/calendar?plan=PLAN-2566-0001" in own
    planned = client.get("/calendar?plan=PLAN-2566-0001&view=list&month=2566-07").text
    assert "ดำเนินงาน" in planned
    assert "เดือนนี้ไม่มีรายการ" in client.get("/calendar?month=2580-03").text


@pytest.mark.parametrize(
    "address",
    [
        "month=x",
        "month=99999-1",
        "month=2566-13",
        "day=2566-01-01",
        "kinds=x&kinds=meeting",
        "plan=PLAN-1",
        "scope='",
    ],
)
def test_what_cannot_be_read_is_told_or_left_out(client: HouseClient, address: str) -> None:
    client.sign_in("viewer")
    assert client.get(f"/calendar?{address}").status_code == 200


def test_many_of_a_kind_are_told_as_one_and_cost_no_more(
    client: HouseClient, db_session: Session, country: Sequence[str], max_queries: MaxQueries
) -> None:
    client.sign_in("auditor")
    address = "/calendar?month=2566-08&scope=all"
    client.get(address)
    with max_queries(6):
        few = client.get(address).text
    made = [world._activity(7000 + n, "45", _mou(db_session)) for n in range(40)]
    db_session.add_all(made)
    with max_queries(6 + len(made)):  # the rows above are written first
        many = client.get(address).text
    assert "9 รายการ" in few
    assert "49 รายการ" in many
    assert len(many) < len(few) + 500
    link = re.search(r'href="(/calendar\?[^"]*day=2023-08-31[^"]*)"', many)
    assert link
    assert client.get(link[1].replace("&amp;", "&")).text.count('class="cal-day"') == 49


def _mou(session: Session) -> Any:
    return session.scalars(select(Record).where(Record.code == "MOU-2563-0004")).one()


def test_days_are_found_by_their_index(
    db_session: Session, country: Sequence[str], actors: Actors, engine_name: str
) -> None:
    if engine_name != "sqlite":
        pytest.skip("PostgreSQL weighs statistics that a small world does not have")
    seen: list[str] = []
    connection = db_session.connection()
    asked = Asked(FIRST, LAST, ALL)

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.startswith("SELECT") and "UNION ALL" in statement:
            driver: Any = connection.connection.driver_connection
            rows = driver.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            seen.extend(row[3] for row in rows)

    event.listen(connection, "before_cursor_execute", note)
    try:
        days(db_session, actors["coordinator.codi"], asked)
    finally:
        event.remove(connection, "before_cursor_execute", note)
    assert [s for s in seen if "ix_progress_report_due_on" in s]
    assert [s for s in seen if "ix_activity_milestone_due_on" in s]
    assert not [s for s in seen if re.search(r"SCAN (record|activity|progress_report)\b", s) or "type=?" in s]
