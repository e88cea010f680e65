"""The grid as it is shown: provinces down, agencies across, a mark for each quarter."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.text import Text
from planhub.progress.grid.asked import Asked
from planhub.progress.models import ProgressReport
from planhub.progress.queries import OUTSTANDING, Cell, GridRow, grid
from planhub.progress.records import REPORTS
from planhub.progress.rules import VIEW, WAIVE
from planhub.progress.totals.models import SOMEWHERE
from planhub.record import access

MOST = 300
"""Reports listed on the page of what is owed."""

KINDS: Mapping[str, tuple[str, str, Text]] = {
    "missing": ("draft", "○", Text("ยังไม่ได้รับ", "not received")),
    "returned": ("wait", "↩", Text("ส่งกลับแก้ไข", "returned")),
    "late": ("wait", "▲", Text("ส่งหลังกำหนด", "late")),
    "in": ("good", "●", Text("ได้รับครบ", "all in")),
    "awaited": ("ended", "–", Text("ยังไม่ครบกำหนด", "not due yet")),
    "waived": ("ended", "×", Text("ยกเว้น", "waived")),
}
"""Tone, sign and words of a mark; what has not come is never red (domain.md §7.2)."""


class Mark(NamedTuple):
    """How an agency's reports of a quarter stand in a province, at a glance."""

    kind: str
    told: str
    """How many of how many."""
    quarter: int

    @property
    def tone(self) -> str:
        """The tone by which it is drawn."""
        return KINDS[self.kind][0]

    @property
    def sign(self) -> str:
        """A sign of its own shape."""
        return KINDS[self.kind][1]

    @property
    def words(self) -> Text:
        """What the sign means."""
        return KINDS[self.kind][2]

    @property
    def is_owed(self) -> bool:
        """Whether there is somebody to ask."""
        return self.kind in ("missing", "returned")


def kind_of(cell: Cell) -> str | None:
    """Give what a cell says first: what needs somebody comes before what is well. None where nothing is owed."""
    if cell.expected == 0:
        return "waived" if cell.waived else None
    if cell.missing:
        return "missing"
    if cell.returned:
        return "returned"
    if cell.late:
        return "late"
    return "in" if cell.is_complete else "awaited"


def has(cell: Cell, show: str) -> bool:
    """Tell whether a cell holds reports of that kind."""
    return {
        "missing": cell.missing > 0,
        "late": cell.late > 0,
        "returned": cell.returned > 0,
        "in": cell.is_complete,
    }[show]


def mark_of(cell: Cell, quarter: int) -> Mark | None:
    """Give the mark of a cell."""
    kind = kind_of(cell)
    if kind is None:
        return None
    told = str(cell.waived) if kind == "waived" else f"{cell.certified}/{cell.expected}"
    return Mark(kind, told, quarter)


@dataclass(frozen=True)
class Shown:
    """The grid of a year, narrowed as asked."""

    asked: Asked
    rows: Sequence[GridRow]
    sums: Mapping[int, Cell]
    """By quarter, of what is shown."""

    @property
    def orgs(self) -> list[str]:
        """Agencies that occur."""
        return sorted({row.org for row in self.rows})

    @property
    def provinces(self) -> list[tuple[str | None, Mapping[str, list[Mark]]]]:
        """Provinces with the marks of each agency; several provinces last."""
        found: dict[str | None, dict[str, list[Mark]]] = {}
        for row in self.rows:
            found.setdefault(row.province, {})[row.org] = list(self.marks(row))
        return sorted(found.items(), key=lambda one: one[0] or "~")

    def marks(self, row: GridRow) -> Iterator[Mark]:
        """Give the marks of a row, quarter by quarter."""
        for number in self.asked.quarters:
            mark = mark_of(row.cell(number), number)
            if mark is not None and (self.asked.show is None or has(row.cell(number), self.asked.show)):
                yield mark


def read(session: Session, asked: Asked) -> Shown:
    """Give the grid in one statement. Counts alone are no content: asks no decision."""
    rows = [
        row
        for row in grid(session, asked.fiscal_year, org=asked.org, province=_code(asked.province))
        if any(_is_wanted(row.cell(number), asked) for number in asked.quarters)
    ]
    sums = {number: Cell() for number in asked.quarters}
    for row in rows:
        for number in asked.quarters:
            sums[number].add(row.cell(number))
    return Shown(asked, rows, sums)


def _is_wanted(cell: Cell, asked: Asked) -> bool:
    if asked.show:
        return has(cell, asked.show)
    return bool(cell.expected or cell.waived)


def _code(province: str | None) -> str | None:
    return "" if province == SOMEWHERE else province


class Owed(NamedTuple):
    """A report that has not come: that it is owed is no secret, what was begun is."""

    code: str
    title: str
    org: str
    province: str | None
    period: str
    due_on: Any
    state: str
    may_read: bool
    may_waive: bool


def owed(session: Session, actor: Actor, asked: Asked) -> list[Owed]:
    """Give the reports behind which no agency stands yet, the longest overdue first; one statement."""
    report = ProgressReport
    may: list[Any] = [
        access.visible(actor, permission, REPORTS).label(permission) for permission in (VIEW, WAIVE)
    ]
    where: list[ColumnElement[bool]] = [
        report.fiscal_year == asked.fiscal_year,
        report.state.in_(("returned",) if asked.show == "returned" else OUTSTANDING),
        report.is_training.is_(False),
    ]
    if asked.show != "returned":
        where.append((report.due_on < clock.today()) | (report.state == "returned"))
    if asked.quarter:
        where.append(report.quarter == asked.quarter)
    if asked.org:
        where.append(report.owner_org == asked.org)
    if asked.province:
        code = _code(asked.province)
        where.append(report.province_code == code if code else report.province_code.is_(None))
    query = (
        select(
            report.code,
            report.title,
            report.owner_org,
            report.province_code,
            report.period,
            func.coalesce(report.respond_by, report.due_on),
            report.state,
            *may,
        )
        .where(*where)
        .order_by(report.due_on, report.code)
        .limit(MOST)
    )
    return [Owed._make((*row[:7], bool(row[7]), bool(row[8]))) for row in session.execute(query)]
