"""Whose approval makes a plan the baseline: its own rule, from the strictest to the default (workflows.md §3, quorum)."""

from typing import Any

from planhub.kernel.fields import Choice
from planhub.kernel.text import Text

CONCERNED, EVERYONE, UNANIMOUS = "concerned", "everyone", "unanimous"

QUORUMS: tuple[Choice, ...] = (
    (CONCERNED, Text("ทุกหน่วยงานที่มีงบหรือกิจกรรมในแผน", "Every agency with money or activities in it")),
    (EVERYONE, Text("ทุกหน่วยงานในแผน แม้ไม่มีงบ", "Every agency of the plan, also without money")),
    (UNANIMOUS, Text("ทุกหน่วยงาน จะขาดหน่วยงานใดไม่ได้", "Every agency, and none may stay out")),
)
"""An agency that refuses its part stays out, with its reason, unless the rule is the last one."""


def rule_of(plan: Any) -> str:
    """Give the plan's rule."""
    return plan.quorum_rule or CONCERNED


def may_stay_out(plan: Any) -> bool:
    """Tell whether the plan can be approved without an agency that refuses its part."""
    return rule_of(plan) != UNANIMOUS


def approvers(plan: Any) -> list[str]:
    """Give the agencies whose approval is waited for: by the rule, and without those that refused their part."""
    everyone = rule_of(plan) != CONCERNED
    return [
        part.org
        for part in plan.parts
        if not part.refused_because and (part.planned or part.leads or (everyone and not part.absent_because))
    ]
