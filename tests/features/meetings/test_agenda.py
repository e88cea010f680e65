"""The agenda builder: what waits, proposals, order, planned time, papers, and the next meeting in three clicks."""

import io
import re
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.errors import Denied, GuardFailed, Invalid, NotFound
from planhub.meetings.agenda import building, candidates, following, proposals
from planhub.meetings.agenda.models import MeetingProposal
from planhub.meetings.agenda.numbers import find_item, numbered
from planhub.meetings.models import Meeting
from planhub.meetings.queries import find_committee
from planhub.record import audit
from planhub.record.models import Notification
from tests.client import HouseClient
from tests.conftest import MaxQueries
from tests.features.meetings.conftest import MATTER, Desk

PDF = b"%PDF-1.7\nsample\n%%EOF\n"
PROPOSAL: dict[str, Any] = {
    "title": "ขอเพิ่มพื้นที่นำร่องสองตำบล",
    "section": "5",
    "requested": "approved",
    "proposal": "อนุมัติให้เพิ่มตำบลเหนือเมืองและตำบลรอบเมือง",
    "minutes": "15",
}


def act(desk: Desk, login: str = "secretariat") -> Any:
    actor = desk.actors[login]
    audit.act_as(desk.session, actor)
    return actor


def titles(meeting: Meeting, section: str) -> list[str]:
    return [item.title for _, item in numbered(meeting) if item.section == section]


def bring(desk: Desk, meeting: Meeting) -> list[candidates.Candidate]:
    return candidates.candidates(desk.session, desk.secretariat, desk.load(meeting))


# --- what waits -------------------------------------------------------------------------------------------------


def test_the_system_brings_what_waits_each_to_its_part(
    desk: Desk, country: Sequence[str], max_queries: MaxQueries
) -> None:
    meeting = desk.call(agenda=[])
    desk.load(meeting)
    with max_queries(9):
        found = candidates.candidates(desk.session, desk.secretariat, meeting)
    keys = {(one.section, one.key) for one in found}
    assert ("5", "mou:MOU-2566-0001") in keys, "an MOU that waits for approval"
    assert ("5", "mou:MOU-2563-0004") in keys, "an MOU near its end"
    assert ("4", "reports:2566-1") in keys
    assert [one.section for one in found] == sorted(one.section for one in found)
    reports = next(one for one in found if one.section == "4")
    assert reports.facts == "ได้รับรายงานแล้ว 6 จาก 6 กิจกรรม รายละเอียดอยู่ในเอกสารประกอบการประชุม"


def test_what_was_ticked_is_taken_once(desk: Desk, country: Sequence[str]) -> None:
    meeting = desk.call(agenda=[])
    taken = candidates.take(
        desk.session, act(desk), meeting, ["mou:MOU-2566-0001", "reports:2566-1", "mou:NO-SUCH"]
    )
    meeting = desk.load(meeting)
    assert taken == 2
    assert [no for no, _ in numbered(meeting)] == ["1.1", "4.1", "5.1"]
    item = find_item(meeting, "5.1")
    assert item is not None
    assert (item.about.code, item.requested, item.proposal) == ("MOU-2566-0001", "endorsed", "เห็นชอบตามที่เสนอ")
    assert {one.key for one in bring(desk, meeting)} == {"mou:MOU-2563-0004"}
    with pytest.raises((Denied, NotFound)):
        candidates.take(desk.session, act(desk, "coordinator.codi"), meeting, ["mou:MOU-2563-0004"])


def test_a_matter_that_was_put_off_comes_back(desk: Desk, country: Sequence[str]) -> None:
    held = desk.to_session(desk.call())
    desk.move(held, "resolve_item", item="5.1", kind="deferred", text="ให้เสนอใหม่ครั้งถัดไป")
    following_one = desk.call(agenda=[])
    back = [one for one in bring(desk, following_one) if one.key.startswith("deferred:")]
    assert [(one.section, one.title, one.org) for one in back] == [("5", MATTER["title"], "CODI")]
    candidates.take(desk.session, act(desk), following_one, [back[0].key])
    assert not [one for one in bring(desk, following_one) if one.key.startswith("deferred:")]


# --- order, time, papers ----------------------------------------------------------------------------------------


@pytest.fixture
def three(desk: Desk) -> Meeting:
    rows = [{**MATTER, "title": title} for title in ("หนึ่ง", "สอง", "สาม")]
    return desk.call(agenda=[{**MATTER, "section": "4", "title": "ทราบ"}, *rows])


def test_matters_change_places_within_their_part(desk: Desk, three: Meeting) -> None:
    ids = {item.title: item.id for item in three.agenda}
    actor = act(desk)
    building.arrange(desk.session, actor, three, [ids["สาม"], ids["ทราบ"], ids["หนึ่ง"], ids["สอง"]])
    assert titles(desk.load(three), "5") == ["สาม", "หนึ่ง", "สอง"]
    building.arrange(desk.session, actor, three, [], shift=(ids["สาม"], "down"))
    assert titles(desk.load(three), "5") == ["หนึ่ง", "สาม", "สอง"]
    building.arrange(desk.session, actor, three, [], shift=(ids["หนึ่ง"], "up"))
    assert titles(desk.load(three), "5") == ["หนึ่ง", "สาม", "สอง"], "the first of its part stays"
    assert titles(desk.load(three), "4") == ["ทราบ"]


def test_the_time_plan_says_when_the_agenda_is_too_long(desk: Desk, three: Meeting) -> None:
    minutes = {item.id: "40" for item in three.agenda}
    building.arrange(desk.session, act(desk), three, [], minutes=minutes)
    plan = building.plan(desk.load(three))
    assert (plan.total, plan.room, plan.over, plan.unplanned) == (200, 150, 50, 0)
    assert [line.begins.strftime("%H:%M") for line in plan.lines if line.begins] == [
        "09:30",
        "10:10",
        "10:50",
        "11:30",
        "12:10",
    ]
    with pytest.raises(Invalid):
        building.arrange(desk.session, act(desk), three, [], minutes={three.agenda[0].id: "ยาวมาก"})


def test_papers_stay_in_their_order(desk: Desk, three: Meeting, db_session: Session) -> None:
    item = three.agenda[-1]
    actor = act(desk)
    one, two = (
        building.add_paper(db_session, actor, desk.load(three), item.id, f"{n}.pdf", PDF).id for n in "ab"
    )
    building.change_papers(db_session, actor, desk.load(three), item.id, two, "up")
    assert building.paper_ids(find_item(desk.load(three), item.id)) == [two, one]
    building.change_papers(db_session, actor, desk.load(three), item.id, two, "out")
    assert building.paper_ids(find_item(desk.load(three), item.id)) == [one]
    assert two in building.papers(db_session, desk.load(three)), "the file stays with the meeting"
    with pytest.raises(NotFound):
        building.change_papers(db_session, actor, desk.load(three), item.id, two, "up")


def test_a_change_of_order_or_papers_makes_the_pack_stale(desk: Desk, three: Meeting) -> None:
    before = three.content_hash
    building.add_paper(desk.session, act(desk), three, three.agenda[-1].id, "a.pdf", PDF)
    assert desk.load(three).content_hash != before


# --- proposals --------------------------------------------------------------------------------------------------


def test_an_agency_proposes_and_is_answered(desk: Desk, db_session: Session) -> None:
    meeting = desk.call()
    row = proposals.propose(
        db_session, act(desk, "coordinator.eef"), meeting, PROPOSAL, file=("แผนที่.pdf", PDF)
    )
    assert (row.org, row.state) == ("EEF", "proposed")
    told = db_session.scalars(select(Notification).where(Notification.cause == f"proposal:{row.id}:proposed"))
    assert {n.user_id for n in told} == {desk.secretariat.user_id}

    item = proposals.accept(db_session, act(desk), desk.load(meeting), row.id)
    assert (item.org, item.requested, item.minutes, item.proposal_id) == ("EEF", "approved", 15, row.id)
    assert building.paper_ids(item) == [row.attachment_id]
    told = db_session.scalars(select(Notification).where(Notification.cause == f"proposal:{row.id}:accepted"))
    assert {n.user_id for n in told} == {desk.actors["coordinator.eef"].user_id}
    with pytest.raises(GuardFailed):
        proposals.decline(db_session, act(desk), desk.load(meeting), row.id, {"reason": "ซ้ำ"})


def test_a_proposal_is_declined_only_with_a_reason_and_seen_by_its_agency(
    desk: Desk, db_session: Session
) -> None:
    meeting = desk.call()
    row = proposals.propose(db_session, act(desk, "coordinator.eef"), meeting, PROPOSAL)
    with pytest.raises(Invalid):
        proposals.decline(db_session, act(desk), desk.load(meeting), row.id, {"reason": " "})
    proposals.decline(db_session, act(desk), desk.load(meeting), row.id, {"reason": "เสนอครั้งถัดไป"})

    def seen(login: str) -> list[str | None]:
        rows = proposals.proposals(db_session, desk.actors[login], desk.load(meeting))
        return [one.reason for one in rows]

    assert seen("coordinator.eef") == ["เสนอครั้งถัดไป"] == seen("secretariat")
    assert seen("coordinator.codi") == []
    assert titles(desk.load(meeting), "5") == [MATTER["title"]]


def test_a_matter_for_consideration_says_what_is_asked(desk: Desk) -> None:
    meeting = desk.call()
    with pytest.raises(Invalid) as caught:
        proposals.propose(
            desk.session, act(desk, "coordinator.eef"), meeting, {"title": "เรื่อง", "section": "5"}
        )
    assert set(caught.value.errors) == {"requested", "proposal"}
    with pytest.raises((Denied, NotFound)):
        proposals.propose(desk.session, act(desk, "viewer"), meeting, PROPOSAL)


def test_an_agency_takes_its_own_proposal_back_only(desk: Desk, db_session: Session) -> None:
    meeting = desk.call()
    row = proposals.propose(db_session, act(desk, "coordinator.eef"), meeting, PROPOSAL)
    with pytest.raises(Denied):
        proposals.withdraw(db_session, act(desk, "coordinator.codi"), desk.load(meeting), row.id)
    proposals.withdraw(db_session, act(desk, "coordinator.eef"), desk.load(meeting), row.id)
    with pytest.raises(GuardFailed):
        proposals.accept(db_session, act(desk), desk.load(meeting), row.id)


# --- the next meeting -------------------------------------------------------------------------------------------


def test_the_next_meeting_takes_over_what_comes_each_time(desk: Desk, country: Sequence[str]) -> None:
    usual = {"section": "4", "title": "สถานการณ์งบประมาณ", "org": "CODI", "minutes": "10", "facts": "ตัวเลขเก่า"}
    first = desk.to_session(desk.call(agenda=[usual, MATTER, {"section": "6", "title": "นัดหมายครั้งถัดไป"}]))
    desk.move(
        first,
        "resolve_item",
        item="5.1",
        kind="assigned",
        text="มอบหมาย พอช.",
        assign_org="CODI",
        assign_what="จัดทำบัญชี",
        assign_due="31/3/2566",
    )
    committee = find_committee(desk.session, "JOINT")
    assert committee is not None
    actor = act(desk)
    last = following.last_of(desk.session, actor, committee)
    day = following.proposed(committee, last)["held_on"]
    assert day > clock.today()
    assert day.weekday() < 5
    made = following.call(
        desk.session, actor, committee, {"held_on": day.isoformat(), "starts_at": "09:30", "skeleton": "true"}
    )
    made = desk.load(made)
    shown = [(no, item.title) for no, item in numbered(made)]
    assert ("4.1", "สถานการณ์งบประมาณ") in shown
    assert ("6.1", "นัดหมายครั้งถัดไป") in shown
    assert ("2.1", "รับรองรายงานการประชุม ครั้งที่ 1/2566") in shown
    assert ("3.1", "จัดทำบัญชี") in shown
    assert not titles(made, "5")
    copied = find_item(made, "4.1")
    assert copied is not None
    assert (copied.minutes, copied.facts) == (10, None), "the length comes along, old facts do not"


# --- screens ----------------------------------------------------------------------------------------------------


def test_three_clicks_make_the_next_meeting(client: HouseClient, desk: Desk, db_session: Session) -> None:
    desk.call()
    client.sign_in("secretariat")
    body = client.get("/committees/JOINT").get_data(as_text=True)  # the first click
    assert 'href="/committees/JOINT/next"' in body
    form = client.get("/committees/JOINT/next").get_data(as_text=True)  # the second
    fields = dict(re.findall(r'name="(held_on|starts_at|ends_at|place)"\s+value="([^"]*)"', form))
    assert set(fields) == {"held_on", "starts_at", "ends_at", "place"}
    answer = client.post("/committees/JOINT/next", data={**fields, "skeleton": "true"})  # the third
    assert answer.status_code == 303
    made = db_session.scalars(select(Meeting).order_by(Meeting.seq_no.desc())).first()
    assert made is not None
    assert (made.no, answer.location) == ("2/2566", f"/meetings/{made.code}/agenda")
    assert client.get(answer.location).status_code == 200
    client.sign_in("coordinator.codi")
    assert client.get("/committees/JOINT/next").status_code == 403


def test_the_builder_works_without_a_script(
    client: HouseClient, desk: Desk, three: Meeting, country: Sequence[str]
) -> None:
    code = three.code
    client.sign_in("secretariat")
    page = client.get(f"/meetings/{code}/agenda").get_data(as_text=True)
    assert 'value="mou:MOU-2566-0001"' in page
    ids = re.findall(r'name="item" value="([^"]+)"', page)
    assert len(ids) == 5

    data = {"item": ids, f"minutes-{ids[-1]}": "45", "up": ids[-1]}
    assert client.post(f"/meetings/{code}/agenda/order", data=data).status_code == 303
    assert titles(desk.load(three), "5") == ["หนึ่ง", "สาม", "สอง"]
    fragment = client.post(
        f"/meetings/{code}/agenda/order", data={"item": ids}, headers={"HX-Request": "true"}
    )
    assert fragment.get_data(as_text=True).lstrip().startswith("<form")
    assert client.post(f"/meetings/{code}/agenda/order", data={f"minutes-{ids[0]}": "x"}).status_code == 422

    assert (
        client.post(f"/meetings/{code}/agenda/candidates", data={"take": "mou:MOU-2566-0001"}).status_code
        == 303
    )
    assert len(titles(desk.load(three), "5")) == 4


def test_a_matter_is_written_on_a_form_of_its_own(client: HouseClient, desk: Desk, three: Meeting) -> None:
    code, last = three.code, three.agenda[-1].id
    client.sign_in("secretariat")
    path = f"/meetings/{code}/agenda/{last}"
    form = client.get(path).get_data(as_text=True)
    (was,) = re.findall(r'name="_was" value="([^"]*)"', form)
    sent = {"section": "5", "title": "สาม แก้แล้ว", "_was": was, "_save": "1"}
    assert client.post(path, data=sent).status_code == 303
    stale = client.post(path, data={**sent, "title": "ทับ"})
    assert stale.status_code == 409
    assert "ทับ" in stale.get_data(as_text=True), "nothing typed is lost"
    assert client.post(f"/meetings/{code}/agenda/new", data={"section": "6", "_save": "1"}).status_code == 422
    added = client.post(f"/meetings/{code}/agenda/new", data={"section": "6", "title": "อื่น ๆ", "_save": "1"})
    assert added.status_code == 303
    assert titles(desk.load(three), "6") == ["อื่น ๆ"]

    sent_file = {"upload": (io.BytesIO(PDF), "ผัง.pdf")}
    answer = client.post(f"{path}/papers", data=sent_file, content_type="multipart/form-data")
    assert answer.status_code == 303
    assert "ผัง.pdf" in client.get(path).get_data(as_text=True)
    assert client.post(f"{path}/out").status_code == 303
    assert "สาม แก้แล้ว" not in titles(desk.load(three), "5")


def test_agencies_see_the_agenda_and_propose_but_do_not_build(
    client: HouseClient, desk: Desk, three: Meeting, db_session: Session
) -> None:
    code = three.code
    client.sign_in("coordinator.pmua")
    page = client.get(f"/meetings/{code}/agenda").get_data(as_text=True)
    assert "data-handle" not in page
    assert f"/meetings/{code}/proposals" in page
    assert client.post(f"/meetings/{code}/agenda/order", data={}).status_code == 403
    assert client.get(f"/meetings/{code}/agenda/new").status_code == 403
    assert client.post(f"/meetings/{code}/proposals", data={"title": "x", "_save": "1"}).status_code == 422
    answer = client.post(f"/meetings/{code}/proposals", data={**PROPOSAL, "_save": "1"})
    assert answer.status_code == 303
    assert PROPOSAL["title"] in client.get(answer.location).get_data(as_text=True)
    row = db_session.scalars(select(MeetingProposal)).one()
    assert client.post(f"/meetings/{code}/proposals/{row.id}/accept").status_code == 403
    client.sign_in("secretariat")
    assert PROPOSAL["title"] in client.get(f"/meetings/{code}/agenda").get_data(as_text=True)
    assert client.post(f"/meetings/{code}/proposals/{row.id}/decline").status_code == 422
    assert client.post(f"/meetings/{code}/proposals/{row.id}/accept").status_code == 303
    assert PROPOSAL["title"] in titles(desk.load(three), "5")
