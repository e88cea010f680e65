"""Activities and plans that rest on an MOU follow its life (rule S6), and its page shows them."""

from typing import Any

import pytest

from planhub.activities import queries as activity_queries
from planhub.kernel.access import SYSTEM
from planhub.kernel.errors import GuardFailed, Invalid
from planhub.mou.feature import MOUS
from planhub.mou.models import MouParty
from planhub.plans import queries
from planhub.record import audit, flow, services
from tests.client import HouseClient
from tests.features.plans.table import RESOLUTION, Table


@pytest.fixture
def mou(table: Table) -> Any:
    audit.act_as(table.session, SYSTEM)
    parties = [MouParty(org=org, position=n) for n, org in enumerate(("CODI", "EEF"), start=1)]
    values = {
        "title": "ความร่วมมือเชิงพื้นที่",
        "cooperation_kind": "area_approach",
        "areas": ["45"],
        "directions": [],
        "parties": parties,
    }
    record = services.begin(table.session, SYSTEM, MOUS, values, owner_org="CODI")
    record.state = "in_force"
    return table.fresh(record)


def set_state(table: Table, mou: Any, state: str) -> None:
    audit.act_as(table.session, SYSTEM)
    mou = table.fresh(mou)
    mou.state = state
    table.session.flush()


@pytest.mark.parametrize("state", ["suspended", "expired", "terminated", "closed"])
def test_no_work_begins_on_an_mou_that_has_ended(table: Table, mou: Any, state: str) -> None:
    activity = table.planned(mou=mou.code, mou_clause="ข้อ 3")
    set_state(table, mou, state)
    with pytest.raises(GuardFailed) as failed:
        table.move(table.fresh(activity), "start", "coordinator.codi", values={"started_on": "2022-12-15"})
    assert [reason.key for reason in failed.value.reasons] == ["mou_ended"]


@pytest.mark.parametrize("state", ["suspended", "terminated"])
def test_no_agency_is_called_to_a_plan_on_an_mou_that_has_ended(table: Table, mou: Any, state: str) -> None:
    plan = table.plan(mou=mou.code, before_mou=False)
    set_state(table, mou, state)
    with pytest.raises(GuardFailed) as failed:
        table.move(table.fresh(plan), "call_for_parts", "coordinator.codi")
    assert [reason.key for reason in failed.value.reasons] == ["mou_ended"]


def test_a_plan_starts_when_its_mou_comes_into_force(table: Table, mou: Any) -> None:
    set_state(table, mou, "signed")
    plan = table.plan(mou=mou.code, before_mou=False)
    table.move(plan, "call_for_parts", "coordinator.codi")
    plan = table.include(plan, table.accepted())
    table.submit(plan)
    for name in ("consolidate", "send_for_review"):
        table.move(plan, name, "coordinator.codi")
    table.decide(plan, "pass_part", "budget")
    table.move(plan, "endorse", "area.roiet", values=RESOLUTION)
    table.decide(plan, "approve", "director")
    assert plan.state == "approved"
    assert flow.run_due(table.session) == 0
    set_state(table, mou, "in_force")
    flow.run_due(table.session)
    assert table.fresh(plan).state == "in_force"


def test_the_mou_page_shows_its_plans_and_activities(client: HouseClient, table: Table, mou: Any) -> None:
    activity = table.accepted(mou=mou.code)
    plan = table.plan(mou=mou.code)
    assert [sheet.code for sheet in activity_queries.of_mou(table.session, SYSTEM, mou.id)] == [activity.code]
    assert [line.code for line in queries.of_mou(table.session, SYSTEM, mou.id)] == [plan.code]
    client.sign_in("coordinator.codi")
    page = client.get(f"/mous/{mou.code}")
    assert activity.title in page.text
    assert plan.title in page.text


def test_a_plan_says_that_its_mou_rests(client: HouseClient, table: Table, mou: Any) -> None:
    plan = table.plan(mou=mou.code)
    client.sign_in("coordinator.codi")
    assert 'id="mou-suspended"' not in client.get(f"/plans/{plan.code}").text
    set_state(table, mou, "suspended")
    page = client.get(f"/plans/{plan.code}")
    assert 'id="mou-suspended"' in page.text
    assert f'href="/mous/{mou.code}"' in page.text


def test_the_grid_has_one_plan_for_each_province_and_year(table: Table) -> None:
    gone = table.plan()
    table.move(gone, "cancel", "coordinator.codi", note="เปิดใหม่")
    here, there = table.plan(), table.plan("coordinator.eef", province_code="49", fiscal_year="2567")
    table.move(here, "call_for_parts", "coordinator.codi")
    grid = queries.grid(table.session, SYSTEM, range(2566, 2569))
    assert {key: line.code for key, line in grid.items()} == {
        ("45", 2566): here.code,
        ("49", 2567): there.code,
    }
    seen = queries.grid(table.session, table.actor("viewer"), [2566, 2567])
    assert set(seen) == {("45", 2566)}
    assert not seen["45", 2566].is_approved


def test_a_plan_sums_up_in_two_queries(table: Table) -> None:
    plan = table.approved(table.accepted(), table.accepted(title="อีกกิจกรรม"))
    sums = queries.budget_of(table.session, plan.id)
    assert sum(s.planned for s in sums) == plan.baseline["planned"] == plan.budget.total.planned
    assert {sheet.plan_code for sheet in queries.sheets_of(table.session, plan.id)} == {plan.code}


def test_a_goal_names_its_clause_and_an_activity_its_goal(table: Table, mou: Any) -> None:
    goals = [{"title": "รายได้เพิ่ม", "clause": "ข้อ 3"}, {"title": "เด็กได้เรียน"}]
    activity = table.accepted()
    plan = table.plan(mou=mou.code, goals=goals)
    audit.act_as(table.session, SYSTEM)
    with pytest.raises(Invalid) as refused:
        table.save(plan, "coordinator.codi", activities=[{"activity": activity.code, "goal": 3}])
    assert [str(text) for text in refused.value.errors["activities.0.goal"]] == ["แผนมีเป้าหมาย 2 ข้อ"]
    plan = table.save(plan, "coordinator.codi", activities=[{"activity": activity.code, "goal": 2}])
    assert [(g.title, g.clause) for g in plan.goals] == [("รายได้เพิ่ม", "ข้อ 3"), ("เด็กได้เรียน", None)]
    assert [row.goal for row in plan.activities] == [2]
