"""The tables of progress reports: what was said of a quarter, its figures, and what earlier acceptances held."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planhub.activities.choices import BUDGET_SOURCES, keys
from planhub.activities.hundredths import Hundredths
from planhub.activities.models import JointActivity
from planhub.infra.db import Audited, Model
from planhub.kernel.ids import new_id
from planhub.kernel.text import Text as Words
from planhub.progress import choices
from planhub.record.models import NOISY, RESTRICT, Record


class ProgressReport(Record):
    """What the lead agency reports of an activity for one quarter (`fiscal_year` of the header and `quarter`)."""

    __tablename__ = "progress_report"
    __table_args__ = (  # type: ignore[assignment]  # SQLAlchemy reads it per class
        UniqueConstraint("activity_id", "period"),
        CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter"),
        CheckConstraint("physical_pct BETWEEN 0 AND 100", name="physical_pct"),
        CheckConstraint("reported_pct BETWEEN 0 AND 100", name="reported_pct"),
        CheckConstraint(f"status IN ({keys(choices.STATUSES)})", name="status"),
        CheckConstraint(f"rating IN ({keys(choices.RATINGS)})", name="rating"),
        CheckConstraint("due_on >= opens_on", name="window"),
        Index("ix_progress_report_period", "period", "activity_id"),
        Index("ix_progress_report_due_on", "due_on"),
        Index("ix_progress_report_opens_on", "opens_on"),
    )

    id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete=RESTRICT), primary_key=True)
    activity_id: Mapped[str] = mapped_column(ForeignKey("activity.id", ondelete=RESTRICT))
    quarter: Mapped[int]
    """1 is October to December."""
    period: Mapped[str] = mapped_column(String(6))
    """Fiscal year (B.E.) and quarter, such as 2566-1: one report per activity and period."""
    opens_on: Mapped[date]
    """First day of the window in which it is written."""
    due_on: Mapped[date]
    """Last day on which it is in time."""
    status: Mapped[str | None] = mapped_column(String(10))
    physical_pct: Mapped[int | None]
    """Per cent done by the end of the quarter as typed; None: derived from milestones or outputs."""
    pct_reason: Mapped[str | None] = mapped_column(Text)
    """Why the typed figure is not the derived one."""
    summary: Mapped[str | None] = mapped_column(Text)
    obstacles: Mapped[str | None] = mapped_column(Text)
    remedy: Mapped[str | None] = mapped_column(Text)
    next_plan: Mapped[str | None] = mapped_column(Text)
    lesson: Mapped[str | None] = mapped_column(Text)
    """What was learnt, in a sentence or two; the seed of a lesson."""
    evidence: Mapped[str | None] = mapped_column(String(300))
    """A link or a document's number, where no file is attached."""

    reported_pct: Mapped[int | None]
    """The typed or derived per cent, fixed when the report was sent."""
    planned_pct: Mapped[int | None]
    """Per cent that was planned for the end of the quarter, fixed when the report was sent."""
    submitted_on: Mapped[date | None]
    """The day on which it was first sent, by which it is late or not."""
    accepted_on: Mapped[date | None]
    """The day of the last acceptance."""
    rating: Mapped[str | None] = mapped_column(String(10))
    rating_note: Mapped[str | None] = mapped_column(Text)
    decision_no: Mapped[str | None] = mapped_column(String(100))
    """The decision by which it was waived."""
    certified_on: Mapped[date | None]
    """The day on which the agency stood behind the text as it stands; None: it was never so, or was sent anew since."""
    respond_by: Mapped[date | None]
    """The day by which it was wanted back when it was last returned or reopened; reminders count from it."""
    reminded: Mapped[str | None] = mapped_column(String(12), info=NOISY)
    """Round and day of the newest reminder, such as 1:-7, so that a daily run looks at each once."""
    entered_hash: Mapped[str | None] = mapped_column(String(64), info=NOISY)
    """The content as it stood when the agency was last asked to write; another content is a draft."""

    activity: Mapped[JointActivity] = relationship(lazy="raise_on_sql", foreign_keys=[activity_id])
    figures: Mapped[list[ReportFigure]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="ReportFigure.position"
    )
    spending: Mapped[list[ReportSpending]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="ReportSpending.position"
    )
    revisions: Mapped[list[ReportRevision]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="ReportRevision.n"
    )
    statements: Mapped[list[FigureStatement]] = relationship(
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        order_by="FigureStatement.stated_on, FigureStatement.id",
    )

    __mapper_args__ = {"polymorphic_identity": "progress-reports"}  # noqa: RUF012 - SQLAlchemy's own form

    @property
    def pct(self) -> int | None:
        """Per cent done: as it was sent, before that as typed."""
        return self.reported_pct if self.reported_pct is not None else self.physical_pct

    @property
    def rating_label(self) -> Words | None:
        """The joint review's rating in words."""
        return dict(choices.RATINGS)[self.rating] if self.rating else None

    @property
    def rating_tone(self) -> str:
        """The tone by which templates draw the rating."""
        return {"on_plan": "good", "slow": "wait", "off_plan": "bad"}.get(self.rating or "", "draft")

    @property
    def measured(self) -> list[Measured]:
        """The figures, each with its indicator's unit and target; the activity's indicators must be loaded."""
        known = {i.name: i for i in self.activity.indicators}
        return [
            Measured(
                f.indicator,
                known[f.indicator].unit if f.indicator in known else None,
                known[f.indicator].target if f.indicator in known else None,
                f.actual,
                f.no_data_because,
                tuple(newest_statements(s for s in self.statements if s.indicator == f.indicator)),
            )
            for f in self.figures
        ]


class Measured(NamedTuple):
    """A figure beside its target."""

    name: str
    unit: str | None
    target: Decimal | None
    actual: Decimal | None
    because: str | None
    """Why there is no figure."""
    said: tuple[FigureStatement, ...] = ()
    """The newest statement of each agency and source, the oldest first."""

    @property
    def disagree(self) -> bool:
        """Whether two sources say different things of it (domain.md §9): both stand."""
        return len({one.value for one in self.said if one.value is not None}) > 1


class ReportFigure(Audited, Model):
    """The value of one indicator in the quarter, or why there is none."""

    __tablename__ = "report_figure"
    __table_args__ = (UniqueConstraint("record_id", "indicator"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("progress_report.id", ondelete=RESTRICT))
    position: Mapped[int] = mapped_column(default=1)
    indicator: Mapped[str] = mapped_column(String(300))
    """Name of an indicator of the activity."""
    actual: Mapped[Decimal | None] = mapped_column(Hundredths)
    """In the indicator's unit: what the quarter added, or how it stands where quarters do not add up."""
    no_data_because: Mapped[str | None] = mapped_column(String(300))
    source: Mapped[str | None] = mapped_column(String(300))
    """Where the figure is from; empty: the indicator's means of verification."""
    as_of: Mapped[date | None]
    """The day for which it holds; empty: the last day of the quarter."""


class ReportSpending(Audited, Model):
    """The money of one budget line to the end of the quarter."""

    __tablename__ = "report_spending"
    __table_args__ = (
        UniqueConstraint("record_id", "org", "source", "fiscal_year"),
        CheckConstraint(f"source IN ({keys(BUDGET_SOURCES)})", name="source"),
        CheckConstraint("committed >= 0 AND disbursed >= 0", name="amounts"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("progress_report.id", ondelete=RESTRICT))
    position: Mapped[int] = mapped_column(default=1)
    org: Mapped[str] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT))
    source: Mapped[str] = mapped_column(String(20))
    fiscal_year: Mapped[int]
    """B.E., of the budget line."""
    committed: Mapped[int | None] = mapped_column(BigInteger)
    """ผูกพัน to date, satang."""
    disbursed: Mapped[int | None] = mapped_column(BigInteger)
    """เบิกจ่าย to date, satang."""
    explanation: Mapped[str | None] = mapped_column(String(300))
    """Why more is spent than committed."""

    @property
    def source_label(self) -> Words:
        """The source in words."""
        return dict(BUDGET_SOURCES)[self.source]


class ReportRevision(Audited, Model):
    """What a report held when it was accepted: later changes never touch it."""

    __tablename__ = "report_revision"
    __table_args__ = (UniqueConstraint("record_id", "n"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("progress_report.id", ondelete=RESTRICT))
    n: Mapped[int]
    """1 is the first acceptance."""
    accepted_on: Mapped[date]
    reported_pct: Mapped[int | None]
    rating: Mapped[str | None] = mapped_column(String(10))
    content_hash: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The whole content as the API writes it."""
    used_in: Mapped[list[Any]] = mapped_column(default=list)
    """What rested on it when it was reopened: papers, packs and minutes, as (kind, code, words)."""

    @property
    def stood_in(self) -> list[tuple[str, Words]]:
        """What rested on it, as code and words."""
        return [(code, Words(th, en)) for _kind, code, th, en in self.used_in]

    @property
    def figures(self) -> list[dict[str, Any]]:
        """The figures as they were accepted."""
        return list(self.content.get("figures", ()))

    @property
    def spending(self) -> list[dict[str, Any]]:
        """The money as it was accepted; amounts are decimal strings in baht."""
        return list(self.content.get("spending", ()))


class FigureStatement(Audited, Model):
    """What somebody said of a figure, from which source, as of which day; a later word is another row."""

    __tablename__ = "figure_statement"
    __table_args__ = (Index("ix_figure_statement_record_id", "record_id", "indicator"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("progress_report.id", ondelete=RESTRICT))
    indicator: Mapped[str] = mapped_column(String(300))
    value: Mapped[Decimal | None] = mapped_column(Hundredths)
    """In the indicator's unit; None: there is no figure."""
    source: Mapped[str] = mapped_column(String(300))
    as_of: Mapped[date]
    org: Mapped[str] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT))
    post_th: Mapped[str] = mapped_column(String(200))
    """The post from which it was said."""
    post_en: Mapped[str] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(String(300))
    stated_on: Mapped[datetime]
    is_own: Mapped[bool] = mapped_column(default=False)
    """Said by the report itself when it was sent."""

    @property
    def post(self) -> Words:
        """The post in words."""
        return Words(self.post_th, self.post_en)


def newest_statements(said: Iterable[FigureStatement]) -> list[FigureStatement]:
    """Keep of each agency and source the newest word, in the order of time."""
    newest: dict[tuple[bool, str, str], FigureStatement] = {}
    for one in said:
        key = (one.is_own, one.org, "" if one.is_own else one.source)
        newest.pop(key, None)
        newest[key] = one
    return list(newest.values())
