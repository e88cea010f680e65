"""The tables of a meeting that sits: what is on the table, what is being worded, who left the room."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planhub.infra.db import Audited, Model
from planhub.kernel.ids import new_id
from planhub.record.models import RESTRICT


class MeetingFloor(Model):
    """What a sitting meeting shows to the room; its number tells a second screen whether anything changed."""

    __tablename__ = "meeting_floor"

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id", ondelete=RESTRICT), primary_key=True)
    item_id: Mapped[str | None] = mapped_column(ForeignKey("meeting_item.id", ondelete=RESTRICT))
    """The matter that the meeting talks about now."""
    version: Mapped[int] = mapped_column(default=1)
    """One more with every change of anything that the room may see."""
    at: Mapped[datetime]


class FloorItem(Model):
    """What is being worded on one matter: several secretaries may write, and none overwrites another unseen."""

    __tablename__ = "meeting_floor_item"
    __table_args__ = (
        CheckConstraint("version >= 0", name="version"),
        Index("ix_meeting_floor_item_meeting_id", "meeting_id"),
    )

    item_id: Mapped[str] = mapped_column(ForeignKey("meeting_item.id", ondelete=RESTRICT), primary_key=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id", ondelete=RESTRICT))
    version: Mapped[int] = mapped_column(default=1)
    """One more with every save; a save names the one that it was made on."""
    discussion: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str | None] = mapped_column(String(10))
    """The kind of resolution that is being worded."""
    text: Mapped[str] = mapped_column(Text, default="")
    assign_org: Mapped[str | None] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT))
    assign_post: Mapped[str | None] = mapped_column(String(200))
    assign_what: Mapped[str | None] = mapped_column(Text)
    assign_due: Mapped[date | None]
    withdrawn: Mapped[str | None] = mapped_column(Text)
    """Why the matter was withdrawn (ถอนเรื่อง); None: it was not."""
    edited_by: Mapped[str | None] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT))
    edited_name: Mapped[str] = mapped_column(String(200), default="")
    edited_at: Mapped[datetime]


class Recusal(Audited, Model):
    """Somebody has an interest in a matter and leaves the room while it is dealt with."""

    __tablename__ = "meeting_recusal"
    __table_args__ = (UniqueConstraint("item_id", "attendee_id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    item_id: Mapped[str] = mapped_column(ForeignKey("meeting_item.id", ondelete=RESTRICT))
    attendee_id: Mapped[str] = mapped_column(ForeignKey("meeting_attendee.id", ondelete=RESTRICT))
    cause: Mapped[str] = mapped_column(String(300))
    left_at: Mapped[datetime]


class ResolutionRoom(Model):
    """Who was entitled to decide when a resolution was made, and who had left the room; written once."""

    __tablename__ = "resolution_room"

    resolution_id: Mapped[str] = mapped_column(
        ForeignKey("meeting_resolution.id", ondelete=RESTRICT), primary_key=True
    )
    entitled: Mapped[list[Any]] = mapped_column(default=list)
    """Members present or represented, as [{name, post, org, kind, stands_for}]."""
    left_room: Mapped[list[Any]] = mapped_column(default=list)
    """Those who had left because of an interest, with the cause."""
    at: Mapped[datetime]
