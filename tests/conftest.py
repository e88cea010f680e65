"""One world a database engine, built once; each test works in a transaction that is rolled back."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from planhub.demo import agencies
from planhub.infra import files, jobs, mail
from planhub.infra.db import Model, PlanHubSession, db, writing
from planhub.infra.settings import Settings
from planhub.kernel.access import SYSTEM, Actor
from planhub.kernel.text import THAI, set_locale
from planhub.people import queries
from planhub.record import access, audit
from planhub.web import work
from planhub.web.app import PlanHubApp, create_app
from planhub.web.setup import fill_reference
from tests.client import HouseClient
from tests.postgres import postgres

ENGINES = ("sqlite", "postgresql")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--db", choices=[*ENGINES, "both"], default="both", help="database engines that database tests run on"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test once per engine if it touches the database at all."""
    if "engine_name" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--db")
        metafunc.parametrize("engine_name", ENGINES if chosen == "both" else [chosen], scope="session")


@dataclass(frozen=True)
class House:
    """An application with its database."""

    app: PlanHubApp
    engine: Engine


class Houses:
    """Builds the house of each engine when the first test asks for it."""

    def __init__(self, folder: Callable[[str], Path], stack: ExitStack) -> None:
        self._folder, self._stack, self._built = folder, stack, dict[str, House]()

    def of(self, engine_name: str) -> House:
        if engine_name not in self._built:
            self._built[engine_name] = self._build(engine_name)
        return self._built[engine_name]

    def _build(self, engine_name: str) -> House:
        folder = self._folder(engine_name)
        url = self._stack.enter_context(postgres()) if engine_name == "postgresql" else ""
        app = create_app(settings(folder, database_url=url))
        with app.app_context():
            engine = db.engine
            Model.metadata.create_all(engine)
            with writing(), PlanHubSession(db, bind=engine) as session:
                audit.act_as(session, SYSTEM)
                fill_reference(session)
                agencies.build(session)
                session.commit()
        self._stack.callback(engine.dispose)
        return House(app, engine)


def settings(folder: Path, **chosen: Any) -> Settings:
    """Give settings for a test: nothing leaves the process."""
    values = {
        "secret_key": "only-for-tests-0123456789-abcdefghij",
        "jobs_url": "memory",
        "base_url": "http://localhost",
    }
    return Settings(instance=folder, **{**values, **chosen})


@pytest.fixture(scope="session")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Houses]:
    with ExitStack() as stack:
        yield Houses(tmp_path_factory.mktemp, stack)


@pytest.fixture
def house(houses: Houses, engine_name: str) -> House:
    return houses.of(engine_name)


@pytest.fixture
def app(house: House) -> PlanHubApp:
    return house.app


@pytest.fixture
def _push_request_context() -> None:
    """Keep pytest-flask from pushing a GET context around every test, where `g` would outlive requests (trap 2)."""


@pytest.fixture
def connection(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    """The one connection of the test; whatever commits on it is rolled back at the end."""
    with house.engine.connect() as connection:
        with writing():
            outer = connection.begin()
        options = {"class_": PlanHubSession, "bind": connection, "join_transaction_mode": "create_savepoint"}
        monkeypatch.setattr(db, "session", db._make_scoped_session(options))
        yield connection
        outer.rollback()


@pytest.fixture
def db_session(connection: Connection) -> Iterator[Session]:
    """A session in the test's transaction, acting as the system unless the test says otherwise."""
    with PlanHubSession(
        db, bind=connection, join_transaction_mode="create_savepoint", expire_on_commit=False
    ) as session:
        audit.act_as(session, SYSTEM)
        yield session


@pytest.fixture
def client(app: PlanHubApp, db_session: Session, monkeypatch: pytest.MonkeyPatch) -> HouseClient:
    monkeypatch.setattr(app, "test_client_class", HouseClient)
    client = app.test_client()
    assert isinstance(client, HouseClient)
    client.db_session = db_session
    return client


@pytest.fixture
def new_client(client: HouseClient, app: PlanHubApp, db_session: Session) -> Callable[[], HouseClient]:
    """Make further browsers."""

    def make() -> HouseClient:
        other = app.test_client()
        assert isinstance(other, HouseClient)
        other.db_session = db_session
        return other

    return make


class Actors:
    """Who each user is at this moment: `actors["director.codi"]`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __getitem__(self, login: str) -> Actor:
        user = queries.find_user(self._session, login=login)
        assert user is not None, f"no user {login}"
        return queries.get_actor(self._session, user)


@pytest.fixture
def actors(db_session: Session) -> Actors:
    return Actors(db_session)


@pytest.fixture
def run_jobs(db_session: Session) -> Callable[[], int]:
    """Do the waiting jobs in the test's own session."""
    return lambda: work.run_pending(db_session)


MaxQueries = Callable[[int], AbstractContextManager[list[str]]]


@pytest.fixture
def max_queries(house: House) -> MaxQueries:
    """Bound the statements inside a `with` block; the savepoints of the test itself do not count."""

    @contextmanager
    def bound(most: int) -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK TO", "PRAGMA")):
                seen.append(statement)

        event.listen(house.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(house.engine, "before_cursor_execute", note)
        assert len(seen) <= most, f"{len(seen)} statements instead of {most}:\n" + "\n".join(seen)

    return bound


@pytest.fixture(autouse=True)
def _fresh_context() -> Iterator[None]:
    """Let no test inherit the language, the decisions or the ways out of the one before."""
    set_locale(THAI)
    access.begin_decisions()
    bell, outlet, store, links = jobs._bell, mail._outlet, files._store, dict(work._links)
    yield  # what was not there yet was set up by the house that this test was the first to ask for, and stays
    jobs._bell, mail._outlet, files._store = bell or jobs._bell, outlet or mail._outlet, store or files._store
    work._links.update({name: link for name, link in links.items() if link})
