"""What plans and activities show of lessons: what would help a draft, and what was decided of it."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.lessons import capturing, choices
from planhub.lessons.matching import considered, score, wishes
from planhub.lessons.rules import LESSON_POLICY
from planhub.record import access
from planhub.record.models import Record
from planhub.ui.values import read_names

DRAFTS: Mapping[str, frozenset[str]] = {
    "activities": frozenset({"proposed", "accepted", "planned"}),
    "plans": frozenset({"draft", "collecting", "consolidated"}),
}
"""States in which a plan or an activity can still take something up before work begins."""

ENDED: Mapping[str, frozenset[str]] = {
    "activities": frozenset({"done_reported", "completed"}),
    "plans": frozenset({"closing", "closed"}),
}
"""States in which the result of what was adopted is asked for."""

OFFERED = 4
"""How many are offered at a time; whoever decides on one is offered the next."""


def may_decide(actor: Actor, record: Any) -> bool:
    """Tell whether the actor decides for an activity (its lead) or a plan (an agency that is party to it)."""
    if not LESSON_POLICY.ever(actor, "lesson:reuse"):
        return False
    if record.type == "activities":
        return record.owner_org in actor.orgs
    return bool({row.org_code for row in record.party_rows} & set(actor.orgs))


_WISHES: Mapping[str, Callable[[Any], score.Wanted]] = {
    "activities": wishes.of_activity,
    "plans": wishes.of_plan,
}


def offered(session: Session, actor: Actor, record: Any) -> Mapping[str, Any] | None:
    """Give what would help a draft; one statement, and none where nobody could use it any more."""
    if record.state not in DRAFTS[record.type]:
        return None
    fits = score.fitting(session, actor, _WISHES[record.type](record), limit=OFFERED)
    if not fits:
        return None
    return {
        "fits": fits,
        "subject": record,
        "reasons": score.REASONS,
        "may_decide": may_decide(actor, record),
        "names": read_names(session, orgs={fit.owner_org for fit in fits}),
    }


def decided(session: Session, actor: Actor, record: Any) -> Mapping[str, Any] | None:
    """Give what was learnt in an activity, and what was decided for it or for a plan; one statement."""
    read = considered.of_activity if record.type == "activities" else considered.of_plan
    found = read(session, actor, record.id)
    may_capture = capturing.may_capture(actor)
    if not found and not may_capture:
        return None
    return {
        "rows": found,
        "subject": record,
        "may_capture": may_capture,
        "asks_result": _is_over(record) and may_decide(actor, record),
        "mine": actor.orgs,
        "names": read_names(session, orgs={one.org for one in found if one.org}),
        "LEARNT": considered.LEARNT,
        "results": choices.RESULTS,
    }


def _is_over(record: Any) -> bool:
    return record.state in ENDED[record.type] or bool(record.end and record.end < clock.today())


def source_of(session: Session, actor: Actor, lesson: Any) -> Mapping[str, Any] | None:
    """Give the record from which a lesson was captured; one statement, and none where there is none."""
    if lesson.begun_from_id is None:
        return None
    query = select(Record.type, Record.code, Record.title).where(
        Record.id == lesson.begun_from_id, access.visible_any(actor)
    )
    row = session.execute(query).one_or_none()
    return {"row": row} if row else None
