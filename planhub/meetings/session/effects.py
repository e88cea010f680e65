"""What the moves of a sitting meeting cause, inside the same transaction."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.thai import fiscal_year
from planhub.kernel.workflow import Case
from planhub.meetings.agenda.numbers import find_item
from planhub.meetings.models import Meeting, Resolution
from planhub.meetings.session.floor import bump
from planhub.meetings.session.models import FloorItem, Recusal, ResolutionRoom
from planhub.meetings.words import ABSENT, ATTENDEE
from planhub.record import services
from planhub.record.models import Event
from planhub.record.types import Effect, registry

LONGEST_TITLE = 200


def resolve(session: Session, case: Case, _event: Event) -> None:
    """Write a resolution under the next number of the meeting (whose row is locked), and the assignment it makes."""
    meeting, values = case.record, case.values
    item = find_item(meeting, values["item"])
    assert item is not None  # the guard has seen to it
    number = max((r.number for r in meeting.resolutions), default=0) + 1
    resolution = Resolution(
        item_id=item.id, number=number, kind=values["kind"], text=values["text"], at=clock.now()
    )
    meeting.resolutions.append(resolution)
    session.flush()  # the room and the assignment refer to the resolution's row
    session.add(_room(session, meeting, item, resolution))
    _clear_table(session, case, item)
    if values["assign_org"]:
        _assign(session, case, item, resolution)


def _room(session: Session, meeting: Meeting, item: Any, resolution: Resolution) -> ResolutionRoom:
    """Freeze who was entitled to decide: members present or represented, without those who left the room."""
    left = {r.attendee_id: r for r in session.scalars(select(Recusal).where(Recusal.item_id == item.id))}
    here = [a for a in meeting.attendees if a.kind != ABSENT]
    return ResolutionRoom(
        resolution_id=resolution.id,
        entitled=[_person(a) for a in here if a.kind != ATTENDEE and a.id not in left],
        left_room=[_person(a) | {"cause": left[a.id].cause} for a in here if a.id in left],
        at=clock.now(),
    )


def _person(a: Any) -> dict[str, Any]:
    return {"name": a.name, "post": a.post_title, "org": a.org, "kind": a.kind, "stands_for": a.stands_for}


def _clear_table(session: Session, case: Case, item: Any) -> None:
    """Keep what was said, and make the table ready for another wording on the same matter."""
    row = session.get(FloorItem, item.id)
    if row is not None:
        item.discussion = row.discussion or item.discussion
        row.kind, row.text, row.withdrawn = None, "", None
        row.assign_org = row.assign_post = row.assign_what = row.assign_due = None
        row.version += 1
        row.edited_by, row.edited_name, row.edited_at = case.actor.user_id, case.actor.name, clock.now()
    bump(session, case.record, item_id=item.id)


def _assign(session: Session, case: Case, item: Any, resolution: Resolution) -> None:
    meeting, values = case.record, case.values
    services.begin(
        session,
        case.actor,
        registry.get("action-items"),
        {
            "title": _title(values["assign_what"]),
            "what": values["assign_what"],
            "post": values["assign_post"],
            "due_on": values["assign_due"],
            "fiscal_year": fiscal_year(values["assign_due"]),
            "meeting": meeting,
            "item_id": item.id,
            "resolution_id": resolution.id,
            "origin": meeting.origin,
            "is_training": meeting.is_training,
        },
        owner_org=values["assign_org"],
    )


def _title(what: str) -> str:
    line = " ".join(what.split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rstrip() + "…"


def leave_floor(session: Session, case: Case, _event: Event) -> None:
    """Take what was said, and was not yet taken with a resolution, into the matters."""
    rows = session.scalars(select(FloorItem).where(FloorItem.meeting_id == case.record.id))
    said = {row.item_id: row for row in rows}
    for item in case.record.agenda:
        row = said.get(item.id)
        if row is not None and row.discussion:
            item.discussion = row.discussion
    bump(session, case.record)


EFFECTS: dict[str, Effect] = {"resolve": resolve, "leave_floor": leave_floor}
