"""What is done in the background: the features' jobs, the house's own, and the daily run."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from flask import Flask
from sqlalchemy.orm import Session

from planhub.infra import files, jobs, mail
from planhub.infra.db import db, writing
from planhub.infra.settings import Settings
from planhub.kernel import clock
from planhub.kernel.access import SYSTEM
from planhub.kernel.text import Text, locale
from planhub.people import attempts, sessions
from planhub.people.models import User
from planhub.record import access, audit, flow, notices, reminders
from planhub.record.models import Notification, Record
from planhub.record.services import load
from planhub.record.together import drafts, presence
from planhub.record.types import registry
from planhub.ui.feature import Feature

MOVES_DUE = "record.moves_due"
REMIND = "record.remind"
TIDY = "house.tidy"

DAILY = (MOVES_DUE, REMIND, TIDY)
"""The house's own jobs of each day (Bangkok). A missed day is no harm, and neither is a second run (rule R17)."""
_daily: list[str] = [*DAILY]


def init_app(settings: Settings, features: Sequence[Feature]) -> jobs.Bell:
    """Register all handlers and ring the queue after each commit from now on."""
    mail.use(settings)
    files.use(settings.instance)
    _links["base"] = settings.base_url.rstrip("/")
    jobs.register(HOUSE_JOBS)
    for feature in features:
        jobs.register(feature.jobs or {})
    _daily[:] = [*DAILY, *(name for feature in features for name in feature.daily)]
    bell = jobs.Bell(settings)
    jobs.install(bell)
    return bell


def queue_daily(session: Session) -> None:
    """Put in the jobs of this day, the features' after the house's, each once however often it is asked."""
    for name in _daily:
        jobs.enqueue_once(session, name, f"{name}:{clock.today().isoformat()}")


def notify(session: Session, event_id: str) -> None:
    """Tell everybody whom an event concerns."""
    notices.notify(session, event_id)


def moves_due(session: Session) -> None:
    """Make every move that a date has made due."""
    while flow.run_due(session):
        session.flush()  # the next batch must see what this one made


def remind(session: Session) -> None:
    """Send the reminders that are due."""
    reminders.remind_lanes(session)


def tidy(session: Session) -> None:
    """Delete what is only bookkeeping and long over."""
    sessions.sweep(session)
    attempts.sweep(session)
    jobs.tidy(session)
    files.store().sweep()
    drafts.sweep(session)
    presence.sweep(session)


_links = {"base": ""}


def mail_notice(session: Session, notification_id: str) -> None:
    """Turn a notification into a mail in the recipient's language."""
    notice = session.get_one(Notification, notification_id)
    user = session.get_one(User, notice.user_id)
    if not user.email or user.is_disabled:
        return
    record = session.get(Record, notice.record_id) if notice.record_id else None
    with locale(user.locale):
        words = str(Text(notice.text_th, notice.text_en))
        link = f"{_links['base']}/{record.type}/{record.code}" if record else _links["base"]
        opening = Text("เปิดใน PlanHub: {link}", "Open in PlanHub: {link}").format(link=link)
        mail.post(
            session,
            to=user.email,
            subject=words,
            text=f"{words}\n\n{opening}\n",
            user_id=user.id,
            calendar=_calendar(session, record, link) if record else None,
        )


def _calendar(session: Session, record: Record, link: str) -> bytes | None:
    """Give the calendar file that belongs to a record which has one."""
    rt = registry.get(record.type)
    return rt.calendar_file(load(session, rt, record.id), link) if rt.calendar_file else None


HOUSE_JOBS: dict[str, jobs.Handler] = {
    flow.NOTIFY: notify,
    notices.MAIL: mail_notice,
    mail.SEND: mail.send,
    MOVES_DUE: moves_due,
    REMIND: remind,
    TIDY: tidy,
}


@contextmanager
def as_system(session: Session) -> Iterator[Session]:
    """Let `session` act as the system inside the block."""
    before = audit.acting(session)
    access.begin_decisions()
    audit.act_as(session, SYSTEM)
    try:
        yield session
    finally:
        if before is not None:
            audit.act_as(session, before)


def run_pending(session: Session) -> int:
    """Do all due jobs in this very session, without a worker; gives how many."""
    with as_system(session):
        return jobs.run_pending(session)


def equip(bell: jobs.Bell, app: Flask) -> jobs.Bell:
    """Make a worker of this process: `bell.huey` may then be listened to."""

    @contextmanager
    def fresh() -> Iterator[Session]:
        with app.app_context(), as_system(db.session()) as session:
            yield session

    def sweep() -> None:
        with fresh() as session:
            with writing():
                queue_daily(session)
                session.commit()
            waiting = jobs.due(session)
        for job_id in waiting:
            bell.ring(job_id)

    bell.work = lambda job_id: jobs.run(fresh, job_id)
    bell.sweep = sweep
    return bell
