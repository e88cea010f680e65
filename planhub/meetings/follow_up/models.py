"""How often, and where, a meeting found an assignment still open."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planhub.infra.db import Model
from planhub.kernel.ids import new_id
from planhub.record.models import RESTRICT


class ActionCarry(Model):
    """An assignment was on a meeting's agenda and goes on to the next one; written once a meeting."""

    __tablename__ = "action_carry"
    __table_args__ = (
        UniqueConstraint("action_id", "meeting_id"),
        Index("ix_action_carry_meeting_id", "meeting_id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    action_id: Mapped[str] = mapped_column(ForeignKey("action_item.id", ondelete=RESTRICT))
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id", ondelete=RESTRICT))
    """The meeting on whose agenda it stood; None: carried over outside a meeting."""
    due_on: Mapped[date]
    """The day by which it is due from then on."""
    is_by_hand: Mapped[bool] = mapped_column(default=False)
    """The meeting gave it a new day; otherwise it went on by itself."""
    at: Mapped[datetime]
