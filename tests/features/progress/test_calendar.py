"""Reports are begun by the calendar: every quarter that is owed, once, however often or seldom the run comes."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import func, select

from planhub.activities.models import JointActivity
from planhub.infra.jobs import Job
from planhub.kernel import clock
from planhub.kernel.access import SYSTEM
from planhub.people.models import User
from planhub.progress import reminding, services
from planhub.progress.feature import GENERATE, REMIND
from planhub.record import audit, flow
from planhub.record.models import Event, Notification
from planhub.web import work
from tests.features.progress.conftest import BEGUN, Desk, at


def stands(desk: Desk, activity: JointActivity) -> list[tuple[str, str]]:
    return [(r.period, r.state) for r in desk.reports(activity)]


def run_day(desk: Desk) -> None:
    audit.act_as(desk.session, SYSTEM)
    services.generate(desk.session)
    flow.run_due(desk.session)
    desk.session.flush()


def test_the_running_quarter_is_begun_and_opens_the_day_after_it_is_over(
    desk: Desk, activity: JointActivity
) -> None:
    with clock.at(BEGUN):
        run_day(desk)
        assert stands(desk, activity) == [("2569-1", "not_due")]
    (report,) = desk.reports(activity)
    assert (report.opens_on, report.due_on) == (date(2026, 1, 1), date(2026, 1, 15))
    assert (report.fiscal_year, report.quarter, report.owner_org) == (2569, 1, "CODI")

    with clock.at(at(2025, 12, 31, 16, 59)):  # one minute before midnight in Bangkok
        run_day(desk)
        assert stands(desk, activity) == [("2569-1", "not_due")]
    with clock.at(at(2025, 12, 31, 17)):
        run_day(desk)
        assert stands(desk, activity) == [("2569-1", "open"), ("2569-2", "not_due")]


def test_missed_months_are_made_up_for_and_a_second_run_changes_nothing(
    desk: Desk, activity: JointActivity
) -> None:
    with clock.at(at(2026, 7, 20)):
        assert desk.generate() == 4
        expected = [("2569-1", "open"), ("2569-2", "open"), ("2569-3", "open"), ("2569-4", "not_due")]
        assert stands(desk, activity) == expected
        events = desk.session.scalars(select(func.count()).select_from(Event)).one()

        assert desk.generate() == 0
        run_day(desk)

        assert stands(desk, activity) == expected
        assert desk.session.scalars(select(func.count()).select_from(Event)).one() == events


def test_the_run_across_the_end_of_the_fiscal_year_begins_the_next_one(
    desk: Desk, activity: JointActivity
) -> None:
    with clock.at(at(2026, 9, 30, 16, 59)):
        desk.generate()
        assert stands(desk, activity)[-1] == ("2569-4", "not_due")
    with clock.at(at(2026, 9, 30, 17)):  # 1 October in Bangkok; the activity is not done
        desk.generate()
        run_day(desk)
        assert stands(desk, activity)[-2:] == [("2569-4", "open"), ("2570-1", "not_due")]


@pytest.mark.parametrize("state", ["proposed", "accepted", "postponed", "cancelled"])
def test_an_activity_that_rests_owes_nothing(desk: Desk, state: str) -> None:
    with clock.at(BEGUN):
        desk.activity(state=state)
        assert desk.generate() == 0


def test_quarters_over_before_the_activity_was_known_are_not_asked_for(desk: Desk) -> None:
    with clock.at(at(2026, 4, 20)):
        late = desk.activity()
        desk.generate()
        assert stands(desk, late) == [("2569-3", "not_due")]


def test_a_finished_activity_owes_the_quarter_in_which_it_ended_and_no_more(desk: Desk) -> None:
    with clock.at(BEGUN):
        done = desk.activity(state="completed", finished_on=date(2026, 2, 10))
    with clock.at(at(2026, 8, 1)):
        desk.generate()
        assert [period for period, _ in stands(desk, done)] == ["2569-1", "2569-2"]


def test_an_open_report_is_laid_out_with_every_indicator_and_budget_line(
    desk: Desk, activity: JointActivity
) -> None:
    activity.budget_lines[0].disbursed = 1_000_000
    with clock.at(at(2026, 1, 1)):
        desk.generate()
    report = desk.reports(activity)[0]

    assert [f.indicator for f in report.figures] == ["ครัวเรือนร่วม", "รายได้"]
    assert [(s.org, s.source, s.disbursed) for s in report.spending] == [
        ("CODI", "agency_budget", 1_000_000),
        ("EEF", "fund", None),
    ]


def test_the_jobs_of_the_day_run_through_the_queue(
    desk: Desk, activity: JointActivity, run_jobs: Callable[[], int]
) -> None:
    with clock.at(at(2026, 1, 2)):
        for _ in range(2):
            work.queue_daily(desk.session)
            run_jobs()

        names = desk.session.scalars(select(Job.name).where(Job.name.in_([GENERATE, REMIND]))).all()
        assert sorted(names) == [GENERATE, REMIND]
        assert stands(desk, activity) == [("2569-1", "open"), ("2569-2", "not_due")]


# --- reminders --------------------------------------------------------------------------------------------------


def told(desk: Desk) -> list[str]:
    """Give who was told by reminders, and so many days after the due day."""
    query = (
        select(User.login, Notification.cause)
        .join(User, User.id == Notification.user_id)
        .where(Notification.cause.like("report:%"))
    )
    return [f"{login} {cause.rpartition(':')[2]}" for login, cause in desk.session.execute(query)]


def remind(desk: Desk, *when: int) -> int:
    with clock.at(at(*when)):
        audit.act_as(desk.session, SYSTEM)
        sent = reminding.remind(desk.session)
        desk.session.flush()
        return sent


def test_reminders_escalate_never_repeat_and_survive_missed_days(desk: Desk, activity: JointActivity) -> None:
    with clock.at(at(2026, 1, 1)):
        desk.generate()

    assert remind(desk, 2026, 1, 1) == 2  # day -14: the coordinator and the coordinator of the area
    assert remind(desk, 2026, 1, 1) == 0
    assert remind(desk, 2026, 1, 16) == 2  # days -7 and -2 were missed; only the newest, day 0, is told
    assert remind(desk, 2026, 1, 22) == 3  # day +7 (+3 was missed): the director too
    assert remind(desk, 2026, 1, 31) == 4  # day +14: the secretariat too
    assert remind(desk, 2026, 3, 1) == 0

    assert sorted(told(desk)) == sorted(
        [f"{who} {n}" for who in ("area.roiet", "coordinator.codi") for n in (-14, 0, 7, 14)]
        + ["director.codi 7", "director.codi 14", "secretariat 14"]
    )


def test_a_sent_report_reminds_those_who_certify_it_and_then_nobody(
    desk: Desk, activity: JointActivity
) -> None:
    with clock.at(at(2026, 1, 2)):
        desk.generate()
        report = desk.filled(desk.reports(activity)[0])
        desk.move(report, "submit", "area.roiet")

    assert remind(desk, 2026, 1, 2) == 2  # who certifies: coordinator and director
    assert "area.roiet -14" not in told(desk)

    with clock.at(at(2026, 1, 3)):
        desk.move(desk.reports(activity)[0], "certify", "coordinator.codi")
    assert remind(desk, 2026, 1, 31) == 0


def test_a_returned_report_is_wanted_by_another_day(desk: Desk, activity: JointActivity) -> None:
    with clock.at(at(2026, 1, 2)):
        desk.generate()
        desk.move(desk.filled(desk.reports(activity)[0]), "submit", "area.roiet")
    assert remind(desk, 2026, 2, 10) == 3  # nobody certified it: the newest day, +14
    with clock.at(at(2026, 2, 10)):
        desk.back(desk.reports(activity)[0], "return_inside", "director.codi", wanted_by=date(2026, 2, 20))

    assert remind(desk, 2026, 2, 11) == 2  # -14 of the new day
    assert remind(desk, 2026, 2, 11) == 0
    assert remind(desk, 2026, 2, 20) == 2
    assert remind(desk, 2026, 2, 28) == 3
