"""What waits for what: the order of activities, which never runs in a circle."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.activities.models import ActivityPredecessor


def leads_back(session: Session, activity_id: str, starts: Iterable[str]) -> set[str]:
    """Give which of some activities wait, directly or through others, for the one with that id; one query."""
    wanted = sorted(set(starts))
    row = ActivityPredecessor.__table__.c
    first = select(row.record_id.label("start"), row.activity_id.label("reached"))
    chain = first.where(row.record_id.in_(wanted)).cte("chain", recursive=True)
    step = select(chain.c.start, row.activity_id).where(row.record_id == chain.c.reached)
    chain = chain.union(step)  # UNION, not UNION ALL: a circle that is there already ends
    return set(session.scalars(select(chain.c.start).where(chain.c.reached == activity_id)))
