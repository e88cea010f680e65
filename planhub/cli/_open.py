"""The application and a session for commands."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from planhub.infra.db import db, writing
from planhub.infra.settings import SettingsError, load
from planhub.web import checks, work
from planhub.web.app import PlanHubApp, create_app


@contextmanager
def open_app() -> Iterator[PlanHubApp]:
    """Build the application and stand in its context."""
    app = create_app(load())
    with app.app_context():
        yield app


@contextmanager
def reading() -> Iterator[Session]:
    """Give a session that acts as the system, for a command that only reads."""
    with open_app(), work.as_system(db.session()) as session:
        yield session


@contextmanager
def changing() -> Iterator[Session]:
    """Give a session that acts as the system and is committed at the end of the block."""
    with open_app(), writing(), work.as_system(db.session()) as session:
        yield session
        session.commit()


def refuse(app: PlanHubApp) -> None:
    """Raise `SettingsError` where the program must not run on this database."""
    found = checks.refusals(app.settings)
    if found:
        raise SettingsError(found[0])
