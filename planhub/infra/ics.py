"""Calendar files (RFC 5545): events that keep their identity when they move, with the time zone that they are told in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

BANGKOK = ZoneInfo("Asia/Bangkok")
"""The zone by its name, as calendars know it."""
USUAL = timedelta(hours=3)
"""Length of something whose end is not planned."""
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event; without an hour it fills its day."""

    uid: str
    """The same for ever, whatever becomes of the event."""
    summary: str
    day: date
    address: str
    """Where it can be read up."""
    stamp: datetime
    """When it last changed, aware: never the time of asking, so that the same event is the same file."""
    sequence: int
    """Grows with every change, so that calendars replace what they had."""
    starts_at: time | None = None
    ends_at: time | None = None
    """Bangkok's time."""
    place: str = ""
    description: str = ""
    status: str = CONFIRMED
    remind: timedelta | None = None
    """How long before it a calendar should say so."""


def calendar(entries: Iterable[Entry], *, name: str = "", method: str = "PUBLISH") -> bytes:
    """Give events as a file; lines are folded and the zone is described where an hour is told."""
    found = Calendar()
    found.add("prodid", "-//PlanHub//TH")
    found.add("version", "2.0")
    found.add("method", method)
    if name:
        found.add("x-wr-calname", name)
        found.add("x-wr-timezone", BANGKOK.key)
        found.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for entry in entries:
        found.add_component(_event(entry))
    found.add_missing_timezones()
    content: bytes = found.to_ical()
    return content


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("summary", entry.summary)
    if entry.starts_at is None:
        event.add("dtstart", entry.day)
    else:
        begin = datetime.combine(entry.day, entry.starts_at, BANGKOK)
        event.add("dtstart", begin)
        end = datetime.combine(entry.day, entry.ends_at, BANGKOK) if entry.ends_at else begin + USUAL
        event.add("dtend", end)
    event.add("dtstamp", entry.stamp.replace(microsecond=0))
    event.add("sequence", entry.sequence)
    event.add("status", entry.status)
    event.add("url", entry.address)
    if entry.place:
        event.add("location", entry.place)
    event.add("description", "\n".join(part for part in (entry.description, entry.address) if part))
    if entry.remind is not None and entry.status == CONFIRMED:
        event.add_component(_alarm(entry))
    return event


def _alarm(entry: Entry) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -(entry.remind or timedelta()))
    alarm.add("description", entry.summary)
    return alarm
