"""Reads of MOUs: what guards and papers need beyond the record itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.mou import fields
from planhub.mou.duties.obligations import open_obligations
from planhub.mou.errata import MouErratum
from planhub.mou.guards.changing import GONE, LABELS, TEXTS
from planhub.mou.guards.circulating import NOW
from planhub.mou.guards.correcting import ERRATUM
from planhub.mou.guards.ending import OPEN_DUTIES
from planhub.mou.guards.signing import FILES
from planhub.mou.models import Mou, MouParty, MouVersion
from planhub.people.queries import called
from planhub.record import access
from planhub.record.attachments import list_files
from planhub.record.models import Record
from planhub.record.rules import ORGS
from planhub.record.types import registry

_CORRECTABLE = frozenset({"clearance", "approval", "ready_to_sign", "signed", "in_force"})
_OBLIGED = frozenset({"in_force", "suspended", "expired", "terminated"})
_WRITTEN = frozenset({"draft", "negotiating", "signed"})


def facts(session: Session, mou: Mou) -> Mapping[str, Any]:
    """Gather what the guards may ask: names, files, this instant, and what the state makes matter."""
    found: dict[str, Any] = {
        ORGS: called(session, {mou.owner_org, *(party.org for party in mou.parties)}),
        FILES: [(file.id, file.name, file.sha256) for file in list_files(session, mou)],
        NOW: clock.now(),
    }
    if mou.state in _CORRECTABLE:
        found[ERRATUM] = pending_erratum(session, mou)
    if mou.state in _OBLIGED:
        found[OPEN_DUTIES] = open_obligations(session, mou)
    if mou.is_amendment and mou.state in _WRITTEN:
        found |= _parent_facts(session, mou)
    return found


def _parent_facts(session: Session, mou: Mou) -> Mapping[str, Any]:
    """Give the parent's texts, then and now, and who has left it."""
    now = mou.amends.text_n if mou.amends else 0
    query = select(MouVersion.n, MouVersion.content).where(
        MouVersion.record_id == mou.amends_id, MouVersion.n.in_([mou.base_n, now])
    )
    texts = {n: content for n, content in session.execute(query)}  # noqa: C416 - rows are no pairs to mypy
    gone = select(MouParty.org).where(MouParty.record_id == mou.amends_id, MouParty.left_on.is_not(None))
    labels = {f.name: f.label for f in fields.FIELDS} | {c.name: c.label for c in fields.CHILDREN}
    return {TEXTS: (texts[mou.base_n or 0], texts[now]), GONE: set(session.scalars(gone)), LABELS: labels}


def pending_erratum(session: Session, mou: Mou) -> MouErratum | None:
    """Give the typing error that waits to be acknowledged."""
    query = select(MouErratum).where(MouErratum.record_id == mou.id, MouErratum.status == "pending")
    return session.scalars(query).one_or_none()


def list_errata(session: Session, mou: Mou) -> list[MouErratum]:
    """Give the typing errors that were put right, oldest first: what a paper prints as errata."""
    query = select(MouErratum).where(MouErratum.record_id == mou.id, MouErratum.status == "applied")
    return list(session.scalars(query.order_by(MouErratum.at, MouErratum.id)))


def changes_of(session: Session, mou: Mou) -> list[Mou]:
    """Give the amendments and the renewals of an MOU, oldest first; without their children."""
    query = select(Mou).where(or_(Mou.amends_id == mou.id, Mou.renews_id == mou.id))
    return list(session.scalars(query.order_by(Mou.created_at, Mou.id)))


def visible_ids(session: Session, actor: Actor, ids: Sequence[str]) -> set[str]:
    """Give which of these MOUs the actor may see; no query where there are none."""
    if not ids:
        return set()
    rt = registry.get("mous")
    return set(
        session.scalars(select(Record.id).where(Record.id.in_(ids), access.visible(actor, rt.view, rt)))
    )


def list_versions(session: Session, mou: Mou) -> list[MouVersion]:
    """Give the kept texts, oldest first."""
    query = select(MouVersion).where(MouVersion.record_id == mou.id).order_by(MouVersion.n)
    return list(session.scalars(query))


def last_hash(session: Session, mou: Mou) -> str | None:
    """Give the hash of the version that was kept last, without its text."""
    query = select(MouVersion.content_hash).where(MouVersion.record_id == mou.id)
    return session.scalar(query.order_by(MouVersion.n.desc()).limit(1))


HOLDING = ("signed", "registered", "corrected", "amended", "left")
"""Reasons of the versions that were in force, or are."""


def signed_version(session: Session, mou: Mou) -> MouVersion | None:
    """Give the newest version that was signed, or that followed from a signed one; None before the signing."""
    if mou.signed_on is None:
        return None
    query = select(MouVersion).where(MouVersion.record_id == mou.id, MouVersion.reason.in_(HOLDING))
    return session.scalar(query.order_by(MouVersion.n.desc()).limit(1))


def version_of(session: Session, mou: Mou) -> Any:
    """Give number and instant (`n`, `at`) of the newest kept version that says what the MOU says now; else None."""
    query = select(MouVersion.n, MouVersion.at).where(
        MouVersion.record_id == mou.id, MouVersion.content_hash == mou.content_hash
    )
    return session.execute(query.order_by(MouVersion.n.desc()).limit(1)).first()
