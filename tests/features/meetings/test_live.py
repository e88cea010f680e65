"""The live screen: two secretaries at once, nothing twice, who left the room, and what the room sees."""

from collections.abc import Sequence

import pytest
from sqlalchemy import func, select

from planhub.kernel.errors import GuardFailed
from planhub.meetings.agenda.numbers import numbered
from planhub.meetings.models import ActionItem, Meeting, Resolution
from planhub.meetings.session import floor
from planhub.meetings.session.floor import FloorConflict
from planhub.meetings.session.models import ResolutionRoom
from planhub.meetings.session.queries import read_floor
from planhub.record import audit
from tests.client import HouseClient
from tests.features.meetings.conftest import MATTER, Desk

PROPOSED = "เห็นชอบตามที่เสนอ"


@pytest.fixture
def sitting(desk: Desk, country: Sequence[str]) -> Meeting:
    meeting = desk.to_session(desk.call(agenda=[MATTER, {**MATTER, "title": "แผนงานไตรมาส 2"}]))
    audit.act_as(desk.session, desk.secretariat)
    return meeting


def item_of(meeting: Meeting, no: str) -> str:
    return str({key: item.id for key, item in numbered(meeting)}[no])


def test_a_second_secretary_never_overwrites_unseen(desk: Desk, sitting: Meeting) -> None:
    who, code, item = desk.secretariat, sitting.code, item_of(sitting, "5.1")
    first = floor.write(desk.session, who, code, item, {"text": "เห็นชอบ และให้รายงานทุกเดือน"}, version=0)
    assert first.version == 1
    with pytest.raises(FloorConflict) as caught:
        floor.write(desk.session, who, code, item, {"text": "เห็นชอบเฉพาะร้อยเอ็ด"}, version=0)
    assert caught.value.row.text == "เห็นชอบ และให้รายงานทุกเดือน"
    with pytest.raises(FloorConflict):
        floor.resolve(desk.session, who, code, item, {"kind": "endorsed", "text": "x"}, version=0)
    other = floor.write(desk.session, who, code, item_of(sitting, "5.2"), {"text": "เลื่อน"}, version=0)
    assert other.version == 1, "each matter has a version of its own"


def test_a_kind_alone_is_a_resolution_with_the_usual_words(desk: Desk, sitting: Meeting) -> None:
    who, code = desk.secretariat, sitting.code
    floor.resolve(desk.session, who, code, item_of(sitting, "1.1"), {"kind": "noted"}, version=0)
    floor.resolve(desk.session, who, code, item_of(sitting, "5.1"), {"kind": "endorsed"}, version=0)
    floor.resolve(desk.session, who, code, item_of(sitting, "5.2"), {"kind": "principle"}, version=0)
    texts = [r.text for r in desk.load(sitting).resolutions]
    assert texts == ["ที่ประชุมรับทราบ", MATTER["draft_resolution"], "เห็นชอบในหลักการตามที่เสนอ"]


def test_an_assignment_needs_who_and_when_and_takes_the_resolutions_words(
    desk: Desk, sitting: Meeting
) -> None:
    who, code, item = desk.secretariat, sitting.code, item_of(sitting, "5.1")
    desk.session.commit()
    with pytest.raises(GuardFailed) as caught:
        floor.resolve(desk.session, who, code, item, {"kind": "assigned"}, version=0)
    assert {r.key for r in caught.value.reasons} == {"assign_org", "assign_what", "assign_due"}
    desk.session.rollback()
    audit.act_as(desk.session, who)
    floor.resolve(
        desk.session,
        who,
        code,
        item,
        {"kind": "assigned", "text": "มอบหมายจัดทำบัญชี", "assign_org": "EEF", "assign_due": "2023-03-30"},
        version=0,
    )
    action = desk.session.scalars(select(ActionItem)).one()
    assert (action.owner_org, action.what, action.title) == ("EEF", "มอบหมายจัดทำบัญชี", "มอบหมายจัดทำบัญชี")


def test_who_has_an_interest_leaves_and_is_not_among_the_entitled(desk: Desk, sitting: Meeting) -> None:
    who, code, item = desk.secretariat, sitting.code, item_of(sitting, "5.1")
    leaver, absent = sitting.attendees[1], sitting.attendees[2]
    absent.kind, absent.cause = "absent", "ติดราชการ"
    desk.session.flush()
    floor.leave_room(desk.session, who, code, item, {"attendee": leaver.id, "cause": "เป็นคู่สัญญา"})
    floor.resolve(desk.session, who, code, item, {"kind": "endorsed"}, version=0)
    room = desk.session.scalars(select(ResolutionRoom)).one()
    names = {p["name"] for p in room.entitled}
    assert leaver.name not in names
    assert absent.name not in names
    assert len(names) == len(sitting.attendees) - 2
    assert [(p["name"], p["cause"]) for p in room.left_room] == [(leaver.name, "เป็นคู่สัญญา")]


def test_a_withdrawn_matter_lets_the_meeting_end(desk: Desk, sitting: Meeting) -> None:
    who, code = desk.secretariat, sitting.code
    for no in ("1.1", "5.1"):
        floor.resolve(desk.session, who, code, item_of(sitting, no), {"kind": "noted"}, version=0)
    floor.withdraw(desk.session, who, code, item_of(sitting, "5.2"), {"reason": "เจ้าของเรื่องขอถอน"}, version=0)
    desk.move(desk.load(sitting), "adjourn", ended_at="12:00")
    assert desk.load(sitting).state == "adjourned"


# --- by the browser -------------------------------------------------------------------------------------------------


def test_a_form_sent_twice_acts_once(client: HouseClient, desk: Desk, sitting: Meeting) -> None:
    client.sign_in("secretariat")
    address = f"/meetings/{sitting.code}/live/items/{item_of(sitting, '5.1')}"
    said = {"_act": "resolve", "version": "0", "kind": "endorsed", "_key": "the-same-key-0001"}
    first, again = client.post(address, data=said), client.post(address, data=said)
    assert (first.status_code, again.status_code) == (303, 303)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert desk.session.scalar(select(func.count()).select_from(Resolution)) == 1


def test_a_conflict_shows_both_texts(client: HouseClient, desk: Desk, sitting: Meeting) -> None:
    client.sign_in("secretariat")
    address = f"/meetings/{sitting.code}/live/items/{item_of(sitting, '5.1')}"
    client.post(address, data={"_act": "draft", "version": "0", "text": "เห็นชอบ และรายงานทุกเดือน"})
    answer = client.post(
        address, data={"_act": "resolve", "version": "0", "kind": "endorsed", "text": "เห็นชอบเฉพาะร้อยเอ็ด"}
    )
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "รายงานทุกเดือน" in text
    assert "เฉพาะร้อยเอ็ด" in text
    assert desk.load(sitting).resolutions == []
    script = client.post(
        address,
        data={"_act": "draft", "version": "0", "text": "อื่น"},
        headers={"Accept": "application/json"},
    )
    assert (script.status_code, script.get_json()["conflict"]) == (409, True)


def test_the_rooms_screen_changes_only_when_something_did(
    client: HouseClient, desk: Desk, sitting: Meeting
) -> None:
    client.sign_in("secretariat")
    address, item = f"/meetings/{sitting.code}/screen", item_of(sitting, "5.1")
    client.post(f"/meetings/{sitting.code}/live/items/{item}", data={"_act": "show"})
    client.post(
        f"/meetings/{sitting.code}/live/items/{item}",
        data={"_act": "draft", "version": "0", "text": "เห็นชอบร่างนี้", "kind": "endorsed"},
    )
    client.sign_in("coordinator.codi")
    text = client.get(address).get_data(as_text=True)
    assert MATTER["title"] in text
    assert "เห็นชอบร่างนี้" in text
    asked = text.split("screen?v=")[1].split('"')[0]
    assert client.get(f"{address}?v={asked}").status_code == 204
    assert client.get(f"/meetings/{sitting.code}/live").status_code == 403


def test_a_tick_says_who_came(client: HouseClient, desk: Desk, sitting: Meeting) -> None:
    client.sign_in("secretariat")
    member = sitting.attendees[1]
    address = f"/meetings/{sitting.code}/live/attendance/{member.id}"
    refused = client.post(address, data={"was": "member", "kind": "absent", "cause": ""})
    assert refused.status_code == 422
    client.post(address, data={"was": "member", "kind": "absent", "cause": "ติดราชการ"})
    stale = client.post(address, data={"was": "member", "kind": "substitute", "substitute": "นายแทน"})
    assert stale.status_code == 409, "another hand was quicker"
    client.post(
        address,
        data={"was": "absent", "kind": "substitute", "substitute": "นายแทน มาแล้ว", "post_title": "รอง ผอ."},
    )
    row = next(a for a in desk.load(sitting).attendees if a.id == member.id)
    assert (row.kind, row.name, row.cause) == ("substitute", "นายแทน มาแล้ว", None)
    assert row.stands_for
    name = row.stands_for.split(" · ")[0]
    client.post(address, data={"was": "substitute", "kind": "member"})
    row = next(a for a in desk.load(sitting).attendees if a.id == member.id)
    assert (row.kind, row.name, row.stands_for) == ("member", name, None)
    assert read_floor(desk.session, sitting).version >= 3
