"""From a place to work in it: a joint activity or a plan, begun with everything that the place already says.

Rows and cells only carry the address of an area and a year; what is filled in beforehand is worked out when somebody
presses, so that a matrix of a thousand rows asks nothing for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, request
from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from planhub.activities.measures import WHOLE
from planhub.kernel import clock, thai
from planhub.kernel.access import Actor, Reach
from planhub.kernel.errors import NotFound
from planhub.kernel.text import Text
from planhub.mou.models import Mou
from planhub.overview import asked as asking
from planhub.people.queries import list_organizations
from planhub.places import queries
from planhub.places.models import Programme, ProgrammeArea
from planhub.plans.models import ENDED
from planhub.record import access
from planhub.record.models import Record, RecordArea, RecordParty
from planhub.record.types import registry
from planhub.ui.actor import current_actor, current_session
from planhub.ui.pages import see
from planhub.ui.prefilling import ASK

blueprint = Blueprint("starting", __name__)

EXPANSION = "area_expansion"
"""The direction of cooperation under which work that grows out of an overlap begins (domain.md §2.5)."""

WHOLE_STEP = "ดำเนินกิจกรรมและสรุปผล"
"""The one step with which an activity begins; its lead divides it when more is known."""

PROPOSED_AT_ONCE = ("cooperation_kind", "target_count", "target_unit", "expected_output")
"""What a proposal needs beyond the short form: asked at once here, where all the rest is filled in already."""

_MOU = Mou.__table__.alias("own_mou")
_PARTY = RecordParty.__table__.alias("own_party")

HAS_PLAN = Text(
    "จังหวัดนี้มีแผนบูรณาการปีงบประมาณ {year} แล้ว เปิดฉบับเดิมให้แล้ว (1 จังหวัด 1 แผน)",
    "The province has an integrated plan for fiscal year {year} already; here it is (one province, one plan)",
)
HAS_OTHERS_PLAN = Text(
    "จังหวัดนี้มีแผนบูรณาการปีงบประมาณ {year} ที่ {org} กำลังจัดทำอยู่แล้ว จึงเปิดซ้ำไม่ได้ โปรดประสาน {org} เพื่อร่วมแผน",
    "{org} is already drawing up the province's plan for fiscal year {year}, so no second one can be opened; please ask {org} to take part",
)


@dataclass(frozen=True)
class Starts:
    """What a reader may begin; asked once a page, and told to every row by `ui/start.html`."""

    actor: Actor
    activity: bool
    """Whether joint activities may be proposed."""
    plan: bool
    """Whether plans may be opened somewhere."""

    def plan_in(self, province: str) -> bool:
        """Tell whether a plan may be opened for a province (or the province of any area)."""
        return self.plan and bool(_planners(self.actor, province[:2]))

    @property
    def any(self) -> bool:
        """Whether there is anything to offer at all."""
        return self.activity or self.plan


def starts(actor: Actor) -> Starts:
    """Tell what the actor may begin; no query."""
    activities, plans = registry.get("activities"), registry.get("plans")
    return Starts(actor, access.may_create(actor, activities), access.may_create(actor, plans))


def _planners(actor: Actor, province: str) -> list[str]:
    """Give the organisations for which the actor may open the plan of a province."""
    rt = registry.get("plans")
    return [
        s.org
        for s in actor.standings
        if rt.policy.standings(
            actor, rt.create, Reach("plans", rt.workflow.initial, s.org, areas=frozenset({province}))
        )
    ]


# --- a joint activity -------------------------------------------------------------------------------------------


@blueprint.get("/areas/<string:code>/new-activity")
def new_activity(code: str) -> Response:
    """Go to the form of a new activity with area, agencies, year and MOU filled in."""
    session, actor = current_session(), current_actor()
    lead = access.authorise_create(actor, registry.get("activities")).org
    area = _area(session, code)
    year = asking.read(request.args).fiscal_year
    partners = [org for org in agencies_at(session, area, year) if org != lead]
    return see("activities.new", **_activity_values(session, actor, area, year, [lead, *partners]))


def _activity_values(
    session: Session, actor: Actor, area: str, year: int, orgs: Sequence[str]
) -> dict[str, Any]:
    lead, *partners = orgs
    first, last = _days(year)
    values: dict[str, Any] = {
        ASK: list(PROPOSED_AT_ONCE),
        "lead_org": lead,
        "area_codes": area,
        "start": first.isoformat(),
        "end": last.isoformat(),
        "direction": EXPANSION,
        "milestones-0-title": WHOLE_STEP,
        "milestones-0-weight": WHOLE,
        "milestones-0-due_on": last.isoformat(),
        "budget_lines-0-org": lead,
        "budget_lines-0-fiscal_year": year,
    }
    values |= {f"partners-{n}-org": org for n, org in enumerate(partners)}
    mou = living_mou(session, actor, area, orgs)
    return values | ({"mou": mou} if mou else {})


def _days(fiscal_year: int) -> tuple[date, date]:
    """Give the days that are left of a fiscal year (B.E.); all of them where it is over or still to come."""
    first, last = thai.fiscal_year_span(fiscal_year)
    today = clock.today()
    return (today if first <= today <= last else first), last


def _area(session: Session, code: str) -> str:
    if queries.get_area(session, code) is None:
        raise NotFound
    return code


def agencies_at(session: Session, area: str, fiscal_year: int) -> list[str]:
    """Give the codes of the agencies that name an area, something inside it or around it, in a fiscal year (B.E.)."""
    around = [area[:n] for n in (2, 4) if n < len(area)]
    query = (
        select(Programme.org_code)
        .join(ProgrammeArea, ProgrammeArea.programme_id == Programme.id)
        .where(
            ProgrammeArea.fiscal_year == fiscal_year,
            ~Programme.is_nationwide,
            or_(
                ProgrammeArea.area_code.startswith(area, autoescape=True),
                ProgrammeArea.area_code.in_(around),
            ),
        )
        .distinct()
        .order_by(Programme.org_code)
    )
    return list(session.scalars(query))


def living_mou(session: Session, actor: Actor, area: str, orgs: Sequence[str]) -> str | None:
    """Give the code of the MOU in force on which work of these agencies in an area may rest, if there is one.

    The first organisation is party to it, and another one of them; of several the one with most of them, the newest.
    """
    rt = registry.get("mous")
    around = [area[:n] for n in (2, 4, 6) if n <= len(area)]
    there = exists().where(
        RecordArea.record_id == Record.id,
        or_(RecordArea.area_code.in_(around), RecordArea.area_code.startswith(area, autoescape=True)),
    )
    own, party = _MOU.c, _PARTY.c  # under other names: who may see an MOU is asked of the same tables
    query = (
        select(Record.code, party.org_code)
        .select_from(Record.__table__)
        .join(_MOU, own.id == Record.id)
        .join(_PARTY, party.record_id == Record.id)
        .where(
            access.visible(actor, rt.view, rt),
            Record.state == "in_force",
            or_(own.ends_on.is_(None), own.ends_on >= clock.today()),
            party.org_code.in_(list(orgs)),
            there,
        )
        .order_by(Record.code)
    )
    parties: dict[str, set[str]] = {}
    for mou, org in session.execute(query):
        parties.setdefault(mou, set()).add(org)
    fitting = [(len(found), mou) for mou, found in parties.items() if orgs[0] in found and len(found) > 1]
    return max(fitting)[1] if fitting else None


# --- a plan -----------------------------------------------------------------------------------------------------


@blueprint.get("/areas/<string:code>/open-plan")
def open_plan(code: str) -> Response:
    """Go to the form of a new plan of the province, filled in; where it has a living one, to that one."""
    session, actor = current_session(), current_actor()
    access.authorise_create(actor, registry.get("plans"))
    province = _area(session, code)[:2]
    year = asking.read(request.args).fiscal_year
    standing = living_plan(session, actor, province, year)
    if standing is not None:
        return _to_plan(standing, province, year)
    lead = (_planners(actor, province) or [actor.standings[0].org])[0]
    others = [org for org in agencies_at(session, province, year) if org != lead]
    mou = living_mou(session, actor, province, [lead, *others])
    return see(
        "plans.new",
        province_code=province,
        fiscal_year=year,
        lead_org=lead,
        **({"mou": mou} if mou else {}),
        **{f"parts-{n}-org": org for n, org in enumerate([lead, *others])},
    )


@dataclass(frozen=True)
class LivingPlan:
    """The living plan of a province and year, as far as the reader may know it."""

    code: str
    org: str
    readable: bool


def living_plan(session: Session, actor: Actor, province: str, fiscal_year: int) -> LivingPlan | None:
    """Give the plan that stands in the way of another one, be it readable or not; one query."""
    rt = registry.get("plans")
    query = (
        select(Record.code, Record.owner_org, access.visible(actor, rt.view, rt).label("readable"))
        .where(
            Record.type == rt.name,
            Record.province_code == province,
            Record.fiscal_year == fiscal_year,
            Record.state.not_in(sorted(ENDED)),
        )
        .order_by(Record.code)
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    return None if row is None else LivingPlan(row.code, row.owner_org, bool(row.readable))


def _to_plan(plan: LivingPlan, province: str, year: int) -> Response:
    if plan.readable:
        flash(str(HAS_PLAN.format(year=year)))
        return see("plans.show", code=plan.code)
    names = {org.code: org.abbr for org in list_organizations(current_session())}
    flash(str(HAS_OTHERS_PLAN.format(year=year, org=names[plan.org])))
    return see("overview.province", code=province, fiscal_year=year)
