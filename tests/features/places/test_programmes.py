"""Programmes, the areas they name, and the overlap matrix read from the database."""

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from planhub.kernel.text import Text
from planhub.places import queries
from planhub.places.levels import AreaLevel
from planhub.places.models import Programme, ProgrammeArea


def test_programmes_are_listed_with_the_number_of_their_areas(world: Session) -> None:
    listed = {p.code: (p.org_code, p.areas) for p in queries.list_programmes(world, 2566)}
    assert listed == {
        "CODI-77": ("CODI", 2),
        "CODI-IP22": ("CODI", 2),
        "EEF-AREA": ("EEF", 3),
        "PMUA-POV20": ("PMUA", 2),
    }
    assert [p.areas for p in queries.list_programmes(world, 2567)] == [0, 0, 0, 0]
    (only,) = queries.list_programmes(world, 2566, org="EEF")
    assert only.name == Text("โครงการ EEF-AREA", "Programme EEF-AREA")


def test_a_programme_is_found_by_its_code(world: Session) -> None:
    found = queries.get_programme(world, "PMUA-POV20")
    assert found is not None
    assert (found.org_code, found.name.en) == ("PMUA", "Programme PMUA-POV20")
    assert queries.get_programme(world, "NONE") is None


def test_programme_areas_can_be_chosen_and_carry_their_names(world: Session) -> None:
    rows = queries.list_programme_areas(world, 2566, inside="45")
    assert [(r.programme.code, r.area_code, r.area.name_th) for r in rows] == [
        ("CODI-77", "45", "ร้อยเอ็ด"),
        ("CODI-IP22", "45", "ร้อยเอ็ด"),
        ("PMUA-POV20", "45", "ร้อยเอ็ด"),
        ("EEF-AREA", "450101", "ในเมือง"),
        ("EEF-AREA", "450102", "รอบเมือง"),
    ]
    assert len(queries.list_programme_areas(world, 2566, org="CODI")) == 4
    assert len(queries.list_programme_areas(world, 2566, programme="EEF-AREA")) == 3
    assert queries.list_programme_areas(world, 2565) == []
    assert queries.list_fiscal_years(world) == [2566]


@pytest.mark.parametrize(
    "wrong",
    [
        {"area_code": "45"},  # the same programme, area and year again
        {"area_code": "99"},  # no such area
        {"status": "maybe"},
        {"origin": "rumour"},
        {"fiscal_year": 2023},  # a Gregorian year
    ],
    ids=str,
)
def test_the_database_refuses_a_wrong_row(world: Session, wrong: dict[str, object]) -> None:
    programme = queries.get_programme(world, "CODI-IP22")
    assert programme is not None
    world.add(
        ProgrammeArea(**({"programme_id": programme.id, "area_code": "46", "fiscal_year": 2566} | wrong))
    )
    with pytest.raises(IntegrityError):
        world.flush()  # the database speaks here


def test_the_database_refuses_a_programme_of_nobody(world: Session) -> None:
    world.add(Programme(code="X", org_code="NOBODY", name_th="x", name_en="x", target_level="nation"))
    with pytest.raises(IntegrityError):
        world.flush()  # the database speaks here


# --- overlap --------------------------------------------------------------------------------------------------


def test_the_matrix_of_provinces_is_as_the_contract_says(world: Session) -> None:
    assert queries.overlap_rows(world, AreaLevel.PROVINCE, 2566).as_dict() == {
        "level": "province",
        "fiscal_year": 2566,
        "programmes": [
            {
                "code": code,
                "org": org,
                "name_th": f"โครงการ {code}",
                "name_en": f"Programme {code}",
                "nationwide": code == "CODI-77",
            }
            for org, code in (
                ("CODI", "CODI-77"),
                ("CODI", "CODI-IP22"),
                ("EEF", "EEF-AREA"),
                ("PMUA", "PMUA-POV20"),
            )
        ],
        "rows": [
            {
                "area_code": "45",
                "name_th": "ร้อยเอ็ด",
                "agencies": {"CODI": "confirmed", "EEF": "below", "PMUA": "confirmed"},
                "below": {"EEF": 2},
                "confirmed_agencies": 3,
                "possible_agencies": 0,
                "overlap": "confirmed",
                "joint_districts": 0,
                "joint_subdistricts": 0,
                "score": 50,
            },
            {
                "area_code": "49",
                "name_th": "มุกดาหาร",
                "agencies": {"EEF": "below", "PMUA": "confirmed"},
                "below": {"EEF": 1},
                "confirmed_agencies": 2,
                "possible_agencies": 0,
                "overlap": "confirmed",
                "joint_districts": 0,
                "joint_subdistricts": 0,
                "score": 25,
            },
            {
                "area_code": "65",
                "name_th": "พิษณุโลก",
                "agencies": {"CODI": "confirmed"},
                "below": {},
                "confirmed_agencies": 1,
                "possible_agencies": 0,
                "overlap": "none",
                "joint_districts": 0,
                "joint_subdistricts": 0,
                "score": 0,
            },
        ],
    }


def test_a_subdistrict_shows_the_provinces_agencies_as_possible(world: Session) -> None:
    result = queries.overlap_rows(world, AreaLevel.SUBDISTRICT, 2566, parent="4501")
    first = result.rows[0].as_dict()
    assert first["agencies"] == {"CODI": "possible", "EEF": "confirmed", "PMUA": "possible"}
    assert first["overlap"] == "possible"
    assert len(result.rows) == len(queries.list_children(world, "4501"))


def test_a_region_chooses_rows_and_changes_no_figure(world: Session) -> None:
    everywhere = queries.overlap_rows(world, AreaLevel.PROVINCE, 2566)
    north = queries.overlap_rows(world, AreaLevel.PROVINCE, 2566, region="north")
    assert [row.place.code for row in north.rows] == ["65"]
    assert north.rows[0] in everywhere.rows
    assert north.orgs == everywhere.orgs


def test_a_nation_wide_programme_is_told_only_in_its_years(world: Session) -> None:
    programme = queries.get_programme(world, "CODI-77")
    assert programme is not None
    programme.fiscal_year_from, programme.fiscal_year_to = 2543, 2565
    world.flush()  # the next query reads it
    told = [p.code for p in queries.overlap_rows(world, AreaLevel.PROVINCE, 2565).programmes]
    assert told == ["CODI-77"]
    assert queries.overlap_rows(world, AreaLevel.PROVINCE, 2567).programmes == ()


@pytest.mark.parametrize("level", AreaLevel)
def test_the_matrix_is_read_once_and_again_after_a_change(world: Session, level: AreaLevel) -> None:
    statements: list[str] = []
    connection = world.connection()
    event.listen(connection, "before_cursor_execute", lambda *args: statements.append(args[2]))
    first = queries.overlap_rows(world, level, 2566)
    assert len(statements) <= 7
    statements.clear()
    assert queries.overlap_rows(world, level, 2566).as_dict() == first.as_dict()
    assert len(statements) == 1, "only whether anything has changed"
    row = queries.list_programme_areas(world, 2566, programme="PMUA-POV20")[0]
    world.delete(row)
    world.flush()  # the database gives the lists another mark
    assert queries.overlap_rows(world, level, 2566).as_dict() != first.as_dict()


def test_what_was_rolled_back_is_forgotten(world: Session) -> None:
    before = queries.overlap_rows(world, AreaLevel.PROVINCE, 2566).as_dict()
    with world.begin_nested() as attempt:
        world.delete(queries.list_programme_areas(world, 2566, programme="PMUA-POV20")[0])
        world.flush()  # inside the attempt
        assert queries.overlap_rows(world, AreaLevel.PROVINCE, 2566).as_dict() != before
        attempt.rollback()
    assert queries.overlap_rows(world, AreaLevel.PROVINCE, 2566).as_dict() == before
