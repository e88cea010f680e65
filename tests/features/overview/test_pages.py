"""The overlap, one province and the programmes, as a reader meets them."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from planhub.demo import programmes
from planhub.places.models import Programme, ProgrammeArea
from planhub.places.queries import list_children
from tests.client import HouseClient
from tests.conftest import MaxQueries


@pytest.fixture(autouse=True)
def world(db_session: Session) -> None:
    """The programmes of the article in fiscal year 2566, as the demonstration has them."""
    programmes.build(db_session, years=(2566,))


@pytest.fixture
def reader(client: HouseClient) -> HouseClient:
    client.sign_in("viewer")
    return client


def test_the_matrix_names_agencies_and_leaves_nationwide_work_out(reader: HouseClient) -> None:
    page = reader.get("/overlap?fiscal_year=2566")
    assert page.status_code == 200
    assert "ร้อยเอ็ด" in page.text
    assert "ไม่นับงานที่ทำทั่วประเทศ" in page.text
    assert page.text.count("<tr>") > 20


def test_filters_narrow_and_survive_in_the_address(reader: HouseClient) -> None:
    every = reader.get("/overlap?fiscal_year=2566").text.count("หน้าจังหวัด")
    three = reader.get("/overlap?fiscal_year=2566&at_least=3").text.count("หน้าจังหวัด")
    assert 0 < three < every
    assert 'value="3" selected' in reader.get("/overlap?fiscal_year=2566&at_least=3").text
    assert "ไม่มีพื้นที่ตามเงื่อนไขนี้" in reader.get("/overlap?fiscal_year=2560").text


def test_one_goes_down_to_the_tambon(reader: HouseClient) -> None:
    districts = reader.get("/overlap?fiscal_year=2566&level=district&parent=50")
    assert "กัลยาณิวัฒนา" in districts.text
    tambons = reader.get("/overlap?fiscal_year=2566&level=subdistrict&parent=5025")
    assert "แม่แดด" in tambons.text
    assert "ยืนยัน" in tambons.text


def test_a_province_says_who_works_there_and_where_that_is_from(reader: HouseClient) -> None:
    page = reader.get("/provinces/45?fiscal_year=2566").text
    assert "จากข่าว 9 ธ.ค. 2565" in page
    assert "แหล่งข้อมูลสาธารณะ" in page
    assert "9 ธ.ค. 2565" in page
    for code in ("4501", "99", "x", "45%00"):
        assert reader.get(f"/provinces/{code}").status_code == 404


def test_programmes_show_the_articles_numbers(reader: HouseClient) -> None:
    page = reader.get("/programmes?fiscal_year=2566").text
    for number in ("22", "20", "311", "245,814", "1,200,000"):
        assert number in page


@pytest.mark.parametrize(
    "query",
    ["fiscal_year=NaN", "level=galaxy", "at_least=-1", "region=' OR 1=1", "parent=%FF%FE", "parent=%"],
)
def test_a_broken_link_still_shows_something(reader: HouseClient, query: str) -> None:
    assert reader.get(f"/overlap?{query}").status_code == 200


@pytest.mark.parametrize(
    ("path", "most"),
    [("/overlap?fiscal_year=2566", 5), ("/provinces/45?fiscal_year=2566", 12), ("/programmes", 9)],
)
def test_pages_ask_few_queries_however_many_rows(
    reader: HouseClient, db_session: Session, max_queries: MaxQueries, path: str, most: int
) -> None:
    reader.get(path)
    with max_queries(most) as few:
        reader.get(path)
    extra = Programme(
        code="X", org_code="EEF", name_th="อีกโครงการ", name_en="Another", target_level="subdistrict"
    )
    db_session.add(extra)
    db_session.flush()
    db_session.add_all(
        ProgrammeArea(programme_id=extra.id, area_code=row.code, fiscal_year=2566, as_of=date(2022, 12, 9))
        for row in list_children(db_session, "4501")
    )
    db_session.commit()
    reader.get(path)  # lists that have changed are read once
    with max_queries(most) as more:
        reader.get(path)
    assert len(more) == len(few)
