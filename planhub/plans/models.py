"""The tables of provincial plans: the frame, its goals, each agency's part, and the activities with their baseline."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planhub.activities.choices import BUDGET_SOURCES, keys
from planhub.activities.measures import BudgetTable, budget_table, total
from planhub.activities.models import SOURCES, JointActivity
from planhub.infra.db import Audited, Model
from planhub.kernel.ids import new_id
from planhub.kernel.text import Text as Words
from planhub.mou.models import Mou
from planhub.plans.quorum import QUORUMS
from planhub.plans.revising import KINDS, WHAT, revised
from planhub.record.models import RESTRICT, Record

ENDED = frozenset({"closed", "cancelled", "superseded"})
"""States in which a plan is no longer the living one of its province and year."""


class IntegratedPlan(Record):
    """The integrated plan of a province and fiscal year (`province_code`, `fiscal_year` of the header)."""

    __tablename__ = "plan"
    __table_args__ = (  # type: ignore[assignment]  # SQLAlchemy reads it per class
        CheckConstraint("ends_on >= starts_on", name="span"),
        CheckConstraint(f"revision_kind IN ({keys(KINDS)})", name="revision_kind"),
        CheckConstraint("revision_no >= 1", name="revision_no"),
        CheckConstraint(f"quorum_rule IN ({keys(QUORUMS)})", name="quorum_rule"),
        CheckConstraint("(revises_id IS NULL) = (revision_kind IS NULL)", name="revision"),
        Index("ix_plan_mou_id", "mou_id"),
        Index("ix_plan_revises_id", "revises_id"),
    )

    id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete=RESTRICT), primary_key=True)
    mou_id: Mapped[str | None] = mapped_column(ForeignKey("mou.id", ondelete=RESTRICT))
    before_mou: Mapped[bool] = mapped_column(default=False)
    """Begun before there is an MOU (ก่อน MOU)."""
    situation: Mapped[str | None] = mapped_column(Text)
    vision: Mapped[str | None] = mapped_column(Text)
    start: Mapped[date | None] = mapped_column("starts_on")
    """First day; the first of the fiscal year unless told otherwise."""
    end: Mapped[date | None] = mapped_column("ends_on")
    """Last day; the last of the fiscal year unless told otherwise."""
    quorum_rule: Mapped[str | None] = mapped_column(String(12))
    """Whose approval makes it the baseline (`plans.quorum`); None: the default."""
    parts_due_on: Mapped[date | None]
    """Until when the agencies bring their parts."""
    meeting: Mapped[str | None] = mapped_column(String(200))
    """The meeting that endorsed it, as its minutes name it."""
    meeting_code: Mapped[str | None] = mapped_column(String(40))
    """Code of that meeting where it was held here; None where its resolution was recorded by hand."""
    taken_resolution: Mapped[str | None] = mapped_column(String(120), info={"noisy": True})
    """The resolution of a meeting here that last moved the plan on, so that none does so twice (`plans.endorsing`)."""
    resolution_no: Mapped[str | None] = mapped_column(String(60))
    endorsed_on: Mapped[date | None]
    approved_on: Mapped[date | None]
    """The day of the last approval, on which the baseline was taken."""
    baseline: Mapped[dict[str, Any] | None]
    """Sums and dates of the whole as approved; money in satang."""
    findings: Mapped[list[Any]] = mapped_column(default=list, info={"noisy": True})
    """What the automatic check found at the last consolidation."""
    reopened: Mapped[list[Any]] = mapped_column(default=list)
    """Sections that a return opened; empty: all of them (first round)."""
    lessons_note: Mapped[str | None] = mapped_column(Text)
    """What the year taught, or why nothing: written by the lead when the plan is closed."""
    live_key: Mapped[str | None] = mapped_column(String(20), unique=True, info={"noisy": True})
    """province-year while the plan lives, so that the database itself refuses a second one."""

    revision_no: Mapped[int] = mapped_column(default=1)
    """1 for the first edition; every revision counts on."""
    revises_id: Mapped[str | None] = mapped_column(ForeignKey("plan.id", ondelete=RESTRICT))
    """The edition that this one was opened to replace."""
    first_id: Mapped[str | None] = mapped_column(
        ForeignKey("plan.id", ondelete=RESTRICT), info={"noisy": True}
    )
    """The first edition, with whose baseline every revision is compared."""
    revises_code: Mapped[str | None] = mapped_column(String(40))
    """Code of the edition that it was opened to replace."""
    revision_kind: Mapped[str | None] = mapped_column(String(10))
    revision_reason: Mapped[str | None] = mapped_column(Text)
    """Why it was opened."""
    took_over_on: Mapped[date | None]
    """The day on which a revision replaced the edition before it; until then it is not the living plan."""
    open_revision: Mapped[str | None] = mapped_column(String(40))
    """Code of the revision that is being prepared; written by the moves of both."""
    revising_key: Mapped[str | None] = mapped_column(String(36), unique=True, info={"noisy": True})
    """The edition to be replaced, while this revision is prepared: the database refuses a second one at a time."""

    mou: Mapped[Mou | None] = relationship(lazy="raise_on_sql", foreign_keys=[mou_id])
    goals: Mapped[list[PlanGoal]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="PlanGoal.position"
    )
    parts: Mapped[list[PlanPart]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="PlanPart.position"
    )
    activities: Mapped[list[PlanActivity]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="PlanActivity.position"
    )
    changes: Mapped[list[PlanChange]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="PlanChange.position"
    )

    __mapper_args__ = {"polymorphic_identity": "plans"}  # noqa: RUF012 - SQLAlchemy's own form

    SOURCE_LABELS: ClassVar = JointActivity.SOURCE_LABELS
    """Sources of money in words, for templates."""

    @property
    def found(self) -> list[dict[str, Any]]:
        """Each line of the last check: severity, words, and where it is mended."""
        return [{**f, "words": Words(f["th"], f["en"]), "field": f.get("field")} for f in self.findings]

    @property
    def counted(self) -> list[Any]:
        """The included activities that count, as this edition has them: a cancelled one gives its money back."""
        rows = (row for row in self.activities if not row.left_out_because)
        return [revised(self, row.activity) for row in rows if row.activity.state != "cancelled"]

    @property
    def left_out(self) -> list[str]:
        """Codes of the agencies that refused their part, which the plan therefore does not include."""
        return [part.org for part in self.parts if part.refused_because]

    @property
    def lines(self) -> list[Any]:
        """The budget lines of the activities that count."""
        return [line for activity in self.counted for line in activity.budget_lines]

    @property
    def budget(self) -> BudgetTable:
        """The lines by agency and source."""
        return budget_table(self.lines, SOURCES)

    @property
    def planned(self) -> int:
        """All planned money of the plan, in satang."""
        return total(self.lines).planned

    def planned_by(self, org: str) -> int:
        """Give the planned money of one agency's own lines, in satang."""
        return total(line for line in self.lines if line.org == org).planned

    @property
    def lead_org(self) -> str:
        """Code of the agency that leads the plan and owns the record."""
        return self.owner_org

    @lead_org.setter
    def lead_org(self, code: str | None) -> None:
        if code:
            self.owner_org = code


@event.listens_for(IntegratedPlan, "before_insert")
@event.listens_for(IntegratedPlan, "before_update")
def _keep_key(_mapper: Any, _connection: Any, plan: IntegratedPlan) -> None:
    """Hold the place of the province and year while the plan lives, and give it free afterwards."""
    going_on = plan.state not in ENDED
    prepared = plan.revises_id is not None and plan.took_over_on is None
    plan.revising_key = plan.revises_id if going_on and prepared else None
    live = going_on and not prepared and plan.province_code and plan.fiscal_year
    plan.live_key = f"{plan.province_code}-{plan.fiscal_year}" if live else None


class PlanGoal(Audited, Model):
    """A goal of the plan."""

    __tablename__ = "plan_goal"
    __table_args__ = (Index("ix_plan_goal_record_id", "record_id", "position"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("plan.id", ondelete=RESTRICT))
    position: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(500))
    measure: Mapped[str | None] = mapped_column(String(300))
    """By what one will see that it is reached."""
    clause: Mapped[str | None] = mapped_column(String(60))
    """The clause of the plan's MOU from which it comes, as written there."""


class PlanPart(Audited, Model):
    """An agency's part in the plan."""

    __tablename__ = "plan_part"
    __table_args__ = (UniqueConstraint("record_id", "org"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("plan.id", ondelete=RESTRICT))
    position: Mapped[int] = mapped_column(default=1)
    org: Mapped[str] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT), index=True)
    contribution: Mapped[str | None] = mapped_column(Text)
    """What the agency brings, in its own words."""
    absent_because: Mapped[str | None] = mapped_column(String(300))
    """Why the plan goes on without this agency's part."""
    refused_because: Mapped[str | None] = mapped_column(Text)
    """Why its director refused it, so that the plan does not include it; written by the move alone."""
    planned: Mapped[int] = mapped_column(BigInteger, default=0)
    """The agency's money in the included activities, satang; summed from their lines at consolidation."""
    leads: Mapped[int] = mapped_column(default=0)
    """How many included activities, and so areas, the agency answers for; counted at consolidation."""


class PlanActivity(Audited, Model):
    """That a plan includes an activity, and how that activity stood when the plan was approved."""

    __tablename__ = "plan_activity"
    __table_args__ = (
        UniqueConstraint("record_id", "activity_id"),
        CheckConstraint("goal >= 1", name="goal"),
        Index("ix_plan_activity_activity_id", "activity_id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("plan.id", ondelete=RESTRICT))
    position: Mapped[int] = mapped_column(default=1)
    activity_id: Mapped[str] = mapped_column(ForeignKey("activity.id", ondelete=RESTRICT))
    part_org: Mapped[str | None] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT))
    """In whose part it stands: the activity's lead."""
    goal: Mapped[int | None]
    """Number (from 1) of the plan's goal that it serves."""
    agreed_hash: Mapped[str | None] = mapped_column(String(64))
    """SHA-256 of the activity as it was consolidated, so that approving the plan is approving exactly that."""
    baseline: Mapped[dict[str, Any] | None]
    """Dates, target and lines as approved; money in satang."""
    left_out_because: Mapped[str | None] = mapped_column(Text)
    """Why the plan does not include it after all: its lead refused its part; written by the move alone."""
    carried_because: Mapped[str | None] = mapped_column(String(300))
    """Why it goes on after the plan is closed."""

    activity: Mapped[JointActivity] = relationship(lazy="raise_on_sql")


class PlanChange(Audited, Model):
    """A new value that a revision sets in an activity when it replaces the edition before it."""

    __tablename__ = "plan_change"
    __table_args__ = (
        Index("ix_plan_change_record_id", "record_id", "position"),
        Index("ix_plan_change_activity_id", "activity_id"),
        CheckConstraint(f"what IN ({keys(WHAT)})", name="what"),
        CheckConstraint(f"source IN ({keys(BUDGET_SOURCES)})", name="source"),
        CheckConstraint("count >= 0 AND amount >= 0", name="values"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("plan.id", ondelete=RESTRICT))
    position: Mapped[int] = mapped_column(default=1)
    activity_id: Mapped[str] = mapped_column(ForeignKey("activity.id", ondelete=RESTRICT))
    what: Mapped[str] = mapped_column(String(20))
    day: Mapped[date | None]
    """The new start or end."""
    count: Mapped[int | None]
    """The new target count."""
    org: Mapped[str | None] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT))
    """With `source` and `fiscal_year`: the budget line whose planned money changes, or that is new."""
    source: Mapped[str | None] = mapped_column(String(20))
    fiscal_year: Mapped[int | None]
    """B.E."""
    amount: Mapped[int | None] = mapped_column(BigInteger)
    """The new planned money, satang."""
    because: Mapped[str | None] = mapped_column(String(300))
    """Why."""

    activity: Mapped[JointActivity] = relationship(lazy="raise_on_sql")
