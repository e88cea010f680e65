"""Copies of the signed text: held for a day, sent, and received by every party."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from planhub.infra.jobs import Job
from planhub.kernel import clock
from planhub.kernel.errors import Denied, GuardFailed
from planhub.mou import measures, reminders
from planhub.mou.effects.circulating import GO_OUT
from planhub.mou.models import Mou
from planhub.record import events, inbox
from tests.features.mou.conftest import NOW, ORGS, TODAY, Desk, later
from tests.features.mou.test_core_path import keys, statuses

LETTER = {"letter_no": "พอช 1/2570"}
HELD = NOW + timedelta(hours=24)


def circulating(desk: Desk) -> Mou:
    return desk.move(desk.signed(), "circulate", "secretariat", **LETTER)


def go_out(desk: Desk, mou: Mou) -> Mou:
    """Let the job run that was put in."""
    job = desk.session.scalars(select(Job).where(Job.name == GO_OUT)).one()
    assert job.run_at == HELD
    desk.actor("system")
    reminders.go_out(desk.session, **job.args)
    return desk.again(mou)


def test_copies_wait_a_day_and_go_out_by_themselves(desk: Desk) -> None:
    mou = circulating(desk)
    assert (mou.circulated_on, mou.circulating_at, mou.wake_on) == (None, HELD, HELD.date())
    assert "circulating" in dict(measures.flags(mou, TODAY))
    mou = go_out(desk, mou)
    assert mou.circulated_on is None, "the hold is not over"
    with clock.at(HELD):
        mou = go_out(desk, mou)
        assert (mou.circulated_on, mou.circulated_no) == (HELD.date(), "พอช 1/2570")
        assert statuses(mou, "receipt") == dict.fromkeys(ORGS, "waiting")
        version = mou.version
        assert go_out(desk, mou).version == version, "a second run sends nothing"
        with pytest.raises(GuardFailed) as refused:
            desk.move(mou, "circulate", "secretariat", **LETTER)
        assert keys(refused) == {"circulated"}


def test_the_daily_run_sends_them_where_the_job_was_lost(desk: Desk) -> None:
    mou = circulating(desk)
    assert desk.daily(mou).circulated_on is None
    with clock.at(later(11)):  # ten days without a run
        mou = desk.daily(mou)
        assert mou.circulated_on == HELD.date(), "it counts from the day on which they were due"
        assert desk.daily(mou).version == mou.version


def test_they_are_held_back_until_they_are_out(desk: Desk) -> None:
    mou = circulating(desk)
    with pytest.raises(Denied):
        desk.move(mou, "hold_back", "coordinator.codi", note="ผิดฉบับ")
    with pytest.raises(GuardFailed) as refused:
        desk.move(mou, "hold_back", "secretariat")
    assert keys(refused) == {"note"}
    mou = desk.move(mou, "hold_back", "secretariat", note="ผิดฉบับ")
    with clock.at(later(2)):
        mou = desk.daily(mou)
        assert (mou.circulating_at, mou.circulated_on) == (None, None)
        mou = desk.move(mou, "circulate", "secretariat", **LETTER)
    with clock.at(later(4)), pytest.raises(GuardFailed) as refused:
        desk.move(mou, "hold_back", "secretariat", note="ช้าไป")
    assert keys(refused) == {"gone_out"}


def test_each_party_confirms_its_own_receipt(desk: Desk) -> None:
    mou = circulating(desk)
    assert "acknowledge" not in desk.open_moves(mou, "coordinator.eef"), "there is nothing to confirm yet"
    with clock.at(later(1)):
        mou = go_out(desk, mou)
        [waits] = inbox.waiting_for(desk.session, desk.actor("coordinator.eef"))
        assert (waits.code, waits.move) == (mou.code, "acknowledge")
        mou = desk.move(mou, "acknowledge", "coordinator.eef", received_no="กสศ 99/2569")
        assert statuses(mou, "receipt")["EEF"] == "done"
        assert inbox.waiting_for(desk.session, desk.actor("coordinator.eef")) == []
        newest = events.list_events(desk.session, mou.id)[-1]
        assert (newest.lane_org, newest.data["received_no"]) == ("EEF", "กสศ 99/2569")
        with pytest.raises(GuardFailed) as refused:
            desk.move(mou, "acknowledge", "coordinator.eef")
        assert keys(refused) == {"already_done"}


@pytest.mark.parametrize("login", ["coordinator.codi", "director.codi", "viewer", "auditor"])
def test_others_do_not_circulate(desk: Desk, login: str) -> None:
    mou: Any = desk.signed()
    with pytest.raises(Denied):
        desk.move(mou, "circulate", login, **LETTER)
