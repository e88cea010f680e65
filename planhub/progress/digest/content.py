"""The quarter of a province or of an agency: sums, every activity in a line, what stands in the way, what is owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from planhub.activities.measures import Light, percent
from planhub.activities.models import BudgetLine, JointActivity
from planhub.kernel.access import Actor
from planhub.kernel.thai import quarter_span
from planhub.progress.grid.asked import Asked
from planhub.progress.grid.cells import Owed, owed
from planhub.progress.grid.cells import read as read_grid
from planhub.progress.measures import light_of_report, period_of
from planhub.progress.models import ProgressReport, ReportSpending
from planhub.progress.queries import Cell
from planhub.progress.records import REPORTS
from planhub.progress.rules import CERTIFIED, VIEW
from planhub.progress.totals import reading
from planhub.progress.totals.models import SOMEWHERE
from planhub.record import access

PROVINCE, AGENCY = "province", "agency"
KINDS = {PROVINCE: "province-digest", AGENCY: "agency-digest"}
"""Names of the papers."""
MOST = 200
"""Activities in a digest."""


@dataclass(frozen=True)
class Line:
    """One activity in the quarter."""

    row: Any
    last: date
    """The last day of the quarter."""

    @property
    def light(self) -> Light:
        """How it stood at the end of the quarter."""
        return light_of_report(self.row.reported_pct, self.row.planned_pct, self.row.end, self.last)

    @property
    def spent(self) -> int | None:
        """Disbursed to date, in per cent of what is allocated or planned."""
        return percent(self.row.disbursed, self.row.allocated or self.row.planned)

    @property
    def wants_help(self) -> bool:
        """Whether something stands in its way."""
        return bool(self.row.obstacles)


@dataclass(frozen=True)
class Digest:
    """What the page and the paper show."""

    scope: str
    key: str
    asked: Asked
    total: reading.Total | None
    lines: Sequence[Line]
    owed: Sequence[Owed]
    cell: Cell
    last: date

    @property
    def code(self) -> str:
        """How the paper is called: place or agency, and period."""
        return f"{self.key}-{period_of(self.asked.fiscal_year, self.asked.quarter or 0)}"


def read(session: Session, actor: Actor, scope: str, key: str, asked: Asked) -> Digest:
    """Give the digest as the actor may see it, in a fixed number of statements; `asked` names one quarter."""
    assert asked.quarter is not None  # the caller asked for one
    narrowed = Asked(
        asked.fiscal_year,
        asked.quarter,
        org=key if scope == AGENCY else None,
        province=key if scope == PROVINCE else None,
    )
    last = quarter_span(asked.fiscal_year, asked.quarter)[1]
    return Digest(
        scope=scope,
        key=key,
        asked=narrowed,
        total=reading.one(session, scope, key, asked.fiscal_year, asked.quarter),
        lines=[Line(row, last) for row in session.execute(_query(actor, scope, key, narrowed))],
        owed=owed(session, actor, narrowed),
        cell=read_grid(session, narrowed).sums[asked.quarter],
        last=last,
    )


def _query(actor: Actor, scope: str, key: str, asked: Asked) -> Any:
    report, activity = ProgressReport, JointActivity.__table__.alias("its")
    head = JointActivity.metadata.tables["record"].alias("its_head")
    place: ColumnElement[bool] = report.owner_org == key
    if scope == PROVINCE:
        place = report.province_code.is_(None) if key == SOMEWHERE else report.province_code == key
    money = [
        select(func.sum(column))
        .where(ReportSpending.record_id == report.id)
        .correlate(report)
        .scalar_subquery()
        .label(column.key)
        for column in (ReportSpending.committed, ReportSpending.disbursed)
    ] + [
        select(func.sum(column))
        .where(BudgetLine.record_id == activity.c.id)
        .correlate(activity)
        .scalar_subquery()
        .label(column.key)
        for column in (BudgetLine.planned, BudgetLine.allocated)
    ]
    return (
        select(
            report.code,
            head.c.code.label("activity"),
            head.c.title,
            report.owner_org,
            report.province_code,
            report.origin,
            report.state,
            report.status,
            report.rating,
            report.reported_pct,
            report.planned_pct,
            activity.c.ends_on.label("end"),
            report.submitted_on,
            report.due_on,
            report.summary,
            report.obstacles,
            report.remedy,
            report.next_plan,
            report.lesson,
            *money,
        )
        .join(activity, activity.c.id == report.activity_id)
        .join(head, head.c.id == activity.c.id)
        .where(
            access.visible(actor, VIEW, REPORTS),
            report.period == period_of(asked.fiscal_year, asked.quarter or 0),
            report.state.in_(CERTIFIED),
            report.is_training.is_(False),
            place,
        )
        .order_by(report.owner_org, head.c.code)
        .limit(MOST)
    )
