"""Bringing two people's texts together: what one changed is kept, what both changed is asked, nothing is lost."""

import random

import pytest

from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.record.types import Children
from planhub.ui.drafting import merging
from planhub.ui.drafting.merging import MINE, THEIRS, Merging
from planhub.ui.inputs import Inputs

TITLE = Field("title", Kind.LINE, Text("ชื่อ", "Title"))
NOTE = Field("note", Kind.BODY, Text("บันทึก", "Note"))
READY = Field("ready", Kind.BOOL, Text("พร้อม", "Ready"))
AREAS = Field("areas", Kind.AREAS, Text("พื้นที่", "Areas"))
FIELDS = (TITLE, NOTE, READY, AREAS)
PARTS = Children("parts", Text("ส่วน", "Parts"), object, (Field("text", Kind.LINE, Text("ข้อความ", "Text")),))


def form(rows: dict[str, str] | None = None, new: tuple[str, ...] = (), **fields: str) -> Inputs:
    """Give the inputs of a form: rows by id, and new ones."""
    inputs = Inputs(fields)
    for n, (key, text) in enumerate([*(rows or {}).items(), *(("", text) for text in new)]):
        inputs.setlist(f"parts-{n}-id", [key])
        inputs.setlist(f"parts-{n}-text", [text])
    return inputs


def merge(opened: Inputs, mine: Inputs, standing: Inputs, **choices: str) -> merging.Merged:
    base = merging.read_base(merging.base_of(FIELDS, (PARTS,), opened))
    chosen = {unit.replace("__", "/"): choice for unit, choice in choices.items()}
    return Merging(FIELDS, (PARTS,), standing=standing, base=base, choices=chosen).merge(mine)


def rows_of(inputs: Inputs) -> list[str]:
    return [text for key, text in inputs.items() if key.endswith("-text")]


def test_what_each_changed_alone_is_kept_without_a_question() -> None:
    merged = merge(form(title="ก", note="ข"), form(title="ของฉัน", note="ข"), form(title="ก", note="ของอีกคน"))
    assert (merged.inputs["title"], merged.inputs["note"]) == ("ของฉัน", "ของอีกคน")
    assert not merged.clashes
    assert merged.others == ["note"]


def test_what_both_changed_is_asked_and_the_authors_stays_meanwhile() -> None:
    merged = merge(form(title="ก"), form(title="ของฉัน"), form(title="ของอีกคน"))
    assert [clash.unit for clash in merged.clashes] == ["title"]
    assert merged.inputs["title"] == "ของฉัน"


def test_the_same_change_twice_is_one() -> None:
    assert not merge(form(title="ก"), form(title="ข"), form(title="ข")).clashes


def test_a_choice_of_the_saved_text_settles_a_clash() -> None:
    merged = merge(form(title="ก"), form(title="ของฉัน"), form(title="ของอีกคน"), title=THEIRS)
    assert not merged.clashes
    assert merged.inputs["title"] == "ของอีกคน"


def test_a_choice_of_ones_own_settles_nothing_that_was_not_seen() -> None:
    merged = merge(form(title="ก"), form(title="ของฉัน"), form(title="ของคนที่สาม"), title=MINE)
    assert merged.clashes, "the text that stands now is not the one that was set beside it"


def test_white_space_a_box_not_ticked_and_the_order_of_choices_are_no_changes() -> None:
    opened = Inputs([("note", "ก\nข"), ("ready", "false"), ("areas", "45"), ("areas", "47")])
    mine = Inputs([("note", " ก\r\nข "), ("areas", "47"), ("areas", "45")])
    standing = Inputs([("note", "ค"), ("ready", "true"), ("areas", "45")])
    merged = merge(opened, mine, standing)
    assert not merged.clashes
    assert merged.inputs == standing


def test_each_row_is_merged_by_itself() -> None:
    opened = form({"a": "1", "b": "2", "c": "3"})
    mine = form({"a": "ฉัน", "b": "2"}, new=("ใหม่ของฉัน",))  # took out c
    standing = form({"a": "1", "b": "เขา", "c": "3", "d": "ใหม่ของเขา"})
    merged = merge(opened, mine, standing)
    assert not merged.clashes
    assert rows_of(merged.inputs) == ["ฉัน", "เขา", "ใหม่ของเขา", "ใหม่ของฉัน"]


@pytest.mark.parametrize(
    ("mine", "standing"),
    [({"a": "ฉัน"}, {"a": "เขา"}), ({}, {"a": "เขา"}), ({"a": "ฉัน"}, {})],
    ids=["both", "taken-out-here", "taken-out-there"],
)
def test_a_row_that_both_touched_is_asked_and_either_answer_holds(
    mine: dict[str, str], standing: dict[str, str]
) -> None:
    asked = merge(form({"a": "1"}), form(mine), form(standing))
    assert [clash.unit for clash in asked.clashes] == ["parts/a"]
    assert rows_of(asked.inputs) == list(mine.values())
    own = merge(form(standing), asked.inputs, form(standing), parts__a=MINE)
    assert (rows_of(own.inputs), own.clashes) == (list(mine.values()), [])
    theirs = merge(form(standing), asked.inputs, form(standing), parts__a=THEIRS)
    assert (rows_of(theirs.inputs), theirs.clashes) == (list(standing.values()), [])


@pytest.mark.parametrize("text", ["", "title", "title:x", "title:ABCDEF12", "a/b/c:12345678", "ก:12345678"])
def test_a_base_that_is_not_ours_says_nothing(text: str) -> None:
    assert merging.read_base(text) == {}


def test_without_a_base_every_difference_is_asked() -> None:
    merging_ = Merging(FIELDS, (), standing=form(title="เขา"), base={}, choices={})
    assert [clash.unit for clash in merging_.merge(form(title="ฉัน")).clashes] == ["title"]


def test_no_change_of_anybody_is_lost_whatever_both_do() -> None:
    dice = random.Random(2570)  # noqa: S311 - luck, not secrecy
    for _ in range(400):
        opened = {str(n): f"v{n}" for n in range(dice.randint(0, 5))}
        hands = []
        for who in ("ฉัน", "เขา"):
            kept = {key: text for key, text in opened.items() if dice.random() > 0.2}
            changed = {key: f"{who}{key}" if dice.random() < 0.4 else text for key, text in kept.items()}
            hands.append(changed)
        mine, theirs = hands
        added = {f"n{n}": f"ใหม่ของเขา{n}" for n in range(dice.randint(0, 2))}
        own = tuple(f"ใหม่ของฉัน{n}" for n in range(dice.randint(0, 2)))
        merged = merge(form(opened), form(mine, new=own), form({**theirs, **added}))
        found, asked = set(rows_of(merged.inputs)), {clash.unit for clash in merged.clashes}
        assert {*added.values(), *own} <= found
        for key, text in opened.items():
            a, b = mine.get(key), theirs.get(key)
            if b in (a, text):
                expected = a
            elif a == text:
                expected = b
            else:
                assert f"parts/{key}" in asked
                expected = a
            assert (expected in found) if expected else not found & {text, f"ฉัน{key}", f"เขา{key}"}
