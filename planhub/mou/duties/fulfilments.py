"""What the parties said of their duties: the history behind the register of obligations."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from planhub.infra.db import Audited, Model
from planhub.kernel.ids import new_id
from planhub.mou import choices
from planhub.record.models import RESTRICT


class MouFulfilment(Audited, Model):
    """One word on one duty, for one of its periods; the newest counts, the earlier ones stay as history."""

    __tablename__ = "mou_fulfilment"
    __table_args__ = (
        CheckConstraint(f"status IN ({choices.keys(choices.FULFILMENT_STATES)})", name="status"),
        CheckConstraint(
            "status <> 'done' OR evidence_id IS NOT NULL OR attachment_id IS NOT NULL OR note IS NOT NULL",
            name="evidence",
        ),
        Index("ix_mou_fulfilment_record_id", "record_id", "obligation_id", "at"),
        Index("ix_mou_fulfilment_obligation_id", "obligation_id", "at"),
        Index("ix_mou_fulfilment_evidence_id", "evidence_id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("mou.id", ondelete=RESTRICT))
    obligation_id: Mapped[str] = mapped_column(ForeignKey("mou_obligation.id", ondelete=RESTRICT))
    period: Mapped[date | None]
    """The day on which that period of a recurring duty was due; None for a duty of one time."""
    status: Mapped[str] = mapped_column(String(10))
    evidence_id: Mapped[str | None] = mapped_column(ForeignKey("record.id", ondelete=RESTRICT))
    """The activity, report or meeting that shows it."""
    attachment_id: Mapped[str | None] = mapped_column(ForeignKey("attachment.id", ondelete=RESTRICT))
    note: Mapped[str | None] = mapped_column(Text)
    """What was done, or why not."""
    org: Mapped[str | None] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT))
    """The agency that says so."""
    by_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT))
    by_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
