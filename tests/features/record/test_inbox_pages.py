"""The inbox in parts: oldest first over lanes and moves alike, a count that is bounded, statements written once."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import literal_column, select

from planhub.infra.db import settled
from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.ids import first_id, new_id
from planhub.record import inbox
from planhub.record.models import Record
from tests.features.record.conftest import World


def test_parts_follow_one_another_oldest_first(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    made = []
    for n in range(5):
        moment = now + timedelta(minutes=n)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        made.append(world.toy(f"ของเล่น {n}").code)
    actor = world.actor("coordinator.codi")
    parts = [inbox.queue_of(world.session, actor, start=start, size=2, most=10) for start in (0, 2, 4)]
    assert [line.code for part in parts for line in part.lines] == made
    assert {part.count for part in parts} == {5}
    assert [part.start for part in parts] == [0, 2, 4]
    beyond = inbox.queue_of(world.session, actor, start=40, size=2, most=10)
    assert [line.code for line in beyond.lines] == made[:2], "what lies behind the end is the beginning"
    assert beyond.start == 0


def test_no_more_is_counted_than_is_looked_up(world: World) -> None:
    for n in range(5):
        world.toy(f"ของเล่น {n}")
    part = inbox.queue_of(world.session, world.actor("coordinator.codi"), size=2, most=3)
    assert (len(part.lines), part.count) == (2, 3)


def test_a_lane_counts_only_where_it_is_asked(world: World) -> None:
    toy = world.toy()
    world.move(toy, "submit", "coordinator.codi")
    actor = world.actor("legal_officer.eef")
    assert inbox.queue_of(world.session, actor).count == 1
    toy.round += 1  # a lane of an earlier round
    world.session.flush()
    assert inbox.queue_of(world.session, actor).count == 0


def test_whoever_stands_nowhere_waits_for_nothing(world: World) -> None:
    part = inbox.queue_of(world.session, inbox_reader())
    assert (part.lines, part.count) == ([], 0)


def inbox_reader() -> Actor:
    return Actor(user_id="nobody", name="nobody")


def test_a_settled_statement_binds_only_what_varies(world: World) -> None:
    title = "ชื่อที่มี ' และ % และ :other และ ::x"
    world.toy(title)
    about = select(Record.code, Record.created_at).where(Record.round < 2)
    dialect = world.session.get_bind().dialect
    for query in (about.where(Record.title == title), about.where(Record.title.like("%'%"))):
        statement = settled(query.limit(literal_column(":most")), dialect, "most")
        rows = world.session.connection().execute(statement, {"most": 1}).all()
        assert len(rows) == 1
        assert all(row.created_at.utcoffset() == timedelta(0) for row in rows), "types stay what they are"


def test_ids_made_since_an_instant_are_not_below_its_first_id() -> None:
    before = datetime(2020, 1, 1, tzinfo=UTC)
    assert first_id(before) < new_id()
    assert (
        first_id(clock.now() - timedelta(seconds=1))
        <= new_id()
        < first_id(clock.now() + timedelta(seconds=1))
    )
