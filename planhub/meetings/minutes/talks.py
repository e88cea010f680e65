"""At which meetings a record was talked of, what was resolved, and the extracts that were given out."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, select
from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.meetings.minutes.models import ResolutionExtract
from planhub.meetings.models import AgendaItem, Meeting, Resolution
from planhub.record.access import visible
from planhub.record.types import registry


def list_talks(session: Session, actor: Actor, record_id: str, *, limit: int = 10) -> Sequence[Any]:
    """List the meetings at which a record was on the agenda, with what was resolved, the newest first."""
    rt = registry.get("meetings")
    asked = {"about": record_id, "limit": limit}
    return session.execute(_talks(visible(actor, rt.view, rt)), asked).all()


@lru_cache(maxsize=500)
def _talks(seen: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Make the statement of `list_talks` once for readers of equal standing."""
    return (
        select(
            Meeting.code,
            Meeting.held_on,
            Meeting.seq_no,
            Meeting.year_be,
            AgendaItem.section,
            AgendaItem.title,
            Resolution.number,
            Resolution.kind,
            Resolution.text,
            select(func.max(ResolutionExtract.number))
            .where(ResolutionExtract.resolution_id == Resolution.id)
            .scalar_subquery()
            .label("extract"),
        )
        .join(AgendaItem, AgendaItem.record_id == Meeting.id)
        .outerjoin(Resolution, Resolution.item_id == AgendaItem.id)
        .where(AgendaItem.about_id == bindparam("about"), seen)
        .order_by(Meeting.held_on.desc(), AgendaItem.position, Resolution.number)
        .limit(bindparam("limit", type_=Integer))
    )
