"""The fields of records and moves, declared once; forms, API, imports, diffs and papers are skins of them.

`parse` turns what a person or a program sent into a value, and raises `BadInput` with a sentence in both
languages for everything that cannot be read. `dump` gives the value as the JSON API writes it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Any

from planhub.kernel import numbers, textclean, thai
from planhub.kernel.errors import BadInput
from planhub.kernel.text import Text

REQUIRED = Text("ต้องระบุข้อมูลนี้", "This is needed")
PERSONAL_NUMBER = Text(
    "มีเลขประจำตัวประชาชน 13 หลัก ระบบไม่เก็บข้อมูลส่วนบุคคล โปรดลบออกก่อนบันทึก",
    "There is a 13-digit citizen number; no personal data is kept here, so please take it out before saving",
)
"""Said without repeating the number, which must not reach pages or logs (goal G24)."""


class Kind(StrEnum):
    """What a field holds."""

    LINE = "line"
    BODY = "body"
    INTEGER = "integer"
    DECIMAL = "decimal"
    """A `Decimal` with at most two decimals, without zeros at its end; below nought only where `min` says so."""
    PERCENT = "percent"
    MONEY = "money"
    """Integer satang inside; baht with at most two decimals outside."""
    DATE = "date"
    TIME = "time"
    BOOL = "bool"
    CHOICE = "choice"
    CHOICES = "choices"
    FISCAL_YEAR = "fiscal_year"
    """A Buddhist-Era year, named for the year in which it ends."""
    QUARTER = "quarter"
    ORG = "org"
    ORGS = "orgs"
    AREA = "area"
    AREAS = "areas"
    POST = "post"
    RECORD = "record"
    """The code of another record, of the type in `ref`."""


Choice = tuple[str, Text]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in code, its words, and what it accepts."""

    name: str
    kind: Kind
    label: Text
    required: bool = False
    help: Text | None = None
    max: int | None = None
    """Longest text in characters, or largest number (satang for money)."""
    min: int | None = None
    choices: tuple[Choice, ...] = ()
    ref: str | None = None
    """For RECORD: the record type, None for any; for AREA and AREAS: the level, if only one is accepted."""
    section: str = "main"
    """The section of the record that it belongs to (returns point at sections)."""
    content: bool = True
    """Part of what is approved: a change of it voids consents (rule R11)."""
    fixed: bool = False
    """Given when the record begins and never changed: forms of change leave it out, saves refuse another value."""
    short: bool = True
    """Asked on the first, short form; the others are asked where they are needed."""
    default: Any = None
    late: bool = False
    """Declared when records were there already: left out of what is hashed while empty, so that consents to them stand."""

    @property
    def many(self) -> bool:
        """Whether the value is a list."""
        return self.kind in (Kind.CHOICES, Kind.ORGS, Kind.AREAS)

    def choice_label(self, key: str) -> Text:
        """Give the words of a choice; an unknown key reads as itself."""
        return dict(self.choices).get(key, Text(key, key))


def parse(field: Field, raw: Any) -> Any:
    """Read a value for `field`; None means empty. Raises `BadInput`."""
    if field.many:
        return _parse_many(field, raw)
    if raw is None or (isinstance(raw, str) and not raw.strip() and field.kind is not Kind.BOOL):
        if field.required:
            raise BadInput(REQUIRED)
        return None
    if field.kind is Kind.BOOL:
        value = _parse_bool(raw)
        if field.required and not value:
            raise BadInput(REQUIRED)
        return value
    return _PARSERS[field.kind](field, raw)


def parse_all(
    fields: Sequence[Field], raw: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, list[Text]]]:
    """Read every field; one that `raw` does not name takes its default. Give the values and the faults by field."""
    values: dict[str, Any] = {}
    faults: dict[str, list[Text]] = {}
    for field in fields:
        try:
            values[field.name] = parse(field, raw.get(field.name, field.default))
        except BadInput as fault:
            faults[field.name] = [fault.message]
    return values, faults


def dump(field: Field, value: Any) -> Any:
    """Give the value as the JSON API writes it: ISO dates, baht as decimal text."""
    if value is None:
        return [] if field.many else None
    if field.many:
        return list(value)
    written = _WRITTEN.get(field.kind)
    return written(value) if written else value


_WRITTEN: Mapping[Kind, Callable[[Any], str]] = {
    Kind.MONEY: lambda value: f"{value // 100}.{value % 100:02d}",
    Kind.DATE: lambda value: value.isoformat(),
    Kind.TIME: lambda value: value.strftime("%H:%M"),
    Kind.DECIMAL: lambda value: format(value, "f"),
}


def _text_of(raw: Any) -> str:
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        raise BadInput(Text("รูปแบบข้อมูลไม่ถูกต้อง", "This is not the right kind of value"))
    return str(raw)


def _parse_line(field: Field, raw: Any) -> str | None:
    return _kept(field, textclean.clean_line(_text_of(raw), field.max or 300))


def _parse_body(field: Field, raw: Any) -> str | None:
    return _kept(field, textclean.clean_body(_text_of(raw), field.max or 20_000))


def _kept(field: Field, text: str) -> str | None:
    if not text and field.required:
        raise BadInput(REQUIRED)
    if textclean.find_citizen_id(text) is not None:
        raise BadInput(PERSONAL_NUMBER)
    return text or None


def _parse_integer(field: Field, raw: Any) -> int:
    limits = (field.min if field.min is not None else 0, field.max if field.max is not None else 10**12)
    return numbers.parse_integer(_text_of(raw), minimum=limits[0], maximum=limits[1])


def _parse_decimal(field: Field, raw: Any) -> Decimal:
    limits = (field.min if field.min is not None else 0, field.max if field.max is not None else 10**12)
    number = numbers.parse_decimal(_text_of(raw), minimum=limits[0], maximum=limits[1])
    return number.to_integral_value() if number == number.to_integral_value() else number.normalize()


def _parse_percent(_field: Field, raw: Any) -> int:
    return numbers.parse_integer(_text_of(raw), minimum=0, maximum=100)


def _parse_money(field: Field, raw: Any) -> int:
    return numbers.parse_money(_text_of(raw), maximum=field.max if field.max is not None else 10**15)


def _parse_date(_field: Field, raw: Any) -> date:
    return thai.parse_date(_text_of(raw), short_year_be=True)


def _parse_time(_field: Field, raw: Any) -> time:
    text = thai.arabic_digits(_text_of(raw)).strip().removesuffix("น.").strip().replace(".", ":")
    hours, _, minutes = text.partition(":")
    digits = all(part.isascii() and part.isdigit() for part in (hours, minutes)) and len(minutes) == 2
    if digits and int(hours) < 24 and int(minutes) < 60:
        return time(int(hours), int(minutes))
    raise BadInput(Text("โปรดระบุเวลา เช่น 13.30", "Please give a time such as 13:30"))


def _parse_bool(raw: Any) -> bool:
    if raw in (None, "", False, "false", "0", "off"):
        return False
    if raw in (True, "true", "1", "on", "yes"):
        return True
    raise BadInput(Text("โปรดเลือกใช่หรือไม่ใช่", "Please answer yes or no"))


def _parse_choice(field: Field, raw: Any) -> str:
    key = _text_of(raw).strip()
    if key not in {c[0] for c in field.choices}:
        raise BadInput(Text("ไม่มีตัวเลือกนี้", "There is no such choice"))
    return key


def _parse_fiscal_year(_field: Field, raw: Any) -> int:
    try:
        return numbers.parse_integer(_text_of(raw), minimum=2540, maximum=2640)
    except BadInput:
        raise BadInput(
            Text(
                "โปรดระบุปีงบประมาณ พ.ศ. เช่น 2566",
                "Please give a fiscal year of the Buddhist Era, such as 2566",
            )
        ) from None


def _parse_quarter(_field: Field, raw: Any) -> int:
    return numbers.parse_integer(_text_of(raw), minimum=1, maximum=4)


def _parse_code(_field: Field, raw: Any) -> str:
    return textclean.clean_line(_text_of(raw), 64)


def _parse_many(field: Field, raw: Any) -> list[str]:
    if isinstance(raw, str):
        raw = raw.split(",") if "," in raw else [raw]
    if raw is None:
        raw = []
    if not isinstance(raw, list | tuple):
        raise BadInput(Text("รูปแบบข้อมูลไม่ถูกต้อง", "This is not the right kind of value"))
    if len(raw) > 10_000:
        raise BadInput(Text("รายการมากเกินไป", "There are too many entries"))
    one = _parse_choice if field.kind is Kind.CHOICES else _parse_code
    values = list(dict.fromkeys(one(field, item) for item in raw if item not in (None, "")))
    if field.required and not values:
        raise BadInput(REQUIRED)
    return values


_PARSERS: dict[Kind, Callable[[Field, Any], Any]] = {
    Kind.LINE: _parse_line,
    Kind.BODY: _parse_body,
    Kind.INTEGER: _parse_integer,
    Kind.DECIMAL: _parse_decimal,
    Kind.PERCENT: _parse_percent,
    Kind.MONEY: _parse_money,
    Kind.DATE: _parse_date,
    Kind.TIME: _parse_time,
    Kind.CHOICE: _parse_choice,
    Kind.FISCAL_YEAR: _parse_fiscal_year,
    Kind.QUARTER: _parse_quarter,
    Kind.ORG: _parse_code,
    Kind.AREA: _parse_code,
    Kind.POST: _parse_code,
    Kind.RECORD: _parse_code,
}
