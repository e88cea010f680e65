"""Reports that the calendar begins, and edits that begin a draft."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from planhub.activities.models import JointActivity
from planhub.kernel import clock
from planhub.kernel.access import SYSTEM
from planhub.progress.effects import sync_rows
from planhub.progress.measures import Quarter, period_of, quarters, window
from planhub.progress.models import ProgressReport
from planhub.record import audit, flow, services
from planhub.record.types import registry

REPORTING = ("planned", "in_progress", "done_reported", "completed")
"""States in which an activity owes reports: it is in an approved plan and does not rest."""

PRELOADED = (
    selectinload(JointActivity.mou),
    selectinload(JointActivity.partners),
    selectinload(JointActivity.milestones),
    selectinload(JointActivity.budget_lines),
    selectinload(JointActivity.indicators),
    selectinload(JointActivity.indicator_values),
)
"""What a report needs of its activity."""

BATCH = 200
"""Activities looked at together."""


# --- the calendar -----------------------------------------------------------------------------------------------


def generate(session: Session, activity_ids: Sequence[str] | None = None) -> int:
    """Begin every report that is owed and not begun, and open those whose day has come; give how many were begun.

    For all activities, or for some. May be missed for months and run twice: what is there is left alone.
    """
    query = select(JointActivity.id).where(JointActivity.state.in_(REPORTING)).order_by(JointActivity.id)
    if activity_ids is not None:
        query = query.where(JointActivity.id.in_(activity_ids))
    ids = list(session.scalars(query))
    return sum(_generate(session, ids[i : i + BATCH]) for i in range(0, len(ids), BATCH))


def _generate(session: Session, ids: Sequence[str]) -> int:
    activities = session.scalars(
        select(JointActivity).where(JointActivity.id.in_(ids)).options(*PRELOADED).order_by(JointActivity.id)
    )
    reported = select(ProgressReport.activity_id, ProgressReport.period)
    there = {
        (activity_id, period)
        for activity_id, period in session.execute(reported.where(ProgressReport.activity_id.in_(ids)))
    }
    begun = 0
    for activity in activities:
        for one in owed(activity, clock.today()):
            if (activity.id, period_of(*one)) not in there:
                _begin(session, activity, one)
                begun += 1
    return begun


def owed(activity: JointActivity, today: date) -> list[Quarter]:
    """Give the quarters for which an activity owes a report, the running one included.

    From its first day on, but not for quarters that were over before it came into the system; until it is done.
    """
    if activity.start is None:
        return []
    known_since = activity.created_at.astimezone(clock.BANGKOK).date()
    last = activity.finished_on or (activity.end if activity.state == "completed" else None)
    return quarters(max(activity.start, known_since), min(today, last) if last else today)


def _begin(session: Session, activity: JointActivity, one: Quarter) -> None:
    year, number = one
    opens_on, due_on = window(year, number)
    report = services.begin(
        session,
        SYSTEM,
        registry.get("progress-reports"),
        {
            "title": f"รายงานไตรมาส {number}/{year} · {activity.title}"[:500],
            "activity": activity,
            "activity_id": activity.id,
            "fiscal_year": year,
            "quarter": number,
            "period": period_of(year, number),
            "opens_on": opens_on,
            "due_on": due_on,
            "province_code": activity.province_code,
            "is_training": activity.is_training,
            "origin": "own" if activity.origin == "own" else "sample",
        },
        owner_org=activity.owner_org,
    )
    flow.advance(session, report)


# --- writing ----------------------------------------------------------------------------------------------------


def after_save(session: Session, report: ProgressReport) -> None:
    """Put back rows that an edit left out, and let the first change begin the draft."""
    session.flush()  # rows that were taken out must be gone before their like comes back
    if sync_rows(report):
        services.refresh(session, audit.acting(session) or SYSTEM, report)
    flow.advance(session, report)
