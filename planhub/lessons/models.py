"""The tables of lessons, of their use elsewhere, and of the Knowledge Stock."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planhub.activities.models import JointActivity
from planhub.infra.db import Audited, Model
from planhub.kernel.ids import new_id
from planhub.kernel.text import Text as Words
from planhub.lessons import choices
from planhub.mou.choices import keys
from planhub.progress.models import ProgressReport
from planhub.record.models import RESTRICT, Record


class Lesson(Record):
    """What was tried, what came of it and under which conditions; `title` names it in one line."""

    __tablename__ = "lesson"
    __table_args__ = (  # type: ignore[assignment]  # SQLAlchemy reads it per class
        CheckConstraint(f"kind IN ({keys(choices.KINDS)})", name="kind"),
        CheckConstraint(f"visibility IN ({keys(choices.VISIBILITIES)})", name="visibility"),
        Index("ix_lesson_activity_id", "activity_id"),
        Index("ix_lesson_replaces_id", "replaces_id"),
    )

    id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete=RESTRICT), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), default="practice")
    context: Mapped[str | None] = mapped_column(Text)
    """Place, people and starting point."""
    what_was_done: Mapped[str | None] = mapped_column(Text)
    result: Mapped[str | None] = mapped_column(Text)
    evidence: Mapped[str | None] = mapped_column(Text)
    """What the result can be seen from: figures, documents, witnesses."""
    success_factors: Mapped[str | None] = mapped_column(Text)
    """Conditions without which it would not have worked."""
    problems_and_solutions: Mapped[str | None] = mapped_column(Text)
    do_not_repeat: Mapped[str | None] = mapped_column(Text)
    usable_where: Mapped[str | None] = mapped_column(Text)
    """Places and groups for which it may work too."""
    policy_proposal: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    """Where it can be read up, and who drew it (by post)."""
    directions: Mapped[list[Any]] = mapped_column(default=list)
    """Keys of the six agreed directions."""
    areas: Mapped[list[Any]] = mapped_column(default=list)
    """Area codes (2, 4 or 6 digits); empty for a lesson from abroad."""
    agencies: Mapped[list[Any]] = mapped_column(default=list)
    """Codes of the agencies that it names; each confirms the facts."""
    visibility: Mapped[str] = mapped_column(String(10), default="partners")
    no_personal_data: Mapped[bool] = mapped_column(default=False)
    """The author has looked: it holds nobody's personal data."""
    photo_consent: Mapped[bool] = mapped_column(default=False)
    """Everybody who can be recognised in its photographs has agreed."""
    activity_id: Mapped[str | None] = mapped_column(ForeignKey("activity.id", ondelete=RESTRICT))
    """The activity in which it was learnt."""
    replaces_id: Mapped[str | None] = mapped_column(ForeignKey("lesson.id", ondelete=RESTRICT))
    """The older lesson in whose place it stands once it is published."""
    report_id: Mapped[str | None] = mapped_column(
        ForeignKey("progress_report.id", ondelete=RESTRICT), unique=True
    )
    """The report from which it was harvested; a report is harvested once."""
    published_on: Mapped[date | None]
    """The day on which it was last published."""
    review_on: Mapped[date | None]
    """The day on which somebody should ask whether it still holds."""

    activity: Mapped[JointActivity | None] = relationship(lazy="raise_on_sql", foreign_keys=[activity_id])
    report: Mapped[ProgressReport | None] = relationship(lazy="raise_on_sql", foreign_keys=[report_id])
    replaces: Mapped[Lesson | None] = relationship(
        lazy="raise_on_sql", foreign_keys=[replaces_id], remote_side=lambda: Lesson.__table__.c.id
    )
    reuses: Mapped[list[LessonReuse]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="LessonReuse.decided_on, LessonReuse.id"
    )

    __mapper_args__ = {"polymorphic_identity": "lessons"}  # noqa: RUF012 - SQLAlchemy's own form


class LessonReuse(Audited, Model):
    """That an agency took up a lesson for one of its activities, or decided against it; the proof of its worth."""

    __tablename__ = "lesson_reuse"
    __table_args__ = (
        UniqueConstraint("record_id", "activity_id"),
        CheckConstraint(f"status IN ({keys(choices.REUSE_STATUSES)})", name="status"),
        CheckConstraint(f"result IN ({keys(choices.RESULTS)})", name="result"),
        Index("ix_lesson_reuse_activity_id", "activity_id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("lesson.id", ondelete=RESTRICT))
    activity_id: Mapped[str] = mapped_column(ForeignKey("activity.id", ondelete=RESTRICT))
    org: Mapped[str] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT))
    """The agency that decided."""
    status: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(Text)
    """How it is to be used, or why not."""
    decided_on: Mapped[date]
    result: Mapped[str | None] = mapped_column(String(10))
    """What came of it; None until that is known."""
    result_note: Mapped[str | None] = mapped_column(Text)
    result_on: Mapped[date | None]
    activity: Mapped[JointActivity] = relationship(lazy="raise_on_sql", foreign_keys=[activity_id])

    @property
    def label(self) -> Words:
        """What came of it, or the decision as long as that is not known."""
        return (
            dict(choices.RESULTS)[self.result] if self.result else dict(choices.REUSE_STATUSES)[self.status]
        )

    @property
    def tone(self) -> str:
        """The tone by which templates draw it."""
        tones = {"worked": "good", "partly": "wait", "not": "bad", "adopted": "active"}
        return tones.get(self.result or self.status, "ended")


class KnowledgeItem(Record):
    """A technology, innovation or way of working that is ready for others; `title` is its name."""

    __tablename__ = "knowledge_item"
    __table_args__ = (  # type: ignore[assignment]  # SQLAlchemy reads it per class
        CheckConstraint("trl BETWEEN 1 AND 9", name="trl"),
        CheckConstraint("srl BETWEEN 1 AND 9", name="srl"),
        CheckConstraint("cost_per_unit >= 0", name="cost_per_unit"),
        CheckConstraint("users_so_far >= 0", name="users_so_far"),
        Index("ix_knowledge_item_trl", "trl"),
    )

    id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete=RESTRICT), primary_key=True)
    problem: Mapped[str | None] = mapped_column(Text)
    """The problem that it solves, and for whom."""
    holder: Mapped[str | None] = mapped_column(String(300))
    """The university, community or agency whose work it is; the owner of the record looks after the entry."""
    directions: Mapped[list[Any]] = mapped_column(default=list)
    trl: Mapped[int | None]
    """Technology readiness, 1-9."""
    srl: Mapped[int | None]
    """Societal readiness, 1-9."""
    cost_per_unit: Mapped[int | None] = mapped_column(BigInteger)
    """Satang for one `unit`."""
    unit: Mapped[str | None] = mapped_column(String(60))
    conditions: Mapped[str | None] = mapped_column(Text)
    """What must be there for it to work, and rights that bind its use."""
    users_so_far: Mapped[int | None]
    """Households, groups or sites that use it, in whatever `unit` says."""
    contact_post: Mapped[str | None] = mapped_column(ForeignKey("post.id", ondelete=RESTRICT))
    """Whom to ask: a post, not a person."""
    areas: Mapped[list[Any]] = mapped_column(default=list)
    """Codes of the areas in which it is used."""
    published_on: Mapped[date | None]

    __mapper_args__ = {"polymorphic_identity": "knowledge-items"}  # noqa: RUF012 - SQLAlchemy's own form

    def readiness(self, name: str) -> Words | None:
        """Say in words what the level of `trl` or `srl` means; None where it is not given."""
        level = getattr(self, name)
        return dict(choices.TRL if name == "trl" else choices.SRL)[str(level)] if level else None
