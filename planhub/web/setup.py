"""What a database must hold before anybody works: its schema, the states of all machines and the official areas."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from planhub.infra import append_only
from planhub.infra.db import Model, writing
from planhub.lessons.models import fill_tags
from planhub.meetings.inviting.models import MeetingAnswer
from planhub.meetings.minutes.models import ResolutionExtract
from planhub.meetings.session.models import ResolutionRoom
from planhub.mou.duties.fulfilments import MouFulfilment
from planhub.mou.models import MouVersion
from planhub.mou.text.library import fill_library
from planhub.mou.text.models import LibraryClause, LibraryTemplate
from planhub.places.services import load_areas
from planhub.record.models import AuditEntry, Event, FieldChange, RecordState
from planhub.record.papers import IssuedPaper
from planhub.record.search import writing as search
from planhub.record.search.models import INDEX
from planhub.record.types import registry
from planhub.web import comparing  # noqa: F401 - makes comparisons see CHECK constraints
from planhub.web.checks import alembic_config

APPEND_ONLY = tuple(
    Model.metadata.tables[m.__tablename__]
    for m in (
        AuditEntry,
        Event,
        FieldChange,
        IssuedPaper,
        MeetingAnswer,
        MouFulfilment,
        LibraryClause,
        LibraryTemplate,
        MouVersion,
        ResolutionExtract,
        ResolutionRoom,
    )
)
append_only.protect(APPEND_ONLY)


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """Give a connection, in a transaction, on which the schema may change; raises `IntegrityError` for loose ends.

    SQLite changes most of a table only by making it anew, which its foreign keys would refuse; they are off meanwhile
    and every reference is checked before the end.
    """
    with writing(), engine.connect() as connection:
        _references(connection, "foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                loose = _references(connection, "foreign_key_check")
                if loose:
                    raise IntegrityError(
                        "foreign_key_check", loose[:10], ValueError("references lead nowhere")
                    )
        finally:
            _references(connection, "foreign_keys=ON")


def _references(connection: Connection, pragma: str) -> list[tuple[Any, ...]]:
    """Ask SQLite's driver itself: the question must not begin a transaction. PostgreSQL needs none of it."""
    if connection.dialect.name != "sqlite":
        return []
    driver: Any = connection.connection.driver_connection
    return list(driver.execute(f"PRAGMA {pragma}"))


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the schema up to `revision`, in the connection's transaction."""
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def downgrade(connection: Connection, revision: str) -> None:
    """Take the schema back to `revision` ("base": nothing)."""
    config = alembic_config()
    config.attributes["connection"] = connection
    command.downgrade(config, revision)


def differences(connection: Connection) -> list[str]:
    """Say in which ways the schema of the database differs from the tables that the code declares."""
    context = MigrationContext.configure(
        connection,
        opts={
            "compare_type": True,
            "include_name": lambda name, kind, _parents: is_ours(name, kind),
        },
    )
    return [str(difference) for difference in compare_metadata(context, Model.metadata)]


def is_ours(name: str | None, kind: str) -> bool:
    """Tell whether a table or an index is declared as such: the queue has tables of its own, and so has the search."""
    apart = {"table": ("huey_", INDEX.name), "index": ("ix_search_text_pieces",)}
    return not str(name).startswith(apart.get(kind, ("\0",)))


def fill_reference(session: Session) -> None:
    """Bring the reference tables up to the code; changes nothing where they already are."""
    sync_states(session)
    load_areas(session)
    fill_library(session)
    fill_tags(session)
    search.fill_missing(session)


def sync_states(session: Session) -> int:
    """Add the states of every machine, earlier versions included, to those the database accepts; gives how many.

    States that no machine has any more stay, because records of the past stand in them.
    """
    wanted = {
        (rt.name, key)
        for rt in registry.all()
        for machine in (rt.workflow, *rt.older_workflows)
        for key in machine.state_keys
    }
    known = {(row.type, row.state) for row in session.scalars(select(RecordState))}
    missing = sorted(wanted - known)
    session.add_all(RecordState(type=name, state=state) for name, state in missing)
    session.flush()  # records refer to these rows
    return len(missing)
