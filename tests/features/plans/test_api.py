"""A program makes an activity and a plan by the API alone, from the frame to approval."""

from typing import Any

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from planhub.people import queries, tokens
from tests.client import HouseClient
from tests.features.activities.desk import proposal
from tests.features.plans.table import FRAME, PART, RESOLUTION, Table


class Programs:
    """Calls the API as anybody, each with a token of their own."""

    def __init__(self, client: HouseClient, session: Session) -> None:
        client.check_html = False
        self._client, self._session, self._tokens = client, session, dict[str, str]()

    def __call__(self, login: str, method: str, path: str, json: Any = None) -> TestResponse:
        headers = {"Authorization": f"Bearer {self._token(login)}"}
        return self._client.open(f"/api/v1{path}", method=method, json=json, headers=headers, csrf=False)

    def _token(self, login: str) -> str:
        if login not in self._tokens:
            user = queries.find_user(self._session, login=login)
            assert user is not None
            self._tokens[login] = tokens.issue(self._session, user, days=1)
        return self._tokens[login]

    def get(self, login: str, path: str) -> Any:
        answer = self(login, "GET", path)
        assert answer.status_code == 200, answer.text
        return answer.get_json()

    def change(self, login: str, path: str, **values: Any) -> None:
        version = self.get(login, path)["version"]
        answer = self(login, "PATCH", path, {**values, "version": version})
        assert answer.status_code == 200, answer.text

    def move(self, login: str, path: str, name: str, **values: Any) -> None:
        version = self.get(login, path)["version"]
        answer = self(login, "POST", f"{path}/moves/{name}", {**values, "version": version})
        assert answer.status_code == 200, answer.text


@pytest.fixture
def programs(client: HouseClient, table: Table) -> Programs:
    return Programs(client, table.session)


def test_a_program_walks_a_plan_to_approval(programs: Programs) -> None:
    made = programs("coordinator.codi", "POST", "/activities", proposal())
    assert made.status_code == 201, made.text
    activity = f"/activities/{made.get_json()['code']}"
    programs.move("coordinator.codi", activity, "invite")
    programs.move("coordinator.eef", activity, "accept_share")
    opened = programs("coordinator.codi", "POST", "/plans", FRAME)
    assert opened.status_code == 201, opened.text
    plan = f"/plans/{opened.get_json()['code']}"
    programs.move("coordinator.codi", plan, "call_for_parts")
    programs.change("coordinator.codi", plan, activities=[{"activity": made.get_json()["code"]}])
    for org in ("codi", "eef"):
        programs.move(f"coordinator.{org}", plan, "submit_part", **PART["values"])
    for name in ("consolidate", "send_for_review"):
        programs.move("coordinator.codi", plan, name)
    for org in ("codi", "eef"):
        programs.move(f"budget.{org}", plan, "pass_part")
    programs.move("area.roiet", plan, "endorse", **RESOLUTION)
    for org in ("codi", "eef"):
        programs.move(f"director.{org}", plan, "approve")
    assert programs.get("coordinator.codi", plan)["state"] == "in_force"
    shown = programs.get("coordinator.codi", activity)
    assert shown["state"] == "planned"
    assert [line["planned"] for line in shown["budget_lines"]] == ["1000000.50", "250000.00"]
    assert {m["name"] for m in shown["moves"] if m["allowed"]} >= {"start", "postpone"}


def test_a_second_living_plan_is_refused_with_the_first_ones_code(programs: Programs) -> None:
    first = programs("coordinator.codi", "POST", "/plans", FRAME).get_json()["code"]
    again = programs("coordinator.codi", "POST", "/plans", FRAME)
    assert again.status_code == 422
    assert first in str(again.get_json()["errors"]["province_code"])
