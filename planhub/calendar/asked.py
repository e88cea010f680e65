"""What an address asks of the calendar; what cannot be read is told and left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from werkzeug.datastructures import MultiDict

from planhub.calendar.queries import MINE, SCOPES, kinds_by_key
from planhub.kernel import clock
from planhub.kernel.errors import BadInput
from planhub.kernel.text import Text
from planhub.kernel.thai import BE, arabic_digits, parse_iso_date

MONTH, LIST = "month", "list"
LIST_MONTHS = 3
"""Months that the list shows."""

_UNREAD = Text("อ่าน “{name}” ไม่ได้ จึงไม่ได้ใช้", "“{name}” cannot be read and was not used")


@dataclass
class AskedDays:
    """Month, view and filters as an address says them."""

    year: int
    """C.E."""
    month: int
    view: str = MONTH
    scope: str = MINE
    kinds: Sequence[str] = ()
    province: str = ""
    plan: str = ""
    """Code of a plan."""
    committee: str = ""
    day: date | None = None
    """Only this day, in the list."""
    faults: list[Text] = field(default_factory=list)

    @property
    def first(self) -> date:
        """The first day of the month."""
        return date(self.year, self.month, 1)

    @property
    def written(self) -> str:
        """The month as addresses write it: 2569-11 (B.E.)."""
        return f"{self.year + BE}-{self.month:02}"

    def moved(self, months: int) -> str:
        """Write the month so many months on."""
        n = self.year * 12 + self.month - 1 + months
        return f"{n // 12 + BE}-{n % 12 + 1:02}"

    def span(self) -> tuple[date, date]:
        """Give the first and last day that the list shows."""
        if self.day:
            return self.day, self.day
        n = self.year * 12 + self.month - 1 + LIST_MONTHS
        return self.first, date(n // 12, n % 12 + 1, 1) - timedelta(days=1)

    def args(self, **changes: Any) -> dict[str, Any]:
        """Give the arguments of the address with some changed; None takes one out."""
        kept: Mapping[str, Any] = {
            "month": self.written,
            "view": self.view if self.view != MONTH else None,
            "scope": self.scope if self.scope != MINE else None,
            "kinds": list(self.kinds) or None,
            "province": self.province or None,
            "plan": self.plan or None,
            "committee": self.committee or None,
        }
        return {name: value for name, value in {**kept, **changes}.items() if value is not None}

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the month, the view and whose days they are limits what is shown."""
        return bool(self.kinds or self.province or self.plan or self.committee or self.day)


def read(args: MultiDict[str, str]) -> AskedDays:
    """Read the arguments of an address."""
    today = clock.today()
    asked = AskedDays(today.year, today.month)
    _read_month(asked, args.get("month", ""))
    _read_day(asked, args.get("day", ""))
    asked.view = LIST if args.get("view") == LIST or asked.day else MONTH
    asked.scope = args["scope"] if args.get("scope") in dict(SCOPES) else MINE
    known = kinds_by_key()
    asked.kinds = [key for key in dict.fromkeys(args.getlist("kinds")) if key in known]
    asked.province, asked.plan, asked.committee = (
        args.get(name, "").strip()[:40] for name in ("province", "plan", "committee")
    )
    return asked


def _read_month(asked: AskedDays, raw: str) -> None:
    if not raw:
        return
    year, _, month = arabic_digits(raw.strip())[:10].partition("-")
    if year.isdigit() and month.isdigit() and 2450 <= int(year) <= 2690 and 1 <= int(month) <= 12:
        asked.year, asked.month = int(year) - BE, int(month)
    else:
        asked.faults.append(_UNREAD.format(name=Text("เดือน", "month")))


def _read_day(asked: AskedDays, raw: str) -> None:
    if not raw:
        return
    try:
        asked.day = parse_iso_date(raw)
    except BadInput:
        asked.faults.append(_UNREAD.format(name=Text("วัน", "day")))
    else:
        asked.year, asked.month = asked.day.year, asked.day.month
