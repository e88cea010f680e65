"""Needs: counts with their sources side by side, small ones for their agency alone."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from planhub.kernel.text import Text
from planhub.places import measures, needs
from planhub.places.levels import AreaLevel
from planhub.places.models import AreaStat

TPMAP, SURVEY = "TPMAP", "สำรวจของหน่วยงาน"


def say(session: Session, **other: object) -> None:
    row = {
        "area_code": "45",
        "year": 2565,
        "dimension": "general",
        "measure": "poor_people",
        "value": 1200,
        "unit": "person",
        "source": TPMAP,
        "as_of": date(2022, 9, 30),
        "org_code": "CODI",
    }
    session.add(AreaStat(**(row | other)))
    session.flush()  # the database speaks here


def test_two_sources_stand_side_by_side_and_are_never_averaged(world: Session) -> None:
    say(world)
    say(world, source=SURVEY, org_code="EEF", value=1500, as_of=date(2023, 1, 31))
    (need,) = needs.list_needs(world, (), ["45"])["45"]
    assert need.differs
    assert [(v.source, v.value) for v in need.values] == [(SURVEY, 1500), (TPMAP, 1200)]
    assert need.latest.source == SURVEY
    assert (need.label, need.unit_label) == (Text("คนจน", "Poor people"), Text("คน", "persons"))


def test_equal_counts_and_counts_of_other_years_do_not_differ(world: Session) -> None:
    say(world)
    say(world, source=SURVEY)
    say(world, source="อื่น", year=2566, value=900)
    (need,) = needs.list_needs(world, (), ["45"])["45"]
    assert not need.differs
    assert [v.year for v in need.values] == [2566, 2565, 2565]


def test_of_each_source_the_newest_statement_counts(world: Session) -> None:
    say(world, value=1)
    say(world, year=2566, value=800)
    say(world, year=2567, value=700)
    assert [v.value for v in needs.list_needs(world, (), ["45"])["45"][0].values] == [700]
    assert [v.value for v in needs.list_needs(world, (), ["45"], until=2566)["45"][0].values] == [800]
    assert needs.list_needs(world, (), ["45"], until=2560) == {"45": []}


@pytest.mark.parametrize(("value", "hidden"), [(0, True), (4, True), (5, False)])
def test_a_small_count_is_for_the_agency_that_states_it(world: Session, value: int, *, hidden: bool) -> None:
    say(world, value=value)
    (own,) = needs.list_needs(world, ("CODI",), ["45"])["45"]
    assert own.latest.shown == str(value)
    for orgs in ((), ("EEF",), ("EEF", "PMUA")):
        (seen,) = needs.list_needs(world, orgs, ["45"])["45"]
        assert seen.latest.is_hidden is hidden
        assert seen.latest.shown == ("<5" if hidden else str(value))
        (line,) = needs.list_statements(world, orgs)
        assert line.is_hidden is hidden


def test_a_measure_over_all_areas_of_a_level(world: Session) -> None:
    say(world)
    say(world, area_code="49", value=10)
    say(world, area_code="4501", value=10)
    say(world, unit="household", measure="poor_households", value=400)
    found = needs.needs_by_area(world, (), AreaLevel.PROVINCE, measure="poor_people", unit="person")
    assert {code: need.latest.value for code, need in found.items()} == {"45": 1200, "49": 10}
    series = needs.list_series(world, AreaLevel.PROVINCE)
    assert [(s.key, s.areas) for s in series] == [("poor_people.person", 2), ("poor_households.household", 1)]
    assert series[0].label == Text("คนจน (คน)", "Poor people (persons)")


def test_statements_can_be_narrowed(world: Session) -> None:
    say(world)
    say(world, org_code="EEF", area_code="450101", measure="เกณฑ์ของเรา")
    assert len(needs.list_statements(world, ())) == 2
    assert len(needs.list_statements(world, (), area="45")) == 2
    assert [s.measure for s in needs.list_statements(world, (), area="4501")] == ["เกณฑ์ของเรา"]
    assert [s.org_code for s in needs.list_statements(world, (), org="CODI")] == ["CODI"]
    assert len(needs.list_statements(world, (), measure="poor_people")) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": -1},
        {"unit": "cow"},
        {"dimension": "luck"},
        {"year": 2022},
        {"area_code": "99"},
        {"org_code": "NOBODY"},
        {"source": ""},
        {"year_kind": "lunar"},
        {"value": 3},  # the same statement again
    ],
    ids=str,
)
def test_the_database_refuses_a_wrong_statement(world: Session, wrong: dict[str, object]) -> None:
    say(world)
    with pytest.raises(IntegrityError):
        say(world, **({"value": 1, "source": "other"} | wrong if wrong != {"value": 3} else wrong))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("poor_people", "poor_people"),
        ("Poor People", "poor_people"),
        ("คนจน", "poor_people"),
        ("เด็ก ยากจน", "poor_children"),
        ("B40", "bottom_40_households"),
        ("อย่างอื่น", None),
    ],
)
def test_a_measure_is_known_by_its_names(text: str, key: str | None) -> None:
    found = measures.find_measure(text)
    assert (found.key if found else None) == key


def test_a_measure_that_is_not_known_is_called_as_its_source_calls_it() -> None:
    assert measures.measure_label("เกณฑ์ของเรา").th == "เกณฑ์ของเรา"
    assert measures.measure_order("เกณฑ์ของเรา") > measures.measure_order(measures.MEASURES[-1].key)
