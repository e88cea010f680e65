"""Work for later: a row in the caller's own transaction; huey is only told its id after the commit.

A mail is therefore never sent for an approval that was rolled back and never lost after one that was not. Telling
may fail or be lost: a sweep tells again. A job may run twice, so every handler must bear that.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from huey import Huey, MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey, crontab
from sqlalchemy import CheckConstraint, Index, String, Text, delete, event, or_, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Mapped, Session, mapped_column

from planhub.infra.db import Model, PlanHubSession, writing
from planhub.infra.settings import Settings
from planhub.kernel import clock
from planhub.kernel.ids import new_id

log = logging.getLogger(__name__)

READY, RUNNING, DONE, DEAD = "ready", "running", "done", "dead"
LEASE = timedelta(minutes=15)
"""How long a job may run before another worker takes it for lost."""
MOST_TRIES = 8
FIRST_WAIT = timedelta(seconds=20)
"""Wait after the first failure; it doubles with each further one."""
KEEP_DONE = timedelta(days=30)
BATCH = 200


@dataclass(frozen=True, slots=True)
class Deed:
    """What a handler wants done outside any transaction: sending a mail, making a long paper."""

    act: Callable[[], Any]
    then: Callable[[Session, Any], None]
    """Notes the outcome, in a transaction of its own; gets what `act` returned."""


Handler = Callable[..., object]
"""Called with the session and the job's arguments; may give a `Deed`."""
_TOLD = "planhub_jobs_to_tell"


class Job(Model):
    """One piece of work."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state IN ('ready', 'running', 'done', 'dead')", name="state"),
        Index("ix_job_state_run_at", "state", "run_at", "id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(80))
    args: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Ids and other plain JSON; never objects."""
    key: Mapped[str | None] = mapped_column(String(120), unique=True)
    """What makes the job one of its kind, such as "record.daily:2026-11-22"."""
    state: Mapped[str] = mapped_column(String(10), default=READY)
    tries: Mapped[int] = mapped_column(default=0)
    run_at: Mapped[datetime]
    """Not before."""
    leased_until: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


_handlers: dict[str, Handler] = {}


def register(handlers: Mapping[str, Handler]) -> None:
    """Say which functions do the jobs of which names; raises `ValueError` for a name that another function has."""
    for name, handler in handlers.items():
        if _handlers.setdefault(name, handler) is not handler:
            raise ValueError(f"two handlers for the job {name}")


def registered() -> Mapping[str, Handler]:
    """Give all handlers by name."""
    return dict(_handlers)


def enqueue(session: Session, name: str, *, run_at: datetime | None = None, **args: Any) -> Job:
    """Put a job into the caller's transaction. Raises `ValueError` for a name without handler."""
    if name not in _handlers:
        raise ValueError(f"no handler for the job {name}")
    now = clock.now()
    job = Job(id=new_id(), name=name, args=args, run_at=run_at or now, created_at=now)
    session.add(job)
    session.info.setdefault(_TOLD, []).append(job.id)
    return job


def enqueue_once(session: Session, name: str, key: str, **args: Any) -> Job | None:
    """Put a job that must exist only once; None if it is there already."""
    if session.scalar(select(Job.id).where(Job.key == key)) is not None:
        return None
    job = enqueue(session, name, **args)
    job.key = key
    return job


# ---- running -----------------------------------------------------------------------------------

Sessions = Callable[[], AbstractContextManager[Session]]
"""Gives a fresh session, acting as the system, and closes it."""


def run(sessions: Sessions, job_id: str) -> bool:
    """Run one job if it is due and nobody else has it; tells whether it was done."""
    with sessions() as session:
        leased = _lease(session, job_id)
        if leased is None:
            return False
        name, args = leased
        try:
            _work(session, name, args, job_id)
        except Exception as error:
            log.exception("job %s (%s) failed", name, job_id)
            session.rollback()
            _give_back(session, job_id, error)
            return False
        return True


def _work(session: Session, name: str, args: dict[str, Any], job_id: str) -> None:
    with writing():
        deed = _handlers[name](session, **args)
        if not isinstance(deed, Deed):
            _finish(session, job_id)
        session.commit()
    if not isinstance(deed, Deed):
        return
    outcome = deed.act()
    with writing():
        deed.then(session, outcome)
        _finish(session, job_id)
        session.commit()


def _finish(session: Session, job_id: str) -> None:
    done = {"state": DONE, "finished_at": clock.now(), "leased_until": None}
    session.execute(update(Job).where(Job.id == job_id).values(**done))


def _lease(session: Session, job_id: str) -> tuple[str, dict[str, Any]] | None:
    now = clock.now()
    free = or_(Job.state == READY, (Job.state == RUNNING) & (Job.leased_until < now))
    with writing():
        taken = session.execute(
            update(Job)
            .where(Job.id == job_id, Job.run_at <= now, free)
            .values(state=RUNNING, leased_until=now + LEASE, tries=Job.tries + 1)
            .execution_options(synchronize_session=False)
        )
        session.commit()
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        return None
    name, args = session.execute(select(Job.name, Job.args).where(Job.id == job_id)).one()
    session.rollback()  # the work begins its own transaction, as a writing one
    return name, args


def _give_back(session: Session, job_id: str, error: Exception) -> None:
    with writing():
        job = session.get_one(Job, job_id, populate_existing=True)
        job.last_error = f"{type(error).__name__}: {error}"[:2000]
        job.leased_until = None
        if job.tries >= MOST_TRIES or job.name not in _handlers:
            job.state, job.finished_at = DEAD, clock.now()
        else:
            job.state, job.run_at = READY, clock.now() + FIRST_WAIT * 2 ** (job.tries - 1)
        session.commit()


def due(session: Session, *, limit: int = BATCH) -> list[str]:
    """Give the ids of jobs that could run now, oldest first, those of dead workers included."""
    now = clock.now()
    query = (
        select(Job.id)
        .where(or_(Job.state == READY, (Job.state == RUNNING) & (Job.leased_until < now)), Job.run_at <= now)
        .order_by(Job.run_at, Job.id)
        .limit(limit)
    )
    return list(session.scalars(query))


def run_pending(session: Session, *, limit: int = 10_000) -> int:
    """Run what is due in this very session, without a worker: for tests and the demonstration world.

    Gives how many were done. A failing handler raises.
    """
    done = 0
    while done < limit and (ids := due(session, limit=1)):
        job = session.get_one(Job, ids[0], populate_existing=True)
        with session.begin_nested():
            deed = _handlers[job.name](session, **job.args)
            if isinstance(deed, Deed):
                deed.then(session, deed.act())
            job.state, job.finished_at, job.tries = DONE, clock.now(), job.tries + 1
        done += 1
    return done


def tidy(session: Session) -> int:
    """Delete jobs that were done long ago; gives how many."""
    gone = session.execute(delete(Job).where(Job.state == DONE, Job.finished_at < clock.now() - KEEP_DONE))
    return int(gone.rowcount)  # type: ignore[attr-defined]


# ---- telling -----------------------------------------------------------------------------------


class Bell:
    """The only thing that knows huey: rings it with the ids of jobs, and lets a worker listen."""

    def __init__(self, settings: Settings) -> None:
        """Keep the settings; the queue itself is opened when it is first needed, after any fork."""
        self._settings = settings
        self._huey: Huey | None = None
        self._run: Any = None
        self.work: Callable[[str], object] | None = None
        """What a worker does with an id."""
        self.sweep: Callable[[], object] | None = None
        """What a worker does every minute."""

    @property
    def huey(self) -> Huey:
        """The queue."""
        if self._huey is None:
            self._huey = _open(self._settings)
            self._run = self._huey.task(name="planhub_run")(self._work)
            self._huey.periodic_task(crontab(minute="*"), name="planhub_sweep")(self._sweep)
        return self._huey

    def ring(self, job_id: str) -> None:
        """Tell a worker of a job; a failure is only logged, because the sweep will tell again."""
        try:
            assert self.huey is not None
            self._run(job_id)
        except Exception:
            log.exception("job %s could not be told; the sweep will", job_id)

    def _work(self, job_id: str) -> None:
        assert self.work is not None
        self.work(job_id)

    def _sweep(self) -> None:
        assert self.sweep is not None
        self.sweep()


def _open(settings: Settings) -> Huey:
    url = settings.jobs_url or ("sqlite" if settings.database.startswith("sqlite") else settings.database)
    if url == "memory":
        return MemoryHuey("planhub", results=False)
    if url == "sqlite":
        file = settings.instance / "jobs.sqlite"
        return SqliteHuey("planhub", filename=str(file), results=False, fsync=False)
    if url.startswith("redis"):
        return RedisHuey("planhub", url=url, results=False)
    dsn = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return PostgresHuey("planhub", dsn=dsn, results=False)


_bell: Bell | None = None


def install(bell: Bell) -> None:
    """Ring `bell` after each commit that put jobs in; the newest bell counts."""
    global _bell  # noqa: PLW0603 - a process has one queue
    _bell = bell
    if not event.contains(PlanHubSession, "after_commit", _after_commit):
        event.listen(PlanHubSession, "after_commit", _after_commit)
        event.listen(PlanHubSession, "after_rollback", _after_rollback)


def _after_commit(session: Session) -> None:
    if session.in_nested_transaction():
        return
    for job_id in session.info.pop(_TOLD, []):
        if _bell is not None:
            _bell.ring(job_id)


def _after_rollback(session: Session) -> None:
    session.info.pop(_TOLD, None)


@contextmanager
def quietly() -> Iterator[None]:
    """Let commits inside the block ring nobody: a bulk load leaves telling to the sweep."""
    global _bell  # noqa: PLW0603 - see install
    bell, _bell = _bell, None
    try:
        yield
    finally:
        _bell = bell
