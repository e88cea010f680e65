"""Reads of MOUs: what guards and papers need beyond the record itself."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.mou.models import Mou, MouVersion
from planhub.mou.signing_guards import FILES
from planhub.people.models import Organization
from planhub.record.models import Attachment
from planhub.record.rules import ORGS


def facts(session: Session, mou: Mou) -> Mapping[str, Any]:
    """Gather what the guards may ask: what people call the parties, and the files on the record."""
    codes = sorted({mou.owner_org, *(party.org for party in mou.parties)})
    orgs = session.scalars(select(Organization).where(Organization.code.in_(codes)))
    files = select(Attachment.id, Attachment.name, Attachment.sha256).where(Attachment.record_id == mou.id)
    return {
        ORGS: {org.code: org.abbr for org in orgs},
        FILES: [tuple(row) for row in session.execute(files.order_by(Attachment.at, Attachment.id))],
    }


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
    query = select(MouVersion).where(MouVersion.record_id == mou.id, MouVersion.reason.in_(HOLDING))
    return session.scalar(query.order_by(MouVersion.n.desc()).limit(1))
