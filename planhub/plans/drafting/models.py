"""From which plan a section was copied, so that nobody takes last year's words for this year's."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from planhub.infra.db import Audited, Model
from planhub.record.models import RESTRICT

COPIED = ("situation", "vision", "goals", "parts", "activities")
"""What may be copied, each with a mark of its own."""


class PlanCopy(Audited, Model):
    """That something of a plan was copied from the plan of an earlier year."""

    __tablename__ = "plan_copy"
    __table_args__ = (CheckConstraint(f"what IN ({', '.join(repr(one) for one in COPIED)})", name="what"),)

    record_id: Mapped[str] = mapped_column(ForeignKey("plan.id", ondelete=RESTRICT), primary_key=True)
    what: Mapped[str] = mapped_column(String(20), primary_key=True)
    source_code: Mapped[str] = mapped_column(String(40))
    """Code of the plan that it was copied from."""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of what was copied: while the plan still says that, nobody has worked on it."""
    codes: Mapped[list[Any]] = mapped_column(default=list)
    """Codes of the activities that were begun anew."""
    author_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
