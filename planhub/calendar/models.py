"""Feeds: secret addresses under which a person's own calendar fetches what that person may see."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from planhub.infra.db import Audited, Model
from planhub.kernel.ids import new_id
from planhub.record.models import RESTRICT


class CalendarFeed(Audited, Model):
    """One address; of its secret only the SHA-256 is kept."""

    __tablename__ = "calendar_feed"
    __table_args__ = (
        CheckConstraint("scope IN ('mine', 'agency', 'all')", name="scope"),
        CheckConstraint("plan_id IS NULL OR committee_code IS NULL", name="subject"),
        Index("ix_calendar_feed_user_id", "user_id", "revoked_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, info={"secret": True})
    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT))
    scope: Mapped[str] = mapped_column(String(10))
    """Whose days it tells (`planhub.calendar.queries.SCOPES`)."""
    plan_id: Mapped[str | None] = mapped_column(ForeignKey("plan.id", ondelete=RESTRICT))
    """Only the days of one plan and what belongs to it."""
    committee_code: Mapped[str | None] = mapped_column(ForeignKey("committee.code", ondelete=RESTRICT))
    """Only the meetings of one committee and what they assigned."""
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
