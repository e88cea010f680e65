"""What dates say about an MOU; pure, so that every flag can be tested by the day."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from planhub.infra.workdays import add_working_days
from planhub.kernel.clock import BANGKOK
from planhub.kernel.text import Text
from planhub.kernel.thai import format_date

EXPIRING = (30, 90, 180)
"""Days before the end at which the flag becomes more urgent; defaults of a setting (workflows.md §8)."""

LANE_DAYS = 5
"""Working days in one step after which it is called slow (domain.md §7.2)."""

_SLOW_STATES = frozenset({"clearance", "approval"})
_LIVING = frozenset({"in_force", "suspended"})


def add_years(day: date, years: int) -> date:
    """Give the same day some years later; 29 February becomes 28 February where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def last_day(starts_on: date, *, expires_on: date | None, term_years: int | None) -> date | None:
    """Give the last day in force: the day the text names, or the day before the anniversary."""
    if expires_on is not None:
        return expires_on
    return add_years(starts_on, term_years) - timedelta(days=1) if term_years else None


def wake_on(mou: Any) -> date | None:
    """Give the next day on which the system has something to do: begin it, or end it."""
    if mou.state == "signed":
        starts_on: date | None = mou.starts_on
        return starts_on
    if mou.state in _LIVING and mou.ends_on:
        after: date = mou.ends_on + timedelta(days=1)
        return after
    return None


def days_left(mou: Any, today: date) -> int | None:
    """Give the days until the last day in force, that day not counted; negative after it."""
    return (mou.ends_on - today).days if mou.ends_on else None


def flags(mou: Any, today: date) -> list[tuple[str, Text]]:
    """Give what dates and children say beside the state (rule R13)."""
    return [*_end(mou, today), *_slow(mou, today), *_marks(mou)]


def _end(mou: Any, today: date) -> Iterator[tuple[str, Text]]:
    left = days_left(mou, today)
    if mou.state not in _LIVING or left is None:
        return
    if left < 0:
        yield "overdue", Text("พ้นกำหนดแล้ว", "Past its end")
        return
    step = next((n for n in EXPIRING if left <= n), None)
    if step is not None:
        words = Text("ใกล้สิ้นอายุ เหลือ {n} วัน", "Expiring, {n} days left")
        yield "expiring", words.format(n=left)


def _slow(mou: Any, today: date) -> Iterator[tuple[str, Text]]:
    since = mou.state_since.astimezone(BANGKOK).date()
    if mou.state in _SLOW_STATES and add_working_days(since, LANE_DAYS) < today:
        yield (
            "overdue",
            Text("รอเกิน {n} วันทำการ", "Waiting for more than {n} working days").format(n=LANE_DAYS),
        )
    if mou.state in ("ready_to_sign", "signing") and mou.ceremony_on and mou.ceremony_on < today:
        yield "overdue", Text("เลยวันลงนามที่กำหนด", "The day of signing has passed")


def _marks(mou: Any) -> Iterator[tuple[str, Text]]:
    if mou.registered:
        yield "registered", Text("ลงนามนอกระบบ", "Signed outside PlanHub")
    if mou.circulated_on:
        day = mou.circulated_on
        words = Text("เวียนแล้ว {day}", "Circulated {day}")
        yield (
            "circulated",
            words.format(day=Text(format_date(day, locale="th"), format_date(day, locale="en"))),
        )
