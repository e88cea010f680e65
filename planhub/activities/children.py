"""The lists of rows that belong to an activity and are edited with it."""

from planhub.activities import fields
from planhub.activities.models import (
    ActivityPartner,
    ActivityPredecessor,
    BudgetLine,
    Indicator,
    IndicatorValue,
    Milestone,
    PolicyLink,
)
from planhub.kernel.text import Text
from planhub.record.types import Children

CHILDREN: tuple[Children, ...] = (
    Children(
        "partners",
        Text("หน่วยงานร่วม", "Partners"),
        ActivityPartner,
        fields.PARTNER_FIELDS,
        key=("org",),
        section="partners",
    ),
    Children(
        "milestones",
        Text("ขั้นตอนงาน (น้ำหนักรวมร้อยละ 100)", "Steps (weights make 100 %)"),
        Milestone,
        fields.MILESTONE_FIELDS,
        section="schedule",
    ),
    Children(
        "predecessors",
        Text("ต้องรอกิจกรรม", "Waits for"),
        ActivityPredecessor,
        fields.PREDECESSOR_FIELDS,
        key=("activity",),
        section="schedule",
    ),
    Children(
        "budget_lines",
        Text("รายการงบประมาณ (บาท)", "Budget lines (baht)"),
        BudgetLine,
        fields.BUDGET_FIELDS,
        key=("org", "source", "fiscal_year"),
        section="budget",
        permission="activity:money",
    ),
    Children(
        "indicators",
        Text("ตัวชี้วัด", "Indicators"),
        Indicator,
        fields.INDICATOR_FIELDS,
        key=("name",),
        section="indicators",
    ),
    Children(
        "indicator_values",
        Text("ค่าตัวชี้วัดรายไตรมาส", "Indicator values by quarter"),
        IndicatorValue,
        fields.VALUE_FIELDS,
        key=("indicator", "fiscal_year", "quarter"),
        section="indicators",
        content=False,
    ),
    Children(
        "policy_links",
        Text("ความเชื่อมโยงกับแผนระดับต่าง ๆ", "Links to higher plans"),
        PolicyLink,
        fields.POLICY_FIELDS,
        section="links",
        content=False,
    ),
)
"""Quarterly values and links are recorded while the work goes on, so they are not part of what partners agree to."""
