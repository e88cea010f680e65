"""Two people write one plan in two browsers: side by side, on top of each other, and after a lost line."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from planhub.people import queries
from planhub.plans.feature import PLANS
from planhub.record import audit, flow, services
from tests.browser.house import Site
from tests.browser.people import PHONE, Persona, Watch

People = Callable[..., Persona]
CODI, EEF = "coordinator.codi", "coordinator.eef"


PROVINCES = iter(("47", "48", "33", "34", "35", "36", "37", "38"))
"""A province for each test: one living plan of a province and year, and no test sees another's drafts."""


@pytest.fixture
def path(site: Site) -> str:
    """A plan of CODI and EEF that collects its parts: the address of its sections."""
    with site.session() as session:
        user = queries.find_user(session, login=CODI)
        assert user is not None
        actor = queries.get_actor(session, user)
        audit.act_as(session, actor)
        frame = {
            "province_code": next(PROVINCES),
            "fiscal_year": "2571",
            "before_mou": True,
            "parts_due_on": "2030-01-31",
            "vision": "เดิม",
            "goals": [{"title": "รายได้เพิ่ม"}],
            "parts": [{"org": "CODI"}, {"org": "EEF"}],
        }
        plan = services.create(session, actor, PLANS, frame)
        session.flush()
        flow.move(session, actor, plan, "call_for_parts", version=plan.version, said=flow.Said())
        return f"/plans/{plan.code}/edit"


def save(page: Page, section: str) -> None:
    page.locator(f"#part-{section}").get_by_role("button", name="บันทึก", exact=False).last.click()


def test_two_people_in_two_sections_see_each_other_and_nobody_is_asked(people: People, path: str) -> None:
    one, other = people(CODI).open(path), people(EEF).open(path)
    one.locator("#f-situation").click()
    one.locator("#f-situation").fill("แล้งซ้ำซากทุกปี")
    expect(one.locator("#part-situation [data-kept]")).to_contain_text("บันทึกร่างแล้วเมื่อ")
    row = 0 if other.locator("[name=parts-0-org]").input_value() == "EEF" else 1
    other.locator(f"[name=parts-{row}-contribution]").fill("ทุนเสมอภาค")
    expect(other.locator("[data-here]")).to_contain_text(re.compile("กำลังแก้ไขอยู่.*ส่วนสถานการณ์", re.DOTALL))
    save(other, "parts")
    expect(other.locator("#part-parts [data-kept]")).to_contain_text("แล้วเมื่อ")
    save(one, "situation")
    expect(one.locator("#part-situation [data-kept]")).to_contain_text("“สถานการณ์และวิสัยทัศน์” แล้วเมื่อ")
    one.reload()
    expect(one.locator("#f-situation")).to_have_value("แล้งซ้ำซากทุกปี")
    expect(one.locator(f"[name=parts-{row}-contribution]")).to_have_value("ทุนเสมอภาค")
    expect(one.locator(".ph-restore")).to_have_count(0)


def test_one_text_of_two_people_is_chosen_by_keyboard_on_a_phone(
    people: People, path: str, new_context: Callable[..., BrowserContext], watch: Watch
) -> None:
    watch.forgiven = ("409",)
    mine = people(CODI, viewport=PHONE).open(path)
    theirs = Persona(new_context().new_page(), CODI).open(path)
    theirs.locator("#f-vision").fill("ของเขา")
    save(theirs, "situation")
    expect(theirs.locator("#part-situation [data-kept]")).to_contain_text("แล้วเมื่อ")
    mine.locator("#f-vision").fill("ของฉัน")
    save(mine, "situation")
    versus = mine.locator(".ph-versus")
    expect(versus).to_contain_text("ของฉัน")
    expect(versus).to_contain_text("ของเขา")
    assert mine.evaluate("document.documentElement.scrollWidth <= innerWidth")
    versus.locator("input").first.focus()
    mine.keyboard.press("ArrowDown")
    expect(versus.locator("input").last).to_be_checked()
    mine.keyboard.press("Enter")
    expect(mine.locator("#f-vision")).to_have_value("ของเขา")


def test_what_a_lost_line_kept_back_is_sent_when_it_is_there_again(
    people: People, path: str, watch: Watch
) -> None:
    watch.forgiven = ("ERR_FAILED",)
    person = people(CODI)
    page = person.open(path)
    page.route("**/draft/goals", lambda route: route.abort())
    page.locator("[name=goals-0-title]").fill("พิมพ์ระหว่างสายขาด")
    expect(page.locator("#part-goals [data-kept]")).to_contain_text("อยู่ในเครื่องนี้แล้ว")
    page.context.clear_cookies()
    page.unroute("**/draft/goals")
    page.goto("/sign-in")
    again = Persona(page, CODI).open(path)
    expect(again.locator("[name=goals-0-title]")).to_have_value("พิมพ์ระหว่างสายขาด")
    expect(again.locator("#part-goals .ph-restore")).to_contain_text("นำข้อความที่ยังไม่ได้ส่งกลับมาแล้ว")
    expect(again.locator("#part-goals [data-kept]")).to_contain_text("บันทึกร่างแล้วเมื่อ")
    again.evaluate("localStorage.clear()")
    again.reload()
    expect(again.locator("[name=goals-0-title]")).to_have_value("พิมพ์ระหว่างสายขาด")
    again.get_by_role("button", name="ทิ้งร่าง").click()
    expect(again.locator("[name=goals-0-title]")).to_have_value("รายได้เพิ่ม")


def test_a_remark_is_made_and_settled_without_leaving_the_text(people: People, path: str) -> None:
    page = people(CODI).open(path)
    page.locator("#f-situation").fill("ยังไม่บันทึก")
    thread = page.locator("#remarks-goals")
    thread.locator("summary").click()
    thread.locator("textarea").fill("ตัวเลขนี้มาจากไหน")
    thread.get_by_role("button", name="บันทึกความเห็น").click()
    expect(thread).to_contain_text("ยังเปิดอยู่ 1")
    thread.get_by_role("button", name="ปิดความเห็นนี้").click()
    expect(thread).to_contain_text("ยังเปิดอยู่ 0")
    expect(thread.locator(".ph-restore")).to_have_count(0)
    expect(page.locator("#f-situation")).to_have_value("ยังไม่บันทึก")
