"""Lessons that a report begins, and what is derived when a lesson or knowledge item is begun or changed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import SYSTEM, Actor
from planhub.kernel.errors import Invalid, NotFound
from planhub.kernel.text import Text
from planhub.kernel.thai import fiscal_year
from planhub.lessons import choices
from planhub.lessons.capturing import Seed, capture
from planhub.lessons.models import KnowledgeItem, Lesson, LessonPhoto
from planhub.lessons.queries import is_photo_of, photos_without_consent
from planhub.progress.models import ProgressReport
from planhub.record import access, audit, flow, services
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
    return capture(session, SYSTEM, _from_report(report))


def _from_report(report: ProgressReport) -> Seed:
    activity = report.activity
    troubles = [report.obstacles, report.remedy and f"แนวทางแก้ไข: {report.remedy}"]
    return Seed(
        owner_org=report.owner_org,
        title=f"บทเรียนจาก {activity.title} ไตรมาส {report.quarter}/{report.fiscal_year}",
        kind="setback" if report.status == "off_track" else "practice",
        what=report.lesson,
        source=f"รายงานความก้าวหน้า {report.code} ไตรมาส {report.quarter}/{report.fiscal_year}",
        key=f"report:{report.id}",
        begun_from=report,
        activity=activity,
        is_training=report.is_training,
        origin=report.origin,
        more={
            "context": f"กิจกรรม {activity.code} {activity.title}",
            "what_was_done": report.summary,
            "problems_and_solutions": "\n\n".join(part for part in troubles if part) or None,
            "report": report,
            "report_id": report.id,
            "fiscal_year": report.fiscal_year,
        },
    )


_NONE = ("ไม่มี", "ยังไม่มี", "none", "no lesson", "-", "–")


def says_none(note: str) -> bool:
    """Tell whether an answer to the lesson prompt says that there is none, and why."""
    return note.strip().lower().startswith(_NONE)


def harvest_activity(session: Session, activity_id: str) -> Lesson | None:
    """Make a lesson of the answer to the prompt of an activity that was reported done; once for each activity."""
    try:
        activity = services.load(session, registry.get("activities"), activity_id, lock=True)
    except NotFound:
        return None
    if not activity.lesson_note or says_none(activity.lesson_note):
        return None
    seed = Seed(
        owner_org=activity.owner_org,
        title=f"บทเรียนจาก {activity.title}",
        what=activity.lesson_note,
        source=f"กิจกรรม {activity.code} เมื่อรายงานว่าเสร็จ",
        key=f"activity:{activity.id}",
        begun_from=activity,
        activity=activity,
        is_training=activity.is_training,
        origin=activity.origin,
        more={
            "context": f"กิจกรรม {activity.code} {activity.title}",
            "what_was_done": activity.objective,
            "evidence": activity.result,
            "fiscal_year": activity.fiscal_year,
        },
    )
    return capture(session, SYSTEM, seed)


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
    """Keep the province in step with the areas; refuse a number or an address where a post is asked for."""
    _derive_province(item)
    if item.contact_title and looks_personal(item.contact_title):
        return {"contact_title": [NO_NUMBERS]}
    return {}


NO_NUMBERS = Text(
    "โปรดใส่ชื่อตำแหน่ง ไม่ใส่เบอร์โทรหรืออีเมล", "Please give a post, no telephone number or mail address"
)


def looks_personal(text: str) -> bool:
    """Tell whether a text holds a telephone number or a mail address."""
    return "@" in text or sum(sign.isdigit() for sign in text) >= 7


def _derive_province(record: Any) -> None:
    provinces = {code[:2] for code in record.areas or ()}
    record.province_code = provinces.pop() if len(provinces) == 1 else None


def after_save(session: Session, lesson: Lesson) -> None:
    """Let the first edit be the beginning of writing; take the author's word on the pictures that are there."""
    if lesson.photo_consent:
        for picture in photos_without_consent(session, lesson.id):
            lesson.photos.append(_consent(session, picture, "spoken"))
    flow.advance(session, lesson)


def consent(session: Session, actor: Actor, lesson: Lesson, attachment_id: str, basis: str) -> None:
    """Write down on which ground one picture may be shown, or take that back with an empty ground.

    Raises `NotFound`, `Denied`, or `Invalid` for a ground that does not exist.
    """
    lesson = services.locked(session, lesson)
    access.authorise(actor, "lesson:edit", lesson)
    if not is_photo_of(session, lesson.id, attachment_id):
        raise NotFound
    if basis and basis not in dict(choices.CONSENTS):
        raise Invalid({"basis": [Text("ไม่มีตัวเลือกนี้", "There is no such choice")]})
    lesson.photos[:] = [row for row in lesson.photos if row.attachment_id != attachment_id]
    session.flush()  # the row that stood in its place must be gone before
    if basis:
        lesson.photos.append(_consent(session, attachment_id, basis))
    services.touch(lesson)


def _consent(session: Session, attachment_id: str, basis: str) -> LessonPhoto:
    who = audit.acting(session)
    post = next((s.post_title for s in who.standings if s.post_title), None) if who else None
    said_by = str(post.th) if post else (who.name if who else None)
    return LessonPhoto(attachment_id=attachment_id, basis=basis, said_by=said_by, said_on=clock.today())


def flags(lesson: Lesson, today: date) -> list[tuple[str, Text]]:
    """Tell that a published lesson should be looked at again (rule R13)."""
    if lesson.state != "published" or lesson.review_on is None:
        return []
    left = (lesson.review_on - today).days
    if left < 0:
        return [("overdue", Text("ครบกำหนดทบทวนแล้ว", "Due for review"))]
    return (
        [("expiring", Text("ทบทวนภายใน {n} วัน", "Review within {n} days").format(n=left))]
        if left <= 60
        else []
    )
