"""A party leaves: notice by letter, its days, somebody who takes over, and at least two that remain."""

from datetime import date, timedelta
from typing import Any

import pytest

from planhub.kernel import clock
from planhub.kernel.errors import Denied, GuardFailed
from planhub.mou import measures
from planhub.mou.models import Mou
from planhub.record import access, services
from planhub.record.types import registry
from tests.features.mou.conftest import ORGS, TODAY, Desk, later, text
from tests.features.mou.test_core_path import keys, statuses

NOTICE = {"letter_no": "บพท 5/2569", "notice_on": TODAY.isoformat(), "note": "เปลี่ยนภารกิจ"}
LEAVE = {"letter_no": "บพท 9/2569", "to": "CODI"}


def noticed(desk: Desk, **other: Any) -> Mou:
    return desk.move(desk.signed(**other), "give_notice", "director.pmua", **NOTICE)


def test_it_leaves_when_its_days_of_notice_are_over(desk: Desk) -> None:
    mou = desk.signed()
    with pytest.raises(GuardFailed) as refused:
        desk.move(mou, "leave", "director.pmua", **LEAVE)
    assert keys(refused) == {"no_notice"}
    assert "ผู้อำนวยการ บพท." in str(refused.value.message), "who can mend it (rule R19)"
    mou = desk.move(mou, "give_notice", "director.pmua", **NOTICE)
    assert "notice_PMUA" in dict(measures.flags(mou, TODAY))
    with clock.at(later(29)), pytest.raises(GuardFailed) as refused:
        desk.move(mou, "leave", "director.pmua", **LEAVE)
    assert keys(refused) == {"notice_runs"}
    assert "23 ธ.ค. 2569" in str(refused.value.message)
    with clock.at(later(30)):
        mou = desk.move(mou, "leave", "director.pmua", **LEAVE)
    assert (mou.state, mou.members) == ("in_force", ["EEF", "CODI"])
    gone = next(p for p in mou.parties if p.org == "PMUA")
    assert (gone.left_on, gone.left_no) == (date(2026, 12, 23), "บพท 9/2569")
    assert [(row["kind"], row["text"], row["to"]) for row in gone.handover] == [
        ("duty", "จัดทำรายชื่อพื้นที่ของ PMUA", "CODI")
    ]
    assert [d.handed_to for d in mou.obligations] == [None, None, "CODI", None]


def test_the_text_stays_as_it_was_signed(desk: Desk) -> None:
    mou = noticed(desk)
    before = mou.content_hash
    with clock.at(later(30)):
        mou = desk.move(mou, "leave", "director.pmua", **LEAVE)
    assert mou.content_hash == before
    assert [v.reason for v in desk.versions(mou)][-2:] == ["signed", "left"]


def test_it_reads_on_and_does_nothing_more(desk: Desk) -> None:
    mou = noticed(desk)
    with clock.at(later(30)):
        mou = desk.move(mou, "leave", "director.pmua", **LEAVE)
        for login, move, said in (
            ("director.pmua", "suspend", {"letter_no": "1", "until": "2027-03-01", "note": "ก"}),
            ("coordinator.pmua", "open_amendment", {"kind": "area", "note": "ก"}),
            ("coordinator.pmua", "open_renewal", {}),
            ("director.pmua", "leave", LEAVE),
            ("director.pmua", "give_notice", NOTICE),
        ):
            assert access.may(desk.actor(login), "mou:view", mou)
            with pytest.raises(GuardFailed) as refused:
                desk.move(mou, move, login, **said)
            assert "has_left" in keys(refused), move


def test_what_it_leaves_open_goes_to_one_that_stays(desk: Desk) -> None:
    mou = noticed(desk)
    with clock.at(later(30)):
        for to, key in ((None, "to"), ("PMUA", "to_stays"), ("NXPO", "to_stays")):
            with pytest.raises(GuardFailed) as refused:
                desk.move(mou, "leave", "director.pmua", letter_no="1", to=to)
            assert keys(refused) == {key}


def test_of_two_none_can_leave(desk: Desk) -> None:
    whole = text()
    pair = {
        name: [row for row in whole[name] if row.get("org") in ("EEF", "CODI", None)]
        for name in ("parties", "obligations", "signatories")
    }
    mou = desk.move(desk.create(text(**pair)), "share", "coordinator.codi")
    low = ("eef", "codi")
    for move, role, said in (
        ("settle", "coordinator", {}),
        ("clear_legal", "legal", {"checks": ["authority", "juristic", "money", "pdpa", "ip", "notice"]}),
        ("clear_budget", "budget", {"commitment": "none"}),
        ("approve", "director", {}),
    ):
        for org in low:
            mou = desk.move(mou, move, f"{role}.{org}", **said)
    desk.scan(mou)
    for org in ("EEF", "CODI"):
        mou = desk.sign(mou, org)
    mou = desk.move(mou, "give_notice", "director.eef", **NOTICE)
    with clock.at(later(30)), pytest.raises(GuardFailed) as refused:
        desk.move(mou, "leave", "director.eef", letter_no="1", to="CODI")
    assert keys(refused) == {"too_few"}


def test_notice_is_given_once_of_a_letter_that_is_written(desk: Desk) -> None:
    mou = desk.signed()
    late = (TODAY + timedelta(days=1)).isoformat()
    early = (TODAY - timedelta(days=1)).isoformat()
    for day, key in ((late, "notice_future"), (early, "notice_before")):
        with pytest.raises(GuardFailed) as refused:
            desk.move(mou, "give_notice", "director.pmua", **{**NOTICE, "notice_on": day})
        assert keys(refused) == {key}
    mou = desk.move(mou, "give_notice", "director.pmua", **NOTICE)
    with pytest.raises(GuardFailed) as refused:
        desk.move(mou, "give_notice", "director.pmua", **NOTICE)
    assert keys(refused) == {"notice_given"}
    with pytest.raises(GuardFailed) as refused:
        desk.move(mou, "withdraw_notice", "director.eef", note="แทนกัน")
    assert keys(refused) == {"no_notice"}
    mou = desk.move(mou, "withdraw_notice", "director.pmua", note="อยู่ต่อ")
    assert all(p.notice_on is None for p in mou.parties)


@pytest.mark.parametrize("login", ["coordinator.pmua", "secretariat", "legal.pmua"])
def test_only_a_director_takes_the_agency_out(desk: Desk, login: str) -> None:
    with pytest.raises(Denied):
        desk.move(desk.signed(), "give_notice", login, **NOTICE)


def test_its_lanes_are_waited_for_no_longer(desk: Desk) -> None:
    mou = noticed(desk)
    said = {"letter_no": "พอช 3/2570", "handover": "โอนให้ พอช.", "note": "จบโครงการ"}
    mou = desk.move(mou, "propose_end", "secretariat", **said)
    for login in ("director.eef", "director.codi"):
        mou = desk.move(mou, "consent_end", login)
    with clock.at(later(30)):
        mou = desk.move(mou, "leave", "director.pmua", **LEAVE)
        assert statuses(mou, "ending") == {"EEF": "done", "CODI": "done", "PMUA": "void"}
        mou = desk.move(mou, "terminate", "secretariat", letter_no="พอช 4/2570", note="ตามหนังสือ")
    assert mou.state == "terminated"
    assert set(ORGS) - set(mou.members) == {"PMUA"}


def test_its_work_is_on_the_hand_over_list(desk: Desk) -> None:
    mou = noticed(desk)
    values = {"title": "ทดลองใช้ชุดความรู้", "mou_id": mou.id, "starts_on": TODAY, "ends_on": TODAY}
    ours, theirs = (
        services.begin(desk.session, desk.actor("system"), registry.get("activities"), values, owner_org=org)
        for org in ("PMUA", "CODI")
    )
    ours.state = theirs.state = "in_progress"
    desk.session.flush()
    with clock.at(later(30)):
        mou = desk.move(mou, "leave", "director.pmua", **LEAVE)
    gone = next(p for p in mou.parties if p.org == "PMUA")
    assert [(row["kind"], row["code"]) for row in gone.handover] == [
        ("duty", None),
        ("activities", ours.code),
    ]
