"""Reads of a sitting meeting: the floor, what is being worded, who left the room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.meetings.models import AgendaItem, Meeting, Resolution
from planhub.meetings.session.models import FloorItem, MeetingFloor, Recusal, ResolutionRoom
from planhub.record.access import visible
from planhub.record.types import registry


@dataclass(frozen=True)
class Floor:
    """What is on the table of one meeting."""

    item_id: str | None
    """The matter that is talked about now."""
    version: int
    drafts: Mapping[str, FloorItem]
    """What is being worded, by matter."""
    recusals: Mapping[str, Sequence[Recusal]]
    """Who left the room, by matter."""

    def version_of(self, item_id: str) -> int:
        """Give the version of a matter's wording; 0 while nobody has written."""
        draft = self.drafts.get(item_id)
        return draft.version if draft else 0


def read_floor(session: Session, meeting: Meeting) -> Floor:
    """Give the floor of a meeting, in three statements."""
    row = session.get(MeetingFloor, meeting.id, populate_existing=True)
    drafts = session.scalars(select(FloorItem).where(FloorItem.meeting_id == meeting.id)).all()
    recusals: dict[str, list[Recusal]] = {}
    query = (
        select(Recusal)
        .join(AgendaItem, AgendaItem.id == Recusal.item_id)
        .where(AgendaItem.record_id == meeting.id)
        .order_by(Recusal.left_at, Recusal.id)
    )
    for one in session.scalars(query):
        recusals.setdefault(one.item_id, []).append(one)
    return Floor(
        row.item_id if row else None,
        row.version if row else 0,
        {d.item_id: d for d in drafts},
        recusals,
    )


def withdrawals(session: Session, meeting_id: str) -> Mapping[str, str]:
    """Give the matters of a meeting that were withdrawn, with the reason."""
    query = select(FloorItem.item_id, FloorItem.withdrawn).where(
        FloorItem.meeting_id == meeting_id, FloorItem.withdrawn.is_not(None)
    )
    return {item_id: reason or "" for item_id, reason in session.execute(query)}


def rooms_of(session: Session, meeting_id: str) -> Mapping[str, ResolutionRoom]:
    """Give who was entitled, by resolution."""
    query = (
        select(ResolutionRoom)
        .join(Resolution, Resolution.id == ResolutionRoom.resolution_id)
        .where(Resolution.record_id == meeting_id)
    )
    return {row.resolution_id: row for row in session.scalars(query)}


def floor_version(session: Session, actor: Actor, code: str) -> int | None:
    """Give the number of the floor of a meeting that the actor may see, in one light statement; None where there is none."""
    rt = registry.get("meetings")
    query: Any = (
        select(func.coalesce(MeetingFloor.version, 0) * 100_000 + Meeting.version)
        .select_from(Meeting)
        .outerjoin(MeetingFloor, MeetingFloor.meeting_id == Meeting.id)
        .where(Meeting.code == code, visible(actor, rt.view, rt))
    )
    found: int | None = session.scalar(query)
    return found
