"""The usual words of a resolution (domain.md §3.5), so that a secretary need only choose its kind."""

from typing import Any

_WORDS = {
    "noted": "ที่ประชุมรับทราบ",
    "adopted": "ที่ประชุมรับรองรายงานการประชุมโดยไม่มีการแก้ไข",
    "endorsed": "เห็นชอบตามที่เสนอ",
    "principle": "เห็นชอบในหลักการตามที่เสนอ",
    "approved": "อนุมัติตามที่เสนอ",
    "assigned": "มอบหมายตามที่เสนอ",
    "review": "ให้เจ้าของเรื่องทบทวนแล้วเสนอที่ประชุมอีกครั้ง",
    "deferred": "เลื่อนการพิจารณาไปการประชุมครั้งถัดไป",
}


def words_for(kind: str, item: Any) -> str:
    """Give the usual words of a kind; the draft resolution where the meeting decides as it was asked."""
    asked = item.requested == kind or (kind == "assigned" and item.requested is None)
    if asked and item.draft_resolution and kind not in ("noted", "adopted"):
        return str(item.draft_resolution)
    return _WORDS[kind]
