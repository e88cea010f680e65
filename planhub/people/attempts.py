"""Guessing is limited: every try on a credential route counts, until it succeeds (goal G15)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from planhub.infra.aside import aside
from planhub.kernel import clock
from planhub.kernel.errors import Busy
from planhub.people.models import Attempt

WINDOW = timedelta(minutes=5)
KEEP = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bucket:
    """Tries that are counted together, and how many of them are borne within five minutes."""

    name: str
    most: int


def buckets(route: str, *, login: str | None, address: str) -> tuple[Bucket, ...]:
    """Give the counts of one try: of the account, of the network address, and of everybody together."""
    found = [Bucket(f"{route}:ip:{address[:60]}", 10), Bucket(f"{route}:all", 1000)]
    if login is not None:
        digest = hashlib.sha256(login.casefold().encode("utf-8", "replace")).hexdigest()[:32]
        found.append(Bucket(f"{route}:user:{digest}", 10))
    return tuple(found)


def begin(session: Session, counted: Iterable[Bucket]) -> list[str]:
    """Count one try and give its ids, for `forgive`. Raises `Busy` where there were too many.

    The count is committed at once, so a refused try counts although its request is rolled back.
    """
    counted = tuple(counted)
    now = clock.now()
    with aside(session):
        for bucket in counted:
            query = select(func.count(), func.min(Attempt.at)).where(
                Attempt.bucket == bucket.name, Attempt.at > now - WINDOW
            )
            tries, first = session.execute(query).one()
            if tries >= bucket.most:
                wait = (first + WINDOW - now).total_seconds()
                raise Busy(max(1, int(wait) + 1))
        rows = [Attempt(bucket=bucket.name, at=now) for bucket in counted]
        session.add_all(rows)
        session.flush()  # the ids are needed
        return [row.id for row in rows]


def forgive(session: Session, ids: Iterable[str]) -> None:
    """Take a try back, because it succeeded."""
    session.execute(delete(Attempt).where(Attempt.id.in_(list(ids))))


def sweep(session: Session) -> None:
    """Delete tries that no longer count."""
    session.execute(delete(Attempt).where(Attempt.at < clock.now() - KEEP))
