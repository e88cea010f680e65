"""The text clause by clause: nothing is lost when several people write, and whoever may not write cannot."""

from typing import Any

import pytest
from sqlalchemy import func, select

from planhub.kernel import clock
from planhub.kernel.errors import Denied, Invalid
from planhub.mou.feature import MOUS
from planhub.mou.models import Mou, MouClause
from planhub.mou.text import editing
from planhub.mou.text.editing import Base, ClauseConflict, Typed
from planhub.mou.text.models import ClauseDraft
from planhub.record import lanes, services
from planhub.record.models import Comment
from tests.client import HouseClient
from tests.features.mou.conftest import Desk, later

HX = {"HX-Request": "true"}


def clause_of(mou: Mou, heading: str) -> MouClause:
    return next(c for c in mou.clauses if c.heading == heading)


def said(clause: MouClause, **other: str) -> dict[str, str]:
    """Give what a form of that clause sends."""
    return {
        "heading": clause.heading,
        "body": clause.body,
        "reason": clause.reason or "",
        "base_heading": clause.heading,
        "base_body": clause.body,
        **other,
    }


def change(
    desk: Desk, mou: Mou, heading: str, body: str, login: str = "coordinator.codi", **more: str
) -> Mou:
    clause = clause_of(mou, heading)
    editing.change(
        desk.session,
        desk.actor(login),
        mou,
        clause.id,
        typed=Typed(clause.heading, body, more.get("reason", "")),
        base=Base(clause.heading, more.get("base", clause.body)),
    )
    return desk.again(mou)


# --- the services -------------------------------------------------------------------------------------------------


def test_two_people_on_different_clauses_lose_nothing(desk: Desk) -> None:
    mou = desk.negotiating()
    stop, term = clause_of(mou, "การยกเลิก"), clause_of(mou, "ระยะเวลา")
    bases = {c.id: Base(c.heading, c.body) for c in (stop, term)}
    for login, clause, body in (
        ("coordinator.codi", stop, "แจ้งล่วงหน้า {notice_days} วัน"),
        ("coordinator.eef", term, "{paper}ฉบับนี้{term}"),
    ):
        editing.change(
            desk.session,
            desk.actor(login),
            mou,
            clause.id,
            typed=Typed(clause.heading, body),
            base=bases[clause.id],
        )
    mou = desk.again(mou)
    assert clause_of(mou, "การยกเลิก").body == "แจ้งล่วงหน้า {notice_days} วัน"
    assert clause_of(mou, "ระยะเวลา").body == "{paper}ฉบับนี้{term}"


def test_the_second_on_the_same_clause_gets_both_texts(desk: Desk) -> None:
    mou = desk.negotiating()
    clause = clause_of(mou, "การยกเลิก")
    before = clause.body
    change(desk, mou, "การยกเลิก", before + "เสมอ")
    with pytest.raises(ClauseConflict) as refused:
        change(desk, mou, "การยกเลิก", before.replace("ฝ่ายใด", "ฝ่ายหนึ่งฝ่ายใด"), "coordinator.eef", base=before)
    assert refused.value.body == before + "เสมอ"
    assert clause_of(desk.again(mou), "การยกเลิก").body == before + "เสมอ"


def test_saving_what_stands_already_is_no_change(desk: Desk) -> None:
    mou = desk.negotiating()
    version = mou.version
    mou = change(desk, mou, "การยกเลิก", clause_of(mou, "การยกเลิก").body, base="อะไรก็ได้")
    assert mou.version == version


def test_a_change_after_consent_voids_the_consents(desk: Desk) -> None:
    mou = desk.move(desk.negotiating(), "settle", "coordinator.codi")
    mou = desk.move(mou, "settle", "coordinator.eef")
    mou = change(desk, mou, "การยกเลิก", "แจ้งล่วงหน้า {notice_days} วัน", "coordinator.pmua")
    assert {x.org_code: x.status for x in lanes.current(mou, ["settle"])} == dict.fromkeys(
        ("CODI", "EEF", "PMUA"), "waiting"
    )


def test_a_standard_text_changes_only_with_a_reason(desk: Desk) -> None:
    mou = desk.draft()
    with pytest.raises(Invalid) as refused:
        change(desk, mou, "งบประมาณและค่าใช้จ่าย", "ฝ่ายที่หนึ่งจ่ายทั้งหมด")
    assert set(refused.value.errors) == {"reason"}
    mou = change(desk, desk.again(mou), "งบประมาณและค่าใช้จ่าย", "ฝ่ายที่หนึ่งจ่ายทั้งหมด", reason="มติที่ประชุม")
    assert clause_of(mou, "งบประมาณและค่าใช้จ่าย").is_altered
    mou = change(desk, mou, "งบประมาณและค่าใช้จ่าย", "{financial_term}")
    assert not clause_of(mou, "งบประมาณและค่าใช้จ่าย").is_altered


def test_a_standard_text_cannot_become_another_kind_of_clause(desk: Desk) -> None:
    mou = desk.draft()
    rows = [{"id": c.id, "heading": c.heading, "body": c.body, "kind": "adaptable"} for c in mou.clauses]
    with pytest.raises(Invalid) as refused:
        desk.save(mou, clauses=rows)
    assert all(name.endswith(".kind") for name in refused.value.errors)


def test_a_standard_text_stays_and_another_may_be_taken_out(desk: Desk) -> None:
    mou = desk.draft()
    actor = desk.actor("coordinator.codi")
    money, ip = clause_of(mou, "งบประมาณและค่าใช้จ่าย"), clause_of(mou, "ทรัพย์สินทางปัญญาและการเผยแพร่")
    with pytest.raises(Denied):
        editing.remove(desk.session, actor, mou, money.id, base=Base(money.heading, money.body))
    with pytest.raises(ClauseConflict):
        editing.remove(desk.session, actor, mou, ip.id, base=Base(ip.heading, "เดิม"))
    editing.remove(desk.session, actor, mou, ip.id, base=Base(ip.heading, ip.body))
    mou = desk.again(mou)
    assert ip.heading not in [c.heading for c in mou.clauses]
    assert [c.position for c in mou.clauses] == list(range(1, len(mou.clauses) + 1))


def test_clauses_move_by_steps_and_to_places(desk: Desk) -> None:
    mou = desk.draft()
    actor = desk.actor("coordinator.codi")
    first = mou.clauses[0]
    headings = [c.heading for c in mou.clauses]
    for to, place in (("up", 0), ("down", 1), ("4", 3), ("999", len(headings) - 1), ("1", 0)):
        editing.move(desk.session, actor, mou, first.id, to)
        mou = desk.again(mou)
        assert mou.clauses[place].id == first.id, to
    assert [c.heading for c in mou.clauses] == headings
    with pytest.raises(Invalid):
        editing.move(desk.session, actor, mou, first.id, "นอก")


def test_a_clause_of_the_library_remembers_its_edition(desk: Desk) -> None:
    mou = desk.draft()
    made = editing.add(
        desk.session,
        desk.actor("coordinator.codi"),
        mou,
        typed=None,
        after=mou.clauses[0].id,
        source="binding",
    )
    mou = desk.again(mou)
    assert mou.clauses[1].id == made.id
    assert (mou.clauses[1].source, mou.clauses[1].source_n, mou.clauses[1].standard) == (
        "binding",
        1,
        mou.clauses[1].body,
    )


@pytest.mark.parametrize(
    ("state", "login", "right"),
    [
        ("draft", "coordinator.codi", None),
        ("draft", "coordinator.eef", Exception),
        ("negotiating", "coordinator.eef", None),
        ("negotiating", "legal.codi", Denied),
        ("negotiating", "director.codi", Denied),
        ("clearance", "coordinator.codi", Denied),
        ("approval", "coordinator.codi", Denied),
    ],
)
def test_who_may_write_is_said_by_the_table_of_rights(
    desk: Desk, state: str, login: str, right: type[Exception] | None
) -> None:
    mou = getattr(desk, state)()
    if right is None:
        assert clause_of(change(desk, mou, "การยกเลิก", "ใหม่", login), "การยกเลิก").body == "ใหม่"
        return
    with pytest.raises(right):
        change(desk, mou, "การยกเลิก", "ใหม่", login)


# --- drafts and presence ------------------------------------------------------------------------------------------


def test_a_draft_is_kept_until_it_is_saved_and_shows_who_is_at_work(desk: Desk) -> None:
    mou = desk.negotiating()
    clause = clause_of(mou, "การยกเลิก")
    version = mou.version
    mine = desk.actor("coordinator.codi")
    editing.keep_draft(
        desk.session,
        mine,
        mou,
        clause.id,
        typed=Typed(clause.heading, "กำลังพิมพ์"),
        base=Base(clause.heading, clause.body),
    )
    mou = desk.again(mou)
    assert mou.version == version, "typing changes nothing for others"
    theirs = desk.actor("coordinator.eef")
    assert [p.name for p in editing.at_work(desk.session, theirs, mou)[clause.id]] == [mine.name]
    assert editing.my_drafts(desk.session, theirs, mou) == []
    with clock.at(later(1)):
        assert editing.at_work(desk.session, theirs, mou) == {}, "a sign is forgotten"
        assert [d.body for d in editing.my_drafts(desk.session, mine, mou)] == ["กำลังพิมพ์"], "a draft is not"
    mou = change(desk, mou, "การยกเลิก", "กำลังพิมพ์")
    assert editing.my_drafts(desk.session, mine, mou) == []


def test_what_was_typed_outlives_the_clause(desk: Desk) -> None:
    mou = desk.negotiating()
    clause = clause_of(mou, "การยกเลิก")
    mine = desk.actor("coordinator.codi")
    editing.keep_draft(desk.session, mine, mou, clause.id, typed=Typed(clause.heading, "ข้อความที่หวง"))
    desk.session.flush()
    theirs = desk.actor("coordinator.eef")
    editing.remove(desk.session, theirs, mou, clause.id, base=Base(clause.heading, clause.body))
    mou = desk.again(mou)
    [kept] = editing.my_drafts(desk.session, mine, mou)
    assert (kept.clause_id, kept.body) == (None, "ข้อความที่หวง")


def test_no_draft_without_the_right_to_write(desk: Desk) -> None:
    mou = desk.clearance()
    with pytest.raises(Denied):
        editing.keep_draft(
            desk.session, desk.actor("coordinator.codi"), mou, mou.clauses[0].id, typed=Typed("ก", "ข")
        )


# --- the screens --------------------------------------------------------------------------------------------------


def test_the_page_shows_every_clause_with_what_can_be_done(desk: Desk, client: HouseClient) -> None:
    mou = desk.negotiating()
    n = len(mou.clauses)
    client.sign_in("coordinator.eef")
    html = client.get(f"/mous/{mou.code}/text").text
    assert html.count("data-clause=") == n
    for words in (
        "ข้อ 1 วัตถุประสงค์",
        "ข้อความมาตรฐาน",
        "คำแนะนำ ไม่พิมพ์ในฉบับลงนาม",
        "เพิ่มจากคลัง",
        "แม่แบบ area-household@1",
    ):
        assert words in html, words
    client.sign_in("legal.codi")
    html = client.get(f"/mous/{mou.code}/text").text
    assert "แก้ข้อความไม่ได้" in html
    assert "/edit" not in html.split("data-clauses")[1]


def test_a_clause_is_saved_without_a_script(desk: Desk, client: HouseClient) -> None:
    mou = desk.negotiating()
    clause = clause_of(mou, "การยกเลิก")
    client.sign_in("coordinator.codi")
    address = f"/mous/{mou.code}/text/{clause.id}/edit"
    assert clause.body.split("\n")[0] in client.get(address).text
    body = "แจ้งล่วงหน้า {notice_days} วัน\r\nเป็นหนังสือ"
    response = client.post(address, data=said(clause, body=body))
    assert response.status_code == 303
    assert response.location.endswith(f"#clause-{clause.id}")
    assert clause_of(desk.again(mou), "การยกเลิก").body == "แจ้งล่วงหน้า {notice_days} วัน\nเป็นหนังสือ"


def test_a_script_gets_the_one_clause_back(desk: Desk, client: HouseClient) -> None:
    mou = desk.negotiating()
    clause = clause_of(mou, "การยกเลิก")
    client.sign_in("coordinator.codi")
    response = client.post(
        f"/mous/{mou.code}/text/{clause.id}/edit", data=said(clause, body="ใหม่"), headers=HX
    )
    assert response.status_code == 200
    assert response.text.count("data-clause=") == 1
    assert "ใหม่" in response.text
    assert "<html" not in response.text


@pytest.mark.parametrize("headers", [{}, HX])
def test_a_conflict_sets_both_texts_side_by_side_with_a_proposal(
    desk: Desk, client: HouseClient, headers: dict[str, str]
) -> None:
    mou = desk.negotiating()
    clause = clause_of(mou, "การยกเลิก")
    form = said(clause)
    mou = change(desk, mou, "การยกเลิก", clause.body.replace("ทุกฝ่าย", "ทุกฝ่ายทันที"), "coordinator.eef")
    client.sign_in("coordinator.codi")
    address = f"/mous/{mou.code}/text/{clause.id}/edit"
    mine = form["body"].replace("จนแล้วเสร็จ", "จนเสร็จสิ้น")
    response = client.post(address, data={**form, "body": mine}, headers=headers)
    assert response.status_code == 409
    merged = mine.replace("ทุกฝ่าย", "ทุกฝ่ายทันที")
    assert merged in response.text.replace("\r\n", "\n")
    assert "<ins>ทันที</ins>" in response.text
    assert clause_of(desk.again(mou), "การยกเลิก").body != mine
    now = clause_of(desk.again(mou), "การยกเลิก")
    response = client.post(
        address,
        data={"heading": now.heading, "body": merged, "base_heading": now.heading, "base_body": now.body},
    )
    assert response.status_code == 303
    assert clause_of(desk.again(mou), "การยกเลิก").body == merged


@pytest.mark.parametrize(("take", "kept"), [("mine", "ของฉัน"), ("theirs", "ของเขา")])
def test_a_conflict_may_take_one_text_whole(desk: Desk, client: HouseClient, take: str, kept: str) -> None:
    mou = desk.negotiating()
    clause = clause_of(mou, "การยกเลิก")
    mou = change(desk, mou, "การยกเลิก", "ของเขา", "coordinator.eef")
    client.sign_in("coordinator.codi")
    form = {
        "heading": clause.heading,
        "body": "รวม",
        "mine_heading": "การยกเลิก",
        "mine_body": "ของฉัน",
        "base_heading": "การยกเลิก",
        "base_body": "ของเขา",
        "_take": take,
    }
    assert client.post(f"/mous/{mou.code}/text/{clause.id}/edit", data=form).status_code == 303
    assert clause_of(desk.again(mou), "การยกเลิก").body == kept


def test_a_clause_taken_out_meanwhile_gives_the_text_back(desk: Desk, client: HouseClient) -> None:
    mou = desk.negotiating()
    clause = clause_of(mou, "การยกเลิก")
    form, key = said(clause, body="หวงไว้"), clause.id
    editing.remove(
        desk.session, desk.actor("coordinator.eef"), mou, key, base=Base(clause.heading, clause.body)
    )
    client.sign_in("coordinator.codi")
    response = client.post(f"/mous/{mou.code}/text/{key}/edit", data=form)
    assert response.status_code == 409
    assert "หวงไว้" in response.text
    assert "เพิ่มเป็นข้อใหม่" in response.text


def test_a_placeholder_that_nothing_fills_is_a_fault_and_code_is_only_text(
    desk: Desk, client: HouseClient
) -> None:
    mou = desk.negotiating()
    clause = clause_of(mou, "การยกเลิก")
    client.sign_in("coordinator.codi")
    address = f"/mous/{mou.code}/text/{clause.id}/edit"
    response = client.post(address, data=said(clause, body="ดู {{ 7*7 }} {party}"))
    assert response.status_code == 422
    assert "{ 7*7 }" in response.text
    assert "{party}" in response.text
    assert (
        client.post(address, data=said(clause, body="<script>alert(1)</script> {% x %}")).status_code == 422
    )
    assert client.post(address, data=said(clause, body="<script>alert(1)</script>")).status_code == 303
    assert "<script>alert" not in client.get(f"/mous/{mou.code}/text").text


def test_a_draft_saves_itself_and_says_so(desk: Desk, client: HouseClient) -> None:
    mou = desk.negotiating()
    clause = clause_of(mou, "การยกเลิก")
    client.sign_in("coordinator.codi")
    address = f"/mous/{mou.code}/text/{clause.id}"
    answer = client.post(f"{address}/draft", data=said(clause, body="ยังไม่เสร็จ {xx}")).get_json()
    assert answer == {"said": "บันทึกร่างแล้วเมื่อ 10.00 น.", "others": [], "moved_on": False, "unknown": ["xx"]}
    assert "ยังไม่เสร็จ {xx}" in client.get(f"{address}/edit").text
    assert "เขียนต่อ" in client.get(f"/mous/{mou.code}/text").text
    mou = desk.again(mou)
    keys = {c.id for c in mou.clauses}
    sign = {"base_heading": "การยกเลิก", "base_body": clause_of(mou, "การยกเลิก").body}
    change(desk, mou, "การยกเลิก", "อื่น", "coordinator.eef")
    assert client.post(f"{address}/draft", data=sign).get_json()["moved_on"]
    seen = client.get(f"/mous/{mou.code}/text/at-work").get_json()
    assert set(seen) == keys
    assert client.post(f"{address}/draft/drop").status_code == 303
    assert desk.session.scalar(select(func.count()).select_from(ClauseDraft)) == 0


def test_clauses_are_added_moved_and_taken_out_without_a_script(desk: Desk, client: HouseClient) -> None:
    mou = desk.draft()
    client.sign_in("coordinator.codi")
    base = f"/mous/{mou.code}/text"
    first = mou.clauses[0]
    assert client.post(f"{base}/{first.id}/move", data={"to": "down"}).status_code == 303
    assert (
        client.post(f"{base}/new", data={"heading": "ของเรา", "body": "", "kind": "adaptable"}).status_code
        == 422
    )
    form = {"heading": "ของเรา", "body": "ข้อความ", "kind": "fixed", "after": first.id}
    assert client.post(f"{base}/new", data=form).status_code == 303
    assert client.post(f"{base}/library", data={"source": "binding"}).status_code == 303
    mou = desk.again(mou)
    assert [c.heading for c in mou.clauses[1:3]] == [first.heading, "ของเรา"]
    assert mou.clauses[2].kind == "adaptable", "only the library makes a text a standard one"
    assert mou.clauses[-1].source == "binding"
    own = mou.clauses[2]
    assert (
        client.post(f"{base}/{own.id}/remove", data={"base_heading": "ก", "base_body": "ข"}).status_code
        == 409
    )
    form = {"base_heading": own.heading, "base_body": own.body}
    assert client.post(f"{base}/{own.id}/remove", data=form).status_code == 303
    assert "ของเรา" not in [c.heading for c in desk.again(mou).clauses]
    money = clause_of(mou, "งบประมาณและค่าใช้จ่าย")
    form = {"base_heading": money.heading, "base_body": money.body}
    assert client.post(f"{base}/{money.id}/remove", data=form).status_code == 403


def test_an_empty_text_is_filled_from_its_template(desk: Desk, client: HouseClient) -> None:
    mou = services.create(
        desk.session,
        desk.actor("coordinator.codi"),
        MOUS,
        {"title": "ว่าง", "parties": [{"org": "CODI"}, {"org": "EEF"}]},
        origin="article",
    )
    desk.session.flush()
    assert not mou.clauses
    client.sign_in("coordinator.codi")
    base = f"/mous/{mou.code}/text"
    assert "เติมจากแม่แบบ" in client.get(base).text
    assert client.post(f"{base}/fill").status_code == 303
    mou = desk.again(mou)
    assert mou.template == "area@1"
    assert all(c.standard == c.body and c.source_n == 1 for c in mou.clauses)
    n = len(mou.clauses)
    client.post(f"{base}/fill")
    assert len(desk.again(mou).clauses) == n, "a second press adds nothing"


def test_remarks_hang_on_their_clause_and_are_settled_by_name(desk: Desk, client: HouseClient) -> None:
    mou = desk.negotiating()
    clause = clause_of(mou, "การยกเลิก")
    base = f"/mous/{mou.code}/text"
    client.sign_in("legal.eef")
    assert client.post(f"{base}/{clause.id}/comments", data={"body": " "}).status_code == 422
    response = client.post(f"{base}/{clause.id}/comments", data={"body": "ควรเป็น 60 วัน"}, headers=HX)
    assert "ความเห็นค้าง 1" in response.text
    row = desk.session.scalars(select(Comment).where(Comment.record_id == mou.id)).one()
    assert (row.anchor, row.anchor_label, row.section) == (clause.id, "การยกเลิก", "text")
    client.sign_in("auditor")
    assert client.post(f"{base}/comments/{row.id}/resolve").status_code == 403
    client.sign_in("coordinator.codi")
    assert client.post(f"{base}/comments/{row.id}/resolve").status_code == 303
    desk.session.expire_all()
    html = client.get(base).text
    assert "ปิดแล้วโดย" in html
    assert "ความเห็นค้าง" not in html
    assert client.post(f"{base}/comments/{row.id}/reopen", headers=HX).status_code == 200
    desk.session.expire_all()
    assert row.resolved_at is None
    client.sign_in("coordinator.codi")
    other = desk.negotiating()
    assert client.post(f"/mous/{other.code}/text/comments/{row.id}/resolve").status_code == 404


@pytest.mark.parametrize("login", ["system", "area.roiet", "viewer"])
def test_whoever_may_not_see_it_finds_nothing(desk: Desk, client: HouseClient, login: str) -> None:
    mou = desk.negotiating()
    key = mou.clauses[0].id
    client.sign_in(login)
    for path in ("text", f"text/{key}", f"text/{key}/edit", "text/at-work", "versions", "versions/compare"):
        assert client.get(f"/mous/{mou.code}/{path}").status_code == 404, path
    for path in (
        f"text/{key}/edit",
        f"text/{key}/draft",
        f"text/{key}/move",
        f"text/{key}/remove",
        "text/new",
    ):
        assert client.post(f"/mous/{mou.code}/{path}", data={"to": "up"}).status_code == 404, path


def test_the_page_costs_few_statements(desk: Desk, client: HouseClient, max_queries: Any) -> None:
    mou = desk.negotiating()
    client.sign_in("coordinator.codi")
    client.get(f"/mous/{mou.code}/text")
    with max_queries(11):
        assert client.get(f"/mous/{mou.code}/text").status_code == 200
