"""The overlap matrix against domain.md §7.3, and against a computation of its own on random worlds."""

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planhub.kernel.text import plain
from planhub.places.levels import AreaLevel
from planhub.places.matrix import (
    CellState,
    Overlap,
    OverlapKind,
    Place,
    Presence,
    ProgrammeColumn,
    Ratio,
    score_of,
)
from planhub.places.overlap import compute

PROVINCES = ["45", "49"]
DISTRICTS = [p + d for p, d in product(PROVINCES, ["01", "02", "03"])]
SUBDISTRICTS = [d + s for d, s in product(DISTRICTS, ["01", "02"])]
CODES = {AreaLevel.PROVINCE: PROVINCES, AreaLevel.DISTRICT: DISTRICTS, AreaLevel.SUBDISTRICT: SUBDISTRICTS}
ORGS = {
    "CODI-1": "CODI",
    "CODI-2": "CODI",
    "CODI-77": "CODI",
    "EEF-1": "EEF",
    "PMUA-1": "PMUA",
    "PMUA-2": "PMUA",
}
COLUMNS = [
    ProgrammeColumn(code, org, plain(code), nationwide=code == "CODI-77") for code, org in ORGS.items()
]


def matrix(level: AreaLevel, *presences: tuple[str, str]) -> Overlap:
    places = [Place(code, plain(f"area {code}"), code) for code in CODES[level]]
    return compute(
        level, 2566, programmes=COLUMNS, presences=[Presence(*p) for p in presences], places=places
    )


def rows(level: AreaLevel, *presences: tuple[str, str]) -> dict[str, dict[str, Any]]:
    return {row["area_code"]: row for row in matrix(level, *presences).as_dict()["rows"]}


# --- the rules, one by one ------------------------------------------------------------------------------------


def test_a_row_at_the_area_itself_is_confirmed() -> None:
    assert rows(AreaLevel.PROVINCE, ("CODI-1", "45"))["45"]["agencies"] == {"CODI": "confirmed"}


def test_rows_below_the_area_are_counted_as_below() -> None:
    row = rows(AreaLevel.PROVINCE, ("EEF-1", "450101"), ("EEF-1", "450201"), ("EEF-1", "4503"))["45"]
    assert row["agencies"] == {"EEF": "below"}
    assert row["below"] == {"EEF": 3}


def test_a_row_above_the_area_makes_it_only_possible() -> None:
    row = rows(AreaLevel.SUBDISTRICT, ("CODI-1", "45"))["450101"]
    assert row["agencies"] == {"CODI": "possible"}
    assert (row["confirmed_agencies"], row["possible_agencies"], row["below"]) == (0, 1, {})


def test_the_surest_state_of_an_agencys_programmes_counts_and_inner_areas_count_once() -> None:
    row = rows(
        AreaLevel.PROVINCE, ("CODI-1", "450101"), ("CODI-2", "45"), ("CODI-2", "450101"), ("CODI-2", "450102")
    )["45"]
    assert row["agencies"] == {"CODI": "confirmed"}
    assert row["below"] == {"CODI": 2}


def test_a_nation_wide_programme_is_told_but_never_overlaps() -> None:
    result = matrix(AreaLevel.PROVINCE, ("CODI-77", "45"), ("CODI-77", "49"), ("EEF-1", "45"))
    assert [row["agencies"] for row in result.as_dict()["rows"]] == [{"EEF": "confirmed"}]
    assert [p["code"] for p in result.as_dict()["programmes"] if p["nationwide"]] == ["CODI-77"]
    assert result.orgs == ("EEF",)


def test_two_agencies_present_are_a_confirmed_overlap() -> None:
    row = rows(AreaLevel.PROVINCE, ("CODI-1", "45"), ("EEF-1", "450101"))["45"]
    assert (row["overlap"], row["confirmed_agencies"]) == ("confirmed", 2)


def test_a_province_row_gives_a_subdistrict_a_possible_overlap_and_no_more() -> None:
    found = rows(AreaLevel.SUBDISTRICT, ("CODI-1", "45"), ("EEF-1", "450101"))
    assert (found["450101"]["overlap"], found["450101"]["confirmed_agencies"]) == ("possible", 1)
    assert found["450102"]["overlap"] == "none"


def test_two_agencies_that_are_only_possible_are_a_possible_overlap() -> None:
    assert (
        rows(AreaLevel.SUBDISTRICT, ("CODI-1", "45"), ("PMUA-1", "4501"))["450101"]["overlap"] == "possible"
    )


def test_two_programmes_of_one_agency_are_no_overlap() -> None:
    assert rows(AreaLevel.PROVINCE, ("CODI-1", "45"), ("CODI-2", "45"))["45"]["overlap"] == "none"


def test_areas_without_any_agency_are_no_rows() -> None:
    assert set(rows(AreaLevel.PROVINCE, ("CODI-1", "45"))) == {"45"}
    assert rows(AreaLevel.DISTRICT) == {}


def test_the_fullest_overlap_comes_first_then_the_name() -> None:
    result = matrix(
        AreaLevel.PROVINCE,
        *[("CODI-1", "45"), ("EEF-1", "45")],  # two agencies, nothing joint inside
        *[("CODI-1", "490101"), ("EEF-1", "490102")],  # two agencies and a joint district
    )
    assert [row.place.code for row in result.rows] == ["49", "45"]
    assert result.rows[0].in_words().th == "2 หน่วยงาน · 1 อำเภอร่วม · 0 ตำบลร่วม"
    result = matrix(AreaLevel.PROVINCE, ("CODI-1", "49"), ("EEF-1", "45"))
    assert [row.place.code for row in result.rows] == ["45", "49"]


def test_the_words_of_a_row_name_only_what_lies_inside_it() -> None:
    row = matrix(AreaLevel.DISTRICT, ("CODI-1", "450101"), ("EEF-1", "450101")).rows[0]
    assert row.in_words().th == "2 หน่วยงาน · 1 ตำบลร่วม"
    row = matrix(AreaLevel.SUBDISTRICT, ("CODI-1", "450101")).rows[0]
    assert row.in_words().en == "agencies: 1"


def test_a_row_keeps_the_cells_of_its_programmes() -> None:
    row = matrix(AreaLevel.DISTRICT, ("CODI-1", "45"), ("CODI-2", "4501"), ("EEF-1", "450101")).rows[0]
    states = {code: cell.state for code, cell in row.programmes.items()}
    assert states == {"CODI-1": CellState.POSSIBLE, "CODI-2": CellState.CONFIRMED, "EEF-1": CellState.BELOW}
    assert row.overlap is OverlapKind.CONFIRMED


@pytest.mark.parametrize(
    ("agencies", "everyone", "districts", "subdistricts", "score"),
    [
        (1, 3, (1, 1), (1, 1), 0),
        (2, 3, (0, 0), (0, 0), 25),
        (3, 3, (4, 4), (2, 2), 100),
        (2, 3, (1, 4), (0, 9), 33),  # 25 + 7.5 + 0 = 32.5, half up
        (2, 2, (1, 3), (1, 7), 63),  # 50 + 10 + 2.857
    ],
)
def test_the_score_is_the_formula_beside_it(
    agencies: int, everyone: int, districts: tuple[int, int], subdistricts: tuple[int, int], score: int
) -> None:
    assert score_of(agencies, everyone, Ratio(*districts), Ratio(*subdistricts)) == score


# --- random worlds --------------------------------------------------------------------------------------------

worlds = st.lists(
    st.tuples(st.sampled_from([*ORGS]), st.sampled_from(PROVINCES + DISTRICTS + SUBDISTRICTS)),
    max_size=40,
    unique=True,
)


def state(world: list[tuple[str, str]], programmes: set[str], area: str) -> str | None:
    """Read rule 2 of §7.3 aloud."""
    codes = {code for programme, code in world if programme in programmes}
    if area in codes:
        return "confirmed"
    if any(code.startswith(area) for code in codes):
        return "below"
    return "possible" if any(area.startswith(code) for code in codes) else None


def slow_rows(world: list[tuple[str, str]], level: AreaLevel) -> list[dict[str, Any]]:
    """Compute the matrix without any index: every area asks every row."""
    world = [(p, code) for p, code in world if p != "CODI-77"]
    programmes = {org: {p for p, _ in world if ORGS[p] == org} for org in sorted(set(ORGS.values()))}
    columns = [org for org, own in programmes.items() if own]

    def present(area: str) -> list[str]:
        return [org for org in columns if state(world, programmes[org], area) in ("confirmed", "below")]

    found = []
    for area in CODES[level]:
        agencies = {org: s for org in columns if (s := state(world, programmes[org], area))}
        if not agencies:
            continue
        inner = {
            org: {c for p, c in world if ORGS[p] == org and c != area and c.startswith(area)}
            for org in columns
        }
        districts = [len(present(d)) for d in DISTRICTS if d.startswith(area)]
        subdistricts = [len(present(s)) for s in SUBDISTRICTS if s.startswith(area)]
        sure = len(present(area))
        score = Fraction(0)
        if sure >= 2:
            score += Fraction(50 * (sure - 1), len(columns) - 1)
            for weight, counts in ((30, districts), (20, subdistricts)):
                any_agency = sum(n >= 1 for n in counts)
                score += Fraction(weight * sum(n >= 2 for n in counts), any_agency) if any_agency else 0
        found.append(
            {
                "area_code": area,
                "name_th": f"area {area}",
                "agencies": agencies,
                "below": {org: len(codes) for org, codes in inner.items() if codes},
                "confirmed_agencies": sure,
                "possible_agencies": sum(s == "possible" for s in agencies.values()),
                "overlap": "confirmed" if sure >= 2 else "possible" if len(agencies) >= 2 else "none",
                "joint_districts": sum(n >= 2 for n in districts),
                "joint_subdistricts": sum(n >= 2 for n in subdistricts),
                "score": int(score + Fraction(1, 2)),
            }
        )
    order = ("confirmed_agencies", "joint_districts", "joint_subdistricts")
    return sorted(found, key=lambda row: (*(-row[key] for key in order), row["area_code"]))


@pytest.mark.parametrize("level", AreaLevel)
@settings(max_examples=400)
@given(worlds)
def test_the_matrix_equals_a_slow_computation_on_random_worlds(
    level: AreaLevel, world: list[tuple[str, str]]
) -> None:
    assert matrix(level, *world).as_dict()["rows"] == slow_rows(world, level)


@given(worlds)
def test_every_programmes_cell_follows_rule_2(world: list[tuple[str, str]]) -> None:
    for level in AreaLevel:
        for row in matrix(level, *world).rows:
            for programme in ORGS:
                wanted = None if programme == "CODI-77" else state(world, {programme}, row.place.code)
                cell = row.programmes.get(programme)
                assert (cell.state.value if cell else None) == wanted
