"""What an activity waits for, what its lead may change alone, and how it is brought to a plan."""

from datetime import date, timedelta
from typing import Any

import pytest

from planhub.activities.services import flags
from planhub.kernel import clock
from planhub.kernel.errors import GuardFailed, Invalid
from planhub.record import events, flow
from tests.client import HouseClient
from tests.features.plans.table import Table

STARTED = {"started_on": "2022-12-15"}


def reasons(refused: pytest.ExceptionInfo[GuardFailed]) -> list[str]:
    return [r.key for r in refused.value.reasons]


def waits_for(table: Table, activity: Any, *others: Any) -> Any:
    return table.save(activity, "coordinator.codi", predecessors=[{"activity": o.code} for o in others])


# --- predecessors -----------------------------------------------------------------------------------------------


def test_an_activity_waits_for_those_before_it_or_says_why_not(table: Table) -> None:
    first = table.planned(title="สำรวจ")
    second = table.activity(title="ก่อสร้าง")
    second = waits_for(table, second, first)
    table.move(second, "invite", "coordinator.codi")
    table.move(second, "accept_share", "coordinator.eef")
    second = table.fresh(second)
    second.plan_code = "PLAN-2566-0001"
    flow.advance(table.session, second)
    assert ("blocked", f"รอ {first.code}") in [
        (k, str(t)) for k, t in flags(table.fresh(second), clock.today())
    ]
    with pytest.raises(GuardFailed) as refused:
        table.move(table.fresh(second), "start", "coordinator.codi", values=STARTED)
    assert reasons(refused) == [f"waits_for_{first.code}"]
    why = {**STARTED, "before_others": "พื้นที่พร้อมก่อนกำหนด"}
    table.move(table.fresh(second), "start", "coordinator.codi", values=why)
    assert table.fresh(second).state == "in_progress"


def test_activities_never_wait_in_a_circle(table: Table) -> None:
    a, b, c = (table.activity(title=name) for name in ("ก", "ข", "ค"))
    waits_for(table, b, a)
    waits_for(table, c, b)
    for last, first in ((a, c), (a, b), (a, a)):
        with pytest.raises(Invalid) as refused:
            waits_for(table, table.fresh(last), first)
        assert set(refused.value.errors) == {"predecessors.0.activity"}
    assert len(waits_for(table, table.fresh(c), a, b).predecessors) == 2


@pytest.mark.parametrize(
    ("after", "faults"),
    [
        ([None, 1, 2], set()),
        ([None, 2, None], {"milestones.1.after"}),
        ([None, 9, None], {"milestones.1.after"}),
        ([3, 1, 2], {"milestones.0.after", "milestones.1.after", "milestones.2.after"}),
        ([3, None, None], {"milestones.0.due_on"}),
    ],
)
def test_steps_wait_for_steps_in_order(table: Table, after: list[int | None], faults: set[str]) -> None:
    activity = table.activity()
    steps = [
        {"id": m.id, "title": m.title, "weight": m.weight, "due_on": m.due_on.isoformat(), "after": n}
        for m, n in zip(activity.milestones, after, strict=True)
    ]
    if not faults:
        saved = table.save(activity, "coordinator.codi", milestones=steps)
        assert [m.after for m in saved.milestones] == after
        return
    with pytest.raises(Invalid) as refused:
        table.save(activity, "coordinator.codi", milestones=steps)
    assert set(refused.value.errors) == faults


# --- changes ----------------------------------------------------------------------------------------------------


def test_before_a_plan_a_change_opens_the_proposal(table: Table) -> None:
    activity = table.accepted()
    table.move(activity, "change", "coordinator.codi", note="เพิ่มเป้าหมาย")
    activity = table.fresh(activity)
    assert (activity.state, activity.round, activity.is_changing) == ("proposed", 2, False)
    assert events.recompute(table.session, activity).state == "proposed"


def test_a_running_activity_changes_within_the_tolerance_of_what_was_approved(table: Table) -> None:
    plan = table.approved(table.accepted())
    activity = table.fresh(plan.activities[0].activity)
    assert activity.agreed == {"start": "2022-12-01", "end": "2023-09-30", "target_count": 90}
    for end, count in (("2023-10-30", None), (None, "99"), ("2023-09-01", "81")):
        values = {"end": end, "target_count": count}
        table.move(activity, "change", "coordinator.codi", values=values, note="ตามสภาพพื้นที่")
        activity = table.fresh(activity)
    assert (activity.end, activity.target_count, activity.state) == (date(2023, 9, 1), 81, "planned")

    refused_values: tuple[tuple[dict[str, str], list[str]], ...] = (
        ({"end": "2023-10-31"}, ["beyond_end"]),
        ({"target_count": "100"}, ["beyond_target_count"]),
        ({"end": "2023-11-30", "target_count": "1"}, ["beyond_end", "beyond_target_count"]),
        ({}, ["nothing"]),
        ({"end": "2023-09-01"}, ["nothing"]),
        ({"end": "2022-11-30"}, ["order", "beyond_end"]),
    )
    for wanted, why in refused_values:
        with pytest.raises(GuardFailed) as refused:
            table.move(table.fresh(activity), "change", "coordinator.codi", values=wanted, note="มากไป")
        assert reasons(refused) == why


def test_small_changes_do_not_add_up_to_a_large_one(table: Table) -> None:
    plan = table.approved(table.accepted())
    activity = table.fresh(plan.activities[0].activity)
    day = date(2023, 9, 30) + timedelta(days=25)
    table.move(activity, "change", "coordinator.codi", values={"end": day.isoformat()}, note="ครั้งแรก")
    again = {"end": (day + timedelta(days=25)).isoformat()}
    with pytest.raises(GuardFailed) as refused:
        table.move(table.fresh(activity), "change", "coordinator.codi", values=again, note="ครั้งที่สอง")
    assert reasons(refused) == ["beyond_end"]


# --- to a plan --------------------------------------------------------------------------------------------------


def test_an_activity_is_submitted_to_a_plan_of_its_province(client: HouseClient, table: Table) -> None:
    plan = table.collecting()
    activity = table.accepted()
    table.move(activity, "submit", "coordinator.codi", values={"plan": plan.code})
    activity = table.fresh(activity)
    assert (activity.wanted_plan, activity.state) == (plan.code, "accepted")
    with pytest.raises(GuardFailed) as again:
        table.move(activity, "submit", "coordinator.codi", values={"plan": plan.code})
    assert reasons(again) == ["submitted"]

    client.sign_in("coordinator.codi")
    assert "กิจกรรมที่เสนอเข้าแผน" in client.get(f"/plans/{plan.code}").text
    table.include(plan, activity)
    assert "กิจกรรมที่เสนอเข้าแผน" not in client.get(f"/plans/{plan.code}").text


@pytest.mark.parametrize(("province", "why"), [("49", ["elsewhere"]), ("45", [])])
def test_only_the_plan_of_its_province_that_takes_activities(
    table: Table, province: str, why: list[str]
) -> None:
    plan = table.plan("coordinator.codi", province_code=province)
    activity = table.accepted()
    if not why:
        table.move(activity, "submit", "coordinator.codi", values={"plan": plan.code})
        return
    with pytest.raises(GuardFailed) as refused:
        table.move(activity, "submit", "coordinator.codi", values={"plan": plan.code})
    assert reasons(refused) == why
