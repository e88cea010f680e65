"""Runs the migrations on the connection it is given: `planhub init`, the tests and `./dev migration` all do."""

import sqlalchemy as sa
from alembic import context
from sqlalchemy import Connection

from planhub.infra.db import Model
from planhub.web import app, setup  # noqa: F401 - with the whole house, every table is declared


def include(name: str | None, kind: str, _parents: object) -> bool:
    """Look at our own tables only."""
    return setup.is_ours(name, kind)


def render(kind: str, thing: object, _context: object) -> str | bool:
    """Write our own types as what they are in the database, so that a migration never changes with the code."""
    if kind == "type" and isinstance(thing, sa.TypeDecorator):
        return f"sa.{thing.impl_instance!r}"
    if kind == "type" and isinstance(thing, sa.JSON):
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


def run(connection: Connection) -> None:
    """Run all asked-for steps in the transaction that the caller has begun."""
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        compare_type=True,
        render_as_batch=True,
        include_name=include,
        render_item=render,
        transaction_per_migration=False,
    )
    context.run_migrations()


run(context.config.attributes["connection"])
