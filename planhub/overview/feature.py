"""What the overview brings."""

from planhub.kernel.text import Text
from planhub.overview import executive_views, gaps_views, panels, province_paper, starting
from planhub.overview.province_views import blueprint
from planhub.plans.rules import POLICY as PLAN_POLICY
from planhub.ui.feature import Feature, NavItem, Panel

FEATURE = Feature(
    name="overview",
    blueprints=(blueprint, starting.blueprint, gaps_views.blueprint, executive_views.blueprint),
    panels=(
        Panel(
            "action-items",
            Text("รายชื่อพื้นที่ที่ขอ", "The list that is asked for"),
            "overview/_request.html",
            panels.list_wanted,
            order=10,
        ),
    ),
    documents={province_paper.KIND: province_paper.province_paper},
    nav=(
        NavItem(
            Text("ภาพรวม", "Overview"),
            "executive.overview",
            "layout-dashboard",
            "work",
            20,
            visible=lambda actor: PLAN_POLICY.ever(actor, "plan:view"),
        ),
        NavItem(Text("พื้นที่ซ้อนทับ", "Overlap"), "overview.overlap", "map-2", "together", 5),
        NavItem(
            Text("สิ่งที่ยังขาด", "Gaps"),
            "gaps.index",
            "target",
            "together",
            6,
            visible=lambda actor: PLAN_POLICY.ever(actor, "plan:create"),
        ),
    ),
)
