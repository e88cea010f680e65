"""Where agencies overlap, computed from the programmes' lists (domain.md §7.3); no database, no web.

Programmes and agencies are bits of whole numbers here, so that a country of twenty agencies in every subdistrict is
counted in some tens of milliseconds, and a page that shows a few areas pays for those only.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from planhub.places.levels import AreaLevel
from planhub.places.matrix import (
    Cell,
    CellState,
    Overlap,
    OverlapRow,
    Place,
    Presence,
    ProgrammeColumn,
    Ratio,
    score_of,
)


class _Inside(NamedTuple):
    """What is joint inside an area."""

    districts: Ratio
    subdistricts: Ratio


_NOTHING_INSIDE = _Inside(Ratio(0, 0), Ratio(0, 0))
_LEVELS = tuple(level.digits for level in AreaLevel)


class Lists:
    """The lists of all programmes in one fiscal year, counted once for all levels; never changed afterwards.

    A set of programmes is a number with a bit for each; so is a set of agencies.
    """

    def __init__(self, programmes: Iterable[ProgrammeColumn], areas: Mapping[str, Iterable[str]]) -> None:
        """Count the areas (official codes by programme); those of nation-wide or unknown programmes are left out."""
        self.programmes = tuple(programmes)
        """In the order given; the nation-wide ones among them."""
        named = [(p, {*areas.get(p.code, ())}) for p in self.programmes if not p.nationwide]
        present = [(p, codes) for p, codes in named if codes]
        self.orgs = tuple(dict.fromkeys(p.org for p, _ in present))
        """The agencies that name at least one area, in the order of their programmes."""
        self._columns = [(1 << n, p.code, self.orgs.index(p.org)) for n, (p, _) in enumerate(present)]
        self._named: dict[str, int] = defaultdict(int)
        """Programmes by the code of an area that they name."""
        self._inside: dict[str, int] = defaultdict(int)
        """Programmes by the code of an area inside which they name another."""
        self._counts: dict[str, Counter[str]] = {}
        """How many different areas are named inside an area, by programme."""
        self._org_counts: dict[str, Counter[str]] = {}
        """The same by organisation; an area that two of its programmes name counts once."""
        self._orgs_of: dict[int, int] = {0: 0}
        self._cells: dict[tuple[int, int], dict[str, Cell]] = {}
        for (bit, code, _), (_, codes) in zip(self._columns, present, strict=True):
            for area in codes:
                self._named[area] |= bit
            self._counts[code] = _count_inside(codes)
            for area in self._counts[code]:
                self._inside[area] |= bit
        for org in self.orgs:
            own = [p.code for p, _ in present if p.org == org]
            lists = [codes for p, codes in present if p.org == org]
            one = len(own) == 1
            self._org_counts[org] = self._counts[own[0]] if one else _count_inside(set().union(*lists))
        self._joint = self._count_joint()

    def _agencies(self, programmes: int) -> int:
        """Turn a set of programmes into the set of their agencies."""
        found = self._orgs_of.get(programmes)
        if found is None:
            found = 0
            for bit, _, org in self._columns:
                if programmes & bit:
                    found |= 1 << org
            self._orgs_of[programmes] = found
        return found

    def _count_joint(self) -> dict[str, _Inside]:
        """Count, for every area with any agency, the joint ones among its districts and subdistricts."""
        counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        self._fine: dict[str, int] = defaultdict(int)
        """Agencies that name subdistricts, by the province and the district around them."""
        for code in self._named.keys() | self._inside.keys():
            if len(code) == AreaLevel.PROVINCE.digits:
                continue
            agencies = self._agencies(self._named.get(code, 0) | self._inside.get(code, 0))
            if len(code) == AreaLevel.SUBDISTRICT.digits:
                self._fine[code[:2]] |= agencies
                self._fine[code[:4]] |= agencies
            at, joint = (0 if len(code) == AreaLevel.DISTRICT.digits else 2), agencies.bit_count() >= 2
            for digits in _LEVELS[: _LEVELS.index(len(code)) + 1]:
                counted = counts[code[:digits]]
                counted[at] += joint
                counted[at + 1] += 1
        return {code: _Inside(Ratio(a, b), Ratio(c, d)) for code, (a, b, c, d) in counts.items()}

    def _sets(self, code: str) -> tuple[int, int, int]:
        """Give the programmes that name an area, that name one inside it, and that name one around it."""
        around = 0
        for digits in _LEVELS:
            if digits < len(code):
                around |= self._named.get(code[:digits], 0)
        return self._named.get(code, 0), self._inside.get(code, 0), around

    def row(self, place: Place, need: int = 0) -> OverlapRow | None:
        """Give the row of an area, or None where every cell is blank."""
        named, inside, around = self._sets(place.code)
        known = self._agencies(named | inside | around)
        if not known:
            return None
        sure = self._agencies(named | inside).bit_count()
        districts, subdistricts = self._joint.get(place.code, _NOTHING_INSIDE)
        score = score_of(sure, len(self.orgs), districts, subdistricts)
        parts = (sure, known.bit_count() - sure, districts.part, subdistricts.part)
        return OverlapRow(place, *parts, score, need, self)

    def programme_cells(self, code: str) -> dict[str, Cell]:
        """Give the cells of an area by programme, in the order of the programmes."""
        named, inside, around = self._sets(code)
        return {
            programme: Cell(_state(bit, named, inside), self._counts[programme][code])
            for bit, programme, _ in self._columns
            if (named | inside | around) & bit
        }

    def agency_cells(self, code: str) -> dict[str, Cell]:
        """Give the cells of an area by agency: the surest state of its programmes, and every inner area once."""
        named, inside, around = self._sets(code)
        if not inside:
            return self._plain_cells(self._agencies(named), self._agencies(around))
        sets = self._agencies(named), self._agencies(inside), self._agencies(around)
        return {
            org: Cell(_state(1 << n, sets[0], sets[1]), self._org_counts[org][code])
            for n, org in enumerate(self.orgs)
            if (sets[0] | sets[1] | sets[2]) >> n & 1
        }

    def _plain_cells(self, named: int, around: int) -> dict[str, Cell]:
        """Give the cells of an area in which nothing smaller is named; the same for all such areas."""
        found = self._cells.get((named, around))
        if found is None:
            found = {
                org: _CONFIRMED if named >> n & 1 else _POSSIBLE
                for n, org in enumerate(self.orgs)
                if (named | around) >> n & 1
            }
            self._cells[named, around] = found
        return found

    def names(self, programme: str) -> bool:
        """Tell whether a programme names any area."""
        return programme in self._counts

    def coarse(self, code: str) -> list[str]:
        """Give the agencies that are in a province or district, or may be, and name no subdistrict inside it."""
        named, inside, around = self._sets(code)
        rough = self._agencies(named | inside | around) & ~self._fine.get(code, 0)
        return [org for n, org in enumerate(self.orgs) if rough >> n & 1]

    def matrix(
        self,
        level: AreaLevel,
        fiscal_year: int,
        places: Iterable[Place],
        needs: Mapping[str, int] | None = None,
    ) -> Overlap:
        """Give the matrix of some areas of a level; `needs` are counts by area code, for the order."""
        needed = needs or {}
        rows = [row for place in places if (row := self.row(place, needed.get(place.code, 0))) is not None]
        rows.sort(key=lambda row: row.order)
        return Overlap(level, fiscal_year, self.programmes, self.orgs, tuple(rows))


_CONFIRMED = Cell(CellState.CONFIRMED, 0)
_POSSIBLE = Cell(CellState.POSSIBLE, 0)


def _state(bit: int, named: int, inside: int) -> CellState:
    if named & bit:
        return CellState.CONFIRMED
    return CellState.BELOW if inside & bit else CellState.POSSIBLE


def _count_inside(codes: Iterable[str]) -> Counter[str]:
    """Count how many of the areas lie inside each area around them, in one pass a level."""
    areas = [*codes]
    smaller = [c for c in areas if len(c) > AreaLevel.PROVINCE.digits]
    smallest = [c for c in areas if len(c) > AreaLevel.DISTRICT.digits]
    provinces = Counter(map(itemgetter(slice(AreaLevel.PROVINCE.digits)), smaller))
    return provinces + Counter(map(itemgetter(slice(AreaLevel.DISTRICT.digits)), smallest))


def compute(
    level: AreaLevel,
    fiscal_year: int,
    *,
    programmes: Sequence[ProgrammeColumn],
    presences: Iterable[Presence],
    places: Iterable[Place],
) -> Overlap:
    """Compute the matrix of `places` (areas of `level`) from the programmes' rows of one fiscal year (B.E.).

    Rows of nation-wide programmes, and of programmes that are not listed, are left out. One row comes out for each
    place with a cell that is not blank, the fullest overlap first.
    """
    areas: dict[str, set[str]] = defaultdict(set)
    for programme, code in presences:
        areas[programme].add(code)
    return Lists(programmes, areas).matrix(level, fiscal_year, places)
