"""What a search finds besides records: places and agencies, which everybody may see."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from planhub.kernel.finding import asked_words, folded
from planhub.kernel.text import Text
from planhub.people.models import Organization
from planhub.people.queries import list_organizations
from planhub.places import kept
from planhub.places.queries import full_name

MOST = 5
"""Places, and agencies, that are shown beside the records."""


class Place(NamedTuple):
    """An area by its code and its name with all that is around it."""

    code: str
    name: Text


def places(session: Session, asked: str) -> list[Place]:
    """Give the places that bear the name asked for; one query."""
    if not asked_words(asked):
        return []
    now = kept.standing(session)
    areas = kept.tree(session, now).by_code
    found = kept.find(session, now, asked, limit=MOST)
    return [Place(area.code, full_name(area.code, areas)) for area in found]


def agencies(session: Session, asked: str) -> Sequence[Organization]:
    """Give the agencies whose name, abbreviation or code holds every word asked for."""
    words = asked_words(asked)
    if not words:
        return []
    return [org for org in list_organizations(session) if all(word in _key(org) for word in words)][:MOST]


def _key(org: Organization) -> str:
    said = (org.code, org.name.th, org.name.en, org.abbr.th, org.abbr.en)
    return "\n".join(map(folded, said))
