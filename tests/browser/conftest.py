"""One server and one Chromium for all browser tests; each persona has a browser profile of her own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.house import Site, build, chromium, serving
from tests.browser.people import DESK, PATIENCE, Persona, Watch


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    app = build(folder)
    with serving(folder) as url:
        yield Site(url, app)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = chromium(driver)
        yield browser
        browser.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch()
    yield watch
    assert not watch.found, watch.found


@pytest.fixture
def new_context(browser: Browser, site: Site, watch: Watch) -> Iterator[Callable[..., BrowserContext]]:
    """Open browser profiles; what goes wrong in any of them fails the test."""
    opened: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(
            **{"base_url": site.url, "locale": "th-TH", "viewport": DESK, **options}
        )
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def people(new_context: Callable[..., BrowserContext]) -> Callable[..., Persona]:
    """Give each persona, who signs in when first called for and stays signed in: `people("director.codi")`."""
    known: dict[str, Persona] = {}

    def person(login: str, **options: Any) -> Persona:
        if login not in known:
            known[login] = Persona(new_context(**options).new_page(), login)
        return known[login]

    return person
