"""What a plan, an activity or a lesson would be helped by, as tags and words."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, exists

from planhub.lessons import terrain
from planhub.lessons.matching.score import Wanted
from planhub.lessons.models import Lesson, LessonReuse, tags_of
from planhub.record.models import Record

READY = ("ready",)
"""Bands of readiness that are offered to whoever plans."""


def of_activity(activity: Any) -> Wanted:
    """Give what would help an activity; what was decided there, or learnt in it, is not offered again."""
    decided = exists().where(LessonReuse.record_id == Record.id, LessonReuse.activity_id == activity.id)
    return _wanted(
        activity,
        activity.area_codes or (),
        activity.direction or (),
        [activity.target_group],
        f"{activity.title} {activity.objective or ''}",
        but=(~decided, ~_learnt_in([activity.id])),
    )


def of_plan(plan: Any) -> Wanted:
    """Give what would help a plan, by its province and by all the activities in it."""
    activities = [row.activity for row in plan.activities]
    areas = {code for one in activities for code in one.area_codes or ()} | {plan.province_code or ""}
    decided = exists().where(LessonReuse.record_id == Record.id, LessonReuse.plan_id == plan.id)
    words = " ".join([plan.title, *(goal.title for goal in plan.goals), *(one.title for one in activities)])
    return _wanted(
        plan,
        {code for code in areas if code},
        {key for one in activities for key in one.direction or ()},
        {one.target_group for one in activities},
        words,
        but=(~decided, ~_learnt_in([one.id for one in activities])),
    )


def of_lesson(lesson: Lesson) -> Wanted:
    """Give what a lesson is to be compared with: published lessons that tell of the same."""
    tags: dict[str, set[str]] = {}
    for kind, key in tags_of(lesson):
        tags.setdefault(kind, set()).add(key)
    return Wanted(
        tags=tags,
        text=lesson.title,
        types=("lessons",),
        is_training=lesson.is_training,
        but=(Record.id != lesson.id,),
    )


def _learnt_in(activity_ids: list[str]) -> ColumnElement[bool]:
    lesson = Lesson.__table__.alias()  # apart from the tables that the statement joins
    return exists().where(lesson.c.id == Record.id, lesson.c.activity_id.in_(activity_ids))


def _wanted(
    record: Any,
    areas: Iterable[str],
    directions: Iterable[str],
    targets: Iterable[str | None],
    text: str,
    *,
    but: tuple[ColumnElement[bool], ...],
) -> Wanted:
    codes = list(areas)
    kinds = terrain.types_of(codes) - {"rural"}  # most places are, so that it tells nothing
    if "community_forest" in directions:
        kinds.add("forest")
    return Wanted(
        tags={
            "direction": set(directions),
            "target": {one for one in targets if one},
            "area_type": kinds,
            "province": terrain.provinces_of(codes),
            "region": terrain.regions_of(codes),
            "band": READY,
        },
        text=text,
        is_training=record.is_training,
        but=but,
    )
