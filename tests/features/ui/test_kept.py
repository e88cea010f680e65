"""What a process keeps between requests never shows one reader another's, nor yesterday's names."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from planhub.kernel.access import SYSTEM
from planhub.kernel.text import locale
from planhub.mou.feature import MOUS
from planhub.people.models import Organization
from planhub.record import queries
from planhub.record.models import Record
from planhub.ui.known import Choices
from tests.client import HouseClient
from tests.conftest import Actors, MaxQueries
from tests.features.ui.conftest import HX, Desk

Become = Callable[[str], HouseClient]
LIST_QUERIES, HOME_QUERIES = 3, 5


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def navigation(html: str) -> str:
    return html[html.index('<nav class="ph-side"') : html.index("</nav>")]


def test_a_list_asks_for_the_reader_the_rows_and_the_organisations(
    desk: Desk, as_user: Become, max_queries: MaxQueries
) -> None:
    desk.begin()
    client = as_user("coordinator.codi")
    asked = {"/mous": 0, "/mous?state=draft&sort=title&party=EEF": 0, "/mous?q=ความ": 1, "/mous/counts": 0}
    for path, index in asked.items():  # the index of the search is one more
        client.get(path)
        with max_queries(LIST_QUERIES + index):
            assert client.get(path).status_code == 200


def test_home_asks_five_times_however_much_waits(
    desk: Desk, as_user: Become, max_queries: MaxQueries
) -> None:
    client = as_user("coordinator.codi")
    for _ in range(3):
        desk.begin()
        client.get("/")
        with max_queries(HOME_QUERIES):
            assert client.get("/").status_code == 200


def test_the_head_and_the_navigation_are_each_readers_own(as_user: Become) -> None:
    pages = {
        login: as_user(login).get("/mous").text for login in ("coordinator.codi", "director.eef", "auditor")
    }
    for login, html in pages.items():
        again = as_user(login).get("/mous").text
        assert navigation(again) == navigation(html)
    assert len({re.search(r"<strong>([^<]+)</strong>", html)[1] for html in pages.values()}) == 3  # type: ignore[index]


def test_the_head_holds_the_token_of_its_own_session(as_user: Become) -> None:
    one, other = (as_user("coordinator.codi").get("/mous").text for _ in range(2))
    tokens = [re.search(r'name="csrf_token" value="([^"]+)"', html)[1] for html in (one, other)]  # type: ignore[index]
    assert tokens[0].split(".")[1] != tokens[1].split(".")[1] or tokens[0] != tokens[1]
    client = as_user("coordinator.codi")
    client.get("/mous")
    assert client.post("/preferences", data={"theme": "dark"}).status_code == 303


def test_the_head_follows_language_and_theme_at_once(as_user: Become) -> None:
    client = as_user("coordinator.codi")
    assert "ข้ามไปยังเนื้อหา" in client.get("/mous").text
    client.post("/preferences", data={"locale": "en"})
    english = client.get("/mous").text
    assert "Skip to the content" in english
    assert "ข้ามไปยังเนื้อหา" not in english
    assert "My work" in navigation(english)
    client.post("/preferences", data={"theme": "dark"})
    assert re.search(r'value="dark"\s+aria-pressed="true"', client.get("/mous").text)


@pytest.mark.parametrize(
    ("path", "href", "how"),
    [
        ("/mous", "/mous", "page"),
        ("/mous/new", "/mous", "true"),
        ("/", "/", "page"),
        ("/plans", "/plans", "page"),
    ],
)
def test_the_navigation_marks_where_the_reader_is(as_user: Become, path: str, href: str, how: str) -> None:
    marked = re.findall(
        r'href="([^"]+)" aria-current="(\w+)"', navigation(as_user("coordinator.codi").get(path).text)
    )
    assert marked == [(href, how)]


def test_an_organisation_called_otherwise_is_called_so_on_the_next_page(
    desk: Desk, as_user: Become, db_session: Session
) -> None:
    desk.begin()
    client = as_user("coordinator.codi")
    assert "ชื่อใหม่ของหน่วยงาน" not in client.get("/mous").text
    rename = update(Organization).where(Organization.code == "CODI")
    db_session.execute(rename.values(abbr_th="ชื่อใหม่ของหน่วยงาน"))
    db_session.flush()
    html = client.get("/mous").text
    assert html.count("ชื่อใหม่ของหน่วยงาน") == 3, "the row and both filters"


def test_a_filter_shows_what_was_chosen(desk: Desk, as_user: Become) -> None:
    desk.begin()
    html = as_user("coordinator.codi").get("/mous?party=EEF").text
    assert re.findall(r'<option value="([^"]+)" selected>', html) == ["EEF"]
    assert not re.findall(r'<option value="[^"]+" selected>', as_user("coordinator.codi").get("/mous").text)


def test_choices_escape_and_mark_one() -> None:
    html = Choices([('a"<', "x<y"), ("b", "z")]).html('a"<')
    assert html == '<option value="a&quot;&lt;" selected>x&lt;y<option value="b">z'
    assert "selected" not in Choices([("b", "z")]).html("c")
    assert "selected" not in Choices([("b", "z")]).html(None)


def test_values_of_a_row_are_escaped(desk: Desk, as_user: Become) -> None:
    desk.begin(title="<script>\"x\" & 'y'</script>")
    html = as_user("coordinator.codi").get("/mous").text
    assert "<script>&quot;" not in html
    assert "&lt;script&gt;" in html
    home = as_user("coordinator.codi").get("/").text
    assert "&lt;script&gt;" in home
    assert '<script>"x"' not in home


def test_actors_of_different_standing_never_share_a_list(
    desk: Desk, actors: Actors, db_session: Session
) -> None:
    mine, theirs = desk.begin(), desk.begin("coordinator.eef")
    for login, code in (("coordinator.codi", mine.code), ("coordinator.eef", theirs.code)) * 2:
        page = queries.list_page(db_session, actors[login], MOUS, queries.ListQuery(state="draft"))
        assert [row.code for row in page.rows] == [code], login


def test_states_are_counted_as_grouping_counts_them(desk: Desk, actors: Actors, db_session: Session) -> None:
    for n in range(3):
        desk.move(desk.begin(title=f"เรื่อง {n}"), "coordinator.codi", "share")
    desk.begin()
    desk.begin("coordinator.eef")
    for login in ("coordinator.codi", "coordinator.eef", "director.pmua", "auditor", "secretariat"):
        actor = actors[login]
        seen = queries.list_page(db_session, actor, MOUS, queries.ListQuery(limit=200)).rows
        by_hand = {state: sum(row.state == state for row in seen) for state in {row.state for row in seen}}
        assert queries.count_states(db_session, actor, MOUS) == by_hand, login
    everything = db_session.execute(
        select(Record.state, func.count()).where(Record.type == "mous").group_by(Record.state)
    )
    assert queries.count_states(db_session, SYSTEM, MOUS) == dict(everything.all())


def test_beyond_a_bound_a_state_only_says_that_there_are_more(
    desk: Desk, as_user: Become, actors: Actors, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        desk.begin()
    assert queries.count_states(db_session, actors["coordinator.codi"], MOUS, most=2) == {"draft": 3}
    monkeypatch.setattr("planhub.ui.filters.COUNTED", 3)
    said = text_of(as_user("coordinator.codi").get("/mous/counts", headers=HX).text)
    assert "ร่าง 3+" in said
    assert "ทุกสถานะ 3+" in said


def test_what_is_kept_is_kept_by_language(desk: Desk, as_user: Become) -> None:
    desk.begin()
    client = as_user("coordinator.codi")
    assert "ร่าง" in client.get("/mous").text
    client.post("/preferences", data={"locale": "en"})
    with locale("en"):
        english = client.get("/mous").text
    assert ">Draft<" in english
    assert 'lang="th">' in english, "titles stay Thai and say so"
