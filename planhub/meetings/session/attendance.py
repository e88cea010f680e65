"""Who came: one tick a person, several hands at once, and never a member lost."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.kernel.errors import Conflict, Invalid, NotFound
from planhub.kernel.fields import Field, Kind, parse_all
from planhub.kernel.text import Text
from planhub.meetings import rules
from planhub.meetings.guards import here_of
from planhub.meetings.models import Attendee, Meeting
from planhub.meetings.session.floor import bump
from planhub.meetings.words import ABSENT, ATTENDANCE, ATTENDEE, MEMBER, SUBSTITUTE
from planhub.record import access, references, services
from planhub.record.types import registry

FIELDS = (
    Field("kind", Kind.CHOICE, Text("การเข้าประชุม", "Attendance"), required=True, choices=ATTENDANCE),
    Field("substitute", Kind.LINE, Text("ชื่อผู้มาประชุมแทน", "Name of the substitute"), max=200),
    Field("post_title", Kind.LINE, Text("ตำแหน่งผู้มาประชุมแทน", "Post of the substitute"), max=300),
    Field("cause", Kind.LINE, Text("เหตุที่ไม่มา", "Cause of absence"), max=300),
)
"""What a tick may say."""

GUEST = (
    Field("name", Kind.LINE, Text("ชื่อ", "Name"), required=True, max=200),
    Field("post_title", Kind.LINE, Text("ตำแหน่ง", "Post"), max=300),
    Field("org", Kind.ORG, Text("หน่วยงาน", "Agency")),
    Field("org_name", Kind.LINE, Text("หน่วยงานอื่น", "Other organisation"), max=300),
)
"""What is asked of somebody who is no member (ผู้เข้าร่วมประชุม)."""


def _open(session: Session, actor: Actor, code: str) -> Meeting:
    meeting: Meeting = services.load(session, registry.get("meetings"), code, lock=True)
    access.authorise(actor, rules.EDIT, meeting)
    return meeting


def tick(
    session: Session, actor: Actor, code: str, attendee_id: str, raw: Mapping[str, Any], *, was: str
) -> Attendee:
    """Say whether a member came, sent somebody, or is absent and why; `was` is what the page showed.

    Raises `Conflict` where another hand was quicker with another answer, and `Invalid` for a substitute without a name
    or an absence without a cause.
    """
    meeting = _open(session, actor, code)
    row = next((a for a in meeting.attendees if a.id == attendee_id), None)
    if row is None:
        raise NotFound
    values, faults = parse_all(FIELDS, raw)
    faults |= _missing(values)
    if faults:
        raise Invalid(faults)
    if row.kind not in (was, values["kind"]):
        raise Conflict(
            Text(
                "มีผู้บันทึกการเข้าประชุมของท่านนี้ไปแล้ว โปรดตรวจดู", "Somebody has just ticked this member; please look"
            )
        )
    _put(row, values)
    services.refresh(session, actor, meeting)
    bump(session, meeting)
    return row


def _missing(values: Mapping[str, Any]) -> dict[str, list[Text]]:
    if values.get("kind") == SUBSTITUTE and not values.get("substitute"):
        return {"substitute": [Text("โปรดระบุชื่อผู้มาประชุมแทน", "Please name the substitute")]}
    if values.get("kind") == ABSENT and not values.get("cause"):
        return {
            "cause": [Text("โปรดระบุเหตุที่ไม่มา เช่น ติดราชการ", "Please give the cause, such as duty elsewhere")]
        }
    return {}


def _put(row: Attendee, values: Mapping[str, Any]) -> None:
    member, _, post = (row.stands_for or "").partition(" · ")
    if row.kind == SUBSTITUTE and values["kind"] != SUBSTITUTE and member:
        row.name, row.post_title, row.stands_for = member, post or row.post_title, None
    if values["kind"] == SUBSTITUTE and row.kind != SUBSTITUTE:
        row.stands_for = f"{row.name} · {row.post_title or ''}".removesuffix(" · ")[:300]
    if values["kind"] == SUBSTITUTE:
        row.name, row.post_title = values["substitute"], values["post_title"]
    row.kind = values["kind"]
    row.cause = values["cause"] if values["kind"] == ABSENT else None


def add_guest(session: Session, actor: Actor, code: str, raw: Mapping[str, Any]) -> Attendee:
    """Add somebody who attends without being a member. Raises `Invalid`."""
    meeting = _open(session, actor, code)
    values, faults = parse_all(GUEST, raw)
    references.resolve(session, actor, [(f, values, f.name) for f in GUEST if f.name in values], faults)
    if faults:
        raise Invalid(faults)
    row = Attendee(
        kind=ATTENDEE, position=max((a.position for a in meeting.attendees), default=0) + 1, **values
    )
    meeting.attendees.append(row)
    services.refresh(session, actor, meeting)
    bump(session, meeting)
    return row


def counted(meeting: Meeting) -> tuple[int, int, int]:
    """Give how many members are present or represented, how many are needed, and how many there are."""
    return here_of(meeting)


def in_room(meeting: Meeting) -> list[Attendee]:
    """List those who are in the room, members first."""
    rank = {MEMBER: 0, SUBSTITUTE: 0, ATTENDEE: 1}
    here = [a for a in meeting.attendees if a.kind != ABSENT]
    return sorted(here, key=lambda a: (rank[a.kind], a.position))
