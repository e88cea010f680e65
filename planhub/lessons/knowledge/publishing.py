"""Publishing many items at once: the editor looks at the list and decides; a job does it, item by item.

Each item goes through its own move, with its own event, guards and notice; what a guard holds back stays where it is.
A list of thousands would hold a request too long, so that each job publishes some and asks for the next.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.infra.jobs import enqueue
from planhub.kernel.access import Actor
from planhub.kernel.errors import Conflict, Denied, GuardFailed
from planhub.lessons.models import KnowledgeItem
from planhub.lessons.rules import KNOWLEDGE_POLICY
from planhub.people import queries as people
from planhub.people.models import User
from planhub.record import access, audit, flow, services
from planhub.record.types import registry

PUBLISH = "lessons.publish_items"
"""The job."""

AT_ONCE = 50
"""Items of one job, so that nobody else waits long for the database."""


def ask(session: Session, actor: Actor, *, owner_org: str) -> None:
    """Begin to publish everything of an agency that waits. Raises `Denied`."""
    access.signed_in(actor)
    if not KNOWLEDGE_POLICY.ever(actor, "knowledge:publish"):
        raise Denied
    enqueue(session, PUBLISH, user_id=actor.user_id, owner_org=owner_org, after="")


def publish(session: Session, user_id: str, owner_org: str, after: str) -> int:
    """Publish the next items of an agency for a person; give how many. What a guard refuses is left and passed over."""
    user = session.get(User, user_id)
    if user is None:
        return 0
    actor = people.get_actor(session, user)
    rt = registry.get("knowledge-items")
    query = (
        select(KnowledgeItem.id)
        .where(access.visible(actor, "knowledge:publish", rt), KnowledgeItem.id > after)
        .where(KnowledgeItem.owner_org == owner_org)
        .order_by(KnowledgeItem.id)
        .limit(AT_ONCE)
    )
    ids = list(session.scalars(query))
    before = audit.acting(session)
    audit.act_as(session, actor)
    done = sum(_publish_one(session, actor, one) for one in ids)
    session.flush()  # what was published is the person's act
    if before is not None:
        audit.act_as(session, before)
    if len(ids) == AT_ONCE:
        enqueue(session, PUBLISH, user_id=user_id, owner_org=owner_org, after=ids[-1])
    return done


def _publish_one(session: Session, actor: Actor, item_id: str) -> bool:
    item = services.load(session, registry.get("knowledge-items"), item_id, lock=True)
    try:
        flow.move(session, actor, item, "publish", version=item.version)
    except (GuardFailed, Denied, Conflict):
        return False
    return True
