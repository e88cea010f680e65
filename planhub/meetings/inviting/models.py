"""What the invited answer: coming, not coming with its cause, or sending somebody (มาประชุมแทน)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from planhub.infra.db import Audited, Model
from planhub.kernel.fields import Choice
from planhub.kernel.ids import new_id
from planhub.kernel.text import Text
from planhub.record.models import RESTRICT

COMES, CANNOT, SENDS = "comes", "cannot", "sends"

ANSWERS: tuple[Choice, ...] = (
    (COMES, Text("มาประชุม", "Will come")),
    (CANNOT, Text("ไม่มาประชุม", "Cannot come")),
    (SENDS, Text("ส่งผู้แทน (มาประชุมแทน)", "Sends a substitute")),
)
"""What a member may answer to an invitation."""


class MeetingAnswer(Audited, Model):
    """One answer for one seat; the newest for the meeting's day counts, the earlier ones stay as history."""

    __tablename__ = "meeting_answer"
    __table_args__ = (
        CheckConstraint("answer IN ('comes', 'cannot', 'sends')", name="answer"),
        CheckConstraint("answer <> 'cannot' OR cause IS NOT NULL", name="cause"),
        CheckConstraint("answer <> 'sends' OR name IS NOT NULL", name="name"),
        Index("ix_meeting_answer_record_id", "record_id", "post_id", "at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("meeting.id", ondelete=RESTRICT))
    post_id: Mapped[str] = mapped_column(ForeignKey("post.id", ondelete=RESTRICT))
    """The committee's post that is invited."""
    held_on: Mapped[date]
    """The day for which it was answered; a postponed meeting is answered anew."""
    answer: Mapped[str] = mapped_column(String(10))
    cause: Mapped[str | None] = mapped_column(String(300))
    name: Mapped[str | None] = mapped_column(String(200))
    """The substitute."""
    post_title: Mapped[str | None] = mapped_column(String(300))
    """The substitute's post."""
    by_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT))
    by_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
