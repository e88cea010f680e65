"""The life of a provincial plan of two agencies, and the ways in which it is refused."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from planhub.activities.feature import ACTIVITIES
from planhub.infra.db import Model
from planhub.kernel import clock
from planhub.kernel.errors import Conflict, Denied, GuardFailed, Invalid, NotFound
from planhub.record import events, flow
from tests.features.activities.desk import proposal
from tests.features.plans.table import PART, RESOLUTION, Table

TABLES = Model.metadata.tables


def keys(failed: pytest.ExceptionInfo[GuardFailed]) -> set[str]:
    return {reason.key for reason in failed.value.reasons}


def test_two_agencies_walk_a_plan_from_frame_to_force(table: Table) -> None:
    activity = table.accepted()
    plan = table.plan()
    assert (plan.state, plan.title) == ("draft", "แผนบูรณาการจังหวัดร้อยเอ็ด ปีงบประมาณ 2566")
    assert (plan.start.isoformat(), plan.end.isoformat()) == ("2022-10-01", "2023-09-30")
    table.move(plan, "call_for_parts", "coordinator.codi")
    plan = table.include(plan, activity)
    table.submit(plan)
    assert plan.state == "collecting"
    table.move(plan, "consolidate", "coordinator.codi")
    assert {p.org: (p.planned, p.leads) for p in plan.parts} == {
        "CODI": (100_000_050, 1),
        "EEF": (25_000_000, 0),
    }
    table.move(plan, "send_for_review", "coordinator.codi")
    table.decide(plan, "pass_part", "budget")
    assert plan.state == "endorsement"
    table.move(plan, "endorse", "area.roiet", values=RESOLUTION)
    assert (plan.state, plan.resolution_no) == ("approval", RESOLUTION["resolution_no"])
    table.move(plan, "approve", "director.codi")
    assert plan.state == "approval"
    table.move(plan, "approve", "director.eef")
    plan = table.fresh(plan)
    assert plan.state == "in_force"  # its first day is past, so it starts by itself
    assert [e.move for e in events.list_events(table.session, plan.id)][-3:] == ["approve", "quorum", "start"]
    assert events.recompute(table.session, plan).state == "in_force"


def test_the_quorum_takes_the_baseline_and_includes_the_activities(table: Table) -> None:
    activity = table.accepted()
    plan = table.approved(activity)
    activity = table.fresh(activity)
    assert (activity.state, activity.plan_code, activity.held) == ("planned", plan.code, False)
    assert events.recompute(table.session, activity).state == "planned"
    row = table.fresh(plan).activities[0]
    assert row.baseline["start"] == "2022-12-01"
    assert row.baseline["lines"] == [
        ["CODI", "agency_budget", 2566, 100_000_050],
        ["EEF", "fund", 2566, 25_000_000],
    ]
    assert row.baseline["content_hash"] == activity.content_hash
    assert plan.baseline["planned"] == 125_000_050 == sum(plan.baseline["by_org"].values())
    assert plan.approved_on == clock.today()


def test_a_plan_of_next_year_waits_for_its_first_day(table: Table) -> None:
    activity = table.accepted(**of_2567())
    plan = table.plan(fiscal_year="2567")
    table.move(plan, "call_for_parts", "coordinator.codi")
    plan = table.include(plan, activity)
    table.submit(plan)
    for name in ("consolidate", "send_for_review"):
        table.move(plan, name, "coordinator.codi")
    table.decide(plan, "pass_part", "budget")
    table.move(plan, "endorse", "area.roiet", values=RESOLUTION)
    table.decide(plan, "approve", "director")
    assert (plan.state, plan.wake_on.isoformat()) == ("approved", "2023-10-01")
    with clock.at(datetime(2023, 9, 30, 16, 59, tzinfo=UTC)):
        assert flow.run_due(table.session) == 0
    with clock.at(datetime(2023, 9, 30, 17, 0, tzinfo=UTC)):  # midnight in Bangkok
        assert flow.run_due(table.session) == 1
        assert flow.run_due(table.session) == 0
    assert table.fresh(plan).state == "in_force"


def of_2567() -> dict[str, Any]:
    lines = [{**line, "fiscal_year": "2567"} for line in proposal()["budget_lines"]]
    return {
        "start": "2023-10-01",
        "end": "2024-09-30",
        "milestones": [{"title": "ทั้งหมด", "weight": "100", "due_on": "2024-09-30"}],
        "budget_lines": lines,
    }


def test_one_living_plan_per_province_and_year(table: Table) -> None:
    first = table.plan()
    with pytest.raises(Invalid) as refused:
        table.plan("coordinator.eef", lead_org="EEF")
    assert first.code in refused.value.errors["province_code"][0].th
    table.plan("coordinator.eef", fiscal_year="2567")
    table.plan("coordinator.eef", province_code="49")
    table.move(first, "cancel", "coordinator.codi", note="เปิดผิดหน่วยงาน")
    assert table.plan("coordinator.eef").state == "draft"


def test_the_database_itself_refuses_a_second_living_plan(table: Table) -> None:
    plan = table.plan()
    header = {c.key: getattr(plan, c.key) for c in TABLES["record"].columns}
    table.session.execute(insert(TABLES["record"]).values({**header, "id": "other", "code": "PLAN-X"}))
    other = {"id": "other", "live_key": "45-2566", "before_mou": True, "findings": [], "reopened": []}
    with pytest.raises(IntegrityError):
        table.session.execute(insert(TABLES["plan"]).values(other))


def test_province_and_year_stay_as_they_began(table: Table) -> None:
    plan = table.plan()
    with pytest.raises(Invalid) as refused:
        table.save(plan, "coordinator.codi", province_code="49", fiscal_year="2567")
    assert set(refused.value.errors) == {"province_code", "fiscal_year"}


def test_nobody_is_called_before_the_frame_is_set(table: Table) -> None:
    plan = table.plan(parts_due_on=None, before_mou=False, parts=[{"org": "NXPO"}])
    with pytest.raises(GuardFailed) as failed:
        table.move(plan, "call_for_parts", "coordinator.codi")
    found = keys(failed)
    assert {"no_deadline", "no_mou", "no_post_NXPO_coordinator", "no_post_NXPO_director"} <= found


def test_an_agency_brings_only_its_own_activities_of_this_province(table: Table) -> None:
    own, elsewhere = table.accepted(), table.accepted(area_codes=["49"])
    theirs = table.accepted("coordinator.eef", partners=[{"org": "CODI"}])
    plan = table.collecting()
    for activity, login, field in (
        (own, "coordinator.eef", "activities"),
        (elsewhere, "coordinator.codi", "activities.0.activity"),
    ):
        with pytest.raises(Invalid) as refused:
            table.include(plan, activity, login=login)
        assert set(refused.value.errors) == {field}
    plan = table.include(plan, own)
    plan = table.include(plan, theirs, login="coordinator.eef")
    assert [(row.activity.code, row.part_org) for row in plan.activities] == [
        (own.code, "CODI"),
        (theirs.code, "EEF"),
    ]
    with pytest.raises(Invalid) as refused:
        table.include(plan, own)
    assert set(refused.value.errors) == {"activities.2.activity"}
    with pytest.raises(Invalid) as refused:
        table.save(table.fresh(plan), "coordinator.eef", activities=[{"activity": theirs.code}])
    assert set(refused.value.errors) == {"activities"}
    plan = table.save(table.fresh(plan), "coordinator.eef", activities=[{"activity": own.code}])
    assert [row.activity.code for row in plan.activities] == [own.code]
    assert table.save(plan, "coordinator.codi", activities=[]).activities == []


def test_a_partner_writes_its_own_part_and_nothing_else(table: Table) -> None:
    plan = table.collecting()
    rows = [{"id": part.id, "org": part.org} for part in plan.parts]
    mine = [rows[0], {**rows[1], "contribution": "ทุนการศึกษา"}]
    plan = table.save(plan, "coordinator.eef", parts=mine)
    assert [part.contribution for part in plan.parts] == [None, "ทุนการศึกษา"]
    for changes in (
        {"vision": "อื่น"},
        {"parts": [{**rows[0], "contribution": "ของคนอื่น"}, mine[1]]},
        {"parts": [*mine, {"org": "PMUA"}]},
    ):
        with pytest.raises(Invalid) as refused:
            table.save(table.fresh(plan), "coordinator.eef", **changes)
        assert set(refused.value.errors) == set(changes)


def test_an_agency_outside_the_plan_neither_sees_nor_touches_it(table: Table) -> None:
    plan = table.collecting()
    with pytest.raises(NotFound):
        table.move(plan, "submit_part", "coordinator.pmua", **PART)


def test_a_part_is_refused_while_its_activities_are_not_ready(table: Table) -> None:
    indicator = {**proposal()["indicators"][0], "baseline": None}
    activity = table.activity(indicators=[indicator])
    plan = table.collecting(activity)
    with pytest.raises(GuardFailed) as failed:
        table.move(plan, "submit_part", "coordinator.codi", **PART)
    assert keys(failed) == {f"not_agreed_{activity.code}", "bare_indicator"}
    table.move(plan, "submit_part", "coordinator.eef", **PART)


def test_the_frame_may_change_without_taking_parts_back(table: Table) -> None:
    plan = table.collecting(table.accepted())
    table.submit(plan)
    plan = table.save(plan, "coordinator.codi", vision="จังหวัดที่ไม่มีใครตกหล่น")
    assert {x.status for x in plan.lanes if x.kind == "parts"} == {"done"}
    table.move(plan, "consolidate", "coordinator.codi")
    assert plan.state == "consolidated"


def test_an_absent_agency_is_left_out_with_a_reason(table: Table) -> None:
    plan = table.collecting(table.accepted())
    table.move(plan, "submit_part", "coordinator.codi", **PART)
    with pytest.raises(GuardFailed) as failed:
        table.move(plan, "consolidate", "coordinator.codi")
    assert keys(failed) == {"part_EEF"}
    parts = [{"org": "CODI"}, {"org": "EEF", "absent_because": "ไม่มีผู้รับผิดชอบในปีนี้"}]
    plan = table.save(plan, "coordinator.codi", parts=parts)
    table.move(plan, "consolidate", "coordinator.codi")
    assert plan.state == "consolidated"


def test_who_pays_has_a_part_and_approves_even_if_nobody_named_it(table: Table) -> None:
    plan = table.plan(parts=[{"org": "CODI"}])
    activity = table.accepted()
    table.move(plan, "call_for_parts", "coordinator.codi")
    plan = table.include(plan, activity)
    table.move(plan, "submit_part", "coordinator.codi", **PART)
    table.move(plan, "consolidate", "coordinator.codi")
    assert {p.org for p in table.fresh(plan).parts} == {"CODI", "EEF"}
    table.move(plan, "send_for_review", "coordinator.codi")
    assert {x.org_code for x in plan.lanes if x.kind == "review"} == {"CODI", "EEF"}


def test_only_those_with_money_or_activities_approve(table: Table) -> None:
    plan = table.plan(parts=[{"org": "CODI"}, {"org": "EEF"}, {"org": "PMUA"}])
    table.move(plan, "call_for_parts", "coordinator.codi")
    plan = table.include(plan, table.accepted())
    for org in ("codi", "eef", "pmua"):
        table.move(plan, "submit_part", f"coordinator.{org}", **PART)
    for name in ("consolidate", "send_for_review"):
        table.move(plan, name, "coordinator.codi")
    for org in ("codi", "eef", "pmua"):
        table.move(plan, "pass_part", f"budget.{org}")
    table.move(plan, "endorse", "secretariat", values=RESOLUTION)
    assert {x.org_code for x in plan.lanes if x.kind == "approval"} == {"CODI", "EEF"}
    with pytest.raises(GuardFailed) as failed:
        table.move(plan, "approve", "director.pmua")
    assert keys(failed) == {"not_in_turn"}


def test_the_check_list_stops_a_plan_with_blockers(table: Table) -> None:
    ready = table.accepted()
    empty = table.accepted(target_count=None)
    plan = table.consolidated(ready, empty)
    plan = table.fresh(plan)
    assert {(f["key"], f["severity"], f["activity"]) for f in plan.findings} == {
        ("no_target", "blocker", empty.code),
        ("same_place", "warning", ready.code),
    }
    with pytest.raises(GuardFailed) as failed:
        table.move(plan, "send_for_review", "coordinator.codi")
    assert keys(failed) == {"no_target"}


def test_what_changed_after_consolidation_must_be_consolidated_again(table: Table) -> None:
    activity = table.accepted()
    plan = table.consolidated(activity)
    table.move(activity, "change", "coordinator.codi", note="เพิ่มเป้าหมาย")
    activity = table.save(activity, "coordinator.codi", target_count="120")
    table.move(activity, "invite", "coordinator.codi")
    table.move(activity, "accept_share", "coordinator.eef")
    plan = table.fresh(plan)
    with pytest.raises(GuardFailed) as failed:
        table.move(plan, "send_for_review", "coordinator.codi")
    assert keys(failed) == {f"changed_{activity.code}"}
    table.move(plan, "consolidate", "coordinator.codi")
    table.move(plan, "send_for_review", "coordinator.codi")
    assert plan.state == "review"


def test_activities_are_held_from_review_to_approval(table: Table) -> None:
    activity = table.accepted()
    plan = table.in_review(activity)
    activity = table.fresh(activity)
    with pytest.raises(GuardFailed) as failed:
        table.move(activity, "change", "coordinator.codi", note="แก้")
    assert keys(failed) == {"held"}
    table.move(plan, "recall", "coordinator.codi")
    assert (plan.state, plan.round, table.fresh(activity).held) == ("consolidated", 2, False)


def test_a_recall_is_too_late_after_the_first_pass(table: Table) -> None:
    plan = table.in_review()
    table.move(plan, "pass_part", "budget.eef")
    with pytest.raises(GuardFailed) as failed:
        table.move(plan, "recall", "coordinator.codi")
    assert keys(failed) == {"already_acted"}


def test_a_return_opens_only_the_named_sections(table: Table) -> None:
    activity = table.accepted()
    plan = table.in_review(activity)
    table.send_back(plan, "budget.eef", "goals")
    plan = table.fresh(plan)
    assert (plan.state, plan.round, plan.reopened) == ("collecting", 2, ["goals"])
    assert table.fresh(activity).held
    with pytest.raises(Invalid) as refused:
        table.save(plan, "coordinator.codi", vision="อื่น", situation="อื่น")
    assert set(refused.value.errors) == {"vision", "situation"}
    with pytest.raises(Invalid) as refused:
        table.save(table.fresh(plan), "coordinator.codi", activities=[])
    assert set(refused.value.errors) == {"activities"}
    plan = table.fresh(plan)
    plan = table.save(plan, "coordinator.codi", goals=[{"title": "เป้าหมายที่วัดได้", "measure": "ร้อยละ 20"}])
    assert {x.confirm_only for x in plan.lanes if x.kind == "parts" and x.round == 2} == {True}
    table.submit(plan)
    for name in ("consolidate", "send_for_review"):
        table.move(plan, name, "coordinator.codi")
    assert (plan.state, plan.reopened) == ("review", [])


def test_a_return_of_the_activities_lets_them_change(table: Table) -> None:
    activity = table.accepted()
    plan = table.in_approval(activity)
    table.send_back(plan, "director.eef", "activities")
    assert (plan.state, table.fresh(activity).held) == ("collecting", False)
    table.move(activity, "change", "coordinator.codi", note="ตามที่ส่งกลับ")
    assert activity.state == "proposed"


def test_an_approval_counts_only_for_what_was_seen(table: Table) -> None:
    plan = table.in_approval()
    with pytest.raises(Conflict):
        table.move(plan, "approve", "director.codi", seen_hash="0" * 64)
    table.move(plan, "approve", "director.codi", seen_hash=plan.content_hash)


def test_each_role_takes_its_own_step_only(table: Table) -> None:
    plan = table.in_approval()
    for login in ("coordinator.codi", "budget.codi", "secretariat", "area.roiet"):
        with pytest.raises(Denied):
            table.move(plan, "approve", login)
    with pytest.raises(NotFound):
        table.move(plan, "approve", "system")


def test_the_plans_agencies_read_each_others_activities(table: Table) -> None:
    lines = [proposal()["budget_lines"][0]]
    activity = table.accepted(partners=[], budget_lines=lines)
    assert table.open_moves(activity, "coordinator.eef") == {}
    table.collecting(activity)
    activity = table.fresh(activity)
    assert {row.org_code for row in activity.party_rows} == {"CODI", "EEF"}
    assert {x.org_code for x in activity.lanes} == {"CODI"}


def test_a_cancelled_plan_lets_its_activities_go(table: Table) -> None:
    activity = table.accepted()
    plan = table.in_review(activity)
    with pytest.raises(Denied):
        table.move(plan, "cancel", "coordinator.codi", note="?")
    table.move(plan, "cancel", "secretariat", note="รวมกับแผนอื่น")
    activity = table.fresh(activity)
    assert (activity.state, activity.held, activity.plan_code) == ("accepted", False, None)


def test_a_plan_is_closed_when_every_activity_is_settled(table: Table) -> None:
    activity = table.accepted()
    plan = table.approved(activity)
    with pytest.raises(GuardFailed) as failed:
        table.move(plan, "begin_closing", "coordinator.codi")
    assert keys(failed) == {"not_over"}
    with clock.at(datetime(2023, 10, 2, 3, 0, tzinfo=UTC)):
        table.move(plan, "begin_closing", "coordinator.codi")
        with pytest.raises(GuardFailed) as failed:
            table.move(plan, "close", "secretariat")
        assert keys(failed) == {f"open_{activity.code}", "lessons_note"}
        row = {"activity": activity.code, "carried_because": "รอฤดูฝน"}
        with pytest.raises(Invalid):
            table.save(table.fresh(plan), "coordinator.codi", vision="อื่น", activities=[row])
        plan = table.save(table.fresh(plan), "coordinator.codi", activities=[row], lessons_note="เริ่มให้เร็วขึ้น")
        table.move(plan, "close", "secretariat")
        assert (plan.state, table.fresh(activity).plan_code) == ("closed", None)
        assert table.fresh(plan).live_key is None


def test_unknown_and_unseen_activities_are_refused_alike(table: Table) -> None:
    plan = table.collecting()
    hidden = table.create(
        ACTIVITIES, "coordinator.eef", proposal() | {"lead_org": "EEF", "partners": [{"org": "CODI"}]}
    )
    for code in ("ACT-0000-0000", hidden.code):
        with pytest.raises(Invalid) as refused:
            table.save(plan, "coordinator.codi", activities=[{"activity": code}])
        assert set(refused.value.errors) == {"activities.0.activity"}
        plan = table.fresh(plan)
