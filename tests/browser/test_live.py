"""The live screen in a real browser: an assignment in four taps or six keys, a lost line, two secretaries at once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.meetings.models import Meeting
from planhub.people.queries import find_user, get_actor
from planhub.record import audit, services
from planhub.record.types import registry
from tests.browser.house import Site
from tests.browser.people import Persona, Watch

People = Callable[..., Persona]
MATTERS = ("เกณฑ์เลือกตำบลนำร่อง", "กรอบเวลาลงนาม", "งบประมาณร่วม")


def lay(session: Session) -> str:
    """Lay a meeting that sits today; how it got there is told by tests/features/meetings."""
    user = find_user(session, login="secretariat")
    assert user is not None
    actor = get_actor(session, user)
    audit.act_as(session, actor)
    agenda = [{"section": "5", "title": title, "draft_resolution": "เห็นชอบตามที่เสนอ"} for title in MATTERS]
    raw = {"committee_code": "JOINT3", "held_on": clock.today().isoformat(), "agenda": agenda}
    meeting: Meeting = services.create(session, actor, registry.get("meetings"), raw)
    session.flush()  # its code is read
    meeting.state = "in_session"
    return meeting.code


@pytest.fixture
def sitting(site: Site) -> str:
    with site.session() as session:
        return lay(session)


def at(page: Page, code: str, title: str) -> None:
    page.goto(f"/meetings/{code}/live")
    page.locator(".lv-row").filter(has_text=title).click()
    expect(page.locator("#matter h2")).to_contain_text(title)


def test_an_assignment_takes_four_taps_or_six_keys(people: People, sitting: str) -> None:
    page = people("secretariat").open(f"/meetings/{sitting}/live")
    at(page, sitting, MATTERS[0])
    chips = ("kind][value=assigned", "assign_org][value=CODI", "assign_due_in")
    for chip in chips:
        page.locator(f".lv-chip:has(input[name={chip}])").first.click()
    page.get_by_role("button", name="บันทึกมติ").click()
    assert len(chips) + 1 <= 6
    expect(page.locator(".ph-note.t-good")).to_contain_text("เห็นชอบตามที่เสนอ")

    at(page, sitting, MATTERS[1])
    keys = ("6", "Space", "Tab", "Tab", "Space", "Control+Enter")
    for key in keys:
        page.keyboard.press(key)
    assert len(keys) <= 6
    expect(page.locator(".ph-note.t-good")).to_contain_text("เห็นชอบตามที่เสนอ")


def test_a_lost_line_loses_nothing(people: People, sitting: str, watch: Watch) -> None:
    watch.forgiven = ("Failed to load resource",)  # the browser tells of the line that was taken
    page = people("secretariat").open(f"/meetings/{sitting}/live")
    at(page, sitting, MATTERS[2])
    page.route("**/live/items/**", lambda route: route.abort())
    page.fill("#lv-text", "ข้อความขณะสัญญาณหลุด")
    expect(page.locator("[data-saved]")).to_contain_text("เก็บไว้ในเครื่องนี้")
    page.unroute("**/live/items/**")
    expect(page.locator("[data-saved]")).to_contain_text("บันทึกร่างแล้ว", timeout=10_000)
    page.reload()
    expect(page.locator("#lv-text")).to_have_value("ข้อความขณะสัญญาณหลุด")


def test_two_secretaries_see_both_texts(
    people: People, new_context: Callable[..., BrowserContext], sitting: str, watch: Watch
) -> None:
    watch.forgiven = ("Failed to load resource",)  # the browser tells of the answer 409
    one = people("secretariat").open(f"/meetings/{sitting}/live")
    other = Persona(new_context().new_page(), "secretariat").open(f"/meetings/{sitting}/live")
    at(one, sitting, MATTERS[2])
    at(other, sitting, MATTERS[2])
    one.fill("#lv-text", "ฉบับของคนแรก")
    expect(one.locator("[data-saved]")).to_contain_text("บันทึกร่างแล้ว")
    other.fill("#lv-text", "ฉบับของคนที่สอง")
    expect(other.locator("#clash")).to_contain_text("ฉบับของคนแรก")
    expect(other.locator("#clash")).to_contain_text("ฉบับของคนที่สอง")
    expect(other.locator("#lv-text")).to_have_value("ฉบับของคนที่สอง")
