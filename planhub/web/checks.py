"""What stands against starting on this machine and this database, one line each."""

import ctypes.util
import os
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import werkzeug
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, select, text

from planhub.infra.db import db
from planhub.infra.paths import resource
from planhub.infra.settings import Settings
from planhub.people.models import User
from planhub.record.models import Record

LEAST_WERKZEUG = (3, 1, 5)
LEAST_WEASYPRINT = (70, 0)


def refusals(settings: Settings) -> list[str]:
    """Say why the program must not serve on this database; needs an application context."""
    with db.engine.connect() as connection:
        found = list(_schema(connection))
        if not found and settings.is_production:
            found = [
                *_production_data(connection),
                *_production_engine(connection),
                *_versions(),
                *_folders(settings),
            ]
    return found


def _schema(connection: Connection) -> Iterator[str]:
    if not inspect(connection).has_table("record_state"):
        yield "the database is empty: run `planhub init`"
        return
    present = MigrationContext.configure(connection).get_current_heads()
    wanted = ScriptDirectory.from_config(alembic_config()).get_heads()
    if set(present) != set(wanted):
        yield "the database is of another version than the program: run `planhub init`"


def alembic_config() -> Config:
    """Give alembic's configuration, which has no file of its own."""
    config = Config()
    config.set_main_option("script_location", str(resource("migrations")).replace("%", "%%"))
    return config


def _production_data(connection: Connection) -> Iterator[str]:
    if connection.scalar(select(User.id).where(User.is_demo).limit(1)):
        yield "the database holds accounts of the demonstration world, which production refuses"
    if connection.scalar(select(Record.id).where(Record.is_training).limit(1)):
        yield "the database holds training records, which production refuses"


def _production_engine(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        if connection.scalar(text("PRAGMA journal_mode")) != "wal" or not connection.scalar(
            text("PRAGMA foreign_keys")
        ):
            yield "SQLite must run with write-ahead logging and foreign keys"
        return
    if connection.scalar(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")):
        yield "PLANHUB_DATABASE_URL names a superuser: give PlanHub a role of its own"


def _versions() -> Iterator[str]:
    if _version(werkzeug.__name__) < LEAST_WERKZEUG:
        yield "Werkzeug is too old: install the locked requirements"
    if _version("weasyprint") < LEAST_WEASYPRINT:
        yield "WeasyPrint is too old: install the locked requirements"


def _version(package: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version(package).split(".") if part.isdigit())


def _folders(settings: Settings) -> Iterator[str]:
    static = resource("static").resolve()
    if settings.instance.resolve().is_relative_to(static):
        yield "PLANHUB_INSTANCE lies inside the static files: everybody could read it"
    if not os.access(settings.instance, os.W_OK):
        yield f"{settings.instance} cannot be written to"


def libraries() -> Iterator[tuple[str, bool, str]]:
    """Tell, for each library of the system that papers need, its name, whether it is there and what it is for."""
    for name, what in (
        ("pangoft2-1.0", "PDF"),
        ("harfbuzz-subset", "PDF: embedding of fonts"),
        ("thai", "PDF: line breaks between Thai words"),
    ):
        yield f"lib{name}", ctypes.util.find_library(name) is not None, what
    dictionary = Path(os.environ.get("LIBTHAI_DICTDIR", "/usr/share/libthai"))
    yield "libthai's dictionary", any(dictionary.glob("thbrk.tri")), "PDF: line breaks between Thai words"
