"""The money of a plan as its book shows it: by agency, source and quarter, each a sum of lines and equal to the whole.

Pure; satang. A budget line names a fiscal year and no quarter, so the quarters are worked out: the planned money of a
line is divided by the weights of its activity's steps by the quarter in which they are due (largest remainders first),
so that the parts always make the line.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from planhub.kernel.numbers import split_money
from planhub.kernel.thai import fiscal_year_span, quarter

QUARTERS = 4
OTHER = QUARTERS
"""Place of the money of other fiscal years, after the four quarters."""


@dataclass(frozen=True)
class Quarters:
    """Planned money by agency and quarter of the plan's year."""

    rows: Mapping[str, Sequence[int]]
    """By agency: the four quarters, other years, and the sum."""
    total: Sequence[int]

    @property
    def has_other(self) -> bool:
        """Whether any money belongs to another fiscal year."""
        return bool(self.total[OTHER])


def by_quarter(activities: Iterable[Any], fiscal_year: int) -> Quarters:
    """Divide the planned money of activities among the quarters of a fiscal year (B.E.)."""
    rows: dict[str, list[int]] = {}
    for activity in activities:
        weights = weights_of(activity, fiscal_year)
        for line in activity.budget_lines:
            row = rows.setdefault(line.org, [0] * (QUARTERS + 1))
            if line.fiscal_year != fiscal_year:
                row[OTHER] += line.planned
                continue
            for n, part in enumerate(split_money(line.planned, weights)):
                row[n] += part
    summed = {org: [*row, sum(row)] for org, row in sorted(rows.items())}
    total = [sum(parts) for parts in zip(*summed.values(), strict=True)] or [0] * (QUARTERS + 2)
    return Quarters(summed, total)


def weights_of(activity: Any, fiscal_year: int) -> list[int]:
    """Give how much of an activity's work falls into each quarter; what is due before the year counts in the first."""
    first, last = fiscal_year_span(fiscal_year)
    weights = [0] * QUARTERS
    for step in activity.milestones:
        if step.due_on:
            weights[_quarter_in(step.due_on, first, last)] += step.weight
    if any(weights):
        return weights
    start, end = activity.start or first, activity.end or last
    low, high = _quarter_in(start, first, last), _quarter_in(end, first, last)
    return [int(low <= n <= high) for n in range(QUARTERS)]


def _quarter_in(day: date, first: date, last: date) -> int:
    if day < first:
        return 0
    return QUARTERS - 1 if day > last else quarter(day) - 1
