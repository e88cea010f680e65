"""The reports that a person owes for a quarter, with what is missing in each, in a fixed number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from planhub.activities.measures import Light
from planhub.kernel import clock
from planhub.kernel.access import Actor, Role
from planhub.kernel.errors import Reason
from planhub.kernel.text import Text
from planhub.kernel.thai import quarter_span
from planhub.kernel.workflow import Case, Move
from planhub.people.queries import called
from planhub.progress import guards
from planhub.progress.grid.asked import last_over
from planhub.progress.measures import light_of_report, period_of, window
from planhub.progress.models import ProgressReport
from planhub.progress.records import REPORTS
from planhub.progress.rules import EDIT, POLICY, VIEW, WRITING
from planhub.progress.services import PRELOADED
from planhub.progress.workflow import WORKFLOW
from planhub.record import access
from planhub.record.models import Attachment, Event
from planhub.record.rules import ORGS

MOST = 100
"""Reports of one table."""
DAYS_SHOWN = 60
"""Days after the due day for which the page of one's work leads to the table."""
SUBMIT, CERTIFY = "submit", "certify"

WITH = (
    selectinload(ProgressReport.figures),
    selectinload(ProgressReport.spending),
    selectinload(ProgressReport.revisions),
    selectinload(ProgressReport.statements),
    selectinload(ProgressReport.area_rows),
    selectinload(ProgressReport.party_rows),
    selectinload(ProgressReport.lanes),
    selectinload(ProgressReport.activity).options(*PRELOADED),
)


@dataclass(frozen=True)
class FigureLine:
    """One indicator of a report, with everything that stands beside the input."""

    row: Any
    indicator: Any
    last: Decimal | None
    """What the newest quarter before said."""
    to_date: Decimal | None
    planned: Decimal | None
    """The target of the quarter, where it has one."""


@dataclass(frozen=True)
class Line:
    """One report as the table and the card show it."""

    report: ProgressReport
    files: int
    missing: Sequence[Reason]
    """Why it cannot be sent yet."""
    may: frozenset[str]
    """What the reader may do with it now: edit, submit, certify."""
    orgs: Mapping[str, Text]

    @property
    def is_ready(self) -> bool:
        """Whether it may be sent as it stands."""
        return SUBMIT in self.may and not self.missing

    @property
    def state(self) -> Any:
        """The state with its words."""
        return WORKFLOW.state(self.report.state)

    @cached_property
    def figures(self) -> list[FigureLine]:
        """The indicators in the activity's order."""
        known = {i.name: i for i in self.report.activity.indicators}
        now = (self.report.fiscal_year, self.report.quarter)
        values = self.report.activity.indicator_values
        found = []
        for row in self.report.figures:
            mine = [v for v in values if v.indicator == row.indicator]
            before = sorted((v.fiscal_year, v.quarter, v.actual) for v in mine if v.actual is not None)
            last = [actual for year, quarter, actual in before if (year, quarter) < now]
            planned = [v.target for v in mine if (v.fiscal_year, v.quarter) == now]
            one = known.get(row.indicator)
            found.append(
                FigureLine(
                    row,
                    one,
                    last[-1] if last else None,
                    guards.to_date(self.report, one) if one else None,
                    planned[0] if planned else None,
                )
            )
        return found

    @cached_property
    def derived(self) -> int | None:
        """Per cent done by steps or outputs."""
        return guards.derived_pct(self.report)

    @cached_property
    def planned(self) -> int | None:
        """Per cent planned for the end of the quarter."""
        return guards.planned(self.report)

    @property
    def pct(self) -> int | None:
        """Per cent done: as sent, as typed, else derived."""
        return self.report.pct if self.report.pct is not None else self.derived

    @property
    def suggested(self) -> str | None:
        """How it stands against the plan: as said, else as its figures say, to be agreed to or changed."""
        if self.report.status:
            return self.report.status
        year = self.report.fiscal_year
        assert year is not None  # the calendar gave it
        last = quarter_span(year, self.report.quarter)[1]
        light = light_of_report(self.pct, self.planned, self.report.activity.end, last)
        return {Light.GREEN: "on_track", Light.AMBER: "off_track", Light.RED: "off_track"}.get(light)

    def called(self, org: str) -> Text:
        """Give what people call an agency."""
        return self.orgs.get(org, Text(org, org))


@dataclass(frozen=True)
class MyQuarter:
    """Everything of one's own in a quarter."""

    fiscal_year: int
    quarter: int
    lines: Sequence[Line]

    @property
    def to_write(self) -> list[Line]:
        """Those that one may fill in now."""
        return [line for line in self.lines if "edit" in line.may]

    @property
    def ready(self) -> list[Line]:
        """Those that may be sent as they stand."""
        return [line for line in self.lines if line.is_ready]

    @property
    def to_certify(self) -> list[Line]:
        """Those that wait for the reader's word."""
        return [line for line in self.lines if CERTIFY in line.may]

    @property
    def sums(self) -> Mapping[str, int]:
        """The foot of the table: satang planned, committed and disbursed of the shown lines."""
        spending = [row for line in self.lines for row in line.report.spending]
        lines = [x for line in self.lines for x in line.report.activity.budget_lines]
        return {
            "planned": sum(x.planned for x in lines),
            "committed": sum(row.committed or 0 for row in spending),
            "disbursed": sum(row.disbursed or 0 for row in spending),
        }


def own_orgs(actor: Actor) -> list[str]:
    """Give the agencies for which a person writes or certifies reports."""
    roles = (Role.COORDINATOR, Role.AREA_COORDINATOR, Role.DIRECTOR)
    return sorted({s.org for s in actor.standings if s.role in roles and not s.resting})


def read(session: Session, actor: Actor, fiscal_year: int, quarter: int) -> MyQuarter:
    """Give a person's own reports of a quarter, whatever their state; what has not begun is left out."""
    query = (
        select(ProgressReport)
        .where(
            access.visible(actor, VIEW, REPORTS),
            ProgressReport.owner_org.in_(own_orgs(actor)),
            ProgressReport.period == period_of(fiscal_year, quarter),
            ProgressReport.state != "not_due",
        )
        .options(*WITH)
        .order_by(ProgressReport.province_code, ProgressReport.code)
        .limit(MOST)
    )
    return MyQuarter(fiscal_year, quarter, lines_of(session, actor, session.scalars(query).all()))


def to_report(actor: Actor) -> Mapping[str, Any] | None:
    """Give the quarter that is being reported to those who write reports, while it is; costs no statement."""
    if not POLICY.ever(actor, EDIT):
        return None
    year, number = last_over()
    due = window(year, number)[1]
    if clock.today() > due + timedelta(days=DAYS_SHOWN):
        return None
    return {"due": due, "fiscal_year": year, "quarter": number}


def one(session: Session, actor: Actor, code: str) -> Line | None:
    """Give one report of one's own as a line; None where it is not."""
    query = (
        select(ProgressReport)
        .where(access.visible(actor, VIEW, REPORTS), ProgressReport.code == code)
        .options(*WITH)
    )
    report = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    return None if report is None else lines_of(session, actor, [report])[0]


def lines_of(session: Session, actor: Actor, reports: Sequence[ProgressReport]) -> list[Line]:
    """Look at reports with everything that the guards of sending ask."""
    ids = [report.id for report in reports]
    counted = select(Attachment.record_id, func.count()).where(Attachment.record_id.in_(ids))
    rows = session.execute(counted.group_by(Attachment.record_id)) if ids else ()
    files = {record_id: n for record_id, n in rows}  # noqa: C416 - rows are not pairs to mypy
    codes = {row.org for report in reports for row in report.spending}
    codes |= {line.org for report in reports for line in report.activity.budget_lines}
    orgs = called(session, codes | {report.owner_org for report in reports}) if reports else {}
    acted = _acts(session, [report for report in reports if report.state == "submitted"])
    return [_line(actor, report, files.get(report.id, 0), orgs, acted) for report in reports]


def _acts(session: Session, reports: Sequence[ProgressReport]) -> set[tuple[str, str | None]]:
    """Give who sent each report in its round: nobody certifies what they sent (rule R7)."""
    if not reports:
        return set()
    rounds = {report.id: report.round for report in reports}
    query = select(Event.record_id, Event.round, Event.person_key).where(
        Event.record_id.in_(rounds), Event.move == SUBMIT
    )
    return {(key, person) for key, number, person in session.execute(query) if rounds[key] == number}


def _line(
    actor: Actor,
    report: ProgressReport,
    files: int,
    orgs: Mapping[str, Text],
    acted: set[tuple[str, str | None]],
) -> Line:
    may = {"edit"} if access.may(actor, EDIT, report) else set()
    submit, certify = (_move(name) for name in (SUBMIT, CERTIFY))
    missing: list[Reason] = []
    if report.state in WRITING and access.may(actor, submit.permission, report):
        may.add(SUBMIT)
        case = Case(report, actor, None, clock.today(), {}, {guards.FILES: files, ORGS: orgs})
        missing = [reason for guard in submit.guards for reason in guard.check(case)]
    if report.state in certify.sources and access.may(actor, certify.permission, report):
        mine = (report.id, actor.person_key) in acted or report.edited_key == actor.person_key
        if not mine:
            may.add(CERTIFY)
    return Line(report, files, missing, frozenset(may), orgs)


def _move(name: str) -> Move:
    found = WORKFLOW.find(name)
    assert found is not None  # the machine has it
    return found
