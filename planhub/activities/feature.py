"""What the activity feature brings: the record type, its place in the navigation, and its panels on other pages."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from planhub.activities import effects, leaving, queries, services
from planhub.activities.children import CHILDREN
from planhub.activities.days import DAYS
from planhub.activities.fields import FIELDS
from planhub.activities.models import JointActivity
from planhub.activities.papers.sheet import DOCUMENTS
from planhub.activities.rules import POLICY
from planhub.activities.sheets import views as sheets
from planhub.activities.workflow import WORKFLOW
from planhub.kernel.access import Actor
from planhub.kernel.text import Text
from planhub.mou.duties import handover, health
from planhub.record.types import Column, RecordType
from planhub.ui.feature import Feature, NavItem, Panel
from planhub.ui.values import read_names

ACTIVITIES = RecordType(
    name="activities",
    key="activity",
    label=Text("กิจกรรมร่วม", "Joint activity"),
    plural=Text("กิจกรรมร่วม", "Joint activities"),
    model=JointActivity,
    workflow=WORKFLOW,
    policy=POLICY,
    fields=FIELDS,
    children=CHILDREN,
    columns=(
        Column("owner_org", Text("เจ้าภาพหลัก", "Lead"), sortable=False, kind="org"),
        Column("province_code", Text("จังหวัด", "Province"), sortable=False, kind="province"),
        Column("fiscal_year", Text("ปีงบประมาณ", "Fiscal year"), sortable=False, kind="fiscal_year"),
        Column("end", Text("สิ้นสุด", "End"), sortable=False, kind="date"),
    ),
    filters=("state", "q", "owner_org", "party", "fiscal_year", "province", "area"),
    code_prefix="ACT",
    template="activities",
    parties=effects.parties,
    members=effects.members,
    areas=lambda activity: activity.area_codes or (),
    facts=effects.partner_posts,
    effects=effects.EFFECTS,
    check=services.check,
    by_section=True,
    warnings=services.warnings,
    on_save=effects.follow_lanes,
    flags=services.flags,
    documents=DOCUMENTS,
    days=DAYS,
)


def _on_mou(session: Session, actor: Actor, mou: Any) -> Mapping[str, Any] | None:
    return _panel(session, queries.of_mou(session, actor, mou.id))


def _panel(session: Session, sheets: list[queries.Sheet]) -> Mapping[str, Any] | None:
    if not sheets:
        return None
    names = read_names(session, orgs={s.lead_org for s in sheets})
    return {"sheets": sheets, "names": names, "states": {s.key: s for s in WORKFLOW.states}}


def _sheets(_session: Session, _actor: Actor, activity: Any) -> Mapping[str, Any]:
    return {"code": activity.code}


health.register(health.LIVE, queries.live_by_mou)
handover.register("activities", leaving.works_of)

FEATURE = Feature(
    name="activities",
    record_types=(ACTIVITIES,),
    blueprints=(sheets.blueprint,),
    nav=(
        NavItem(
            Text("กิจกรรมร่วม", "Joint activities"),
            "activities.list",
            "checklist",
            "together",
            30,
            visible=lambda actor: POLICY.ever(actor, "activity:view"),
        ),
    ),
    panels=(
        Panel(
            "activities", Text("ใช้ต่อในระบบอื่น", "For other systems"), "activities/_sheets.html", _sheets, 60
        ),
        Panel(
            "mous",
            Text("กิจกรรมภายใต้บันทึกข้อตกลงนี้", "Activities under this MOU"),
            "activities/_panel.html",
            _on_mou,
            20,
        ),
    ),
)
