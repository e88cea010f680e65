"""Thai words, three-way merging of a clause, and pairing of clauses between two texts."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planhub.kernel.thaiwords import cut
from planhub.mou.text.merge import merge
from planhub.mou.text.versions import Pair, pair
from planhub.ui.diff import compare

THAI = st.text("กขคงจฉชนมรลวสหอะาิีึืุูเแโใไ่้ำ์ัAB12 .\n{}", max_size=40)
MARKS = "ัิีึืฺุู็่้๊๋์ํ๎"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "คณะทำงานร่วมจะรายงานผล",
            ["คณะทำงาน", "ร่วม", "จะ", "รายงาน", "ผล"],
        ),
        ("ทั้งสามฝ่ายมีภารกิจ", ["ทั้ง", "สาม", "ฝ่าย", "มี", "ภารกิจ"]),
        ("ปีละ {meetings_per_year} ครั้ง", ["ปี", "ละ", " ", "{meetings_per_year}", " ", "ครั้ง"]),
        ("อำเภอเสลภูมิ ๑๒.๕๐ MOU", ["อำเภอ", "เสลภูมิ", " ", "๑๒.๕๐", " ", "MOU"]),
    ],
)
def test_thai_is_cut_into_words(text: str, words: list[str]) -> None:
    assert cut(text) == words


@given(THAI)
def test_the_words_of_a_text_are_the_text(text: str) -> None:
    words = cut(text)
    assert "".join(words) == text
    after_thai = [b for a, b in pairwise(words) if "ก" <= a[-1] <= "๎"]
    assert not any(b[0] in MARKS for b in after_thai), "a mark stays with its letter"


def test_a_difference_takes_whole_words() -> None:
    pieces = compare("แจ้งเป็นหนังสือล่วงหน้า 30 วัน", "แจ้งเป็นลายลักษณ์อักษรล่วงหน้า 60 วัน")
    told = [(p.kind, p.text) for p in pieces if p.kind != "same"]
    assert told == [("old", "หนังสือ"), ("new", "ลายลักษณ์อักษร"), ("old", "30"), ("new", "60")]


# --- merging ------------------------------------------------------------------------------------------------------

BASE = "แจ้งเป็นหนังสือต่อทุกฝ่ายล่วงหน้าไม่น้อยกว่า 30 วัน การยกเลิกไม่กระทบกิจกรรม"


def test_changes_in_different_places_are_both_kept() -> None:
    found = merge(BASE, BASE.replace("30", "60"), BASE + "ที่ดำเนินการอยู่")
    assert found.is_clean
    assert found.text == BASE.replace("30", "60") + "ที่ดำเนินการอยู่"


def test_a_place_that_both_changed_is_named_and_holds_mine() -> None:
    found = merge(BASE, BASE.replace("30", "60"), BASE.replace("30", "90"))
    assert found.text == BASE.replace("30", "60")
    assert [(c.base, c.mine, c.theirs) for c in found.clashes] == [("30", "60", "90")]


@given(THAI, THAI)
def test_what_only_one_side_changed_is_taken(base: str, other: str) -> None:
    for mine, theirs in ((base, other), (other, base), (other, other)):
        found = merge(base, mine, theirs)
        assert (found.text, found.is_clean) == (other, True)


@given(THAI, THAI, THAI)
def test_a_merge_is_clean_or_says_where_not(base: str, mine: str, theirs: str) -> None:
    found = merge(base, mine, theirs)
    for clash in found.clashes:
        assert clash.mine != clash.theirs
        assert clash.mine in mine
        assert clash.theirs in theirs


def test_a_very_long_text_is_merged_by_lines_in_reasonable_time() -> None:
    lines = [f"ย่อหน้าที่ {n} " + "ก" * 40 for n in range(220)]
    mine, theirs = [*lines], [*lines]
    mine[3], theirs[200] = "ของฉัน", "ของเขา"
    found = merge("\n".join(lines), "\n".join(mine), "\n".join(theirs))
    assert found.is_clean
    assert "ของฉัน" in found.text
    assert "ของเขา" in found.text


# --- pairing ------------------------------------------------------------------------------------------------------

A, B, C, D = (("ก", "ข้อแรก"), ("ข", "ข้อสอง"), ("ค", "ข้อสาม"), ("ง", "ข้อสี่"))


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ([A, B], [A, B], [Pair(0, 0), Pair(1, 1)]),
        ([A, B, C], [A, C], [Pair(0, 0), Pair(1, None), Pair(2, 1)]),
        ([A, B], [A, D, B], [Pair(0, 0), Pair(None, 1), Pair(1, 2)]),
        ([A, B, C], [C, A, B], [Pair(2, 0, moved=True), Pair(0, 1), Pair(1, 2)]),
        ([A, B, C], [B, C, A], [Pair(1, 0), Pair(2, 1), Pair(0, 2, moved=True)]),
        ([A], [("ก", "อื่น")], [Pair(0, 0)]),
        ([], [A], [Pair(None, 0)]),
        ([A], [], [Pair(0, None)]),
    ],
)
def test_clauses_are_paired_by_what_they_say(old: list[object], new: list[object], pairs: list[Pair]) -> None:
    assert pair(old, new) == pairs  # type: ignore[arg-type]


def test_a_clause_under_a_new_heading_is_the_same_clause() -> None:
    old = [("การยกเลิก", BASE)]
    new = [("การบอกเลิกและการถอนตัว", BASE.replace("30", "60"))]
    assert pair(old, new) == [Pair(0, 0)]


def test_clauses_that_say_other_things_are_not_paired() -> None:
    found = pair([("การยกเลิก", BASE)], [("ทรัพย์สิน", "สิทธิในผลงานให้เป็นไปตามที่ตกลงกัน")])
    assert {(one.old, one.new) for one in found} == {(0, None), (None, 0)}
