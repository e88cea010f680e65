"""The whole demonstration, told in the order of time."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.demo import (
    agencies,
    closing,
    lessons,
    meetings,
    mous,
    needs,
    plans,
    programmes,
    reports,
    sittings,
)
from planhub.demo.acting import Story
from planhub.kernel.access import SYSTEM
from planhub.people.models import User
from planhub.record import audit


def is_told(session: Session) -> bool:
    """Tell whether the demonstration world is there already."""
    return session.scalar(select(User.id).where(User.is_demo).limit(1)) is not None


def tell(session: Session, run_jobs: Callable[[], int], say: Callable[[str], None]) -> None:
    """Lay the world into a database that holds nobody yet; `say` hears of every chapter."""
    audit.act_as(session, SYSTEM)
    say("agencies, posts and people")
    agencies.build(session)
    say("programmes and their areas")
    programmes.build(session)
    needs.build(session)
    session.commit()
    _agree(Story(session, run_jobs), say)


def _agree(story: Story, say: Callable[[str], None]) -> None:
    """What people do, chapter by chapter; each is kept before the next begins."""
    session = story.session
    say("the meeting and the MOU of December 2565")
    meetings.committee(story)
    meetings.first(story)
    mous.public(story)
    session.commit()
    say("the plans of Roi Et, of last year and of this one, and their activities")
    before = closing.last_year(story)
    running = plans.roi_et(story)
    session.commit()
    say("reports of two quarters, the joint MOU, the other plans")
    reports.tell(story, running, -2)
    mou = mous.joint(story)
    plan = plans.others(story, mou)
    reports.tell(story, running, -1)
    session.commit()
    say("lessons and ready knowledge")
    lessons.tell(story, running)
    session.commit()
    say("the next meeting and its pack")
    meetings.work_off(story)
    sittings.minuted(story, mou)
    sittings.sitting(story)
    meetings.next_one(story, mou, plan)
    session.commit()
    say("an MOU that ends soon: amended, and renewed; last year's plan is being closed")
    mous.ending(story)
    closing.close(story, before)
    session.commit()
