"""What the overlap is computed from, kept in the process for as long as the tables under it stand as they are.

Everything here is the same for every reader; what depends on the reader is never kept.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from planhub.infra.kept import Kept
from planhub.infra.versions import marks, watch
from planhub.kernel.text import Text
from planhub.kernel.textclean import search_key
from planhub.places.levels import AreaLevel
from planhub.places.matrix import Overlap, Place, ProgrammeColumn
from planhub.places.models import Area, AreaStat, Programme, ProgrammeArea, Region
from planhub.places.names import name_key
from planhub.places.needs import Series, list_series, needs_by_area
from planhub.places.overlap import Lists

AREAS, LISTS, NEEDS = "areas", "lists", "needs"
NAMES = (AREAS, LISTS, NEEDS)

for _table, _name in (
    (Area.__table__, AREAS),
    (Region.__table__, AREAS),
    (Programme.__table__, LISTS),
    (ProgrammeArea.__table__, LISTS),
    (AreaStat.__table__, NEEDS),
):
    watch(_table, _name)


class Standing(NamedTuple):
    """The marks of areas, lists and needs as they stand; None where the database does not keep them."""

    areas: str | None = None
    lists: str | None = None
    needs: str | None = None


def standing(session: Session) -> Standing:
    """Ask for the marks, in one query."""
    found = marks(session, NAMES)
    return Standing(*found) if found else Standing()


# --- the tree of areas ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tree:
    """All areas, each level in Thai alphabetical order."""

    by_code: Mapping[str, Place]
    regions: Sequence[tuple[str, Text]]
    """Codes and names of the regions, in their order."""
    region_of: Mapping[str, str]
    """Region by province."""
    _inside: Mapping[tuple[str, int], Sequence[Place]]

    def places(
        self, level: AreaLevel, *, region: str | None = None, parent: str | None = None
    ) -> Sequence[Place]:
        """Give the areas of a level, those of a region, or those inside an area (of any level above, or itself)."""
        if parent is not None and len(parent) >= level.digits:
            own = self.by_code.get(parent)
            found: Sequence[Place] = [own] if own is not None and len(parent) == level.digits else []
        else:
            found = self._inside.get((parent or "", level.digits), ())
        return found if region is None else [p for p in found if self.region_of[p.code[:2]] == region]


_trees = Kept(2)


def tree(session: Session, now: Standing) -> Tree:
    """Give the tree of areas."""
    return _trees.get(now.areas, lambda: _read_tree(session))


def _read_tree(session: Session) -> Tree:
    query = select(Area.code, Area.name_th, Area.name_en, Area.sort_key_th, Area.region_code)
    inside: dict[tuple[str, int], list[Place]] = defaultdict(list)
    by_code, region_of = {}, {}
    for code, th, en, key, region in session.execute(query.order_by(Area.sort_key_th, Area.code)):
        place = by_code[code] = Place(code, Text(th, en), key)
        if len(code) == AreaLevel.PROVINCE.digits:
            region_of[code] = region
        for digits in (0, AreaLevel.PROVINCE.digits, AreaLevel.DISTRICT.digits):
            if digits < len(code):
                inside[code[:digits], len(code)].append(place)
    regions = select(Region.code, Region.name_th, Region.name_en).order_by(Region.position)
    named = [(code, Text(th, en)) for code, th, en in session.execute(regions)]
    return Tree(by_code, named, region_of, dict(inside))


_keys = Kept(2)


def find(session: Session, now: Standing, text: str, *, limit: int) -> list[Place]:
    """Find areas by any spelling of their names, as `queries.search_areas` does, without asking the database again."""
    wanted = {key for key in (name_key(text), search_key(text)) if key}
    keys: Sequence[tuple[str, str]] = _keys.get(now.areas, lambda: _read_keys(session))
    found = [
        (_nearness(said, key), len(code), place, code)
        for place, (code, said) in enumerate(keys)
        for key in wanted
        if key in said or key == code
    ]
    codes = dict.fromkeys(code for *_, code in sorted(found))
    by_code = tree(session, now).by_code
    return [by_code[code] for code in list(codes)[:limit]]


def _nearness(said: str, key: str) -> int:
    return 0 if f"|{key}|" in said else 1 if f"|{key}" in said else 2


def _read_keys(session: Session) -> list[tuple[str, str]]:
    query = select(Area.code, Area.search_key).order_by(Area.sort_key_th, Area.code)
    return [(code, said) for code, said in session.execute(query)]


# --- the programmes' lists --------------------------------------------------------------------------------------

_lists = Kept(8)
_years = Kept(2)


def lists(session: Session, now: Standing, fiscal_year: int) -> Lists:
    """Give the programmes of a fiscal year (B.E.) with the areas they name."""
    key = now.lists and (now.lists, fiscal_year)
    return _lists.get(key, lambda: _read_lists(session, fiscal_year))


def _read_lists(session: Session, fiscal_year: int) -> Lists:
    listed = select(ProgrammeArea.programme_id).where(ProgrammeArea.fiscal_year == fiscal_year)
    everywhere = and_(
        Programme.is_nationwide,
        func.coalesce(Programme.fiscal_year_from, fiscal_year) <= fiscal_year,
        func.coalesce(Programme.fiscal_year_to, fiscal_year) >= fiscal_year,
    )
    columns = (Programme.id, Programme.code, Programme.org_code, Programme.name_th, Programme.name_en)
    rows = session.execute(
        select(*columns, Programme.is_nationwide)
        .where(or_(everywhere, Programme.id.in_(listed)))
        .order_by(Programme.org_code, Programme.code)
    ).all()
    named = _codes_by_programme(session, fiscal_year)
    programmes = [
        ProgrammeColumn(code, org, Text(th, en), nationwide) for _, code, org, th, en, nationwide in rows
    ]
    return Lists(programmes, {row.code: named.get(row.id, ()) for row in rows})


def _codes_by_programme(session: Session, fiscal_year: int) -> dict[str, list[str]]:
    """Read each programme's codes as one text: a row for each of a hundred thousand would take ten times as long."""
    query = (
        select(ProgrammeArea.programme_id, func.aggregate_strings(ProgrammeArea.area_code, ","))
        .where(ProgrammeArea.fiscal_year == fiscal_year)
        .group_by(ProgrammeArea.programme_id)
    )
    return {key: codes.split(",") for key, codes in session.execute(query)}


def fiscal_years(session: Session, now: Standing) -> Sequence[int]:
    """Give the fiscal years (B.E.) for which any programme names areas, the newest first."""
    years = select(ProgrammeArea.fiscal_year).distinct().order_by(ProgrammeArea.fiscal_year.desc())
    return _years.get(now.lists, lambda: session.scalars(years).all())


# --- needs ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Needs:
    """The counts by which areas that are equal in everything else are sorted."""

    series: Series | None
    """What is counted; None where nothing is known at this level."""
    counts: Mapping[str, int]
    """By area code; a count that is hidden for being small is absent."""


_needs = Kept(16)
NO_NEEDS = Needs(None, {})


def needs(session: Session, now: Standing, level: AreaLevel, fiscal_year: int) -> Needs:
    """Give the first known measure of need at a level as a stranger may read it, until a fiscal year (B.E.).

    It only breaks ties in the order of the matrix, so it is the same for everybody, whatever they may read.
    """
    key = now.needs and (now.needs, level, fiscal_year)
    return _needs.get(key, lambda: _read_needs(session, level, fiscal_year))


def _read_needs(session: Session, level: AreaLevel, fiscal_year: int) -> Needs:
    series = next(iter(list_series(session, level)), None)
    if series is None:
        return NO_NEEDS
    found = needs_by_area(session, (), level, measure=series.measure, unit=series.unit, until=fiscal_year)
    counts = {code: need.latest.value for code, need in found.items()}
    return Needs(series, {code: count for code, count in counts.items() if count is not None})


_series = Kept(8)


def series(session: Session, now: Standing, level: AreaLevel) -> Sequence[Series]:
    """Give the measures of need that are known at a level, in their order."""
    return _series.get(now.needs and (now.needs, level), lambda: list_series(session, level))


# --- the matrix -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """Which matrix is asked for."""

    level: AreaLevel
    fiscal_year: int
    region: str | None = None
    parent: str | None = None


_matrices = Kept(24)


def matrix(session: Session, now: Standing, question: Question) -> Overlap:
    """Give the overlap matrix, the fullest overlap first."""
    key = (now, question) if None not in now else None
    return _matrices.get(key, lambda: _make_matrix(session, now, question))


def _make_matrix(session: Session, now: Standing, asked: Question) -> Overlap:
    places = tree(session, now).places(asked.level, region=asked.region, parent=asked.parent)
    counts = needs(session, now, asked.level, asked.fiscal_year).counts
    return lists(session, now, asked.fiscal_year).matrix(asked.level, asked.fiscal_year, places, counts)
