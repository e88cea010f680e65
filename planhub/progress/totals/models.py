"""What accepted reports add up to: one row for each plan, province, agency and direction in a quarter.

`report_part` says what each report was counted as; `report_total` and `report_figure_total` are sums of the parts and
nothing else, so that they can be made anew at any time (`planhub.progress.totals.counting.rebuild`).
"""

from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from planhub.infra.db import Model
from planhub.record.models import RESTRICT

SCOPES = ("all", "province", "agency", "direction", "plan")
"""What is added up."""
SOMEWHERE = "-"
"""Key of what lies in several provinces, or belongs to no plan."""
_SCOPES_SQL = "scope IN ('all', 'province', 'agency', 'direction', 'plan')"


class ReportPart(Model):
    """What one report was counted as when it was last accepted; it stands until the next acceptance."""

    __tablename__ = "report_part"

    report_id: Mapped[str] = mapped_column(
        ForeignKey("progress_report.id", ondelete=RESTRICT), primary_key=True
    )
    fiscal_year: Mapped[int]
    quarter: Mapped[int]
    totals: Mapped[list[Any]] = mapped_column(default=list)
    """Rows of scope, key and the counts of `ReportTotal.COUNTS` in their order."""
    figures: Mapped[list[Any]] = mapped_column(default=list)
    """Rows of scope, key, kind, unit and the counts of `ReportFigureTotal.COUNTS` in their order."""


class ReportTotal(Model):
    """The sums of a scope in a quarter."""

    __tablename__ = "report_total"
    __table_args__ = (
        CheckConstraint(_SCOPES_SQL, name="scope"),
        CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter"),
    )

    scope: Mapped[str] = mapped_column(String(10), primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(primary_key=True)
    """B.E."""
    quarter: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    """Code of the province, agency, direction or plan; empty for all."""
    reports: Mapped[int] = mapped_column(default=0)
    green: Mapped[int] = mapped_column(default=0)
    amber: Mapped[int] = mapped_column(default=0)
    red: Mapped[int] = mapped_column(default=0)
    undue: Mapped[int] = mapped_column(default=0)
    """Of the reports, those without a light: nothing was due, or nothing measures them."""
    rated_on_plan: Mapped[int] = mapped_column(default=0)
    rated_slow: Mapped[int] = mapped_column(default=0)
    rated_off_plan: Mapped[int] = mapped_column(default=0)
    pct_sum: Mapped[int] = mapped_column(BigInteger, default=0)
    """Sum of the reported per cents of `pct_n` reports."""
    pct_n: Mapped[int] = mapped_column(default=0)
    planned_sum: Mapped[int] = mapped_column(BigInteger, default=0)
    planned_n: Mapped[int] = mapped_column(default=0)
    output_sum: Mapped[int] = mapped_column(BigInteger, default=0)
    """Sum of the achieved per cents (capped at 100) of `output_n` output indicators."""
    output_n: Mapped[int] = mapped_column(default=0)
    outcome_sum: Mapped[int] = mapped_column(BigInteger, default=0)
    outcome_n: Mapped[int] = mapped_column(default=0)
    planned: Mapped[int] = mapped_column(BigInteger, default=0)
    """Satang of all lines of the activities; an agency's are those of its own lines, whoever leads."""
    allocated: Mapped[int] = mapped_column(BigInteger, default=0)
    committed: Mapped[int] = mapped_column(BigInteger, default=0)
    disbursed: Mapped[int] = mapped_column(BigInteger, default=0)

    COUNTS: ClassVar = (
        "reports",
        "green",
        "amber",
        "red",
        "undue",
        "rated_on_plan",
        "rated_slow",
        "rated_off_plan",
        "pct_sum",
        "pct_n",
        "planned_sum",
        "planned_n",
        "output_sum",
        "output_n",
        "outcome_sum",
        "outcome_n",
        "planned",
        "allocated",
        "committed",
        "disbursed",
    )


class ReportFigureTotal(Model):
    """The sums of output and outcome figures that add up, by unit: 30 of 90 households."""

    __tablename__ = "report_figure_total"
    __table_args__ = (CheckConstraint(_SCOPES_SQL, name="scope"),)

    scope: Mapped[str] = mapped_column(String(10), primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(primary_key=True)
    quarter: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    unit: Mapped[str] = mapped_column(String(60), primary_key=True)
    n: Mapped[int] = mapped_column(default=0)
    """Indicators that are added up."""
    target: Mapped[int] = mapped_column(BigInteger, default=0)
    """Hundredths of the unit, to the end of the activities."""
    planned: Mapped[int] = mapped_column(BigInteger, default=0)
    """Hundredths of the unit that were planned up to the quarter, where quarters have targets."""
    actual: Mapped[int] = mapped_column(BigInteger, default=0)
    """Hundredths of the unit, to the end of the quarter."""

    COUNTS: ClassVar = ("n", "target", "planned", "actual")
