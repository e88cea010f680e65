"""What the moves of lessons and knowledge items cause."""

from datetime import timedelta

from sqlalchemy.orm import Session

from planhub.infra.jobs import enqueue
from planhub.kernel import clock
from planhub.kernel.workflow import Case
from planhub.lessons.following import TELL
from planhub.lessons.guards import authors_of, confirmers
from planhub.lessons.matching import similar
from planhub.lessons.models import LessonReuse
from planhub.lessons.workflow import FACTS
from planhub.record import flow, lanes, services
from planhub.record.models import Event
from planhub.record.rules import HOLDERS
from planhub.record.types import Effect, registry

REVIEW_AFTER = timedelta(days=730)
"""How long a published lesson stands before somebody asks whether it still holds (the default of a setting)."""


def find_confirmers(_session: Session, case: Case, _event: Event) -> None:
    """Let the director confirm for an agency whose coordinators all wrote the lesson (rules R7, R12)."""
    authors = authors_of(case.record, case.actor.user_id)
    for lane in lanes.current(case.record, [FACTS]):
        found = confirmers(case.facts.get(HOLDERS, []), lane.org_code, authors)
        if lane.status == lanes.WAITING and lane.post_id is None and found:
            lane.role = found[0].role


def note_publication(session: Session, case: Case, event: Event) -> None:
    """Keep the day and what it was compared with, set the day of review, tell followers, let an older one step back."""
    lesson = case.record
    lesson.published_on, lesson.review_on = case.today, case.today + REVIEW_AFTER
    lesson.compared_with = [fit.code for fit in similar.nearest(session, case.actor, lesson)]
    enqueue(session, TELL, record_id=lesson.id, cause=f"followed:{event.id}")
    if lesson.replaces_id is not None:
        session.flush()  # the older lesson looks for its successor in the database
        older = services.load(session, registry.get("lessons"), lesson.replaces_id, lock=True)
        flow.advance(session, older)


def note_decision(_session: Session, case: Case, event: Event) -> None:
    """Write down that an agency uses it for its activity or a plan, or does not, and who decided."""
    assert case.standing is not None  # a person decided
    activity, plan = case.values.get("activity"), case.values.get("plan")
    title = case.standing.post_title
    case.record.reuses.append(
        LessonReuse(
            activity=activity,
            activity_id=activity.id if activity else None,
            plan=plan,
            plan_id=plan.id if plan else None,
            org=case.standing.org,
            status="adopted" if event.move == "adopt" else "dismissed",
            reason=case.values.get("reason") or event.note,
            decided_on=case.today,
            decided_by=str(title.th) if title else event.actor_name,
        )
    )


def note_result(_session: Session, case: Case, _event: Event) -> None:
    """Write down what came of it."""
    chosen = case.values.get("activity") or case.values["plan"]
    reuse = next(r for r in case.record.reuses if chosen.id in (r.activity_id, r.plan_id))
    reuse.result, reuse.result_note = case.values["result"], case.values["result_note"]
    reuse.result_on = clock.today()


def renew_review(_session: Session, case: Case, _event: Event) -> None:
    """Ask again in two years: somebody has looked and it still holds."""
    case.record.review_on = case.today + REVIEW_AFTER


def note_day(session: Session, case: Case, event: Event) -> None:
    """Keep the day on which it was published, and tell those who follow its tags."""
    case.record.published_on = case.today
    enqueue(session, TELL, record_id=case.record.id, cause=f"followed:{event.id}")


LESSON_EFFECTS: dict[str, Effect] = {
    "find_confirmers": find_confirmers,
    "note_publication": note_publication,
    "note_decision": note_decision,
    "note_result": note_result,
    "renew_review": renew_review,
}
KNOWLEDGE_EFFECTS: dict[str, Effect] = {
    "note_day": note_day,
    "note_decision": note_decision,
    "note_result": note_result,
}
