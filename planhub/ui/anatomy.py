"""What the page of every record shows beside its content: the path, the board of lanes, the history."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from planhub.kernel.access import Actor, Capacity, Role
from planhub.kernel.text import Text, plain
from planhub.kernel.workflow import (
    ASKED_AGAIN,
    CREATED,
    VOIDED,
    LaneStatus,
    Move,
    Outcome,
    Tone,
    Trigger,
    Workflow,
)
from planhub.people.queries import PostHolder
from planhub.record.models import Event, Lane, Record
from planhub.ui.values import Names, OrgShown

# --- the path ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """A state on the path: "done", "now", "next", or "off" where the record has left the path."""

    label: Text
    standing: str


def main_path(machine: Workflow) -> tuple[str, ...]:
    """Give the states that a record passes when all goes well, found in the machine's own moves.

    Of all ways onward through the declaration's order it is the one with the most main and automatic moves that
    touches no bad state.
    """
    order = {key: place for place, key in enumerate(machine.state_keys)}
    best: dict[str, tuple[int, tuple[str, ...]]] = {}
    for key in reversed(machine.state_keys):
        worth = _WORTH.get(machine.state(key).tone, 0)
        onward = [m for m in machine.moves if key in m.sources and m.target and order[m.target] > order[key]]
        ways = [(2 if m.main or m.by is Trigger.SYSTEM else 1, best[m.target or ""]) for m in onward]
        gain, rest = max(
            ((step + ahead, path) for step, (ahead, path) in ways), default=(0, ()), key=_by_gain
        )
        best[key] = (worth + max(gain, 0), (key, *rest) if gain > 0 else (key,))
    return best[machine.initial][1]


_WORTH = {Tone.BAD: -9, Tone.GOOD: 1}
"""What it is worth to a path to pass a state of that tone."""


def _by_gain(way: tuple[int, tuple[str, ...]]) -> int:
    return way[0]


def path_of(record: Record, machine: Workflow, events: Iterable[Event], audience: str) -> list[Step]:
    """Give the path with what is behind, where the record stands, and what is ahead."""
    path = main_path(machine)
    if record.state in path:
        here = path.index(record.state)
        return [_step(machine, key, _standing(i, here), audience) for i, key in enumerate(path)]
    passed = [path.index(e.from_state) for e in events if e.from_state in path]
    last = passed[-1] if passed else 0
    steps = [_step(machine, key, "done", audience) for key in path[: last + 1]]
    steps.append(_step(machine, record.state, "off", audience))
    if not machine.state(record.state).final:
        steps += [_step(machine, key, "next", audience) for key in path[last + 1 :]]
    return steps


def _standing(place: int, here: int) -> str:
    return "done" if place < here else "now" if place == here else "next"


def _step(machine: Workflow, key: str, standing: str, audience: str) -> Step:
    return Step(machine.state(key).label_for(audience), standing)


def audience_of(actor: Actor, record: Record) -> str:
    """Tell as whom the actor reads a record: from inside the owning agency, or as a partner (rule R15)."""
    return "inside" if record.owner_org in actor.orgs else "partner"


# --- the board of lanes -----------------------------------------------------------------------------------------

LANE_TONES: Mapping[str, Tone] = {
    LaneStatus.QUEUED: Tone.DRAFT,
    LaneStatus.WAITING: Tone.WAIT,
    LaneStatus.DONE: Tone.GOOD,
    LaneStatus.RETURNED: Tone.BAD,
    LaneStatus.VOID: Tone.ENDED,
}


@dataclass(frozen=True, slots=True)
class LaneStep:
    """One step of one agency: how it stands, whose it is, since when."""

    status: str
    label: Text
    tone: Tone
    post: Text
    person: Text | None
    at: datetime
    capacity: Text | None
    """In what right, where it was not the holder's own."""
    order_no: str | None
    confirm_only: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class LaneRow:
    """An agency with its steps under each kind of lane."""

    org: OrgShown
    cells: Sequence[Sequence[LaneStep]]


@dataclass(frozen=True, slots=True)
class Board:
    """Agencies by kinds of lane, for one round."""

    round: int
    kinds: Sequence[Text]
    rows: Sequence[LaneRow]


@dataclass(frozen=True)
class Cast:
    """Who stands behind lanes: the holders of posts, the events by which steps were taken, who reads."""

    holders: Sequence[PostHolder]
    events: Mapping[str, Event]
    actor: Actor
    names: Names


def boards(record: Record, machine: Workflow, cast: Cast) -> list[Board]:
    """Give the boards of all rounds, the newest first; earlier rounds stay to be seen (rule R8)."""
    rounds = sorted({lane.round for lane in record.lanes}, reverse=True)
    return [
        _board(number, [x for x in record.lanes if x.round == number], machine, cast, record)
        for number in rounds
    ]


def _board(number: int, lanes: Sequence[Lane], machine: Workflow, cast: Cast, record: Record) -> Board:
    kinds = [k for k in machine.lanes if any(lane.kind == k.key for lane in lanes)]
    orgs = sorted({lane.org_code for lane in lanes}, key=lambda org: (org != record.owner_org, org))
    rows = []
    for org in orgs:
        mine = [lane for lane in lanes if lane.org_code == org]
        cells = [[_lane_step(lane, cast) for lane in mine if lane.kind == kind.key] for kind in kinds]
        rows.append(LaneRow(cast.names.org(org), cells))
    return Board(number, [k.label for k in kinds], rows)


def _lane_step(lane: Lane, cast: Cast) -> LaneStep:
    event = cast.events.get(lane.event_id or "")
    holder = _holder(lane, cast.holders)
    capacity = Capacity(event.capacity) if event else None
    return LaneStep(
        status=lane.status,
        label=LaneStatus(lane.status).label,
        tone=LANE_TONES[lane.status],
        post=_post_of(event) or (holder.title if holder else Role(lane.role).label),
        person=plain(event.actor_name) if event else (holder.name if holder else None),
        at=lane.since,
        capacity=capacity.label if capacity in (Capacity.ACTING, Capacity.DELEGATED) else None,
        order_no=event.order_no if event else None,
        confirm_only=lane.confirm_only and lane.status == LaneStatus.WAITING,
        mine=lane.status == LaneStatus.WAITING and _is_mine(lane, cast.actor),
    )


def _holder(lane: Lane, holders: Iterable[PostHolder]) -> PostHolder | None:
    fits = [
        h
        for h in holders
        if (h.post_id == lane.post_id if lane.post_id else (h.org, h.role) == (lane.org_code, lane.role))
    ]
    return next((h for h in fits if h.name), fits[0] if fits else None)


def _is_mine(lane: Lane, actor: Actor) -> bool:
    if lane.post_id:
        return any(s.post_id == lane.post_id for s in actor.standings)
    return any((s.org, s.role.value) == (lane.org_code, lane.role) for s in actor.standings)


def _post_of(event: Event | None) -> Text | None:
    if event is None or event.post_title_th is None:
        return None
    return Text(event.post_title_th, event.post_title_en or event.post_title_th)


# --- the history ------------------------------------------------------------------------------------------------

_HOUSE_MOVES = {
    CREATED: Text("เริ่มรายการ", "Begun"),
    VOIDED: Text("ความเห็นชอบที่ให้ไว้สิ้นผล เพราะข้อความเปลี่ยน", "Consents became void: the text changed"),
    ASKED_AGAIN: Text("เริ่มถามทุกฝ่ายใหม่", "All are asked anew"),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the history."""

    n: int
    label: Text
    actor: str | None
    """None for the system."""
    post: Text | None
    org: OrgShown | None
    lane_org: OrgShown | None
    """The agency on whose lane it acted, where it is another one than the actor's."""
    capacity: Text | None
    order_no: str | None
    at: datetime
    note: str | None
    sections: Sequence[Text]
    wanted_by: date | None
    round: int
    to: Text | None
    """The state it led to, where that changed."""
    is_return: bool
    is_system: bool


def history(events: Iterable[Event], machine: Workflow, names: Names, audience: str) -> list[Happening]:
    """Give the history in words, newest first."""
    moves = {m.key: m for m in machine.moves}
    sections = dict(machine.sections)
    told = [
        _happening(e, moves.get(e.move), sections, names, machine.state(e.to_state).label_for(audience))
        for e in events
    ]
    return sorted(told, key=lambda h: -h.n)


def _happening(
    event: Event, move: Move | None, sections: Mapping[str, Text], names: Names, to: Text
) -> Happening:
    capacity = Capacity(event.capacity)
    return Happening(
        n=event.n,
        label=move.label if move else _HOUSE_MOVES.get(event.move, plain(event.move)),
        actor=event.actor_name if event.actor_id else None,
        post=_post_of(event),
        org=names.org(event.org_code) if event.org_code else None,
        lane_org=names.org(event.lane_org) if event.lane_org and event.lane_org != event.org_code else None,
        capacity=capacity.label if capacity in (Capacity.ACTING, Capacity.DELEGATED) else None,
        order_no=event.order_no,
        at=event.at,
        note=event.note,
        sections=[sections.get(key, plain(key)) for key in event.sections],
        wanted_by=event.wanted_by,
        round=event.round,
        to=to if event.to_state != event.from_state else None,
        is_return=event.outcome == Outcome.RETURNED.value or bool(move and move.opens_round),
        is_system=event.actor_id is None,
    )
