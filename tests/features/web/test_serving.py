"""The real server: starts, answers, works for jobs, survives a dead worker, and stops without leaving anybody behind."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

WAIT = 30.0


def until(true: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + WAIT
    while not true():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children(pid: int) -> list[int]:
    return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def holds(pid: int, name: str) -> bool:
    try:
        return any(name in str(f.readlink()) for f in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return False


def jobs_done(instance: Path) -> list[str]:
    with sqlite3.connect(instance / "planhub.sqlite") as connection:
        return [name for (name,) in connection.execute("SELECT name FROM job WHERE state = 'done'")]


@pytest.fixture(scope="module")
def environ(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("served")
    environ = {k: v for k, v in os.environ.items() if not k.startswith("PLANHUB_")}
    environ["PLANHUB_INSTANCE"] = str(folder)
    subprocess.run([sys.executable, "-m", "planhub", "init"], env=environ, check=True, capture_output=True)
    return environ


Server = tuple[subprocess.Popen[str], int, Path]


@pytest.fixture
def server(environ: dict[str, str]) -> Iterator[Server]:
    port = free_port()
    command = [sys.executable, "-m", "planhub", "serve", "--port", str(port)]
    with subprocess.Popen(
        command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == f"PlanHub is ready on http://127.0.0.1:{port}\n"
            yield process, port, Path(environ["PLANHUB_INSTANCE"])
        finally:
            process.kill()


def answer(port: int) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as response:
        assert "gunicorn/" not in response.headers["Server"]
        return bytes(response.read())


def test_it_serves_works_and_stops(server: Server, environ: dict[str, str]) -> None:
    process, port, instance = server
    assert answer(port) == b"ok\n"
    until(lambda: "house.tidy" in jobs_done(instance), "the first daily job")
    until(lambda: len(children(process.pid)) == 3, "two web workers and a background worker")
    family = children(process.pid)
    taken = subprocess.run(
        [sys.executable, "-m", "planhub", "serve", "--port", str(port)],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert taken.returncode == 2
    assert taken.stderr.startswith(f"planhub: 127.0.0.1:{port} cannot be used")
    process.send_signal(signal.SIGTERM)
    assert process.wait(WAIT) == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in family)


def test_a_dead_background_worker_is_replaced(server: Server) -> None:
    process, port, _instance = server
    until(lambda: any(holds(p, "jobs.sqlite") for p in children(process.pid)), "the background worker")
    worker = next(p for p in children(process.pid) if holds(p, "jobs.sqlite"))
    os.kill(worker, signal.SIGKILL)
    until(lambda: any(holds(p, "jobs.sqlite") for p in set(children(process.pid)) - {worker}), "another one")
    assert answer(port) == b"ok\n"


def test_a_killed_server_leaves_no_worker_behind(server: Server) -> None:
    process, _port, _instance = server
    family = children(process.pid)
    process.kill()
    process.wait(WAIT)
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in family), "the workers to leave")
