"""Accounts, posts and who holds them; every right in PlanHub begins here."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import ADMIN_ROLES, APPROVING_ROLES, Actor, Reach, Role, Standing
from planhub.kernel.errors import Denied, GuardFailed, NotFound, Reason
from planhub.kernel.text import Text
from planhub.people import rules, sessions
from planhub.people.models import Assignment, Delegation, Post, User


def authorise(actor: Actor, permission: str, org: str) -> Standing | None:
    """Give the standing from which `permission` holds in `org`; None for the system itself. Raises `Denied`."""
    if actor.is_system:
        return None
    found = rules.POLICY.standings(actor, permission, Reach("people", "", org))
    if not found:
        raise Denied
    return found[0]


def may(actor: Actor, permission: str, org: str) -> bool:
    """Tell whether `permission` holds for the actor in `org`."""
    return actor.is_system or bool(rules.POLICY.standings(actor, permission, Reach("people", "", org)))


def get_post(session: Session, post_id: str, *, lock: bool = False) -> Post:
    """Give the post of that id, with `lock` until the end of the transaction. Raises `NotFound`."""
    query = select(Post).where(Post.id == post_id)
    post = session.scalar(query.with_for_update() if lock else query)
    if post is None:
        raise NotFound
    return post


def appoint(session: Session, actor: Actor, *, post_id: str, user_id: str, starts_on: date) -> Assignment:
    """Let a person hold a post from that day (Bangkok); the holder before leaves the day before.

    Raises `Denied` where the actor may not appoint there or would appoint themselves, `GuardFailed` where the
    person would both approve and administer (rule S3).
    """
    post = get_post(session, post_id, lock=True)
    authorise(actor, rules.APPOINT, post.org_code)
    user = session.get(User, user_id)
    if user is None:
        raise NotFound
    if (user.person_key or user.id) == actor.person_key:
        raise Denied(
            Text(
                "แต่งตั้งตนเองไม่ได้ ต้องให้ผู้ดูแลอีกคนดำเนินการ",
                "You cannot appoint yourself; another administrator must",
            )
        )
    refuse_double_power(session, user, Role(post.role))
    _relieve(session, post, starts_on)
    assignment = Assignment(post_id=post.id, user_id=user.id, starts_on=starts_on)
    session.add(assignment)
    user.renew_stamp()
    return assignment


def _relieve(session: Session, post: Post, starts_on: date) -> None:
    still = or_(Assignment.ends_on.is_(None), Assignment.ends_on >= starts_on)
    for before in session.scalars(
        select(Assignment).where(Assignment.post_id == post.id, still).order_by(Assignment.id)
    ):
        if before.starts_on >= starts_on:
            raise GuardFailed(
                [
                    Reason(
                        "held-later",
                        Text("มีผู้ดำรงตำแหน่งนี้ตั้งแต่วันดังกล่าวแล้ว", "Someone holds this post from that day already"),
                    )
                ]
            )
        _end(session, before, starts_on - timedelta(days=1))


def dismiss(session: Session, actor: Actor, assignment_id: str, *, ends_on: date) -> None:
    """Let a person's holding of a post end with that day; their sessions end at the next request."""
    assignment = session.get(Assignment, assignment_id)
    if assignment is None:
        raise NotFound
    post = get_post(session, assignment.post_id)
    authorise(actor, rules.APPOINT, post.org_code)
    if ends_on < assignment.starts_on:
        raise GuardFailed(
            [
                Reason(
                    "order",
                    Text("วันสิ้นสุดต้องไม่ก่อนวันเริ่ม", "The end must not be before the beginning"),
                    "ends_on",
                )
            ]
        )
    _end(session, assignment, ends_on)


def _end(session: Session, assignment: Assignment, ends_on: date) -> None:
    assignment.ends_on = ends_on
    session.get_one(User, assignment.user_id).renew_stamp()


def disable(session: Session, actor: Actor, user: User) -> None:
    """Close an account: its sessions and tokens stop at the next request. Raises `Denied`."""
    for org in orgs_of(session, user) or [""]:
        authorise(actor, rules.ACCOUNT, org)
    user.is_disabled = True
    user.renew_stamp()
    sessions.end_all(session, user.id)


def orgs_of(session: Session, user: User) -> list[str]:
    """Give the organisations in which the user holds a post or will."""
    query = (
        select(Post.org_code).join(Assignment).where(Assignment.user_id == user.id, _not_over()).distinct()
    )
    return sorted(session.scalars(query))


def refuse_double_power(session: Session, user: User, coming: Role) -> None:
    """Raise `GuardFailed` where the user (by any account) would both approve and administer (rule S3)."""
    against = (
        ADMIN_ROLES
        if coming in APPROVING_ROLES
        else APPROVING_ROLES
        if coming in ADMIN_ROLES
        else frozenset()
    )
    if not roles_of(session, user) & against:
        return
    raise GuardFailed(
        [
            Reason(
                "double-power",
                Text(
                    "บุคคลเดียวกันเป็นทั้งผู้อนุมัติและผู้ดูแลระบบไม่ได้ (กติกา S3)",
                    "One person cannot both approve and administer (rule S3)",
                ),
                "user_id",
            )
        ]
    )


def roles_of(session: Session, user: User) -> set[Role]:
    """Give every role that the person has or will have, by post or by order, over all their accounts."""
    same = User.id == user.id if user.person_key is None else User.person_key == user.person_key
    people = select(User.id).where(same)
    held = (
        select(Post.role).join(Assignment).where(Assignment.user_id.in_(people), _not_over(), ~Post.is_closed)
    )
    in_force = and_(Delegation.state != "revoked", Delegation.ends_at > clock.now())
    lent = select(Post.role).join(Delegation).where(Delegation.user_id.in_(people), in_force, ~Post.is_closed)
    return {Role(role) for role in session.scalars(held.union(lent))}


def _not_over() -> ColumnElement[bool]:
    return or_(Assignment.ends_on.is_(None), Assignment.ends_on >= clock.today())
