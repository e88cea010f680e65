"""After signing: circulated, suspended, resumed, terminated, expired, closed."""

from datetime import timedelta
from typing import Any

import pytest

from planhub.kernel import clock
from planhub.kernel.errors import Denied, GuardFailed, Invalid
from planhub.mou.models import Mou
from planhub.mou.workflow import WORKFLOW
from planhub.record import events
from tests.features.mou.conftest import ORGS, TODAY, Desk, later
from tests.features.mou.test_core_path import keys, statuses
from tests.features.mou.test_standing import lend, post_of

LETTER = {"letter_no": "พอช 1/2570"}
UNTIL = {**LETTER, "until": (TODAY + timedelta(days=30)).isoformat(), "note": "รอผลสอบ"}
PROPOSED = {**LETTER, "handover": "โอนให้ พอช.", "note": "เห็นพ้องร่วมกัน"}
END = {**LETTER, "note": "ตามหนังสือ"}
CLOSING: dict[str, Any] = {
    "report": "ดำเนินการครบ",
    "duties": "done",
    "lesson": "ไม่มี เพราะยังไม่ได้เริ่ม",
    "retain_until": (TODAY + timedelta(days=3650)).isoformat(),
}


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


def ended(desk: Desk, mou: Mou) -> Mou:
    """Let it be proposed, consented to by every director, and terminated."""
    mou = desk.move(mou, "propose_end", "secretariat", **PROPOSED)
    mou = desk.each(mou, "consent_end", "director")
    return desk.move(mou, "terminate", "secretariat", **END)


@pytest.mark.parametrize("rests", [False, True])
def test_it_is_terminated_when_all_directors_agree(desk: Desk, rests: bool) -> None:
    mou = desk.signed()
    if rests:
        mou = desk.move(mou, "suspend", "secretariat", **UNTIL)
    with pytest.raises(GuardFailed) as refused:
        desk.move(mou, "terminate", "secretariat", **END)
    assert keys(refused) == {"not_proposed"}
    with pytest.raises(GuardFailed) as refused:
        desk.move(mou, "propose_end", "coordinator.eef", **{**PROPOSED, "handover": ""})
    assert keys(refused) == {"handover"}, "duties are open"
    mou = desk.move(mou, "propose_end", "coordinator.eef", **PROPOSED)
    assert statuses(mou, "ending") == dict.fromkeys(ORGS, "waiting")
    for login in ("director.eef", "director.codi"):
        mou = desk.move(mou, "consent_end", login)
    with pytest.raises(GuardFailed) as refused:
        desk.move(mou, "terminate", "secretariat", **END)
    assert keys(refused) == {"consent_PMUA"}
    assert "director.pmua" in str(refused.value.message) or "บพท." in str(refused.value.message)
    with pytest.raises(Denied):
        desk.move(mou, "terminate", "director.pmua", **END)
    mou = desk.move(mou, "consent_end", "director.pmua")
    mou = desk.move(mou, "terminate", "secretariat", **END)
    assert (mou.state, mou.ended_on, mou.wake_on) == ("terminated", TODAY, None)
    assert [row["org"] for row in mou.open_at_end] == ["EEF", "CODI", "PMUA", None]
    status = events.recompute(desk.session, mou)
    assert (status.state, status.round) == (mou.state, mou.round)
    said = {**CLOSING, "duties": "moved", "moved_to": "แผนจังหวัด"}
    assert desk.move(mou, "close", "secretariat", **said).state == "closed"


def test_one_director_s_refusal_lets_it_go_on(desk: Desk) -> None:
    mou = desk.move(desk.signed(), "propose_end", "secretariat", **PROPOSED)
    mou = desk.move(mou, "consent_end", "director.eef")
    mou = desk.move(mou, "refuse_end", "director.codi", note="ยังมีงานในพื้นที่")
    assert (mou.ending_on, set(statuses(mou, "ending").values())) == (None, {"void"})
    with pytest.raises(GuardFailed):
        desk.move(mou, "consent_end", "director.pmua")
    mou = desk.move(mou, "propose_end", "secretariat", **PROPOSED)
    assert statuses(mou, "ending") == dict.fromkeys(ORGS, "waiting"), "an earlier word counts for nothing"
    status = events.recompute(desk.session, mou)
    assert not [d for d in status.done if d[1] == "ending"]


def test_s1_whoever_proposes_the_end_does_not_consent_to_it(desk: Desk) -> None:
    mou = desk.move(desk.signed(), "propose_end", "coordinator.eef", **PROPOSED)
    lend(desk, post_of(desk, "director.eef"), "coordinator.eef")
    with pytest.raises(GuardFailed) as refused:
        desk.move(mou, "consent_end", "coordinator.eef")
    assert keys(refused) == {"own_work"}


def test_closing_says_where_open_duties_went_and_how_long_the_file_is_kept(desk: Desk) -> None:
    mou = ended(desk, desk.signed())
    with pytest.raises(GuardFailed) as refused:
        desk.move(mou, "close", "secretariat", **CLOSING)
    assert keys(refused) == {"duties_open"}, "the register knows better"
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
