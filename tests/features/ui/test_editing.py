"""Beginning and changing a record on screen: nothing typed is lost, whatever goes wrong."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

from tests.client import HouseClient
from tests.features.ui.conftest import HX, TITLE, Desk
from tests.features.ui.forms import filled

Become = Callable[[str], HouseClient]


def short_form(client: HouseClient, **other: Any) -> dict[str, Any]:
    """Give the short form, filled in so that it will do."""
    body = filled(client.get("/mous/new").text, "/mous/new")
    return {**body, "title": TITLE, "parties-0-org": "CODI", "parties-1-org": "EEF", **other}


def test_the_short_form_asks_only_what_is_needed_to_begin(as_user: Become) -> None:
    body = filled(as_user("coordinator.codi").get("/mous/new").text, "/mous/new")
    assert "title" in body
    assert "parties-1-org" in body, "as many rows as are needed at least"
    assert "objectives" not in body, "asked later"
    assert body["instrument_type"] == "mou", "defaults are chosen"


def test_beginning_leads_to_the_record(as_user: Become) -> None:
    client = as_user("coordinator.codi")
    answer = client.post("/mous/new", data=short_form(client))
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert TITLE in page.text
    assert "เริ่มรายการ MOU-" in page.text


def test_arguments_of_the_address_fill_the_form(as_user: Become) -> None:
    html = (
        as_user("coordinator.codi")
        .get("/mous/new?title=ซ้อนทับ&parties-0-org=EEF&owner_org=PMUA&parties-5-org=CODI")
        .text
    )
    body = filled(html, "parties-5-org=CODI")
    assert body["title"] == "ซ้อนทับ"
    assert body["parties-0-org"] == "EEF"
    assert body["parties-5-org"] == "CODI"
    assert "owner_org" not in body


def test_a_refused_form_keeps_every_word_and_ties_each_fault_to_its_input(as_user: Become) -> None:
    client = as_user("coordinator.codi")
    typed = short_form(client, title="", **{"parties-0-called": "ฝ่ายที่หนึ่ง", "parties-1-org": ""})
    answer = client.post("/mous/new", data=typed)
    assert answer.status_code == 422
    again = filled(answer.text, "/mous/new")
    assert again["parties-0-called"] == "ฝ่ายที่หนึ่ง"
    assert again["parties-0-org"] == "CODI"
    assert '<a href="#f-title">เรื่อง: ต้องระบุข้อมูลนี้</a>' in answer.text
    title = re.search(r'<input[^>]*id="f-title"[^>]*>', answer.text)
    assert title
    assert 'aria-invalid="true"' in title[0]
    assert re.search(r'aria-describedby="e-title', title[0])
    assert 'id="e-title"' in answer.text


def test_a_fault_in_a_row_stands_at_that_row(as_user: Become) -> None:
    client = as_user("coordinator.codi")
    answer = client.post("/mous/new", data=short_form(client, **{"parties-1-org": "NO-SUCH"}))
    assert answer.status_code == 422
    assert 'href="#f-parties-1-org"' in answer.text


@pytest.mark.parametrize(
    "text",
    ["\x00", "ก" * 400, "\ud800", "a" * 10_000, "ที่่่่่่"],
    ids=["nul", "long", "surrogate", "very-long", "stacked"],
)
def test_what_cannot_be_stored_is_refused_beside_the_field(as_user: Become, text: str) -> None:
    client = as_user("coordinator.codi")
    data = short_form(
        client, title=text.encode("utf-8", "surrogatepass").decode("latin-1") if "\ud800" in text else text
    )
    answer = client.post("/mous/new", data=data)
    assert answer.status_code in (303, 422)
    assert answer.status_code == 422 or "\ud800" in text, (
        "a broken sign is replaced by the browser's own decoding"
    )


@pytest.mark.parametrize(
    "key", ["parties-99999999999999-org", "parties-x-org", "parties--1-org", "parties-0-0-org", "nothing"]
)
def test_made_up_names_of_inputs_change_nothing(as_user: Become, key: str) -> None:
    client = as_user("coordinator.codi")
    assert client.post("/mous/new", data=short_form(client, **{key: "CODI"})).status_code == 303


def test_a_row_more_or_less_works_without_a_script(as_user: Become) -> None:
    client = as_user("coordinator.codi")
    body = short_form(client, title="ยังไม่บันทึก")
    del body["_save"]
    more = client.post("/mous/new", data={**body, "_add": "parties"})
    assert more.status_code == 200
    grown = filled(more.text, "/mous/new")
    assert grown["title"] == "ยังไม่บันทึก"
    assert "parties-2-org" in grown
    del grown["_save"]
    fewer = filled(client.post("/mous/new", data={**grown, "_remove": "parties-0"}).text, "/mous/new")
    assert "parties-0-org" not in fewer
    assert fewer["parties-1-org"] == "EEF"


def test_saving_changes_the_record_and_says_so(desk: Desk, as_user: Become) -> None:
    mou = desk.begin()
    client = as_user("coordinator.codi")
    body = filled(client.get(f"/mous/{mou.code}/edit").text, "/edit")
    answer = client.post(
        f"/mous/{mou.code}/edit", data={**body, "term_years": "๕", "effective_on": "๑ ต.ค. ๖๙"}
    )
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "บันทึกแล้ว" in page
    assert "1 ต.ค. 2569" in page


def test_an_untouched_form_changes_nothing(desk: Desk, as_user: Become) -> None:
    mou = desk.begin()
    before = mou.content_hash
    client = as_user("coordinator.codi")
    body = filled(client.get(f"/mous/{mou.code}/edit").text, "/edit")
    assert client.post(f"/mous/{mou.code}/edit", data=body).status_code == 303
    assert desk.again(mou).content_hash == before


def both_open(desk: Desk, as_user: Become, **theirs: str) -> tuple[HouseClient, str, dict[str, Any]]:
    """Let one person open the form and another save before; give the first one's form."""
    mou = desk.begin()
    client, address = as_user("coordinator.codi"), f"/mous/{mou.code}/edit"
    mine = filled(client.get(address).text, "/edit")
    assert (
        client.post(address, data={**filled(client.get(address).text, "/edit"), **theirs}).status_code == 303
    )
    return client, address, mine


def test_two_who_change_the_same_field_choose_between_both_texts(desk: Desk, as_user: Become) -> None:
    client, address, mine = both_open(desk, as_user, title="ชื่อของอีกคน")
    answer = client.post(address, data={**mine, "title": "ชื่อของฉัน"})
    assert answer.status_code == 409
    versus = answer.text[answer.text.index("ph-versus") :]
    assert "ชื่อของฉัน" in versus
    assert "ชื่อของอีกคน" in versus
    again = filled(answer.text, "/edit")
    assert again["title"] == "ชื่อของฉัน", "nothing typed is lost"
    kept = client.post(address, data=again)
    assert kept.status_code == 303
    assert "ชื่อของฉัน" in client.get(kept.location).text


def test_taking_the_saved_text_leaves_it_as_it_is(desk: Desk, as_user: Become) -> None:
    client, address, mine = both_open(desk, as_user, title="ชื่อของอีกคน")
    again = filled(client.post(address, data={**mine, "title": "ชื่อของฉัน", "term_years": "7"}).text, "/edit")
    taken = client.post(address, data={**again, "_keep.title": "theirs"})
    page = client.get(taken.location).text
    assert "ชื่อของอีกคน" in page
    assert "ชื่อของฉัน" not in page
    assert filled(client.get(address).text, "/edit")["term_years"] == "7", "the rest is mine"


def test_changes_in_different_fields_need_no_choice_and_none_is_lost(desk: Desk, as_user: Become) -> None:
    client, address, mine = both_open(desk, as_user, term_years="5")
    answer = client.post(address, data={**mine, "title": "ชื่อของฉัน"})
    assert answer.status_code == 303
    assert "รวมกับที่" in client.get(answer.location).text, "and it is said"
    saved = filled(client.get(address).text, "/edit")
    assert (saved["title"], saved["term_years"]) == ("ชื่อของฉัน", "5")


@pytest.mark.parametrize("version", ["", "x", "-1", "1.0", "๑", "99999999999999999999"])
def test_a_form_without_a_version_of_ours_is_a_conflict(desk: Desk, as_user: Become, version: str) -> None:
    mou = desk.begin()
    client = as_user("coordinator.codi")
    body = filled(client.get(f"/mous/{mou.code}/edit").text, "/edit")
    assert client.post(f"/mous/{mou.code}/edit", data={**body, "version": version}).status_code == 409


def test_who_may_not_change_it_gets_no_form(desk: Desk, as_user: Become) -> None:
    mou = desk.clearance()
    client = as_user("legal.codi")
    assert client.get(f"/mous/{mou.code}/edit").status_code == 403
    assert (
        client.post(f"/mous/{mou.code}/edit", data={"title": "x", "version": mou.version}).status_code == 403
    )
    assert as_user("auditor").get("/mous/new").status_code == 403


def test_areas_are_found_while_typing_and_by_a_button(as_user: Become, desk: Desk) -> None:
    mou = desk.begin()
    client, address = as_user("coordinator.codi"), f"/mous/{mou.code}/edit"
    part = client.get("/choices/areas?name=areas&_q.areas=ร้อยเอ็ด", headers=HX).text
    assert 'value="45"' in part
    body = filled(client.get(address).text, "/edit")
    del body["_save"]
    html = client.post(address, data={**body, "_q.areas": "สกลนคร", "_find": "areas"}).text
    assert 'value="47"' in html
    assert filled(html, "/edit")["areas"] == "45", "what was chosen stays chosen"


def test_a_search_finds_no_record_that_the_reader_may_not_see(desk: Desk, as_user: Become) -> None:
    hidden = desk.begin("coordinator.eef", title="ลับของอีกหน่วยงาน")
    client = as_user("coordinator.codi")
    for ref in ("&ref=mous", ""):
        part = client.get(f"/choices/record?name=mou{ref}&_q.mou=ลับ").text
        assert hidden.code not in part
    assert hidden.code in as_user("coordinator.eef").get("/choices/record?name=mou&ref=mous&_q.mou=ลับ").text


@pytest.mark.parametrize(
    "path",
    [
        "/choices/users?name=x",
        "/choices/areas?name=x&ref=planet",
        "/choices/record?name=x&ref=nothing",
        "/choices/areas?name=<b>",
    ],
)
def test_a_search_for_something_else_is_not_there(as_user: Become, path: str) -> None:
    assert as_user("coordinator.codi").get(path).status_code == 404


def test_money_is_said_in_words_and_a_day_with_its_weekday(desk: Desk, as_user: Become) -> None:
    mou = desk.begin(effective_on="2026-12-09")
    html = unescape(as_user("coordinator.codi").get(f"/mous/{mou.code}/edit").text)
    assert "วันพุธที่ 9 ธันวาคม พ.ศ. 2569" in html
