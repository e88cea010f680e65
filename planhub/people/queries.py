"""Reads of people: who a user is at this instant, and who holds or stands in for a post."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    Select,
    SQLColumnExpression,
    and_,
    bindparam,
    cast,
    false,
    func,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from planhub.kernel import clock
from planhub.kernel.access import Actor, Capacity, Role, Standing
from planhub.kernel.text import Text
from planhub.people.models import Assignment, ChainStep, Delegation, Organization, Post, User


def _held(on: date | ColumnElement[date]) -> ColumnElement[bool]:
    return and_(Assignment.starts_on <= on, or_(Assignment.ends_on.is_(None), Assignment.ends_on >= on))


def _valid(at: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    return and_(Delegation.state == "active", Delegation.starts_at <= at, Delegation.ends_at > at)


def get_actor(session: Session, user: User, *, request_id: str | None = None) -> Actor:
    """Give the actor that `user` is at this instant: own posts, posts acted for, powers delegated.

    While an acting order (รักษาการแทน) runs, the holder's own power over that post rests (security.md §B4).
    """
    asked = {"user": user.id, "now": clock.now(), "today": clock.today()}
    rows = session.execute(_STANDINGS, asked).all() if not user.is_disabled else ()
    return make_actor(Reader.of(user), rows, request_id=request_id)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who has signed in, as every page needs it: read with the session in one statement."""

    id: str
    login: str
    name: Text
    locale: str
    is_demo: bool
    person_key: str | None

    @classmethod
    def of(cls, user: Any) -> "Reader":
        """Take it from an account, or from a row with its columns."""
        name = Text(user.name_th, user.name_en)
        return cls(user.id, user.login, name, user.locale, user.is_demo, user.person_key)


def make_actor(reader: Reader, rows: Iterable[Row[Any]], *, request_id: str | None) -> Actor:
    """Make the actor of an account and the rows of `standing_selects`."""
    return Actor(
        user_id=reader.id,
        name=reader.name.th,
        standings=tuple(_standing(row) for row in sorted(rows, key=_own_first)),
        person_key=reader.person_key or reader.id,
        request_id=request_id,
    )


def standing_selects(
    user: SQLColumnExpression[Any], now: ColumnElement[datetime], today: ColumnElement[date]
) -> tuple[Select[Any], Select[Any]]:
    """Make the questions for own posts and for orders of the user; their columns are the same."""
    acting = select(Delegation.post_id).where(Delegation.kind == "acting", _valid(now))
    lent = (Delegation.kind, Delegation.order_no, Delegation.record_types, Delegation.limit_satang)
    post = (
        Post.id.label("post_id"),
        Post.org_code,
        Post.role,
        Post.title_th,
        Post.title_en,
        Post.areas,
    )
    none = [cast(null(), column.type).label(column.key) for column in (Delegation.id, *lent)]
    own = (
        select(*post, Post.id.in_(acting).label("resting"), none[0].label("order_id"), *none[1:])
        .join(Assignment, Assignment.post_id == Post.id)
        .where(Assignment.user_id == user, _held(today), ~Post.is_closed)
    )
    orders = (
        select(*post, false().label("resting"), Delegation.id.label("order_id"), *lent)
        .join(Delegation, Delegation.post_id == Post.id)
        .where(Delegation.user_id == user, _valid(now), ~Post.is_closed)
    )
    return own, orders


def _standings_of_user() -> CompoundSelect[Any]:
    """Make the statement once, so that it is also read and cached once."""
    user: ColumnElement[str] = bindparam("user")
    now: ColumnElement[datetime] = bindparam("now")
    today: ColumnElement[date] = bindparam("today")
    return union_all(*standing_selects(user, now, today))


def _own_first(row: Row[Any]) -> tuple[bool, str]:
    return row.order_id is not None, row.order_id or row.post_id


def _standing(row: Row[Any]) -> Standing:
    lent = row.order_id is not None
    return Standing(
        role=Role(row.role),
        org=row.org_code,
        post_id=row.post_id,
        post_title=Text(row.title_th, row.title_en),
        capacity=Capacity(row.kind) if lent else Capacity.OWN,
        delegation_id=row.order_id,
        order_no=row.order_no,
        areas=tuple(row.areas),
        record_types=frozenset(row.record_types) if lent else frozenset(),
        limit_satang=row.limit_satang,
        resting=bool(row.resting),
    )


_STANDINGS = _standings_of_user()


def lock_standing(session: Session, standing: Standing, *, user_id: str) -> bool:
    """Lock the row a standing rests on and tell whether it still holds, so that revoking and approving take turns."""
    asked = {"user": user_id, "now": clock.now(), "today": clock.today()}
    if standing.delegation_id:
        row = session.execute(_LOCKED_ORDER, {**asked, "order": standing.delegation_id}).first()
    else:
        row = session.execute(_LOCKED_POST, {**asked, "post": standing.post_id}).first()
    return row is not None


_LOCKED_ORDER = (
    select(Delegation.id)
    .where(Delegation.id == bindparam("order"), Delegation.user_id == bindparam("user"))
    .where(_valid(bindparam("now")))
    .with_for_update(read=True)
)
_LOCKED_POST = (
    select(Assignment.id)
    .where(Assignment.post_id == bindparam("post"), Assignment.user_id == bindparam("user"))
    .where(_held(bindparam("today")))
    .with_for_update(read=True)
)


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
    wanted = {"orgs": list(orgs), "roles": list(roles), "posts": list(posts)}
    asked = {name: keys for name, keys in wanted.items() if keys}
    query = _holders(frozenset(asked))
    rows = session.execute(query, {**asked, "now": clock.now(), "today": clock.today()})
    return [_holder(row) for row in rows]


@cache
def _holders(filters: frozenset[str]) -> Select[Any]:
    """Make the statement of `post_holders` that filters by these; each is made once."""
    now: ColumnElement[datetime] = bindparam("now")
    today: ColumnElement[date] = bindparam("today")
    order = (
        select(Delegation.post_id, Delegation.user_id)
        .where(Delegation.kind == "acting", _valid(now))
        .subquery()
    )
    held = select(Assignment.post_id, Assignment.user_id).where(_held(today)).subquery()
    query = (
        select(*_HOLDER, order.c.user_id.label("acting"))
        .outerjoin(order, order.c.post_id == Post.id)
        .outerjoin(held, held.c.post_id == Post.id)
        .outerjoin(User, User.id == _first(order.c.user_id, held.c.user_id))
        .where(~Post.is_closed)
        .order_by(Post.org_code, Post.role, Post.id)
    )
    for name, column in (("orgs", Post.org_code), ("roles", Post.role), ("posts", Post.id)):
        if name in filters:
            query = query.where(column.in_(bindparam(name, expanding=True)))
    return query


def _first(one: ColumnElement[str], other: ColumnElement[str]) -> ColumnElement[str]:
    from_order: ColumnElement[str] = func.coalesce(one, other)
    return from_order


_HOLDER = (
    Post.id,
    Post.org_code,
    Post.role,
    Post.title_th,
    Post.title_en,
    Post.areas,
    User.id.label("user_id"),
    User.name_th,
    User.name_en,
    User.is_disabled,
    User.locale,
)


def _holder(row: Row[Any]) -> PostHolder:
    active = row.user_id is not None and not row.is_disabled
    return PostHolder(
        post_id=row.id,
        org=row.org_code,
        role=row.role,
        title=Text(row.title_th, row.title_en),
        user_id=row.user_id if active else None,
        name=Text(row.name_th, row.name_en) if active else None,
        capacity=Capacity.ACTING if row.acting else Capacity.OWN,
        locale=row.locale or "th",
        areas=tuple(row.areas),
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


def called(session: Session, codes: Iterable[str]) -> dict[str, Text]:
    """Give what people call some organisations, by code; those that the session has read already cost nothing."""
    wanted = sorted(set(codes))
    known = (session.identity_map.get(identity_key(Organization, code)) for code in wanted)
    found = {org.code: org.abbr for org in known if org is not None}
    missing = [code for code in wanted if code not in found]
    if missing:
        found |= {org.code: org.abbr for org in session.scalars(_CALLED, {"codes": missing})}
    return {code: found[code] for code in wanted if code in found}


_CALLED = select(Organization).where(Organization.code.in_(bindparam("codes", expanding=True)))


def find_user(session: Session, *, login: str) -> User | None:
    """Give the account of that sign-in name, if there is one."""
    return session.scalar(select(User).where(User.login == login))
