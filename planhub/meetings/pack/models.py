"""The preview in which agencies explain figures before the pack is built; figures themselves stay as frozen."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from planhub.infra.db import Audited, Model
from planhub.kernel.ids import new_id
from planhub.record.models import RESTRICT


class MeetingPreview(Audited, Model):
    """The time in which agencies may explain the figures of one snapshot."""

    __tablename__ = "meeting_preview"
    __table_args__ = (CheckConstraint("closes_at >= opens_at", name="closes_at"),)

    snapshot_id: Mapped[str] = mapped_column(
        ForeignKey("meeting_snapshot.id", ondelete=RESTRICT), primary_key=True
    )
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    """48 hours after the beginning, unless the secretariat closes it before."""


class MeetingRemark(Audited, Model):
    """An explanation of one figure by one agency, named by its post; printed beside the figure."""

    __tablename__ = "meeting_remark"
    __table_args__ = (Index("ix_meeting_remark_snapshot_id", "snapshot_id", "figure", "at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    snapshot_id: Mapped[str] = mapped_column(ForeignKey("meeting_snapshot.id", ondelete=RESTRICT))
    figure: Mapped[str] = mapped_column(String(60))
    """What is explained: a figure of the first page (`figure:budget`), an activity, an agency's budget, a province."""
    text: Mapped[str] = mapped_column(String(400))
    org: Mapped[str] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT))
    post_title: Mapped[str] = mapped_column(String(300))
    """The post that says so."""
    by_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT))
    by_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
