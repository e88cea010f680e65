"""Reads the material of one province in a third of the queries that a whole pack needs, for a page that is opened often.

What comes out is the `Material` of `planhub.meetings.pack.reading`, so that a page, a province's own paper and the pack
say the same: `planhub.meetings.pack.facts` writes the facts of all three, and a test compares them.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    and_,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from planhub.activities.models import ActivityPartner, Indicator, IndicatorValue, JointActivity, Milestone
from planhub.kernel.thai import fiscal_year_span
from planhub.lessons.models import KnowledgeItem, Lesson
from planhub.meetings.pack import reading
from planhub.meetings.pack.reading import Material, Question
from planhub.mou.models import Mou
from planhub.people.queries import list_organizations
from planhub.places import kept
from planhub.places.levels import AreaLevel
from planhub.places.models import Programme, ProgrammeArea
from planhub.places.needs import list_needs
from planhub.places.overlap import Lists
from planhub.places.queries import AreaRow
from planhub.places.regions import cluster_of
from planhub.plans.models import ENDED, IntegratedPlan
from planhub.record.models import Record, RecordArea


class Read(NamedTuple):
    """The material of one province, and what its page shows besides."""

    material: Material
    plans: Sequence[Any]
    """The plans of all fiscal years that the reader may see, the newest year first."""
    knowledge: Sequence[Any]
    """Knowledge items that are used here."""
    tree: kept.Tree
    lists: Lists
    years: Sequence[int]
    """Fiscal years (B.E.) for which any programme names areas, the newest first."""


def read_one(session: Session, question: Question) -> Read | None:
    """Read the one province of the question, in nine queries; None where there is no such province."""
    (code,) = question.provinces
    standing = kept.standing(session)
    tree = kept.tree(session, standing)
    place = tree.by_code.get(code)
    if place is None or len(code) != AreaLevel.PROVINCE.digits:
        return None
    lists = kept.lists(session, standing, question.fiscal_year)
    records = records_of(session, question)
    activities = [row for row in records if row.type == "activities"]
    ids = [row.id for row in activities]
    plans = [row for row in records if row.type == "plans"]
    partners, milestones = small_rows(session, ids)
    indicators, values = _measured(session, question, ids)
    material = Material(
        question=question,
        orgs={org.code: org for org in list_organizations(session)},
        areas=[area_of(tree, place)],
        overlap=lists.matrix(AreaLevel.PROVINCE, question.fiscal_year, [place], {}),
        presences=presences(session, question),
        mous=[row for row in records if row.type == "mous"],
        mou_parties={},
        lanes={},
        plans=[row for row in plans if _is_of_the_year(row, question)],
        activities=activities,
        partners=partners,
        milestones=milestones,
        lines=reading.lines(session, question, ids) if ids else {},
        indicators=indicators,
        values=values,
        reports=reading.reports(session, question, ids) if ids else {},
        lessons=sorted((r for r in records if r.type == "lessons"), key=_newest_lesson_first, reverse=True),
        reach={row.id: sorted((row.reach or "").split(",")) for row in records},
        needs=list_needs(session, question.orgs, [code], until=question.fiscal_year),
    )
    return Read(
        material=material,
        plans=sorted(plans, key=lambda row: (-(row.fiscal_year or 0), row.code)),
        knowledge=[row for row in records if row.type == "knowledge-items"],
        tree=tree,
        lists=lists,
        years=kept.fiscal_years(session, standing),
    )


def _is_of_the_year(plan: Any, question: Question) -> bool:
    return plan.fiscal_year == question.fiscal_year and plan.state not in ENDED


def _newest_lesson_first(row: Any) -> Any:
    return row.published_on is not None, row.published_on, row.code


def area_of(tree: kept.Tree, place: Any) -> AreaRow:
    """Give a province of the tree as the readers of provinces take it."""
    region = tree.region_of[place.code]
    level = AreaLevel.PROVINCE.value
    return AreaRow(
        place.code, level, None, region, cluster_of().get(place.code), place.name.th, place.name.en
    )


# --- who works here ---------------------------------------------------------------------------------------------


def presences(session: Session, question: Question) -> Sequence[Any]:
    """Read who names the province or something inside it, with where that is known from, in the order of programmes."""
    (code,) = question.provinces
    query = (
        select(
            Programme.code,
            Programme.name_th,
            Programme.name_en,
            Programme.org_code,
            ProgrammeArea.area_code,
            ProgrammeArea.status,
            ProgrammeArea.is_pilot,
            ProgrammeArea.source,
            ProgrammeArea.origin,
            ProgrammeArea.as_of,
        )
        .join(ProgrammeArea.programme)
        .where(
            ProgrammeArea.fiscal_year == question.fiscal_year,
            ~Programme.is_nationwide,
            ProgrammeArea.area_code.startswith(code, autoescape=True),
        )
        .order_by(Programme.org_code, Programme.code, ProgrammeArea.area_code)
    )
    return session.execute(query).all()


# --- governed records -------------------------------------------------------------------------------------------

_TABLES = tuple(
    model.__table__.alias(f"own_{model.__tablename__}")
    for model in (Mou, IntegratedPlan, JointActivity, Lesson, KnowledgeItem)
)
"""The own tables of the types, under other names: who may see a record may be asked of the same tables."""
TYPES = ("mous", "plans", "activities", "lessons", "knowledge-items")
_RECORD = Record.__table__.c
_MOU, _PLAN, _ACTIVITY, _LESSON, _ITEM = (table.c for table in _TABLES)


def records_of(session: Session, question: Question, types: Iterable[str] = TYPES) -> Sequence[Any]:
    """Read the records of some types in one query, by type and code: those of the provinces asked for, or all."""
    tables: Any = Record.__table__
    for table in _TABLES:
        tables = tables.outerjoin(table, table.c.id == _RECORD.id)
    query = (
        select(
            *(_RECORD[name] for name in _HEADER),
            _reach(),
            _MOU.official_no,
            _MOU.starts_on,
            _MOU.ends_on,
            _MOU.ceremony_on,
            _PLAN.approved_on,
            _ACTIVITY.starts_on.label("start"),
            _ACTIVITY.ends_on.label("end"),
            *(_ACTIVITY[name] for name in ("target_count", "target_unit", "plan_code")),
            *(_LESSON[name] for name in _OF_LESSON),
            _ITEM.trl,
        )
        .select_from(tables)
        .where(*(_touches(code) for code in question.provinces[:1]), or_(*_wanted(question, types)))
        .order_by(_RECORD.type, _RECORD.code)
    )
    return session.execute(query).all()


_HEADER = (
    "id",
    "type",
    "code",
    "title",
    "state",
    "workflow_version",
    "owner_org",
    "state_since",
    "round",
    "fiscal_year",
    "province_code",
    "origin",
)
_OF_LESSON = (
    "kind",
    "what_was_done",
    "result",
    "success_factors",
    "usable_where",
    "directions",
    "agencies",
    "published_on",
    "source",
)


def _reach() -> Any:
    codes = func.aggregate_strings(RecordArea.area_code, ",")
    return (
        select(codes)
        .where(RecordArea.record_id == _RECORD.id)
        .correlate(Record.__table__)
        .scalar_subquery()
        .label("reach")
    )


def _touches(code: str) -> ColumnElement[bool]:
    return exists().where(
        RecordArea.record_id == _RECORD.id, RecordArea.area_code.startswith(code, autoescape=True)
    )


def _wanted(question: Question, types: Iterable[str]) -> list[ColumnElement[bool]]:
    """Say which records count, type by type, each only where the reader may see it; as the pack counts them."""
    first, last = fiscal_year_span(question.fiscal_year)
    of_year: list[ColumnElement[bool]] = (
        [] if question.provinces else [_RECORD.fiscal_year == question.fiscal_year]
    )
    wanted: dict[str, list[ColumnElement[bool]]] = {
        "mous": [_RECORD.state.not_in(("cancelled", "closed"))],
        "plans": [_RECORD.state != "cancelled", *of_year],
        "activities": [
            _RECORD.state != "cancelled",
            _ACTIVITY.starts_on <= last,
            _ACTIVITY.ends_on >= first,
        ],
        "lessons": [_RECORD.state == "published"],
        "knowledge-items": [_RECORD.state == "published"],
    }
    return [and_(reading.may_see(question, name), *wanted[name]) for name in types]


# --- rows of activities -----------------------------------------------------------------------------------------

Rows = dict[str, list[Any]]


class _Row(NamedTuple):
    record_id: str
    org: str | None
    weight: int
    due_on: Any
    done_on: Any


def small_rows(session: Session, ids: reading.Ids) -> tuple[Rows, Rows]:
    """Read partners and milestones in one query; give them by activity."""
    if isinstance(ids, list) and not ids:
        return {}, {}
    no_day = cast(null(), Milestone.__table__.c.due_on.type)
    partners = select(
        literal("partner", String).label("kind"),
        ActivityPartner.record_id.label("record_id"),
        ActivityPartner.position.label("position"),
        ActivityPartner.id.label("id"),
        ActivityPartner.org.label("org"),
        literal(0, Integer).label("weight"),
        no_day.label("due_on"),
        no_day.label("done_on"),
    ).where(ActivityPartner.record_id.in_(ids))
    steps = select(
        literal("step", String),
        Milestone.record_id,
        Milestone.position,
        Milestone.id,
        cast(null(), String),
        Milestone.weight,
        Milestone.due_on,
        Milestone.done_on,
    ).where(Milestone.record_id.in_(ids))
    both = union_all(partners, steps).subquery()
    found: tuple[Rows, Rows] = {}, {}
    for row in session.execute(select(both).order_by(both.c.record_id, both.c.position, both.c.id)):
        rows = found[0] if row.kind == "partner" else found[1]
        one = _Row(row.record_id, row.org, row.weight, row.due_on, row.done_on)
        rows.setdefault(row.record_id, []).append(one)
    return found


def _measured(session: Session, question: Question, ids: Sequence[str]) -> tuple[Rows, Rows]:
    """Read indicators with their values until the fiscal year in one query; give them by activity."""
    if not ids:
        return {}, {}
    value = IndicatorValue.__table__.c
    query = (
        select(
            *(getattr(Indicator, name) for name in ("record_id", *reading.INDICATOR)),
            value.fiscal_year.label("fiscal_year"),
            value.quarter.label("quarter"),
            value.target.label("planned"),
            value.actual.label("actual"),
        )
        .outerjoin(
            IndicatorValue.__table__,
            and_(
                value.record_id == Indicator.record_id,
                value.indicator == Indicator.name,
                value.fiscal_year <= question.fiscal_year,
            ),
        )
        .where(Indicator.record_id.in_(ids))
        .order_by(Indicator.record_id, Indicator.position, Indicator.id, value.fiscal_year, value.quarter)
    )
    indicators: dict[str, dict[str, Any]] = {}
    values: Rows = {}
    for row in session.execute(query):
        indicators.setdefault(row.record_id, {}).setdefault(row.id, row)
        if row.quarter is not None:
            said = _Value(row.record_id, row.name, row.fiscal_year, row.quarter, row.planned, row.actual)
            values.setdefault(row.record_id, []).append(said)
    return {key: [*rows.values()] for key, rows in indicators.items()}, values


class _Value(NamedTuple):
    record_id: str
    indicator: str
    fiscal_year: int
    quarter: int
    target: Any
    actual: Any
