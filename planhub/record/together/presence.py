"""Who has a record open for changes now: told to those who may change it themselves, and to nobody else."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, literal, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.errors import NotFound
from planhub.record import access
from planhub.record.models import Record
from planhub.record.together.models import Presence
from planhub.record.types import RecordType

FRESH = timedelta(seconds=60)
"""After so long without a sign somebody is gone."""
EVERY = 20
"""Seconds between two signs of an open page."""
KEPT = timedelta(days=1)
"""After so long a row is swept away; who worked where is no record of anything."""


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody at work on a record."""

    name: str
    section: str
    """Where the cursor last stood; empty where that is not known."""


def sign(session: Session, actor: Actor, record_type: RecordType, code: str, section: str) -> list[Present]:
    """Say that the actor is at work on a record, and give the others who are; two statements.

    Raises `NotFound` where the actor may not change the record. Nothing goes into a history or a chain.
    """
    now = clock.now()
    columns = ["user_id", "record_id", "section", "user_name", "seen_at"]
    here = (literal(actor.user_id), Record.id, literal(section), literal(actor.name), literal(now))
    permitted = select(*here).where(_named(code), access.visible(actor, record_type.edit, record_type))
    upsert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    found = session.execute(
        upsert(Presence)
        .from_select(columns, permitted)
        .on_conflict_do_update(
            index_elements=[Presence.user_id, Presence.record_id],
            set_={"section": section, "user_name": actor.name, "seen_at": now},
        )
        .returning(Presence.record_id)
    ).scalar()
    if found is None:
        raise NotFound
    query = select(Presence.user_name, Presence.section).where(Presence.record_id == found, *_others(actor))
    return [Present(*row) for row in session.execute(query.order_by(Presence.user_name))]


def others(session: Session, actor: Actor, record_type: RecordType, code: str) -> list[Present]:
    """Give who is at work on a record, without saying that the actor looks; one statement.

    Empty where the actor may not change the record, as if nobody were there.
    """
    query = (
        select(Presence.user_name, Presence.section)
        .join(Record, Record.id == Presence.record_id)
        .where(_named(code), access.visible(actor, record_type.edit, record_type), *_others(actor))
    )
    return [Present(*row) for row in session.execute(query.order_by(Presence.user_name))]


def leave(session: Session, actor: Actor, record_id: str) -> None:
    """Take the actor's own sign away, because the page was left."""
    session.execute(
        delete(Presence).where(Presence.user_id == actor.user_id, Presence.record_id == record_id)
    )


def sweep(session: Session) -> None:
    """Delete signs that are long gone."""
    session.execute(delete(Presence).where(Presence.seen_at < clock.now() - KEPT))


def _named(code: str) -> ColumnElement[bool]:
    return or_(Record.code == code, Record.id == code)


def _others(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return Presence.seen_at > clock.now() - FRESH, Presence.user_id != (actor.user_id or "")
