"""Pages of plans and activities, as a reader meets them."""

import pytest

from tests.client import HouseClient
from tests.conftest import MaxQueries
from tests.features.activities.desk import spent
from tests.features.plans.table import Table


@pytest.fixture
def reader(client: HouseClient, table: Table) -> HouseClient:
    client.sign_in("coordinator.eef")
    return client


def test_the_plan_shows_its_activities_with_lead_money_and_light(reader: HouseClient, table: Table) -> None:
    plan = table.approved()
    page = reader.get(f"/plans/{plan.code}")
    assert page.status_code == 200
    for words in (
        "แปลงรวมคนจนเมืองร้อยเอ็ด",
        "1,250,000.50",
        "กองทุน/ทุนวิจัย",
        "ยังไม่ถึงกำหนด",
        "1/2566 วาระ 4",
        "21 ธ.ค. 2565",
    ):
        assert words in page.text


def test_the_check_list_is_shown_where_it_matters(client: HouseClient, table: Table) -> None:
    plan = table.consolidated(table.accepted(target_count=None))
    client.sign_in("coordinator.codi")
    page = client.get(f"/plans/{plan.code}")
    assert "ผลตรวจอัตโนมัติ 1 ข้อ" in page.text
    assert "ยังไม่ระบุจำนวนเป้าหมาย" in page.text


def test_a_reader_without_the_right_sees_sums_but_no_lines(client: HouseClient, table: Table) -> None:
    plan = table.approved()
    client.sign_in("viewer")
    page = client.get(f"/plans/{plan.code}")
    assert "1,250,000.50" in page.text
    assert "กองทุน/ทุนวิจัย" not in page.text
    activity = client.get(f"/activities/{table.fresh(plan).activities[0].activity.code}")
    assert "1.25" in activity.text
    assert "กองทุน/ทุนวิจัย" not in activity.text


def test_the_activity_shows_steps_indicators_money_and_its_plan(reader: HouseClient, table: Table) -> None:
    plan = table.approved()
    activity = plan.activities[0].activity
    values = [{"indicator": "ครัวเรือนมีรายได้เพิ่ม", "fiscal_year": "2566", "quarter": "1", "actual": "22.5"}]
    table.move(activity, "start", "coordinator.codi", values={"started_on": "2022-12-15"})
    activity = table.save(
        table.fresh(activity),
        "coordinator.codi",
        indicator_values=values,
        budget_lines=spent(activity),
        policy_links=[{"kind": "sdg", "code": "1.2"}],
    )
    page = reader.get(f"/activities/{activity.code}")
    assert page.status_code == 200
    for words in ("สำรวจ", "22.5", "25 %", "ร่วมดำเนินงาน", "1.2", plan.title, "เสร็จร้อยละ 0 แผนร้อยละ 0"):
        assert words in page.text


def test_lists_and_forms_open(client: HouseClient, table: Table) -> None:
    plan = table.collecting(table.accepted())
    activity = table.activity()
    client.sign_in("coordinator.codi")
    for address in (
        "/plans?province=45&fiscal_year=2566",
        "/activities?province=45&owner_org=CODI",
        "/plans/new",
        "/activities/new",
        f"/plans/{plan.code}/edit",
        f"/activities/{activity.code}/edit",
        f"/plans/{plan.code}/moves/submit_part",
        f"/activities/{activity.code}/moves/invite",
        f"/activities/{activity.code}/history",
    ):
        assert client.get(address).status_code == 200, address


def test_an_activity_is_proposed_and_offered_by_form(client: HouseClient, table: Table) -> None:
    client.sign_in("coordinator.codi")
    sent = client.post("/activities/new", data={"title": "ศูนย์กระจายสินค้าชุมชน", "area_codes": ["45"]})
    assert sent.status_code == 303, sent.text
    page = client.get(sent.location)
    assert "ศูนย์กระจายสินค้าชุมชน" in page.text
    assert "ยังไม่ระบุขั้นตอนงาน" in page.text


def test_the_province_lists_what_happens_in_it(reader: HouseClient, table: Table) -> None:
    plan = table.approved()
    page = reader.get("/provinces/45")
    assert page.status_code == 200
    assert plan.title in page.text
    assert "แปลงรวมคนจนเมืองร้อยเอ็ด" in page.text


def test_the_plan_takes_as_many_queries_for_one_activity_as_for_many(
    reader: HouseClient, table: Table, max_queries: MaxQueries
) -> None:
    plan = table.collecting(table.accepted())
    address = f"/plans/{plan.code}"
    reader.get(address)
    with max_queries(40) as one:
        reader.get(address)
    for n in range(3):
        other = table.accepted(title=f"กิจกรรม {n}")
        table.include(plan, other)
    reader.get(address)  # commits what stands above, which is no part of the page
    with max_queries(len(one)):
        reader.get(address)
