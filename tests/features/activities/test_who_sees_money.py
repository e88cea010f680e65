"""Money line by line is for those who answer for it; others see sums (security.md §B6), by screen, API and history."""

from typing import Any

import pytest

from planhub.kernel.errors import Denied
from planhub.record import access
from tests.client import HouseClient
from tests.features.activities.desk import Desk

SEES = ("coordinator.codi", "director.eef", "budget.codi", "secretariat", "auditor")
SUMS_ONLY = ("viewer", "area.roiet", "knowledge")


@pytest.fixture
def running(desk: Desk) -> Any:
    activity = desk.running()
    lines = [
        {"org": x.org, "source": x.source, "fiscal_year": str(x.fiscal_year), "planned": str(x.planned / 100)}
        for x in activity.budget_lines
    ]
    return desk.save(activity, "coordinator.codi", budget_lines=[{**x, "allocated": "77123"} for x in lines])


@pytest.mark.parametrize("login", SEES + SUMS_ONLY)
def test_rows_are_given_to_those_who_may_see_them(
    client: HouseClient, desk: Desk, running: Any, login: str
) -> None:
    client.sign_in(login)
    page = client.get(f"/activities/{running.code}").text
    story = client.get(f"/activities/{running.code}/history").text
    sees = login in SEES
    assert ("งบประมาณแผ่นดินของหน่วยงาน" in page) is sees
    assert ("77,123" in story) is sees
    names = [c.name for c in access.seen_children(desk.actor(login), desk.fresh(running))]
    assert ("budget_lines" in names) is sees
    assert "milestones" in names


def test_who_may_not_see_rows_cannot_overwrite_them(desk: Desk, client: HouseClient, running: Any) -> None:
    with pytest.raises(Denied):
        desk.save(running, "area.roiet", budget_lines=[])
    assert len(desk.fresh(running).budget_lines) == 2
    client.sign_in("area.roiet")
    form = client.get(f"/activities/{running.code}/edit")
    assert form.status_code == 200
    assert "budget_lines-" not in form.text
