"""The line as auditors read it: a row for each activity under its clause and goal, and what came of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from planhub.tracing import reach
from planhub.tracing.queries import Goal, Line, Node, Serves, Use


@dataclass
class Row:
    """An activity with what came of it; None: reports and lessons whose activity the reader may not see."""

    activity: Node | None
    clause: str | None = None
    """The clause of its MOU, as the activity itself names it."""
    mou: Node | None = None
    """The MOU on which the activity itself rests."""
    reports: list[Node] = field(default_factory=list)
    lessons: list[Node] = field(default_factory=list)
    resolutions: list[Node] = field(default_factory=list)
    """What was resolved about it, its reports and its lessons."""


@dataclass
class Group:
    """The activities that serve one goal of one plan, and the clause from which that goal comes."""

    plan: Node | None
    goal: Goal | None
    mou: Node | None
    clause: str | None
    rows: list[Row] = field(default_factory=list)

    @property
    def lacks(self) -> Sequence[str]:
        """Which links of the chain above its activities are missing: "plan", "goal", "mou", "clause"."""
        if self.plan is None:
            return ("plan",)
        found = ["goal"] if self.goal is None else []
        if self.mou is None:
            return (*found, "mou")
        return (*found, "clause") if not self.clause else tuple(found)


@dataclass(frozen=True)
class Taken:
    """A lesson that was taken up: where it comes from, where it was used, and what came of it."""

    lesson: Node
    source: Node | None
    used_in: Node
    use: Use


def groups(line: Line) -> list[Group]:
    """Give the activities of the line in groups by plan and goal, those without a plan at the end."""
    found: dict[tuple[str, int], Group] = {}
    for activity in line.of(reach.ACTIVITY):
        serves = _chosen(line, activity)
        group = found.setdefault(_key(serves), _group(line, serves))
        group.rows.append(_row(line, activity))
    strays = _strays(line)
    if strays.reports or strays.lessons:
        found.setdefault(_key(None), _group(line, None)).rows.append(strays)
    return [found[key] for key in sorted(found, key=lambda key: _order(line, key))]


def taken(line: Line) -> list[Taken]:
    """Give every use of a lesson on the line, in the order in which they were decided."""
    uses = [(use, line.by_id.get(use.lesson_id), line.by_id.get(use.place_id)) for use in line.uses]
    return [
        Taken(lesson, line.by_id.get(lesson.parent or ""), activity, use)
        for use, lesson, activity in uses
        if lesson is not None and activity is not None
    ]


def about(line: Line, resolution: Node) -> Node | None:
    """Give the record that a resolution is about, where the reader may see it."""
    return line.by_id.get(resolution.parent or "")


def assigned(line: Line, resolution: Node) -> list[Node]:
    """Give what a resolution assigned."""
    return [node for node in line.of(reach.ACTION) if node.parent == resolution.id]


_GONE = ("superseded", "cancelled")


def _chosen(line: Line, activity: Node) -> Serves | None:
    """Give the plan under which an activity is shown: the one whose line it is, else the living edition, the newest."""
    mine = [s for s in line.serves if s.activity_id == activity.id and s.plan_id in line.by_id]

    def rank(serves: Serves) -> tuple[bool, bool, str]:
        plan = line.by_id[serves.plan_id]
        return plan.id == line.id, plan.state not in _GONE, plan.code

    return max(mine, key=rank, default=None)


def _key(serves: Serves | None) -> tuple[str, int]:
    return (serves.plan_id, serves.goal or 0) if serves else ("", 0)


def _order(line: Line, key: tuple[str, int]) -> tuple[bool, str, bool, int]:
    plan, goal = key
    return not plan, line.by_id[plan].code if plan else "", not goal, goal


def _group(line: Line, serves: Serves | None) -> Group:
    if serves is None:
        return Group(None, None, None, None)
    plan = line.by_id[serves.plan_id]
    named = [g for g in line.goals if (g.plan_id, g.number) == (plan.id, serves.goal)]
    goal = named[0] if named else None
    return Group(plan, goal, line.by_id.get(plan.parent or ""), goal.clause if goal else None)


def _row(line: Line, activity: Node) -> Row:
    reports = [node for node in line.of(reach.REPORT) if node.parent == activity.id]
    lessons = _lessons(line, activity, {node.id for node in reports})
    row = Row(activity, activity.word, line.by_id.get(activity.parent or ""), reports, lessons)
    row.resolutions = _resolved(line, [activity, *reports, *lessons])
    return row


def _lessons(line: Line, activity: Node, reports: set[str]) -> list[Node]:
    found = line.of(reach.LESSON)
    return [node for node in found if node.parent == activity.id or (node.other or "") in reports]


def _resolved(line: Line, nodes: Iterable[Node]) -> list[Node]:
    ids = {node.id for node in nodes}
    return [node for node in line.of(reach.RESOLUTION) if node.parent in ids]


def _strays(line: Line) -> Row:
    activities = {node.id for node in line.of(reach.ACTIVITY)}
    reports = [node for node in line.of(reach.REPORT) if node.parent not in activities]
    known = {node.id for node in line.of(reach.REPORT) if node.parent in activities}
    lessons = [
        node
        for node in line.of(reach.LESSON)
        if node.parent not in activities and (node.other or "") not in known
    ]
    return Row(None, reports=reports, lessons=lessons, resolutions=_resolved(line, [*reports, *lessons]))
