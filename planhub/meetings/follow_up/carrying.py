"""Assignments come back by themselves: into the next agenda, counted once a meeting, until they are closed."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.workflow import Case
from planhub.meetings.follow_up.models import ActionCarry
from planhub.meetings.models import ActionItem, AgendaItem, Meeting
from planhub.meetings.services import add_arising
from planhub.record import flow, services
from planhub.record.models import Event
from planhub.record.types import Effect, registry

OPEN = ("open", "doing", "carried")
"""States of an assignment that is not done."""
SAT = ("in_session", "adjourned", "minutes_draft", "minutes_circulated", "minutes_adopted", "closed")
COMING = ("draft", "invited", "postponed")
"""States of a meeting whose agenda still takes matters."""


def find_uncounted(session: Session, action: ActionItem, states: Sequence[str]) -> Meeting | None:
    """Give the newest meeting in one of these states on whose agenda the assignment stood and was not yet counted."""
    counted = select(ActionCarry.meeting_id).where(
        ActionCarry.action_id == action.id, ActionCarry.meeting_id.is_not(None)
    )
    query = (
        select(Meeting)
        .join(AgendaItem, AgendaItem.record_id == Meeting.id)
        .where(AgendaItem.about_id == action.id, Meeting.state.in_(states), Meeting.id.not_in(counted))
        .order_by(Meeting.held_on.desc(), Meeting.seq_no.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()


def carry(session: Session, case: Case, _event: Event) -> None:
    """The meeting gives the assignment a new day."""
    action = case.record
    action.due_on = case.values["due_on"]
    meeting = find_uncounted(session, action, SAT)
    if meeting is None and _dated(session, action):
        return  # its last meeting has counted it already; only the day is new
    _count(session, action, meeting, is_by_hand=True)


def _dated(session: Session, action: ActionItem) -> bool:
    """Write the new day into the newest count where that went by itself; tell whether it did."""
    query = (
        select(ActionCarry).where(ActionCarry.action_id == action.id).order_by(ActionCarry.at.desc()).limit(1)
    )
    row = session.scalars(query).one_or_none()
    if row is None or row.is_by_hand or row.meeting_id is None:
        return False
    row.is_by_hand, row.due_on = True, action.due_on
    return True


def go_on(session: Session, case: Case, _event: Event) -> None:
    """The meeting is over and the assignment is still open: it goes on to the next one."""
    action = case.record
    _count(session, action, find_uncounted(session, action, SAT[1:]), is_by_hand=False)


def _count(session: Session, action: ActionItem, meeting: Meeting | None, *, is_by_hand: bool) -> None:
    action.carried += 1
    session.add(
        ActionCarry(
            action_id=action.id,
            meeting_id=meeting.id if meeting else None,
            due_on=action.due_on,
            is_by_hand=is_by_hand,
            at=clock.now(),
        )
    )
    session.flush()  # the same meeting must not be counted again


def go_through(session: Session, case: Case, event: Event) -> None:
    """At the end of a meeting: adopt what it adopted, count what is still open, and bring that into coming agendas.

    Other records point back at the meeting, and reading them lets go of its lists; it is read whole again at the end.
    """
    meeting: Meeting = case.record
    abouts = [(item.about.type, item.about.id) for item in meeting.agenda if item.about is not None]
    session.flush()  # what is read next must see what this meeting wrote
    for kind, record_id in abouts:
        if kind == "meetings":
            _advance(session, kind, record_id, event)
    stood = [record_id for kind, record_id in abouts if kind == "action-items"]
    open_ones = select(ActionItem.id).where(ActionItem.id.in_(stood), ActionItem.state.in_(OPEN))
    for action_id in session.scalars(open_ones.order_by(ActionItem.code)).all():
        _advance(session, "action-items", action_id, event)
    _bring_back(session, case)
    session.flush()  # the meeting is read anew
    services.load(session, registry.get("meetings"), meeting.id, lock=True)


def _advance(session: Session, kind: str, record_id: str, cause: Event) -> None:
    record = services.load(session, registry.get(kind), record_id, lock=True)
    flow.advance(session, record, cause=cause)


def _bring_back(session: Session, case: Case) -> None:
    coming = select(Meeting.id).where(
        Meeting.committee_code == case.record.committee_code,
        Meeting.state.in_(COMING),
        Meeting.id != case.record.id,
    )
    for meeting_id in session.scalars(coming.order_by(Meeting.held_on, Meeting.seq_no)).all():
        following = services.load(session, registry.get("meetings"), meeting_id, lock=True)
        if add_arising(session, following):
            services.refresh(session, case.actor, following)


EFFECTS: dict[str, Effect] = {"go_through": go_through}
ACTION_EFFECTS: dict[str, Effect] = {"carry": carry, "go_on": go_on}
