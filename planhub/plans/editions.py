"""A plan beside its earlier editions: what a revision changes, and how what is running differs from the baseline."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.kernel.text import Text
from planhub.plans import queries
from planhub.plans.models import IntegratedPlan
from planhub.plans.revising import Difference, Edition, baseline_of, differences, revised
from planhub.record import access

_FIRST = Text("ฐานเทียบแรก", "First baseline")
_LAST = Text("ฉบับก่อน", "Edition before")
_NOW = Text("ฉบับนี้", "This edition")
_TODAY = Text("ปัจจุบัน", "Today")


@dataclass(frozen=True, slots=True)
class Sums:
    """Planned money of each edition, in satang."""

    org: str
    values: tuple[int, ...]


def compared(session: Session, actor: Actor, plan: IntegratedPlan) -> Mapping[str, Any] | None:
    """Set the plan beside the baselines it has; None where there is nothing to compare or the actor sees no money.

    A revision stands beside the first baseline and the edition before it; a plan in force beside its own baseline.
    """
    if not access.may(actor, "plan:money", plan):
        return None
    labels, editions = _editions(session, plan)
    if not editions:
        return None
    activities = {row.activity_id: row.activity for row in plan.activities}
    now = {
        key: baseline_of(revised(plan, one)) for key, one in activities.items() if one.state != "cancelled"
    }
    editions = [*editions, now]
    found = [d for d in differences(activities, editions) if not _is_own_past(d)]
    lines = queries.list_plans(session, actor, queries.edition_of(plan)) if plan.revises_id or found else []
    return {
        "labels": labels,
        "differences": found,
        "sums": _sums(editions),
        "others": [line for line in lines if line.id != plan.id],
    }


def _is_own_past(difference: Difference) -> bool:
    """An activity that no edition but an earlier one has is told by that edition's own page."""
    return difference.what == "activity" and not any(difference.values)


def _editions(session: Session, plan: IntegratedPlan) -> tuple[list[Text], list[Edition]]:
    if plan.revises_id is None:
        own = {row.activity_id: row.baseline for row in plan.activities if row.baseline}
        return [_FIRST, _TODAY], [own] if own else []
    ids = list(dict.fromkeys([str(plan.first_id), plan.revises_id]))
    kept = queries.baselines(session, ids)
    labels = [_FIRST, _LAST] if len(ids) > 1 else [_FIRST]
    return [*labels, _NOW], [kept[key] for key in ids]


def _sums(editions: list[Edition]) -> list[Sums]:
    """Add up each edition's planned money by agency, and all of it in the last row."""
    orgs = sorted({line[0] for edition in editions for one in edition.values() for line in one["lines"]})
    by_org = [
        {org: sum(x[3] for one in edition.values() for x in one["lines"] if x[0] == org) for org in orgs}
        for edition in editions
    ]
    rows = [Sums(org, tuple(edition[org] for edition in by_org)) for org in orgs]
    return [*rows, Sums("", tuple(sum(edition.values()) for edition in by_org))]
