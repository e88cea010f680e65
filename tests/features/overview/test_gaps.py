"""The lists of what is missing: each row a gap in truth, each rule stated, each act beside it."""

import csv
import io
from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.activities.models import JointActivity
from planhub.overview import gaps, gaps_asked
from planhub.overview.gaps import threshold_of
from planhub.overview.gaps_asked import IDLE, NO_PLAN, UNMET, AskedGaps
from planhub.places.levels import AreaLevel
from planhub.places.models import AreaStat
from planhub.places.queries import list_children
from planhub.plans.models import IntegratedPlan
from tests.client import HouseClient
from tests.conftest import Actors, MaxQueries
from tests.features.meetings import world

YEAR = world.YEAR


@pytest.fixture(autouse=True)
def _february() -> Iterator[None]:
    with time_machine.travel(world.NOW, tick=False):
        yield


@pytest.fixture
def codes(db_session: Session) -> list[str]:
    """Six provinces at work; where n is divisible by three (from 0) only CODI is, elsewhere EEF as well."""
    found = world.provinces(db_session, 6)
    world.lay(db_session, found)
    return found


def of(db_session: Session, actors: Actors, login: str, **asked: object) -> list[str]:
    values = {"list": NO_PLAN, "fiscal_year": YEAR, **asked}
    found = gaps.read(db_session, actors[login], AskedGaps(**values))  # type: ignore[arg-type]
    return [gap.place.code for gap in found.shown]


def plan_of(db_session: Session, code: str) -> IntegratedPlan:
    return db_session.scalars(select(IntegratedPlan).where(IntegratedPlan.province_code == code)).one()


def state(
    area: str, value: int, source: str = "ทะเบียนกลาง", *, org: str = "CODI", year: int = 2565
) -> AreaStat:
    return AreaStat(
        area_code=area,
        year=year,
        dimension="general",
        measure="poor_people",
        value=value,
        unit="person",
        source=source,
        as_of=date(2022, 10, 1),
        org_code=org,
        origin="sample",
    )


def test_overlap_without_plan(db_session: Session, actors: Actors, codes: list[str]) -> None:
    assert of(db_session, actors, "secretariat") == []
    for code in codes:
        plan_of(db_session, code).state = "cancelled"
    db_session.flush()
    both = {code for n, code in enumerate(codes) if n % 3}
    assert set(of(db_session, actors, "secretariat")) == both


def test_a_plan_that_one_may_not_open_is_no_gap_and_is_told(
    db_session: Session, actors: Actors, codes: list[str], client: HouseClient
) -> None:
    plan = plan_of(db_session, codes[1])
    plan.state, plan.owner_org = "draft", "PMUA"
    db_session.flush()
    found = gaps.read(db_session, actors["coordinator.eef"], AskedGaps(NO_PLAN, YEAR))
    assert [g.place.code for g in found.shown] == []
    assert found.hidden_plans == 1
    client.sign_in("coordinator.eef")
    page = client.get(f"/overlap/gaps?fiscal_year={YEAR}").text
    assert "ไม่รวม 1 จังหวัด" in page
    assert plan.code not in page


def test_plan_without_activity(db_session: Session, actors: Actors, codes: list[str]) -> None:
    assert of(db_session, actors, "secretariat", list=IDLE) == []
    for activity in db_session.scalars(select(JointActivity).where(JointActivity.province_code == codes[2])):
        activity.state = "cancelled"
    db_session.flush()
    assert of(db_session, actors, "secretariat", list=IDLE) == [codes[2]]


@pytest.mark.parametrize(
    ("counts", "threshold"),
    [
        ([], None),
        ([9, 8, 7], None),
        ([4, 3, 2, 1], 4),
        ([5, 4, 3, 2, 1], 4),
        ([10, 10, 10, 1], 10),
        (list(range(1, 78)), 58),
        ([None, None, None, 7], 7),
        ([None, None, None, None], None),
    ],
)
def test_the_highest_quarter(counts: list[int | None], threshold: int | None) -> None:
    assert threshold_of(counts) == threshold


def test_high_need_without_agency(db_session: Session, actors: Actors, codes: list[str]) -> None:
    everywhere = [area.code for area in list_children(db_session)]
    without = [code for code in everywhere if code not in codes]
    for n, code in enumerate(everywhere):
        db_session.add(state(code, 1000 + n))
    db_session.add(state(codes[0], 9_000, "แบบสำรวจ", year=2564))
    db_session.flush()
    found = gaps.read(db_session, actors["viewer"], AskedGaps(UNMET, YEAR))
    assert found.quarter.source == "ทะเบียนกลาง"
    assert found.quarter.sources == [("ทะเบียนกลาง", 77), ("แบบสำรวจ", 1)]
    assert found.quarter.threshold == 1000 + 77 - 20
    expected = [code for n, code in enumerate(everywhere) if n >= 77 - 20 and code in without]
    assert {g.place.code for g in found.shown} == set(expected)
    counts = [g.need.value or 0 for g in found.shown if g.need]
    assert counts == sorted(counts, reverse=True)
    other = gaps.read(db_session, actors["viewer"], AskedGaps(UNMET, YEAR, source="แบบสำรวจ"))
    assert (other.quarter.threshold, other.shown) == (None, [])


def test_small_counts_of_others_count_as_small(db_session: Session, actors: Actors, codes: list[str]) -> None:
    for n, area in enumerate(list_children(db_session, "70")):
        db_session.add(state(area.code, n + 1, org="EEF"))
    db_session.flush()
    asked = AskedGaps(UNMET, YEAR, level=AreaLevel.DISTRICT)
    stranger = gaps.read(db_session, actors["coordinator.codi"], asked)
    assert all(g.need and g.need.value and g.need.value >= 5 for g in stranger.shown)
    assert stranger.quarter.threshold == 8  # ten districts: the three highest are 8, 9 and 10


def test_districts_of_a_named_province_are_possible_only(
    db_session: Session, actors: Actors, codes: list[str]
) -> None:
    for n, area in enumerate(list_children(db_session, "45")):
        db_session.add(state(area.code, 100 + n))
    db_session.flush()
    assert of(db_session, actors, "viewer", list=UNMET, level=AreaLevel.DISTRICT) == []
    assert of(db_session, actors, "viewer", list=UNMET, level=AreaLevel.DISTRICT, possible=True) != []


def test_each_row_has_its_act_for_those_who_may(
    client: HouseClient, codes: list[str], db_session: Session
) -> None:
    for code in codes:
        plan_of(db_session, code).state = "cancelled"
    db_session.flush()
    client.sign_in("coordinator.codi")
    page = client.get(f"/overlap/gaps?fiscal_year={YEAR}").text
    assert f"/areas/{codes[1]}/open-plan?fiscal_year={YEAR}" in page
    assert f"/areas/{codes[1]}/new-activity?fiscal_year={YEAR}" in page
    client.sign_in("viewer")
    assert "open-plan" not in client.get(f"/overlap/gaps?fiscal_year={YEAR}").text


def test_files_hold_the_same_rows(client: HouseClient, codes: list[str], db_session: Session) -> None:
    for code in codes:
        plan_of(db_session, code).state = "cancelled"
    db_session.flush()
    client.sign_in("secretariat")
    address = f"fiscal_year={YEAR}&list={NO_PLAN}"
    rows = list(csv.reader(io.StringIO(client.get(f"/overlap/gaps.csv?{address}").data.decode("utf-8-sig"))))
    told = {row[0] for row in rows[1:] if row and row[0].isdigit()}
    assert told == {code for n, code in enumerate(codes) if n % 3}
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"/overlap/gaps.xlsx?{address}").data))
    cells = workbook.get_sheet_by_index(0).to_python()
    assert {str(row[0]) for row in cells if str(row[0]).isdigit()} == told
    assert any("ซ้อนทับแต่ยังไม่มีแผน" in str(row[0]) for row in cells)


def test_it_costs_few_queries_however_many_rows(
    client: HouseClient, codes: list[str], max_queries: MaxQueries
) -> None:
    client.sign_in("coordinator.codi")
    for name in gaps_asked.LISTS:
        client.get(f"/overlap/gaps?fiscal_year={YEAR}&list={name}")
        with max_queries(8):
            client.get(f"/overlap/gaps?fiscal_year={YEAR}&list={name}")


@pytest.mark.parametrize(
    "query",
    [
        "list=x",
        "list=unmet&measure=nothing",
        "level=galaxy",
        "fiscal_year=NaN",
        "source=%27%20OR",
        "region=x",
    ],
)
def test_a_broken_link_still_shows_something(client: HouseClient, query: str) -> None:
    client.sign_in("viewer")
    assert client.get(f"/overlap/gaps?{query}").status_code == 200
    assert client.get(f"/overlap/gaps.csv?{query}").status_code == 200
