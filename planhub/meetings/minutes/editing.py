"""Writing minutes section by section: several people at once, and nobody overwrites what they have not seen."""

from typing import Any

from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.kernel.errors import Conflict, GuardFailed, Invalid, NotFound, Reason
from planhub.kernel.fields import Field, Kind, parse_all
from planhub.kernel.text import Text
from planhub.meetings import rules
from planhub.meetings.minutes.guards import text_at
from planhub.meetings.models import Meeting
from planhub.record import access, services
from planhub.record.types import registry

TEXT = Field("text", Kind.BODY, Text("ข้อความ", "Text"), max=8_000)
RESOLVED = Field("text", Kind.BODY, Text("ข้อความมติ", "Text of the resolution"), required=True, max=4_000)
WRITING = ("adjourned", "minutes_draft")
"""States in which minutes are written freely; later only by corrections."""


class SectionConflict(Conflict):
    """Somebody changed this section meanwhile; carries what it says now."""

    def __init__(self, text: str) -> None:
        super().__init__(
            Text(
                "มีผู้แก้ส่วนนี้หลังจากท่านเปิด ยังไม่มีการบันทึกทับ",
                "Somebody changed this section after you opened it; nothing was overwritten",
            )
        )
        self.text = text


def plainly(text: str) -> str:
    """Give a text as browsers and the database both know it: one kind of line end, none at the ends."""
    return text.replace("\r\n", "\n").strip()


def change(session: Session, actor: Actor, code: str, key: str, *, text: str, base: str) -> Meeting:
    """Change what is said on a matter, or the text of a resolution; `key` is its id, `base` what was read.

    Raises `NotFound`, `Denied`, `GuardFailed` in a state in which minutes are not written, `SectionConflict`, `Invalid`.
    """
    meeting: Meeting = services.load(session, registry.get("meetings"), code, lock=True)
    access.authorise(actor, rules.MINUTE, meeting)
    if meeting.state not in WRITING:
        closed = Text(
            "รายงานนี้เวียนแล้ว แก้ไขได้ตามคำขอแก้ไขเท่านั้น",
            "These minutes are circulated; only corrections change them",
        )
        raise GuardFailed([Reason("state", closed)])
    row, field, now = _section(meeting, key)
    if plainly(now) != plainly(base):
        raise SectionConflict(now)
    values, faults = parse_all((field,), {"text": text})
    if faults:
        raise Invalid(faults)
    setattr(row, "text" if field is RESOLVED else "discussion", values["text"])
    services.refresh(session, actor, meeting)
    session.flush()  # what is shown next is read anew
    return meeting


def _section(meeting: Meeting, key: str) -> tuple[Any, Field, str]:
    for item in meeting.agenda:
        if item.id == key:
            return item, TEXT, text_at(item, None)
    for resolution in meeting.resolutions:
        if resolution.id == key:
            return resolution, RESOLVED, resolution.text
    raise NotFound
