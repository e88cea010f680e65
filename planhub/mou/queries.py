"""Reads of MOUs: what guards and papers need beyond the record itself."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel.text import Text
from planhub.mou.guards import ORGS
from planhub.mou.models import Mou, MouVersion
from planhub.mou.signing_guards import FILES
from planhub.people.models import Organization
from planhub.places.models import Area
from planhub.record.models import Attachment


def facts(session: Session, mou: Mou) -> Mapping[str, Any]:
    """Gather what the guards may ask: what people call the parties, and the files on the record."""
    codes = sorted({mou.owner_org, *(party.org for party in mou.parties)})
    orgs = session.scalars(select(Organization).where(Organization.code.in_(codes)))
    files = select(Attachment.id, Attachment.name, Attachment.sha256).where(Attachment.record_id == mou.id)
    return {
        ORGS: {org.code: org.abbr for org in orgs},
        FILES: [tuple(row) for row in session.execute(files.order_by(Attachment.at, Attachment.id))],
    }


def area_names(session: Session, mou: Mou) -> dict[str, str]:
    """Give the Thai names of the areas as legal texts write them: อำเภอเสลภูมิ จังหวัดร้อยเอ็ด."""
    around = {code[:n] for code in mou.areas for n in (2, 4, 6) if n <= len(code)}
    labels: dict[str, Text] = {
        area.code: area.label for area in session.scalars(select(Area).where(Area.code.in_(sorted(around))))
    }
    steps = {code: [code[:n] for n in (6, 4, 2) if n <= len(code)] for code in mou.areas}
    return {code: " ".join(labels[s].th for s in parts if s in labels) for code, parts in steps.items()}


def list_versions(session: Session, mou: Mou) -> list[MouVersion]:
    """Give the kept texts, oldest first."""
    query = select(MouVersion).where(MouVersion.record_id == mou.id).order_by(MouVersion.n)
    return list(session.scalars(query))
