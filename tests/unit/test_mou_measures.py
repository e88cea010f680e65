"""What dates say about an MOU."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from planhub.mou import measures


def mou(**other: Any) -> Any:
    standing = {
        "state": "in_force",
        "starts_on": date(2024, 12, 13),
        "ends_on": date(2027, 12, 12),
        "state_since": datetime(2026, 11, 2, 3, tzinfo=UTC),
        "ceremony_on": None,
        "registered": False,
        "circulated_on": None,
        "circulating_at": None,
        "amending": None,
        "amends": None,
        "renewal": None,
        "renews": None,
        "is_behind": False,
        "merged_on": None,
        "text_n": 0,
        "base_n": None,
        "similar": [],
        "correcting": False,
        "ending_on": None,
        "suspended_until": None,
        "parties": [],
    }
    return SimpleNamespace(**{**standing, **other})


@pytest.mark.parametrize(
    ("starts", "expires", "years", "last"),
    [
        (date(2022, 12, 13), None, 3, date(2025, 12, 12)),
        (date(2024, 2, 29), None, 1, date(2025, 2, 27)),
        (date(2024, 2, 29), None, 4, date(2028, 2, 28)),
        (date(2024, 3, 1), None, 1, date(2025, 2, 28)),
        (date(2024, 1, 1), None, 1, date(2024, 12, 31)),
        (date(2024, 1, 1), date(2024, 6, 30), 3, date(2024, 6, 30)),
        (date(2024, 1, 1), None, None, None),
    ],
)
def test_last_day(starts: date, expires: date | None, years: int | None, last: date | None) -> None:
    assert measures.last_day(starts, expires_on=expires, term_years=years) == last


@pytest.mark.parametrize(
    ("state", "wake"),
    [
        ("draft", None),
        ("signed", date(2024, 12, 13)),
        ("in_force", date(2027, 12, 13)),
        ("suspended", date(2027, 12, 13)),
        ("expired", None),
        ("closed", None),
    ],
)
def test_wake_on(state: str, wake: date | None) -> None:
    assert measures.wake_on(mou(state=state)) == wake


def test_without_an_end_nothing_wakes_it() -> None:
    assert measures.wake_on(mou(ends_on=None)) is None


@pytest.mark.parametrize(
    ("today", "flags"),
    [
        (date(2027, 6, 14), []),  # 181 days left
        (date(2027, 6, 15), [("expiring", "ใกล้สิ้นอายุ เหลือ 180 วัน")]),
        (date(2027, 12, 12), [("expiring", "ใกล้สิ้นอายุ เหลือ 0 วัน")]),
        (date(2027, 12, 13), [("overdue", "พ้นกำหนดแล้ว")]),
    ],
)
def test_flags_of_the_end(today: date, flags: list[tuple[str, str]]) -> None:
    assert [(key, text.th) for key, text in measures.flags(mou(), today)] == flags


def test_an_ended_one_is_not_expiring() -> None:
    assert measures.flags(mou(state="terminated"), date(2027, 12, 1)) == []


@pytest.mark.parametrize(
    ("today", "slow"),
    [(date(2026, 11, 9), False), (date(2026, 11, 10), True)],  # Monday 2 + five working days = Monday 9
)
def test_a_step_is_slow_after_five_working_days(today: date, *, slow: bool) -> None:
    found = measures.flags(mou(state="clearance"), today)
    assert [key for key, _ in found] == (["overdue"] if slow else [])


def test_a_missed_ceremony_and_marks_are_told() -> None:
    waiting = mou(state="ready_to_sign", ceremony_on=date(2026, 12, 1))
    assert measures.flags(waiting, date(2026, 12, 1)) == []
    assert [key for key, _ in measures.flags(waiting, date(2026, 12, 2))] == ["overdue"]
    done = mou(registered=True, circulated_on=date(2026, 12, 1))
    assert [key for key, _ in measures.flags(done, date(2026, 12, 2))] == ["registered", "circulated"]
