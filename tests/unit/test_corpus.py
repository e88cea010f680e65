"""Every line of `tests/corpus/` against the functions that read what people type."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from planhub.kernel.errors import BadInput
from planhub.kernel.numbers import parse_money
from planhub.kernel.text import LOCALES
from planhub.kernel.textclean import clean_body, clean_line, find_citizen_id, search_key
from planhub.kernel.thai import parse_date

CORPUS = Path(__file__).parents[1] / "corpus"


def cases(name: str) -> list[list[str]]:
    r"""Read the lines of a corpus: columns divided by tabs, `\u{200B}` for a character nobody can see."""
    lines = (CORPUS / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    shown = [line.split("\t") for line in lines if line and not line.startswith("# ")]
    return [
        [re.sub(r"\\u\{([0-9A-F]+)\}", lambda m: chr(int(m[1], 16)), c) for c in columns] for columns in shown
    ]


def tell(fault: BadInput) -> None:
    """Both languages say something, and neither leaves a placeholder unfilled."""
    for locale in LOCALES:
        said = fault.message.in_(locale)
        assert len(said) > 5
        assert not re.search(r"\{[a-z]+\}", said)
    assert re.search("[ก-ฮ]", fault.message.th)


@pytest.mark.parametrize("case", cases("dates"), ids=repr)
def test_a_date_is_read_or_refused_as_the_corpus_says(case: list[str]) -> None:
    text, wanted, *options = case
    try:
        found = parse_date(text, short_year_be="be" in options).isoformat()
    except BadInput as fault:
        tell(fault)
        found = "!"
    assert found == wanted


@pytest.mark.parametrize("case", cases("numbers"), ids=repr)
def test_an_amount_is_read_or_refused_as_the_corpus_says(case: list[str]) -> None:
    text, wanted = case
    try:
        found = str(parse_money(text))
    except BadInput as fault:
        tell(fault)
        found = "!"
    assert found == wanted


@pytest.mark.parametrize("case", cases("text"), ids=repr)
def test_a_text_is_kept_cleaned_or_refused_as_the_corpus_says(case: list[str]) -> None:
    text, as_line, as_body = case
    for clean, wanted in ((clean_line, as_line), (clean_body, as_body)):
        try:
            found = clean(text)
            assert clean(found) == found  # cleaning twice changes nothing more
        except BadInput as fault:
            tell(fault)
            found = "!"
        assert found == (text if wanted == "~" else wanted)


@pytest.mark.parametrize("family", cases("same"), ids=repr)
def test_spellings_of_one_name_share_a_search_key(family: list[str]) -> None:
    assert len({search_key(spelling) for spelling in family}) == 1


def test_different_names_have_different_search_keys() -> None:
    first = [family[0] for family in cases("same")]
    assert len({search_key(name) for name in first}) == len(first)


@pytest.mark.parametrize("case", cases("citizen-ids"), ids=repr)
def test_a_personal_number_is_found_as_the_corpus_says(case: list[str]) -> None:
    text, wanted = case
    assert (find_citizen_id(text) or "!") == wanted


@pytest.mark.parametrize("clean", [clean_line, clean_body])
def test_what_is_too_long_is_refused_with_the_limit(clean: Callable[[str, int], str]) -> None:
    assert clean("ก" * 100, 100) == "ก" * 100
    for length in (101, 10_000_000):
        with pytest.raises(BadInput, match="no more than 100 characters") as fault:
            clean("ก" * length, 100)
        tell(fault.value)


def test_a_date_of_a_thousand_letters_is_refused() -> None:
    with pytest.raises(BadInput):
        parse_date("9/12/2565" + " " * 1000)
