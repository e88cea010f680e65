"""Personal drafts: what somebody is typing, kept on the server until it is saved, dropped or two weeks old.

A draft is nobody's business but its author's: it is read by its author alone, stands in no hash, no history and no
chain, and writing it touches neither the record's row nor its version.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.errors import Busy, Denied, Invalid, NotFound
from planhub.kernel.text import Text
from planhub.record import access
from planhub.record.models import Record
from planhub.record.together.models import Draft
from planhub.record.types import RecordType

KEPT = timedelta(days=14)
"""How long a draft waits for its author."""
LONGEST = 200_000
"""Characters of one draft, names of inputs included."""
PAUSE = timedelta(seconds=1)
"""The least time between two writings of one draft; pages leave more."""
MOST_BEGUN = 20
"""Drafts of records not begun yet that one person may have; the oldest give way."""

_TOO_LONG = Text(
    "ข้อความยาวเกินกว่าจะเก็บเป็นร่างได้ โปรดบันทึกส่วนนี้ก่อน",
    "This is too long to be kept as a draft; please save the section",
)


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a form, and on what it was opened."""

    pairs: Sequence[tuple[str, str]]
    version: int = 0
    base: str = ""

    @property
    def length(self) -> int:
        """Characters that would be kept."""
        return len(self.base) + sum(len(name) + len(text) for name, text in self.pairs)


def keep(
    session: Session, actor: Actor, record_type: RecordType, code: str, section: str, typed: Typed
) -> None:
    """Keep what is being typed into a section of a record; two statements.

    Raises `NotFound` where the actor may not change the record, `Invalid` where it is too long, `Busy` where it comes
    too soon after the last.
    """
    _write(session, actor, editable(session, actor, record_type, code), section, typed)


def keep_new(session: Session, actor: Actor, record_type: RecordType, start: str, typed: Typed) -> None:
    """Keep what is being typed into the form of a record not begun yet; raises `Denied`, and as `keep`."""
    access.authorise_create(actor, record_type)
    _write(session, actor, subject_of(record_type), start, typed)
    _give_way(session, actor)


def subject_of(record_type: RecordType) -> str:
    """Give the subject of records of a type that are not begun yet."""
    return f"new:{record_type.name}"


def editable(session: Session, actor: Actor, record_type: RecordType, code: str) -> str:
    """Give the id of a record that the actor may change; raises `NotFound`, without saying why. One statement."""
    may = access.visible(actor, record_type.edit, record_type)
    key = session.scalar(select(Record.id).where(_named(code), may))
    if key is None:
        raise NotFound
    return key


def _named(code: str) -> ColumnElement[bool]:
    return or_(Record.code == code, Record.id == code)


def _write(session: Session, actor: Actor, subject: str, section: str, typed: Typed) -> None:
    if actor.user_id is None:
        raise Denied
    if typed.length > LONGEST:
        raise Invalid({"": [_TOO_LONG]})
    now = clock.now()
    values: dict[str, Any] = {
        "typed": [list(pair) for pair in typed.pairs],
        "version": max(0, typed.version),
        "base": typed.base,
        "at": now,
    }
    where = {"user_id": actor.user_id, "subject": subject, "section": section}
    upsert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    written = session.execute(
        upsert(Draft)
        .values(**where, **values)
        .on_conflict_do_update(
            index_elements=[Draft.user_id, Draft.subject, Draft.section],
            set_=values,
            where=Draft.at <= now - PAUSE,
        )
        .returning(Draft.at)
    )
    if written.first() is None:
        raise Busy(1)


def _give_way(session: Session, actor: Actor) -> None:
    mine = (Draft.user_id == actor.user_id, Draft.subject.startswith("new:"))
    last = select(Draft.at).where(*mine).order_by(Draft.at.desc()).offset(MOST_BEGUN).limit(1)
    session.execute(delete(Draft).where(*mine, Draft.at <= last.scalar_subquery()))


def mine(session: Session, actor: Actor, subject: str) -> dict[str, Draft]:
    """Give the actor's own drafts of a subject, by section; one statement. Nobody can ask for another's."""
    query = select(Draft).where(
        Draft.user_id == actor.user_id, Draft.subject == subject, Draft.at > clock.now() - KEPT
    )
    return {row.section: row for row in session.scalars(query)}


def forget(session: Session, actor: Actor, subject: str, section: str) -> None:
    """Delete the actor's draft of a section, because it was saved or is not wanted any more."""
    session.execute(
        delete(Draft).where(
            Draft.user_id == actor.user_id, Draft.subject == subject, Draft.section == section
        )
    )


def sweep(session: Session) -> int:
    """Delete drafts that nobody came back for; gives how many."""
    old = Draft.at < clock.now() - KEPT
    count = session.scalar(select(func.count()).select_from(Draft).where(old)) or 0
    session.execute(delete(Draft).where(old))
    return count
