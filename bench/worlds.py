"""Databases and built worlds for a run: files for SQLite, a server of the tests for PostgreSQL."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg

from bench import limit
from tests.postgres import postgres


@dataclass(frozen=True)
class Base:
    """Where databases of a run are made."""

    kind: str
    """"sqlite" or "postgresql"."""
    folder: Path
    url: str = ""
    pid: int | None = None
    """The process of the database server; None for SQLite."""

    def create(self, name: str) -> str:
        """Make an empty database and give its address."""
        if self.kind == "sqlite":
            (self.folder / name).mkdir(parents=True, exist_ok=True)
            return f"sqlite:///{self.folder / name}/planhub.sqlite"
        with psycopg.connect(self.url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}/{name}?{parts.query}"


@contextmanager
def base(kind: str, folder: Path) -> Iterator[Base]:
    """Give the place for databases of that kind, as long as the block lasts."""
    if kind == "sqlite":
        yield Base(kind, folder)
        return
    with postgres() as url:
        home = parse_qs(urlsplit(url).query)["host"][0]
        yield Base(kind, folder, url, int((Path(home) / "data" / "postmaster.pid").read_text().split()[0]))


@dataclass(frozen=True)
class World:
    """A built world: how to serve it, and the keys into it."""

    environment: dict[str, str]
    facts: dict[str, Any]

    @property
    def headers(self) -> dict[str, str]:
        """Headers of somebody who has signed in: the director by cookie, the coordinator by token."""
        return {"Cookie": f"planhub={self.facts['cookie']}", "Authorization": f"Bearer {self.facts['token']}"}


def build(at: Base, name: str, rows: int, moves: int) -> World:
    """Build a world of `rows` MOUs, `moves` of which can be moved; one of the same name that was kept is used again."""
    folder = at.folder / name
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / "facts.json"
    if kept.exists() and at.kind == "sqlite":
        url = f"sqlite:///{folder}/planhub.sqlite"
        return World(_environment(folder, url), json.loads(kept.read_text()))
    url = at.create(name)
    environment = _environment(folder, url)
    command = [sys.executable, "-m", "bench.build", str(rows), str(moves)]
    built = subprocess.run(command, env={**os.environ, **environment}, check=True, stdout=subprocess.PIPE)
    facts = json.loads(built.stdout)
    kept.write_text(built.stdout.decode())
    return World(environment, facts)


def _environment(folder: Path, url: str) -> dict[str, str]:
    return {"PLANHUB_INSTANCE": str(folder), "PLANHUB_DATABASE_URL": url, "PLANHUB_JOBS_URL": "memory"}


def build_limit(at: Base, rows: int) -> dict[str, str]:
    """Build the limit's own tables and give how to serve it."""
    url = at.create("limit")
    limit.build(url, rows)
    return {"LIMIT_URL": url}
