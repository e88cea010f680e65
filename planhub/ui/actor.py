"""Who is asking, for views and templates: set by the edge for each request, handed to services as an argument."""

from flask import g
from sqlalchemy.orm import Session

from planhub.infra.db import db
from planhub.kernel.access import ANONYMOUS, Actor
from planhub.people.models import User
from planhub.people.queries import Reader


def current_actor() -> Actor:
    """Give the actor of this request: `ANONYMOUS` until somebody has signed in."""
    actor: Actor = g.get("actor", ANONYMOUS)
    return actor


def current_reader() -> Reader | None:
    """Give who has signed in, if anybody has."""
    reader: Reader | None = g.get("reader")
    return reader


def current_account() -> User | None:
    """Give the account that is signed in, if any, to change it or to see more of it than `current_reader` tells."""
    reader = current_reader()
    return None if reader is None else db.session.get(User, reader.id)


def set_actor(actor: Actor, reader: Reader) -> None:
    """Say who this request comes from; only the edge and the sign-in do."""
    g.actor = actor
    g.reader = reader


def request_id() -> str:
    """Give the id of this request, which stands in the log, in events and on error pages."""
    identity: str = g.get("request_id", "")
    return identity


def current_session() -> Session:
    """Give the database session of this request; the edge commits it once."""
    return db.session()
