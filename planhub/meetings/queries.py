"""Reads of committees, meetings, assignments, frozen figures and packs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Integer, Select, Table, func, null, select
from sqlalchemy.orm import Session, selectinload

from planhub.kernel.access import Actor
from planhub.meetings.action_workflow import UNFINISHED
from planhub.meetings.models import (
    ActionItem,
    AgendaItem,
    Committee,
    CommitteeMember,
    Meeting,
    MeetingPack,
    MeetingSnapshot,
    Resolution,
)
from planhub.record.access import visible
from planhub.record.types import registry

_MEETING = cast("Table", Meeting.__table__)
"""The own columns of meetings; joining two types of records would join their common header twice."""


def find_committee(session: Session, code: str) -> Committee | None:
    """Give the committee of that code with its members and their posts, if there is one."""
    members = selectinload(Committee.members).joinedload(CommitteeMember.post)
    return session.scalars(select(Committee).where(Committee.code == code).options(members)).one_or_none()


def list_committees(session: Session) -> Sequence[Committee]:
    """List the committees that still meet."""
    return session.scalars(select(Committee).where(~Committee.is_closed).order_by(Committee.code)).all()


def find_previous(session: Session, meeting: Meeting) -> Meeting | None:
    """Give the meeting of the same committee that was numbered before, unless it was cancelled."""
    query = (
        select(Meeting)
        .where(
            Meeting.committee_code == meeting.committee_code,
            Meeting.held_on <= meeting.held_on,
            Meeting.state != "cancelled",
        )
        .order_by(Meeting.held_on.desc(), Meeting.year_be.desc(), Meeting.seq_no.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()


def of_committee(committee_code: str) -> ColumnElement[bool]:
    """Give the condition that an assignment was given by a meeting of this committee."""
    return ActionItem.meeting_id.in_(select(_MEETING.c.id).where(_MEETING.c.committee_code == committee_code))


def list_unfinished(session: Session, committee_code: str) -> Sequence[ActionItem]:
    """List the assignments of a committee that are not closed, in the order in which they were given."""
    query = (
        select(ActionItem)
        .where(of_committee(committee_code), ActionItem.state.in_(UNFINISHED))
        .order_by(ActionItem.due_on, ActionItem.code)
    )
    return session.scalars(query).all()


class ActionRow(NamedTuple):
    """An assignment with the meeting and resolution that gave it."""

    code: str
    title: str
    what: str
    state: str
    owner_org: str
    post: str | None
    due_on: Any
    result: str | None
    carried: int
    origin: str
    seq_no: int
    year_be: int
    resolution: int


def list_actions(session: Session, *conditions: Any) -> list[ActionRow]:
    """List assignments that meet the conditions, the earliest day first; the caller decides on visibility."""
    query = (
        select(
            ActionItem.code,
            ActionItem.title,
            ActionItem.what,
            ActionItem.state,
            ActionItem.owner_org,
            ActionItem.post,
            ActionItem.due_on,
            ActionItem.result,
            ActionItem.carried,
            ActionItem.origin,
            _MEETING.c.seq_no,
            _MEETING.c.year_be,
            Resolution.number,
        )
        .join(_MEETING, _MEETING.c.id == ActionItem.meeting_id)
        .join(Resolution, Resolution.id == ActionItem.resolution_id)
        .where(*conditions)
        .order_by(ActionItem.due_on, ActionItem.code)
    )
    return [ActionRow._make(row) for row in session.execute(query)]


class ReadyPack(NamedTuple):
    """The newest finished pack of a meeting."""

    version: int
    sha256: str
    agenda_hash: str


def find_ready_pack(session: Session, meeting_id: str) -> ReadyPack | None:
    """Give the newest finished pack with the hash of the agenda that it shows."""
    query = (
        select(MeetingPack.version, MeetingPack.sha256, MeetingSnapshot.agenda_hash)
        .join(MeetingSnapshot, MeetingSnapshot.id == MeetingPack.snapshot_id)
        .where(MeetingPack.meeting_id == meeting_id, MeetingPack.state == "ready")
        .order_by(MeetingPack.version.desc())
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    return ReadyPack._make(row) if row else None


def find_snapshot(session: Session, meeting_id: str, kind: str = "pack") -> MeetingSnapshot | None:
    """Give the newest frozen figures of a meeting, if there are any."""
    query = (
        select(MeetingSnapshot)
        .where(MeetingSnapshot.meeting_id == meeting_id, MeetingSnapshot.kind == kind)
        .order_by(MeetingSnapshot.number.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()


class Frozen(NamedTuple):
    """Frozen figures without their text, and the pack that shows them (None while there is none)."""

    number: int
    as_of: datetime
    agenda_hash: str
    content_hash: str
    length: int
    """Characters of the frozen text."""
    pack: MeetingPack | None


def list_frozen(session: Session, meeting_id: str, *, limit: int = 8) -> list[Frozen]:
    """List the newest frozen figures of a meeting, each once for every pack that shows it, the newest pack first."""
    one = MeetingSnapshot
    query = (
        select(one.number, one.as_of, one.agenda_hash, one.content_hash, func.length(one.body), MeetingPack)
        .outerjoin(MeetingPack, MeetingPack.snapshot_id == one.id)
        .where(one.meeting_id == meeting_id, one.kind == "pack")
        .order_by(one.number.desc(), MeetingPack.version.desc())
        .limit(limit)
    )
    return [Frozen._make(row) for row in session.execute(query)]


def find_pack(session: Session, meeting_id: str, version: int | None = None) -> MeetingPack | None:
    """Give a pack of the meeting by its version, else the newest one, finished or not."""
    query = select(MeetingPack).where(MeetingPack.meeting_id == meeting_id)
    if version is not None:
        query = query.where(MeetingPack.version == version)
    return session.scalars(query.order_by(MeetingPack.version.desc()).limit(1)).one_or_none()


def list_meetings(session: Session, actor: Actor, committee_code: str, *, limit: int = 50) -> Sequence[Any]:
    """List the meetings of a committee that the actor may see, the newest first."""
    rt = registry.get("meetings")
    query = (
        select(Meeting.code, Meeting.title, Meeting.state, Meeting.held_on, Meeting.seq_no, Meeting.year_be)
        .where(Meeting.committee_code == committee_code, visible(actor, rt.view, rt))
        .order_by(Meeting.held_on.desc(), Meeting.code.desc())
        .limit(limit)
    )
    return session.execute(query).all()


def list_actions_of(session: Session, actor: Actor, meeting_id: str) -> list[ActionRow]:
    """List what a meeting assigned, as far as the actor may see it."""
    rt = registry.get("action-items")
    return list_actions(session, ActionItem.meeting_id == meeting_id, visible(actor, rt.view, rt))


HELD = ("adjourned", "minutes_draft", "minutes_circulated", "minutes_adopted", "closed")
"""States of a meeting that has taken place."""


def last_talk_by_record(record_ids: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """Give the query of the day of the last meeting that was held with each record on its agenda."""
    return (
        select(AgendaItem.about_id, null().cast(Integer), func.max(Meeting.held_on))
        .join_from(AgendaItem, Meeting, AgendaItem.record_id == Meeting.id)
        .where(AgendaItem.about_id.in_(record_ids), Meeting.state.in_(HELD))
        .group_by(AgendaItem.about_id)
    )
