"""The library of clauses: whole, placeholders only."""

import pytest

from planhub.mou import choices, clauses


def test_every_placeholder_of_the_library_can_be_filled() -> None:
    for clause in clauses.LIBRARY:
        assert list(clauses.unknown_placeholders(clause.body)) == [], clause.source
    for text in (*clauses.BACKGROUNDS.values(), *clauses.FINANCIAL_TERMS.values()):
        assert list(clauses.unknown_placeholders(text, frozenset())) == []


def test_every_choice_has_its_words() -> None:
    assert set(clauses.BACKGROUNDS) == {key for key, _ in choices.COOPERATION_KINDS}
    assert set(clauses.FINANCIAL_TERMS) == {key for key, _ in choices.FINANCIAL_TERMS}
    kinds = {key for key, _ in (*choices.COOPERATION_KINDS, *choices.COOPERATION_SUBKINDS)}
    assert set(clauses.FOCUS) == kinds
    assert {c.kind for c in clauses.LIBRARY} == {key for key, _ in choices.CLAUSE_KINDS}


@pytest.mark.parametrize(
    ("kind", "without"),
    [("mou", {"binding"}), ("moa", set()), ("letter_of_intent", {"binding", "duties", "ip", "termination"})],
)
def test_templates_differ_by_the_kind_of_paper(kind: str, without: set[str]) -> None:
    sources = {c.source for c in clauses.template_for(kind)}
    assert not sources & without
    assert {"purpose", "scope", "money", "term", "dispute"} <= sources


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("{duties}", []),
        ("  {duties}  ", []),
        ("หน้าที่: {duties}", ["duties"]),
        ("{all_parties}ตกลง", []),
        ("{ทุกฝ่าย}", ["ทุกฝ่าย"]),
        ("{}", [""]),
        ("{{7*7}}", ["7*7"]),
        ("{all_parties.__class__}", ["all_parties.__class__"]),
        ("ไม่มีวงเล็บ", []),
    ],
)
def test_unknown_placeholders(text: str, unknown: list[str]) -> None:
    assert list(clauses.unknown_placeholders(text)) == unknown


def test_what_is_filled_in_is_not_filled_again() -> None:
    assert clauses.fill("{a} {b}", {"a": "{b}", "b": "ข"}) == "{b} ข"


def test_a_changed_standard_text_is_noticed() -> None:
    money = next(c for c in clauses.LIBRARY if c.source == "money")
    assert not clauses.is_altered("money", money.body)
    assert clauses.is_altered("money", money.body + " เว้นแต่จะจ่าย")
    assert not clauses.is_altered("scope", "อะไรก็ได้"), "an adaptable text may change"
    assert not clauses.is_altered(None, "ของเราเอง")
