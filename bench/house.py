"""The house itself (P11, P12): memory after many mixed requests, the first answer after a start, the tail, the tests."""

import argparse
from typing import Any
from xml.etree import ElementTree as ET

from bench import asking, worlds
from bench.asking import say
from bench.serving import Server, cold_start, measure, serving

STARTS = 5
BATCH = 500


def run(asked: argparse.Namespace, at: worlds.Base) -> dict[str, Any]:
    """Measure the house on a world of the asked size."""
    say(f"building {asked.rows:,} MOUs on {at.kind}")
    made = worlds.build(at, f"house-{asked.rows}", asked.rows, 0)
    theirs = worlds.build_limit(at, asked.rows)
    starts: dict[str, list[float]] = {"planhub": [], "limit": []}
    for _ in range(STARTS):
        starts["planhub"].append(cold_start("bench.served:planhub()", made.environment, "/healthz"))
        starts["limit"].append(cold_start("bench.limit:create_app()", theirs, "/hello"))
    with (
        serving("bench.served:planhub()", made.environment, database_pid=at.pid) as ours,
        serving("bench.limit:create_app()", theirs, database_pid=at.pid) as bare,
    ):
        ours.headers = made.headers
        tail = _tail(ours, made.facts, asked.requests)
        limit_tail = _p(bare, "/auth50", asked.requests)
        mixed = _mix(ours, made.facts, asked.mixed)
        for _ in range(asked.mixed // BATCH):
            measure(bare, [("GET", "/auth50", None)] * BATCH)
        memory = {"planhub": round(ours.memory()), "limit": round(bare.memory())}
    start = {name: round(min(seconds), 2) for name, seconds in starts.items()}
    return {
        "memory_mb": memory,
        "memory_ratio": round(memory["planhub"] / memory["limit"], 2),
        "mixed_requests": mixed,
        "start_seconds": start,
        "start_ratio": round(start["planhub"] / start["limit"], 2),
        "tail_c1": {**tail, "limit auth50": limit_tail},
        "suite": _suite(asked),
    }


def _tail(ours: Server, facts: dict[str, Any], count: int) -> dict[str, Any]:
    paths = asking.reads(facts)
    return {name: _p(ours, paths[name], count) for name in ("list", "record", "inbox")}


def _p(server: Server, path: str, count: int) -> dict[str, float]:
    measure(server, [("GET", path, None)] * 50, connections=1)
    cost = measure(server, [("GET", path, None)] * max(count, 400), connections=1)
    ratio = round(cost.p99_ms / cost.p50_ms, 2)
    return {"p50_ms": round(cost.p50_ms, 2), "p99_ms": round(cost.p99_ms, 2), "ratio": ratio}


def _mix(ours: Server, facts: dict[str, Any], count: int) -> int:
    """Ask many different pages of many records; gives how many requests it were."""
    paths = [*asking.reads(facts).values()]
    asked = 0
    while asked < count:
        records = [f"/mous/MOU-2500-{(asked * 7 + n) % 9_000:07d}" for n in range(BATCH // 4)]
        mine = [paths[n % len(paths)] for n in range(BATCH - len(records))]
        measure(ours, [("GET", path, None) for path in (*records, *mine)])
        asked += BATCH
    return asked


def _suite(asked: argparse.Namespace) -> dict[str, Any] | None:
    """Give the time of the tests from a report that pytest wrote (`--junitxml`)."""
    if asked.junit is None:
        return None
    suite = ET.parse(asked.junit).getroot().find("testsuite")  # noqa: S314 - our own report
    if suite is None:
        raise ValueError(f"{asked.junit} is no report of pytest")
    seconds, tests = float(suite.attrib["time"]), int(suite.attrib["tests"])
    per_second = round(tests / seconds, 1)
    return {"command": asked.junit_of, "tests": tests, "seconds": round(seconds), "per_second": per_second}


def table(figures: dict[str, Any]) -> list[str]:
    """Give the figures as lines for people."""
    memory, start = figures["memory_mb"], figures["start_seconds"]
    lines = [
        f"memory after {figures['mixed_requests']:,} requests: {memory['planhub']} MB, bare Flask {memory['limit']} MB: {figures['memory_ratio']} x (P11: 1.6)",
        f"first answer after a start: {start['planhub']} s, bare Flask {start['limit']} s: {figures['start_ratio']} x (P11: 2.5)",
    ]
    lines += [
        f"tail of {name} with one connection: p50 {one['p50_ms']} ms, p99 {one['p99_ms']} ms: {one['ratio']} x (P11: 4)"
        for name, one in figures["tail_c1"].items()
    ]
    if figures["suite"]:
        suite = figures["suite"]
        lines.append(
            f"tests (P12): {suite['tests']} in {suite['seconds']} s, {suite['per_second']} a second: {suite['command']}"
        )
    return lines
