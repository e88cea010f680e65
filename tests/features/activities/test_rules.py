"""Rules between the fields of an activity: every fault beside its field, all at once, nothing half-written."""

from typing import Any

import pytest

from planhub.activities.feature import ACTIVITIES
from planhub.kernel.errors import Denied, Invalid
from tests.features.activities.desk import Desk, proposal

LINE = {"org": "CODI", "source": "fund", "fiscal_year": "2566", "planned": "1"}
INDICATOR = {"name": "ก", "kind": "output", "unit": "แห่ง"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"end": "2022-11-30"}, "end"),
        ({"milestones": [{"title": "ก", "weight": "60"}, {"title": "ข", "weight": "41"}]}, "milestones"),
        ({"milestones": [{"title": "ก", "weight": "60", "done_on": "2023-09-26"}]}, "milestones.0.done_on"),
        ({"budget_lines": [LINE, LINE]}, "budget_lines.1.source"),
        ({"budget_lines": [{**LINE, "org": "PMUA"}]}, "budget_lines.0.org"),
        ({"budget_lines": [{**LINE, "planned": "-1"}]}, "budget_lines.0.planned"),
        ({"budget_lines": [{**LINE, "planned": "NaN"}]}, "budget_lines.0.planned"),
        ({"budget_lines": [{**LINE, "fiscal_year": "2023"}]}, "budget_lines.0.fiscal_year"),
        ({"budget_lines": [{**LINE, "source": "gold"}]}, "budget_lines.0.source"),
        ({"partners": [{"org": "EEF"}, {"org": "EEF"}]}, "partners.1.org"),
        ({"partners": [{"org": "EEF"}, {"org": "CODI"}]}, "partners.1.org"),
        ({"partners": [{"org": "EEF", "share": "accepted"}, {"org": "XX"}]}, "partners.1.org"),
        ({"indicators": [INDICATOR, INDICATOR]}, "indicators.1.name"),
        ({"indicators": [{**INDICATOR, "target": "1e9"}]}, "indicators.0.target"),
        ({"area_codes": ["99"]}, "area_codes"),
        ({"mou": "MOU-0000"}, "mou"),
        ({"held": True}, "held"),
        ({"plan_code": "PLAN-1"}, "plan_code"),
    ],
)
def test_a_fault_is_told_beside_its_field(desk: Desk, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        desk.create(ACTIVITIES, "coordinator.codi", {**proposal(), **changes})
    assert set(refused.value.errors) == {field}


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ([{"indicator": "ไม่มี", "fiscal_year": "2566", "quarter": "1"}], "indicator_values.0.indicator"),
        ([{"indicator": "ก", "fiscal_year": "2566", "quarter": "5"}], "indicator_values.0.quarter"),
        ([{"indicator": "ก", "fiscal_year": "2566", "quarter": "1"}] * 2, "indicator_values.1.quarter"),
    ],
)
def test_quarters_belong_to_indicators_and_stand_once(
    desk: Desk, rows: list[dict[str, str]], field: str
) -> None:
    activity = desk.activity(indicators=[INDICATOR])
    with pytest.raises(Invalid) as refused:
        desk.save(activity, "coordinator.codi", indicator_values=rows)
    assert set(refused.value.errors) == {field}


def test_values_are_recorded_quarter_by_quarter_and_changed_in_place(desk: Desk) -> None:
    activity = desk.activity(indicators=[INDICATOR])
    for actual in ("1.5", "2.25"):
        rows = [{"indicator": "ก", "fiscal_year": "2566", "quarter": "1", "actual": actual}]
        activity = desk.save(activity, "coordinator.codi", indicator_values=rows)
    assert [str(v.actual) for v in activity.indicator_values] == ["2.25"]
    assert str(activity.measured[0].actual) == "2.25"


def test_nobody_proposes_for_another_agency(desk: Desk) -> None:
    with pytest.raises(Denied):
        desk.activity("coordinator.eef", lead_org="CODI", partners=[{"org": "EEF"}])
    with pytest.raises(Denied):
        desk.activity("director.codi")


def test_a_share_cannot_be_written_by_an_edit(desk: Desk) -> None:
    activity = desk.save(desk.activity(), "coordinator.codi", partners=[{"org": "EEF", "share": "accepted"}])
    assert activity.partners[0].share == "draft"


def test_the_lead_does_not_change_by_an_edit(desk: Desk) -> None:
    with pytest.raises(Invalid) as refused:
        desk.save(desk.activity(), "coordinator.codi", lead_org="EEF")
    assert set(refused.value.errors) == {"lead_org"}
