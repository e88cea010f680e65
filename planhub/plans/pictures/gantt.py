"""The course of a plan: its activities over its months, as rectangles that screen and paper draw alike.

Every month is equally wide, so that the head of the table and the drawing agree. Pure: rows are anything with the
attributes named; `read` alone asks the database.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.activities.measures import Light, light_of, physical_progress
from planhub.activities.models import ActivityPredecessor
from planhub.activities.workflow import WORKFLOW as ACTIVITY
from planhub.kernel import clock, thai
from planhub.kernel.text import Text
from planhub.kernel.workflow import State
from planhub.plans.models import IntegratedPlan
from planhub.plans.queries import baselines
from planhub.plans.revising import revised
from planhub.record.models import Record

MONTH = 30.0
"""Width of a month in the units of the drawing."""
HEIGHT = 20.0
"""Height of a row in the units of the drawing."""
BAR_TOP, BAR = 4.0, 7.0
"""Where an activity's bar begins in its row, and how high it is."""
SHADOW_TOP, SHADOW = 13.0, 3.5
"""Where the baseline lies under it."""
THIN = 0.7
"""Width of a line."""
MIDDLE = BAR_TOP + BAR / 2
MOST_MONTHS = 36

_STATES = {state.key: state for state in ACTIVITY.states}


class Rect(NamedTuple):
    """A rectangle of the drawing; `kind` says what it stands for and so how it is filled."""

    kind: str
    x: float
    y: float
    width: float
    height: float


class Step(NamedTuple):
    """A milestone, for the table beside the drawing."""

    title: str
    weight: int
    due_on: date | None
    done_on: date | None


class Wait(NamedTuple):
    """An activity that must be done first."""

    code: str
    number: int | None
    """Its row here; None where it is not in this plan."""


@dataclass
class Row:
    """One activity."""

    number: int
    """From 1, by which other rows point at it."""
    code: str
    title: str
    lead: str
    """Code of the lead agency."""
    start: date | None
    end: date | None
    light: Light
    state: State
    done: int | None
    """Per cent of the work; None without milestones."""
    agreed: tuple[date | None, date | None] | None
    """Start and end of the baseline; None where there is none."""
    steps: Sequence[Step]
    waits: Sequence[Wait] = ()
    rects: list[Rect] = field(default_factory=list)

    @property
    def has_moved(self) -> bool:
        """Whether its days are not those of the baseline."""
        return self.agreed is not None and self.agreed != (self.start, self.end)


class Month(NamedTuple):
    """A month of the head."""

    name: Text
    year: int
    """B.E."""
    opens_quarter: bool


@dataclass(frozen=True)
class Gantt:
    """The whole drawing."""

    months: Sequence[Month]
    rows: Sequence[Row]
    today: float | None
    """Where the line of today stands; None outside the plan's months."""
    as_of: date
    has_baseline: bool
    is_cut: bool
    """Something lies outside the months that are drawn."""

    @property
    def width(self) -> float:
        """The width of the drawing in its units."""
        return MONTH * len(self.months)

    @property
    def lines(self) -> Sequence[float]:
        """Where months begin."""
        return [MONTH * n for n in range(1, len(self.months))]

    @property
    def years(self) -> Sequence[tuple[int, int]]:
        """The years (B.E.) of the head with how many months each has."""
        found: dict[int, int] = {}
        for month in self.months:
            found[month.year] = found.get(month.year, 0) + 1
        return list(found.items())


def read(session: Session, plan: IntegratedPlan) -> Gantt:
    """Read the course of a loaded plan: one statement, and one more for a revision. Asks no decision."""
    ids = [row.activity_id for row in plan.activities]
    earlier: Mapping[str, Any] = {}
    if plan.revises_id and not all(row.baseline for row in plan.activities):
        earlier = baselines(session, [plan.revises_id])[plan.revises_id]
    return draw(plan, _before(session, ids), earlier, clock.today())


def _before(session: Session, ids: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """Give, by activity, ids and codes of those that it waits for."""
    if not ids:
        return {}
    query = (
        select(ActivityPredecessor.record_id, ActivityPredecessor.activity_id, Record.code)
        .join(Record, Record.id == ActivityPredecessor.activity_id)
        .where(ActivityPredecessor.record_id.in_(ids))
        .order_by(ActivityPredecessor.record_id, ActivityPredecessor.position)
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for key, other, code in session.execute(query):
        found.setdefault(key, []).append((other, code))
    return found


def draw(
    plan: Any, before: Mapping[str, Sequence[tuple[str, str]]], earlier: Mapping[str, Any], today: date
) -> Gantt:
    """Draw the activities that count over the months of the plan, and over those in which they run besides.

    `before` names, by activity id, those that come first; `earlier` baselines stand in where a row has none of its own.
    """
    listed = [
        (row, revised(plan, row.activity))
        for row in plan.activities
        if row.activity.state != "cancelled" and not row.left_out_because
    ]
    days = [day for _row_, one in listed for day in (one.start, one.end) if day]
    span = _Span(min([plan.start or today, *days]), max([plan.end or plan.start or today, *days]))
    listed.sort(key=lambda pair: (pair[1].start or date.max, pair[1].code))
    rows = [
        _row(n, one, row.baseline or earlier.get(one.id), today)
        for n, (row, one) in enumerate(listed, start=1)
    ]
    numbers = {one.id: n for n, (_row_, one) in enumerate(listed, start=1)}
    for row, (_kept, one) in zip(rows, listed, strict=True):
        row.waits = [Wait(code, numbers.get(other)) for other, code in before.get(one.id, ())]
        row.rects = list(_own_rects(row, span))
    _join(rows, span)
    return Gantt(
        span.months(),
        rows,
        span.place(today) if span.holds(today) else None,
        today,
        any(row.agreed for row in rows),
        any(not span.holds(day) for row in rows for day in (row.start, row.end) if day),
    )


def _row(number: int, activity: Any, baseline: Mapping[str, Any] | None, today: date) -> Row:
    steps = [Step(m.title, m.weight, m.due_on, m.done_on) for m in activity.milestones]
    return Row(
        number,
        activity.code,
        activity.title,
        activity.owner_org,
        activity.start,
        activity.end,
        light_of(activity, activity.milestones, today),
        _STATES[activity.state],
        physical_progress(activity.milestones),
        (_day(baseline.get("start")), _day(baseline.get("end"))) if baseline else None,
        steps,
    )


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


class _Span:
    """The whole months from a first to a last day, and where a day lies among them."""

    def __init__(self, first: date, last: date) -> None:
        self.first = first.replace(day=1)
        count = (last.year - first.year) * 12 + last.month - first.month + 1
        self.count = min(max(count, 1), MOST_MONTHS)

    def months(self) -> list[Month]:
        found = []
        for n in range(self.count):
            year, month = divmod(self.first.month - 1 + n, 12)
            name = thai.month_name(month + 1, short=True)
            found.append(Month(name, self.first.year + year + thai.BE, month % 3 == 0))
        return found

    def place(self, day: date, *, end: bool = False) -> float:
        """Give where a day begins, or ends; days outside lie at the edge."""
        index = (day.year - self.first.year) * 12 + day.month - self.first.month
        part = (day.day if end else day.day - 1) / monthrange(day.year, day.month)[1]
        return round(min(max((index + part) * MONTH, 0.0), self.count * MONTH), 2)

    def holds(self, day: date) -> bool:
        index = (day.year - self.first.year) * 12 + day.month - self.first.month
        return 0 <= index < self.count


def _own_rects(row: Row, span: _Span) -> Iterable[Rect]:
    """Give the baseline, the bar, the part that is done, and the steps of a row."""
    if row.agreed and row.agreed[0] and row.agreed[1]:
        left, right = span.place(row.agreed[0]), span.place(row.agreed[1], end=True)
        yield Rect("shadow", left, SHADOW_TOP, max(right - left, THIN), SHADOW)
    if row.start is None or row.end is None:
        return
    left, right = span.place(row.start), span.place(row.end, end=True)
    width = max(right - left, THIN)
    yield Rect("bar", left, BAR_TOP, width, BAR)
    if row.done:
        yield Rect("done", left, BAR_TOP + 2, round(width * row.done / 100, 2), BAR - 4)
    for step in row.steps:
        if step.due_on and span.holds(step.due_on):
            at = span.place(step.due_on, end=True)
            yield Rect("step", round(at - 2, 2), BAR_TOP - 2, 2.4, BAR + 4)
            if step.done_on is None:
                yield Rect("hollow", round(at - 1.5, 2), BAR_TOP - 1, 1.4, BAR + 2)


def _join(rows: Sequence[Row], span: _Span) -> None:
    """Draw a line from the end of each activity to the start of those that wait for it, row by row."""
    for row in rows:
        for wait in row.waits:
            first = rows[wait.number - 1] if wait.number else None
            if first is None or first.end is None or row.start is None:
                continue
            at = min(span.place(first.end, end=True), span.count * MONTH - THIN)
            to = span.place(row.start)
            below = row.number > first.number
            half = (MIDDLE, HEIGHT - MIDDLE) if below else (0.0, MIDDLE)
            other = (0.0, MIDDLE) if below else (MIDDLE, HEIGHT - MIDDLE)
            first.rects.append(Rect("wait", at, half[0], THIN, half[1]))
            row.rects.append(Rect("wait", at, other[0], THIN, other[1]))
            left = min(at, to)
            row.rects.append(Rect("wait", left, MIDDLE, max(abs(at - to), THIN), THIN))
            row.rects.append(Rect("tip", round(to - 1, 2), MIDDLE - 1.5, 2, 3.7))
            low, high = sorted((first.number, row.number))
            for between in rows[low : high - 1]:
                between.rects.append(Rect("pass", at, 0.0, THIN, HEIGHT))
