"""A plan is reconciled when plan, activities, lines and the database's own sums agree to the satang."""

from typing import Any

import pytest
from sqlalchemy import update

from planhub.activities.models import BudgetLine
from planhub.kernel.errors import GuardFailed
from planhub.kernel.text import Text
from planhub.plans import queries
from planhub.plans.findings import BLOCKER, CONSIDERED, Finding
from planhub.plans.models import PlanPart
from planhub.plans.reconciling import differences, reconciled
from tests.features.plans.table import Table


def test_a_plan_agrees_in_every_state_of_its_life(table: Table) -> None:
    activity = table.accepted()
    plan = table.consolidated(activity)
    assert reconciled(table.fresh(plan), queries.budget_of(table.session, plan.id))
    table.move(plan, "send_for_review", "coordinator.codi")
    table.decide(plan, "pass_part", "budget")
    assert reconciled(table.fresh(plan), queries.budget_of(table.session, plan.id))


def test_a_sum_that_was_tampered_with_is_named_with_both_figures(table: Table) -> None:
    plan = table.consolidated()
    table.session.execute(
        update(PlanPart).where(PlanPart.record_id == plan.id, PlanPart.org == "EEF").values(planned=1)
    )
    found = differences(table.fresh(plan))
    assert [(one.key, one.one, one.other) for one in found] == [("part", 1, 25_000_000)]
    assert "0.01" in found[0].text.th
    assert "250,000" in found[0].text.en
    with pytest.raises(GuardFailed) as failed:
        table.move(table.fresh(plan), "send_for_review", "coordinator.codi")
    assert [reason.key for reason in failed.value.reasons] == ["sum_part"]


def test_a_line_that_is_no_longer_the_approved_one_is_found(table: Table) -> None:
    plan = table.approved()
    row = table.fresh(plan).activities[0]
    line: Any = row.activity.budget_lines[0]
    assert reconciled(plan, queries.budget_of(table.session, plan.id))
    table.session.execute(update(BudgetLine).where(BudgetLine.id == line.id).values(planned=line.planned + 1))
    found = differences(table.fresh(plan))
    assert [(one.key, one.activity, one.other - one.one) for one in found] == [
        ("baseline_line", row.activity.code, 1)
    ]


def test_what_the_database_sums_otherwise_is_found(table: Table) -> None:
    plan = table.fresh(table.approved())
    stored = queries.budget_of(table.session, plan.id)
    found = differences(plan, stored[:1])
    assert {one.key for one in found} == {"stored"}


def test_what_a_higher_feature_finds_unconsidered_stands_in_the_check_list(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = Text("ยังไม่พิจารณาบทเรียน LSN-1", "Lesson LSN-1 was not considered")
    found = [Finding("lesson_open", BLOCKER, words)]
    monkeypatch.setitem(CONSIDERED, "test", lambda _session, _plan: found)
    plan = table.consolidated()
    assert [f["key"] for f in table.fresh(plan).findings] == ["lesson_open"]
    with pytest.raises(GuardFailed) as failed:
        table.move(plan, "send_for_review", "coordinator.codi")
    assert [reason.key for reason in failed.value.reasons] == ["lesson_open"]
    found.clear()
    table.move(table.fresh(plan), "send_for_review", "coordinator.codi")
