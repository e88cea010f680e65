"""The sheet of a review after action (AAR): four questions, no blame, participants by post; empty, or as filled in."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from planhub.infra.pdf import Footer, PdfOptions, Watermark
from planhub.kernel import clock
from planhub.kernel.text import Text, current_locale, locale
from planhub.kernel.thai import format_date
from planhub.lessons.fields import AAR_FIELDS
from planhub.lessons.models import Lesson
from planhub.lessons.papers.naming import SHORT_HASH, Names, as_of
from planhub.lessons.rules import OUT
from planhub.ui import papers

TITLE = Text("แบบทบทวนหลังทำงาน (AAR)", "Review after action (AAR)")
QUESTIONS = tuple(f for f in AAR_FIELDS if f.name in ("expected", "happened", "because", "next_time"))
LINES = 4
"""Lines to write on below each question of the empty sheet."""


def blank_sheet() -> bytes:
    """Print the empty sheet on one page."""
    lang = current_locale()
    paper = PdfOptions(title=TITLE.in_(lang), created=clock.now(), lang=lang, subject=TITLE.in_(lang))
    values = {
        "questions": [(f.label, f.help, "") for f in QUESTIONS],
        "lines": LINES,
        "facts": [],
        "people": [],
    }
    return papers.paper("pdf/lesson-aar.html", paper, title=TITLE, code="", **values)


def filled_sheet(session: Session, lesson: Lesson, options: Mapping[str, Any]) -> bytes:
    """Print the review of a lesson; questions that nobody has answered keep their lines."""
    lang = str(options.get("lang") or current_locale())
    with locale(lang):
        names = Names(session, [lesson.owner_org], lesson.areas, [])
        facts = [
            (Text("เรื่อง", "Subject"), lesson.title),
            (Text("พื้นที่", "Areas"), names.places(lesson.areas, 6) or "–"),
            (Text("หน่วยงาน", "Agency"), names.orgs.get(lesson.owner_org, lesson.owner_org)),
            (
                Text("วันที่ทบทวน", "Day of the review"),
                format_date(lesson.reviewed_on, "long") if lesson.reviewed_on else "……………………………………",
            ),
        ]
        values = {
            "questions": [(f.label, f.help, getattr(lesson, f.name) or "") for f in QUESTIONS],
            "lines": LINES,
            "facts": [(str(label), value) for label, value in facts],
            "people": [line.strip() for line in (lesson.reviewed_by or "").splitlines() if line.strip()],
        }
    draft = Watermark.NONE if lesson.state in OUT else Watermark.DRAFT
    paper = PdfOptions(
        title=f"{lesson.code} AAR",
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
    return papers.paper("pdf/lesson-aar.html", paper, title=TITLE, code=lesson.code, **values)
