"""Figures that follow from an activity's own rows: progress, the light, and sums of money. Nothing here is stored.

The rules are those of domain.md §7.2. Rows are anything with the attributes named; no database is asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from planhub.kernel.text import Text

GREEN_FROM = 90
"""Per cent of the planned progress from which an activity is on plan (domain.md §7.2; default of a setting)."""

AMBER_FROM = 70
"""Per cent of the planned progress from which it is slow instead of off plan (domain.md §7.2; default of a setting)."""

WHOLE = 100
"""What the weights of an activity's milestones make together."""


class Step(Protocol):
    """A milestone."""

    @property
    def weight(self) -> int: ...  # noqa: D102 - the protocol's fields
    @property
    def due_on(self) -> date | None: ...  # noqa: D102
    @property
    def done_on(self) -> date | None: ...  # noqa: D102


class Light(StrEnum):
    """How an activity stands against its plan; always drawn with its sign, never by colour alone."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NOT_DUE = "not_due"
    """Nothing was due yet."""
    NOT_REPORTED = "not_reported"
    """Something was due and nobody has reported: neither red nor nought."""

    @property
    def sign(self) -> str:
        """A sign that differs in shape as well as colour."""
        return _SIGNS[self]

    @property
    def label(self) -> Text:
        """The light in words."""
        return _LABELS[self]

    @property
    def tone(self) -> str:
        """The tone by which templates draw it."""
        return _TONES[self]


_SIGNS = {
    Light.GREEN: "●",
    Light.AMBER: "▲",
    Light.RED: "■",
    Light.NOT_DUE: "–",
    Light.NOT_REPORTED: "○",
}
_LABELS = {
    Light.GREEN: Text("เป็นไปตามแผน", "On plan"),
    Light.AMBER: Text("ล่าช้า", "Slow"),
    Light.RED: Text("ต่ำกว่าแผน", "Off plan"),
    Light.NOT_DUE: Text("ยังไม่ถึงกำหนด", "Nothing due yet"),
    Light.NOT_REPORTED: Text("ยังไม่รายงาน", "Not reported"),
}
_TONES = {
    Light.GREEN: "good",
    Light.AMBER: "wait",
    Light.RED: "bad",
    Light.NOT_DUE: "ended",
    Light.NOT_REPORTED: "draft",
}


def physical_progress(milestones: Iterable[Step]) -> int | None:
    """Give the per cent of the work that is done: the weights of the milestones done; None without milestones."""
    steps = list(milestones)
    if not steps:
        return None
    return min(sum(m.weight for m in steps if m.done_on is not None), WHOLE)


def planned_progress(milestones: Iterable[Step], today: date) -> int | None:
    """Give the per cent of the work that was to be done by `today`, that day included; None without due dates."""
    steps = [m for m in milestones if m.due_on is not None]
    if not steps:
        return None
    return min(sum(m.weight for m in steps if m.due_on is not None and m.due_on <= today), WHOLE)


def output_progress(values: Iterable[tuple[Decimal | None, Decimal | None]]) -> int | None:
    """Give the mean of actual ÷ target in per cent, each capped at 100; pairs without either are left out."""
    parts = [
        min(percent(actual, target) or 0, WHOLE) for actual, target in values if actual is not None and target
    ]
    return sum(parts) // len(parts) if parts else None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the light is computed from."""

    physical: int | None
    """Per cent done; None where nobody has said."""
    planned: int | None
    """Per cent that was to be done by today; None where the plan does not say."""
    end: date | None
    reported: bool
    """Somebody has recorded how far it is."""
    resting: bool = False
    """Not begun as a plan, postponed or cancelled: nothing is due of it."""


def light(standing: Standing, today: date) -> Light:
    """Give the light of an activity on a day."""
    if standing.resting:
        return Light.NOT_DUE
    done = standing.physical or 0
    late = standing.end is not None and today > standing.end and done < WHOLE
    if not late and not standing.planned:
        return Light.NOT_DUE
    if not standing.reported:
        return Light.NOT_REPORTED
    return Light.RED if late else _against(done, standing.planned or 0)


def _against(done: int, planned: int) -> Light:
    if done * 100 >= planned * GREEN_FROM:
        return Light.GREEN
    return Light.AMBER if done * 100 >= planned * AMBER_FROM else Light.RED


RESTING = frozenset({"proposed", "accepted", "postponed", "cancelled"})
"""States in which nothing is due of an activity."""


def standing_of(activity: Any, milestones: Sequence[Step], today: date) -> Standing:
    """Give the standing of an activity (anything with `state` and `end`) from its own milestones alone."""
    return Standing(
        physical=physical_progress(milestones),
        planned=planned_progress(milestones, today),
        end=activity.end,
        reported=activity.state == "completed" or any(m.done_on is not None for m in milestones),
        resting=activity.state in RESTING,
    )


def light_of(activity: Any, milestones: Sequence[Step], today: date) -> Light:
    """Give the light of an activity from its own milestones; a verified one is through, whatever the day."""
    if activity.state == "completed":
        return Light.GREEN
    return light(standing_of(activity, milestones, today), today)


# --- money ------------------------------------------------------------------------------------------------------


class Money(NamedTuple):
    """The stages of money, in satang."""

    planned: int = 0
    allocated: int = 0
    committed: int = 0
    disbursed: int = 0
    carry_over: int = 0

    def plus(self, other: "Money") -> "Money":
        """Add stage by stage."""
        return Money(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def spent_percent(self) -> int | None:
        """Disbursed ÷ allocated, in per cent; None where nothing is allocated."""
        return percent(self.disbursed, self.allocated)

    @property
    def used(self) -> int:
        """Disbursed, and what is committed beyond that: `committed` is to date and holds what was paid of it."""
        return max(self.disbursed, self.committed)

    @property
    def used_percent(self) -> int | None:
        """Used ÷ allocated, in per cent; None where nothing is allocated."""
        return percent(self.used, self.allocated)

    @property
    def is_over(self) -> bool:
        """More is used than was allocated; to be warned of, not blocked."""
        return self.used > self.allocated


NOTHING = Money()


def money_of(line: Any) -> Money:
    """Give the stages of one budget line; what was not told counts as nothing."""
    return Money(*(getattr(line, stage) or 0 for stage in Money._fields))


def total(lines: Iterable[Any]) -> Money:
    """Add lines up, each line once however often it was found."""
    found = NOTHING
    for line in once(lines):
        found = found.plus(money_of(line))
    return found


def once(lines: Iterable[Any]) -> list[Any]:
    """Give every budget line once: a line belongs to one activity, agency, source and year, whoever looks at it.

    A line that was not stored yet has no id and stands for itself.
    """
    return list({getattr(line, "id", None) or id(line): line for line in lines}.values())


@dataclass(frozen=True)
class BudgetRow:
    """One agency's money by source."""

    org: str
    by_source: Mapping[str, Money]
    total: Money


@dataclass(frozen=True)
class BudgetTable:
    """Agency × source, with the sums of both; every figure is a sum of lines."""

    sources: tuple[str, ...]
    """Sources that occur, in the order given to `budget_table`."""
    rows: tuple[BudgetRow, ...]
    by_source: Mapping[str, Money]
    total: Money


def budget_table(lines: Iterable[Any], order: Sequence[str]) -> BudgetTable:
    """Add lines up by agency and source; `order` is the order of sources. Lines have org, source and the stages."""
    cells: dict[tuple[str, str], Money] = {}
    for line in once(lines):
        key = (line.org, line.source)
        cells[key] = cells.get(key, NOTHING).plus(money_of(line))
    sources = tuple(s for s in order if any(source == s for _, source in cells))
    rows = tuple(_row(org, cells) for org in sorted({org for org, _ in cells}))
    columns = {s: _sum(m for (_, source), m in cells.items() if source == s) for s in sources}
    return BudgetTable(sources, rows, columns, _sum(cells.values()))


def _row(org: str, cells: Mapping[tuple[str, str], Money]) -> BudgetRow:
    mine = {source: money for (who, source), money in cells.items() if who == org}
    return BudgetRow(org, mine, _sum(mine.values()))


def _sum(parts: Iterable[Money]) -> Money:
    found = NOTHING
    for part in parts:
        found = found.plus(part)
    return found


def percent(part: Decimal | int | None, whole: Decimal | int | None) -> int | None:
    """Give `part` of `whole` in per cent, half a point rounded up; None where there is no whole."""
    if part is None or not whole:
        return None
    share = Decimal(part) * 100 / Decimal(whole)
    return int(share.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def elapsed_percent(start: date | None, end: date | None, today: date) -> int | None:
    """Give the per cent of the time from the first to the last day, both included, that is over by the end of `today`."""
    if start is None or end is None or end < start:
        return None
    days = (end - start).days + 1
    return min(max(((today - start).days + 1) * 100 // days, 0), WHOLE)


# --- indicators -------------------------------------------------------------------------------------------------


def actual_of(indicator: Any, values: Iterable[Any]) -> Decimal | None:
    """Give what was reached: the sum of the quarters where they add up, else the latest; None: nothing reported."""
    told = sorted(
        (v for v in values if v.indicator == indicator.name and v.actual is not None),
        key=lambda v: (v.fiscal_year, v.quarter),
    )
    if not told:
        return None
    actuals: list[Decimal] = [v.actual for v in told]
    return sum(actuals, Decimal(0)) if indicator.cumulative else actuals[-1]


def achieved_percent(indicator: Any, actual: Decimal | None) -> int | None:
    """Give how much of the way to the target is done, never below nought; None where it cannot be said.

    Where less is better, the way leads from the baseline down to the target, so a baseline is needed.
    """
    if actual is None or indicator.target is None:
        return None
    if indicator.direction == "more":
        return percent(actual, indicator.target)
    if indicator.baseline is None or indicator.baseline == indicator.target:
        return None
    way = percent(indicator.baseline - actual, indicator.baseline - indicator.target)
    return None if way is None else max(way, 0)


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator with what was reached so far."""

    indicator: Any
    actual: Decimal | None
    """None: nothing was reported, which is not nought."""
    percent: int | None
    """How much of the way to the target is done."""


def measure(indicators: Iterable[Any], values: Sequence[Any]) -> list[Measured]:
    """Give every indicator with what was reached, in the order given."""
    found = []
    for indicator in indicators:
        actual = actual_of(indicator, values)
        found.append(Measured(indicator, actual, achieved_percent(indicator, actual)))
    return found
