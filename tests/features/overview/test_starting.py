"""From a place to work in it: what the form knows already, and when a plan is opened instead of begun."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from planhub.activities.models import JointActivity
from planhub.mou.models import Mou
from planhub.plans.models import IntegratedPlan
from planhub.record.services import take_number
from tests.client import HouseClient
from tests.features.meetings import world
from tests.features.ui.forms import filled

YEAR = world.YEAR


@pytest.fixture(autouse=True)
def _february() -> Iterator[None]:
    with time_machine.travel(world.NOW, tick=False):
        yield


@pytest.fixture
def codes(db_session: Session) -> list[str]:
    found = world.provinces(db_session, 3)
    world.lay(db_session, found)
    for _ in found:
        take_number(db_session, f"PLAN-{YEAR}")  # the numbers of the plans just laid
    return found


def sent_to(client: HouseClient, address: str) -> tuple[str, dict[str, list[str]]]:
    answer = client.get(address)
    assert answer.status_code == 303, answer.status_code
    parts = urlsplit(answer.headers["Location"])
    return parts.path, parse_qs(parts.query)


def last_of(page: TestResponse) -> str:
    """Give how the address of a form ends, which is also where the form is sent."""
    return page.request.query_string.decode().rpartition("&")[2]


def test_an_activity_begins_with_area_agencies_year_and_mou(client: HouseClient, codes: list[str]) -> None:
    client.sign_in("coordinator.codi")
    path, values = sent_to(client, f"/areas/{codes[1]}01/new-activity?fiscal_year={YEAR}")
    assert path == "/activities/new"
    assert values["area_codes"] == [f"{codes[1]}01"]
    assert values["lead_org"] == ["CODI"]
    assert values["partners-0-org"] == ["EEF"]
    assert (values["start"], values["end"]) == (["2023-02-20"], ["2023-09-30"])
    assert values["milestones-0-due_on"] == ["2023-09-30"]
    assert "mou" not in values  # the one in force is between CODI and PMUA


def test_the_living_mou_of_the_agencies_is_named(
    client: HouseClient, codes: list[str], db_session: Session
) -> None:
    mou = db_session.scalars(select(Mou).where(Mou.code == "MOU-2563-0004")).one()
    client.sign_in("coordinator.pmua")
    address = f"/areas/{codes[1]}/new-activity?fiscal_year={YEAR}"
    assert sent_to(client, address)[1]["mou"] == ["MOU-2563-0004"]
    mou.ends_on = date(2023, 1, 31)
    db_session.flush()
    assert "mou" not in sent_to(client, address)[1]


def test_the_form_is_filled_in_and_what_was_only_begun_is_no_fault(
    client: HouseClient, codes: list[str], db_session: Session
) -> None:
    client.sign_in("coordinator.codi")
    page = client.get(f"/areas/{codes[1]}/new-activity?fiscal_year={YEAR}", follow_redirects=True)
    body = filled(page.text, last_of(page))
    assert body["partners-0-org"] == "EEF"
    assert body["budget_lines-0-org"] == "CODI"
    assert body["milestones-0-weight"] == "100"
    assert "กรอกข้อมูลจากหน้าที่ท่านมาให้แล้ว" in page.text
    address = page.request.full_path
    saved = client.post(address, data={**body, "title": "กิจกรรมจากพื้นที่ซ้อนทับ"})
    assert saved.status_code == 303, saved.text
    activity = db_session.scalars(
        select(JointActivity).where(JointActivity.title == "กิจกรรมจากพื้นที่ซ้อนทับ")
    ).one()
    answer = client.get(f"/activities/{activity.code}").text
    assert "กสศ." in answer
    assert activity.area_codes == [codes[1]]
    again = client.post(address, data={**body, "title": "ก", "budget_lines-0-planned": "x"})
    assert again.status_code == 422  # what was typed is read, and refused


def test_a_link_puts_nothing_into_a_form_that_the_form_would_refuse(client: HouseClient) -> None:
    client.sign_in("coordinator.codi")
    page = client.get(
        "/activities/new?area_codes=99&lead_org=NOBODY&start=yesterday&partners-0-org=EEF&partners-1-org=ZZZ"
        "&milestones-0-weight=500&state=completed&id=1&title=%3Cscript%3E&mou=MOU-1"
    ).text
    body = filled(page, "mou=MOU-1")
    assert body["partners-0-org"] == "EEF"
    assert body["title"] == "<script>"  # shown as text
    assert body["start"] == ""
    assert body["lead_org"] == ""
    assert {"partners-1-org", "milestones-0-weight", "state", "area_codes", "mou"}.isdisjoint(body)
    assert "ลิงก์นี้มีค่าที่ใช้ไม่ได้" in page


def test_a_province_with_a_plan_opens_it_and_says_so(client: HouseClient, codes: list[str]) -> None:
    client.sign_in("coordinator.codi")
    answer = client.get(f"/areas/{codes[0]}01/open-plan?fiscal_year={YEAR}", follow_redirects=True)
    assert answer.request.path.startswith("/plans/PLAN-")
    assert f"จังหวัดนี้มีแผนบูรณาการปีงบประมาณ {YEAR} แล้ว" in answer.text


def test_a_plan_of_others_is_named_by_its_agency_and_nothing_else(
    client: HouseClient, codes: list[str], db_session: Session
) -> None:
    plan = db_session.scalars(select(IntegratedPlan).where(IntegratedPlan.province_code == codes[0])).one()
    plan.state, plan.owner_org = "draft", "PMUA"
    db_session.flush()
    client.sign_in("coordinator.eef")
    answer = client.get(f"/areas/{codes[0]}/open-plan?fiscal_year={YEAR}", follow_redirects=True)
    assert answer.request.path == f"/provinces/{codes[0]}"
    assert "บพท. กำลังจัดทำอยู่แล้ว" in answer.text
    assert plan.code not in answer.text


def test_a_plan_begins_with_province_year_and_agencies(
    client: HouseClient, codes: list[str], db_session: Session
) -> None:
    client.sign_in("coordinator.codi")
    path, values = sent_to(client, f"/areas/{codes[1]}/open-plan?fiscal_year={YEAR + 1}")
    assert (path, values["fiscal_year"]) == ("/plans/new", [str(YEAR + 1)])
    page = client.get(f"/areas/70/open-plan?fiscal_year={YEAR}", follow_redirects=True)
    body = filled(page.text, last_of(page))
    assert (body["province_code"], body["fiscal_year"], body["lead_org"]) == ("70", str(YEAR), "CODI")
    saved = client.post(page.request.full_path, data=body)
    assert saved.status_code == 303, saved.text


@pytest.mark.parametrize("login", ["viewer", "director.eef", "auditor"])
def test_only_those_who_may_begin(client: HouseClient, login: str) -> None:
    client.sign_in(login)
    assert client.get("/areas/45/new-activity").status_code == 403
    assert client.get("/areas/45/open-plan").status_code == 403


def test_there_is_no_such_area(client: HouseClient) -> None:
    client.sign_in("coordinator.codi")
    assert client.get("/areas/99/new-activity").status_code == 404
    assert client.get("/areas/x/open-plan").status_code == 404
