"""The overlap in a real browser: areas open in place, the address keeps what is open, lists are asked for by one click."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.people import PHONE, Persona

People = Callable[..., Persona]
PAGE = "/overlap?fiscal_year=2570"


def area(page: Page, name: str) -> Locator:
    """Give the link that opens an area."""
    return page.locator("a[data-open]").filter(has_text=re.compile(f"^{name}$"))


def test_a_province_opens_in_place_and_stays_open(people: People) -> None:
    reader = people("coordinator.eef")
    page = reader.open(PAGE)
    one, other = area(page, "ร้อยเอ็ด"), area(page, "อุบลราชธานี")
    expect(one).to_have_attribute("aria-expanded", "false")
    table = page.locator(".ov-table").element_handle()
    one.click()
    district = area(page, "อ.เมืองร้อยเอ็ด")
    expect(district).to_be_visible()
    expect(one).to_have_attribute("aria-expanded", "true")
    expect(one).to_be_focused()
    expect(page).to_have_url(re.compile(r"open=45"))
    expect(page.locator("#said")).to_contain_text("ร้อยเอ็ด")
    assert table is not None
    assert table.evaluate("e => e.isConnected"), "the page itself was not loaded anew"
    other.press("Enter")
    expect(page).to_have_url(re.compile(r"open=45\.34"))
    district.click()
    expect(page.locator("#g-45 .ov-in-2").first).to_be_visible()
    expect(page.get_by_role("link", name="CSV")).to_have_attribute("href", re.compile(r"open=45\.34\.4501"))
    page.reload()
    expect(page.locator("#g-45 .ov-in-2").first).to_be_visible()
    expect(area(page, "อุบลราชธานี")).to_have_attribute("aria-expanded", "true")
    area(page, "ร้อยเอ็ด").click()
    expect(page.locator("#g-45 .ov-in")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"open=34(?!\.)"))


def test_a_filter_keeps_what_is_open(people: People) -> None:
    page = people("viewer").open(PAGE)
    area(page, "ร้อยเอ็ด").click()
    expect(page.locator("#g-45 .ov-in").first).to_be_visible()
    page.get_by_label("จำนวนหน่วยงาน").select_option("3")
    expect(page).to_have_url(re.compile(r"at_least=3"))
    expect(page.locator("#g-45 .ov-in").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"open=45"))


def test_a_list_is_asked_for_by_one_click_and_the_agency_finds_it(people: People) -> None:
    eef = people("coordinator.eef")
    page = eef.open(f"{PAGE}&open=45")
    page.get_by_role("button", name="ขอรายชื่อตำบลจาก พอช.").first.click()
    eef.sees("ส่งคำขอรายชื่อตำบลถึง พอช. แล้ว", "ขอรายชื่อตำบลจาก พอช. แล้ว")
    expect(area(page, "ร้อยเอ็ด")).to_have_attribute("aria-expanded", "true")
    codi = people("coordinator.codi")
    expect(codi.tasks()).to_contain_text("ขอรายชื่อตำบลใน จ.ร้อยเอ็ด")


@pytest.mark.parametrize("view", ["table", "map", "tiles"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_view_fits_a_phone_in_both_themes(
    new_context: Callable[..., BrowserContext], view: str, theme: str
) -> None:
    phone = new_context(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme=theme)
    page = Persona(phone.new_page(), "viewer").open(f"{PAGE}&open=45&view={view}")
    wide, tall = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= tall


def test_the_table_opens_without_scripts(new_context: Callable[..., BrowserContext], people: People) -> None:
    known = people("viewer").page.context.cookies()
    plain = new_context(java_script_enabled=False)
    plain.add_cookies([{k: c[k] for k in ("name", "value", "domain", "path")} for c in known])  # type: ignore[misc]  # a cookie, by its own names
    page = plain.new_page()
    page.goto(PAGE)
    area(page, "ร้อยเอ็ด").click()
    expect(page).to_have_url(re.compile(r"open=45.*#g-45"))
    expect(page.locator("#g-45 .ov-in").first).to_be_visible()


def test_a_province_on_the_map_is_reached_by_keyboard(people: People) -> None:
    page = people("viewer").open(f"{PAGE}&view=map")
    province = page.locator('.ov-map a[aria-label^="ร้อยเอ็ด"]')
    province.focus()
    expect(province).to_be_focused()
    assert province.locator("path").evaluate("e => parseFloat(getComputedStyle(e).strokeWidth)") > 3
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/provinces/45"))
