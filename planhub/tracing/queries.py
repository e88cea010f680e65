"""The line of one record, as the reader may see it: its stages with their records, and what joins them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from planhub.infra.db import settled
from planhub.infra.kept import Kept
from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.errors import NotFound
from planhub.kernel.text import Text
from planhub.kernel.workflow import State
from planhub.lessons.choices import RESULTS
from planhub.lessons.models import LessonReuse
from planhub.meetings.words import RESOLUTIONS
from planhub.plans.models import PlanActivity, PlanGoal
from planhub.record import access
from planhub.record.models import Record
from planhub.record.types import registry
from planhub.tracing import reach

FEW = 3
"""Records of a stage that a panel names; of more it gives the number."""

LABELS: Mapping[str, Text] = {
    reach.MOU: Text("บันทึกข้อตกลง", "MOU"),
    reach.PLAN: Text("แผนจังหวัด", "Provincial plan"),
    reach.ACTIVITY: Text("กิจกรรมร่วม", "Joint activity"),
    reach.REPORT: Text("รายงานความก้าวหน้า", "Progress report"),
    reach.LESSON: Text("บทเรียน", "Lesson"),
    reach.KNOWLEDGE: Text("ชุดความรู้พร้อมใช้", "Ready knowledge"),
    reach.SOURCE_LESSON: Text("บทเรียนที่นำมาใช้", "Lesson taken up from elsewhere"),
    reach.SOURCE_REPORT: Text("รายงานต้นทางของบทเรียน", "Report behind that lesson"),
    reach.SOURCE_ACTIVITY: Text("กิจกรรมต้นทางของบทเรียน", "Activity behind that lesson"),
    reach.REUSE: Text("บทเรียนถูกนำไปใช้ที่", "Lesson used in"),
    reach.REUSE_PLAN: Text("บทเรียนถูกนำไปใช้ในแผน", "Lesson used in the plan"),
    reach.MEETING: Text("เก็บบทเรียนจากการประชุม", "Lesson captured at"),
    reach.RESOLUTION: Text("มติที่ประชุม", "Resolution"),
    reach.ACTION: Text("เรื่องที่มอบหมาย", "Assignment"),
}
"""What the stages are called, in the order of the line."""


class Node(NamedTuple):
    """One record on the line; of a resolution, `id` and `title` are its own and the rest its meeting's."""

    stage: str
    id: str
    type: str
    code: str
    title: str
    state: str
    owner_org: str
    fiscal_year: int | None
    """B.E."""
    province_code: str | None
    origin: str
    workflow_version: int
    parent: str | None
    """Id of the record that it comes from: an activity's MOU, a report's activity, what a resolution is about."""
    other: str | None
    """A second one: the report of a lesson, the meeting of a resolution."""
    n: int | None
    """Its number: quarter, edition, number of the resolution."""
    word: str | None
    """A word of its own: the clause of an activity, the resolution of a plan, the kind of a resolution."""
    day: date | None
    total: int
    """How many its stage has in all."""

    @property
    def standing(self) -> State:
        """The state it is in."""
        return registry.get(self.type).machine(self.workflow_version).state(self.state)

    @property
    def kind(self) -> Text:
        """The kind of a resolution in words."""
        return dict(RESOLUTIONS)[self.word or ""]


@dataclass(frozen=True)
class Stage:
    """One stage of the line."""

    key: str
    nodes: Sequence[Node]
    total: int

    @property
    def label(self) -> Text:
        """What it is called."""
        return LABELS[self.key]

    @property
    def more(self) -> int:
        """How many of its records are not among `nodes`."""
        return self.total - len(self.nodes)

    @property
    def is_cut(self) -> bool:
        """Whether there may be more than are counted."""
        return self.total >= reach.MOST


class Goal(NamedTuple):
    """A goal of a plan."""

    plan_id: str
    title: str
    clause: str | None
    number: int


class Serves(NamedTuple):
    """That a plan includes an activity, and for which of its goals."""

    plan_id: str
    activity_id: str
    goal: int | None


class Use(NamedTuple):
    """That an activity or a plan took up a lesson, and what came of it."""

    lesson_id: str
    place_id: str
    """The activity or plan that took it up."""
    org: str
    result: str | None

    @property
    def label(self) -> Text:
        """What came of it, in words."""
        return dict(RESULTS)[self.result] if self.result else Text("ยังไม่บันทึกผล", "no result yet")


@dataclass(frozen=True)
class Line:
    """Everything on the line of a record."""

    id: str
    stages: Sequence[Stage]
    goals: Sequence[Goal] = ()
    serves: Sequence[Serves] = ()
    uses: Sequence[Use] = ()
    by_id: Mapping[str, Node] = field(default_factory=dict)

    def of(self, *keys: str) -> list[Node]:
        """Give the records of some stages."""
        return [node for stage in self.stages if stage.key in keys for node in stage.nodes]

    @property
    def is_bare(self) -> bool:
        """Whether nothing but the record itself stands on it."""
        return all(node.id == self.id for stage in self.stages for node in stage.nodes)

    @property
    def is_cut(self) -> bool:
        """Whether there may be more than is told."""
        return any(stage.is_cut for stage in self.stages)


class Subject(NamedTuple):
    """The record whose line is asked for."""

    id: str
    type: str
    code: str
    title: str
    state: str
    owner_org: str
    origin: str
    workflow_version: int
    is_training: bool

    @property
    def standing(self) -> State:
        """The state it is in."""
        return registry.get(self.type).machine(self.workflow_version).state(self.state)


def subject(session: Session, actor: Actor, code: str) -> Subject:
    """Give the record of that code or id, if it has a line and the actor may see it. Raises `NotFound`."""
    columns = [getattr(Record, name) for name in Subject._fields]
    types = [registry.get(name) for name in reach.SUBJECTS]
    query = select(*columns).where(or_(Record.code == code, Record.id == code))
    row = session.execute(query.where(access.visible_any(actor, types))).one_or_none()
    if row is None:
        raise NotFound
    return Subject(*row)


_statements = Kept(500)


def stages(session: Session, actor: Actor, name: str, record_id: str, *, most: int = FEW) -> list[Stage]:
    """Give the stages of the line of a record, at most so many records of each; one statement.

    Asks no decision about the record itself: whoever calls has it to show.
    """
    session.flush()  # the statement goes past the session, which would have done so
    dialect = session.get_bind().dialect
    key = (
        name,
        dialect.name,
        actor.is_system,
        actor.standings,
        tuple(map(id, registry.all())),
        clock.today(),
    )
    statement = _statements.get(
        key, lambda: settled(reach.line_of(name, reach.seen_by(actor)), dialect, "id", "most")
    )
    access.asked_before()
    found: dict[str, list[Node]] = {}
    for row in session.connection().execute(statement, {"id": record_id, "most": most}):
        node = Node(*row)
        found.setdefault(node.stage, []).append(node)
    return [Stage(stage, found[stage], found[stage][0].total) for stage in LABELS if stage in found]


def line(session: Session, actor: Actor, name: str, record_id: str) -> Line:
    """Give the whole line of a record with everything that joins its records; four statements."""
    found = stages(session, actor, name, record_id, most=reach.MOST)
    nodes = {node.id: node for stage in found for node in stage.nodes}
    plans = [n.id for n in nodes.values() if n.type == reach.TYPES[reach.PLAN]]
    activities = [n.id for n in nodes.values() if n.type == reach.TYPES[reach.ACTIVITY]]
    lessons = [n.id for n in nodes.values() if n.type == reach.TYPES[reach.LESSON]]
    return Line(
        record_id,
        found,
        goals=_goals(session, plans),
        serves=_serves(session, plans, activities),
        uses=_uses(session, lessons, [*activities, *plans]),
        by_id=nodes,
    )


def _goals(session: Session, plans: Sequence[str]) -> list[Goal]:
    query = select(PlanGoal.record_id, PlanGoal.title, PlanGoal.clause).where(PlanGoal.record_id.in_(plans))
    counted: dict[str, int] = {}
    found = []
    for plan, title, clause in _asked(session, plans, query.order_by(PlanGoal.record_id, PlanGoal.position)):
        counted[plan] = counted.get(plan, 0) + 1
        found.append(Goal(plan, title, clause, counted[plan]))
    return found


def _serves(session: Session, plans: Sequence[str], activities: Sequence[str]) -> list[Serves]:
    columns = (PlanActivity.record_id, PlanActivity.activity_id, PlanActivity.goal)
    query = select(*columns).where(
        PlanActivity.record_id.in_(plans), PlanActivity.activity_id.in_(activities)
    )
    return [Serves(*row) for row in _asked(session, plans and activities, query)]


def _uses(session: Session, lessons: Sequence[str], places: Sequence[str]) -> list[Use]:
    place = func.coalesce(LessonReuse.activity_id, LessonReuse.plan_id)
    query = select(LessonReuse.record_id, place, LessonReuse.org, LessonReuse.result).where(
        LessonReuse.status == "adopted", LessonReuse.record_id.in_(lessons), place.in_(places)
    )
    rows = _asked(session, lessons and places, query.order_by(LessonReuse.decided_on, LessonReuse.id))
    return [Use(*row) for row in rows]


def _asked(session: Session, needed: Sequence[str], query: Any) -> Iterable[Any]:
    """Ask only where there is something to ask about."""
    return session.execute(query).all() if needed else ()
