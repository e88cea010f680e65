"""A short transaction of its own, before the work proper begins: for bookkeeping that a rollback must not undo."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from planhub.infra.db import writing

READING = "planhub_reading"
"""Mark of a session whose request may not change anything (a GET)."""


@contextmanager
def aside(session: Session) -> Iterator[None]:
    """Commit what the block writes at once, whatever becomes of the request.

    Raises `RuntimeError` if the session already holds changes, because they would be committed half-way.
    """
    if session.new or session.deleted or any(session.is_modified(row) for row in session.dirty):
        raise RuntimeError("an aside must come before the work proper")
    session.rollback()  # a transaction begun for reading cannot become a writing one on SQLite
    reading = session.info.pop(READING, False)
    try:
        with writing():
            yield
            session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info[READING] = reading
