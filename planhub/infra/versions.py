"""Marks that change whenever some tables change, so that what was made of them can be kept until then.

The database itself gives a table's mark a new random value with every change, whoever makes it: a form, an import or
a program. A reader asks for the marks (one small query) and may keep what it has computed from the tables under them.
Because a mark is random and part of the transaction, what was rolled back can never be mistaken for what stands.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Connection, String, Table, event, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from planhub.infra.db import Model

_SQLITE_ROW = "INSERT OR IGNORE INTO content_version (name, mark) VALUES ('{name}', hex(randomblob(16)))"
_SQLITE = """CREATE TRIGGER {table}_mark_{verb} AFTER {verb} ON {table}
BEGIN UPDATE content_version SET mark = hex(randomblob(16)) WHERE name = '{name}'; END"""

_POSTGRESQL_ROW = """INSERT INTO content_version (name, mark)
VALUES ('{name}', replace(gen_random_uuid()::text, '-', '')) ON CONFLICT DO NOTHING"""
_FUNCTION = """CREATE OR REPLACE FUNCTION mark_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE content_version SET mark = replace(gen_random_uuid()::text, '-', '') WHERE name = TG_ARGV[0];
  RETURN NULL;
END $$"""
_POSTGRESQL = """CREATE TRIGGER {table}_mark AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION mark_content('{name}')"""


class ContentVersion(Model):
    """The mark of some tables as they stand."""

    __tablename__ = "content_version"

    name: Mapped[str] = mapped_column(String(30), primary_key=True)
    mark: Mapped[str] = mapped_column(String(32))
    """Random; another one after every change."""


def statements(table: str, name: str, dialect: str) -> list[str]:
    """Give the statements that keep the mark `name` for a table on "sqlite" or "postgresql"; migrations run the same."""
    if dialect == "sqlite":
        kept = [_SQLITE.format(table=table, verb=verb, name=name) for verb in ("INSERT", "UPDATE", "DELETE")]
        return [_SQLITE_ROW.format(name=name), *kept]
    return [_POSTGRESQL_ROW.format(name=name), _FUNCTION, _POSTGRESQL.format(table=table, name=name)]


def watch(table: Any, name: str) -> None:
    """Keep the mark `name` for a table wherever it is created from its declaration; several may share a mark."""
    assert isinstance(table, Table)
    table.add_is_dependent_on(_MARKS)

    def _watch(created: Table, connection: Connection, **_options: object) -> None:
        for statement in statements(created.name, name, connection.dialect.name):
            connection.exec_driver_sql(statement)

    event.listen(table, "after_create", _watch)


_MARKS: Any = ContentVersion.__table__


def marks(session: Session, names: Iterable[str]) -> tuple[str, ...] | None:
    """Give the marks of some tables in one query, in the order of the names; None where one is not kept here."""
    wanted = tuple(names)
    session.flush()  # the statement goes past the session, which would have done so
    rows: list[Any] = [*session.connection().execute(_asking(wanted))]
    found: dict[str, str] = dict(rows)
    return tuple(found[name] for name in wanted) if len(found) == len(set(wanted)) else None


@cache
def _asking(names: tuple[str, ...]) -> Any:
    """Make the question once, because nearly every page of places begins with it."""
    return select(_MARKS.c.name, _MARKS.c.mark).where(_MARKS.c.name.in_(names))
