"""A program makes an activity and a plan by the API alone, from the frame to approval."""

import pytest

from tests.client import HouseClient
from tests.features.activities.desk import proposal
from tests.features.plans.programs import Programs
from tests.features.plans.table import FRAME, PART, RESOLUTION, Table


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
