"""A new plan takes over what still holds from the year before: by choice, marked, and never with money by surprise."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from planhub.plans.drafting import copying
from planhub.plans.drafting.models import COPIED
from tests.client import HouseClient
from tests.conftest import MaxQueries
from tests.features.plans.table import Table

CODI, EEF = "coordinator.codi", "coordinator.eef"
ALL = ["situation", "vision", "goals", "agencies", "contributions"]


def last_year(table: Table, **changes: Any) -> Any:
    """Give a plan of 2566 with one activity of CODI, shared with EEF."""
    plan = table.plan(
        situation="แล้งซ้ำซาก",
        vision="ไม่มีใครถูกทิ้งไว้ข้างหลัง",
        parts=[{"org": "CODI", "contribution": "บ้านมั่นคง"}, {"org": "EEF", "contribution": "ทุนเสมอภาค"}],
        **changes,
    )
    table.move(plan, "call_for_parts", CODI)
    return table.include(plan, table.accepted())


def this_year(table: Table, **changes: Any) -> Any:
    return table.plan(**{"fiscal_year": "2567", "goals": [], "parts": [], **changes})


@pytest.fixture
def lead(client: HouseClient, table: Table) -> HouseClient:
    table.session.flush()
    client.sign_in(CODI)
    return client


def test_words_and_agencies_are_taken_over_and_marked(lead: HouseClient, table: Table) -> None:
    last_year(table)
    new = this_year(table)
    assert f"/plans/{new.code}/copy" in lead.get(f"/plans/{new.code}").text, "offered where the plan begins"
    page = lead.get(f"/plans/{new.code}/copy").text
    assert "แล้งซ้ำซาก" in page
    answer = lead.post(f"/plans/{new.code}/copy", data={"what": ALL})
    assert answer.status_code == 303
    new = table.fresh(new)
    assert (new.situation, new.vision) == ("แล้งซ้ำซาก", "ไม่มีใครถูกทิ้งไว้ข้างหลัง")
    assert [goal.title for goal in new.goals] == ["ครัวเรือนยากจนมีรายได้เพิ่มร้อยละ 20"]
    assert {part.org: part.contribution for part in new.parts} == {"CODI": "บ้านมั่นคง", "EEF": "ทุนเสมอภาค"}
    assert new.activities == []
    html = lead.get(f"/plans/{new.code}/edit").text
    assert html.count("ยังเหมือนปีก่อน โปรดทบทวน") == 4
    table.save(new, CODI, situation="ปีนี้ฝนดี")
    html = lead.get(f"/plans/{new.code}/edit").text
    assert (html.count("ยังเหมือนปีก่อน โปรดทบทวน"), html.count("ปรับแล้ว")) == (3, 1)


def test_nothing_that_the_plan_says_is_written_over(lead: HouseClient, table: Table) -> None:
    last_year(table)
    new = this_year(table, situation="ของปีนี้", goals=[{"title": "เป้าใหม่"}])
    lead.post(f"/plans/{new.code}/copy", data={"what": ALL})
    again = lead.post(f"/plans/{new.code}/copy", data={"what": ALL})
    assert again.status_code == 422, "there is nothing left to take over"
    new = table.fresh(new)
    assert new.situation == "ของปีนี้"
    assert [goal.title for goal in new.goals] == ["เป้าใหม่", "ครัวเรือนยากจนมีรายได้เพิ่มร้อยละ 20"]


def test_an_activity_goes_on_as_it_is(lead: HouseClient, table: Table) -> None:
    old, new = last_year(table), this_year(table)
    code = table.fresh(old).activities[0].activity.code
    lead.post(f"/plans/{new.code}/copy", data={f"activity.{code}": "go_on"})
    new = table.fresh(new)
    assert [row.activity.code for row in new.activities] == [code]
    assert code not in lead.get(f"/plans/{new.code}/copy").text, "it is not offered twice"


@pytest.mark.parametrize("figures", ["ask", "copy"])
def test_an_activity_begins_again_a_year_later_and_money_only_where_asked(
    lead: HouseClient, table: Table, figures: str
) -> None:
    old, new = last_year(table), this_year(table)
    before = table.fresh(old).activities[0].activity
    title = before.title
    answer = lead.post(
        f"/plans/{new.code}/copy", data={f"activity.{before.code}": "again", "figures": figures}
    )
    assert answer.status_code == 303
    row = table.fresh(new).activities[0]
    again = table.fresh(row.activity)
    assert again.code != before.code
    assert (again.title, again.owner_org, again.state) == (title, "CODI", "proposed")
    assert (again.start.isoformat(), again.end.isoformat()) == ("2023-12-01", "2024-09-30")
    assert [m.due_on.year for m in again.milestones] == [2024, 2024, 2024]
    assert [p.org for p in again.partners] == ["EEF"]
    money = [(line.fiscal_year, line.planned) for line in again.budget_lines]
    counts = (again.target_count, again.indicators[0].target, again.indicators[0].name)
    if figures == "ask":
        assert (money, counts) == ([], (None, None, "ครัวเรือนมีรายได้เพิ่ม"))
    else:
        assert money == [(2567, 100_000_050), (2567, 25_000_000)]
        assert counts == (90, 90, "ครัวเรือนมีรายได้เพิ่ม")
    assert again.code in lead.get(f"/plans/{new.code}/edit").text


def test_nobody_begins_anew_for_another_agency(client: HouseClient, table: Table) -> None:
    old, new = last_year(table), this_year(table, parts=[{"org": "CODI"}, {"org": "EEF"}])
    code = table.fresh(old).activities[0].activity.code
    client.sign_in("area.roiet")  # looks after the province, leads no activity
    page = client.get(f"/plans/{new.code}/copy")
    assert page.status_code == 200
    assert f'name="activity.{code}"' in page.text
    assert 'value="again"' not in page.text
    refused = client.post(f"/plans/{new.code}/copy", data={f"activity.{code}": "again"})
    assert refused.status_code == 422
    assert table.fresh(new).activities == []


@pytest.mark.parametrize(("login", "status"), [("viewer", 404), (EEF, 404), ("director.codi", 403)])
def test_who_may_not_change_the_plan_copies_nothing(
    client: HouseClient, table: Table, login: str, status: int
) -> None:
    last_year(table)
    new = this_year(table)
    client.sign_in(login)
    assert client.get(f"/plans/{new.code}/copy").status_code == status
    assert client.post(f"/plans/{new.code}/copy", data={"what": ALL}).status_code == status


def test_without_a_plan_of_the_year_before_nothing_is_offered(lead: HouseClient, table: Table) -> None:
    new = table.plan()
    assert "/copy" not in lead.get(f"/plans/{new.code}").text
    assert lead.get(f"/plans/{new.code}/copy").status_code == 404


def test_the_offer_costs_one_statement(table: Table, db_session: Session, max_queries: MaxQueries) -> None:
    old, new = last_year(table), this_year(table)
    actor = table.actor(CODI)
    with max_queries(1):
        found = copying.before(db_session, actor, new)
    assert found is not None
    assert found.code == old.code


def test_every_mark_has_its_digest(table: Table) -> None:
    plan = last_year(table)
    assert len({copying.digest_of(plan, what) for what in COPIED}) == len(COPIED)
