"""The days of the demonstration: absolute where the article gives them, else laid around today.

Deadlines must be near whenever somebody looks, so everything invented is counted in fiscal quarters from today:
`quarter(-2)` is the first day of the quarter before the last one.
"""

from datetime import date, timedelta

from planhub.kernel import clock, thai

MEETING = date(2022, 12, 9)
"""The day of the article."""


def quarter(offset: int) -> date:
    """Give the first day of the fiscal quarter that lies `offset` quarters from today's."""
    today = clock.today()
    number = thai.fiscal_year(today) * 4 + thai.quarter(today) - 1 + offset
    return thai.quarter_span(number // 4, number % 4 + 1)[0]


def after(day: date, days: int) -> date:
    """Give the day `days` later."""
    return day + timedelta(days=days)


def year() -> int:
    """Give the fiscal year (B.E.) of today, for which the demonstration plans."""
    return thai.fiscal_year(clock.today())


def written(day: date) -> str:
    """Write a day as forms take it."""
    return thai.format_date(day, "numeric")


def today() -> date:
    """Give the day on which the demonstration is laid."""
    return clock.today()
