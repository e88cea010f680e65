"""A meeting as a calendar file (RFC 5545): the same event keeps its identity when it moves or is cancelled."""

from datetime import UTC, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from planhub.kernel import clock
from planhub.meetings.agenda.numbers import numbered
from planhub.meetings.models import Meeting

USUAL = timedelta(hours=3)
"""Length of a meeting whose end is not planned."""

_STATUS = {"draft": "TENTATIVE", "postponed": "TENTATIVE", "cancelled": "CANCELLED"}


def calendar(meeting: Meeting, address: str) -> bytes:
    """Give the meeting as an ICS file; SEQUENCE is the record's version, so that a later file replaces an earlier one."""
    found = Calendar()
    found.add("prodid", "-//PlanHub//TH")
    found.add("version", "2.0")
    found.add("method", "CANCEL" if meeting.state == "cancelled" else "PUBLISH")
    found.add_component(event(meeting, address))
    content: bytes = found.to_ical()
    return content


def event(meeting: Meeting, address: str) -> Event:
    """Give the meeting as an event of a calendar; without an hour it fills the day."""
    entry = Event()
    entry.add("uid", f"{meeting.id}@planhub")
    entry.add("dtstamp", meeting.updated_at.replace(microsecond=0))
    entry.add("sequence", meeting.version)
    entry.add("summary", meeting.title)
    entry.add("status", _STATUS.get(meeting.state, "CONFIRMED"))
    if meeting.starts_at is None:
        entry.add("dtstart", meeting.held_on)
    else:
        begin = _utc(meeting, meeting.starts_at)
        entry.add("dtstart", begin)
        entry.add("dtend", _utc(meeting, meeting.ends_at) if meeting.ends_at else begin + USUAL)
    entry.add("location", " ".join(part for part in (meeting.place, meeting.link) if part))
    entry.add("url", address)
    entry.add("description", "\n".join([*_lines(meeting), address]))
    if meeting.state not in ("postponed", "cancelled"):
        entry.add_component(_alarm(meeting))
    return entry


def _utc(meeting: Meeting, at: time) -> datetime:
    return datetime.combine(meeting.held_on, at, clock.BANGKOK).astimezone(UTC)


def _lines(meeting: Meeting) -> list[str]:
    return [f"{number} {item.title}" for number, item in numbered(meeting)]


def _alarm(meeting: Meeting) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(days=-1))
    alarm.add("description", meeting.title)
    return alarm
