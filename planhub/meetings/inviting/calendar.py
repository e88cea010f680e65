"""A meeting as a calendar file (RFC 5545): the same event keeps its identity when it moves or is cancelled."""

from datetime import timedelta

from planhub.infra import ics
from planhub.meetings.agenda.numbers import numbered
from planhub.meetings.models import Meeting

_STATUS = {"draft": ics.TENTATIVE, "postponed": ics.TENTATIVE, "cancelled": ics.CANCELLED}


def calendar(meeting: Meeting, address: str) -> bytes:
    """Give the meeting as an ICS file; SEQUENCE is the record's version, so that a later file replaces an earlier one."""
    method = "CANCEL" if meeting.state == "cancelled" else "PUBLISH"
    return ics.calendar([event(meeting, address)], method=method)


def event(meeting: Meeting, address: str) -> ics.Entry:
    """Give the meeting as an event of a calendar; without an hour it fills the day."""
    return ics.Entry(
        uid=f"{meeting.id}@planhub",
        summary=meeting.title,
        day=meeting.held_on,
        address=address,
        stamp=meeting.updated_at,
        sequence=meeting.version,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=" ".join(part for part in (meeting.place, meeting.link) if part),
        description="\n".join(f"{number} {item.title}" for number, item in numbered(meeting)),
        status=_STATUS.get(meeting.state, ics.CONFIRMED),
        remind=timedelta(days=1),
    )


def for_mail(meeting: Meeting, address: str) -> bytes | None:
    """Give the file that goes with a notice while the meeting is still to come, or has just been called off."""
    return calendar(meeting, address) if meeting.state in MAILED else None


MAILED = ("invited", "agenda_final", "postponed", "cancelled")
"""States in which a notice of a meeting brings its calendar file."""
