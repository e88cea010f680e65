"""State machines as data: declared once, read by screens, API, help, diagrams and tests (workflows.md §1).

A `Workflow` is checked when it is built: an unknown, doubled or unreachable state, a state without a way
out, or a final state with one, is an error at import and never reaches a user.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from planhub.kernel.access import Actor, Standing
from planhub.kernel.errors import Reason
from planhub.kernel.fields import Field
from planhub.kernel.text import Text


class Tone(StrEnum):
    """How a state looks everywhere; templates never map states to colours."""

    DRAFT = "draft"
    ACTIVE = "active"
    WAIT = "wait"
    GOOD = "good"
    BAD = "bad"
    ENDED = "ended"


class Trigger(StrEnum):
    """Who sets a move off."""

    PERSON = "person"
    SYSTEM = "system"
    """By itself, in the transaction of the act that made it due, or in the daily run (rule R17)."""


class Outcome(StrEnum):
    """What a move does to the lane it acts on."""

    DONE = "done"
    RETURNED = "returned"


class LaneStatus(StrEnum):
    """Where one step of one agency's lane stands."""

    QUEUED = "queued"
    """An earlier step of the same agency's chain comes first (rule R16)."""
    WAITING = "waiting"
    DONE = "done"
    RETURNED = "returned"
    VOID = "void"
    """Was done, but the text changed afterwards (rule R11)."""

    @property
    def label(self) -> Text:
        """The status in words."""
        return _LANE_LABELS[self]


_LANE_LABELS = {
    LaneStatus.QUEUED: Text("รอลำดับก่อนหน้า", "after the step before"),
    LaneStatus.WAITING: Text("รอดำเนินการ", "waiting"),
    LaneStatus.DONE: Text("ผ่านแล้ว", "done"),
    LaneStatus.RETURNED: Text("ส่งกลับแก้ไข", "returned"),
    LaneStatus.VOID: Text("สิ้นผลเพราะแก้ข้อความ", "void: text changed"),
}


@dataclass(frozen=True, slots=True)
class State:
    """One state of a machine."""

    key: str
    label: Text
    tone: Tone
    final: bool = False
    partner_label: Text | None = None
    """What a partner agency reads instead (rule R15)."""
    public_label: Text | None = None
    """What the public reads instead (rule R15)."""

    def label_for(self, audience: str) -> Text:
        """Give the label for `audience`: "inside", "partner" or "public"."""
        if audience == "public":
            return self.public_label or self.partner_label or self.label
        return (self.partner_label or self.label) if audience == "partner" else self.label


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a guard may look at: the record as it stands, who asks, what was filled in, and facts."""

    record: Any
    actor: Actor
    standing: Standing | None
    """The post from which the actor would act; None for the system."""
    today: date
    values: Mapping[str, Any] = field(default_factory=dict)
    """What the person filled in; empty while a screen only asks whether the move is open."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What the record's type gathered beforehand, so that guards need no database."""


Check = Callable[[Case], Iterable[Reason]]


@dataclass(frozen=True, slots=True)
class Guard:
    """A named condition of a move; `check` gives a reason for each thing that is missing (rule R19)."""

    key: str
    label: Text
    """The condition in words, for the help page."""
    check: Check


@dataclass(frozen=True, slots=True)
class Notice:
    """Who is told of a move, and in which words (rule R4)."""

    to: tuple[str, ...]
    """Audiences, resolved by `planhub.record.notices`: coordinators, directors, legal, budget, secretariat, owner…"""
    text: Text
    """One sentence; placeholders {code}, {title}, {actor}, {org}, {note}."""


@dataclass(frozen=True, slots=True)
class Lanes:
    """Parallel lanes, one per agency, that must be through before the record moves on by itself."""

    key: str
    label: Text
    states: frozenset[str]
    """States in which these lanes are open."""
    role: str
    """The role whose posts are waited for where no chain of posts is set."""
    quorum: str = "all"
    """"all", "any", or a number of agencies as text."""
    chained: bool = False
    """Each agency's own chain of posts applies (rule R16)."""
    consents: bool = True
    """To be through means to consent to the text, so a change of it takes that back (rule R11); False: a delivery."""

    def reached(self, done: int, members: int) -> bool:
        """Tell whether `done` of `members` agencies are enough."""
        if members == 0:
            return False
        match self.quorum:
            case "all":
                return done >= members
            case "any":
                return done >= 1
            case number:
                return done >= min(int(number), members)


@dataclass(frozen=True, slots=True)
class Move:
    """One named transition: the button, the API call, the event and the notice come from this."""

    key: str
    label: Text
    sources: tuple[str, ...]
    target: str | None = None
    """None leaves the state as it is (a lane's act, a flag)."""
    permission: str = ""
    """What a person needs; empty for the system's own moves."""
    by: Trigger = Trigger.PERSON
    consequence: Text | None = None
    """What the confirmation says will follow."""
    asks: tuple[Field, ...] = ()
    guards: tuple[Guard, ...] = ()
    needs_note: bool = False
    returns: bool = False
    """A return: needs a reason, sections and a wanted date, and opens the next round (rule R8)."""
    recalls: bool = False
    """A recall by the sender, until the first act after sending (rule R9)."""
    reopens: bool = False
    """Opens again what was accepted or published, so that another round of acts begins."""
    lane: str | None = None
    outcome: Outcome = Outcome.DONE
    lane_org: str | None = None
    """Name of the asked field that tells the lane's organisation; None: the actor's own organisation."""
    when_lanes: tuple[str, ...] = ()
    """For a system move: lanes that must have their quorum."""
    not_by_author_of: tuple[str, ...] = ()
    """Acts of this round ("edit" or a move) whose author may not take this move (rules R7, S1)."""
    step_up: bool = False
    """An approval or signature: the person shows again who they are, if that was long ago (rule S5)."""
    effects: tuple[str, ...] = ()
    notice: Notice | None = None
    relevant: Callable[[Any], bool] | None = None
    """Whether there is anything for it to act on in that record; screens leave it out where there is not."""
    main: bool = False
    """The move that most readers in this state came for; drawn first and filled."""

    @property
    def opens_round(self) -> bool:
        """Whether the next round begins after it: returns, recalls and reopenings start afresh (rules R8, R9)."""
        return self.returns or self.recalls or self.reopens


@dataclass(frozen=True)
class Workflow:
    """A whole machine. Raises `ValueError` when it does not hold together."""

    name: str
    """The record type whose life this is, as the API names it."""
    label: Text
    initial: str
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    lanes: tuple[Lanes, ...] = ()
    version: int = 1
    """Records keep the version they were begun with (rule R3)."""
    sections: tuple[tuple[str, Text], ...] = ()
    """Named parts of the record that a return may point at (rule R8)."""

    def __post_init__(self) -> None:
        """Check the whole declaration once."""
        faults = [*self._doubles(), *self._unknowns(), *self._reach()]
        if faults:
            raise ValueError(f"workflow {self.name}: " + "; ".join(faults))

    @property
    def state_keys(self) -> tuple[str, ...]:
        """The keys of all states, in order."""
        return tuple(s.key for s in self.states)

    def state(self, key: str) -> State:
        """Give the state called `key`; raises `KeyError`."""
        for state in self.states:
            if state.key == key:
                return state
        raise KeyError(key)

    def find(self, key: str) -> Move | None:
        """Give the move called `key`, if there is one."""
        return next((m for m in self.moves if m.key == key), None)

    def lane_set(self, key: str) -> Lanes:
        """Give the set of lanes called `key`; raises `KeyError`."""
        for lanes in self.lanes:
            if lanes.key == key:
                return lanes
        raise KeyError(key)

    def lanes_in(self, state: str) -> tuple[Lanes, ...]:
        """Give the sets of lanes that are open in `state`."""
        return tuple(lanes for lanes in self.lanes if state in lanes.states)

    def moves_from(self, state: str, by: Trigger = Trigger.PERSON) -> tuple[Move, ...]:
        """Give the moves that leave (or act in) `state`, in the order of the declaration."""
        return tuple(m for m in self.moves if state in m.sources and m.by is by)

    def _doubles(self) -> Iterable[str]:
        for kind, keys in (
            ("state", self.state_keys),
            ("move", tuple(m.key for m in self.moves)),
            ("lanes", tuple(lanes.key for lanes in self.lanes)),
        ):
            yield from (
                f"{kind} {key} stands twice" for key in sorted({k for k in keys if keys.count(k) > 1})
            )

    def _unknowns(self) -> Iterable[str]:
        known, lane_keys = set(self.state_keys), {lanes.key for lanes in self.lanes}
        if self.initial not in known:
            yield f"initial state {self.initial} is unknown"
        for lanes in self.lanes:
            yield from (f"lanes {lanes.key}: unknown state {s}" for s in sorted(lanes.states - known))
        for move in self.moves:
            named = {*move.sources, *([move.target] if move.target else [])}
            yield from (f"move {move.key}: unknown state {s}" for s in sorted(named - known))
            lanes_named = {*move.when_lanes, *([move.lane] if move.lane else [])}
            yield from (f"move {move.key}: unknown lanes {name}" for name in sorted(lanes_named - lane_keys))
            yield from _move_faults(move)

    def _reach(self) -> Iterable[str]:
        exits = {
            s: {m.target for m in self.moves if s in m.sources and m.target not in (None, s)}
            for s in self.state_keys
        }
        seen, todo = (
            {self.initial},
            [self.initial, *(m.target for m in self.moves if not m.sources and m.target)],
        )
        while todo:
            here = todo.pop()
            seen.add(here)
            todo += [str(t) for t in exits.get(here, ()) if t not in seen]
        for state in self.states:
            if state.key not in seen:
                yield f"state {state.key} cannot be reached"
            if state.final and exits[state.key]:
                yield f"final state {state.key} has a way out"
            if not state.final and not exits[state.key]:
                yield f"state {state.key} has no way out"


def _move_faults(move: Move) -> Iterable[str]:
    if move.by is Trigger.PERSON and not move.permission:
        yield f"move {move.key}: a person's move needs a permission"
    if move.by is Trigger.SYSTEM and (move.permission or move.asks or move.needs_note):
        yield f"move {move.key}: the system neither holds permissions nor fills in forms"
    if move.notice is None:
        yield f"move {move.key}: nobody is told (rule R4)"
    if not move.sources:
        yield f"move {move.key}: leaves no state"


@dataclass(frozen=True, slots=True)
class Happened:
    """What the status of a record is computed from: one event, as the append-only table keeps it (rule R1)."""

    move: str
    round: int
    """The round in which it happened."""
    to_state: str
    to_round: int
    """The round that follows: one more after a return (rule R8)."""
    org: str | None = None
    """The organisation on whose lane it acted."""
    lane: str | None = None
    outcome: str | None = None
    step: int = 1
    content_hash: str | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Status:
    """State, round and finished lane steps, as replayed from events."""

    state: str
    round: int
    done: frozenset[tuple[int, str, str, int]]
    """(round, lanes, organisation, step) that stand as done."""


def replay(workflow: Workflow, events: Iterable[Happened]) -> Status:
    """Compute the status of a record from its events alone (rule R1)."""
    state, number = workflow.initial, 1
    done: set[tuple[int, str, str, int]] = set()
    for event in events:
        state, number = event.to_state, event.to_round
        if event.move in (VOIDED, ASKED_AGAIN):
            done = {d for d in done if d[0] != event.round or (event.lane and d[1] != event.lane)}
        elif event.lane and event.org:
            place = (event.round, event.lane, event.org, event.step)
            (done.add if event.outcome == Outcome.DONE else done.discard)(place)
    return Status(state, number, frozenset(done))


VOIDED = "consents_voided"
"""The event by which a change of text takes back every consent of the round (rule R11)."""

ASKED_AGAIN = "asked_again"
"""The event by which the lanes of one set begin anew although the text stands: another question is put to them."""

CREATED = "create"
"""The first event of every record."""


def mermaid(workflow: Workflow) -> str:
    """Draw the machine as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"  [*] --> {workflow.initial}"]
    lines += [f"  {s.key}: {s.label.th}" for s in workflow.states]
    for move in workflow.moves:
        mark = " (SY)" if move.by is Trigger.SYSTEM else ""
        lines += [f"  {source} --> {move.target or source}: {move.key}{mark}" for source in move.sources]
    lines += [f"  {s.key} --> [*]" for s in workflow.states if s.final]
    return "\n".join(lines) + "\n"
