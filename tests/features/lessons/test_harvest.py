"""A report that holds a lesson begins one lesson, however often the job runs."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.infra import jobs
from planhub.kernel import clock
from planhub.kernel.access import SYSTEM
from planhub.lessons import services
from planhub.lessons.models import Lesson
from planhub.progress.models import ProgressReport
from planhub.record import audit
from planhub.record.services import load
from planhub.record.types import registry
from tests.features.progress.conftest import BEGUN, IN_JANUARY, Desk

LEARNT = "รวมแปลงก่อนแล้วจึงแบ่งงาน"


@pytest.fixture
def desk(db_session: Session) -> Desk:
    return Desk(db_session)


@pytest.fixture
def report(desk: Desk) -> Iterator[ProgressReport]:
    with clock.at(BEGUN):
        activity = desk.activity(direction=["grassroots_economy"])
    with clock.at(IN_JANUARY):
        desk.generate()
        yield desk.reports(activity)[0]


def lessons(desk: Desk) -> list[Lesson]:
    ids = desk.session.scalars(select(Lesson.id).order_by(Lesson.id)).all()
    return [load(desk.session, registry.get("lessons"), one) for one in ids]


def test_an_accepted_report_begins_a_lesson(
    desk: Desk, report: ProgressReport, run_jobs: Callable[[], int]
) -> None:
    desk.accepted(report, lesson=LEARNT)
    run_jobs()

    (lesson,) = lessons(desk)
    assert (lesson.state, lesson.owner_org, lesson.report_id) == ("captured", "CODI", report.id)
    assert (lesson.result, lesson.what_was_done) == (LEARNT, "สำรวจครบทุกตำบล")
    assert (lesson.areas, lesson.directions, lesson.agencies) == (["4501"], ["grassroots_economy"], ["CODI"])
    assert lesson.activity_id == report.activity_id
    assert lesson.created_by is None


def test_the_job_run_twice_makes_one_lesson(
    desk: Desk, report: ProgressReport, run_jobs: Callable[[], int]
) -> None:
    report = desk.accepted(report, lesson=LEARNT)
    run_jobs()
    audit.act_as(desk.session, SYSTEM)
    jobs.enqueue(desk.session, "lessons.harvest", report_id=report.id)
    run_jobs()
    services.harvest(desk.session, report.id)

    assert len(lessons(desk)) == 1


def test_a_report_accepted_again_makes_no_second_lesson(
    desk: Desk, report: ProgressReport, run_jobs: Callable[[], int]
) -> None:
    report = desk.accepted(report, lesson=LEARNT)
    run_jobs()
    report = desk.move(report, "reopen", "secretariat", note="แก้ยอด", values={"request_ref": "1/2569"})
    desk.accepted(report, lesson=LEARNT, summary="แก้แล้ว")
    run_jobs()

    assert len(lessons(desk)) == 1


def test_the_cause_of_being_off_track_is_a_lesson_too(
    desk: Desk, report: ProgressReport, run_jobs: Callable[[], int]
) -> None:
    desk.accepted(report, status="off_track", obstacles="น้ำท่วมแปลง", remedy="เลื่อนปลูก")
    run_jobs()

    (lesson,) = lessons(desk)
    assert lesson.kind == "setback"
    assert "น้ำท่วมแปลง" in (lesson.problems_and_solutions or "")


def test_a_report_without_anything_to_learn_begins_none(
    desk: Desk, report: ProgressReport, run_jobs: Callable[[], int]
) -> None:
    desk.accepted(report)
    run_jobs()

    assert lessons(desk) == []


def test_a_captured_lesson_is_written_up_and_confirmed_by_its_agency(
    desk: Desk, report: ProgressReport, run_jobs: Callable[[], int]
) -> None:
    desk.accepted(report, lesson=LEARNT)
    run_jobs()
    (lesson,) = lessons(desk)
    more = {"success_factors": "ตกลงกติกาก่อน", "no_personal_data": True}
    lesson = desk.save(lesson, "area.roiet", **more)
    assert lesson.state == "draft"
    lesson = desk.move(lesson, "submit", "area.roiet")
    lesson = desk.move(lesson, "confirm_facts", "coordinator.codi", values={"privacy": True})

    assert lesson.state == "km_review"


def test_a_report_that_is_gone_is_no_failure(desk: Desk) -> None:
    assert services.harvest(desk.session, "no-such-report") is None
