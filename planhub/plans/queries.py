"""Reads of plans for other pages: the grid of provinces and years, and what a plan includes."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, select
from sqlalchemy.orm import Session

from planhub.activities import queries as activities
from planhub.activities.models import JointActivity
from planhub.kernel.access import Actor
from planhub.plans.models import IntegratedPlan, PlanActivity, PlanPart
from planhub.record import access
from planhub.record.models import Record
from planhub.record.types import registry

NAME = "plans"

APPROVED = frozenset({"approved", "in_force", "closing", "closed"})
"""States in which a plan counts as approved (coverage, domain.md §7.2)."""

MOST = 2000
"""The most plans that one question answers."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan on one line."""

    id: str
    code: str
    title: str
    state: str
    province: str | None
    fiscal_year: int | None
    """B.E."""
    lead_org: str
    origin: str

    @property
    def is_approved(self) -> bool:
        """Whether all agencies have approved it."""
        return self.state in APPROVED


def visible(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that the actor may read a plan."""
    rt = registry.get(NAME)
    return access.visible(actor, rt.view, rt)


def list_plans(
    session: Session, actor: Actor, *where: ColumnElement[bool], limit: int = MOST
) -> list[PlanLine]:
    """Give the plans that meet the conditions and that the actor may read, newest year first; one query."""
    query = _lines(visible(actor), *where).limit(limit)
    return [PlanLine(*row) for row in session.execute(query)]


def _lines(*where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    columns = (Record.id, Record.code, Record.title, Record.state, Record.province_code, Record.fiscal_year)
    return (
        select(*columns, Record.owner_org, Record.origin)
        .where(*where)
        .order_by(Record.fiscal_year.desc(), Record.province_code, Record.code)
    )


def grid(session: Session, actor: Actor, fiscal_years: Iterable[int]) -> dict[tuple[str, int], PlanLine]:
    """Give the one plan of each province and fiscal year (B.E.) that has one: the living, or else the closed; one query."""
    years = sorted(set(fiscal_years))
    lines = list_plans(session, actor, Record.fiscal_year.in_(years), Record.state != "cancelled")
    found: dict[tuple[str, int], PlanLine] = {}
    for line in sorted(lines, key=lambda x: (_RANK.get(x.state, 1), x.code)):
        if line.province is not None and line.fiscal_year is not None:
            found[line.province, line.fiscal_year] = line
    return found


_RANK = {"superseded": 0, "closed": 0, "approved": 2, "in_force": 3, "closing": 3}
"""Which of several plans of a province and year stands for them: the one in force before a revision in preparation."""


def edition_of(plan: IntegratedPlan) -> ColumnElement[bool]:
    """Give the condition to be an edition of the same plan."""
    first = plan.first_id or plan.id
    table = IntegratedPlan.__table__.c
    return Record.id.in_(select(table.id).where((table.id == first) | (table.first_id == first)))


def baselines(session: Session, plan_ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Give, by plan, the baselines of its activities by their ids; one query."""
    ids = list(plan_ids)
    query = select(PlanActivity.record_id, PlanActivity.activity_id, PlanActivity.baseline).where(
        PlanActivity.record_id.in_(ids), PlanActivity.baseline.is_not(None)
    )
    found: dict[str, dict[str, Any]] = {key: {} for key in ids}
    for record_id, activity_id, baseline in session.execute(query):
        found[record_id][activity_id] = baseline
    return found


def of_activity(session: Session, actor: Actor, activity_id: str) -> list[PlanLine]:
    """Give the plans that include an activity; one query."""
    rows = session.execute(_including(visible(actor)), {"activity": activity_id})
    return [PlanLine(*row) for row in rows]


@lru_cache(maxsize=500)
def _including(seen: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Make the statement once for readers of equal standing; it looks ids up, where EXISTS would ask every record."""
    includes = select(PlanActivity.record_id).where(PlanActivity.activity_id == bindparam("activity"))
    return _lines(seen, Record.id.in_(includes)).limit(MOST)


def of_mou(session: Session, actor: Actor, mou_id: str) -> list[PlanLine]:
    """Give the plans that rest on an MOU; one query."""
    rows = session.execute(_resting_on(visible(actor)), {"mou": mou_id})
    return [PlanLine(*row) for row in rows]


@lru_cache(maxsize=500)
def _resting_on(seen: ColumnElement[bool]) -> Select[Any]:
    plan = IntegratedPlan.__table__.c
    rests = select(plan.id).where(plan.mou_id == bindparam("mou"))
    return _lines(seen, Record.id.in_(rests)).limit(MOST)


def sheets_of(session: Session, plan_id: str) -> list[activities.Sheet]:
    """Give the activities that a plan includes, with light and money; three queries.

    Asks no decision: who may read the plan reads what it includes.
    """
    included = exists().where(_included(plan_id), PlanActivity.activity_id == JointActivity.id)
    return activities.list_sheets(session, included)


def budget_of(session: Session, plan_id: str) -> list[activities.BudgetSum]:
    """Add up the money of a plan by agency, source and fiscal year, each line once; three queries.

    Money of agencies that refused their part is not in the plan, even where the lines are still to be taken out.
    """
    ids = session.scalars(select(PlanActivity.activity_id).where(_included(plan_id))).all()
    parts = select(PlanPart.org).where(PlanPart.record_id == plan_id, PlanPart.refused_because.is_not(None))
    gone = set(session.scalars(parts))
    return [row for row in activities.budget_sums(session, ids) if row.org not in gone]


def _included(plan_id: str) -> ColumnElement[bool]:
    """Give the condition that a row of a plan's activities is included and not left out with a refused part."""
    return and_(PlanActivity.record_id == plan_id, PlanActivity.left_out_because.is_(None))
