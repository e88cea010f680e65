"""The digest and the sheet of a lesson: what is published and shared, by direction, with where it was used."""

import pytest

from planhub.kernel.errors import NotFound
from planhub.lessons.papers.digest import digest
from planhub.lessons.papers.sheet import lesson_sheet
from planhub.web.app import PlanHubApp
from tests.features.infra.papers import poppler_text, squeezed
from tests.features.lessons.conftest import Desk


def words(desk: Desk, app: PlanHubApp, code: str) -> str:
    with app.app_context():
        return squeezed(poppler_text(digest(desk.session, code, {})))


def test_the_digest_holds_what_is_published_and_shared(desk: Desk, app: PlanHubApp) -> None:
    desk.published(title="กระจูดแก้จน", areas=["4502"])
    desk.published(title="เรื่องภายในหน่วยงาน", visibility="agency")
    desk.checked(title="เรื่องที่รอบรรณาธิการ")
    desk.move(desk.move(desk.item(), "submit", "coordinator.pmua"), "publish", "knowledge")

    text = words(desk, app, "all")

    for said in ("กระจูดแก้จน", "เศรษฐกิจฐานรากและเทคโนโลยีที่เหมาะสม", "เครื่องรีดกระจูด", "35,000", "ดัชนีพื้นที่"):
        assert said in text
    assert "เรื่องภายใน" not in text
    assert "เรื่องที่รอ" not in text


def test_lessons_that_were_used_come_first_with_their_result(desk: Desk, app: PlanHubApp) -> None:
    used = desk.published(title="แปลงรวมต้นแบบ")
    desk.published(title="ตลาดนัดชุมชน")
    activity = desk.activity("PMUA", "ขยายแปลงรวม")
    told = {"activity": activity.code, "result": "worked", "result_note": "รายได้เพิ่ม"}
    used = desk.move(used, "adopt", "coordinator.pmua", values={"activity": activity.code})
    used = desk.move(used, "record_reuse", "coordinator.pmua", values=told)

    text = words(desk, app, "all")
    assert "1.แปลงรวมต้นแบบ" in text
    assert "ได้ผล" in text.partition("ใช้ซ้ำที่ไหนแล้ว")[2]
    with app.app_context():
        assert "ขยายแปลงรวม" in squeezed(poppler_text(lesson_sheet(desk.session, used, {})))


@pytest.mark.parametrize(
    ("code", "found"), [("45", True), ("4501", True), ("FY2569", True), ("49", False), ("FY2560", False)]
)
def test_the_digest_of_an_area_or_a_year(desk: Desk, app: PlanHubApp, code: str, found: bool) -> None:
    desk.published(title="แปลงรวมร้อยเอ็ด")

    assert ("แปลงรวมร้อยเอ็ด" in words(desk, app, code)) is found


@pytest.mark.parametrize("code", ["", "0", "ร้อยเอ็ด", "FY๒๕๖๙", "LES-0000-0001"])
def test_an_unknown_scope_is_not_found(desk: Desk, app: PlanHubApp, code: str) -> None:
    with pytest.raises(NotFound):
        words(desk, app, code)
