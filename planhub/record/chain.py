r"""Tamper-evident chains, one per organisation and one for the system (security.md §G).

hash = SHA-256("planhub-audit-v1\0" ‖ previous hash ‖ RFC 8785 JSON of the entry). An event that touches several
organisations is written into the chain of each under one `event_id`. Bodies hold no personal data and no texts,
only digests of the rows that hold them; `verify` recomputes those too.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

import rfc8785
from sqlalchemy import insert, inspect, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.ids import new_id
from planhub.record.models import AuditEntry, ChainHead, Event, FieldChange, Record, RecordParty

ALGORITHM = b"planhub-audit-v1\0"
START = "0" * 64
"""What the first entry of a chain stands on."""
SYSTEM_CHAIN = "system"


@dataclass
class Pending:
    """What a transaction has done and not yet sealed."""

    events: list[Event] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    groups: dict[tuple[str | None, str], str] = field(default_factory=dict)

    def group(self, record_id: str | None, table: str, row_id: str) -> str:
        """Give the entry under which a change is sealed: one per record, or per row outside records."""
        return self.groups.setdefault((record_id, "" if record_id else f"{table}/{row_id}"), new_id())


def canonical(value: Mapping[str, Any]) -> bytes:
    """Give the canonical JSON (RFC 8785) of a value made of texts, whole numbers, lists and maps."""
    return rfc8785.dumps(_plain(value))


def digest(value: Mapping[str, Any]) -> str:
    """Give the SHA-256 of a value's canonical JSON."""
    return hashlib.sha256(canonical(value)).hexdigest()


def link(previous: str, body: bytes) -> str:
    """Give the hash that chains `body` to the entry before."""
    return hashlib.sha256(ALGORITHM + previous.encode() + body).hexdigest()


def seal(session: Session, pending: Pending, actor: Actor | None) -> None:
    """Write the transaction's events and changes into the chains concerned, in a fixed order of chains."""
    bodies = [*_event_bodies(pending.events), *_change_bodies(pending, actor)]
    if not bodies:
        return
    chains_of = _chains(session, {b["object"]["id"] for b in bodies if b["object"]["type"] == "record"})
    per_chain: dict[str, list[dict[str, Any]]] = {}
    for body in bodies:
        for name in chains_of.get(body["object"]["id"], (SYSTEM_CHAIN,)):
            per_chain.setdefault(name, []).append(body)
    _append(session, per_chain)


def _append(session: Session, per_chain: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    heads = _locked_heads(session, sorted(per_chain))
    rows: list[dict[str, Any]] = []
    for name, bodies in sorted(per_chain.items()):
        n, last = heads[name]
        for body in bodies:
            n += 1
            text = canonical({**body, "chain": name, "n": n})
            rows.append(
                {"chain": name, "n": n, "event_id": body["event_id"], "body": text.decode(), "prev": last}
            )
            last = rows[-1]["hash"] = link(last, text)
        heads[name] = (n, last)
    session.execute(insert(AuditEntry), rows)
    session.execute(
        update(ChainHead), [{"chain": c, "n": n, "hash": h} for c, (n, h) in sorted(heads.items())]
    )


def _locked_heads(session: Session, names: Sequence[str]) -> dict[str, tuple[int, str]]:
    query = (
        select(ChainHead.chain, ChainHead.n, ChainHead.hash)
        .where(ChainHead.chain.in_(names))
        .order_by(ChainHead.chain)
    )
    found = {name: (n, last) for name, n, last in session.execute(query.with_for_update())}
    missing = [name for name in names if name not in found]
    if missing:
        _begin_chains(session, missing)
        found |= {name: (n, last) for name, n, last in session.execute(query.with_for_update())}
    return found


def _begin_chains(session: Session, names: Iterable[str]) -> None:
    rows = [{"chain": name, "n": 0, "hash": START} for name in names]
    dialect = session.get_bind().dialect.name
    if dialect == "postgresql":
        session.execute(postgresql_insert(ChainHead).on_conflict_do_nothing(), rows)
    else:
        session.execute(insert(ChainHead).prefix_with("OR IGNORE"), rows)


def _chains(session: Session, record_ids: set[str]) -> dict[str, tuple[str, ...]]:
    if not record_ids:
        return {}
    found: dict[str, set[str]] = {}
    for record_id in record_ids:
        record = session.identity_map.get(identity_key(Record, record_id))
        if record is not None and not inspect(record).unloaded & {"owner_org", "party_rows"}:
            found[record_id] = {record.owner_org, *(row.org_code for row in record.party_rows)}
    query = (
        select(Record.id, Record.owner_org, RecordParty.org_code)
        .outerjoin(RecordParty, RecordParty.record_id == Record.id)
        .where(Record.id.in_(sorted(record_ids - set(found))))
    )
    for record_id, owner, party in session.execute(query) if record_ids - set(found) else ():
        found.setdefault(record_id, set()).update({owner, party or owner})
    return {record_id: tuple(sorted(orgs)) for record_id, orgs in found.items()}


def _event_bodies(events: Iterable[Event]) -> Iterator[dict[str, Any]]:
    for event in events:
        yield {
            "event_id": event.id,
            "kind": "event",
            "at": event.at,
            "actor": event.actor_id,
            "post": event.post_id,
            "org": event.org_code,
            "capacity": event.capacity,
            "order_no": event.order_no,
            "action": event.move,
            "object": {"type": "record", "id": event.record_id, "version": event.record_version},
            "content_sha256": event.content_hash,
            "row_sha256": digest(event_row(event)),
            "request": event.request_id,
        }


_EVENT_COLUMNS = tuple(c.key for c in Event.__table__.columns if c.key != "person_key")


def event_row(event: Any) -> dict[str, Any]:
    """Give the columns of an event that its entry vouches for."""
    return {name: getattr(event, name) for name in _EVENT_COLUMNS}


def _change_bodies(pending: Pending, actor: Actor | None) -> Iterator[dict[str, Any]]:
    grouped: dict[str, list[dict[str, Any]]] = {}
    for line in pending.changes:
        grouped.setdefault(line["entry_id"], []).append(line)
    for entry_id, lines in grouped.items():
        first = lines[0]
        kind, key = (
            ("record", first["record_id"]) if first["record_id"] else (first["table_name"], first["row_id"])
        )
        yield {
            "event_id": entry_id,
            "kind": "change",
            "at": clock.now(),
            "actor": actor.user_id if actor else None,
            "action": "change",
            "object": {"type": kind, "id": key},
            "fields": sorted({f"{line['table_name']}.{line['field']}" for line in lines}),
            "values_sha256": changes_digest(lines),
            "request": first["request_id"],
        }


def changes_digest(lines: Iterable[Mapping[str, Any]]) -> str:
    """Give the digest of the lines of one entry, in an order that the database cannot change."""
    parts = sorted(
        json.dumps(
            [line[k] for k in ("id", "table_name", "row_id", "field", "old", "new")], ensure_ascii=False
        )
        for line in lines
    )
    return digest({"lines": parts})


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return value


@dataclass(frozen=True, slots=True)
class Break:
    """The first place at which a chain does not hold."""

    chain: str
    n: int
    kind: str
    """"gap", "prev", "hash", "head", "event", "changes" or "anchor"."""


def verify(
    session: Session, *, chain: str | None = None, anchor: Mapping[str, tuple[int, str]] | None = None
) -> list[Break]:
    """Recompute the chains (or one) and compare them with their rows; an empty answer means all is well.

    `anchor` maps a chain to a number and hash that was written down elsewhere: the chain must still pass through it.
    """
    names = [chain] if chain else list(session.scalars(select(ChainHead.chain).order_by(ChainHead.chain)))
    for name in anchor or {}:
        if name not in names and chain in (None, name):
            names.append(name)
    found = [_first_break(session, name, (anchor or {}).get(name)) for name in names]
    return [b for b in found if b is not None]


def _first_break(session: Session, name: str, anchor: tuple[int, str] | None) -> Break | None:
    last, n, anchored = START, 0, anchor is None
    while batch := _next_entries(session, name, n):
        rows = _vouched(session, batch)
        for entry in batch:
            kind = _entry_fault(entry, n + 1, last, rows)
            if kind:
                return Break(name, n + 1, kind)
            n, last = entry.n, entry.hash
            if anchor and n == anchor[0]:
                if last != anchor[1]:
                    return Break(name, n, "anchor")
                anchored = True
    head = session.execute(select(ChainHead.n, ChainHead.hash).where(ChainHead.chain == name)).first()
    if head is None or tuple(head) != (n, last):
        return Break(name, n, "head")
    return None if anchored else Break(name, n, "anchor")


_BATCH = 1000
"""Entries read together: few enough for memory, enough for speed."""


def _next_entries(session: Session, name: str, after: int) -> Sequence[Any]:
    columns = [getattr(AuditEntry, c) for c in ("chain", "n", "event_id", "body", "prev", "hash")]
    query = select(*columns).where(AuditEntry.chain == name, AuditEntry.n > after).order_by(AuditEntry.n)
    return session.execute(query.limit(_BATCH)).all()


def _entry_fault(entry: Any, n: int, last: str, rows: Mapping[str, str]) -> str | None:
    if entry.n != n:
        return "gap"
    if entry.prev != last:
        return "prev"
    if entry.hash != link(last, entry.body.encode()):
        return "hash"
    body = json.loads(entry.body)
    if body["chain"] != entry.chain or body["n"] != entry.n or body["event_id"] != entry.event_id:
        return "hash"
    vouched = body.get("row_sha256") or body.get("values_sha256")
    if rows.get(entry.event_id) != vouched:
        return "event" if body["kind"] == "event" else "changes"
    return None


def _vouched(session: Session, batch: Sequence[Any]) -> dict[str, str]:
    ids = [entry.event_id for entry in batch]
    columns = [getattr(Event, c) for c in _EVENT_COLUMNS]
    digests = {e.id: digest(event_row(e)) for e in session.execute(select(*columns).where(Event.id.in_(ids)))}
    lines: dict[str, list[Mapping[str, Any]]] = {}
    for change in session.execute(
        select(FieldChange.__table__).where(FieldChange.entry_id.in_(ids))
    ).mappings():
        lines.setdefault(change["entry_id"], []).append(dict(change))
    digests.update({entry_id: changes_digest(found) for entry_id, found in lines.items()})
    return digests


def heads(session: Session) -> dict[str, tuple[int, str]]:
    """Give the number and hash at which each chain ends; what an anchor writes down and a paper prints."""
    query = select(ChainHead.chain, ChainHead.n, ChainHead.hash).order_by(ChainHead.chain)
    return {name: (n, last) for name, n, last in session.execute(query)}


def export(session: Session, *, chain: str | None = None) -> Iterator[str]:
    """Give the entries of all chains (or one) as JSON lines, for an agency that verifies by itself."""
    names = [chain] if chain else sorted(heads(session))
    for name in names:
        n = 0
        while batch := _next_entries(session, name, n):
            for entry in batch:
                yield json.dumps(
                    {"body": entry.body, "prev": entry.prev, "hash": entry.hash}, ensure_ascii=False
                )
            n = batch[-1].n
