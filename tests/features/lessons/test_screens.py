"""The generic screens carry lessons and knowledge items, and other pages show lessons in panels."""

from planhub.lessons.models import Lesson
from planhub.record.services import load
from planhub.record.types import registry
from tests.client import HouseClient
from tests.features.lessons.conftest import Desk


def test_the_lists_and_pages_are_drawn(client: HouseClient, desk: Desk) -> None:
    lesson, item = desk.published(), desk.item()
    client.sign_in("coordinator.pmua")

    assert lesson.title in client.get("/lessons").get_data(as_text=True)
    assert lesson.title in client.get(f"/lessons/{lesson.code}").get_data(as_text=True)
    assert item.title in client.get("/knowledge-items").get_data(as_text=True)
    assert client.get(f"/knowledge-items/{item.code}").status_code == 200


def test_a_lesson_is_begun_and_sent_on_screen(client: HouseClient, desk: Desk) -> None:
    client.sign_in("area.roiet")
    typed = {"title": "แปลงรวม", "kind": "practice", "areas": "45", "visibility": "partners"}

    answer = client.post("/lessons/new", data={**typed, "_save": "1"})

    assert answer.status_code == 303, answer.get_data(as_text=True)
    code = answer.location.rsplit("/", 1)[-1]
    lesson: Lesson = load(desk.session, registry.get("lessons"), code)
    assert (lesson.state, lesson.areas) == ("captured", ["45"])


def test_an_activity_shows_the_lessons_that_it_took_up(client: HouseClient, desk: Desk) -> None:
    lesson, activity = desk.published(), desk.activity("PMUA")
    desk.move(lesson, "adopt", "coordinator.pmua", values={"activity": activity.code})
    client.sign_in("coordinator.pmua")

    assert lesson.title in client.get(f"/activities/{activity.code}").get_data(as_text=True)


def test_a_province_shows_its_published_lessons(client: HouseClient, desk: Desk) -> None:
    shared, inside = desk.published(), desk.published(title="เรื่องภายใน", visibility="agency")
    client.sign_in("viewer")

    page = client.get("/provinces/45").get_data(as_text=True)

    assert shared.title in page
    assert inside.title not in page
