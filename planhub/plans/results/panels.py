"""How the outcome and the indicators of a plan show on its own page; each asks one statement at most."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.plans.results.actual import result_of
from planhub.plans.results.reading import rolled_up
from planhub.plans.results.rollup import other_units

LIVED = frozenset({"in_force", "closing", "closed", "superseded"})
"""States in which there is something to set beside the baseline."""

SHOWN = 6
"""Indicators on the plan's page; the others are on the page of the outcome."""


def outcome(_session: Session, _actor: Actor, plan: Any) -> Mapping[str, Any] | None:
    """Give the outcome beside the baseline; no query, because the page has read the plan whole."""
    if plan.baseline is None or plan.state not in LIVED:
        return None
    return {"plan": plan, "result": result_of(plan)}


def indicators(session: Session, _actor: Actor, plan: Any) -> Mapping[str, Any] | None:
    """Give the indicators rolled up from the activities."""
    rolled = rolled_up(session, plan) if plan.activities else []
    if not rolled:
        return None
    return {
        "plan": plan,
        "rolled": rolled[:SHOWN],
        "more": len(rolled) - SHOWN,
        "unlike": other_units(rolled),
        "has_page": plan.baseline is not None,
    }
