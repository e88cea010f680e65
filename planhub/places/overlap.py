"""Where agencies overlap, computed from plain rows (domain.md §7.3); no database, no web.

A cell (area × agency, or area × programme) is *confirmed* ● where a row names the area itself, *below* ◆ where rows
name areas inside it, *possible* ◐ where only an area around it is named, and blank otherwise. An agency is present in
an area when its cell is ● or ◆; an area is a joint one when two agencies are present in it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from planhub.kernel.text import Text
from planhub.places.levels import AreaLevel


class Presence(NamedTuple):
    """One row of a programme's list: it works in this area, at whatever level the agency knows."""

    programme: str
    area_code: str


class Place(NamedTuple):
    """An area that may become a row of the matrix."""

    code: str
    name: Text
    sort_key: str


class ProgrammeColumn(NamedTuple):
    """A programme of the matrix."""

    code: str
    org: str
    name: Text
    nationwide: bool = False
    """Works everywhere: told in a note, left out of every cell and count."""


class CellState(StrEnum):
    """What is known about a programme or an agency in an area; a blank cell is no cell."""

    CONFIRMED = "confirmed"
    BELOW = "below"
    POSSIBLE = "possible"


_BY_SURENESS = tuple(CellState)


class OverlapKind(StrEnum):
    """Whether two agencies or more meet in an area."""

    CONFIRMED = "confirmed"
    """Two or more are present."""
    POSSIBLE = "possible"
    """Two or more only when the possible ones are counted: ask them for a finer list."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not blank."""

    state: CellState
    below: int
    """How many different areas inside this one are named; counted beside ● as well."""


@dataclass(frozen=True, slots=True)
class OverlapRow:
    """An area in which at least one cell is not blank."""

    place: Place
    agencies: Mapping[str, Cell]
    """Cells by organisation code."""
    programmes: Mapping[str, Cell]
    """Cells by programme code."""
    joint_districts: int
    """Districts of this area (itself, if it is one) in which two agencies or more are present."""
    joint_subdistricts: int
    """The same, of subdistricts."""
    score: int
    """0-100 (see `score_of`); never shown without its parts."""

    @property
    def confirmed_agencies(self) -> int:
        """How many agencies are present (● or ◆)."""
        return sum(cell.state is not CellState.POSSIBLE for cell in self.agencies.values())

    @property
    def possible_agencies(self) -> int:
        """How many agencies are only possible (◐)."""
        return len(self.agencies) - self.confirmed_agencies

    @property
    def overlap(self) -> OverlapKind:
        """Whether agencies meet here."""
        if self.confirmed_agencies >= 2:
            return OverlapKind.CONFIRMED
        return OverlapKind.POSSIBLE if len(self.agencies) >= 2 else OverlapKind.NONE

    @property
    def order(self) -> tuple[int, int, int, str, str]:
        """Sorts the fullest overlap first, then by name."""
        return (
            -self.confirmed_agencies,
            -self.joint_districts,
            -self.joint_subdistricts,
            self.place.sort_key,
            self.place.code,
        )

    def in_words(self) -> Text:
        """Say what the row is sorted by: 3 หน่วยงาน · 4 อำเภอร่วม · 2 ตำบลร่วม."""
        digits = len(self.place.code)
        parts = [Text("{n} หน่วยงาน", "agencies: {n}").format(n=self.confirmed_agencies)]
        if digits < AreaLevel.DISTRICT.digits:
            parts.append(Text("{n} อำเภอร่วม", "joint districts: {n}").format(n=self.joint_districts))
        if digits < AreaLevel.SUBDISTRICT.digits:
            parts.append(Text("{n} ตำบลร่วม", "joint subdistricts: {n}").format(n=self.joint_subdistricts))
        return Text(" · ".join(p.th for p in parts), " · ".join(p.en for p in parts))

    def as_dict(self) -> dict[str, Any]:
        """Give the row as the API and `planhub overlap` write it (contract.md)."""
        return {
            "area_code": self.place.code,
            "name_th": self.place.name.th,
            "agencies": {org: cell.state.value for org, cell in self.agencies.items()},
            "below": {org: cell.below for org, cell in self.agencies.items() if cell.below},
            "confirmed_agencies": self.confirmed_agencies,
            "possible_agencies": self.possible_agencies,
            "overlap": self.overlap.value,
            "joint_districts": self.joint_districts,
            "joint_subdistricts": self.joint_subdistricts,
            "score": self.score,
        }


@dataclass(frozen=True, slots=True)
class Overlap:
    """The whole matrix at one level, in one fiscal year."""

    level: AreaLevel
    fiscal_year: int
    programmes: Sequence[ProgrammeColumn]
    """In the order given; the nation-wide ones, which have no cells, among them."""
    orgs: Sequence[str]
    """The agencies that have at least one row anywhere, in the order of their programmes: the columns."""
    rows: Sequence[OverlapRow]

    def as_dict(self) -> dict[str, Any]:
        """Give the matrix as the API and `planhub overlap` write it (contract.md)."""
        return {
            "level": self.level.value,
            "fiscal_year": self.fiscal_year,
            "programmes": [
                {
                    "code": p.code,
                    "org": p.org,
                    "name_th": p.name.th,
                    "name_en": p.name.en,
                    "nationwide": p.nationwide,
                }
                for p in self.programmes
            ],
            "rows": [row.as_dict() for row in self.rows],
        }


class Ratio(NamedTuple):
    """So many of so many."""

    part: int
    whole: int


def score_of(agencies: int, all_agencies: int, districts: Ratio, subdistricts: Ratio) -> int:
    """Weigh an overlap: 50·(agencies-1)/(N-1) + 30·joint/any districts + 20·joint/any subdistricts, rounded half up.

    0 with fewer than two agencies. N is how many agencies the matrix has; a share of nothing counts as 0.
    """
    if agencies < 2:
        return 0
    shares = ((50, Ratio(agencies - 1, all_agencies - 1)), (30, districts), (20, subdistricts))
    kept = [(weight, share) for weight, share in shares if share.whole]
    bottom = 1
    for _, share in kept:
        bottom *= share.whole
    top = sum(weight * share.part * (bottom // share.whole) for weight, share in kept)
    return (2 * top + bottom) // (2 * bottom)


class _Index:
    """The rows of all programmes, sorted so that each area's cells can be looked up."""

    def __init__(
        self, level: AreaLevel, programmes: Iterable[ProgrammeColumn], presences: Iterable[Presence]
    ) -> None:
        digits = level.digits
        self.org_of = {p.code: p.org for p in programmes if not p.nationwide}
        self.exact: dict[str, set[str]] = defaultdict(set)
        """Programmes by the code of an area that they name, at the level or above it."""
        self.below: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        """Codes named inside an area of the level, by area and programme."""
        self.districts: dict[str, set[str]] = defaultdict(set)
        """Organisations present, by district."""
        self.subdistricts: dict[str, set[str]] = defaultdict(set)
        """Organisations present, by subdistrict."""
        present: set[str] = set()
        for programme, code in presences:
            org = self.org_of.get(programme)
            if org is None:
                continue
            present.add(org)
            if len(code) > digits:
                self.below[code[:digits]][programme].add(code)
            else:
                self.exact[code].add(programme)
            if len(code) >= 4:
                self.districts[code[:4]].add(org)
            if len(code) == 6:
                self.subdistricts[code].add(org)
        self.orgs = [org for org in dict.fromkeys(self.org_of.values()) if org in present]

    def cells(self, code: str) -> dict[str, Cell]:
        """Give the cells of an area by programme, in the order of the programmes."""
        exact, below = self.exact.get(code, set()), self.below.get(code, {})
        around = {p for n in (2, 4) if n < len(code) for p in self.exact.get(code[:n], ())}
        if not (exact or below or around):
            return {}
        cells = {}
        for programme in self.org_of:
            inside = len(below.get(programme, ()))
            if programme in exact:
                cells[programme] = Cell(CellState.CONFIRMED, inside)
            elif inside:
                cells[programme] = Cell(CellState.BELOW, inside)
            elif programme in around:
                cells[programme] = Cell(CellState.POSSIBLE, 0)
        return cells

    def by_agency(self, code: str, cells: Mapping[str, Cell]) -> dict[str, Cell]:
        """Merge the cells of each agency's programmes: the surest state, and every area inside counted once."""
        merged: dict[str, Cell] = {}
        for programme, cell in cells.items():
            org = self.org_of[programme]
            other = merged.get(org)
            if other is None:
                merged[org] = cell
                continue
            state = min(cell.state, other.state, key=_BY_SURENESS.index)
            inside = self.below.get(code, {})
            named = {c for p in cells if self.org_of[p] == org for c in inside.get(p, ())}
            merged[org] = Cell(state, len(named))
        return merged


def _joint(present: Mapping[str, set[str]], digits: int) -> dict[str, Ratio]:
    """Count, by area code of so many digits, the inner areas with two agencies or more among those with any."""
    counts: dict[str, Ratio] = defaultdict(lambda: Ratio(0, 0))
    for code, orgs in present.items():
        joint, present_in = counts[code[:digits]]
        counts[code[:digits]] = Ratio(joint + (len(orgs) >= 2), present_in + 1)
    return counts


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
    index = _Index(level, programmes, presences)
    nothing = Ratio(0, 0)
    districts = _joint(index.districts, level.digits) if level is not AreaLevel.SUBDISTRICT else {}
    subdistricts = _joint(index.subdistricts, level.digits)
    rows = []
    for place in places:
        cells = index.cells(place.code)
        if not cells:
            continue
        agencies = index.by_agency(place.code, cells)
        shares = districts.get(place.code, nothing), subdistricts.get(place.code, nothing)
        present = sum(cell.state is not CellState.POSSIBLE for cell in agencies.values())
        score = score_of(present, len(index.orgs), *shares)
        rows.append(OverlapRow(place, agencies, cells, shares[0].part, shares[1].part, score))
    rows.sort(key=lambda row: row.order)
    return Overlap(level, fiscal_year, tuple(programmes), tuple(index.orgs), tuple(rows))
