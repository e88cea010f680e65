"""The sheet of one lesson."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from planhub.infra.pdf import Footer, PdfOptions, Watermark
from planhub.kernel.text import Text, current_locale, locale
from planhub.kernel.thai import format_date
from planhub.lessons import choices, queries
from planhub.lessons.models import Lesson
from planhub.lessons.papers.naming import SHORT_HASH, Names, as_of, directions_of, uses_of
from planhub.lessons.rules import OUT
from planhub.ui import papers

_PARTS: tuple[tuple[str, Text], ...] = (
    ("context", Text("บริบท", "Context")),
    ("what_was_done", Text("ทำอะไร", "What was done")),
    ("result", Text("ผลที่เกิดขึ้น", "Result")),
    ("evidence", Text("หลักฐาน", "Evidence")),
    ("cost", Text("ใช้เงิน คน และเวลา", "What it took")),
    ("success_factors", Text("ปัจจัยความสำเร็จและเงื่อนไข", "Success factors and conditions")),
    ("problems_and_solutions", Text("ปัญหาและทางแก้", "Problems and solutions")),
    ("do_not_repeat", Text("สิ่งที่จะไม่ทำซ้ำ", "Not to be repeated")),
    ("usable_where", Text("ใช้ต่อที่ไหนได้", "Where it may be used")),
    ("policy_proposal", Text("ข้อเสนอเชิงนโยบาย", "Proposal for policy")),
    ("source", Text("แหล่งอ้างอิง", "Sources")),
)


def lesson_sheet(session: Session, lesson: Lesson, options: Mapping[str, Any]) -> bytes:
    """Print one lesson on a page; what is not published yet is marked as a draft."""
    lang = str(options.get("lang") or current_locale())
    with locale(lang):
        names = Names(session, [lesson.owner_org, *lesson.agencies], lesson.areas, [])
        values = {
            "lesson": lesson,
            "kind": str(dict(choices.KINDS)[lesson.kind]),
            "directions": directions_of(lesson.directions),
            "areas": names.places(lesson.areas, 8),
            "agencies": [names.orgs.get(code, code) for code in lesson.agencies or [lesson.owner_org]],
            "parts": [(str(words), getattr(lesson, name)) for name, words in _PARTS if getattr(lesson, name)],
            "uses": [row[1:] for row in uses_of(queries.reused(session, [lesson.id]), names)],
            "strength": str(lesson.strength),
            "published": format_date(lesson.published_on, "long") if lesson.published_on else "",
        }
    draft = Watermark.NONE if lesson.state in OUT else Watermark.DRAFT
    paper = PdfOptions(
        title=f"{lesson.code} {lesson.title}",
        created=lesson.updated_at,
        lang=lang,
        subject=lesson.title,
        thai_digits=bool(options.get("thai_digits", False)),
        watermark=Watermark.TRAINING if lesson.is_training else draft,
        footer=Footer(
            code=lesson.code,
            as_of=as_of(lang, sample=lesson.origin == "sample"),
            short_hash=lesson.content_hash[:SHORT_HASH],
        ),
    )
    return papers.paper("pdf/lesson.html", paper, **values)
