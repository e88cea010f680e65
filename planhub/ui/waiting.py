"""Whom a record waits for: one sentence for every state, also where no lanes are open (rule R18)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from planhub.kernel.access import Actor, Role, Scope
from planhub.kernel.text import Text
from planhub.kernel.workflow import Move, Trigger, Workflow
from planhub.people.queries import PostHolder
from planhub.record.inbox import waits_for
from planhub.record.models import Record
from planhub.record.types import RecordType
from planhub.ui.values import Names, OrgShown


@dataclass(frozen=True, slots=True)
class Awaited:
    """A post that the record waits for, with the person in it today."""

    label: Text
    post: Text
    org: OrgShown | None
    person: Text | None
    mine: bool
    """Whether the reader may act from that post."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the head of the page says under the title."""

    whom: Sequence[Awaited]
    since: datetime
    until: date | None
    """The day on which the system itself goes on, where nobody needs to do anything."""
    is_over: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and the names that the page has read already."""

    actor: Actor
    names: Names

    def is_in(self, org: str, post: Text) -> bool:
        """Tell whether the reader stands in a post of that title."""
        return any(s.org == org and s.post_title == post for s in self.actor.standings)


def waiting_of(
    record: Record, record_type: RecordType, machine: Workflow, holders: Sequence[PostHolder], reader: Reader
) -> Waiting:
    """Say whom a record waits for: its open lanes, else the posts of the state's main move, else a day."""
    state = machine.state(record.state)
    lanes = waits_for(record, machine, holders)
    whom = [
        Awaited(x.label, x.post, reader.names.org(x.org), x.person, reader.is_in(x.org, x.post))
        for x in lanes
    ]
    since = min((x.since for x in lanes), default=record.state_since)
    if not whom:
        main = next((m for m in machine.moves_from(record.state) if m.main and m.lane is None), None)
        whom = list(_posts_for(main, record, record_type, holders, reader)) if main else []
    by_itself = any(m for m in machine.moves_from(record.state, Trigger.SYSTEM))
    whom.sort(key=lambda awaited: not awaited.mine)
    return Waiting(whom, since, record.wake_on if by_itself and not lanes else None, state.final)


def _posts_for(
    move: Move, record: Record, record_type: RecordType, holders: Iterable[PostHolder], reader: Reader
) -> Iterable[Awaited]:
    people = list(holders)
    seen: set[tuple[Role, str]] = set()
    for grant in record_type.policy.of(move.permission):
        if not grant.holds_in(record.state):
            continue
        for org in _orgs_in_reach(grant.scope, record):
            if (grant.role, org) in seen:
                continue
            seen.add((grant.role, org))
            holder = next((h for h in people if (h.org, h.role) == (org, grant.role.value) and h.name), None)
            post = holder.title if holder else grant.role.label
            shown = reader.names.org(org) if org else None
            mine = any(s.role is grant.role and org in ("", s.org) for s in reader.actor.standings)
            yield Awaited(move.label, post, shown, holder.name if holder else None, mine)


def _orgs_in_reach(scope: Scope, record: Record) -> Sequence[str]:
    match scope:
        case Scope.OWN:
            return (record.owner_org,)
        case Scope.PARTY:
            return sorted({p.org_code for p in record.party_rows})
        case _:
            return ("",)
