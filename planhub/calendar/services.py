"""Feeds are begun, found by their secret, and revoked; who owns one decides alone."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from planhub.calendar.models import CalendarFeed
from planhub.calendar.queries import ALL, SCOPES
from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.errors import Invalid, NotFound
from planhub.kernel.text import Text
from planhub.meetings.models import Committee
from planhub.people.models import User
from planhub.record import access
from planhub.record.models import Record
from planhub.record.types import registry

MOST = 20
"""Feeds that one person may have at a time."""
_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a feed is to tell."""

    scope: str
    plan: str = ""
    """Code of a plan."""
    committee: str = ""


def begin(session: Session, actor: Actor, wish: Wish) -> tuple[CalendarFeed, str]:
    """Begin a feed of the actor's own; give it with its secret, which is never shown again. Raises `Invalid`."""
    access.signed_in(actor)
    if wish.scope not in dict(SCOPES):
        raise Invalid({"scope": [Text("โปรดเลือกว่าจะรับเรื่องใด", "Please choose what to receive")]})
    if wish.plan and wish.committee:
        raise Invalid(
            {
                "plan": [
                    Text("โปรดเลือกแผนหรือคณะกรรมการอย่างใดอย่างหนึ่ง", "Choose a plan or a committee, not both")
                ]
            }
        )
    if len(list_feeds(session, actor)) >= MOST:
        words = Text("มีปฏิทินอยู่แล้ว {n} ชุด โปรดยกเลิกบางชุดก่อน", "You have {n} feeds; please revoke some first")
        raise Invalid({"": [words.format(n=MOST)]})
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed(
        token_hash=_hash(token),
        user_id=actor.user_id,
        scope=ALL if wish.plan or wish.committee else wish.scope,
        plan_id=_plan_id(session, actor, wish.plan) if wish.plan else None,
        committee_code=_committee(session, wish.committee) if wish.committee else None,
        created_at=clock.now(),
    )
    session.add(feed)
    session.flush()  # its id is needed
    return feed, token


def _plan_id(session: Session, actor: Actor, code: str) -> str:
    rt = registry.get("plans")
    asked = or_(Record.code == code, Record.id == code)
    found = session.scalar(select(Record.id).where(asked, access.visible(actor, rt.view, rt)))
    if found is None:
        raise NotFound
    return found


def _committee(session: Session, code: str) -> str:
    if session.get(Committee, code) is None:
        raise NotFound
    return code


def list_feeds(session: Session, actor: Actor) -> Sequence[CalendarFeed]:
    """List the actor's feeds that hold, the newest first."""
    query = select(CalendarFeed).where(
        CalendarFeed.user_id == actor.user_id, CalendarFeed.revoked_at.is_(None)
    )
    return session.scalars(query.order_by(CalendarFeed.created_at.desc(), CalendarFeed.id)).all()


def count_feeds(session: Session, user_id: str | None) -> int:
    """Count a person's feeds that hold."""
    query = select(func.count()).where(CalendarFeed.user_id == user_id, CalendarFeed.revoked_at.is_(None))
    return session.scalar(query) or 0


def revoke(session: Session, actor: Actor, feed_id: str) -> None:
    """Let a feed of the actor's own be worth nothing from now on. Raises `NotFound`."""
    access.signed_in(actor)
    feed = session.get(CalendarFeed, feed_id)
    if feed is None or feed.user_id != actor.user_id:
        raise NotFound
    feed.revoked_at = feed.revoked_at or clock.now()


def find(session: Session, token: str) -> tuple[CalendarFeed, User] | None:
    """Give the feed of a secret and whose it is, if it holds and the account is open."""
    if not _SHAPE.fullmatch(token):
        return None
    query = (
        select(CalendarFeed, User)
        .join(User, User.id == CalendarFeed.user_id)
        .where(CalendarFeed.token_hash == _hash(token), CalendarFeed.revoked_at.is_(None), ~User.is_disabled)
    )
    row = session.execute(query).one_or_none()
    return (row[0], row[1]) if row else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("ascii")).hexdigest()
