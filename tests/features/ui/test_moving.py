"""A decision is made on what was seen: the confirmation, and what it does when the record moved on."""

import re
from collections.abc import Callable

from planhub.mou.feature import MOUS
from tests.client import HouseClient
from tests.features.ui.conftest import Desk
from tests.features.ui.forms import filled

Become = Callable[[str], HouseClient]
SECTION = MOUS.workflow.sections[0][0]
CHECKS = ["authority", "juristic", "money", "pdpa", "ip", "notice"]


def test_two_taps_make_a_move(desk: Desk, as_user: Become) -> None:
    mou = desk.begin()
    client, address = as_user("coordinator.codi"), f"/mous/{mou.code}/moves/share"
    assert f'href="{address}"' in client.get(f"/mous/{mou.code}").text
    confirm = client.get(address)
    assert confirm.text.count("btn-primary") == 1
    done = client.post(address, data=filled(confirm.text, address, None))
    assert done.status_code == 303
    assert desk.again(mou).state == "negotiating"
    assert "บันทึกแล้ว" in client.get(done.location).text


def test_looking_changes_nothing(desk: Desk, as_user: Become) -> None:
    mou = desk.begin()
    as_user("coordinator.codi").get(f"/mous/{mou.code}/moves/share")
    assert desk.again(mou).state == "draft"


def test_the_confirmation_says_who_has_agreed(desk: Desk, as_user: Become) -> None:
    mou = desk.clearance()
    mou = desk.move(mou, "legal.eef", "clear_legal", checks=CHECKS)
    html = as_user("legal.codi").get(f"/mous/{mou.code}/moves/clear_legal").text
    agreed = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[html.index("แต่ละหน่วยงานถึงไหนแล้ว") :]))
    assert re.search(r"กสศ\. ผ่านแล้ว", agreed)


def test_the_confirmation_shows_what_changed_since_the_reader_last_acted(desk: Desk, as_user: Become) -> None:
    mou = desk.clearance()
    told = {
        "note": "ปรับวัตถุประสงค์",
        "sections": [SECTION],
        "wanted_by": desk.again(mou).created_at.date().replace(year=2030),
    }
    mou = desk.move(mou, "legal.eef", "return_text", **told)
    client = as_user("coordinator.codi")
    body = filled(client.get(f"/mous/{mou.code}/edit").text, "/edit")
    client.post(f"/mous/{mou.code}/edit", data={**body, "objectives": "ประสานแผนงานในพื้นที่เดียวกัน"})
    mou = desk.again(mou)
    for org in ("codi", "eef", "pmua"):
        mou = desk.move(mou, f"coordinator.{org}", "settle")
    html = as_user("legal.eef").get(f"/mous/{mou.code}/moves/clear_legal").text
    assert "สิ่งที่เปลี่ยนตั้งแต่" in html
    assert "<ins>งาน</ins>" in html


def test_a_return_without_its_words_is_refused_and_keeps_the_others(desk: Desk, as_user: Become) -> None:
    mou = desk.clearance()
    client, address = as_user("legal.codi"), f"/mous/{mou.code}/moves/return_text"
    body = filled(client.get(address).text, address, None)
    refused = client.post(address, data={**body, "note": "ข้อ 4 ไม่ชัดเจน"})
    assert refused.status_code == 422
    again = filled(refused.text, address, None)
    assert again["note"] == "ข้อ 4 ไม่ชัดเจน"
    for anchor in ("f-sections", "f-wanted_by"):
        assert f'href="#{anchor}"' in refused.text
        assert f'id="{anchor}"' in refused.text
    done = client.post(
        address, data={**again, "sections": SECTION, "wanted_by": "31/12/2572", "reason": "ข้อมูลยังไม่ครบ"}
    )
    assert done.status_code == 303
    said = client.get(done.location).text
    assert "ข้อมูลยังไม่ครบ\nข้อ 4 ไม่ชัดเจน" in said


def test_a_record_that_moved_on_is_shown_anew_before_anything_is_done(desk: Desk, as_user: Become) -> None:
    mou = desk.begin()
    client, address = as_user("coordinator.codi"), f"/mous/{mou.code}/moves/share"
    body = filled(client.get(address).text, address, None)
    edit = filled(client.get(f"/mous/{mou.code}/edit").text, "/edit")
    client.post(f"/mous/{mou.code}/edit", data={**edit, "title": "ชื่อใหม่"})
    answer = client.post(address, data={**body, "note": "ฝากพิจารณา"})
    assert answer.status_code == 409
    assert "เปลี่ยนไปหลังจากท่านเปิด" in answer.text
    assert "ชื่อใหม่" in answer.text
    assert filled(answer.text, address, None)["note"] == "ฝากพิจารณา"
    assert desk.again(mou).state == "draft"


def test_content_that_was_not_seen_is_not_decided_on(desk: Desk, as_user: Become) -> None:
    mou = desk.begin()
    client, address = as_user("coordinator.codi"), f"/mous/{mou.code}/moves/share"
    body = filled(client.get(address).text, address, None)
    assert client.post(address, data={**body, "seen_hash": "0" * 64}).status_code == 409


def test_a_move_that_is_not_possible_says_why_and_has_no_button(desk: Desk, as_user: Become) -> None:
    mou = desk.begin(objectives="")
    client, address = as_user("coordinator.codi"), f"/mous/{mou.code}/moves/share"
    html = client.get(address).text
    assert "ยังดำเนินการไม่ได้" in html
    assert "<button" not in html[html.index("<main") :]
    forced = client.post(address, data={"version": mou.version, "seen_hash": mou.content_hash})
    assert forced.status_code == 422
    assert desk.again(mou).state == "draft"


def test_a_move_of_another_state_says_where_the_record_stands(desk: Desk, as_user: Become) -> None:
    mou = desk.begin()
    html = as_user("coordinator.codi").get(f"/mous/{mou.code}/moves/settle").text
    assert "“ร่าง”" in html


def test_moves_of_other_posts_and_of_the_system_are_refused(desk: Desk, as_user: Become) -> None:
    mou = desk.clearance()
    client = as_user("coordinator.codi")
    assert client.get(f"/mous/{mou.code}/moves/clear_legal").status_code == 403
    assert (
        client.post(f"/mous/{mou.code}/moves/clear_legal", data={"version": mou.version}).status_code == 403
    )
    assert client.get(f"/mous/{mou.code}/moves/all_cleared").status_code == 404
    assert client.get(f"/mous/{mou.code}/moves/no_such_move").status_code == 404
    assert client.post(f"/mous/{mou.code}/moves/no_such_move").status_code == 404


def test_what_a_move_asks_is_read_and_kept_like_any_form(desk: Desk, as_user: Become) -> None:
    mou = desk.clearance()
    client, address = as_user("budget.codi"), f"/mous/{mou.code}/moves/clear_budget"
    body = filled(client.get(address).text, address, None)
    assert "commitment" in body or "commitment" in client.get(address).text
    refused = client.post(address, data={**body, "commitment": "no_such_choice", "note": "ตรวจแล้ว"})
    assert refused.status_code == 422
    assert filled(refused.text, address, None)["note"] == "ตรวจแล้ว"
