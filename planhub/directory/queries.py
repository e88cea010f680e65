"""Reads of the directory."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.errors import NotFound
from planhub.people import rules
from planhub.people.models import Assignment, Organization, Post, User
from planhub.people.services import may


def get_organization(session: Session, code: str) -> Organization:
    """Give the organisation of that code. Raises `NotFound`."""
    found = session.get(Organization, code)
    if found is None:
        raise NotFound
    return found


def list_people(session: Session, org: str) -> list[User]:
    """Give the people who hold a post in the organisation today, by name."""
    today = clock.today()
    query = (
        select(User)
        .where(
            ~User.is_disabled,
            User.id.in_(
                select(Assignment.user_id)
                .join(Post)
                .where(Post.org_code == org, ~Post.is_closed, Assignment.starts_on <= today)
                .where(Assignment.ends_on.is_(None) | (Assignment.ends_on >= today))
            ),
        )
        .order_by(User.name_th, User.id)
    )
    return list(session.scalars(query))


def list_posts_to_lend(session: Session, actor: Actor, org: str) -> Sequence[Post]:
    """Give the posts for which the actor may record an order: their own, or all where they keep the accounts."""
    if not may(actor, rules.ORDER_CREATE, org):
        return ()
    query = select(Post).where(Post.org_code == org, ~Post.is_closed).order_by(Post.role, Post.id)
    if not may(actor, rules.APPOINT, org):
        query = query.where(
            Post.id.in_([s.post_id for s in actor.standings if s.capacity == "own" and not s.resting])
        )
    return session.scalars(query).all()
