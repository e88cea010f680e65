"""What the plan feature brings: the record type, its place in the navigation, and its panels on other pages."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from planhub.activities.choices import BUDGET_SOURCES
from planhub.activities.models import JointActivity
from planhub.kernel.access import Actor
from planhub.kernel.text import Text
from planhub.plans import effects, fields, queries, services
from planhub.plans.days import DAYS
from planhub.plans.drafting import opening
from planhub.plans.drafting import views as drafting
from planhub.plans.editions import compared
from planhub.plans.models import IntegratedPlan, PlanActivity, PlanChange, PlanGoal, PlanPart
from planhub.plans.papers.book import DOCUMENTS
from planhub.plans.pictures import views as pictures
from planhub.plans.results.panels import indicators, outcome
from planhub.plans.results.views import results
from planhub.plans.rules import POLICY
from planhub.plans.sheets import views as sheets
from planhub.plans.sheets.activities import ACTIVITIES as ACTIVITY_LISTS
from planhub.plans.sheets.lines import BUDGET_LINES, INDICATOR_VALUES
from planhub.plans.workflow import WORKFLOW
from planhub.record.models import Record
from planhub.record.queries import linked
from planhub.record.types import Children, Column, RecordType, registry
from planhub.ui.feature import Feature, NavItem, Panel
from planhub.ui.values import read_names

CHILDREN = (
    Children("goals", Text("เป้าหมาย", "Goals"), PlanGoal, fields.GOAL_FIELDS, section="goals"),
    Children(
        "parts", Text("หน่วยงานในแผน", "Agencies"), PlanPart, fields.PART_FIELDS, key=("org",), section="parts"
    ),
    Children(
        "activities",
        Text("กิจกรรมในแผน", "Activities"),
        PlanActivity,
        fields.ACTIVITY_FIELDS,
        key=("activity",),
        section="activities",
        links={
            "activity": (selectinload(JointActivity.budget_lines), selectinload(JointActivity.milestones)),
        },
    ),
    Children(
        "changes",
        Text("ค่าที่ปรับปรุง", "Changes"),
        PlanChange,
        fields.CHANGE_FIELDS,
        section="activities",
    ),
)

PLANS = RecordType(
    name="plans",
    key="plan",
    label=Text("แผนบูรณาการจังหวัด", "Provincial integrated plan"),
    plural=Text("แผนบูรณาการจังหวัด", "Provincial integrated plans"),
    model=IntegratedPlan,
    workflow=WORKFLOW,
    policy=POLICY,
    fields=fields.FIELDS,
    derived=fields.DERIVED,
    children=CHILDREN,
    columns=(
        Column("province_code", Text("จังหวัด", "Province"), sortable=False, kind="province"),
        Column("fiscal_year", Text("ปีงบประมาณ", "Fiscal year"), sortable=False, kind="fiscal_year"),
        Column("owner_org", Text("เจ้าภาพ", "Lead"), sortable=False, kind="org"),
    ),
    filters=("state", "q", "province", "fiscal_year", "owner_org", "party"),
    code_prefix="PLAN",
    template="plans",
    parties=effects.parties,
    members=effects.members,
    areas=lambda plan: [plan.province_code] if plan.province_code else [],
    facts=services.facts,
    wake_on=services.wake_on,
    amount=lambda plan, org: plan.planned_by(org),
    effects=effects.EFFECTS,
    documents=DOCUMENTS,
    on_create=services.begin,
    check=services.check,
    by_section=True,
    closed=opening.closed,
    on_save=effects.share,
    flags=services.flags,
    days=DAYS,
)


def _editions(session: Session, actor: Actor, plan: Any) -> Mapping[str, Any] | None:
    found = compared(session, actor, plan)
    if found is None:
        return None
    orgs = {row.org for row in found["sums"] if row.org}
    beside = {"sources": dict(BUDGET_SOURCES), "states": {s.key: s for s in WORKFLOW.states}}
    return {**found, **beside, "names": read_names(session, orgs=orgs)}


def _submitted(session: Session, actor: Actor, plan: Any) -> Mapping[str, Any] | None:
    meant = JointActivity.__table__.c
    ids = select(meant.id).where(meant.wanted_plan == plan.code, meant.plan_code.is_(None))
    there = {row.activity_id for row in plan.activities}
    found = linked(session, actor, registry.get("activities"), Record.id.in_(ids), Record.state == "accepted")
    rows = [row for row in found if row.id not in there]
    return (
        {"rows": rows, "names": read_names(session, orgs={row.owner_org for row in rows})} if rows else None
    )


def _on_activity(session: Session, actor: Actor, activity: Any) -> Mapping[str, Any] | None:
    return _panel(session, queries.of_activity(session, actor, activity.id))


def _on_mou(session: Session, actor: Actor, mou: Any) -> Mapping[str, Any] | None:
    return _panel(session, queries.of_mou(session, actor, mou.id))


def _panel(session: Session, lines: Sequence[queries.PlanLine]) -> Mapping[str, Any] | None:
    if not lines:
        return None
    names = read_names(session, orgs={line.lead_org for line in lines})
    return {"plans": lines, "names": names, "states": {s.key: s for s in WORKFLOW.states}}


def _pictures(_session: Session, _actor: Actor, plan: Any) -> Mapping[str, Any]:
    return {"code": plan.code, "year": plan.fiscal_year}


_LAST_YEAR = Text("เริ่มจากแผนปีก่อน", "Begin with last year's plan")
_COPIED = Text("นำมาจากแผนปีก่อน", "Taken over from last year")

FEATURE = Feature(
    name="plans",
    record_types=(PLANS,),
    imports=(ACTIVITY_LISTS, BUDGET_LINES, INDICATOR_VALUES),
    blueprints=(
        results,
        pictures.blueprint,
        sheets.blueprint,
        drafting.blueprint,
    ),
    nav=(
        NavItem(
            Text("แผนจังหวัด", "Provincial plans"),
            "plans.list",
            "map-2",
            "together",
            20,
            visible=lambda actor: POLICY.ever(actor, "plan:view"),
        ),
    ),
    panels=(
        *(
            Panel(subject, _LAST_YEAR, "plans/drafting/_offer.html", drafting.offer, 6)
            for subject in ("plans", "plans.edit")
        ),
        Panel("plans.edit", _COPIED, "plans/drafting/_copied.html", drafting.copied, 1),
        Panel("plans", Text("แผนเทียบผล", "Outcome"), "plans/_outcome.html", outcome, 2),
        Panel(
            "plans", Text("ตัวชี้วัดของแผน", "Indicators of the plan"), "plans/_indicators.html", indicators, 3
        ),
        Panel("plans", Text("ภาพของแผน", "Pictures"), "plans/pictures/_panel.html", _pictures, 1),
        Panel(
            "plans",
            Text("กิจกรรมที่เสนอเข้าแผน", "Submitted for this plan"),
            "plans/_submitted.html",
            _submitted,
            4,
        ),
        Panel(
            "plans", Text("เทียบกับฉบับก่อน", "Against earlier editions"), "plans/_editions.html", _editions, 5
        ),
        Panel("activities", Text("อยู่ในแผน", "In the plan"), "plans/_panel.html", _on_activity, 10),
        Panel("mous", Text("แผนภายใต้บันทึกข้อตกลงนี้", "Plans under this MOU"), "plans/_panel.html", _on_mou, 10),
    ),
)
