"""Reminders of what a day brings or what nobody does: none is lost by a missed run, none is sent twice (rule R5).

After missed runs only the latest threshold is sent. Lanes that wait are reminded of by `planhub.record.reminders`
(post, then deputy, then secretariat); silence never approves anything (rule R10).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, selectinload

from planhub.infra.workdays import add_working_days
from planhub.kernel import clock
from planhub.kernel.access import Role
from planhub.kernel.text import Text, plain
from planhub.kernel.thai import format_date
from planhub.mou.guards.changing import RENEWAL_DAYS
from planhub.mou.guards.ending import leaves_from
from planhub.mou.models import Mou, MouParty
from planhub.people.queries import PostHolder, post_holders
from planhub.record import flow, notices
from planhub.record.services import load
from planhub.record.types import registry

REMIND = "mou.remind_ends"
"""The job of each day for the ends."""
REMIND_STEPS = "mou.remind_steps"
"""The job of each day for steps that wait for somebody without a lane."""

DAYS = (180, 90, 60, 30, 15, 7, 0)
"""Days before the last one; defaults of a setting (workflows.md §2)."""

WAITS = (3, 7, 15, 30)
"""Working days after which a step that nobody has taken is reminded of; defaults of a setting."""

_WHO = (Role.DIRECTOR, Role.COORDINATOR, Role.SECRETARIAT)


def remind_ends(session: Session) -> None:
    """Remind directors and coordinators of the parties, and the secretariat, of each end that comes near."""
    today = clock.today()
    near = today + timedelta(days=DAYS[0])
    query = select(Mou).where(Mou.state.in_(["in_force", "suspended"]), Mou.ends_on.between(today, near))
    found = session.scalars(query.options(selectinload(Mou.parties)).order_by(Mou.ends_on, Mou.id)).all()
    holders = post_holders(session, roles=[role.value for role in _WHO])
    for mou in found:
        left = (mou.ends_on - today).days if mou.ends_on else 0
        step = min(n for n in DAYS if left <= n)
        cause = f"mou-end:{mou.id}:{mou.ends_on}:{step}"
        notices.tell(session, mou, _people(mou, holders, _WHO), _end_words(mou, left), cause)


def _people(
    mou: Mou, holders: Iterable[PostHolder], roles: Sequence[Role], org: str | None = None
) -> set[str]:
    """Give those who hold these posts in the parties that are still there, or in one; the secretariat always."""
    orgs = {org} if org else set(mou.members)
    return {
        h.user_id
        for h in holders
        if h.user_id
        and h.role in {r.value for r in roles}
        and (h.org in orgs or h.role == Role.SECRETARIAT.value)
    }


def _end_words(mou: Mou, left: int) -> Text:
    day = mou.ends_on or clock.today()
    if left == 0:
        return _say(mou, "สิ้นสุดอายุวันนี้ ({day})", "ends today ({day})", day)
    return _say(
        mou,
        "จะสิ้นสุดอายุในอีก {n} วัน ({day}) โปรดพิจารณาต่ออายุหรือปิดเรื่อง",
        "ends in {n} days ({day}); decide on renewal or closing",
        day,
        n=left,
    )


def _say(mou: Mou, thai: str, english: str, day: date, **more: object) -> Text:
    return Text("{code} {title} " + thai, "{code} {title} " + english).format(
        code=plain(mou.code), title=plain(mou.title), day=_day(day), **more
    )


def _day(day: date) -> Text:
    return Text(format_date(day, locale="th"), format_date(day, locale="en"))


# --- steps that wait for somebody without a lane ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Due:
    """Something that waits for people since a day."""

    key: str
    since: date
    roles: tuple[Role, ...]
    thai: str
    english: str
    org: str | None = None
    """The one party that it waits for."""


_SC = (Role.SECRETARIAT,)
_SC_CO = (Role.COORDINATOR, Role.SECRETARIAT)


def remind_steps(session: Session) -> None:
    """Remind of every step that waits too long, at each threshold once."""
    today = clock.today()
    open_states = ["ready_to_sign", "signing", "signed", "in_force", "suspended", "expired"]
    waiting = or_(
        Mou.state.in_([s for s in open_states if s != "in_force"]),
        and_(Mou.state == "in_force", or_(Mou.circulated_on.is_(None), _has_notice())),
    )
    query = select(Mou).where(waiting).options(selectinload(Mou.parties), selectinload(Mou.amends))
    found = session.scalars(query.order_by(Mou.id)).all()
    holders = post_holders(session, roles=[role.value for role in _WHO]) if found else []
    for mou in found:
        for one in due_of(mou, today):
            days = _passed(one.since, today)
            if days is not None:
                words = _say(mou, one.thai, one.english, one.since)
                cause = f"mou-step:{mou.id}:{one.key}:{one.since}:{days}"
                notices.tell(session, mou, _people(mou, holders, one.roles, one.org), words, cause)


def _has_notice() -> Any:
    return Mou.parties.any(and_(MouParty.notice_on.is_not(None), MouParty.left_on.is_(None)))


def due_of(mou: Mou, today: date) -> Iterator[Due]:
    """Give what waits for people, and since when."""
    since = mou.state_since.astimezone(clock.BANGKOK).date()
    if mou.state == "ready_to_sign" and mou.ceremony_on is None:
        yield Due(
            "ceremony", since, _SC, "รอกำหนดวันลงนามตั้งแต่ {day}", "waits since {day} for a day of signing"
        )
    if mou.state in ("ready_to_sign", "signing") and mou.ceremony_on and mou.ceremony_on < today:
        yield Due(
            "signatures",
            mou.ceremony_on,
            _SC_CO,
            "เลยวันลงนามที่กำหนด {day} แล้วแต่ยังลงนามไม่ครบ",
            "was to be signed on {day}, and is not signed by all",
        )
    if mou.is_behind and mou.state == "signed":
        yield Due(
            "rebase",
            since,
            _SC_CO,
            "ลงนามครบเมื่อ {day} แต่ฉบับหลักเปลี่ยนไป ผู้ประสานงานโปรดปรับตามฉบับหลัก",
            "was signed on {day}, but its parent has changed; a coordinator must rebase it",
        )
    yield from _living(mou, today)


def _living(mou: Mou, today: date) -> Iterator[Due]:
    if _is_uncirculated(mou):
        yield Due(
            "circulate",
            mou.signed_on or today,
            _SC,
            "ลงนามครบ {day} แต่ยังไม่ได้เวียนสำเนา",
            "was signed on {day} and not circulated yet",
        )
    if mou.state == "suspended" and mou.suspended_until and mou.suspended_until < today:
        yield Due(
            "resume",
            mou.suspended_until,
            _WHO,
            "พ้นเวลาระงับตั้งแต่ {day} โปรดให้มีผลต่อหรือเสนอยกเลิก",
            "was suspended until {day}; let it resume, or propose to terminate it",
        )
    for party in mou.parties:
        day = leaves_from(mou, party) if party.left_on is None else None
        if day and day <= today and mou.state == "in_force":
            yield Due(
                f"leave_{party.org}",
                day,
                (Role.DIRECTOR, Role.SECRETARIAT),
                "ครบกำหนดบอกกล่าวออกเมื่อ {day} โปรดดำเนินการออกหรือถอนคำบอกกล่าว",
                "the days of notice ended on {day}; leave, or take the notice back",
                party.org,
            )
    if mou.state == "expired" and mou.ends_on and today <= mou.ends_on + timedelta(days=RENEWAL_DAYS):
        yield Due(
            "close",
            mou.ends_on,
            _SC,
            "สิ้นสุดอายุเมื่อ {day} โปรดต่ออายุหรือปิดเรื่อง",
            "ended on {day}; renew it, or close it",
        )


def _is_uncirculated(mou: Mou) -> bool:
    """Tell whether signed copies wait for the secretariat; those of papers signed elsewhere were handled there."""
    is_own = mou.signed_on is not None and not mou.is_amendment and not mou.registered
    waits = mou.circulated_on is None and mou.circulating_at is None
    return is_own and waits and mou.state in ("signed", "in_force")


def _passed(since: date, today: date) -> int | None:
    """Give the latest threshold whose day has come."""
    return max((n for n in WAITS if add_working_days(since, n) <= today), default=None)


# --- copies that go out -----------------------------------------------------------------------------------------


def go_out(session: Session, record_id: str) -> None:
    """Let copies go out whose hold is over; harmless where they were held back or have gone already."""
    mou = load(session, registry.get("mous"), record_id, lock=True)
    flow.advance(session, mou)
    mou.wake_on = registry.get("mous").wake_on(mou)
