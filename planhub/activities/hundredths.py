"""Numbers with two decimals, as the database keeps them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy import Dialect


class Hundredths(TypeDecorator[Decimal]):
    """A number with at most two decimals, stored as an integer of hundredths so that no engine rounds it."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - the interface
        """Give the hundredths."""
        return None if value is None else int(value * 100)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 - the interface
        """Give the number back, without zeros at its end."""
        return None if value is None else shortest(Decimal(value) / 100)


def shortest(value: Decimal) -> Decimal:
    """Give the number without zeros after the point, so that 12.50 and 12.5 are written alike."""
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()
