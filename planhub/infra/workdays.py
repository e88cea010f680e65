"""Working days in Thailand: weekends and the public holidays of the `holidays` package do not count."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from holidays import country_holidays

from planhub.kernel.text import Text


@lru_cache(maxsize=64)
def _holidays(year: int) -> Mapping[date, Text]:
    thai = country_holidays("TH", years=year, language="th")
    english = country_holidays("TH", years=year, language="en_US")
    return {day: Text(name, english.get(day, name)) for day, name in thai.items()}


def holiday(day: date) -> Text | None:
    """Give the name of the public holiday on `day`, if it is one."""
    return _holidays(day.year).get(day)


def is_working_day(day: date) -> bool:
    """Tell whether offices are open on `day`."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """Give the day `count` (≥ 0) working days after `day`."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day
