"""What a party that leaves an MOU would leave undone: its activities under it (`planhub.mou.duties.handover`)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.activities.models import JointActivity
from planhub.activities.queries import LIVING
from planhub.mou.duties.handover import Work


def works_of(session: Session, mou_id: str, org: str) -> list[Work]:
    """Give the living activities under an MOU that this organisation leads; one query."""
    query = (
        select(JointActivity.code, JointActivity.title)
        .where(JointActivity.mou_id == mou_id, JointActivity.state.in_(LIVING))
        .where(JointActivity.owner_org == org)
    )
    return [
        Work("activities", code, title) for code, title in session.execute(query.order_by(JointActivity.code))
    ]
