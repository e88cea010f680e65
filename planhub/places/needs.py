"""Reads of the areas' needs: counts side by side by source, never averaged, and small ones for their agency alone.

A count below `SMALL` could point at a household. Only the agency that states it reads it; everybody else, and every
paper, reads "<5" (security.md §J). Readers hand over the codes of their organisations; none means a stranger.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session

from planhub.kernel.text import Text
from planhub.places.levels import AreaLevel
from planhub.places.measures import measure_label, measure_order
from planhub.places.models import DIMENSIONS, UNITS, YEAR_KINDS, Area, AreaStat

SMALL = 5
"""Counts below this are hidden from all but the agency that states them."""
HIDDEN = "<5"
"""What is read in place of a hidden count."""
DIFFERS = Text("ข้อมูลไม่ตรงกัน", "The figures differ")

_UNITS = dict(UNITS)
_DIMENSIONS = dict(DIMENSIONS)
_YEAR_KINDS = dict(YEAR_KINDS)


class Stated(NamedTuple):
    """What one agency states from one source."""

    id: str
    area_code: str
    org_code: str
    source: str
    year: int
    """B.E."""
    year_kind: str
    as_of: date
    dimension: str
    measure: str
    unit: str
    value: int | None
    """The count, or None where the reader may only know that it is below 5."""
    origin: str
    entered_by: str | None
    version: int

    @property
    def is_hidden(self) -> bool:
        """Whether the count is below 5 and not the reader's own."""
        return self.value is None

    @property
    def shown(self) -> str:
        """The count as it may be shown: 1,234 or <5."""
        return HIDDEN if self.value is None else f"{self.value:,}"

    @property
    def year_label(self) -> Text:
        """The year with its kind: ปีปฏิทิน 2565."""
        return Text("{kind} {year}", "{kind} {year}").format(kind=_YEAR_KINDS[self.year_kind], year=self.year)


class Need(NamedTuple):
    """One measure in one area: what every source says, the newest as-of first."""

    area_code: str
    dimension: str
    measure: str
    unit: str
    values: tuple[Stated, ...]
    differs: bool
    """Two sources state different counts for the same year."""

    @property
    def latest(self) -> Stated:
        """What the newest source says; where a single figure is needed (a map) it is this one, with its source."""
        return self.values[0]

    @property
    def label(self) -> Text:
        """The name of the measure."""
        return measure_label(self.measure)

    @property
    def unit_label(self) -> Text:
        """What is counted."""
        return _UNITS[self.unit]

    @property
    def dimension_label(self) -> Text:
        """The dimension."""
        return _DIMENSIONS[self.dimension]


class Series(NamedTuple):
    """A measure in a unit that is known for some area, for choosing what a list or a map shows."""

    measure: str
    unit: str
    dimension: str
    areas: int
    """In how many areas of the level it is known."""

    @property
    def key(self) -> str:
        """What stands in an address: poor_people.person."""
        return f"{self.measure}.{self.unit}"

    @property
    def label(self) -> Text:
        """The measure with its unit: คนจน (คน)."""
        return Text("{name} ({unit})", "{name} ({unit})").format(
            name=measure_label(self.measure), unit=_UNITS[self.unit]
        )


def list_needs(
    session: Session, orgs: Collection[str], areas: Iterable[str], *, until: int | None = None
) -> dict[str, list[Need]]:
    """Give the needs of areas by code, in the order of the measures, in one query.

    Of each source its newest statement counts: the latest year (B.E., not after `until`), then the latest as-of.
    `orgs` are the codes of the reader's organisations.
    """
    codes = [*dict.fromkeys(areas)]
    query = _stated(orgs, until).where(AreaStat.area_code.in_(codes))
    needs: dict[str, list[Need]] = {code: [] for code in codes}
    for need in _gather(session, query):
        needs[need.area_code].append(need)
    return needs


def needs_by_area(
    session: Session,
    orgs: Collection[str],
    level: AreaLevel,
    *,
    measure: str,
    unit: str,
    until: int | None = None,
) -> dict[str, Need]:
    """Give one measure in every area of a level, by code; areas of which nothing is known are absent. One query."""
    query = _stated(orgs, until).where(
        AreaStat.measure == measure,
        AreaStat.unit == unit,
        func.length(AreaStat.area_code) == level.digits,
    )
    return {need.area_code: need for need in _gather(session, query)}


def list_series(session: Session, level: AreaLevel) -> list[Series]:
    """List the measures and units that are known for areas of a level, in the order of the measures."""
    query = (
        select(
            AreaStat.measure,
            AreaStat.unit,
            func.min(AreaStat.dimension),
            func.count(AreaStat.area_code.distinct()),
        )
        .where(func.length(AreaStat.area_code) == level.digits)
        .group_by(AreaStat.measure, AreaStat.unit)
        .order_by(AreaStat.measure, AreaStat.unit)
    )
    found = [Series(*row) for row in session.execute(query)]
    return sorted(found, key=lambda s: (*measure_order(s.measure), s.unit))


def list_statements(
    session: Session,
    orgs: Collection[str],
    *,
    org: str | None = None,
    area: str | None = None,
    measure: str | None = None,
    limit: int = 200,
) -> list[Stated]:
    """List single statements, the newest year first, narrowed by agency, by area (with what lies inside) and measure."""
    query = _stated(orgs, None)
    if org is not None:
        query = query.where(AreaStat.org_code == org)
    if area is not None:
        query = query.where(AreaStat.area_code.startswith(area, autoescape=True))
    if measure is not None:
        query = query.where(AreaStat.measure == measure)
    query = query.join(Area, Area.code == AreaStat.area_code).order_by(None)
    order = (AreaStat.year.desc(), Area.sort_key_th, AreaStat.area_code, AreaStat.measure, AreaStat.unit)
    rows = session.execute(query.order_by(*order, AreaStat.source, AreaStat.id).limit(limit))
    return [Stated(*row) for row in rows]


def _stated(orgs: Collection[str], until: int | None) -> Select[Any]:
    """Select the columns of `Stated`; a small count of another agency never leaves the database."""
    own = or_(AreaStat.value >= SMALL, AreaStat.org_code.in_(sorted(orgs)))
    columns = [
        case((own, AreaStat.value), else_=None) if name == "value" else getattr(AreaStat, name)
        for name in Stated._fields
    ]
    query = select(*columns).order_by(
        AreaStat.area_code,
        AreaStat.measure,
        AreaStat.unit,
        AreaStat.year.desc(),
        AreaStat.as_of.desc(),
        AreaStat.source,
        AreaStat.org_code,
    )
    return query if until is None else query.where(AreaStat.year <= until)


def _gather(session: Session, query: Select[Any]) -> list[Need]:
    groups: dict[tuple[str, str, str], dict[tuple[str, str], Stated]] = {}
    for row in session.execute(query):
        stated = Stated(*row)
        group = groups.setdefault((stated.area_code, stated.measure, stated.unit), {})
        group.setdefault((stated.source, stated.org_code), stated)  # the newest comes first
    needs = [_need(list(group.values())) for group in groups.values()]
    return sorted(needs, key=lambda n: (n.area_code, *measure_order(n.measure), n.unit))


def _need(values: Sequence[Stated]) -> Need:
    ordered = sorted(values, key=lambda v: (v.year, v.as_of), reverse=True)
    first = ordered[0]
    by_year: dict[int, set[int | None]] = {}
    for value in ordered:
        by_year.setdefault(value.year, set()).add(value.value)
    differs = any(len(counts) > 1 for counts in by_year.values())
    return Need(first.area_code, first.dimension, first.measure, first.unit, tuple(ordered), differs)
