"""Lets a comparison of the schema see CHECK constraints too, which Alembic leaves out: a changed list must not be missed.

Only on SQLite, which gives a constraint back as it was written; migrations are written from there.
"""

import re
from typing import Any

from alembic.autogenerate import comparators
from alembic.operations import ops
from sqlalchemy import CheckConstraint, Table, inspect
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.elements import conv


@comparators.dispatch_for("table")
def compare_checks(
    context: Any,
    found: ops.ModifyTableOps,
    _schema: Any,
    name: str,
    there: Table | None,
    wanted: Table | None,
) -> None:
    """Add what differs to the operations that Alembic has found for a table."""
    if there is None or wanted is None or context.dialect.name != "sqlite":
        return
    old = {str(c["name"]): c["sqltext"] for c in inspect(context.connection).get_check_constraints(name)}
    new = {str(c.name): _said(c) for c in wanted.constraints if isinstance(c, CheckConstraint)}
    for key in sorted(old.keys() | new.keys()):
        if _plain(old.get(key)) == _plain(new.get(key)):
            continue
        whole = conv(key)  # the name as it is, to which nothing is put in front
        if key in old:
            before = ops.CreateCheckConstraintOp(whole, name, old[key])
            found.ops.append(ops.DropConstraintOp(whole, name, type_="check", _reverse=before))
        if key in new:
            found.ops.append(ops.CreateCheckConstraintOp(whole, name, new[key]))


def _said(check: CheckConstraint) -> str:
    return str(check.sqltext.compile(dialect=sqlite.dialect()))


def _plain(text: str | None) -> str | None:
    return None if text is None else re.sub(r"\s+", " ", text).strip().strip("()")
