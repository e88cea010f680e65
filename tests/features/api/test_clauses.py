"""Clauses by the API, one at a time: two callers on different ones never meet; on the same one both texts come back."""

from collections.abc import Callable
from typing import Any

import pytest

from planhub.people import tokens
from planhub.people.queries import find_user
from tests.client import HouseClient
from tests.features.mou.conftest import Desk, desk

__all__ = ["desk"]

Call = Callable[..., Any]


@pytest.fixture
def call(desk: Desk, client: HouseClient) -> Call:
    """Ask as somebody, with a token of theirs."""
    known: dict[str, str] = {}

    def ask(login: str, method: str, path: str, **body: Any) -> Any:
        if login not in known:
            user = find_user(desk.session, login=login)
            assert user is not None
            known[login] = tokens.issue(desk.session, user, days=1)
        said = {"json": body} if method != "GET" else {}
        bearer = {"Authorization": f"Bearer {known[login]}"}
        return client.open(f"/api/v1{path}", method=method, headers=bearer, csrf=False, **said)

    return ask


def test_two_callers_change_two_clauses_from_one_reading(desk: Desk, call: Call) -> None:
    path = f"/mous/{desk.negotiating().code}/clauses"
    one, other = call("coordinator.codi", "GET", path).get_json()["items"][-3:-1]
    for login, read, body in (("coordinator.codi", one, "หนึ่ง"), ("coordinator.eef", other, "สอง")):
        base = {"heading": read["heading"], "body": read["body"]}
        reason = {"reason": "ตกลงกัน"} if read["kind"] == "fixed" else {}
        answer = call(login, "PATCH", f"{path}/{read['id']}", body=body, base=base, **reason)
        assert (answer.status_code, answer.get_json()["body"]) == (200, body)
    now = {row["id"]: row["body"] for row in call("auditor", "GET", path).get_json()["items"]}
    assert (now[one["id"]], now[other["id"]]) == ("หนึ่ง", "สอง")


def test_the_same_clause_gives_both_texts_and_a_proposal(desk: Desk, call: Call) -> None:
    path = f"/mous/{desk.negotiating().code}/clauses"
    read = next(
        r for r in call("coordinator.codi", "GET", path).get_json()["items"] if r["source"] == "termination"
    )
    base = {"heading": read["heading"], "body": read["body"]}
    first = read["body"].replace("ทุกฝ่าย", "ทุกฝ่ายทันที")
    assert call("coordinator.eef", "PATCH", f"{path}/{read['id']}", body=first, base=base).status_code == 200
    mine = read["body"].replace("จนแล้วเสร็จ", "จนเสร็จสิ้น")
    answer = call("coordinator.codi", "PATCH", f"{path}/{read['id']}", body=mine, base=base)
    said = answer.get_json()
    assert answer.status_code == 409
    assert (said["current"]["body"], said["yours"]["body"]) == (first, mine)
    assert said["proposal"]["body"] == first.replace("จนแล้วเสร็จ", "จนเสร็จสิ้น")
    assert said["clashes"] == []


def test_what_a_change_must_say(desk: Desk, call: Call) -> None:
    path = f"/mous/{desk.negotiating().code}/clauses"
    read = next(
        r for r in call("coordinator.codi", "GET", path).get_json()["items"] if r["source"] == "money"
    )
    one, base = f"{path}/{read['id']}", {"heading": read["heading"], "body": read["body"]}
    assert call("coordinator.codi", "PATCH", one, body="ใหม่").status_code == 428
    refused = call("coordinator.codi", "PATCH", one, body="ใหม่", base=base)
    assert (refused.status_code, set(refused.get_json()["errors"])) == (422, {"reason"})
    assert call("coordinator.codi", "PATCH", one, body=7, base=base).status_code == 422
    assert call("coordinator.codi", "PATCH", one, position="ก่อน").status_code == 422
    assert call("legal.codi", "PATCH", one, body="ใหม่", base=base).status_code == 403
    assert call("viewer", "PATCH", one, body="ใหม่", base=base).status_code == 404
    assert call("coordinator.codi", "PATCH", f"{path}/ไม่มี", position=1).status_code == 404


def test_clauses_are_added_and_moved(desk: Desk, call: Call) -> None:
    path = f"/mous/{desk.draft().code}/clauses"
    made = call("coordinator.codi", "POST", path, heading="ของเรา", body="ข้อความ")
    assert made.status_code == 201
    drawn = call("coordinator.codi", "POST", path, source="binding")
    assert (drawn.status_code, drawn.get_json()["edition"]) == (201, 1)
    assert call("coordinator.codi", "POST", path, source="ไม่มี").status_code == 404
    key = made.get_json()["id"]
    assert call("coordinator.codi", "PATCH", f"{path}/{key}", position=1).get_json()["position"] == 1
    assert call("coordinator.codi", "GET", path).get_json()["items"][0]["id"] == key


def test_remarks_are_anchored_settled_and_opened_again(desk: Desk, call: Call) -> None:
    mou = desk.negotiating()
    key, code = mou.clauses[0].id, mou.code
    said = call("legal.eef", "POST", "/comments", record=code, body="ควรแก้", anchor=key).get_json()
    assert (said["anchor"], said["anchor_label"], said["resolved_at"]) == (key, "วัตถุประสงค์", None)
    assert call("legal.eef", "POST", "/comments", record=code, body="ควรแก้", anchor="x").status_code == 422
    path = f"/comments/{said['id']}"
    assert call("auditor", "POST", f"{path}/resolve").status_code == 403
    assert call("system", "POST", f"{path}/resolve").status_code == 404
    done = call("coordinator.codi", "POST", f"{path}/resolve").get_json()
    assert done["resolved_name"] == desk.actors["coordinator.codi"].name
    assert call("coordinator.codi", "POST", f"{path}/reopen").get_json()["resolved_at"] is None
