"""Beginning and changing records: parse, authorise, write, and keep what is derived from them up to date."""

import weakref
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import insert, inspect, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from planhub.infra.jobs import enqueue
from planhub.kernel import clock
from planhub.kernel.access import Actor, Reach, Standing
from planhub.kernel.errors import Conflict, Denied, Invalid, NotFound
from planhub.kernel.fields import Field, parse_all
from planhub.kernel.ids import new_id
from planhub.kernel.text import Text
from planhub.kernel.textclean import search_key
from planhub.kernel.thai import fiscal_year, sort_key
from planhub.kernel.workflow import CREATED, VOIDED
from planhub.record import access, events, lanes, loading
from planhub.record.content import content_hash
from planhub.record.models import Counter, Record, RecordArea, RecordParty
from planhub.record.references import resolve
from planhub.record.search import writing as search
from planhub.record.types import Children, RecordType, registry

R = TypeVar("R", bound=Record)


def load(
    session: Session, record_type: RecordType, key: str, *, lock: bool = False, remarks: bool = False
) -> Any:
    """Give the record of that code or id with everything its page needs. Raises `NotFound`; asks no decision.

    With `lock`, the header row stays locked until the end of the transaction; with `remarks`, its comments are read.
    """
    record = loading.read(session, record_type, key, lock=lock, remarks=remarks)
    if record is None:
        raise NotFound
    if lock:
        inspect(record).info[_LOCKED_IN] = weakref.ref(session.get_transaction())
    return record


_LOCKED_IN = "planhub_locked_in"


def locked(session: Session, record: Record) -> Any:
    """Give the record as it stands, its header row locked until the end of the transaction. Raises `NotFound`.

    One that this transaction has loaded with `lock` already, and that has not expired since, is not read again.
    """
    record_type = registry.get(record.type)
    holder, transaction = inspect(record).info.get(_LOCKED_IN), session.get_transaction()
    is_held = holder is not None and transaction is not None and holder() is transaction
    if is_held and loading.is_whole(record, record_type):
        return record
    return load(session, record_type, record.id, lock=True)


def load_any(session: Session, key: str) -> Any:
    """Give the record of that code or id, of whichever type. Raises `NotFound`; asks no decision."""
    name = session.scalar(select(Record.type).where(or_(Record.code == key, Record.id == key)))
    if name is None or name not in registry:
        raise NotFound
    return load(session, registry.get(name), key)


def create(
    session: Session, actor: Actor, record_type: RecordType, raw: Mapping[str, Any], *, origin: str = "own"
) -> Any:
    """Begin a record. Raises `Denied` or `Invalid` (all faults at once); writes the first event.

    The system needs no right (a list brought by command), so its `raw` names the agency whose the record is.
    """
    standing = None if actor.is_system else access.authorise_create(actor, record_type)
    children = tuple(c for c in record_type.children if not c.read_only)
    values, rows = _parsed(session, actor, record_type, raw, record_type.fields, children)
    record = _new(record_type, actor, standing.org if standing else "", origin=origin)
    record.code = next_code(session, record_type)
    for name, value in values.items():
        setattr(record, name, value)
    for one in record_type.children:
        _set_children(record, one, rows.get(one.name, []))
    if record_type.on_create:
        record_type.on_create(session, record)
    _check(record_type, record)
    session.add(record)
    refresh(session, actor, record)
    if standing:
        access.authorise_create(actor, record_type, _reach(record))
    _first_event(session, actor, record, standing)
    return record


def begin(
    session: Session, actor: Actor, record_type: RecordType, values: Mapping[str, Any], *, owner_org: str
) -> Any:
    """Begin a record that follows from another act: an effect or the daily run, never a request.

    `values` are attributes, trusted as they are; no right is asked, because whoever caused it had one. Training and
    sample data beget their like by `is_training` and `origin` among the values.
    """
    record = _new(record_type, actor, owner_org)
    record.code = next_code(session, record_type)
    for name, value in values.items():
        setattr(record, name, value)
    if record_type.on_create:
        record_type.on_create(session, record)
    session.add(record)
    refresh(session, actor, record)
    _first_event(session, actor, record)
    return record


def _new(record_type: RecordType, actor: Actor, owner_org: str, *, origin: str = "own") -> Any:
    now = clock.now()
    return record_type.model(
        type=record_type.name,
        title="",
        state=record_type.workflow.initial,
        workflow_version=record_type.workflow.version,
        owner_org=owner_org,
        created_by=actor.user_id,
        created_at=now,
        state_since=now,
        updated_at=now,
        origin=origin,
        party_rows=[],
        area_rows=[],
        lanes=[],
        **{children.name: [] for children in record_type.children},
    )


def _first_event(session: Session, actor: Actor, record: Any, standing: Standing | None = None) -> None:
    session.flush()  # the first event refers to the record's row
    step = events.Step(CREATED, record.state, record.state, 1, 1)
    events.write(session, record, actor, step, standing=standing)
    lanes.open_for(session, record, registry.get(record.type).workflow)


def save(session: Session, actor: Actor, record: R, raw: Mapping[str, Any], *, version: int) -> R:
    """Change the fields (and lists of children) that `raw` names; the others stay.

    Raises `NotFound`, `Denied`, `Conflict` when `version` is not the record's, and `Invalid`.
    """
    record_type = registry.get(record.type)
    record = locked(session, record)
    if not actor.is_system:
        access.authorise(actor, record_type.edit, record)
    if record.version != version:
        raise Conflict
    fields = tuple(f for f in record_type.fields if f.name in raw)
    seen = access.seen_children(actor, record)
    if any(c.name in raw for c in record_type.children if c not in seen):
        raise Denied
    children = tuple(c for c in seen if c.name in raw and not c.read_only)
    values, rows = _parsed(session, actor, record_type, raw, fields, children)
    _keep_fixed(record, fields, values)
    for name, value in values.items():
        if getattr(record, name) != value:
            setattr(record, name, value)
    for one in children:
        _set_children(record, one, rows[one.name])
    _check(record_type, record)
    refresh(session, actor, record)
    if record_type.on_save:
        record_type.on_save(session, record)
    session.flush()  # a conflict with another writer must show here, not after the answer
    return record


def _keep_fixed(record: Record, fields: Iterable[Field], values: Mapping[str, Any]) -> None:
    words = Text("กำหนดไว้ตอนเริ่มรายการ จึงเปลี่ยนไม่ได้", "This was given at the beginning and stays")
    changed = [f.name for f in fields if f.fixed and values[f.name] != getattr(record, f.name)]
    if changed:
        raise Invalid({name: [words] for name in changed})


def refresh(session: Session, actor: Actor, record: Record) -> None:
    """Bring everything derived up to date after a change: parties, areas, search, hash, consents, version."""
    record_type = registry.get(record.type)
    _sync(record.party_rows, {*record_type.parties(record)}, "org_code", RecordParty)
    _sync(record.area_rows, {*record_type.areas(record)}, "area_code", RecordArea)
    record.title_sort = sort_key(record.title)[:600]
    named, record.search_key = record.search_key, search_key(f"{record.code} {record.title}")
    record.wake_on = record_type.wake_on(record)
    touch(record)
    said = content_hash(record, record_type)
    if said != record.content_hash or named != record.search_key:
        search.note(session, record, record_type)
    if said == record.content_hash:
        return
    record.content_hash = said
    record.edited_by, record.edited_key = actor.user_id, actor.person_key
    voided = [
        _note_void(session, actor, record, kind)
        for kind in sorted({lane.kind for lane in lanes.void(record)})
    ]
    if voided:  # one word to everybody, however many consents it took back
        enqueue(session, "record.notify", event_id=voided[0])
    if record.lanes:
        lanes.follow_parties(session, record, record_type.machine(record.workflow_version))


def touch(record: Record) -> None:
    """Count a change: the version goes up even where only a lane or a child changed, or the clock stood still."""
    record.updated_at = clock.now()
    flag_modified(record, "updated_at")


def _note_void(session: Session, actor: Actor, record: Record, kind: str) -> str:
    step = events.Step(VOIDED, record.state, record.state, record.round, record.round)
    event = events.write(session, record, actor, step)
    event.id, event.lane = new_id(), kind
    return event.id


def _check(record_type: RecordType, record: Record) -> None:
    faults = record_type.check(record) if record_type.check else {}
    if faults:
        raise Invalid(faults)


def _reach(record: Record) -> Reach:
    return access.reach_of(record)


def _parsed(
    session: Session,
    actor: Actor,
    record_type: RecordType,
    raw: Mapping[str, Any],
    fields: Sequence[Field],
    children: Sequence[Children],
) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    values, faults = parse_all(fields, raw)
    faults |= _unknown(record_type, raw)
    rows: dict[str, list[dict[str, Any]]] = {}
    for one in children:
        rows[one.name] = _parsed_rows(one, raw.get(one.name), faults)
    resolve(session, actor, [(f, values, f.name) for f in fields if f.name in values], faults)
    for one in children:
        places = [
            (f, row, f"{one.name}.{i}.{f.name}")
            for i, row in enumerate(rows[one.name])
            for f in one.fields
            if f.name in row
        ]
        resolve(session, actor, places, faults)
    if faults:
        raise Invalid(faults)
    return values, rows


def _unknown(record_type: RecordType, raw: Mapping[str, Any]) -> dict[str, list[Text]]:
    known = (
        {f.name for f in record_type.fields}
        | {c.name for c in record_type.children if not c.read_only}
        | {"version"}
    )
    message = Text("ไม่มีข้อมูลชื่อนี้ หรือแก้ไขตรงไม่ได้", "There is no such field, or it cannot be set directly")
    return {str(name): [message] for name in raw if name not in known}


def _parsed_rows(children: Children, raw: Any, faults: dict[str, list[Text]]) -> list[dict[str, Any]]:
    if raw is None:
        raw = []
    if (
        not isinstance(raw, list | tuple)
        or not all(isinstance(row, Mapping) for row in raw)
        or len(raw) > 2000
    ):
        faults[children.name] = [Text("รูปแบบข้อมูลไม่ถูกต้อง", "This is not the right kind of value")]
        return []
    if len(raw) < children.minimum:
        faults[children.name] = [
            Text("ต้องมีอย่างน้อย {n} รายการ", "At least {n} are needed").format(n=children.minimum)
        ]
    return [_parsed_row(children, i, row, faults) for i, row in enumerate(raw)]


def _parsed_row(
    children: Children, i: int, row: Mapping[str, Any], faults: dict[str, list[Text]]
) -> dict[str, Any]:
    values, wrong = parse_all(children.fields, row)
    faults.update({f"{children.name}.{i}.{name}": texts for name, texts in wrong.items()})
    return {**values, "id": str(row["id"])} if row.get("id") else values


def _set_children(record: Record, children: Children, rows: Sequence[Mapping[str, Any]]) -> None:
    there: list[Any] = getattr(record, children.name)
    by_id = {row.id: row for row in there}
    by_key = (
        {tuple(getattr(row, name) for name in children.key): row for row in there} if children.key else {}
    )
    kept: list[Any] = []
    for position, values in enumerate(rows, start=1):
        key = tuple(values.get(name) for name in children.key)
        row = by_id.get(str(values.get("id"))) or (by_key.get(key) if children.key else None)
        if row is None or row in kept:
            row = children.model()
        for name, value in values.items():
            if name != "id":
                setattr(row, name, value)
        if hasattr(row, "position"):
            row.position = position
        kept.append(row)
    there[:] = kept


def _sync(rows: list[Any], wanted: Iterable[str], attribute: str, model: type[Any]) -> None:
    there = {getattr(row, attribute): row for row in rows}
    rows.extend(model(**{attribute: key}) for key in sorted(set(wanted) - set(there)))
    for key in set(there) - set(wanted):
        rows.remove(there[key])


def next_code(session: Session, record_type: RecordType) -> str:
    """Give the next code of the type, such as MOU-2566-0001; the year is the fiscal year of today (B.E.)."""
    year = fiscal_year(clock.today())
    number = take_number(session, f"{record_type.code_prefix}-{year}")
    return f"{record_type.code_prefix}-{year}-{number:04d}"


def take_number(session: Session, series: str) -> int:
    """Take the next number of a series; the row stays locked, so numbers neither repeat nor leave gaps."""
    if not _count_up(session, series):
        row = {"series": series, "last": 0}
        if session.get_bind().dialect.name == "postgresql":
            session.execute(postgresql_insert(Counter).on_conflict_do_nothing(), row)
        else:
            session.execute(insert(Counter).prefix_with("OR IGNORE"), row)
        _count_up(session, series)
    return session.scalars(select(Counter.last).where(Counter.series == series)).one()


def _count_up(session: Session, series: str) -> bool:
    counted = session.execute(
        update(Counter).where(Counter.series == series).values(last=Counter.last + 1).returning(Counter.last),
        execution_options={"synchronize_session": False},
    )
    return counted.first() is not None
