"""Figures with a face: who said which figure, from which source, as of which day (domain.md §9).

A report's own figures are stated when it is sent. Another agency, or another source, may say otherwise: its word stands
beside the report's and never replaces it.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor, Standing
from planhub.kernel.errors import Invalid
from planhub.kernel.fields import parse_all
from planhub.kernel.text import Text
from planhub.kernel.thai import quarter_span
from planhub.progress.fields import STATEMENT_FIELDS
from planhub.progress.models import FigureStatement, ProgressReport, newest_statements
from planhub.progress.rules import STATE
from planhub.record import access, services

MOST = 200
"""Statements that a report holds."""


def as_of(report: ProgressReport, figure: Any) -> date:
    """Give the day for which a figure holds: as typed, else the last day of the quarter."""
    assert report.fiscal_year is not None  # the calendar gave it
    typed: date | None = figure.as_of
    return typed or quarter_span(report.fiscal_year, report.quarter)[1]


def source_of(report: ProgressReport, figure: Any) -> Text:
    """Give where a figure is from: as typed, else as the indicator is verified, else the report itself."""
    known = {i.name: i.means_of_verification for i in report.activity.indicators}
    said = figure.source or known.get(figure.indicator)
    return Text(said, said) if said else _REPORT


_REPORT = Text("รายงานของหน่วยงานเจ้าภาพ", "The lead agency's report")


def state_own(report: ProgressReport, standing: Standing | None) -> None:
    """Write down, as the report is sent, who states its figures; what was stated before and has not changed stays."""
    stood = {one.indicator: one for one in newest_statements(report.statements) if one.is_own}
    for figure in report.figures:
        day, source = as_of(report, figure), source_of(report, figure).th
        before = stood.get(figure.indicator)
        if before is not None and (before.value, before.as_of, before.source) == (figure.actual, day, source):
            continue
        if before is None and figure.actual is None:
            continue
        said = _Said(figure.indicator, figure.actual, source, day, figure.no_data_because)
        report.statements.append(_row(said, report.owner_org, standing, own=True))


def state(session: Session, actor: Actor, report: ProgressReport, raw: Mapping[str, Any]) -> FigureStatement:
    """Put another source's figure beside the report's. Raises `NotFound`, `Denied` or `Invalid`.

    Who states it, from which post and when is noted, not asked.
    """
    report = services.locked(session, report)
    standing = access.authorise(actor, STATE, report)
    values, faults = parse_all(STATEMENT_FIELDS, raw)
    known = {i.name for i in report.activity.indicators}
    if not faults.get("indicator") and values["indicator"] not in known:
        faults["indicator"] = [Text("กิจกรรมไม่มีตัวชี้วัดนี้", "The activity has no such indicator")]
    if not faults.get("as_of") and values["as_of"] > clock.today():
        faults["as_of"] = [Text("เป็นวันในอนาคต", "This day has not come yet")]
    if len(report.statements) >= MOST:
        faults["indicator"] = [Text("มีตัวเลขครบตามที่กำหนดแล้ว", "It holds as many figures as it may")]
    if faults:
        raise Invalid(faults)
    said = _Said(values["indicator"], values["value"], values["source"], values["as_of"], values["note"])
    row = _row(said, standing.org, standing, own=False)
    report.statements.append(row)
    services.touch(report)
    session.flush()  # the page shows it
    return row


class _Said:
    """One word about a figure."""

    __slots__ = ("as_of", "indicator", "note", "source", "value")

    def __init__(
        self, indicator: str, value: Decimal | None, source: str, as_of: date, note: str | None
    ) -> None:
        self.indicator, self.value, self.source, self.as_of, self.note = indicator, value, source, as_of, note


def _row(said: _Said, org: str, standing: Standing | None, *, own: bool) -> FigureStatement:
    post = standing.post_title if standing and standing.post_title else Text("–", "–")
    return FigureStatement(
        indicator=said.indicator,
        value=said.value,
        source=said.source,
        as_of=said.as_of,
        note=said.note,
        org=org,
        post_th=post.th[:200],
        post_en=post.en[:200],
        stated_on=clock.now(),
        is_own=own,
    )
