"""The grid, what is owed, the kept sums and the digests, as pages, files and papers."""

from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from planhub.activities.models import JointActivity
from planhub.kernel import clock
from planhub.progress.digest import paper
from planhub.progress.totals import counting, reading
from planhub.progress.totals.models import ReportPart, ReportTotal
from planhub.web.app import PlanHubApp
from tests.client import HouseClient
from tests.conftest import MaxQueries
from tests.features.infra.papers import poppler_text, squeezed
from tests.features.progress.conftest import BEGUN, FILLED, Desk, at


def total(session: Session, scope: str, key: str, quarter: int = 1) -> dict[str, Any]:
    found = reading.one(session, scope, key, 2569, quarter)
    assert found is not None, (scope, key)
    return {name: getattr(found.row, name) for name in ReportTotal.COUNTS if getattr(found.row, name)}


def test_an_accepted_report_counts_in_each_of_its_sums(desk: Desk, activity: JointActivity) -> None:
    activity.direction = ["knowledge_stock", "community_forest"]
    with clock.at(at(2026, 1, 5)):
        desk.generate()
        desk.accepted(desk.reports(activity)[0])
    counts = {
        "reports": 1,
        "red": 1,
        "rated_on_plan": 1,
        "pct_n": 1,
        "planned_sum": 30,
        "planned_n": 1,
        "output_sum": 33,
        "output_n": 1,
    }
    whole = {"planned": 70_000_000, "committed": 10_000_000, "disbursed": 8_000_000}

    for scope, key in (("all", ""), ("province", "45"), ("direction", "knowledge_stock"), ("plan", "-")):
        assert total(desk.session, scope, key) == counts | whole
    assert total(desk.session, "agency", "CODI") == counts | {**whole, "planned": 50_000_000}
    assert total(desk.session, "agency", "EEF") == {"planned": 20_000_000}
    one = reading.one(desk.session, "province", "45", 2569, 1)
    assert one is not None
    assert [list(map(str, x)) for x in one.figures] == [["output", "ครัวเรือน", "1", "90", "0", "30", "33"]]
    assert counting.differences(desk.session) == {}


def test_a_revision_replaces_what_was_counted_and_an_open_one_does_not(
    desk: Desk, activity: JointActivity
) -> None:
    with clock.at(at(2026, 1, 5)):
        desk.generate()
        report = desk.accepted(desk.reports(activity)[0])
        before = total(desk.session, "province", "45")
        report = desk.move(
            report, "reopen", "secretariat", note="ยอดผิด", values={"request_ref": "พอช. 1/2569"}
        )
        assert total(desk.session, "province", "45") == before
        spending = [{**FILLED["spending"][0], "disbursed": "90,000"}, FILLED["spending"][1]]
        desk.accepted(report, spending=spending)

    assert total(desk.session, "province", "45") == before | {"disbursed": 9_000_000}
    assert counting.differences(desk.session) == {}


def test_sums_are_made_anew_from_the_parts(desk: Desk, activity: JointActivity) -> None:
    with clock.at(at(2026, 1, 5)):
        desk.generate()
        desk.accepted(desk.reports(activity)[0])
    stood = total(desk.session, "all", "")
    desk.session.execute(update(ReportTotal).values(disbursed=5))
    assert counting.differences(desk.session) == {"report_total": 5}

    desk.session.execute(delete(ReportPart))
    desk.session.expire_all()
    counting.rebuild(desk.session)

    assert total(desk.session, "all", "") == stood
    assert counting.differences(desk.session) == {}
    assert counting.catch_up(desk.session) == 0


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """Six activities of two agencies, of which some have reported."""
    with clock.at(BEGUN):
        made = [desk.activity(f"กิจกรรม {n}") for n in range(4)]
        desk.activity("ของ กสศ.", "EEF", partners=[], budget_lines=[])
        desk.activity("หลายจังหวัด", area_codes=["4501", "4902"])
    with clock.at(at(2026, 1, 10)):
        desk.generate()
        desk.accepted(desk.reports(made[0])[0], obstacles="น้ำท่วมทางเข้า")
        back = desk.move(desk.filled(desk.reports(made[1])[0]), "submit", "area.roiet")
        desk.back(back, "return_inside", "director.codi")
    desk.session.commit()
    return desk


@pytest.mark.parametrize("login", ["secretariat", "coordinator.codi", "viewer", "auditor"])
def test_the_grid_is_drawn_in_few_statements(
    busy: Desk, client: HouseClient, max_queries: MaxQueries, login: str
) -> None:
    with clock.at(at(2026, 1, 20)):
        client.sign_in(login)
        client.get("/reporting?fiscal_year=2569")
        with max_queries(6):
            answer = client.get("/reporting?fiscal_year=2569")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "ร้อยเอ็ด" in page
    assert "หลายจังหวัด" in page
    assert "/reporting/owed?fiscal_year=2569&amp;quarter=1&amp;org=CODI&amp;province=45" in page


def test_the_grid_is_narrowed_by_its_address_and_handed_out_as_shown(busy: Desk, client: HouseClient) -> None:
    with clock.at(at(2026, 1, 20)):
        client.sign_in("secretariat")
        csv = client.get("/reporting/grid.csv?fiscal_year=2569&org=CODI&quarter=1").get_data(as_text=True)
        xlsx = client.get("/reporting/grid.xlsx?fiscal_year=2569").get_data()
        late = client.get("/reporting?fiscal_year=2569&show=late").get_data(as_text=True)
    rows = [line.split(",") for line in csv.splitlines()]
    assert [row[3:] for row in rows if row[0] == "45"] == [["1", "4", "1", "1", "0", "1", "3", "0"]]
    assert xlsx[:2] == b"PK"
    assert "ไม่มีรายงานตามที่เลือก" in late


def test_what_is_owed_is_named_and_waived_but_not_read(busy: Desk, client: HouseClient) -> None:
    with clock.at(at(2026, 1, 20)):
        client.sign_in("secretariat")
        page = client.get("/reporting/owed?fiscal_year=2569&quarter=1&org=CODI&province=45")
        text = page.get_data(as_text=True)
    assert page.status_code == 200
    assert text.count("/waive") == 2  # the two that are open; what was returned inside is its agency's
    assert "สำรวจครบทุกตำบล" not in text


def test_sums_and_digests_are_shown(busy: Desk, client: HouseClient) -> None:
    with clock.at(at(2026, 1, 20)):
        for login in ("secretariat", "viewer"):
            client.sign_in(login)
            sums = client.get("/reporting/totals?fiscal_year=2569&quarter=1&scope=agency").get_data(
                as_text=True
            )
            assert "80,000" in sums
            for address in ("province/45", "agency/CODI"):
                text = client.get(f"/reporting/{address}?fiscal_year=2569&quarter=1").get_data(as_text=True)
                assert "น้ำท่วมทางเข้า" in text
        assert client.get("/reporting/province/99").status_code == 404


@pytest.mark.parametrize("scope", ["province", "agency"])
def test_a_digest_is_printed(busy: Desk, app: PlanHubApp, scope: str) -> None:
    code = {"province": "45-2569-1", "agency": "CODI-2569-1"}[scope]
    with app.app_context(), clock.at(at(2026, 1, 20)):
        text = poppler_text(paper.by_code(scope)(busy.session, code, {}))
    text = squeezed(text)
    for words in ("น้ำท่วมทางเข้า", "80,000", "ยังไม่ได้รับรายงาน", "กิจกรรม 0"):
        assert squeezed(words) in text
