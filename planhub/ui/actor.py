"""Who is asking, for views and templates: set by the edge for each request, handed to services as an argument."""

from flask import g
from sqlalchemy.orm import Session

from planhub.infra.db import db
from planhub.kernel.access import ANONYMOUS, Actor
from planhub.people.models import User


def current_actor() -> Actor:
    """Give the actor of this request: `ANONYMOUS` until somebody has signed in."""
    actor: Actor = g.get("actor", ANONYMOUS)
    return actor


def current_account() -> User | None:
    """Give the account that is signed in, if any."""
    account: User | None = g.get("account")
    return account


def set_actor(actor: Actor, account: User | None = None) -> None:
    """Say who this request comes from; only the edge and the sign-in do."""
    g.actor = actor
    g.account = account


def request_id() -> str:
    """Give the id of this request, which stands in the log, in events and on error pages."""
    identity: str = g.get("request_id", "")
    return identity


def current_session() -> Session:
    """Give the database session of this request; the edge commits it once."""
    return db.session()
