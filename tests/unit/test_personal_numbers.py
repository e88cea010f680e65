"""No text that people type may carry a citizen number (goal G24): every line and body refuses it."""

import pytest

from planhub.kernel.errors import BadInput
from planhub.kernel.fields import PERSONAL_NUMBER, Field, Kind, parse, parse_all
from planhub.kernel.text import plain

NUMBER = "1-2345-67890-12-1"
TYPED = ("ผู้รับประโยชน์ 1234567890121", f"บัตร {NUMBER} ครับ", "เลข ๑๒๓๔๕๖๗๘๙๐๑๒๑")


def field(kind: Kind) -> Field:
    return Field("words", kind, plain("words"))


@pytest.mark.parametrize("kind", [Kind.LINE, Kind.BODY])
@pytest.mark.parametrize("typed", TYPED)
def test_a_citizen_number_is_refused_and_not_repeated(kind: Kind, typed: str) -> None:
    with pytest.raises(BadInput) as fault:
        parse(field(kind), typed)

    assert fault.value.message == PERSONAL_NUMBER
    assert "1234" not in str(fault.value)


@pytest.mark.parametrize("kind", [Kind.LINE, Kind.BODY])
@pytest.mark.parametrize("typed", ["โทร 0812345678", "รหัส 1234567890120", "งบ 1,234,567,890,121 บาท"])
def test_other_numbers_are_kept(kind: Kind, typed: str) -> None:
    assert parse(field(kind), typed) == typed


def test_it_is_told_beside_the_field() -> None:
    values, faults = parse_all([field(Kind.BODY)], {"words": TYPED[0]})

    assert (values, faults) == ({}, {"words": [PERSONAL_NUMBER]})
