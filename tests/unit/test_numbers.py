"""Numbers, money and amounts in words."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planhub.kernel.errors import BadInput
from planhub.kernel.numbers import (
    MAX_SATANG,
    baht_text,
    format_money,
    format_number,
    parse_decimal,
    parse_integer,
    parse_money,
    split_money,
)
from planhub.kernel.text import ENGLISH

amounts = st.integers(0, MAX_SATANG)


@given(amounts, st.booleans())
def test_money_written_can_be_read(satang: int, digits: bool) -> None:
    assert parse_money(format_money(satang, bare=True, thai_digits=digits)) == satang


@given(st.text(max_size=50) | st.from_regex(r"[-+]?[0-9๐-๙,._e]{1,20}", fullmatch=True))
def test_any_text_is_a_finite_amount_or_is_refused(text: str) -> None:
    try:
        satang = parse_money(text)
    except BadInput:
        return
    assert 0 <= satang <= MAX_SATANG


@pytest.mark.parametrize("read", [parse_money, parse_integer, parse_decimal])
def test_five_thousand_digits_are_refused(read: Callable[[str], Any]) -> None:
    with pytest.raises(BadInput):
        read("9" * 5_000)


def test_the_limits_of_money() -> None:
    assert parse_money("10,000,000,000,000") == MAX_SATANG
    with pytest.raises(BadInput, match=r"more than 10,000,000,000,000$"):
        parse_money("10000000000000.01")
    with pytest.raises(BadInput, match=r"more than 500\.5$"):
        parse_money("500.51", maximum=50_050)
    with pytest.raises(BadInput) as fault:
        parse_money("-5")
    assert fault.value.message.th == "จำนวนเงินต้องไม่ติดลบ"


def test_a_minus_sign_is_read_only_where_less_than_nothing_makes_sense() -> None:
    assert parse_decimal("-1,234.5", minimum=-10_000) == Decimal("-1234.5")
    assert parse_integer("-๗", minimum=-10) == -7


@pytest.mark.parametrize(
    ("text", "minimum"), [("-1", 0), ("-0", -10), ("-0.00", -10), ("−1", -10), ("-11", -10)]
)
def test_other_minus_signs_are_refused(text: str, minimum: int) -> None:
    with pytest.raises(BadInput):
        parse_decimal(text, minimum=minimum)


def test_places_and_limits_are_told() -> None:
    assert parse_decimal("3.1416", places=4) == Decimal("3.1416")
    with pytest.raises(BadInput, match="2 decimal places"):
        parse_decimal("3.141")
    with pytest.raises(BadInput, match="whole number"):
        parse_integer("3.0")
    with pytest.raises(BadInput, match="more than 100"):
        parse_integer("101", maximum=100)
    with pytest.raises(BadInput, match="less than 1"):
        parse_integer("0", minimum=1)


@pytest.mark.parametrize(
    ("satang", "baht", "million"),
    [
        (0, "0 บาท", "0.00 ล้านบาท"),
        (1, "0.01 บาท", "<0.01 ล้านบาท"),
        (499_999, "4,999.99 บาท", "<0.01 ล้านบาท"),
        (500_000, "5,000 บาท", "0.01 ล้านบาท"),
        (123_456_750, "1,234,567.50 บาท", "1.23 ล้านบาท"),
        (150_500_000, "1,505,000 บาท", "1.51 ล้านบาท"),
        (30_000_000_000, "300,000,000 บาท", "300.00 ล้านบาท"),
        (-1, "-0.01 บาท", ">-0.01 ล้านบาท"),
        (-123_456_750, "-1,234,567.50 บาท", "-1.23 ล้านบาท"),
    ],
)
def test_money_is_written_with_its_unit(satang: int, baht: str, million: str) -> None:
    assert format_money(satang) == baht
    assert format_money(satang, "million") == million


def test_money_in_english_and_in_thai_digits() -> None:
    assert format_money(123_450, thai_digits=True) == "๑,๒๓๔.๕๐ บาท"
    assert format_money(123_450, thai_digits=True, locale=ENGLISH) == "1,234.50 baht"
    assert format_money(10_000_000_000, "million", bare=True) == "100.00"


def test_numbers_are_written_with_commas_and_rounded_half_up() -> None:
    assert format_number(245_814) == "245,814"
    assert format_number(5_500, thai_digits=True) == "๕,๕๐๐"
    assert format_number(Decimal("2.345"), places=2) == "2.35"
    assert format_number(Decimal("0.5"), places=0) == "1"
    assert format_number(Decimal("1E+3")) == "1,000"


@pytest.mark.parametrize(
    ("baht", "words"),
    [
        ("0", "ศูนย์บาทถ้วน"),
        ("0.01", "หนึ่งสตางค์"),
        ("0.11", "สิบเอ็ดสตางค์"),
        ("0.25", "ยี่สิบห้าสตางค์"),
        ("1", "หนึ่งบาทถ้วน"),
        ("10", "สิบบาทถ้วน"),
        ("11", "สิบเอ็ดบาทถ้วน"),
        ("20", "ยี่สิบบาทถ้วน"),
        ("21.21", "ยี่สิบเอ็ดบาทยี่สิบเอ็ดสตางค์"),
        ("101", "หนึ่งร้อยเอ็ดบาทถ้วน"),
        ("538800", "ห้าแสนสามหมื่นแปดพันแปดร้อยบาทถ้วน"),
        ("1000000", "หนึ่งล้านบาทถ้วน"),
        ("1000001", "หนึ่งล้านเอ็ดบาทถ้วน"),
        ("1234567.50", "หนึ่งล้านสองแสนสามหมื่นสี่พันห้าร้อยหกสิบเจ็ดบาทห้าสิบสตางค์"),
        ("11000000", "สิบเอ็ดล้านบาทถ้วน"),
        ("100000000", "หนึ่งร้อยล้านบาทถ้วน"),
        ("1001000001", "หนึ่งพันเอ็ดล้านเอ็ดบาทถ้วน"),
        ("10000000000000", "สิบล้านล้านบาทถ้วน"),
    ],
)
def test_amounts_in_words(baht: str, words: str) -> None:
    assert baht_text(parse_money(baht)) == words


def test_a_negative_amount_in_words() -> None:
    assert baht_text(-525) == "ลบห้าบาทยี่สิบห้าสตางค์"


@given(amounts, st.lists(st.integers(0, 10**9), min_size=1, max_size=40).filter(any))
def test_parts_of_an_amount_sum_to_it_and_are_fair(satang: int, weights: list[int]) -> None:
    parts = split_money(satang, weights)
    total = sum(weights)
    assert sum(parts) == satang
    assert all(
        abs(part * total - satang * weight) < total for part, weight in zip(parts, weights, strict=True)
    )


def test_an_amount_is_not_divided_by_nothing() -> None:
    assert split_money(100, [1, 1, 1]) == [34, 33, 33]
    for satang, weights in ((100, [0, 0]), (100, [2, -1]), (-1, [1]), (1, [])):
        with pytest.raises(ValueError, match="weights"):
            split_money(satang, weights)
