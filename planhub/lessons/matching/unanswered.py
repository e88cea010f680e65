"""The line «lessons not considered» of a plan's automatic check list."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from planhub.kernel.access import SYSTEM
from planhub.kernel.text import Text
from planhub.lessons.matching import score, wishes
from planhub.lessons.models import Lesson, LessonReuse
from planhub.plans.findings import WARNING, Finding
from planhub.record.models import Record

ENOUGH = 3
"""Decisions after which a plan has considered what there is, however much more might fit."""


def unanswered(session: Session, plan: Any) -> Sequence[Finding]:
    """Tell that lessons or items fit a plan and nobody has decided on them; two statements."""
    activities = [row.activity_id for row in plan.activities]
    decided = select(func.count()).where(
        or_(LessonReuse.plan_id == plan.id, LessonReuse.activity_id.in_(activities))
    )
    lacking = ENOUGH - (session.scalar(decided) or 0)
    if lacking <= 0:
        return []
    lesson = Lesson.__table__.alias()
    inside = exists().where(lesson.c.id == Record.id, lesson.c.visibility == "agency")
    wish = wishes.of_plan(plan)
    open_to_all = score.Wanted(wish.tags, wish.text, wish.types, wish.is_training, (*wish.but, ~inside))
    fits = score.fitting(session, SYSTEM, open_to_all, limit=lacking)
    if not fits:
        return []
    words = Text(
        "มีบทเรียนหรือชุดความรู้ที่เข้ากับแผนนี้และยังไม่ได้พิจารณา {n} เรื่อง เช่น {title}",
        "{n} lessons or items fit this plan and nobody has decided on them, such as {title}",
    )
    first = Text(fits[0].title, fits[0].title)
    return [Finding("lessons_not_considered", WARNING, words.format(n=len(fits), title=first))]
