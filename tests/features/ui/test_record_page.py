"""The page of any record: where it stands, whom it waits for, what the reader can do, and why not yet."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from planhub.kernel import clock
from planhub.mou.feature import MOUS
from tests.client import HouseClient
from tests.conftest import MaxQueries
from tests.features.ui.conftest import Desk
from tests.features.ui.forms import filled

Become = Callable[[str], HouseClient]
SECTION = MOUS.workflow.sections[0][0]
MOST_QUERIES = 12
"""Of which two are the record with all its lists, and one is each panel's of a higher feature."""


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_head_says_state_post_person_and_since_when(desk: Desk, as_user: Become) -> None:
    mou = desk.clearance()
    said = text_of(as_user("director.codi").get(f"/mous/{mou.code}").text)
    assert "ตรวจกฎหมาย/งบประมาณ" in said
    assert re.search(r"รอ .*นิติกร", said)
    assert "(วันนี้)" in said


def test_what_the_reader_can_do_is_a_button_and_the_main_one_is_filled(desk: Desk, as_user: Become) -> None:
    mou = desk.begin()
    html = as_user("coordinator.codi").get(f"/mous/{mou.code}").text
    assert f'<a class="btn btn-primary" href="/mous/{mou.code}/moves/share">' in re.sub(r"\s+", " ", html)
    assert html.count("btn-primary") == 1


def test_moves_of_other_posts_are_not_there_at_all(desk: Desk, as_user: Become) -> None:
    mou = desk.clearance()
    html = as_user("auditor").get(f"/mous/{mou.code}").text
    assert "/moves/" not in html
    assert f"/mous/{mou.code}/edit" not in html


def test_a_move_that_is_not_yet_possible_says_every_reason_with_the_way_to_mend_it(
    desk: Desk, as_user: Become
) -> None:
    mou = desk.begin(objectives="", obligations=[])
    html = as_user("coordinator.codi").get(f"/mous/{mou.code}").text
    later = html[html.index("ph-later") :]
    assert "ยังดำเนินการไม่ได้" in later
    assert f"/mous/{mou.code}/edit#f-" in later
    assert f'href="/mous/{mou.code}/moves/share"' not in html


def test_the_board_shows_each_agency_under_each_kind_of_lane(desk: Desk, as_user: Become) -> None:
    mou = desk.clearance()
    checks = ["authority", "juristic", "money", "pdpa", "ip", "notice"]
    mou = desk.move(mou, "legal.eef", "clear_legal", checks=checks)
    html = as_user("legal.codi").get(f"/mous/{mou.code}").text
    board = text_of(html[html.index('id="lanes"') : html.index('id="content"')])
    assert board.count("ผ่านแล้ว") >= 1 + len({"CODI", "EEF", "PMUA"}), "settled by three, cleared by one"
    assert "รอท่าน" in board, "the reader's own lane is marked"


def test_the_path_marks_what_is_behind_and_where_it_stands(desk: Desk, as_user: Become) -> None:
    mou = desk.clearance()
    html = as_user("coordinator.codi").get(f"/mous/{mou.code}").text
    path = html[html.index("ph-path") : html.index("</ol>", html.index("ph-path"))]
    assert path.count('class="is-done"') == 2
    assert len(re.findall(r'class="is-now" aria-current="step"', path)) == 1


def test_a_record_off_its_path_shows_where_it_left(desk: Desk, as_user: Become) -> None:
    mou = desk.move(desk.begin(), "coordinator.codi", "cancel", note="ไม่ดำเนินการต่อ")
    html = as_user("coordinator.codi").get(f"/mous/{mou.code}").text
    assert 'class="is-off" aria-current="step"' in html
    assert "is-next" not in html, "a final state has nothing ahead"


def test_who_may_not_see_a_record_finds_nothing(desk: Desk, as_user: Become) -> None:
    mou = desk.begin()
    client = as_user("coordinator.eef")
    for path in ("", "/history", "/edit", "/moves/share", "/documents/mou.pdf"):
        assert client.get(f"/mous/{mou.code}{path}").status_code == 404, path
    assert client.get("/mous/MOU-0000-0000").status_code == 404


def test_the_history_tells_returns_with_reason_sections_and_day(desk: Desk, as_user: Become) -> None:
    mou = desk.clearance()
    wanted = clock.today() + timedelta(days=10)
    section = SECTION
    desk.move(mou, "legal.eef", "return_text", note="ข้อ 4 ยังไม่ชัดเจน", sections=[section], wanted_by=wanted)
    said = text_of(as_user("coordinator.codi").get(f"/mous/{mou.code}/history").text)
    assert "ข้อ 4 ยังไม่ชัดเจน" in said
    assert "ต้องการคืนภายใน" in said


def test_the_history_shows_changed_fields_before_and_after(desk: Desk, as_user: Become) -> None:
    mou = desk.begin()
    client = as_user("coordinator.codi")
    body = filled(client.get(f"/mous/{mou.code}/edit").text, "/edit") | {
        "objectives": "ประสานแผนงานในพื้นที่เดียวกัน"
    }
    assert client.post(f"/mous/{mou.code}/edit", data=body).status_code == 303
    html = client.get(f"/mous/{mou.code}/history").text
    assert "<ins>งาน</ins>" in html


def test_a_page_costs_the_same_number_of_queries_however_long_its_history(
    desk: Desk, as_user: Become, max_queries: MaxQueries
) -> None:
    mou = desk.clearance()
    client, address = as_user("director.codi"), f"/mous/{mou.code}"
    client.get(address)  # what the test prepared is written now
    with max_queries(MOST_QUERIES) as short:
        client.get(address)
    for n in range(3):
        told = {"note": f"ครั้งที่ {n}", "sections": [SECTION], "wanted_by": date(2030, 1, 1)}
        mou = desk.move(desk.again(mou), "legal.eef", "return_text", **told)
        for org in ("codi", "eef", "pmua"):
            mou = desk.move(mou, f"coordinator.{org}", "settle")
    client.get(address)
    with max_queries(MOST_QUERIES) as long:
        client.get(address)
    assert len(long) == len(short)
