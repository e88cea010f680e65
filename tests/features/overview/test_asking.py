"""Asking an agency for its list: one click, told at once, never asked twice, answered by the list itself."""

import re

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import SYSTEM
from planhub.kernel.errors import Denied, NotFound
from planhub.meetings import requests
from planhub.meetings.models import ActionItem
from planhub.people import queries as people
from planhub.places.models import Programme, ProgrammeArea
from planhub.record import audit, flow
from planhub.record.models import Notification
from tests.client import HouseClient
from tests.conftest import Actors, MaxQueries

YEAR = 2570
PAGE = f"/overlap?fiscal_year={YEAR}&at_least=1&open=45"
ASK = f"/overlap/requests?fiscal_year={YEAR}&open=45"


@pytest.fixture(autouse=True)
def world(db_session: Session) -> None:
    """CODI names Roi Et as a whole, EEF one tambon of it."""
    for org, code in (("CODI", "45"), ("EEF", "450101")):
        programme = Programme(
            code=f"{org}-P", org_code=org, name_th="โครงการ", name_en="Programme", target_level="province"
        )
        db_session.add(programme)
        db_session.flush()  # its area refers to it
        db_session.add(ProgrammeArea(programme_id=programme.id, area_code=code, fiscal_year=YEAR))
    db_session.commit()


@pytest.fixture
def eef(client: HouseClient) -> HouseClient:
    client.sign_in("coordinator.eef")
    return client


def asked(session: Session) -> list[ActionItem]:
    return list(session.scalars(select(ActionItem).where(ActionItem.kind == "area_list")))


def test_one_click_asks_and_the_agency_finds_it_in_its_work(eef: HouseClient, db_session: Session) -> None:
    page = eef.get(PAGE).text
    assert "ขอรายชื่อตำบลจาก พอช." in page
    assert "ขอรายชื่อตำบลจาก กสศ." not in page, "it has given tambons"
    answer = eef.post(ASK, data={"from": "CODI", "area": "45"})
    assert answer.status_code == 303
    assert answer.location.endswith("#g-45")
    (action,) = asked(db_session)
    assert (action.owner_org, action.asked_by_org, action.asked_area) == ("CODI", "EEF", "45")
    assert (action.state, action.fiscal_year) == ("open", YEAR)
    assert action.due_on > clock.today()
    told = db_session.scalars(select(Notification).where(Notification.record_id == action.id)).all()
    coordinator = people.find_user(db_session, login="coordinator.codi")
    assert coordinator is not None
    assert [n.user_id for n in told] == [coordinator.id]
    assert "กสศ." in told[0].text_th
    eef.sign_in("coordinator.codi")
    assert action.code in eef.get("/").text
    own = eef.get(f"/action-items/{action.code}")
    assert own.status_code == 200
    assert "กสศ. ขอรายชื่อตำบลที่ทำงานใน จ.ร้อยเอ็ด" in own.text
    assert "ไปที่รายชื่อพื้นที่ของโครงการ" in own.text
    leads = re.findall(r'href="(/(?:overlap|programmes)\?[^"]+)"', own.text)
    assert len(leads) == 2
    assert all(eef.get(link.replace("&amp;", "&")).status_code == 200 for link in leads)


def test_asking_again_says_who_asked_and_when(
    eef: HouseClient, db_session: Session, new_client: object
) -> None:
    eef.post(ASK, data={"from": "CODI", "area": "45"})
    page = eef.get(PAGE).text
    assert "ขอรายชื่อตำบลจาก พอช. แล้ว เมื่อ" in page
    assert "(กสศ.)" in page
    assert 'name="from"' not in page
    assert asked(db_session)[0].code in page
    eef.sign_in("coordinator.pmua")
    again = eef.post(ASK, data={"from": "CODI", "area": "45"})
    assert again.status_code == 303
    assert len(asked(db_session)) == 1
    assert "จึงไม่ส่งซ้ำ" in eef.get(PAGE).text


@pytest.mark.parametrize("login", ["viewer", "auditor", "area.roiet", "budget.codi"])
def test_others_read_that_a_list_is_wanted_and_open_no_link_they_may_not(
    eef: HouseClient, db_session: Session, login: str
) -> None:
    eef.post(ASK, data={"from": "CODI", "area": "45"})
    code = asked(db_session)[0].code
    eef.sign_in(login)
    page = eef.get(PAGE).text
    assert "ขอรายชื่อตำบลจาก พอช. แล้ว" in page
    for link in re.findall(rf'href="(/action-items/{code})"', page):
        assert eef.get(link).status_code == 200
    refused = eef.post(ASK, data={"from": "PMUA", "area": "45"})
    assert refused.status_code == 403
    assert len(asked(db_session)) == 1


def test_nobody_asks_their_own_agency_or_for_a_place_that_is_not_there(
    db_session: Session, actors: Actors
) -> None:
    for login, org, area, error in (
        ("coordinator.codi", "CODI", "45", Denied),
        ("viewer", "CODI", "45", Denied),
        ("coordinator.eef", "NOBODY", "45", NotFound),
        ("coordinator.eef", "CODI", "99", NotFound),
        ("coordinator.eef", "CODI", "450101", NotFound),
    ):
        with pytest.raises(error):
            requests.ask(db_session, actors[login], org, area, YEAR)
    assert asked(db_session) == []


def test_the_list_itself_answers_and_may_then_be_asked_for_anew_only_when_closed(
    db_session: Session, actors: Actors
) -> None:
    eef = actors["coordinator.eef"]
    audit.act_as(db_session, eef)
    first, is_new = requests.ask(db_session, eef, "CODI", "45", YEAR)
    assert is_new
    audit.act_as(db_session, SYSTEM)
    (action,) = asked(db_session)
    action.wake_on = clock.today()
    assert flow.run_due(db_session) == 0, "nothing has come"
    assert action.state == "open"
    programme = db_session.scalars(select(Programme).where(Programme.code == "CODI-P")).one()
    db_session.add(ProgrammeArea(programme_id=programme.id, area_code="450102", fiscal_year=YEAR))
    db_session.flush()  # the daily run reads it
    action.wake_on = clock.today()
    assert flow.run_due(db_session) == 1
    assert action.state == "done"
    assert action.result
    assert requests.ask(db_session, eef, "CODI", "45", YEAR) == (
        first._replace(state="done", readable=True),
        False,
    )
    secretariat = actors["secretariat"]
    audit.act_as(db_session, secretariat)
    flow.move(db_session, secretariat, action, "verify", version=action.version)
    assert action.request_key is None
    assert requests.ask(db_session, eef, "CODI", "45", YEAR)[1]
    assert db_session.scalar(select(func.count()).select_from(ActionItem)) == 2


def test_open_areas_ask_for_requests_in_one_query(
    eef: HouseClient, db_session: Session, max_queries: MaxQueries
) -> None:
    eef.get(PAGE)
    with max_queries(6) as few:
        eef.get(PAGE)
    programme = db_session.scalars(select(Programme).where(Programme.code == "CODI-P")).one()
    for code in ("31", "49", "65"):
        db_session.add(ProgrammeArea(programme_id=programme.id, area_code=code, fiscal_year=YEAR))
    db_session.commit()
    many = f"/overlap?fiscal_year={YEAR}&at_least=1&open=45.31.49.65.4501"
    eef.get(many)
    with max_queries(6) as more:
        eef.get(many)
    assert len(more) == len(few)
