"""Reads the indicators of a plan's activities, with all their quarters, in one statement."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from planhub.activities.models import Indicator, IndicatorValue
from planhub.plans.results.rollup import Measured, Rolled, roll_up


class _Value(NamedTuple):
    indicator: str
    fiscal_year: int
    quarter: int
    target: Any
    actual: Any


def measured(session: Session, activities: Iterable[Any]) -> list[Measured]:
    """Give every indicator of these activities with the values of its quarters; one query."""
    codes = {activity.id: activity.code for activity in activities}
    if not codes:
        return []
    values = and_(IndicatorValue.record_id == Indicator.record_id, IndicatorValue.indicator == Indicator.name)
    query = (
        select(
            Indicator,
            IndicatorValue.fiscal_year,
            IndicatorValue.quarter,
            IndicatorValue.target,
            IndicatorValue.actual,
        )
        .join(IndicatorValue, values, isouter=True)
        .where(Indicator.record_id.in_(sorted(codes)))
        .order_by(Indicator.record_id, Indicator.position, IndicatorValue.fiscal_year, IndicatorValue.quarter)
    )
    indicators: dict[str, Any] = {}
    quarters: dict[str, list[_Value]] = {}
    for indicator, year, quarter, target, actual in session.execute(query):
        indicators[indicator.id] = indicator
        mine = quarters.setdefault(indicator.id, [])
        if year is not None:
            mine.append(_Value(indicator.name, year, quarter, target, actual))
    found = [Measured(codes[one.record_id], one, quarters[key]) for key, one in indicators.items()]
    return sorted(found, key=lambda one: (one.code, one.indicator.position))


def rolled_up(session: Session, plan: Any) -> list[Rolled]:
    """Give the plan's indicators, rolled up from the activities that count; one query."""
    return roll_up(measured(session, plan.counted))
