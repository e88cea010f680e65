"""Servers under measurement: started, asked, and weighed by the processor time that they used."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

TICKS = os.sysconf("SC_CLK_TCK")
CONNECTIONS = 8


@dataclass
class Server:
    """One server with its processes."""

    pid: int
    port: int
    headers: dict[str, str] = field(default_factory=dict)
    database_pid: int | None = None
    """The database server, whose work counts too; None where the database is a file."""

    def cpu(self) -> float:
        """Give the seconds of processor time that it, its workers and its database have used."""
        roots = [self.pid] if self.database_pid is None else [self.pid, self.database_pid]
        return sum(_cpu(pid) for root in roots for pid in [root, *_children(root)])

    def memory(self) -> float:
        """Give its proportional share of memory, in MB."""
        return sum(_pss(pid) for pid in [self.pid, *_children(self.pid)])


@dataclass(frozen=True)
class Cost:
    """What one kind of request costs."""

    cpu_ms: float
    p50_ms: float
    p99_ms: float
    kb: float
    status: int
    sql: int | None = None
    """Statements of the last answer, where the server says it."""


def _cpu(pid: int) -> float:
    """Give the time of a process, to the nanosecond, and of those of its children that have ended."""
    home = Path(f"/proc/{pid}")
    try:
        own = sum(int((task / "schedstat").read_text().split()[0]) for task in (home / "task").iterdir())
        ended = (home / "stat").read_text().rpartition(")")[2].split()[13:15]
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return own / 1e9 + sum(map(int, ended)) / TICKS


def _pss(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in found]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    target: str, environment: Mapping[str, str], *, database_pid: int | None = None
) -> Iterator[Server]:
    """Serve `module:application` on loopback for as long as the block lasts."""
    port = _free_port()
    process = _start(target, environment, port)
    try:
        _wait(port, process)
        yield Server(process.pid, port, database_pid=database_pid)
    finally:
        _end(process)


def _start(target: str, environment: Mapping[str, str], port: int) -> "subprocess.Popen[bytes]":
    conf = ["-c", "bench/gunicorn_conf.py", "-b", f"127.0.0.1:{port}"]
    command = [sys.executable, "-m", "gunicorn", *conf, target]
    return subprocess.Popen(command, env={**os.environ, **environment})


def cold_start(target: str, environment: Mapping[str, str], path: str) -> float:
    """Give the seconds from the start of a server to its first answer."""
    port = _free_port()
    began = time.perf_counter()
    process = _start(target, environment, port)
    try:
        while time.perf_counter() - began < 60:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
                connection.request("GET", path)
                if connection.getresponse().status < 500:
                    return time.perf_counter() - began
            except OSError:
                time.sleep(0.01)
        raise RuntimeError("the server did not answer")
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ask the server to end; one that was asked before it could listen is ended outright."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError("the server ended by itself")
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            time.sleep(0.05)
        else:
            time.sleep(1.0)  # both workers come up
            return
    raise RuntimeError("the server did not come up")


Request = tuple[str, str, str | None]
"""Method, path, and body of a form or of JSON."""


def measure(server: Server, requests: Sequence[Request], *, connections: int = CONNECTIONS) -> Cost:
    """Send the requests over some connections at once and weigh them."""
    before = server.cpu()
    parts = [requests[n::connections] for n in range(connections)]
    with ThreadPoolExecutor(connections) as pool:
        answers = [answer for part in pool.map(lambda p: _ask(server, p), parts) for answer in part]
    spent = server.cpu() - before
    times = sorted(a.seconds for a in answers)
    return Cost(
        cpu_ms=spent / len(answers) * 1000,
        p50_ms=times[len(times) // 2] * 1000,
        p99_ms=times[int(len(times) * 0.99)] * 1000,
        kb=sum(a.size for a in answers) / len(answers) / 1024,
        status=max(a.status for a in answers),
        sql=answers[-1].statements,
    )


class Answer(NamedTuple):
    """What one request got."""

    seconds: float
    status: int
    size: int
    statements: int | None


def _ask(server: Server, requests: Sequence[Request]) -> list[Answer]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=300)
    answers = []
    for method, path, body in requests:
        headers = dict(server.headers)
        if body is not None:
            json = body.startswith("{")
            headers["Content-Type"] = "application/json" if json else "application/x-www-form-urlencoded"
        start = time.perf_counter()
        connection.request(method, path, body.encode() if body is not None else None, headers)
        response = connection.getresponse()
        size = len(response.read())
        statements = response.getheader("X-Statements")
        taken = time.perf_counter() - start
        answers.append(Answer(taken, response.status, size, int(statements) if statements else None))
    connection.close()
    return answers
