"""Searching everything: what is found, in which order, by whom, and what it costs."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import SYSTEM
from planhub.places import kept
from planhub.places.queries import search_areas
from planhub.record import audit
from planhub.record.queries import ListQuery, list_page
from planhub.record.search import reading, writing
from planhub.record.search.models import INDEX, SearchText
from planhub.record.types import registry
from tests.client import HouseClient
from tests.conftest import MaxQueries
from tests.features.mou.conftest import NOW, Desk

Become = Callable[[str], HouseClient]


@pytest.fixture
def as_user(client: HouseClient) -> Become:
    def become(login: str) -> HouseClient:
        client.sign_in(login)
        return client

    return become


@pytest.fixture
def desk(db_session: Any, actors: Any) -> Iterator[Desk]:
    with clock.at(NOW):
        yield Desk(db_session, actors)


def titles(desk: Desk, asked: str, login: str = "coordinator.codi", **more: Any) -> list[str]:
    return [hit.title for hit in reading.search(desk.session, desk.actor(login), asked, **more).hits]


def begin(desk: Desk, title: str, **other: Any) -> Any:
    return desk.draft(title=title, **other)


@pytest.mark.parametrize(
    "asked",
    [
        "กระจูด",
        "จูดแก",
        "แก้จน",
        "แก้จน กระจูด",
        "ทะเลน้อย",
        "ทะเล น้อย",
        "น้",
        "อย",
        "๒๕๗๐",
        "2570",
        "กศ",
        "mou",
        "MOU-2570",
    ],
)
def test_any_run_of_letters_finds_a_title(desk: Desk, asked: str) -> None:
    begin(desk, "กระจูดแก้จน ทะเลน้อย ปี ๒๕๗๐ โดย กสศ. กศน.")
    assert titles(desk, asked) == ["กระจูดแก้จน ทะเลน้อย ปี ๒๕๗๐ โดย กสศ. กศน."]


@pytest.mark.parametrize(
    "asked", ["ก", "", "  ", "!!", "ฬฬ", "กระจก", "%", "_", "' OR 1=1", '"', "*", "จูดกระ"]
)
def test_what_is_not_there_is_not_found(desk: Desk, asked: str) -> None:
    begin(desk, "กระจูดแก้จน")
    assert titles(desk, asked) == []


def test_texts_and_lists_are_looked_through_and_shown_with_marks(desk: Desk) -> None:
    begin(desk, "แปลงรวม", objectives="ปลูกสมุนไพรในป่าชุมชน\nเก็บเกี่ยวบทเรียน")
    hit = reading.search(desk.session, desk.actor("coordinator.codi"), "ป่าชุมชน").hits[0]
    assert ("ป่าชุมชน", True) in hit.excerpt
    assert "เก็บเกี่ยว" not in "".join(run for run, _ in hit.excerpt)
    assert titles(desk, "จัดทำรายชื่อพื้นที่ของ EEF") == ["แปลงรวม"], "the duties of the parties too"


def test_codes_come_first_then_titles_with_the_word_then_the_rest(desk: Desk) -> None:
    body = begin(desk, "เรื่องอื่น", objectives="ใช้ยาอย่างเหมาะสม")
    inside = begin(desk, "ลดความยากจน")
    word = begin(desk, "การใช้ยาสมุนไพร")
    for mou in (inside, body):  # the newest do not come first for being new
        desk.save(mou, areas=["45"])
    assert titles(desk, "ยา") == ["การใช้ยาสมุนไพร", "ลดความยากจน", "เรื่องอื่น"]
    assert titles(desk, word.code)[0] == "การใช้ยาสมุนไพร"


def test_a_changed_text_is_found_by_what_it_says_now(desk: Desk) -> None:
    mou = begin(desk, "กระจูดแก้จน", objectives="ทอเสื่อ")
    desk.save(mou, title="แปลงรวม", objectives="ปลูกผัก")
    for old in ("กระจูด", "ทอเสื่อ"):
        assert titles(desk, old) == []
    assert titles(desk, "แปลงรวม") == titles(desk, "ปลูกผัก") == ["แปลงรวม"]


def test_what_was_rolled_back_is_not_found(desk: Desk) -> None:
    with desk.session.begin_nested() as inner:
        begin(desk, "กระจูดแก้จน")
        inner.rollback()
    begin(desk, "แปลงรวม")
    assert titles(desk, "กระจูด") == []
    assert titles(desk, "แปลงรวม") == ["แปลงรวม"]


@pytest.mark.parametrize(("typed", "meant"), [("กระจุดแก้จน", "กระจูดแก้จน"), ("ป่าชุมชล", "ป่าชุมชน")])
def test_a_mistyped_word_is_understood(desk: Desk, typed: str, meant: str) -> None:
    begin(desk, "กระจูดแก้จนกับป่าชุมชน" if typed == "ป่าชุมชล" else "กระจูด แก้จน")
    found = reading.search(desk.session, desk.actor("coordinator.codi"), typed)
    assert found.hits, "found by what sounds alike"
    assert found.meant is not None
    assert meant.startswith(found.meant[:4])


def test_nobody_finds_what_is_not_theirs_nor_learns_its_words(desk: Desk) -> None:
    begin(desk, "ความลับกระจูด")
    for other in ("coordinator.eef", "secretariat", "viewer", "admin.pmua"):
        found = reading.search(desk.session, desk.actor(other), "กระจูด")
        assert (list(found.hits), found.meant) == ([], None)
        near = reading.search(desk.session, desk.actor(other), "กระจุด")
        assert (list(near.hits), near.meant) == ([], None), "not even that the word exists"


def test_one_type_alone(desk: Desk) -> None:
    begin(desk, "กระจูดแก้จน")
    assert titles(desk, "กระจูด", types=[registry.get("mous")]) == ["กระจูดแก้จน"]
    assert titles(desk, "กระจูด", types=[registry.get("plans")]) == []


def test_words_that_many_say_are_found_among_the_newest(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "FEW", 2)
    monkeypatch.setattr(reading, "POOL", 3)
    for n in range(5):
        with clock.at(NOW.replace(hour=4 + n)):
            begin(desk, f"กระจูด {n}")
    found = reading.search(desk.session, desk.actor("coordinator.codi"), "กระจูด", limit=2)
    assert [hit.title for hit in found.hits] == ["กระจูด 4", "กระจูด 3"]
    assert found.more


def test_a_list_finds_the_few_by_the_index_and_the_many_in_its_order(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, max_queries: MaxQueries
) -> None:
    for n in range(4):
        begin(desk, f"กระจูด {n}", objectives="แปลงรวม")
    actor, mous = desk.actor("coordinator.codi"), registry.get("mous")
    for few in (300, 1):
        monkeypatch.setattr(reading, "FEW", few)
        with max_queries(2):
            rows = list_page(desk.session, actor, mous, ListQuery(q="กระจูด", sort="title")).rows
        assert [row.title for row in rows] == [f"กระจูด {n}" for n in range(4)]
    assert list_page(desk.session, actor, mous, ListQuery(q="แปลงรวม")).rows == [], (
        "lists look in titles and codes"
    )


def test_everything_can_be_made_anew(desk: Desk) -> None:
    mou = begin(desk, "กระจูดแก้จน", objectives="ทอเสื่อ")
    before = texts(desk.session)
    audit.act_as(desk.session, SYSTEM)
    assert writing.rebuild(desk.session) >= 1
    assert texts(desk.session) == before
    assert titles(desk, "ทอเสื่อ") == ["กระจูดแก้จน"]
    assert writing.fill_missing(desk.session) == 0
    if desk.session.get_bind().dialect.name == "sqlite":
        desk.session.execute(insert(INDEX).values(search_piece="integrity-check"))
    assert mou.code


def texts(session: Session) -> dict[str, tuple[str, str, str]]:
    columns = (SearchText.record_id, SearchText.title, SearchText.body, SearchText.said)
    return {row[0]: (row[1], row[2], row[3]) for row in session.execute(select(*columns))}


# --- the page -------------------------------------------------------------------------------------------------------


def test_the_page_shows_marks_places_and_agencies(
    desk: Desk, as_user: Become, max_queries: MaxQueries
) -> None:
    begin(desk, "กระจูดแก้จน ร้อยเอ็ด", objectives="ทอเสื่อ")
    client = as_user("coordinator.codi")
    client.get("/search?q=พอช")
    with max_queries(8):
        html = client.get("/search?q=ร้อยเอ็ด").text
    assert "<mark>ร้อยเอ็ด</mark>" in html
    assert 'href="/provinces/45"' in html
    assert "อ.เมืองร้อยเอ็ด" in html
    assert "/organizations/CODI" in client.get("/search?q=พอช").text


def test_the_page_says_what_to_do_where_nothing_is_found(as_user: Become) -> None:
    client = as_user("coordinator.codi")
    assert "พิมพ์อย่างน้อยสองตัวอักษร" in client.get("/search").text
    html = client.get("/search?q=ฬฬฬฬ&type=plans").text
    assert "ไม่พบ “ฬฬฬฬ”" in html
    assert "ค้นในทุกเรื่อง" in html


def test_what_was_asked_is_only_text(as_user: Become) -> None:
    html = as_user("coordinator.codi").get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E%00" + "ก" * 500).text
    assert "<script>alert" not in html


def test_the_results_alone_for_a_page_that_stands(desk: Desk, as_user: Become) -> None:
    begin(desk, "กระจูดแก้จน")
    html = as_user("coordinator.codi").get("/search?q=กระจูด", headers={"HX-Request": "true"}).text
    assert html.lstrip().startswith("<section")
    assert re.search(r"<mark>กระจูด</mark>", html)


def test_a_stranger_searches_nothing(client: HouseClient) -> None:
    assert client.get("/search?q=กระจูด").status_code in (302, 303)


@pytest.mark.parametrize("asked", ["ร้อยเอ็ด", "แม่แดด", "เมือง", "45", "๔๕", "Roi Et", "ไม่มีที่นี่", "กทม"])
def test_places_are_found_as_the_database_finds_them(desk: Desk, asked: str) -> None:
    found = kept.find(desk.session, kept.standing(desk.session), asked, limit=20)
    assert [area.code for area in found] == [
        area.code for area in search_areas(desk.session, asked, limit=20)
    ]
