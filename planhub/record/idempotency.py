"""Requests that may be sent again: the first answer is kept in the transaction of its change (hazard F2).

`begin` writes the key's row before any work is done, so that of two simultaneous requests one waits for the other.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.errors import Conflict
from planhub.kernel.text import Text
from planhub.record.models import IdempotencyKey

KEPT = timedelta(hours=24)
"""How long an answer can be asked for again."""


@dataclass(frozen=True)
class Answer:
    """What was answered the first time."""

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)


def find(session: Session, actor: Actor, key: str, request_hash: str) -> Answer | None:
    """Give the first answer to this key. Raises `Conflict` when the key was used for another request."""
    query = select(IdempotencyKey).where(IdempotencyKey.user_id == actor.user_id, IdempotencyKey.key == key)
    row = session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        return None
    if row.request_hash != request_hash:
        raise Conflict(
            Text("Idempotency-Key นี้เคยใช้กับคำขออื่นแล้ว", "This Idempotency-Key was used for another request")
        )
    return Answer(row.status, row.body, dict(row.headers))


def begin(session: Session, actor: Actor, key: str, request_hash: str) -> IdempotencyKey:
    """Claim a key. A claim that another transaction made first ends in an `IntegrityError` at this flush."""
    row = IdempotencyKey(
        user_id=actor.user_id,
        key=key,
        request_hash=request_hash,
        status=0,
        body="",
        headers={},
        at=clock.now(),
    )
    session.add(row)
    session.flush()  # here a second request with the same key waits for the first
    return row


def forget_old(session: Session) -> None:
    """Delete keys that nobody may ask for any more."""
    session.execute(delete(IdempotencyKey).where(IdempotencyKey.at < clock.now() - KEPT))
