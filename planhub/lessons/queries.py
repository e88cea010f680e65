"""Reads of lessons and of the Knowledge Stock, for panels, packs and the digest."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, exists, func, or_, select, union
from sqlalchemy.orm import Session, aliased

from planhub.kernel.access import Actor
from planhub.lessons import guards
from planhub.lessons.choices import SHARED_WITH
from planhub.lessons.models import KnowledgeItem, Lesson, LessonPhoto, LessonReuse
from planhub.people.queries import called
from planhub.record import access
from planhub.record.models import Attachment, Event, Record, RecordArea
from planhub.record.rules import ORGS
from planhub.record.types import registry


def facts(session: Session, lesson: Lesson) -> Mapping[str, Any]:
    """Gather what the guards of a lesson look at besides it, in two queries."""
    newer = aliased(Lesson)
    captured = select(Event.content_hash).where(Event.record_id == lesson.id, Event.n == 1)
    successor = select(func.max(newer.code)).where(newer.replaces_id == lesson.id, newer.state == "published")
    bare = select(func.aggregate_strings(Attachment.name, ", ")).where(*_bare(lesson.id))
    row = session.execute(
        select(bare.scalar_subquery(), captured.scalar_subquery(), successor.scalar_subquery())
    ).one()
    names = called(session, guards.named_agencies(lesson))
    return {guards.PHOTOS: row[0], guards.CAPTURED: row[1], guards.SUCCESSOR: row[2], ORGS: names}


def _bare(lesson_id: str) -> list[ColumnElement[bool]]:
    """Give what is true of the pictures of a lesson for which nobody vouches."""
    vouched = exists().where(LessonPhoto.record_id == lesson_id, LessonPhoto.attachment_id == Attachment.id)
    return [Attachment.record_id == lesson_id, Attachment.media_type.like("image/%"), ~vouched]


def photos_without_consent(session: Session, lesson_id: str) -> list[str]:
    """Give the ids of the pictures of a lesson for which nobody vouches."""
    return list(session.scalars(select(Attachment.id).where(*_bare(lesson_id)).order_by(Attachment.id)))


def is_photo_of(session: Session, lesson_id: str, attachment_id: str) -> bool:
    """Tell whether it is a picture of that lesson."""
    query = select(Attachment.id).where(
        Attachment.id == attachment_id,
        Attachment.record_id == lesson_id,
        Attachment.media_type.like("image/%"),
    )
    return session.scalar(query) is not None


class LessonCard(NamedTuple):
    """A lesson in a panel, a pack or the digest."""

    id: str
    code: str
    title: str
    state: str
    owner_org: str
    province_code: str | None
    fiscal_year: int | None
    kind: str
    context: str | None
    what_was_done: str | None
    result: str | None
    evidence: str | None
    success_factors: str | None
    do_not_repeat: str | None
    usable_where: str | None
    policy_proposal: str | None
    source: str | None
    directions: Sequence[str]
    areas: Sequence[str]
    agencies: Sequence[str]
    target_groups: Sequence[str]
    area_types: Sequence[str]
    visibility: str
    published_on: Any
    origin: str
    adopted: int
    """By how many activities it was taken up."""
    worked: int
    """For how many of them it worked, wholly or in part."""


def _cards(*where: ColumnElement[bool]) -> Any:
    adopted = func.coalesce(func.sum(case((LessonReuse.status == "adopted", 1), else_=0)), 0)
    worked = func.coalesce(func.sum(case((LessonReuse.result.in_(["worked", "partly"]), 1), else_=0)), 0)
    counts = [
        select(total).where(LessonReuse.record_id == Lesson.id).correlate(Lesson).scalar_subquery()
        for total in (adopted, worked)
    ]
    columns = [getattr(Lesson, name) for name in LessonCard._fields[: -len(counts)]]
    return select(*columns, *counts).where(*where)


def published(
    session: Session,
    *,
    area: str | None = None,
    fiscal_year: int | None = None,
    codes: Sequence[str] = (),
    limit: int = 200,
) -> list[LessonCard]:
    """Give published lessons that the partners may read, the newest first; for packs and the digest, asks no decision.

    `area` keeps those that touch an area, lie in it or around it.
    """
    where = [Lesson.state == "published", Lesson.visibility.in_(SHARED_WITH), *_touching(Lesson, area)]
    if fiscal_year is not None:
        where.append(Lesson.fiscal_year == fiscal_year)
    if codes:
        where.append(Lesson.code.in_(codes))
    query = _cards(*where).order_by(Lesson.published_on.desc(), Lesson.code).limit(limit)
    return [LessonCard(*row) for row in session.execute(query)]


def seen(session: Session, actor: Actor, *where: ColumnElement[bool], limit: int = 20) -> list[LessonCard]:
    """Give the lessons that the actor may see and that meet the conditions, the newest first."""
    query = _cards(access.visible(actor, "lesson:view", registry.get("lessons")), *where)
    query = query.order_by(Lesson.updated_at.desc(), Lesson.id).limit(limit)
    return [LessonCard(*row) for row in session.execute(query)]


def of_activity(session: Session, actor: Actor, activity_id: str) -> list[LessonCard]:
    """Give the lessons learnt in an activity, and those that it took up from elsewhere."""
    lesson = Lesson.__table__.c  # ids are looked up; conditions joined by OR would be asked of every lesson
    learnt = select(lesson.id).where(lesson.activity_id == activity_id)
    taken_up = select(LessonReuse.record_id).where(
        LessonReuse.activity_id == activity_id, LessonReuse.status == "adopted"
    )
    return seen(session, actor, Lesson.id.in_(union(learnt, taken_up)))


def _touching(model: type[Lesson] | type[KnowledgeItem], area: str | None) -> list[ColumnElement[bool]]:
    if area is None:
        return []
    around = [area[:n] for n in (2, 4, 6) if n < len(area)]
    inside = RecordArea.area_code.like(f"{area}%")
    return [
        exists().where(RecordArea.record_id == model.id, or_(RecordArea.area_code.in_(around), inside))
        if around
        else exists().where(RecordArea.record_id == model.id, inside)
    ]


class ItemCard(NamedTuple):
    """A knowledge item in the digest or a panel."""

    id: str
    code: str
    title: str
    owner_org: str
    problem: str | None
    holder: str | None
    directions: Sequence[str]
    trl: int | None
    srl: int | None
    cost_per_unit: int | None
    """Satang."""
    unit: str | None
    users_so_far: int | None
    conditions: str | None
    contact_post: str | None
    contact_title: str | None
    areas: Sequence[str]
    origin: str


def items(
    session: Session, *, area: str | None = None, limit: int = 200, readiest: bool = False
) -> list[ItemCard]:
    """Give the published knowledge items by name, or the readiest first; with `area`, those used there.

    Asks no decision: all may read them.
    """
    columns = [getattr(KnowledgeItem, name) for name in ItemCard._fields]
    order: list[Any] = [KnowledgeItem.title_sort, KnowledgeItem.id]
    if readiest:
        level = func.coalesce(KnowledgeItem.trl, 0) + func.coalesce(KnowledgeItem.srl, 0)
        order.insert(0, level.desc())
    query = select(*columns).where(*_published_items(area)).order_by(*order).limit(limit)
    return [ItemCard(*row) for row in session.execute(query)]


def count_items(session: Session, *, area: str | None = None) -> int:
    """Count the published knowledge items; with `area`, those used there."""
    return session.scalar(select(func.count(KnowledgeItem.id)).where(*_published_items(area))) or 0


def _published_items(area: str | None) -> list[ColumnElement[bool]]:
    return [KnowledgeItem.state == "published", *_touching(KnowledgeItem, area)]


class ReuseRow(NamedTuple):
    """Where a lesson was used and what came of it."""

    lesson_id: str
    lesson_code: str
    lesson_title: str
    org: str
    activity_code: str
    activity_title: str
    result: str | None


def reused(session: Session, lesson_ids: Sequence[str]) -> list[ReuseRow]:
    """Give the activities that took up these lessons, results first."""
    if not lesson_ids:
        return []
    activity = aliased(Record)
    query = (
        select(
            LessonReuse.record_id,
            Lesson.code,
            Lesson.title,
            LessonReuse.org,
            activity.code,
            activity.title,
            LessonReuse.result,
        )
        .join(Lesson, Lesson.id == LessonReuse.record_id)
        .join(activity, activity.id == func.coalesce(LessonReuse.activity_id, LessonReuse.plan_id))
        .where(LessonReuse.record_id.in_(list(lesson_ids)), LessonReuse.status == "adopted")
        .order_by(LessonReuse.result.is_(None), Lesson.code, activity.code)
    )
    return [ReuseRow(*row) for row in session.execute(query)]
