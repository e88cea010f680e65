"""The automatic check list of plans, finding by finding, on rows alone."""

from datetime import date
from types import SimpleNamespace as Row
from typing import Any

import pytest

from planhub.plans.findings import BLOCKER, WARNING, Measures, blockers, examine

STEP = Row(title="ก", weight=100, due_on=date(2023, 5, 1))


def line(**changes: Any) -> Any:
    money = dict.fromkeys(("allocated", "committed", "disbursed", "carry_over"))
    return Row(**{"org": "CODI", "fiscal_year": 2566, "planned": 100, **money, **changes})


def activity(code: str = "ACT-1", **changes: Any) -> Any:
    rows = {
        "id": code,
        "code": code,
        "state": "accepted",
        "owner_org": "CODI",
        "plan_code": None,
        "fiscal_year": 2566,
        "mou_id": "mou",
        "cooperation_kind": "area_approach",
        "area_codes": ["4501"],
        "start": date(2022, 12, 1),
        "end": date(2023, 9, 30),
        "direction": ["grassroots_economy"],
        "expected_output": "ผลผลิต",
        "target_group": "poor_household",
        "target_count": 90,
        "milestones": [STEP],
        "budget_lines": [line()],
        "lead_post": "post",
    }
    return Row(**{**rows, **changes})


def plan(*activities: Any, **changes: Any) -> Any:
    rows = {
        "code": "PLAN-1",
        "fiscal_year": 2566,
        "start": date(2022, 10, 1),
        "end": date(2023, 9, 30),
        "goals": ["เป้าหมาย"],
        "mou": Row(state="in_force"),
        "before_mou": False,
        "parts": [Row(org="CODI", absent_because=None)],
        "activities": [Row(activity=a) for a in activities],
        "revises_code": None,
        "left_out": [],
        "changes": [],
    }
    return Row(**{**rows, **changes})


def found(a_plan: Any) -> set[tuple[str, str]]:
    return {(f.key, f.severity) for f in examine(a_plan, {})}


def test_a_good_plan_has_no_findings() -> None:
    assert found(plan(activity())) == set()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"activities": []}, ("no_activities", BLOCKER)),
        ({"goals": []}, ("no_goals", BLOCKER)),
        ({"mou": None}, ("no_mou", BLOCKER)),
        ({"mou": Row(state="expired")}, ("mou_ended", BLOCKER)),
        ({"mou": Row(state="suspended")}, ("mou_ended", BLOCKER)),
        ({"parts": [Row(org="EEF", absent_because=None)]}, ("no_lead", BLOCKER)),
        ({"parts": [Row(org="CODI", absent_because="ลา")]}, ("no_lead", BLOCKER)),
    ],
)
def test_faults_of_the_whole(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert found(plan(activity(), **changes)) == {expected}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"state": "proposed"}, ("not_agreed", BLOCKER)),
        ({"state": "cancelled"}, ("not_agreed", BLOCKER)),
        ({"plan_code": "PLAN-2"}, ("elsewhere", BLOCKER)),
        ({"area_codes": []}, ("missing_area_codes", BLOCKER)),
        ({"expected_output": None}, ("missing_expected_output", BLOCKER)),
        ({"milestones": [Row(title="ก", weight=99, due_on=date(2023, 5, 1))]}, ("weights", BLOCKER)),
        ({"milestones": [Row(title="ก", weight=100, due_on=date(2023, 10, 1))]}, ("step_outside", BLOCKER)),
        ({"milestones": [Row(title="ก", weight=100, due_on=date(2022, 11, 30))]}, ("step_outside", BLOCKER)),
        ({"target_count": None}, ("no_target", BLOCKER)),
        ({"target_count": 0}, ("no_target", BLOCKER)),
        ({"budget_lines": []}, ("no_money", WARNING)),
        ({"budget_lines": [line(fiscal_year=2567)]}, ("money_outside", WARNING)),
        ({"budget_lines": [line(allocated=101)]}, ("overspent", WARNING)),
        ({"lead_post": None}, ("no_lead_post", WARNING)),
        ({"end": date(2023, 10, 1)}, ("beyond", WARNING)),
    ],
)
def test_faults_of_an_activity(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert found(plan(activity(**changes))) == {expected}


@pytest.mark.parametrize(
    ("start", "end", "outside"),
    [
        (date(2022, 6, 1), date(2022, 9, 30), True),
        (date(2022, 6, 1), date(2022, 10, 1), False),
        (date(2023, 9, 30), date(2023, 12, 31), False),
        (date(2023, 10, 1), date(2023, 12, 31), True),
    ],
)
def test_an_activity_must_touch_the_time_of_its_plan(start: date, end: date, *, outside: bool) -> None:
    one = activity(start=start, end=end, milestones=[Row(title="ก", weight=100, due_on=end)])
    assert (("outside", BLOCKER) in found(plan(one))) is outside


def test_an_activity_carried_from_last_years_plan_may_be_in_this_one() -> None:
    assert found(plan(activity(plan_code="PLAN-0", fiscal_year=2565))) == set()


@pytest.mark.parametrize(
    ("mine", "theirs", "group", "same"),
    [
        (["450101"], ["4501"], "poor_household", True),
        (["45"], ["450101"], "poor_household", True),
        (["4501"], ["4502"], "poor_household", False),
        (["4501"], ["4501"], "youth", False),
    ],
)
def test_two_activities_for_the_same_people_in_the_same_place_are_pointed_out(
    mine: list[str], theirs: list[str], group: str, *, same: bool
) -> None:
    two = plan(activity(area_codes=mine), activity("ACT-2", area_codes=theirs, target_group=group))
    assert (("same_place", WARNING) in found(two)) is same


def test_bare_indicators_are_named_and_blockers_come_first() -> None:
    one = activity(budget_lines=[])
    lacking = Measures(bare=["รายได้"], uneven=["รายจ่าย"], unverified=["หนี้สิน"])
    findings = examine(plan(one), {"ACT-1": lacking})
    assert [(f.key, f.field) for f in findings] == [
        ("bare_indicator", "indicators"),
        ("no_money", "budget_lines"),
        ("uneven_indicator", "indicators"),
        ("unverified_indicator", "indicators"),
    ]
    assert [f.key for f in blockers(findings)] == ["bare_indicator"]
    assert "รายได้" in findings[0].text.th
    assert findings[0].as_json()["activity"] == "ACT-1"
