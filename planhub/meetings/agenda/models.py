"""Matters that agencies propose for the agenda; the secretariat takes them in or says why not."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from planhub.infra.db import Audited, Model
from planhub.kernel import text
from planhub.kernel.fields import Choice
from planhub.kernel.ids import new_id
from planhub.record.models import RESTRICT

PROPOSED, ACCEPTED, DECLINED, WITHDRAWN = "proposed", "accepted", "declined", "withdrawn"

PROPOSAL_STATES: tuple[Choice, ...] = (
    (PROPOSED, text.Text("รอฝ่ายเลขานุการพิจารณา", "Waits for the secretariat")),
    (ACCEPTED, text.Text("บรรจุในระเบียบวาระแล้ว", "On the agenda")),
    (DECLINED, text.Text("ไม่บรรจุ", "Declined")),
    (WITHDRAWN, text.Text("ถอนเรื่อง", "Withdrawn")),
)
"""Where a proposal stands."""


class MeetingProposal(Audited, Model):
    """A matter that an agency wants on the agenda, with the decision that it asks for."""

    __tablename__ = "meeting_proposal"
    __table_args__ = (
        CheckConstraint("state IN ('proposed', 'accepted', 'declined', 'withdrawn')", name="state"),
        CheckConstraint("section IN ('4', '5')", name="section"),
        CheckConstraint("state <> 'declined' OR reason IS NOT NULL", name="reason"),
        Index("ix_meeting_proposal_record_id", "record_id", "at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("meeting.id", ondelete=RESTRICT))
    org: Mapped[str] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT))
    """The agency that proposes."""
    section: Mapped[str] = mapped_column(String(1), default="5")
    title: Mapped[str] = mapped_column(String(500))
    requested: Mapped[str | None] = mapped_column(String(10))
    """The kind of resolution that is asked for."""
    background: Mapped[str | None] = mapped_column(Text)
    proposal: Mapped[str | None] = mapped_column(Text)
    draft_resolution: Mapped[str | None] = mapped_column(Text)
    minutes: Mapped[int | None]
    """How long it may take, in minutes."""
    about_id: Mapped[str | None] = mapped_column(ForeignKey("record.id", ondelete=RESTRICT))
    attachment_id: Mapped[str | None] = mapped_column(ForeignKey("attachment.id", ondelete=RESTRICT))
    """The paper that came with it."""
    state: Mapped[str] = mapped_column(String(10), default=PROPOSED)
    by_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT))
    by_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(String(1000))
    """Why it was declined or withdrawn."""
    answered_name: Mapped[str | None] = mapped_column(String(200))
    answered_at: Mapped[datetime | None]
