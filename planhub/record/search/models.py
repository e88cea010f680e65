"""The tables of the search: what each record says, its pieces in the engine's own index, and words for near misses."""

from typing import Any

from sqlalchemy import Connection, ForeignKey, String, Table, Text, column, event, table
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from planhub.infra.db import Model
from planhub.record.models import RESTRICT

INDEX = table("search_piece", column("search_piece"), column("rowid"), column("pieces"))
"""SQLite's index of pieces: a table of FTS5, which keeps no texts, only where each piece is.

It is asked, and told what to do, through the column that has its own name.
"""

_FTS5 = f"""CREATE VIRTUAL TABLE {INDEX.name} USING fts5(pieces, content='', detail=none, columnsize=0, prefix='2 3',
tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co M*'")"""

_GIN = "CREATE INDEX ix_search_text_pieces ON search_text USING gin (pieces)"


class SearchText(Model):
    """What a record says, folded for comparing and as it was written; derived, and made anew at any time."""

    __tablename__ = "search_text"

    n: Mapped[int] = mapped_column(primary_key=True)
    """Its number in SQLite's index."""
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete=RESTRICT), unique=True)
    title: Mapped[str] = mapped_column(Text)
    """Code and title, folded."""
    body: Mapped[str] = mapped_column(Text)
    """Its texts and those of its lists, folded, one a line."""
    said: Mapped[str] = mapped_column(Text)
    """The same texts as they were written, for showing what was found."""
    pieces: Mapped[Any] = mapped_column(Text().with_variant(TSVECTOR(), "postgresql"), nullable=True)
    """PostgreSQL's index of pieces; empty on SQLite."""


class SearchWord(Model):
    """A word of a title by a key that near misses of it share."""

    __tablename__ = "search_word"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    word: Mapped[str] = mapped_column(String(40), primary_key=True)


def statements(dialect: str) -> list[str]:
    """Give what makes the index beside the tables on "sqlite" or "postgresql"; migrations run the same."""
    return [_FTS5] if dialect == "sqlite" else [_GIN]


@event.listens_for(SearchText.__table__, "after_create")
def _with_index(_table: Table, connection: Connection, **_options: object) -> None:
    for statement in statements(connection.dialect.name):
        connection.exec_driver_sql(statement)


@event.listens_for(SearchText.__table__, "before_drop")
def _without_index(_table: Table, connection: Connection, **_options: object) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {INDEX.name}")
