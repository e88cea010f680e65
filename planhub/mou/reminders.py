"""Reminders before the end of an MOU: none is lost by a missed run, and none is sent twice (rule R5)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Role
from planhub.kernel.text import Text, plain
from planhub.kernel.thai import format_date
from planhub.mou.models import Mou
from planhub.people.queries import post_holders
from planhub.record import inbox
from planhub.record.models import RecordParty

REMIND = "mou.remind_ends"
"""The job of each day."""

DAYS = (180, 90, 60, 30, 15, 7, 0)
"""Days before the last one; defaults of a setting (workflows.md §2)."""

_WHO = (Role.DIRECTOR, Role.COORDINATOR, Role.SECRETARIAT)


def remind_ends(session: Session) -> None:
    """Remind directors and coordinators of the parties, and the secretariat, of each end that comes near."""
    today = clock.today()
    query = select(Mou).where(Mou.state.in_(["in_force", "suspended"]), Mou.ends_on >= today)
    holders = post_holders(session, roles=[role.value for role in _WHO])
    for mou in session.scalars(query.order_by(Mou.ends_on, Mou.id)).all():
        left = (mou.ends_on - today).days if mou.ends_on else DAYS[0] + 1
        step = min((n for n in DAYS if left <= n), default=None)
        if step is None:
            continue
        orgs = set(session.scalars(select(RecordParty.org_code).where(RecordParty.record_id == mou.id)))
        people = {h.user_id for h in holders if h.org in orgs or h.role == Role.SECRETARIAT.value}
        cause = f"mou-end:{mou.id}:{mou.ends_on}:{step}"
        inbox.tell(session, mou, {p for p in people if p}, _words(mou, left), cause)


def _words(mou: Mou, left: int) -> Text:
    day = mou.ends_on or clock.today()
    when = Text(format_date(day, locale="th"), format_date(day, locale="en"))
    if left == 0:
        return Text("{code} {title} สิ้นสุดอายุวันนี้ ({day})", "{code} {title} ends today ({day})").format(
            code=plain(mou.code), title=plain(mou.title), day=when
        )
    return Text(
        "{code} {title} จะสิ้นสุดอายุในอีก {n} วัน ({day}) โปรดพิจารณาต่ออายุหรือปิดเรื่อง",
        "{code} {title} ends in {n} days ({day}); decide on renewal or closing",
    ).format(code=plain(mou.code), title=plain(mou.title), n=left, day=when)
