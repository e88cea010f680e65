"""The days of all records that a reader may see, as the types declare them (`planhub.record.days`)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    exists,
    literal,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.kernel.text import Text
from planhub.kernel.workflow import State
from planhub.meetings.models import ActionItem, AgendaItem, Meeting
from planhub.plans.models import IntegratedPlan, PlanActivity
from planhub.progress.models import ProgressReport
from planhub.record import access
from planhub.record.days import COLUMNS, DayKind
from planhub.record.models import Record, RecordParty
from planhub.record.types import RecordType, registry

MOST = 400
"""Days of one kind that one question answers; of more it is said that they are more."""

MINE, AGENCY, ALL = "mine", "agency", "all"
SCOPES: tuple[tuple[str, Text], ...] = (
    (MINE, Text("ที่ฉันต้องทำหรือร่วม", "What I have to do with")),
    (AGENCY, Text("ของหน่วยงานฉัน", "My agency")),
    (ALL, Text("ทั้งหมดที่อ่านได้", "All that I may read")),
)
"""Whose days are asked for."""


@dataclass(frozen=True)
class Asked:
    """Which days are asked for; empty fields do not limit."""

    first: date
    last: date
    scope: str = MINE
    kinds: Sequence[str] = ()
    province: str | None = None
    plan: str | None = None
    """Id of a plan: its own days, and those of its activities, their reports, and of what meetings resolved on it."""
    committee: str | None = None
    """Code of a committee: its meetings and what they assigned."""
    called_off: bool = False
    """Days that were called off are told too, as calendars must hear of them."""


class Day(NamedTuple):
    """One day of one record."""

    kind: str
    type: str
    code: str
    title: str
    state: str
    workflow_version: int
    owner_org: str
    origin: str
    version: int
    updated_at: datetime
    record_id: str
    row_id: str | None
    day: date
    note: str | None
    starts_at: time | None
    ends_at: time | None
    place: str | None
    is_done: bool

    @property
    def of(self) -> DayKind:
        """The kind of day."""
        return kinds_by_key()[self.kind][1]

    @property
    def label(self) -> Text:
        """What kind of day it is."""
        return self.of.label

    @property
    def standing(self) -> State:
        """The state of the record."""
        return registry.get(self.type).machine(self.workflow_version).state(self.state)

    @property
    def is_off(self) -> bool:
        """Whether it was called off."""
        return self.state in self.of.off

    @property
    def is_met(self) -> bool:
        """Whether what was due has been done."""
        return bool(self.is_done) or self.state in self.of.met


@dataclass(frozen=True)
class Days:
    """The days that were found, in their order."""

    rows: Sequence[Day]
    cut: Sequence[str] = field(default=())
    """Kinds of which there are more than were told."""


def kinds_by_key() -> dict[str, tuple[RecordType, DayKind]]:
    """Give every kind of day with its type, in the order of the features."""
    return {kind.key: (rt, kind) for rt in registry.all() for kind in rt.days}


def days(session: Session, actor: Actor, asked: Asked) -> Days:
    """Give the days that are asked for and that the actor may see; one statement."""
    found = kinds_by_key()
    wanted = [found[key] for key in found if not asked.kinds or key in asked.kinds]
    parts = [part for rt, kind in wanted if (part := _days_of(actor, rt, kind, asked)) is not None]
    if not parts:
        access.signed_in(actor)
        return Days(())
    rows = [Day(*row) for row in session.execute(union_all(*(select(p.subquery()) for p in parts)))]
    counted: dict[str, int] = {}
    for row in rows:
        counted[row.kind] = counted.get(row.kind, 0) + 1
    rows.sort(
        key=lambda row: (row.day, row.starts_at or time.min, _RANK.get(row.kind, 1), row.kind, row.code)
    )
    return Days(rows, tuple(key for key, n in counted.items() if n >= MOST))


_RANK = {"meeting": 0, "ceremony": 0}
"""What people come together for stands before what is due."""

_HEADER = (
    "type",
    "code",
    "title",
    "state",
    "workflow_version",
    "owner_org",
    "origin",
    "version",
    "updated_at",
)


def _days_of(actor: Actor, rt: RecordType, kind: DayKind, asked: Asked) -> Select[Any] | None:
    """Give the days of one kind.

    The days are looked up by their index and each record by its id: a join with the conditions of rights would make
    SQLite walk through all records of the type first.
    """
    whose = _whose(actor, rt, kind, asked.scope)
    if whose is None:
        return None
    rows = kind.rows().subquery()
    head = Record.__table__.alias()
    states = kind.states if asked.called_off else kind.open | kind.met
    if asked.scope == ALL and not asked.called_off and kind.key == "meeting":
        states |= kind.off
    here: list[ColumnElement[bool]] = [
        Record.id == rows.c.record_id,
        access.visible(actor, rt.view, rt),
        Record.state.in_(sorted(states)),
        *whose,
        *_limits(asked),
    ]
    header = [head.c[name] for name in _HEADER]
    query = select(literal(kind.key, String).label("kind"), *header, *(rows.c[name] for name in COLUMNS))
    return (
        query.select_from(rows.join(head, head.c.id == rows.c.record_id))
        .where(rows.c.day.between(asked.first, asked.last), exists().where(*here))
        .order_by(rows.c.day, head.c.code)
        .limit(MOST)
    )


def _whose(actor: Actor, rt: RecordType, kind: DayKind, scope: str) -> list[ColumnElement[bool]] | None:
    """Give the conditions of a scope; None where nothing can be in it."""
    if scope == ALL or actor.is_system:
        return []
    if scope == MINE:
        calls = rt.policy.ever(actor, kind.calls)
        return [access.visible(actor, kind.calls, rt, any_state=True)] if calls else None
    party = exists().where(RecordParty.record_id == Record.id, RecordParty.org_code.in_(actor.orgs))
    return [or_(Record.owner_org.in_(actor.orgs), party.correlate(Record))]


def _limits(asked: Asked) -> Iterable[ColumnElement[bool]]:
    if asked.province:
        yield Record.province_code == asked.province
    if asked.plan:
        yield Record.id.in_(_of_plan(asked.plan))
    if asked.committee:
        yield Record.id.in_(_of_committee(asked.committee))


_report = ProgressReport.__table__.c
_action = ActionItem.__table__.c
_meeting = Meeting.__table__.c
_plan = IntegratedPlan.__table__.c


def _of_plan(plan_id: str) -> CompoundSelect[Any]:
    """Give the ids of a plan, its activities, their reports, the meetings about any of them, and what these assigned."""
    activities = select(PlanActivity.activity_id.label("id")).where(PlanActivity.record_id == plan_id)
    own = (
        select(_plan.id).where(_plan.id == plan_id),
        activities,
        select(_report.id).where(_report.activity_id.in_(activities)),
    )
    items = select(AgendaItem.id).where(AgendaItem.about_id.in_(select(union(*own).subquery().c[0])))
    meetings = select(AgendaItem.record_id).where(AgendaItem.id.in_(items))
    return union(*own, meetings, select(_action.id).where(_action.item_id.in_(items)))


def _of_committee(code: str) -> CompoundSelect[Any]:
    meetings = select(_meeting.id).where(_meeting.committee_code == code)
    return union(meetings, select(_action.id).where(_action.meeting_id.in_(meetings)))
