"""Lanes of some parties only, and lanes that are deliveries instead of consents."""

from dataclasses import replace

import pytest

from planhub.kernel.workflow import Workflow
from planhub.record import lanes, services
from planhub.record.models import Record
from planhub.record.types import RecordType, registry
from tests.factories import toys
from tests.features.record.conftest import World


def use(monkeypatch: pytest.MonkeyPatch, changed: RecordType) -> None:
    monkeypatch.setitem(registry._types, "toys", changed)


def orgs(toy: Record, kind: str, status: str) -> list[str]:
    return [lane.org_code for lane in lanes.current(toy, [kind]) if lane.status == status]


def test_only_the_members_of_a_set_get_lanes_and_make_its_quorum(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(
        monkeypatch,
        replace(toys.TOYS, members=lambda _toy, key: ["EEF"] if key == "legal" else toys.PARTIES),
    )
    toy = world.toy()
    world.move(toy, "submit", "coordinator.codi")
    assert orgs(toy, "legal", "waiting") == ["EEF"]
    world.move(toy, "clear", "legal_officer.eef")
    assert toy.state == "approval"
    assert orgs(toy, "approval", "waiting") == ["CODI", "EEF", "PMUA"]


def delivery(machine: Workflow) -> Workflow:
    sets = tuple(replace(x, consents=x.key != "legal") for x in machine.lanes)
    return replace(machine, lanes=sets)


@pytest.mark.parametrize("consents", [True, False])
def test_a_change_of_text_takes_back_consents_but_not_deliveries(
    world: World, monkeypatch: pytest.MonkeyPatch, *, consents: bool
) -> None:
    machine = toys.WORKFLOW if consents else delivery(toys.WORKFLOW)
    use(monkeypatch, replace(toys.TOYS, workflow=machine))
    toy = world.toy()
    world.move(toy, "submit", "coordinator.codi")
    world.move(toy, "clear", "legal_officer.eef")
    toy.title = "ของเล่นอื่น"
    services.refresh(world.session, world.actor("coordinator.codi"), toy)
    assert orgs(toy, "legal", "done") == ([] if consents else ["EEF"])
