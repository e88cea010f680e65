"""What the screens' own scripts add, and that nothing needs them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from planhub.infra.paths import CHECKOUT
from tests.browser.people import PHONE, Persona

People = Callable[..., Persona]
TITLE = "ข้อความที่ยังไม่ได้ส่ง"


def begin(page: Page, title: str) -> str:
    """Begin an MOU of two agencies by the short form, and give its code."""
    page.goto("/mous/new")
    page.locator("#f-title").fill(title)
    page.locator("[name=parties-0-org]").select_option("CODI")
    page.locator("[name=parties-1-org]").select_option("EEF")
    page.locator("button.btn-primary[name=_save]").click()
    expect(page.locator("h1")).to_have_text(title)
    return page.url.rpartition("/")[2]


def test_typing_narrows_a_list_and_the_way_back_widens_it(people: People) -> None:
    page = people("coordinator.codi").page
    kept, other = begin(page, "คลองสะอาด"), begin(page, "โรงเรียนปลายทาง")
    page.goto("/mous")
    results = page.locator("#results")
    expect(results).to_contain_text(other)
    page.locator("#filter-q").press_sequentially("คลอง")
    expect(results).not_to_contain_text(other)
    expect(results).to_contain_text(kept)
    expect(page).to_have_url(re.compile(r"/mous\?q=[^&]+$"))
    expect(page.locator("#filter-q")).to_be_focused()
    expect(page.locator("#said")).to_contain_text(": 1")
    expect(page.locator("#states a").nth(1)).to_have_attribute("href", re.compile("q=.*state="))
    page.go_back()
    expect(page.locator("#results")).to_contain_text(other)


def test_what_was_typed_is_there_again_after_the_page_was_lost(people: People) -> None:
    page = people("coordinator.codi").page
    page.goto("/mous/new")
    page.locator("#f-title").fill(TITLE)
    page.locator("[data-add]").first.click()
    page.locator("[name=parties-2-org]").select_option("PMUA")
    expect(page.locator("[data-kept]")).to_contain_text("เก็บข้อความในเครื่องนี้แล้ว")
    expect(page.locator("[data-kept]")).to_contain_text("บันทึกร่างแล้วเมื่อ")
    page.goto("/")
    page.goto("/mous/new")
    expect(page.locator(".ph-restore")).to_contain_text("กลับมาแล้ว")
    expect(page.locator("#f-title")).to_have_value(TITLE)
    expect(page.locator("[name=parties-2-org]")).to_have_value("PMUA")
    begin(page, TITLE)
    page.goto("/mous/new")
    expect(page.locator(".ph-restore")).to_have_count(0)


def test_signing_out_forgets_what_was_typed(people: People) -> None:
    page = people("coordinator.eef").page
    page.goto("/mous/new")
    page.locator("#f-title").fill(TITLE)
    expect(page.locator("[data-kept]")).to_contain_text("เก็บข้อความในเครื่องนี้แล้ว")
    page.locator("details[data-menu] > summary").last.click()
    page.get_by_role("button", name="ออกจากระบบ").click()
    expect(page).to_have_url(re.compile("/sign-in"))
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('planhub:')).length") == 0


def test_money_and_days_are_said_while_they_are_typed(people: People) -> None:
    page = people("coordinator.codi").page
    code = begin(page, "วันและเวลา")
    page.goto(f"/mous/{code}/edit")
    page.locator("#f-effective_on").press_sequentially("๑/๑๐/๒๕๗๐")
    expect(page.locator("#w-effective_on")).to_contain_text("1 ตุลาคม")


def test_an_area_found_by_searching_stays_when_searching_again(people: People) -> None:
    page = people("coordinator.codi").page
    page.goto(f"/mous/{begin(page, 'พื้นที่')}/edit")
    search = page.locator("[name='_q.areas']")
    search.press_sequentially("ร้อยเอ็ด")
    page.locator(".ph-find-results").get_by_label("จ.ร้อยเอ็ด", exact=True).check()
    search.fill("สกลนคร")
    expect(page.locator(".ph-find-results").get_by_label("จ.สกลนคร", exact=True)).to_be_visible()
    search.press("Enter")
    expect(page.locator("[data-chosen]").get_by_label("จ.ร้อยเอ็ด")).to_be_checked()
    page.locator("button.btn-primary[name=_save]").click()
    expect(page.locator("#content")).to_contain_text("จ.ร้อยเอ็ด")


def test_a_menu_closes_by_key_and_gives_the_focus_back(people: People) -> None:
    page = people("coordinator.codi").open("/")
    menu = page.locator("details[data-menu]").last
    menu.locator("summary").click()
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()


def test_the_first_tab_leads_past_the_menu(people: People) -> None:
    page = people("coordinator.codi").open("/mous")
    page.keyboard.press("Tab")
    expect(page.locator(".ph-skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_an_mou_is_begun_and_changed_without_any_script(people: People) -> None:
    page = people("coordinator.pmua", java_script_enabled=False).page
    page.goto("/mous/new")
    page.locator("#f-title").fill("ไม่มีสคริปต์")
    page.locator("[name=parties-0-org]").select_option("PMUA")
    page.locator("button[name=_add]").first.click()
    expect(page.locator("#f-title")).to_have_value("ไม่มีสคริปต์")
    page.locator("[name=parties-1-org]").select_option("CODI")
    page.locator("[name=parties-2-org]").select_option("EEF")
    page.locator("button.btn-primary[name=_save]").click()
    page.get_by_role("link", name="แก้ไข", exact=True).click()
    page.locator("[name='_q.areas']").fill("เชียงราย")
    page.locator("button[name=_find]").first.click()
    page.locator(".ph-find-results").get_by_label("จ.เชียงราย", exact=True).check()
    page.locator("button.btn-primary[name=_save]").click()
    expect(page.locator("#content")).to_contain_text("จ.เชียงราย")


AXE = (CHECKOUT / "node_modules" / "axe-core" / "axe.min.js") if CHECKOUT else None
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize(
    ("theme", "options"), [("light", {}), ("dark", {"viewport": PHONE})], ids=["desk-light", "phone-dark"]
)
def test_axe_finds_nothing_on_any_screen_of_a_record(
    people: People, new_context: Callable[..., BrowserContext], theme: str, options: dict[str, Any]
) -> None:
    person = people("coordinator.codi", bypass_csp=True, **options)
    page = person.page
    page.context.add_cookies([{"name": "planhub-theme", "value": theme, "url": page.url}])
    code = begin(page, "ตรวจการเข้าถึง")
    assert AXE is not None
    faults = []
    for path in (
        "/", "/mous", "/mous/new", f"/mous/{code}", f"/mous/{code}/edit", f"/mous/{code}/history",
        f"/mous/{code}/moves/cancel", f"/mous/{code}/moves/share", "/help/workflows", "/help/workflows/mous", "/help/policy",
    ):  # fmt: skip
        page.goto(path)
        page.evaluate(AXE.read_text("utf-8"))
        found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
        faults += [(path, v["id"], v["nodes"][0]["html"][:120]) for v in found["violations"]]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults += [(path, "sideways scrolling", wide)] if wide > 0 else []
    assert not faults
