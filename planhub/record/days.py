"""Days that records know of, declared by their types: meetings, deadlines, ends; the calendar and its feeds read them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, String, Time, case, cast, literal, null, select

from planhub.kernel.text import Text

COLUMNS = ("record_id", "row_id", "day", "note", "starts_at", "ends_at", "place", "is_done")
"""What the rows of a kind of day say."""


@dataclass(frozen=True)
class DayKind:
    """A kind of day that records of a type have."""

    key: str
    """Unique in the house; in addresses, and in the identity that calendars keep."""
    label: Text
    rows: Callable[[], Select[Any]]
    """Gives the days of all records, as `rows_of` writes them; the calendar adds who may see them."""
    open: frozenset[str]
    """States of the record in which the day is still to come or to be met."""
    calls: str
    """Permission of those who have to do with it: whose role and agency have it find the day among their own."""
    met: frozenset[str] = frozenset()
    """States in which it has been met."""
    off: frozenset[str] = frozenset()
    """States in which it was called off; calendars are told so."""
    icon: str = "calendar-due"
    is_own: bool = False
    """The record itself is the event (a meeting), and its own calendar file has the same identity."""

    @property
    def states(self) -> frozenset[str]:
        """All states in which the day is told."""
        return self.open | self.met | self.off


def rows_of(record_id: Any, day: Any, *where: Any, **more: Any) -> Select[Any]:
    """Write the SELECT of a kind of day: of which record, which column is the day, and under which conditions.

    `more` may give `row_id` (of a child row), `note` (in words), `starts_at`, `ends_at`, `place`, and `is_done`, a
    condition under which that one row was met.
    """
    is_done = more.get("is_done")
    columns = {
        "record_id": record_id,
        "row_id": more.get("row_id", cast(null(), String)),
        "day": day,
        "note": more.get("note", cast(null(), String)),
        "starts_at": more.get("starts_at", cast(null(), Time)),
        "ends_at": more.get("ends_at", cast(null(), Time)),
        "place": more.get("place", cast(null(), String)),
        "is_done": literal(0) if is_done is None else case((is_done, 1), else_=0),
    }
    labelled = [columns[name].label(name) for name in COLUMNS]
    return select(*labelled).where(day.is_not(None), *where)
