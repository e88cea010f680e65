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
