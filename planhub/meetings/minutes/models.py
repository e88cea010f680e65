"""The tables of minutes: who checks them, which corrections were asked for, and the extracts that were given out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planhub.infra.db import Audited, Model
from planhub.kernel.ids import new_id
from planhub.record.models import RESTRICT

OPEN, ACCEPTED, DECLINED = "open", "accepted", "declined"
"""Where a correction stands."""


class MinutesCheck(Audited, Model):
    """Who must check the minutes of a meeting from an account of their own, and which text they have passed."""

    __tablename__ = "minutes_check"

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id", ondelete=RESTRICT), primary_key=True)
    post_id: Mapped[str] = mapped_column(ForeignKey("post.id", ondelete=RESTRICT))
    """The checker's post; its holder passes the text, nobody else."""
    passed_hash: Mapped[str | None] = mapped_column(String(64))
    """What the minutes said when they were passed; another text must be passed again."""
    passed_at: Mapped[datetime | None]
    passed_by: Mapped[str | None] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT))
    passed_name: Mapped[str | None] = mapped_column(String(200))
    remark: Mapped[str | None] = mapped_column(Text)
    """What the checker wants changed; empty once the text was passed."""


class MinutesCorrection(Audited, Model):
    """A wording that somebody who attended asks for, and what the secretariat decided."""

    __tablename__ = "minutes_correction"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number"),
        CheckConstraint(f"status IN ('{OPEN}', '{ACCEPTED}', '{DECLINED}')", name="status"),
        CheckConstraint(f"(status = '{OPEN}') = (decided_at IS NULL)", name="decided"),
        CheckConstraint("number >= 1", name="number"),
        Index("ix_minutes_correction_item_id", "item_id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id", ondelete=RESTRICT))
    number: Mapped[int]
    """1, 2, … within the meeting, without gaps."""
    status: Mapped[str] = mapped_column(String(10), default=OPEN)
    item_id: Mapped[str | None] = mapped_column(ForeignKey("meeting_item.id", ondelete=RESTRICT))
    """The matter it is about; None: place, times or names."""
    resolution_id: Mapped[str | None] = mapped_column(ForeignKey("meeting_resolution.id", ondelete=RESTRICT))
    """The resolution whose text is meant; None: what was said on the matter."""
    place: Mapped[str] = mapped_column(String(300))
    """Where it stands, in words, as the list of corrections prints it."""
    was: Mapped[str] = mapped_column(Text, default="")
    """What the minutes said when it was asked for."""
    wording: Mapped[str] = mapped_column(Text)
    """What they should say."""
    reason: Mapped[str | None] = mapped_column(Text)
    asked_by: Mapped[str | None] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT))
    asked_post: Mapped[str] = mapped_column(String(300))
    """The post from which it was asked for; papers name posts."""
    asked_org: Mapped[str | None] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT))
    asked_at: Mapped[datetime]
    final: Mapped[str | None] = mapped_column(Text)
    """What the minutes say since it was accepted."""
    answer: Mapped[str | None] = mapped_column(Text)
    """Why it was declined, or what is to be said of its acceptance."""
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT))


class ResolutionExtract(Model):
    """A resolution of adopted minutes, given out for the record that it is about; written once."""

    __tablename__ = "resolution_extract"
    __table_args__ = (
        UniqueConstraint("committee_code", "year_be", "number"),
        UniqueConstraint("resolution_id", "snapshot_id"),
        CheckConstraint("number >= 1", name="number"),
        Index("ix_resolution_extract_record_id", "record_id"),
        Index("ix_resolution_extract_meeting_id", "meeting_id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    committee_code: Mapped[str] = mapped_column(ForeignKey("committee.code", ondelete=RESTRICT))
    year_be: Mapped[int]
    """The year (B.E.) of the number: that of the meeting."""
    number: Mapped[int]
    """1, 2, … within the committee's year, without gaps."""
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id", ondelete=RESTRICT))
    resolution_id: Mapped[str] = mapped_column(ForeignKey("meeting_resolution.id", ondelete=RESTRICT))
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete=RESTRICT))
    """The MOU, plan, report or other record that it is about."""
    snapshot_id: Mapped[str] = mapped_column(ForeignKey("meeting_snapshot.id", ondelete=RESTRICT))
    """The sealed minutes from which it is taken."""
    made_at: Mapped[datetime]
