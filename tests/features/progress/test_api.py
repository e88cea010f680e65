"""A report written, certified, reviewed and accepted by programs alone."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from planhub.people import queries, tokens
from planhub.progress.models import ProgressReport
from tests.client import HouseClient
from tests.features.api.conftest import Api
from tests.features.progress.conftest import FILLED

As = Callable[[str], Api]


@pytest.fixture
def as_user(client: HouseClient, db_session: Session) -> As:
    def give(login: str) -> Api:
        user = queries.find_user(db_session, login=login)
        assert user is not None
        return Api(client, tokens.issue(db_session, user, days=1))

    return give


def move(caller: Api, report: dict[str, Any], name: str, **said: Any) -> dict[str, Any]:
    path = f"/progress-reports/{report['code']}/moves/{name}"
    answer = caller("POST", path, {"version": report["version"], **said})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.get_json()
    return body


def test_a_report_walks_by_the_api(as_user: As, report: ProgressReport) -> None:
    writer, director, secretariat = (as_user(x) for x in ("area.roiet", "director.codi", "secretariat"))
    path = f"/progress-reports/{report.code}"
    shown = writer("GET", path).get_json()
    assert (shown["state"], shown["activity"], shown["fiscal_year"], shown["quarter"]) == (
        "open",
        report.activity.code,
        2569,
        1,
    )
    answer = writer("PATCH", path, {**FILLED, "lesson": "ตกลงกติกาก่อน", "version": shown["version"]})
    assert answer.status_code == 200, answer.text
    shown = answer.get_json()
    assert shown["state"] == "draft"
    assert {f["indicator"]: f["actual"] for f in shown["figures"]} == {"ครัวเรือนร่วม": "30", "รายได้": None}
    assert shown["spending"][0]["disbursed"] == "80000.00"

    shown = move(writer, shown, "submit")
    shown = move(director, shown, "certify")
    shown = move(secretariat, shown, "take_up")
    shown = move(secretariat, shown, "accept", rating="slow", rating_note="เร่งจัดแปลง")

    assert (shown["state"], [r["n"] for r in shown["revisions"]]) == ("accepted", [1])
    refused = writer("PATCH", path, {"summary": "แก้", "version": shown["version"]})
    assert refused.status_code == 403


def test_what_is_missing_comes_all_at_once_and_in_the_readers_language(
    as_user: As, report: ProgressReport
) -> None:
    caller = as_user("area.roiet")
    answer = caller(
        "POST",
        f"/progress-reports/{report.code}/moves/submit",
        {"version": report.version},
        Accept_Language="en",
    )

    assert answer.status_code == 422
    reasons = {r["key"]: r["text"] for r in answer.get_json()["reasons"]}
    assert set(reasons) == {"status", "figure_0", "figure_1", "spent"}
    assert reasons["status"] == "Please say how it stands against the plan"


def test_nobody_begins_a_report_by_the_api(as_user: As, report: ProgressReport) -> None:
    raw = {"activity": report.activity.code, "fiscal_year": 2569, "quarter": 3}

    assert as_user("coordinator.codi")("POST", "/progress-reports", raw).status_code in (403, 405)


def test_another_agency_finds_nothing(as_user: As, report: ProgressReport) -> None:
    stranger = as_user("coordinator.pmua")

    assert stranger("GET", f"/progress-reports/{report.code}").status_code == 404
    assert stranger("GET", "/progress-reports").get_json()["items"] == []
