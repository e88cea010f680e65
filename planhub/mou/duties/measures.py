"""When duties are due and how they stand: pure, so that every light can be tested by the day.

A light is `bad` (a due day has passed unfulfilled), `wait` (soon due, or only partly done), `good` (done for its
period) or `none` (not due yet, or the MOU is not in force).
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from planhub.kernel.text import Text
from planhub.kernel.thai import format_date

MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}
"""Months between two due days of a recurring duty."""

SOON = {"once": 30, "monthly": 7, "quarterly": 21, "half_yearly": 30, "yearly": 30}
"""Days before a due day from which the light is amber."""

SILENT_DAYS = 180
"""Days in force after which a duty without a day, of which nobody has said anything, turns amber."""

LIGHTS = {
    "good": Text("ทำแล้วตามกำหนด", "Done"),
    "wait": Text("ใกล้ครบกำหนด หรือทำบางส่วน", "Due soon, or partly done"),
    "bad": Text("เลยกำหนด", "Overdue"),
    "none": Text("ยังไม่ถึงกำหนด", "Not due yet"),
}
"""The lights in words."""

ORDER = ("bad", "wait", "none", "good")
"""From what needs somebody most."""

_MOST_PERIODS = 600
_BEGUN = frozenset({"in_force", "suspended", "expired", "terminated", "closed"})


@dataclass(frozen=True, slots=True)
class Life:
    """The days between which the duties of an MOU run."""

    starts_on: date | None
    ends_on: date | None
    is_begun: bool

    @classmethod
    def of(cls, mou: Any) -> "Life":
        """Give the life of an MOU, or of a row that has its state and days."""
        days = [day for day in (mou.ends_on, mou.ended_on) if day]
        return cls(
            mou.starts_on, min(days) if days else None, mou.state in _BEGUN and mou.starts_on is not None
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """How one duty stands on a day."""

    light: str
    words: Text
    due_on: date | None
    """The day that the light speaks of: missed, next, or the one that was met."""
    missed: int = 0
    """Periods whose day has passed unfulfilled."""
    is_open: bool = True
    """Something is still to be done, now or in a period to come."""


def add_months(day: date, months: int) -> date:
    """Give the same day some months later, or the last day of that month where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def first_due(duty: Any, life: Life) -> date | None:
    """Give the first day on which the duty is due: as the text or the register says, or a period after the start."""
    if duty.due_on or duty.first_due_on:
        named: date = duty.due_on or duty.first_due_on
        return named
    months = MONTHS.get(duty.rhythm)
    if months is None or life.starts_on is None:
        return None
    return add_months(life.starts_on, months) - timedelta(days=1)


def due_days(duty: Any, life: Life, until: date) -> Iterator[date]:
    """Give the due days up to the first one after `until`, and none after the end of the MOU."""
    first = first_due(duty, life)
    if first is None:
        return
    months = MONTHS.get(duty.rhythm)
    for n in range(_MOST_PERIODS if months else 1):
        day = add_months(first, months * n) if months else first
        if n and life.ends_on and day > life.ends_on:
            return
        yield day
        if day > until:
            return


def standing(duty: Any, said: Sequence[Any], life: Life, today: date) -> Standing:
    """Tell how a duty stands; `said` are its fulfilments, oldest first (the newest of a period counts)."""
    if not life.is_begun:
        return Standing("none", Text("ยังไม่มีผลใช้บังคับ", "Not in force yet"), first_due(duty, life))
    if duty.rhythm in MONTHS:
        return _recurring(duty, said, life, today)
    return _once(duty, said, life, today)


def _once(duty: Any, said: Sequence[Any], life: Life, today: date) -> Standing:
    due, last = first_due(duty, life), said[-1].status if said else None
    if last == "done":
        return Standing("good", Text("ทำแล้ว", "Done"), due, is_open=False)
    end = due or (life.ends_on if life.ends_on and life.ends_on < today else None)
    if end and end < today:
        return Standing("bad", _words("เลยกำหนด {day}", "Overdue since {day}", end), end, missed=1)
    if last == "partly":
        return Standing("wait", Text("ทำแล้วบางส่วน", "Partly done"), due)
    if last == "not_done":
        return Standing("wait", Text("แจ้งว่ายังทำไม่ได้", "Said to be impossible for now"), due)
    if due is None:
        return _undated(life, today)
    return _ahead(due, SOON["once"], today)


def _undated(life: Life, today: date) -> Standing:
    if life.starts_on and (today - life.starts_on).days >= SILENT_DAYS:
        return Standing("wait", Text("ยังไม่มีผลงานหรือกำหนดวัน", "No work and no day yet"), None)
    return Standing("none", Text("ยังไม่กำหนดวัน", "No day set"), None)


def _ahead(due: date, soon: int, today: date) -> Standing:
    if (due - today).days <= soon:
        return Standing("wait", _words("ครบกำหนด {day}", "Due on {day}", due), due)
    return Standing("none", _words("ครบกำหนด {day}", "Due on {day}", due), due)


def _recurring(duty: Any, said: Sequence[Any], life: Life, today: date) -> Standing:
    days = list(due_days(duty, life, today))
    state = _by_period(days, said)
    missed = [day for day in days if day < today and state.get(day) != "done"]
    if missed:
        many = Text("ค้าง {n} งวด ล่าสุดครบกำหนด {day}", "{n} periods missed, the last due on {day}")
        words = many if len(missed) > 1 else Text("ค้างงวดที่ครบกำหนด {day}", "Missed: due on {day}")
        return Standing("bad", words.format(n=len(missed), day=_day(missed[-1])), missed[-1], len(missed))
    following = next((day for day in days if day >= today), None)
    if following is None:
        return Standing(
            "good", Text("ครบทุกงวด", "All periods done"), days[-1] if days else None, is_open=False
        )
    if state.get(following) == "done":
        return Standing("good", _words("ทำแล้ว งวด {day}", "Done for {day}", following), following)
    if state.get(following) == "partly":
        return Standing("wait", Text("ทำแล้วบางส่วน", "Partly done"), following)
    ahead = _ahead(following, SOON[duty.rhythm], today)
    done_before = any(state.get(day) == "done" for day in days if day < today)
    return Standing("good", ahead.words, following) if ahead.light == "none" and done_before else ahead


def _by_period(days: Sequence[date], said: Sequence[Any]) -> dict[date, str]:
    """Give the newest word by due day; what was said of a day that was moved later speaks of the nearest one."""
    found: dict[date, str] = {}
    for one in said:
        if one.period is not None and days:
            found[min(days, key=lambda day: abs(day - one.period))] = one.status
    return found


def periods(duty: Any, said: Sequence[Any], life: Life, today: date) -> list[date]:
    """Give the periods of a recurring duty on which a word may be said: those missed, and the coming one."""
    if duty.rhythm not in MONTHS or not life.is_begun:
        return []
    days = list(due_days(duty, life, today))
    state = _by_period(days, said)
    undone = [day for day in days if state.get(day) != "done"]
    return undone or days[-1:]


def worst(lights: Iterable[str]) -> str:
    """Give the light of several duties together: the one that needs somebody most."""
    found = set(lights)
    return next((light for light in ORDER if light in found), "none")


def _day(day: date) -> Text:
    return Text(format_date(day, locale="th"), format_date(day, locale="en"))


def _words(thai: str, english: str, day: date) -> Text:
    return Text(thai, english).format(day=_day(day))
