"""Bearer tokens of the JSON API: shown once, kept only as SHA-256."""

import hashlib
import re
import secrets
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.people.models import ApiToken, User

PREFIX = "planhub_"
"""So that a token that leaked is recognised by those who look for such things."""
_SHAPE = re.compile(PREFIX + r"[A-Za-z0-9_-]{43}")


def issue(session: Session, user: User, *, days: int) -> str:
    """Give a new token of `user` that holds for `days` days; it is never shown again."""
    token = PREFIX + secrets.token_urlsafe(32)
    now = clock.now()
    session.add(
        ApiToken(
            token_hash=_hash(token), user_id=user.id, created_at=now, expires_at=now + timedelta(days=days)
        )
    )
    return token


def find_user(session: Session, token: str) -> User | None:
    """Give the user of a token that holds, if it does."""
    if not _SHAPE.fullmatch(token):
        return None
    return session.scalar(
        select(User)
        .join(ApiToken, ApiToken.user_id == User.id)
        .where(
            ApiToken.token_hash == _hash(token),
            ApiToken.expires_at > clock.now(),
            ApiToken.revoked_at.is_(None),
            ~User.is_disabled,
        )
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("ascii")).hexdigest()
