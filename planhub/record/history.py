"""The whole story of a record: its events, and every changed field, in one order of time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.record.events import list_events
from planhub.record.models import Event, FieldChange


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened at one instant: a move, or the fields that one request changed."""

    at: datetime
    actor_name: str
    event: Event | None = None
    changes: Sequence[FieldChange] = field(default_factory=tuple)


def history(session: Session, record_id: str, *, without: Collection[str] = ()) -> list[Moment]:
    """Give the moments of a record, newest last, without changes in the tables named; asks no decision."""
    moments = [Moment(e.at, e.actor_name, event=e) for e in list_events(session, record_id)]
    query = (
        select(FieldChange)
        .where(FieldChange.record_id == record_id, FieldChange.table_name.not_in(sorted(without)))
        .order_by(FieldChange.at, FieldChange.id)
    )
    grouped: dict[str, list[FieldChange]] = {}
    for change in session.scalars(query):
        grouped.setdefault(change.entry_id, []).append(change)
    moments += [Moment(found[0].at, found[0].actor_name, changes=tuple(found)) for found in grouped.values()]
    return sorted(moments, key=lambda m: (m.at, m.event.n if m.event else 0))
