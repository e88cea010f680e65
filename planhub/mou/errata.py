"""Typing errors that were put right without voiding consents: the log of errata (rule R11)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from planhub.infra.db import Audited, Model
from planhub.kernel.ids import new_id
from planhub.mou import choices
from planhub.record.models import RESTRICT


class MouErratum(Audited, Model):
    """One typing error: proposed by the secretariat, put right once every coordinator has acknowledged it."""

    __tablename__ = "mou_erratum"
    __table_args__ = (
        CheckConstraint(f"status IN ({choices.keys(choices.ERRATUM_STATES)})", name="status"),
        CheckConstraint("(status = 'applied') = (applied_on IS NOT NULL)", name="applied"),
        Index("ix_mou_erratum_record_id", "record_id", "at"),
        Index(
            "uq_mou_erratum_pending",
            "record_id",
            unique=True,
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("mou.id", ondelete=RESTRICT))
    status: Mapped[str] = mapped_column(String(10), default="pending")
    """One of `choices.ERRATUM_STATES`; a record has at most one that is pending."""
    wrong: Mapped[str] = mapped_column(String(200))
    """The words as they stand, found at exactly one place of the text."""
    right: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(300))
    """Where they stand, in words."""
    reason: Mapped[str] = mapped_column(String(4_000))
    """Why it is a typing error."""
    old_hash: Mapped[str] = mapped_column(String(64))
    new_hash: Mapped[str | None] = mapped_column(String(64))
    """Hash of the text after it; what was consented to under the old hash counts for this one."""
    proposed_by: Mapped[str | None] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT))
    proposed_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    applied_on: Mapped[date | None]
    event_id: Mapped[str | None] = mapped_column(ForeignKey("event.id", ondelete=RESTRICT))
    """The event by which it was put right."""
