"""Reads of activities for other pages: what happens where, how it stands, and for whose money. Few queries, no entities."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Row,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    null,
    or_,
    select,
)
from sqlalchemy.orm import Session

from planhub.activities.measures import NOTHING, RESTING, Light, Money, Standing, light
from planhub.activities.models import ActivityPartner, BudgetLine, JointActivity, Milestone
from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.thai import fiscal_year_span
from planhub.record import access
from planhub.record.models import Record, RecordArea
from planhub.record.types import registry

MOST = 500
"""The most activities that one question answers."""

NAME = "activities"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One activity on one line: who, when, how far, for how much."""

    id: str
    code: str
    title: str
    state: str
    lead_org: str
    start: date | None
    end: date | None
    plan_code: str | None
    origin: str
    physical: int | None
    """Per cent of the work that is done; None without milestones."""
    planned: int | None
    """Per cent that was to be done by today; None without due dates."""
    light: Light
    money: Money
    """Sums of its lines, in satang."""


@dataclass(frozen=True, slots=True)
class BudgetSum:
    """The money of one agency from one source in one fiscal year (B.E.), in satang; a "line" for `measures`."""

    org: str
    source: str
    fiscal_year: int
    planned: int
    allocated: int
    committed: int
    disbursed: int
    carry_over: int


def in_province(province: str) -> ColumnElement[bool]:
    """Give the condition that a record touches a province (two digits) or something inside it."""
    return exists().where(
        RecordArea.record_id == Record.id, RecordArea.area_code.startswith(province, autoescape=True)
    )


def in_year(fiscal_year: int) -> ColumnElement[bool]:
    """Give the condition that an activity runs in a fiscal year (B.E.), be it for a day."""
    first, last = fiscal_year_span(fiscal_year)
    return and_(JointActivity.start <= last, JointActivity.end >= first)


def counted() -> ColumnElement[bool]:
    """Give the condition that an activity counts: a cancelled one gives its money back."""
    return Record.state != "cancelled"


def visible(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that the actor may read an activity."""
    rt = registry.get(NAME)
    return access.visible(actor, rt.view, rt)


def list_sheets(session: Session, *where: ColumnElement[bool], limit: int = MOST) -> list[Sheet]:
    """Give the activities that meet the conditions, in the order of their first day; three queries.

    Asks no decision: give `visible(actor)` among the conditions, unless another right covers the reading.
    """
    return _with_sums(session, session.execute(_heads(*where).limit(limit)).all())


def _heads(*where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    columns = (*_HEAD, JointActivity.start, JointActivity.end, JointActivity.plan_code)
    return select(JointActivity.id, *columns).where(*where).order_by(JointActivity.start, JointActivity.code)


def _with_sums(session: Session, rows: Sequence[Row[Any]]) -> list[Sheet]:
    ids = [row.id for row in rows]
    steps, money = _steps(session, ids, clock.today()), money_of(session, ids)
    return [_sheet(row, steps.get(row.id), money.get(row.id, NOTHING)) for row in rows]


_HEAD = (
    JointActivity.code,
    JointActivity.title,
    JointActivity.state,
    JointActivity.owner_org,
    JointActivity.origin,
)


@dataclass(frozen=True, slots=True)
class _Steps:
    done: int
    due: int
    dated: int
    reported: int


def _steps(session: Session, ids: Sequence[str], today: date) -> dict[str, _Steps]:
    if not ids:
        return {}
    is_done = Milestone.done_on.is_not(None)
    query = (
        select(
            Milestone.record_id,
            func.sum(case((is_done, Milestone.weight), else_=0)),
            func.sum(case((Milestone.due_on <= today, Milestone.weight), else_=0)),
            func.count(Milestone.due_on),
            func.count(Milestone.done_on),
        )
        .where(Milestone.record_id.in_(ids))
        .group_by(Milestone.record_id)
    )
    return {
        key: _Steps(min(int(done), 100), min(int(due), 100), dated, told)
        for key, done, due, dated, told in session.execute(query)
    }


def money_of(session: Session, ids: Sequence[str]) -> dict[str, Money]:
    """Give the sums of the lines of each activity; one query."""
    if not ids:
        return {}
    query = (
        select(BudgetLine.record_id, *_STAGES)
        .where(BudgetLine.record_id.in_(ids))
        .group_by(BudgetLine.record_id)
    )
    return {key: Money(*(int(part) for part in parts)) for key, *parts in session.execute(query)}


_STAGES = tuple(
    func.coalesce(func.sum(getattr(BudgetLine, stage)), 0).label(stage) for stage in Money._fields
)


def _sheet(row: Any, steps: _Steps | None, money: Money) -> Sheet:
    physical = steps.done if steps else None
    planned = steps.due if steps and steps.dated else None
    standing = Standing(physical, planned, row.end, bool(steps and steps.reported), row.state in RESTING)
    return Sheet(
        id=row.id,
        code=row.code,
        title=row.title,
        state=row.state,
        lead_org=row.owner_org,
        start=row.start,
        end=row.end,
        plan_code=row.plan_code,
        origin=row.origin,
        physical=physical,
        planned=planned,
        light=Light.GREEN if row.state == "completed" else light(standing, clock.today()),
        money=money,
    )


def of_province(
    session: Session, actor: Actor, province: str, *, fiscal_year: int | None = None, limit: int = MOST
) -> list[Sheet]:
    """Give the activities of a province (two digits) that the actor may read, with light and money; three queries."""
    year = [in_year(fiscal_year)] if fiscal_year is not None else []
    return list_sheets(session, visible(actor), in_province(province), counted(), *year, limit=limit)


def of_mou(session: Session, actor: Actor, mou_id: str) -> list[Sheet]:
    """Give the activities that rest on an MOU and that the actor may read; three queries."""
    return _with_sums(session, session.execute(_resting_on(visible(actor)), {"mou": mou_id}).all())


@lru_cache(maxsize=500)
def _resting_on(seen: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Make the statement once for readers of equal standing."""
    return _heads(seen, JointActivity.mou_id == bindparam("mou")).limit(MOST)


def of_agency(session: Session, actor: Actor, org: str) -> list[Sheet]:
    """Give the activities that an agency leads or takes part in and that the actor may read; three queries."""
    takes_part = exists().where(
        ActivityPartner.record_id == JointActivity.id,
        ActivityPartner.org == org,
        ActivityPartner.share.in_(["invited", "accepted"]),
    )
    return list_sheets(session, visible(actor), or_(JointActivity.owner_org == org, takes_part))


def budget_sums(session: Session, activity_ids: Iterable[str]) -> list[BudgetSum]:
    """Add up the lines of a set of activities by agency, source and fiscal year; one query, cancelled ones left out.

    Every line is counted once, however often an activity was named.
    """
    ids = sorted(set(activity_ids))
    if not ids:
        return []
    query = (
        select(BudgetLine.org, BudgetLine.source, BudgetLine.fiscal_year, *_STAGES)
        .join(Record, Record.id == BudgetLine.record_id)
        .where(BudgetLine.record_id.in_(ids), counted())
        .group_by(BudgetLine.org, BudgetLine.source, BudgetLine.fiscal_year)
        .order_by(BudgetLine.org, BudgetLine.source, BudgetLine.fiscal_year)
    )
    return [
        BudgetSum(org, source, year, *(int(x) for x in parts))
        for org, source, year, *parts in session.execute(query)
    ]


LIVING = ("accepted", "planned", "in_progress", "postponed", "done_reported")
"""States of an activity that is agreed and neither finished nor cancelled."""


def live_by_mou(mou_ids: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """Give the query that counts the living activities of each MOU, as `planhub.mou.duties.health` takes it."""
    return (
        select(JointActivity.mou_id, func.count(), null().cast(Date))
        .where(JointActivity.mou_id.in_(mou_ids), JointActivity.state.in_(LIVING))
        .group_by(JointActivity.mou_id)
    )
