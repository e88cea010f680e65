"""What goes wrong between many: two to seven parties, late edits, orders that end, chains in flight, missed runs."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from planhub.infra.jobs import Job
from planhub.kernel import clock
from planhub.kernel.access import Role
from planhub.kernel.errors import Denied, GuardFailed, NotFound
from planhub.mou import reminders
from planhub.mou.feature import MOUS
from planhub.mou.models import Mou
from planhub.people.models import ChainStep, Organization, User
from planhub.record import events, flow, lanes, notices, queries, services
from planhub.record import reminders as house_reminders
from planhub.record.models import Notification
from planhub.record.queries import ListQuery
from tests.features.mou.conftest import CHECKS, NOW, ORGS, TODAY, Desk, later, text
from tests.features.mou.test_core_path import keys, statuses
from tests.features.mou.test_standing import add_person, lend, post_of

ROLES = {
    "coordinator": Role.COORDINATOR,
    "legal": Role.LEGAL_OFFICER,
    "budget": Role.BUDGET_OFFICER,
    "director": Role.DIRECTOR,
}


def parties(desk: Desk, number: int) -> tuple[str, ...]:
    """Give that many organisations whose posts are held; those beyond the three are founded here."""
    desk.actor("system")
    more = tuple(f"ORG{n}" for n in range(4, number + 1))
    for org in more:
        desk.session.add(
            Organization(
                code=org, name_th=org, name_en=org, sector="state", org_type="public_org", origin="sample"
            )
        )
        desk.session.flush()
        for word, role in ROLES.items():
            add_person(desk, f"{word}.{org.lower()}", org, role)
    return (*ORGS, *more)[:number]


def between(orgs: tuple[str, ...]) -> dict[str, Any]:
    return text(
        parties=[{"org": org} for org in orgs],
        obligations=[{"org": org, "text": f"หน้าที่ของ {org}"} for org in orgs],
        signatories=[
            {"org": org, "kind": "signer", "name": f"ผู้ลงนาม {org}", "post": "ผู้อำนวยการ"} for org in orgs
        ],
    )


def all_of(desk: Desk, mou: Mou, move: str, role: str, orgs: tuple[str, ...], **said: Any) -> Mou:
    for org in orgs:
        mou = desk.move(mou, move, f"{role}.{org.lower()}", **said)
    return mou


@pytest.mark.parametrize("number", [2, 3, 5, 7])
def test_any_number_of_parties_goes_the_whole_way(desk: Desk, number: int) -> None:
    orgs = parties(desk, number)
    mou = desk.move(
        desk.create(between(orgs), f"coordinator.{orgs[0].lower()}"),
        "share",
        f"coordinator.{orgs[0].lower()}",
    )
    mou = all_of(desk, mou, "settle", "coordinator", orgs)
    mou = all_of(desk, mou, "clear_legal", "legal", orgs, checks=CHECKS)
    assert mou.state == "clearance"
    mou = all_of(desk, mou, "clear_budget", "budget", orgs, commitment="none")
    mou = all_of(desk, mou, "approve", "director", orgs[:-1])
    assert mou.state == "approval", "one is missing"
    mou = all_of(desk, mou, "approve", "director", orgs[-1:])
    desk.scan(mou)
    for org in orgs:
        assert mou.state in ("ready_to_sign", "signing")
        mou = desk.sign(mou, org)
    assert (mou.state, len(mou.members)) == ("in_force", number)
    status = events.recompute(desk.session, mou)
    assert status.state == mou.state


def test_an_edit_after_two_of_three_approvals_voids_them_and_all_are_told(desk: Desk) -> None:
    mou = desk.approval()
    for login in ("director.eef", "director.codi"):
        mou = desk.move(mou, "approve", login)
    with pytest.raises(Denied):
        desk.save(mou, "coordinator.codi", objectives="แอบแก้")
    said = {"note": "ขอแก้ถ้อยคำ", "sections": ["text"], "wanted_by": TODAY + timedelta(days=7)}
    mou = desk.move(mou, "return_text", "director.pmua", **said)
    returned = events.list_events(desk.session, mou.id)[-1]
    notices.notify(desk.session, returned.id)
    told = desk.session.scalars(select(User.login).join(Notification, Notification.user_id == User.id))
    assert {"coordinator.eef", "coordinator.codi", "coordinator.pmua", "secretariat"} <= set(told)
    mou = desk.save(mou, "coordinator.codi", objectives="ถ้อยคำใหม่")
    mou = desk.cleared(desk.each(mou, "settle", "coordinator"))
    assert statuses(mou, "approval") == dict.fromkeys(ORGS, "waiting"), "every director sees the new text"
    assert [v.reason for v in desk.versions(mou)] == ["shared", "settled", "returned", "settled"]


def test_an_edit_slipped_in_beside_the_moves_lets_nobody_approve_the_old_text(desk: Desk) -> None:
    """Rules R11 and S4: whatever wrote it, another text is not what was cleared and approved."""
    mou = desk.approval()
    for login in ("director.eef", "director.codi"):
        mou = desk.move(mou, "approve", login)
    mou.objectives = "แก้โดยไม่ผ่านขั้นตอน"
    services.refresh(desk.session, desk.actor("coordinator.codi"), mou)
    mou = desk.again(mou)
    assert statuses(mou, "approval") == dict.fromkeys(ORGS, "waiting")
    voided = [e for e in events.list_events(desk.session, mou.id) if e.move == "consents_voided"]
    assert {e.lane for e in voided} == {"settle", "legal", "budget", "approval"}
    jobs = desk.session.scalars(select(Job).where(Job.name == flow.NOTIFY))
    assert len([j for j in jobs if j.args["event_id"] in {e.id for e in voided}]) == 1
    notices.notify(desk.session, voided[0].id)
    told = select(User.login, Notification.text_th).join(User, User.id == Notification.user_id)
    said = dict(desk.session.execute(told.where(Notification.cause == f"event:{voided[0].id}")).all())
    assert {f"director.{org.lower()}" for org in ORGS} <= set(said)
    assert "ความเห็นชอบที่ให้ไว้สิ้นผล" in said["director.eef"]
    with pytest.raises(GuardFailed) as refused:
        desk.move(mou, "approve", "director.pmua")
    assert keys(refused) == {f"cleared_{org}" for org in ORGS}


def test_a_delegate_whose_order_ends_between_opening_and_pressing(desk: Desk) -> None:
    add_person(desk, "deputy.eef", "EEF", Role.VIEWER)
    mou = desk.approval()
    lend(desk, post_of(desk, "director.eef"), "deputy.eef")
    end = NOW + timedelta(days=1)
    with clock.at(end - timedelta(microseconds=1)):
        assert desk.open_moves(mou, "deputy.eef")["approve"].allowed
    with clock.at(end), pytest.raises(Denied):
        desk.move(mou, "approve", "deputy.eef")
    assert statuses(desk.again(mou), "approval")["EEF"] == "waiting"


def test_a_chain_changed_in_flight_holds_for_the_next_round_only(desk: Desk) -> None:
    add_person(desk, "bureau.eef", "EEF", Role.DIRECTOR)
    for n, login in enumerate(("bureau.eef", "director.eef"), start=1):
        desk.session.add(
            ChainStep(org_code="EEF", record_type=MOUS.name, step=n, post_id=post_of(desk, login).id)
        )
    desk.session.flush()
    mou = desk.approval()
    desk.session.execute(delete(ChainStep).where(ChainStep.org_code == "EEF"))
    with pytest.raises(GuardFailed) as refused:
        desk.move(mou, "approve", "director.eef")
    assert keys(refused) == {"not_in_turn"}, "the chain that was fixed at the beginning still holds (R3)"
    mou = desk.move(mou, "approve", "bureau.eef")
    mou = desk.move(mou, "approve", "director.eef")
    assert statuses(mou, "approval")["EEF"] == "done"
    said = {"note": "แก้", "sections": ["text"], "wanted_by": TODAY + timedelta(days=3)}
    mou = desk.move(mou, "return_text", "director.codi", **said)
    mou = desk.cleared(desk.each(mou, "settle", "coordinator"))
    assert [x.step for x in lanes.current(mou, ["approval"]) if x.org_code == "EEF"] == [1]


# --- the private draft ------------------------------------------------------------------------------------------


def test_a_draft_that_was_never_shared_stays_private_when_it_is_cancelled(desk: Desk) -> None:
    mou = desk.move(desk.draft(), "cancel", "coordinator.codi", note="ไม่ทำแล้ว")
    for login in ("coordinator.eef", "director.pmua", "secretariat"):
        with pytest.raises(NotFound):
            desk.move(mou, "share", login)
        page = queries.list_page(desk.session, desk.actor(login), MOUS, ListQuery())
        assert mou.code not in {row.code for row in page.rows}
    page = queries.list_page(desk.session, desk.actor("director.codi"), MOUS, ListQuery())
    assert mou.code in {row.code for row in page.rows}


def test_one_that_was_shared_is_seen_after_it_is_cancelled(desk: Desk) -> None:
    mou = desk.move(desk.negotiating(), "cancel", "coordinator.codi", note="ไม่ทำแล้ว")
    for login in ("coordinator.eef", "secretariat"):
        page = queries.list_page(desk.session, desk.actor(login), MOUS, ListQuery())
        assert mou.code in {row.code for row in page.rows}


# --- runs that were missed --------------------------------------------------------------------------------------


def told_so_far(desk: Desk) -> int:
    desk.session.flush()
    return len(desk.session.scalars(select(Notification.id)).all())


def test_r5_ten_missed_days_and_two_runs(desk: Desk) -> None:
    mou = desk.signed(term_years="1", effective_on="2026-11-25")
    assert mou.state == "signed"
    with clock.at(later(12)):  # ten days without a run
        mou = desk.daily(mou)
        assert mou.state == "in_force"
        assert desk.daily(mou).version == mou.version
    with clock.at(datetime(2027, 10, 25, 3, tzinfo=UTC)):  # the marks of 180, 90, 60 and 30 days have passed
        desk.actor("system")
        before = told_so_far(desk)
        reminders.remind_ends(desk.session)
        first = told_so_far(desk) - before
        reminders.remind_ends(desk.session)
        assert (first, told_so_far(desk) - before) == (7, 7), (
            "the latest mark once, to three directors, three coordinators, one secretariat"
        )


def test_r10_a_silent_lane_is_reminded_then_its_deputy_then_the_secretariat(desk: Desk) -> None:
    add_person(desk, "deputy.eef", "EEF", Role.VIEWER)
    post_of(desk, "legal.eef").deputy_post_id = post_of(desk, "deputy.eef").id
    mou = desk.clearance()
    for login in ("legal.codi", "legal.pmua"):
        mou = desk.move(mou, "clear_legal", login, checks=CHECKS)
    mou = desk.each(mou, "clear_budget", "budget", commitment="none")

    def told(days: int) -> set[str]:
        with clock.at(later(days)):
            desk.actor("system")
            before = set(desk.session.scalars(select(Notification.id)))
            house_reminders.remind_lanes(desk.session)
            house_reminders.remind_lanes(desk.session)
            desk.session.flush()
            new = select(User.login).join(Notification, Notification.user_id == User.id)
            return set(desk.session.scalars(new.where(Notification.id.not_in(before))))

    assert told(2) == set()
    assert told(3) == {"legal.eef"}
    assert told(7) == {"legal.eef", "deputy.eef"}
    assert told(21) == {"legal.eef", "deputy.eef", "secretariat"}, "after missed runs the latest step alone"
    mou = desk.again(mou)
    assert (mou.state, statuses(mou, "legal")["EEF"]) == ("clearance", "waiting"), "silence approves nothing"


def test_steps_without_a_lane_are_reminded_once_at_each_mark(desk: Desk) -> None:
    mou = desk.ready()
    with clock.at(later(7)):
        desk.actor("system")
        before = told_so_far(desk)
        reminders.remind_steps(desk.session)
        reminders.remind_steps(desk.session)
        assert told_so_far(desk) - before == 1
    said = desk.session.scalars(
        select(Notification.text_th).where(Notification.cause.like("mou-step:%"))
    ).one()
    assert said.startswith(f"{mou.code} ")
    assert "รอกำหนดวันลงนาม" in said
    with clock.at(later(30)):
        desk.actor("system")
        before = told_so_far(desk)
        reminders.remind_steps(desk.session)
        assert told_so_far(desk) - before == 1, "the marks between were missed, and are not made up for"


def test_what_waits_is_told_to_those_who_can_end_it(desk: Desk) -> None:
    until = (TODAY + timedelta(days=10)).isoformat()
    mou = desk.move(desk.signed(), "suspend", "secretariat", letter_no="1", until=until, note="รอผล")
    with clock.at(later(20)):
        found = list(reminders.due_of(mou, clock.today()))
    assert [(one.key, one.since) for one in found] == [("resume", date(2026, 12, 3))]
    mou = desk.move(mou, "resume", "secretariat", letter_no="2", note="จบ")
    assert [one.key for one in reminders.due_of(mou, TODAY)] == ["circulate"]
