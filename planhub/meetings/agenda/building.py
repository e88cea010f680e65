"""Writing the agenda: matters one by one, their order, the planned time, and the papers that belong to each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.kernel.errors import BadInput, Invalid, NotFound
from planhub.kernel.fields import parse, parse_all
from planhub.kernel.text import Text
from planhub.meetings import fields, rules
from planhub.meetings.agenda.numbers import find_item, numbered, order
from planhub.meetings.models import AgendaItem, Meeting
from planhub.record import access
from planhub.record.attachments import attach, list_files
from planhub.record.models import Attachment
from planhub.record.references import resolve
from planhub.record.services import locked, refresh

BUILDING = ("draft", "invited", "postponed")
"""States in which the agenda is put together."""

UP, DOWN = "up", "down"

WRITTEN = tuple(f for f in fields.AGENDA.fields if f.name != "papers")
"""What the form of one matter asks; its papers have buttons of their own."""

_MINUTES = next(f for f in fields.AGENDA.fields if f.name == "minutes")


def _open(session: Session, actor: Actor, meeting: Meeting) -> Meeting:
    access.authorise(actor, rules.EDIT, meeting)
    found: Meeting = locked(session, meeting)
    access.authorise(actor, rules.EDIT, found)
    return found


def _close(session: Session, actor: Actor, meeting: Meeting) -> None:
    order(meeting)
    refresh(session, actor, meeting)
    session.flush()  # a conflict with another writer must show here


def write(
    session: Session, actor: Actor, meeting: Meeting, item_id: str | None, raw: Mapping[str, Any]
) -> AgendaItem:
    """Add a matter, or change one. Raises `NotFound`, `Denied` and `Invalid`."""
    meeting = _open(session, actor, meeting)
    values, faults = parse_all(WRITTEN, raw)
    resolve(session, actor, [(f, values, f.name) for f in WRITTEN if f.name in values], faults)
    if faults:
        raise Invalid(faults)
    item = of(meeting, item_id) if item_id else AgendaItem(position=len(meeting.agenda) + 1)
    for name, value in values.items():
        if item_id is None or getattr(item, name) != value:
            setattr(item, name, value)
    if item_id is None:
        meeting.agenda.append(item)
    _close(session, actor, meeting)
    return item


def of(meeting: Meeting, item_id: str) -> AgendaItem:
    """Give a matter of the meeting. Raises `NotFound`."""
    item = find_item(meeting, item_id)
    if item is None:
        raise NotFound
    found: AgendaItem = item
    return found


def take_out(session: Session, actor: Actor, meeting: Meeting, item_id: str) -> None:
    """Take a matter off the agenda. Raises `Invalid` for one that was resolved."""
    meeting = _open(session, actor, meeting)
    item = of(meeting, item_id)
    if any(r.item_id == item.id for r in meeting.resolutions):
        words = Text("ลบเรื่องที่มีมติแล้วไม่ได้", "A matter that was resolved cannot be taken out")
        raise Invalid({"agenda": [words]})
    meeting.agenda.remove(item)
    _close(session, actor, meeting)


def arrange(
    session: Session,
    actor: Actor,
    meeting: Meeting,
    ids: Sequence[str],
    *,
    minutes: Mapping[str, str] | None = None,
    shift: tuple[str, str] | None = None,
) -> None:
    """Put the matters into the order of `ids` and write their minutes; then move one up or down.

    Matters keep to their part; one that `ids` does not name stays behind the others. Raises `Invalid`.
    """
    meeting = _open(session, actor, meeting)
    place = {item_id: n for n, item_id in enumerate(ids)}
    items = sorted(meeting.agenda, key=lambda item: (place.get(item.id, len(place)), item.position))
    _time(items, minutes or {})
    if shift:
        _shift(items, *shift)
    meeting.agenda[:] = items
    _close(session, actor, meeting)


def _time(items: Sequence[AgendaItem], minutes: Mapping[str, str]) -> None:
    faults: dict[str, list[Text]] = {}
    for item in items:
        if item.id in minutes:
            try:
                value = parse(_MINUTES, minutes[item.id])
            except BadInput as error:
                faults[f"minutes-{item.id}"] = [error.message]
            else:
                if value != item.minutes:
                    item.minutes = value
    if faults:
        raise Invalid(faults)


def _shift(items: list[AgendaItem], item_id: str, way: str) -> None:
    """Let a matter change places with its neighbour of the same part."""
    here = next((n for n, item in enumerate(items) if item.id == item_id), None)
    if here is None:
        raise NotFound
    step = -1 if way == UP else 1
    there = here + step
    while 0 <= there < len(items) and items[there].section != items[here].section:
        there += step
    if 0 <= there < len(items):
        items[here], items[there] = items[there], items[here]


# --- the planned time -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One matter with its number and the time at which it should begin."""

    number: str
    item: AgendaItem
    begins: time | None
    """None where the meeting's begin, or the length of a matter before it, is not planned."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole agenda in time."""

    lines: Sequence[Line]
    total: int
    """Minutes of all matters that have any."""
    room: int | None
    """Minutes from the planned begin to the planned end."""
    unplanned: int
    """How many matters have no length yet."""

    @property
    def over(self) -> int:
        """By how many minutes the agenda is longer than the meeting."""
        return max(self.total - self.room, 0) if self.room is not None else 0


def plan(meeting: Meeting) -> Plan:
    """Lay the agenda out in time."""
    lines: list[Line] = []
    at: datetime | None = None
    if meeting.starts_at:
        at = datetime.combine(meeting.held_on, meeting.starts_at)
    for number, item in numbered(meeting):
        lines.append(Line(number, item, at.time() if at else None))
        at = at + timedelta(minutes=item.minutes) if at and item.minutes else None
    room = None
    if meeting.starts_at and meeting.ends_at:
        begin, end = (datetime.combine(meeting.held_on, t) for t in (meeting.starts_at, meeting.ends_at))
        room = int((end - begin).total_seconds() // 60)
    lengths = [item.minutes for item in meeting.agenda]
    return Plan(lines, sum(n or 0 for n in lengths), room, sum(n is None for n in lengths))


# --- papers -----------------------------------------------------------------------------------------------------


def paper_ids(item: Any) -> list[str]:
    """Give the ids of a matter's papers, in order."""
    return [line for line in (item.papers or "").split() if line]


def papers(session: Session, meeting: Meeting) -> dict[str, Attachment]:
    """Give the meeting's files by id; one query at most."""
    return {one.id: one for one in list_files(session, meeting)}


def add_paper(
    session: Session, actor: Actor, meeting: Meeting, item_id: str, name: str, content: bytes
) -> Attachment:
    """Keep a file and put it behind the matter's other papers. Raises `Invalid` for a file that is not accepted."""
    meeting = _open(session, actor, meeting)
    item = of(meeting, item_id)
    kept = attach(session, actor, meeting, name, content, kind="paper")
    session.flush()  # gives the file its id
    item.papers = "\n".join([*paper_ids(item), kept.id])
    _close(session, actor, meeting)
    return kept


def change_papers(
    session: Session, actor: Actor, meeting: Meeting, item_id: str, paper_id: str, way: str
) -> None:
    """Move a paper up or down among the matter's papers, or take it out (the file stays with the meeting)."""
    meeting = _open(session, actor, meeting)
    item = of(meeting, item_id)
    ids = paper_ids(item)
    if paper_id not in ids:
        raise NotFound
    here = ids.index(paper_id)
    ids.remove(paper_id)
    if way in (UP, DOWN):
        ids.insert(max(here + (-1 if way == UP else 1), 0), paper_id)
    item.papers = "\n".join(ids) or None
    _close(session, actor, meeting)
