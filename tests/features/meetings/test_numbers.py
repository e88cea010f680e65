"""Numbers of meetings under pressure: many at once, none twice, none left out (hazard F21)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from planhub.demo import agencies
from planhub.infra.db import Model, PlanHubSession, db, prepare_engine, writing
from planhub.kernel.access import SYSTEM
from planhub.meetings.feature import ACTION_ITEMS, MEETINGS
from planhub.meetings.models import Committee, Meeting, Resolution
from planhub.meetings.session import floor
from planhub.meetings.session.floor import FloorConflict
from planhub.people import queries
from planhub.record import audit, services
from planhub.record.models import RecordState
from planhub.web.app import PlanHubApp

THREADS, EACH = 20, 10


@pytest.fixture
def session(tmp_path: Path, app: PlanHubApp) -> Session:
    """A session on a database file of its own, where threads may commit."""
    engine = create_engine(f"sqlite:///{tmp_path / 'numbers.sqlite'}")
    prepare_engine(engine)
    Model.metadata.create_all(engine)
    session = PlanHubSession(db, bind=engine)
    with writing():
        audit.act_as(session, SYSTEM)
        session.add_all(RecordState(type="meetings", state=key) for key in MEETINGS.workflow.state_keys)
        agencies.build(session)
        session.add(Committee(code="JOINT", name_th="คณะทำงานร่วม", name_en="Joint"))
        session.commit()
    return session


def test_meetings_set_up_at_the_same_time_are_numbered_without_gap_or_double(
    session: Session, engine_name: str
) -> None:
    engine = session.get_bind()

    def call(_thread: int) -> None:
        for _ in range(EACH):
            with writing(), PlanHubSession(db, bind=engine) as mine:
                user = queries.find_user(mine, login="secretariat")
                assert user is not None
                actor = queries.get_actor(mine, user)
                audit.act_as(mine, actor)
                services.create(mine, actor, MEETINGS, {"committee_code": "JOINT", "held_on": "28/2/2566"})
                mine.commit()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(call, range(THREADS)))

    session.rollback()
    rows = session.execute(
        select(Meeting.seq_no, Meeting.year_be, Meeting.held_on).order_by(Meeting.seq_no)
    ).all()
    assert [row.seq_no for row in rows] == list(range(1, THREADS * EACH + 1))
    assert {(row.year_be, row.held_on) for row in rows} == {(2566, date(2023, 2, 28))}
    session.close()
    engine.dispose()  # type: ignore[union-attr]


def _sitting(session: Session) -> tuple[str, list[str]]:
    """Lay a meeting that sits, with a matter for each hand; give its code and the ids of the matters."""
    session.add_all(RecordState(type="action-items", state=key) for key in ACTION_ITEMS.workflow.state_keys)
    user = queries.find_user(session, login="secretariat")
    assert user is not None
    actor = queries.get_actor(session, user)
    audit.act_as(session, actor)
    agenda = [{"section": "5", "title": f"เรื่องที่ {n}"} for n in range(THREADS)]
    raw = {"committee_code": "JOINT", "held_on": "28/2/2566", "agenda": agenda}
    meeting = services.create(session, actor, MEETINGS, raw)
    session.flush()
    meeting.state = "in_session"
    code, items = meeting.code, [i.id for i in meeting.agenda if i.section == "5"]
    session.commit()
    return code, items


def test_resolutions_made_at_the_same_time_are_numbered_without_gap_or_double(
    session: Session, engine_name: str
) -> None:
    """Several hands record on one meeting: each takes the meeting's lock, a stale wording is refused and told."""
    engine = session.get_bind()
    with writing():
        code, items = _sitting(session)

    def record(thread: int) -> None:
        for _ in range(EACH):
            with writing(), PlanHubSession(db, bind=engine) as mine:
                found = queries.find_user(mine, login="secretariat")
                assert found is not None
                hand = queries.get_actor(mine, found)
                audit.act_as(mine, hand)
                version = floor.read_version(mine, items[thread])
                floor.resolve(mine, hand, code, items[thread], {"kind": "noted"}, version=version)
                with pytest.raises(FloorConflict):
                    floor.write(mine, hand, code, items[thread], {"text": "x"}, version=version)
                mine.commit()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(record, range(THREADS)))

    session.rollback()
    numbers = session.scalars(select(Resolution.number).order_by(Resolution.number)).all()
    assert numbers == list(range(1, THREADS * EACH + 1))
    session.close()
    engine.dispose()  # type: ignore[union-attr]
