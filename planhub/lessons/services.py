"""Lessons that a report begins, and what is derived when a lesson or knowledge item is begun or changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import SYSTEM
from planhub.kernel.errors import NotFound
from planhub.kernel.text import Text
from planhub.kernel.thai import fiscal_year
from planhub.lessons.models import KnowledgeItem, Lesson
from planhub.progress.models import ProgressReport
from planhub.record import services
from planhub.record.types import registry


def harvest(session: Session, report_id: str) -> Lesson | None:
    """Make a lesson of an accepted report, once however often it is asked; None where there is nothing to make."""
    there = session.scalar(select(Lesson.id).where(Lesson.report_id == report_id))
    if there is not None:
        return None
    try:
        report = services.load(session, registry.get("progress-reports"), report_id, lock=True)
    except NotFound:
        return None
    if not (report.lesson or report.obstacles):
        return None
    lesson: Lesson = services.begin(
        session, SYSTEM, registry.get("lessons"), _seed(report), owner_org=report.owner_org
    )
    return lesson


def _seed(report: ProgressReport) -> dict[str, Any]:
    activity = report.activity
    troubles = [report.obstacles, report.remedy and f"แนวทางแก้ไข: {report.remedy}"]
    return {
        "title": f"บทเรียนจาก {activity.title} ไตรมาส {report.quarter}/{report.fiscal_year}"[:500],
        "kind": "setback" if report.status == "off_track" else "practice",
        "context": f"กิจกรรม {activity.code} {activity.title}",
        "what_was_done": report.summary,
        "result": report.lesson,
        "problems_and_solutions": "\n\n".join(part for part in troubles if part) or None,
        "directions": list(activity.direction or ()),
        "areas": list(activity.area_codes or ()),
        "agencies": [report.owner_org],
        "activity": activity,
        "report": report,
        "report_id": report.id,
        "source": f"รายงานความก้าวหน้า {report.code} ไตรมาส {report.quarter}/{report.fiscal_year}",
        "fiscal_year": report.fiscal_year,
        "is_training": report.is_training,
        "origin": report.origin,
    }


def begin(_session: Session, record: Any) -> None:
    """Give a new lesson or item its fiscal year, and the province if it lies in one alone."""
    record.fiscal_year = record.fiscal_year or fiscal_year(clock.today())
    _derive_province(record)


def check_lesson(lesson: Lesson) -> Mapping[str, Sequence[Text]]:
    """Keep the province in step with the areas; give what cannot be."""
    _derive_province(lesson)
    if lesson.replaces is not None and lesson.replaces is lesson:
        return {"replaces": [Text("ใช้แทนตัวเองไม่ได้", "It cannot replace itself")]}
    return {}


def check_item(item: KnowledgeItem) -> Mapping[str, Sequence[Text]]:
    """Keep the province in step with the areas."""
    _derive_province(item)
    return {}


def _derive_province(record: Any) -> None:
    provinces = {code[:2] for code in record.areas or ()}
    record.province_code = provinces.pop() if len(provinces) == 1 else None
