"""Adopted resolutions go to what they are about: an extract each, its owner told, a waiting plan endorsed by it."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.text import Text, plain
from planhub.meetings.minutes.models import ResolutionExtract
from planhub.meetings.models import Meeting, MeetingSnapshot
from planhub.meetings.words import APPROVED, ENDORSED, number_of
from planhub.people.queries import post_holders
from planhub.plans import endorsing
from planhub.record import notices
from planhub.record.models import Event
from planhub.record.services import take_number

DECIDING = frozenset({ENDORSED, APPROVED})
"""Kinds of resolutions by which a plan that waits for its endorsement moves on."""

SERVED = frozenset({"mous", "plans", "activities", "progress-reports", "lessons", "knowledge-items"})
"""Types of records to which an extract is attached."""


def give_out(
    session: Session, meeting: Meeting, sealed: MeetingSnapshot, cause: Event
) -> list[ResolutionExtract]:
    """Attach every resolution to the record that it is about; the numbers are taken under their counter's lock."""
    made = []
    for resolution, item in _resolutions(meeting):
        number = take_number(session, f"extract:{meeting.committee_code}:{meeting.year_be}")
        row = ResolutionExtract(
            committee_code=meeting.committee_code,
            year_be=meeting.year_be,
            number=number,
            meeting_id=meeting.id,
            resolution_id=resolution.id,
            record_id=item.about_id,
            snapshot_id=sealed.id,
            made_at=clock.now(),
        )
        session.add(row)
        made.append(row)
        session.flush()  # the notice's cause is its id
        _tell(session, meeting, resolution, item, row)
        if item.about.type == "plans" and resolution.kind in DECIDING:
            _endorse(session, meeting, resolution, item, cause)
    return made


def _resolutions(meeting: Meeting) -> Iterable[tuple[Any, Any]]:
    items = {item.id: item for item in meeting.agenda}
    for resolution in meeting.resolutions:
        item = items[resolution.item_id]
        if item.about is not None and item.about.type in SERVED:
            yield resolution, item


def _tell(session: Session, meeting: Meeting, resolution: Any, item: Any, row: ResolutionExtract) -> None:
    words = Text(
        "มติที่ {n} การประชุมครั้งที่ {no} เกี่ยวกับ {code} {title} รับรองแล้ว สำเนามติเลขที่ {extract}",
        "Resolution {n} of meeting {no} about {code} {title} is adopted; extract {extract}",
    ).format(
        n=plain(str(resolution.number)),
        no=plain(meeting.no),
        code=plain(item.about.code),
        title=plain(item.about.title),
        extract=plain(number_of(row.number, row.year_be)),
    )
    people = {
        h.user_id
        for h in post_holders(session, orgs=[item.about.owner_org], roles=["coordinator", "director"])
        if h.user_id
    }
    notices.tell(session, item.about, people, words, f"extract:{row.id}")


def _endorse(session: Session, meeting: Meeting, resolution: Any, item: Any, cause: Event) -> None:
    """Let a plan that waits for its endorsement take the resolution; the directors' approval stays separate."""
    endorsing.take_resolution(
        session,
        item.about_id,
        endorsing.Resolution(
            meeting_code=meeting.code,
            meeting_title=meeting.title,
            resolution_no=f"{resolution.number}/{meeting.no}",
            resolved_on=meeting.held_on,
            kind=resolution.kind,
        ),
        cause=cause,
    )
