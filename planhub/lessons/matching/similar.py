"""Published lessons that tell nearly the same as one that is to be published."""

from typing import NamedTuple

from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.lessons.matching import score, wishes
from planhub.lessons.models import Lesson
from planhub.lessons.queries import LessonCard, seen

MOST = 3
"""How many are set beside it."""


class Near(NamedTuple):
    """A published lesson beside the new one."""

    fit: score.Fit
    card: LessonCard


def nearest(session: Session, actor: Actor, lesson: Lesson, *, limit: int = MOST) -> list[score.Fit]:
    """Give the published lessons nearest to one, the nearest first; one statement."""
    fits = score.fitting(session, actor, wishes.of_lesson(lesson), limit=score.NEAREST)
    return sorted(fits, key=lambda fit: -(fit.points + 60 * score.alike(lesson.title, fit.title)))[:limit]


def beside(session: Session, actor: Actor, lesson: Lesson) -> list[Near]:
    """Give them with their texts, to be compared; two statements."""
    fits = nearest(session, actor, lesson)
    if not fits:
        return []
    cards = {card.id: card for card in seen(session, actor, Lesson.id.in_([fit.id for fit in fits]))}
    return [Near(fit, cards[fit.id]) for fit in fits if fit.id in cards]
