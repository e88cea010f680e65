"""The JSON API as a program meets it."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from planhub.kernel import clock
from tests.conftest import MaxQueries
from tests.features.api.conftest import Api

As = Callable[[str], Api]
MOVE_STATEMENTS = 15
"""All of a move that answers with the whole record."""
CODI = "coordinator.codi"


def made(api: Api, **raw: Any) -> dict[str, Any]:
    answer = api("POST", "/toys", {"title": "ของเล่น", **raw})
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.get_json()
    return body


def test_without_a_token_there_is_no_answer(api: As) -> None:
    caller = api(CODI)
    for token in ("", "wrong", "planhub_" + "x" * 43):
        caller.token = token
        answer = caller("GET", "/toys")
        assert answer.status_code == 401
        assert answer.mimetype == "application/problem+json"


def test_a_record_tells_its_fields_lanes_and_moves(api: As) -> None:
    toy = made(api(CODI), province_code="45", fiscal_year="2566")
    assert toy["code"].startswith("TOY-")
    assert (toy["type"], toy["state"], toy["version"], toy["fiscal_year"]) == ("toys", "draft", 1, 2566)
    assert toy["parties"] == ["CODI", "EEF", "PMUA"]
    assert toy["area_codes"] == ["45"]
    assert {m["name"]: m["allowed"] for m in toy["moves"]} == {"submit": True, "cancel": False}
    answer = api(CODI)("GET", f"/toys/{toy['code']}")
    assert answer.headers["ETag"] == '"1"'
    assert answer.get_json()["id"] == toy["id"]


def test_moves_go_through_the_same_guards(api: As) -> None:
    coordinator = api(CODI)
    toy = made(coordinator, title="จริง!?")
    path = f"/toys/{toy['id']}/moves"
    refused = coordinator("POST", f"{path}/submit", {"version": 1}, Accept_Language="en")
    assert refused.status_code == 422
    assert {r["key"]: r["text"] for r in refused.get_json()["reasons"]} == {
        "shouting": "no shouting",
        "asking": "no questions",
    }
    assert coordinator("POST", f"{path}/submit", {}).status_code == 428
    assert coordinator("POST", f"{path}/submit", {"version": 9}).status_code == 409
    assert coordinator("POST", f"{path}/cancel", {"version": 1, "note": "x"}).status_code == 403
    assert coordinator("POST", f"{path}/nothing", {"version": 1}).status_code == 404
    assert coordinator("GET", f"/toys/{toy['id']}").get_json()["version"] == 1


def test_a_whole_life_by_api(api: As) -> None:
    toy = made(api(CODI))
    path = f"/toys/{toy['id']}"

    def go(login: str, move: str, **body: Any) -> dict[str, Any]:
        caller = api(login)
        version = caller("GET", path).get_json()["version"]
        answer = caller("POST", f"{path}/moves/{move}", {"version": version, **body})
        assert answer.status_code == 200, answer.text
        result: dict[str, Any] = answer.get_json()
        return result

    go(CODI, "submit")
    for org in ("codi", "eef", "pmua"):
        toy = go(f"legal.{org}", "clear")
    assert toy["state"] == "approval"
    assert {w["org"] for w in toy["waiting_for"]} == {"CODI", "EEF", "PMUA"}
    for org in ("codi", "eef", "pmua"):
        toy = go(f"director.{org}", "approve", remark="ดี")
    assert toy["state"] == "approved"
    events = api(CODI)("GET", f"{path}/history").get_json()["items"]
    assert [e["move"] for e in events if e["kind"] == "event"][-2:] == ["approve", "quorum"]
    assert events[0]["kind"] in {"event", "change"}


def test_a_move_reads_the_record_and_its_posts_once(api: As, max_queries: MaxQueries) -> None:
    caller = api(CODI)
    path = f"/toys/{made(caller)['id']}"
    with max_queries(MOVE_STATEMENTS) as said:
        answer = caller("POST", f"{path}/moves/submit", {"version": 1})
    assert answer.status_code == 200
    text = " ".join(" ".join(said).split())
    assert text.count("FROM record_area WHERE") == 1
    assert text.count("FROM post LEFT OUTER JOIN") == 1
    assert answer.get_json() == caller("GET", path).get_json(), "what was answered is what is there"


def test_a_change_needs_the_version_and_a_conflict_shows_both(api: As) -> None:
    caller = api(CODI)
    toy = made(caller)
    path = f"/toys/{toy['id']}"
    assert caller("PATCH", path, {"title": "ใหม่"}).status_code == 428
    changed = caller("PATCH", path, {"title": "ใหม่"}, If_Match='"1"')
    assert changed.status_code == 200
    assert changed.headers["ETag"] == '"2"'
    late = caller("PATCH", path, {"title": "ช้า", "version": 1})
    assert late.status_code == 409
    assert late.get_json()["current"]["title"] == "ใหม่"
    assert late.get_json()["yours"] == {"title": "ช้า", "version": 1}


def test_a_stranger_is_told_that_there_is_nothing(api: As) -> None:
    toy = made(api(CODI))
    for login in ("coordinator.eef", "secretariat", "viewer"):
        for answer in (
            api(login)("GET", f"/toys/{toy['id']}"),
            api(login)("PATCH", f"/toys/{toy['id']}", {"title": "x", "version": 1}),
            api(login)("POST", f"/toys/{toy['id']}/moves/submit", {"version": 1}),
        ):
            assert answer.status_code == 404
        assert api(login)("GET", "/toys").get_json() == {"items": [], "next": None}


def test_the_same_key_gives_the_first_answer_and_one_change(api: As) -> None:
    caller = api(CODI)
    first = caller("POST", "/toys", {"title": "หนึ่ง"}, Idempotency_Key="k1")
    again = caller("POST", "/toys", {"title": "หนึ่ง"}, Idempotency_Key="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.get_json() == again.get_json()
    assert again.headers["ETag"] == first.headers["ETag"]
    assert len(caller("GET", "/toys").get_json()["items"]) == 1
    assert caller("POST", "/toys", {"title": "สอง"}, Idempotency_Key="k1").status_code == 409
    other = api("coordinator.eef")("POST", "/toys", {"title": "หนึ่ง"}, Idempotency_Key="k1")
    assert other.get_json()["id"] != first.get_json()["id"]


def test_a_refused_request_does_not_use_up_its_key(api: As) -> None:
    caller = api(CODI)
    assert caller("POST", "/toys", {"title": ""}, Idempotency_Key="k2").status_code == 422
    assert caller("POST", "/toys", {"title": "ดี"}, Idempotency_Key="k2").status_code == 201


BAD_BODIES = [
    b"[]",
    b"{",
    b"\xff\xfe",
    b'{"title": NaN}',
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b'"x"',
]


@pytest.mark.parametrize("raw", BAD_BODIES, ids=range(len(BAD_BODIES)))
def test_a_body_that_is_no_json_object_is_refused(api: As, raw: bytes) -> None:
    caller = api(CODI)
    caller("GET", "/toys")
    answer = caller.client.open(
        "/api/v1/toys",
        method="POST",
        data=raw,
        content_type="application/json",
        headers={"Authorization": f"Bearer {caller.token}"},
        csrf=False,
    )
    assert answer.status_code == 400


BAD_VALUES: list[Any] = ["", None, 3.5, True, ["a"], {"a": 1}, "ก\x00ข", "\ud800", "ก" * 400, "ก" * 10_000_00]


@pytest.mark.parametrize("value", BAD_VALUES, ids=range(len(BAD_VALUES)))
def test_a_bad_value_is_told_beside_its_field(api: As, value: Any) -> None:
    caller = api(CODI)
    answer = caller("POST", "/toys", {"title": value})
    assert answer.status_code == 422
    assert set(answer.get_json()["errors"]) == {"title"}
    assert caller("GET", "/toys").get_json()["items"] == []


@pytest.mark.parametrize(
    "name", ["state", "owner_org", "version_", "id", "is_training", "round", "origin", "content_hash"]
)
def test_what_is_no_field_cannot_be_set(api: As, name: str) -> None:
    answer = api(CODI)("POST", "/toys", {"title": "ดี", name: "approved"})
    assert answer.status_code == 422
    assert set(answer.get_json()["errors"]) == {name}


@pytest.mark.parametrize(
    "query",
    [
        "sort=id;drop",
        "sort=-nothing",
        "cursor=abc",
        "cursor=WzEsMl0=",
        "limit=-1",
        "limit=1e9",
        "fiscal_year=NaN",
        "limit=๑๒๓๔๕๖",
    ],
)
def test_a_bad_query_is_refused_in_words(api: As, query: str) -> None:
    answer = api(CODI)("GET", f"/toys?{query}")
    assert answer.status_code == 422, answer.text
    assert answer.get_json()["errors"]


def test_a_list_is_paged_by_keyset(api: As) -> None:
    caller = api(CODI)
    codes = {made(caller, title=f"ตัวที่ {n}")["code"] for n in range(5)}
    seen: list[str] = []
    cursor = ""
    while True:
        page = caller("GET", f"/toys?limit=2&sort=title&cursor={cursor}").get_json()
        seen += [x["code"] for x in page["items"]]
        if page["next"] is None:
            break
        cursor = page["next"]
    assert len(seen) == 5
    assert set(seen) == codes
    assert [x["title"] for x in caller("GET", "/toys?q=ตัวที่ ๓").get_json()["items"]] == ["ตัวที่ 3"]


def test_search_and_reference_rows(api: As) -> None:
    caller = api(CODI)
    toy = made(caller, title="กระจูดแก้จน")
    hits = caller("GET", "/search?q=กระจูด").get_json()["items"]
    assert [h["code"] for h in hits] == [toy["code"]]
    assert api("coordinator.eef")("GET", "/search?q=กระจูด").get_json()["items"] == []
    assert caller("GET", "/areas/45").get_json()["name_th"] == "ร้อยเอ็ด"
    provinces = caller("GET", "/areas?level=province&limit=200").get_json()
    assert len(provinces["items"]) == 77
    assert {o["code"] for o in caller("GET", "/organizations").get_json()["items"]} >= {"CODI", "EEF", "PMUA"}
    assert caller("GET", "/overlap?level=nowhere").status_code == 422
    assert set(caller("GET", "/overlap?level=province&fiscal_year=2566").get_json()) == {
        "level",
        "fiscal_year",
        "programmes",
        "rows",
    }
    assert caller("GET", "/committees").get_json() == {"items": [], "next": None}
    assert caller("GET", "/nothing").status_code == 404


def test_comments_follow_the_record(api: As) -> None:
    caller = api(CODI)
    toy = made(caller)
    said = caller("POST", "/comments", {"record": toy["code"], "body": "ขอดูวงเงิน"})
    assert said.status_code == 201
    assert [c["body"] for c in caller("GET", f"/comments?record_id={toy['id']}").get_json()["items"]] == [
        "ขอดูวงเงิน"
    ]
    assert api("coordinator.eef")("GET", f"/comments?record_id={toy['id']}").get_json()["items"] == []
    assert (
        api("coordinator.eef")("POST", "/comments", {"record": toy["code"], "body": "x"}).status_code == 404
    )


def test_the_description_names_every_move(api: As) -> None:
    description = api(CODI)("GET", "/openapi.json").get_json()
    assert description["openapi"] == "3.1.0"
    assert "/toys/{id}/moves/return_" in description["paths"]
    assert "/toys/{id}/moves/quorum" not in description["paths"]
    assert description["components"]["schemas"]["toys"]["required"] == ["title"]


def test_the_description_is_a_page_too(api: As) -> None:
    caller = api(CODI)
    caller.client.check_html = True
    page = caller.client.get("/api/v1/")
    assert page.status_code == 200
    assert "/api/v1/toys/{id}/moves/approve" in page.text


def test_an_order_is_drafted_put_into_force_and_revoked(api: As, db_session: Session) -> None:
    director = api("director.codi")
    post = next(p for p in director("GET", "/posts?org_code=CODI&role=director").get_json()["items"])
    stand_in = next(u for u in director("GET", "/users?login=coordinator.codi").get_json()["items"])
    today = clock.today().isoformat()
    order = {"post_id": post["id"], "user_id": stand_in["id"], "kind": "delegated", "order_no": "1/2570"}
    made = director(
        "POST", "/delegations", {**order, "order_date": today, "starts_on": today, "ends_on": today}
    )
    assert made.status_code == 201, made.text
    path = f"/delegations/{made.get_json()['id']}"
    assert {m["name"]: m["allowed"] for m in made.get_json()["moves"]} == {"activate": True, "revoke": True}
    assert director("POST", f"{path}/moves/activate", {}).status_code == 428
    assert director("POST", f"{path}/moves/activate", {"version": 9}).status_code == 409
    active = director("POST", f"{path}/moves/activate", {"version": made.get_json()["version"]})
    assert active.get_json()["state"] == "active"
    assert api("coordinator.eef")("GET", path).status_code == 404
    assert api("coordinator.eef")("POST", "/delegations", order).status_code == 403
    over = director("POST", f"{path}/moves/revoke", {"version": active.get_json()["version"]})
    assert over.get_json()["state"] == "revoked"
