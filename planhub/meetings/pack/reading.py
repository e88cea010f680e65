"""Reads everything a pack shows, in a fixed number of queries however many provinces and records there are.

Plain rows come out, each type's in one query or one for each list of its children; what follows from them is
computed in `planhub.meetings.pack.compose`. Every query is limited to what the actor may see.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from planhub.activities import queries as activity_queries
from planhub.activities.models import (
    ActivityPartner,
    BudgetLine,
    Indicator,
    IndicatorValue,
    JointActivity,
    Milestone,
)
from planhub.kernel.access import Actor
from planhub.kernel.thai import in_bangkok
from planhub.lessons.models import Lesson
from planhub.mou.duties.obligations import OBLIGED, Obligation, of_many
from planhub.mou.models import Mou, MouParty
from planhub.people.queries import list_organizations
from planhub.places.levels import AreaLevel
from planhub.places.matrix import Overlap
from planhub.places.models import Programme, ProgrammeArea
from planhub.places.needs import Need, list_needs
from planhub.places.queries import AreaRow, list_areas, overlap_rows
from planhub.plans.models import ENDED, IntegratedPlan
from planhub.progress.models import ProgressReport
from planhub.progress.rules import CERTIFIED
from planhub.record import access
from planhub.record.models import Lane, Record, RecordArea
from planhub.record.types import registry

MOST_LESSONS = 300
"""The newest published lessons that a pack chooses from."""

Where = Sequence[ColumnElement[bool]]
Ids = Select[Any] | Sequence[str]
"""The ids of records, known or to be selected."""


@dataclass(frozen=True)
class Question:
    """For whom figures are read, of which fiscal year, as of which instant, for which provinces."""

    actor: Actor
    fiscal_year: int
    """B.E."""
    as_of: datetime
    provinces: tuple[str, ...] = ()
    """Province codes; empty for the whole country."""
    training: bool = False
    orgs: tuple[str, ...] = ()
    """Organisations whose own small counts may be read; papers know none, because they travel."""

    @property
    def day(self) -> date:
        """The day of the instant in Bangkok."""
        return in_bangkok(self.as_of).date()


@dataclass(frozen=True)
class Material:
    """The rows that were read; children by the id of their record, in their order."""

    question: Question
    orgs: Mapping[str, Any]
    areas: Sequence[AreaRow]
    """Every province."""
    overlap: Overlap
    """The matrix of provinces."""
    presences: Sequence[Any]
    """Programme, organisation and area of every row of the year, nation-wide programmes aside."""
    mous: Sequence[Any]
    mou_parties: Mapping[str, list[Any]]
    lanes: Mapping[str, list[Any]]
    plans: Sequence[Any]
    activities: Sequence[Any]
    partners: Mapping[str, list[Any]]
    milestones: Mapping[str, list[Any]]
    lines: Mapping[str, list[Any]]
    indicators: Mapping[str, list[Any]]
    values: Mapping[str, list[Any]]
    reports: Mapping[str, list[Any]]
    """By the id of the activity, the newest period last."""
    lessons: Sequence[Any]
    reach: Mapping[str, list[str]]
    """Area codes by the id of the MOU, activity or lesson."""
    needs: Mapping[str, Sequence[Need]]
    """What is known of the needs of the provinces that were asked for."""
    duties: Mapping[str, Sequence[Obligation]] = field(default_factory=dict)
    """How the duties of the MOUs stand on the day, by the id of the MOU; only of those that have begun."""


def read(session: Session, question: Question) -> Material:
    """Read all of it: 20 queries, 22 where an MOU is in force."""
    areas = list_areas(session, AreaLevel.PROVINCE)
    activity = _activities(question)
    mou = [may_see(question, "mous"), Mou.state.not_in(("cancelled", "closed"))]
    lesson = [may_see(question, "lessons"), Lesson.state == "published"]
    ids = activity_ids(question)
    mous = _mous(session, mou)
    return Material(
        question=question,
        orgs={org.code: org for org in list_organizations(session)},
        areas=areas,
        overlap=overlap_rows(session, AreaLevel.PROVINCE, question.fiscal_year),
        presences=_presences(session, question),
        mous=mous,
        duties=of_many(session, [mou for mou in mous if mou.state in OBLIGED], question.day),
        mou_parties=_by(session, _columns(MouParty, "org"), MouParty, select(Mou.id).where(*mou)),
        lanes=_lanes(session, select(Mou.id).where(*mou)),
        plans=_plans(session, question),
        activities=_activity_rows(session, activity),
        partners=_by(session, _columns(ActivityPartner, "org"), ActivityPartner, ids),
        milestones=_by(session, _columns(Milestone, "weight", "due_on", "done_on"), Milestone, ids),
        lines=lines(session, question, ids),
        indicators=_by(session, _columns(Indicator, *INDICATOR), Indicator, ids),
        values=_values(session, question, ids),
        reports=reports(session, question, ids),
        lessons=_lessons(session, lesson),
        needs=list_needs(
            session,
            question.orgs,
            question.provinces or [a.code for a in areas],
            until=question.fiscal_year,
        ),
        reach=_reach(session, [ids, select(Mou.id).where(*mou), select(Lesson.id).where(*lesson)]),
    )


INDICATOR = ("id", "name", "unit", "kind", "baseline", "target", "direction", "cumulative", "position")
"""Columns of an indicator that facts are written from."""


def may_see(question: Question, name: str) -> ColumnElement[bool]:
    """Give the condition that the reader may see a record of the type, training apart from life."""
    rt = registry.get(name)
    return access.visible(question.actor, rt.view, rt) & Record.is_training.is_(question.training)


def _in_provinces(question: Question) -> list[ColumnElement[bool]]:
    """Limit to records that touch one of the provinces; found by the index of areas."""
    if not question.provinces:
        return []
    touching = select(RecordArea.record_id).where(
        or_(*(RecordArea.area_code.startswith(code, autoescape=True) for code in question.provinces))
    )
    return [Record.id.in_(touching)]


def _columns(model: type[Any], *names: str) -> Select[Any]:
    return select(model.record_id, *(getattr(model, name) for name in names))


def _by(session: Session, query: Select[Any], model: type[Any], ids: Ids) -> dict[str, list[Any]]:
    """Read children of the records in `ids`, in their order, by record."""
    ordered = query.where(model.record_id.in_(ids)).order_by(model.record_id, model.position, model.id)
    return _grouped(session.execute(ordered))


def _grouped(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return dict(found)


# --- places -----------------------------------------------------------------------------------------------------


def _presences(session: Session, question: Question) -> Sequence[Any]:
    query = (
        select(
            Programme.code,
            Programme.name_th,
            Programme.name_en,
            Programme.org_code,
            ProgrammeArea.area_code,
            ProgrammeArea.origin,
            ProgrammeArea.as_of,
        )
        .join(ProgrammeArea.programme)
        .where(ProgrammeArea.fiscal_year == question.fiscal_year, ~Programme.is_nationwide)
        .order_by(Programme.org_code, Programme.code, ProgrammeArea.area_code)
    )
    if question.provinces:
        inside = (ProgrammeArea.area_code.startswith(code, autoescape=True) for code in question.provinces)
        query = query.where(or_(*inside))
    return session.execute(query).all()


def _reach(session: Session, ids: Iterable[Select[Any]]) -> dict[str, list[str]]:
    query = (
        select(RecordArea.record_id, RecordArea.area_code)
        .where(or_(*(RecordArea.record_id.in_(one) for one in ids)))
        .order_by(RecordArea.record_id, RecordArea.area_code)
    )
    return {key: [row.area_code for row in rows] for key, rows in _grouped(session.execute(query)).items()}


# --- MOUs and plans ---------------------------------------------------------------------------------------------


def _mous(session: Session, where: Where) -> Sequence[Any]:
    query = (
        select(
            Mou.id,
            Mou.code,
            Mou.title,
            Mou.state,
            Mou.workflow_version,
            Mou.owner_org,
            Mou.state_since,
            Mou.round,
            Mou.official_no,
            Mou.starts_on,
            Mou.ends_on,
            Mou.ended_on,
            Mou.ceremony_on,
            Mou.origin,
        )
        .where(*where)
        .order_by(Mou.code)
    )
    return session.execute(query).all()


def _lanes(session: Session, ids: Select[Any]) -> dict[str, list[Any]]:
    """Read the lanes of all rounds: a step that was passed in an earlier state stays passed."""
    query = (
        select(Lane.record_id, Lane.kind, Lane.org_code, Lane.step, Lane.round, Lane.status, Lane.since)
        .where(Lane.record_id.in_(ids))
        .order_by(Lane.record_id, Lane.round, Lane.kind, Lane.org_code, Lane.step)
    )
    return _grouped(session.execute(query))


def _plans(session: Session, question: Question) -> Sequence[Any]:
    plan = IntegratedPlan
    query = (
        select(
            plan.id,
            plan.code,
            plan.title,
            plan.state,
            plan.workflow_version,
            plan.owner_org,
            plan.province_code,
            plan.approved_on,
            plan.state_since,
            plan.origin,
        )
        .where(
            may_see(question, "plans"),
            plan.fiscal_year == question.fiscal_year,
            plan.state.not_in(ENDED),
        )
        .order_by(plan.code)
    )
    if question.provinces:
        query = query.where(plan.province_code.in_(question.provinces))
    return session.execute(query).all()


# --- activities and what is reported of them --------------------------------------------------------------------


def _activities(question: Question) -> list[ColumnElement[bool]]:
    """Give what makes an activity one of the year: it counts, and its days touch the fiscal year."""
    return [
        may_see(question, "activities"),
        activity_queries.counted(),
        activity_queries.in_year(question.fiscal_year),
        *_in_provinces(question),
    ]


def activity_ids(question: Question) -> Select[Any]:
    """Select the ids of the activities of the year."""
    return select(JointActivity.id).where(*_activities(question))


def _activity_rows(session: Session, where: Where) -> Sequence[Any]:
    one = JointActivity
    query = (
        select(
            one.id,
            one.code,
            one.title,
            one.state,
            one.workflow_version,
            one.owner_org,
            one.start,
            one.end,
            one.target_count,
            one.target_unit,
            one.plan_code,
            one.origin,
        )
        .where(*where)
        .order_by(one.code)
    )
    return session.execute(query).all()


def lines(session: Session, question: Question, ids: Ids) -> dict[str, list[Any]]:
    """Read the budget lines of the fiscal year by activity."""
    stages = ("planned", "allocated", "committed", "disbursed", "carry_over")
    query = _columns(BudgetLine, "id", "org", "source", *stages)
    return _by(session, query.where(BudgetLine.fiscal_year == question.fiscal_year), BudgetLine, ids)


def _values(session: Session, question: Question, ids: Select[Any]) -> dict[str, list[Any]]:
    value = IndicatorValue
    query = (
        _columns(value, "indicator", "fiscal_year", "quarter", "target", "actual")
        .where(value.record_id.in_(ids), value.fiscal_year <= question.fiscal_year)
        .order_by(value.record_id, value.fiscal_year, value.quarter, value.indicator)
    )
    return _grouped(session.execute(query))


def reports(session: Session, question: Question, ids: Ids) -> dict[str, list[Any]]:
    """Read what was reported of this fiscal year and the one before and stands certified, by activity."""
    one = ProgressReport
    query = (
        select(
            one.activity_id,
            one.code,
            one.period,
            one.fiscal_year,
            one.quarter,
            one.state,
            one.reported_pct,
            one.planned_pct,
            one.obstacles,
            one.remedy,
            one.submitted_on,
            one.accepted_on,
            one.origin,
        )
        .where(
            may_see(question, "progress-reports"),
            one.activity_id.in_(ids),
            one.fiscal_year.in_((question.fiscal_year - 1, question.fiscal_year)),
            one.state.in_((*CERTIFIED, "waived")),
        )
        .order_by(one.activity_id, one.period)
    )
    return _grouped(session.execute(query))


def _lessons(session: Session, where: Where) -> Sequence[Any]:
    one = Lesson
    query = (
        select(
            one.id,
            one.code,
            one.title,
            one.kind,
            one.owner_org,
            one.what_was_done,
            one.result,
            one.success_factors,
            one.usable_where,
            one.directions,
            one.agencies,
            one.published_on,
            one.source,
            one.origin,
        )
        .where(*where)
        .order_by(one.published_on.desc(), one.code.desc())
        .limit(MOST_LESSONS)
    )
    return session.execute(query).all()
