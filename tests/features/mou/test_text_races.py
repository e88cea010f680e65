"""Four people write one text at once, on real connections that commit: every word arrives, no clause is lost."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from planhub.demo import agencies
from planhub.infra.db import Model, PlanHubSession, db, prepare_engine, writing
from planhub.kernel import clock
from planhub.kernel.access import SYSTEM, Actor
from planhub.mou.feature import MOUS
from planhub.mou.text import editing
from planhub.mou.text.editing import Base, ClauseConflict, Typed
from planhub.people import queries
from planhub.record import audit, services
from planhub.web.app import PlanHubApp
from planhub.web.setup import fill_reference
from tests.features.mou.conftest import NOW
from tests.postgres import postgres

PEOPLE, TIMES = 4, 25


@pytest.fixture
def engine(app: PlanHubApp, engine_name: str, tmp_path: Path) -> Iterator[Engine]:
    """A database of the test's own, in which transactions really commit."""
    with postgres() if engine_name == "postgresql" else _file(tmp_path) as url:
        engine = create_engine(url, pool_size=PEOPLE + 2)
        prepare_engine(engine)
        Model.metadata.create_all(engine)
        with clock.at(NOW), writing(), PlanHubSession(db, bind=engine) as session:
            audit.act_as(session, SYSTEM)
            fill_reference(session)
            agencies.build(session)
            session.commit()
        yield engine
        engine.dispose()


@contextmanager
def _file(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'text.sqlite'}"


@contextmanager
def _request(engine: Engine) -> Iterator[tuple[Session, Actor]]:
    with writing(), PlanHubSession(db, bind=engine) as session:
        user = queries.find_user(session, login="coordinator.codi")
        assert user is not None
        actor = queries.get_actor(session, user)
        audit.act_as(session, actor)
        yield session, actor
        session.commit()


def _bodies(engine: Engine, code: str) -> dict[str, str]:
    with PlanHubSession(db, bind=engine) as session:
        return {c.id: c.body for c in services.load(session, MOUS, code).clauses}


def _write(engine: Engine, code: str, key: str, text: Callable[[str], str]) -> int:
    """Read the clause and write it, again where somebody else was quicker; give how often."""
    for tries in range(500):
        body = _bodies(engine, code)[key]
        try:
            with _request(engine) as (session, actor):
                mou = services.load(session, MOUS, code)
                heading = next(c.heading for c in mou.clauses if c.id == key)
                editing.change(
                    session, actor, mou, key, typed=Typed(heading, text(body)), base=Base(heading, body)
                )
        except ClauseConflict:
            continue
        return tries
    raise AssertionError("never got through")


def _instead(word: str, _body: str) -> str:
    return word


def _behind(word: str, body: str) -> str:
    return f"{body}\n{word}"


def test_two_hundred_edits_by_four_people_lose_nothing(engine: Engine) -> None:
    with _request(engine) as (session, actor):
        raw = {
            "title": "หลายคนพร้อมกัน",
            "parties": [{"org": "CODI"}, {"org": "EEF"}],
            "clauses": [{"heading": f"ข้อ {n}", "body": "เริ่ม"} for n in range(PEOPLE + 1)],
        }
        mou = services.create(session, actor, MOUS, raw)
        session.flush()
        code, keys = mou.code, [c.id for c in mou.clauses]
    shared = keys[-1]

    def write(person: int) -> int:
        refused = 0
        for k in range(TIMES):
            word = f"คน {person} ครั้ง {k}"
            refused += _write(engine, code, keys[person], partial(_instead, word))
            refused += _write(engine, code, shared, partial(_behind, word))
        return refused

    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(write, range(PEOPLE)))
    bodies = _bodies(engine, code)
    assert [bodies[keys[n]] for n in range(PEOPLE)] == [f"คน {n} ครั้ง {TIMES - 1}" for n in range(PEOPLE)]
    everything = [f"คน {n} ครั้ง {k}" for n in range(PEOPLE) for k in range(TIMES)]
    assert sorted(bodies[shared].split("\n")[1:]) == sorted(everything)
