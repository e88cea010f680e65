"""What a revision changes: activities as they would be, differences against earlier editions, and what makes it major.

Pure: rows are anything with the attributes named, and no database is asked. Money is in satang.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from planhub.kernel.errors import Reason
from planhub.kernel.text import Text, plain

MINOR, MAJOR = "minor", "major"
KINDS: tuple[tuple[str, Text], ...] = (
    (MINOR, Text("ปรับปรุงเล็กน้อย (วัน เวลา ถ้อยคำ)", "Minor (dates, wording)")),
    (MAJOR, Text("ปรับปรุงสาระสำคัญ (เป้าหมาย พื้นที่ งบประมาณ หน่วยงาน)", "Major (targets, areas, money, agencies)")),
)
"""How far a revision goes; a major one is approved again by every agency (workflows.md §3)."""

START, END, TARGET, PLANNED = "start", "end", "target_count", "planned"
WHAT: tuple[tuple[str, Text], ...] = (
    (START, Text("วันเริ่มต้น", "Start")),
    (END, Text("วันสิ้นสุด", "End")),
    (TARGET, Text("จำนวนเป้าหมาย", "Target count")),
    (PLANNED, Text("วงเงินตามแผน", "Planned money")),
)
"""What of an activity a revision may change; the new value stands in the field of its kind."""
VALUE_OF = {START: "day", END: "day", TARGET: "count", PLANNED: "amount"}
"""In which field of a change the new value stands."""

MONEY_TOLERANCE = 10
"""Per cent of an activity's money beyond which a revision is major (workflows.md §3; default of a setting)."""

_MONEY = ("planned", "allocated", "committed", "disbursed", "carry_over")


class LineKey(NamedTuple):
    """Names a budget line within its activity."""

    org: str
    source: str
    fiscal_year: int


@dataclass
class Line:
    """A budget line as a revision would have it; satang."""

    org: str
    source: str
    fiscal_year: int
    planned: int
    allocated: int | None = None
    committed: int | None = None
    disbursed: int | None = None
    carry_over: int | None = None


class Revised:
    """An activity as the changes of a revision would have it; everything else is the activity's own."""

    def __init__(self, activity: Any, changes: Sequence[Any], without: Collection[str] = ()) -> None:
        """Take the activity, its changes, and the agencies whose money is left out."""
        self._activity = activity
        new = {c.what: getattr(c, VALUE_OF[c.what]) for c in changes if c.what != PLANNED}
        self.start: date | None = new.get(START, activity.start)
        self.end: date | None = new.get(END, activity.end)
        self.target_count: int | None = new.get(TARGET, activity.target_count)
        self.budget_lines = [x for x in lines_of(activity, changes) if x.org not in without]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._activity, name)


def key_of(row: Any) -> LineKey:
    """Name the line of a budget line, or the line that a change is about."""
    return LineKey(row.org, row.source, row.fiscal_year)


def lines_of(activity: Any, changes: Iterable[Any]) -> list[Any]:
    """Give the budget lines of an activity with the planned money that the changes set; new lines at the end."""
    amounts = {key_of(c): c.amount for c in changes if c.what == PLANNED}
    if not amounts:
        return list(activity.budget_lines)
    lines = []
    for line in activity.budget_lines:
        key = key_of(line)
        money = {name: getattr(line, name) for name in _MONEY}
        money["planned"] = amounts.pop(key, line.planned)
        lines.append(Line(*key, **money))
    return lines + [Line(*key, planned=amount) for key, amount in amounts.items()]


def changes_of(plan: Any, activity: Any) -> list[Any]:
    """Give the changes of a plan that concern an activity."""
    return [c for c in plan.changes if c.activity is activity]


def revised(plan: Any, activity: Any) -> Any:
    """Give an activity as the plan would have it: with its changes, and without money of agencies that stay out."""
    changes, gone = changes_of(plan, activity), plan.left_out
    return Revised(activity, changes, gone) if changes or gone else activity


def baseline_of(activity: Any) -> dict[str, Any]:
    """Give what is kept of an activity when its plan is approved: dates, target and lines."""
    return {
        "start": activity.start.isoformat() if activity.start else None,
        "end": activity.end.isoformat() if activity.end else None,
        "target_count": activity.target_count,
        "lines": [[x.org, x.source, x.fiscal_year, x.planned] for x in activity.budget_lines],
        "content_hash": activity.content_hash,
    }


# --- differences ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that is not the same in all editions."""

    activity: Any
    what: str
    """A key of `WHAT`, or `activity` where the whole activity came or went."""
    line: LineKey | None
    """Which budget line, where `what` is the planned money."""
    values: tuple[Any, ...]
    """One per edition, the oldest first: date, count or satang; None where it has none, True or False for `activity`."""

    @property
    def label(self) -> Text:
        """What differs, in words."""
        return dict(WHAT).get(self.what, Text("กิจกรรมในแผน", "Activity in the plan"))


Edition = Mapping[str, Mapping[str, Any]]
"""Baselines of the activities of an edition, by the activity's id."""


def differences(activities: Mapping[str, Any], editions: Sequence[Edition]) -> list[Difference]:
    """Give every value of the activities that differs between the editions, in the order of the activities."""
    found = []
    for key, activity in activities.items():
        kept = [edition.get(key) for edition in editions]
        there = tuple(one is not None for one in kept)
        if not all(there):
            found.append(Difference(activity, "activity", None, there))
        found += [
            Difference(activity, what, None, values)
            for what in (START, END, TARGET)
            if _differ(values := tuple(_value(one, what) for one in kept), there)
        ]
        found += _line_differences(activity, kept, there)
    return found


def _line_differences(
    activity: Any, kept: Sequence[Mapping[str, Any] | None], there: Sequence[bool]
) -> Iterator[Difference]:
    amounts = [
        {LineKey(o, s, y): planned for o, s, y, planned in one["lines"]} if one else {} for one in kept
    ]
    for line in sorted({key for edition in amounts for key in edition}):
        values = tuple(edition.get(line) for edition in amounts)
        if _differ(values, there):
            yield Difference(activity, PLANNED, line, values)


def _value(kept: Mapping[str, Any] | None, what: str) -> Any:
    if kept is None or kept[what] is None:
        return None
    return kept[what] if what == TARGET else date.fromisoformat(kept[what])


def _differ(values: Sequence[Any], there: Sequence[bool]) -> bool:
    """Compare only editions in which the activity is at all: that it came or went is a difference of its own."""
    return len({value for value, here in zip(values, there, strict=True) if here}) > 1


# --- minor or major ---------------------------------------------------------------------------------------------


def beyond_minor(plan: Any, before: Any, last: Edition) -> Iterator[Reason]:
    """Say everything that makes the revision `plan` of the plan `before` a major one; `last` is that one's baseline."""
    if [(g.title, g.measure) for g in plan.goals] != [(g.title, g.measure) for g in before.goals]:
        yield _major("goals", Text("เป้าหมายของแผนเปลี่ยน", "the goals changed"), "goals")
    if {p.org for p in plan.parts} != {p.org for p in before.parts}:
        yield _major("agencies", Text("หน่วยงานในแผนเปลี่ยน", "the agencies changed"), "parts")
    if {row.activity_id for row in plan.activities} != set(last):
        yield _major("activities", Text("กิจกรรมในแผนเพิ่มหรือลด", "activities came or went"), "activities")
    for row in plan.activities:
        kept = last.get(row.activity_id)
        if kept is not None:
            yield from _activity_beyond(revised(plan, row.activity), kept)


def _activity_beyond(activity: Any, kept: Mapping[str, Any]) -> Iterator[Reason]:
    name = {"code": plain(activity.code)}
    if activity.target_count != kept["target_count"]:
        yield _major("target", Text("{code} เปลี่ยนเป้าหมาย", "{code} changes its target").format(**name))
    if {line.org for line in activity.budget_lines} - {line[0] for line in kept["lines"]}:
        yield _major("payer", Text("{code} มีหน่วยงานร่วมจ่ายใหม่", "{code} has a new payer").format(**name))
    old = sum(line[3] for line in kept["lines"])
    new = sum(line.planned for line in activity.budget_lines)
    if abs(new - old) * 100 > old * MONEY_TOLERANCE:
        words = Text("{code} เปลี่ยนวงเงินเกินร้อยละ {n}", "{code} changes its money by more than {n} per cent")
        yield _major("money", words.format(**name, n=MONEY_TOLERANCE))


def _major(key: str, why: Text, field: str = "changes") -> Reason:
    return Reason(
        f"major_{key}",
        Text(
            "เป็นการปรับปรุงสาระสำคัญ เพราะ{why} โปรดยกเลิกฉบับนี้แล้วเปิดเป็นการปรับปรุงสาระสำคัญ",
            "This is a major revision, because {why}; cancel this one and open a major revision",
        ).format(why=why),
        field,
    )
