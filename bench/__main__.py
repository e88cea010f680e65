"""`python -m bench`: builds a world, serves PlanHub and the limit, asks both in turn, and prints the ratios."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench import limit
from bench.serving import Cost, Request, Server, measure, serving
from tests.postgres import postgres

GOALS = {
    "list": ("P1", "auth50", 2.0),
    "list, filtered": ("P1", "auth50", 2.0),
    "record": ("P2", "big85k", 1.5),
    "inbox": ("P3", "auth50", 2.5),
    "search": ("P8", "auth50", 1.8),
    "move": ("P4", "save", 3.0),
}
"""Page → goal of performance.md §3, what it is compared with, and the ratio that must be reached."""


def main() -> int:
    """Measure and print; the exit code says nothing of the figures, which people judge."""
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--requests", type=int, default=200, help="requests of each kind and round")
    parser.add_argument("--db", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--write", type=Path, help="file for the figures, such as docs/evidence/bench.json")
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="planhub-bench-") as folder,
        database(asked.db, Path(folder)) as urls,
    ):
        figures = run(asked, Path(folder), *urls)
    print_table(figures)
    if asked.write:
        asked.write.parent.mkdir(parents=True, exist_ok=True)
        asked.write.write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n")
    return 0


@contextmanager
def database(kind: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Give the addresses of PlanHub's and of the limit's database."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/planhub.sqlite", f"sqlite:///{folder}/limit.sqlite"
        return
    with postgres() as url:
        yield url, url


def run(asked: argparse.Namespace, folder: Path, url: str, limit_url: str) -> dict[str, Any]:
    """Build both worlds, then ask both servers in turn."""
    say(f"building {asked.rows:,} MOUs on {asked.db}")
    environment = {
        "PLANHUB_INSTANCE": str(folder),
        "PLANHUB_DATABASE_URL": url,
        "PLANHUB_JOBS_URL": "memory",
        "LIMIT_URL": limit_url,
    }
    built = subprocess.run(
        [sys.executable, "-m", "bench.build", str(asked.rows), str(asked.requests * (asked.rounds + 1))],
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
    )
    limit.build(limit_url, asked.rows)
    facts = json.loads(built.stdout)
    with (
        serving("bench.served:planhub()", environment) as ours,
        serving("bench.limit:create_app()", environment) as theirs,
    ):
        ours.headers = {"Cookie": f"planhub={facts['cookie']}", "Authorization": f"Bearer {facts['token']}"}
        costs = rounds(asked, ours, theirs, facts)
        memory = {"planhub": round(ours.memory()), "limit": round(theirs.memory())}
    return {
        "machine": platform.platform(),
        "rows": asked.rows,
        "database": asked.db,
        "memory_mb": memory,
        "costs": {name: vars(cost) for name, cost in costs.items()},
        "ratios": {
            name: round(costs[name].cpu_ms / costs[base].cpu_ms, 2)
            for name, (_goal, base, _most) in GOALS.items()
        },
    }


def rounds(asked: argparse.Namespace, ours: Server, theirs: Server, facts: dict[str, Any]) -> dict[str, Cost]:
    """Ask every page in turn, several times over; keep the cheapest round of each."""
    best: dict[str, Cost] = {}
    for number in range(asked.rounds + 1):
        for name, server, requests in plan(asked.requests, number, ours, theirs, facts):
            cost = measure(server, requests)
            if cost.status >= 400:
                raise RuntimeError(f"{name} answers {cost.status}")
            if number and (name not in best or cost.cpu_ms < best[name].cpu_ms):  # the first round warms up
                best[name] = cost
        say(f"round {number} of {asked.rounds} done")
    return best


def plan(
    count: int, number: int, ours: Server, theirs: Server, facts: dict[str, Any]
) -> Iterator[tuple[str, Server, list[Request]]]:
    """Give the requests of one round, the limit and PlanHub in turn."""
    code = facts["approval"]
    moved = facts["movable"][number * count : (number + 1) * count]
    yield "auth50", theirs, [("GET", "/auth50", None)] * count
    yield "list", ours, [("GET", "/mous", None)] * count
    yield "list, filtered", ours, [("GET", "/mous?state=approval&sort=title", None)] * count
    yield "big85k", theirs, [("GET", "/big85k", None)] * count
    yield "record", ours, [("GET", f"/mous/{code}", None)] * count
    yield "inbox", ours, [("GET", "/", None)] * count
    yield "search", ours, [("GET", f"/mous?q={quote('ป่าชุมชน')}", None)] * count
    yield "save", theirs, [("POST", f"/save?id={n + 1}", "") for n in range(count)]
    yield "move", ours, [("POST", f"/api/v1/mous/{one}/moves/share", '{"version": 1}') for one in moved]


def say(line: str) -> None:
    """Tell how far it is."""
    print(line, file=sys.stderr, flush=True)


def print_table(figures: dict[str, Any]) -> None:
    """Print the figures for people."""
    print(f"{figures['rows']:,} MOUs, {figures['database']}, memory {figures['memory_mb']}")
    for name, cost in figures["costs"].items():
        line = f"{name:16} {cost['cpu_ms']:7.2f} ms CPU  p50 {cost['p50_ms']:7.1f}  p99 {cost['p99_ms']:7.1f}  {cost['kb']:6.1f} KB"
        if name in GOALS and name in figures["ratios"]:
            goal, base, most = GOALS[name]
            line += f"   {figures['ratios'][name]:5.2f} × {base} ({goal}: ≤ {most})"
        print(line)


if __name__ == "__main__":
    sys.exit(main())
