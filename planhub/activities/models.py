"""The tables of joint activities: who does what where, until when, for what money and with which result."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planhub.activities import choices, measures
from planhub.activities.hundredths import Hundredths
from planhub.infra.db import Audited, Model
from planhub.kernel import clock
from planhub.kernel.ids import new_id
from planhub.kernel.text import Text as Words
from planhub.kernel.thai import fiscal_year
from planhub.mou.models import Mou
from planhub.record.models import RESTRICT, Record

SOURCES = tuple(key for key, _ in choices.BUDGET_SOURCES)
"""The order in which tables show sources of money."""


class JointActivity(Record):
    """Work that several agencies do together under exactly one lead: `owner_org`, called `lead_org` here."""

    __tablename__ = "activity"
    __table_args__ = (  # type: ignore[assignment]  # SQLAlchemy reads it per class
        CheckConstraint(
            f"cooperation_kind IN ({choices.keys(choices.COOPERATION_KINDS)})", name="cooperation_kind"
        ),
        CheckConstraint(f"target_group IN ({choices.keys(choices.TARGET_GROUPS)})", name="target_group"),
        CheckConstraint(f"funding_path IN ({choices.keys(choices.FUNDING_PATHS)})", name="funding_path"),
        CheckConstraint("ends_on >= starts_on", name="span"),
        CheckConstraint("target_count >= 0 AND reached_count >= 0", name="target_count"),
        CheckConstraint("released >= 0", name="released"),
        Index("ix_activity_mou_id", "mou_id"),
        Index("ix_activity_lead_post", "lead_post"),
        Index("ix_activity_ends_on", "ends_on"),
        Index("ix_activity_plan_code", "plan_code"),
        Index("ix_activity_wanted_plan", "wanted_plan"),
    )

    id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete=RESTRICT), primary_key=True)
    mou_id: Mapped[str | None] = mapped_column(ForeignKey("mou.id", ondelete=RESTRICT))
    mou_clause: Mapped[str | None] = mapped_column(String(60))
    """The clause of the MOU on which it rests, as written there."""
    direction: Mapped[list[Any]] = mapped_column(default=list)
    """Keys of the agreed directions that it serves."""
    cooperation_kind: Mapped[str | None] = mapped_column(String(20))
    area_codes: Mapped[list[Any]] = mapped_column(default=list)
    """Area codes (2, 4 or 6 digits) in which it happens."""
    place_note: Mapped[str | None] = mapped_column(String(300))
    """Community or place, where the official areas are too coarse."""
    target_group: Mapped[str | None] = mapped_column(String(30))
    target_count: Mapped[int | None]
    target_unit: Mapped[str | None] = mapped_column(String(60))
    """What `target_count` counts: คน, ครัวเรือน."""
    start: Mapped[date | None] = mapped_column("starts_on")
    """First day as agreed now; the baseline is kept with the plan."""
    end: Mapped[date | None] = mapped_column("ends_on")
    """Last day as agreed now."""
    funding_path: Mapped[str | None] = mapped_column(String(20))
    funding_year: Mapped[int | None]
    """Fiscal year (B.E.) from which the way of funding gives money."""
    objective: Mapped[str | None] = mapped_column(Text)
    expected_output: Mapped[str | None] = mapped_column(Text)
    own_project_code: Mapped[str | None] = mapped_column(String(60))
    """The lead agency's own code for it."""
    lead_post: Mapped[str | None] = mapped_column(ForeignKey("post.id", ondelete=RESTRICT))
    """The one post of the lead agency that answers for it."""

    started_on: Mapped[date | None]
    """The day on which work began in truth; set by the move."""
    finished_on: Mapped[date | None]
    """The day on which it was done in truth; set by the move."""
    result: Mapped[str | None] = mapped_column(Text)
    """What came out, as reported when it was done."""
    reached_count: Mapped[int | None]
    """How much of `target_count` was reached, as reported when it was done; None: not told."""
    evidence: Mapped[str | None] = mapped_column(String(300))
    """By what the result can be seen, as reported when it was done: a file or the number of a document."""
    lesson_note: Mapped[str | None] = mapped_column(Text)
    """The answer to the lesson prompt when it was done."""
    released: Mapped[int | None] = mapped_column(BigInteger)
    """Planned money given back when it was cancelled, satang: what was not disbursed by then."""
    handed_over: Mapped[str | None] = mapped_column(Text)
    """Who takes up what was left undone when it was cancelled."""
    plan_code: Mapped[str | None] = mapped_column(String(40))
    """Code of the plan that includes it; written by that plan's moves alone."""
    held: Mapped[bool] = mapped_column(default=False)
    """Its plan is being reviewed or approved, so what is agreed must not change; written by the plan's moves."""
    wanted_plan: Mapped[str | None] = mapped_column(String(40))
    """Code of the plan into which the lead has submitted it; written by the move."""
    agreed: Mapped[dict[str, Any] | None] = mapped_column(info={"noisy": True})
    """Start, end and target count as the plan approved them, from which a change is measured."""
    is_changing: Mapped[bool] = mapped_column(default=False, info={"noisy": True})
    """The lead has taken the proposal back to change it; the system's next move opens it."""
    after_mou_asked_on: Mapped[date | None]
    """The day on which the lead's director asked to go on after the MOU's end (rule S6); set by the move."""
    after_mou_on: Mapped[date | None]
    """The day on which the secretariat allowed it; set by the move."""

    shared_with: Mapped[list[Any]] = mapped_column(default=list, info={"noisy": True})
    """Codes of the other agencies of that plan, which may read it; written by the plan's moves."""

    mou: Mapped[Mou | None] = relationship(lazy="raise_on_sql", foreign_keys=[mou_id])
    partners: Mapped[list[ActivityPartner]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="ActivityPartner.position"
    )
    milestones: Mapped[list[Milestone]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="Milestone.position"
    )
    budget_lines: Mapped[list[BudgetLine]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="BudgetLine.position"
    )
    indicators: Mapped[list[Indicator]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="Indicator.position"
    )
    indicator_values: Mapped[list[IndicatorValue]] = relationship(
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        order_by="IndicatorValue.indicator, IndicatorValue.fiscal_year, IndicatorValue.quarter",
    )
    predecessors: Mapped[list[ActivityPredecessor]] = relationship(
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        order_by="ActivityPredecessor.position",
        foreign_keys="ActivityPredecessor.record_id",
    )
    policy_links: Mapped[list[PolicyLink]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="PolicyLink.position"
    )

    __mapper_args__ = {"polymorphic_identity": "activities"}  # noqa: RUF012 - SQLAlchemy's own form

    SOURCE_LABELS: ClassVar = dict(choices.BUDGET_SOURCES)
    """Sources of money in words, for templates."""

    @property
    def light(self) -> measures.Light:
        """How it stands today against its plan."""
        return measures.light_of(self, self.milestones, clock.today())

    @property
    def physical(self) -> int | None:
        """Per cent of the work that is done; None without milestones."""
        return measures.physical_progress(self.milestones)

    @property
    def planned_percent(self) -> int | None:
        """Per cent of the work that was to be done by today; None without due dates."""
        return measures.planned_progress(self.milestones, clock.today())

    @property
    def elapsed(self) -> int | None:
        """Per cent of its time that is over."""
        return measures.elapsed_percent(self.start, self.end, clock.today())

    @property
    def money(self) -> measures.Money:
        """The sums of its lines, in satang."""
        return measures.total(self.budget_lines)

    @property
    def budget(self) -> measures.BudgetTable:
        """Its lines by agency and source."""
        return measures.budget_table(self.budget_lines, SOURCES)

    @property
    def measured(self) -> list[measures.Measured]:
        """Its indicators with what was reached."""
        return measures.measure(self.indicators, self.indicator_values)

    @property
    def lead_org(self) -> str:
        """Code of the one lead agency, which owns the record."""
        return self.owner_org

    @lead_org.setter
    def lead_org(self, code: str | None) -> None:
        if code:
            self.owner_org = code


@event.listens_for(JointActivity, "before_insert")
@event.listens_for(JointActivity, "before_update")
def _derive(_mapper: Any, _connection: Any, activity: JointActivity) -> None:
    """Keep the header's province (if there is only one) and fiscal year (of the first day) in step."""
    provinces = {code[:2] for code in activity.area_codes or ()}
    activity.province_code = provinces.pop() if len(provinces) == 1 else None
    activity.fiscal_year = fiscal_year(activity.start) if activity.start else None


class ActivityPartner(Audited, Model):
    """A co-owner beside the lead, which confirms its own share."""

    __tablename__ = "activity_partner"
    __table_args__ = (
        UniqueConstraint("record_id", "org"),
        CheckConstraint(f"share IN ({choices.keys(choices.SHARES)})", name="share"),
        CheckConstraint(f"role IN ({choices.keys(choices.ROLES)})", name="role"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("activity.id", ondelete=RESTRICT))
    position: Mapped[int] = mapped_column(default=1)
    org: Mapped[str] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT), index=True)
    role: Mapped[str | None] = mapped_column(String(10))
    """How far it goes: co-lead or support; None: not said."""
    duty: Mapped[str | None] = mapped_column(String(300))
    """What it does in the activity."""
    own_project_code: Mapped[str | None] = mapped_column(String(60))
    """The agency's own code for it."""
    share: Mapped[str] = mapped_column(String(10), default="draft")
    """Where its share stands; written by the moves alone."""
    declined_because: Mapped[str | None] = mapped_column(Text)

    @property
    def is_asked(self) -> bool:
        """Whether the partner has been invited, whatever it answered."""
        return self.share not in (None, "draft")

    @property
    def share_label(self) -> Words:
        """Where its share stands, in words."""
        return dict(choices.SHARES)[self.share]

    @property
    def role_label(self) -> Words | None:
        """How far it goes, in words; None: not said."""
        return dict(choices.ROLES).get(self.role or "")

    @property
    def share_tone(self) -> str:
        """How that is drawn."""
        return {"invited": "wait", "accepted": "good", "declined": "ended"}.get(self.share, "draft")


class Milestone(Audited, Model):
    """A step of the work with its weight; the weights of an activity make 100."""

    __tablename__ = "activity_milestone"
    __table_args__ = (
        CheckConstraint("weight BETWEEN 0 AND 100", name="weight"),
        Index("ix_activity_milestone_record_id", "record_id", "position"),
        Index("ix_activity_milestone_due_on", "due_on"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("activity.id", ondelete=RESTRICT))
    position: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(300))
    after: Mapped[int | None]
    """Number of the step (from 1) that must be done before this one."""
    weight: Mapped[int]
    """Per cent of the whole activity."""
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]


class ActivityPredecessor(Audited, Model):
    """That an activity begins only when another one is done; never in a circle (`activities.order`)."""

    __tablename__ = "activity_predecessor"
    __table_args__ = (
        UniqueConstraint("record_id", "activity_id"),
        Index("ix_activity_predecessor_activity_id", "activity_id"),
        CheckConstraint("record_id <> activity_id", name="other"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("activity.id", ondelete=RESTRICT))
    position: Mapped[int] = mapped_column(default=1)
    activity_id: Mapped[str] = mapped_column(ForeignKey("activity.id", ondelete=RESTRICT))
    """The one that comes first."""
    note: Mapped[str | None] = mapped_column(String(300))
    """What is needed of it."""

    activity: Mapped[JointActivity] = relationship(lazy="raise_on_sql", foreign_keys=[activity_id])


class BudgetLine(Audited, Model):
    """The money of one agency from one source in one fiscal year; agencies' money never pools."""

    __tablename__ = "budget_line"
    __table_args__ = (
        UniqueConstraint("record_id", "org", "source", "fiscal_year"),
        CheckConstraint(f"source IN ({choices.keys(choices.BUDGET_SOURCES)})", name="source"),
        CheckConstraint("planned >= 0 AND allocated >= 0 AND committed >= 0", name="amounts"),
        CheckConstraint("disbursed >= 0 AND carry_over >= 0", name="spent"),
        Index("ix_budget_line_org_year", "org", "fiscal_year"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("activity.id", ondelete=RESTRICT))
    position: Mapped[int] = mapped_column(default=1)
    org: Mapped[str] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT))
    source: Mapped[str] = mapped_column(String(20))
    fiscal_year: Mapped[int]
    """B.E."""
    planned: Mapped[int] = mapped_column(BigInteger, default=0)
    """วงเงินตามแผน, satang."""
    allocated: Mapped[int | None] = mapped_column(BigInteger)
    """จัดสรร, satang; None: not told yet."""
    committed: Mapped[int | None] = mapped_column(BigInteger)
    """ผูกพัน, satang; None: not told yet."""
    disbursed: Mapped[int | None] = mapped_column(BigInteger)
    """เบิกจ่าย, satang; None: not told yet."""
    carry_over: Mapped[int | None] = mapped_column(BigInteger)
    """กันเงินไว้เบิกเหลื่อมปี, satang; None: none."""


class Indicator(Audited, Model):
    """What success is measured by; `name` is unique in its activity."""

    __tablename__ = "activity_indicator"
    __table_args__ = (
        UniqueConstraint("record_id", "name"),
        CheckConstraint(f"kind IN ({choices.keys(choices.INDICATOR_KINDS)})", name="kind"),
        CheckConstraint(f"direction IN ({choices.keys(choices.INDICATOR_DIRECTIONS)})", name="direction"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("activity.id", ondelete=RESTRICT))
    position: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(300))
    unit: Mapped[str] = mapped_column(String(60))
    baseline: Mapped[Decimal | None] = mapped_column(Hundredths)
    """Value before the work (ค่าฐาน), in `unit`."""
    baseline_source: Mapped[str | None] = mapped_column(String(300))
    target: Mapped[Decimal | None] = mapped_column(Hundredths)
    """Value to be reached at the end (ค่าเป้าหมาย), in `unit`."""
    direction: Mapped[str] = mapped_column(String(10), default="more")
    cumulative: Mapped[bool] = mapped_column(default=True)
    """Quarters add up; otherwise each quarter's value stands for itself."""
    means_of_verification: Mapped[str | None] = mapped_column(String(300))

    @property
    def kind_label(self) -> Words:
        """Its level in words."""
        return dict(choices.INDICATOR_KINDS)[self.kind]


class IndicatorValue(Audited, Model):
    """Target and actual of an indicator in one quarter; names the indicator as the spreadsheets do."""

    __tablename__ = "indicator_value"
    __table_args__ = (
        UniqueConstraint("record_id", "indicator", "fiscal_year", "quarter"),
        CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("activity.id", ondelete=RESTRICT))
    indicator: Mapped[str] = mapped_column(String(300))
    """Name of an indicator of the same activity."""
    fiscal_year: Mapped[int]
    """B.E."""
    quarter: Mapped[int]
    """1 is October to December."""
    target: Mapped[Decimal | None] = mapped_column(Hundredths)
    actual: Mapped[Decimal | None] = mapped_column(Hundredths)
    """None: not reported, which is not nought."""
    evidence: Mapped[str | None] = mapped_column(String(300))


class PolicyLink(Audited, Model):
    """To which goal of a higher plan the activity belongs, as that plan's code."""

    __tablename__ = "activity_policy_link"
    __table_args__ = (
        CheckConstraint(f"kind IN ({choices.keys(choices.POLICY_KINDS)})", name="kind"),
        Index("ix_activity_policy_link_record_id", "record_id", "position"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("activity.id", ondelete=RESTRICT))
    position: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(60))
    note: Mapped[str | None] = mapped_column(String(300))

    @property
    def kind_label(self) -> Words:
        """The higher plan in words."""
        return dict(choices.POLICY_KINDS)[self.kind]
