"""The first page, งานของฉัน: what waits for me, oldest first, each with one sentence of why."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, Response, request
from sqlalchemy import String, bindparam, literal_column, or_, select
from sqlalchemy.orm import Session

from planhub.infra.db import settled
from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.ids import first_id
from planhub.kernel.text import Text, current_locale, plain
from planhub.record import access
from planhub.record.inbox import queue_of
from planhub.record.models import Event, Notification, Record
from planhub.record.types import registry
from planhub.ui import known, panels, task_lines
from planhub.ui.actor import current_actor, current_session
from planhub.ui.kept import kept
from planhub.ui.pages import page, where
from planhub.ui.task_lines import href_of
from planhub.ui.values import Names

blueprint = Blueprint("home", __name__)

MOST = 200
"""Lines that are looked up; of more, only this is said."""
SHOWN = 25
"""Lines on the page; the next ones are a link away."""
NEWS = 8
NEWS_DAYS = timedelta(days=60)
"""How far back the news go."""


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

    title: str
    href: str
    label: Text
    actor: str | None
    org: str | None
    at: datetime


@blueprint.get("/")
def home() -> Response:
    """Show what waits for the reader, and what others did lately."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    queue = queue_of(session, actor, start=_start(request.args.get("from", "")), size=SHOWN, most=MOST)
    orgs, _ = known.organizations(session)
    names, now = Names(orgs=dict(orgs)), clock.now()
    return page(
        "record/home.html",
        fragment="record/_tasks.html",
        tasks=task_lines.draw(queue.lines, names, now),
        waiting=Part(queue.start, len(queue.lines), queue.count),
        news=_news(session, actor),
        notices=_notices(session, actor),
        names=names,
        panels=panels.panels_for(session, actor, "home", actor),
        begin=kept((home, current_locale(), actor.standings, request.script_root), lambda: _begin(actor)),
        now=now,
    )


def _begin(actor: Actor) -> list[tuple[str, str]]:
    """Give address and name of every type of which the actor may begin a record."""
    found = [(where(f"{rt.name}.new"), rt) for rt in registry.all() if access.may_create(actor, rt)]
    return [(href, str(rt.label)) for href, rt in found if href]


def _start(asked: str) -> int:
    """Read from which line on; what cannot be read means from the beginning."""
    start = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
    return start if start < MOST else 0


_NEWS = (
    select(
        Event.move,
        Event.actor_id,
        Event.actor_name,
        Event.org_code,
        Event.at,
        Record.code,
        Record.title,
        Record.type,
    )
    .join(Record, Record.id == Event.record_id)
    .where(
        Event.id >= literal_column(":first", String),
        or_(Event.actor_id.is_(None), Event.actor_id != literal_column(":me", String)),
    )
    .order_by(Event.id.desc())
    .limit(NEWS)
)
"""The newest events; without a first one, a reader who may see little would have all of history searched."""


def _news(session: Session, actor: Actor) -> list[News]:
    dialect = session.get_bind().dialect
    key = (_news, actor.standings, dialect.name, tuple(map(id, registry.all())), clock.today())
    query = kept(key, lambda: settled(_NEWS.where(access.visible_any(actor)), dialect, "first", "me"))
    first = first_id(clock.now() - NEWS_DAYS)
    rows = session.connection().execute(query, {"me": actor.user_id, "first": first})
    return [
        News(
            row.title,
            href_of(row.type, row.code),
            _said(row.type, row.move),
            row.actor_name if row.actor_id else None,
            row.org_code,
            row.at,
        )
        for row in rows
    ]


def _said(name: str, key: str) -> Text:
    move = registry.get(name).workflow.find(key)
    if move:
        return move.label
    return Text("เริ่มรายการ", "Begun") if key == "create" else plain(key)


_NOTICES = (
    select(Notification.text_th, Notification.text_en, Notification.at)
    .where(Notification.user_id == bindparam("me"), Notification.read_at.is_(None))
    .order_by(Notification.at.desc(), Notification.id)
    .limit(NEWS)
)


def _notices(session: Session, actor: Actor) -> list[tuple[Text, datetime]]:
    rows = session.connection().execute(_NOTICES, {"me": actor.user_id})
    return [(Text(th, en), at) for th, en, at in rows]
