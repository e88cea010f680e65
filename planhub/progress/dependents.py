"""What rests on an accepted report: papers that were handed out, packs and minutes that show its figures.

Features above tell of theirs by `register`; reopening a report lists all of it (workflows.md §5).
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.text import Text
from planhub.kernel.thai import format_date
from planhub.progress.models import ProgressReport
from planhub.record.papers import IssuedPaper

MOST = 50
"""Papers that are listed; what follows is counted by nobody."""


class Dependent(NamedTuple):
    """One thing that shows the report's figures."""

    kind: str
    """paper, pack, minutes, lesson or report."""
    code: str
    words: Text
    href: tuple[str, dict[str, Any]] | None = None
    """Endpoint and values of its page."""
    held_by: str | None = None
    """Who made it, to be told."""


Source = Callable[[Session, ProgressReport], Sequence[Dependent]]
_SOURCES: list[Source] = []


def register(source: Source) -> None:
    """Let a feature above tell what of its own rests on a report; may be called again."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def of(session: Session, report: ProgressReport) -> list[Dependent]:
    """Give everything that rests on a report as it was last accepted; nothing where it never was. Asks no decision."""
    if report.accepted_on is None:
        return []
    found = [*_papers(session, report), *_later(session, report)]
    for source in _SOURCES:
        found.extend(source(session, report))
    return found


_LABELS = {
    "activity-report": Text("รายงานความก้าวหน้ากิจกรรม", "Activity progress report"),
    "province-digest": Text("สรุปรายไตรมาสของจังหวัด", "Quarterly digest of a province"),
    "agency-digest": Text("สรุปรายไตรมาสของหน่วยงาน", "Quarterly digest of an agency"),
    "reports-export": Text("ไฟล์ตารางรายงาน", "Export of reports"),
    "province": Text("สรุปจังหวัดหนึ่งหน้า", "Province one-pager"),
}


def _papers(session: Session, report: ProgressReport) -> list[Dependent]:
    """Papers made since the acceptance: of the report itself, and of the places and agencies that it counts for."""
    province = report.province_code or "-"
    wide = [("province-digest", f"{province}-{report.period}"), ("province", province)]
    wide += [
        ("agency-digest", f"{report.owner_org}-{report.period}"),
        ("reports-export", str(report.fiscal_year)),
    ]
    pairs = [(IssuedPaper.kind == kind) & (IssuedPaper.code == code) for kind, code in wide]
    query = (
        select(IssuedPaper)
        .where(or_(IssuedPaper.record_id == report.id, *pairs))
        .order_by(IssuedPaper.made_at.desc(), IssuedPaper.id)
        .limit(MOST)
    )
    since = report.accepted_on
    found = []
    for paper in session.scalars(query):
        day = paper.made_at.astimezone(clock.BANGKOK).date()
        if since and day < since:
            continue
        words = Text("{what} ออกเมื่อ {day}", "{what}, made {day}").format(
            what=_LABELS.get(paper.kind, Text(paper.title, paper.title)),
            day=Text(format_date(day, locale="th"), format_date(day, locale="en")),
        )
        found.append(Dependent("paper", paper.code, words, held_by=paper.made_by))
    return found


def _later(session: Session, report: ProgressReport) -> list[Dependent]:
    """Later reports of the activity begin with the figures of this one."""
    query = (
        select(ProgressReport.code, ProgressReport.period)
        .where(
            ProgressReport.activity_id == report.activity_id,
            ProgressReport.period > report.period,
            ProgressReport.submitted_on.is_not(None),
        )
        .order_by(ProgressReport.period)
    )
    return [
        Dependent(
            "report",
            code,
            Text("รายงานงวดถัดไป {period}", "The report of {period}").format(period=Text(period, period)),
            ("progress-reports.show", {"code": code}),
        )
        for code, period in session.execute(query)
    ]
