"""The first page, งานของฉัน: what waits for me, oldest first, each with one sentence of why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, request
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.text import Text, plain
from planhub.kernel.workflow import State
from planhub.record import access
from planhub.record.inbox import Waiting, waiting_for
from planhub.record.models import Event, Notification, Record
from planhub.record.types import RecordType, registry
from planhub.ui import panels
from planhub.ui.actor import current_actor, current_session
from planhub.ui.pages import page, where
from planhub.ui.values import Names, read_names

blueprint = Blueprint("home", __name__)

LATE_AFTER = 7
"""Days of waiting after which a line is marked."""
MOST = 200
"""Lines that are looked up; of more, only this is said."""
SHOWN = 25
"""Lines on the page; the next ones are a link away."""
NEWS = 8


@dataclass(frozen=True, slots=True)
class Task:
    """A line of the inbox with what its page needs."""

    waiting: Waiting
    record_type: RecordType
    state: State
    days: int

    @property
    def is_late(self) -> bool:
        """Whether it has waited so long that it is marked."""
        return self.days > LATE_AFTER


@dataclass(frozen=True, slots=True)
class Part:
    """Which lines of the inbox the page shows."""

    start: int
    shown: int
    count: int

    @property
    def is_all(self) -> bool:
        """Whether nothing else waits."""
        return self.shown == self.count

    @property
    def stop(self) -> int:
        """The number of the last line, counted from one."""
        return self.start + self.shown

    @property
    def next(self) -> int | None:
        """From where the next lines begin; None on the last page."""
        return self.stop if self.stop < self.count else None

    @property
    def total(self) -> str:
        """How many wait; where not all were looked up, at least how many."""
        return f"{self.count}+" if self.count >= MOST else str(self.count)


@dataclass(frozen=True, slots=True)
class News:
    """Something that others did lately."""

    code: str
    title: str
    type: str
    label: Text
    actor: str | None
    org: str | None
    at: datetime


@blueprint.get("/")
def home() -> Response:
    """Show what waits for the reader, and what others did lately."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    waiting = waiting_for(session, actor, limit=MOST)
    start = _start(request.args.get("from", ""), len(waiting))
    tasks = [_task(w) for w in waiting[start : start + SHOWN]]
    news = _news(session, actor)
    return page(
        "record/home.html",
        fragment="record/_tasks.html",
        tasks=tasks,
        waiting=Part(start, len(tasks), len(waiting)),
        news=news,
        notices=_notices(session, actor),
        names=_names(session, tasks, news),
        panels=panels.panels_for(session, actor, "home", actor),
        begin=[rt for rt in registry.all() if access.may_create(actor, rt) and where(f"{rt.name}.new")],
        now=clock.now(),
    )


def _start(asked: str, count: int) -> int:
    """Read from which line on; what cannot be read, or lies behind the end, means from the beginning."""
    start = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
    return start if start < count else 0


def _task(waiting: Waiting) -> Task:
    rt = registry.get(waiting.type)
    days = (clock.now() - waiting.since).days
    return Task(waiting, rt, rt.workflow.state(waiting.state), days)


def _names(session: Session, tasks: Sequence[Task], news: Sequence[News]) -> Names:
    return read_names(session, orgs={t.waiting.owner_org for t in tasks} | {n.org for n in news if n.org})


def _news(session: Session, actor: Actor) -> list[News]:
    query = (
        select(Event, Record.code, Record.title, Record.type)
        .join(Record, Record.id == Event.record_id)
        .where(access.visible_any(actor), or_(Event.actor_id.is_(None), Event.actor_id != actor.user_id))
        .order_by(Event.id.desc())
        .limit(NEWS)
    )
    found = []
    for event, code, title, name in session.execute(query):
        move = registry.get(name).workflow.find(event.move)
        label = (
            move.label
            if move
            else Text("เริ่มรายการ", "Begun")
            if event.move == "create"
            else plain(event.move)
        )
        found.append(
            News(
                code,
                title,
                name,
                label,
                event.actor_name if event.actor_id else None,
                event.org_code,
                event.at,
            )
        )
    return found


def _notices(session: Session, actor: Actor) -> list[tuple[Text, datetime]]:
    query = (
        select(Notification)
        .where(Notification.user_id == actor.user_id, Notification.read_at.is_(None))
        .order_by(Notification.at.desc(), Notification.id)
        .limit(NEWS)
    )
    return [(Text(n.text_th, n.text_en), n.at) for n in session.scalars(query)]
