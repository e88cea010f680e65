"""The audience "own_areas": the owner's coordinators of the areas that a record touches, nobody else's."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from planhub.kernel.text import plain
from planhub.kernel.workflow import Notice
from planhub.record import events, notices
from planhub.record.models import Notification
from planhub.record.types import registry
from tests.factories import toys
from tests.features.record.conftest import World, person


def test_only_the_owners_coordinators_of_the_area_are_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for org, login, areas in (
        ("CODI", "ours", ["4501"]),
        ("CODI", "elsewhere", ["49"]),
        ("EEF", "theirs", ["45"]),
    ):
        person(world.session, org, "area_coordinator", login=login, areas=areas)
    moves = tuple(
        replace(m, notice=Notice(("own_areas",), plain("{code}"))) if m.key == "submit" else m
        for m in toys.MOVES
    )
    monkeypatch.setitem(
        registry._types, "toys", replace(toys.TOYS, workflow=replace(toys.WORKFLOW, moves=moves))
    )
    toy = world.toy(province_code="45")
    world.move(toy, "submit", "coordinator.codi")

    sent = [e for e in events.list_events(world.session, toy.id) if e.move == "submit"]
    notices.notify(world.session, sent[0].id)

    told = world.session.scalars(select(Notification.user_id).where(Notification.record_id == toy.id)).all()
    assert sorted(told) == ["area_coordinator.codi", "ours"]  # the first one was here before, for all of 45
