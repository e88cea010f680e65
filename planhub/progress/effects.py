"""What the moves of a report cause: prefilled rows, fixed figures, kept acceptances, and the seed of a lesson."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planhub.activities.models import IndicatorValue, JointActivity
from planhub.infra.jobs import enqueue_once
from planhub.kernel.access import SYSTEM
from planhub.kernel.text import Text, plain
from planhub.kernel.workflow import Case
from planhub.progress import dependents, figures
from planhub.progress.choices import DAYS_TO_REPORT, DAYS_TO_SEND_AGAIN
from planhub.progress.guards import derived_pct, line_key, planned
from planhub.progress.models import ProgressReport, ReportFigure, ReportRevision, ReportSpending
from planhub.progress.totals import counting
from planhub.record import notices, services
from planhub.record.content import content
from planhub.record.models import Event
from planhub.record.types import Effect, registry

HARVEST = "lessons.harvest"
"""The job that makes a draft lesson of an accepted report; it belongs to the lessons, which stand above."""


def sync_rows(report: ProgressReport) -> bool:
    """Give the report a row for each indicator and budget line of its activity; tell whether any was missing.

    Money begins with what is known of the line so far, because it is counted to date. Rows that somebody filled
    stay, even where the activity has lost its line: the agency decides, and sending says what does not fit.
    """
    activity = report.activity
    told = {f.indicator for f in report.figures}
    lines = {line_key(row) for row in report.spending}
    figures = [i for i in activity.indicators if i.name not in told]
    money = [line for line in activity.budget_lines if line_key(line) not in lines]
    for indicator in figures:
        report.figures.append(ReportFigure(indicator=indicator.name, position=len(report.figures) + 1))
    for line in money:
        report.spending.append(_spending(line, len(report.spending) + 1))
    return bool(figures or money)


def _spending(line: Any, position: int) -> ReportSpending:
    return ReportSpending(
        org=line.org,
        source=line.source,
        fiscal_year=line.fiscal_year,
        committed=line.committed,
        disbursed=line.disbursed,
        position=position,
    )


def prefill(session: Session, case: Case, _event: Event) -> None:
    """Lay out the rows to fill in; only a person's change of them is a draft."""
    sync_rows(case.record)
    services.refresh(session, SYSTEM, case.record)
    case.record.entered_hash = case.record.content_hash


def ask_again(_session: Session, case: Case, event: Event) -> None:
    """Remember what the agency was asked to change, and by when."""
    report = case.record
    report.entered_hash = report.content_hash
    report.respond_by = event.wanted_by or case.today + timedelta(days=DAYS_TO_REPORT)


def take_back(_session: Session, case: Case, _event: Event) -> None:
    """Give who recalled a report a week to send it again where its day is over; the agency stands behind it no more."""
    report = case.record
    report.certified_on = None
    report.respond_by = (
        case.today + timedelta(days=DAYS_TO_SEND_AGAIN) if case.today >= report.due_on else None
    )


def note_certified(_session: Session, case: Case, _event: Event) -> None:
    """The agency stands behind the text as it is."""
    case.record.certified_on = case.today


def uncertify(_session: Session, case: Case, _event: Event) -> None:
    """What is sent anew, or given back to be changed, is nobody's word yet (security.md §B6)."""
    case.record.certified_on = None


def note_dependents(session: Session, case: Case, _event: Event) -> None:
    """Keep with the accepted version what rested on it, and tell those who hold its papers."""
    report = case.record
    found = dependents.of(session, report)
    report.revisions[-1].used_in = [[one.kind, one.code, one.words.th, one.words.en] for one in found]
    held = {one.held_by for one in found if one.held_by}
    words = Text(
        "รายงาน {code} {title} ถูกเปิดเพื่อแก้ไข เอกสารที่ท่านออกไว้อาจไม่ตรงกับฉบับใหม่",
        "{code} {title} was reopened; papers that you made of it may differ from the next version",
    ).format(code=plain(report.code), title=plain(report.title))
    notices.tell(session, report, held - {case.actor.user_id}, words, f"reopened:{report.id}:{report.round}")


def fix_progress(_session: Session, case: Case, _event: Event) -> None:
    """Keep the progress as it is on the day of sending: later milestones belong to later quarters."""
    report = case.record
    report.reported_pct = report.physical_pct if report.physical_pct is not None else derived_pct(report)
    report.planned_pct = planned(report)
    report.submitted_on = report.submitted_on or case.today
    report.respond_by = None
    report.certified_on = None
    figures.state_own(report, case.standing)


def note_acceptance(_session: Session, case: Case, _event: Event) -> None:
    """Keep the reviewer's rating, and the whole report as it was accepted."""
    report = case.record
    report.rating, report.rating_note = case.values["rating"], case.values["rating_note"]
    report.accepted_on = case.today
    report.revisions.append(
        ReportRevision(
            n=len(report.revisions) + 1,
            accepted_on=case.today,
            reported_pct=report.reported_pct,
            rating=report.rating,
            content_hash=report.content_hash,
            content=content(report),
        )
    )


def post_figures(session: Session, case: Case, _event: Event) -> None:
    """Carry the accepted figures into the activity, so that nobody types them twice.

    Money is counted to date: only the newest accepted quarter may set it.
    """
    report = case.record
    activity = services.load(session, registry.get("activities"), report.activity_id, lock=True)
    _post_values(activity, report)
    newest = session.scalar(
        select(func.max(ProgressReport.period)).where(
            ProgressReport.activity_id == report.activity_id, ProgressReport.state == "accepted"
        )
    )
    if newest is None or newest <= report.period:
        _post_money(activity, report)
    editor = activity.edited_by, activity.edited_key
    services.refresh(session, SYSTEM, activity)
    activity.edited_by, activity.edited_key = editor


def _post_values(activity: JointActivity, report: ProgressReport) -> None:
    there = {
        v.indicator: v
        for v in activity.indicator_values
        if (v.fiscal_year, v.quarter) == (report.fiscal_year, report.quarter)
    }
    known = {i.name for i in activity.indicators}
    for figure in report.figures:
        if figure.indicator not in known:
            continue
        row = there.get(figure.indicator)
        if row is None:
            row = IndicatorValue(
                indicator=figure.indicator, fiscal_year=report.fiscal_year, quarter=report.quarter
            )
            activity.indicator_values.append(row)
        row.actual = figure.actual
        row.evidence = row.evidence or report.code


def _post_money(activity: JointActivity, report: ProgressReport) -> None:
    told = {line_key(row): row for row in report.spending}
    for line in activity.budget_lines:
        row = told.get(line_key(line))
        if row is not None:
            line.committed = row.committed if row.committed is not None else line.committed
            line.disbursed = row.disbursed if row.disbursed is not None else line.disbursed


def roll_up(session: Session, case: Case, _event: Event) -> None:
    """Count the report into the sums of its plan, province, agency and directions."""
    counting.count(session, case.record)


def harvest(session: Session, case: Case, _event: Event) -> None:
    """Ask for a draft lesson where the report holds one, or the cause of being off track."""
    report = case.record
    if report.lesson or (report.status == "off_track" and report.obstacles):
        enqueue_once(session, HARVEST, f"{HARVEST}:{report.id}", report_id=report.id)


def note_waiver(_session: Session, case: Case, _event: Event) -> None:
    """Keep the decision by which nothing need be reported."""
    case.record.decision_no = case.values["decision_no"]


EFFECTS: dict[str, Effect] = {
    "prefill": prefill,
    "ask_again": ask_again,
    "take_back": take_back,
    "note_certified": note_certified,
    "uncertify": uncertify,
    "note_dependents": note_dependents,
    "fix_progress": fix_progress,
    "note_acceptance": note_acceptance,
    "post_figures": post_figures,
    "roll_up": roll_up,
    "harvest": harvest,
    "note_waiver": note_waiver,
}
