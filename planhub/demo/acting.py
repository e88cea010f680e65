"""How the demonstration is told: every record is begun and moved by its people, through the same doors as in life."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import SYSTEM, Actor
from planhub.people.models import Assignment, User
from planhub.people.queries import find_user, get_actor
from planhub.record import access, audit, flow, services
from planhub.record.attachments import attach
from planhub.record.models import Record
from planhub.record.types import registry


class Story:
    """Tells what happened, in the order of time."""

    def __init__(self, session: Session, run_jobs: Callable[[], int]) -> None:
        self.session = session
        self._run_jobs = run_jobs
        self._now = datetime.min.replace(tzinfo=clock.BANGKOK)
        self._end = clock.now()

    def on(self, day: date, hour: int = 10) -> None:
        """Go on to a day and an hour (Bangkok); never back, and never past this moment."""
        moment = min(datetime.combine(day, time(hour), clock.BANGKOK), self._end)
        if moment < self._now:
            raise ValueError(f"the story goes back from {self._now:%Y-%m-%d} to {moment:%Y-%m-%d}")
        self._now = moment

    def create(self, type_: str, login: str, *, origin: str = "sample", **raw: Any) -> Any:
        """Begin a record as that person would."""
        with clock.at(self._now):
            actor = self._become(login)
            record = services.create(self.session, actor, registry.get(type_), raw, origin=origin)
            self.session.flush()  # later steps read it
            return self.reload(record)

    def save(self, record: Record, login: str, **raw: Any) -> Any:
        """Change fields as that person would."""
        with clock.at(self._now):
            actor = self._become(login)
            record = self.reload(record)
            services.save(self.session, actor, record, raw, version=record.version)
            return self.reload(record)

    def move(self, record: Record, name: str, login: str, **said: Any) -> Any:
        """Make a move as that person would; note, sections and wanted_by are words, the rest are fields."""
        with clock.at(self._now):
            actor = self._become(login)
            record = self.reload(record)
            words = {key: said.pop(key) for key in ("note", "sections", "wanted_by") if key in said}
            flow.move(
                self.session,
                actor,
                record,
                name,
                version=record.version,
                said=flow.Said(values=said, **words),
            )
            self.session.flush()  # later steps read it
            return self.reload(record)

    def moves(
        self, record: Record, name: str, logins: tuple[str, ...], each: Mapping[str, Any] | None = None
    ) -> Any:
        """Let several people make the same move, one after the other."""
        for login in logins:
            record = self.move(record, name, login, **(each or {}))
        return record

    def end_of_day(self) -> None:
        """Let the daily run come, and tell everybody what they are to be told."""
        with clock.at(self._now):
            audit.act_as(self.session, SYSTEM)
            flow.run_due(self.session)
            self.session.flush()  # the jobs read what was due
            self._run_jobs()

    def attach(self, record: Record, name: str, content: bytes, login: str) -> str:
        """Put a file on a record and give its name, by which moves refer to it."""
        with clock.at(self._now):
            row = attach(self.session, self._become(login), record, name, content)
            self.session.flush()  # a move looks for it
            return row.name

    def act(self, deed: Callable[[Session, Actor], Any], login: str | None = None) -> Any:
        """Do what is no move: a service of a feature, in the name of that person or of the system."""
        with clock.at(self._now):
            if login is None:
                audit.act_as(self.session, SYSTEM)
            done = deed(self.session, self._become(login) if login else SYSTEM)
            self.session.flush()  # later steps read it
            return done

    def post_of(self, login: str) -> str:
        """Give the id of the post that a person holds."""
        query = (
            select(Assignment.post_id).join(User, User.id == Assignment.user_id).where(User.login == login)
        )
        return self.session.scalars(query).one()

    def _become(self, login: str) -> Actor:
        user = find_user(self.session, login=login)
        if user is None:
            raise LookupError(login)
        actor = get_actor(self.session, user)
        audit.act_as(self.session, actor)
        access.begin_decisions()
        return actor

    def reload(self, record: Record) -> Any:
        """Give the record as it stands now."""
        return services.load(self.session, registry.get(record.type), record.id)
