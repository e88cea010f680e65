"""Reads of people: who a user is at this instant, and who holds or stands in for a post."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor, Capacity, Role, Standing
from planhub.kernel.text import Text
from planhub.people.models import Assignment, ChainStep, Delegation, Organization, Post, User


def _held(on: date) -> ColumnElement[bool]:
    return and_(Assignment.starts_on <= on, or_(Assignment.ends_on.is_(None), Assignment.ends_on >= on))


def _valid(at: datetime) -> ColumnElement[bool]:
    return and_(Delegation.state == "active", Delegation.starts_at <= at, at < Delegation.ends_at)


def get_actor(session: Session, user: User, *, request_id: str | None = None) -> Actor:
    """Give the actor that `user` is at this instant: own posts, posts acted for, powers delegated.

    While an acting order (รักษาการแทน) runs, the holder's own power over that post rests (security.md §B4).
    """
    standings = (*_own_standings(session, user), *_lent_standings(session, user))
    return Actor(
        user_id=user.id,
        name=user.name_th,
        standings=standings if not user.is_disabled else (),
        person_key=user.person_key or user.id,
        request_id=request_id,
    )


def _own_standings(session: Session, user: User) -> list[Standing]:
    acting = select(Delegation.post_id).where(Delegation.kind == "acting", _valid(clock.now()))
    posts = session.execute(
        select(Post, Post.id.in_(acting))
        .join(Assignment)
        .where(Assignment.user_id == user.id, _held(clock.today()), ~Post.is_closed)
        .order_by(Post.id)
    )
    return [_standing(post, resting=rests) for post, rests in posts]


def _lent_standings(session: Session, user: User) -> list[Standing]:
    rows = session.execute(
        select(Delegation, Post)
        .join(Post)
        .where(Delegation.user_id == user.id, _valid(clock.now()), ~Post.is_closed)
        .order_by(Delegation.id)
    )
    return [_standing(post, order) for order, post in rows]


def _standing(post: Post, order: Delegation | None = None, *, resting: bool = False) -> Standing:
    return Standing(
        role=Role(post.role),
        org=post.org_code,
        post_id=post.id,
        post_title=post.title,
        capacity=Capacity(order.kind) if order else Capacity.OWN,
        delegation_id=order.id if order else None,
        order_no=order.order_no if order else None,
        areas=tuple(post.areas),
        record_types=frozenset(order.record_types) if order else frozenset(),
        limit_satang=order.limit_satang if order else None,
        resting=resting,
    )


def lock_standing(session: Session, standing: Standing, *, user_id: str) -> bool:
    """Lock the row a standing rests on and tell whether it still holds, so that revoking and approving take turns."""
    if standing.delegation_id:
        row = session.execute(
            select(Delegation.id)
            .where(
                Delegation.id == standing.delegation_id, Delegation.user_id == user_id, _valid(clock.now())
            )
            .with_for_update()
        ).first()
    else:
        row = session.execute(
            select(Assignment.id)
            .where(
                Assignment.post_id == standing.post_id, Assignment.user_id == user_id, _held(clock.today())
            )
            .with_for_update()
        ).first()
    return row is not None


@dataclass(frozen=True, slots=True)
class PostHolder:
    """A post and who may act from it today."""

    post_id: str
    org: str
    role: str
    title: Text
    user_id: str | None
    """The person who can act now: the acting person, else the holder; None where the post is vacant."""
    name: Text | None
    capacity: Capacity
    locale: str = "th"
    areas: tuple[str, ...] = ()
    """Area codes that the post looks after."""


def post_holders(
    session: Session, *, orgs: Iterable[str] = (), roles: Iterable[str] = (), posts: Iterable[str] = ()
) -> list[PostHolder]:
    """Give open posts with the person who can act from each today; filters left empty do not limit."""
    orgs, roles, posts = list(orgs), list(roles), list(posts)
    order = (
        select(Delegation.post_id, Delegation.user_id)
        .where(Delegation.kind == "acting", _valid(clock.now()))
        .subquery()
    )
    held = select(Assignment.post_id, Assignment.user_id).where(_held(clock.today())).subquery()
    query = (
        select(Post, order.c.user_id, held.c.user_id, User)
        .outerjoin(order, order.c.post_id == Post.id)
        .outerjoin(held, held.c.post_id == Post.id)
        .outerjoin(User, User.id == _first(order.c.user_id, held.c.user_id))
        .where(~Post.is_closed)
        .order_by(Post.org_code, Post.role, Post.id)
    )
    if orgs:
        query = query.where(Post.org_code.in_(orgs))
    if roles:
        query = query.where(Post.role.in_(roles))
    if posts:
        query = query.where(Post.id.in_(posts))
    return [_holder(*row) for row in session.execute(query)]


def _first(one: ColumnElement[str], other: ColumnElement[str]) -> ColumnElement[str]:
    from_order: ColumnElement[str] = func.coalesce(one, other)
    return from_order


def _holder(post: Post, acting: str | None, _held_by: str | None, user: User | None) -> PostHolder:
    active = user is not None and not user.is_disabled
    return PostHolder(
        post_id=post.id,
        org=post.org_code,
        role=post.role,
        title=post.title,
        user_id=user.id if user and active else None,
        name=user.name if user and active else None,
        capacity=Capacity.ACTING if acting else Capacity.OWN,
        locale=user.locale if user else "th",
        areas=tuple(post.areas),
    )


def chain_of(session: Session, *, orgs: Iterable[str], record_type: str) -> dict[str, list[ChainStep]]:
    """Give each agency's newest ladder for a type of record; an agency without one is not in the answer (rule R16)."""
    steps = session.scalars(
        select(ChainStep)
        .where(ChainStep.org_code.in_(list(orgs)), ChainStep.record_type == record_type)
        .order_by(ChainStep.org_code, ChainStep.version.desc(), ChainStep.step)
    )
    chains: dict[str, list[ChainStep]] = {}
    for step in steps:
        chain = chains.setdefault(step.org_code, [])
        if not chain or chain[0].version == step.version:
            chain.append(step)
    return chains


def list_organizations(session: Session, *, core_only: bool = False) -> list[Organization]:
    """Give organisations, the planning agencies first, then by code."""
    query = select(Organization).order_by(Organization.is_core.desc(), Organization.code)
    if core_only:
        query = query.where(Organization.is_core)
    return list(session.scalars(query))


def find_user(session: Session, *, login: str) -> User | None:
    """Give the account of that sign-in name, if there is one."""
    return session.scalar(select(User).where(User.login == login))
