"""Jobs: rows of the caller's transaction, done once, tried again, never lost (conventions 13 and 14)."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, delete, select
from sqlalchemy.orm import Session

from planhub.infra import jobs
from planhub.infra.db import PlanHubSession, db, writing
from planhub.infra.jobs import DEAD, DONE, FIRST_WAIT, LEASE, MOST_TRIES, READY, RUNNING, Deed, Job
from planhub.kernel import clock
from planhub.kernel.access import SYSTEM
from planhub.people.models import Attempt
from planhub.record import audit
from planhub.web import work
from planhub.web.app import PlanHubApp
from tests.conftest import House

NOW = datetime(2022, 12, 9, 3, 0, tzinfo=UTC)
ran: list[Any] = []


def note(session: Session, what: str) -> None:
    ran.append(what)
    session.add(Attempt(bucket=f"job:{what}", at=clock.now()))


def fail(session: Session, what: str) -> None:
    note(session, what)
    session.flush()
    raise OSError("the printer is on fire")


def deed(_session: Session, what: str, breaks: bool = False) -> Deed:
    def act() -> str:
        if breaks:
            raise OSError("the line is dead")
        ran.append(("act", what))
        return what.upper()

    return Deed(act, note)


jobs.register({"trial.note": note, "trial.fail": fail, "trial.deed": deed})


@pytest.fixture(autouse=True)
def _clean() -> Iterator[None]:
    ran.clear()
    with clock.at(NOW):
        yield


Fresh = Callable[[], AbstractContextManager[Session]]


@pytest.fixture
def fresh(connection: Connection) -> Fresh:
    @contextmanager
    def make() -> Iterator[Session]:
        with PlanHubSession(db, bind=connection, join_transaction_mode="create_savepoint") as session:
            audit.act_as(session, SYSTEM)
            yield session

    return make


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of which a worker would be told."""
    heard: list[str] = []

    class Ear:
        def ring(self, job_id: str) -> None:
            heard.append(job_id)

    monkeypatch.setattr(jobs, "_bell", Ear())
    return heard


def put(session: Session, name: str = "trial.note", **args: Any) -> str:
    job = jobs.enqueue(session, name, **{"what": "a", **args})
    session.commit()
    return job.id


def the_job(session: Session, job_id: str) -> Job:
    return session.get_one(Job, job_id, populate_existing=True)


def test_a_worker_is_told_after_the_commit_and_not_before(db_session: Session, rung: list[str]) -> None:
    job = jobs.enqueue(db_session, "trial.note", what="a")
    db_session.flush()
    assert rung == []
    db_session.commit()
    assert rung == [job.id]
    db_session.commit()
    assert rung == [job.id]


def test_what_is_rolled_back_never_happened(db_session: Session, rung: list[str]) -> None:
    jobs.enqueue(db_session, "trial.note", what="a")
    db_session.flush()
    db_session.rollback()
    db_session.commit()
    assert rung == []
    assert db_session.scalars(select(Job)).all() == []


def test_an_inner_savepoint_tells_nobody_yet(db_session: Session, rung: list[str]) -> None:
    with db_session.begin_nested():
        jobs.enqueue(db_session, "trial.note", what="a")
    assert rung == []
    db_session.commit()
    assert len(rung) == 1


def test_a_bulk_load_tells_nobody(db_session: Session, rung: list[str]) -> None:
    with jobs.quietly():
        put(db_session)
    assert rung == []


def test_a_job_needs_a_handler(db_session: Session) -> None:
    with pytest.raises(ValueError, match="no handler"):
        jobs.enqueue(db_session, "trial.unknown")
    with pytest.raises(ValueError, match="two handlers"):
        jobs.register({"trial.note": fail})


def test_a_job_is_done_once(db_session: Session, fresh: Fresh) -> None:
    job_id = put(db_session)
    assert jobs.run(fresh, job_id)
    assert not jobs.run(fresh, job_id)
    assert ran == ["a"]
    job = the_job(db_session, job_id)
    assert (job.state, job.tries, job.finished_at, job.leased_until) == (DONE, 1, NOW, None)


def test_a_job_waits_for_its_time(db_session: Session, fresh: Fresh) -> None:
    job = jobs.enqueue(db_session, "trial.note", run_at=NOW + timedelta(hours=1), what="later")
    db_session.commit()
    assert jobs.due(db_session) == []
    assert not jobs.run(fresh, job.id)
    with clock.at(NOW + timedelta(hours=1)):
        assert jobs.due(db_session) == [job.id]
        assert jobs.run(fresh, job.id)


def test_a_job_of_its_kind_exists_once(db_session: Session, fresh: Fresh) -> None:
    first = jobs.enqueue_once(db_session, "trial.note", "daily:2022-12-09", what="a")
    assert first is not None
    assert jobs.enqueue_once(db_session, "trial.note", "daily:2022-12-09", what="a") is None
    db_session.commit()
    jobs.run(fresh, first.id)
    assert jobs.enqueue_once(db_session, "trial.note", "daily:2022-12-09", what="a") is None


def test_a_failure_leaves_nothing_behind_and_is_tried_again_later(
    db_session: Session, fresh: Fresh, caplog: pytest.LogCaptureFixture
) -> None:
    job_id = put(db_session, "trial.fail")
    at, waits = NOW, []
    for _ in range(MOST_TRIES):
        with clock.at(at):
            assert not jobs.run(fresh, job_id)
        job = the_job(db_session, job_id)
        waits.append(job.run_at - at)
        at = max(at, job.run_at)
    assert waits[:3] == [FIRST_WAIT, FIRST_WAIT * 2, FIRST_WAIT * 4]
    assert (job.state, job.tries) == (DEAD, MOST_TRIES)
    assert job.last_error == "OSError: the printer is on fire"
    assert db_session.scalars(select(Attempt)).all() == []
    assert len(ran) == MOST_TRIES
    with clock.at(at + timedelta(days=9)):
        assert jobs.due(db_session) == []
        assert not jobs.run(fresh, job_id)
    assert "on fire" in caplog.text


def test_a_job_of_a_worker_that_died_is_taken_over(db_session: Session, fresh: Fresh) -> None:
    job_id = put(db_session)
    job = the_job(db_session, job_id)
    job.state, job.leased_until, job.tries = RUNNING, NOW + LEASE, 1
    db_session.commit()
    assert not jobs.run(fresh, job_id)
    with clock.at(NOW + LEASE + timedelta(seconds=1)):
        assert jobs.due(db_session) == [job_id]
        assert jobs.run(fresh, job_id)
    assert the_job(db_session, job_id).tries == 2


def test_a_job_that_never_was_is_no_harm(fresh: Fresh) -> None:
    assert not jobs.run(fresh, "nothing")


def test_a_deed_is_done_outside_and_its_outcome_noted(db_session: Session, fresh: Fresh) -> None:
    assert jobs.run(fresh, put(db_session, "trial.deed", what="b"))
    assert ran == [("act", "b"), "B"]
    assert db_session.scalars(select(Attempt.bucket)).one() == "job:B"


def test_a_deed_that_fails_is_tried_again(db_session: Session, fresh: Fresh) -> None:
    job_id = put(db_session, "trial.deed", what="b", breaks=True)
    assert not jobs.run(fresh, job_id)
    job = the_job(db_session, job_id)
    assert (job.state, job.last_error) == (READY, "OSError: the line is dead")


def test_tests_and_the_demonstration_run_jobs_on_the_spot(db_session: Session) -> None:
    put(db_session, what="a")
    jobs.enqueue(db_session, "trial.deed", run_at=NOW + timedelta(microseconds=1), what="b")
    jobs.enqueue(db_session, "trial.note", run_at=NOW + timedelta(days=1), what="later")
    with clock.at(NOW + timedelta(seconds=1)):
        assert work.run_pending(db_session) == 2
    assert ran == ["a", ("act", "b"), "B"]
    assert audit.acting(db_session) is SYSTEM


def test_old_jobs_are_forgotten(db_session: Session, fresh: Fresh) -> None:
    jobs.run(fresh, put(db_session))
    put(db_session, what="waiting")
    with clock.at(NOW + timedelta(days=31)):
        assert jobs.tidy(db_session) == 1
    assert [j.state for j in db_session.scalars(select(Job))] == [READY]


def test_the_sweep_tells_again_and_asks_for_the_days_work_once(
    app: PlanHubApp, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = put(db_session)
    bell = work.equip(jobs.Bell(app.settings), app)
    heard: list[str] = []
    monkeypatch.setattr(bell, "ring", heard.append)
    assert bell.sweep is not None
    bell.sweep()
    bell.sweep()
    names = {j.id: j.name for j in db_session.scalars(select(Job))}
    assert lost in heard
    daily = [n for n in names.values() if n != "trial.note"]
    assert sorted(daily) == sorted(set(daily))
    assert set(work.DAILY) <= set(daily)
    with clock.at(NOW + timedelta(days=1)):
        bell.sweep()
    assert len(db_session.scalars(select(Job)).all()) == 1 + 2 * len(daily)


def test_a_worker_does_what_it_is_told(app: PlanHubApp, db_session: Session) -> None:
    bell = work.equip(jobs.Bell(app.settings), app)
    job_id = put(db_session, what="c")
    bell.ring(job_id)
    task = bell.huey.dequeue()
    bell.huey.execute(task)
    assert ran == ["c"]
    assert the_job(db_session, job_id).state == DONE


def test_a_queue_out_of_order_does_not_stop_the_request(
    app: PlanHubApp, db_session: Session, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    bell = jobs.Bell(app.settings)

    def broken(_settings: object) -> None:
        raise OSError("no queue")

    monkeypatch.setattr(jobs, "_open", broken)
    monkeypatch.setattr(jobs, "_bell", bell)
    job_id = put(db_session)
    assert "no queue" in caplog.text
    assert jobs.due(db_session) == [job_id]


def test_many_workers_never_do_a_job_twice(house: House) -> None:
    """Real transactions of four threads on one database: every job is done, each by one of them."""
    count = 60

    @contextmanager
    def fresh() -> Iterator[Session]:
        with PlanHubSession(db, bind=house.engine) as session:
            audit.act_as(session, SYSTEM)
            yield session

    try:
        with writing(), fresh() as session:
            ids = [jobs.enqueue(session, "trial.note", what=str(n)).id for n in range(count)]
            with jobs.quietly():
                session.commit()
        results: list[bool] = []

        def worker() -> None:
            results.extend([jobs.run(fresh, job_id) for job_id in ids])

        threads = [threading.Thread(target=worker) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sum(results) == count
        assert sorted(ran) == sorted(map(str, range(count)))
    finally:
        with writing(), fresh() as session:
            session.execute(delete(Job))
            session.execute(delete(Attempt))
            session.commit()


def test_the_days_work_is_done_though_nothing_is_due(app: PlanHubApp, db_session: Session) -> None:
    work.queue_daily(db_session)
    db_session.flush()
    count = len(db_session.scalars(select(Job)).all())
    assert count >= len(work.DAILY)
    assert work.run_pending(db_session) == count
    work.queue_daily(db_session)
    assert work.run_pending(db_session) == 0
