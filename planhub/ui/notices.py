"""The bell: what was told to the reader, newest first; reading a notice opens what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, flash, request
from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.errors import NotFound
from planhub.kernel.text import Text
from planhub.record import access
from planhub.record.models import Notification, Record
from planhub.ui.actor import current_actor, current_session
from planhub.ui.pages import page, see

blueprint = Blueprint("notifications", __name__, url_prefix="/notifications")

SHOWN = 40
"""Notices on a page."""
MOST_COUNTED = 100
"""Unread notices that are counted; of more, only this is said."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A line of the bell."""

    id: str
    text: Text
    at: datetime
    is_new: bool
    code: str | None
    """The record that it is about, where the reader may see it."""
    title: str | None


@blueprint.get("")
def list() -> Response:  # noqa: A001 - the endpoint is notifications.list
    """Show the reader's notices, newest first; `?new=1` only those not read yet."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    only_new = request.args.get("new") == "1"
    notices = _notices(session, actor, only_new=only_new, after=request.args.get("after", ""))
    return page(
        "record/notices.html",
        fragment="record/_notices.html",
        notices=notices[:SHOWN],
        next=notices[SHOWN - 1].id if len(notices) > SHOWN else None,
        only_new=only_new,
        unread=count_unread(session, actor),
        most=MOST_COUNTED,
        now=clock.now(),
    )


@blueprint.post("/read")
def read_all() -> Response:
    """Mark as read what the reader had before them: everything up to the newest notice of their page."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    newest = _own(session, actor, request.form.get("newest", ""))
    seen = and_(Notification.user_id == actor.user_id, Notification.read_at.is_(None), _not_after(newest))
    session.execute(update(Notification).where(seen).values(read_at=clock.now()))
    flash(str(Text("ทำเครื่องหมายว่าอ่านแล้ว", "Marked as read")))
    return see("notifications.list")


@blueprint.post("/<string:notice_id>/open")
def open(notice_id: str) -> Response:  # noqa: A001 - the endpoint is notifications.open
    """Mark a notice as read and go to what it is about."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    notice = _own(session, actor, notice_id)
    notice.read_at = notice.read_at or clock.now()
    found = session.execute(select(Record.type, Record.code).where(Record.id == notice.record_id)).first()
    return see(f"{found.type}.show", code=found.code) if found else see("notifications.list")


def count_unread(session: Session, actor: Actor) -> int:
    """Count the reader's notices that are not read yet, up to `MOST_COUNTED`."""
    unread = select(Notification.id).where(
        Notification.user_id == actor.user_id, Notification.read_at.is_(None)
    )
    return session.scalar(select(func.count()).select_from(unread.limit(MOST_COUNTED).subquery())) or 0


def _notices(session: Session, actor: Actor, *, only_new: bool, after: str) -> Sequence[Notice]:
    where = [Notification.user_id == actor.user_id]
    if only_new:
        where.append(Notification.read_at.is_(None))
    if after:
        where.append(_not_after(_own(session, actor, after)))
        where.append(Notification.id != after)
    record = and_(Record.id == Notification.record_id, access.visible_any(actor))
    query = (
        select(Notification, Record.code, Record.title)
        .outerjoin(Record, record)
        .where(*where)
        .order_by(Notification.at.desc(), Notification.id.desc())
        .limit(SHOWN + 1)
    )
    return [
        Notice(n.id, Text(n.text_th, n.text_en), n.at, n.read_at is None, code, title)
        for n, code, title in session.execute(query)
    ]


def _own(session: Session, actor: Actor, notice_id: str) -> Notification:
    mine = select(Notification).where(Notification.id == notice_id, Notification.user_id == actor.user_id)
    found = session.scalar(mine)
    if found is None:
        raise NotFound
    return found


def _not_after(newest: Notification) -> ColumnElement[bool]:
    same = and_(Notification.at == newest.at, Notification.id <= newest.id)
    return or_(Notification.at < newest.at, same)
