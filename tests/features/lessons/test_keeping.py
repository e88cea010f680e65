"""Capturing by hand and by others, consent to each picture, following, and the reminders of years."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from planhub.kernel import clock
from planhub.kernel.access import SYSTEM
from planhub.lessons import following, reminding, services
from planhub.lessons.capturing import Seed, capture
from planhub.lessons.models import Lesson, LessonReuse
from planhub.lessons.papers import aar
from planhub.people.models import User
from planhub.record import audit
from planhub.record.attachments import attach
from planhub.record.models import Notification
from planhub.web.app import PlanHubApp
from tests.client import HouseClient
from tests.features.infra.papers import poppler_text, squeezed
from tests.features.lessons.conftest import Desk
from tests.features.lessons.test_matching import activity


def told(desk: Desk, record: Any) -> list[str]:
    query = select(User.login).join(Notification, Notification.user_id == User.id)
    return sorted(desk.session.scalars(query.where(Notification.record_id == record.id)))


# --- capturing --------------------------------------------------------------------------------------------------


def test_a_resolution_or_whatever_is_captured_once(desk: Desk) -> None:
    audit.act_as(desk.session, SYSTEM)
    source = activity(desk, "EEF")
    seed = Seed(
        owner_org="EEF",
        title="มติ",
        what="ตกลงเรื่องน้ำก่อน",
        source="มติที่ 3",
        key="resolution:3",
        begun_from=source,
    )

    made = capture(desk.session, SYSTEM, seed)

    assert made is not None
    assert (made.state, made.owner_org, made.result, made.begun_from_id) == (
        "captured",
        "EEF",
        "ตกลงเรื่องน้ำก่อน",
        source.id,
    )
    assert capture(desk.session, SYSTEM, seed) is None


def test_an_activity_that_is_done_leaves_its_lesson_once_unless_there_is_none(desk: Desk) -> None:
    audit.act_as(desk.session, SYSTEM)
    done = activity(desk, lesson_note="ตกลงเรื่องน้ำก่อนแบ่งแปลง", result="40 ครัวเรือน")
    empty = activity(desk, lesson_note="ไม่มี เพราะทำตามแบบเดิม")

    services.harvest_activity(desk.session, done.id)
    services.harvest_activity(desk.session, done.id)
    services.harvest_activity(desk.session, empty.id)

    (lesson,) = desk.session.scalars(select(Lesson)).all()
    assert (lesson.result, lesson.evidence, lesson.activity_id) == (
        "ตกลงเรื่องน้ำก่อนแบ่งแปลง",
        "40 ครัวเรือน",
        done.id,
    )
    assert lesson.directions == ["grassroots_economy"]
    assert lesson.target_groups == ["poor_household"]


def test_a_lesson_is_captured_on_the_page_of_an_activity_with_three_answers(
    client: HouseClient, desk: Desk
) -> None:
    here = activity(desk)
    client.sign_in("coordinator.pmua")
    assert f"/lessons/capture/{here.code}" in client.get(f"/activities/{here.code}").get_data(as_text=True)
    address = f"/lessons/capture/{here.code}"
    assert client.get(address).status_code == 200

    refused = client.post(address, data={"title": "น้ำก่อนแปลง", "kind": "practice"})
    answer = client.post(
        address, data={"title": "น้ำก่อนแปลง", "result": "ขอใช้น้ำก่อนแบ่งแปลง", "kind": "practice"}
    )

    assert refused.status_code == 422
    assert answer.status_code == 303
    lesson = desk.session.scalars(select(Lesson)).one()
    assert (lesson.owner_org, lesson.activity_id, lesson.areas) == ("PMUA", here.id, ["4902"])
    assert (lesson.begun_from_id, lesson.directions) == (here.id, ["grassroots_economy"])
    assert here.code in (lesson.source or "")


def test_whoever_writes_no_lessons_is_offered_no_form(client: HouseClient, desk: Desk) -> None:
    here = activity(desk)
    client.sign_in("director.pmua")

    assert "/lessons/capture/" not in client.get(f"/activities/{here.code}").get_data(as_text=True)
    assert client.get(f"/lessons/capture/{here.code}").status_code == 403


# --- pictures ---------------------------------------------------------------------------------------------------


def picture(desk: Desk, lesson: Any, name: str) -> Any:
    content = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(content, "JPEG")
    made = attach(desk.session, desk.actor("area.roiet"), lesson, name, content.getvalue())
    desk.session.flush()
    return made


def test_each_picture_needs_a_consent_of_its_own(client: HouseClient, desk: Desk) -> None:
    lesson = desk.lesson()
    first, second = picture(desk, lesson, "แปลง.jpg"), picture(desk, lesson, "คน.jpg")
    client.sign_in("area.roiet")
    assert "ยังไม่บันทึกความยินยอม" in client.get(f"/lessons/{lesson.code}").get_data(as_text=True)

    client.post(f"/lessons/{lesson.code}/photos/{first.id}", data={"basis": "nobody"})
    assert desk.reasons(desk.load(lesson), "submit", "area.roiet") == {"photo_consent"}
    client.post(f"/lessons/{lesson.code}/photos/{second.id}", data={"basis": "written"})

    lesson = desk.load(lesson)
    assert desk.reasons(lesson, "submit", "area.roiet") == set()
    assert {row.basis for row in lesson.photos} == {"nobody", "written"}
    client.post(f"/lessons/{lesson.code}/photos/{second.id}", data={"basis": ""})
    assert desk.reasons(desk.load(lesson), "submit", "area.roiet") == {"photo_consent"}


def test_a_picture_that_comes_after_the_authors_word_is_asked_for(desk: Desk) -> None:
    lesson = desk.lesson()
    picture(desk, lesson, "แปลง.jpg")
    lesson = desk.save(desk.load(lesson), "area.roiet", photo_consent=True)
    assert desk.reasons(lesson, "submit", "area.roiet") == set()

    picture(desk, lesson, "คน.jpg")

    assert desk.reasons(desk.load(lesson), "submit", "area.roiet") == {"photo_consent"}


def test_consent_is_written_by_the_author_for_a_picture_of_that_lesson(
    client: HouseClient, desk: Desk
) -> None:
    lesson, other = desk.lesson(), desk.lesson(title="อีกเรื่อง")
    mine, theirs = picture(desk, lesson, "แปลง.jpg"), picture(desk, other, "คน.jpg")
    client.sign_in("coordinator.codi")
    assert (
        client.post(f"/lessons/{lesson.code}/photos/{theirs.id}", data={"basis": "written"}).status_code
        == 404
    )
    client.sign_in("director.codi")
    assert (
        client.post(f"/lessons/{lesson.code}/photos/{mine.id}", data={"basis": "written"}).status_code == 403
    )


# --- following --------------------------------------------------------------------------------------------------


def test_followers_of_a_tag_hear_of_what_they_may_see(desk: Desk, run_jobs: Callable[[], int]) -> None:
    for login in ("viewer", "director.pmua", "budget.eef"):
        following.follow(
            desk.session, desk.actor(login), [("direction", "grassroots_economy"), ("direction", "no")]
        )
    desk.session.flush()

    shared, inside = desk.published(), desk.published(title="เรื่องภายใน", visibility="agency")
    run_jobs()

    assert {"viewer", "director.pmua", "budget.eef"} <= set(told(desk, shared))
    assert not {"viewer", "director.pmua"} & set(told(desk, inside))


def test_following_is_chosen_on_ones_own_page(client: HouseClient, desk: Desk) -> None:
    client.sign_in("viewer")
    wanted = ["direction:community_forest", "area_type:forest", "target:youth", "direction:unknown"]

    assert client.post("/lessons/following", data={"tag": wanted}).status_code == 303
    mine = following.followed(desk.session, desk.actor("viewer"))
    assert mine == {("direction", "community_forest"), ("area_type", "forest"), ("target", "youth")}
    client.post("/lessons/following", data={"tag": ["target:youth"]})
    assert following.followed(desk.session, desk.actor("viewer")) == {("target", "youth")}
    assert 'value="target:youth" checked' in client.get("/lessons/following").get_data(as_text=True)


# --- reminders --------------------------------------------------------------------------------------------------


def test_the_editor_is_reminded_of_a_review_once_a_threshold_and_may_confirm(desk: Desk) -> None:
    lesson = desk.published()
    assert reminding.remind_reviews(desk.session) == 0
    sent = []
    for day in (date(2027, 12, 10), date(2027, 12, 11), date(2028, 1, 28), date(2028, 2, 20)):
        with clock.at(datetime(day.year, day.month, day.day, 3, tzinfo=UTC)):
            sent.append(reminding.remind_reviews(desk.session) + reminding.remind_reviews(desk.session))

    assert sent == [2, 0, 2, 2]
    assert set(told(desk, lesson)) >= {"knowledge", "coordinator.codi"}
    with clock.at(datetime(2028, 2, 20, 3, tzinfo=UTC)):
        assert [key for key, _ in services.flags(lesson, clock.today())] == ["overdue"]
        lesson = desk.move(desk.load(lesson), "confirm_current", "knowledge")
        assert lesson.review_on == date(2030, 2, 19)
        assert reminding.remind_reviews(desk.session) == 0


def test_the_lead_is_asked_what_came_of_it_when_the_activity_is_over(desk: Desk) -> None:
    lesson, used = desk.published(), activity(desk, state="in_progress", end=date(2026, 3, 31))
    lesson = desk.move(lesson, "adopt", "coordinator.pmua", values={"activity": used.code})
    assert reminding.ask_results(desk.session) == 0

    with clock.at(datetime(2026, 4, 1, 3, tzinfo=UTC)):
        assert reminding.ask_results(desk.session) == 1
        assert reminding.ask_results(desk.session) == 0
        assert told(desk, used) == ["coordinator.pmua"]
        values = {"activity": used.code, "result": "worked", "result_note": "รายได้เพิ่ม"}
        desk.move(lesson, "record_reuse", "coordinator.pmua", values=values)
    with clock.at(datetime(2026, 6, 1, 3, tzinfo=UTC)):
        assert reminding.ask_results(desk.session) == 0


def test_the_database_keeps_a_decision_to_one_place(desk: Desk) -> None:
    lesson = desk.published()
    row = LessonReuse(record_id=lesson.id, org="PMUA", status="adopted", decided_on=clock.today())

    desk.session.add(row)

    with pytest.raises(IntegrityError):
        desk.session.flush()


# --- the review after action ------------------------------------------------------------------------------------


def test_the_sheet_is_printed_empty_and_filled(client: HouseClient, desk: Desk, app: PlanHubApp) -> None:
    lesson = desk.lesson(expected="ปลูกทันฤดู", because="น้ำมาช้า", reviewed_by="ผู้ใหญ่บ้าน\nผู้ประสานงานพื้นที่")
    with app.app_context():
        filled = squeezed(poppler_text(aar.filled_sheet(desk.session, lesson, {})))
    client.sign_in("area.roiet")
    empty = client.get("/lessons/aar.pdf")

    assert empty.mimetype == "application/pdf"
    said = squeezed(poppler_text(empty.get_data()))
    for question in ("คาดหวังอะไร", "เกิดอะไรขึ้นจริง", "ต่างกันเพราะอะไร", "ครั้งหน้าจะทำอย่างไร"):
        assert squeezed(question) in said
        assert squeezed(question) in filled
    assert "น้ำมาช้า" in filled
    assert "ผู้ใหญ่บ้าน" in filled
