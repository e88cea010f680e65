"""Personas at their browsers: what they can see and press, by its words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Response, expect

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
PATIENCE = 10_000
"""Milliseconds after which a page that does not answer is a failure."""
expect.set_options(timeout=PATIENCE)


@dataclass
class Watch:
    """Notes what no page may do: errors in the console (broken CSP included), scripts that fail, answers of 5xx."""

    found: list[str] = field(default_factory=list)
    forgiven: tuple[str, ...] = ()

    def over(self, context: BrowserContext) -> None:
        context.on("console", self._said)
        context.on("weberror", lambda error: self.found.append(f"script: {error.error}"))
        context.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(words in message.text for words in self.forgiven):
            self.found.append(f"console: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.found.append(f"{response.status} from {response.url}")


class Persona:
    """Somebody signed in by a click on a card of the sign-in page."""

    def __init__(self, page: Page, login: str) -> None:
        self.page, self.login = page, login
        page.goto("/sign-in")
        page.get_by_role("button", name=login, exact=False).filter(has_text=login).first.click()
        expect(page.get_by_role("heading", level=1, name=re.compile("งานของฉัน|My work"))).to_be_visible()

    def open(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def tasks(self) -> Locator:
        """Give what waits for this person, on the page of her work."""
        self.page.goto("/")
        return self.page.get_by_role("main")

    def begin(self, path: str, label: str, fill: Callable[[Page], Any]) -> str:
        """Begin a record from its list, and give its code."""
        self.page.goto(path)
        self.page.get_by_role("link", name=label).first.click()
        fill(self.page)
        self.press("บันทึกร่าง")
        return self.code()

    def code(self) -> str:
        """Give the code of the record whose page is open."""
        expect(self.page.get_by_role("heading", name="ประวัติ", exact=True)).to_be_visible()
        return self.page.url.rpartition("/")[2].partition("?")[0]

    def edit(self, path: str, fill: Callable[[Page], Any]) -> None:
        """Change a record by its form."""
        self.page.goto(path)
        self.page.get_by_role("link", name="แก้ไข", exact=True).click()
        fill(self.page)
        keys = self.page.locator("form[data-section]:has(button.btn-primary)").evaluate_all(
            "forms => forms.map(form => form.dataset.section)"
        )
        for key in keys:  # each section is saved by itself
            self.page.locator(f"#part-{key} .btn-primary[name=_save]").click()
            expect(self.page.locator(f"#part-{key}[data-saved]")).to_be_visible()
        if keys:
            self.page.get_by_role("link", name="เสร็จแล้ว กลับไปหน้าเรื่อง").click()
        else:
            self.press("บันทึก")
        self.code()

    def move(self, path: str, label: str, fill: Callable[[Page], Any] | None = None) -> None:
        """Make a move from the page of the record: open its summary, fill in what it asks for, decide."""
        self.page.goto(path)
        step = self.page.get_by_role("main").get_by_role("link", name=label, exact=True)
        if not step.first.is_visible():
            self.page.get_by_text("ขั้นตอนอื่น").click()
        step.first.click()
        expect(self.page.get_by_role("heading", level=1, name=label)).to_be_visible()
        if fill:
            fill(self.page)
        self.press(label)
        self.code()

    def press(self, label: str) -> None:
        """Press the visible button of the form."""
        buttons = self.page.get_by_role("main").get_by_role("button", name=label, exact=True)
        buttons.last.click()

    def sees(self, *words: str) -> None:
        """Claim that the open page shows some words."""
        for text in words:
            expect(self.page.get_by_role("main").get_by_text(text).first).to_be_visible()

    def is_now(self, path: str, state: str) -> None:
        """Claim the state of a record, as its page tells it."""
        self.page.goto(path)
        expect(self.page.locator(".ph-status .ph-badge").first).to_have_text(state)


def row(page: Page, name: str, number: int) -> Locator:
    """Give the row `number` (from 1) of a list in a form, adding rows until there is one."""
    rows = page.get_by_role("group", name=f"{name} {number}", exact=True)
    if rows.count() == 0:
        block = page.locator(f"[data-rows]:has(> .ph-label:text-is('{name}'))")
        block.get_by_role("button", name="เพิ่มแถว").click()
    expect(rows).to_be_visible()
    return rows


def fill(page: Page | Locator, said: Mapping[str, str]) -> None:
    """Type into several fields, by the words of their labels."""
    for label, text in said.items():
        type_in(page, label, text)


def type_in(page: Page | Locator, label: str, text: str) -> None:
    """Type into, or choose in, the field with that label."""
    one = page.get_by_label(label, exact=False).first
    if one.evaluate("e => e.tagName") == "SELECT":
        one.select_option(label=text)
    else:
        one.fill(text)


def tick(page: Page | Locator, *labels: str) -> None:
    """Choose among what is offered."""
    for label in labels:
        page.get_by_label(label, exact=False).first.check()


def find(page: Page, legend: str, word: str, choice: str) -> None:
    """Search in a chooser and take what was found."""
    group = page.get_by_role("group", name=legend)
    group.get_by_role("searchbox").fill(word)
    found = group.get_by_label(choice, exact=False).first
    expect(found).to_be_visible()
    found.check()
