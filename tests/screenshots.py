"""Pictures of the screens for people to look at: `./dev screenshots` lays them into instance/screenshots."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.house import chromium, serving
from tests.browser.people import DESK, PHONE, Persona

TARGET = Path("instance", "screenshots")
SIZES: dict[str, Any] = {"360": PHONE, "1440": {**DESK, "width": 1440}}
TALLEST = 4_000
"""Pixels of a page beyond which the picture is cut."""


class Screen(NamedTuple):
    """A page, who looks at it, and what leads there: a path, or a list whose first record with these words is opened."""

    name: str
    login: str
    path: str
    words: str = ""
    then: str = ""


SCREENS = (
    Screen("home", "director.eef", "/"),
    Screen("mous", "coordinator.codi", "/mous"),
    Screen("mou", "director.eef", "/mous", "การแก้ไขปัญหาความยากจน"),
    Screen("approve", "director.eef", "/mous", "การแก้ไขปัญหาความยากจน", "/moves/approve"),
    Screen("return", "director.eef", "/mous", "การแก้ไขปัญหาความยากจน", "/moves/return_text"),
    Screen("history", "auditor", "/mous", "การแก้ไขปัญหาความยากจน", "/history"),
    Screen("new-mou", "coordinator.codi", "/mous/new"),
    Screen("plan", "coordinator.codi", "/plans", "ร้อยเอ็ด"),
    Screen("edit-plan", "coordinator.codi", "/plans", "บุรีรัมย์", "/edit"),
    Screen("activities", "coordinator.codi", "/activities"),
    Screen("activity", "coordinator.eef", "/activities", "กองทุนการเรียนรู้"),
    Screen("report", "secretariat", "/progress-reports", "กองทุนการเรียนรู้"),
    Screen("lesson", "viewer", "/lessons", "กระจูด"),
    Screen("overlap", "secretariat", "/overlap"),
    Screen("province", "secretariat", "/provinces/45"),
    Screen("overview", "viewer", "/overview"),
    Screen("gaps", "coordinator.codi", "/overlap/gaps"),
    Screen("meeting", "secretariat", "/meetings", "คณะทำงานร่วม"),
)
DARK = ("home", "mou", "overlap")


def main() -> None:
    """Lay a fresh demonstration world, serve it, and picture every screen."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for command in ("init", "demo"):
            env = {**os.environ, "PLANHUB_INSTANCE": str(folder)}
            subprocess.run([sys.executable, "-m", "planhub", command], env=env, check=True)
        TARGET.mkdir(parents=True, exist_ok=True)
        with serving(folder) as url, sync_playwright() as driver:
            browser = chromium(driver)
            for size in SIZES:
                for locale in ("th", "en"):
                    _picture_all(browser, url, size, locale)
            _picture_all(browser, url, "1440", "th", dark=True)
            browser.close()
    sys.stdout.write(f"the pictures are in {TARGET}\n")


def _picture_all(browser: Browser, url: str, size: str, locale: str, *, dark: bool = False) -> None:
    options: dict[str, Any] = {
        "base_url": url,
        "locale": "th-TH",
        "viewport": SIZES[size],
        "color_scheme": "dark" if dark else "light",
    }
    known: dict[str, Page] = {}
    contexts: list[BrowserContext] = []
    ending = f"{size}-{locale}{'-dark' if dark else ''}.png"
    for screen in SCREENS:
        if dark and screen.name not in DARK:
            continue
        if screen.login not in known:
            contexts.append(browser.new_context(**options))
            known[screen.login] = _reader(contexts[-1], screen.login, locale)
        page = known[screen.login]
        _open(page, screen)
        _picture(page, TARGET / f"{screen.name}-{ending}")
    if not dark:
        stranger = browser.new_context(**options)
        contexts.append(stranger)
        page = stranger.new_page()
        page.goto("/sign-in")
        _picture(page, TARGET / f"sign-in-{ending}")
    for context in contexts:
        context.close()


def _picture(page: Page, path: Path) -> None:
    """Picture a whole page on a screen as tall as the page, so that what sticks to its edge stays there."""
    size = page.viewport_size
    assert size is not None
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    page.set_viewport_size({**size, "height": max(height, size["height"])})
    page.screenshot(path=path)
    page.set_viewport_size(size)


def _reader(context: BrowserContext, login: str, locale: str) -> Page:
    page = Persona(context.new_page(), login).page
    page.locator(".ph-top summary").click()
    page.locator(f"button[name=locale][value={locale}]").click()
    page.wait_for_load_state()
    return page


def _open(page: Page, screen: Screen) -> None:
    page.goto(screen.path)
    if screen.words:
        link = page.get_by_role("main").get_by_role("link").filter(has_text=screen.words).first
        page.goto(f"{link.get_attribute('href')}{screen.then}")
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    main()
