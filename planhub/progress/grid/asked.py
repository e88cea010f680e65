"""What the pages of reporting are asked for; it stands in the address, so that a page can be kept and sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from planhub.kernel import clock
from planhub.kernel.text import Text
from planhub.kernel.thai import arabic_digits, fiscal_year, quarter
from planhub.progress.totals.models import SCOPES

SHOWS: tuple[tuple[str, Text], ...] = (
    ("missing", Text("ยังไม่ได้รับ", "Not received")),
    ("late", Text("ส่งหลังกำหนด", "Late")),
    ("returned", Text("ส่งกลับแก้ไข", "Returned")),
    ("in", Text("ได้รับครบแล้ว", "All in")),
)
"""Kinds of cells that the grid may be narrowed to."""


@dataclass(frozen=True)
class Asked:
    """Year (B.E.), quarter (None: all four), agency, province, kind of cells, and what is added up."""

    fiscal_year: int
    quarter: int | None = None
    org: str | None = None
    province: str | None = None
    show: str | None = None
    scope: str = "province"
    faults: tuple[Text, ...] = field(default=(), compare=False)

    def args(self, **other: Any) -> dict[str, Any]:
        """Give the address's values with some changed; None takes one out."""
        names = ("fiscal_year", "quarter", "org", "province", "show")
        values = {name: getattr(self, name) for name in names} | other
        return {name: value for name, value in values.items() if value}

    @property
    def years(self) -> list[int]:
        """Fiscal years to choose from."""
        now = fiscal_year(clock.today())
        return sorted({*range(now - 4, now + 2), self.fiscal_year}, reverse=True)

    @property
    def quarters(self) -> tuple[int, ...]:
        """The quarters that are shown."""
        return (self.quarter,) if self.quarter else (1, 2, 3, 4)


def read(args: Mapping[str, str], *, one_quarter: bool = False) -> Asked:
    """Read an address; what cannot be read is told and left out. With `one_quarter`, the one that was last over."""
    year, number = last_over()
    faults: list[Text] = []
    asked = {name: arabic_digits(args.get(name, "").strip())[:60] for name in args}
    if asked.get("fiscal_year"):
        typed = asked["fiscal_year"]
        if typed.isdigit() and 2400 < int(typed) < 2800:
            number = number if int(typed) == year else 4
            year = int(typed)
        else:
            faults.append(
                Text("อ่านปีงบประมาณไม่ได้ จึงแสดงปีปัจจุบัน", "The year could not be read; this one is shown")
            )
    if asked.get("quarter") in ("1", "2", "3", "4"):
        number = int(asked["quarter"])
    elif not one_quarter:
        number = 0
    return Asked(
        fiscal_year=year,
        quarter=number or None,
        org=asked.get("org") or None,
        province=asked.get("province") or None,
        show=asked.get("show") if asked.get("show") in dict(SHOWS) else None,
        scope=asked.get("scope") if asked.get("scope") in SCOPES else "province",  # type: ignore[arg-type]  # it is one of them
        faults=tuple(faults),
    )


def last_over() -> tuple[int, int]:
    """Give the fiscal year and quarter that ended last: the one that is being reported."""
    today = clock.today()
    year, number = fiscal_year(today), quarter(today)
    return (year, number - 1) if number > 1 else (year - 1, 4)
