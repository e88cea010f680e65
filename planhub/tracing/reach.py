"""Which records stand on the line of a record: one statement that walks up and down it, through what the reader sees.

The line is a fixed order of stages: MOU, plan, activity, report, lesson, ready knowledge. From a record one walks up to where it comes
from and down to what came of it, never up and down again, so that two records of one plan do not drag in each other's
reports. Two things hang on the line at any place: resolutions about a record of it, with what they assigned, and the
use of a lesson elsewhere, which joins the lesson, its report and its activity with what took it up. A
lesson that was captured at a meeting is joined with that meeting.
Every step passes only through records that the reader may see: a draft neither shows nor joins what lies behind it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Select,
    String,
    cast,
    exists,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    union,
    union_all,
)

from planhub.activities.models import JointActivity
from planhub.kernel.access import Actor
from planhub.lessons.models import KnowledgeLesson, Lesson, LessonReuse
from planhub.meetings.models import ActionItem, AgendaItem, Meeting, Resolution
from planhub.plans.models import IntegratedPlan, PlanActivity
from planhub.progress.models import ProgressReport
from planhub.record import access
from planhub.record.models import Record
from planhub.record.types import registry

MOST = 200
"""Records of one stage through which the line is followed and which a page lists; of more it is said that they are."""

MOU, PLAN, ACTIVITY, REPORT, LESSON = "mou", "plan", "activity", "report", "lesson"
KNOWLEDGE = "knowledge"
SOURCE_LESSON, SOURCE_ACTIVITY, SOURCE_REPORT = "source_lesson", "source_activity", "source_report"
REUSE, REUSE_PLAN = "reuse", "reuse_plan"
MEETING, RESOLUTION, ACTION = "meeting", "resolution", "action"

TYPES: Mapping[str, str] = {
    MOU: "mous",
    PLAN: "plans",
    ACTIVITY: "activities",
    REPORT: "progress-reports",
    LESSON: "lessons",
    KNOWLEDGE: "knowledge-items",
    SOURCE_LESSON: "lessons",
    SOURCE_REPORT: "progress-reports",
    SOURCE_ACTIVITY: "activities",
    REUSE: "activities",
    REUSE_PLAN: "plans",
    MEETING: "meetings",
    RESOLUTION: "meetings",
    ACTION: "action-items",
}
"""The record type of each stage, in the order of the line."""

SUBJECTS = tuple(dict.fromkeys(TYPES.values()))
"""Types of records that have a line."""

_plan = IntegratedPlan.__table__.c
_activity = JointActivity.__table__.c
_report = ProgressReport.__table__.c
_lesson = Lesson.__table__.c
_meeting = Meeting.__table__.c
_action = ActionItem.__table__.c
"""The types' own columns; a join of their mapped classes would ask for the common header twice."""

Ids = Select[Any] | CompoundSelect[Any] | CTE
Seen = Mapping[str, ColumnElement[bool]]


def seen_by(actor: Actor) -> dict[str, ColumnElement[bool]]:
    """Give what the actor may see of each type."""
    return {name: access.visible(actor, registry.get(name).view, registry.get(name)) for name in SUBJECTS}


def line_of(name: str, seen: Seen) -> CompoundSelect[Any]:
    """Give the statement of the line of a record of type `name`; it is asked with `:id` and `:most` (rows a stage)."""
    walk = _Walk(seen)
    here = literal_column(":id", String)
    start: Ids = select(here.label("id"))
    own = None
    if name in (TYPES[RESOLUTION], TYPES[ACTION]):
        start = walk.any("start", _subjects(name, here))
        walk.from_start(dict.fromkeys(_LINE, start), _captured(name, here))
        own = _resolutions_of(name, here)
    else:
        stage = next((s for s in _LINE if TYPES[s] == name), None)
        walk.from_start({stage: start} if stage else {})
    return walk.all_of(_decided(walk, start, own))


_LINE = (MOU, PLAN, ACTIVITY, REPORT, LESSON, KNOWLEDGE)


@dataclass
class _Walk:
    """Follows the line stage by stage; each is a CTE of ids that the reader may see."""

    seen: Seen
    stages: dict[str, CTE] = field(default_factory=dict)

    def step(self, stage: str, *ways: Ids | None, name: str) -> CTE | None:
        """Give the ids of a stage that one of the ways leads to; None where none leads there."""
        wanted = [_ids(way) for way in ways if way is not None]
        if not wanted:
            return None
        return _seen(wanted, self.seen[TYPES[stage]]).limit(MOST).cte(f"on_{name}")

    def keep(self, stage: str, *found: CTE | None) -> None:
        """Make the records of one or two steps those of the stage."""
        there = [one for one in found if one is not None]
        both = self.step(stage, *there, name=stage) if len(there) > 1 else None
        if there:
            self.stages[stage] = both if both is not None else there[0]

    def any(self, name: str, way: Select[Any]) -> CTE:
        """Give the ids, of whatever type, that the way leads to and that the reader may see."""
        return _seen([way], or_(*self.seen.values())).limit(MOST).cte(name)

    def from_start(self, start: Mapping[str, Ids], captured: Ids | None = None) -> None:
        """Walk up and down from the start, and follow lessons, those `captured` there too, to where they were used."""
        up = self._up(start)
        self._down(start, up, captured)
        self._use(start, captured)

    def _up(self, start: Mapping[str, Ids]) -> dict[str, CTE | None]:
        tells = _of(start.get(KNOWLEDGE), KnowledgeLesson.lesson_id, KnowledgeLesson.record_id)
        lesson = self.step(LESSON, start.get(LESSON), tells, name="up_lesson")
        report = self.step(
            REPORT, start.get(REPORT), _of(lesson, _lesson.report_id, _lesson.id), name="up_report"
        )
        activity = self.step(
            ACTIVITY,
            start.get(ACTIVITY),
            _of(report, _report.activity_id, _report.id),
            _of(lesson, _lesson.activity_id, _lesson.id),
            name="up_activity",
        )
        plan = self.step(
            PLAN,
            start.get(PLAN),
            _of(activity, PlanActivity.record_id, PlanActivity.activity_id),
            _of(lesson, _lesson.begun_from_id, _lesson.id),
            name="up_plan",
        )
        mou = self.step(
            MOU,
            start.get(MOU),
            _of(plan, _plan.mou_id, _plan.id),
            _of(activity, _activity.mou_id, _activity.id),
            _of(lesson, _lesson.begun_from_id, _lesson.id),
            name="up_mou",
        )
        self.keep(MOU, mou)
        return {LESSON: lesson, REPORT: report, ACTIVITY: activity, PLAN: plan}

    def _down(self, start: Mapping[str, Ids], up: Mapping[str, CTE | None], captured: Ids | None) -> None:
        mou = start.get(MOU)
        plan = self.step(PLAN, start.get(PLAN), _of(mou, _plan.id, _plan.mou_id), name="down_plan")
        activity = self.step(
            ACTIVITY,
            start.get(ACTIVITY),
            _of(plan, PlanActivity.activity_id, PlanActivity.record_id),
            _of(mou, _activity.id, _activity.mou_id),
            name="down_activity",
        )
        report = self.step(
            REPORT,
            start.get(REPORT),
            _of(activity, _report.id, _report.activity_id),
            name="down_report",
        )
        lesson = self.step(
            LESSON,
            start.get(LESSON),
            _of(activity, _lesson.id, _lesson.activity_id),
            _of(report, _lesson.id, _lesson.report_id),
            _of(plan, _lesson.id, _lesson.begun_from_id),
            _of(mou, _lesson.id, _lesson.begun_from_id),
            captured,
            name="down_lesson",
        )
        self.keep(PLAN, up[PLAN], plan)
        self.keep(ACTIVITY, up[ACTIVITY], activity)
        self.keep(REPORT, up[REPORT], report)
        item = self.step(
            KNOWLEDGE,
            start.get(KNOWLEDGE),
            _of(lesson, KnowledgeLesson.record_id, KnowledgeLesson.lesson_id),
            name="down_knowledge",
        )
        self.keep(LESSON, up[LESSON], lesson)
        self.keep(KNOWLEDGE, item)

    def _use(self, start: Mapping[str, Ids], captured: Ids | None) -> None:
        own = start.get(ACTIVITY)
        drawn = self.step(
            LESSON,
            start.get(LESSON),
            _of(own, _lesson.id, _lesson.activity_id),
            _of(start.get(REPORT), _lesson.id, _lesson.report_id),
            captured,
            name="drawn",
        )
        elsewhere = _adopted(drawn, LessonReuse.activity_id, LessonReuse.record_id)
        self.keep(REUSE, self.step(REUSE, elsewhere, name=REUSE))
        planned = _adopted(drawn, LessonReuse.plan_id, LessonReuse.record_id)
        self.keep(REUSE_PLAN, self.step(REUSE_PLAN, planned, name=REUSE_PLAN))
        taken = (
            _adopted(own, LessonReuse.record_id, LessonReuse.activity_id),
            _adopted(start.get(PLAN), LessonReuse.record_id, LessonReuse.plan_id),
        )
        brought = self.step(SOURCE_LESSON, *taken, name=SOURCE_LESSON)
        report = self.step(SOURCE_REPORT, _of(brought, _lesson.report_id, _lesson.id), name=SOURCE_REPORT)
        activity = self.step(
            SOURCE_ACTIVITY,
            _of(brought, _lesson.activity_id, _lesson.id),
            _of(report, _report.activity_id, _report.id),
            name=SOURCE_ACTIVITY,
        )
        meeting = self.step(
            MEETING,
            _of(start.get(LESSON), _lesson.begun_from_id, _lesson.id),
            _of(brought, _lesson.begun_from_id, _lesson.id),
            name=MEETING,
        )
        self.keep(MEETING, meeting)
        self.keep(SOURCE_LESSON, brought)
        self.keep(SOURCE_REPORT, report)
        self.keep(SOURCE_ACTIVITY, activity)

    def all_of(self, resolution: CTE) -> CompoundSelect[Any]:
        """Give the rows of every stage, and of what was resolved about them, each stage with its number of rows."""
        rows = [_rows(stage, self.stages[stage]) for stage in TYPES if stage in self.stages]
        assigned = self.step(ACTION, _of(resolution, _action.id, _action.resolution_id), name=ACTION)
        rows.append(_resolved(resolution))
        if assigned is not None:
            rows.append(_rows(ACTION, assigned))
        return union_all(*(select(part.subquery()) for part in rows))


def _seen(ways: Sequence[Select[Any] | CompoundSelect[Any]], seen: ColumnElement[bool]) -> Select[Any]:
    """Give the ids whose record the reader may see, each once.

    The records are looked up one by one: with `record.id IN (…)` SQLite would rather walk through all of the type.
    """
    found = union(*ways).subquery()
    wanted: Any = found.c[0]
    return select(wanted.label("id")).where(exists().where(Record.id == wanted, seen))


def _ids(way: Ids) -> Select[Any] | CompoundSelect[Any]:
    return select(way.c.id) if isinstance(way, CTE) else way


def _of(ids: Ids | None, wanted: Any, given: Any) -> Select[Any] | None:
    """Give what `wanted` says in the rows whose `given` is among the ids."""
    return (
        None if ids is None else select(wanted.label("id")).where(given.in_(_ids(ids)), wanted.is_not(None))
    )


def _adopted(ids: Ids | None, wanted: Any, given: Any) -> Select[Any] | None:
    way = _of(ids, wanted, given)
    return None if way is None else way.where(LessonReuse.status == "adopted")


# --- resolutions ------------------------------------------------------------------------------------------------


def _resolutions_of(name: str, here: Any) -> Select[Any]:
    """Give the ids of the resolutions that a meeting took, or that one assignment rests on."""
    if name == TYPES[ACTION]:
        return select(_action.resolution_id.label("id")).where(
            _action.id == here, _action.resolution_id.is_not(None)
        )
    return select(Resolution.id).where(Resolution.record_id == here)


def _captured(name: str, here: Any) -> Select[Any] | None:
    """Give the lessons that were captured at a meeting."""
    return select(_lesson.id).where(_lesson.begun_from_id == here) if name == TYPES[RESOLUTION] else None


def _subjects(name: str, here: Any) -> Select[Any]:
    """Give what those resolutions are about."""
    about = select(AgendaItem.about_id).join(Resolution, Resolution.item_id == AgendaItem.id)
    return about.where(Resolution.id.in_(_resolutions_of(name, here)), AgendaItem.about_id.is_not(None))


def _decided(walk: _Walk, start: Ids, own: Select[Any] | None) -> CTE:
    """Give the resolutions about any record on the line, of meetings that the reader may see."""
    on_line = union(_ids(start), *(select(cte.c.id) for cte in walk.stages.values())).subquery()
    about = (
        select(Resolution.id)
        .join(AgendaItem, AgendaItem.id == Resolution.item_id)
        .where(AgendaItem.about_id.in_(select(on_line.c[0])))
    )
    ids = (union(about, own) if own is not None else about.distinct()).subquery()
    held = Resolution.__table__.alias("held")
    seen = exists().where(Record.id == held.c.record_id, walk.seen[TYPES[RESOLUTION]])
    chosen = select(held.c.id).where(held.c.id.in_(select(ids.c[0])), seen)
    return chosen.limit(MOST).cte("on_resolution")


# --- rows -------------------------------------------------------------------------------------------------------

_HEADER = ("id", "type", "code", "title", "state", "owner_org", "fiscal_year", "province_code", "origin")
FIELDS = ("stage", *_HEADER, "workflow_version", "parent", "other", "n", "word", "day", "total")
"""What every row says; see `planhub.tracing.queries.Node`."""


def _none(kind: Any) -> ColumnElement[Any]:
    return cast(null(), kind)


def _own(stage: str) -> tuple[Any, Sequence[Any]]:
    """Give the table beside the header, and parent, other, n, word and day of a stage."""
    text, number, day = _none(String), _none(Integer), _none(Date)
    match TYPES[stage]:
        case "plans":
            return IntegratedPlan, (_plan.mou_id, text, _plan.revision_no, _plan.resolution_no, day)
        case "activities":
            return JointActivity, (_activity.mou_id, text, number, _activity.mou_clause, _activity.ends_on)
        case "progress-reports":
            return ProgressReport, (_report.activity_id, text, _report.quarter, text, _report.due_on)
        case "lessons":
            return Lesson, (_lesson.activity_id, _lesson.report_id, number, text, day)
        case "action-items":
            return ActionItem, (_action.resolution_id, _action.meeting_id, number, text, _action.due_on)
        case _:
            return None, (text, text, number, text, day)


def _rows(stage: str, ids: CTE) -> Select[Any]:
    model, own = _own(stage)
    header = Record.__table__.c
    joined = Record.__table__.join(ids, ids.c.id == header.id)
    if model is not None:
        joined = joined.join(model.__table__, model.__table__.c.id == header.id)
    columns = [header[name] for name in (*_HEADER, "workflow_version")]
    return _labelled(stage, columns, own, ids).select_from(joined).order_by(header.code).limit(_MOST)


def _resolved(ids: CTE) -> Select[Any]:
    """Give resolutions as rows: the code, state and owner of the meeting, with the resolution's own id and text."""
    header = Record.__table__.c
    joined = (
        Resolution.__table__.join(ids, ids.c.id == Resolution.__table__.c.id)
        .join(Record.__table__, header.id == Resolution.__table__.c.record_id)
        .join(Meeting.__table__, _meeting.id == header.id)
        .join(AgendaItem.__table__, AgendaItem.__table__.c.id == Resolution.__table__.c.item_id)
    )
    said = Resolution.__table__.c
    columns = [header[name] for name in (*_HEADER, "workflow_version")]
    columns[0], columns[3] = said.id, said.text
    own = (AgendaItem.__table__.c.about_id, header.id, said.number, said.kind, _meeting.held_on)
    chosen = _labelled(RESOLUTION, columns, own, ids).select_from(joined)
    return chosen.order_by(_meeting.held_on, header.code, said.number).limit(_MOST)


_MOST = literal_column(":most", Integer)


def _labelled(stage: str, columns: Sequence[Any], own: Sequence[Any], ids: CTE) -> Select[Any]:
    total = select(func.count()).select_from(ids).scalar_subquery()
    values = (literal(stage, String), *columns, *own, total)
    return select(*(value.label(name) for name, value in zip(FIELDS, values, strict=True)))
