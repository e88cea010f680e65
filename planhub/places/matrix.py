"""The overlap matrix as values: areas, cells and rows (domain.md §7.3); `planhub.places.overlap` computes them.

A cell (area × agency, or area × programme) is *confirmed* ● where a row names the area itself, *below* ◆ where rows
name areas inside it, *possible* ◐ where only an area around it is named, and blank otherwise. An agency is present in
an area when its cell is ● or ◆; an area is a joint one when two agencies are present in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

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


class Cells(Protocol):
    """Where a row looks its cells up."""

    def agency_cells(self, code: str) -> Mapping[str, Cell]: ...  # noqa: D102 - see `overlap.Lists`
    def programme_cells(self, code: str) -> Mapping[str, Cell]: ...  # noqa: D102


_AGENCIES = Text("{n} หน่วยงาน", "agencies: {n}")
_DISTRICTS = Text("{n} อำเภอร่วม", "joint districts: {n}")
_SUBDISTRICTS = Text("{n} ตำบลร่วม", "joint subdistricts: {n}")


@dataclass(frozen=True, slots=True)
class OverlapRow:
    """An area in which at least one cell is not blank."""

    place: Place
    confirmed_agencies: int
    """How many agencies are present (● or ◆)."""
    possible_agencies: int
    """How many agencies are only possible (◐)."""
    joint_districts: int
    """Districts of this area (itself, if it is one) in which two agencies or more are present."""
    joint_subdistricts: int
    """The same, of subdistricts."""
    score: int
    """0-100 (see `score_of`); never shown without its parts."""
    need: int
    """The count by which areas that are equal in everything else are sorted; 0 where nothing is known."""
    _lists: "Cells" = field(compare=False, repr=False)

    @property
    def agencies(self) -> Mapping[str, Cell]:
        """Cells by organisation code; blank ones are absent."""
        return self._lists.agency_cells(self.place.code)

    @property
    def programmes(self) -> Mapping[str, Cell]:
        """Cells by programme code; blank ones are absent."""
        return self._lists.programme_cells(self.place.code)

    @property
    def known_agencies(self) -> int:
        """How many agencies are present or possible."""
        return self.confirmed_agencies + self.possible_agencies

    @property
    def overlap(self) -> OverlapKind:
        """Whether agencies meet here."""
        if self.confirmed_agencies >= 2:
            return OverlapKind.CONFIRMED
        return OverlapKind.POSSIBLE if self.known_agencies >= 2 else OverlapKind.NONE

    @property
    def order(self) -> tuple[int, int, int, int, str, str]:
        """Sorts the fullest overlap first, then by need, then by name."""
        return (
            -self.confirmed_agencies,
            -self.joint_districts,
            -self.joint_subdistricts,
            -self.need,
            self.place.sort_key,
            self.place.code,
        )

    def parts(self) -> list[Text]:
        """Say what the row is sorted by, part by part: 3 หน่วยงาน, 4 อำเภอร่วม, 2 ตำบลร่วม."""
        digits = len(self.place.code)
        parts = [_AGENCIES.format(n=self.confirmed_agencies)]
        if digits < AreaLevel.DISTRICT.digits:
            parts.append(_DISTRICTS.format(n=self.joint_districts))
        if digits < AreaLevel.SUBDISTRICT.digits:
            parts.append(_SUBDISTRICTS.format(n=self.joint_subdistricts))
        return parts

    def in_words(self) -> Text:
        """Say it in one line: 3 หน่วยงาน · 4 อำเภอร่วม · 2 ตำบลร่วม."""
        parts = self.parts()
        return Text(" · ".join(p.th for p in parts), " · ".join(p.en for p in parts))

    def as_dict(self) -> dict[str, Any]:
        """Give the row as the API and `planhub overlap` write it (contract.md)."""
        agencies = self.agencies
        return {
            "area_code": self.place.code,
            "name_th": self.place.name.th,
            "agencies": {org: cell.state.value for org, cell in agencies.items()},
            "below": {org: cell.below for org, cell in agencies.items() if cell.below},
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
