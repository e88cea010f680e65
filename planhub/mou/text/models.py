"""The tables behind the text of MOUs: the library's clauses and templates by edition, and what people are typing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planhub.infra.db import Audited, Model
from planhub.kernel.ids import new_id
from planhub.kernel.text import Text as Words
from planhub.mou import choices
from planhub.record.models import RESTRICT


class LibraryClause(Audited, Model):
    """An edition of a clause of the library; rows are only ever added, so that a text's origin stays to be read."""

    __tablename__ = "mou_library_clause"
    __table_args__ = (
        UniqueConstraint("key", "n"),
        CheckConstraint("n >= 1", name="n"),
        CheckConstraint(f"kind IN ({choices.keys(choices.CLAUSE_KINDS)})", name="kind"),
        CheckConstraint("until_year >= from_year", name="years"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(40))
    """What the clause is called in templates and in texts that were made from it."""
    n: Mapped[int]
    """The edition: 1, 2, …"""
    heading: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(10))
    from_year: Mapped[int | None]
    """First fiscal year (B.E.) whose texts it is meant for; None: any."""
    until_year: Mapped[int | None]
    """Last fiscal year (B.E.); None: until a newer edition."""
    note: Mapped[str | None] = mapped_column(Text)
    """What was changed, and why."""
    author_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT))
    author_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


class LibraryTemplate(Audited, Model):
    """An edition of a template: with which clauses, in which order, a new text begins."""

    __tablename__ = "mou_library_template"
    __table_args__ = (
        UniqueConstraint("key", "n"),
        CheckConstraint("n >= 1", name="n"),
        CheckConstraint(
            f"instrument_type IN ({choices.keys(choices.INSTRUMENT_TYPES)})", name="instrument_type"
        ),
        CheckConstraint(
            f"cooperation_kind IN ({choices.keys(choices.COOPERATION_KINDS)})", name="cooperation_kind"
        ),
        CheckConstraint(
            f"cooperation_sub IN ({choices.keys(choices.COOPERATION_SUBKINDS)})", name="cooperation_sub"
        ),
        CheckConstraint("until_year >= from_year", name="years"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(40))
    n: Mapped[int]
    label_th: Mapped[str] = mapped_column(String(200))
    label_en: Mapped[str] = mapped_column(String(200))
    instrument_type: Mapped[str] = mapped_column(String(20))
    cooperation_kind: Mapped[str | None] = mapped_column(String(20))
    """None: for every kind of cooperation."""
    cooperation_sub: Mapped[str | None] = mapped_column(String(30))
    background: Mapped[str] = mapped_column(Text)
    """The reasons; each line a paragraph."""
    clauses: Mapped[list[Any]] = mapped_column(default=list)
    """Keys of the library's clauses, in order."""
    from_year: Mapped[int | None]
    until_year: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(Text)
    author_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT))
    author_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]

    @property
    def label(self) -> Words:
        """Its name."""
        return Words(self.label_th, self.label_en)

    @property
    def edition(self) -> str:
        """Key and edition, as texts keep it."""
        return f"{self.key}@{self.n}"


class ClauseDraft(Model):
    """What somebody is typing into a clause and has not saved: nothing typed is lost, and others see who is at work."""

    __tablename__ = "mou_clause_draft"
    __table_args__ = (
        UniqueConstraint("clause_id", "user_id"),
        Index("ix_mou_clause_draft_record_id", "record_id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("mou.id", ondelete=RESTRICT))
    clause_id: Mapped[str | None] = mapped_column(ForeignKey("mou_clause.id", ondelete="SET NULL"))
    """None: somebody took the clause out meanwhile; what was typed stays."""
    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT))
    user_name: Mapped[str] = mapped_column(String(200))
    heading: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    base_heading: Mapped[str] = mapped_column(Text, default="")
    base_body: Mapped[str] = mapped_column(Text, default="")
    """What the clause said when the typing began."""
    typed_at: Mapped[datetime | None]
    """When something was last typed; None: the clause only stands open."""
    seen_at: Mapped[datetime]
    """The last sign that the clause still stands open on somebody's screen."""
