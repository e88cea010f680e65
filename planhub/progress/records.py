"""The record type of progress reports."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased, selectinload

from planhub.activities.effects import parties as activity_parties
from planhub.activities.models import JointActivity
from planhub.kernel.text import Text
from planhub.people.queries import called
from planhub.progress import fields, guards, measures
from planhub.progress.checks import faults_of
from planhub.progress.days import DAYS
from planhub.progress.effects import EFFECTS
from planhub.progress.models import (
    FigureStatement,
    ProgressReport,
    ReportFigure,
    ReportRevision,
    ReportSpending,
)
from planhub.progress.rules import POLICY, WAS_CERTIFIED, WRITING
from planhub.progress.services import after_save
from planhub.progress.workflow import WORKFLOW
from planhub.record.models import Attachment, Record
from planhub.record.rules import ORGS
from planhub.record.types import Children, Column, Condition, RecordType


def _facts(session: Session, report: ProgressReport) -> Mapping[str, Any]:
    files = select(func.count()).select_from(Attachment).where(Attachment.record_id == report.id)
    lines = [row.org for row in report.spending] + [line.org for line in report.activity.budget_lines]
    codes = {report.owner_org, *lines}
    return {guards.FILES: session.scalars(files).one(), ORGS: called(session, codes)}


def _areas(report: ProgressReport) -> Iterable[str]:
    return report.activity.area_codes or ()


def _wake_on(report: ProgressReport) -> date | None:
    return report.opens_on if report.state == "not_due" else None


def flags(report: ProgressReport, today: date) -> Sequence[tuple[str, Text]]:
    """Give what dates and rows say of a report: late, overdue, changed since it was accepted (rule R13)."""
    found: list[tuple[str, Text]] = []
    if measures.is_late(report.due_on, report.submitted_on):
        found.append(("late", Text("ส่งหลังกำหนด", "Late")))
    if report.state in WRITING and measures.is_overdue(report.due_on, report.submitted_on, today):
        found.append(("overdue", Text("เกินกำหนด", "Overdue")))
    if report.revisions and report.revisions[-1].content_hash != report.content_hash:
        found.append(("modified", Text("แก้ไขหลังรับรายงาน", "Changed since it was accepted")))
    return found


def _was_certified() -> ColumnElement[bool]:
    one = aliased(ProgressReport.__table__)
    return select(one.c.id).where(one.c.id == Record.id, one.c.certified_on.is_not(None)).exists()


REPORTS = RecordType(
    name="progress-reports",
    key="report",
    label=Text("รายงานความก้าวหน้า", "Progress report"),
    plural=Text("รายงานความก้าวหน้า", "Progress reports"),
    model=ProgressReport,
    workflow=WORKFLOW,
    policy=POLICY,
    fields=fields.FIELDS,
    code_prefix="RPT",
    children=(
        Children(
            "figures",
            Text("ผลตามตัวชี้วัด", "Indicators"),
            ReportFigure,
            fields.FIGURE_FIELDS,
            key=("indicator",),
            section="figures",
        ),
        Children(
            "spending",
            Text("การใช้จ่ายงบประมาณ (สะสม)", "Money to date"),
            ReportSpending,
            fields.SPENDING_FIELDS,
            key=("org", "source", "fiscal_year"),
            section="figures",
        ),
        Children(
            "revisions",
            Text("ฉบับที่รับแล้ว", "Accepted versions"),
            ReportRevision,
            fields.REVISION_FIELDS,
            key=("n",),
            section="figures",
            content=False,
            read_only=True,
        ),
        Children(
            "statements",
            Text("ตัวเลขจากแต่ละแหล่ง", "What each source says"),
            FigureStatement,
            fields.STATED_FIELDS,
            key=("id",),
            section="figures",
            content=False,
            read_only=True,
        ),
    ),
    columns=(
        Column("owner_org", Text("หน่วยงาน", "Agency"), sortable=False, kind="org"),
        Column("province_code", Text("จังหวัด", "Province"), sortable=False, kind="province"),
        Column("period", Text("งวด", "Period"), sortable=False),
        Column("reported_pct", Text("ความก้าวหน้า", "Progress"), sortable=False, kind="percent"),
        Column("due_on", Text("กำหนดส่ง", "Due"), sortable=False, kind="date"),
    ),
    filters=("state", "q", "owner_org", "fiscal_year", "province"),
    template="progress",
    parties=lambda report: activity_parties(report.activity),
    areas=_areas,
    facts=_facts,
    wake_on=_wake_on,
    effects=EFFECTS,
    links={
        "activity": (
            selectinload(JointActivity.mou),
            selectinload(JointActivity.partners),
            selectinload(JointActivity.milestones),
            selectinload(JointActivity.budget_lines),
            selectinload(JointActivity.indicators),
            selectinload(JointActivity.indicator_values),
        ),
    },
    check=faults_of,
    flags=flags,
    days=DAYS,
    creatable=False,
    conditions=(
        Condition(
            WAS_CERTIFIED,
            Text("หน่วยงานเคยรับรองข้อความนี้", "the agency stood behind the text as it stands"),
            lambda report: report.certified_on is not None,
            _was_certified,
        ),
    ),
    on_save=after_save,
)
"""Reports are begun by the calendar alone (`planhub.progress.services.generate`)."""
