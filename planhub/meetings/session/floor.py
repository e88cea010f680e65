"""Writing while a meeting sits: each matter is worded on its own, and nobody overwrites what they have not seen.

Every save names the version of the matter's wording that it was made on. Where another secretary was quicker, nothing
is written and both texts are set side by side. The meeting's row is locked meanwhile.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.errors import Conflict, Denied, GuardFailed, Invalid, NotFound, Reason
from planhub.kernel.fields import Field, Kind, dump, parse_all
from planhub.kernel.text import Text
from planhub.meetings import rules
from planhub.meetings.agenda.numbers import numbered
from planhub.meetings.models import AgendaItem, Meeting
from planhub.meetings.session.models import FloorItem, MeetingFloor, Recusal
from planhub.meetings.session.wording import words_for
from planhub.meetings.words import ABSENT, RESOLUTIONS
from planhub.record import access, flow, references, services
from planhub.record.models import Event
from planhub.record.types import registry

FIELDS = (
    Field("discussion", Kind.BODY, Text("สาระที่ประชุม", "Discussion"), max=8_000),
    Field("kind", Kind.CHOICE, Text("มติ", "Resolution"), choices=RESOLUTIONS),
    Field("text", Kind.BODY, Text("ข้อความมติ", "Text of the resolution"), max=4_000),
    Field("assign_org", Kind.ORG, Text("มอบหมายหน่วยงาน", "Assigned agency")),
    Field("assign_post", Kind.LINE, Text("ตำแหน่งผู้รับผิดชอบ", "Responsible post"), max=200),
    Field("assign_what", Kind.BODY, Text("สิ่งที่มอบหมาย", "What is to be done"), max=2_000),
    Field("assign_due", Kind.DATE, Text("ภายในวันที่", "By")),
)
"""What is written on one matter while the meeting talks about it."""

_RESOLVED = tuple(f.name for f in FIELDS if f.name != "discussion")
_CAUSE = Field("cause", Kind.LINE, Text("เหตุที่ออกจากห้อง", "Why they leave the room"), required=True, max=300)
_REASON = Field("reason", Kind.LINE, Text("เหตุที่ถอนเรื่อง", "Why it is withdrawn"), required=True, max=300)


class FloorConflict(Conflict):
    """Another secretary wrote on this matter meanwhile; carries what it says now."""

    def __init__(self, item: AgendaItem, row: FloorItem) -> None:
        super().__init__(
            Text(
                "{who} เขียนเรื่องนี้ไปก่อนแล้ว ยังไม่มีการบันทึกทับ",
                "{who} has written on this matter meanwhile; nothing was overwritten",
            ).format(who=Text(row.edited_name, row.edited_name))
        )
        self.item, self.row = item, row


@dataclass(frozen=True)
class Place:
    """A matter of a meeting that sits, its row locked, and what is being worded on it."""

    meeting: Meeting
    item: AgendaItem
    row: FloorItem


def open_meeting(session: Session, actor: Actor, code: str, *states: str) -> Meeting:
    """Give a meeting for writing, locked. Raises `NotFound`, `Denied`, and `GuardFailed` where it does not sit."""
    meeting: Meeting = services.load(session, registry.get("meetings"), code, lock=True)
    access.authorise(actor, rules.RUN, meeting)
    if meeting.state not in (states or ("in_session",)):
        raise GuardFailed(
            [Reason("state", Text("การประชุมนี้ไม่ได้อยู่ระหว่างประชุม", "This meeting is not in session"))]
        )
    return meeting


def place(session: Session, meeting: Meeting, item_id: str) -> Place:
    """Give a matter of the meeting and its wording, which is begun where there is none yet."""
    item = next((i for i in meeting.agenda if i.id == item_id), None)
    if item is None:
        raise NotFound
    row = session.get(FloorItem, item_id, populate_existing=True)
    if row is None:
        row = FloorItem(
            item_id=item_id, meeting_id=meeting.id, version=0, text="", discussion="", edited_at=clock.now()
        )
    return Place(meeting, item, row)


def read_version(session: Session, item_id: str) -> int:
    """Give the version of a matter's wording; 0 while nobody has written."""
    row = session.get(FloorItem, item_id, populate_existing=True)
    return row.version if row else 0


def _checked(at: Place, version: int) -> None:
    if at.row.version != version:
        raise FloorConflict(at.item, at.row)


def _parsed(session: Session, actor: Actor, raw: Mapping[str, Any]) -> dict[str, Any]:
    fields = tuple(f for f in FIELDS if f.name in raw)
    values, faults = parse_all(fields, raw)
    references.resolve(session, actor, [(f, values, f.name) for f in fields if f.name in values], faults)
    if faults:
        raise Invalid(faults)
    return values


def _note(session: Session, actor: Actor, at: Place) -> None:
    at.row.version += 1
    at.row.edited_by, at.row.edited_name, at.row.edited_at = actor.user_id, actor.name, clock.now()
    session.add(at.row)
    bump(session, at.meeting)


def bump(session: Session, meeting: Meeting, *, item_id: str | None = None) -> None:
    """Tell the second screens that something changed; with `item_id`, that this is the matter now."""
    row = session.get(MeetingFloor, meeting.id)
    if row is None:
        row = MeetingFloor(meeting_id=meeting.id, version=0, at=clock.now())
        session.add(row)
    row.version, row.at = (row.version or 0) + 1, clock.now()
    if item_id is not None:
        row.item_id = item_id
    session.flush()  # a second screen compares the number


def show(session: Session, actor: Actor, code: str, item_id: str) -> Meeting:
    """Put a matter on the table: the room's screen shows it."""
    meeting = open_meeting(session, actor, code, "agenda_final", "in_session")
    place(session, meeting, item_id)
    bump(session, meeting, item_id=item_id)
    return meeting


def write(
    session: Session, actor: Actor, code: str, item_id: str, raw: Mapping[str, Any], *, version: int
) -> FloorItem:
    """Keep what is being worded. Raises `FloorConflict` where another was quicker, and `Invalid`."""
    at = place(session, open_meeting(session, actor, code), item_id)
    _checked(at, version)
    for name, value in _parsed(session, actor, raw).items():
        setattr(at.row, name, (value or "") if name in ("discussion", "text") else value)
    _note(session, actor, at)
    return at.row


def resolve(
    session: Session, actor: Actor, code: str, item_id: str, raw: Mapping[str, Any], *, version: int
) -> Event:
    """Record what the meeting resolved on a matter; an empty text becomes the usual words of its kind.

    Raises `FloorConflict`, `Invalid`, and `GuardFailed` with everything that is missing.
    """
    at = place(session, open_meeting(session, actor, code), item_id)
    _checked(at, version)
    values = _parsed(session, actor, raw)
    at.row.discussion = values.get("discussion") or at.row.discussion or ""
    session.add(at.row)
    said = {f.name: dump(f, values.get(f.name)) for f in FIELDS if f.name in _RESOLVED}
    if said["kind"] and not said["text"]:
        said["text"] = words_for(said["kind"], at.item)
    if said["assign_org"] and not said["assign_what"]:
        said["assign_what"] = said["text"]
    if not said["assign_org"]:  # what was half chosen is no assignment
        said |= {"assign_what": None, "assign_due": None, "assign_post": None}
        if said["kind"] == "assigned":
            said["assign_what"] = values.get("assign_what")
    return flow.move(
        session,
        actor,
        at.meeting,
        "resolve_item",
        version=at.meeting.version,
        said=flow.Said({"item": item_id, **said}),
    )


def withdraw(
    session: Session, actor: Actor, code: str, item_id: str, raw: Mapping[str, Any], *, version: int
) -> None:
    """Take a matter off the table (ถอนเรื่อง), with the reason that the minutes give."""
    at = place(session, open_meeting(session, actor, code), item_id)
    _checked(at, version)
    if any(r.item_id == item_id for r in at.meeting.resolutions):
        raise GuardFailed(
            [Reason("resolved", Text("เรื่องนี้มีมติแล้ว จึงถอนไม่ได้", "It is resolved and cannot be withdrawn"))]
        )
    values, faults = parse_all((_REASON,), raw)
    if faults:
        raise Invalid(faults)
    at.row.withdrawn = values["reason"]
    _note(session, actor, at)


def bring_back(session: Session, actor: Actor, code: str, item_id: str) -> None:
    """Put a withdrawn matter on the table again."""
    at = place(session, open_meeting(session, actor, code), item_id)
    at.row.withdrawn = None
    _note(session, actor, at)


def leave_room(session: Session, actor: Actor, code: str, item_id: str, raw: Mapping[str, Any]) -> None:
    """Note who leaves the room because of an interest in the matter, and why. Once is enough."""
    meeting = open_meeting(session, actor, code)
    at = place(session, meeting, item_id)
    person = next((a for a in meeting.attendees if a.id == raw.get("attendee")), None)
    values, faults = parse_all((_CAUSE,), raw)
    if person is None or person.kind == ABSENT:
        faults["attendee"] = [Text("โปรดเลือกผู้ที่อยู่ในห้อง", "Please choose somebody who is in the room")]
    if faults or person is None:
        raise Invalid(faults)
    query = select(Recusal).where(Recusal.item_id == item_id, Recusal.attendee_id == person.id)
    row = session.scalars(query).one_or_none()
    if row is None:
        session.add(
            Recusal(item_id=item_id, attendee_id=person.id, cause=values["cause"], left_at=clock.now())
        )
    else:
        row.cause = values["cause"]
    bump(session, at.meeting)


def come_back(session: Session, actor: Actor, code: str, item_id: str, attendee_id: str) -> None:
    """Take back a note that somebody left: it was a mistake. After a resolution it stays."""
    meeting = open_meeting(session, actor, code)
    if any(r.item_id == item_id for r in meeting.resolutions):
        raise Denied(Text("เรื่องนี้มีมติแล้ว", "The matter is resolved"))
    session.execute(delete(Recusal).where(Recusal.item_id == item_id, Recusal.attendee_id == attendee_id))
    bump(session, meeting)


def next_of(meeting: Meeting, item_id: str | None) -> str | None:
    """Give the matter after this one, else None."""
    keys = [item.id for _no, item in numbered(meeting)]
    if item_id not in keys:
        return keys[0] if keys else None
    place_ = keys.index(item_id) + 1
    return keys[place_] if place_ < len(keys) else None
