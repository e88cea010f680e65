"""Plans, MOUs, activities and lights beside the matrix equal what their own pages say, and only what one may see counts."""

import random
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from planhub.activities import queries as activities
from planhub.activities.models import JointActivity, Milestone
from planhub.kernel import clock
from planhub.kernel.thai import fiscal_year, fiscal_year_span
from planhub.mou.models import Mou
from planhub.overview.work import Reach, directed_areas, work_in
from planhub.places.levels import AreaLevel
from planhub.plans.models import IntegratedPlan
from planhub.record.models import Record, RecordArea, RecordParty
from tests.conftest import Actors, MaxQueries

AREAS = ("45", "4501", "450101", "450102", "31", "3101", "49")
STATES = ("proposed", "planned", "in_progress", "in_progress", "postponed", "completed", "cancelled")
YEAR = fiscal_year(clock.today())


def lay(session: Session, model: type[Record], code: str, areas: list[str], **more: Any) -> Any:
    """Store a record as it might stand after any number of moves."""
    now = clock.now()
    record = model(
        code=code,
        title=code,
        title_sort=code,
        search_key=code.lower(),
        owner_org="CODI",
        created_at=now,
        updated_at=now,
        state_since=now,
        content_hash="0" * 64,
        workflow_version=1,
        fiscal_year=YEAR,
        province_code=areas[0][:2],
        party_rows=[RecordParty(org_code=org) for org in ("CODI", "EEF")],
        area_rows=[RecordArea(area_code=area) for area in areas],
        lanes=[],
        **more,
    )
    session.add(record)
    session.flush()  # others may refer to it
    return record


@pytest.fixture(autouse=True)
def world(db_session: Session) -> None:
    """Forty activities in every state, with and without milestones, done and due; a plan, and MOUs."""
    dice, today = random.Random(5), clock.today()  # noqa: S311 - the same world every time
    first, last = fiscal_year_span(YEAR)
    for n in range(40):
        steps = [
            Milestone(
                position=k,
                title="ขั้น",
                weight=50,
                due_on=dice.choice([None, today - timedelta(20), today + timedelta(20)]),
                done_on=dice.choice([None, today - timedelta(5)]),
            )
            for k in range(dice.choice([0, 2, 2]))
        ]
        ends = dice.choice([last, today - timedelta(1), first - timedelta(3)])
        lay(
            db_session,
            JointActivity,
            f"ACT-{n:04d}",
            dice.sample(AREAS, dice.choice([1, 2])),
            type="activities",
            state=dice.choice(STATES),
            start=min(first, ends) - timedelta(dice.choice([0, 30])),
            end=ends,
            milestones=steps,
            direction=[dice.choice(["community_forest", "lesson_harvest"])],
        )
    lay(db_session, IntegratedPlan, "PLAN-1", ["45"], type="plans", state="in_force")
    for n, state in enumerate(("in_force", "in_force", "negotiating", "cancelled")):
        lay(db_session, Mou, f"MOU-{n}", ["45"], type="mous", state=state, cooperation_kind="area_approach")
    db_session.commit()


@pytest.mark.parametrize("login", ["coordinator.eef", "viewer", "coordinator.pmua", "area.roiet"])
def test_lights_are_those_of_the_activities_that_the_reader_may_see(
    db_session: Session, actors: Actors, login: str
) -> None:
    actor = actors[login]
    found = work_in(db_session, actor, YEAR, [Reach(level) for level in AreaLevel])
    for area in {code[:n] for code in AREAS for n in (2, 4, 6) if n <= len(code)}:
        touching = activities.in_province(area)
        where = (activities.visible(actor), touching, activities.in_year(YEAR), activities.counted())
        wanted = Counter(sheet.light for sheet in activities.list_sheets(db_session, *where))
        assert (found[area].lights if area in found else {}) == dict(wanted), area


def test_plans_and_mous_stand_at_their_places_for_those_who_may_see_them(
    db_session: Session, actors: Actors
) -> None:
    mine = work_in(db_session, actors["coordinator.eef"], YEAR, [Reach(AreaLevel.PROVINCE)])
    assert mine["45"].plan is not None
    assert (mine["45"].plan.code, mine["45"].plan.state.key) == ("PLAN-1", "in_force")
    assert sorted((mou.state.key, n) for mou, n in mine["45"].mous) == [("in_force", 2), ("negotiating", 1)]
    assert mine["45"].mou_count == 3
    theirs = work_in(db_session, actors["coordinator.pmua"], YEAR, [Reach(AreaLevel.PROVINCE)])
    assert "45" not in theirs or not theirs["45"].mous


def test_only_the_areas_asked_for_are_answered_in_one_query(
    db_session: Session, actors: Actors, max_queries: MaxQueries
) -> None:
    actor = actors["coordinator.eef"]
    with max_queries(1):
        found = work_in(
            db_session,
            actor,
            YEAR,
            [Reach(AreaLevel.DISTRICT, ("45",)), Reach(AreaLevel.SUBDISTRICT, ("4501",))],
        )
    assert {code for code in found if len(code) > 2} == {"4501", "450101", "450102"}


def test_a_direction_finds_the_areas_of_its_activities(db_session: Session, actors: Actors) -> None:
    actor = actors["coordinator.eef"]
    both = [directed_areas(db_session, actor, YEAR, key) for key in ("community_forest", "lesson_harvest")]
    shown = {
        row.area_code
        for sheet in activities.list_sheets(
            db_session, activities.visible(actor), activities.in_year(YEAR), activities.counted()
        )
        for row in db_session.query(RecordArea).filter_by(record_id=sheet.id)
    }
    assert both[0] | both[1] == shown
    assert directed_areas(db_session, actor, YEAR, "data_integration") == set()
