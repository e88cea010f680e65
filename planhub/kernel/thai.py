"""Thai dates, fiscal years, digits and alphabetical order: read at the edge, stored as Gregorian dates.

Years: B.E. (พุทธศักราช) is C.E. (คริสต์ศักราช) + 543. A Thai fiscal year runs from 1 October to 30 September
and is named for the B.E. year it ends in.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Literal

from planhub.kernel.clock import BANGKOK
from planhub.kernel.errors import BadInput
from planhub.kernel.text import ENGLISH, Text, current_locale, plain

BE = 543
"""What a Buddhist-Era year is ahead of the Gregorian one."""

FIRST_BE, LAST_BE = 2400, 2693
FIRST_CE, LAST_CE = 1900, 2150

DateStyle = Literal["short", "long", "full", "numeric"]


# --- digits ---------------------------------------------------------------------------------------------------

_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def thai_digits(text: str) -> str:
    """Write 0-9 as ๐-๙; everything else stays."""
    return text.translate(_TO_THAI)


def arabic_digits(text: str) -> str:
    """Write ๐-๙ as 0-9; everything else stays (full-width and Arabic-Indic digits too)."""
    return text.translate(_TO_ARABIC)


# --- names of months and days ---------------------------------------------------------------------------------

_MONTHS = (
    Text("มกราคม", "January"),
    Text("กุมภาพันธ์", "February"),
    Text("มีนาคม", "March"),
    Text("เมษายน", "April"),
    Text("พฤษภาคม", "May"),
    Text("มิถุนายน", "June"),
    Text("กรกฎาคม", "July"),
    Text("สิงหาคม", "August"),
    Text("กันยายน", "September"),
    Text("ตุลาคม", "October"),
    Text("พฤศจิกายน", "November"),
    Text("ธันวาคม", "December"),
)
_SHORT_THAI = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)
_SHORT_MONTHS = tuple(Text(th, month.en[:3]) for th, month in zip(_SHORT_THAI, _MONTHS, strict=True))
WEEKDAYS = (
    Text("จันทร์", "Monday"),
    Text("อังคาร", "Tuesday"),
    Text("พุธ", "Wednesday"),
    Text("พฤหัสบดี", "Thursday"),
    Text("ศุกร์", "Friday"),
    Text("เสาร์", "Saturday"),
    Text("อาทิตย์", "Sunday"),
)
"""The days of the week, Monday first, as `date.weekday` counts them."""


def _month_numbers() -> Mapping[str, int]:
    numbers: dict[str, int] = {"sept": 9}
    for n, (full, short) in enumerate(zip(_MONTHS, _SHORT_MONTHS, strict=True), start=1):
        for name in (full.th, full.en, short.th, short.en):
            numbers[name.replace(".", "").lower()] = n
    return numbers


_MONTH_NUMBERS = _month_numbers()


def month_name(month: int, *, short: bool = False) -> Text:
    """Give the name of a month (1-12) in both languages; raises `ValueError` for another number."""
    if not 1 <= month <= 12:
        raise ValueError(f"no month {month}")
    return (_SHORT_MONTHS if short else _MONTHS)[month - 1]


# --- reading dates --------------------------------------------------------------------------------------------

_UNREADABLE = Text(
    "อ่านวันที่ไม่ได้ โปรดพิมพ์ เช่น 9/12/2565 หรือ 9 ธ.ค. 2565",
    "This date cannot be read; write it like 9/12/2565 or 9 Dec 2022",
)
_UNCLEAR_YEAR = Text(
    "ปี “{year}” ไม่ชัดเจน โปรดพิมพ์ปี พ.ศ. 4 หลัก เช่น 2565",
    "The year “{year}” is not clear; write four digits, such as 2565 or 2022",
)
_YEAR_OUT_OF_RANGE = Text(
    "ปี “{year}” อยู่นอกช่วงที่รับได้ (พ.ศ. 2400–2693 หรือ ค.ศ. 1900–2150)",
    "The year “{year}” is outside the accepted range (B.E. 2400–2693 or C.E. 1900–2150)",
)
_NO_SUCH_DAY = Text("วันที่ “{text}” ไม่มีในปฏิทิน", "There is no such day as “{text}” in the calendar")
_WRONG_WEEKDAY = Text("วันที่นี้ตรงกับวัน{weekday} ไม่ใช่วัน{written}", "This date is a {weekday}, not a {written}")

_SPACES = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff]+")
_WEEKDAY = "|".join([*(name for day in WEEKDAYS for name in (day.th, day.en)), "พฤหัส"])
_OPENING = re.compile(rf"(?:วัน)?(?P<weekday>{_WEEKDAY})?ฯ?(?: ?ที่)?,? ?(?=[0-9])", re.IGNORECASE)
_ERA = r"(?P<era>พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|B\.?E\.?|C\.?E\.?|A\.?D\.?)?"
_NUMERIC = re.compile(r"(?P<day>[0-9]{1,2})(?P<sign>[/.-])(?P<month>[0-9]{1,2})(?P=sign)(?P<year>[0-9]{1,5})")
_WORDS = re.compile(
    rf"(?P<day>[0-9]{{1,2}}) ?(?P<name>[a-z.]{{3,10}}|[ก-๎.]{{2,12}}?),? ?{_ERA} ?(?P<year>[0-9]{{1,5}})",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?P<year>[0-9]{4,5})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")

_LONGEST_DATE = 60


def _era_of(written: str | None) -> str | None:
    if not written:
        return None
    return "be" if written[0] in "พbB" else "ce"


def _gregorian(year: str, era: str | None, *, short_year_be: bool) -> int:
    number = int(year)
    if len(year) == 2 and (era == "be" or (era is None and short_year_be)):
        return 2500 + number - BE
    if len(year) != 4:
        raise BadInput((_YEAR_OUT_OF_RANGE if len(year) == 5 else _UNCLEAR_YEAR).format(year=year))
    if FIRST_BE <= number <= LAST_BE and era != "ce":
        return number - BE
    if FIRST_CE <= number <= LAST_CE and era != "be":
        return number
    raise BadInput(_YEAR_OUT_OF_RANGE.format(year=year))


def parse_date(text: str, *, short_year_be: bool = False) -> date:
    """Read a date as people in Thai offices write it, in Thai or Arabic digits.

    Accepted: `9/12/2565`, `9-12-2565`, `9.12.2565`, `9 ธ.ค. 2565`, `๙ ธ.ค. ๖๕`, `วันศุกร์ที่ 9 ธันวาคม พ.ศ. 2565`,
    `9 Dec 2022`, `2022-12-09`. A four-digit year of 2400-2693 is B.E., of 1900-2150 C.E.; any other is refused.
    Two digits mean B.E. 25xx where a Thai month name, พ.ศ. or `short_year_be` says so, and are refused elsewhere.
    543 is taken off before the date is built, so 29 ก.พ. 2567 exists and 29 ก.พ. 2566 does not.
    Raises `BadInput`.
    """
    if len(text) > _LONGEST_DATE:
        raise BadInput(_UNREADABLE)
    written = _SPACES.sub(" ", arabic_digits(text)).strip()
    opening = _OPENING.match(written)
    rest = written[opening.end() :] if opening else written
    match = _ISO.fullmatch(rest) or _NUMERIC.fullmatch(rest) or _WORDS.fullmatch(rest)
    if match is None:
        raise BadInput(_UNREADABLE)
    parts = match.groupdict()
    name, era = parts.get("name"), _era_of(parts.get("era"))
    if name is None:
        month = int(parts["month"])
    else:
        month = _MONTH_NUMBERS.get(name.replace(".", "").lower(), 0)
        if not month:
            raise BadInput(_UNREADABLE)
        short_year_be = short_year_be or not name.isascii()
    year = _gregorian(parts["year"], era, short_year_be=short_year_be)
    found = _build(year, month, int(parts["day"]), rest)
    _check_weekday(found, opening["weekday"] if opening else None)
    return found


def parse_iso_date(text: str) -> date:
    """Read a Gregorian ISO date (`2022-12-09`), the only form that machines may send.

    Raises `BadInput` for anything else, and for a B.E. year, which would land five centuries away.
    """
    match = _ISO.fullmatch(text) if len(text) <= 11 else None
    if match is None:
        raise BadInput(
            Text("วันที่ต้องเป็นรูปแบบ ค.ศ. เช่น 2022-12-09", "A date must be Gregorian ISO, such as 2022-12-09")
        )
    if not (len(match["year"]) == 4 and FIRST_CE <= int(match["year"]) <= LAST_CE):
        raise BadInput(
            Text(
                "ปี “{year}” ต้องเป็น ค.ศ. 1900–2150 ในรูปแบบนี้",
                "The year “{year}” must be C.E. 1900–2150 in this form",
            ).format(year=match["year"])
        )
    return _build(int(match["year"]), int(match["month"]), int(match["day"]), text)


def _build(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise BadInput(_NO_SUCH_DAY.format(text=text)) from None


def _check_weekday(found: date, written: str | None) -> None:
    right = WEEKDAYS[found.weekday()]
    if written and not (right.th.startswith(written) or right.en.lower() == written.lower()):
        raise BadInput(_WRONG_WEEKDAY.format(weekday=right, written=plain(written)))


# --- writing dates --------------------------------------------------------------------------------------------


def format_date(
    day: date, style: DateStyle = "short", *, thai_digits: bool = False, locale: str | None = None
) -> str:
    """Write a date for people: B.E. in Thai, C.E. in English.

    `short` 9 ธ.ค. 2565 · `long` 9 ธันวาคม 2565 · `full` วันศุกร์ที่ 9 ธันวาคม พ.ศ. 2565 · `numeric` 9/12/2565
    (English: 9 Dec 2022 · 9 December 2022 · Friday 9 December 2022 · 2022-12-09). Every one can be read back by
    `parse_date`. `thai_digits` has no effect in English. `locale` is the reader's unless given.
    """
    if (locale or current_locale()) == ENGLISH:
        return _english_date(day, style)
    year = day.year + BE
    if style == "numeric":
        written = f"{day.day}/{day.month}/{year}"
    elif style == "full":
        written = f"วัน{WEEKDAYS[day.weekday()].th}ที่ {day.day} {_MONTHS[day.month - 1].th} พ.ศ. {year}"
    else:
        written = f"{day.day} {month_name(day.month, short=style == 'short').th} {year}"
    return written.translate(_TO_THAI) if thai_digits else written


def _english_date(day: date, style: DateStyle) -> str:
    if style == "numeric":
        return day.isoformat()
    weekday = f"{WEEKDAYS[day.weekday()].en} " if style == "full" else ""
    return f"{weekday}{day.day} {month_name(day.month, short=style == 'short').en} {day.year}"


def format_time(moment: time | datetime, *, thai_digits: bool = False, locale: str | None = None) -> str:
    """Write a time of day: `13.30 น.` in Thai, `13:30` in English; an aware datetime is told in Bangkok's time."""
    if isinstance(moment, datetime):
        moment = in_bangkok(moment)
    if (locale or current_locale()) == ENGLISH:
        return f"{moment.hour:02}:{moment.minute:02}"
    written = f"{moment.hour:02}.{moment.minute:02} น."
    return written.translate(_TO_THAI) if thai_digits else written


def format_datetime(
    moment: datetime, style: DateStyle = "short", *, thai_digits: bool = False, locale: str | None = None
) -> str:
    """Write an aware instant as date and time in Bangkok; raises `ValueError` for a naive one."""
    local = in_bangkok(moment)
    day = format_date(local.date(), style, thai_digits=thai_digits, locale=locale)
    return f"{day} {format_time(local.timetz(), thai_digits=thai_digits, locale=locale)}"


def in_bangkok(moment: datetime) -> datetime:
    """Tell an aware instant in Bangkok's time; raises `ValueError` for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a naive time could mean two instants")
    return moment.astimezone(BANGKOK)


# --- fiscal years ---------------------------------------------------------------------------------------------


def fiscal_year(day: date) -> int:
    """Give the fiscal year (B.E.) of a day: 30 Sep 2566 is in 2566, 1 Oct 2566 in 2567."""
    return day.year + BE + (day.month >= 10)


def quarter(day: date) -> int:
    """Give the quarter (1-4) of the fiscal year: October to December is the first."""
    return (day.month - 10) % 12 // 3 + 1


def fiscal_year_span(year: int) -> tuple[date, date]:
    """Give the first and the last day of a fiscal year (B.E.)."""
    return date(year - BE - 1, 10, 1), date(year - BE, 9, 30)


def quarter_span(year: int, number: int) -> tuple[date, date]:
    """Give the first and the last day of a quarter (1-4) of a fiscal year (B.E.); raises `ValueError` otherwise."""
    if number not in (1, 2, 3, 4):
        raise ValueError(f"no quarter {number}")
    start, end = fiscal_year_span(year)
    starts = (start, date(end.year, 1, 1), date(end.year, 4, 1), date(end.year, 7, 1))
    return starts[number - 1], starts[number] - timedelta(days=1) if number < 4 else end


# --- alphabetical order ---------------------------------------------------------------------------------------

_LEADING_VOWEL = re.compile("([เแโใไ])([ก-ฮ])")
_NO_WEIGHT = re.compile(r"[\s\-.,:;/()\[\]{}\"'“”‘’ฯ\u200b]+")
_AFTER_THAI = 0xE000
_MARK_RANK = {mark: rank for rank, mark in enumerate("็่้๊๋์", start=1)}


def sort_key(text: str) -> str:
    """Give a key whose code-point order is the order of the Royal Institute's dictionary.

    A leading vowel goes behind its consonant; tone marks and their like count only between equal letters, the
    earlier difference first; spaces, hyphens, full stops, brackets, quotes and ฯ do not count. Digits come first (Thai
    and Arabic alike), then Thai, then Latin whatever its case. Compare keys by code point (PostgreSQL: `COLLATE "C"`).
    """
    letters = _LEADING_VOWEL.sub(r"\2\1", _NO_WEIGHT.sub("", arabic_digits(text).casefold()))
    base: list[str] = []
    marks: list[str] = []
    for letter in letters:
        rank = _MARK_RANK.get(letter)
        if rank is None:
            foreign = letter.isalpha() and letter < "ก"
            base.append(chr(ord(letter) + _AFTER_THAI) if foreign else letter)
        else:  # the earlier a mark, the later the word: positions count down
            marks.append(f"{chr(0xFFF - min(len(base), 0x7FF))}{rank}")
    return "".join(base) + (" " + "".join(marks) if marks else "")
