"""A PlanHub of its own for browsers: fresh instance, the agencies and their people, served by the real server."""

import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Playwright
from sqlalchemy.orm import Session

from planhub.demo import agencies, meetings, programmes
from planhub.demo.acting import Story
from planhub.infra.db import db, writing
from planhub.infra.settings import Settings, keep_secret_key
from planhub.kernel.access import SYSTEM
from planhub.record import audit
from planhub.web import work
from planhub.web.app import PlanHubApp, create_app
from planhub.web.setup import fill_reference, upgrade

START = 60
"""Seconds that the server gets to answer for the first time."""


@dataclass(frozen=True)
class Site:
    """A running server and the application behind it."""

    url: str
    app: PlanHubApp

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Give a session that acts as the system beside the server; it is committed at the end."""
        with self.app.app_context(), writing(), work.as_system(db.session()) as session:
            yield session
            session.commit()


def build(folder: Path) -> PlanHubApp:
    """Make the database of an instance with the organisations, people and programmes of the demonstration."""
    app = create_app(keep_secret_key(Settings(instance=folder, web_workers=1, web_threads=8)))
    with app.app_context():
        with writing(), db.engine.begin() as connection:
            upgrade(connection)
        with writing():
            session = db.session()
            audit.act_as(session, SYSTEM)
            fill_reference(session)
            agencies.build(session)
            programmes.build(session)
            meetings.committee(Story(session, lambda: 0))
            session.commit()
            db.session.remove()
        db.engine.dispose()
    return app


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Run `planhub serve` on the instance, on a free port of this machine; give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLANHUB_")}
    chosen = {
        "PLANHUB_INSTANCE": str(folder),
        "PLANHUB_WEB_WORKERS": "1",
        "PLANHUB_WEB_THREADS": "8",
        "PLANHUB_BASE_URL": f"http://127.0.0.1:{port}",
    }
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "planhub", "serve", "--port", str(port)],
            env={**kept, **chosen},
            stdout=subprocess.PIPE,
            stderr=log,
        )
    try:
        assert server.stdout is not None
        line = server.stdout.readline().decode()  # says so when it is ready
        assert "ready" in line, f"the server did not start: {(folder / 'server.log').read_text()}"
        url = f"http://127.0.0.1:{port}"
        with urllib.request.urlopen(f"{url}/sign-in", timeout=START) as answer:  # noqa: S310 - our own address
            assert answer.status == 200
        yield url
    finally:
        server.terminate()
        server.wait(30)
        if server.stdout is not None:
            server.stdout.close()


def chromium(driver: Playwright) -> Browser:
    """Start the Chromium of this machine, which asks nobody outside for anything."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "Chromium is missing: ./dev setup --dev installs it"
    return driver.chromium.launch(
        executable_path=program,
        args=[
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ],
    )
