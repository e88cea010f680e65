"""History is only ever added to: the database refuses the rest, whoever asks (goal G17)."""

from typing import Any

import pytest
from sqlalchemy import Connection, delete, select, text, update
from sqlalchemy.exc import DatabaseError

from planhub.infra.db import Model
from planhub.web.setup import APPEND_ONLY

FILLED = {"audit_entry", "field_change", "mou_library_clause", "mou_library_template"}
"""Tables that hold rows before anybody works; of the others only the emptying of the whole can be tried here."""


@pytest.mark.parametrize("table", [t.name for t in APPEND_ONLY])
@pytest.mark.parametrize("verb", ["update", "delete", "truncate"])
def test_rows_of_the_history_cannot_be_changed_or_removed(
    connection: Connection, table: str, verb: str
) -> None:
    rows = Model.metadata.tables[table]
    if connection.dialect.name == "sqlite" and verb == "truncate":
        pytest.skip("SQLite has no TRUNCATE")
    column = next(c for c in rows.columns if not c.primary_key)
    before = connection.execute(select(rows)).all()
    assert before or table not in FILLED
    statement: Any = {
        "update": update(rows).values({column.name: column}),
        "delete": delete(rows),
        "truncate": text(f"TRUNCATE {table} CASCADE"),
    }[verb]
    if not before and verb != "truncate":
        return  # a trigger for each row has nothing to refuse
    with pytest.raises(DatabaseError, match=f"{table}: rows are only ever added"), connection.begin_nested():
        connection.execute(statement)
    assert connection.execute(select(rows)).all() == before
