"""Tables to which rows are only ever added: the database itself refuses to change or remove one."""

from collections.abc import Iterable

from sqlalchemy import Connection, Table, event

_SQLITE = """CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table}: rows are only ever added'); END"""

_FUNCTION = """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%: rows are only ever added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$"""
_ROWS = """CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change()"""
_WHOLE = """CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"""


def statements(table: str, dialect: str) -> list[str]:
    """Give the statements that protect a table on "sqlite" or "postgresql"; migrations run the same."""
    if dialect == "sqlite":
        return [_SQLITE.format(table=table, verb=verb) for verb in ("UPDATE", "DELETE")]
    return [_FUNCTION, _ROWS.format(table=table), _WHOLE.format(table=table)]


def protect(tables: Iterable[Table]) -> None:
    """Protect these tables wherever they are created from their declaration."""
    for table in tables:
        event.listen(table, "after_create", _protect)


def _protect(table: Table, connection: Connection, **_options: object) -> None:
    for statement in statements(table.name, connection.dialect.name):
        connection.exec_driver_sql(
            statement.replace("%", "%%") if connection.dialect.name != "sqlite" else statement
        )
