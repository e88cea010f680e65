"""Asking the search. What few records say is looked up in the index; what many say is found among the newest."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, String, bindparam, func, select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from planhub.infra import words as thai_words
from planhub.infra.kept import Kept
from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.finding import NEAR_FROM, asked_words, excerpt, folded, marked, near_keys, wanted
from planhub.kernel.textclean import search_key
from planhub.record import access
from planhub.record.models import Record
from planhub.record.search.models import INDEX, SearchText, SearchWord
from planhub.record.search.writing import IN_TITLE
from planhub.record.types import RecordType, registry

FEW = 300
"""So many records with the wanted pieces are looked at one by one; more are so common that the newest will do."""
POOL = 60
"""The newest that hold a common word, of which the best are shown first."""


class Hit(NamedTuple):
    """A record that holds the words."""

    id: str
    type: str
    code: str
    title: str
    state: str
    owner_org: str
    fiscal_year: int | None
    province_code: str | None
    origin: str
    updated_at: Any
    titled: Sequence[tuple[str, bool]] = ()
    """The title in runs of text, and whether each is what was looked for."""
    excerpt: Sequence[tuple[str, bool]] = ()
    """Runs of text around what was found, and whether each is it; empty where only the title holds the words."""


class Found(NamedTuple):
    """The answer to a search."""

    hits: Sequence[Hit]
    meant: str | None = None
    """The words that were looked for instead, where nothing held those asked for."""
    more: bool = False
    """There may be others than those given."""


def rare(session: Session, words: Sequence[str], *, in_titles: bool = False) -> list[str] | None:
    """Give the ids of the records that may hold all the words where they are few; None where they are many.

    They hold the pieces of the words; whether they hold the words themselves is for the asker to see.
    """
    postgresql = session.get_bind().dialect.name == "postgresql"
    question, statement = (_tsquery, _IN_POSTGRESQL) if postgresql else (_match, _IN_SQLITE)
    asked = question(words, IN_TITLE if in_titles else "")
    found = [*session.connection().execute(statement, {"asked": asked, "most": FEW + 1}).scalars()]
    return found if len(found) <= FEW else None


_IN_SQLITE = (
    select(SearchText.record_id)
    .join_from(INDEX, SearchText, SearchText.n == INDEX.c.rowid)
    .where(INDEX.c.search_piece.op("MATCH")(bindparam("asked")))
    .limit(bindparam("most"))
)
_IN_POSTGRESQL = (
    select(SearchText.record_id)
    .where(SearchText.pieces.op("@@")(func.cast(bindparam("asked", type_=String), type_=TSQUERY)))
    .limit(bindparam("most"))
)


def _match(words: Iterable[str], mark: str) -> str:
    """Ask as FTS5 reads it: every piece, each in quotes."""
    asked = []
    for word in words:
        keys, begins = wanted(word)
        asked += [f'"{mark}{key}"{"*" if begins else ""}' for key in keys]
    return " AND ".join(asked)


def _tsquery(words: Iterable[str], mark: str) -> str:
    asked = []
    for word in words:
        keys, begins = wanted(word)
        asked += [f"'{mark}{key}'{':*' if begins else ''}" for key in keys]
    return " & ".join(asked)


def search(
    session: Session, actor: Actor, asked: str, *, types: Iterable[RecordType] | None = None, limit: int = 20
) -> Found:
    """Give the best of the newest records that hold the words and that the actor may see.

    First those whose code was typed, then those whose title has the words as words, then the other titles, then the
    rest; within each the newest. Where nothing is found, a word that sounds nearly alike is tried.
    """
    session.flush()  # the statements go past the session, which would have done so
    reader = _Reader(actor, tuple(types) if types is not None else None)
    found = _search(session, reader, asked_words(asked), limit)
    if found.hits or not asked_words(asked):
        return found
    for meant in _meant(session, asked):
        instead = _search(session, reader, asked_words(meant), limit)
        if instead.hits:
            return instead._replace(meant=meant)
    return found


class _Reader(NamedTuple):
    """Who asks, and among which types."""

    actor: Actor
    types: tuple[RecordType, ...] | None

    def statement(self, words: int, *, few: bool) -> Any:
        """Give the statement for so many words; made once for readers of equal standing, so that it is also read once."""
        names = tuple(rt.name for rt in self.types) if self.types is not None else None
        key = (
            self.actor.is_system,
            self.actor.standings,
            names,
            words,
            few,
            len(registry.all()),
            clock.today(),
        )
        access.asked_before()
        return _statements.get(
            key, lambda: _candidates(access.visible_any(self.actor, self.types), words, few=few)
        )


_statements = Kept(500)


def _search(session: Session, reader: _Reader, words: list[str], limit: int) -> Found:
    access.asked_before()  # what is found is asked for by `_Reader.statement`; what is not needs no decision
    if not words:
        return Found(())
    few = rare(session, words)
    if few is not None and not few:
        return Found(())
    most = FEW if few is not None else POOL
    values: dict[str, Any] = {"most": most, **_values(words)} | ({"few": few} if few is not None else {})
    rows = session.connection().execute(reader.statement(len(words), few=few is not None), values).all()
    best = sorted(rows, key=lambda row: _rank(row, words))[:limit]
    said = _said(session, [row.id for row in best], words)
    hits = [_hit(row, said.get(row.id, ""), words) for row in best]
    return Found(hits, more=len(rows) > limit or (few is None and len(rows) == POOL))


def _hit(row: Any, said: str, words: Sequence[str]) -> Hit:
    shown = {name: getattr(row, name) for name in _SHOWN}
    return Hit(**shown, titled=marked(row.title, words), excerpt=_excerpt(row, said, words))


_SHOWN = tuple(name for name in Hit._fields if name not in ("titled", "excerpt"))


def _candidates(seen: ColumnElement[bool], words: int, *, few: bool) -> Any:
    columns = [getattr(Record, name) for name in _SHOWN]
    holds = [
        (SearchText.title.like(bindparam(f"word{n}", type_=String), escape="\\"))
        | (SearchText.body.like(bindparam(f"word{n}", type_=String), escape="\\"))
        for n in range(words)
    ]
    query = (
        select(*columns, SearchText.title.label("folded"))
        .join_from(Record.__table__, SearchText, SearchText.record_id == Record.id)
        .where(seen, *holds)
        .order_by(Record.updated_at.desc(), Record.id.desc())
        .limit(bindparam("most", type_=Integer))
    )
    return query.where(Record.id.in_(bindparam("few", expanding=True))) if few else query


def _values(words: Sequence[str]) -> Mapping[str, str]:
    return {f"word{n}": f"%{word}%" for n, word in enumerate(words)}  # a folded word has no % and no _


def _rank(row: Any, words: Sequence[str]) -> int:
    if search_key(row.code) == "".join(words):
        return 0
    if not all(word in row.folded for word in words):
        return 3
    spelt = {folded(word) for word in thai_words.split(row.title)}
    return 1 if all(word in spelt for word in words) else 2


def _said(session: Session, ids: Sequence[str], words: Sequence[str]) -> Mapping[str, str]:
    """Give the texts of those records whose text, not only their title, holds a word."""
    if not ids:
        return {}
    query = select(SearchText.record_id, SearchText.body, SearchText.said).where(
        SearchText.record_id.in_(ids)
    )
    rows = session.connection().execute(query)
    return {key: said for key, body, said in rows if any(word in body for word in words)}


def _excerpt(row: Any, said: str, words: Sequence[str]) -> Sequence[tuple[str, bool]]:
    """Cut out the first line that holds most of the words; one that only says the title again says nothing new."""
    best, most = "", 0
    for line in said.split("\n") if said else ():
        count = 0 if line in row.title else _count(line, words)
        if count > most:
            best, most = line, count
        if most == len(words):
            break
    runs = excerpt(best, words) if best else []
    return runs if any(is_it for _, is_it in runs) else ()


def _count(line: str, words: Sequence[str]) -> int:
    key = search_key(line)
    return sum(word in key for word in words)


def _meant(session: Session, asked: str) -> list[str]:
    """Give what the reader may have meant: each word replaced by one that sounds nearly alike."""
    typed = [word for word in asked.split() if len(search_key(word)) >= NEAR_FROM]
    keys = {key: word for word in typed for key in near_keys(word)}
    if not keys:
        return []
    query = select(SearchWord.key, SearchWord.word).where(SearchWord.key.in_(keys)).order_by(SearchWord.word)
    near: dict[str, dict[str, int]] = {}
    for key, word in session.connection().execute(query.limit(_MOST_NEAR)):
        shared = near.setdefault(keys[key], {})
        shared[word] = shared.get(word, 0) + 1
    best = {one: max(found, key=lambda word: (found[word], word)) for one, found in near.items()}
    meant = " ".join(best.get(word, word) for word in asked.split())
    return [meant] if best and meant != asked else []


_MOST_NEAR = 500
