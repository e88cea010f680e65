"""What templates say in two languages: `t(...)`, and filters for dates, fiscal years, numbers and money.

Every filter follows the reader's locale; None reads as “–”. Papers in Thai digits are turned as a whole by
`infra.pdf`, so templates do not care.
"""

from datetime import date, datetime, time
from decimal import Decimal

from flask import Flask

from planhub.kernel import numbers, thai
from planhub.kernel.numbers import MoneyUnit
from planhub.kernel.text import Text, current_locale
from planhub.kernel.thai import DateStyle

MISSING = "–"
"""What stands where there is no value."""


def t(th: str, en: str, **values: object) -> str:
    """Say one of two texts in the reader's language; `{name}` is filled from `values` (a `Text` by its own language)."""
    text = Text(th, en)
    return str(text.format(**values) if values else text)


def write_date(day: date | None, style: DateStyle = "short") -> str:
    """Write a day, or an instant's day in Bangkok: short, long, full or numeric."""
    if day is None:
        return MISSING
    return thai.format_date(_local(day), style)


def _local(day: date) -> date:
    return thai.in_bangkok(day).date() if isinstance(day, datetime) else day


def write_datetime(moment: datetime | None, style: DateStyle = "short") -> str:
    """Write an aware instant as date and time in Bangkok."""
    return MISSING if moment is None else thai.format_datetime(moment, style)


def write_time(moment: time | datetime | None) -> str:
    """Write a time of day."""
    return MISSING if moment is None else thai.format_time(moment)


def write_fiscal_year(year: int | date | None) -> str:
    """Write a fiscal year (B.E. number, or the one a day lies in): ปีงบประมาณ 2566 · FY 2566."""
    if year is None:
        return MISSING
    number = thai.fiscal_year(_local(year)) if isinstance(year, date) else year
    return t("ปีงบประมาณ {n}", "FY {n}", n=number)


def write_quarter(day: date | None) -> str:
    """Write the fiscal quarter a day lies in: ไตรมาส 1/2566 · Q1 FY 2566."""
    if day is None:
        return MISSING
    return t("ไตรมาส {q}/{fy}", "Q{q} FY {fy}", q=thai.quarter(_local(day)), fy=thai.fiscal_year(_local(day)))


def write_number(value: Decimal | int | None, places: int | None = None) -> str:
    """Write a number with comma groups, rounded half up to `places` if given."""
    return MISSING if value is None else numbers.format_number(value, places=places)


def write_money(satang: int | None, bare: bool = False) -> str:  # noqa: FBT001, FBT002 - a filter's argument
    """Write satang in baht, with the unit unless the table's head names it."""
    return _money(satang, "baht", bare=bare)


def write_million(satang: int | None, bare: bool = False) -> str:  # noqa: FBT001, FBT002 - a filter's argument
    """Write satang in millions of baht, two decimals."""
    return _money(satang, "million", bare=bare)


def _money(satang: int | None, unit: MoneyUnit, *, bare: bool) -> str:
    return MISSING if satang is None else numbers.format_money(satang, unit, bare=bare)


def to_thai_digits(text: object) -> str:
    """Write the digits of a text as ๐-๙, where a single place asks for them."""
    return thai.thai_digits(str(text))


FILTERS = {
    "date": write_date,
    "datetime": write_datetime,
    "time": write_time,
    "fy": write_fiscal_year,
    "quarter": write_quarter,
    "number": write_number,
    "money": write_money,
    "million": write_million,
    "thai": to_thai_digits,
}


def register(app: Flask) -> None:
    """Give every template of `app` the filters, `t(...)` and `current_locale()`."""
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(t=t, current_locale=current_locale)
