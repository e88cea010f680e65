"""The reports that keep a plan open: of its activities, until its last day, neither accepted nor waived."""

from datetime import date
from types import SimpleNamespace as Row
from typing import Any

from planhub.activities.models import JointActivity
from planhub.kernel import clock
from planhub.kernel.access import SYSTEM
from planhub.plans.results.settled import open_matters
from planhub.progress import services, settling
from planhub.progress.models import ProgressReport
from planhub.record import audit, flow
from tests.features.progress.conftest import Desk, at


def plan(activity: JointActivity, **changes: Any) -> Any:
    row = Row(activity_id=activity.id, left_out_because=None)
    return Row(**{"activities": [row], "end": date(2026, 3, 31), **changes})


def begun(desk: Desk, activity: JointActivity) -> list[ProgressReport]:
    """Let the calendar begin every report that is owed by the summer."""
    with clock.at(at(2026, 7, 10)):
        audit.act_as(desk.session, SYSTEM)
        services.generate(desk.session)
        flow.run_due(desk.session)
        desk.session.flush()
    return list(desk.reports(activity))


def test_open_reports_are_named_and_those_of_the_next_plan_are_not(
    desk: Desk, activity: JointActivity
) -> None:
    reports = begun(desk, activity)
    assert [r.period for r in reports] == ["2569-1", "2569-2", "2569-3", "2569-4"]
    (reason,) = open_matters(desk.session, plan(activity))
    assert reason.key == "open_reports"
    assert reason.text.th.startswith("รายงานความก้าวหน้า 2 ฉบับ")
    assert all(r.code in reason.text.en for r in reports[:2])
    assert reports[2].code not in reason.text.en


def test_accepted_and_waived_reports_settle_it(desk: Desk, activity: JointActivity) -> None:
    reports = begun(desk, activity)
    for report, state in zip(reports, ("accepted", "waived"), strict=False):
        report.state = state
    desk.session.flush()
    assert settling.open_reports(desk.session, plan(activity)) == []


def test_what_the_plan_left_out_does_not_keep_it_open(desk: Desk, activity: JointActivity) -> None:
    begun(desk, activity)
    gone = Row(activity_id=activity.id, left_out_because="ไม่มีงบ")
    assert settling.open_reports(desk.session, plan(activity, activities=[gone])) == []


def test_many_reports_are_counted_and_the_first_ones_named(desk: Desk) -> None:
    codes = [f"RPT-{n}" for n in range(1, 9)]
    text = settling._reason(codes).text
    assert "RPT-5" in text.th
    assert "RPT-6" not in text.th
    assert "and 3 more" in text.en
