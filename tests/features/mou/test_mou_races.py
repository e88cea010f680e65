"""Two at once on one MOU and its amendment, on real connections: one of them is told, and no text is lost."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

from planhub.demo import agencies
from planhub.infra.db import Model, PlanHubSession, db, prepare_engine, writing
from planhub.kernel import clock
from planhub.kernel.access import SYSTEM
from planhub.kernel.errors import Conflict, GuardFailed
from planhub.mou.feature import MOUS
from planhub.mou.models import Mou
from planhub.record import audit, chain, events, flow, services
from planhub.record.content import content_hash
from planhub.web.setup import fill_reference
from tests.conftest import Actors
from tests.features.mou.conftest import NOW, ORGS, Desk
from tests.postgres import postgres

pytestmark = pytest.mark.usefixtures("app")
"""The application knows the features and their jobs."""


@pytest.fixture
def engine(engine_name: str, tmp_path: Path) -> Iterator[Engine]:
    """A database of the test's own, in which transactions really commit."""
    with postgres() if engine_name == "postgresql" else _file(tmp_path) as url:
        engine = create_engine(url, pool_size=6)
        prepare_engine(engine)
        Model.metadata.create_all(engine)
        with clock.at(NOW):
            with _desk(engine) as desk:
                fill_reference(desk.session)
                agencies.build(desk.session)
            yield engine
        engine.dispose()


@contextmanager
def _file(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'race.sqlite'}"


@contextmanager
def _desk(engine: Engine) -> Iterator[Desk]:
    """One request: begin, do, commit."""
    with writing(), PlanHubSession(db, bind=engine) as session:
        audit.act_as(session, SYSTEM)
        yield Desk(session, Actors(session))
        session.commit()


def _read(engine: Engine, key: str) -> Mou:
    with PlanHubSession(db, bind=engine) as session:
        mou: Mou = services.load(session, MOUS, key)
        session.expunge_all()
        return mou


def _press(engine: Engine, key: str, version: int, move: str, login: str, **said: str) -> Callable[[], bool]:
    note = said.pop("note", None)

    def act(session: Session, desk: Desk) -> None:
        mou = services.load(session, MOUS, key)
        flow.move(
            session, desk.actor(login), mou, move, version=version, said=flow.Said(values=said, note=note)
        )

    def press() -> bool:
        try:
            with _desk(engine) as desk:
                act(desk.session, desk)
        except (Conflict, GuardFailed):
            return False
        return True

    return press


def _together(*presses: Callable[[], bool]) -> list[bool]:
    gate = threading.Barrier(len(presses))

    def run(press: Callable[[], bool]) -> bool:
        with clock.at(NOW):
            gate.wait()
            return press()

    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(run, presses))


def test_of_two_amendments_opened_at_once_one_is_begun(engine: Engine) -> None:
    for _ in range(4):
        with _desk(engine) as desk:
            key = desk.signed().id
        seen = _read(engine, key)
        won = _together(
            *(
                _press(
                    engine, key, seen.version, "open_amendment", f"coordinator.{org}", kind="area", note=org
                )
                for org in ("codi", "eef", "pmua")
            )
        )
        assert sum(won) == 1
        with PlanHubSession(db, bind=engine) as session:
            begun = session.scalars(select(Mou.id).where(Mou.amends_id == key)).all()
        assert [_read(engine, key).amending_id] == list(begun)


def test_a_last_signature_against_a_last_acknowledgement_loses_no_text(engine: Engine) -> None:
    """The amendment is taken up, or waits for people; the typing error is put right either way, or asked again."""
    for _ in range(4):
        with _desk(engine) as desk:
            parent, child = _both_on_the_edge(desk)
        mine, theirs = _read(engine, child), _read(engine, parent)
        won = _together(
            _press(engine, child, mine.version, "confirm_signature", "coordinator.pmua", org="PMUA"),
            _press(engine, parent, theirs.version, "acknowledge_correction", "coordinator.pmua"),
        )
        assert any(won)
        mine, theirs = _read(engine, child), _read(engine, parent)
        for one in (mine, theirs):
            assert one.content_hash == content_hash(one)
        taken = mine.state == "closed"
        assert (theirs.areas == ["45"]) == taken
        assert "ประสานแผน" in (theirs.objectives or "") or not won[1]
        if mine.state == "signed":
            assert mine.is_behind or not won[0]
        with PlanHubSession(db, bind=engine) as session:
            for key in (parent, child):
                mou = services.load(session, MOUS, key)
                status = events.recompute(session, mou)
                assert (status.state, status.round) == (mou.state, mou.round)
            assert chain.verify(session) == []


def _both_on_the_edge(desk: Desk) -> tuple[str, str]:
    """Give an MOU whose typing error lacks one word, and its amendment that lacks one confirmation."""
    mou = desk.signed(objectives="ประสาณแผนงาน")
    mou = desk.move(mou, "open_amendment", "coordinator.codi", kind="area", note="พื้นที่")
    assert mou.amending is not None
    child = desk.save(services.load(desk.session, MOUS, mou.amending.code), areas=["45"])
    child = desk.move(child, "share", "coordinator.codi")
    child = desk.each(desk.cleared(desk.each(child, "settle", "coordinator")), "approve", "director")
    desk.scan(child)
    for org in ORGS[:2]:
        child = desk.sign(child, org)
    child = desk.move(child, "record_signature", "secretariat", **desk.signature("PMUA"))
    said = {"wrong": "ประสาณ", "right": "ประสาน", "note": "สะกดผิด"}
    mou = desk.move(desk.again(mou), "propose_correction", "secretariat", **said)
    for org in ("eef", "codi"):
        mou = desk.move(mou, "acknowledge_correction", f"coordinator.{org}")
    return mou.id, child.id
