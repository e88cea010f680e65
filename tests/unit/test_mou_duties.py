"""How duties stand by the day."""

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

import pytest

from planhub.mou.duties import measures as duties
from planhub.mou.duties.measures import Life

LIFE = Life(date(2026, 1, 1), date(2028, 12, 31), is_begun=True)


@dataclass
class Duty:
    rhythm: str = "once"
    due_on: date | None = None
    first_due_on: date | None = None


@dataclass
class Said:
    status: str
    period: date | None = None


@dataclass
class Row:
    state: str = "in_force"
    starts_on: date | None = date(2026, 1, 1)
    ends_on: date | None = date(2028, 12, 31)
    ended_on: date | None = field(default=None)


def light(duty: Duty, today: date, *said: Said, life: Life = LIFE) -> str:
    return duties.standing(duty, said, life, today).light


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 3, 1), "none"),
        (date(2026, 5, 31), "wait"),
        (date(2026, 6, 30), "wait"),
        (date(2026, 7, 1), "bad"),
    ],
)
def test_a_duty_of_one_time_turns_with_its_day(today: date, expected: str) -> None:
    assert light(Duty(due_on=date(2026, 6, 30)), today) == expected


def test_the_words_of_the_party_count_and_the_newest_one_counts_most() -> None:
    duty, late = Duty(due_on=date(2026, 6, 30)), date(2026, 8, 1)
    assert light(duty, late, Said("partly")) == "bad"
    assert light(duty, late, Said("partly"), Said("done")) == "good"
    assert light(duty, late, Said("done"), Said("not_done")) == "bad"
    assert not duties.standing(duty, [Said("done")], LIFE, late).is_open


def test_without_a_day_silence_is_seen_after_half_a_year() -> None:
    assert light(Duty(), date(2026, 6, 29)) == "none"
    assert light(Duty(), date(2026, 6, 30)) == "wait"
    assert light(Duty(), date(2026, 6, 30), Said("done")) == "good"


def test_what_was_not_done_when_the_paper_ended_is_overdue() -> None:
    assert light(Duty(), date(2029, 1, 1)) == "bad"
    ended = Life.of(Row("terminated", ended_on=date(2026, 5, 1)))
    assert light(Duty(), date(2026, 5, 2), life=ended) == "bad"


def test_before_it_is_in_force_nothing_is_due() -> None:
    life = Life.of(Row("approval", None, None))
    assert light(Duty(due_on=date(2020, 1, 1)), date(2026, 5, 2), life=life) == "none"


@pytest.mark.parametrize(
    ("rhythm", "first"),
    [
        ("monthly", date(2026, 1, 31)),
        ("quarterly", date(2026, 3, 31)),
        ("half_yearly", date(2026, 6, 30)),
        ("yearly", date(2026, 12, 31)),
    ],
)
def test_a_rhythm_counts_from_the_first_day(rhythm: str, first: date) -> None:
    days = list(duties.due_days(Duty(rhythm), LIFE, date(2027, 6, 1)))
    assert days[0] == first
    assert days[-1] > date(2027, 6, 1)
    assert all(later > earlier for earlier, later in pairwise(days))


def test_no_period_is_due_after_the_end() -> None:
    days = list(duties.due_days(Duty("quarterly"), LIFE, date(2040, 1, 1)))
    assert len(days) == 12
    assert days[-1] <= date(2028, 12, 31)


def test_a_missed_quarter_is_red_and_counted_until_it_is_answered() -> None:
    duty, today = Duty("quarterly"), date(2026, 10, 10)
    standing = duties.standing(duty, [Said("done", date(2026, 3, 31))], LIFE, today)
    assert (standing.light, standing.missed, standing.due_on) == ("bad", 2, date(2026, 9, 30))
    said = [Said("done", day) for day in (date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30))]
    assert duties.standing(duty, said, LIFE, today).light == "good"
    assert duties.standing(duty, said, LIFE, date(2026, 12, 15)).light == "wait"
    assert (
        duties.standing(duty, [*said, Said("partly", date(2026, 12, 30))], LIFE, date(2026, 12, 1)).light
        == "wait"
    )


def test_a_period_keeps_its_word_when_the_day_is_moved() -> None:
    moved = Duty("quarterly", first_due_on=date(2026, 4, 15))
    assert light(moved, date(2026, 5, 1), Said("done", date(2026, 3, 31))) == "good"
    assert light(moved, date(2026, 5, 1)) == "bad"


def test_when_all_periods_are_done_nothing_is_open() -> None:
    life = Life(date(2026, 1, 1), date(2026, 6, 30), is_begun=True)
    said = [Said("done", date(2026, 3, 31)), Said("done", date(2026, 6, 30))]
    standing = duties.standing(Duty("quarterly"), said, life, date(2026, 7, 5))
    assert (standing.light, standing.is_open) == ("good", False)


def test_words_are_asked_for_the_missed_periods_and_the_coming_one() -> None:
    assert duties.periods(Duty("quarterly"), [Said("done", date(2026, 3, 31))], LIFE, date(2026, 7, 5)) == [
        date(2026, 6, 30),
        date(2026, 9, 30),
    ]
    assert duties.periods(Duty(), [], LIFE, date(2026, 7, 5)) == []


def test_the_worst_light_speaks_for_a_party() -> None:
    assert duties.worst(["good", "none", "bad", "wait"]) == "bad"
    assert duties.worst(["good", "none", "wait"]) == "wait"
    assert duties.worst(["good", "none"]) == "none"
    assert duties.worst([]) == "none"


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 3, 31), -3, date(2025, 12, 31)),
    ],
)
def test_months_end_where_they_end(day: date, months: int, expected: date) -> None:
    assert duties.add_months(day, months) == expected
