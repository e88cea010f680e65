"""What a page offers, its reader may open; reading changes nothing; and nothing is open that was not meant to be."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urldefrag, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session
from werkzeug.routing import IntegerConverter, Rule
from werkzeug.test import TestResponse

from planhub.demo import activities, lessons, meetings, mous, programmes
from planhub.demo.acting import Story
from planhub.web.app import PlanHubApp
from tests.client import HouseClient
from tests.conftest import House

PERSONAS = (
    "coordinator.codi",
    "director.eef",
    "legal.pmua",
    "budget.codi",
    "admin.codi",
    "secretariat",
    "knowledge",
    "area.roiet",
    "viewer",
    "auditor",
    "system",
)
SEE_OTHER = 303
"""An address that hands on to another, which must open as well (a plan that is there already, a form filled in)."""
MOST = 150
"""Pages that one persona reads."""
ALIKE = 3
"""Pages of one endpoint: the fourth MOU is like the third."""
KEPT_ASIDE = {"web_session", "issued_paper"}
"""Bookkeeping of reading itself: that somebody is still there, and which paper was handed out."""

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)?")
TYPED = re.compile(r"(<[a-z_]+(\([^)]*\))?:[a-z_]+>)(\.[a-z]+)?")


@pytest.fixture
def world(db_session: Session) -> None:
    """A few records of most types, each begun and moved by its people."""
    programmes.build(db_session, years=(2569, 2570))
    story = Story(db_session, lambda: 0)
    meetings.committee(story)
    mous.public(story)
    mous.joint(story)
    told = activities.ROI_ET[2]
    activities.agree(story, activities.propose(story, told), told)
    lessons._write(story, lessons.LESSONS[1])
    db_session.commit()


def links(page: TestResponse) -> Iterator[str]:
    """Give every address that the page offers to follow, and every fragment that it fetches by itself."""
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(page.get_data(as_text=True))
    elements: Iterator[Element] = tree.iter()
    for element in elements:
        for name in ("href", "hx-get"):
            address = urldefrag(element.get(name) or "").url
            if address and element.tag != "link":
                yield address


@contextmanager
def writes(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements that change rows; only the session of the browser itself may be touched."""
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")) and not KEPT_ASIDE & set(
            statement.split()[:3]
        ):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def crawl(client: HouseClient, app: PlanHubApp) -> Iterator[tuple[str, str, TestResponse]]:
    """Read what can be reached from the first page, a few of each endpoint; give where it was offered, and what came."""
    adapter = app.url_map.bind("localhost")
    waiting, known, alike = deque([("", "/")]), {"/"}, Counter[str]()
    while waiting and sum(alike.values()) < MOST:
        source, address = waiting.popleft()
        endpoint = str(adapter.match(urlsplit(address).path)[0])
        if alike[endpoint] >= ALIKE or endpoint.endswith((".document", ".download")) or endpoint == "static":
            continue
        alike[endpoint] += 1
        page = client.get(address)
        yield source, address, page
        handed_on = page.location if page.status_code == SEE_OTHER else None
        for found in [handed_on] if handed_on else links(page) if page.mimetype == "text/html" else ():
            if found.startswith("/") and found not in known:
                known.add(found)
                waiting.append((address, found))


def test_what_a_page_offers_opens_and_changes_nothing(
    client: HouseClient, app: PlanHubApp, house: House, world: None
) -> None:
    wrong, read = [], Counter[str]()
    for login in PERSONAS:
        client.sign_in(login)
        with writes(house.engine) as written:
            for source, address, page in crawl(client, app):
                read[login] += 1
                if page.status_code not in (200, SEE_OTHER):
                    wrong.append(f"{login}: {source} offers {address}: {page.status_code}")
                if written:
                    wrong.append(f"{login}: GET {address} wrote {written.pop()[:120]}")
        client.sign_out()
    assert not wrong, "\n".join(wrong)
    assert min(read.values()) > 15, read


def rules(app: PlanHubApp) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)


def test_addresses_are_kebab_case_or_typed(app: PlanHubApp) -> None:
    wrong = []
    for rule in rules(app):
        parts = [part for part in rule.rule.split("/") if part]
        if not all(KEBAB.fullmatch(part) or TYPED.fullmatch(part) for part in parts):
            wrong.append(f"{rule.endpoint}: {rule.rule}")
    assert not [w for w in wrong if not w.startswith("static:")]


def address_of(rule: Rule) -> str:
    """Give an address that the rule matches."""
    values: dict[str, Any] = {}
    for name, converter in rule._converters.items():
        choices = sorted(getattr(converter, "items", ()))
        values[name] = choices[0] if choices else 1 if isinstance(converter, IntegerConverter) else "x"
    built = rule.build(values)
    assert built is not None
    return built[1]


def test_nothing_answers_a_stranger_that_is_not_public(client: HouseClient, app: PlanHubApp) -> None:
    public = app.extensions["planhub_public"]
    wrong, asked = [], 0
    for rule in rules(app):
        if rule.endpoint in public:
            continue
        address = address_of(rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            answer = client.open(address, method=method)
            asked += 1
            sent_away = answer.status_code == 401 or (
                answer.status_code == 303 and urlsplit(answer.headers["Location"]).path == "/sign-in"
            )
            if not sent_away:
                wrong.append(f"{method} {address} ({rule.endpoint}): {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    assert asked > 50
