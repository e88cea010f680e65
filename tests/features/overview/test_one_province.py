"""One province, read in few queries, says exactly what the pack says of it."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from planhub.kernel.access import Actor, Role, Standing
from planhub.meetings.pack import facts
from planhub.meetings.pack.one_province import read_one
from planhub.meetings.pack.reading import Question
from planhub.places.models import AreaStat
from tests.conftest import Actors, MaxQueries
from tests.features.meetings import world

READERS = ("viewer", "coordinator.codi", "director.eef", "auditor", "area.roiet")


@pytest.fixture
def codes(db_session: Session) -> list[str]:
    """Twelve provinces at work, with needs stated of two."""
    found = world.provinces(db_session, 12)
    world.lay(db_session, found)
    for code in found[:2]:
        for org, value in (("CODI", 1234), ("EEF", 3)):
            db_session.add(
                AreaStat(
                    area_code=code,
                    year=2565,
                    dimension="general",
                    measure="poor_people",
                    value=value,
                    unit="person",
                    source=f"แบบสำรวจของ {org}",
                    as_of=date(2022, 10, 1),
                    org_code=org,
                    origin="sample",
                )
            )
    db_session.flush()
    return found


@pytest.mark.parametrize("login", READERS)
def test_a_province_alone_says_what_the_pack_says_of_it(
    db_session: Session, actors: Actors, codes: list[str], login: str
) -> None:
    actor = actors[login]
    of_all = facts.province_facts(db_session, actor, codes, world.YEAR, world.NOW)
    assert len(of_all) == 12
    for code in (*codes, "10"):
        read = read_one(db_session, Question(actor, world.YEAR, world.NOW, (code,)))
        assert read is not None
        alone = facts.provinces(read.material, [code])[code]
        expected = (
            of_all.get(code) or facts.province_facts(db_session, actor, [code], world.YEAR, world.NOW)[code]
        )
        assert alone == expected


def test_the_secretariat_reads_all_of_it(db_session: Session, codes: list[str]) -> None:
    desk = Actor(user_id=None, name="x", standings=(Standing(Role.SECRETARIAT, "NXPO"),))
    read = read_one(db_session, Question(desk, world.YEAR, world.NOW, ("45",)))
    assert read is not None
    alone = facts.provinces(read.material, ["45"])["45"]
    assert [a["lead"] for a in alone["activities"]]
    assert alone["indicators"][0]["actual"] == "1,850.5"
    assert sum(one["planned"] for one in alone["by_agency"]) == alone["money"]["planned"] > 0
    assert alone["needs"][0]["values"][0]["shown"] in ("1,234", "<5")
    assert {v["shown"] for v in alone["needs"][0]["values"]} == {"1,234", "<5"}
    assert alone == facts.province_facts(db_session, desk, ["45"], world.YEAR, world.NOW)["45"]


def test_it_costs_nine_queries_however_much_there_is(
    db_session: Session, actors: Actors, codes: list[str], max_queries: MaxQueries
) -> None:
    actor = actors["coordinator.codi"]
    for code in ("45", codes[5], "10"):
        read_one(db_session, Question(actor, world.YEAR, world.NOW, (code,)))
        with max_queries(9):
            read_one(db_session, Question(actor, world.YEAR, world.NOW, (code,)))


def test_there_is_no_such_province(db_session: Session, actors: Actors) -> None:
    for code in ("99", "4501", "x"):
        assert read_one(db_session, Question(actors["viewer"], world.YEAR, world.NOW, (code,))) is None
