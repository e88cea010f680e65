"""The list of any type: what the address says is what is shown."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from tests.client import HouseClient
from tests.conftest import MaxQueries
from tests.features.ui.conftest import HX, TITLE, Desk

Become = Callable[[str], HouseClient]


def rows(html: str) -> list[str]:
    return re.findall(r'<td><a href="/mous/([^"]+)"', html)


def test_a_list_shows_what_the_reader_may_see_and_nothing_else(desk: Desk, as_user: Become) -> None:
    mine = desk.begin()
    theirs = desk.begin("coordinator.eef", title="ร่างของอีกหน่วยงาน")
    html = as_user("coordinator.codi").get("/mous").text
    assert rows(html) == [mine.code]
    assert theirs.code not in html


def test_htmx_gets_the_very_table_that_stands_in_the_page(desk: Desk, as_user: Become) -> None:
    desk.begin()
    client = as_user("coordinator.codi")
    page, part = client.get("/mous"), client.get("/mous", headers=HX)
    assert "<html" in page.text
    assert "<html" not in part.text
    assert part.text.strip() in page.text
    for answer in (page, part):
        assert {"HX-Request", "HX-Request-Type"} <= set(answer.vary)


@pytest.mark.parametrize(
    "extra", [{"HX-Request-Type": "full"}, {"HX-Boosted": "true"}, {"HX-History-Restore-Request": "true"}]
)
def test_the_way_back_and_boosted_links_get_the_whole_page(as_user: Become, extra: dict[str, str]) -> None:
    answer = as_user("coordinator.codi").get("/mous", headers={**HX, **extra})
    assert "<html" in answer.text


def test_the_search_finds_words_of_the_title_and_says_when_it_finds_none(desk: Desk, as_user: Become) -> None:
    found = desk.begin(title="น้ำชุมชน")
    desk.begin(title="การศึกษา")
    client = as_user("coordinator.codi")
    assert rows(client.get("/mous?q=น้ำ").text) == [found.code]
    nothing = client.get("/mous?q=ไม่มีแน่นอน").text
    assert rows(nothing) == []
    assert "ไม่พบรายการที่ตรงกับตัวกรอง" in nothing


def test_an_empty_list_offers_to_begin_only_to_those_who_may(as_user: Become) -> None:
    assert 'href="/mous/new"' in as_user("coordinator.codi").get("/mous").text
    refused = as_user("auditor").get("/mous").text
    assert "ยังไม่มีบันทึกข้อตกลง" in refused
    assert 'href="/mous/new"' not in refused


def test_filters_stay_in_the_links_that_sort(desk: Desk, as_user: Become) -> None:
    desk.begin()
    html = as_user("coordinator.codi").get("/mous?q=ความยากจน&sort=title").text
    links = [unescape(link) for link in re.findall(r'class="ph-sort" href="([^"]+)"', html)]
    assert links
    assert all("q=" in link for link in links)
    assert any("sort=-title" in link for link in links), "the standing order turns round"
    assert 'aria-sort="ascending"' in html


def test_pages_follow_each_other_without_a_gap(
    desk: Desk, as_user: Become, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = [desk.begin(title=f"เรื่องที่ {n}").code for n in range(5)]
    monkeypatch.setattr("planhub.ui.filters.PAGE", 2)
    client, seen = as_user("coordinator.codi"), list[str]()
    href = "/mous?sort=code"
    while href:
        html = client.get(href).text
        seen += rows(html)
        further = re.search(r'href="([^"]*cursor=[^"]+)">[^<]*<svg[^>]*>\s*<use[^>]*chevron-right', html)
        href = unescape(further[1]) if further else ""
    assert seen == codes


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("sort=password", "การเรียง"),
        ("sort=-title' OR 1=1", "การเรียง"),
        ("state=no_such_state", "สถานะ"),
        ("fiscal_year=NaN", "ปีงบประมาณ"),
        ("cursor=AAAA", "หน้า"),
        ("cursor=%00", "หน้า"),
        ("q=%00", "ค้นหา"),
        (f"q={'ก' * 5000}", "ค้นหา"),
    ],
)
def test_what_cannot_be_read_is_told_and_the_list_shown_all_the_same(
    desk: Desk, as_user: Become, query: str, told: str
) -> None:
    desk.begin()
    answer = as_user("coordinator.codi").get(f"/mous?{query}")
    assert answer.status_code == 422
    assert re.search(rf"<li>{told}: ", answer.text)
    assert len(rows(answer.text)) == 1


def test_states_are_counted_apart_from_the_list(desk: Desk, as_user: Become) -> None:
    desk.begin()
    desk.move(desk.begin(), "coordinator.codi", "share")
    client = as_user("coordinator.codi")
    page, counts = client.get("/mous").text, client.get("/mous/counts", headers=HX).text
    assert 'hx-get="/mous/counts"' in page
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", counts))
    assert "ทุกสถานะ 2" in said
    assert "ร่าง 1" in said


def test_a_list_costs_few_queries_and_few_bytes(desk: Desk, as_user: Become, max_queries: MaxQueries) -> None:
    for _ in range(50):
        desk.begin(title=TITLE)
    client = as_user("coordinator.codi")
    client.get("/mous")  # what the test prepared is written now
    with max_queries(6):
        html = client.get("/mous").get_data()
    assert len(rows(html.decode())) == 50
    assert len(html) <= 40_000
