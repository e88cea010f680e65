"""Orders of acting (รักษาการแทน) and of delegation (ปฏิบัติการแทน): drafted, put into force, revoked (security.md §B4)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from planhub.kernel import clock
from planhub.kernel.access import Actor, Capacity, Role
from planhub.kernel.errors import Conflict, Denied, GuardFailed, Invalid, NotFound, Reason
from planhub.kernel.text import Text
from planhub.people import rules
from planhub.people.models import Assignment, Delegation, Post, User
from planhub.people.services import authorise, get_post, may, refuse_double_power

DRAFT, ACTIVE, REVOKED = "draft", "active", "revoked"
STATES = {
    DRAFT: Text("ร่าง", "Draft"),
    ACTIVE: Text("มีผลบังคับ", "In force"),
    REVOKED: Text("ยกเลิกแล้ว", "Revoked"),
}
ACTIVATE, REVOKE = "activate", "revoke"


@dataclass(frozen=True, slots=True)
class Order:
    """What a written order says."""

    user_id: str
    kind: str
    """"acting" or "delegated"."""
    order_no: str
    order_date: date
    starts_on: date
    """First day (Bangkok)."""
    ends_on: date
    """Last day (Bangkok)."""
    record_types: tuple[str, ...] = ()
    """Matters covered by a delegation; empty: all. An acting person holds the full power."""
    limit_satang: int | None = None


def midnight(day: date) -> datetime:
    """Give the first instant of a day in Bangkok."""
    return datetime.combine(day, time(), clock.BANGKOK)


def last_day(row: Delegation) -> date:
    """Give the last day (Bangkok) on which an order holds."""
    return (row.ends_at.astimezone(clock.BANGKOK) - timedelta(microseconds=1)).date()


def draft(session: Session, actor: Actor, post_id: str, order: Order) -> Delegation:
    """Record an order for a post; it has no effect before `activate`.

    Raises `Denied` unless the actor holds the post or keeps the agency's accounts; `Invalid` and `GuardFailed`.
    """
    post = get_post(session, post_id)
    authorise(actor, rules.ORDER_CREATE, post.org_code)
    if not _holds(session, actor, post) and not may(actor, rules.APPOINT, post.org_code):
        raise Denied(Text("ออกคำสั่งแทนได้เฉพาะตำแหน่งของตน", "You can only give orders for your own post"))
    _check(session, post, order)
    row = Delegation(
        post_id=post.id,
        user_id=order.user_id,
        kind=order.kind,
        order_no=order.order_no,
        order_date=order.order_date,
        record_types=list(order.record_types) if order.kind == Capacity.DELEGATED else [],
        limit_satang=order.limit_satang if order.kind == Capacity.DELEGATED else None,
        starts_at=midnight(order.starts_on),
        ends_at=midnight(order.ends_on + timedelta(days=1)),
    )
    session.add(row)
    return row


def _check(session: Session, post: Post, order: Order) -> None:
    faults: dict[str, list[Text]] = {}
    if order.ends_on < order.starts_on:
        faults["ends_on"] = [Text("วันสิ้นสุดต้องไม่ก่อนวันเริ่ม", "The end must not be before the beginning")]
    if order.order_date > clock.today():
        faults["order_date"] = [Text("วันที่ของคำสั่งยังมาไม่ถึง", "The order's date is still to come")]
    user = session.get(User, order.user_id)
    if user is None or user.is_disabled:
        faults["user_id"] = [Text("ไม่มีบัญชีผู้ใช้นี้", "There is no such account")]
    elif _holder_of(session, post, user):
        faults["user_id"] = [Text("ผู้นี้ดำรงตำแหน่งนี้อยู่แล้ว", "This person holds the post already")]
    if faults:
        raise Invalid(faults)
    assert user is not None
    refuse_double_power(session, user, Role(post.role))


def get_order(session: Session, actor: Actor, order_id: str) -> Delegation:
    """Give an order with its post and person. Raises `NotFound` for one the actor may not see."""
    row = session.scalar(
        select(Delegation)
        .where(Delegation.id == order_id)
        .options(joinedload(Delegation.post), joinedload(Delegation.user))
    )
    if row is None or not _may_see(actor, row):
        raise NotFound
    return row


def _may_see(actor: Actor, row: Delegation) -> bool:
    return row.user_id == actor.user_id or may(actor, rules.ORDER_VIEW, row.post.org_code)


def list_orders(session: Session, actor: Actor, *, org: str) -> list[Delegation]:
    """Give the orders of an organisation's posts that the actor may see, the latest first."""
    rows = session.scalars(
        select(Delegation)
        .join(Post)
        .where(Post.org_code == org)
        .options(joinedload(Delegation.post), joinedload(Delegation.user))
        .order_by(Delegation.starts_at.desc(), Delegation.id)
    )
    return [row for row in rows if _may_see(actor, row)]


def open_moves(session: Session, actor: Actor, row: Delegation) -> list[str]:
    """Give the moves that the actor may make on the order now."""
    moves = []
    if row.state == DRAFT and _may_move(session, actor, row, rules.ORDER_ACTIVATE):
        moves.append(ACTIVATE)
    if (
        row.state != REVOKED
        and row.ends_at > clock.now()
        and _may_move(session, actor, row, rules.ORDER_REVOKE)
    ):
        moves.append(REVOKE)
    return moves


def activate(session: Session, actor: Actor, order_id: str, *, version: int) -> Delegation:
    """Put an order into force from its first day.

    Raises `Conflict` where it moved on, `GuardFailed` where another acting order overlaps or it is already over.
    """
    row = _locked(session, actor, order_id, version, rules.ORDER_ACTIVATE)
    reasons = list(_reasons_against(session, row))
    if reasons:
        raise GuardFailed(reasons)
    refuse_double_power(session, row.user, Role(row.post.role))
    row.state = ACTIVE
    return row


def _reasons_against(session: Session, row: Delegation) -> list[Reason]:
    reasons = []
    if row.state != DRAFT:
        reasons.append(Reason("state", Text("คำสั่งนี้ไม่ใช่ร่างแล้ว", "This order is no longer a draft")))
    if row.ends_at <= clock.now():
        reasons.append(Reason("over", Text("คำสั่งนี้พ้นกำหนดแล้ว", "This order is already over"), "ends_on"))
    if row.user.is_disabled:
        reasons.append(Reason("user", Text("บัญชีของผู้รับมอบปิดแล้ว", "The account is closed"), "user_id"))
    if row.kind == Capacity.ACTING and _overlaps(session, row):
        words = Text("มีผู้รักษาการแทนในช่วงเวลานี้แล้ว", "Somebody is already acting in this time")
        reasons.append(Reason("overlap", words, "starts_on"))
    return reasons


def _overlaps(session: Session, row: Delegation) -> bool:
    query = select(Delegation.id).where(
        Delegation.post_id == row.post_id,
        Delegation.id != row.id,
        Delegation.kind == Capacity.ACTING,
        Delegation.state == ACTIVE,
        Delegation.starts_at < row.ends_at,
        Delegation.ends_at > row.starts_at,
    )
    return session.scalar(query.limit(1)) is not None


def revoke(session: Session, actor: Actor, order_id: str, *, version: int) -> Delegation:
    """End an order at once; it gives no power from the next request on. Raises `Conflict` where it moved on."""
    row = _locked(session, actor, order_id, version, rules.ORDER_REVOKE)
    if row.state == REVOKED:
        raise Conflict
    row.state = REVOKED
    return row


def _locked(session: Session, actor: Actor, order_id: str, version: int, permission: str) -> Delegation:
    seen = get_order(session, actor, order_id)
    get_post(session, seen.post_id, lock=True)  # orders of one post take turns
    row = session.scalars(
        select(Delegation)
        .where(Delegation.id == order_id)
        .options(joinedload(Delegation.post), joinedload(Delegation.user))
        .with_for_update(of=Delegation)
        .execution_options(populate_existing=True)
    ).one()
    if not _may_move(session, actor, row, permission):
        raise Denied
    if row.version != version:
        raise Conflict
    return row


def _may_move(session: Session, actor: Actor, row: Delegation, permission: str) -> bool:
    """The post's own holder, also while an acting order lets that power rest, or who keeps the agency's accounts."""
    if actor.is_system or _holds(session, actor, row.post):
        return True
    return may(actor, permission, row.post.org_code) and may(actor, rules.APPOINT, row.post.org_code)


def _holds(session: Session, actor: Actor, post: Post) -> bool:
    user = session.get(User, actor.user_id) if actor.user_id else None
    return user is not None and _holder_of(session, post, user)


def _holder_of(session: Session, post: Post, user: User) -> bool:
    today = clock.today()
    held = select(Assignment.id).where(
        Assignment.post_id == post.id,
        Assignment.user_id == user.id,
        Assignment.starts_on <= today,
        Assignment.ends_on.is_(None) | (Assignment.ends_on >= today),
    )
    return session.scalar(held) is not None
