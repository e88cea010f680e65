"""What came of a plan: actual against baseline, indicators rolled up, and what must be settled before it is closed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from planhub.kernel import clock
from planhub.kernel.errors import GuardFailed, Reason
from planhub.kernel.text import Text
from planhub.plans.results.actual import result_of
from planhub.plans.results.reading import rolled_up
from planhub.plans.results.rollup import other_units
from planhub.plans.results.settled import SETTLED
from tests.client import HouseClient
from tests.features.activities.desk import DONE, proposal, spent
from tests.features.plans.table import Table

AFTER = datetime(2023, 10, 2, 3, 0, tzinfo=UTC)
"""The second day after the plan's year."""


def indicator(**changes: Any) -> dict[str, Any]:
    return {**proposal()["indicators"][0], **changes}


def finished(table: Table, activity: Any) -> Any:
    """Carry an activity out: it begins in time and ends ten days before its day, with 88 of 90 reached."""
    activity = table.fresh(activity)
    with clock.at(datetime(2023, 9, 25, 3, 0, tzinfo=UTC)):
        table.move(activity, "start", "coordinator.codi", values={"started_on": "2022-12-21"})
        values = [{"indicator": "ครัวเรือนมีรายได้เพิ่ม", "fiscal_year": "2566", "quarter": 4, "actual": "45"}]
        activity = table.save(
            table.fresh(activity),
            "coordinator.codi",
            budget_lines=spent(activity, "600000"),
            indicator_values=values,
        )
        table.move(activity, "report_done", "coordinator.codi", values=DONE)
        table.move(activity, "verify", "coordinator.eef")
    return table.fresh(activity)


@pytest.fixture
def closing(table: Table) -> Iterator[tuple[Any, Any, Any]]:
    """A plan in closing, with one activity done and one that goes on."""
    done, going_on = table.accepted(), table.accepted(area_codes=["4503"], target_group="elderly_disabled")
    plan = table.approved(done, going_on)
    done = finished(table, done)
    with clock.at(AFTER):
        table.move(table.fresh(plan), "begin_closing", "coordinator.codi")
        yield table.fresh(plan), done, going_on


def test_the_outcome_stands_beside_what_was_approved(table: Table, closing: tuple[Any, Any, Any]) -> None:
    plan, done, _ = closing
    plan = table.fresh(plan)
    result = result_of(plan)
    one = next(x for x in result.outcomes if x.activity.code == done.code)
    assert (one.end, one.slip, one.target, one.reached, one.reached_percent) == (
        date(2023, 9, 30),
        -10,
        90,
        88,
        98,
    )
    assert (one.planned, one.money.disbursed) == (125_000_050, 120_000_000)
    assert (result.done, len(result.open), result.whole.baseline) == (1, 1, 250_000_100)
    cells = {(c.org, c.source): (c.baseline, c.money.disbursed, c.left) for c in result.cells}
    assert cells == {
        ("CODI", "agency_budget"): (200_000_100, 60_000_000, 140_000_100),
        ("EEF", "fund"): (50_000_000, 60_000_000, -10_000_000),
    }
    assert sum(c.baseline for c in result.by_org) == result.whole.baseline == plan.baseline["planned"]


def test_money_that_a_cancelled_activity_spent_stays_in_the_account(table: Table) -> None:
    activity = table.accepted()
    plan = table.approved(activity)
    activity = table.fresh(activity)
    table.move(activity, "start", "coordinator.codi", values={"started_on": "2022-12-21"})
    activity = table.save(table.fresh(activity), "coordinator.codi", budget_lines=spent(activity, "1000"))
    with pytest.raises(GuardFailed) as failed:
        table.move(activity, "cancel", "director.codi", note="น้ำท่วม")
    assert {reason.key for reason in failed.value.reasons} == {"handed_over"}
    told = {"handed_over": "อบจ. รับต่อ"}
    table.move(table.fresh(activity), "cancel", "director.codi", note="น้ำท่วม", values=told)
    activity = table.fresh(activity)
    assert (activity.released, activity.handed_over) == (124_800_050, "อบจ. รับต่อ")
    plan = table.fresh(plan)
    assert plan.planned == 0
    assert (result_of(plan).whole.money.disbursed, result_of(plan).cancelled) == (200_000, 1)


def test_a_plan_is_not_closed_before_everything_of_it_is_settled(
    table: Table, closing: tuple[Any, Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, _, going_on = closing
    matters = [Reason("open_reports", Text("รายงานยังไม่รับรอง", "A report is not accepted"))]
    monkeypatch.setitem(SETTLED, "test", lambda _session, _plan: matters)
    with pytest.raises(GuardFailed) as failed:
        table.move(plan, "close", "secretariat")
    assert {r.key for r in failed.value.reasons} == {f"open_{going_on.code}", "open_reports", "lessons_note"}


def test_indicators_add_up_only_where_they_count_the_same(table: Table) -> None:
    rate = {"name": "อัตราคงอยู่ในระบบ", "unit": "ร้อยละ", "cumulative": False, "target": "80"}
    one = table.accepted(indicators=[indicator(), indicator(**rate)])
    two = table.accepted(
        area_codes=["4503"],
        indicators=[indicator(target="50.5"), indicator(**rate), indicator(name="รายได้เฉลี่ย", unit="บาท")],
    )
    three = table.accepted(area_codes=["4504"], indicators=[indicator(unit="คน", target=None)])
    plan = table.collecting(one, two, three)
    rolled = rolled_up(table.session, table.fresh(plan))
    found = {(r.name, r.unit): r for r in rolled}
    households = found["ครัวเรือนมีรายได้เพิ่ม", "ครัวเรือน"]
    assert (households.target, households.actual, households.percent, households.unreported) == (
        Decimal("140.5"),
        None,
        None,
        2,
    )
    assert households.formula("target").th == f"90 ({one.code}) + 50.5 ({two.code}) = 140.5"
    kept = found["อัตราคงอยู่ในระบบ", "ร้อยละ"]
    assert (kept.adds_up, kept.target, len(kept.terms)) == (False, None, 2)
    assert "ไม่นำมารวม" in kept.formula("target").th
    assert found["ครัวเรือนมีรายได้เพิ่ม", "คน"].target is None
    assert other_units(rolled) == {"ครัวเรือนมีรายได้เพิ่ม"}


def test_a_cancelled_activity_is_in_no_indicator(table: Table) -> None:
    activity = table.accepted()
    plan = table.approved(activity)
    assert len(rolled_up(table.session, plan)) == 1
    table.move(table.fresh(activity), "cancel", "director.codi", note="น้ำท่วม")
    assert rolled_up(table.session, table.fresh(plan)) == []


def test_the_lead_carries_over_on_the_page_and_the_secretariat_closes(
    table: Table, closing: tuple[Any, Any, Any], client: HouseClient
) -> None:
    plan, _, going_on = closing
    row = next(r for r in plan.activities if r.activity_id == going_on.id)
    code, version, row_id = plan.code, plan.version, row.id
    client.sign_in("coordinator.codi")
    page = client.get(f"/plans/{code}/result")
    assert page.status_code == 200
    assert f'name="carried-{row_id}"' in page.text
    sent = {"version": version, f"carried-{row_id}": "รอฤดูฝน", "lessons_note": "เริ่มให้เร็วขึ้น"}
    assert client.post(f"/plans/{code}/result", data=sent).status_code == 303
    again = client.post(f"/plans/{code}/result", data={**sent, "lessons_note": "ของคนที่ช้ากว่า"})
    assert again.status_code == 409
    assert "ของคนที่ช้ากว่า" in again.text
    plan = table.fresh(plan)
    assert (plan.lessons_note, [r.carried_because for r in plan.activities]) == (
        "เริ่มให้เร็วขึ้น",
        [None, "รอฤดูฝน"],
    )
    table.move(plan, "close", "secretariat")
    assert table.fresh(plan).state == "closed"
    shown = client.get(f"/plans/{code}/result").text
    assert "รอฤดูฝน" in shown
    assert "lessons_note" not in shown


def test_who_sees_no_money_sees_no_agencys_money_on_the_outcome(
    table: Table, closing: tuple[Any, Any, Any], client: HouseClient
) -> None:
    plan, *_ = closing
    client.sign_in("coordinator.codi")
    assert "600,000" in client.get(f"/plans/{plan.code}/result").text
    client.sign_in("coordinator.pmua")
    assert client.get(f"/plans/{plan.code}/result").status_code == 404
    draft = table.plan(fiscal_year="2567")
    client.sign_in("coordinator.codi")
    assert client.get(f"/plans/{draft.code}/result").status_code == 404
