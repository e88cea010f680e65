"""A plan in force is revised by an edition that replaces it: minor by lead and secretariat, major by all again."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from planhub.activities.models import JointActivity
from planhub.kernel import clock
from planhub.kernel.access import SYSTEM
from planhub.kernel.errors import Denied, GuardFailed, Invalid
from planhub.plans import queries
from planhub.plans.services import flags
from planhub.record import audit, events, flow, services
from planhub.record.models import Event
from planhub.record.types import registry
from tests.client import HouseClient
from tests.features.plans.table import RESOLUTION, Table

WHY = "ปรับตามมติคณะทำงานจังหวัด"


@pytest.fixture
def plan(table: Table) -> Any:
    """A plan in force with two activities of CODI and EEF."""
    plan = table.approved(table.accepted(), table.accepted(title="รถพุ่มพวง"))
    audit.act_as(table.session, SYSTEM)
    flow.advance(table.session, plan)
    plan = table.fresh(plan)
    assert plan.state == "in_force"
    return plan


def revise(table: Table, plan: Any, kind: str, login: str = "coordinator.codi") -> Any:
    values = {"kind": kind, "parts_due_on": "2022-12-31" if kind == "major" else None}
    table.move(plan, "revise", login, values=values, note=WHY)
    code = table.fresh(plan).open_revision
    return services.load(table.session, registry.get("plans"), code)


def change(plan: Any, **new: Any) -> dict[str, Any]:
    return {"activity": plan.activities[0].activity.code, **new}


def settle_minor(table: Table, revision: Any) -> Any:
    for name in ("consolidate", "send_for_review"):
        table.move(revision, name, "coordinator.codi")
    table.move(revision, "endorse", "secretariat", values=RESOLUTION)
    return table.fresh(revision)


def settle_major(table: Table, revision: Any) -> Any:
    table.submit(revision)
    for name in ("consolidate", "send_for_review"):
        table.move(revision, name, "coordinator.codi")
    table.decide(revision, "pass_part", "budget")
    table.move(revision, "endorse", "area.roiet", values=RESOLUTION)
    table.decide(revision, "approve", "director")
    return table.fresh(revision)


def test_a_revision_begins_as_a_copy_and_the_plan_holds_meanwhile(table: Table, plan: Any) -> None:
    revision = revise(table, plan, "major")
    assert (revision.state, revision.revision_no, revision.revises_code) == ("collecting", 2, plan.code)
    assert [row.activity_id for row in revision.activities] == [row.activity_id for row in plan.activities]
    assert [g.title for g in revision.goals] == [g.title for g in plan.goals]
    assert revision.revision_reason == WHY
    assert revision.title.endswith("ฉบับปรับปรุงครั้งที่ 1")
    plan = table.fresh(plan)
    assert plan.state == "in_force"
    assert ("revising", "กำลังจัดทำฉบับปรับปรุง") in [(k, str(t)) for k, t in flags(plan, clock.today())]
    grid = queries.grid(table.session, SYSTEM, [2566])
    assert grid["45", 2566].code == plan.code


def test_only_one_revision_at_a_time(table: Table, plan: Any) -> None:
    revision = revise(table, plan, "minor")
    with pytest.raises(GuardFailed) as refused:
        revise(table, table.fresh(plan), "minor")
    assert [r.key for r in refused.value.reasons] == ["revised_already"]
    table.move(revision, "cancel", "secretariat", note="ไม่จำเป็นแล้ว")
    assert table.fresh(plan).open_revision is None
    again = revise(table, table.fresh(plan), "minor", "secretariat")
    assert again.revision_no == 2


def test_the_database_itself_refuses_a_second_revision_and_a_second_living_plan(
    table: Table, plan: Any
) -> None:
    revise(table, plan, "minor")
    for column, key in (("revising_key", plan.id), ("live_key", "45-2566")):
        other = table.plan("coordinator.eef", province_code="49")
        table.session.flush()
        statement = text(f"UPDATE plan SET {column} = :key WHERE id = :id")  # noqa: S608 - our own names
        with pytest.raises(IntegrityError), table.session.begin_nested():
            table.session.execute(statement, {"key": key, "id": other.id})
        table.move(other, "cancel", "coordinator.eef", note="ทดสอบ")


def test_a_minor_revision_needs_lead_and_secretariat_alone(table: Table, plan: Any) -> None:
    revision = revise(table, plan, "minor")
    table.save(revision, "coordinator.codi", changes=[change(plan, what="end", day="2023-10-31")])
    revision = settle_minor(table, revision)
    assert (revision.state, revision.baseline["activities"]) == ("approved", 2)
    assert table.fresh(table.fresh(revision).activities[0].activity).end == date(2023, 9, 30)

    plan = table.fresh(plan)
    table.move(plan, "supersede", "secretariat")
    revision = table.fresh(revision)
    assert (plan.state, revision.state) == ("superseded", "in_force")
    activity = table.fresh(revision.activities[0].activity)
    assert activity.end == date(2023, 10, 31)
    assert activity.plan_code == revision.code
    assert revision.took_over_on == clock.today()
    assert events.recompute(table.session, plan).state == "superseded"
    assert events.recompute(table.session, revision).state == "in_force"


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ({"what": "target_count", "count": "95"}, "major_target"),
        (
            {
                "what": "planned",
                "org": "CODI",
                "source": "agency_budget",
                "fiscal_year": "2566",
                "amount": "1300000",
            },
            "major_money",
        ),
        (
            {"what": "planned", "org": "PMUA", "source": "fund", "fiscal_year": "2566", "amount": "1"},
            "major_payer",
        ),
    ],
)
def test_what_changes_the_substance_is_refused_as_minor(
    table: Table, plan: Any, new: dict[str, Any], why: str
) -> None:
    revision = revise(table, plan, "minor")
    table.save(revision, "coordinator.codi", changes=[change(plan, **new)])
    table.move(table.fresh(revision), "consolidate", "coordinator.codi")
    with pytest.raises(GuardFailed) as refused:
        table.move(table.fresh(revision), "send_for_review", "coordinator.codi")
    assert why in [r.key for r in refused.value.reasons]


def test_a_small_change_of_money_is_minor_and_summed(table: Table, plan: Any) -> None:
    planned = plan.planned
    revision = revise(table, plan, "minor")
    line = {"org": "CODI", "source": "agency_budget", "fiscal_year": "2566"}
    new = change(table.fresh(plan), what="planned", amount="1,100,000.50", **line)
    revision = table.save(revision, "coordinator.codi", changes=[new])
    assert revision.planned == planned + 10_000_000
    revision = settle_minor(table, revision)
    assert revision.baseline["planned"] == planned + 10_000_000
    table.move(table.fresh(plan), "supersede", "secretariat")
    revision = table.fresh(revision)
    assert revision.planned == sum(
        x.planned for row in revision.activities for x in row.activity.budget_lines
    )
    assert revision.planned == revision.baseline["planned"]


def test_a_major_revision_is_approved_again_by_all(table: Table, plan: Any) -> None:
    revision = revise(table, plan, "major")
    new = [
        change(plan, what="target_count", count="120"),
        change(plan, what="planned", org="EEF", source="business", fiscal_year="2566", amount="500000"),
    ]
    table.save(revision, "coordinator.codi", changes=new)
    with pytest.raises(GuardFailed):
        table.move(table.fresh(revision), "consolidate", "coordinator.codi")
    revision = settle_major(table, table.fresh(revision))
    assert revision.state == "approved"
    moves = set(table.session.scalars(select(Event.move).where(Event.record_id == revision.id)))
    assert {"submit_part", "pass_part", "approve", "quorum"} <= moves

    table.move(table.fresh(plan), "supersede", "secretariat")
    activity = table.fresh(plan.activities[0].activity)
    assert activity.target_count == 120
    assert [(x.org, x.source, x.planned) for x in activity.budget_lines][-1] == (
        "EEF",
        "business",
        50_000_000,
    )


def test_a_revision_takes_the_place_only_when_it_is_approved(table: Table, plan: Any) -> None:
    with pytest.raises(GuardFailed) as none:
        table.move(plan, "supersede", "secretariat")
    assert [r.key for r in none.value.reasons] == ["no_revision"]
    revise(table, plan, "minor")
    with pytest.raises(GuardFailed) as early:
        table.move(table.fresh(plan), "supersede", "secretariat")
    assert [r.key for r in early.value.reasons] == ["revision_open"]
    with pytest.raises(Denied):
        table.move(table.fresh(plan), "supersede", "coordinator.codi")


def test_activities_wait_for_nobody_while_an_approved_revision_waits(table: Table, plan: Any) -> None:
    revision = settle_minor(table, revise(table, plan, "minor"))
    assert not any(row.activity.held for row in revision.activities)
    assert {row.activity.plan_code for row in revision.activities} == {plan.code}
    flow.run_due(table.session)
    assert table.fresh(revision).state == "approved"


@pytest.mark.parametrize(
    ("new", "faults"),
    [
        ({"what": "end"}, {"changes.0.day"}),
        ({"what": "end", "day": "2023-08-31", "count": "3"}, {"changes.0.count"}),
        (
            {"what": "planned", "amount": "5"},
            {"changes.0.org", "changes.0.source", "changes.0.fiscal_year"},
        ),
        ({"what": "target_count", "count": "-1"}, {"changes.0.count"}),
    ],
)
def test_a_change_says_one_new_value(table: Table, plan: Any, new: dict[str, Any], faults: set[str]) -> None:
    revision = revise(table, plan, "major")
    with pytest.raises(Invalid) as refused:
        table.save(revision, "coordinator.codi", changes=[change(plan, **new)])
    assert set(refused.value.errors) == faults


def test_a_change_is_said_once_and_of_an_activity_of_the_plan(table: Table, plan: Any) -> None:
    revision = revise(table, plan, "major")
    stranger = table.accepted(title="นอกแผน")
    revision = table.fresh(revision)
    twice = [change(revision, what="end", day="2023-08-31"), change(revision, what="end", day="2023-07-31")]
    with pytest.raises(Invalid) as refused:
        table.save(
            revision,
            "coordinator.codi",
            changes=[*twice, {"activity": stranger.code, "what": "end", "day": "2023-08-31"}],
        )
    assert set(refused.value.errors) == {"changes.1.what", "changes.2.activity"}


def test_a_first_edition_lists_no_changes(table: Table) -> None:
    plan = table.collecting(table.accepted())
    with pytest.raises(Invalid) as refused:
        table.save(plan, "coordinator.codi", changes=[change(plan, what="end", day="2023-08-31")])
    assert set(refused.value.errors) == {"changes"}


def test_partners_change_only_their_own_activities(table: Table, plan: Any) -> None:
    revision = revise(table, plan, "major")
    with pytest.raises(Invalid) as refused:
        table.save(revision, "coordinator.eef", changes=[change(plan, what="end", day="2023-08-31")])
    assert "changes" in refused.value.errors


def test_the_page_shows_what_a_revision_changes(client: HouseClient, table: Table, plan: Any) -> None:
    revision = revise(table, plan, "major")
    table.save(
        revision,
        "coordinator.codi",
        changes=[
            change(plan, what="target_count", count="120"),
            change(plan, what="planned", org="EEF", source="business", fiscal_year="2566", amount="500000"),
        ],
    )
    client.sign_in("coordinator.codi")
    html = client.get(f"/plans/{revision.code}").text
    part = html[html.index("เทียบกับฉบับก่อน") :]
    for words in ("ฐานเทียบแรก", "ฉบับนี้", "จำนวนเป้าหมาย", "120", "500,000", plan.code):
        assert words in part
    assert client.get(f"/plans/{revision.code}/edit").status_code == 200
    client.sign_in("viewer")
    assert "เทียบกับฉบับก่อน" not in client.get(f"/plans/{plan.code}").text


def test_a_running_plan_shows_how_it_differs_from_its_baseline(
    table: Table, client: HouseClient, plan: Any
) -> None:
    activity: JointActivity = plan.activities[0].activity
    table.move(activity, "postpone", "coordinator.codi", values={"end": "2023-10-15"}, note="ฝนตกหนัก")
    client.sign_in("coordinator.codi")
    html = client.get(f"/plans/{plan.code}").text
    part = html[html.index("เทียบกับฉบับก่อน") :]
    assert "สิ่งที่ต่างกัน 1 รายการ" in part
    assert "15 ต.ค. 2566" in part
