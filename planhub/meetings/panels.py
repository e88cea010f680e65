"""What meetings show beside a record: the pack of a meeting, and what meetings have to do with any record."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.lessons import queries as lessons
from planhub.lessons.models import Lesson
from planhub.meetings import rules
from planhub.meetings.inviting import answers
from planhub.meetings.inviting.models import ANSWERS
from planhub.meetings.minutes.papers import MINUTED
from planhub.meetings.minutes.papers import may_read as may_read_minutes
from planhub.meetings.minutes.talks import list_talks
from planhub.meetings.models import Meeting
from planhub.meetings.pack import building
from planhub.meetings.queries import list_actions_of, list_frozen
from planhub.record import access
from planhub.record.types import registry

MOST = 5
"""Packs that the panel lists."""


def pack_panel(session: Session, actor: Actor, meeting: Meeting) -> Mapping[str, Any]:
    """Give the newest figures, the packs, how far the newest one is, and whether the reader may make more."""
    frozen = list_frozen(session, meeting.id, limit=MOST)
    built = [(one.pack, one.length) for one in frozen if one.pack]
    newest, length = max(built, key=lambda one: one[0].version, default=(None, 0))
    return {
        "meeting": meeting,
        "frozen": frozen[0] if frozen else None,
        "is_stale": bool(frozen) and frozen[0].agenda_hash != meeting.content_hash,
        "rows": [row for row, _ in built],
        "busy": newest if newest is not None and building.is_busy(newest) else None,
        "progress": building.shown_progress(newest, length) if newest is not None else 0,
        "may_freeze": access.may(actor, rules.FREEZE, meeting),
    }


def assigned_panel(session: Session, actor: Actor, meeting: Meeting) -> Mapping[str, Any] | None:
    """Give what the meeting assigned, as far as the reader may see it; nothing where there is nothing."""
    if not meeting.resolutions:
        return None
    rows = list_actions_of(session, actor, meeting.id)
    return {"rows": rows} if rows else None


def talked_of(session: Session, actor: Actor, record: Any) -> Mapping[str, Any] | None:
    """Give the meetings at which a record was on the agenda, with what was resolved; for the record's own page."""
    rows = list_talks(session, actor, record.id)
    return {"rows": rows} if rows else None


def answers_panel(session: Session, _actor: Actor, meeting: Meeting) -> Mapping[str, Any] | None:
    """Give how many of the invited come, do not come, send somebody, or have not answered; one query."""
    if meeting.state not in answers.ASKED:
        return None
    said = answers.newest(session, meeting)
    asked = [line.post_id for line in answers.invited(meeting)]
    counts = {
        key: sum(row.answer == key for post, row in said.items() if post in asked) for key, _ in ANSWERS
    }
    return {
        "meeting": meeting,
        "choices": ANSWERS,
        "counts": counts,
        "waiting": len(asked) - sum(counts.values()),
    }


def room_panel(_session: Session, actor: Actor, meeting: Meeting) -> Mapping[str, Any] | None:
    """Give the ways into the room and to the minutes, as the state and the reader's rights have them."""
    sits = meeting.state in ("agenda_final", "in_session")
    may_run = sits and access.may(actor, rules.RUN, meeting)
    may_read = meeting.state in MINUTED and may_read_minutes(actor, meeting)
    if not (sits or may_read):
        return None
    return {"meeting": meeting, "sits": sits, "may_run": may_run, "may_read": may_read}


def learnt_panel(session: Session, actor: Actor, meeting: Meeting) -> Mapping[str, Any] | None:
    """Give the lessons that were begun when the meeting was closed, as far as the reader may see them; one query."""
    if meeting.state != "closed":
        return None
    cards = lessons.seen(session, actor, Lesson.begun_from_id == meeting.id)
    states = {s.key: s for s in registry.get("lessons").workflow.states}
    return {"cards": cards, "states": states} if cards else None
