"""What amendments and renewals cause: children drawn from an MOU, and texts that its amendments become part of.

Rows are locked from child to parent, never the other way round; a parent writes to a child only when it begins it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from difflib import SequenceMatcher
from typing import Any

from sqlalchemy.orm import Session, attributes

from planhub.kernel import clock
from planhub.kernel.access import Role
from planhub.kernel.errors import Conflict
from planhub.kernel.fields import parse_all
from planhub.kernel.workflow import Case
from planhub.mou import fields, measures, merging, queries
from planhub.mou import services as mous
from planhub.mou.duties import obligations
from planhub.mou.effects.texts import keep
from planhub.mou.guards import changing as changing_guards
from planhub.mou.models import Mou
from planhub.record import flow, services
from planhub.record.content import content, dump_row
from planhub.record.models import Event
from planhub.record.types import Children, registry

_COPIED = ("parties", "signatories", "clauses", "obligations")
_OWN = frozenset({"id", "record_id", "position", "notice_on", "notice_no", "left_on", "left_no", "handover"})
"""Columns of a row that are not copied to a child's row."""
_LATER = frozenset({"handed_to", "dropped_on"})


def open_amendment(session: Session, case: Case, event: Event) -> None:
    """Begin the amendment with the text as it is; every party still there is party to it."""
    mou: Mou = case.record
    if mou.text_n == 0:  # it comes from a time when signed texts were not kept
        keep(session, mou, event, "registered" if mou.registered else "signed")
    number = 1 + len([x for x in queries.changes_of(session, mou) if x.amends_id and x.state != "cancelled"])
    values = {
        **_copied(mou),
        "title": f"แก้ไขเพิ่มเติม (ครั้งที่ {number}) {mou.title}"[:300],
        "amends_id": mou.id,
        "amendment_type": case.values["kind"],
        "change_no": number,
        "base_n": mou.text_n,
    }
    values["obligations"] = [_copy(row) for row in mou.obligations if row.org in {None, *mou.members}]
    _tie(mou, "amending", _begin(session, case, values))


def open_renewal(session: Session, case: Case, _event: Event) -> None:
    """Begin the MOU that carries this one on, with the duties that are open."""
    mou: Mou = case.record
    first = mou.ends_on + timedelta(days=1) if mou.ends_on else None
    still = {one.duty.id for one in obligations.open_obligations(session, mou)}
    values = {
        **_copied(mou),
        "title": mou.title,
        "renews_id": mou.id,
        "effective_on": first if first and first >= case.today else None,
        "expires_on": None,
        "term_years": mou.term_years or _years(mou),
    }
    values["obligations"] = [_handed(row, case.today) for row in mou.obligations if row.id in still]
    _tie(mou, "renewal", _begin(session, case, values))


def _tie(mou: Mou, name: str, child: Mou | None) -> None:
    """Point at a child, or at none, so that whoever holds the row sees it at once."""
    setattr(mou, f"{name}_id", child.id if child else None)
    attributes.set_committed_value(mou, name, child)


def _years(mou: Mou) -> int | None:
    if mou.starts_on is None or mou.ends_on is None:
        return None
    return max(1, round((mou.ends_on - mou.starts_on).days / 365.25))


def _begin(session: Session, case: Case, values: Mapping[str, Any]) -> Mou:
    """Begin a child for whoever opened it: the lead where that is the secretariat."""
    mou, standing = case.record, case.standing
    own = standing is not None and standing.role is not Role.SECRETARIAT
    owner = standing.org if own and standing is not None else mou.owner_org
    origin = mou.origin if mou.origin in ("sample", "article") else "own"
    shared = {**values, "origin": origin, "is_training": mou.is_training}
    child: Mou = services.begin(session, case.actor, registry.get(mou.type), shared, owner_org=owner)
    mous.check(child)
    session.flush()  # the parent's row refers to it
    return child


def _copied(mou: Mou) -> dict[str, Any]:
    plain = {f.name: getattr(mou, f.name) for f in fields.FIELDS if f.name != "title"}
    values: dict[str, Any] = {k: list(v) if isinstance(v, list) else v for k, v in plain.items()}
    for name in _COPIED:
        rows = [row for row in getattr(mou, name) if name != "parties" or row.left_on is None]
        if name == "signatories":
            rows = [row for row in rows if row.org in mou.members]
        values[name] = [_copy(row, position) for position, row in enumerate(rows, start=1)]
    return values


def _copy(row: Any, position: int | None = None) -> Any:
    columns = attributes.manager_of_class(type(row)).mapper.column_attrs.keys()
    values = {name: getattr(row, name) for name in columns if name not in _OWN | _LATER}
    return type(row)(**values, position=row.position if position is None else position)


def _handed(row: Any, today: date) -> Any:
    """Copy an open duty for a new term: with whom it is now, and without a day that has passed."""
    new = _copy(row)
    new.org = row.handed_to or row.org
    new.due_on = row.due_on if row.due_on and row.due_on > today else None
    new.first_due_on = None
    return new


# --- becoming part of the parent ------------------------------------------------------------------------------


def tell_parent(session: Session, case: Case, event: Event) -> None:
    """Let the parent take up what all have signed, if its text stood still."""
    child: Mou = case.record
    if not child.is_amendment:
        return
    session.flush()  # the parent is read together with this row as it stands now
    parent = services.load(session, registry.get(child.type), child.amends_id or "", lock=True)
    flow.advance(session, parent, cause=event)
    session.flush()  # whether it was taken up is read from the parent's row
    services.load(session, registry.get(child.type), child.id)  # reading the parent anew took its lists away


def take_amendment(session: Session, case: Case, event: Event) -> None:
    """Make the amendment's text this MOU's next version; the signed text before it stays among the versions."""
    mou: Mou = case.record
    child = services.load(session, registry.get(mou.type), mou.amending_id or "")
    if child.base_n != mou.text_n:  # the guard has looked; a text that moved since is not overwritten
        raise Conflict
    write(session, mou, child.rebased or content(child), mou.members)
    _take_people(mou, child)
    mou.ends_on = measures.last_day(
        mou.starts_on or case.today, expires_on=mou.expires_on, term_years=mou.term_years
    )
    _tie(mou, "amending", None)
    mous.check(mou)
    services.refresh(session, case.actor, mou)
    keep(session, mou, event, "amended")


def note_merged(_session: Session, case: Case, _event: Event) -> None:
    """Remember the day."""
    case.record.merged_on = case.today


def rebase(session: Session, case: Case, event: Event) -> None:
    """Write the amendment anew from its parent's present text, as people chose where both had changed."""
    child: Mou = case.record
    chosen, _unread = merging.read_choices(case.values.get("choices"))
    merged, _open = changing_guards.rebase(case, chosen)
    child.base_n = child.amends.text_n if child.amends else child.base_n
    if child.state == "signed":  # what was signed stays as it is; what becomes of the parent was chosen here
        child.rebased = merged
        tell_parent(session, case, event)
        return
    gone = case.facts.get(changing_guards.GONE, set())
    for name in ("parties", "signatories", "obligations"):
        getattr(child, name)[:] = [row for row in getattr(child, name) if row.org not in gone]
    write(session, child, merged, child.members)
    mous.check(child)
    services.refresh(session, case.actor, child)
    keep(session, child, event, "rebased")


def let_parent_go(session: Session, case: Case, _event: Event) -> None:
    """Free the parent for another amendment or renewal: this one comes to nothing."""
    child: Mou = case.record
    key = child.amends_id or child.renews_id
    if key is None:
        return
    parent = services.load(session, registry.get(child.type), key, lock=True)
    for name in ("amending", "renewal"):
        if getattr(parent, f"{name}_id") == child.id:
            _tie(parent, name, None)


def _take_people(mou: Mou, child: Mou) -> None:
    """Name those who sign from now on, where the amendment is about them."""
    if child.amendment_type == "signer":
        left = [row for row in mou.signatories if row.org not in child.members]
        new = [_copy(row) for row in child.signatories]
        mou.signatories[:] = [*new, *left]
        _number(mou.signatories)


def _number(rows: Iterable[Any]) -> None:
    for position, row in enumerate(rows, start=1):
        row.position = position


# --- writing a content ----------------------------------------------------------------------------------------


def write(session: Session, mou: Mou, said: Mapping[str, Any], members: Iterable[str]) -> None:
    """Let the MOU say `said`, row by row in place, so that what hangs on a row keeps hanging there.

    Title and type stay, and so do the rows of parties that are not members.
    """
    values, _faults = parse_all([f for f in fields.FIELDS if f.name in said and f.name != "title"], said)
    for name, value in values.items():
        if getattr(mou, name) != value:
            setattr(mou, name, value)
    _write_parties(mou, said.get("parties", ()))
    _write_rows(session, mou, fields.CLAUSES, said.get("clauses", ()), mou.clauses)
    mine = {None, *members}
    here = [row for row in mou.obligations if row.org in mine]
    _write_rows(session, mou, fields.OBLIGATIONS, said.get("obligations", ()), here)


def _write_parties(mou: Mou, rows: Iterable[Mapping[str, Any]]) -> None:
    said = {row["org"]: row for row in rows}
    for party in mou.parties:
        for name in ("called", "address", "signs_via"):
            if party.org in said and getattr(party, name) != said[party.org].get(name):
                setattr(party, name, said[party.org].get(name))


def _write_rows(
    session: Session, mou: Mou, kind: Children, rows: Sequence[Mapping[str, Any]], here: Sequence[Any]
) -> None:
    told = tuple(f for f in kind.fields if f.content)
    old = merging.keys_of(dump_row(row, told) for row in here)
    kept: list[Any] = []
    gone: list[Any] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, merging.keys_of(rows), autojunk=False).get_opcodes():
        there = list(here[a:b])
        kept += there if tag == "equal" else [_filled(kind, told, row, there) for row in rows[c:d]]
        gone += there if tag != "equal" else []
    others = [row for row in getattr(mou, kind.name) if row not in here]
    _replace(session, mou, kind.name, [*kept, *others], gone)


def _filled(kind: Children, told: Sequence[Any], said: Mapping[str, Any], there: list[Any]) -> Any:
    """Give a row that says `said`: the one that stood in its place where there is one, else a new one."""
    row = there.pop(0) if there else kind.model(**{f.name: f.default for f in kind.fields if not f.content})
    values, _faults = parse_all(told, said)
    for name, value in values.items():
        setattr(row, name, value)
    return row


def _replace(session: Session, mou: Mou, name: str, rows: list[Any], gone: Iterable[Any]) -> None:
    _number(rows)
    if name != "obligations":
        getattr(mou, name)[:] = rows
        return
    for row in gone:  # its history hangs on it, so it stays, outside the text
        row.dropped_on = clock.today()
    collection = getattr(mou, name)
    collection.extend(row for row in rows if row not in collection)
    session.flush()  # dropped rows leave the collection without being deleted
    attributes.set_committed_value(mou, name, rows)
