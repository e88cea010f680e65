"""What a database and a machine must be before anything is served (goal G20)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from flask import request
from sqlalchemy import Connection, select, text
from sqlalchemy.orm import Session

from planhub.infra.db import db
from planhub.infra.paths import resource
from planhub.infra.settings import Settings, SettingsError
from planhub.people.models import User
from planhub.web import checks
from planhub.web.app import PlanHubApp, create_app
from planhub.web.setup import upgrade
from tests.conftest import House
from tests.unit.test_settings import SAFE


@pytest.fixture
def production(house: House, tmp_path: Path) -> Settings:
    """Production settings for the tests' own database."""
    return Settings(instance=tmp_path, database_url=house.app.settings.database, **SAFE)


@contextmanager
def bound(app: PlanHubApp, connection: Connection, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the checks look through the test's connection."""

    class Engine:
        @staticmethod
        @contextmanager
        def connect() -> Iterator[Connection]:
            yield connection

    with app.app_context(), monkeypatch.context() as patch:
        patch.setattr(type(db), "engine", Engine())
        yield


def stamped(connection: Connection) -> None:
    """Say that the schema, which the tests make from the code, is of the newest version."""
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    newest = ScriptDirectory.from_config(checks.alembic_config()).get_current_head()
    connection.execute(text(f"INSERT INTO alembic_version VALUES ('{newest}')"))  # noqa: S608 - our own number


def test_production_refuses_the_demonstration_world(
    app: PlanHubApp, production: Settings, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamped(connection)
    with bound(app, connection, monkeypatch):
        assert checks.refusals(app.settings) == []
        found = checks.refusals(production)
    assert any("demonstration world" in line for line in found)
    assert all("\n" not in line for line in found)


def test_production_starts_on_a_database_of_real_people(
    app: PlanHubApp,
    production: Settings,
    db_session: Session,
    connection: Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stamped(connection)
    for user in db_session.scalars(select(User)):
        user.is_demo = False
    db_session.commit()
    with bound(app, connection, monkeypatch):
        found = checks.refusals(production)
    superuser = [line for line in found if "superuser" in line]
    assert found == superuser  # the tests' PostgreSQL has no other role
    assert bool(superuser) is (connection.dialect.name == "postgresql")


def test_the_schema_must_be_of_this_version(
    app: PlanHubApp, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bound(app, connection, monkeypatch):
        assert "another version" in checks.refusals(app.settings)[0]
        stamped(connection)
        assert checks.refusals(app.settings) == []
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        assert "another version" in checks.refusals(app.settings)[0]


def test_folders_must_be_ours_and_not_everybodys(production: Settings, tmp_path: Path) -> None:
    assert list(checks._folders(production)) == []
    inside = replace(production, instance=resource("static") / "uploads")
    assert any("everybody could read it" in line for line in checks._folders(inside))
    assert any(
        "cannot be written" in line for line in checks._folders(replace(production, instance=tmp_path / "x"))
    )


def test_old_libraries_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(checks._versions()) == []
    monkeypatch.setattr(checks, "_version", lambda _package: (0, 9))
    assert len(list(checks._versions())) == 2


def test_missing_libraries_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert all(there for _, there, _ in checks.libraries())
    monkeypatch.setattr("ctypes.util.find_library", lambda _name: None)
    monkeypatch.setenv("LIBTHAI_DICTDIR", str(tmp_path))
    assert not any(there for _, there, _ in checks.libraries())


@pytest.mark.parametrize("change", [{"secret_key": "short"}, {"trusted_hosts": ()}, {"debug": True}])
def test_an_unsafe_production_does_not_even_build(production: Settings, change: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match="PLANHUB_"):
        create_app(replace(production, **change))


def test_production_knows_no_personas_and_sends_secure_cookies(
    production: Settings, app: PlanHubApp, connection: Connection
) -> None:
    live = create_app(production)
    browser = live.test_client()
    ask: dict[str, Any] = {"base_url": "https://planhub.example.go.th"}
    page = browser.get("/sign-in", **ask)
    assert page.status_code == 200
    assert "director.codi" not in page.get_data(as_text=True)
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    cookie = page.headers["Set-Cookie"]
    assert cookie.startswith("__Host-planhub=")
    assert "; Secure" in cookie
    token = page.get_data(as_text=True).partition('name="csrf_token" value="')[2].partition('"')[0]
    refused = browser.post(
        "/sign-in/persona",
        data={"login": "director.codi", "csrf_token": token},
        headers={"Referer": "https://planhub.example.go.th/sign-in"},
        **ask,
    )
    assert refused.status_code == 404


def test_a_connection_from_a_proxy_counts_only_as_often_as_said(
    production: Settings, connection: Connection
) -> None:
    headers = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7", "X-Forwarded-Proto": "https"}
    for count, seen in ((0, "127.0.0.1"), (1, "198.51.100.7"), (2, "203.0.113.9")):
        live = create_app(replace(production, proxy_count=count))
        with live.test_client() as browser:
            browser.get("/healthz", base_url="http://planhub.example.go.th", headers=headers)

            assert request.remote_addr == seen


def test_upgrading_twice_changes_nothing(house: House, connection: Connection) -> None:
    stamped(connection)
    upgrade(connection)
