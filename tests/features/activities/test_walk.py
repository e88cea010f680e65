"""The life of an activity of two agencies, from proposal to verification, and the ways in which it is refused."""

from datetime import date

import pytest

from planhub.activities.feature import ACTIVITIES
from planhub.kernel.errors import Denied, GuardFailed, Invalid, NotFound
from planhub.record import events, flow
from tests.features.activities.desk import DONE, WANTED, Desk, proposal, spent


def keys(failed: pytest.ExceptionInfo[GuardFailed]) -> set[str]:
    return {reason.key for reason in failed.value.reasons}


def test_two_agencies_walk_an_activity_to_its_end(desk: Desk) -> None:
    activity = desk.activity()
    assert activity.state == "proposed"
    assert [p.share for p in activity.partners] == ["draft"]
    desk.move(activity, "invite", "coordinator.codi")
    assert [p.share for p in activity.partners] == ["invited"]
    assert activity.state == "proposed"
    desk.move(activity, "accept_share", "coordinator.eef")
    assert activity.state == "accepted"
    activity.plan_code = "PLAN-2566-0001"
    desk.session.flush()
    flow.advance(desk.session, activity)
    assert activity.state == "planned"
    desk.move(activity, "start", "coordinator.codi", values={"started_on": "2022-12-15"})
    activity = desk.save(activity, "coordinator.codi", budget_lines=spent(activity))
    desk.move(activity, "report_done", "coordinator.codi", values=DONE)
    assert (activity.state, activity.result) == ("done_reported", DONE["result"])
    desk.move(activity, "verify", "coordinator.eef")
    assert activity.state == "completed"
    assert events.recompute(desk.session, activity).state == "completed"


def test_the_partner_learns_of_a_proposal_only_by_the_invitation(desk: Desk) -> None:
    activity = desk.activity()
    with pytest.raises(NotFound):
        desk.move(activity, "accept_share", "coordinator.eef")
    desk.move(activity, "invite", "coordinator.codi")
    assert set(desk.open_moves(activity, "coordinator.eef")) == {"accept_share", "decline_share"}
    with pytest.raises(NotFound):
        desk.move(activity, "accept_share", "coordinator.pmua")


def test_nothing_is_offered_before_it_is_complete_and_all_gaps_are_told_at_once(desk: Desk) -> None:
    activity = desk.create(
        ACTIVITIES, "coordinator.codi", {"title": "ยังไม่ครบ", "milestones": [{"title": "ก", "weight": "40"}]}
    )
    with pytest.raises(GuardFailed) as failed:
        desk.move(activity, "invite", "coordinator.codi")
    assert keys(failed) == {
        "missing_area_codes",
        "missing_start",
        "missing_end",
        "missing_direction",
        "missing_expected_output",
        "missing_budget_lines",
        "missing_mou",
        "weights",
        "no_due_date",
    }


def test_a_lead_alone_is_agreed_at_once(desk: Desk) -> None:
    lines = [proposal()["budget_lines"][0]]
    activity = desk.activity(partners=[], budget_lines=lines)
    desk.move(activity, "invite", "coordinator.codi")
    assert activity.state == "accepted"


def test_a_partner_without_a_coordinator_cannot_be_asked(desk: Desk) -> None:
    lines = [proposal()["budget_lines"][0]]
    activity = desk.activity(partners=[{"org": "NXPO"}], budget_lines=lines)
    with pytest.raises(GuardFailed) as failed:
        desk.move(activity, "invite", "coordinator.codi")
    assert keys(failed) == {"no_coordinator_NXPO"}


def test_who_declines_takes_its_money_along_and_the_others_stay(desk: Desk) -> None:
    partners = [{"org": "EEF"}, {"org": "PMUA"}]
    activity = desk.activity(partners=partners)
    desk.move(activity, "invite", "coordinator.codi")
    desk.move(activity, "accept_share", "coordinator.pmua")
    with pytest.raises(GuardFailed) as failed:
        desk.move(activity, "decline_share", "coordinator.eef")
    assert keys(failed) == {"note"}
    desk.move(activity, "decline_share", "coordinator.eef", note="ไม่มีงบในปีนี้")
    activity = desk.fresh(activity)
    assert activity.state == "accepted"
    assert {p.org: p.share for p in activity.partners} == {"EEF": "declined", "PMUA": "accepted"}
    assert [line.org for line in activity.budget_lines] == ["CODI"]
    assert activity.partners[0].declined_because == "ไม่มีงบในปีนี้"


def test_a_change_after_the_invitation_asks_everybody_anew(desk: Desk) -> None:
    activity = desk.activity(partners=[{"org": "EEF"}, {"org": "PMUA"}])
    desk.move(activity, "invite", "coordinator.codi")
    desk.move(activity, "accept_share", "coordinator.pmua")
    activity = desk.save(activity, "coordinator.codi", target_count="120")
    assert {p.org: p.share for p in activity.partners} == {"EEF": "invited", "PMUA": "invited"}
    with pytest.raises(GuardFailed) as failed:
        desk.move(activity, "accept_share", "coordinator.eef")
    assert keys(failed) == {"not_offered"}
    desk.move(activity, "invite", "coordinator.codi")
    for org in ("eef", "pmua"):
        desk.move(activity, "accept_share", f"coordinator.{org}")
    assert activity.state == "accepted"


def test_an_accepted_proposal_is_changed_by_opening_it_again(desk: Desk) -> None:
    activity = desk.accepted()
    with pytest.raises(Denied):
        desk.save(activity, "coordinator.codi", target_count="120")
    desk.move(activity, "change", "coordinator.codi", note="จำนวนเป้าหมายผิด")
    activity = desk.fresh(activity)
    assert (activity.state, activity.round, activity.partners[0].share) == ("proposed", 2, "invited")
    assert {x.confirm_only for x in activity.lanes if x.round == 2} == {True}
    activity = desk.save(activity, "coordinator.codi", target_count="120")
    desk.move(activity, "invite", "coordinator.codi")
    desk.move(activity, "accept_share", "coordinator.eef")
    assert activity.state == "accepted"


def test_what_was_agreed_stays_while_results_are_recorded(desk: Desk) -> None:
    activity = desk.running()
    agreed = activity.content_hash
    with pytest.raises(Invalid) as refused:
        desk.save(activity, "coordinator.codi", target_count="1", title="อื่น")
    assert set(refused.value.errors) == {"target_count", "title"}
    steps = [
        {
            "id": m.id,
            "title": m.title,
            "weight": m.weight,
            "due_on": m.due_on.isoformat(),
            "done_on": "2023-01-20",
        }
        for m in desk.fresh(activity).milestones
    ]
    activity = desk.save(activity, "coordinator.codi", milestones=steps, budget_lines=spent(activity))
    assert activity.content_hash == agreed
    assert {m.done_on.isoformat() for m in activity.milestones} == {"2023-01-20"}
    steps[0]["weight"] = 10
    with pytest.raises(Invalid) as refused:
        desk.save(activity, "coordinator.codi", milestones=steps)
    assert set(refused.value.errors) == {"milestones"}


def test_the_area_coordinator_records_progress_and_nothing_else(desk: Desk) -> None:
    activity = desk.running()
    steps = [
        {"id": m.id, "title": m.title, "weight": m.weight, "due_on": m.due_on.isoformat()}
        for m in activity.milestones
    ]
    activity = desk.save(
        activity, "area.roiet", milestones=[{**steps[0], "done_on": "2022-12-01"}, *steps[1:]]
    )
    assert [m.done_on for m in activity.milestones] == [date(2022, 12, 1), None, None]
    with pytest.raises(Invalid):
        desk.save(activity, "area.roiet", title="อื่น")


def test_done_is_reported_with_money_and_verified_by_another_agency(desk: Desk) -> None:
    activity = desk.running()
    with pytest.raises(GuardFailed) as failed:
        desk.move(activity, "report_done", "coordinator.codi", values=DONE)
    assert keys(failed) == {"spent"}
    activity = desk.save(activity, "coordinator.codi", budget_lines=spent(activity))
    with pytest.raises(GuardFailed) as failed:
        desk.move(activity, "report_done", "coordinator.codi", values={**DONE, "finished_on": "2022-12-14"})
    assert keys(failed) == {"before_start"}
    desk.move(activity, "report_done", "coordinator.codi", values=DONE)
    with pytest.raises(GuardFailed) as failed:
        desk.move(activity, "verify", "coordinator.codi")
    assert keys(failed) == {"own_agency", "own_work"}
    with pytest.raises(NotFound):
        desk.move(activity, "verify", "coordinator.pmua")
    desk.move(activity, "verify", "secretariat")
    assert activity.state == "completed"


def test_a_returned_result_goes_on_in_the_next_round(desk: Desk) -> None:
    activity = desk.running()
    activity = desk.save(activity, "coordinator.codi", budget_lines=spent(activity))
    desk.move(activity, "report_done", "coordinator.codi", values=DONE)
    with pytest.raises(GuardFailed) as failed:
        desk.move(activity, "return_done", "coordinator.eef")
    assert keys(failed) == {"note", "sections", "wanted_by"}
    desk.move(activity, "return_done", "coordinator.eef", **{**WANTED, "sections": ["result"]})
    assert (activity.state, activity.round) == ("in_progress", 2)
    desk.move(activity, "report_done", "coordinator.codi", values=DONE)
    desk.move(activity, "verify", "coordinator.eef")
    assert activity.state == "completed"


def test_short_postponements_are_the_coordinators_and_long_ones_the_directors(desk: Desk) -> None:
    activity = desk.running()
    later = {"note": "น้ำท่วม", "values": {"end": "2023-10-31"}}
    with pytest.raises(GuardFailed) as failed:
        desk.move(activity, "postpone", "coordinator.codi", **later)
    assert keys(failed) == {"director_needed"}
    desk.move(activity, "postpone", "coordinator.codi", note="น้ำท่วม", values={"end": "2023-10-30"})
    assert (activity.state, activity.end.isoformat()) == ("postponed", "2023-10-30")
    assert not [e for e in events.list_events(desk.session, activity.id) if e.move == "consents_voided"]
    desk.move(activity, "resume", "coordinator.codi")
    assert activity.state == "in_progress"
    desk.move(activity, "postpone", "director.codi", note="น้ำท่วม", values={"end": "2024-03-31"})
    assert activity.end.isoformat() == "2024-03-31"


def test_an_activity_that_never_began_resumes_as_planned(desk: Desk) -> None:
    activity = desk.planned()
    desk.move(activity, "postpone", "coordinator.codi", note="รอฝน", values={"end": "2023-10-15"})
    desk.move(activity, "resume", "coordinator.codi")
    assert activity.state == "planned"


def test_a_new_end_in_the_past_is_refused(desk: Desk) -> None:
    with pytest.raises(GuardFailed) as failed:
        desk.move(desk.planned(), "postpone", "coordinator.codi", note="?", values={"end": "2023-09-24"})
    assert keys(failed) == {"end"}


def test_work_cannot_begin_tomorrow(desk: Desk) -> None:
    with pytest.raises(GuardFailed) as failed:
        desk.move(desk.planned(), "start", "coordinator.codi", values={"started_on": "2023-09-26"})
    assert keys(failed) == {"future"}


def test_only_the_director_of_the_lead_cancels_what_partners_have_seen_through(desk: Desk) -> None:
    activity = desk.running()
    for login, error in (("coordinator.codi", Denied), ("director.eef", Denied), ("director.pmua", NotFound)):
        with pytest.raises(error):
            desk.move(activity, "cancel", login, note="หมดงบ")
    with pytest.raises(GuardFailed) as failed:
        desk.move(activity, "cancel", "director.codi", note="หมดงบ")
    assert keys(failed) == {"handed_over"}
    told = {"handed_over": "อบจ. ร้อยเอ็ดรับครัวเรือนต่อ"}
    desk.move(activity, "cancel", "director.codi", note="หมดงบ", values=told)
    assert (activity.state, activity.released) == ("cancelled", 125_000_050)


def test_an_activity_whose_plan_is_considered_neither_changes_nor_ends(desk: Desk) -> None:
    activity = desk.accepted()
    activity.held = True
    desk.session.flush()
    for name, login in (("change", "coordinator.codi"), ("cancel", "director.codi")):
        with pytest.raises(GuardFailed) as failed:
            desk.move(activity, name, login, note="แก้")
        assert keys(failed) == {"held"}


def test_the_lead_finds_the_button_of_a_change_and_of_an_early_start(desk: Desk) -> None:
    first = desk.planned()
    second = desk.activity(predecessors=[{"activity": first.code}])
    desk.move(second, "invite", "coordinator.codi")
    desk.move(second, "accept_share", "coordinator.eef")
    second.plan_code = "PLAN-2566-0001"
    flow.advance(desk.session, second)
    moves = desk.open_moves(second, "coordinator.codi")
    assert (moves["change"].allowed, moves["start"].allowed) == (True, True)
    with pytest.raises(GuardFailed) as failed:
        desk.move(desk.fresh(second), "change", "coordinator.codi", note="ไม่เปลี่ยนอะไร")
    assert keys(failed) == {"nothing"}
    with pytest.raises(GuardFailed) as failed:
        desk.move(desk.fresh(second), "start", "coordinator.codi", values={"started_on": "2022-12-15"})
    assert keys(failed) == {f"waits_for_{first.code}"}
