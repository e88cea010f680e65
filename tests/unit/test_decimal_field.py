"""Numbers with decimals: read exactly, written without zeros at the end."""

from decimal import Decimal

import pytest

from planhub.kernel.errors import BadInput
from planhub.kernel.fields import Field, Kind, dump, parse
from planhub.kernel.text import Text

RATE = Field("rate", Kind.DECIMAL, Text("อัตรา", "Rate"))


@pytest.mark.parametrize(
    ("typed", "number", "written"),
    [
        ("12.50", Decimal("12.5"), "12.5"),
        ("๑๒.๕", Decimal("12.5"), "12.5"),
        ("1,000", Decimal(1000), "1000"),
        ("0", Decimal(0), "0"),
        (4000, Decimal(4000), "4000"),
        ("0.10", Decimal("0.1"), "0.1"),
    ],
)
def test_a_number_is_read_exactly_and_written_short(typed: str | int, number: Decimal, written: str) -> None:
    value = parse(RATE, typed)
    assert value == number
    assert dump(RATE, value) == written


@pytest.mark.parametrize("typed", ["1.234", "NaN", "sNaN", "Infinity", "1e3", "-1", 1.5, True, ["1"]])
def test_what_is_no_number_is_refused(typed: object) -> None:
    with pytest.raises(BadInput):
        parse(RATE, typed)


def test_below_nought_only_where_the_field_says_so() -> None:
    below = Field("change", Kind.DECIMAL, Text("เปลี่ยนแปลง", "Change"), min=-100)
    assert parse(below, "-2.5") == Decimal("-2.5")
