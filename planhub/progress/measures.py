"""What follows from dates, milestones and figures (domain.md §7.2): pure arithmetic, every result with its rule."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from planhub.activities.measures import WHOLE, Light, Standing, Step, light, output_progress
from planhub.kernel.thai import fiscal_year, quarter, quarter_span
from planhub.progress.choices import DAYS_TO_REPORT, FIRST_DAY_TO_REPORT

Quarter = tuple[int, int]
"""Fiscal year (B.E.) and quarter 1-4."""


# --- the calendar -----------------------------------------------------------------------------------------------


def period_of(year: int, number: int) -> str:
    """Name a quarter so that names sort as time does: 2566-1."""
    return f"{year}-{number}"


def quarters(first: date, last: date) -> list[Quarter]:
    """Give every quarter that has a day between `first` and `last`; none where `last` comes before."""
    found: list[Quarter] = []
    day = first
    while day <= last:
        found.append((fiscal_year(day), quarter(day)))
        day = quarter_span(*found[-1])[1] + timedelta(days=1)
    return found


def window(year: int, number: int) -> tuple[date, date]:
    """Give the first and the last day on which the report of a quarter is in time; it opens when the quarter is over."""
    end = quarter_span(year, number)[1]
    return end + timedelta(days=FIRST_DAY_TO_REPORT), end + timedelta(days=DAYS_TO_REPORT)


REMINDERS = (-14, -7, -2, 0, 3, 7, 14)
"""Days before (-) or after the due day on which an open report is recalled to its agency."""
DIRECTOR_FROM, SECRETARIAT_FROM = 7, 14
"""From which day after the due day the director and the secretariat are told too."""


def reminder_due(due_on: date, today: date) -> int | None:
    """Give the newest reminder whose day has come; earlier ones that a missed run left out are not made up for."""
    passed = [days for days in REMINDERS if due_on + timedelta(days=days) <= today]
    return passed[-1] if passed else None


def is_late(due_on: date, submitted_on: date | None) -> bool:
    """Tell whether a report came after its day; one that did not come is overdue, not late."""
    return submitted_on is not None and submitted_on > due_on


def is_overdue(due_on: date, submitted_on: date | None, today: date) -> bool:
    """Tell whether a report that did not come yet should have."""
    return submitted_on is None and today > due_on


# --- progress ---------------------------------------------------------------------------------------------------

Pairs = Iterable[tuple[Decimal | None, Decimal | None]]
"""Outputs so far, each with its target."""


def done_pct(milestones: Iterable[Step], outputs: Pairs, on: date) -> int | None:
    """Give the progress by the end of a day: the weights of milestones done, else outputs against their targets.

    None where the activity has neither milestones nor outputs with a figure.
    """
    steps = list(milestones)
    if steps:
        return min(WHOLE, sum(s.weight for s in steps if s.done_on is not None and s.done_on <= on))
    return output_progress(outputs)


def so_far(before: Iterable[Decimal | None], actual: Decimal | None, *, cumulative: bool) -> Decimal | None:
    """Give an indicator's value to date: the sum of its quarters, or the newest one; None where nothing was reported."""
    known = [value for value in (*before, actual) if value is not None]
    if not known:
        return None
    return sum(known, Decimal(0)) if cumulative else known[-1]


def light_of_report(pct: int | None, planned: int | None, end: date | None, last: date) -> Light:
    """Give the light of a certified report at the end of its quarter (domain.md §7.2).

    Done ÷ planned: from 90 % green, from 70 % amber, else red; past the activity's end and not done, red. Where nothing
    was planned, or nothing measures the work, there is no light: what is not known is never red and never nought.
    """
    if pct is None:
        return Light.NOT_DUE
    return light(Standing(physical=pct, planned=planned, end=end, reported=True), last)
