"""Many people at once, on real connections: nothing is lost, and nothing is approved that was not seen."""

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

from planhub.infra.db import Model, PlanHubSession, db, prepare_engine, writing
from planhub.kernel import clock
from planhub.kernel.access import SYSTEM
from planhub.kernel.errors import Conflict, GuardFailed
from planhub.people.models import User
from planhub.people.queries import get_actor
from planhub.record import audit, chain, events, flow, services
from planhub.record.models import Event, Record
from tests.factories import toys
from tests.features.record.conftest import NOW, ready, settle
from tests.postgres import postgres

THREADS = 8


@pytest.fixture
def engine(engine_name: str, tmp_path: Path) -> Iterator[Engine]:
    """A database of the test's own, in which transactions really commit."""
    ready()
    with postgres() if engine_name == "postgresql" else _file(tmp_path) as url:
        engine = create_engine(url, pool_size=THREADS + 2)
        prepare_engine(engine)
        Model.metadata.create_all(engine)
        with clock.at(NOW):
            with _writes(engine) as session:
                audit.act_as(session, SYSTEM)
                settle(session)
            yield engine
        engine.dispose()


@contextmanager
def _file(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'race.sqlite'}"


@contextmanager
def _writes(engine: Engine, login: str | None = None) -> Iterator[Session]:
    """One request: begin, act as somebody, commit."""
    with writing(), PlanHubSession(db, bind=engine) as session:
        if login:
            audit.act_as(session, get_actor(session, session.get_one(User, login)))
        yield session
        session.commit()


def _toy(engine: Engine, title: str) -> str:
    with _writes(engine, "coordinator.codi") as session:
        actor = audit.acting(session)
        assert actor is not None
        return str(services.create(session, actor, toys.TOYS, {"title": title}).id)


def _edit(engine: Engine, key: str, change: Callable[[Record], str], version: int | None = None) -> None:
    with _writes(engine, "coordinator.codi") as session:
        actor = audit.acting(session)
        assert actor is not None
        toy = services.load(session, toys.TOYS, key)
        services.save(session, actor, toy, {"title": change(toy)}, version=version or toy.version)


def _go(engine: Engine, key: str, move: str, login: str, **said: Any) -> None:
    with _writes(engine, login) as session:
        actor = audit.acting(session)
        assert actor is not None
        toy = services.load(session, toys.TOYS, key)
        version = said.pop("version", None) or toy.version
        flow.move(session, actor, toy, move, version=version, said=flow.Said(**said))


def _read(engine: Engine, key: str) -> Record:
    with PlanHubSession(db, bind=engine) as session:
        toy: Record = services.load(session, toys.TOYS, key)
        session.expunge_all()
        return toy


def _lose_nothing(engine: Engine, *, editors: int, rounds: int) -> None:
    keys = [_toy(engine, "0") for _ in range(5)]
    refused = threading.Semaphore(0)

    def editor(number: int) -> int:
        dice = random.Random(number)  # noqa: S311 - a race needs luck, not secrecy
        accepted = 0
        while accepted < rounds:
            key = dice.choice(keys)
            seen = _read(engine, key)
            try:
                _edit(engine, key, lambda toy: str(int(toy.title) + 1), version=seen.version)
            except Conflict:
                refused.release()
                continue
            accepted += 1
        return accepted

    with ThreadPoolExecutor(THREADS) as pool:
        accepted = sum(pool.map(editor, range(editors)))
    assert accepted == editors * rounds
    assert sum(int(_read(engine, key).title) for key in keys) == accepted
    assert sum(_read(engine, key).version - 1 for key in keys) == accepted


def test_no_save_is_lost(engine: Engine) -> None:
    _lose_nothing(engine, editors=20, rounds=4)


@pytest.mark.deep
def test_no_save_of_200_editors_is_lost(engine: Engine) -> None:
    _lose_nothing(engine, editors=200, rounds=10)


def _approve_against_edit(engine: Engine, races: int) -> int:
    approved = 0
    for number in range(races):
        key = _toy(engine, f"ตั้งต้น {number}")
        _go(engine, key, "submit", "coordinator.codi")
        for org in ("codi", "eef", "pmua"):
            _go(engine, key, "clear", f"legal_officer.{org}")
        seen = _read(engine, key)
        gate = threading.Barrier(3)

        def approver(login: str, key: str = key, seen: Record = seen, gate: threading.Barrier = gate) -> bool:
            gate.wait()
            try:
                _go(engine, key, "approve", login, version=seen.version, seen_hash=seen.content_hash)
            except (Conflict, GuardFailed):
                return False
            return True

        def editor(key: str = key, seen: Record = seen, gate: threading.Barrier = gate) -> bool:
            gate.wait()
            try:
                _edit(engine, key, lambda _toy: "เปลี่ยนแล้ว", version=seen.version)
            except Conflict:
                return False
            return True

        with ThreadPoolExecutor(3) as pool:
            done = [
                pool.submit(approver, "director.codi"),
                pool.submit(approver, "director.eef"),
                pool.submit(editor),
            ]
            won = [x.result() for x in done]
        assert sum(won) == 1, "of three changes to one version exactly one goes through"
        approved += won[0] or won[1]
        with PlanHubSession(db, bind=engine) as session:
            rows = session.scalars(select(Event).where(Event.record_id == key, Event.move == "approve")).all()
            assert all(e.content_hash == seen.content_hash for e in rows)
            toy = services.load(session, toys.TOYS, key)
            status = events.recompute(session, toy)
            assert (status.state, status.round) == (toy.state, toy.round)
    return approved


def test_nothing_is_approved_that_was_not_seen(engine: Engine) -> None:
    _approve_against_edit(engine, 10)
    with PlanHubSession(db, bind=engine) as session:
        assert chain.verify(session) == []


@pytest.mark.deep
def test_nothing_is_approved_that_was_not_seen_in_a_thousand_races(engine: Engine) -> None:
    _approve_against_edit(engine, 1000)


def test_numbers_have_neither_gaps_nor_doubles(engine: Engine) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        codes = list(pool.map(lambda n: _read(engine, _toy(engine, str(n))).code, range(60)))
    assert sorted(int(code[-4:]) for code in codes) == list(range(1, 61))
