"""The tables of lessons, of their use elsewhere, and of the Knowledge Stock."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Connection,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    delete,
    event,
    exists,
    insert,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from planhub.activities.models import JointActivity
from planhub.infra.db import Audited, Model
from planhub.kernel.ids import new_id
from planhub.kernel.text import Text as Words
from planhub.lessons import choices, readiness, terrain
from planhub.lessons.evidence import strength
from planhub.mou.choices import keys
from planhub.plans.models import IntegratedPlan
from planhub.progress.models import ProgressReport
from planhub.record.models import RESTRICT, Record


class Lesson(Record):
    """What was tried, what came of it and under which conditions; `title` names it in one line."""

    __tablename__ = "lesson"
    __table_args__ = (  # type: ignore[assignment]  # SQLAlchemy reads it per class
        CheckConstraint(f"kind IN ({keys(choices.KINDS)})", name="kind"),
        CheckConstraint(f"visibility IN ({keys(choices.VISIBILITIES)})", name="visibility"),
        CheckConstraint(f"readiness IN ({keys(choices.BANDS)})", name="readiness"),
        Index("ix_lesson_activity_id", "activity_id"),
        Index("ix_lesson_begun_from_id", "begun_from_id"),
        Index("ix_lesson_review_on", "review_on"),
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
    cost: Mapped[str | None] = mapped_column(String(500))
    """What it took: money, people, time."""
    source: Mapped[str | None] = mapped_column(Text)
    """Where it can be read up, and who drew it (by post)."""
    expected: Mapped[str | None] = mapped_column(Text)
    """The review after action (AAR): what was expected."""
    happened: Mapped[str | None] = mapped_column(Text)
    """AAR: what happened in truth."""
    because: Mapped[str | None] = mapped_column(Text)
    """AAR: why the two differ; causes, never culprits."""
    next_time: Mapped[str | None] = mapped_column(Text)
    """AAR: what will be done the next time."""
    reviewed_on: Mapped[date | None]
    """AAR: the day on which people sat together."""
    reviewed_by: Mapped[str | None] = mapped_column(Text)
    """AAR: who took part, by post."""
    target_groups: Mapped[list[Any]] = mapped_column(default=list)
    """Keys of the groups whose problem it was."""
    area_types: Mapped[list[Any]] = mapped_column(default=list)
    """Keys of the kinds of area in which it holds; empty: those of its areas."""
    readiness: Mapped[str | None] = mapped_column(String(10))
    """How often it has proved itself: a band of readiness."""
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
    begun_from_id: Mapped[str | None] = mapped_column(ForeignKey("record.id", ondelete=RESTRICT))
    """The record, of whichever type, on whose page or by whose move it was captured."""
    begun_key: Mapped[str | None] = mapped_column(String(120), unique=True, info={"noisy": True})
    """What it was captured from, so that the same thing is captured once."""
    compared_with: Mapped[list[Any]] = mapped_column(default=list, info={"noisy": True})
    """Codes of the published lessons nearest to it on the day on which it was published."""
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
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        order_by="LessonReuse.decided_on, LessonReuse.id",
        foreign_keys="LessonReuse.record_id",
        overlaps="reuses",
    )
    photos: Mapped[list[LessonPhoto]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="LessonPhoto.said_on, LessonPhoto.id"
    )

    CONSENTS: ClassVar = choices.CONSENTS
    """Grounds for pictures, for templates."""

    __mapper_args__ = {  # noqa: RUF012 - SQLAlchemy's own form
        "polymorphic_identity": "lessons",
        "inherit_condition": id == Record.id,  # noqa: A003 - the column
    }

    @property
    def strength(self) -> Words:
        """How strong the evidence of its use elsewhere is."""
        return strength(self.reuses)


class LessonReuse(Audited, Model):
    """That an agency took up a lesson or an item for its activity or for a plan, or decided against it; proof of worth."""

    __tablename__ = "lesson_reuse"
    __table_args__ = (
        UniqueConstraint("record_id", "activity_id"),
        UniqueConstraint("record_id", "plan_id"),
        CheckConstraint("(activity_id IS NULL) <> (plan_id IS NULL)", name="subject"),
        CheckConstraint(f"status IN ({keys(choices.REUSE_STATUSES)})", name="status"),
        CheckConstraint(f"result IN ({keys(choices.RESULTS)})", name="result"),
        Index("ix_lesson_reuse_activity_id", "activity_id"),
        Index("ix_lesson_reuse_plan_id", "plan_id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete=RESTRICT))
    """The lesson, or the item of the Knowledge Stock."""
    activity_id: Mapped[str | None] = mapped_column(ForeignKey("activity.id", ondelete=RESTRICT))
    plan_id: Mapped[str | None] = mapped_column(ForeignKey("plan.id", ondelete=RESTRICT))
    """For which activity, or for which plan as a whole."""
    org: Mapped[str] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT))
    """The agency that decided."""
    status: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(Text)
    """How it is to be used, or why not."""
    decided_on: Mapped[date]
    decided_by: Mapped[str | None] = mapped_column(String(200))
    """The post (or, without one, the person) that decided."""
    result: Mapped[str | None] = mapped_column(String(10))
    """What came of it; None until that is known."""
    result_note: Mapped[str | None] = mapped_column(Text)
    result_on: Mapped[date | None]
    activity: Mapped[JointActivity | None] = relationship(lazy="raise_on_sql", foreign_keys=[activity_id])
    plan: Mapped[IntegratedPlan | None] = relationship(lazy="raise_on_sql", foreign_keys=[plan_id])

    @property
    def subject(self) -> Record | None:
        """The activity or the plan."""
        return self.activity or self.plan

    @property
    def label(self) -> Words:
        """What came of it, or the decision as long as that is not known."""
        return (
            dict(choices.RESULTS)[self.result] if self.result else dict(choices.REUSE_STATUSES)[self.status]
        )

    @property
    def tone(self) -> str:
        """The tone by which templates draw it."""
        return choices.REUSE_TONES.get(self.result or self.status, "ended")


class LessonPhoto(Audited, Model):
    """On which ground one picture of a lesson may be shown; a picture without such a row is not published."""

    __tablename__ = "lesson_photo"
    __table_args__ = (
        UniqueConstraint("record_id", "attachment_id"),
        CheckConstraint(f"basis IN ({keys(choices.CONSENTS)})", name="basis"),
        Index("ix_lesson_photo_attachment_id", "attachment_id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("lesson.id", ondelete=RESTRICT))
    attachment_id: Mapped[str] = mapped_column(ForeignKey("attachment.id", ondelete=RESTRICT))
    basis: Mapped[str] = mapped_column(String(10))
    said_by: Mapped[str | None] = mapped_column(String(200))
    """Who vouches for it, by post or name."""
    said_on: Mapped[date]

    @property
    def label(self) -> Words:
        """The ground, in words."""
        return dict(choices.CONSENTS)[self.basis]


class KnowledgeItem(Record):
    """A technology, innovation or way of working that is ready for others; `title` is its name."""

    __tablename__ = "knowledge_item"
    __table_args__ = (  # type: ignore[assignment]  # SQLAlchemy reads it per class
        CheckConstraint("trl BETWEEN 1 AND 9", name="trl"),
        CheckConstraint("srl BETWEEN 1 AND 9", name="srl"),
        CheckConstraint("cost_per_unit >= 0", name="cost_per_unit"),
        CheckConstraint("users_so_far >= 0", name="users_so_far"),
        Index("ix_knowledge_item_trl", "trl"),
        Index("ix_knowledge_item_contact_post", "contact_post"),
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
    contact_title: Mapped[str | None] = mapped_column(String(200))
    """A post outside PlanHub to ask, in words; never a name or a number."""
    areas: Mapped[list[Any]] = mapped_column(default=list)
    """Codes of the areas in which it is used."""
    target_groups: Mapped[list[Any]] = mapped_column(default=list)
    """Keys of the groups whose problem it solves."""
    area_types: Mapped[list[Any]] = mapped_column(default=list)
    """Keys of the kinds of area for which it is made; empty: those of its areas."""
    published_on: Mapped[date | None]

    reuses: Mapped[list[LessonReuse]] = relationship(
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        order_by="LessonReuse.decided_on, LessonReuse.id",
        foreign_keys="LessonReuse.record_id",
        overlaps="reuses",
    )
    related: Mapped[list[KnowledgeLesson]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="KnowledgeLesson.position"
    )

    __mapper_args__ = {"polymorphic_identity": "knowledge-items"}  # noqa: RUF012 - SQLAlchemy's own form

    def level(self, scale: str) -> readiness.Level | None:
        """Say what the level of `trl` or `srl` means; None where it is not given."""
        return readiness.level(scale, getattr(self, scale))

    @property
    def band(self) -> str | None:
        """Key of the band of readiness in which it stands."""
        return readiness.band(self.trl, self.srl)

    @property
    def strength(self) -> Words:
        """How strong the evidence of its use elsewhere is."""
        return strength(self.reuses)


class KnowledgeLesson(Audited, Model):
    """A lesson that tells of using an item."""

    __tablename__ = "knowledge_lesson"
    __table_args__ = (
        UniqueConstraint("record_id", "lesson_id"),
        Index("ix_knowledge_lesson_lesson_id", "lesson_id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("knowledge_item.id", ondelete=RESTRICT))
    position: Mapped[int] = mapped_column(default=1)
    lesson_id: Mapped[str] = mapped_column(ForeignKey("lesson.id", ondelete=RESTRICT))

    lesson: Mapped[Lesson] = relationship(lazy="raise_on_sql", foreign_keys=[lesson_id])


class Tag(Model):
    """By what a lesson or an item is found: derived from its fields whenever it is written, and from nothing else."""

    __tablename__ = "lesson_tag"
    __table_args__ = (
        CheckConstraint("kind IN ('" + "', '".join(choices.TAG_KINDS) + "')", name="kind"),
        Index("ix_lesson_tag_key", "kind", "key", "record_id"),
    )

    record_id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete=RESTRICT), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    key: Mapped[str] = mapped_column(String(120), primary_key=True)


class Follow(Audited, Model):
    """That a person wants to hear of new lessons and items with a tag."""

    __tablename__ = "lesson_follow"
    __table_args__ = (Index("ix_lesson_follow_key", "kind", "key", "user_id"),)

    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    key: Mapped[str] = mapped_column(String(120), primary_key=True)


def tags_of(record: Any) -> set[tuple[str, str]]:
    """Give kind and key of everything by which a lesson or an item is found."""
    areas = record.areas or ()
    kinds_of_area = set(record.area_types or ()) or terrain.types_of(areas)
    if "community_forest" in (record.directions or ()):
        kinds_of_area.add("forest")
    found = {
        "direction": record.directions,
        "target": record.target_groups,
        "area_type": kinds_of_area,
        "province": terrain.provinces_of(areas),
        "region": terrain.regions_of(areas),
        "band": [record.readiness if isinstance(record, Lesson) else record.band],
        "holder": [(record.holder or "")[:120]] if isinstance(record, KnowledgeItem) else [],
    }
    return {(kind, key) for kind, keys_of in found.items() for key in keys_of or () if key}


@event.listens_for(Lesson, "after_insert")
@event.listens_for(KnowledgeItem, "after_insert")
@event.listens_for(Lesson, "after_update")
@event.listens_for(KnowledgeItem, "after_update")
def _keep_tags(_mapper: Any, connection: Connection, record: Any) -> None:
    """Write the tags anew; they are few, and whatever wrote the record they cannot fall behind."""
    connection.execute(delete(Tag).where(Tag.record_id == record.id))
    _write_tags(connection, record)


def fill_tags(session: Session) -> int:
    """Write the tags of lessons and items that have none yet, such as those of an older database; gives how many."""
    count = 0
    for model in (Lesson, KnowledgeItem):
        there = exists().where(Tag.record_id == model.id)
        for record in session.scalars(select(model).where(~there)).all():
            _write_tags(session.connection(), record)
            count += 1
    return count


def _write_tags(connection: Connection, record: Any) -> None:
    rows = [{"record_id": record.id, "kind": kind, "key": key} for kind, key in sorted(tags_of(record))]
    if rows:
        connection.execute(insert(Tag), rows)
