"""What a database must hold before anybody works: its schema, the states of all machines and the official areas."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from planhub.infra import append_only
from planhub.infra.db import Model
from planhub.mou.text_library import fill_library
from planhub.places.services import load_areas
from planhub.record.models import AuditEntry, Event, FieldChange, RecordState
from planhub.record.papers import IssuedPaper
from planhub.record.types import registry
from planhub.web.checks import alembic_config

APPEND_ONLY = tuple(
    Model.metadata.tables[m.__tablename__] for m in (AuditEntry, Event, FieldChange, IssuedPaper)
)
append_only.protect(APPEND_ONLY)


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
            "include_name": lambda n, k, _p: k != "table" or not str(n).startswith("huey_"),
        },
    )
    return [str(difference) for difference in compare_metadata(context, Model.metadata)]


def fill_reference(session: Session) -> None:
    """Bring the reference tables up to the code; changes nothing where they already are."""
    sync_states(session)
    load_areas(session)
    fill_library(session)


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
