"""The tables of work that nobody has saved yet; neither is part of a record, of its history or of its hash."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from planhub.infra.db import Model
from planhub.record.models import RESTRICT


class Draft(Model):
    """What one person has typed into one section of a record, or of one not begun yet, and has not saved."""

    __tablename__ = "draft"
    __table_args__ = (
        CheckConstraint("version >= 0", name="version"),
        Index("ix_draft_subject", "subject"),
        Index("ix_draft_at", "at"),
    )

    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT), primary_key=True)
    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    """Id of the record, or `new:` and the type of one that is not begun yet."""
    section: Mapped[str] = mapped_column(String(40), primary_key=True)
    """Key of the section; empty: the whole form. Of a record not begun: from which address it was opened."""
    typed: Mapped[list[Any]] = mapped_column(default=list)
    """Names and texts of the inputs, in pairs."""
    version: Mapped[int] = mapped_column(default=0)
    """The record's version on which the form was opened."""
    base: Mapped[str] = mapped_column(Text, default="")
    """Digests of what the form was opened on (`planhub.ui.drafting.merging`)."""
    at: Mapped[datetime]
    """When something was last typed."""


class Presence(Model):
    """That a person has a record open for changes; the row is kept, and only counts while it is fresh."""

    __tablename__ = "presence"
    __table_args__ = (Index("ix_presence_record_id", "record_id", "seen_at"),)

    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT), primary_key=True)
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete=RESTRICT), primary_key=True)
    section: Mapped[str] = mapped_column(String(40), default="")
    """Where the cursor last stood."""
    user_name: Mapped[str] = mapped_column(String(200))
    seen_at: Mapped[datetime]
    """The last sign of life."""
