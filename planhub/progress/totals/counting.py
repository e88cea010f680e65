"""Counting an accepted report into the sums of its plan, province, agency and directions.

The report's old part is taken out and the new one put in, inside the transaction that accepts it. A report that is
reopened stays counted as it was accepted until it is accepted again: figures are locked, and a revision replaces them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, delete, insert, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from planhub.activities.measures import Light, achieved_percent
from planhub.kernel.thai import quarter_span
from planhub.progress import guards
from planhub.progress.measures import light_of_report
from planhub.progress.models import ProgressReport
from planhub.progress.totals.models import SOMEWHERE, ReportFigureTotal, ReportPart, ReportTotal
from planhub.record import services
from planhub.record.types import registry

_LIGHTS = {Light.GREEN: "green", Light.AMBER: "amber", Light.RED: "red"}
_RATINGS = {"on_plan": "rated_on_plan", "slow": "rated_slow", "off_plan": "rated_off_plan"}
_MONEY = ("planned", "allocated", "committed", "disbursed")
BATCH = 500

Sums = dict[tuple[Any, ...], list[int]]


# --- what a report counts as ------------------------------------------------------------------------------------


def scopes_of(report: ProgressReport) -> list[tuple[str, str]]:
    """Give everything into which a report counts; a report of two directions counts in both."""
    activity = report.activity
    return [
        ("all", ""),
        ("province", report.province_code or SOMEWHERE),
        ("agency", report.owner_org),
        *(("direction", str(key)) for key in activity.direction or ()),
        ("plan", activity.plan_code or SOMEWHERE),
    ]


def part_of(report: ProgressReport) -> ReportPart:
    """Give what an accepted report counts as; it must be loaded with its activity."""
    assert report.fiscal_year is not None  # the calendar gave it
    counts, money = _counts(report), _money(report)
    whole = {name: sum(one[name] for one in money.values()) for name in _MONEY}
    totals: dict[tuple[str, str], dict[str, int]] = {}
    for scope, key in scopes_of(report):
        totals[scope, key] = counts | (whole if scope != "agency" else money.get(key, {}))
    for org, mine in money.items():  # money is its own agency's, whoever leads
        totals.setdefault(("agency", org), mine)
    figures = [[scope, key, *figure] for scope, key in scopes_of(report) for figure in _figures(report)]
    return ReportPart(
        report_id=report.id,
        fiscal_year=report.fiscal_year,
        quarter=report.quarter,
        totals=[[*at, *(one.get(name, 0) for name in ReportTotal.COUNTS)] for at, one in totals.items()],
        figures=figures,
    )


def _counts(report: ProgressReport) -> dict[str, int]:
    found = {"reports": 1, _light(report): 1}
    if report.rating:
        found[_RATINGS[report.rating]] = 1
    if report.reported_pct is not None:
        found |= {"pct_sum": report.reported_pct, "pct_n": 1}
    if report.planned_pct is not None:
        found |= {"planned_sum": report.planned_pct, "planned_n": 1}
    for kind in ("output", "outcome"):
        told = [
            min(share, 100)
            for i in report.activity.indicators
            if i.kind == kind and (share := achieved_percent(i, guards.to_date(report, i))) is not None
        ]
        found |= {f"{kind}_sum": sum(told), f"{kind}_n": len(told)}
    return found


def _light(report: ProgressReport) -> str:
    assert report.fiscal_year is not None  # the calendar gave it
    last = quarter_span(report.fiscal_year, report.quarter)[1]
    shown = light_of_report(report.reported_pct, report.planned_pct, report.activity.end, last)
    return _LIGHTS.get(shown, "undue")


def _money(report: ProgressReport) -> dict[str, dict[str, int]]:
    """Give the money of all lines to the end of the quarter, by the agency that each belongs to."""
    told = {guards.line_key(row): row for row in report.spending}
    found: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(_MONEY, 0))
    for line in report.activity.budget_lines:
        row = told.get(guards.line_key(line))
        mine = found[line.org]
        mine["planned"] += line.planned or 0
        mine["allocated"] += line.allocated or 0
        mine["committed"] += (row.committed if row else 0) or 0
        mine["disbursed"] += (row.disbursed if row else 0) or 0
    return dict(found)


def _figures(report: ProgressReport) -> Iterator[list[Any]]:
    """Give outputs and outcomes whose quarters add up, by kind and unit; averages of others would mean nothing."""
    now = (report.fiscal_year, report.quarter)
    sums: Sums = defaultdict(lambda: [0, 0, 0, 0])
    for one in report.activity.indicators:
        actual = guards.to_date(report, one)
        if not one.cumulative or one.kind not in ("output", "outcome") or actual is None:
            continue
        until = (
            v.target
            for v in report.activity.indicator_values
            if v.indicator == one.name and (v.fiscal_year, v.quarter) <= now and v.target is not None
        )
        amounts = (1, one.target or 0, sum(until), actual)
        row = sums[one.kind, one.unit]
        row[0] += 1
        for n in (1, 2, 3):
            row[n] += int(amounts[n] * 100)
    for at, row in sorted(sums.items()):
        yield [*at, *row]


# --- keeping the sums -------------------------------------------------------------------------------------------


def count(session: Session, report: ProgressReport) -> None:
    """Count a report that was just accepted, in place of what it was counted as before."""
    if report.is_training:
        return
    new, old = part_of(report), session.get(ReportPart, report.id)
    parts = [(new, 1)] if old is None else [(new, 1), (old, -1)]
    _add(session, ReportTotal, _sums((p.fiscal_year, p.quarter, p.totals, s) for p, s in parts))
    _add(session, ReportFigureTotal, _sums(((p.fiscal_year, p.quarter, p.figures, s) for p, s in parts), 4))
    if old is None:
        session.add(new)
    else:
        old.totals, old.figures = new.totals, new.figures
    session.flush()  # a second acceptance in the same transaction must find it


def _sums(parts: Iterable[tuple[int, int, Sequence[Sequence[Any]], int]], width: int = 2) -> Sums:
    """Add rows up by year, quarter and their first `width` cells; what comes to nothing is left out."""
    sums: Sums = {}
    for year, quarter, rows, sign in parts:
        for row in rows:
            at = (year, quarter, *row[:width])
            found = sums.setdefault(at, [0] * (len(row) - width))
            for n, value in enumerate(row[width:]):
                found[n] += sign * value
    return {at: row for at, row in sorted(sums.items()) if any(row)}


def _rows(model: Any, sums: Sums) -> list[dict[str, Any]]:
    heads = ("fiscal_year", "quarter", "scope", "key", "kind", "unit")
    return [
        {**dict(zip(heads, at, strict=False)), **dict(zip(model.COUNTS, row, strict=True))}
        for at, row in sums.items()
    ]


def _add(session: Session, model: Any, sums: Sums) -> None:
    """Add to the rows that stand, in their order so that two acceptances never wait for one another in a ring."""
    if not sums:
        return
    table = cast("Table", model.__table__)
    dialect = session.get_bind().dialect.name
    made = (postgresql_insert if dialect == "postgresql" else sqlite_insert)(table)
    statement = made.on_conflict_do_update(
        index_elements=list(table.primary_key.columns),
        set_={name: table.c[name] + made.excluded[name] for name in model.COUNTS},
    )
    session.connection().execute(statement, _rows(model, sums))


# --- making them anew -------------------------------------------------------------------------------------------


def catch_up(session: Session) -> int:
    """Count accepted reports that were never counted; give how many. May run twice."""
    missing = (
        select(ProgressReport.id)
        .outerjoin(ReportPart, ReportPart.report_id == ProgressReport.id)
        .where(
            ProgressReport.state == "accepted",
            ReportPart.report_id.is_(None),
            ProgressReport.is_training.is_(False),
        )
        .order_by(ProgressReport.id)
    )
    ids = list(session.scalars(missing))
    for report_id in ids:
        count(session, services.load(session, registry.get("progress-reports"), report_id))
    return len(ids)


def rebuild(session: Session) -> int:
    """Make all sums anew from the parts; give how many rows stand. Uncounted reports are counted first."""
    catch_up(session)
    session.flush()
    made = 0
    for model, width in ((ReportTotal, 2), (ReportFigureTotal, 4)):
        session.execute(delete(model))
        rows = _rows(model, parts_summed(session, width))
        for start in range(0, len(rows), BATCH):
            session.execute(insert(model), rows[start : start + BATCH])
        made += len(rows)
    return made


def parts_summed(session: Session, width: int) -> Sums:
    """Add up the parts of all reports."""
    cells = ReportPart.totals if width == 2 else ReportPart.figures
    query = select(ReportPart.fiscal_year, ReportPart.quarter, cells)
    found = session.execute(query.execution_options(yield_per=BATCH))
    return _sums(((year, quarter, rows, 1) for year, quarter, rows in found), width)


def differences(session: Session) -> Mapping[str, int]:
    """Say how many rows of each table are not what the parts add up to; empty where all is well."""
    found = {}
    for model, width in ((ReportTotal, 2), (ReportFigureTotal, 4)):
        heads = ("fiscal_year", "quarter", "scope", "key", "kind", "unit")[: 2 + width]
        table = cast("Table", model.__table__)
        stands = {
            tuple(row[: len(heads)]): list(row[len(heads) :])
            for row in session.execute(select(*(table.c[name] for name in (*heads, *model.COUNTS))))
            if any(row[len(heads) :])
        }
        wanted = parts_summed(session, width)
        wrong = sum(stands.get(at) != wanted.get(at) for at in {*stands, *wanted})
        if wrong:
            found[table.name] = wrong
    return found
