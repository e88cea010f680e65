"""What the plan book reads besides the loaded plan: a fixed number of statements, whatever the plan's size."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.activities.models import ActivityPartner, Indicator, IndicatorValue, PolicyLink
from planhub.kernel import clock
from planhub.kernel.access import Role
from planhub.kernel.text import Text, plain
from planhub.people.models import Organization
from planhub.people.queries import PostHolder, post_holders
from planhub.places import kept
from planhub.places.levels import AreaLevel
from planhub.places.matrix import Overlap, OverlapRow, Place, ProgrammeColumn
from planhub.places.needs import Need, list_needs
from planhub.places.queries import full_names
from planhub.plans.models import IntegratedPlan
from planhub.plans.pictures import gantt
from planhub.plans.results.reading import rolled_up
from planhub.plans.results.rollup import Rolled
from planhub.record.models import Event

Rows = Mapping[str, Sequence[Any]]
"""Rows by activity id."""


@dataclass(frozen=True)
class Material:
    """Everything that the book is made of."""

    plan: IntegratedPlan
    at: datetime
    orgs: Mapping[str, Organization]
    partners: Rows
    indicators: Rows
    values: Rows
    links: Rows
    rolled: Sequence[Rolled]
    """Indicators of the plan, made of those of its activities."""
    areas: Mapping[str, Text]
    """Full names by code."""
    province: Place
    districts: int
    subdistricts: int
    needs: Sequence[Need]
    programmes: Sequence[ProgrammeColumn]
    here: OverlapRow | None
    """The province's row of the overlap."""
    overlap: Overlap
    """The districts of the province."""
    posts: Sequence[PostHolder]
    approvals: Mapping[str, datetime]
    """When each agency approved in this round."""
    chart: gantt.Gantt

    def org(self, code: str | None) -> Text:
        """Give the abbreviation of an agency."""
        found = self.orgs.get(code or "")
        return found.abbr if found else plain(code or "")

    def org_name(self, code: str | None) -> Text:
        """Give the full name of an agency."""
        found = self.orgs.get(code or "")
        return found.name if found else plain(code or "")


def gather(session: Session, plan: IntegratedPlan) -> Material:
    """Read the material of a loaded plan. Asks no decision."""
    ids = [row.activity_id for row in plan.activities]
    codes = {code for row in plan.activities for code in row.activity.area_codes or ()}
    now = kept.standing(session)
    tree = kept.tree(session, now)
    assert plan.province_code is not None  # fields of every plan
    assert plan.fiscal_year is not None
    province = tree.by_code[plan.province_code]
    districts = tree.places(AreaLevel.DISTRICT, parent=province.code)
    lists = kept.lists(session, now, plan.fiscal_year)
    agencies = {part.org for part in plan.parts}
    return Material(
        plan=plan,
        at=clock.now(),
        orgs={org.code: org for org in session.scalars(select(Organization))},
        partners=_rows(session, ActivityPartner, ids, ActivityPartner.position),
        indicators=_rows(session, Indicator, ids, Indicator.position),
        values=_rows(session, IndicatorValue, ids, IndicatorValue.fiscal_year, IndicatorValue.quarter),
        links=_rows(session, PolicyLink, ids, PolicyLink.position),
        rolled=rolled_up(session, plan),
        areas=full_names(session, codes),
        province=province,
        districts=len(districts),
        subdistricts=len(tree.places(AreaLevel.SUBDISTRICT, parent=province.code)),
        needs=list_needs(session, (), [province.code], until=plan.fiscal_year)[province.code],
        programmes=lists.programmes,
        here=lists.row(province),
        overlap=lists.matrix(AreaLevel.DISTRICT, plan.fiscal_year, districts, {}),
        posts=post_holders(session, orgs=sorted(agencies), roles=[Role.COORDINATOR.value, Role.DIRECTOR.value]),
        approvals=_approvals(session, plan),
        chart=gantt.read(session, plan),
    )  # fmt: skip


def _rows(session: Session, model: type[Any], ids: Sequence[str], *order: Any) -> Rows:
    found: dict[str, list[Any]] = {}
    if ids:
        columns = [column for column in model.__table__.columns if column.name not in ("id", "position")]
        query = select(*columns).where(model.record_id.in_(ids)).order_by(model.record_id, *order, model.id)
        for row in session.execute(query):
            found.setdefault(row.record_id, []).append(row)
    return found


def _approvals(session: Session, plan: IntegratedPlan) -> dict[str, datetime]:
    query = select(Event.lane_org, Event.at).where(
        Event.record_id == plan.id, Event.move == "approve", Event.round == plan.round
    )
    return {org: at for org, at in session.execute(query.order_by(Event.n)) if org}
