"""Versions side by side, and an amendment beside its parent, on screen."""

import re
from typing import Any

import pytest

from planhub.kernel import clock
from planhub.mou.models import Mou
from planhub.mou.text import editing
from planhub.mou.text.editing import Base, Typed
from planhub.mou.text.version_views import as_it_stands
from planhub.mou.text.versions import difference, side
from tests.client import HouseClient
from tests.features.mou.conftest import CHECKS, TODAY, Desk, later
from tests.features.mou.test_amending import TYPO, corrected, opened
from tests.features.mou.test_text import change, clause_of


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def rewritten_from(desk: Desk, mou: Mou) -> Mou:
    """Change its text in every way."""
    actor = desk.actor("coordinator.codi")
    ip = clause_of(mou, "ทรัพย์สินทางปัญญาและการเผยแพร่")
    editing.remove(desk.session, actor, mou, ip.id, base=Base(ip.heading, ip.body))
    mou = desk.again(mou)
    editing.add(desk.session, actor, mou, typed=Typed("การอบรม", "จัดอบรมปีละครั้ง"), after=mou.clauses[0].id)
    mou = desk.again(mou)
    editing.move(desk.session, actor, mou, clause_of(mou, "การระงับข้อพิพาท").id, "1")
    mou = change(desk, desk.again(mou), "การยกเลิก", "แจ้งเป็นลายลักษณ์อักษรล่วงหน้า {notice_days} วัน")
    return desk.save(mou, term_years="5")


def test_every_kind_of_difference_is_told(desk: Desk) -> None:
    mou = desk.negotiating()
    first = as_it_stands(mou)
    mou = rewritten_from(desk, mou)
    now = as_it_stands(mou)
    told = difference(
        desk.session,
        side(desk.session, first.content, first.signatories),
        side(desk.session, now.content, now.signatories),
    )
    assert [(f.label.th, f.old, f.new) for f in told.facts] == [("ระยะเวลา (ปี)", "3", "5")]
    kinds = {(p.new_title or p.old_title or "").split(" ")[-1]: (p.kind, p.moved) for p in told.changed}
    assert kinds["ทรัพย์สินทางปัญญาและการเผยแพร่"] == ("removed", False)
    assert kinds["การอบรม"] == ("added", False)
    assert kinds["การระงับข้อพิพาท"] == ("same", True)
    assert kinds["การยกเลิก"] == ("changed", False)
    assert kinds["ระยะเวลา"] == ("changed", False), "the text says five years now"
    assert "วัตถุประสงค์" not in kinds, "another number alone is no change"
    backwards = difference(
        desk.session,
        side(desk.session, now.content, now.signatories),
        side(desk.session, first.content, first.signatories),
    )
    assert (backwards.counted("added"), backwards.counted("removed")) == (1, 1)


def test_a_text_does_not_differ_from_itself(desk: Desk) -> None:
    now = as_it_stands(desk.negotiating())
    one = side(desk.session, now.content, now.signatories)
    told = difference(desk.session, one, one)
    assert (told.facts, told.changed) == ([], [])


def test_two_versions_can_be_picked_and_compared(desk: Desk, client: HouseClient) -> None:
    mou = rewritten_from(desk, desk.negotiating())
    mou = desk.each(mou, "settle", "coordinator")
    client.sign_in("director.eef")
    html = client.get(f"/mous/{mou.code}/versions").text
    assert "ฉบับที่ 1 (ส่งให้ภาคี)" in html
    assert "ฉบับที่ 2 (ทุกฝ่ายเห็นพ้อง)" in html
    assert "ข้อความปัจจุบัน" not in html, "the last version is the present text"
    html = client.get(f"/mous/{mou.code}/versions/compare?from=1&to=2").text
    assert "<ins>ลายลักษณ์อักษร" in html
    for words in ("เพิ่ม 1", "นำออก 1", "ย้ายจาก “ข้อ 11 การระงับข้อพิพาท”"):
        assert words in plain(html), words
    assert client.get(f"/mous/{mou.code}/versions/compare").text.count("<ins") > 0, (
        "the last two by themselves"
    )
    assert "ข้อความทั้งสองเหมือนกันทุกคำ" in client.get(f"/mous/{mou.code}/versions/compare?from=2&to=2").text
    old = client.get(f"/mous/{mou.code}/versions/1").text
    assert "การอบรม" not in old
    assert "ทรัพย์สินทางปัญญาและการเผยแพร่" in old
    for wrong in ("versions/9", "versions/x", "versions/compare?from=9", "versions/compare?to=หนึ่ง"):
        assert client.get(f"/mous/{mou.code}/{wrong}").status_code == 404, wrong


def test_a_draft_that_nobody_has_shared_shows_its_one_text(desk: Desk, client: HouseClient) -> None:
    mou = desk.draft()
    client.sign_in("coordinator.codi")
    assert "ข้อความปัจจุบัน" in client.get(f"/mous/{mou.code}/versions").text
    assert client.get(f"/mous/{mou.code}/versions/compare").status_code == 200
    assert client.get(f"/mous/{mou.code}/versions/now").status_code == 200


def test_comparing_costs_few_statements(desk: Desk, client: HouseClient, max_queries: Any) -> None:
    mou = rewritten_from(desk, desk.negotiating())
    client.sign_in("coordinator.codi")
    address = f"/mous/{mou.code}/versions/compare"
    client.get(address)
    with max_queries(10):
        assert client.get(address).status_code == 200


# --- remarks before a decision ------------------------------------------------------------------------------------


def test_an_open_remark_stands_before_whoever_clears(desk: Desk, client: HouseClient) -> None:
    mou = desk.negotiating()
    clause = clause_of(mou, "การยกเลิก")
    client.sign_in("legal.eef")
    client.post(f"/mous/{mou.code}/text/{clause.id}/comments", data={"body": "ควรเป็น 60 วัน"})
    mou = desk.each(desk.again(mou), "settle", "coordinator")
    html = client.get(f"/mous/{mou.code}/moves/clear_legal").text
    assert "ความเห็นที่ยังไม่ปิด 1 เรื่อง" in html
    assert "ควรเป็น 60 วัน" in html
    [key] = re.findall(r"#comment-([0-9a-f-]+)", html)
    assert client.post(f"/mous/{mou.code}/comments/{key}/resolve").status_code == 303
    assert "ความเห็นที่ยังไม่ปิด" not in client.get(f"/mous/{mou.code}/moves/clear_legal").text
    page = client.get(f"/mous/{mou.code}").text
    assert "ปิดแล้วโดย" in page
    assert "เปิดอีกครั้ง" in page
    desk.move(desk.again(mou), "clear_legal", "legal.eef", checks=CHECKS)


# --- an amendment and its parent ----------------------------------------------------------------------------------


def test_an_amendment_is_told_against_its_parent(desk: Desk, client: HouseClient) -> None:
    _mou, child = opened(desk, "area")
    child = desk.save(child, areas=["45"])
    client.sign_in("coordinator.codi")
    html = plain(client.get(f"/mous/{child.code}/against-parent").text)
    assert "จังหวัดมุกดาหาร" in html
    assert "แก้ไข 1" in html or "แก้ไข 2" in html


def test_only_an_amendment_has_a_parent_to_be_told_against(desk: Desk, client: HouseClient) -> None:
    mou = desk.negotiating()
    client.sign_in("coordinator.codi")
    assert client.get(f"/mous/{mou.code}/against-parent").status_code == 404
    assert client.get(f"/mous/{mou.code}/moves/rebase").status_code == 404


@pytest.mark.parametrize(
    ("choice", "begins"), [("mine", "ประสานแผนงานและงบประมาณ"), ("theirs", "ประสานแผนงาน\n")]
)
def test_people_choose_among_three_texts_on_screen(
    desk: Desk, client: HouseClient, choice: str, begins: str
) -> None:
    mou, child = opened(desk, "duties", objectives=TYPO)
    child = desk.save(child, objectives="ประสานแผนงานและงบประมาณ")
    child = desk.move(child, "share", "coordinator.codi")
    client.sign_in("coordinator.codi")
    assert "ไม่ต้องปรับ" in client.get(f"/mous/{child.code}/moves/rebase").text
    corrected(desk, mou)
    child = desk.again(child)
    address = f"/mous/{child.code}/moves/rebase"
    html = client.get(address).text
    assert "choice.objectives" in html
    assert "<ins>และงบประมาณ</ins>" in html
    version = desk.again(child).version
    refused = client.post(address, data={"version": version})
    assert refused.status_code == 422
    assert "choice.objectives" in refused.text
    assert client.post(address, data={"version": 1, "choice.objectives": choice}).status_code == 409
    answer = client.post(address, data={"version": version, "choice.objectives": choice})
    assert answer.status_code == 303
    assert (desk.again(child).objectives or "").startswith(begins)


def test_who_may_not_rebase_is_told_so(desk: Desk, client: HouseClient) -> None:
    mou, child = opened(desk, "duties", objectives=TYPO)
    child = desk.save(child, objectives="ประสานแผนงานและงบประมาณ")
    child = desk.move(child, "share", "coordinator.codi")
    corrected(desk, mou)
    child = desk.again(child)
    client.sign_in("legal.eef")
    assert "ปรับฉบับนี้ไม่ได้" in client.get(f"/mous/{child.code}/moves/rebase").text
    data = {"version": child.version, "choice.objectives": "mine"}
    assert client.post(f"/mous/{child.code}/moves/rebase", data=data).status_code == 403


def test_whoever_decides_is_told_which_clause_changed(desk: Desk, client: HouseClient) -> None:
    mou = desk.approval()
    mou = desk.move(
        mou,
        "return_text",
        "director.eef",
        note="แจ้งล่วงหน้าให้นานขึ้น",
        sections=["text"],
        wanted_by=TODAY,
    )
    with clock.at(later(1)):
        mou = change(desk, mou, "การยกเลิก", "แจ้งเป็นลายลักษณ์อักษรล่วงหน้า {notice_days} วัน")
        mou = desk.cleared(desk.each(mou, "settle", "coordinator"))
    client.sign_in("director.eef")
    html = plain(client.get(f"/mous/{mou.code}/moves/approve").text)
    assert re.search(r"ข้อตกลง – ข้อความ:\s*“การยกเลิก”", html)
    assert "ลายลักษณ์อักษร" in html
