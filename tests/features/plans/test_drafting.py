"""Several people write one plan: sections saved by themselves, drafts, presence, remarks; nothing is lost."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.record.models import AuditEntry, FieldChange
from planhub.record.together import drafts, presence
from planhub.record.together.models import Draft, Presence
from planhub.record.types import registry
from tests.client import HouseClient
from tests.conftest import MaxQueries
from tests.features.plans.conftest import NOW
from tests.features.plans.table import Table
from tests.features.ui.forms import filled

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}
Browsers = Callable[[str], HouseClient]
CODI, EEF = "coordinator.codi", "coordinator.eef"


@pytest.fixture
def browser(table: Table, new_client: Callable[[], HouseClient]) -> Browsers:
    """Give somebody's own browser, signed in."""

    def open_as(login: str) -> HouseClient:
        client = new_client()
        client.sign_in(login)
        return client

    return open_as


def section(client: HouseClient, plan: Any, key: str) -> dict[str, Any]:
    """Open the sections of a plan and give one of their forms, as pressing its button would send it."""
    return filled(client.get(f"/plans/{plan.code}/edit").text, f"/edit/{key}")


def send(client: HouseClient, plan: Any, key: str, body: dict[str, Any], **kwargs: Any) -> Any:
    return client.post(f"/plans/{plan.code}/edit/{key}", data=body, **kwargs)


# --- sections -----------------------------------------------------------------------------------------------------


def test_two_people_in_different_sections_never_conflict(browser: Browsers, table: Table) -> None:
    plan, one, other = table.plan(), browser(CODI), browser(CODI)
    situation, goals = section(one, plan, "situation"), section(other, plan, "goals")
    assert send(one, plan, "situation", {**situation, "situation": "แล้งซ้ำซาก"}).status_code == 303
    assert send(other, plan, "goals", {**goals, "goals-0-title": "รายได้เพิ่มร้อยละ 30"}).status_code == 303
    plan = table.fresh(plan)
    assert plan.situation == "แล้งซ้ำซาก"
    assert plan.goals[0].title == "รายได้เพิ่มร้อยละ 30"


def test_a_section_sends_back_only_itself_to_a_script(browser: Browsers, table: Table) -> None:
    plan, one = table.plan(), browser(CODI)
    body = section(one, plan, "situation")
    answer = send(one, plan, "situation", {**body, "vision": "ไม่มีใครถูกทิ้งไว้ข้างหลัง"}, headers=HX)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "สถานการณ์และวิสัยทัศน์” แล้วเมื่อ 10.00 น." in answer.text
    again = filled(answer.text, "/edit/situation")
    assert again["version"] != body["version"]
    assert send(one, plan, "situation", {**again, "vision": "ใหม่กว่า"}).status_code == 303


def test_the_same_text_of_two_people_is_set_side_by_side(browser: Browsers, table: Table) -> None:
    plan, one, other = table.plan(vision="เดิม"), browser(CODI), browser(CODI)
    mine, theirs = section(one, plan, "situation"), section(other, plan, "situation")
    send(other, plan, "situation", {**theirs, "vision": "ของอีกคน", "situation": "น้ำท่วม"})
    answer = send(one, plan, "situation", {**mine, "vision": "ของฉัน"}, headers=HX)
    assert answer.status_code == 409
    assert "<html" not in answer.text
    versus = answer.text[answer.text.index("ph-versus") :]
    assert "ของฉัน" in versus
    assert "ของอีกคน" in versus
    assert answer.text.count("ph-versus") == 1, "only what both changed is asked"
    chosen = filled(answer.text, "/edit/situation")
    assert chosen["situation"] == "น้ำท่วม", "what only the other one changed is there already"
    assert send(one, plan, "situation", {**chosen, "_keep.vision": "mine"}).status_code == 303
    assert (table.fresh(plan).vision, table.fresh(plan).situation) == ("ของฉัน", "น้ำท่วม")


def test_agencies_that_write_their_own_rows_are_never_asked(browser: Browsers, table: Table) -> None:
    plan, codi, eef = table.collecting(), browser(CODI), browser(EEF)
    mine, theirs = section(codi, plan, "parts"), section(eef, plan, "parts")
    own = next(n for n in (0, 1) if mine[f"parts-{n}-org"] == "CODI")
    body = {**theirs, f"parts-{1 - own}-contribution": "ทุนเสมอภาค"}
    assert send(eef, plan, "parts", body).status_code == 303
    body = {**mine, f"parts-{own}-contribution": "บ้านมั่นคง"}
    assert send(codi, plan, "parts", body).status_code == 303
    parts = {part.org: part.contribution for part in table.fresh(plan).parts}
    assert parts == {"CODI": "บ้านมั่นคง", "EEF": "ทุนเสมอภาค"}


def test_one_row_of_two_people_is_asked_as_a_row(browser: Browsers, table: Table) -> None:
    plan, one, other = table.plan(), browser(CODI), browser(CODI)
    mine, theirs = section(one, plan, "goals"), section(other, plan, "goals")
    send(
        other, plan, "goals", {**theirs, "goals-0-title": "ของอีกคน", "goals-1-id": "", "goals-1-title": "เพิ่ม"}
    )
    answer = send(one, plan, "goals", {**mine, "goals-0-title": "ของฉัน"})
    assert answer.status_code == 409
    chosen = filled(answer.text, "/edit/goals")
    row = next(name for name in chosen if name.startswith("_keep.goals/"))
    assert send(one, plan, "goals", {**chosen, row: "theirs"}).status_code == 303
    assert [goal.title for goal in table.fresh(plan).goals] == ["ของอีกคน", "เพิ่ม"]


def test_a_refused_section_keeps_every_word_and_its_draft(browser: Browsers, table: Table) -> None:
    plan, one = table.plan(), browser(CODI)
    body = {**section(one, plan, "main"), "start": "1/10/2565", "end": "1/9/2565", "title": "แผนที่พิมพ์ไว้"}
    answer = send(one, plan, "main", body)
    assert answer.status_code == 422
    assert "วันสิ้นสุดต้องไม่ก่อนวันเริ่มต้น" in answer.text
    assert filled(answer.text, "/edit/main")["title"] == "แผนที่พิมพ์ไว้"


def test_a_row_more_works_without_a_script_and_saves_nothing(browser: Browsers, table: Table) -> None:
    plan, one = table.plan(), browser(CODI)
    body = section(one, plan, "goals")
    del body["_save"]
    answer = send(one, plan, "goals", {**body, "_add": "goals", "goals-0-title": "ยังไม่บันทึก"})
    assert answer.status_code == 200
    grown = filled(answer.text, "/edit/goals")
    assert (grown["goals-0-title"], "goals-1-title" in grown) == ("ยังไม่บันทึก", True)
    assert table.fresh(plan).goals[0].title != "ยังไม่บันทึก"


@pytest.mark.parametrize(
    ("login", "status"), [("viewer", 404), ("coordinator.pmua", 404), ("director.codi", 403)]
)
def test_who_may_not_change_it_opens_no_section(
    browser: Browsers, table: Table, login: str, status: int
) -> None:
    plan = table.plan()
    for path in ("edit", "edit/goals"):
        assert browser(login).get(f"/plans/{plan.code}/{path}").status_code == status
    assert browser(CODI).get(f"/plans/{plan.code}/edit/nothing").status_code in (200, 404)
    assert browser(CODI).post(f"/plans/{plan.code}/edit/nothing", data={}).status_code == 404


def test_a_section_that_its_reader_cannot_write_says_so_and_is_only_read(
    browser: Browsers, table: Table
) -> None:
    plan = table.collecting()
    html = browser(EEF).get(f"/plans/{plan.code}/edit").text
    frame, parts = html.index('id="section-main"'), html.index('id="section-parts"')
    assert "เจ้าภาพแผนเป็นผู้เขียนส่วนนี้" in html[frame:parts]
    assert "บันทึกส่วนนี้" not in html[frame:parts]
    assert "บันทึกส่วนนี้" in html[parts:]
    assert "เจ้าภาพแผนเป็นผู้เขียนส่วนนี้" not in browser(CODI).get(f"/plans/{plan.code}/edit").text


def test_beginning_asks_eight_things_at_most(browser: Browsers) -> None:
    for name in ("plans", "activities"):
        html = browser(CODI).get(f"/{name}/new").text
        asked = [f.name for f in registry.get(name).fields if f'id="f-{f.name}"' in html]
        assert 0 < len(asked) <= 8, asked


def test_the_page_says_what_is_missing_with_the_way_there(browser: Browsers, table: Table) -> None:
    plan = table.plan(goals=[], parts_due_on=None)
    html = browser(CODI).get(f"/plans/{plan.code}/edit").text
    missing = html[html.index('id="missing"') :]
    assert 'href="#f-parts_due_on"' in missing
    assert "ยังขาด" in missing
    assert browser(EEF).get(f"/plans/{plan.code}/missing").status_code == 404


# --- drafts -------------------------------------------------------------------------------------------------------


def type_in(client: HouseClient, plan: Any, key: str, **typed: str) -> Any:
    body = {**section(client, plan, key), **typed}
    return client.post(f"/plans/{plan.code}/draft/{key}", data=body)


def test_a_draft_saves_itself_and_touches_nothing_of_the_plan(
    browser: Browsers, table: Table, db_session: Session
) -> None:
    plan, one = table.plan(), browser(CODI)
    before = (plan.version, plan.content_hash, plan.updated_at)
    lines = [db_session.scalar(select(func.count()).select_from(t)) for t in (AuditEntry, FieldChange)]
    answer = type_in(one, plan, "situation", situation="กำลังพิมพ์")
    assert answer.json["said"] == "บันทึกร่างแล้วเมื่อ 10.00 น."
    plan = table.fresh(plan)
    assert (plan.version, plan.content_hash, plan.updated_at) == before
    assert lines == [
        db_session.scalar(select(func.count()).select_from(t)) for t in (AuditEntry, FieldChange)
    ]


def test_a_draft_is_there_again_for_its_author_alone(browser: Browsers, table: Table) -> None:
    plan = table.collecting()
    type_in(
        browser(CODI),
        plan,
        "goals",
        **{"goals-0-title": "ร่างลับ", "goals-1-id": "", "goals-1-title": "แถวใหม่"},
    )
    again = browser(CODI).get(f"/plans/{plan.code}/edit").text
    assert "นำร่างที่ท่านพิมพ์ไว้เมื่อ" in again
    body = filled(again, "/edit/goals")
    assert (body["goals-0-title"], body["goals-1-title"]) == ("ร่างลับ", "แถวใหม่")
    for login in (EEF, "secretariat", "auditor"):
        for path in ("", "/edit", "/history"):
            assert "ร่างลับ" not in browser(login).get(f"/plans/{plan.code}{path}").text
    api = browser(CODI).get(f"/plans/{plan.code}").text
    assert "ร่างลับ" not in api, "the page of the record shows what is saved"


def test_a_draft_on_an_older_text_is_still_merged_when_it_is_saved(browser: Browsers, table: Table) -> None:
    plan, one, other = table.plan(vision="เดิม"), browser(CODI), browser(CODI)
    type_in(one, plan, "situation", vision="ร่างของฉัน")
    director = section(other, plan, "situation")
    # the same person on another machine, whose form was opened before the draft
    send(
        other,
        plan,
        "situation",
        {**director, "vision": "เดิม", "situation": "ของอีกเครื่อง", "_was": director["_was"]},
    )
    assert table.fresh(plan).situation == "ของอีกเครื่อง"


def test_saving_a_section_forgets_its_draft_and_no_other(
    browser: Browsers, table: Table, db_session: Session
) -> None:
    plan, one = table.plan(), browser(CODI)
    type_in(one, plan, "situation", vision="ร่างหนึ่ง")
    type_in(one, plan, "goals", **{"goals-0-title": "ร่างสอง"})
    send(one, plan, "situation", section(one, plan, "situation"))
    assert table.fresh(plan).vision == "ร่างหนึ่ง"
    assert [row.section for row in db_session.scalars(select(Draft))] == ["goals"]


def test_a_draft_can_be_thrown_away(browser: Browsers, table: Table) -> None:
    plan, one = table.plan(vision="เดิม"), browser(CODI)
    type_in(one, plan, "situation", vision="ไม่เอาแล้ว")
    answer = one.post(f"/plans/{plan.code}/draft/situation", data={"_drop": "1"})
    assert answer.status_code == 303
    assert section(one, plan, "situation")["vision"] == "เดิม"


def test_saving_drafts_by_themselves_is_cheap(
    browser: Browsers, table: Table, max_queries: MaxQueries
) -> None:
    plan, one = table.plan(), browser(CODI)
    body, address = section(one, plan, "situation"), f"/plans/{plan.code}/draft/situation"
    one.post(address, data=body)
    with clock.at(NOW + timedelta(seconds=5)), max_queries(3):  # who it is, whether they may, the draft
        assert one.post(address, data=body).status_code == 200


def test_drafts_are_bounded_in_size_and_rate(browser: Browsers, table: Table) -> None:
    plan, one = table.plan(), browser(CODI)
    assert type_in(one, plan, "situation", situation="ก" * drafts.LONGEST).status_code == 422
    assert type_in(one, plan, "situation", situation="ก").status_code == 200
    assert type_in(one, plan, "situation", situation="ข").status_code == 429
    with clock.at(NOW + timedelta(seconds=1)):
        assert type_in(one, plan, "situation", situation="ค").status_code == 200
    assert one.post(f"/plans/{plan.code}/draft/nothing", data={}).status_code == 404


def test_signs_that_a_database_refuses_do_no_harm(browser: Browsers, table: Table) -> None:
    plan, one = table.plan(), browser(CODI)
    assert type_in(one, plan, "situation", situation="ก\x00ข").status_code == 200
    assert section(one, plan, "situation")["situation"] == "กข"


def test_who_may_not_change_it_keeps_no_draft_and_learns_nothing(
    browser: Browsers, table: Table, db_session: Session
) -> None:
    plan = table.plan()
    for login in ("viewer", "coordinator.pmua", "director.codi"):
        client = browser(login)
        assert client.post(f"/plans/{plan.code}/draft/goals", data={"goals-0-title": "x"}).status_code == 404
        assert client.post("/plans/PLAN-0000-0000/draft/goals", data={}).status_code == 404
    assert browser(CODI).post(f"/plans/{plan.code}/draft/goals", data={}, csrf=False).status_code == 400
    assert db_session.scalar(select(func.count()).select_from(Draft)) == 0


def test_a_plan_not_begun_yet_has_a_draft_for_each_way_of_beginning(browser: Browsers) -> None:
    one = browser(CODI)
    body = filled(one.get("/plans/new").text, "/plans/new")
    assert one.post("/plans/new/draft", data={**body, "title": "แผนที่ยังไม่เริ่ม"}).status_code == 200
    assert filled(one.get("/plans/new").text, "/plans/new")["title"] == "แผนที่ยังไม่เริ่ม"
    assert "แผนที่ยังไม่เริ่ม" not in one.get("/plans/new?province_code=47").text
    begun = {**body, "province_code": "45", "fiscal_year": "2567", "before_mou": "true"}
    assert one.post("/plans/new", data=begun).status_code == 303
    assert "แผนที่ยังไม่เริ่ม" not in one.get("/plans/new").text
    assert browser("viewer").post("/plans/new/draft", data={"title": "ไม่มีสิทธิ์"}).status_code == 403


def test_drafts_that_nobody_came_back_for_go(browser: Browsers, table: Table, db_session: Session) -> None:
    plan, one = table.plan(), browser(CODI)
    type_in(one, plan, "situation", vision="นานแล้ว")
    with clock.at(NOW + drafts.KEPT + timedelta(minutes=1)):
        assert drafts.mine(db_session, table.actor(CODI), plan.id) == {}
        assert drafts.sweep(db_session) == 1


# --- presence -----------------------------------------------------------------------------------------------------


def sign(client: HouseClient, plan: Any, key: str) -> Any:
    return client.post(f"/plans/{plan.code}/presence", data={"section": key})


def test_those_who_may_change_it_see_who_is_at_work_and_where(browser: Browsers, table: Table) -> None:
    plan, codi, eef = table.collecting(), browser(CODI), browser(EEF)
    assert sign(codi, plan, "goals").text.strip() == ""
    seen = sign(eef, plan, "parts").text
    assert "ส่วนเป้าหมายของแผน" in seen
    assert table.actor(CODI).name in seen
    assert table.actor(EEF).name not in seen, "nobody is told of herself"
    with clock.at(NOW + presence.FRESH):
        assert "เป้าหมาย" not in sign(eef, plan, "parts").text, "gone a minute after the last sign"


def test_who_may_not_change_it_learns_of_nobody_and_is_not_seen(
    browser: Browsers, table: Table, db_session: Session
) -> None:
    plan, codi = table.collecting(), browser(CODI)
    sign(codi, plan, "goals")
    for login in ("viewer", "director.eef", "auditor", "coordinator.pmua"):
        client = browser(login)
        assert sign(client, plan, "goals").status_code == 404
        assert client.get(f"/plans/{plan.code}/presence").text.strip() == ""
    assert db_session.scalar(select(func.count()).select_from(Presence)) == 1


def test_a_sign_is_cheap_and_leaves_no_trace_in_the_chain(
    browser: Browsers, table: Table, db_session: Session, max_queries: MaxQueries
) -> None:
    plan, codi = table.collecting(), browser(CODI)
    count = select(func.count()).select_from(AuditEntry)
    before, address = db_session.scalar(count), f"/plans/{plan.code}/presence"
    with max_queries(3):  # who it is, the sign with its right, the others
        codi.post(address, data={"section": "goals"})
    with max_queries(2):
        codi.get(address)
    assert db_session.scalar(count) == before
    codi.post(address, data={"_leave": "1"})
    assert db_session.scalar(select(func.count()).select_from(Presence)) == 0


def test_a_page_left_open_keeps_no_session_alive(browser: Browsers, table: Table) -> None:
    plan, codi = table.collecting(), browser(CODI)
    for minutes in range(5, 65, 5):
        with clock.at(NOW + timedelta(minutes=minutes)):
            answer = sign(codi, plan, "goals")
    assert answer.status_code == 303, "an hour of nothing but signs ends the session"
    assert "/sign-in" in answer.location


# --- remarks beside a section -------------------------------------------------------------------------------------


def test_remarks_stand_beside_their_section_and_are_settled_there(browser: Browsers, table: Table) -> None:
    plan, codi = table.collecting(), browser(CODI)
    said = {"_beside": "1", "section": "goals", "body": "ตัวเลขนี้มาจากไหน"}
    thread = codi.post(f"/plans/{plan.code}/comments", data=said, headers=HX)
    assert thread.status_code == 200
    assert "ความเห็น 1 รายการ ยังเปิดอยู่ 1" in thread.text
    page = browser(EEF).get(f"/plans/{plan.code}/edit").text
    beside = page[page.index('id="remarks-goals"') : page.index('id="remarks-parts"')]
    assert "ตัวเลขนี้มาจากไหน" in beside
    settle = beside[beside.index("/comments/") :].partition('"')[0]
    thread = codi.post(f"/plans/{plan.code}{settle}", data={"_beside": "1"}, headers=HX)
    assert "ยังเปิดอยู่ 0" in thread.text
    plainly = codi.post(f"/plans/{plan.code}/comments", data={**said, "body": "อีกข้อ"})
    assert plainly.location.endswith("/edit#section-goals"), (
        "without a script the reader comes back to the section"
    )
    empty = codi.post(f"/plans/{plan.code}/comments", data={**said, "body": ""}, headers=HX)
    assert empty.status_code == 422
