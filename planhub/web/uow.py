"""One transaction a request: a write commits once at the edge, a read changes nothing, and both prove it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Response, g, request
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from planhub.infra.aside import READING
from planhub.infra.db import PlanHubSession, db, writing
from planhub.record import access, audit
from planhub.record.search import writing as search

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class WriteOnReadError(RuntimeError):
    """A GET tried to change the database: always a programming error (convention 2)."""


class NobodyAskedError(RuntimeError):
    """An answer was given for which no decision was asked: always a programming error (convention 9)."""


@contextmanager
def unit(method: str) -> Iterator[None]:
    """Mark the whole of a request: a write takes SQLite's write lock at its start."""
    access.begin_decisions()
    if method in SAFE:
        yield
        return
    with writing():
        yield


def begin() -> None:
    """Mark the request's own session, not the ambient context: a test may hold another (trap 2)."""
    db.session().info[READING] = request.method in SAFE


def finish(response: Response, *, is_public: bool) -> None:
    """Commit a write that went well and roll back one that did not; raise where nobody asked for a decision."""
    if response.status_code >= 400:
        db.session.rollback()
        return
    if not is_public and not access.decided() and not g.get("turned_away"):
        raise NobodyAskedError(
            f"{request.endpoint} answered {response.status_code}, but nobody asked planhub.record.access"
        )
    if request.method not in SAFE:
        db.session.commit()


def abandon() -> None:
    """Undo everything before the error page is made."""
    db.session.rollback()


def install() -> None:
    """Listen to all sessions, once a process."""
    if event.contains(PlanHubSession, "before_flush", _refuse_flush):
        return
    event.listen(PlanHubSession, "before_flush", _refuse_flush)
    event.listen(PlanHubSession, "do_orm_execute", _refuse_statement)
    audit.install(PlanHubSession)
    search.install(PlanHubSession)


def _refuse_flush(session: Session, _context: Any, _instances: Any) -> None:
    if not session.info.get(READING):
        return
    if session.new or session.deleted or any(session.is_modified(row) for row in session.dirty):
        raise WriteOnReadError(f"{request.method} {request.path} changes the database")


def _refuse_statement(state: ORMExecuteState) -> None:
    changes = state.is_insert or state.is_update or state.is_delete
    if changes and state.session.info.get(READING):
        raise WriteOnReadError(f"{request.method} {request.path} changes the database")
