"""The reports that keep a plan from being closed: those of its activities, for its own time, that nobody has settled."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel.errors import Reason
from planhub.kernel.text import Text, plain
from planhub.kernel.thai import fiscal_year, quarter
from planhub.progress.measures import period_of
from planhub.progress.models import ProgressReport

SETTLED = ("accepted", "waived")
"""States of a report about which nothing is left to do."""

NAMED = 5
"""How many codes the sentence names before it counts the others."""


def open_reports(session: Session, plan: Any) -> list[Reason]:
    """Say which reports for quarters until the plan's last day are neither accepted nor waived; one query."""
    ids = [row.activity_id for row in plan.activities if not row.left_out_because]
    if not ids or plan.end is None:
        return []
    last = period_of(fiscal_year(plan.end), quarter(plan.end))
    query = (
        select(ProgressReport.code)
        .where(
            ProgressReport.activity_id.in_(ids),
            ProgressReport.period <= last,
            ProgressReport.state.not_in(SETTLED),
        )
        .order_by(ProgressReport.code)
    )
    codes = list(session.scalars(query))
    return [_reason(codes)] if codes else []


def _reason(codes: list[str]) -> Reason:
    more = len(codes) - NAMED
    said = plain(", ".join(codes[:NAMED]))
    if more > 0:
        said = Text("{said} และอีก {n} ฉบับ", "{said} and {n} more").format(said=said, n=more)
    return Reason(
        "open_reports",
        Text(
            "รายงานความก้าวหน้า {n} ฉบับยังไม่รับรองหรือยกเว้น: {said}",
            "{n} progress reports are neither accepted nor waived: {said}",
        ).format(n=len(codes), said=said),
    )
