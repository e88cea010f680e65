"""A real PostgreSQL for the tests: started empty, listening to nobody else, gone afterwards.

On its own it prints the address and serves until it is interrupted: `python -m tests.postgres`.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

DATABASE = "planhub"
START_SECONDS = 30
STOP_SECONDS = 30
SETTINGS = {
    "listen_addresses": "",  # the socket in the server's own folder is the only door
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "timezone": "UTC",
}


@contextmanager
def postgres() -> Iterator[str]:
    """Yield the SQLAlchemy URL of an empty database on a server that lives as long as the block."""
    folder = Path(tempfile.mkdtemp(prefix="planhub-pg-", dir="/tmp"))  # a socket's path must be short
    try:
        as_owner = owner(folder)
        options = [
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            f"--username={DATABASE}",
        ]
        command = [*as_owner, program("initdb"), f"--pgdata={folder}/data", *options]
        subprocess.run(command, check=True, capture_output=True)
        with serving(folder, as_owner):
            yield f"postgresql+psycopg://{DATABASE}@/{DATABASE}?host={folder}"
    finally:
        shutil.rmtree(folder)


@contextmanager
def serving(folder: Path, as_owner: list[str]) -> Iterator[None]:
    options = [f"--{name}={value}" for name, value in SETTINGS.items()]
    log = folder / "log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [*as_owner, program("postgres"), "-D", f"{folder}/data", "-k", str(folder), *options],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        connection = connect(folder, server, log)
        connection.execute(f"CREATE DATABASE {DATABASE}")
        connection.close()
        yield
    finally:
        server.send_signal(signal.SIGINT)  # cuts the connections that are still open
        server.wait(STOP_SECONDS)


def connect(folder: Path, server: subprocess.Popen[bytes], log: Path) -> psycopg.Connection:
    """Wait for the server. Raises RuntimeError with the server's own words when it does not come up."""
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            return psycopg.connect(host=str(folder), user=DATABASE, dbname="postgres", autocommit=True)
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text('utf-8', 'replace')}")


def program(name: str) -> str:
    """Find a program of the newest PostgreSQL: Debian keeps them off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    path = str(found[-1]) if found else shutil.which(name)
    if path is None:
        raise RuntimeError(f"no {name} on this machine: ./dev test installs PostgreSQL")
    return path


def owner(folder: Path) -> list[str]:
    """Return the words before a server's command: it refuses root, and must not outlive these tests."""
    words = ["setpriv", "--pdeathsig=INT"] if shutil.which("setpriv") else []
    if os.geteuid() == 0:
        account = pwd.getpwnam("nobody")
        os.chown(folder, account.pw_uid, account.pw_gid)
        words += [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    return words


if __name__ == "__main__":
    with postgres() as url:
        print(url, flush=True)  # noqa: T201 - it is what the command is for
        signal.pause()
