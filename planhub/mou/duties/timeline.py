"""The validity of all MOUs along time: bars that the server draws, in the rows of a table that says the same in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from planhub.mou.duties.register import Line, Register
from planhub.mou.measures import add_years

WIDTH = 1000
"""Units across the drawing."""
MOST_YEARS = 12
"""Years that the drawing spans at most; older and later days are cut at its edges."""
OPEN_YEARS = 3
"""How far a bar without last day is drawn."""


@dataclass(frozen=True)
class Bar:
    """One MOU on the drawing."""

    line: Line
    x: int
    width: int
    kind: str
    """planned, good, wait (180 days left or less), bad (suspended or 30 days left or less), ended."""
    is_open: bool
    """Has no last day."""
    warn: int | None
    """Where its last 180 days begin, if they are ahead or running."""


@dataclass(frozen=True)
class Drawn:
    """The whole drawing."""

    register: Register
    bars: Sequence[Bar]
    undated: Sequence[Line]
    """MOUs without any day."""
    years: Sequence[tuple[int, int, int]]
    """Calendar years (C.E.) with start and width."""
    today: int
    counts: Mapping[str, int]


def draw(register: Register) -> Drawn:
    """Give the drawing of a register: a bar for each MOU that has days, whole years on the axis."""
    dated = [line for line in register.lines if line.begins is not None]
    first, last = _span(dated, register.today)
    scale = _Scale(first, last)
    bars = [_bar(line, scale, register.today) for line in dated]
    years = [
        (year, scale.at(date(year, 1, 1)), scale.at(date(year + 1, 1, 1)) - scale.at(date(year, 1, 1)))
        for year in range(first.year, last.year + 1)
    ]
    counts: dict[str, Any] = {}
    for bar in bars:
        counts[bar.kind] = counts.get(bar.kind, 0) + 1
    undated = [line for line in register.lines if line.begins is None]
    return Drawn(register, bars, undated, years, scale.at(register.today), counts)


class _Scale:
    def __init__(self, first: date, last: date) -> None:
        self._first = first
        self._days = (last - first).days + 1

    def at(self, day: date) -> int:
        return round(WIDTH * min(max((day - self._first).days / self._days, 0), 1))


def _span(lines: Sequence[Line], today: date) -> tuple[date, date]:
    begins = [line.begins for line in lines if line.begins] or [today]
    ends = [_end(line) for line in lines] or [today]
    first = max(min(*begins, today).year, today.year - MOST_YEARS // 2)
    last = min(max(*ends, today).year, first + MOST_YEARS - 1)
    return date(first, 1, 1), date(last, 12, 31)


def _end(line: Line) -> date:
    if line.ends:
        return line.ends
    return add_years(line.begins, OPEN_YEARS) if line.begins else date.max


def _bar(line: Line, scale: _Scale, today: date) -> Bar:
    begins, ends = line.begins or today, _end(line)
    x = scale.at(begins)
    warns = ends - timedelta(days=180)
    living = line.row.state in ("in_force", "suspended")
    return Bar(
        line=line,
        x=x,
        width=max(scale.at(ends + timedelta(days=1)) - x, 4),
        kind=_kind(line, (ends - today).days),
        is_open=line.ends is None,
        warn=scale.at(max(warns, begins)) if living and line.ends else None,
    )


def _kind(line: Line, left: int) -> str:
    state = line.row.state
    if state in ("expired", "terminated", "closed"):
        return "ended"
    if line.is_planned or state == "signed":
        return "planned"
    if state == "suspended" or left <= 30:
        return "bad"
    return "wait" if left <= 180 and line.ends else "good"
