"""`python -m bench [pages|growth|house]`: builds worlds, serves PlanHub and the limit, asks in turn, prints ratios."""

import argparse
import json
import platform
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import asking, growth, house, worlds
from bench.asking import say
from bench.serving import serving

GOALS = {
    "list": ("P1", "auth50", 2.0),
    "list, filtered": ("P1", "auth50", 2.0),
    "record": ("P2", "big85k", 1.5),
    "meeting": ("P2", "big85k", 1.5),
    "inbox": ("P3", "auth50", 2.5),
    "move": ("P4", "save", 3.0),
    "counts (fragment)": ("P4b", "auth50", 0.6),
    "search": ("P8", "auth50", 1.8),
    "search, rare": ("P8", "auth50", 1.8),
    "search everything": ("P8", "auth50", 1.8),
    "search, two letters": ("P8", "auth50", 1.8),
}
"""Page → goal of performance.md §3, what it is compared with, and the ratio that must be reached."""


def main() -> int:
    """Measure and print; the exit code says nothing of the figures, which people judge."""
    asked = _arguments()
    kept = asked.keep
    with (
        tempfile.TemporaryDirectory(prefix="planhub-bench-") as folder,
        worlds.base(asked.db, Path(kept or folder)) as at,
    ):
        what = {"pages": pages, "growth": growth.run, "house": house.run}[asked.what](asked, at)
    figures = {
        "what": asked.what,
        "machine": platform.platform(),
        "database": asked.db,
        "rows": asked.rows,
        **what,
    }
    tables = {"pages": table, "growth": growth.table, "house": house.table}
    print("\n".join([f"{asked.what}: {asked.rows:,} MOUs, {asked.db}", *tables[asked.what](figures)]))
    if asked.write:
        asked.write.parent.mkdir(parents=True, exist_ok=True)
        asked.write.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["pages", "growth", "house"], default="pages")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--small", type=int, default=10_000, help="the small world of growth")
    parser.add_argument("--rounds", type=int, default=3, help="rounds that count (growth: 7 or more)")
    parser.add_argument("--requests", type=int, default=200, help="requests of each kind and round")
    parser.add_argument("--mixed", type=int, default=10_000, help="requests before memory is weighed")
    parser.add_argument("--junit", type=Path, help="a report that pytest --junitxml wrote of the suite")
    parser.add_argument("--junit-of", default="", help="the command that wrote it")
    parser.add_argument("--db", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--keep", type=Path, help="folder in which built SQLite worlds stay for the next run")
    parser.add_argument("--write", type=Path, help="file for the figures, such as docs/evidence/bench.json")
    return parser.parse_args()


def pages(asked: argparse.Namespace, at: worlds.Base) -> dict[str, Any]:
    """Build both worlds, then ask PlanHub and the limit in turn."""
    say(f"building {asked.rows:,} MOUs on {at.kind}")
    made = worlds.build(at, f"pages-{asked.rows}", asked.rows, asked.requests * (asked.rounds + 1))
    theirs = worlds.build_limit(at, asked.rows)
    with (
        serving("bench.served:planhub()", made.environment, database_pid=at.pid) as ours,
        serving("bench.limit:create_app()", theirs, database_pid=at.pid) as bare,
    ):
        ours.headers = made.headers

        def plan(number: int) -> list[asking.Asked]:
            return [
                *asking.limits(bare, asked.requests),
                *asking.pages(ours, made.facts, asked.requests),
                asking.moves(ours, made.facts, number, asked.requests),
            ]

        costs = {name: asking.cheapest(some) for name, some in asking.in_turn(asked.rounds, plan).items()}
    return {
        "rounds": asked.rounds,
        "costs": {name: _rounded(vars(cost)) for name, cost in costs.items()},
        "ratios": {
            name: round(costs[name].cpu_ms / costs[base].cpu_ms, 2)
            for name, (_goal, base, _most) in GOALS.items()
        },
    }


def _rounded(values: dict[str, Any]) -> dict[str, Any]:
    return {key: round(value, 2) if isinstance(value, float) else value for key, value in values.items()}


def table(figures: dict[str, Any]) -> list[str]:
    """Give the figures as lines for people."""
    lines = []
    for name, cost in figures["costs"].items():
        line = f"{name:18} {cost['cpu_ms']:7.2f} ms CPU  p50 {cost['p50_ms']:7.1f}  p99 {cost['p99_ms']:7.1f}  {cost['kb']:6.1f} KB"
        line += f"  {cost['sql']:3} SQL" if cost["sql"] is not None else "         "
        if name in figures["ratios"]:
            goal, base, most = GOALS[name]
            ratio = figures["ratios"][name]
            line += f"   {ratio:6.2f} × {base} ({goal}: ≤ {most})" + ("" if ratio <= most else " missed")
        lines.append(line)
    return lines


if __name__ == "__main__":
    sys.exit(main())
