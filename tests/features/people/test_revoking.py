"""Revoking and deciding take turns: nobody decides after the order was taken back (hazard F5)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from planhub.infra.db import PlanHubSession, db, writing
from planhub.kernel import clock
from planhub.kernel.access import SYSTEM, Capacity
from planhub.people import orders, queries
from planhub.people.models import Assignment, Attempt, Delegation, Post, User
from planhub.record import audit
from tests.conftest import House


@contextmanager
def transaction(house: House) -> Iterator[Session]:
    """A real transaction on a connection of its own."""
    with writing(), PlanHubSession(db, bind=house.engine) as session:
        audit.act_as(session, SYSTEM)
        yield session
        session.commit()


def lend(house: House) -> tuple[str, str]:
    """Put an order into force by which the coordinator acts for the director; gives its id and the coordinator's."""
    with transaction(house) as session:
        coordinator = queries.find_user(session, login="coordinator.codi")
        assert coordinator is not None
        post = session.scalars(
            select(Post)
            .join(Assignment)
            .join(User, User.id == Assignment.user_id)
            .where(User.login == "director.codi")
        ).one()
        today = clock.today()
        row = orders.draft(
            session,
            SYSTEM,
            post.id,
            orders.Order(coordinator.id, "acting", "1/2566", today, today, today + timedelta(days=1)),
        )
        session.flush()
        row.state = orders.ACTIVE
        return row.id, coordinator.id


def race(house: House) -> tuple[datetime | None, datetime]:
    """Let the acting person decide while the order is revoked; gives when each happened, if it did."""
    order_id, user_id = lend(house)
    start = threading.Barrier(2)
    decided: list[datetime] = []
    revoked: list[datetime] = []

    def decide() -> None:
        start.wait()
        with transaction(house) as session:
            actor = queries.get_actor(session, session.get_one(User, user_id))
            acting = [s for s in actor.standings if s.capacity is Capacity.ACTING]
            if acting and queries.lock_standing(session, acting[0], user_id=user_id):
                decided.append(clock.now())
                session.add(Attempt(bucket="decided", at=clock.now()))

    def revoke() -> None:
        start.wait()
        with transaction(house) as session:
            row = session.get_one(Delegation, order_id)
            orders.revoke(session, SYSTEM, order_id, version=row.version)
            session.flush()
            revoked.append(clock.now())

    threads = [threading.Thread(target=task) for task in (decide, revoke)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return (decided[0] if decided else None), revoked[0]


def run(house: House, rounds: int) -> None:
    try:
        outcomes = [race(house) for _ in range(rounds)]
    finally:
        with transaction(house) as session:
            session.execute(delete(Delegation))
            session.execute(delete(Attempt))
    assert [pair for pair in outcomes if pair[0] is not None and pair[0] > pair[1]] == []


def test_nobody_decides_after_the_order_was_revoked(house: House) -> None:
    run(house, 25)


@pytest.mark.deep
def test_nobody_decides_after_the_order_was_revoked_in_500_races(house: House) -> None:
    run(house, 500)
