"""What a feed tells: the days of its owner as events, made anew at every asking from what the owner may see then."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.orm import Session

from planhub.calendar.models import CalendarFeed
from planhub.calendar.queries import SCOPES, Asked, Day, days
from planhub.infra import ics
from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.text import Text
from planhub.meetings.models import Committee
from planhub.record.models import Record

BEFORE, AFTER = timedelta(days=60), timedelta(days=400)
"""How far back and ahead a feed tells."""
_UNSURE = ("draft", "postponed")
"""States in which the day of something that is an event itself may still change."""


def content(session: Session, actor: Actor, feed: CalendarFeed, address: Callable[[Day], str]) -> bytes:
    """Give the feed as a file; `address` gives where a day can be read up."""
    today = clock.today()
    asked = Asked(
        today - BEFORE,
        today + AFTER,
        feed.scope,
        plan=feed.plan_id,
        committee=feed.committee_code,
        called_off=True,
    )
    found = days(session, actor, asked)
    entries = (entry_of(day, address(day)) for day in found.rows)
    return ics.calendar(entries, name=f"PlanHub · {name_of(session, feed)}")


def name_of(session: Session, feed: CalendarFeed) -> str:
    """Say what a feed tells: a plan's or committee's name, or whose days."""
    if feed.plan_id:
        return session.get_one(Record, feed.plan_id).title
    if feed.committee_code:
        return str(session.get_one(Committee, feed.committee_code).name)
    return str(dict(SCOPES)[feed.scope])


def entry_of(day: Day, address: str) -> ics.Entry:
    """Write a day as an event: the record's own identity where the record is the event, else that of the kind."""
    own = day.of.is_own
    state = Text("{code} · {state}", "{code} · {state}").format(
        code=Text(day.code, day.code), state=day.standing.label
    )
    return ics.Entry(
        uid=f"{day.record_id}@planhub" if own else f"{day.row_id or day.record_id}-{day.kind}@planhub",
        summary=_summary(day),
        day=day.day,
        address=address,
        stamp=day.updated_at,
        sequence=day.version,
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        place=day.place or "",
        description="\n".join(part for part in (day.title if day.note else "", str(state)) if part),
        status=_status(day),
        remind=timedelta(days=1) if own else None,
    )


def _summary(day: Day) -> str:
    done = "✓ " if day.is_met and not day.of.is_own else ""
    title = day.note or day.title
    return title if day.kind == "meeting" else f"{done}{day.label}: {title}"


def _status(day: Day) -> str:
    if day.is_off:
        return ics.CANCELLED
    return ics.TENTATIVE if day.of.is_own and day.state in _UNSURE else ics.CONFIRMED
