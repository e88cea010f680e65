"""Reads for lights, packs and the grid: the newest certified figures, what is missing, who has reported."""

from datetime import date

import pytest

from planhub.activities.models import JointActivity
from planhub.kernel import clock
from planhub.progress import queries
from planhub.progress.models import ProgressReport
from planhub.record import flow
from tests.conftest import MaxQueries
from tests.features.progress.conftest import BEGUN, FILLED, Desk, at

AFTER = date(2026, 1, 16)
"""The day after the report of the first quarter was due."""


def second_quarter(desk: Desk, activity: JointActivity) -> ProgressReport:
    desk.generate()
    flow.run_due(desk.session)
    desk.session.flush()
    return desk.reports(activity)[1]


def test_what_is_not_certified_is_not_reported(desk: Desk, report: ProgressReport) -> None:
    desk.move(desk.filled(report), "submit", "area.roiet")

    found = queries.latest(desk.session, [report.activity_id], on=AFTER)

    assert found.reported == {}
    assert found.is_missing(report.activity_id)


def test_certified_figures_are_given_with_their_sums(desk: Desk, report: ProgressReport) -> None:
    report = desk.move(desk.filled(report), "submit", "area.roiet")
    desk.move(report, "certify", "coordinator.codi")

    found = queries.latest(desk.session, [report.activity_id], on=AFTER)

    one = found.reported[report.activity_id]
    assert (one.code, one.period, one.pct, one.planned_pct, one.status) == (
        report.code,
        "2569-1",
        0,
        30,
        "on_track",
    )
    assert (one.committed, one.disbursed) == (10_000_000, 8_000_000)
    assert not found.is_missing(report.activity_id)


def test_nothing_is_missing_before_its_day(desk: Desk, report: ProgressReport) -> None:
    found = queries.latest(desk.session, [report.activity_id], on=report.due_on)

    assert found.owed == {}
    assert not found.is_missing(report.activity_id)


def test_the_newest_quarter_counts_and_the_older_figures_stay_visible(
    desk: Desk, report: ProgressReport
) -> None:
    desk.accepted(report)
    with clock.at(at(2026, 4, 20)):
        second = second_quarter(desk, report.activity)
        found = queries.latest(desk.session, [report.activity_id])
        assert found.reported[report.activity_id].period == "2569-1"
        assert found.owed[report.activity_id].code == second.code
        assert found.is_missing(report.activity_id)

        desk.accepted(second, figures=[{"indicator": "ครัวเรือนร่วม", "actual": "25"}, FILLED["figures"][1]])
        found = queries.latest(desk.session, [report.activity_id])
    assert found.reported[report.activity_id].period == "2569-2"
    assert not found.is_missing(report.activity_id)


def test_a_waived_report_is_not_missing(desk: Desk, report: ProgressReport) -> None:
    desk.move(report, "waive", "secretariat", note="น้ำท่วม", values={"decision_no": "มติ 1/2569"})

    assert not queries.latest(desk.session, [report.activity_id], on=AFTER).is_missing(report.activity_id)


@pytest.mark.parametrize("many", [1, 12])
def test_two_queries_serve_any_number_of_activities(desk: Desk, max_queries: MaxQueries, many: int) -> None:
    with clock.at(BEGUN):
        ids = [desk.activity(f"กิจกรรม {n}").id for n in range(many)]
    with clock.at(at(2026, 1, 20)):
        desk.generate()
        with max_queries(2):
            found = queries.latest(desk.session, ids)
    assert len(found.owed) == many


def test_no_activity_costs_no_query(desk: Desk, max_queries: MaxQueries) -> None:
    with max_queries(0):
        assert queries.latest(desk.session, []).reported == {}


def test_the_grid_tells_in_late_missing_returned_and_waived(desk: Desk, max_queries: MaxQueries) -> None:
    with clock.at(BEGUN):
        made = [desk.activity(f"กิจกรรม {n}") for n in range(5)]
        other = desk.activity("ของ กสศ.", "EEF", partners=[], budget_lines=[])
        wide = desk.activity("หลายจังหวัด", area_codes=["4501", "4902"])
    with clock.at(at(2026, 1, 10)):
        desk.generate()
        accepted, late, returned, waived, _missing = (desk.reports(a)[0] for a in made)
        desk.accepted(accepted)
        back = desk.move(desk.filled(returned), "submit", "area.roiet")
        desk.back(back, "return_inside", "director.codi")
        desk.move(waived, "waive", "secretariat", note="น้ำท่วม", values={"decision_no": "1/2569"})
    with clock.at(at(2026, 1, 20)):
        sent = desk.move(desk.filled(late), "submit", "area.roiet")
        desk.move(sent, "certify", "coordinator.codi")
        with max_queries(1):
            rows = queries.grid(desk.session, 2569)

    by_place = {(row.province, row.org): row.cell(1) for row in rows}
    assert by_place["45", "CODI"] == queries.Cell(
        expected=4, certified=2, accepted=1, late=1, returned=1, missing=2, waived=1
    )
    assert by_place["45", "EEF"] == queries.Cell(expected=1, missing=1)
    assert by_place[None, "CODI"] == queries.Cell(expected=1, missing=1)
    assert [row.province for row in rows] == ["45", "45", None]
    assert (other.owner_org, wide.province_code) == ("EEF", None)
    assert not by_place["45", "CODI"].is_complete
    assert rows[0].cell(2) == queries.Cell(expected=5)
    assert rows[0].cell(3) == queries.Cell()
