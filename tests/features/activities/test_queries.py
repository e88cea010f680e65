"""Reads of activities for other pages: right sums, few queries, and nothing that the reader may not see."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from planhub.activities import queries
from planhub.activities.measures import Light, Money, budget_table
from planhub.activities.models import SOURCES, JointActivity
from planhub.kernel.access import SYSTEM
from tests.conftest import MaxQueries
from tests.features.activities.desk import Desk, proposal, spent


def test_a_sheet_has_the_sums_and_the_light_of_its_rows(desk: Desk, db_session: Session) -> None:
    activity = desk.running()
    steps = [
        {"title": m.title, "weight": m.weight, "due_on": m.due_on.isoformat(), "done_on": done, "id": m.id}
        for m, done in zip(activity.milestones, ("2023-02-10", None, None), strict=True)
    ]
    activity = desk.save(activity, "coordinator.codi", milestones=steps, budget_lines=spent(activity, "40"))
    (sheet,) = queries.list_sheets(db_session, JointActivity.id == activity.id)
    assert (sheet.code, sheet.lead_org, sheet.state) == (activity.code, "CODI", "in_progress")
    assert (sheet.physical, sheet.planned, sheet.light) == (30, 60, Light.RED)
    assert (sheet.physical, sheet.planned, sheet.light) == (
        activity.physical,
        activity.planned_percent,
        activity.light,
    )
    assert sheet.money == activity.money == Money(125_000_050, 100_000, 0, 8_000, 0)


def test_an_activity_without_rows_has_no_progress_and_no_money(desk: Desk, db_session: Session) -> None:
    activity = desk.activity(milestones=[], budget_lines=[])
    (sheet,) = queries.list_sheets(db_session, JointActivity.id == activity.id)
    assert (sheet.physical, sheet.planned, sheet.light, sheet.money) == (None, None, Light.NOT_DUE, Money())


def test_a_province_answers_in_three_queries_whatever_it_holds(
    desk: Desk, db_session: Session, max_queries: MaxQueries
) -> None:
    actor = desk.actor("secretariat")
    for n in range(4):
        desk.activity(title=f"กิจกรรม {n}", area_codes=["450101"] if n % 2 else ["45"])
        with max_queries(3):
            assert len(queries.of_province(db_session, actor, "45", fiscal_year=2566)) == n + 1
    assert queries.of_province(db_session, actor, "49") == []
    assert queries.of_province(db_session, actor, "45", fiscal_year=2568) == []


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("2022-10-01", "2023-09-30", {2566}),
        ("2022-09-30", "2022-10-01", {2565, 2566}),
        ("2023-10-01", "2024-12-31", {2567, 2568}),
    ],
)
def test_an_activity_belongs_to_every_fiscal_year_that_it_touches(
    desk: Desk, db_session: Session, start: str, end: str, years: set[int]
) -> None:
    desk.activity(start=start, end=end)
    found = {y for y in range(2564, 2570) if queries.of_province(db_session, SYSTEM, "45", fiscal_year=y)}
    assert found == years


def test_readers_find_only_what_they_may_see(desk: Desk, db_session: Session) -> None:
    proposed, accepted = desk.activity(title="เสนอ"), desk.accepted(title="ตอบรับ")

    def seen_by(login: str) -> set[str]:
        return {s.code for s in queries.of_province(db_session, desk.actor(login), "45")}

    assert seen_by("coordinator.codi") == {proposed.code, accepted.code}
    assert seen_by("coordinator.eef") == {accepted.code}
    assert seen_by("coordinator.pmua") == set()
    assert seen_by("area.roiet") == seen_by("viewer") == {accepted.code}
    assert seen_by("system") == set()


def test_cancelled_money_is_given_back(desk: Desk, db_session: Session) -> None:
    kept, gone = desk.accepted(), desk.accepted()
    desk.move(gone, "cancel", "director.codi", note="ไม่มีงบ")
    ids = [kept.id, gone.id, kept.id]
    sums = queries.budget_sums(db_session, ids)
    assert [(s.org, s.source, s.fiscal_year, s.planned) for s in sums] == [
        ("CODI", "agency_budget", 2566, 100_000_050),
        ("EEF", "fund", 2566, 25_000_000),
    ]
    assert queries.budget_sums(db_session, []) == []
    assert [s.code for s in queries.of_province(db_session, SYSTEM, "45")] == [kept.code]


def test_sums_by_the_database_equal_sums_by_the_lines(
    desk: Desk, db_session: Session, max_queries: MaxQueries
) -> None:
    lines = [
        {"org": "CODI", "source": "fund", "fiscal_year": year, "planned": baht, "allocated": "3"}
        for year, baht in (("2566", "0.01"), ("2567", "9999999.99"))
    ]
    activities = [desk.activity(), desk.activity(budget_lines=[*proposal()["budget_lines"], *lines])]
    ids = [a.id for a in activities]
    with max_queries(1):
        sums = queries.budget_sums(db_session, ids)
    by_database = budget_table(sums, SOURCES)
    by_lines = budget_table([line for a in activities for line in desk.fresh(a).budget_lines], SOURCES)
    assert by_database == by_lines
    assert by_lines.total.planned == 2 * 125_000_050 + 1 + 999_999_999


def test_agencies_find_what_they_lead_and_what_they_take_part_in(desk: Desk, db_session: Session) -> None:
    mine, theirs = desk.accepted(), desk.accepted(partners=[], budget_lines=[proposal()["budget_lines"][0]])
    assert {s.code for s in queries.of_agency(db_session, SYSTEM, "CODI")} == {mine.code, theirs.code}
    assert {s.code for s in queries.of_agency(db_session, SYSTEM, "EEF")} == {mine.code}


def test_header_province_and_year_follow_areas_and_start(desk: Desk) -> None:
    activity = desk.activity()
    assert (activity.province_code, activity.fiscal_year) == ("45", 2566)
    activity = desk.save(activity, "coordinator.codi", area_codes=["450101", "49"], start="2022-09-30")
    assert (activity.province_code, activity.fiscal_year) == (None, 2565)
    assert {row.area_code for row in activity.area_rows} == {"450101", "49"}
    assert activity.start == date(2022, 9, 30)
