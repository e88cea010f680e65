"""The register of duties: who may say what, what shows it, how lights turn, and the pages that show them."""

from datetime import date, timedelta
from typing import Any

import pytest

from planhub.kernel import clock
from planhub.kernel.errors import Denied, GuardFailed, Invalid, NotFound
from planhub.meetings.pack import compose, reading
from planhub.mou.duties import fulfilling, health, overseeing, register
from planhub.mou.duties.obligations import obligations_of, open_obligations, unfulfilled
from planhub.mou.models import Mou
from planhub.people import tokens
from planhub.people.queries import find_user
from planhub.record.history import history
from tests.client import HouseClient
from tests.conftest import MaxQueries
from tests.features.mou.conftest import ORGS, TODAY, Desk, later

DUTIES = [
    {"org": "EEF", "text": "ส่งข้อมูลทุกไตรมาส", "rhythm": "quarterly"},
    {"org": "CODI", "text": "จัดทำรายชื่อพื้นที่", "due_on": "2027-01-31", "fulfilled_by": "file"},
    {"org": "PMUA", "text": "สนับสนุนงานวิจัย"},
    {"text": "ประชุมร่วมกัน", "rhythm": "half_yearly", "fulfilled_by": "meeting"},
]


def in_force(desk: Desk) -> Mou:
    return desk.signed(obligations=DUTIES)


def lights(desk: Desk, mou: Mou) -> dict[str, str]:
    return {one.duty.text: one.standing.light for one in obligations_of(desk.session, mou)}


def duty_of(mou: Mou, org: str | None) -> Any:
    return next(d for d in mou.obligations if d.org == org)


def say(desk: Desk, mou: Mou, login: str, org: str | None, **raw: Any) -> Any:
    file = raw.pop("upload", None)
    said = fulfilling.fulfil(desk.session, desk.actor(login), mou, duty_of(mou, org).id, raw, file=file)
    desk.session.flush()
    return said


def test_lights_turn_with_the_days(desk: Desk) -> None:
    mou = in_force(desk)
    assert set(lights(desk, mou).values()) == {"none"}
    with clock.at(later(60)):
        assert lights(desk, mou) == {
            "ส่งข้อมูลทุกไตรมาส": "none",
            "จัดทำรายชื่อพื้นที่": "wait",
            "สนับสนุนงานวิจัย": "none",
            "ประชุมร่วมกัน": "none",
        }
    with clock.at(later(200)):
        assert lights(desk, mou) == {
            "ส่งข้อมูลทุกไตรมาส": "bad",
            "จัดทำรายชื่อพื้นที่": "bad",
            "สนับสนุนงานวิจัย": "wait",
            "ประชุมร่วมกัน": "bad",
        }
        found = obligations_of(desk.session, mou)
        assert [one.duty.org for one in unfulfilled(found)] == ["EEF", "CODI", None]
        assert open_obligations(desk.session, mou)[0].standing.light == "bad"


def test_a_word_of_the_party_with_a_file_closes_the_duty(desk: Desk) -> None:
    mou = in_force(desk)
    row = say(
        desk,
        mou,
        "coordinator.codi",
        "CODI",
        upload=fulfilling.File("รายชื่อ.csv", b"a,b\n1,2\n"),
        note="ส่งแล้ว",
    )
    assert (row.org, row.by_name, row.period) == ("CODI", "ผู้ประสานงาน พอช. (ตัวอย่าง)", None)
    mou = desk.again(mou)
    with clock.at(later(200)):
        assert lights(desk, mou)["จัดทำรายชื่อพื้นที่"] == "good"
        assert "CODI" not in {one.duty.org for one in open_obligations(desk.session, mou)}
    assert any(
        change.table_name == "mou_fulfilment"
        for moment in history(desk.session, mou.id)
        for change in moment.changes
    ), "the history of the record tells it"


@pytest.mark.parametrize(
    ("login", "org"),
    [
        ("coordinator.eef", "CODI"),
        ("director.codi", "CODI"),
        ("secretariat", "CODI"),
        ("viewer", "CODI"),
        ("viewer", None),
    ],
)
def test_nobody_else_says_how_a_partys_duty_stands(desk: Desk, login: str, org: str | None) -> None:
    mou = in_force(desk)
    with pytest.raises(Denied):
        say(desk, mou, login, org, note="ทำแล้ว")


@pytest.mark.parametrize("login", ["coordinator.eef", "coordinator.pmua", "secretariat"])
def test_what_all_do_together_any_party_may_report(desk: Desk, login: str) -> None:
    mou = in_force(desk)
    say(desk, mou, login, None, status="partly", note="ประชุมครั้งแรกแล้ว")


def test_strangers_do_not_even_learn_that_it_exists(desk: Desk) -> None:
    mou = desk.negotiating(obligations=[{"org": org, "text": "ทำ"} for org in ORGS])
    with pytest.raises(NotFound):
        say(desk, mou, "viewer", "CODI", note="ทำแล้ว")


def test_before_it_is_in_force_nothing_is_entered(desk: Desk) -> None:
    mou = desk.signed(obligations=DUTIES, effective_on="2027-06-01")
    assert mou.state == "signed"
    with pytest.raises(GuardFailed, match=r"มีผลใช้บังคับ|in force"):
        say(desk, mou, "coordinator.codi", "CODI", note="ทำแล้ว")


@pytest.mark.parametrize(
    ("org", "raw", "field"),
    [
        ("CODI", {"note": "ทำแล้ว"}, "file"),
        ("CODI", {"file": "ไม่มีไฟล์นี้.pdf"}, "file"),
        ("PMUA", {}, "note"),
        ("PMUA", {"status": "not_done"}, "note"),
        ("PMUA", {"status": "อื่น", "note": "x"}, "status"),
        ("PMUA", {"evidence": "MTG-2500-9999"}, "evidence"),
        ("EEF", {"note": "ส่ง", "period": "2027-01-01"}, "period"),
        (None, {"note": "ประชุมแล้ว"}, "evidence"),
    ],
)
def test_what_does_not_show_it_is_refused_beside_its_field(
    desk: Desk, org: str | None, raw: dict[str, Any], field: str
) -> None:
    mou = in_force(desk)
    with pytest.raises(Invalid) as refused:
        say(desk, mou, f"coordinator.{(org or 'EEF').lower()}", org, **raw)
    assert list(refused.value.errors) == [field]


def test_evidence_is_a_record_that_the_reporter_may_see(desk: Desk) -> None:
    mou = in_force(desk)
    other = desk.draft("coordinator.eef")
    mou = desk.again(mou)
    with pytest.raises(Invalid):
        say(desk, mou, "coordinator.pmua", "PMUA", evidence=other.code)
    shared = desk.move(desk.again(other), "share", "coordinator.eef")
    mou = desk.again(mou)
    row = say(desk, mou, "coordinator.pmua", "PMUA", evidence=shared.code)
    assert row.evidence_id == shared.id


def test_missed_quarters_are_answered_one_by_one(desk: Desk) -> None:
    mou = in_force(desk)
    with clock.at(later(200)):
        first = say(desk, mou, "coordinator.eef", "EEF", note="ไตรมาสแรก")
        second = say(desk, mou, "coordinator.eef", "EEF", note="ไตรมาสที่สอง")
        assert (first.period, second.period) == (date(2027, 2, 22), date(2027, 5, 22))
        assert lights(desk, desk.again(mou))["ส่งข้อมูลทุกไตรมาส"] == "good"
    with clock.at(later(201)):
        say(desk, mou, "coordinator.eef", "EEF", status="not_done", note="ถอนคำ ข้อมูลผิด", period="2027-02-22")
        assert lights(desk, desk.again(mou))["ส่งข้อมูลทุกไตรมาส"] == "bad", "the newest word of a period counts"


def test_rhythm_and_day_can_be_set_later_without_touching_the_signed_text(desk: Desk) -> None:
    mou = in_force(desk)
    was = mou.content_hash
    raw = {"rhythm": "monthly", "first_due_on": "2026-12-31", "fulfilled_by": "any"}
    fulfilling.plan(desk.session, desk.actor("coordinator.pmua"), mou, duty_of(mou, "PMUA").id, raw)
    mou = desk.again(mou)
    assert mou.content_hash == was
    with clock.at(later(45)):
        assert lights(desk, mou)["สนับสนุนงานวิจัย"] == "bad"
    with pytest.raises(Denied):
        fulfilling.plan(desk.session, desk.actor("coordinator.eef"), mou, duty_of(mou, "PMUA").id, raw)
    with pytest.raises(Invalid):
        fulfilling.plan(
            desk.session,
            desk.actor("coordinator.pmua"),
            mou,
            duty_of(mou, "PMUA").id,
            {**raw, "first_due_on": "2035-01-01"},
        )


# --- health -------------------------------------------------------------------------------------------------------


def test_health_tells_what_an_executive_asks(desk: Desk) -> None:
    mou = in_force(desk)
    with clock.at(later(200)):
        found = obligations_of(desk.session, mou)
        sheet = health.of(mou, found, health.told(desk.session, [mou.id]), clock.today())
    assert sheet is not None
    assert (sheet.live, sheet.overdue, sheet.unlinked, sheet.quiet_months) == (0, 3, 4, 6)
    assert sheet.light == "bad"
    assert sheet.signs[0][1].en == "3 duties overdue"


def test_a_meeting_or_report_is_a_sign_of_life(desk: Desk) -> None:
    mou = in_force(desk)
    known: dict[str, dict[str, Any]] = {
        health.LAST_REPORT: {mou.id: TODAY + timedelta(days=150)},
        health.LIVE: {mou.id: 2},
    }
    sheet = health.of(mou, [], known, TODAY + timedelta(days=200))
    assert sheet is not None
    assert (sheet.quiet_months, sheet.light) == (1, "good")


def test_every_source_answers_for_many_in_one_query(desk: Desk, max_queries: MaxQueries) -> None:
    ids = [in_force(desk).id, desk.draft().id]
    with max_queries(1):
        assert set(health.told(desk.session, ids)) == {health.LIVE, health.LAST_REPORT, health.LAST_MEETING}


# --- all of them --------------------------------------------------------------------------------------------------


def test_the_register_costs_the_same_for_many(desk: Desk, max_queries: MaxQueries) -> None:
    for _ in range(3):
        in_force(desk)
    desk.negotiating()
    actor = desk.actor("secretariat")
    with max_queries(8), clock.at(later(200)):
        found = overseeing.oversee(desk.session, actor, overseeing.Asked())
    assert len(found.rows) == 3
    assert found.counts == {"bad": 9, "wait": 3, "none": 0, "good": 0}
    assert len(found.listed) == 9


def test_the_register_shows_only_what_one_may_see(desk: Desk) -> None:
    mine, foreign = desk.draft("coordinator.codi"), desk.draft("coordinator.eef")
    codes = {line.row.code for line in register.read(desk.session, desk.actor("coordinator.codi")).lines}
    assert mine.code in codes
    assert foreign.code not in codes


def test_the_register_of_a_year_holds_what_lived_in_it(desk: Desk) -> None:
    mou = in_force(desk)
    actor = desk.actor("secretariat")
    years = {
        y: [x.row.code for x in register.read(desk.session, actor, fiscal_year=y).lines]
        for y in (2569, 2570, 2573, 2574)
    }
    assert [mou.code in years[y] for y in (2569, 2570, 2573, 2574)] == [False, True, True, False]


def test_every_pack_names_what_is_overdue(desk: Desk) -> None:
    mou = in_force(desk)
    say(desk, mou, "coordinator.eef", "EEF", note="ไตรมาสแรก")
    actor = desk.actor("secretariat")
    with clock.at(later(95)):
        (told,) = compose.mous(reading.read(desk.session, reading.Question(actor, 2570, clock.now())))
        assert [one["org"] for one in told["unfulfilled"]] == ["CODI"]
    with clock.at(later(200)):
        (told,) = compose.mous(reading.read(desk.session, reading.Question(actor, 2570, clock.now())))
    assert [(one["org"], one["text"]) for one in told["unfulfilled"]] == [
        ("EEF", "ส่งข้อมูลทุกไตรมาส"),
        ("CODI", "จัดทำรายชื่อพื้นที่"),
        (None, "ประชุมร่วมกัน"),
    ]
    assert told["unfulfilled"][0]["standing"]["en"] == "Missed: due on 22 May 2027"


# --- screens ------------------------------------------------------------------------------------------------------


def get(client: HouseClient, login: str, path: str) -> Any:
    client.sign_in(login)
    return client.get(path)


def test_the_page_of_one_mou_offers_the_button_to_those_who_may(desk: Desk, client: HouseClient) -> None:
    mou = in_force(desk)
    html = get(client, "coordinator.codi", f"/mous/{mou.code}/obligations").get_data(as_text=True)
    assert html.count("บันทึกผล<") == 2, "its own and the joint one"
    html = get(client, "director.codi", f"/mous/{mou.code}/obligations").get_data(as_text=True)
    assert "บันทึกผล<" not in html


def test_a_refused_word_keeps_what_was_typed(desk: Desk, client: HouseClient) -> None:
    mou = in_force(desk)
    path = f"/mous/{mou.code}/obligations/{duty_of(mou, 'CODI').id}"
    client.sign_in("coordinator.codi")
    assert client.get(path).status_code == 200
    answer = client.post(path, data={"status": "done", "note": "ทำไปแล้วสามตำบล"})
    assert answer.status_code == 422
    assert "ทำไปแล้วสามตำบล" in answer.get_data(as_text=True)
    assert "ยืนยันด้วยไฟล์" in answer.get_data(as_text=True)


def test_a_word_is_entered_by_clicking(desk: Desk, client: HouseClient) -> None:
    mou = in_force(desk)
    duty = duty_of(mou, "PMUA")
    client.sign_in("coordinator.pmua")
    answer = client.post(
        f"/mous/{mou.code}/obligations/{duty.id}", data={"status": "done", "note": "ส่งชุดความรู้แล้ว"}
    )
    assert answer.status_code == 303
    html = client.get(f"/mous/{mou.code}/obligations").get_data(as_text=True)
    assert "ส่งชุดความรู้แล้ว" in html
    history_of = client.get(f"/mous/{mou.code}/obligations/{duty.id}").get_data(as_text=True)
    assert "ผู้ประสานงาน บพท." in history_of
    plan = client.post(
        f"/mous/{mou.code}/obligations/{duty.id}/plan",
        data={"rhythm": "yearly", "first_due_on": "", "fulfilled_by": "any"},
    )
    assert plan.status_code == 303


@pytest.mark.parametrize(
    "path", ["/mous/obligations", "/mous/timeline", "/mous/obligations?light=good&org=EEF&fiscal_year=๒๕๗๐"]
)
def test_the_pages_of_all_mous_in_few_statements(
    desk: Desk, client: HouseClient, max_queries: MaxQueries, path: str
) -> None:
    mou = in_force(desk)
    client.sign_in("coordinator.eef")
    client.get(path)
    with max_queries(11):
        answer = client.get(path)
    assert answer.status_code == 200
    assert mou.title in answer.get_data(as_text=True)


def test_the_timeline_says_in_words_what_it_draws(desk: Desk, client: HouseClient) -> None:
    in_force(desk)
    desk.negotiating(title="ยังไม่มีวัน")
    html = get(client, "secretariat", "/mous/timeline").get_data(as_text=True)
    assert "22 พ.ย. 2572" in html
    assert "เหลือ 1095 วัน" in html
    assert "ยังไม่กำหนดวัน" in html
    assert html.count('class="mou-bar"') == 1


def test_other_parties_duties_are_not_found_under_a_foreign_record(desk: Desk, client: HouseClient) -> None:
    mine, other = in_force(desk), in_force(desk)
    client.sign_in("coordinator.codi")
    assert client.get(f"/mous/{mine.code}/obligations/{other.obligations[0].id}").status_code == 404
    assert client.get("/mous/MOU-2599-0001/obligations").status_code == 404


# --- by API -------------------------------------------------------------------------------------------------------


def test_duties_by_api_as_on_the_screens(desk: Desk, client: HouseClient) -> None:
    mou = in_force(desk)
    user = find_user(desk.session, login="coordinator.pmua")
    assert user is not None
    head = {"Authorization": f"Bearer {tokens.issue(desk.session, user, days=1)}"}
    path = f"/api/v1/mous/{mou.code}/obligations"
    items = client.get(path, headers=head).get_json()["items"]
    assert [(i["org"], i["rhythm"], i["light"], i["may_fulfil"]) for i in items] == [
        ("EEF", "quarterly", "none", False),
        ("CODI", "once", "none", False),
        ("PMUA", "once", "none", True),
        (None, "half_yearly", "none", True),
    ]
    mine, theirs = items[2]["id"], items[1]["id"]
    head["Idempotency-Key"] = "word-1"
    for _ in range(2):
        answer = client.post(
            f"{path}/{mine}/fulfilments", json={"status": "done", "note": "ส่งแล้ว"}, headers=head
        )
        assert (answer.status_code, answer.get_json()["light"]) == (201, "good")
    assert len(answer.get_json()["history"]) == 1, "the same key is the same word"
    head.pop("Idempotency-Key")
    refused = client.post(f"{path}/{mine}/fulfilments", json={"status": "done"}, headers=head)
    assert (refused.status_code, list(refused.get_json()["errors"])) == (422, ["note"])
    assert client.post(f"{path}/{theirs}/fulfilments", json={"note": "x"}, headers=head).status_code == 403
    planned = client.patch(f"{path}/{mine}", json={"rhythm": "yearly"}, headers=head)
    assert (planned.status_code, planned.get_json()["rhythm"]) == (200, "yearly")
    assert client.get(path).status_code == 401


def test_the_page_of_an_mou_in_force_in_few_statements(
    desk: Desk, client: HouseClient, max_queries: MaxQueries
) -> None:
    mou = in_force(desk)
    client.sign_in("coordinator.codi")
    client.get(f"/mous/{mou.code}")
    with max_queries(16):
        html = client.get(f"/mous/{mou.code}").get_data(as_text=True)
    assert f"/mous/{mou.code}/obligations" in html
    assert "ยังไม่มีกิจกรรมที่เดินอยู่" in html
