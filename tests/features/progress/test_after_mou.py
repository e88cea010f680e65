"""Nothing is reported or paid after an MOU's end unless a director asked and the secretariat allowed it (rule S6)."""

from datetime import date, timedelta
from typing import Any

import pytest

from planhub.activities.basis import mou_end
from planhub.activities.models import JointActivity
from planhub.kernel.access import SYSTEM
from planhub.kernel.errors import Denied, GuardFailed, Invalid
from planhub.mou.feature import MOUS
from planhub.mou.models import MouParty
from planhub.record import audit, services
from planhub.record.types import registry
from tests.features.progress.conftest import Desk

QUARTER_BEGINS = date(2025, 10, 1)


def on_mou(desk: Desk, activity: JointActivity, *, ends_on: date, state: str = "in_force") -> Any:
    """Let the activity rest on an MOU with that last day."""
    audit.act_as(desk.session, SYSTEM)
    parties = [MouParty(org=org, position=n) for n, org in enumerate(("CODI", "EEF"), start=1)]
    values = {
        "title": "ความร่วมมือเชิงพื้นที่",
        "cooperation_kind": "area_approach",
        "areas": ["45"],
        "directions": [],
        "parties": parties,
    }
    mou = services.begin(desk.session, SYSTEM, MOUS, values, owner_org="CODI")
    mou.state, mou.ends_on = state, ends_on
    activity.mou_id = mou.id
    desk.session.flush()
    desk.session.expire_all()
    return mou


def fresh(desk: Desk, record: Any) -> Any:
    desk.session.flush()
    desk.session.expire_all()
    return services.load(desk.session, registry.get(record.type), record.id)


def refusal(desk: Desk, report: Any) -> set[str]:
    return {r.key for r in desk.moves(report, "area.roiet")["submit"].reasons}


@pytest.mark.parametrize("state", ["expired", "terminated", "closed", "in_force"])
def test_a_quarter_after_the_end_is_refused_even_where_the_daily_run_was_missed(
    desk: Desk, activity: JointActivity, report: Any, state: str
) -> None:
    report = desk.filled(report)
    on_mou(desk, activity, ends_on=QUARTER_BEGINS - timedelta(days=1), state=state)
    report = fresh(desk, report)

    assert refusal(desk, report) == {"mou_ended"}
    with pytest.raises(GuardFailed):
        desk.move(report, "submit", "area.roiet")


@pytest.mark.parametrize(
    ("ends_on", "state"),
    [(QUARTER_BEGINS, "expired"), (date(2027, 1, 1), "suspended"), (date(2027, 1, 1), "in_force")],
)
def test_a_quarter_that_the_mou_covers_or_a_suspended_one_is_reported(
    desk: Desk, activity: JointActivity, report: Any, ends_on: date, state: str
) -> None:
    report = desk.filled(report)
    on_mou(desk, activity, ends_on=ends_on, state=state)
    assert desk.move(fresh(desk, report), "submit", "area.roiet").state == "submitted"


def test_a_director_asks_and_the_secretariat_allows_it(
    desk: Desk, activity: JointActivity, report: Any
) -> None:
    report = desk.filled(report)
    on_mou(desk, activity, ends_on=QUARTER_BEGINS - timedelta(days=1), state="expired")
    activity = fresh(desk, activity)
    with pytest.raises(GuardFailed) as early:
        desk.move(activity, "allow_after_mou", "secretariat", note="ตามมติ")
    assert [r.key for r in early.value.reasons] == ["not_asked"]
    with pytest.raises(Denied):
        desk.move(activity, "ask_after_mou", "coordinator.codi", note="ยังไม่แล้วเสร็จ")

    activity = desk.move(activity, "ask_after_mou", "director.codi", note="ยังไม่แล้วเสร็จ")
    assert refusal(desk, fresh(desk, report)) == {"mou_ended"}
    activity = desk.move(activity, "allow_after_mou", "secretariat", note="ตามมติที่ประชุม")

    assert desk.history(activity)[-2:] == ["ask_after_mou", "allow_after_mou"]
    assert desk.move(fresh(desk, report), "submit", "area.roiet").state == "submitted"


def test_a_payment_is_not_recorded_after_the_end(
    desk: Desk, activity: JointActivity, in_january: None
) -> None:
    on_mou(desk, activity, ends_on=date(2025, 12, 31), state="expired")
    activity = fresh(desk, activity)
    lines = [
        {"org": line.org, "source": line.source, "fiscal_year": "2569", "planned": str(line.planned // 100)}
        for line in activity.budget_lines
    ]
    with pytest.raises(Invalid) as refused, desk.session.begin_nested():
        desk.save(activity, "coordinator.codi", budget_lines=[{**line, "disbursed": "5"} for line in lines])
    assert set(refused.value.errors) == {"budget_lines.0.disbursed", "budget_lines.1.disbursed"}

    activity = fresh(desk, activity)
    saved = desk.save(
        activity, "coordinator.codi", budget_lines=[{**line, "allocated": "5"} for line in lines]
    )
    assert [line.allocated for line in saved.budget_lines] == [500, 500]


class _Mou:
    state, ended_on, ends_on = "in_force", None, date(2024, 2, 29)


@pytest.mark.parametrize(
    ("today", "over"),
    [(date(2024, 2, 28), False), (date(2024, 2, 29), False), (date(2024, 3, 1), True)],
)
def test_the_last_day_is_the_last_day(today: date, over: bool) -> None:
    assert (mou_end(_Mou(), today) is not None) is over
