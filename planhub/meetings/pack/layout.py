"""What is drawn beside the figures: the chosen sections in their order, and the explanations that agencies gave.

It is written down with the pack, as the figures are, so that the same figures with the same layout give the same text.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from planhub.kernel.fields import Choice
from planhub.kernel.text import Text
from planhub.meetings.models import Meeting, MeetingSnapshot
from planhub.meetings.pack.preview import remarks_of
from planhub.record import chain

Layout = dict[str, Any]
"""`sections`: keys in order; `remarks`: figure, text, org and post of each explanation."""

SECTIONS: tuple[Choice, ...] = (
    ("follow-up", Text("ติดตามมติการประชุมครั้งก่อน", "Follow-up of earlier resolutions")),
    ("overlap", Text("ภาพรวมพื้นที่ซ้อนทับ", "Where agencies overlap")),
    ("mous", Text("สถานะบันทึกข้อตกลงความร่วมมือ", "MOUs")),
    ("activities", Text("ความก้าวหน้าของกิจกรรมร่วม", "Progress of joint activities")),
    ("budget", Text("งบประมาณ", "Budget")),
    ("provinces", Text("รายจังหวัด", "Provinces")),
    ("lessons", Text("บทเรียนเด่น", "Lessons")),
)
"""Sections that may be left out or moved, in the usual order; summary, agenda, decisions and annex always stand."""

KEYS = tuple(key for key, _ in SECTIONS)
EMPTY: Layout = {"sections": list(KEYS), "remarks": []}


def chosen(keys: Sequence[str]) -> list[str]:
    """Give the sections to draw: those named, each once; all in the usual order where none is named."""
    return [key for key in dict.fromkeys(keys) if key in KEYS] or list(KEYS)


def of_meeting(session: Session, meeting: Meeting, frozen: MeetingSnapshot) -> Layout:
    """Write down how the pack of these figures is to be drawn now; one query."""
    return {"sections": chosen(meeting.pack_sections), "remarks": remarks_of(session, frozen)}


def written(layout: Layout) -> str:
    """Write a layout as canonical JSON; the usual one without explanations as nothing, as packs before it had."""
    return "{}" if layout == EMPTY else chain.canonical(layout).decode()


def read(text: str) -> Layout:
    """Read a layout that was written down."""
    found: Mapping[str, Any] = json.loads(text or "{}")
    return {"sections": chosen(found.get("sections", ())), "remarks": list(found.get("remarks", ()))}


def mark(content_hash: str, layout: Layout) -> str:
    """Give the hash of figures and layout together; of the usual layout, that of the figures alone."""
    text = written(layout)
    return content_hash if text == "{}" else hashlib.sha256(f"{content_hash}\n{text}".encode()).hexdigest()
