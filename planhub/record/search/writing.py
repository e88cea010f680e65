"""Keeping the search up to date: whatever changes a record's words is written with it, in the same transaction."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Text, bindparam, cast, delete, event, exists, func, insert, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.orm import Session

from planhub.infra import words
from planhub.kernel.fields import Field, Kind
from planhub.kernel.finding import near_keys, pieces, vocabulary
from planhub.kernel.textclean import search_key
from planhub.record import loading
from planhub.record.models import Record
from planhub.record.search.models import INDEX, SearchText, SearchWord
from planhub.record.types import RecordType, registry

IN_TITLE = "ǁ"
"""Stands before the pieces of titles, so that lists can look in titles alone."""
LONGEST = 20_000
"""Letters of a record that are looked through."""

_PENDING = "planhub_search_pending"


class Told(NamedTuple):
    """What a record says."""

    title: str
    body: str
    said: str
    words: frozenset[str]
    """Words of the title that a mistyped one may have meant."""

    def tokens(self) -> list[str]:
        """Give the pieces for the index."""
        return _tokens(self.title, self.body)


def tell(record: Record, record_type: RecordType) -> Told:
    """Gather what a record says: code, title, and every text of it that is approved and that all its readers see."""
    texts = list(dict.fromkeys(_texts(record, record_type)))
    said = "\n".join(texts)[:LONGEST]
    title = search_key(f"{record.code} {record.title}")
    body = "\n".join(filter(None, (search_key(line) for line in said.split("\n"))))
    return Told(title, body, said, frozenset(vocabulary(words.split(record.title))))


def _texts(record: Record, record_type: RecordType) -> Iterator[str]:
    yield from _lines(record, record_type.fields)
    for children in record_type.children:
        if children.content and children.permission is None:
            for row in getattr(record, children.name):
                yield from _lines(row, children.fields)


def _lines(row: Any, fields: Iterable[Field]) -> Iterator[str]:
    for field in fields:
        if field.kind in (Kind.LINE, Kind.BODY) and field.content and field.name != "title":
            value = getattr(row, field.name)
            if value:
                yield str(value)


def _tokens(title: str, body: str) -> list[str]:
    in_title = pieces([title])
    return sorted({*in_title, *(f"{IN_TITLE}{piece}" for piece in in_title), *pieces(body.split("\n"))})


# --- with the flush that writes the record --------------------------------------------------------------------------


def install(target: Any) -> None:
    """Listen to the flushes of a session class or factory."""
    event.listen(target, "after_flush", _after_flush)
    event.listen(target, "after_soft_rollback", _forget)


def note(session: Session, record: Record, record_type: RecordType) -> None:
    """Note what a record says now; the flush that writes the record writes it too."""
    session.info.setdefault(_PENDING, {})[record] = tell(record, record_type)


def _forget(session: Session, _previous: Any) -> None:
    session.info.pop(_PENDING, None)


def _after_flush(session: Session, _context: Any) -> None:
    pending: dict[Record, Told] = session.info.pop(_PENDING, {})
    for record, told in pending.items():
        _write(session, record.id, told)


def _write(session: Session, record_id: str, told: Told) -> None:
    old = session.execute(_OLD, {"id": record_id}).first()
    if old is None:
        add(session, {record_id: told})
    elif (old.title, old.body, old.said) != told[:3]:
        _change(session, old, told)


_OLD = select(SearchText.n, SearchText.title, SearchText.body, SearchText.said).where(
    SearchText.record_id == bindparam("id")
)


def add(session: Session, told: Mapping[str, Told]) -> None:
    """Write what records say of which the search knows nothing yet, by their ids."""
    if _is_sqlite(session):
        first = (session.scalar(select(func.max(SearchText.n))) or 0) + 1
        numbered = list(enumerate(told.items(), start=first))
        session.execute(insert(SearchText), [{"n": n, **_row(key, one)} for n, (key, one) in numbered])
        kept = [{"rowid": n, "pieces": " ".join(one.tokens())} for n, (_, one) in numbered]
        session.execute(insert(INDEX), kept)
    else:
        rows = [{**_row(key, one), "tokens": one.tokens()} for key, one in told.items()]
        session.connection().execute(_ADD_TO_POSTGRESQL, rows)
    _write_words(session, {word for one in told.values() for word in one.words})


def _row(record_id: str, told: Told) -> dict[str, str]:
    return {"record_id": record_id, "title": told.title, "body": told.body, "said": told.said}


_PIECES = func.array_to_tsvector(cast(bindparam("tokens"), ARRAY(Text)))
_ADD_TO_POSTGRESQL = insert(SearchText).values(
    {name: bindparam(name) for name in ("record_id", "title", "body", "said")} | {"pieces": _PIECES}
)


def _change(session: Session, old: Any, told: Told) -> None:
    values: dict[str, Any] = {"title": told.title, "body": told.body, "said": told.said}
    if _is_sqlite(session):
        was, now = (" ".join(tokens) for tokens in (_tokens(old.title, old.body), told.tokens()))
        session.execute(insert(INDEX).values(search_piece=_TAKE_OUT, rowid=old.n, pieces=was))
        session.execute(insert(INDEX).values(rowid=old.n, pieces=now))
    else:
        values["pieces"] = func.array_to_tsvector(cast(told.tokens(), ARRAY(Text)))
    session.execute(
        update(SearchText).where(SearchText.n == old.n).values(**values), execution_options=_APART
    )
    if old.title != told.title:
        _write_words(session, told.words)


_TAKE_OUT = "delete"
"""Tells the index to take a row out, whose pieces have to be said again."""
_APART = {"synchronize_session": False}


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _write_words(session: Session, said: Iterable[str]) -> None:
    rows = [{"key": key, "word": word} for word in sorted(said) for key in sorted(near_keys(word))]
    if not rows:
        return
    if _is_sqlite(session):
        session.execute(insert(SearchWord).prefix_with("OR IGNORE"), rows)
    else:
        session.execute(postgresql_insert(SearchWord).on_conflict_do_nothing(), rows)


# --- making it anew -------------------------------------------------------------------------------------------------


def fill_missing(session: Session, *, at_once: int = 500) -> int:
    """Write what every record says that the search does not know yet; gives how many."""
    count = 0
    for rt in registry.all():
        while found := _missing(session, rt, at_once):
            read = {key: loading.read(session, rt, key, lock=False, remarks=False) for key in found}
            add(session, {key: tell(record, rt) for key, record in read.items()})
            count += len(found)
            session.expunge_all()
    return count


def _missing(session: Session, rt: RecordType, limit: int) -> list[str]:
    there = exists().where(SearchText.record_id == Record.id)
    query = select(Record.id).where(Record.type == rt.name, ~there).order_by(Record.id).limit(limit)
    return list(session.scalars(query))


def rebuild(session: Session) -> int:
    """Forget everything that the search knows and write it anew; gives the number of records."""
    if _is_sqlite(session):
        session.execute(insert(INDEX).values(search_piece="delete-all"))
    for model in (SearchText, SearchWord):
        session.execute(delete(model))
    return fill_missing(session)
