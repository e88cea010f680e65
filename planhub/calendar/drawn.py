"""A month as weeks of days, and what stands on each day, with the many of a kind told as one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planhub.calendar.queries import Day
from planhub.infra.workdays import holiday
from planhub.kernel.text import Text

FEW = 3
"""Days of one kind that a cell names; more are told as a number with the way to them."""


@dataclass(frozen=True, slots=True)
class Lot:
    """The days of one kind on one date."""

    kind: str
    label: Text
    icon: str
    days: Sequence[Day]

    @property
    def is_many(self) -> bool:
        """Whether they are told as one."""
        return len(self.days) > FEW

    @property
    def waiting(self) -> int:
        """How many of them are still to be met."""
        return sum(not (day.is_met or day.is_off) for day in self.days)


@dataclass(frozen=True, slots=True)
class Cell:
    """One date."""

    day: date
    in_month: bool
    is_today: bool
    holiday: Text | None
    lots: Sequence[Lot]


def lots(days: Iterable[Day]) -> list[Lot]:
    """Put the days of one date together by their kind, in their order."""
    found: dict[str, list[Day]] = {}
    for day in days:
        found.setdefault(day.kind, []).append(day)
    return [Lot(kind, rows[0].label, rows[0].of.icon, rows) for kind, rows in found.items()]


def span_of(first: date) -> tuple[date, date]:
    """Give the Sunday on which the weeks of a month begin, and the Saturday on which they end."""
    start = first - timedelta(days=(first.weekday() + 1) % 7)
    following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    last = following - timedelta(days=1)
    return start, last + timedelta(days=(5 - last.weekday()) % 7)


def weeks(first: date, days: Sequence[Day], today: date) -> list[list[Cell]]:
    """Lay a month out in weeks from Sunday to Saturday, as calendars here do."""
    start, end = span_of(first)
    by_date = _by_date(days)
    cells = [
        Cell(day, day.month == first.month, day == today, holiday(day), lots(by_date.get(day, ())))
        for day in _each(start, end)
    ]
    return [cells[n : n + 7] for n in range(0, len(cells), 7)]


def listed(days: Sequence[Day], today: date) -> list[Cell]:
    """Give the dates on which there is something, in their order."""
    return [
        Cell(day, True, day == today, holiday(day), lots(rows))
        for day, rows in sorted(_by_date(days).items())
    ]


def _by_date(days: Iterable[Day]) -> dict[date, list[Day]]:
    found: dict[date, list[Day]] = {}
    for day in days:
        found.setdefault(day.day, []).append(day)
    return found


def _each(start: date, end: date) -> Iterator[date]:
    for n in range((end - start).days + 1):
        yield start + timedelta(days=n)
