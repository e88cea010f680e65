"""Thai dates, fiscal years, digits and alphabetical order."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import geothai
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planhub.kernel.errors import BadInput
from planhub.kernel.text import ENGLISH, THAI, locale
from planhub.kernel.thai import (
    DateStyle,
    arabic_digits,
    fiscal_year,
    fiscal_year_span,
    format_date,
    format_datetime,
    format_time,
    month_name,
    parse_date,
    parse_iso_date,
    quarter,
    quarter_span,
    sort_key,
    thai_digits,
)

FIRST, LAST = date(2550 - 543, 1, 1), date(2600 - 543, 12, 31)
EVERY_DAY = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
STYLES: tuple[DateStyle, ...] = ("short", "long", "full", "numeric")


def told(fault: BadInput) -> None:
    assert fault.message.th
    assert fault.message.en


days = st.dates(date(1900, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("digits", [False, True])
def test_every_day_of_2550_to_2600_comes_back(style: DateStyle, digits: bool) -> None:
    assert len(EVERY_DAY) == 18_628
    wrong = [
        day
        for day in EVERY_DAY
        if parse_date(format_date(day, style, thai_digits=digits, locale=THAI)) != day
    ]
    assert wrong == []


@pytest.mark.parametrize("write", [arabic_digits, thai_digits])
def test_every_day_written_with_two_digits_comes_back_where_the_era_is_declared(
    write: Callable[[str], str],
) -> None:
    wrong = [
        day
        for day in EVERY_DAY
        if day.year + 543 < 2600
        and parse_date(write(f"{day.day}/{day.month}/{(day.year + 543) % 100:02}"), short_year_be=True) != day
    ]
    assert wrong == []


@given(days, st.sampled_from(STYLES), st.booleans(), st.sampled_from([THAI, ENGLISH]))
def test_what_is_written_can_be_read(day: date, style: DateStyle, digits: bool, speech: str) -> None:
    assert parse_date(format_date(day, style, thai_digits=digits, locale=speech)) == day


@given(st.text(max_size=80))
def test_any_text_is_a_date_or_is_refused_with_words(text: str) -> None:
    for read in (parse_date, parse_iso_date):
        try:
            assert isinstance(read(text), date)
        except BadInput as fault:
            told(fault)


@given(st.from_regex(r"[0-9๐-๙]{1,2}[/. -][0-9ก-ฮ.]{1,6}[/. -][0-9๐-๙]{1,5}", fullmatch=True))
def test_anything_like_a_date_is_a_date_or_is_refused_with_words(text: str) -> None:
    try:
        assert 1857 <= parse_date(text).year <= 2150
    except BadInput as fault:
        told(fault)


def test_the_styles_of_a_date() -> None:
    day = date(2022, 12, 9)
    assert format_date(day) == "9 ธ.ค. 2565"
    assert format_date(day, "long", thai_digits=True) == "๙ ธันวาคม ๒๕๖๕"
    assert format_date(day, "full") == "วันศุกร์ที่ 9 ธันวาคม พ.ศ. 2565"
    assert format_date(day, "numeric") == "9/12/2565"
    with locale(ENGLISH):
        assert format_date(day, "full", thai_digits=True) == "Friday 9 December 2022"
        assert format_date(day, "numeric") == "2022-12-09"


def test_an_instant_is_told_in_bangkok() -> None:
    late = datetime(2022, 9, 30, 17, 30, tzinfo=UTC)
    assert format_datetime(late) == "1 ต.ค. 2565 00.30 น."
    assert format_datetime(late, "long", thai_digits=True) == "๑ ตุลาคม ๒๕๖๕ ๐๐.๓๐ น."
    assert format_datetime(late, locale=ENGLISH) == "1 Oct 2022 00:30"
    assert format_time(time(9, 5), thai_digits=True) == "๐๙.๐๕ น."
    assert format_time(late, locale=ENGLISH) == "00:30"
    with pytest.raises(ValueError, match="naive"):
        format_datetime(late.replace(tzinfo=None))


@pytest.mark.parametrize(
    "text",
    [
        "2567-02-29",
        "2566-10-01",
        "0543-01-01",
        "10000-01-01",
        "9/12/2565",
        "2022-12-09T00:00",
        "2023-02-29",
        "",
        "x" * 99,
    ],
)
def test_machines_send_gregorian_iso_dates_only(text: str) -> None:
    assert parse_iso_date("2024-02-29") == date(2024, 2, 29)
    with pytest.raises(BadInput):
        parse_iso_date(text)


def test_a_refused_date_says_what_would_be_right() -> None:
    with pytest.raises(BadInput, match="no such day as “29/02/2566”") as fault:
        parse_date("29/02/2566")
    assert fault.value.message.th == "วันที่ “29/02/2566” ไม่มีในปฏิทิน"
    with pytest.raises(BadInput) as fault:
        parse_date("9/12/65")
    assert "พ.ศ. 4 หลัก" in fault.value.message.th
    with pytest.raises(BadInput) as fault:
        parse_date("วันเสาร์ที่ 9 ธันวาคม 2565")
    assert fault.value.message.th == "วันที่นี้ตรงกับวันศุกร์ ไม่ใช่วันเสาร์"


def test_the_fiscal_year_turns_on_the_first_of_october_for_a_hundred_years() -> None:
    for year in range(2500, 2601):
        first, last = fiscal_year_span(year)
        assert (first.day, first.month, last.day, last.month) == (1, 10, 30, 9)
        assert fiscal_year(first) == fiscal_year(last) == year
        assert fiscal_year(first - timedelta(days=1)) == year - 1
        assert fiscal_year(last + timedelta(days=1)) == year + 1
        spans = [quarter_span(year, number) for number in (1, 2, 3, 4)]
        assert (spans[0][0], spans[3][1]) == (first, last)
        assert all(b[0] - a[1] == timedelta(days=1) for a, b in pairwise(spans))
        assert [(quarter(a), quarter(b)) for a, b in spans] == [(n, n) for n in (1, 2, 3, 4)]


def test_the_meeting_of_the_article_was_in_the_first_quarter_of_2566() -> None:
    assert (fiscal_year(date(2022, 12, 9)), quarter(date(2022, 12, 9))) == (2566, 1)
    assert (fiscal_year(date(2022, 9, 30)), quarter(date(2022, 9, 30))) == (2565, 4)


@given(days)
def test_a_day_lies_in_its_own_quarter_and_year(day: date) -> None:
    for start, end in (quarter_span(fiscal_year(day), quarter(day)), fiscal_year_span(fiscal_year(day))):
        assert start <= day <= end


def test_there_is_no_fifth_quarter_and_no_thirteenth_month() -> None:
    with pytest.raises(ValueError, match="no quarter 5"):
        quarter_span(2566, 5)
    with pytest.raises(ValueError, match="no month 13"):
        month_name(13)
    assert month_name(12, short=True).in_(THAI) == "ธ.ค."


@given(st.text())
def test_digits_go_there_and_back(text: str) -> None:
    assert arabic_digits(thai_digits(arabic_digits(text))) == arabic_digits(text)
    assert thai_digits("FY 2566-Q1") == "FY ๒๕๖๖-Q๑"


# --- alphabetical order ---------------------------------------------------------------------------------------


def test_the_provinces_stand_in_dictionary_order() -> None:
    names = sorted((p.name_th for p in geothai.provinces()), key=sort_key)
    assert names[:4] == ["กระบี่", "กรุงเทพมหานคร", "กาญจนบุรี", "กาฬสินธุ์"]
    assert names[11:17] == ["ชุมพร", "เชียงราย", "เชียงใหม่", "ตรัง", "ตราด", "ตาก"]
    assert names[-3:] == ["อุตรดิตถ์", "อุทัยธานี", "อุบลราชธานี"]
    moved = sum(a != b for a, b in zip(names, sorted(names), strict=True))
    assert moved == 65  # what plain string order would misplace


@pytest.mark.parametrize(
    "ordered",
    [
        ["กา", "ก่า", "ก้า", "ก๊า", "ก๋า", "กาง", "ก้าง"],  # marks decide only between equal letters
        ["ก", "กก", "เก", "แก", "โก", "ใก", "ไก", "ข", "เข"],  # a leading vowel stands behind its consonant
        ["ปลาก่อ", "ปลาก้อ", "ปล่าก่อ", "ปล้าก่อ"],
        ["ขาวซ่า", "ข่าวซา"],  # the first difference of marks decides
        ["1", "๒", "3", "กสศ.", "ฮ", "abc", "SME", "zoo"],
    ],
)
def test_words_stand_in_dictionary_order(ordered: list[str]) -> None:
    backwards = ordered[::-1]
    assert sorted(backwards, key=sort_key) == ordered


def test_signs_and_blanks_do_not_count_in_the_order() -> None:
    assert sort_key("กรุงเทพ ฯ (เดิม)") == sort_key("กรุงเทพเดิม")
    assert sort_key("“พอช.”") == sort_key("พอช")


@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=3000))
def test_any_text_has_a_key_that_a_database_can_keep(text: str) -> None:
    key = sort_key(text)
    assert "\0" not in key
    assert key.encode().decode() == key
