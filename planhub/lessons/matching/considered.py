"""What was learnt in an activity, and what was decided of lessons and items for it or for a plan."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, String, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.lessons import choices
from planhub.lessons.models import Lesson, LessonReuse
from planhub.record import access
from planhub.record.models import Record
from planhub.record.types import registry

LEARNT = "learnt"
"""Stands where a decision would: the lesson comes from here."""


class Considered(NamedTuple):
    """A lesson or an item, and what was decided of it here."""

    type: str
    code: str
    title: str
    state: str
    origin: str
    status: str
    """"adopted", "dismissed" or `LEARNT`."""
    org: str | None
    decided_by: str | None
    decided_on: date | None
    reason: str | None
    result: str | None
    result_note: str | None

    @property
    def label(self) -> Any:
        """What became of it, in words; None for what was learnt here."""
        if self.result:
            return dict(choices.RESULTS)[self.result]
        return dict(choices.REUSE_STATUSES).get(self.status)

    @property
    def tone(self) -> str:
        """How that is drawn."""
        return choices.REUSE_TONES.get(self.result or self.status, "ended")


def of_activity(session: Session, actor: Actor, activity_id: str) -> list[Considered]:
    """Give what was learnt in an activity and what was decided for it; one statement."""
    lesson = Lesson.__table__.c  # ids are looked up; conditions joined by OR would be asked of every lesson
    learnt = select(lesson.id).where(lesson.activity_id == activity_id)
    word, day = cast(null(), String), cast(null(), Date)
    nothing: list[Any] = [word, word, day, word, word, word]
    from_here = select(*_HEADER, literal(LEARNT, String), *nothing).where(
        Record.id.in_(learnt), access.visible(actor, "lesson:view", registry.get("lessons"))
    )
    return _read(session, from_here, _decided(actor, LessonReuse.activity_id == activity_id))


def of_plan(session: Session, actor: Actor, plan_id: str) -> list[Considered]:
    """Give what was decided for a plan; one statement."""
    return _read(session, _decided(actor, LessonReuse.plan_id == plan_id))


_HEADER = (Record.type, Record.code, Record.title, Record.state, Record.origin)


def _decided(actor: Actor, here: ColumnElement[bool]) -> Any:
    types = [registry.get(name) for name in ("lessons", "knowledge-items")]
    columns = [getattr(LessonReuse, name) for name in Considered._fields[len(_HEADER) :]]
    return (
        select(*_HEADER, *columns)
        .join(LessonReuse, LessonReuse.record_id == Record.id)
        .where(here, access.visible_any(actor, types))
    )


_ORDER = (LEARNT, "adopted", "dismissed")


def _read(session: Session, *statements: Any) -> list[Considered]:
    statement: Any = union_all(*statements) if len(statements) > 1 else statements[0]
    found = [Considered._make(row) for row in session.execute(statement).all()]
    return sorted(found, key=_place)


def _place(one: Considered) -> tuple[int, str]:
    return _ORDER.index(one.status), one.title
