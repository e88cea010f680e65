"""Reads of progress reports for others: what was last reported of activities, and who has reported."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Integer, Select, Table, case, func, null, select
from sqlalchemy.orm import Session, selectinload

from planhub.activities.models import JointActivity
from planhub.kernel import clock
from planhub.progress.models import ProgressReport, ReportSpending
from planhub.progress.rules import CERTIFIED, WRITING

OUTSTANDING = (*WRITING, "submitted")
"""States in which the agency has not yet stood behind the report."""


class Reported(NamedTuple):
    """The newest report of an activity behind which its agency stands; percentages are None where nothing was said."""

    activity_id: str
    code: str
    state: str
    fiscal_year: int
    quarter: int
    period: str
    pct: int | None
    planned_pct: int | None
    status: str | None
    rating: str | None
    summary: str | None
    obstacles: str | None
    remedy: str | None
    next_plan: str | None
    submitted_on: date | None
    accepted_on: date | None
    origin: str
    committed: int | None
    """Satang, to date; None where nothing was told."""
    disbursed: int | None
    """Satang, to date; None where nothing was told."""


class Owed(NamedTuple):
    """The newest report of an activity that should have come by the day asked for."""

    activity_id: str
    code: str
    state: str
    fiscal_year: int
    quarter: int
    due_on: date

    @property
    def is_missing(self) -> bool:
        """Whether the agency does not stand behind it yet: the light is then ○, never red (domain.md §7.2)."""
        return self.state in OUTSTANDING


@dataclass(frozen=True)
class Latest:
    """What lights and packs need of reports, by activity id."""

    reported: Mapping[str, Reported]
    owed: Mapping[str, Owed]

    def is_missing(self, activity_id: str) -> bool:
        """Tell whether the newest report that was due has not come."""
        owed = self.owed.get(activity_id)
        return owed is not None and owed.is_missing


def latest(session: Session, activity_ids: Iterable[str], *, on: date | None = None) -> Latest:
    """Give the newest certified report of each activity, and the newest one that was due by `on` (today).

    Two queries however many activities. Asks no decision: what is certified may be shown to the partners.
    """
    ids = list(activity_ids)
    if not ids:
        return Latest({}, {})
    reported = session.execute(_newest(ids, [ProgressReport.state.in_(CERTIFIED)], _reported_columns()))
    due = [
        ProgressReport.due_on < (on or clock.today()),
        ProgressReport.state.not_in(["not_due", "waived"]),
    ]
    owed = session.execute(_newest(ids, due, _owed_columns()))
    return Latest(
        {row.activity_id: Reported(*row[:-1]) for row in reported},
        {row.activity_id: Owed(*row[:-1]) for row in owed},
    )


def _newest(ids: Sequence[str], where: Sequence[ColumnElement[bool]], columns: Sequence[Any]) -> Any:
    rank = func.row_number().over(
        partition_by=ProgressReport.activity_id, order_by=ProgressReport.period.desc()
    )
    ranked = (
        select(*columns, rank.label("rank")).where(ProgressReport.activity_id.in_(ids), *where).subquery()
    )
    return select(ranked).where(ranked.c.rank == 1).order_by(ranked.c.activity_id)


def _reported_columns() -> list[Any]:
    report = ProgressReport
    sums = [
        select(func.sum(column))
        .where(ReportSpending.record_id == report.id)
        .correlate(report)
        .scalar_subquery()
        .label(column.key)
        for column in (ReportSpending.committed, ReportSpending.disbursed)
    ]
    return [
        report.activity_id,
        report.code,
        report.state,
        report.fiscal_year,
        report.quarter,
        report.period,
        report.reported_pct.label("pct"),
        report.planned_pct,
        report.status,
        report.rating,
        report.summary,
        report.obstacles,
        report.remedy,
        report.next_plan,
        report.submitted_on,
        report.accepted_on,
        report.origin,
        *sums,
    ]


def _owed_columns() -> list[Any]:
    report = ProgressReport
    return [
        report.activity_id,
        report.code,
        report.state,
        report.fiscal_year,
        report.quarter,
        report.due_on,
    ]


def before(session: Session, report: ProgressReport, *seen: ColumnElement[bool]) -> ProgressReport | None:
    """Give the newest certified report of the same activity before this one, with its rows, under the conditions."""
    query = (
        select(ProgressReport)
        .where(
            ProgressReport.activity_id == report.activity_id,
            ProgressReport.period < report.period,
            ProgressReport.state.in_(CERTIFIED),
            *seen,
        )
        .options(selectinload(ProgressReport.figures), selectinload(ProgressReport.spending))
        .order_by(ProgressReport.period.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()


# --- who has reported -------------------------------------------------------------------------------------------


@dataclass
class Cell:
    """How the reports of an agency in a province stand for one quarter."""

    expected: int = 0
    """Reports of the quarter, waived ones aside."""
    certified: int = 0
    accepted: int = 0
    """Of the certified ones, those through the joint review."""
    late: int = 0
    """Of the certified ones, those that came after their day."""
    returned: int = 0
    missing: int = 0
    """Due and not certified."""
    waived: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether everything expected is in."""
        return self.expected > 0 and self.certified == self.expected

    def add(self, other: "Cell") -> None:
        """Add another cell to this one."""
        for name in vars(other):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass
class GridRow:
    """One agency in one province; None stands for activities that lie in several."""

    province: str | None
    org: str
    quarters: dict[int, Cell] = field(default_factory=dict)

    def cell(self, quarter: int) -> Cell:
        """Give the cell of a quarter (1-4), empty where there is no report."""
        return self.quarters.setdefault(quarter, Cell())


def grid(
    session: Session,
    fiscal_year: int,
    *,
    on: date | None = None,
    org: str | None = None,
    province: str | None = None,
) -> list[GridRow]:
    """Give who has reported in a fiscal year (B.E.), province by agency by quarter, in one query; asks no decision.

    `province` may be empty: what lies in several provinces. Training does not count.
    """
    report, today = ProgressReport, on or clock.today()
    narrowed: list[ColumnElement[bool]] = [report.is_training.is_(False)]
    if org is not None:
        narrowed.append(report.owner_org == org)
    if province is not None:
        narrowed.append(report.province_code == province if province else report.province_code.is_(None))
    overdue = case((report.due_on < today, 1), else_=0)
    late = case((report.submitted_on > report.due_on, 1), else_=0)
    keys = (report.province_code, report.owner_org, report.quarter, report.state)
    query = (
        select(*keys, overdue.label("overdue"), late.label("late"), func.count().label("n"))
        .where(report.fiscal_year == fiscal_year, *narrowed)
        .group_by(*keys, overdue, late)
    )
    rows: dict[tuple[str | None, str], GridRow] = {}
    for where, who, number, state, is_overdue, is_late, n in session.execute(query):
        row = rows.setdefault((where, who), GridRow(where, who))
        _count(row.cell(number), state, n, overdue=bool(is_overdue), late=bool(is_late))
    return sorted(rows.values(), key=lambda row: (row.province or "~", row.org))


def _count(cell: Cell, state: str, n: int, *, overdue: bool, late: bool) -> None:
    if state == "waived":
        cell.waived += n
        return
    cell.expected += n
    if state in CERTIFIED:
        cell.certified += n
        cell.accepted += n if state == "accepted" else 0
        cell.late += n if late else 0
        return
    cell.returned += n if state == "returned" else 0
    cell.missing += n if overdue else 0


def last_by_mou(mou_ids: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """Give the query of the day on which a report of any activity under each MOU was last sent."""
    report, activity = cast("Table", ProgressReport.__table__), cast("Table", JointActivity.__table__)
    return (
        select(activity.c.mou_id, null().cast(Integer), func.max(report.c.submitted_on))
        .join(report, report.c.activity_id == activity.c.id)
        .where(activity.c.mou_id.in_(mou_ids), report.c.submitted_on.is_not(None))
        .group_by(activity.c.mou_id)
    )
