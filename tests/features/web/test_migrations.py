"""Migrations: up, down and up again on both engines, equal to the code, and as strict as it."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, delete, inspect, make_url, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from planhub.demo import agencies
from planhub.infra.db import Model, PlanHubSession, db, prepare_engine, writing
from planhub.kernel.access import SYSTEM
from planhub.record import audit
from planhub.record.types import registry
from planhub.web.setup import differences, downgrade, fill_reference, migrating, upgrade
from tests.conftest import House


@pytest.fixture
def empty(house: House, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of its own, beside the one of `house`."""
    url = make_url(f"sqlite:///{tmp_path}/m.sqlite")
    if house.engine.dialect.name == "postgresql":
        url = house.engine.url.set(database=f"migrated_{secrets.token_hex(4)}")
        with house.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"CREATE DATABASE {url.database}"))
    engine = create_engine(url)
    prepare_engine(engine)
    yield engine
    engine.dispose()


def to(engine: Engine, revision: str) -> None:
    with migrating(engine) as connection:
        (downgrade if revision == "base" else upgrade)(connection, revision)


def fill(engine: Engine) -> None:
    with writing(), PlanHubSession(db, bind=engine) as session:
        audit.act_as(session, SYSTEM)
        fill_reference(session)
        agencies.build(session)
        session.commit()


def test_up_down_and_up_again_on_a_filled_database(empty: Engine) -> None:
    to(empty, "head")
    fill(empty)
    to(empty, "base")
    assert set(inspect(empty).get_table_names()) <= {"alembic_version"}
    to(empty, "head")
    fill(empty)
    with empty.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM area WHERE length(code) = 2")) == 77


def test_the_schema_is_what_the_code_declares(empty: Engine) -> None:
    to(empty, "head")
    with empty.connect() as connection:
        assert differences(connection) == []
        found = inspect(connection)
        for table in Model.metadata.sorted_tables:
            declared = {c.name for c in table.constraints if c.name and type(c).__name__ == "CheckConstraint"}
            assert {c["name"] for c in found.get_check_constraints(table.name)} == declared, table.name


def test_every_state_of_every_machine_can_be_stored_and_no_other(empty: Engine) -> None:
    to(empty, "head")
    with writing(), Session(empty) as session:
        fill_reference(session)
        session.commit()
        known = {(t, s) for t, s in session.execute(text("SELECT type, state FROM record_state"))}
    for rt in registry.all():
        for key in rt.workflow.state_keys:
            assert (rt.name, key) in known
    with writing(), empty.connect() as connection, pytest.raises(DatabaseError), connection.begin():
        connection.execute(
            text(
                "INSERT INTO record (id, type, code, title, title_sort, search_key, state, round, version,"
                " workflow_version, owner_org, created_at, updated_at, state_since, content_hash, is_training, origin)"
                " VALUES ('x', 'mous', 'X', 'x', '', '', 'no_such_state', 1, 1, 1, 'CODI', '2022-12-09', '2022-12-09',"
                " '2022-12-09', '', false, 'own')"
            )
        )


def test_the_migrated_history_cannot_be_changed_either(empty: Engine) -> None:
    to(empty, "head")
    fill(empty)
    for table in ("audit_entry", "field_change"):
        rows = Model.metadata.tables[table]
        for statement in (
            delete(rows),
            update(rows).values(event_id="x") if table == "audit_entry" else delete(rows),
        ):
            with (
                writing(),
                empty.connect() as connection,
                pytest.raises(DatabaseError, match="only ever added"),
            ):
                connection.execute(statement)


LOOSE = {"mou_clause_draft": ("clause_id",)}
"""What somebody was typing outlives the clause that another took out meanwhile."""


def test_nothing_that_is_referred_to_is_deleted_with_it() -> None:
    """No foreign key cascades: what was submitted stays (rule S7, hazard F7)."""
    for table in Model.metadata.sorted_tables:
        for key in table.foreign_keys:
            allowed = (
                (None, "RESTRICT") if key.parent.name not in LOOSE.get(table.name, ()) else ("SET NULL",)
            )
            assert key.ondelete in allowed, key
