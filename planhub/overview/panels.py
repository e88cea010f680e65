"""What the overview shows on the pages of other records."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.meetings import requests
from planhub.people.queries import called
from planhub.places.queries import full_names
from planhub.ui.pages import where


def list_wanted(session: Session, actor: Actor, action: Any) -> Mapping[str, Any] | None:
    """Tell what a request for a list asks, and lead to where the list is given; nothing on other assignments."""
    if action.kind != requests.KIND or action.asked_area is None:
        return None
    own = action.owner_org in {s.org for s in actor.standings}
    return {
        "org": called(session, [action.asked_by_org])[action.asked_by_org],
        "area": full_names(session, [action.asked_area])[action.asked_area],
        "year": action.fiscal_year,
        "code": action.asked_area,
        "lists": where("programmes.index", fiscal_year=action.fiscal_year) if own else None,
    }
