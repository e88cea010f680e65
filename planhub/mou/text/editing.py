"""The text of an MOU, clause by clause: several people write at once, each clause is saved on its own.

Who opened a clause sends back what it said then. As long as it still says that, their text is taken, whatever was
changed elsewhere in the MOU meanwhile; if it does not, nothing is written and both texts are set side by side.
Every change goes through `planhub.record.services.save`: rights, faults, hash, and the voiding of consents (R11).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.errors import Conflict, Denied, Invalid, NotFound
from planhub.kernel.text import Text
from planhub.mou.models import Mou, MouClause
from planhub.mou.text import library as text_library
from planhub.mou.text.models import ClauseDraft, LibraryClause
from planhub.record import access, services
from planhub.record.models import FieldChange
from planhub.record.types import registry

OPEN_FOR = timedelta(seconds=75)
"""So long after the last sign a clause counts as open on somebody's screen; signs come every 25 seconds."""

LONGEST = 12_000
"""Characters of a draft that are kept; a clause itself holds fewer."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into a clause; unread and untrusted."""

    heading: str
    body: str
    reason: str = ""
    kind: str = "adaptable"
    """Only for a new clause of one's own."""


@dataclass(frozen=True, slots=True)
class Base:
    """What the clause said when it was opened."""

    heading: str
    body: str

    def is_of(self, clause: MouClause) -> bool:
        """Whether the clause still says it."""
        return (plainly(self.heading), plainly(self.body)) == (clause.heading, clause.body)


def plainly(text: str) -> str:
    """Give a text as it is kept, whatever ends of lines a browser sent."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


class ClauseConflict(Conflict):
    """Somebody saved or took out the clause after it was opened; nothing was changed."""

    def __init__(self, theirs: MouClause | None) -> None:
        super().__init__()
        self.heading = theirs.heading if theirs else None
        self.body = theirs.body if theirs else None
        self.is_gone = theirs is None


# --- changing -----------------------------------------------------------------------------------------------------


def change(session: Session, actor: Actor, mou: Mou, key: str, *, typed: Typed, base: Base) -> MouClause:
    """Save one clause. Raises `NotFound`, `Denied`, `ClauseConflict`, and `Invalid` by heading, body and reason."""
    mou = _opened(session, actor, mou)
    clause = _find(mou, key)
    if clause is None:
        raise ClauseConflict(None)
    said = (plainly(typed.heading), plainly(typed.body), plainly(typed.reason))
    if said == (clause.heading, clause.body, clause.reason or ""):
        _forget(session, actor, clause)
        return clause
    if not base.is_of(clause):
        raise ClauseConflict(clause)
    rows = _rows(mou)
    place = mou.clauses.index(clause)
    rows[place] |= {"heading": typed.heading, "body": typed.body, "reason": typed.reason or None}
    _save(session, actor, mou, rows, place)
    _forget(session, actor, clause)
    return clause


def add(
    session: Session,
    actor: Actor,
    mou: Mou,
    *,
    typed: Typed | None,
    after: str | None,
    source: str | None = None,
) -> MouClause:
    """Put a clause behind another one (`after` None: at the end): one's own, or the library's under `source`."""
    mou = _opened(session, actor, mou)
    row = _of_library(session, mou, source) if source else None
    if row is not None:
        typed = Typed(row.heading, row.body, kind=row.kind)
    if typed is None:
        raise NotFound
    rows = _rows(mou)
    found = _find(mou, after or "")
    place = mou.clauses.index(found) + 1 if found else len(rows)
    kind = typed.kind if row is not None or typed.kind != "fixed" else "adaptable"
    rows.insert(place, {"heading": typed.heading, "body": typed.body, "kind": kind})
    _save(session, actor, mou, rows, place)
    clause = mou.clauses[place]
    if row is not None:
        text_library.stamp(clause, row)
    session.flush()  # its id is its address
    return clause


def _of_library(session: Session, mou: Mou, source: str) -> LibraryClause:
    row = text_library.read(session, mou.fiscal_year).clauses.get(source)
    if row is None:
        raise NotFound
    return row


def remove(session: Session, actor: Actor, mou: Mou, key: str, *, base: Base) -> None:
    """Take out a clause that may be adapted. Raises `Denied` for a fixed one, and as `change`."""
    mou = _opened(session, actor, mou)
    clause = _find(mou, key)
    if clause is None:
        return  # somebody else did it
    if clause.kind == "fixed":
        raise Denied(FIXED_STAYS)
    if not base.is_of(clause):
        raise ClauseConflict(clause)
    rows = _rows(mou)
    del rows[mou.clauses.index(clause)]
    _forget(session, actor, clause)
    _save(session, actor, mou, rows, None)


FIXED_STAYS = Text(
    "ข้อความมาตรฐานนำออกไม่ได้ หากไม่ต้องการใช้ โปรดปรับข้อความพร้อมระบุเหตุผล",
    "A standard text cannot be taken out; change it and say why instead",
)


def move(session: Session, actor: Actor, mou: Mou, key: str, to: str) -> None:
    """Move a clause "up", "down", or to a place counted from 1. Raises `NotFound`, `Denied`, `Invalid`."""
    mou = _opened(session, actor, mou)
    clause = _find(mou, key)
    if clause is None:
        raise NotFound
    was = mou.clauses.index(clause)
    place = {"up": was - 1, "down": was + 1}.get(to, int(to) - 1 if to.isascii() and to.isdigit() else None)
    if place is None:
        raise Invalid({"to": [Text("ไม่มีตำแหน่งนี้", "There is no such place")]})
    place = max(0, min(len(mou.clauses) - 1, place))
    if place != was:
        rows = _rows(mou)
        rows.insert(place, rows.pop(was))
        _save(session, actor, mou, rows, None)


def fill_in(session: Session, actor: Actor, mou: Mou) -> int:
    """Fill a text without clauses from the template for its kind; give how many clauses it got."""
    mou = _opened(session, actor, mou)
    if mou.clauses:
        raise Conflict
    library = text_library.read(session, mou.fiscal_year)
    template = library.template_for(mou.instrument_type, mou.cooperation_kind, mou.cooperation_sub)
    if template is None:
        raise NotFound
    found = library.clauses_of(template)
    raw: dict[str, Any] = {"clauses": [{"heading": c.heading, "body": c.body, "kind": c.kind} for c in found]}
    if not mou.background:
        raw["background"] = template.background
    services.save(session, actor, mou, raw, version=mou.version)
    mou.template = template.edition
    for clause, row in zip(mou.clauses, found, strict=True):
        text_library.stamp(clause, row)
    return len(found)


def _opened(session: Session, actor: Actor, mou: Mou) -> Mou:
    record: Mou = services.locked(session, mou)
    access.authorise(actor, registry.get("mous").edit, record)
    return record


def _find(mou: Mou, key: str) -> MouClause | None:
    return next((clause for clause in mou.clauses if clause.id == key), None)


def _rows(mou: Mou) -> list[dict[str, Any]]:
    names = ("id", "heading", "body", "kind", "reason")
    return [{name: getattr(clause, name) for name in names} for clause in mou.clauses]


def _save(
    session: Session, actor: Actor, mou: Mou, rows: Sequence[Mapping[str, Any]], place: int | None
) -> None:
    try:
        services.save(session, actor, mou, {"clauses": rows}, version=mou.version)
    except Invalid as error:
        mine = f"clauses.{place}."
        raise Invalid(
            {name.removeprefix(mine) if name.startswith(mine) else "": t for name, t in error.errors.items()}
        ) from error


# --- drafts, and who is at work -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AtWork:
    """Somebody who has a clause open now."""

    name: str
    typed_at: datetime | None


def keep_draft(
    session: Session, actor: Actor, mou: Mou, key: str, *, typed: Typed | None, base: Base | None = None
) -> ClauseDraft:
    """Keep what is being typed (None: only say that the clause stands open); no version, no consent is touched."""
    access.authorise(actor, registry.get("mous").edit, mou)
    if actor.user_id is None or not session.scalar(
        select(MouClause.id).where(MouClause.id == key, MouClause.record_id == mou.id)
    ):
        raise NotFound
    row = _draft(session, actor, key)
    if row is None:
        row = ClauseDraft(record_id=mou.id, clause_id=key, user_id=actor.user_id)
        session.add(row)
    row.user_name, row.seen_at = actor.name, clock.now()
    if typed is not None:
        row.heading, row.body, row.reason = (
            plainly(text)[:LONGEST] for text in (typed.heading, typed.body, typed.reason)
        )
        row.typed_at = row.seen_at
    if base is not None:
        row.base_heading, row.base_body = plainly(base.heading)[:LONGEST], plainly(base.body)[:LONGEST]
    return row


def _draft(session: Session, actor: Actor, key: str) -> ClauseDraft | None:
    query = select(ClauseDraft).where(ClauseDraft.clause_id == key, ClauseDraft.user_id == actor.user_id)
    return session.scalar(query)


def my_drafts(session: Session, actor: Actor, mou: Mou) -> list[ClauseDraft]:
    """Give what the reader has typed and not saved, also into clauses that were taken out meanwhile."""
    query = select(ClauseDraft).where(
        ClauseDraft.record_id == mou.id,
        ClauseDraft.user_id == actor.user_id,
        ClauseDraft.typed_at.is_not(None),
    )
    return list(session.scalars(query.order_by(ClauseDraft.typed_at)))


def drop_draft(
    session: Session, actor: Actor, mou: Mou, draft_id: str | None = None, key: str | None = None
) -> None:
    """Throw away what the reader typed: by the draft's id, or of one clause."""
    access.authorise_view(actor, mou)
    which = ClauseDraft.id == draft_id if draft_id else ClauseDraft.clause_id == key
    session.execute(
        delete(ClauseDraft).where(
            which, ClauseDraft.record_id == mou.id, ClauseDraft.user_id == actor.user_id
        )
    )


def _forget(session: Session, actor: Actor, clause: MouClause) -> None:
    session.execute(
        delete(ClauseDraft).where(ClauseDraft.clause_id == clause.id, ClauseDraft.user_id == actor.user_id)
    )


def at_work(session: Session, actor: Actor, mou: Mou) -> dict[str, list[AtWork]]:
    """Give the others who have clauses of the MOU open now, by clause."""
    query = select(ClauseDraft).where(
        ClauseDraft.record_id == mou.id,
        ClauseDraft.seen_at > clock.now() - OPEN_FOR,
        ClauseDraft.user_id != (actor.user_id or ""),
        ClauseDraft.clause_id.is_not(None),
    )
    found: dict[str, list[AtWork]] = {}
    for row in session.scalars(query.order_by(ClauseDraft.user_name)):
        found.setdefault(row.clause_id or "", []).append(AtWork(row.user_name, row.typed_at))
    return found


def last_hands(session: Session, mou: Mou) -> dict[str, tuple[str, datetime]]:
    """Give, by clause, who last changed its words, and when."""
    query = select(FieldChange.row_id, FieldChange.actor_name, FieldChange.at).where(
        FieldChange.record_id == mou.id,
        FieldChange.table_name == MouClause.__tablename__,
        FieldChange.field.in_(("heading", "body")),
    )
    rows = session.execute(query.order_by(FieldChange.at, FieldChange.id)).all()
    return {row_id: (name, at) for row_id, name, at in rows}
