"""A plan's activities as they came out beside what was approved: dates, targets, money. Pure; money is in satang."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from planhub.activities.measures import Money, money_of, percent, total

DONE = frozenset({"done_reported", "completed"})
"""States in which the work is through."""


@dataclass(frozen=True)
class Outcome:
    """One activity beside its baseline."""

    row: Any
    """The plan's row of it."""

    @property
    def activity(self) -> Any:
        """The activity itself."""
        return self.row.activity

    @cached_property
    def _kept(self) -> Mapping[str, Any]:
        kept: Mapping[str, Any] = self.row.baseline or {}
        return kept

    @property
    def start(self) -> date | None:
        """The first day as approved."""
        return _day(self._kept.get("start"))

    @property
    def end(self) -> date | None:
        """The last day as approved."""
        return _day(self._kept.get("end"))

    @property
    def slip(self) -> int | None:
        """Days by which it ended later than approved (earlier: below nought); None where it has not ended."""
        done = self.activity.finished_on
        return (done - self.end).days if done is not None and self.end is not None else None

    @property
    def moved(self) -> int:
        """Days by which its present end lies after the approved one, while it has not ended."""
        now, before = self.activity.end, self.end
        return (now - before).days if now is not None and before is not None else 0

    @property
    def target(self) -> int | None:
        """The target count as approved."""
        return self._kept.get("target_count")

    @property
    def reached(self) -> int | None:
        """What was reached of it; None: not told."""
        reached: int | None = self.activity.reached_count
        return reached

    @property
    def reached_percent(self) -> int | None:
        """Reached ÷ target in per cent."""
        return percent(self.reached, self.target)

    @property
    def planned(self) -> int:
        """Planned money as approved."""
        return sum(line[3] for line in self._kept.get("lines", ()))

    @cached_property
    def money(self) -> Money:
        """The stages of its money as they are; what a cancelled one has spent was spent all the same."""
        return total(self.activity.budget_lines)

    @property
    def is_done(self) -> bool:
        """Whether the work is through."""
        return self.activity.state in DONE

    @property
    def is_cancelled(self) -> bool:
        """Whether it was given up."""
        return bool(self.activity.state == "cancelled")

    @property
    def is_open(self) -> bool:
        """Whether it is neither over nor carried over."""
        return not (self.activity.state in ("completed", "cancelled") or self.row.carried_because)


@dataclass(frozen=True, slots=True)
class Cell:
    """Money of one agency and source: what was approved, and what became of it."""

    org: str
    source: str
    baseline: int
    money: Money

    @property
    def left(self) -> int:
        """What of the approved money was not spent; below nought where more was spent."""
        return self.baseline - self.money.disbursed

    @property
    def spent_percent(self) -> int | None:
        """Disbursed ÷ approved in per cent."""
        return percent(self.money.disbursed, self.baseline)


@dataclass(frozen=True)
class Result:
    """A plan as it came out."""

    outcomes: tuple[Outcome, ...]

    @property
    def done(self) -> int:
        """How many activities are through."""
        return sum(one.is_done for one in self.outcomes)

    @property
    def cancelled(self) -> int:
        """How many were given up."""
        return sum(one.is_cancelled for one in self.outcomes)

    @property
    def carried(self) -> list[Outcome]:
        """Those that are carried over, with their reasons."""
        return [one for one in self.outcomes if one.row.carried_because]

    @property
    def open(self) -> list[Outcome]:
        """Those that are neither over nor carried over."""
        return [one for one in self.outcomes if one.is_open]

    @property
    def unfinished(self) -> list[Outcome]:
        """Those of which the plan must say what becomes of them."""
        return [one for one in self.outcomes if one.activity.state not in ("completed", "cancelled")]

    @cached_property
    def cells(self) -> list[Cell]:
        """Money by agency and source, in that order."""
        return _cells(self.outcomes)

    @property
    def by_org(self) -> list[Cell]:
        """Money by agency."""
        return [_sum(org, "", rows) for org, rows in _grouped(self.cells).items()]

    @property
    def whole(self) -> Cell:
        """All the money."""
        return _sum("", "", self.cells)


def result_of(plan: Any) -> Result:
    """Give a plan as it came out; activities that the plan did not include after all are not in it."""
    return Result(tuple(Outcome(row) for row in plan.activities if row.baseline and not row.left_out_because))


def _cells(outcomes: Iterable[Outcome]) -> list[Cell]:
    planned: dict[tuple[str, str], int] = {}
    money: dict[tuple[str, str], Money] = {}
    for one in outcomes:
        for org, source, _year, amount in (one.row.baseline or {}).get("lines", ()):
            planned[org, source] = planned.get((org, source), 0) + amount
        for line in one.activity.budget_lines:
            key = (line.org, line.source)
            money[key] = money.get(key, Money()).plus(money_of(line))
    return [Cell(*key, planned.get(key, 0), money.get(key, Money())) for key in sorted(planned | money)]


def _grouped(cells: Iterable[Cell]) -> dict[str, list[Cell]]:
    groups: dict[str, list[Cell]] = {}
    for cell in cells:
        groups.setdefault(cell.org, []).append(cell)
    return groups


def _sum(org: str, source: str, cells: Sequence[Cell]) -> Cell:
    money = Money()
    for cell in cells:
        money = money.plus(cell.money)
    return Cell(org, source, sum(cell.baseline for cell in cells), money)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
