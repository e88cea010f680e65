"""Who must approve a plan, who may stay out of it, and for how much a delegate answers."""

from datetime import date, timedelta
from typing import Any

import pytest

from planhub.kernel import clock
from planhub.kernel.access import SYSTEM
from planhub.kernel.errors import GuardFailed
from planhub.people.models import Delegation
from planhub.plans import queries
from planhub.plans.reconciling import reconciled
from planhub.record import audit, events
from tests.features.plans.table import PART, RESOLUTION, Table

REFUSAL = {"note": "ไม่มีงบประมาณในปีนี้"}


def keys(failed: pytest.ExceptionInfo[GuardFailed]) -> set[str]:
    return {reason.key for reason in failed.value.reasons}


def waiting(plan: Any) -> set[str]:
    here = [x for x in plan.lanes if x.kind == "approval" and x.round == plan.round]
    return {x.org_code for x in here if x.status == "waiting"}


def to_approval(table: Table, *activities: Any, orgs: tuple[str, ...] = ("codi", "eef"), **frame: Any) -> Any:
    plan = table.plan(**frame)
    table.move(plan, "call_for_parts", "coordinator.codi")
    for activity in activities:
        plan = table.include(plan, activity, login=f"coordinator.{activity.owner_org.lower()}")
    for org in orgs:
        table.move(plan, "submit_part", f"coordinator.{org}", **PART)
    for name in ("consolidate", "send_for_review"):
        table.move(plan, name, "coordinator.codi")
    for org in orgs:
        table.move(plan, "pass_part", f"budget.{org}")
    table.move(plan, "endorse", "area.roiet", values=RESOLUTION)
    return table.fresh(plan)


def test_a_refused_part_is_left_out_with_its_reason_and_the_others_go_on(table: Table) -> None:
    mine, theirs = table.accepted(), table.accepted("coordinator.eef", partners=[{"org": "CODI"}])
    plan = to_approval(table, mine, theirs)
    assert plan.planned == 2 * 125_000_050
    table.move(plan, "approve", "director.codi")
    table.move(plan, "refuse_part", "director.eef", **REFUSAL)
    plan = table.fresh(plan)
    assert (plan.state, plan.left_out) == ("in_force", ["EEF"])
    assert [part.refused_because for part in plan.parts] == [None, REFUSAL["note"]]
    assert [row.left_out_because for row in plan.activities] == [None, REFUSAL["note"]]
    assert plan.baseline["planned"] == plan.planned == 100_000_050
    assert plan.baseline["by_org"] == {"CODI": 100_000_050, "EEF": 0}
    assert reconciled(plan, queries.budget_of(table.session, plan.id))
    assert [s.code for s in queries.sheets_of(table.session, plan.id)] == [mine.code]
    assert events.recompute(table.session, plan).state == "in_force"
    mine = table.fresh(mine)
    assert (mine.state, mine.plan_code) == ("planned", plan.code)
    assert [(x.org, x.planned) for x in mine.budget_lines] == [("CODI", 100_000_050)]
    assert [(p.share, p.declined_because) for p in mine.partners] == [("declined", REFUSAL["note"])]
    theirs = table.fresh(theirs)
    assert (theirs.state, theirs.plan_code, theirs.held) == ("accepted", None, False)


def test_who_refused_waits_for_nobody_and_is_counted_nowhere_before_the_quorum(table: Table) -> None:
    plan = to_approval(table, table.accepted())
    assert waiting(plan) == {"CODI", "EEF"}
    table.move(plan, "refuse_part", "director.eef", **REFUSAL)
    plan = table.fresh(plan)
    assert (plan.state, waiting(plan), plan.planned) == ("approval", {"CODI"}, 100_000_050)
    assert reconciled(plan, queries.budget_of(table.session, plan.id))
    with pytest.raises(GuardFailed) as failed:
        table.move(plan, "refuse_part", "director.eef", **REFUSAL)
    assert keys(failed) == {"not_asked"}


def test_a_return_asks_those_who_refused_again(table: Table) -> None:
    plan = to_approval(table, table.accepted())
    table.move(plan, "refuse_part", "director.eef", **REFUSAL)
    table.send_back(plan, "director.codi", "goals")
    plan = table.fresh(plan)
    assert (plan.state, plan.left_out, plan.activities[0].left_out_because) == ("collecting", [], None)


def test_the_lead_cannot_stay_out_and_an_approved_part_is_not_refused(table: Table) -> None:
    plan = to_approval(table, table.accepted())
    with pytest.raises(GuardFailed) as failed:
        table.move(plan, "refuse_part", "director.codi", **REFUSAL)
    assert keys(failed) == {"lead"}
    table.move(plan, "approve", "director.eef")
    with pytest.raises(GuardFailed) as failed:
        table.move(plan, "refuse_part", "director.eef", **REFUSAL)
    assert keys(failed) == {"not_asked"}
    with pytest.raises(GuardFailed) as failed:
        table.move(table.fresh(plan), "refuse_part", "director.codi")
    assert "note" in keys(failed)


def test_a_plan_may_say_that_nobody_stays_out(table: Table) -> None:
    plan = to_approval(table, table.accepted(), quorum_rule="unanimous")
    with pytest.raises(GuardFailed) as failed:
        table.move(plan, "refuse_part", "director.eef", **REFUSAL)
    assert keys(failed) == {"unanimous"}


@pytest.mark.parametrize(
    ("rule", "asked"),
    [(None, {"CODI", "EEF"}), ("everyone", {"CODI", "EEF", "PMUA"}), ("unanimous", {"CODI", "EEF", "PMUA"})],
)
def test_the_plans_rule_says_whose_approval_is_needed(
    table: Table, rule: str | None, asked: set[str]
) -> None:
    parts = [{"org": org} for org in ("CODI", "EEF", "PMUA")]
    orgs = ("codi", "eef", "pmua")
    plan = to_approval(table, table.accepted(), orgs=orgs, parts=parts, quorum_rule=rule)
    assert waiting(plan) == asked


def test_the_lead_takes_back_what_no_director_has_seen_yet(table: Table) -> None:
    plan = to_approval(table, table.accepted())
    table.move(plan, "recall", "coordinator.codi")
    assert (plan.state, plan.meeting, plan.round) == ("consolidated", None, 2)


def delegated(table: Table, limit: int) -> None:
    """Let EEF's director be stood in for by its legal officer, up to a limit in satang."""
    director, stand_in = table.actor("director.eef"), table.actor("legal.eef")
    order = Delegation(
        post_id=director.standings[0].post_id,
        user_id=stand_in.user_id,
        kind="delegated",
        state="active",
        order_no="12/2566",
        order_date=date(2022, 12, 1),
        starts_at=clock.now() - timedelta(days=1),
        ends_at=clock.now() + timedelta(days=1),
        limit_satang=limit,
    )
    audit.act_as(table.session, SYSTEM)
    table.session.add(order)
    table.session.flush()


def test_a_delegates_limit_is_measured_by_the_agencys_own_lines(table: Table) -> None:
    plan = to_approval(table, table.accepted())
    assert (plan.planned, plan.planned_by("EEF")) == (125_000_050, 25_000_000)
    delegated(table, 25_000_000)
    table.move(plan, "approve", "legal.eef")
    assert table.fresh(plan).state == "approval"


def test_a_delegate_does_not_approve_a_satang_above_the_limit(table: Table) -> None:
    plan = to_approval(table, table.accepted())
    delegated(table, 25_000_000 - 1)
    with pytest.raises(GuardFailed) as failed:
        table.move(plan, "approve", "legal.eef")
    assert keys(failed) == {"over_limit"}
    assert "250,000 บาท" in failed.value.message.th
    assert "249,999.99 บาท)" in failed.value.message.th
