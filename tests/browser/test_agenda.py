"""The agenda by keyboard and by drag; the buttons without a script are held by tests/features/meetings/test_agenda.py."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.people import Persona

People = Callable[..., Persona]


def titles(page: Page) -> list[str]:
    """Give the titles of the fifth part, as they stand."""
    return fifth(page).locator("[data-number] + span").all_inner_texts()


def fifth(page: Page) -> Locator:
    """Give the matters of the fifth part."""
    return page.locator("[data-item]").filter(
        has=page.locator("[data-number]", has_text=re.compile(r"^\s*5\."))
    )


def add(desk: Persona, path: str, title: str) -> None:
    """Add a matter by its form."""
    page = desk.open(f"{path}/new?section=5")
    page.locator("#f-title").fill(title)
    desk.press("บันทึก")
    desk.sees(title)


def test_matters_move_by_arrow_keys_and_by_drag(people: People) -> None:
    desk = people("secretariat")
    page = desk.open("/committees/JOINT3/next")
    desk.press("ตั้งการประชุม")
    expect(page.locator("h1")).to_contain_text("ระเบียบวาระ")
    path = page.url
    for title in ("หนึ่ง", "สอง", "สาม"):
        add(desk, path, title)
    page.locator("[data-handle]").last.focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-agenda-said]")).to_have_text("5.2")
    assert titles(page) == ["หนึ่ง", "สาม", "สอง"]
    assert page.evaluate("document.activeElement.matches('[data-handle]')"), "the keys go on from there"

    handles = fifth(page).locator("[data-handle]")
    handles.last.scroll_into_view_if_needed()  # the mouse reaches only what is in sight
    begin, end = handles.last.bounding_box(), handles.first.bounding_box()
    assert begin is not None
    assert end is not None
    page.mouse.move(begin["x"] + 9, begin["y"] + 9)
    page.mouse.down()
    page.mouse.move(end["x"] + 9, end["y"] + 2, steps=12)
    page.mouse.up()
    expect(page.locator("[data-agenda-said]")).to_have_text("5.1")
    page.reload()
    assert titles(page) == ["สอง", "หนึ่ง", "สาม"]
