"""The database handle: base class, constraint names, and transactions that behave the same on both engines."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import JSON, DateTime, MetaData, TextClause, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import CompoundSelect, Connection, Dialect, Engine, Select
    from sqlalchemy.sql.expression import TextualSelect

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Audited:
    """Marks a mapped class whose every changed field is written down by the flush (`planhub.record.audit`).

    A column may say `info={"noisy": True}` (derived, not worth a line) or `info={"secret": True}` (its change
    is noted, its value is not).
    """


_writing: ContextVar[bool] = ContextVar("planhub_writing", default=False)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database (SQLite itself keeps no time zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times; store the rest in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive time cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the interface
        """Give the instant back, aware and in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON().with_variant(JSONB(), "postgresql")
"""Small structured values; never anything that a list filters by."""


class PlanHubSession(FlaskSession):
    """Lets a test bind the session to its own connection (Flask-SQLAlchemy would ignore that bind)."""

    def get_bind(
        self, mapper: Any = None, clause: Any = None, bind: Any = None, **kwargs: Any
    ) -> Engine | Connection:
        """Prefer the session's own bind; otherwise the application's engine."""
        own = bind or self.bind
        if own is not None:
            return own
        return super().get_bind(mapper=mapper, clause=clause, bind=bind, **kwargs)


class _Base(DeclarativeBase):
    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UtcDateTime, dict[str, Any]: Json, list[Any]: Json},
    )


db = SQLAlchemy(
    model_class=_Base,
    session_options={"class_": PlanHubSession},
    disable_autonaming=True,
)

if TYPE_CHECKING:

    class Model(DeclarativeBase):
        """Base of every mapped class."""
else:
    Model = db.Model


@contextmanager
def writing() -> Iterator[None]:
    """Mark the work inside as writing: SQLite then takes its write lock at the start, so no save fails half-way."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def is_writing() -> bool:
    """Tell whether the current request, job or command has said that it will write."""
    return _writing.get()


def prepare_engine(engine: Engine) -> None:
    """Give SQLite real transactions, foreign keys and write-ahead logging; PostgreSQL has them."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions by itself
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing() else "BEGIN")


def settled(
    statement: Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]], dialect: Dialect, *varying: str
) -> TextualSelect:
    """Write a statement down with its constants, so that an execution binds only what still varies.

    Statements that rights make are full of constants (organisations, posts, states), and binding them each time costs
    more than what they find. What is `varying` stands in the statement as `literal_column(":name")`. Only for constants
    of the code and the database's own keys: what a reader typed is always bound.
    """
    plain = type(dialect)(paramstyle="named")  # type: ignore[call-arg]  # every dialect takes it
    text = str(statement.compile(dialect=plain, compile_kwargs={"literal_binds": True})).replace(":", r"\:")
    for name in varying:
        text = text.replace(rf"\:{name}", f":{name}")
    return TextClause(text).columns(*statement.selected_columns)
