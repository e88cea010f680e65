"""What the account page says of one's feeds."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from planhub.calendar.services import count_feeds
from planhub.kernel.access import Actor


def feeds_panel(session: Session, actor: Actor, _account: object) -> Mapping[str, Any]:
    """Say how many feeds of one's own hold."""
    return {"count": count_feeds(session, actor.user_id)}


def plan_panel(_session: Session, _actor: Actor, plan: Any) -> Mapping[str, Any]:
    """Lead from a plan to its calendar."""
    return {"plan": plan}
