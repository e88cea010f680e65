"""Reminders of reports that are owed: before and after the day, once each, and upwards when nothing comes (rule R5).

After missed runs only the newest reminder is sent; a second run sends nothing. A report that was returned, recalled or
reopened is wanted by another day, and its reminders begin anew from that.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple, cast

from sqlalchemy import Table, bindparam, func, select, update
from sqlalchemy.orm import Session, selectinload

from planhub.kernel import clock
from planhub.kernel.access import Role, areas_touch
from planhub.kernel.text import Text, plain
from planhub.kernel.thai import format_date
from planhub.people.models import Post
from planhub.people.queries import PostHolder, post_holders
from planhub.progress import rules
from planhub.progress.measures import DIRECTOR_FROM, REMINDERS, SECRETARIAT_FROM, reminder_due
from planhub.progress.models import ProgressReport
from planhub.record import notices

WAITING = (*rules.WRITING, "submitted")
"""States in which the agency owes something: the report itself, or its word on it."""
BATCH = 500


def remind(session: Session) -> int:
    """Recall what is owed to those who owe it; give how many notices were written. May be missed and run twice."""
    today = clock.today()
    due = _due(session, today)
    if not due:
        return 0
    told = [_Told(h, areas) for h, areas in _posts(session)]
    sent = 0
    for start in range(0, len(due), BATCH):
        part = dict(due[start : start + BATCH])
        reports = session.scalars(
            select(ProgressReport)
            .where(ProgressReport.id.in_(part))
            .options(selectinload(ProgressReport.area_rows))
            .order_by(ProgressReport.due_on, ProgressReport.id)
        )
        sent += sum(_remind(session, report, told, part[report.id]) for report in reports)
        _note(session, part)
    return sent


def _due(session: Session, today: date) -> list[tuple[str, tuple[int, int]]]:
    """Give the reports whose newest reminder was not sent yet, with their round and its day."""
    report = ProgressReport
    wanted = func.coalesce(report.respond_by, report.due_on)
    query = (
        select(report.id, report.round, report.due_on, report.respond_by, report.reminded)
        .where(report.state.in_(WAITING), wanted <= today - timedelta(days=REMINDERS[0]))
        .order_by(report.due_on, report.id)
    )
    found = []
    for report_id, number, due_on, respond_by, reminded in session.execute(query):
        days = reminder_due(respond_by or due_on, today)
        if days is not None and reminded != f"{number}:{days}":
            found.append((report_id, (number, days)))
    return found


def _note(session: Session, part: dict[str, tuple[int, int]]) -> None:
    """Remember what was sent, past the record's version: nobody's open form is made stale by a reminder."""
    table = cast("Table", ProgressReport.__table__)
    statement = update(table).where(table.c.id == bindparam("one")).values(reminded=bindparam("reminder"))
    rows = [{"one": key, "reminder": f"{number}:{days}"} for key, (number, days) in part.items()]
    session.connection().execute(statement, rows)


class _Told(NamedTuple):
    """A post that may be told, with the areas that it looks after."""

    holder: PostHolder
    areas: tuple[str, ...]

    def of(self, report: ProgressReport, days: int) -> bool:
        """Tell whether the post is meant, so many days after the day."""
        own = self.holder.org == report.owner_org
        certifying = report.state == "submitted"
        match self.holder.role:
            case Role.COORDINATOR:
                return own
            case Role.AREA_COORDINATOR:
                near = any(areas_touch(a, x.area_code) for a in self.areas for x in report.area_rows)
                return own and near and not certifying
            case Role.DIRECTOR:
                return own and (certifying or days >= DIRECTOR_FROM)
            case _:
                return days >= SECRETARIAT_FROM


_ROLES = (Role.COORDINATOR, Role.AREA_COORDINATOR, Role.DIRECTOR, Role.SECRETARIAT)


def _posts(session: Session) -> list[tuple[PostHolder, tuple[str, ...]]]:
    posts = select(Post.id, Post.areas).where(Post.role == Role.AREA_COORDINATOR.value)
    areas = {post_id: tuple(codes) for post_id, codes in session.execute(posts)}
    holders = post_holders(session, roles=[role.value for role in _ROLES])
    return [(h, areas.get(h.post_id, ())) for h in holders if h.user_id]


def _remind(session: Session, report: ProgressReport, told: Iterable[_Told], at: tuple[int, int]) -> int:
    number, days = at
    people: Sequence[str] = [h.user_id for h, _ in (t for t in told if t.of(report, days)) if h.user_id]
    wanted = report.respond_by or report.due_on
    day = Text(format_date(wanted, locale="th"), format_date(wanted, locale="en"))
    said = _words(report, days).format(code=plain(report.code), title=plain(report.title), day=day)
    return notices.tell(session, report, people, said, f"report:{report.id}:{number}:{days}")


def _words(report: ProgressReport, days: int) -> Text:
    if report.state == "submitted":
        return _CERTIFY
    return _DUE if days <= 0 else _MISSING


_DUE = Text("ครบกำหนดส่งรายงาน {code} {title} วันที่ {day}", "{code} {title} is due on {day}")
_MISSING = Text(
    "ยังไม่ได้รับรายงาน {code} {title} (ครบกำหนด {day})", "{code} {title} was due on {day} and has not come"
)
_CERTIFY = Text(
    "รายงาน {code} {title} รอหน่วยงานรับรอง (ครบกำหนด {day})",
    "{code} {title} waits for the agency to certify it (due {day})",
)
