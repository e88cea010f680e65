"""Changed fields in words: for the history, and for "what changed since you last saw this"."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.record import access
from planhub.record.history import history
from planhub.record.models import Event, FieldChange, Record
from planhub.record.types import RecordType
from planhub.ui import anatomy
from planhub.ui.diff import Piece, compare
from planhub.ui.record_page import RecordPage
from planhub.ui.values import Names, read_names, show

MOST = 500
"""Changed fields that are compared before a decision."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after."""

    label: str
    old: str | None
    new: str | None
    pieces: Sequence[Piece]
    """The differences inside a text; empty where the values are simply set beside each other."""
    at: datetime
    actor: str
    place: str | None = None
    """What the row is called in which it changed, as it is written."""


@dataclass(frozen=True, slots=True)
class Told:
    """A moment of the history: what happened, or the fields that were changed by one hand at one time."""

    happening: anatomy.Happening | None
    changes: Sequence[Change]


@dataclass(frozen=True)
class _Known:
    """The fields of a record's tables by column, and the words for what they refer to."""

    fields: Mapping[tuple[str, str], Field]
    labels: Mapping[str, Text]
    records: Mapping[str, str]
    names: Names
    rows: Mapping[str, str]
    """What the child rows that are still there are called, by id."""


def since_last_seen(actor: Actor, record: Record, events: Sequence[Event]) -> datetime | None:
    """Give the time of the reader's last act on a record, else of the last return; None where there is neither."""
    mine = [e.at for e in events if e.actor_id and e.actor_id == actor.user_id]
    rounds = [e.at for e in events if e.to_round != e.round and e.round < record.round]
    return max(mine, default=None) or max(rounds, default=None)


def changes_since(session: Session, record_type: RecordType, record: Record, since: datetime) -> list[Change]:
    """Give the fields that differ now from what stood at `since`; a field changed to and fro is left out."""
    query = select(FieldChange).where(FieldChange.record_id == record.id, FieldChange.at > since)
    lines = list(session.scalars(query.order_by(FieldChange.at, FieldChange.id).limit(MOST)))
    first: dict[tuple[str, str, str], FieldChange] = {}
    last: dict[tuple[str, str, str], FieldChange] = {}
    for line in lines:
        key = (line.table_name, line.row_id, line.field)
        first.setdefault(key, line)
        last[key] = line
    known = _known(session, record_type, lines, record)
    found = (_change(last[key], known, old=first[key].old) for key in first)
    return [change for change in found if change and change.old != change.new]


def last_change(session: Session, record: Record) -> FieldChange | None:
    """Give the newest changed field of a record: who was here last, and when."""
    query = select(FieldChange).where(FieldChange.record_id == record.id)
    return session.scalars(query.order_by(FieldChange.at.desc(), FieldChange.id.desc()).limit(1)).first()


def full_history(shown: RecordPage) -> list[Told]:
    """Give everything that happened to a record and every changed field, newest first."""
    session, record = shown.session, shown.record
    moments = history(session, record.id, without=access.hidden_tables(shown.actor, record))
    events = [m.event for m in moments if m.event]
    known = _known(session, shown.record_type, [line for m in moments for line in m.changes], record)
    names = _with_orgs(session, shown.names, events)
    by_number = {h.n: h for h in anatomy.history(events, shown.machine, names, shown.audience)}
    told = []
    for moment in reversed(moments):
        if moment.event:
            told.append(Told(by_number[moment.event.n], ()))
        else:
            found = [_change(line, known, old=line.old) for line in moment.changes]
            told.append(Told(None, [change for change in found if change]))
    return [one for one in told if one.happening or one.changes]


def _with_orgs(session: Session, names: Names, events: Iterable[Event]) -> Names:
    missing = {code for e in events for code in (e.org_code, e.lane_org) if code and code not in names.orgs}
    names.orgs.update(read_names(session, orgs=missing).orgs)
    return names


def _known(session: Session, record_type: RecordType, lines: Iterable[FieldChange], record: Any) -> _Known:
    fields: dict[tuple[str, str], Field] = {}
    labels: dict[str, Text] = {}
    for one in record_type.fields:
        fields["record", one.name] = fields["record", f"{one.name}_id"] = one
    for children in record_type.children:
        table = children.model.__tablename__
        labels[table] = children.label
        for one in children.fields:
            fields[table, one.name] = fields[table, f"{one.name}_id"] = one
    values = [(fields.get((x.table_name, x.field)), x) for x in lines]
    codes: dict[Kind, set[str]] = {}
    for known, line in values:
        if known:
            kind = _GROUP.get(known.kind, known.kind)
            codes.setdefault(kind, set()).update(
                v for v in (*_flat(line.old), *_flat(line.new)) if isinstance(v, str)
            )
    names = read_names(
        session, orgs=codes.get(Kind.ORG, ()), areas=codes.get(Kind.AREA, ()), posts=codes.get(Kind.POST, ())
    )
    return _Known(
        fields, labels, _titles(session, codes.get(Kind.RECORD, set())), names, _called(record_type, record)
    )


def _called(record_type: RecordType, record: Any) -> dict[str, str]:
    """Give what rows with a heading or title of their own are called, so that a change says of which it is."""
    return {
        row.id: str(name)
        for children in record_type.children
        for row in getattr(record, children.name)
        if (name := getattr(row, "heading", None) or getattr(row, "title", None))
    }


_GROUP = {Kind.ORGS: Kind.ORG, Kind.AREAS: Kind.AREA}


def _titles(session: Session, ids: set[str]) -> dict[str, str]:
    if not ids:
        return {}
    rows = session.execute(select(Record.id, Record.code, Record.title).where(Record.id.in_(sorted(ids))))
    return {key: f"{code} {title}" for key, code, title in rows}


def _flat(text: str | None) -> list[Any]:
    value = None if text is None else json.loads(text)
    return value if isinstance(value, list) else [value]


def _change(line: FieldChange, known: _Known, *, old: str | None) -> Change | None:
    one = known.fields.get((line.table_name, line.field))
    group = known.labels.get(line.table_name)
    if one is None:
        gone = Text("มีแถวที่ถูกนำออก", "A row was taken out")
        is_removal = not line.field and group
        return Change(str(group), str(gone), None, (), line.at, line.actor_name) if is_removal else None
    label = f"{group} – {one.label}" if group else str(one.label)
    called = known.rows.get(line.row_id) if one.name not in ("heading", "title") else None
    before, after = _words(one, old, known), _words(one, line.new, known)
    text = one.kind in (Kind.LINE, Kind.BODY) and before is not None and after is not None
    pieces = compare(before or "", after or "") if text else ()
    return Change(label, before, after, pieces, line.at, line.actor_name, called)


def _words(one: Field, text: str | None, known: _Known) -> str | None:
    value = None if text is None else json.loads(text)
    if value in (None, "", []):
        return None
    if one.kind is Kind.RECORD:
        return known.records.get(str(value), str(value))
    shown = show(one, _READ[one.kind](value) if one.kind in _READ else value, known.names)
    return ", ".join(item.text or "" for item in shown.items) if shown.items else shown.text


_READ = {Kind.DATE: date.fromisoformat, Kind.TIME: time.fromisoformat}
