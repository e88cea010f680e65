"""Three texts become one: what one side changed is taken, what both changed is a conflict that people decide."""

from typing import Any

import pytest

from planhub.mou import merging
from planhub.mou.merging import MINE, THEIRS


def clause(heading: str, body: str = "") -> dict[str, str]:
    return {"heading": heading, "body": body}


BASE: dict[str, Any] = {
    "type": "mous",
    "title": "ก",
    "areas": ["45", "49"],
    "term_years": 3,
    "clauses": [clause("1"), clause("2"), clause("3")],
}


def mou(**other: Any) -> dict[str, Any]:
    return {**BASE, **other}


def test_what_one_side_changed_is_taken() -> None:
    merged, conflicts = merging.merge(BASE, mou(term_years=5), mou(areas=["45"]), {})
    assert (merged["term_years"], merged["areas"], conflicts) == (5, ["45"], [])


def test_title_and_type_are_the_parent_s() -> None:
    merged, conflicts = merging.merge(BASE, mou(title="แก้ไขเพิ่มเติม ก"), mou(title="ข"), {})
    assert (merged["title"], conflicts) == ("ข", [])


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    merged, conflicts = merging.merge(BASE, mou(term_years=5), mou(term_years=5), {})
    assert (merged["term_years"], conflicts) == (5, [])


@pytest.mark.parametrize(("choice", "years", "left"), [(None, 4, 1), (MINE, 5, 0), (THEIRS, 4, 0)])
def test_people_decide_what_both_changed(choice: str | None, years: int, left: int) -> None:
    choices = {"term_years": choice} if choice else {}
    merged, conflicts = merging.merge(BASE, mou(term_years=5), mou(term_years=4), choices)
    assert (merged["term_years"], len(conflicts)) == (years, left)
    if left:
        assert (conflicts[0].base, conflicts[0].mine, conflicts[0].theirs) == (3, 5, 4)


def test_lists_of_codes_are_added_to_and_taken_from() -> None:
    merged, conflicts = merging.merge(BASE, mou(areas=["45", "49", "65"]), mou(areas=["49", "31"]), {})
    assert (merged["areas"], conflicts) == (["49", "31", "65"], [])


def test_clauses_are_merged_one_by_one() -> None:
    mine = mou(clauses=[clause("1", "แก้"), clause("2"), clause("3")])
    theirs = mou(clauses=[clause("1"), clause("2"), clause("2.5"), clause("3")])
    merged, conflicts = merging.merge(BASE, mine, theirs, {})
    assert merged["clauses"] == [clause("1", "แก้"), clause("2"), clause("2.5"), clause("3")]
    assert conflicts == []


def test_a_clause_that_both_changed_is_a_conflict_of_its_own() -> None:
    mine = mou(clauses=[clause("1"), clause("2", "เรา"), clause("3", "เราด้วย")])
    theirs = mou(clauses=[clause("1"), clause("2", "เขา"), clause("3")])
    merged, conflicts = merging.merge(BASE, mine, theirs, {})
    assert [one.key for one in conflicts] == ["clauses.2"]
    merged, conflicts = merging.merge(BASE, mine, theirs, {"clauses.2": MINE})
    assert (merged["clauses"], conflicts) == (mine["clauses"], [])


def test_one_drops_what_the_other_changed() -> None:
    mine = mou(clauses=[clause("1"), clause("3")])
    theirs = mou(clauses=[clause("1"), clause("2", "เขา"), clause("3")])
    _merged, conflicts = merging.merge(BASE, mine, theirs, {})
    assert [(one.key, one.mine) for one in conflicts] == [("clauses.2", [])]


def test_choices_are_read_in_both_languages() -> None:
    found, unread = merging.read_choices("clauses.2: ฉบับแก้ไข\n\nareas : Parent\nterm_years: ไม่รู้")
    assert found == {"clauses.2": MINE, "areas": THEIRS}
    assert unread == ["term_years: ไม่รู้"]
    assert merging.read_choices(None) == ({}, [])


def test_what_an_amendment_is_about_is_its_scope() -> None:
    assert merging.out_of_scope(["areas", "clauses", "term_years"], "period") == ["areas"]
    assert merging.out_of_scope(["obligations", "background"], "duties") == []


def test_those_who_left_are_left_out() -> None:
    said = {"parties": [{"org": "A"}, {"org": "B"}], "obligations": [{"org": "B"}, {"org": None}]}
    assert merging.between(said, ["A"]) == {"parties": [{"org": "A"}], "obligations": [{"org": None}]}
