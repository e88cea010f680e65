"""Numbers and money as people type and read them: digits and comma groups only, Thai digits welcome.

Money is kept as an integer of satang (1 baht = 100 satang), so that no sum is ever rounded.
"""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from planhub.kernel.errors import BadInput
from planhub.kernel.text import ENGLISH, Text, current_locale
from planhub.kernel.thai import arabic_digits
from planhub.kernel.thai import thai_digits as in_thai_digits

SATANG = 100
"""Satang in one baht."""

MAX_SATANG = 10**15
"""The largest sum of money that is accepted: 10,000,000,000,000 baht."""

MoneyUnit = Literal["baht", "million"]

_LONGEST_NUMBER = 40
_NUMBER = re.compile(r"(?P<sign>-?)(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<part>[0-9]+))?")

_NOT_A_NUMBER = Text(
    "โปรดพิมพ์เป็นตัวเลข เช่น 1234 หรือ 1,234.50", "Please write a number, such as 1234 or 1,234.50"
)
_WHOLE_ONLY = Text("โปรดพิมพ์เป็นจำนวนเต็ม", "Please write a whole number")
_TOO_MANY_PLACES = Text("ทศนิยมได้ไม่เกิน {places} ตำแหน่ง", "No more than {places} decimal places")
_TOO_SMALL = Text("ต้องไม่น้อยกว่า {limit}", "Must not be less than {limit}")
_TOO_LARGE = Text("ต้องไม่เกิน {limit}", "Must not be more than {limit}")
_NEGATIVE_MONEY = Text("จำนวนเงินต้องไม่ติดลบ", "An amount of money must not be negative")


# --- reading --------------------------------------------------------------------------------------------------


def parse_decimal(
    text: str,
    *,
    places: int = 2,
    minimum: Decimal | int = 0,
    maximum: Decimal | int = 10**13,
) -> Decimal:
    """Read a number: digits, or digits grouped by commas, with at most `places` decimals; Thai digits are mapped.

    A minus sign is read only where `minimum` is negative, and never before zero. NaN, infinity, exponents,
    underscores and other scripts' digits are refused. Raises `BadInput`, telling the limit that was passed.
    """
    written = text.strip()
    match = _NUMBER.fullmatch(arabic_digits(written)) if len(written) <= _LONGEST_NUMBER else None
    if match is None:
        raise BadInput(_NOT_A_NUMBER)
    if len(match["part"] or "") > places:
        raise BadInput(_TOO_MANY_PLACES.format(places=places) if places else _WHOLE_ONLY)
    digits = match["whole"].replace(",", "") + (f".{match['part']}" if match["part"] else "")
    number = Decimal(match["sign"] + digits)
    if match["sign"] and not number:
        raise BadInput(_NOT_A_NUMBER)
    if number < minimum:
        raise BadInput(_TOO_SMALL.format(limit=f"{minimum:,}"))
    if number > maximum:
        raise BadInput(_TOO_LARGE.format(limit=f"{maximum:,}"))
    return number


def parse_integer(text: str, *, minimum: int = 0, maximum: int = 2**31 - 1) -> int:
    """Read a whole number by the rules of `parse_decimal`; raises `BadInput`."""
    return int(parse_decimal(text, places=0, minimum=minimum, maximum=maximum))


def parse_money(text: str, *, maximum: int = MAX_SATANG) -> int:
    """Read an amount in baht, with up to two decimals, as satang; raises `BadInput` also for a negative one."""
    limit = Decimal(maximum) / SATANG
    number = parse_decimal(text, minimum=-limit, maximum=limit)
    if number < 0:
        raise BadInput(_NEGATIVE_MONEY)
    return int(number * SATANG)


# --- writing --------------------------------------------------------------------------------------------------


def format_number(value: Decimal | int, *, places: int | None = None, thai_digits: bool = False) -> str:
    """Write a number with comma groups; `places` rounds half up, None keeps the decimals as they are."""
    if places is not None:
        value = Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    written = f"{value:,}" if isinstance(value, int) else f"{value:,f}"
    return in_thai_digits(written) if thai_digits else written


def format_money(
    satang: int,
    unit: MoneyUnit = "baht",
    *,
    bare: bool = False,
    thai_digits: bool = False,
    locale: str | None = None,
) -> str:
    """Write satang as `1,234,567.50 บาท` (satang only where there are any) or `1.23 ล้านบาท` (two decimals, half up).

    `bare` leaves the unit out, for tables whose head names it. An amount above zero never reads as zero: below
    5,000 baht the millions are written `<0.01`.
    """
    if unit == "million":
        tiny = 0 < abs(satang) < 5_000 * SATANG
        millions = Decimal(satang) / (SATANG * 10**6)
        written = ("<0.01" if satang > 0 else ">-0.01") if tiny else format_number(millions, places=2)
        word = Text("ล้านบาท", "million baht")
    else:
        baht, rest = divmod(abs(satang), SATANG)
        written = f"{'-' if satang < 0 else ''}{baht:,}" + (f".{rest:02}" if rest else "")
        word = Text("บาท", "baht")
    if not bare:
        written = f"{written} {word.in_(locale or current_locale())}"
    return in_thai_digits(written) if thai_digits and (locale or current_locale()) != ENGLISH else written


_DIGIT_WORDS = ("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACE_WORDS = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")


def _in_words(number: int, *, after_higher: bool = False) -> str:
    """Say a whole number in Thai words; `after_higher` when millions were said before it."""
    if number >= 10**6:
        high, low = divmod(number, 10**6)
        return (
            _in_words(high, after_higher=after_higher)
            + "ล้าน"
            + (_in_words(low, after_higher=True) if low else "")
        )
    said: list[str] = []
    digits = str(number)
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit == "0":
            continue
        word = _DIGIT_WORDS[int(digit)]
        if place == 0 and digit == "1" and (said or after_higher):
            word = "เอ็ด"
        elif place == 1:
            word = {"1": "", "2": "ยี่"}.get(digit, word)
        said.append(word + _PLACE_WORDS[place])
    return "".join(said)


def baht_text(satang: int) -> str:
    """Say an amount in Thai words as cheques and contracts do: `หนึ่งร้อยเอ็ดบาทยี่สิบห้าสตางค์`, `ศูนย์บาทถ้วน`."""
    baht, rest = divmod(abs(satang), SATANG)
    said = f"{_in_words(baht)}บาท" if baht else ("" if rest else "ศูนย์บาท")
    said += f"{_in_words(rest)}สตางค์" if rest else "ถ้วน"
    return f"ลบ{said}" if satang < 0 else said


def split_money(satang: int, weights: Sequence[int]) -> list[int]:
    """Divide satang by whole-number weights so that the parts sum to the whole (largest remainders first).

    Raises `ValueError` for a negative amount, a negative weight, or weights that are all zero.
    """
    total = sum(weights)
    if satang < 0 or total <= 0 or min(weights) < 0:
        raise ValueError("an amount is divided by weights of at least zero, not all zero")
    parts = [satang * weight // total for weight in weights]
    by_remainder = sorted(range(len(parts)), key=lambda i: (-(satang * weights[i] % total), i))
    for i in by_remainder[: satang - sum(parts)]:
        parts[i] += 1
    return parts
