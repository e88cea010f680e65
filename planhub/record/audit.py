"""What changed, by whom and when: written by the flush itself, so that nobody can forget it.

The session carries the actor (`act_as`). A flush that changes an audited row without an actor raises. Every
change is one `field_change` line; at the commit the lines and the events of the transaction are sealed into
the hash chains of the organisations concerned (`planhub.record.chain`).
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import event, insert, inspect
from sqlalchemy.orm import Mapper, Session

from planhub.infra.db import Audited
from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.ids import new_id
from planhub.record import chain, loading
from planhub.record.models import Event, FieldChange, Record

_ACTOR = "planhub_actor"
_PENDING = "planhub_pending_seals"
HIDDEN = '"•••"'
"""What stands in the history instead of a secret."""


def act_as(session: Session, actor: Actor) -> None:
    """Say in whose name this session changes things from now on."""
    session.info[_ACTOR] = actor


def acting(session: Session) -> Actor | None:
    """Give the actor in whose name the session changes things."""
    actor: Actor | None = session.info.get(_ACTOR)
    return actor


def install(target: Any) -> None:
    """Listen to the flushes and commits of a session class or factory."""
    event.listen(target, "after_flush", _after_flush)
    event.listen(target, "before_commit", _before_commit)
    event.listen(target, "after_rollback", _forget)
    event.listen(target, "after_soft_rollback", _forget_soft)


def note_rows(
    session: Session, inside: tuple[str, str], rows: Iterable[tuple[str, str, str, Any, Any]]
) -> None:
    """Write down changes that a statement made for many rows at once, under one entry of the chains.

    `inside` is the table and id of the row that vouches for them, such as an import; each of `rows` is a table, a
    row's id, a field ("" for the whole row), what stood and what stands; None where there was or is nothing.
    """
    actor = acting(session)
    if actor is None:
        raise RuntimeError("rows change, but nobody has said who is acting (record.audit.act_as)")
    pending = _pending(session)
    entry_id, at = pending.group(None, *inside), clock.now()
    lines = [
        {
            "id": new_id(),
            "entry_id": entry_id,
            "record_id": None,
            "table_name": table,
            "row_id": row_id,
            "field": field,
            "old": None if old is None else _json(old),
            "new": None if new is None else _json(new),
            "actor_id": actor.user_id,
            "actor_name": actor.name,
            "request_id": actor.request_id,
            "at": at,
        }
        for table, row_id, field, old, new in rows
    ]
    pending.changes.extend(lines)
    for start in range(0, len(lines), _BATCH):
        session.execute(insert(FieldChange), lines[start : start + _BATCH])


_BATCH = 5_000
"""Lines written together: what the database's own copy of them may take."""


def _pending(session: Session) -> chain.Pending:
    pending: chain.Pending = session.info.setdefault(_PENDING, chain.Pending())
    return pending


def _after_flush(session: Session, _context: Any) -> None:
    loading.note(session, session.new, deleted=False)
    loading.note(session, session.deleted, deleted=True)
    lines = [
        line for row in [*session.new, *session.dirty, *session.deleted] for line in _lines(session, row)
    ]
    happened = [row for row in session.new if isinstance(row, Event)]
    if not lines and not happened:
        return
    actor = acting(session)
    if actor is None:
        raise RuntimeError("an audited row changes, but nobody has said who is acting (record.audit.act_as)")
    pending = _pending(session)
    pending.events.extend(happened)
    for line in lines:
        line["entry_id"] = pending.group(line["record_id"], line["table_name"], line["row_id"])
        line.update(
            actor_id=actor.user_id,
            actor_name=actor.name,
            request_id=actor.request_id,
            at=clock.now(),
            id=new_id(),
        )
    if lines:
        pending.changes.extend(lines)
        session.execute(insert(FieldChange), lines)


def _before_commit(session: Session) -> None:
    session.flush()  # the last changes must be known before they are sealed
    pending: chain.Pending | None = session.info.pop(_PENDING, None)
    if pending is not None:
        chain.seal(session, pending, acting(session))


def _forget(session: Session) -> None:
    session.info.pop(_PENDING, None)


def _forget_soft(session: Session, _previous: Any) -> None:
    if not session.in_nested_transaction():
        _forget(session)


def _lines(session: Session, row: object) -> Iterator[dict[str, Any]]:
    if not isinstance(row, Audited):
        return
    mapper: Mapper[Any] = inspect(row).mapper
    if row in session.deleted:
        yield _line(row, mapper, "", {"old": "deleted", "new": None})
        return
    for prop in mapper.column_attrs:
        column = prop.columns[0]
        if column.info.get("noisy") or column.primary_key:
            continue
        history = inspect(row).attrs[prop.key].history
        if not history.has_changes():
            continue
        old, new = (_json(part[0]) if part else None for part in (history.deleted, history.added))
        if old == new or (old is None and new == "null"):
            continue
        hide = column.info.get("secret")
        yield _line(
            row, mapper, prop.key, {"old": HIDDEN if hide and old else old, "new": HIDDEN if hide else new}
        )


def _line(row: Any, mapper: Mapper[Any], field: str, change: dict[str, Any]) -> dict[str, Any]:
    return {
        "record_id": row.id if isinstance(row, Record) else getattr(row, "record_id", None),
        "table_name": type(row).__tablename__ if not isinstance(row, Record) else Record.__tablename__,
        "row_id": "/".join(
            str(part) for part in inspect(row).identity or mapper.primary_key_from_instance(row)
        ),
        "field": field,
        **change,
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
