"""The Knowledge Stock: brought in by a list, published by the editor, found by facets, compared side by side."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import select

from planhub.lessons.knowledge import finding, imports, publishing
from planhub.lessons.models import KnowledgeItem
from planhub.lessons.readiness import SRL, TRL, band
from planhub.record import audit, import_check, import_jobs
from planhub.record.import_check import Report
from tests.client import HouseClient
from tests.conftest import MaxQueries
from tests.features.lessons.conftest import Desk

HEAD = "title\tproblem\towner_org\ttrl\tsrl\tdirection\tcost_per_unit\tunit\tconditions\tcontact_post\tarea_codes"
DRYER = "ตู้อบแห้งแสงอาทิตย์\tผลผลิตเน่าเสีย\tมหาวิทยาลัยทักษิณ\t๘\t7\tgrassroots_economy, 4\t35,000\tตู้\tต้องมีแดด\tผู้ประสานงาน บพท.\t93, 4901"
BARE = "แอปบัญชีครัวเรือน\t\tPMUA\t5\t\tknowledge_stock\t\t\t\t\t"


def checked(desk: Desk, *rows: str, login: str = "coordinator.pmua", head: str = HEAD) -> Report:
    actor = desk.actor(login)
    audit.act_as(desk.session, actor)
    book = import_jobs.read("", "\n".join((head, *rows)).encode())
    return import_check.check(desk.session, actor, imports.KNOWLEDGE_ITEMS, book)


def saved(desk: Desk, *rows: str) -> dict[str, Any]:
    report = checked(desk, *rows)
    assert report.is_ready, [row.faults for row in report.rows]
    actor = desk.actor("coordinator.pmua")
    job = import_jobs.run(desk.session, actor, report, name="", content=b"", remove_gone=False)
    desk.session.flush()
    return dict(job.counts)


def item(desk: Desk, title: str) -> KnowledgeItem:
    code = desk.session.scalars(select(KnowledgeItem.code).where(KnowledgeItem.title == title)).one()
    made: KnowledgeItem = finding.to_compare(desk.session, desk.actor("coordinator.pmua"), [code])[0]
    return made


# --- import -----------------------------------------------------------------------------------------------------


def test_a_complete_row_waits_for_the_editor_and_another_is_a_draft(desk: Desk) -> None:
    assert saved(desk, DRYER, BARE)["added"] == 2

    dryer, app = item(desk, "ตู้อบแห้งแสงอาทิตย์"), item(desk, "แอปบัญชีครัวเรือน")
    assert (dryer.state, dryer.holder, dryer.owner_org) == ("review", "มหาวิทยาลัยทักษิณ", "PMUA")
    assert (dryer.trl, dryer.srl, dryer.cost_per_unit, dryer.unit) == (8, 7, 3_500_000, "ตู้")
    assert dryer.directions == ["grassroots_economy", "knowledge_stock"]
    assert dryer.areas == ["4901", "93"]
    assert dryer.contact_post is not None
    assert (app.state, app.trl, app.srl) == ("draft", 5, None)


def test_the_same_list_again_changes_nothing_and_a_newer_one_completes_a_draft(desk: Desk) -> None:
    saved(desk, DRYER, BARE)
    assert saved(desk, DRYER, BARE)["unchanged"] == 2

    assert saved(desk, BARE.replace("\t5\t\t", "\t5\t6\t"))["changed"] == 1
    assert item(desk, "แอปบัญชีครัวเรือน").srl == 6


def test_what_was_proposed_is_not_changed_by_a_list(desk: Desk) -> None:
    saved(desk, DRYER)

    (row,) = checked(desk, DRYER.replace("35,000", "36,000")).rows

    assert list(row.faults) == ["cost_per_unit"]


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("\t๘\t", "\t10\t", "trl"),
        ("grassroots_economy", "เศรษฐกิจดี", "direction"),
        ("93, 4901", "93, 9999", "area_codes"),
        ("ผู้ประสานงาน บพท.", "โทร 081-234-5678", "contact_post"),
        ("ผู้ประสานงาน บพท.", "somchai@example.org", "contact_post"),
        ("\tตู้\t", "\t\t", "unit"),
        ("35,000", "ฟรี", "cost_per_unit"),
    ],
)
def test_a_faulty_cell_is_named(desk: Desk, old: str, new: str, column: str) -> None:
    report = checked(desk, DRYER.replace(old, new))

    assert not report.is_ready
    assert list(report.rows[0].faults) == [column]


def test_a_post_outside_is_kept_in_words(desk: Desk) -> None:
    saved(desk, DRYER.replace("ผู้ประสานงาน บพท.", "หัวหน้าศูนย์ถ่ายทอดเทคโนโลยี ม.ทักษิณ"))

    dryer = item(desk, "ตู้อบแห้งแสงอาทิตย์")
    assert (dryer.contact_post, dryer.contact_title) == (None, "หัวหน้าศูนย์ถ่ายทอดเทคโนโลยี ม.ทักษิณ")
    assert dryer.state == "review"


def test_a_list_with_a_citizen_number_is_refused_whole(desk: Desk) -> None:
    assert checked(desk, DRYER.replace("ผลผลิตเน่าเสีย", "ติดต่อ 1-2345-67890-12-1")).refused is not None


# --- publishing many --------------------------------------------------------------------------------------------


def test_the_editor_publishes_a_whole_list_item_by_item(desk: Desk, run_jobs: Callable[[], int]) -> None:
    saved(desk, DRYER, *(DRYER.replace("ตู้อบ", f"ตู้อบ{n}") for n in range(publishing.AT_ONCE + 3)), BARE)
    publishing.ask(desk.session, desk.actor("knowledge"), owner_org="PMUA")

    run_jobs()

    states = desk.session.scalars(select(KnowledgeItem.state)).all()
    assert (states.count("published"), states.count("draft")) == (publishing.AT_ONCE + 4, 1)
    dryer = item(desk, "ตู้อบแห้งแสงอาทิตย์")
    assert desk.history(dryer) == ["create", "publish"]
    assert dryer.published_on is not None


def test_only_the_editor_does(client: HouseClient, desk: Desk) -> None:
    saved(desk, DRYER)
    client.sign_in("coordinator.pmua")
    assert client.get("/knowledge/publish").status_code == 404
    client.sign_in("knowledge")
    assert "1 รายการ" in client.get("/knowledge/publish").get_data(as_text=True)
    assert client.post("/knowledge/publish", data={"owner_org": "PMUA"}).status_code == 303


# --- finding ----------------------------------------------------------------------------------------------------


@pytest.fixture
def stock(desk: Desk) -> list[KnowledgeItem]:
    told: Sequence[dict[str, Any]] = (
        {"title": "เครื่องรีดกระจูด", "trl": 8, "srl": 7, "areas": ["93"], "directions": ["grassroots_economy"]},
        {"title": "เครื่องทอเสื่อ", "trl": 5, "srl": 7, "areas": ["93", "80"], "holder": "มหาวิทยาลัยวลัยลักษณ์"},
        {"title": "แปลงรวม", "trl": 9, "srl": 9, "areas": ["4901"], "directions": ["community_forest"]},
    )
    made = [desk.item(**one) for one in told]
    return [desk.move(desk.move(one, "submit", "coordinator.pmua"), "publish", "knowledge") for one in made]


def found(desk: Desk, login: str = "coordinator.codi", **asked: str) -> finding.Found:
    return finding.find(desk.session, desk.actor(login), finding.read(asked))


def counts(page: finding.Found, kind: str) -> dict[str, int]:
    return {one.key: one.n for facet in page.facets if facet.kind == kind for one in facet.keys}


def test_facets_count_what_there_is(desk: Desk, stock: list[KnowledgeItem]) -> None:
    page = found(desk)

    assert page.total == len(page.cards) == len(stock)
    assert counts(page, "band") == {"ready": 2, "trial": 1}
    assert counts(page, "direction") == {"grassroots_economy": 1, "knowledge_stock": 1, "community_forest": 1}
    assert counts(page, "holder") == {"มหาวิทยาลัยทักษิณ": 2, "มหาวิทยาลัยวลัยลักษณ์": 1}
    assert page.provinces == {"93": 2, "80": 1, "49": 1}


def test_a_choice_narrows_the_others_and_not_its_own_facet(desk: Desk, stock: list[KnowledgeItem]) -> None:
    page = found(desk, band="ready")

    assert {card.title for card in page.cards} == {"เครื่องรีดกระจูด", "แปลงรวม"}
    assert counts(page, "band") == {"ready": 2, "trial": 1}
    assert counts(page, "holder") == {"มหาวิทยาลัยทักษิณ": 2}
    assert [card.title for card in found(desk, band="ready", province="93").cards] == ["เครื่องรีดกระจูด"]
    assert found(desk, band="ready", direction="knowledge_stock").total == 0


@pytest.mark.parametrize(
    ("q", "titles"), [("เสื่อ", {"เครื่องทอเสื่อ"}), ("วลัยลักษณ์", {"เครื่องทอเสื่อ"}), ("ไม่มีคำนี้", set())]
)
def test_words_find_names_and_owners(
    desk: Desk, stock: list[KnowledgeItem], q: str, titles: set[str]
) -> None:
    assert {card.title for card in found(desk, q=q).cards} == titles


def test_what_is_not_published_is_seen_by_its_agency_and_the_editor(desk: Desk) -> None:
    desk.move(desk.item(), "submit", "coordinator.pmua")

    assert found(desk, "coordinator.codi", state="review").total == 0
    assert found(desk, "coordinator.pmua", state="review").total == 1
    assert found(desk, "knowledge", state="review").total == 1


def test_a_page_of_the_stock_takes_few_statements(
    desk: Desk, stock: list[KnowledgeItem], max_queries: MaxQueries
) -> None:
    actor, asked = desk.actor("coordinator.codi"), finding.read({"band": "ready"})
    desk.session.flush()

    with max_queries(4):
        assert finding.find(desk.session, actor, asked).total == 2


def test_the_pages_are_drawn(client: HouseClient, desk: Desk, stock: list[KnowledgeItem]) -> None:
    client.sign_in("coordinator.codi")

    page = client.get("/knowledge?band=ready&q=เครื่องรีด").get_data(as_text=True)
    assert "เครื่องรีดกระจูด" in page
    assert "แปลงรวม" not in page
    assert "/knowledge?q=" in page
    beside = client.get("/knowledge/compare?" + "&".join(f"code={one.code}" for one in stock)).get_data(
        as_text=True
    )
    assert all(one.title in beside for one in stock)
    assert "สาธิตต้นแบบ" in client.get("/knowledge/levels").get_data(as_text=True)
    entry = client.get(f"/knowledge-items/{stock[0].code}").get_data(as_text=True)
    assert TRL[7].meaning.th in entry
    assert SRL[6].meaning.th in entry


# --- use --------------------------------------------------------------------------------------------------------


def test_an_item_is_adopted_like_a_lesson_and_its_evidence_grows(
    desk: Desk, stock: list[KnowledgeItem]
) -> None:
    one, places = stock[0], [desk.activity("PMUA", f"กิจกรรม {n}") for n in range(3)]
    assert "ยังไม่มีผล" in one.strength.th
    for place, result in zip(places, ("worked", "partly", "not"), strict=True):
        one = desk.move(one, "adopt", "coordinator.pmua", values={"activity": place.code})
        told = {"activity": place.code, "result": result, "result_note": "ดูรายงาน"}
        one = desk.move(one, "record_reuse", "coordinator.pmua", values=told)

    assert one.strength.th == "ผลไม่แน่นอน: ได้ผล 2 แห่ง ไม่ได้ผล 1 แห่ง"
    (card,) = finding.cards(desk.session, [one.id])
    assert (card.adopted, card.worked, card.failed) == (3, 2, 1)


def test_a_level_is_of_the_weaker_side() -> None:
    assert [len(TRL), len(SRL), TRL[0].number, SRL[8].number] == [9, 9, 1, 9]
    assert [band(9, 3), band(6, 7), band(7, 9), band(8, None), band(None, None)] == [
        "early",
        "trial",
        "ready",
        None,
        None,
    ]
