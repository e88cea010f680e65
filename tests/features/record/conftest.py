"""A small world for the engine: three agencies, their posts and people, and toys."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from planhub.infra import jobs
from planhub.infra.db import Model, PlanHubSession, db, prepare_engine, writing
from planhub.kernel import clock
from planhub.kernel.access import SYSTEM, Actor
from planhub.people.models import Assignment, Organization, Post, User
from planhub.people.queries import get_actor
from planhub.places.models import Area, Region
from planhub.record import audit, flow, services
from planhub.record.models import Record, RecordState
from planhub.web import uow, work
from tests.factories import toys

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
"""A Monday morning in Bangkok."""

ROLES = ("coordinator", "legal_officer", "director", "agency_admin")


@dataclass
class World:
    """The session and the people in it."""

    session: Session

    def actor(self, login: str) -> Actor:
        """Give the person as they stand now."""
        return get_actor(self.session, self.session.get_one(User, login))

    def toy(self, title: str = "ของเล่น", login: str = "coordinator.codi", **raw: Any) -> toys.Toy:
        """Begin a toy."""
        actor = self.actor(login)
        audit.act_as(self.session, actor)
        toy: toys.Toy = flow_create(self.session, actor, {"title": title, **raw})
        return toy

    def move(self, toy: Record, name: str, login: str, **said: object) -> Record:
        """Make a move with the record's present version."""
        actor = self.actor(login)
        audit.act_as(self.session, actor)
        flow.move(self.session, actor, toy, name, version=toy.version, said=flow.Said(**said))  # type: ignore[arg-type]
        self.session.flush()
        return toy

    def approved(self, title: str = "ของเล่น", **raw: Any) -> Record:
        """Give a toy that all three agencies have approved."""
        toy = self.toy(title, **raw)
        self.move(toy, "submit", "coordinator.codi")
        for org in ("codi", "eef", "pmua"):
            self.move(toy, "clear", f"legal_officer.{org}")
        for org in ("codi", "eef", "pmua"):
            self.move(toy, "approve", f"director.{org}")
        return toy


def flow_create(session: Session, actor: Actor, raw: dict[str, object]) -> toys.Toy:
    toy: toys.Toy = services.create(session, actor, toys.TOYS, raw)
    session.flush()
    return toy


def ready() -> None:
    """Make toys, their jobs and the audit known to the process; doing so twice is harmless."""
    toys.register()
    jobs.register(work.HOUSE_JOBS)
    uow.install()


@pytest.fixture
def world() -> Iterator[World]:
    """Give the world, on a Monday morning, in a fresh database."""
    ready()
    engine = create_engine("sqlite://")
    prepare_engine(engine)
    with clock.at(NOW), writing(), PlanHubSession(db, bind=engine) as session:
        Model.metadata.create_all(engine)
        audit.act_as(session, SYSTEM)
        settle(session)
        session.commit()
        yield World(session)
    engine.dispose()


def settle(session: Session) -> None:
    """Put the agencies, their posts and people, and the states of toys into an empty database."""
    for machine in (toys.WORKFLOW, toys.OLDER):
        for state in machine.state_keys:
            session.merge(RecordState(type="toys", state=state))
    session.add(Region(code="central", name_th="กลาง", name_en="Central", position=1, source="ตัวอย่าง"))
    session.flush()
    for code, name in (("10", "กรุงเทพมหานคร"), ("45", "ร้อยเอ็ด")):
        session.add(
            Area(
                code=code,
                level="province",
                region_code="central",
                name_th=name,
                name_en=name,
                sort_key_th=name,
                search_key=name,
            )
        )
    for org in ("CODI", "EEF", "PMUA", "NXPO"):
        session.add(
            Organization(
                code=org,
                name_th=org,
                name_en=org,
                sector="state",
                org_type="government",
                is_core=org != "NXPO",
            )
        )
        session.flush()
        for role in ROLES:
            person(session, org, role)
    person(session, "NXPO", "secretariat")
    person(session, "CODI", "area_coordinator", areas=["45"])


def person(
    session: Session, org: str, role: str, *, login: str | None = None, areas: list[str] | None = None
) -> tuple[User, Post]:
    """Add a post and its holder."""
    login = login or f"{role}.{org.lower()}"
    user = User(id=login, login=login, name_th=login, name_en=login, created_at=clock.now())
    post = Post(id=f"post.{login}", org_code=org, role=role, title_th=role, title_en=role, areas=areas or [])
    session.add_all([user, post])
    session.flush()
    session.add(Assignment(post_id=post.id, user_id=user.id, starts_on=date(2020, 1, 1)))
    session.flush()
    return user, post
