"""The life of a lesson: captured, written, its facts confirmed by everybody named, published by another, used again."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from planhub.kernel import clock
from planhub.kernel.errors import Denied, GuardFailed, Invalid, NotFound
from planhub.people.models import User
from planhub.record import access, events, lanes, queries
from planhub.record.models import Attachment, Notification
from planhub.record.types import registry
from tests.features.lessons.conftest import WRITTEN, Desk

RETURN = {"note": "โปรดเพิ่มหลักฐาน", "sections": ["lesson"]}


def test_a_lesson_walks_from_a_note_to_publication(desk: Desk) -> None:
    lesson = desk.create("area.roiet", title="แปลงรวม", areas=["45"])
    assert lesson.state == "captured"
    lesson = desk.save(lesson, "area.roiet", **WRITTEN)
    assert lesson.state == "draft"
    lesson = desk.move(lesson, "submit", "area.roiet")
    lesson = desk.confirm(lesson, "coordinator.codi")
    assert lesson.state == "source_check"
    lesson = desk.confirm(lesson, "coordinator.eef")
    assert lesson.state == "km_review"
    lesson = desk.publish(lesson)

    assert (lesson.state, lesson.published_on, lesson.review_on) == (
        "published",
        date(2026, 2, 2),
        date(2028, 2, 2),
    )
    assert desk.history(lesson) == [
        "create",
        "begin_draft",
        "submit",
        "confirm_facts",
        "confirm_facts",
        "facts_confirmed",
        "publish",
    ]
    assert events.recompute(desk.session, lesson).state == "published"
    assert (lesson.code[:4], lesson.fiscal_year, lesson.province_code) == ("LES-", 2569, "45")


def test_sending_tells_everything_that_is_missing_at_once(desk: Desk) -> None:
    lesson = desk.create("area.roiet", title="แปลงรวม", areas=["45"])

    assert desk.reasons(lesson, "submit", "area.roiet") == {
        *(f"missing_{name}" for name in ("context", "what_was_done", "result", "success_factors")),
        "missing_directions",
        "missing_source",
        "personal_data",
    }


def test_a_lesson_from_abroad_needs_no_area(desk: Desk) -> None:
    lesson = desk.lesson("coordinator.pmua", areas=[], kind="foreign", agencies=["CODI"])

    assert desk.reasons(lesson, "submit", "coordinator.pmua") == set()
    here = desk.lesson("coordinator.pmua", areas=[], agencies=["CODI"])
    assert desk.reasons(here, "submit", "coordinator.pmua") == {"missing_areas"}


def test_pictures_need_consent(desk: Desk) -> None:
    lesson = desk.lesson()
    picture = {"name": "ภาพ.jpg", "media_type": "image/jpeg", "size": 1, "sha256": "0" * 64, "backend": "fs"}
    desk.session.add(Attachment(record_id=lesson.id, at=clock.now(), **picture))

    assert desk.reasons(lesson, "submit", "area.roiet") == {"photo_consent"}
    lesson = desk.save(lesson, "area.roiet", photo_consent=True)
    assert desk.reasons(lesson, "submit", "area.roiet") == set()


@pytest.mark.parametrize("field", ["title", "context", "what_was_done", "result", "source", "do_not_repeat"])
def test_a_citizen_number_is_refused_in_every_text(desk: Desk, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        desk.lesson(**{field: "นาง ก เลข 1-2345-67890-12-1"})

    assert list(refused.value.errors) == [field]


# --- confirmation -----------------------------------------------------------------------------------------------


def test_each_agency_named_confirms_for_itself_and_nobody_else_does(desk: Desk) -> None:
    lesson = desk.move(desk.lesson(), "submit", "area.roiet")

    assert {x.org_code: x.role for x in lanes.current(lesson)} == {
        "CODI": "coordinator",
        "EEF": "coordinator",
    }
    with pytest.raises(NotFound):
        desk.confirm(lesson, "coordinator.pmua")
    with pytest.raises(Invalid):
        desk.move(lesson, "confirm_facts", "coordinator.eef", values={"privacy": False})
    lesson = desk.confirm(lesson, "coordinator.eef")
    with pytest.raises(GuardFailed, match="has taken this step"):
        desk.confirm(lesson, "coordinator.eef")


def test_where_the_coordinator_wrote_it_the_director_confirms(desk: Desk) -> None:
    lesson = desk.move(desk.lesson("coordinator.codi"), "submit", "coordinator.codi")

    assert {x.org_code: x.role for x in lanes.current(lesson)} == {"CODI": "director", "EEF": "coordinator"}
    with pytest.raises(GuardFailed):
        desk.confirm(lesson, "coordinator.codi")
    lesson = desk.confirm(lesson, "director.codi")
    assert desk.confirm(lesson, "coordinator.eef").state == "km_review"


def test_an_agency_without_anybody_to_confirm_is_named_with_its_contact(desk: Desk) -> None:
    lesson = desk.lesson(agencies=["CODI", "NXPO"])

    with pytest.raises(GuardFailed) as refused:
        desk.move(lesson, "submit", "area.roiet")
    (reason,) = refused.value.reasons
    assert (reason.key, reason.field) == ("nobody_confirms_NXPO", "agencies")


def test_a_return_opens_the_next_round_and_everybody_confirms_the_new_text(desk: Desk) -> None:
    lesson = desk.move(desk.lesson(), "submit", "area.roiet")
    lesson = desk.confirm(lesson, "coordinator.codi")
    lesson = desk.move(lesson, "return_lesson", "coordinator.eef", **RETURN, wanted_by=clock.today())
    assert (lesson.state, lesson.round) == ("draft", 2)

    lesson = desk.save(lesson, "area.roiet", evidence="ทะเบียนผู้ร่วมโครงการ 90 ครัวเรือน")
    lesson = desk.move(lesson, "submit", "area.roiet")

    assert [(x.org_code, x.status) for x in lanes.current(lesson)] == [
        ("CODI", "waiting"),
        ("EEF", "waiting"),
    ]


# --- publication ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("login", ["area.roiet", "coordinator.codi", "director.codi", "secretariat"])
def test_only_the_editor_publishes(desk: Desk, login: str) -> None:
    with pytest.raises(Denied):
        desk.move(desk.checked(), "publish", login, values={"compared": True})


def test_the_author_does_not_publish_even_as_editor(desk: Desk) -> None:
    lesson = desk.checked()
    editor = desk.session.scalars(select(User.id).where(User.login == "knowledge")).one()
    lesson.created_by = editor

    assert desk.reasons(lesson, "publish", "knowledge") == {"own_work"}


def test_comparing_with_similar_lessons_is_part_of_publishing(desk: Desk) -> None:
    with pytest.raises(Invalid):
        desk.move(desk.checked(), "publish", "knowledge", values={})


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        (
            "agency",
            {"area.roiet", "coordinator.codi", "coordinator.eef", "knowledge", "secretariat", "auditor"},
        ),
        (
            "partners",
            {
                "area.roiet",
                "coordinator.codi",
                "coordinator.eef",
                "coordinator.pmua",
                "legal.pmua",
                "knowledge",
                "secretariat",
                "viewer",
                "auditor",
            },
        ),
    ],
)
def test_a_published_lesson_is_read_by_those_for_whom_it_is_meant(
    desk: Desk, visibility: str, readers: set[str]
) -> None:
    lesson = desk.published(visibility=visibility)
    asked = readers | {"coordinator.pmua", "legal.pmua", "viewer", "system"}
    rt = registry.get("lessons")

    one = {login for login in asked if access.may(desk.actor(login), "lesson:view", lesson)}
    many = {
        login
        for login in asked
        if queries.list_page(desk.session, desk.actor(login), rt, queries.ListQuery()).rows
    }

    assert one == many == readers


def test_a_draft_stays_in_its_agency(desk: Desk) -> None:
    lesson = desk.lesson()

    for login in ("coordinator.eef", "knowledge", "secretariat", "viewer"):
        assert not access.may(desk.actor(login), "lesson:view", lesson)
    assert access.may(desk.actor("coordinator.codi"), "lesson:view", lesson)


def test_an_area_coordinator_writes_of_the_own_area_alone(desk: Desk) -> None:
    with pytest.raises(Denied):
        desk.lesson("area.roiet", areas=["49"])


def test_a_flag_is_examined_and_the_lesson_published_again_or_revised(desk: Desk) -> None:
    lesson = desk.move(desk.published(), "flag", "coordinator.pmua", note="ตัวเลขไม่ตรง")
    assert lesson.state == "flagged"
    lesson = desk.publish(lesson)
    lesson = desk.move(lesson, "revise", "coordinator.codi", note="ปรับตัวเลข")

    assert (lesson.state, lesson.round) == ("draft", 2)
    lesson = desk.save(lesson, "area.roiet", result="รายได้เพิ่มเดือนละ 1,000 บาท")
    lesson = desk.move(lesson, "submit", "area.roiet")
    assert [x.status for x in lanes.current(lesson)] == ["waiting", "waiting"]


def test_a_successor_takes_the_place_of_the_older_lesson(desk: Desk) -> None:
    older = desk.published()
    newer = desk.published(title="แปลงรวม ฉบับปรับปรุง", replaces=older.code)

    assert desk.load(older).state == "superseded"
    assert newer.state == "published"


def test_the_editor_may_reject_with_a_reason(desk: Desk) -> None:
    lesson = desk.checked()
    with pytest.raises(GuardFailed):
        desk.move(lesson, "reject", "knowledge")

    assert desk.move(lesson, "reject", "knowledge", note="ซ้ำกับบทเรียนเดิม").state == "rejected"


def test_an_old_lesson_is_archived(desk: Desk) -> None:
    assert desk.move(desk.published(), "archive", "knowledge", note="ครบกำหนดทบทวน").state == "archived"


# --- use elsewhere ----------------------------------------------------------------------------------------------


def test_a_lesson_is_adopted_for_an_own_activity_and_its_result_told_once(desk: Desk) -> None:
    lesson, activity = desk.published(), desk.activity("PMUA")
    values = {"activity": activity.code, "reason": "ใช้กติกาแปลงรวม"}
    lesson = desk.move(lesson, "adopt", "coordinator.pmua", values=values)
    told = {"activity": activity.code, "result": "partly", "result_note": "ได้ผลในฤดูแล้ง"}
    lesson = desk.move(lesson, "record_reuse", "coordinator.pmua", values=told)

    (reuse,) = lesson.reuses
    assert (reuse.org, reuse.status, reuse.result, reuse.activity.code) == (
        "PMUA",
        "adopted",
        "partly",
        activity.code,
    )
    with pytest.raises(GuardFailed):
        desk.move(lesson, "record_reuse", "coordinator.pmua", values=told)
    with pytest.raises(GuardFailed):
        desk.move(lesson, "adopt", "coordinator.pmua", values=values)


def test_a_dismissal_says_why_and_has_no_result(desk: Desk) -> None:
    lesson, activity = desk.published(), desk.activity("PMUA")
    with pytest.raises(GuardFailed):
        desk.move(lesson, "dismiss", "coordinator.pmua", values={"activity": activity.code})

    lesson = desk.move(
        lesson, "dismiss", "coordinator.pmua", values={"activity": activity.code}, note="ไม่มีที่ดินสาธารณะ"
    )
    assert [(r.status, r.reason) for r in lesson.reuses] == [("dismissed", "ไม่มีที่ดินสาธารณะ")]
    with pytest.raises(GuardFailed):
        desk.move(
            lesson,
            "record_reuse",
            "coordinator.pmua",
            values={"activity": activity.code, "result": "not", "result_note": "–"},
        )


def test_nobody_decides_for_another_agencys_activity(desk: Desk) -> None:
    lesson, activity = desk.published(), desk.activity("CODI")

    with pytest.raises((GuardFailed, Invalid)):
        desk.move(lesson, "adopt", "coordinator.pmua", values={"activity": activity.code})


def test_those_concerned_are_told(desk: Desk, run_jobs: Callable[[], int]) -> None:
    lesson = desk.move(desk.lesson(), "submit", "area.roiet")
    run_jobs()

    told = desk.session.scalars(
        select(User.login)
        .join(Notification, Notification.user_id == User.id)
        .where(Notification.record_id == lesson.id)
    ).all()
    assert sorted(told) == ["coordinator.codi", "coordinator.eef"]
