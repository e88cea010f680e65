"""The page of one province and its one sheet of paper, as readers of several kinds meet them."""

import io
from collections.abc import Sequence
from datetime import date

import pytest
import time_machine
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from planhub.activities.models import JointActivity
from planhub.meetings.models import ActionItem
from planhub.overview import province_paper
from planhub.people import queries, tokens
from planhub.places.models import AreaStat
from planhub.plans.models import IntegratedPlan
from planhub.record.models import RecordArea, RecordParty
from planhub.web.app import PlanHubApp
from planhub.web.features import FEATURES
from tests.client import HouseClient
from tests.conftest import Actors, MaxQueries
from tests.features.meetings import world

ADDRESS = f"/provinces/45?fiscal_year={world.YEAR}"


@pytest.fixture
def codes(db_session: Session) -> Sequence[str]:
    """Three provinces at work in February 2566, with needs stated by two agencies."""
    found = world.provinces(db_session, 3)
    world.lay(db_session, found)
    for org, value in (("CODI", 1234), ("EEF", 1100), ("PMUA", 4)):
        db_session.add(
            AreaStat(
                area_code="45",
                year=2565,
                dimension="general",
                measure="poor_people" if value > 4 else "out_of_school",
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


@pytest.fixture(autouse=True)
def _february() -> object:
    with time_machine.travel(world.NOW, tick=False):
        yield


def test_it_says_everything_about_the_province(client: HouseClient, codes: Sequence[str]) -> None:
    client.sign_in("viewer")
    page = client.get(ADDRESS)
    assert page.status_code == 200
    for words in (
        "จังหวัดร้อยเอ็ด",
        "กลุ่มจังหวัดภาคตะวันออกเฉียงเหนือตอนกลาง",
        "แผนขับเคลื่อนจังหวัดบูรณาการ",
        "1,234 คน",
        "ข้อมูลไม่ตรงกัน",
        "แผนบูรณาการจังหวัด 45",
        world.TITLES[0],
        "1,850.5",
        "กองทุน/ทุนวิจัย",
        "กระจูดแก้จน",
        "ขอนแก่น",
        "ผลไตรมาส 1/2566",
    ):
        assert words in page.text, words


def test_small_counts_are_for_their_own_agency(client: HouseClient, codes: Sequence[str]) -> None:
    client.sign_in("viewer")
    assert "&lt;5 คน" in client.get(ADDRESS).text
    client.sign_in("coordinator.pmua")
    assert "4 คน" in client.get(ADDRESS).text


def test_it_costs_twelve_queries_however_much_there_is(
    client: HouseClient, db_session: Session, codes: Sequence[str], max_queries: MaxQueries
) -> None:
    client.sign_in("coordinator.codi")
    client.get(ADDRESS)
    with max_queries(12):
        client.get(ADDRESS)
    with max_queries(12):
        client.get(f"/provinces/{codes[2]}?fiscal_year={world.YEAR}")


@pytest.mark.parametrize("code", ["99", "4501", "x", "45%00", "๔๕"])
def test_there_is_no_other_province(client: HouseClient, code: str) -> None:
    client.sign_in("viewer")
    assert client.get(f"/provinces/{code}").status_code == 404
    assert client.get(f"/provinces/{code}/documents/province.pdf").status_code == 404


def test_an_empty_province_and_a_strange_year_still_make_a_page(client: HouseClient) -> None:
    client.sign_in("viewer")
    page = client.get("/provinces/10?fiscal_year=2570").text
    assert "50 เขต 180 แขวง" in page
    assert "ยังไม่มีหน่วยงานแจ้งพื้นที่" in page
    assert client.get("/provinces/10?fiscal_year=NaN").status_code == 200


def test_drafts_of_others_are_never_shown(
    client: HouseClient, db_session: Session, codes: Sequence[str]
) -> None:
    plan = db_session.scalars(select(IntegratedPlan).where(IntegratedPlan.province_code == "45")).one()
    rows = (selectinload(JointActivity.party_rows), selectinload(JointActivity.area_rows))
    activity = db_session.scalars(
        select(JointActivity).where(JointActivity.owner_org == "PMUA").options(*rows)
    ).first()
    assert activity is not None
    plan.state, plan.title, plan.owner_org = "draft", "ร่างลับของพอช", "CODI"
    activity.state, activity.title = "proposed", "ข้อเสนอลับ"
    activity.party_rows = [RecordParty(org_code="PMUA")]
    activity.area_rows = [RecordArea(area_code="45")]
    db_session.flush()
    for login, plan_seen, activity_seen in (
        ("viewer", False, False),
        ("coordinator.eef", False, False),
        ("coordinator.codi", True, False),
        ("coordinator.pmua", False, True),
    ):
        client.sign_in(login)
        page = client.get(ADDRESS).text
        assert ("ร่างลับของพอช" in page) is plan_seen, login
        assert ("ข้อเสนอลับ" in page) is activity_seen, login


def test_what_may_be_begun_is_offered_only_to_those_who_may(
    client: HouseClient, codes: Sequence[str]
) -> None:
    client.sign_in("viewer")
    assert "new-activity" not in client.get(ADDRESS).text
    client.sign_in("coordinator.codi")
    page = client.get(ADDRESS).text
    assert "/areas/45/new-activity" in page
    assert "/areas/45/open-plan" not in page  # it has one
    assert "/areas/70/open-plan" in client.get(f"/provinces/70?fiscal_year={world.YEAR}").text
    client.sign_in("area.roiet")
    assert "/areas/70/open-plan" not in client.get(f"/provinces/70?fiscal_year={world.YEAR}").text


def test_a_request_for_lists_stands_among_the_open_matters(
    client: HouseClient, db_session: Session, codes: Sequence[str]
) -> None:
    asked = ActionItem(
        **world._header("action-items", "ACTN-2566-0001", "ขอรายชื่อ", "open", "CODI"),
        what="ขอรายชื่อตำบลในจังหวัดร้อยเอ็ด",
        due_on=date(2023, 2, 10),
        kind="area_list",
        asked_by_org="EEF",
        asked_area="45",
        fiscal_year=world.YEAR,
    )
    world._reach(asked, ["CODI", "EEF"], [])
    db_session.add(asked)
    db_session.flush()
    client.sign_in("coordinator.eef")
    page = client.get(ADDRESS).text
    assert "ขอรายชื่อตำบลในจังหวัดร้อยเอ็ด" in page
    assert "เกินกำหนด" in page
    assert "ขอรายชื่อตำบลในจังหวัดร้อยเอ็ด" not in client.get(f"/provinces/{codes[1]}").text


def text_of(content: bytes) -> str:
    reader = PdfReader(io.BytesIO(content))
    assert len(reader.pages) == 1
    return reader.pages[0].extract_text()


def test_its_paper_is_one_page_with_the_same_figures(client: HouseClient, codes: Sequence[str]) -> None:
    client.sign_in("coordinator.codi")
    answer = client.get(f"/provinces/45/documents/province.pdf?fiscal_year={world.YEAR}")
    assert answer.mimetype == "application/pdf"
    said = text_of(answer.data)
    for words in ("45", "2566", "1,234", "1,850.5", "2566"):
        assert words in said, words


def test_the_paper_hides_small_counts_from_everybody(
    db_session: Session, actors: Actors, codes: Sequence[str]
) -> None:
    found = province_paper.facts_of(db_session, actors["coordinator.pmua"], "45", world.YEAR)
    shown = {v["shown"] for need in found["needs"] for v in need["values"]}
    assert "<5" in shown
    assert "4" not in shown


def test_equal_figures_bear_equal_marks(db_session: Session, codes: Sequence[str]) -> None:
    first = province_paper.facts_of(db_session, province_paper.ANY_READER, "45", world.YEAR)
    with time_machine.travel(world.NOW.replace(hour=5), tick=False):
        later = province_paper.facts_of(db_session, province_paper.ANY_READER, "45", world.YEAR)
    assert first["as_of"] != later["as_of"]
    assert province_paper._said(first) == province_paper._said(later)


def test_a_paper_full_to_the_brim_is_still_one_page(
    db_session: Session, codes: Sequence[str], app: PlanHubApp
) -> None:
    found = province_paper.facts_of(db_session, province_paper.ANY_READER, "45", world.YEAR)
    long = "การพัฒนาอาชีพและรายได้ของครัวเรือนยากจนด้วยทุนทรัพยากรพื้นถิ่นและวัฒนธรรมในลุ่มน้ำชี" * 3
    one = found["activities"][0]
    found["activities"] = [{**one, "title": long}] * 30
    found["indicators"] = [{**found["indicators"][0], "name": long}] * 30
    found["problems"] = [
        {
            "org": "CODI",
            "text": long,
            "help": long,
            "sign": "bad",
            "activity": "A",
            "title": long,
            "period": "",
        }
    ] * 9
    found["lesson"] = {"title": long, "org": "PMUA", "result": long, "done": long}
    found["decisions"] = [{"no": "1/2566", "title": long, "proposal": None}] * 9
    found["needs"] = [{**found["needs"][0], "measure": {"th": long, "en": long}}] * 13
    found["mous"] = found["mous"] * 9
    agency = found["agencies"][0]
    found["agencies"] = [{**agency, "programmes": [{"code": "x", "th": long, "en": long}] * 6}] * 20
    found["by_agency"] = found["by_agency"] * 9
    found["missing"] = ["A"] * 9
    for lang, digits in (("th", False), ("th", True), ("en", False)):
        with app.app_context():
            content = province_paper.print_facts(found, lang, "reader", thai_digits=digits)
        assert text_of(content)


def test_the_api_gives_the_paper_too(client: HouseClient, db_session: Session, codes: Sequence[str]) -> None:
    user = queries.find_user(db_session, login="coordinator.codi")
    assert user is not None
    said = {"Authorization": f"Bearer {tokens.issue(db_session, user, days=1)}"}
    client.check_html = False
    path = f"/api/v1/areas/45/documents/province.pdf?fiscal_year={world.YEAR}"
    answer = client.get(path, headers={**said, "Accept-Language": "en"})
    assert answer.mimetype == "application/pdf"
    assert "Roi Et" in text_of(answer.data)
    assert client.get("/api/v1/areas/4501/documents/province.pdf", headers=said).status_code == 404
    assert client.get(path).status_code == 401
    paths = client.get("/api/v1/openapi.json", headers=said).json
    assert paths is not None
    assert "/areas/{id}/documents/province.pdf" in paths["paths"]


def test_the_command_prints_what_anybody_may_read(
    db_session: Session, codes: Sequence[str], app: PlanHubApp
) -> None:
    plan = db_session.scalars(select(IntegratedPlan).where(IntegratedPlan.province_code == "45")).one()
    plan.state, plan.title = "draft", "ร่างที่ยังไม่เปิดเผย"
    db_session.flush()
    papers = {name: paper for feature in FEATURES for name, paper in (feature.documents or {}).items()}
    with app.app_context():
        said = text_of(papers["province"](db_session, "45", {"thai_digits": True, "fiscal_year": world.YEAR}))
    assert "๒๕๖๖" in said
    assert plan.code not in said
