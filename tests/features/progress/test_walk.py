"""The life of a report: who may do what, what a move leaves behind, what is locked."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from planhub.activities.models import JointActivity
from planhub.infra.jobs import Job
from planhub.kernel import clock
from planhub.kernel.errors import Denied, GuardFailed, Invalid, NotFound
from planhub.progress.effects import HARVEST
from planhub.progress.models import ProgressReport
from planhub.progress.records import flags
from planhub.record import events, flow, services
from planhub.record.types import registry
from tests.features.progress.conftest import FILLED, Desk, at


def reasons(desk: Desk, report: ProgressReport, move: str, login: str) -> set[str]:
    return {r.key for r in desk.moves(report, login)[move].reasons}


def test_a_report_walks_from_its_window_to_acceptance(desk: Desk, report: ProgressReport) -> None:
    report = desk.accepted(report)

    assert report.state == "accepted"
    assert desk.history(report) == [
        "create",
        "open_window",
        "begin_draft",
        "submit",
        "certify",
        "take_up",
        "accept",
    ]
    assert (report.rating, report.accepted_on, report.submitted_on) == (
        "on_plan",
        date(2026, 1, 5),
        date(2026, 1, 5),
    )
    status = events.recompute(desk.session, report)
    assert (status.state, status.round) == ("accepted", 1)


def test_the_first_edit_begins_the_draft_and_saving_nothing_new_does_not(
    desk: Desk, report: ProgressReport
) -> None:
    assert desk.save(report, "coordinator.codi", summary="").state == "open"
    assert desk.save(report, "coordinator.codi", summary="สำรวจแล้ว").state == "draft"


def test_rows_that_an_edit_leaves_out_come_back(desk: Desk, report: ProgressReport) -> None:
    report = desk.save(
        report, "area.roiet", figures=[{"indicator": "รายได้", "actual": "3500.50"}], spending=[]
    )

    assert {f.indicator: f.actual for f in report.figures} == {
        "รายได้": pytest.approx(3500.5),
        "ครัวเรือนร่วม": None,
    }
    assert len(report.spending) == 2


def test_sending_tells_everything_that_is_missing_at_once(desk: Desk, report: ProgressReport) -> None:
    report = desk.save(report, "area.roiet", status="off_track", physical_pct="100")

    assert reasons(desk, report, "submit", "area.roiet") == {
        "obstacles",
        "remedy",
        "pct_reason",
        "evidence",
        "figure_0",
        "figure_1",
        "spent",
    }


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": None}, "status"),
        ({"status": "off_track", "remedy": "จ้างเพิ่ม"}, "obstacles"),
        ({"physical_pct": "55"}, "pct_reason"),
        ({"figures": [FILLED["figures"][0], {"indicator": "อื่น", "actual": "1"}]}, "unknown_figure"),
        (
            {"spending": [{**FILLED["spending"][0], "disbursed": "100,000.01"}, FILLED["spending"][1]]},
            "overspent",
        ),
        ({"spending": [*FILLED["spending"], {**FILLED["spending"][0], "source": "community"}]}, "line"),
    ],
)
def test_each_thing_that_does_not_fit_is_named(
    desk: Desk, report: ProgressReport, change: dict[str, Any], reason: str
) -> None:
    report = desk.filled(report, **change)

    assert reason in reasons(desk, report, "submit", "area.roiet")
    with pytest.raises(GuardFailed):
        desk.move(report, "submit", "area.roiet")


def test_money_over_its_commitment_may_be_explained(desk: Desk, report: ProgressReport) -> None:
    line = {**FILLED["spending"][0], "disbursed": "120,000", "explanation": "จ่ายล่วงหน้าตามระเบียบ"}
    report = desk.filled(report, spending=[line, FILLED["spending"][1]])

    assert desk.move(report, "submit", "area.roiet").state == "submitted"


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ({"figures": [FILLED["figures"][0], FILLED["figures"][0]]}, "figures.1.indicator"),
        ({"spending": [FILLED["spending"][0], FILLED["spending"][0]]}, "spending.1.source"),
        ({"figures": [{"indicator": "ครัวเรือนร่วม", "actual": "NaN"}]}, "figures.0.actual"),
        ({"summary": "ผู้ร่วม 1234567890121"}, "summary"),
        ({"physical_pct": "101"}, "physical_pct"),
        ({"quarter": "2"}, "quarter"),
        ({"activity": "ACT-0000-0000"}, "activity"),
        ({"state": "accepted"}, "state"),
    ],
)
def test_bad_input_is_told_beside_its_field(
    desk: Desk, report: ProgressReport, rows: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        desk.filled(report, **rows)

    assert field in refused.value.errors


# --- progress and figures ---------------------------------------------------------------------------------------


def test_progress_follows_from_the_steps_done_by_the_end_of_the_quarter(
    desk: Desk, report: ProgressReport
) -> None:
    steps = report.activity.milestones
    steps[0].done_on, steps[1].done_on = date(2025, 12, 20), date(2026, 1, 4)

    report = desk.move(desk.filled(report), "submit", "area.roiet")

    assert (report.physical_pct, report.reported_pct, report.planned_pct) == (None, 30, 30)


def test_a_typed_per_cent_stands_with_its_reason(desk: Desk, report: ProgressReport) -> None:
    report = desk.filled(report, physical_pct="45", pct_reason="จัดแปลงแล้วครึ่งหนึ่ง")

    assert desk.move(report, "submit", "area.roiet").reported_pct == 45


def test_without_steps_outputs_say_how_far_it_is(desk: Desk, report: ProgressReport) -> None:
    report.activity.milestones.clear()

    report = desk.move(desk.filled(report), "submit", "area.roiet")

    assert report.reported_pct == 33  # 30 of 90 households


def test_accepted_figures_reach_the_activity_and_later_quarters_begin_with_them(
    desk: Desk, report: ProgressReport
) -> None:
    activity_id = report.activity_id
    desk.accepted(report)
    activity = services.load(desk.session, registry.get("activities"), activity_id)

    assert [(v.indicator, v.quarter, v.actual) for v in activity.indicator_values] == [
        ("ครัวเรือนร่วม", 1, 30),
        ("รายได้", 1, None),
    ]
    assert [(x.org, x.committed, x.disbursed) for x in activity.budget_lines] == [
        ("CODI", 10_000_000, 8_000_000),
        ("EEF", 0, 0),
    ]
    with clock.at(at(2026, 4, 2)):
        desk.generate()
        flow.run_due(desk.session)
        second = desk.reports(activity)[1]
    assert (second.state, second.spending[0].disbursed) == ("open", 8_000_000)


def test_an_older_quarter_accepted_later_does_not_turn_the_money_back(
    desk: Desk, report: ProgressReport
) -> None:
    with clock.at(at(2026, 4, 2)):
        desk.generate()
        flow.run_due(desk.session)
        second = desk.reports(report.activity)[1]
        money = [{**FILLED["spending"][0], "disbursed": "90,000"}, FILLED["spending"][1]]
        desk.accepted(second, spending=money)
        desk.accepted(report)
        activity = services.load(desk.session, registry.get("activities"), report.activity_id)

    assert 9_000_000 in {
        line.disbursed for line in activity.budget_lines
    }  # lines of one position have no order


def test_accepted_figures_are_locked_and_reopening_keeps_the_old_ones(
    desk: Desk, report: ProgressReport
) -> None:
    report = desk.accepted(report)
    for login in ("coordinator.codi", "area.roiet", "secretariat"):
        with pytest.raises(Denied):
            desk.save(report, login, summary="แก้")

    report = desk.move(
        report, "reopen", "secretariat", note="ยอดเงินผิด", values={"request_ref": "พอช. 12/2569"}
    )
    assert (report.state, report.round) == ("draft", 2)
    figures = [{"indicator": "ครัวเรือนร่วม", "actual": "28"}, FILLED["figures"][1]]
    report = desk.accepted(report, figures=figures)

    old, new = report.revisions
    assert [r.content["figures"][0]["actual"] for r in (old, new)] == ["30", "28"]
    assert (old.n, new.n, old.content_hash == new.content_hash) == (1, 2, False)


def test_a_change_since_acceptance_is_a_flag(desk: Desk, report: ProgressReport) -> None:
    report = desk.accepted(report)
    report = desk.move(report, "reopen", "secretariat", note="ยอดเงินผิด", values={"request_ref": "1/2569"})
    assert flags(report, clock.today()) == []

    report = desk.save(report, "coordinator.codi", summary="แก้ยอด")

    assert [key for key, _ in flags(report, clock.today())] == ["modified"]


# --- who --------------------------------------------------------------------------------------------------------


def test_who_sent_it_does_not_certify_it(desk: Desk, report: ProgressReport) -> None:
    report = desk.move(desk.filled(report, "coordinator.codi"), "submit", "coordinator.codi")

    assert reasons(desk, report, "certify", "coordinator.codi") == {"own_work"}
    with pytest.raises(GuardFailed):
        desk.move(report, "certify", "coordinator.codi")
    assert desk.move(report, "certify", "director.codi").state == "cleared"


def test_who_wrote_it_last_does_not_certify_it_either(desk: Desk, report: ProgressReport) -> None:
    report = desk.move(desk.filled(report, "coordinator.codi"), "submit", "area.roiet")

    assert reasons(desk, report, "certify", "coordinator.codi") == {"own_work"}


@pytest.mark.parametrize("login", ["coordinator.eef", "director.eef", "legal.codi", "system", "viewer"])
def test_what_is_not_certified_does_not_exist_for_others(
    desk: Desk, report: ProgressReport, login: str
) -> None:
    report = desk.move(desk.filled(report), "submit", "area.roiet")

    with pytest.raises(NotFound):
        desk.move(report, "certify", login)


@pytest.mark.parametrize("login", ["secretariat", "director.eef", "viewer"])
def test_only_the_agency_itself_certifies(desk: Desk, report: ProgressReport, login: str) -> None:
    report = desk.move(desk.filled(report), "submit", "area.roiet")

    with pytest.raises((Denied, NotFound)):
        desk.move(report, "certify", login)


@pytest.mark.parametrize(
    ("stage", "move", "who"),
    [("submitted", "return_inside", "director.codi"), ("joint_review", "return_report", "secretariat")],
)
def test_a_return_says_what_and_opens_the_next_round(
    desk: Desk, report: ProgressReport, stage: str, move: str, who: str
) -> None:
    report = desk.move(desk.filled(report), "submit", "area.roiet")
    if stage == "joint_review":
        report = desk.move(report, "certify", "coordinator.codi")
        report = desk.move(report, "take_up", "secretariat")

    with pytest.raises(GuardFailed):
        desk.move(report, move, who)
    report = desk.back(report, move, who)

    assert (report.state, report.round) == ("returned", 2)
    assert desk.save(report, "area.roiet", summary="แก้ไขแล้ว").state == "draft"


def test_a_recall_works_until_the_joint_review(desk: Desk, report: ProgressReport) -> None:
    report = desk.move(desk.filled(report), "submit", "area.roiet")
    report = desk.move(report, "certify", "coordinator.codi")
    report = desk.move(report, "recall", "coordinator.codi")
    assert (report.state, report.round) == ("draft", 2)

    report = desk.move(report, "submit", "area.roiet")
    report = desk.move(report, "certify", "coordinator.codi")
    report = desk.move(report, "take_up", "secretariat")
    assert "recall" not in desk.moves(report, "coordinator.codi")


def test_a_report_may_be_waived_by_decision(desk: Desk, report: ProgressReport) -> None:
    with pytest.raises(Invalid):
        desk.move(report, "waive", "secretariat", note="พื้นที่น้ำท่วม")

    report = desk.move(report, "waive", "secretariat", note="พื้นที่น้ำท่วม", values={"decision_no": "มติ 3/2569"})

    assert (report.state, report.decision_no) == ("waived", "มติ 3/2569")


# --- late, and the seed of a lesson -----------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "found"), [(15, []), (16, ["late"])])
def test_late_is_a_flag_and_not_a_state(
    desk: Desk, report: ProgressReport, day: int, found: list[str]
) -> None:
    with clock.at(at(2026, 1, day, 3)):
        report = desk.move(desk.filled(report), "submit", "area.roiet")
        assert report.state == "submitted"
        assert [key for key, _ in flags(report, clock.today())] == found


def test_overdue_is_told_until_it_comes(desk: Desk, report: ProgressReport) -> None:
    assert flags(report, date(2026, 1, 15)) == []
    assert [key for key, _ in flags(report, date(2026, 1, 16))] == ["overdue"]


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({}, 0),
        ({"lesson": "รวมแปลงก่อนแล้วจึงแบ่งงาน"}, 1),
        ({"status": "off_track", "obstacles": "น้ำท่วม", "remedy": "เลื่อนปลูก"}, 1),
    ],
)
def test_acceptance_asks_for_a_lesson_only_where_there_is_one(
    desk: Desk, report: ProgressReport, said: dict[str, Any], wanted: int
) -> None:
    report = desk.accepted(report, **said)

    jobs = desk.session.scalars(select(Job).where(Job.name == HARVEST)).all()
    assert [job.args for job in jobs] == [{"report_id": report.id}] * wanted


def test_everybody_concerned_is_told_of_acceptance(
    desk: Desk, report: ProgressReport, run_jobs: Callable[[], int]
) -> None:
    desk.accepted(report)

    assert run_jobs() > 0


def test_the_calendar_alone_begins_reports(desk: Desk, activity: JointActivity) -> None:
    raw = {"activity": activity.code, "fiscal_year": 2569, "quarter": 1}

    with pytest.raises(Denied):
        services.create(desk.session, desk.actor("coordinator.codi"), registry.get("progress-reports"), raw)
