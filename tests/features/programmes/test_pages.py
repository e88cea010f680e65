"""Programmes, areas, needs and imports as their keepers and readers meet them."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.places.models import AreaStat, Programme, ProgrammeArea
from planhub.record import chain
from planhub.record.import_jobs import ImportJob
from tests.client import HouseClient
from tests.conftest import MaxQueries
from tests.features.programmes.conftest import workbook
from tests.features.ui.forms import filled

LIST = [
    ["จังหวัด", "อำเภอ", "ตำบล"],
    ["เชียงใหม่", "กัลยาณิวัฒนา", "แม่แดด"],
    ["หนองคาย", "เซกา", "เซกา"],
]


def rows_of(session: Session, code: str, year: int) -> list[ProgrammeArea]:
    query = (
        select(ProgrammeArea)
        .join(ProgrammeArea.programme)
        .where(Programme.code == code, ProgrammeArea.fiscal_year == year)
        .order_by(ProgrammeArea.area_code)
    )
    return list(session.scalars(query))


# --- reading --------------------------------------------------------------------------------------------------


def test_everybody_reads_and_keepers_change(client: HouseClient, world: Session) -> None:
    for login, keeps in (
        ("coordinator.eef", True),
        ("admin.eef", True),
        ("coordinator.codi", False),
        ("viewer", False),
    ):
        client.sign_in(login)
        page = client.get("/programmes/EEF-AREA?fiscal_year=2566")
        assert page.status_code == 200
        assert "แม่แดด" in client.get("/programmes/EEF-AREA?fiscal_year=2566&q=เชียงใหม่").text
        assert ("แก้ไขโครงการ" in page.text) is keeps
        assert client.get("/programmes/EEF-AREA/edit").status_code == (200 if keeps else 403)
        assert client.get("/programmes/EEF-AREA/areas/new").status_code == (200 if keeps else 403)
        assert client.post(
            "/programmes/EEF-AREA/year?fiscal_year=2566", data={"_do": "verify"}
        ).status_code == (303 if keeps else 403)
    assert client.get("/programmes/NOPE").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/programmes",
        "/programmes/EEF-AREA",
        "/areas",
        "/areas/4501",
        "/needs",
        "/needs/statements",
        "/imports",
        "/imports/programme-areas",
        "/imports/area-stats",
        "/programmes/EEF-AREA/changes",
        "/programmes/new",
        "/programmes/EEF-NEW/areas/new",
        "/needs/new",
    ],
)
def test_pages_stand_in_both_languages_with_few_queries(
    keeper: HouseClient, max_queries: MaxQueries, path: str
) -> None:
    keeper.get(path)
    with max_queries(12):
        assert keeper.get(path).status_code == 200
    keeper.post("/me/language", data={"locale": "en"})
    keeper.set_cookie("planhub-language", "en")
    assert keeper.get(path).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "fiscal_year=NaN",
        "q=%00",
        "page=-1",
        "page=99999",
        "status=x",
        "org=%FF",
        "level=galaxy",
        "series=x",
        "around=%25",
    ],
)
@pytest.mark.parametrize(
    "path", ["/programmes", "/programmes/EEF-AREA", "/areas", "/needs", "/needs/statements"]
)
def test_a_broken_link_still_shows_something(keeper: HouseClient, path: str, query: str) -> None:
    assert keeper.get(f"{path}?{query}").status_code == 200


def test_the_list_is_filtered_in_the_address(keeper: HouseClient) -> None:
    page = keeper.get("/programmes?org=EEF&q=ใหม่").text
    assert "EEF-NEW" in page
    assert "EEF-AREA" not in page
    assert "CODI-IP22" not in page
    assert "ไม่มีโครงการตามเงื่อนไขนี้" in keeper.get("/programmes?q=ไม่มีหรอก").text


def test_an_area_says_who_is_there_inside_and_around(keeper: HouseClient) -> None:
    page = keeper.get("/areas/502502?fiscal_year=2566").text
    assert "แจ้งพื้นที่นี้" in page
    assert "จังหวัดเชียงใหม่" in page
    province = keeper.get("/areas/50?fiscal_year=2566").text
    assert "ในพื้นที่ย่อย" in province or "อยู่ในพื้นที่ย่อย" in province
    assert "กลุ่มจังหวัดภาคเหนือตอนบน 1" in province
    around = keeper.get("/areas/650101?fiscal_year=2566").text
    assert "ยังไม่ยืนยันถึงที่นี่" in around
    assert keeper.get("/areas/99").status_code == 404
    assert keeper.get("/areas/x").status_code == 404


def test_areas_are_looked_up_by_any_spelling(keeper: HouseClient) -> None:
    for text, code in (
        ("ศรีษะเกษ", "33"),
        ("กทม.", "10"),
        ("ต.แม่แดด อ.กัลยาณิวัฒนา", "502502"),
        ("๔๕๐๑", "4501"),
    ):
        assert f'href="/areas/{code}"' in keeper.get("/areas", query_string={"q": text}).text
    assert "ไม่พบ" in keeper.get("/areas?q=ดาวอังคาร").text


# --- keeping --------------------------------------------------------------------------------------------------


def test_a_programme_with_its_areas_by_hand(keeper: HouseClient, world: Session) -> None:
    sent = {"code": "EEF-X", "name_th": "ก", "name_en": "A", "target_level": "province"}
    assert keeper.post("/programmes/new", data={**sent, "name_th": ""}).status_code == 422
    answer = keeper.post("/programmes/new", data=sent)
    assert answer.headers["Location"].endswith("/programmes/EEF-X")
    form = filled(keeper.get("/programmes/EEF-X/areas/new?fiscal_year=2569").text, "/areas/new", None)
    assert form["fiscal_year"] == "2569"
    added = keeper.post(
        "/programmes/EEF-X/areas/new", data={**form, "area_code": "502502", "source": "ประกาศ"}
    )
    assert added.status_code == 303
    again = keeper.post("/programmes/EEF-X/areas/new", data={**form, "area_code": "502502"})
    assert again.status_code == 422
    assert "อยู่แล้ว" in again.text or "แล้ว" in again.text
    (row,) = rows_of(world, "EEF-X", 2569)
    assert (row.source, row.origin, row.verified_on) == ("ประกาศ", "own", None)


def test_a_late_save_loses_nothing(keeper: HouseClient, world: Session) -> None:
    path = "/programmes/EEF-NEW/edit"
    form = filled(keeper.get(path).text, path, None)
    assert keeper.post(path, data={**form, "name_en": "Theirs"}).status_code == 303
    late = keeper.post(path, data={**form, "name_en": "Mine"})
    assert late.status_code == 409
    assert "Theirs" in late.text
    assert 'value="Mine"' in late.text
    again = filled(late.text, path, None)
    assert keeper.post(path, data=again).status_code == 303
    world.expire_all()
    assert world.scalars(select(Programme.name_en).where(Programme.code == "EEF-NEW")).one() == "Mine"


def test_a_late_save_of_an_area_loses_nothing(keeper: HouseClient, world: Session) -> None:
    row = rows_of(world, "EEF-AREA", 2566)[0]
    path = f"/programmes/EEF-AREA/areas/{row.id}"
    form = filled(keeper.get(path).text, path, None)
    assert keeper.post(path, data={**form, "source": "ของเขา"}).status_code == 303
    late = keeper.post(path, data={**form, "source": "ของฉัน"})
    assert late.status_code == 409
    assert "ของเขา" in late.text
    assert 'value="ของฉัน"' in late.text
    assert keeper.get(path.replace("EEF-AREA", "EEF-NEW")).status_code == 404


def test_ticked_areas_are_verified_ended_and_taken_out(keeper: HouseClient, world: Session) -> None:
    path = "/programmes/EEF-AREA/rows?fiscal_year=2566"

    def ticks(n: int) -> list[str]:
        return [f"{row.id}:{row.version}" for row in rows_of(world, "EEF-AREA", 2566)[:n]]

    before = len(rows_of(world, "EEF-AREA", 2566))
    assert keeper.post(path, data={"_do": "verify", "row": ticks(3)}).status_code == 303
    assert [row.verified_on is not None for row in rows_of(world, "EEF-AREA", 2566)[:4]] == [
        True,
        True,
        True,
        False,
    ]
    assert keeper.post(path, data={"_do": "end", "row": ticks(1)}).status_code == 303
    first = rows_of(world, "EEF-AREA", 2566)[0]
    assert (first.status, first.verified_on) == ("ended", None)
    stale = keeper.post(path, data={"_do": "end", "row": [f"{first.id}:1"]})
    assert stale.status_code == 409
    sure = keeper.post(path, data={"_do": "remove", "row": ticks(2)})
    assert "ออกจากรายการ" in sure.text
    assert len(rows_of(world, "EEF-AREA", 2566)) == before
    form = filled(sure.text, "fiscal_year=2566", "_sure")
    assert keeper.post(path, data=form).status_code == 303
    assert len(rows_of(world, "EEF-AREA", 2566)) == before - 2
    assert keeper.post(path, data={"_do": "verify"}).status_code == 303


def test_a_year_is_carried_over_and_its_history_told(keeper: HouseClient, world: Session) -> None:
    answer = keeper.post("/programmes/EEF-AREA/year?fiscal_year=2567", data={"_do": "copy"})
    assert answer.status_code == 303
    rows = rows_of(world, "EEF-AREA", 2567)
    assert len(rows) == len(rows_of(world, "EEF-AREA", 2566))
    assert {row.verified_on for row in rows} == {None}
    assert chain.verify(world) == []
    world.delete(rows[0])
    world.add(ProgrammeArea(programme_id=rows[0].programme_id, area_code="45", fiscal_year=2567))
    world.flush()
    page = keeper.get("/programmes/EEF-AREA?fiscal_year=2567").text
    assert "+1" in page
    assert "−1" in page
    changes = keeper.get("/programmes/EEF-AREA/changes?fiscal_year=2567").text
    assert "จ.ร้อยเอ็ด" in changes
    assert rows[0].area_code in changes
    assert keeper.post("/programmes/EEF-AREA/year?fiscal_year=2567", data={"_do": "copy"}).status_code == 303


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_areas_of_a_year_are_handed_out_and_can_be_brought_back(
    keeper: HouseClient, world: Session, ending: str
) -> None:
    answer = keeper.get(f"/programmes/EEF-AREA/areas.{ending}?fiscal_year=2566")
    assert answer.status_code == 200
    sent = {"file": (io.BytesIO(answer.data), f"a.{ending}")}
    brought = keeper.post("/imports/programme-areas", data=sent, content_type="multipart/form-data")
    page = keeper.get(brought.headers["Location"]).text
    assert "ยังบันทึกไม่ได้" not in page
    n = len(rows_of(world, "EEF-AREA", 2566))
    assert f"{n}" in page


# --- importing ------------------------------------------------------------------------------------------------


def bring(client: HouseClient, rows: list[list[Any]], **more: str) -> str:
    sent = {"file": (io.BytesIO(workbook(rows)), "รายชื่อ.xlsx"), **more}
    answer = client.post("/imports/programme-areas", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def test_a_list_from_file_to_saved(keeper: HouseClient, world: Session) -> None:
    where = bring(
        keeper, LIST, programme_code="EEF-NEW", fiscal_year="2570", source="ประกาศ", as_of="9/12/2565"
    )
    page = keeper.get(where)
    assert "ต้องเลือกพื้นที่" in page.text
    assert "จ.บึงกาฬ" in page.text
    assert "ยังบันทึกไม่ได้" in page.text
    assert 'name="_save"' not in page.text
    form = filled(page.text, where.removeprefix("http://localhost"), None)
    assert keeper.post(where, data={**form, "other-3": "9"}).status_code == 422
    assert keeper.post(where, data={**form, "_save": "1"}).status_code == 422
    assert rows_of(world, "EEF-NEW", 2570) == []
    assert keeper.post(where, data={**form, "area-3": "380401", "_choose": "1"}).status_code == 303
    page = keeper.get(where)
    assert 'value="380401" checked' in page.text
    form = filled(page.text, where.removeprefix("http://localhost"), "_save")
    assert keeper.post(where, data=form).status_code == 303
    assert [(r.area_code, r.source, r.origin) for r in rows_of(world, "EEF-NEW", 2570)] == [
        ("380401", "ประกาศ", "own"),
        ("502502", "ประกาศ", "own"),
    ]
    assert "บันทึก" in keeper.get(where).text
    assert keeper.post(where, data=form).status_code == 303, "pressing twice saves once"
    assert "บันทึกแล้ว" in keeper.get("/imports").text


def test_a_typed_code_and_rows_left_out(keeper: HouseClient, world: Session) -> None:
    rows = [*LIST, ["ดาวอังคาร", "", ""]]
    where = bring(keeper, rows, programme_code="EEF-NEW", fiscal_year="2570")
    form = filled(keeper.get(where).text, where.removeprefix("http://localhost"), None)
    keeper.post(where, data={**form, "other-3": "๔๕", "area-4": "skip", "_choose": "1"})
    form = filled(keeper.get(where).text, where.removeprefix("http://localhost"), "_save")
    assert keeper.post(where, data=form).status_code == 303
    assert [r.area_code for r in rows_of(world, "EEF-NEW", 2570)] == ["45", "502502"]
    assert "ไม่ได้นำเข้า 1 แถว" in keeper.get(where).text


def test_what_is_seen_first_is_the_difference(keeper: HouseClient, world: Session) -> None:
    said = {"programme_code": "EEF-NEW", "fiscal_year": "2570"}
    first = bring(keeper, [LIST[0], LIST[1], ["ร้อยเอ็ด", "เมือง", "ในเมือง"]], **said)
    path = first.removeprefix("http://localhost")
    keeper.post(first, data=filled(keeper.get(first).text, path, "_save"))
    second = bring(keeper, [[*LIST[0], "สถานะ"], [*LIST[1], "ended"]], **said)
    page = keeper.get(second).text
    assert "<del>กำลังดำเนินงาน</del> <ins>สิ้นสุดแล้ว</ins>" in page
    assert "มีในระบบ แต่ไม่มีในรายการ" in page
    form = filled(page, second.removeprefix("http://localhost"), "_save")
    assert "remove_gone" not in form, "nothing is taken out unless it is ticked"
    assert keeper.post(second, data={**form, "seen": "0" * 32}).status_code == 409
    assert keeper.post(second, data={**form, "remove_gone": "1"}).status_code == 303
    assert [(r.area_code, r.status) for r in rows_of(world, "EEF-NEW", 2570)] == [("502502", "ended")]


def test_refused_files_lose_nothing_that_was_typed(keeper: HouseClient, world: Session) -> None:
    said = {"programme_code": "EEF-NEW", "fiscal_year": "2570", "pasted": "รหัส\n1101700203450"}
    answer = keeper.post("/imports/programme-areas", data=said)
    assert answer.status_code == 422
    assert "13 หลัก" in answer.text
    assert 'value="2570"' in answer.text
    assert world.scalars(select(ImportJob)).all() == []
    for content in (b"", b"PK\x03\x04", b"<html>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        sent = {"file": (io.BytesIO(content), "a.xlsx"), "fiscal_year": "2570"}
        refused = keeper.post("/imports/programme-areas", data=sent, content_type="multipart/form-data")
        assert refused.status_code == 422
    assert (
        keeper.post("/imports/programme-areas", data={"fiscal_year": "2023", "pasted": "x"}).status_code
        == 422
    )


def test_lists_are_their_owners_alone(
    client: HouseClient, keeper: HouseClient, new_client: Callable[[], HouseClient]
) -> None:
    where = bring(keeper, LIST, programme_code="EEF-NEW", fiscal_year="2570")
    other = new_client()
    other.sign_in("coordinator.codi")
    assert other.get(where).status_code == 404
    assert other.post(where, data={"_drop": "1"}).status_code == 404
    assert other.get(f"{where}/result.xlsx").status_code == 404
    assert keeper.get(where.replace("programme-areas", "area-stats")).status_code == 404
    viewer = new_client()
    viewer.sign_in("viewer")
    assert viewer.get("/imports/programme-areas").status_code == 403
    assert keeper.post(where, data={"_drop": "1"}).status_code == 303
    assert keeper.get(where).status_code == 404


def test_the_template_can_be_filled_and_the_outcome_downloaded(keeper: HouseClient) -> None:
    answer = keeper.get("/imports/programme-areas/template.xlsx?programme_code=EEF-AREA&fiscal_year=2566")
    book = CalamineWorkbook.from_object(io.BytesIO(answer.data))
    rows = book.get_sheet_by_index(0).to_python()
    assert "รหัสโครงการ" in rows[0]
    assert len(rows) > 300
    assert len(book.get_sheet_by_index(2).to_python()) == 1 + 77 + 928 + 7436
    sent = {"file": (io.BytesIO(answer.data), "t.xlsx")}
    where = keeper.post("/imports/programme-areas", data=sent, content_type="multipart/form-data").headers[
        "Location"
    ]
    assert "ยังบันทึกไม่ได้" not in keeper.get(where).text
    outcome = CalamineWorkbook.from_object(io.BytesIO(keeper.get(f"{where}/result.xlsx").data))
    assert len(outcome.get_sheet_by_index(0).to_python()) == len(rows)
    foreign = keeper.get("/imports/programme-areas/template.xlsx?programme_code=CODI-IP22&fiscal_year=2566")
    assert len(CalamineWorkbook.from_object(io.BytesIO(foreign.data)).get_sheet_by_index(0).to_python()) == 1
    assert keeper.get("/imports/area-stats/template.xlsx").status_code == 200


# --- needs ----------------------------------------------------------------------------------------------------


def test_needs_by_hand_and_hidden_from_others(
    keeper: HouseClient, world: Session, new_client: Callable[[], HouseClient]
) -> None:
    form = {
        "area_code": "45",
        "year": "2565",
        "measure": "คนจน",
        "unit": "person",
        "source": "TPMAP",
        "year_kind": "calendar",
        "dimension": "general",
        "value": "3",
        "as_of": "30/9/2565",
    }
    assert keeper.post("/needs/new", data={**form, "value": "-1"}).status_code == 422
    assert keeper.post("/needs/new", data=form).status_code == 303
    stat = world.scalars(select(AreaStat).where(AreaStat.org_code == "EEF")).one()
    other = new_client()
    other.sign_in("coordinator.codi")
    for path in ("/needs", "/areas/45", "/needs/statements?org=EEF"):
        assert "&lt;5" in other.get(path).text
        assert "&lt;5" not in keeper.get(path).text
    assert other.get(f"/needs/statements/{stat.id}").status_code == 403
    edit = f"/needs/statements/{stat.id}"
    page = filled(keeper.get(edit).text, edit, None)
    assert keeper.post(edit, data={**page, "value": "120"}).status_code == 303
    late = keeper.post(edit, data={**page, "value": "130"})
    assert late.status_code == 409
    assert 'value="130"' in late.text
    assert re.search(r"<dd>\s*120", late.text)
    assert "120" in other.get("/areas/45").text
    page = filled(keeper.get(edit).text, edit, "_remove")
    assert keeper.post(edit, data=page).status_code == 303
    assert world.scalars(select(AreaStat).where(AreaStat.org_code == "EEF")).all() == []
