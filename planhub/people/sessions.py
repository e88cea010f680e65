"""Signed-in browsers: one row each, found by the SHA-256 of a random id that only the browser knows."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    Select,
    bindparam,
    cast,
    delete,
    null,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.people.models import User, WebSession
from planhub.people.queries import Reader, standing_selects

KEY = re.compile(r"[A-Za-z0-9_-]{43}")
"""256 random bits, as a cookie writes them."""

TOUCH = timedelta(minutes=5)
"""How stale "last seen" may be, so that reading pages hardly ever writes."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When a session ends by itself."""

    idle: timedelta
    absolute: timedelta


@dataclass(frozen=True, slots=True)
class Found:
    """A session that holds, whose it is, and what they may act from at this instant."""

    reader: Reader
    standings: Sequence[Row[Any]]
    """Rows for `planhub.people.queries.make_actor`."""
    id_hash: str
    is_stale: bool
    """`touch` is due."""


def new_key() -> str:
    """Give a fresh random session id."""
    return secrets.token_urlsafe(32)


def hash_of(key: str) -> str:
    """Give what the database keeps of a session id."""
    return hashlib.sha256(key.encode("ascii")).hexdigest()


def find_session(session: Session, key: str, limits: Limits) -> Found | None:
    """Give the session of that id if it still holds: not ended, not idle, not too old, account as it was."""
    now = clock.now()
    id_hash = hash_of(key)
    asked = {"key": id_hash, "now": now, "active": now - limits.idle, "today": clock.today()}
    rows = session.connection().execute(_FOUND, asked).all()
    who = next((row for row in rows if row.id is not None), None)
    if who is None:
        return None
    standings = [row for row in rows if row.id is None]
    return Found(Reader.of(who), standings, id_hash, now - who.seen_at > TOUCH)


def _found() -> CompoundSelect[Any]:
    """Make the one statement with which every page begins: whose session it is, then their posts, then their orders."""
    now: ColumnElement[datetime] = bindparam("now")
    today: ColumnElement[date] = bindparam("today")
    holds = (
        WebSession.id_hash == bindparam("key"),
        WebSession.expires_at > now,
        WebSession.seen_at > bindparam("active"),
        User.id == WebSession.user_id,
        User.security_stamp == WebSession.security_stamp,
        ~User.is_disabled,
    )
    account = (User.id, User.login, User.name_th, User.name_en, User.locale, User.is_demo, User.person_key)
    who = (*account, WebSession.seen_at)
    nobody = [cast(null(), column.type).label(column.key) for column in who]
    standings = standing_selects(WebSession.user_id, now, today)
    nothing = [cast(null(), column.type).label(column.key) for column in standings[0].selected_columns]
    return union_all(
        select(*who, *nothing).where(*holds),
        *(_behind(nobody, standing).where(*holds) for standing in standings),
    )


def _behind(first: Sequence[Any], standing: Select[Any]) -> Select[Any]:
    return standing.with_only_columns(*first, *standing.selected_columns)


_FOUND = _found()


def open_session(
    session: Session, user: User, key: str, limits: Limits, *, user_agent: str | None
) -> WebSession:
    """Begin a session for `user` under a fresh id."""
    now = clock.now()
    row = WebSession(
        id_hash=hash_of(key),
        user_id=user.id,
        security_stamp=user.security_stamp,
        created_at=now,
        seen_at=now,
        verified_at=now,
        expires_at=now + limits.absolute,
        user_agent=(user_agent or "")[:300] or None,
    )
    session.add(row)
    return row


def touch(session: Session, id_hash: str) -> None:
    """Note that the session was used just now."""
    session.execute(update(WebSession).where(WebSession.id_hash == id_hash).values(seen_at=clock.now()))


def verified_at(session: Session, id_hash: str) -> datetime:
    """Give when the person behind the session last showed who they are."""
    query = select(WebSession.verified_at).where(WebSession.id_hash == id_hash)
    return session.execute(query).scalar_one()


def verify(session: Session, id_hash: str) -> None:
    """Note that the person behind the session has just shown who they are."""
    session.execute(update(WebSession).where(WebSession.id_hash == id_hash).values(verified_at=clock.now()))


def end_session(session: Session, user_id: str, id_hash: str) -> bool:
    """End one session of that user; tells whether there was one (another person's never counts)."""
    return _delete(session, WebSession.id_hash == id_hash, WebSession.user_id == user_id) > 0


def end_all(session: Session, user_id: str, *, but: str | None = None) -> int:
    """End every session of the user, except the one with the hash `but`; gives how many."""
    return _delete(session, WebSession.user_id == user_id, WebSession.id_hash != (but or ""))


def list_sessions(session: Session, user_id: str, limits: Limits) -> list[WebSession]:
    """Give the user's sessions that still hold, the latest used first."""
    now: datetime = clock.now()
    return list(
        session.scalars(
            select(WebSession)
            .where(
                WebSession.user_id == user_id,
                WebSession.expires_at > now,
                WebSession.seen_at > now - limits.idle,
            )
            .order_by(WebSession.seen_at.desc(), WebSession.id_hash)
        )
    )


def sweep(session: Session) -> int:
    """Delete sessions that are over by age; gives how many."""
    return _delete(session, WebSession.expires_at <= clock.now())


def _delete(session: Session, *conditions: object) -> int:
    result = session.execute(delete(WebSession).where(*conditions))  # type: ignore[arg-type]
    return int(result.rowcount)  # type: ignore[attr-defined]
