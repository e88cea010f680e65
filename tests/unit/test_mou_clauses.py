"""The library of clauses: whole, placeholders only."""

import pytest

from planhub.mou import choices, clauses
from planhub.mou.text import shipped as text_shipped


def test_every_placeholder_of_the_delivered_library_can_be_filled() -> None:
    for clause in text_shipped.LIBRARY:
        assert list(clauses.unknown_placeholders(clause.body)) == [], clause.source
    reasons = [template.background for template in text_shipped.TEMPLATES]
    for text in (*reasons, *clauses.FINANCIAL_TERMS.values()):
        assert list(clauses.unknown_placeholders(text, frozenset())) == []


def test_every_choice_has_its_words() -> None:
    assert set(clauses.FINANCIAL_TERMS) == {key for key, _ in choices.FINANCIAL_TERMS}
    kinds = {key for key, _ in (*choices.COOPERATION_KINDS, *choices.COOPERATION_SUBKINDS)}
    assert set(clauses.FOCUS) == kinds
    assert {c.kind for c in text_shipped.LIBRARY} == {key for key, _ in choices.CLAUSE_KINDS}


def test_every_clause_of_the_library_serves_a_template() -> None:
    used = {key for template in text_shipped.TEMPLATES for key in template.clauses}
    assert used == {clause.source for clause in text_shipped.LIBRARY}


@pytest.mark.parametrize(
    ("key", "without"),
    [
        ("area-household", {"binding", "scope"}),
        ("moa-area", {"intent"}),
        ("annex", {"amendment", "termination"}),
        ("intent", {"binding", "duties", "ip", "termination"}),
    ],
)
def test_templates_differ_by_the_kind_of_paper(key: str, without: set[str]) -> None:
    template = next(t for t in text_shipped.TEMPLATES if t.key == key)
    sources = {c.source for c in text_shipped.clauses_of(template)}
    assert not sources & without
    assert {"purpose", "money", "term"} <= sources


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
