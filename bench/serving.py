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

TICKS = os.sysconf("SC_CLK_TCK")
CONNECTIONS = 8


@dataclass
class Server:
    """One server with its processes."""

    pid: int
    port: int
    headers: dict[str, str] = field(default_factory=dict)

    def cpu(self) -> float:
        """Give the seconds of processor time that it and its workers have used."""
        return sum(_cpu(pid) for pid in [self.pid, *_children(self.pid)])

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


def _cpu(pid: int) -> float:
    try:
        values = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(values[11]) + int(values[12])) / TICKS


def _pss(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except FileNotFoundError:
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
def serving(target: str, environment: Mapping[str, str]) -> Iterator[Server]:
    """Serve `module:application` on loopback for as long as the block lasts."""
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        "bench/gunicorn_conf.py",
        "-b",
        f"127.0.0.1:{port}",
        target,
    ]
    process = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        _wait(port, process)
        yield Server(process.pid, port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


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
"""Method, path, and body of a form."""


def measure(server: Server, requests: Sequence[Request]) -> Cost:
    """Send the requests over eight connections and weigh them."""
    before = server.cpu()
    parts = [requests[n::CONNECTIONS] for n in range(CONNECTIONS)]
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        answers = [answer for part in pool.map(lambda p: _ask(server, p), parts) for answer in part]
    spent = server.cpu() - before
    times = sorted(a[0] for a in answers)
    statuses = {a[1] for a in answers}
    return Cost(
        cpu_ms=spent / len(answers) * 1000,
        p50_ms=times[len(times) // 2] * 1000,
        p99_ms=times[int(len(times) * 0.99)] * 1000,
        kb=sum(a[2] for a in answers) / len(answers) / 1024,
        status=max(statuses),
    )


def _ask(server: Server, requests: Sequence[Request]) -> list[tuple[float, int, int]]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    answers = []
    for method, path, body in requests:
        headers = dict(server.headers)
        if body is not None:
            headers["Content-Type"] = (
                "application/json" if body.startswith("{") else "application/x-www-form-urlencoded"
            )
        start = time.perf_counter()
        connection.request(method, path, body.encode() if body is not None else None, headers)
        response = connection.getresponse()
        size = len(response.read())
        answers.append((time.perf_counter() - start, response.status, size))
    connection.close()
    return answers
