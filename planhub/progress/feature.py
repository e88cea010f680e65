"""What the progress feature brings: the record type, its place in the navigation, panels, and the jobs of each day."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.kernel.text import Text
from planhub.mou.duties import health
from planhub.plans.results.settled import SETTLED
from planhub.progress import (
    dependents,
    documents,
    guards,
    queries,
    reminding,
    report_views,
    services,
    settling,
)
from planhub.progress.digest import paper as digest
from planhub.progress.digest import views as digest_views
from planhub.progress.digest.content import KINDS
from planhub.progress.grid import views as grid_views
from planhub.progress.models import ProgressReport
from planhub.progress.quarter import views as quarter_views
from planhub.progress.quarter.reading import to_report
from planhub.progress.records import REPORTS
from planhub.progress.rules import CERTIFY, EDIT, POLICY, REOPEN, STATE, VIEW
from planhub.progress.sheets.reports import KIND as QUARTER_REPORTS
from planhub.progress.totals import counting
from planhub.record import access
from planhub.record.queries import linked
from planhub.record.types import Document
from planhub.ui.feature import Feature, NavItem, Panel

GENERATE = "progress.generate"
"""The job that begins the reports that are owed; for some activities, or for all of them each day."""
REMIND = "progress.remind"
"""The job that recalls open reports."""
TOTALS = "progress.totals"
"""The job that counts accepted reports which were never counted."""
REBUILD = "progress.rebuild_totals"
"""The job that makes the kept sums anew; nothing asks for it but a person."""


def generate(session: Session, activity_ids: list[str] | None = None) -> None:
    """Begin the reports that are owed."""
    services.generate(session, activity_ids)


def remind(session: Session) -> None:
    """Recall open reports."""
    reminding.remind(session)


def keep_totals(session: Session) -> None:
    """Count what was never counted into the kept sums."""
    counting.catch_up(session)


def rebuild_totals(session: Session) -> None:
    """Make the kept sums anew."""
    counting.rebuild(session)


def _on_activity(session: Session, actor: Actor, activity: Any) -> Mapping[str, Any] | None:
    rows = linked(session, actor, REPORTS, ProgressReport.activity_id == activity.id)
    return {"rows": rows, "states": {s.key: s for s in REPORTS.workflow.states}} if rows else None


def _beside(session: Session, actor: Actor, report: Any) -> Mapping[str, Any] | None:
    before = queries.before(session, report, access.visible(actor, VIEW, REPORTS))
    return {
        "derived": guards.derived_pct(report),
        "planned": guards.planned(report),
        "before": before,
        "code": report.code,
        "may_state": bool(report.figures) and access.may(actor, STATE, report),
        "dependents": dependents.of(session, report) if access.may(actor, REOPEN, report) else (),
    }


SETTLED["progress"] = settling.open_reports
health.register(health.LAST_REPORT, queries.last_by_mou)

FEATURE = Feature(
    name="progress",
    record_types=(
        replace(
            REPORTS,
            public_states=frozenset({"accepted"}),
            documents=(
                Document(
                    "activity-report",
                    Text("รายงานความก้าวหน้ากิจกรรม", "Activity progress report"),
                    documents.activity_report,
                    VIEW,
                ),
            ),
        ),
    ),
    blueprints=(
        report_views.blueprint,
        grid_views.blueprint,
        digest_views.blueprint,
        quarter_views.blueprint,
    ),
    nav=(
        NavItem(
            Text("ไตรมาสของฉัน", "My quarter"),
            "my_quarter.index",
            "calendar-event",
            "work",
            5,
            visible=lambda actor: any(POLICY.ever(actor, right) for right in (EDIT, CERTIFY)),
        ),
        NavItem(
            Text("รายงานความก้าวหน้า", "Progress reports"),
            "reporting.index",
            "report-analytics",
            "together",
            40,
            visible=lambda actor: POLICY.ever(actor, VIEW),
        ),
    ),
    panels=(
        Panel(
            "home",
            Text("ไตรมาสของฉัน", "My quarter"),
            "progress/_home.html",
            lambda _session, actor, _: to_report(actor),
            10,
        ),
        Panel(
            "activities",
            Text("รายงานความก้าวหน้า", "Progress reports"),
            "progress/_panel.html",
            _on_activity,
            30,
        ),
        Panel(
            "progress-reports",
            Text("เทียบกับแผนและงวดก่อน", "Beside the plan and the quarter before"),
            "progress/_beside.html",
            _beside,
            10,
        ),
    ),
    jobs={GENERATE: generate, REMIND: remind, TOTALS: keep_totals, REBUILD: rebuild_totals},
    daily=(GENERATE, REMIND, TOTALS),
    imports=(QUARTER_REPORTS,),
    documents={name: digest.by_code(scope) for scope, name in KINDS.items()},
)
