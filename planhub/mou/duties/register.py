"""The register of MOUs: every one that a reader may see, with its parties, days, duties and health, in nine queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, or_, select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.text import Text
from planhub.kernel.thai import fiscal_year_span
from planhub.kernel.workflow import State
from planhub.mou import measures
from planhub.mou.duties import health
from planhub.mou.duties import measures as duties
from planhub.mou.duties.obligations import Obligation, of_many
from planhub.mou.models import Mou, MouParty
from planhub.mou.workflow import WORKFLOW
from planhub.people.queries import called
from planhub.record import access
from planhub.record.models import Record
from planhub.record.types import registry

MOST = 200
"""MOUs of one register; more are counted, not shown."""

LIVING = ("in_force", "suspended")
COMING = ("draft", "negotiating", "clearance", "approval", "ready_to_sign", "signing", "signed")
OVER = ("expired", "terminated", "closed")

_COLUMNS = (
    Mou.id,
    Mou.code,
    Mou.title,
    Mou.state,
    Mou.owner_org,
    Mou.official_no,
    Mou.effective_on,
    Mou.expires_on,
    Mou.term_years,
    Mou.ceremony_on,
    Mou.signed_on,
    Mou.starts_on,
    Mou.ends_on,
    Mou.ended_on,
    Mou.origin,
    Mou.is_training,
    Mou.updated_at,
)


@dataclass(frozen=True)
class Line:
    """One MOU of the register."""

    row: Row[Any]
    parties: Sequence[str]
    obligations: Sequence[Obligation]
    health: health.Health | None

    @property
    def state(self) -> State:
        """The state with its words."""
        return WORKFLOW.state(self.row.state)

    @property
    def begins(self) -> date | None:
        """The first day: in force, or as planned."""
        day: date | None = self.row.starts_on or self.row.effective_on or self.row.ceremony_on
        return day

    @property
    def ends(self) -> date | None:
        """The last day: in force, as planned, or the day on which it was terminated."""
        if self.row.ended_on:
            ended: date = self.row.ended_on
            return ended
        if self.row.ends_on or self.begins is None:
            day: date | None = self.row.ends_on
            return day
        return measures.last_day(self.begins, expires_on=self.row.expires_on, term_years=self.row.term_years)

    @property
    def is_planned(self) -> bool:
        """Whether the days are still a plan."""
        return self.row.starts_on is None

    @cached_property
    def lights(self) -> Mapping[str, int]:
        """How many duties stand in each light."""
        found = dict.fromkeys(duties.ORDER, 0)
        for one in self.obligations:
            found[one.standing.light] += 1
        return found

    def of_party(self, org: str | None) -> list[Obligation]:
        """Give the duties of one party; None: those of all together."""
        return [one for one in self.obligations if one.org == org]


@dataclass(frozen=True)
class Register:
    """What a reader sees of all MOUs."""

    lines: Sequence[Line]
    orgs: Mapping[str, Text]
    """What people call the organisations."""
    left_out: bool
    """There are more than `MOST`."""
    today: date
    fiscal_year: int | None = None
    states: Sequence[str] = field(default=())

    def called(self, org: str) -> Text:
        """Give what people call an organisation."""
        return self.orgs.get(org, Text(org, org))


def read(
    session: Session,
    actor: Actor,
    *,
    fiscal_year: int | None = None,
    org: str | None = None,
    states: Sequence[str] = (),
) -> Register:
    """Give the register as `actor` may see it: all, or those that live or are made in a fiscal year (B.E.)."""
    rt = registry.get("mous")
    where = [access.visible(actor, rt.view, rt), Mou.state != "cancelled"]
    if fiscal_year is not None:
        where.append(_in_year(fiscal_year))
    if org:
        where.append(Mou.id.in_(select(MouParty.record_id).where(MouParty.org == org)))
    if states:
        where.append(Mou.state.in_(states))
    query = select(*_COLUMNS).where(*where).order_by(*_ORDER).limit(MOST + 1)
    rows = session.execute(query).all()
    return _register(session, rows[:MOST], left_out=len(rows) > MOST, fiscal_year=fiscal_year)


_ORDER = (
    case((Mou.state.in_(LIVING), 0), (Mou.state.in_(COMING), 1), else_=2),
    case((Mou.ends_on.is_(None), 1), else_=0),
    Mou.ends_on,
    Record.code,
)
"""Those in force first, what ends soonest at the top."""


def _in_year(year: int) -> ColumnElement[bool]:
    first, last = fiscal_year_span(year)
    lives = and_(Mou.starts_on <= last, or_(Mou.ends_on.is_(None), Mou.ends_on >= first))
    return or_(lives, and_(Mou.starts_on.is_(None), Mou.fiscal_year == year))


def _register(session: Session, rows: Sequence[Any], *, left_out: bool, fiscal_year: int | None) -> Register:
    ids, today = [row.id for row in rows], clock.today()
    parties = _parties(session, ids)
    known, found = health.told(session, ids), of_many(session, rows, today)
    lines = [
        Line(
            row,
            parties.get(row.id, [row.owner_org]),
            found.get(row.id, []),
            health.of(row, found.get(row.id, []), known, today),
        )
        for row in rows
    ]
    orgs = {code for line in lines for code in (*line.parties, line.row.owner_org)}
    return Register(lines, called(session, sorted(orgs)), left_out, today, fiscal_year)


def _parties(session: Session, ids: Sequence[str]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    query = select(MouParty.record_id, MouParty.org).where(MouParty.record_id.in_(ids))
    for record_id, org in session.execute(query.order_by(MouParty.record_id, MouParty.position)):
        found[record_id].append(org)
    return found
