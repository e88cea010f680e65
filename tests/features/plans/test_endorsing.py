"""A plan that a meeting here endorses moves on when the minutes are adopted, once, and only while it waits."""

from dataclasses import replace
from datetime import date

import pytest

from planhub.kernel.errors import NotFound
from planhub.plans.endorsing import Resolution, take_resolution
from planhub.record import events
from tests.features.plans.table import RESOLUTION, Table

RESOLVED = Resolution(
    "MTG-2566-0001", "คณะทำงานจังหวัดร้อยเอ็ด ครั้งที่ 1/2566", "1/2566 วาระ 5.1", date(2022, 12, 20), "endorsed"
)


def test_a_resolution_moves_the_waiting_plan_on_and_stays_on_record(table: Table) -> None:
    plan = table.in_review()
    table.decide(plan, "pass_part", "budget")
    assert take_resolution(table.session, plan.id, RESOLVED)
    plan = table.fresh(plan)
    assert (plan.state, plan.meeting_code, plan.resolution_no, plan.endorsed_on) == (
        "approval",
        "MTG-2566-0001",
        "1/2566 วาระ 5.1",
        date(2022, 12, 20),
    )
    last = events.list_events(table.session, plan.id)[-1]
    assert (last.move, last.capacity, last.from_state) == ("resolved", "system", "endorsement")
    assert {x.org_code for x in plan.lanes if x.kind == "approval" and x.status == "waiting"} == {
        "CODI",
        "EEF",
    }
    assert events.recompute(table.session, plan).state == "approval"
    assert not take_resolution(table.session, plan.id, RESOLVED)
    assert len(events.list_events(table.session, plan.id)) == last.n


@pytest.mark.parametrize("kind", ["noted", "deferred", "assigned", "adopted"])
def test_a_resolution_of_another_kind_endorses_nothing(table: Table, kind: str) -> None:
    plan = table.in_review()
    table.decide(plan, "pass_part", "budget")
    assert not take_resolution(table.session, plan.id, replace(RESOLVED, kind=kind))
    assert table.fresh(plan).state == "endorsement"


def test_a_plan_that_does_not_wait_stays_where_it_is(table: Table) -> None:
    plan = table.in_review()
    assert not take_resolution(table.session, plan.id, RESOLVED)
    assert (table.fresh(plan).state, plan.meeting_code) == ("review", None)
    with pytest.raises(NotFound):
        take_resolution(table.session, "nobody", RESOLVED)


def test_after_a_return_the_old_resolution_counts_no_more(table: Table) -> None:
    plan = table.in_review()
    table.decide(plan, "pass_part", "budget")
    take_resolution(table.session, plan.id, RESOLVED)
    plan = table.fresh(plan)
    table.send_back(plan, "director.eef", "goals")
    plan = table.fresh(plan)
    assert (plan.meeting, plan.meeting_code, plan.resolution_no, plan.endorsed_on) == (None,) * 4
    plan = table.save(plan, "coordinator.codi", goals=[{"title": "เป้าหมายใหม่"}])
    table.submit(plan)
    for name in ("consolidate", "send_for_review"):
        table.move(plan, name, "coordinator.codi")
    table.decide(plan, "pass_part", "budget")
    assert plan.state == "endorsement"  # the meeting has not seen this text
    assert not take_resolution(table.session, plan.id, RESOLVED)
    assert take_resolution(table.session, plan.id, replace(RESOLVED, meeting_code="MTG-2566-0002"))
    assert table.fresh(plan).state == "approval"


def test_a_meeting_held_outside_is_recorded_by_hand(table: Table) -> None:
    plan = table.in_review()
    table.decide(plan, "pass_part", "budget")
    table.move(plan, "endorse", "area.roiet", values=RESOLUTION)
    assert (plan.state, plan.meeting_code, plan.meeting) == ("approval", None, RESOLUTION["meeting"])
