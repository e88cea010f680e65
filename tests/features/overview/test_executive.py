"""The overview for executives: the pack's six numbers at any moment, each with its list."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor, Role, Standing
from planhub.meetings.models import Meeting
from planhub.meetings.pack.country import read_country
from planhub.meetings.pack.reading import Question
from planhub.meetings.pack.snapshot import gather
from tests.client import HouseClient
from tests.conftest import Actors, MaxQueries
from tests.features.meetings import world

ADDRESS = f"/overview?fiscal_year={world.YEAR}"


@pytest.fixture(autouse=True)
def _february() -> Iterator[None]:
    with time_machine.travel(world.NOW, tick=False):
        yield


@pytest.fixture
def codes(db_session: Session) -> list[str]:
    found = world.provinces(db_session, 6)
    world.lay(db_session, found)
    return found


def test_its_numbers_are_those_of_the_pack(db_session: Session, codes: list[str]) -> None:
    desk = Actor(user_id=None, name="x", standings=(Standing(Role.SECRETARIAT, "NXPO"),))
    committee = world.committee(db_session)
    meeting = Meeting(
        **world._header("meetings", "MTG-2566-0001", "ประชุม", "draft", "NXPO"),
        committee_code=committee.code,
        committee=committee,
        seq_no=1,
        year_be=2566,
        held_on=date(2023, 3, 1),
        fiscal_year=world.YEAR,
        provinces=[],
        agenda=[],
        attendees=[],
        resolutions=[],
        is_training=False,
    )
    db_session.add(meeting)
    db_session.flush()
    pack = gather(db_session, desk, meeting)
    found = read_country(db_session, Question(desk, world.YEAR, clock.now()))
    assert found.content["figures"] == pack["figures"]
    assert found.content["risks"] == pack["risks"]
    assert found.content["lights"] == pack["lights"]
    assert found.content["budget"] == pack["budget"]
    assert {a["code"] for a in found.content["activities"]} == {a["code"] for a in pack["activities"]}


def test_every_number_leads_to_its_list(client: HouseClient, codes: list[str]) -> None:
    client.sign_in("viewer")
    page = client.get(ADDRESS)
    assert page.status_code == 200
    for words in ("พื้นที่ซ้อนทับที่ยืนยันแล้ว", "แผนบูรณาการที่อนุมัติแล้ว", "บันทึกข้อตกลงที่มีผลใช้บังคับ", "กิจกรรมที่ต่ำกว่าแผน"):
        assert words in page.text, words
    assert f"/plans?fiscal_year={world.YEAR}" in page.text
    assert f"/provinces/45?fiscal_year={world.YEAR}" in page.text
    assert page.text.count("ที่มา:") >= 6


def test_it_tells_what_falls_due(client: HouseClient, codes: list[str]) -> None:
    with time_machine.travel(world.NOW.replace(month=3, day=20), tick=False):
        client.sign_in("secretariat")
        page = client.get(ADDRESS).text
    assert "บันทึกข้อตกลงสิ้นสุด" in page  # on 30 April 2566


def test_the_reader_sees_only_what_she_may(db_session: Session, actors: Actors, codes: list[str]) -> None:
    for login in ("viewer", "coordinator.eef", "legal.codi"):
        found = read_country(db_session, Question(actors[login], world.YEAR, clock.now()))
        assert len(found.content["figures"]) == 6


def test_it_costs_twelve_queries_however_much_there_is(
    client: HouseClient, codes: list[str], max_queries: MaxQueries
) -> None:
    client.sign_in("director.codi")
    client.get(ADDRESS)
    with max_queries(12):
        client.get(ADDRESS)


@pytest.mark.parametrize("query", ["fiscal_year=NaN", "fiscal_year=2540", "fiscal_year="])
def test_a_broken_or_an_empty_year_still_makes_a_page(client: HouseClient, query: str) -> None:
    client.sign_in("director.codi")
    assert client.get(f"/overview?{query}").status_code == 200
