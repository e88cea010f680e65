"""Minutes in the official form (แบบที่ 11): gathered from what was recorded, sealed when they are adopted."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.meetings.agenda.numbers import numbered
from planhub.meetings.minutes.guards import CHECKER, CORRECTIONS, LATER, TEXT_HASH, text_at
from planhub.meetings.minutes.models import ACCEPTED, OPEN, MinutesCorrection
from planhub.meetings.minutes.queries import find_check, list_corrections, list_later
from planhub.meetings.models import ActionItem, Meeting, MeetingSnapshot
from planhub.meetings.pack import snapshot
from planhub.meetings.pack.compose import Facts, iso, pair
from planhub.meetings.session.models import ResolutionRoom
from planhub.meetings.session.queries import rooms_of, withdrawals
from planhub.meetings.words import (
    ABSENT,
    ADOPTED,
    ADOPTION,
    ATTENDEE,
    DUTIES,
    NOTHING_HERE,
    RESOLUTIONS,
    SECTIONS,
    SUBSTITUTE,
    number_of,
    word,
)
from planhub.people.queries import list_organizations
from planhub.record import chain

FINAL = frozenset({"minutes_adopted", "closed"})
"""States in which the minutes are adopted; before, their paper is marked as a draft."""
STATES = frozenset({"minutes_draft", "minutes_circulated", "minutes_adopted"})
"""States in which the moves of minutes ask for facts."""

_RANK = {key: n for n, (key, _) in enumerate(DUTIES)}


def seal(session: Session, actor: Actor, meeting: Meeting) -> MeetingSnapshot:
    """Keep the minutes as they stand; called by the adoption."""
    return snapshot.store(session, actor, meeting, gather(session, meeting), kind="minutes")


def gather(session: Session, meeting: Meeting) -> Facts:
    """Write down the minutes of a meeting loaded with its children, in two queries."""
    orgs = {org.code: org.abbr.th for org in list_organizations(session)}
    actions = session.scalars(
        select(ActionItem).where(ActionItem.meeting_id == meeting.id).order_by(ActionItem.code)
    ).all()
    content: Facts = {
        "schema": snapshot.SCHEMA,
        "as_of": clock.now().isoformat(),
        "code": meeting.code,
        "title": meeting.title,
        "committee": pair(meeting.committee.name),
        "no": number_of(meeting.seq_no, meeting.year_be),
        "held_on": iso(meeting.held_on),
        "place": meeting.place or meeting.link,
        "began_at": _hours(meeting.began_at),
        "ended_at": _hours(meeting.ended_at),
        "is_consultation": meeting.is_consultation,
        "recorder": {"name": meeting.recorder_name, "post": meeting.recorder_post},
        "checker": {"name": meeting.checker_name, "post": meeting.checker_post},
        "has_sample": meeting.origin == "sample",
        "training": meeting.is_training,
    }
    content |= _attendance(meeting, orgs)
    rooms, withdrawn = rooms_of(session, meeting.id), withdrawals(session, meeting.id)
    content["agenda"] = _agenda(meeting, Recorded(actions, orgs, rooms, withdrawn))
    content["corrections"] = [
        _correction(c) for c in list_corrections(session, meeting.id) if c.status != OPEN
    ]
    content["assignments"] = [_assignment(a, meeting, orgs) for a in actions]
    return content


def text_hash(content: Facts) -> str:
    """Give the hash of what minutes say, whenever they were gathered."""
    return chain.digest({key: value for key, value in content.items() if key != "as_of"})


def facts(session: Session, meeting: Meeting) -> Mapping[str, Any]:
    """Gather what the guards of minutes look at, as the state asks."""
    if meeting.state == "minutes_draft":
        check = find_check(session, meeting.id)
        needed = text_hash(gather(session, meeting)) if check else None
        return {CHECKER: check, TEXT_HASH: needed}
    later = list_later(session, meeting.id)
    if meeting.state == "minutes_circulated":
        return {CORRECTIONS: list_corrections(session, meeting.id), LATER: later}
    return {LATER: later}


def _hours(moment: Any) -> str | None:
    return moment.isoformat("minutes") if moment else None


def _attendance(meeting: Meeting, orgs: dict[str, str]) -> Facts:
    """Give who came, who did not, and who else was there; members by duty, then in the order of the list."""
    people = sorted(meeting.attendees, key=lambda a: (_RANK.get(a.duty or "", len(_RANK)), a.position))
    rows = [(a, _person(a, orgs)) for a in people]
    return {
        "present": [row for a, row in rows if a.kind not in (ABSENT, ATTENDEE)],
        "absent": [row for a, row in rows if a.kind == ABSENT],
        "attending": [row for a, row in rows if a.kind == ATTENDEE],
    }


def _person(person: Any, orgs: dict[str, str]) -> Facts:
    place = person.org_name or orgs.get(person.org or "", "")
    title = person.post_title or ""
    post = title if place and place in title else " ".join(part for part in (title, place) if part)
    duty = word(DUTIES, person.duty).th if person.duty else ""
    if person.kind == SUBSTITUTE:
        post = f"{post} (มาประชุมแทน{person.stands_for or ''})".strip()
    return {
        "name": person.name,
        "post": post,
        "duty": (person.cause or "") if person.kind == ABSENT else duty,
    }


class Recorded(NamedTuple):
    """What was recorded beside the agenda itself."""

    actions: Sequence[ActionItem]
    orgs: dict[str, str]
    rooms: Mapping[str, ResolutionRoom]
    """Who was entitled and who had left, by resolution."""
    withdrawn: Mapping[str, str]
    """Why a matter was withdrawn, by matter."""


def _agenda(meeting: Meeting, recorded: Recorded) -> list[Facts]:
    items = numbered(meeting)
    return [
        {
            "key": key,
            "label": pair(label),
            "nothing": pair(NOTHING_HERE[key]),
            "items": [_item(no, item, meeting, recorded) for no, item in items if item.section == key],
        }
        for key, label in SECTIONS
    ]


def _item(no: str, item: Any, meeting: Meeting, recorded: Recorded) -> Facts:
    resolutions = [r for r in meeting.resolutions if r.item_id == item.id]
    return {
        "no": no,
        "id": item.id,
        "title": item.title,
        "text": text_at(item, None),
        "withdrawn": recorded.withdrawn.get(item.id),
        "left": _left(resolutions, recorded),
        "resolutions": [_resolution(r, item, recorded) for r in resolutions],
    }


def _left(resolutions: Sequence[Any], recorded: Recorded) -> list[Facts]:
    """Give who left the room while the matter was dealt with, once each, with the cause."""
    found: dict[str, Facts] = {}
    for r in resolutions:
        room = recorded.rooms.get(r.id)
        for one in room.left_room if room else ():
            found[one["name"]] = {"name": one["name"], "cause": one["cause"]}
    return list(found.values())


def _resolution(resolution: Any, item: Any, recorded: Recorded) -> Facts:
    action = next((a for a in recorded.actions if a.resolution_id == resolution.id), None)
    text = resolution.text
    if item.section == ADOPTION and resolution.kind == ADOPTED and text == word(RESOLUTIONS, ADOPTED).th:
        text = "ที่ประชุมรับรองรายงานการประชุมโดยไม่มีการแก้ไข"
    return {
        "number": resolution.number,
        "kind": resolution.kind,
        "about": item.about.code if item.about is not None else None,
        "text": text,
        "org": None if action is None else recorded.orgs.get(action.owner_org, action.owner_org),
        "what": None if action is None else action.what,
        "due_on": None if action is None else iso(action.due_on),
    }


def _correction(row: MinutesCorrection) -> Facts:
    return {
        "number": row.number,
        "place": row.place,
        "was": row.was,
        "wording": row.final or row.wording,
        "asked_by": row.asked_post,
        "accepted": row.status == ACCEPTED,
        "answer": row.answer,
    }


def _assignment(action: ActionItem, meeting: Meeting, orgs: dict[str, str]) -> Facts:
    number = next((r.number for r in meeting.resolutions if r.id == action.resolution_id), 0)
    return {
        "number": number,
        "code": action.code,
        "what": action.what,
        "org": orgs.get(action.owner_org, action.owner_org),
        "post": action.post,
        "due_on": iso(action.due_on),
    }
