"""The screens of an MOU for those who may see it."""

from typing import Any

import pytest
from sqlalchemy import update

from planhub.mou.duties.fulfilling import FULFIL
from planhub.mou.feature import MOUS
from planhub.mou.models import Mou
from planhub.mou.rules import POLICY
from planhub.mou.workflow import WORKFLOW
from planhub.people import tokens
from planhub.people.models import User
from planhub.people.queries import find_user
from planhub.record import queries, services
from tests.client import HouseClient
from tests.features.mou.conftest import ORGS, Desk, text


def shown(client: HouseClient, mou: Mou, login: str, path: str = "") -> Any:
    client.sign_in(login)
    return client.get(f"/mous/{mou.code}{path}")


def test_the_page_shows_the_text_as_a_document(desk: Desk, client: HouseClient) -> None:
    mou = desk.negotiating()
    html = shown(client, mou, "coordinator.eef").get_data(as_text=True)
    for words in (
        "ข้อ 1 วัตถุประสงค์",
        "1.2 เก็บเกี่ยวบทเรียนระหว่างทาง",
        "พื้นที่จังหวัดร้อยเอ็ด และจังหวัดมุกดาหาร",
        "คำแนะนำเรื่องบทบาทหน้าที่",
        "เห็นพ้องกับข้อความนี้",
        "ร่างอยู่ที่",
    ):
        assert words in html, words
    assert "ต่างจากข้อความมาตรฐาน" not in html


def test_a_changed_standard_clause_is_marked(desk: Desk, client: HouseClient) -> None:
    mou = desk.draft()
    rows = [{"id": c.id, "heading": c.heading, "body": c.body, "kind": c.kind} for c in mou.clauses]
    money = next(row for row in rows if row["heading"] == "งบประมาณและค่าใช้จ่าย")
    money |= {"body": "ฝ่ายที่หนึ่งจ่ายทั้งหมด", "reason": "ตกลงกันไว้ในที่ประชุม"}
    mou = desk.save(mou, clauses=rows)
    assert "ต่างจากข้อความมาตรฐาน" in shown(client, mou, "coordinator.codi").get_data(as_text=True)


def test_one_without_a_typed_text_points_to_its_files(desk: Desk, client: HouseClient) -> None:
    mou = services.create(desk.session, desk.actor("secretariat"), MOUS, text(), origin="public")
    html = shown(client, mou, "secretariat").get_data(as_text=True)
    assert "โปรดดูไฟล์แนบ" in html
    assert "ข้อ 1" not in html


def test_the_board_shows_what_is_signed_and_what_is_missing(desk: Desk, client: HouseClient) -> None:
    mou = desk.ready()
    desk.scan(mou)
    mou = desk.sign(mou, "EEF")
    mou = desk.move(mou, "record_signature", "secretariat", **desk.signature("CODI"))
    html = shown(client, mou, "coordinator.codi").get_data(as_text=True)
    for words in ("ลงนามแล้ว", "รอยืนยัน", "ยังไม่ลงนาม", "ยืนยันการลงนาม"):
        assert words in html, words


def test_the_page_speaks_english(desk: Desk, client: HouseClient) -> None:
    mou = desk.signed()
    client.set_cookie("planhub-lang", "en")
    desk.session.execute(update(User).values(locale="en"))
    html = shown(client, mou, "coordinator.codi").get_data(as_text=True)
    for words in ("Parties and signing", "In force", "ข้อ 1 วัตถุประสงค์", '<div lang="th">'):
        assert words in html, words


@pytest.mark.parametrize(
    ("login", "status"),
    [("coordinator.codi", 200), ("director.codi", 200), ("auditor", 200)]
    + [(login, 404) for login in ("coordinator.eef", "secretariat", "viewer", "area.roiet", "system")],
)
def test_a_draft_is_seen_by_its_agency(desk: Desk, client: HouseClient, login: str, status: int) -> None:
    mou = desk.draft()
    for path in ("", "/history", "/documents/mou.pdf"):
        assert shown(client, mou, login, path).status_code == status


def test_one_in_force_is_seen_by_executives_and_in_its_areas(desk: Desk, client: HouseClient) -> None:
    mou = desk.signed(areas=["4510"])
    for login, status in (("viewer", 200), ("area.roiet", 200), ("system", 404), ("knowledge", 404)):
        assert shown(client, mou, login).status_code == status, login
    far = desk.signed(areas=["49"])
    assert shown(client, far, "area.roiet").status_code == 404


def test_the_list_holds_what_may_be_seen(desk: Desk, max_queries: Any) -> None:
    draft, signed = desk.draft(), desk.signed()
    actor = desk.actor("coordinator.eef")
    with max_queries(1):
        page = queries.list_page(desk.session, actor, MOUS, queries.ListQuery(party="EEF"))
    codes = {row.code for row in page.rows}
    assert signed.code in codes
    assert draft.code not in codes
    assert next(row for row in page.rows if row.code == signed.code).ends_on == signed.ends_on


def test_a_page_costs_few_statements(desk: Desk, client: HouseClient, max_queries: Any) -> None:
    address = f"/mous/{desk.signed().code}"
    client.sign_in("coordinator.codi")
    client.get(address)
    with max_queries(15):
        assert client.get(address).status_code == 200


def test_every_permission_is_granted_to_somebody_and_asked_by_something() -> None:
    granted = {grant.permission for grant in POLICY.grants}
    asked = {m.permission for m in WORKFLOW.moves if m.permission} | {
        MOUS.view,
        MOUS.create,
        MOUS.edit,
        FULFIL,
    }
    assert granted == asked == set(POLICY.permissions)


def test_what_moves_write_is_shown_by_the_api_and_cannot_be_sent(desk: Desk, client: HouseClient) -> None:
    mou = desk.ready()
    desk.scan(mou)
    for org in ORGS:
        mou = desk.sign(mou, org)
    user = find_user(desk.session, login="coordinator.codi")
    assert user is not None
    token = tokens.issue(desk.session, user, days=1)
    asking = {"headers": {"Authorization": f"Bearer {token}"}}
    said = client.get(f"/api/v1/mous/{mou.code}", **asking).get_json()
    assert (said["official_no"], said["signed_on"], said["ends_on"]) == ("1/2570", "2026-11-23", "2029-11-22")
    assert [row["org"] for row in said["parties"]] == list(ORGS)
    assert [(row["org"], row["is_confirmed"]) for row in said["signatures"]] == [(org, True) for org in ORGS]
    draft = desk.draft()
    body = {"version": draft.version, "official_no": "9/2570", "signatures": []}
    refused = client.patch(f"/api/v1/mous/{draft.code}", json=body, csrf=False, **asking)
    assert refused.status_code == 422
    assert set(refused.get_json()["errors"]) == {"official_no", "signatures"}
