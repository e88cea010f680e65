"""Following: people who asked to hear of a direction, a kind of area or a target group are told of what is published."""

from collections.abc import Iterable, Mapping

from sqlalchemy import delete, select, tuple_
from sqlalchemy.orm import Session

from planhub.activities.choices import TARGET_GROUPS
from planhub.kernel.access import Actor
from planhub.kernel.errors import NotFound
from planhub.kernel.fields import Choice
from planhub.kernel.text import Text, plain
from planhub.lessons import choices
from planhub.lessons.models import Follow, Tag
from planhub.mou.choices import DIRECTIONS
from planhub.people import queries as people
from planhub.people.models import User
from planhub.record import access, notices, services
from planhub.record.models import Record
from planhub.record.types import registry

FOLLOWED: Mapping[str, tuple[Text, tuple[Choice, ...]]] = {
    "direction": (Text("ทิศทางความร่วมมือ", "Directions"), DIRECTIONS),
    "area_type": (Text("ประเภทพื้นที่", "Kinds of area"), choices.AREA_TYPES),
    "target": (Text("กลุ่มเป้าหมาย", "Target groups"), TARGET_GROUPS),
}
"""What can be followed: kind of tag, its words, its keys."""

TELL = "lessons.tell_followers"
"""The job after a publication."""


def followed(session: Session, actor: Actor) -> set[tuple[str, str]]:
    """Give kind and key of everything that the actor follows."""
    access.signed_in(actor)
    query = select(Follow.kind, Follow.key).where(Follow.user_id == actor.user_id)
    return {(row.kind, row.key) for row in session.execute(query)}


def follow(session: Session, actor: Actor, wanted: Iterable[tuple[str, str]]) -> int:
    """Follow these and nothing else; give how many. What does not exist is left out."""
    there = followed(session, actor)
    known = {(kind, key) for kind, (_, keys) in FOLLOWED.items() for key, _ in keys}
    asked = set(wanted) & known
    gone = there - asked
    if gone:
        session.execute(
            delete(Follow).where(
                Follow.user_id == actor.user_id, tuple_(Follow.kind, Follow.key).in_(sorted(gone))
            )
        )
    for kind, key in sorted(asked - there):
        session.add(Follow(user_id=actor.user_id, kind=kind, key=key))
    return len(asked)


def tell(session: Session, record_id: str, cause: str) -> int:
    """Tell followers of a lesson or item that was published, once each, and only those who may see it."""
    name = session.scalar(select(Record.type).where(Record.id == record_id))
    if name is None:
        return 0
    try:
        record = services.load(session, registry.get(name), record_id)
    except NotFound:
        return 0
    mine = select(Tag.kind, Tag.key).where(Tag.record_id == record_id)
    users = session.scalars(
        select(User)
        .where(User.id.in_(select(Follow.user_id).where(tuple_(Follow.kind, Follow.key).in_(mine))))
        .order_by(User.id)
    ).all()
    meant = [user.id for user in users if _may_see(session, user, record)]
    words = Text("มีเรื่องใหม่ที่ท่านติดตาม: {code} {title}", "New on what you follow: {code} {title}")
    told = words.format(code=plain(record.code), title=plain(record.title))
    return notices.tell(session, record, meant, told, cause)


def _may_see(session: Session, user: User, record: Record) -> bool:
    return access.may(people.get_actor(session, user), registry.get(record.type).view, record)
