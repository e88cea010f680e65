"""What follows from dates, milestones and figures: quarters, windows, reminders, progress (domain.md §7.2)."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pytest

from planhub.progress.measures import (
    done_pct,
    is_late,
    is_overdue,
    period_of,
    quarters,
    reminder_due,
    so_far,
    window,
)


class Step(NamedTuple):
    weight: int
    due_on: date | None
    done_on: date | None


END = date(2025, 12, 31)


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (date(2025, 10, 1), date(2025, 12, 31), [(2569, 1)]),
        (date(2025, 9, 30), date(2025, 10, 1), [(2568, 4), (2569, 1)]),
        (date(2025, 12, 31), date(2026, 10, 1), [(2569, 1), (2569, 2), (2569, 3), (2569, 4), (2570, 1)]),
        (date(2026, 1, 2), date(2026, 1, 1), []),
    ],
)
def test_every_quarter_with_a_day_in_the_span_is_given_once(
    first: date, last: date, found: list[tuple[int, int]]
) -> None:
    assert quarters(first, last) == found


@pytest.mark.parametrize(
    ("quarter", "opens", "due"),
    [
        ((2569, 1), date(2026, 1, 1), date(2026, 1, 15)),
        ((2569, 2), date(2026, 4, 1), date(2026, 4, 15)),
        ((2569, 3), date(2026, 7, 1), date(2026, 7, 15)),
        ((2569, 4), date(2026, 10, 1), date(2026, 10, 15)),
    ],
)
def test_the_window_is_apart_from_the_period(quarter: tuple[int, int], opens: date, due: date) -> None:
    assert window(*quarter) == (opens, due)


def test_names_of_periods_sort_as_time_does() -> None:
    named = [period_of(*one) for one in quarters(date(2024, 10, 1), date(2027, 9, 30))]
    assert named == sorted(named)


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), -14),
        (date(2026, 1, 7), -14),
        (date(2026, 1, 8), -7),
        (date(2026, 1, 13), -2),
        (date(2026, 1, 15), 0),
        (date(2026, 1, 17), 0),
        (date(2026, 1, 18), 3),
        (date(2026, 1, 22), 7),
        (date(2026, 6, 1), 14),
    ],
)
def test_only_the_newest_reminder_is_due(today: date, days: int | None) -> None:
    assert reminder_due(date(2026, 1, 15), today) == days


def test_late_is_of_what_came_and_overdue_of_what_did_not() -> None:
    due = date(2026, 1, 15)
    assert [is_late(due, day) for day in (None, due, date(2026, 1, 16))] == [False, False, True]
    assert [is_overdue(due, None, day) for day in (due, date(2026, 1, 16))] == [False, True]
    assert not is_overdue(due, date(2026, 2, 1), date(2026, 3, 1))


def test_progress_is_the_weight_of_what_was_done_by_the_end_of_the_day() -> None:
    steps = [Step(30, None, END), Step(50, None, date(2026, 1, 1)), Step(20, None, None)]
    assert done_pct(steps, [], END) == 30
    assert done_pct(steps, [], date(2026, 1, 1)) == 80


def test_weights_over_a_hundred_make_a_hundred() -> None:
    assert done_pct([Step(70, None, END), Step(70, None, END)], [], END) == 100


@pytest.mark.parametrize(
    ("outputs", "found"),
    [
        ([], None),
        ([(None, Decimal(10))], None),
        ([(Decimal(5), None)], None),
        ([(Decimal(5), Decimal(10))], 50),
        ([(Decimal(50), Decimal(10)), (Decimal(0), Decimal(10))], 50),
    ],
)
def test_without_steps_outputs_say_it_and_none_is_not_nought(
    outputs: list[tuple[Decimal | None, Decimal | None]], found: int | None
) -> None:
    assert done_pct([], outputs, END) == found


@pytest.mark.parametrize(
    ("before", "actual", "cumulative", "found"),
    [
        ([], None, True, None),
        ([None], None, False, None),
        ([Decimal(30), None], Decimal("12.5"), True, Decimal("42.5")),
        ([Decimal(30)], None, True, Decimal(30)),
        ([Decimal(3000), Decimal(3500)], None, False, Decimal(3500)),
        ([Decimal(3000)], Decimal(0), False, Decimal(0)),
    ],
)
def test_an_indicator_adds_up_or_stands_for_itself(
    before: list[Decimal | None], actual: Decimal | None, cumulative: bool, found: Decimal | None
) -> None:
    assert so_far(before, actual, cumulative=cumulative) == found
