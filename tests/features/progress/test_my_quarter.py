"""My quarter: the table row by row, the cards of a phone, the whole set in two clicks."""

import io
import re
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, select

from planhub.activities.models import JointActivity
from planhub.kernel import clock
from planhub.progress.models import ProgressReport
from planhub.record.models import Attachment
from tests.client import HouseClient
from tests.conftest import MaxQueries
from tests.features.progress.conftest import BEGUN, Desk, at

NOW = at(2026, 1, 6, 3)


def fields(report: ProgressReport, **said: Any) -> dict[str, Any]:
    """Give the inputs of a row as the table sends them."""
    output, income = report.figures
    sent = {
        "version": str(report.version),
        "status": "on_track",
        "summary": "สำรวจครบทุกตำบล",
        f"figure.{output.id}.actual": "30",
        f"figure.{income.id}.no_data_because": "เก็บข้อมูลไตรมาสหน้า",
    }
    for row in report.spending:
        sent |= {f"money.{row.id}.disbursed": "0", f"money.{row.id}.committed": "0"}
    return {**sent, **said}


@pytest.fixture
def three(desk: Desk) -> list[JointActivity]:
    with clock.at(BEGUN):
        made = [desk.activity(f"กิจกรรม {n}") for n in range(3)]
        desk.activity("ของ กสศ.", "EEF", partners=[], budget_lines=[])
    with clock.at(NOW):
        desk.generate()
    desk.session.commit()
    return made


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(out, "JPEG")
    return out.getvalue()


def fresh(desk: Desk, activity: JointActivity) -> ProgressReport:
    desk.session.expire_all()
    return desk.reports(activity)[0]


def test_the_table_holds_all_of_ones_own_in_a_fixed_number_of_statements(
    desk: Desk, three: list[JointActivity], client: HouseClient, max_queries: MaxQueries
) -> None:
    with clock.at(NOW):
        client.sign_in("coordinator.codi")
        client.get("/my-quarter")
        with max_queries(22):
            text = client.get("/my-quarter").get_data(as_text=True)
        few = client.get("/my-quarter/cards").get_data(as_text=True)
    assert text.count('class="rp-row"') == 3
    assert text.count("ของ กสศ.</a>") == 0
    assert "1,400,000" not in text
    assert "2,100,000" in text  # the foot: three times 700,000 baht planned
    assert few.count("data-send=") == 3
    inputs = re.findall(r'<input class="form-control ph-num" id="figure\.[^"]+"', text)
    assert len(inputs) == 6


def test_a_row_is_saved_alone_and_says_what_is_missing(
    desk: Desk, three: list[JointActivity], client: HouseClient
) -> None:
    report = desk.reports(three[0])[0]
    with clock.at(NOW):
        client.sign_in("coordinator.codi")
        sent = fields(report)
        sent.pop("status")
        htmx = {"HX-Request": "true", "HX-Request-Type": "partial"}
        row = client.post(f"/my-quarter/{report.code}", data=sent, headers=htmx).get_data(as_text=True)
        assert row.lstrip().startswith("<tr")
        assert "โปรดระบุผลเทียบแผนโดยรวม" in row
        report = fresh(desk, three[0])
        assert (report.state, str(report.figures[0].actual), report.summary) == (
            "draft",
            "30",
            "สำรวจครบทุกตำบล",
        )

        plain = client.post(f"/my-quarter/{report.code}", data=fields(report))
        assert plain.status_code == 303
        page = client.get("/my-quarter").get_data(as_text=True)
    assert page.count("พร้อมเสนอ</p>") == 1


def test_somebody_elses_save_is_shown_and_not_overwritten(
    desk: Desk, three: list[JointActivity], client: HouseClient
) -> None:
    report = desk.reports(three[0])[0]
    mine = fields(report, summary="ของฉัน")
    with clock.at(NOW):
        desk.save(report, "area.roiet", summary="ของพื้นที่")
        desk.session.commit()
        client.sign_in("coordinator.codi")
        answer = client.post(f"/my-quarter/{report.code}", data=mine)
        text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "ของพื้นที่" in text
    assert "ของฉัน" in text
    assert fresh(desk, three[0]).summary == "ของพื้นที่"


def test_bad_input_comes_back_as_it_was_typed(
    desk: Desk, three: list[JointActivity], client: HouseClient
) -> None:
    report = desk.reports(three[0])[0]
    name = f"figure.{report.figures[0].id}.actual"
    with clock.at(NOW):
        client.sign_in("coordinator.codi")
        answer = client.post(f"/my-quarter/{report.code}", data=fields(report, **{name: "สามสิบ"}))
    assert answer.status_code == 422
    assert 'value="สามสิบ"' in answer.get_data(as_text=True)
    assert fresh(desk, three[0]).state == "open"


def test_nobody_saves_anothers_row(desk: Desk, three: list[JointActivity], client: HouseClient) -> None:
    report = desk.reports(three[0])[0]
    sent, address = fields(report), f"/my-quarter/{report.code}"
    with clock.at(NOW):
        for login in ("coordinator.eef", "secretariat", "viewer"):
            client.sign_in(login)
            for one in (address, f"{address}/send"):
                assert client.post(one, data=sent).status_code in (403, 404)


def test_the_whole_set_goes_in_two_clicks_and_is_certified_in_two(
    desk: Desk, three: list[JointActivity], client: HouseClient
) -> None:
    with clock.at(NOW):
        client.sign_in("area.roiet")
        for activity in three[:2]:
            report = desk.reports(activity)[0]
            client.post(f"/my-quarter/{report.code}", data=fields(fresh(desk, activity)))
        ask = client.get("/my-quarter/all/submit?fiscal_year=2569&quarter=1").get_data(as_text=True)
        seen = re.findall(r'name="seen" checked value="([^"]+)"', ask)
        assert len(seen) == 2
        assert "โปรดระบุผลเทียบแผนโดยรวม" in ask  # what the third lacks
        sent = client.post("/my-quarter/all/submit?fiscal_year=2569&quarter=1", data={"seen": seen})
        assert sent.status_code == 303
        assert [fresh(desk, a).state for a in three] == ["submitted", "submitted", "open"]
        nobody = client.get("/my-quarter/all/certify?fiscal_year=2569&quarter=1").get_data(as_text=True)
        assert 'name="seen"' not in nobody

        client.sign_in("coordinator.codi")
        ask = client.get("/my-quarter/all/certify?fiscal_year=2569&quarter=1").get_data(as_text=True)
        seen = re.findall(r'name="seen" checked value="([^"]+)"', ask)
        stale = [*seen[:1], seen[1].replace("|", "|9", 1)]
        half = client.post("/my-quarter/all/certify?fiscal_year=2569&quarter=1", data={"seen": stale})
        assert "ยังดำเนินการไม่ได้ 1 รายงาน" in half.get_data(as_text=True)
        states = [fresh(desk, a).state for a in three]
        assert sorted(states) == ["cleared", "open", "submitted"]


# --- a phone ------------------------------------------------------------------------------------------------------


def card(report: ProgressReport, key: str, **said: Any) -> dict[str, Any]:
    return {**fields(report, **said), "key": key, "photo": (io.BytesIO(photo()), "photo.jpg")}


JSON = {"Accept": "application/json"}


def test_a_card_that_goes_twice_counts_once(
    desk: Desk, three: list[JointActivity], client: HouseClient
) -> None:
    report = desk.reports(three[0])[0]
    address = f"/my-quarter/{report.code}/send"
    with clock.at(NOW):
        client.sign_in("area.roiet")
        cards = [card(report, "k1"), card(report, "k1"), card(report, "k1", summary="อื่น")]
        first, again, other = (client.post(address, data=sent, headers=JSON) for sent in cards)
    assert (first.status_code, first.get_json()["sent"]) == (200, True)
    assert again.get_json() == first.get_json()
    assert other.status_code == 409
    report = fresh(desk, three[0])
    assert report.state == "submitted"
    held = select(func.count()).where(Attachment.record_id == report.id)
    assert desk.session.scalar(held) == 1


def test_a_card_that_lacks_something_is_saved_and_says_so(
    desk: Desk, three: list[JointActivity], client: HouseClient
) -> None:
    report = desk.reports(three[0])[0]
    with clock.at(NOW):
        client.sign_in("area.roiet")
        sent = card(report, "k2", status="off_track")
        told = client.post(f"/my-quarter/{report.code}/send", data=sent, headers=JSON).get_json()
    assert told["sent"] is False
    assert len(told["missing"]) == 2  # obstacles and remedy
    assert fresh(desk, three[0]).state == "draft"


def test_a_late_card_shows_both_sides(desk: Desk, three: list[JointActivity], client: HouseClient) -> None:
    report = desk.reports(three[0])[0]
    sent = card(report, "k3")
    with clock.at(NOW):
        desk.save(report, "coordinator.codi", summary="ของสำนักงาน")
        desk.session.commit()
        client.sign_in("area.roiet")
        answer = client.post(f"/my-quarter/{report.code}/send", data=sent, headers=JSON)
    told = answer.get_json()
    assert answer.status_code == 409
    assert ["สรุปผลการดำเนินงาน", "สำรวจครบทุกตำบล", "ของสำนักงาน"] in told["clashes"]
    assert told["version"] == fresh(desk, three[0]).version


def test_without_a_script_a_card_is_a_form(
    desk: Desk, three: list[JointActivity], client: HouseClient
) -> None:
    report = desk.reports(three[0])[0]
    with clock.at(NOW):
        client.sign_in("area.roiet")
        answer = client.post(f"/my-quarter/{report.code}/send", data=card(report, ""))
        assert answer.status_code == 303
        assert client.get("/my-quarter/cards").get_data(as_text=True).count("data-send=") == 2


def test_a_director_certifies_and_is_offered_no_workbook(
    desk: Desk, three: list[JointActivity], client: HouseClient
) -> None:
    with clock.at(NOW):
        client.sign_in("director.codi")
        page = client.get("/my-quarter").get_data(as_text=True)
    assert page.count('class="rp-row"') == 3
    assert "/imports/quarter-reports" not in page
