"""Programmes, their areas and needs as a program meets them: the rights and versions of the screens."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from planhub.people import queries, tokens
from tests.client import HouseClient
from tests.features.api.conftest import Api

As = Callable[[str], Api]
EEF, CODI = "coordinator.eef", "coordinator.codi"
COUNT = {
    "area_code": "45",
    "year": 2565,
    "dimension": "general",
    "measure": "คนจน",
    "value": 3,
    "unit": "person",
    "source": "TPMAP",
    "as_of": "2022-09-30",
}


@pytest.fixture
def api(client: HouseClient, world: Session) -> As:
    def as_user(login: str) -> Api:
        user = queries.find_user(world, login=login)
        assert user is not None
        return Api(client, tokens.issue(world, user, days=1))

    return as_user


def begun(api: Api, **more: Any) -> dict[str, Any]:
    answer = api(
        "POST",
        "/programme-areas",
        {"programme_code": "EEF-NEW", "area_code": "45", "fiscal_year": 2570, **more},
    )
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.get_json()
    return body


def test_an_area_is_added_changed_verified_and_ended(api: As) -> None:
    keeper = api(EEF)
    row = begun(keeper, source="ประกาศ", as_of="2022-12-09")
    assert (row["status"], row["version"], row["programme_code"], row["origin"]) == (
        "active",
        1,
        "EEF-NEW",
        "own",
    )
    path = f"/programme-areas/{row['id']}"
    answer = keeper("PATCH", path, {"status": "planned"}, If_Match='"1"')
    assert answer.status_code == 200, answer.text
    assert answer.headers["ETag"] == '"2"'
    assert answer.get_json()["source"] == "ประกาศ", "what is not sent stays"
    verified = keeper("POST", f"{path}/moves/verify", {"version": 2}).get_json()
    assert verified["verified_by"]
    assert verified["verified_on"]
    changed = keeper("PATCH", path, {"status": "active", "version": 3}).get_json()
    assert changed["verified_on"] is None, "what was vouched for is something else now"
    assert keeper("POST", f"{path}/moves/end", {"version": 4}).get_json()["status"] == "ended"
    assert keeper("GET", path).get_json()["version"] == 5


def test_versions_protect_what_others_wrote(api: As) -> None:
    keeper = api(EEF)
    row = begun(keeper)
    path = f"/programme-areas/{row['id']}"
    assert keeper("PATCH", path, {"status": "ended"}).status_code == 428
    assert keeper("PATCH", path, {"status": "planned", "version": 1}).status_code == 200
    late = keeper("PATCH", path, {"status": "ended", "version": 1})
    assert late.status_code == 409
    assert late.get_json()["current"]["status"] == "planned"
    assert late.get_json()["yours"] == {"status": "ended", "version": 1}
    assert keeper("POST", f"{path}/moves/verify", {"version": 1}).status_code == 409


def test_others_read_and_do_not_write(api: As) -> None:
    row = begun(api(EEF))
    for login in (CODI, "viewer", "director.eef", "secretariat"):
        stranger = api(login)
        assert stranger("GET", f"/programme-areas/{row['id']}").status_code == 200
        path = f"/programme-areas/{row['id']}"
        assert stranger("PATCH", path, {"status": "ended", "version": 1}).status_code == 403
        assert stranger("POST", f"{path}/moves/verify", {"version": 1}).status_code == 403
        body = {"programme_code": "EEF-NEW", "area_code": "46", "fiscal_year": 2570}
        assert stranger("POST", "/programme-areas", body).status_code == 403
        assert stranger("PATCH", "/programmes/EEF-NEW", {"name_en": "x", "version": 1}).status_code == 403
    assert (
        api("admin.eef")(
            "PATCH", f"/programme-areas/{row['id']}", {"status": "ended", "version": 1}
        ).status_code
        == 200
    )


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"area_code": "99"}, "area_code"),
        ({"fiscal_year": 2023}, "fiscal_year"),
        ({"status": "maybe"}, "status"),
        ({"programme_code": None}, "programme_code"),
    ],
)
def test_a_wrong_area_is_told_by_field(api: As, sent: dict[str, Any], field: str) -> None:
    body = {"programme_code": "EEF-NEW", "area_code": "45", "fiscal_year": 2570, **sent}
    answer = api(EEF)("POST", "/programme-areas", body)
    assert answer.status_code == 422
    assert field in answer.get_json()["errors"]


def test_the_same_area_twice_and_unknown_things(api: As) -> None:
    keeper = api(EEF)
    row = begun(keeper)
    again = {"programme_code": "EEF-NEW", "area_code": "45", "fiscal_year": 2570}
    assert keeper("POST", "/programme-areas", again).status_code == 422
    assert keeper("POST", "/programme-areas", {**again, "programme_code": "NOPE"}).status_code == 404
    assert (
        keeper("PATCH", f"/programme-areas/{row['id']}", {"area_code": "46", "version": 1}).status_code == 422
    )
    assert keeper("PATCH", "/programme-areas/nope", {"version": 1}).status_code == 404
    assert keeper("POST", f"/programme-areas/{row['id']}/moves/fly", {"version": 1}).status_code == 404


def test_a_programme_is_begun_and_changed(api: As) -> None:
    keeper = api(EEF)
    body = {"code": "EEF-X", "name_th": "ก", "name_en": "A", "target_level": "province"}
    answer = keeper("POST", "/programmes", body)
    assert answer.status_code == 201, answer.text
    assert (answer.get_json()["org_code"], answer.headers["Location"]) == ("EEF", "/api/v1/programmes/EEF-X")
    assert keeper("POST", "/programmes", body).status_code == 422
    assert keeper("POST", "/programmes", {**body, "code": "Y", "org_code": "CODI"}).status_code == 403
    changed = keeper("PATCH", "/programmes/EEF-X", {"target_count": 12, "version": 1})
    assert (changed.get_json()["target_count"], changed.get_json()["version"]) == (12, 2)
    wrong = {"fiscal_year_from": 2570, "fiscal_year_to": 2569, "version": 2}
    assert keeper("PATCH", "/programmes/EEF-X", wrong).status_code == 422


def test_lists_can_be_narrowed(api: As) -> None:
    viewer = api("viewer")
    rows = viewer("GET", "/programme-areas?programme_code=CODI-IP22&fiscal_year=2566&limit=100").get_json()[
        "items"
    ]
    assert len(rows) == 22
    assert {row["programme_code"] for row in rows} == {"CODI-IP22"}
    assert len(viewer("GET", "/programme-areas?org_code=PMUA&limit=100").get_json()["items"]) == 20
    here = viewer("GET", "/programme-areas?province=50&limit=100").get_json()["items"]
    assert "502502" in {row["area_code"] for row in here}
    for text, code in (("กทม.", "10"), ("ศรีษะเกษ", "33"), ("ต.แม่แดด จ.เชียงใหม่", "502502"), ("๔๕", "45")):
        found = viewer("GET", f"/areas?q={text}").get_json()["items"]
        assert code in {area["code"] for area in found}
    assert viewer("GET", "/areas?q=ไม่มีที่ไหนชื่อนี้").get_json()["items"] == []


def test_a_small_count_is_hidden_from_other_agencies(api: As) -> None:
    keeper = api(EEF)
    made = keeper("POST", "/area-stats", COUNT)
    assert made.status_code == 201, made.text
    stat = made.get_json()
    assert (stat["value"], stat["suppressed"], stat["measure"], stat["org_code"]) == (
        3,
        False,
        "poor_people",
        "EEF",
    )
    for login in (CODI, "viewer", "secretariat", "auditor"):
        seen = api(login)("GET", f"/area-stats/{stat['id']}").get_json()
        assert (seen["value"], seen["suppressed"]) == (None, True)
        (listed,) = api(login)("GET", "/area-stats?area_code=45").get_json()["items"]
        assert listed["value"] is None
        assert api(login)("GET", "/area-stats?value=3").get_json()["items"][0]["value"] is None
    assert keeper("POST", "/area-stats", COUNT).status_code == 422
    assert keeper("PATCH", f"/area-stats/{stat['id']}", {"value": 7, "version": 1}).get_json()["version"] == 2
    assert api(CODI)("GET", f"/area-stats/{stat['id']}").get_json()["value"] == 7
    assert api(CODI)("PATCH", f"/area-stats/{stat['id']}", {"value": 1, "version": 2}).status_code == 403


@pytest.mark.parametrize(
    "sent", [{"value": -1}, {"value": "1.5"}, {"unit": "cow"}, {"measure": "1101700203450"}, {"source": ""}]
)
def test_a_wrong_count_is_refused(api: As, sent: dict[str, Any]) -> None:
    answer = api(EEF)("POST", "/area-stats", {**COUNT, **sent})
    assert answer.status_code == 422
    assert set(answer.get_json()["errors"]) == set(sent)


def test_the_description_knows_these_calls(api: As) -> None:
    paths = api("viewer")("GET", "/openapi.json").get_json()["paths"]
    for name in ("programmes", "programme-areas", "area-stats"):
        assert {"get", "post"} <= set(paths[f"/{name}"])
        assert {"get", "patch"} <= set(paths[f"/{name}/{{id}}"])
