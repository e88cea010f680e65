"""Pieces, near misses and marks, on plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planhub.infra import words
from planhub.kernel import finding
from planhub.kernel.textclean import search_key

THAI = st.text(st.sampled_from("กขคงจชซญดตถทนบปผพมยรลวสหอะาิีึืุูเแโใไ่้ำ็์ ๑๒ab1"), max_size=40)


@given(THAI, st.integers(0, 40), st.integers(2, 8))
def test_every_run_of_two_letters_or_more_has_its_pieces_in_the_text(text: str, at: int, length: int) -> None:
    folded = search_key(text)
    word = folded[at : at + length]
    if len(word) < finding.SHORTEST:
        return
    kept = finding.pieces([folded])
    keys, begins = finding.wanted(word)
    assert all(any(p.startswith(key) for p in kept) if begins else key in kept for key in keys)


def test_the_words_of_a_question_are_folded_and_a_letter_alone_belongs_to_the_word_before() -> None:
    assert finding.asked_words("ก ป่า ชุมชน ครั้งที่ ๒ ๒๕๖๖ ป่า (EEF)") == ["ป่า", "ชุมชน", "ครั้งที่2", "2566", "eef"]
    assert finding.asked_words("ก", shortest=1) == ["ก"]
    assert finding.asked_words(None) == []
    assert len(finding.asked_words(" ".join(f"คำที่{n}" for n in range(20)))) == finding.MOST_WORDS


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ป่าชุมชล", "ป่าชุมชน"),
        ("กระจุด", "กระจูด"),
        ("กะจูด", "กระจูด"),
        ("มุกดาหาน", "มุกดาหาร"),
        ("พัทลุง", "พัทลุง"),
        ("ศรษฐกิจ", "เศรษฐกิจ"),
        ("สังคัม", "สังคม"),
    ],
)
def test_words_that_sound_nearly_alike_share_a_key(typed: str, meant: str) -> None:
    assert finding.near_keys(typed) & finding.near_keys(meant)


@pytest.mark.parametrize(("one", "other"), [("ป่าชุมชน", "แปลงรวม"), ("กระจูด", "การจัด"), ("ยา", "นา")])
def test_other_words_share_none(one: str, other: str) -> None:
    assert not finding.near_keys(one) & finding.near_keys(other)


def test_the_vocabulary_has_words_and_runs_of_them() -> None:
    found = finding.vocabulary(["ป่า", "ชุมชน", "ปี", "2566"])
    assert {"ชุมชน", "ป่าชุมชน"} <= found
    assert not {"ป่า", "ปี", "2566"} & found, "too short to be mistyped, or a number"


def test_marks_stand_around_whole_letters_as_they_were_written() -> None:
    text = "การ ทํา งานในป่า ชุมชน ปี ๒๕๖๖ และน้ำ"
    runs = finding.marked(text, finding.asked_words("ทำงาน ป่าชุมชน 2566 น้ำ"))
    assert "".join(run for run, _ in runs) == text
    assert [run for run, is_it in runs if is_it] == ["ทํา งาน", "ป่า ชุมชน", "๒๕๖๖", "น้ำ"]


def test_an_excerpt_is_cut_around_the_first_word_and_tears_no_letter() -> None:
    text = "น้ำ" * 100 + "กระจูด" + "ป่า" * 100
    runs = finding.excerpt(text, ["กระจูด"])
    assert runs[0] == ("…", False)
    assert ("กระจูด", True) in runs
    assert not runs[1][0].startswith(("้", "ำ"))
    assert runs[-1][0].endswith("…")
    assert finding.excerpt("สั้น", ["ไม่มี"]) == [("สั้น", False)]


@given(THAI, THAI)
def test_marking_never_changes_a_text(text: str, asked: str) -> None:
    assert "".join(run for run, _ in finding.marked(text, finding.asked_words(asked))) == text


def test_the_library_of_line_breaks_knows_words() -> None:
    assert words.split("ป่าชุมชนกับมหาวิทยาลัยทักษิณ (EEF) ปี๒๕๖๖") == [
        "ป่า",
        "ชุมชน",
        "กับ",
        "มหาวิทยาลัย",
        "ทักษิณ",
        "EEF",
        "ปี",
        "๒๕๖๖",
    ]
    assert "ยา" in words.split("ใช้ยา"), "and a short word is a word of its own"
    assert "ยา" not in words.split("ความยากจน")
    assert words.split("") == []
