"""Indicators of activities rolled up to their plan: added only where they count the same thing in the same unit.

Pure. Two indicators are the same where level, name, unit, good direction and way of counting agree. Quarters that add up
make values that add up; a value at a point of time (a rate, a price, a percentage) is never added to another one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from planhub.activities.choices import INDICATOR_KINDS
from planhub.activities.measures import actual_of, percent
from planhub.kernel.numbers import format_number
from planhub.kernel.text import Text

_LEVELS = [key for key, _ in INDICATOR_KINDS]


class Term(NamedTuple):
    """What one activity contributes."""

    code: str
    """Of the activity."""
    baseline: Decimal | None
    target: Decimal | None
    actual: Decimal | None
    """None: nothing reported, which is not nought."""


@dataclass(frozen=True)
class Rolled:
    """An indicator of the plan: one name and unit, and what each activity contributes."""

    kind: str
    name: str
    unit: str
    direction: str
    cumulative: bool
    terms: tuple[Term, ...]

    @property
    def adds_up(self) -> bool:
        """Whether its values may be added: they count, or there is only one."""
        return self.cumulative or len(self.terms) == 1

    @property
    def baseline(self) -> Decimal | None:
        """The sum of the baselines; None where one is missing or nothing may be added."""
        return self._sum("baseline", whole=True)

    @property
    def target(self) -> Decimal | None:
        """The sum of the targets; None where one is missing or nothing may be added."""
        return self._sum("target", whole=True)

    @property
    def actual(self) -> Decimal | None:
        """The sum of what was reported; None where nobody reported or nothing may be added."""
        return self._sum("actual", whole=False)

    @property
    def percent(self) -> int | None:
        """How much of the way to the target is done, never below nought; None where it cannot be said."""
        if self.actual is None or self.target is None:
            return None
        if self.direction == "more":
            return percent(self.actual, self.target)
        if self.baseline is None or self.baseline == self.target:
            return None
        way = percent(self.baseline - self.actual, self.baseline - self.target)
        return None if way is None else max(way, 0)

    @property
    def unreported(self) -> int:
        """How many of its activities have reported nothing."""
        return sum(term.actual is None for term in self.terms)

    @property
    def kind_label(self) -> Text:
        """Its level in words."""
        return dict(INDICATOR_KINDS)[self.kind]

    def formula(self, what: str) -> Text:
        """Write how a figure came to be, such as `50 (ACT-1) + 40 (ACT-2) = 90`; `what` is target or actual."""
        told = [(t.code, getattr(t, what)) for t in self.terms if getattr(t, what) is not None]
        words = [f"{format_number(value)} ({code})" for code, value in told]
        if not self.adds_up:
            joined = " · ".join(words)
            return Text(
                f"{joined} — ค่า ณ จุดเวลา ไม่นำมารวมกัน", f"{joined} — values at a point of time are not added"
            )
        whole = self._sum(what, whole=False)
        end = f" = {format_number(whole)}" if len(told) > 1 and whole is not None else ""
        return Text(f"{' + '.join(words)}{end}", f"{' + '.join(words)}{end}")

    def _sum(self, what: str, *, whole: bool) -> Decimal | None:
        values = [getattr(term, what) for term in self.terms]
        told = [value for value in values if value is not None]
        if not self.adds_up or not told or (whole and len(told) < len(values)):
            return None
        return sum(told, Decimal(0))


class Measured(NamedTuple):
    """An indicator with its activity's code and the values of its quarters."""

    code: str
    indicator: Any
    values: Sequence[Any]


def roll_up(measured: Iterable[Measured]) -> list[Rolled]:
    """Give the plan's indicators: impact last, each with the terms of its activities in the order given."""
    groups: dict[tuple[str, str, str, str, bool], list[Term]] = {}
    named: dict[tuple[str, str, str, str, bool], str] = {}
    for code, one, values in measured:
        key = (one.kind, _plain(one.name), _plain(one.unit), one.direction, one.cumulative)
        named.setdefault(key, one.name)
        term = Term(code, one.baseline, one.target, actual_of(one, values))
        groups.setdefault(key, []).append(term)
    found = [
        Rolled(kind, named[kind, name, unit, way, adds], unit, way, adds, tuple(terms))
        for (kind, name, unit, way, adds), terms in groups.items()
    ]
    return sorted(found, key=lambda r: (_LEVELS.index(r.kind), -len(r.terms), r.name, r.unit))


def other_units(rolled: Sequence[Rolled]) -> set[str]:
    """Give the names that stand for several things, because unit or way of counting differ: they are not added."""
    seen: dict[tuple[str, str], int] = {}
    for one in rolled:
        key = (one.kind, _plain(one.name))
        seen[key] = seen.get(key, 0) + 1
    return {one.name for one in rolled if seen[one.kind, _plain(one.name)] > 1}


def _plain(words: str) -> str:
    return " ".join(words.split())
