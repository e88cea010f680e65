"""After signing: circulated, suspended, resumed, terminated, expired, closed."""

from datetime import timedelta
from typing import Any

import pytest

from planhub.kernel import clock
from planhub.kernel.errors import Denied, GuardFailed, Invalid
from planhub.mou.workflow import WORKFLOW
from tests.features.mou.conftest import TODAY, Desk, later
from tests.features.mou.test_core_path import keys

LETTER = {"letter_no": "พอช 1/2570"}
UNTIL = {**LETTER, "until": (TODAY + timedelta(days=30)).isoformat(), "note": "รอผลสอบ"}
END = {**LETTER, "agreed": True, "handover": "โอนให้ พอช.", "note": "เห็นพ้องร่วมกัน"}
CLOSING: dict[str, Any] = {
    "report": "ดำเนินการครบ",
    "duties": "done",
    "lesson": "ไม่มี เพราะยังไม่ได้เริ่ม",
    "retain_until": (TODAY + timedelta(days=3650)).isoformat(),
}


def test_copies_are_circulated_once(desk: Desk) -> None:
    mou = desk.move(desk.signed(), "circulate", "secretariat", **LETTER)
    assert (mou.state, mou.circulated_on, mou.circulated_no) == ("in_force", TODAY, "พอช 1/2570")
    with pytest.raises(GuardFailed) as refused:
        desk.move(mou, "circulate", "secretariat", **LETTER)
    assert keys(refused) == {"circulated"}
    with pytest.raises(Denied):
        desk.move(mou, "circulate", "coordinator.codi", **LETTER)


@pytest.mark.parametrize("login", ["director.eef", "secretariat"])
def test_it_rests_and_goes_on(desk: Desk, login: str) -> None:
    mou = desk.move(desk.signed(), "suspend", login, **UNTIL)
    assert (mou.state, mou.suspended_until) == ("suspended", TODAY + timedelta(days=30))
    mou = desk.move(mou, "resume", login, **LETTER, note="ผลสอบเรียบร้อย")
    assert (mou.state, mou.suspended_until) == ("in_force", None)
    with pytest.raises(Denied):
        desk.move(mou, "suspend", "coordinator.eef", **UNTIL)


def test_a_suspension_ends_in_the_life_of_the_mou(desk: Desk) -> None:
    mou = desk.signed(term_years="1")
    for until, key in ((TODAY, "until_past"), (TODAY + timedelta(days=366), "until_late")):
        with pytest.raises(GuardFailed) as refused:
            desk.move(mou, "suspend", "secretariat", **{**UNTIL, "until": until.isoformat()})
        assert keys(refused) == {key}
    with pytest.raises(GuardFailed) as refused:
        desk.move(mou, "suspend", "secretariat", **{**UNTIL, "note": ""})
    assert keys(refused) == {"note"}


def test_its_end_comes_while_it_rests(desk: Desk) -> None:
    mou = desk.move(desk.signed(term_years="1"), "suspend", "secretariat", **UNTIL)
    with clock.at(later(366)):
        assert desk.daily(mou).state == "expired"


@pytest.mark.parametrize("rests", [False, True])
def test_it_is_terminated_when_all_agree(desk: Desk, rests: bool) -> None:
    mou = desk.signed()
    if rests:
        mou = desk.move(mou, "suspend", "secretariat", **UNTIL)
    with pytest.raises(Invalid) as refused:
        desk.move(mou, "terminate", "secretariat", **{**END, "agreed": False, "handover": ""})
    assert set(refused.value.errors) == {"agreed", "handover"}
    with pytest.raises(Denied):
        desk.move(mou, "terminate", "director.eef", **END)
    mou = desk.move(mou, "terminate", "secretariat", **END)
    assert (mou.state, mou.ended_on, mou.wake_on) == ("terminated", TODAY, None)
    assert desk.move(mou, "close", "secretariat", **CLOSING).state == "closed"


def test_closing_says_where_open_duties_went_and_how_long_the_file_is_kept(desk: Desk) -> None:
    mou = desk.move(desk.signed(), "terminate", "secretariat", **END)
    said = {**CLOSING, "duties": "moved", "retain_until": TODAY.isoformat()}
    with pytest.raises(GuardFailed) as refused:
        desk.move(mou, "close", "secretariat", **said)
    assert keys(refused) == {"moved_to", "retain_until"}
    for missing in ("report", "lesson", "retain_until", "duties"):
        with pytest.raises(Invalid):
            desk.move(mou, "close", "secretariat", **{**CLOSING, missing: ""})


def test_every_state_was_reached_in_these_tests() -> None:
    """The walks above reach each state; a new one must come with its walk."""
    walked = {
        "draft",
        "negotiating",
        "clearance",
        "approval",
        "ready_to_sign",
        "signing",
        "signed",
        "in_force",
        "suspended",
        "expired",
        "terminated",
        "closed",
        "cancelled",
    }
    assert set(WORKFLOW.state_keys) == walked
