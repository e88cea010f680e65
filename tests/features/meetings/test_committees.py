"""Setting up committees: only those who call meetings, with one chair, and a numbering that stays."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from planhub.kernel.errors import Denied, Invalid
from planhub.meetings.inviting import committees
from planhub.meetings.queries import find_committee
from planhub.people.queries import post_holders
from planhub.record import audit
from tests.client import HouseClient
from tests.features.meetings.conftest import Desk

NEW: dict[str, Any] = {
    "code": "PROV45",
    "name_th": "คณะทำงานจังหวัดร้อยเอ็ด",
    "name_en": "Roi Et working group",
    "numbering": "fiscal",
    "quorum_percent": "50",
    "notice_days": "5",
}


def posts(session: Session) -> list[str]:
    return [h.post_id for h in post_holders(session, roles=["director"])]


def found(desk: Desk, login: str = "secretariat", **more: Any) -> Any:
    actor = desk.actors[login]
    audit.act_as(desk.session, actor)
    chair, *others = posts(desk.session)
    members = [{"post_id": chair, "duty": "chair"}, *({"post_id": p, "duty": "member"} for p in others)]
    return committees.save(desk.session, actor, {**NEW, "members": members, **more})


def test_a_committee_is_founded_and_its_meeting_counts_its_way(desk: Desk) -> None:
    found(desk)
    meeting = desk.call(committee_code="PROV45", held_on="2023-10-05")
    assert meeting.no == "1/2567"
    assert [a.duty for a in meeting.attendees][:1] == ["chair"]


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({"code": "prov 45"}, {"code"}),
        ({"code": "JOINT"}, {"code"}),
        ({"quorum_percent": "0"}, {"quorum_percent"}),
        ({"members": []}, {"members"}),
        ({"name_th": "", "name_en": ""}, {"name_th", "name_en"}),
    ],
)
def test_what_does_not_fit_is_refused(desk: Desk, change: dict[str, Any], faults: set[str]) -> None:
    with pytest.raises(Invalid) as caught:
        found(desk, **change)
    assert set(caught.value.errors) == faults


def test_there_is_one_chair_and_no_post_sits_twice(desk: Desk) -> None:
    one, other = posts(desk.session)[:2]
    for members in (
        [{"post_id": one, "duty": "chair"}, {"post_id": other, "duty": "chair"}],
        [{"post_id": one, "duty": "chair"}, {"post_id": one, "duty": "member"}],
    ):
        with pytest.raises(Invalid) as caught:
            found(desk, members=members)
        assert set(caught.value.errors) == {"members"}


def test_only_who_calls_meetings_sets_up_committees(desk: Desk) -> None:
    for login in ("coordinator.codi", "director.codi", "admin.codi", "auditor"):
        with pytest.raises(Denied):
            found(desk, login=login)


def test_the_numbering_stays_once_it_has_met_and_members_change(desk: Desk, db_session: Session) -> None:
    committee = found(desk)
    desk.call(committee_code="PROV45")
    db_session.expire_all()
    committee = find_committee(db_session, "PROV45")
    chair, second, *_ = posts(db_session)
    members = [{"post_id": second, "duty": "chair"}, {"post_id": chair, "duty": "member"}]
    raw = {name: value for name, value in NEW.items() if name != "code"}
    audit.act_as(db_session, desk.secretariat)
    with pytest.raises(Invalid) as caught:
        committees.save(
            db_session, desk.secretariat, {**raw, "numbering": "calendar", "members": members}, committee
        )
    assert set(caught.value.errors) == {"numbering"}
    committees.save(db_session, desk.secretariat, {**raw, "members": members}, committee)
    db_session.expire_all()
    again = find_committee(db_session, "PROV45")
    assert again is not None
    assert [(m.post_id, m.duty, m.position) for m in again.members] == [
        (second, "chair", 1),
        (chair, "member", 2),
    ]


def test_a_committee_is_set_up_on_screen(client: HouseClient, desk: Desk, db_session: Session) -> None:
    client.sign_in("secretariat")
    assert "/committees/new" in client.get("/committees").get_data(as_text=True)
    chair = posts(db_session)[0]
    data = {**NEW, "members-0-post_id": chair, "members-0-duty": "chair", "_save": "1"}
    more = client.post("/committees/new", data={**data, "_add": "members"})
    assert "members-1-post_id" in more.get_data(as_text=True)
    assert client.post("/committees/new", data={**data, "code": "x"}).status_code == 422
    answer = client.post("/committees/new", data=data)
    assert (answer.status_code, answer.location) == (303, "/committees/PROV45")
    assert "ร้อยเอ็ด" in client.get("/committees/PROV45").get_data(as_text=True)
    client.sign_in("coordinator.codi")
    assert client.get("/committees/new").status_code == 403
    assert client.get("/committees/PROV45/edit").status_code == 403
