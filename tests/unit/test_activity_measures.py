"""Progress, lights and sums of activities at their thresholds (domain.md §7.2)."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace as Row
from typing import Any

import pytest

from planhub.activities.measures import (
    Light,
    Money,
    Standing,
    achieved_percent,
    actual_of,
    budget_table,
    elapsed_percent,
    light,
    light_of,
    output_progress,
    physical_progress,
    planned_progress,
    total,
)
from planhub.kernel.workflow import Tone

TODAY = date(2023, 3, 31)
END = date(2023, 9, 30)


def step(weight: int, due: date | None = None, done: date | None = None) -> Any:
    return Row(weight=weight, due_on=due, done_on=done)


def standing(physical: int | None, planned: int | None, **more: Any) -> Standing:
    return Standing(physical, planned, more.pop("end", END), more.pop("reported", True), **more)


def test_physical_progress_is_the_weight_of_what_is_done() -> None:
    assert physical_progress([step(30, done=TODAY), step(70)]) == 30
    assert physical_progress([step(30), step(70)]) == 0


def test_without_steps_nobody_can_say_how_far_it_is() -> None:
    assert physical_progress([]) is None
    assert planned_progress([step(100)], TODAY) is None


@pytest.mark.parametrize(("shift", "planned"), [(-1, 30), (0, 30), (1, 0)])
def test_a_step_is_due_on_its_day(shift: int, planned: int) -> None:
    steps = [step(30, TODAY + timedelta(days=shift)), step(70, END)]
    assert planned_progress(steps, TODAY) == planned


@pytest.mark.parametrize(
    ("physical", "planned", "expected"),
    [
        (90, 100, Light.GREEN),
        (89, 100, Light.AMBER),
        (70, 100, Light.AMBER),
        (69, 100, Light.RED),
        (0, 100, Light.RED),
        (27, 30, Light.GREEN),
        (26, 30, Light.AMBER),
        (21, 30, Light.AMBER),
        (20, 30, Light.RED),
        (50, 30, Light.GREEN),
        (0, 0, Light.NOT_DUE),
        (40, 0, Light.NOT_DUE),
        (None, None, Light.NOT_DUE),
        (None, 30, Light.RED),
    ],
)
def test_the_light_changes_exactly_at_90_and_70_per_cent_of_what_was_planned(
    physical: int | None, planned: int | None, expected: Light
) -> None:
    assert light(standing(physical, planned), TODAY) is expected


@pytest.mark.parametrize(
    ("day", "physical", "expected"),
    [
        (END, 95, Light.GREEN),
        (END + timedelta(days=1), 95, Light.RED),
        (END + timedelta(days=1), 100, Light.GREEN),
    ],
)
def test_past_its_end_an_unfinished_activity_is_red(day: date, physical: int, expected: Light) -> None:
    assert light(standing(physical, 100), day) is expected


@pytest.mark.parametrize("day", [TODAY, END + timedelta(days=400)])
def test_what_nobody_reported_is_never_red(day: date) -> None:
    assert light(standing(0, 100, reported=False), day) is Light.NOT_REPORTED


def test_before_anything_is_due_a_missing_report_is_not_missed() -> None:
    assert light(standing(None, 0, reported=False), TODAY) is Light.NOT_DUE


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("proposed", Light.NOT_DUE),
        ("accepted", Light.NOT_DUE),
        ("planned", Light.NOT_REPORTED),
        ("in_progress", Light.NOT_REPORTED),
        ("postponed", Light.NOT_DUE),
        ("cancelled", Light.NOT_DUE),
        ("completed", Light.GREEN),
    ],
)
def test_the_light_depends_on_whether_the_activity_is_at_work(state: str, expected: Light) -> None:
    assert light_of(Row(state=state, end=END), [step(100, TODAY)], TODAY) is expected


def test_every_light_differs_in_sign_and_has_words_and_a_known_tone() -> None:
    assert len({x.sign for x in Light}) == len(Light)
    assert all(x.label.th and x.label.en for x in Light)
    assert {x.tone for x in Light} <= {tone.value for tone in Tone}


def test_outputs_count_up_to_their_target_only() -> None:
    assert output_progress([(Decimal(50), Decimal(100)), (Decimal(300), Decimal(100))]) == 75
    assert output_progress([(None, Decimal(100)), (Decimal(1), None), (Decimal(1), Decimal(0))]) is None


def line(org: str, source: str, planned: int, **more: Any) -> Any:
    stages = dict.fromkeys(("allocated", "committed", "disbursed", "carry_over"))
    return Row(**{"id": None, "org": org, "source": source, "planned": planned, **stages, **more})


def test_sums_are_of_lines_and_what_was_not_told_is_nothing() -> None:
    lines = [line("CODI", "fund", 100, allocated=80), line("EEF", "fund", 50, disbursed=5)]
    assert total(lines) == Money(150, 80, 0, 5, 0)


def test_a_line_that_is_found_twice_counts_once() -> None:
    one = line("CODI", "fund", 100, id="a")
    again = line("CODI", "fund", 100, id="a")
    assert total([one, again, line("CODI", "fund", 100, id="b")]).planned == 200
    assert budget_table([one, again], ["fund"]).total.planned == 100


def test_the_budget_table_adds_up_both_ways() -> None:
    lines = [
        line("EEF", "fund", 7, id="1"),
        line("CODI", "business", 100, id="2"),
        line("CODI", "fund", 20, id="3"),
        line("CODI", "fund", 3, id="4"),
    ]
    table = budget_table(lines, ["agency_budget", "fund", "business"])
    assert table.sources == ("fund", "business")
    assert [(row.org, row.total.planned) for row in table.rows] == [("CODI", 123), ("EEF", 7)]
    assert table.rows[0].by_source["fund"].planned == 23
    assert {s: m.planned for s, m in table.by_source.items()} == {"fund": 30, "business": 100}
    assert table.total.planned == sum(m.planned for m in table.by_source.values()) == 130


def test_rates_of_spending() -> None:
    money = Money(planned=1000, allocated=200, committed=150, disbursed=100)
    assert (money.spent_percent, money.used_percent, money.is_over) == (50, 75, False)
    assert Money(planned=1000).spent_percent is None
    assert Money(allocated=100, committed=101, disbursed=40).is_over
    assert Money(allocated=100, committed=0, disbursed=101).is_over
    assert not Money(
        allocated=100, committed=100, disbursed=100
    ).is_over  # what is paid of it is the same money


@pytest.mark.parametrize(
    ("day", "gone"),
    [(date(2023, 1, 31), 0), (date(2023, 2, 1), 10), (date(2023, 2, 10), 100), (date(2023, 3, 1), 100)],
)
def test_time_elapsed_counts_both_ends(day: date, gone: int) -> None:
    assert elapsed_percent(date(2023, 2, 1), date(2023, 2, 10), day) == gone


def value(quarter: int, actual: int | None, year: int = 2566) -> Any:
    number = None if actual is None else Decimal(actual)
    return Row(indicator="x", fiscal_year=year, quarter=quarter, actual=number)


def test_quarters_add_up_or_the_latest_counts() -> None:
    values = [
        value(2, 30),
        value(1, 10),
        value(3, None),
        Row(indicator="y", fiscal_year=2566, quarter=4, actual=9),
    ]
    assert actual_of(Row(name="x", cumulative=True), values) == 40
    assert actual_of(Row(name="x", cumulative=False), values) == 30
    assert actual_of(Row(name="x", cumulative=False), [*values, value(1, 5, 2567)]) == 5
    assert actual_of(Row(name="z", cumulative=True), values) is None


@pytest.mark.parametrize(
    ("direction", "baseline", "target", "actual", "expected"),
    [
        ("more", None, 90, 45, 50),
        ("more", None, 90, None, None),
        ("more", None, None, 45, None),
        ("less", 100, 50, 75, 50),
        ("less", 100, 50, 100, 0),
        ("less", 100, 50, 120, 0),
        ("less", None, 50, 75, None),
        ("less", 50, 50, 50, None),
    ],
)
def test_how_much_of_the_way_to_the_target_is_done(
    direction: str, baseline: int | None, target: int | None, actual: int | None, expected: int | None
) -> None:
    def number(n: int | None) -> Decimal | None:
        return None if n is None else Decimal(n)

    indicator = Row(direction=direction, baseline=number(baseline), target=number(target))
    assert achieved_percent(indicator, number(actual)) == expected
