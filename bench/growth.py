"""Growth (P5): the same pages of a small and of a large world, asked in turn; the median of their ratios."""

import argparse
from statistics import median
from typing import Any

from bench import asking, worlds
from bench.asking import say
from bench.serving import Server, serving

PAGES = (
    "list",
    "list, filtered",
    "counts (fragment)",
    "record",
    "inbox",
    "search",
    "search, rare",
    "search everything",
    "move",
)
MOST = 1.3


def run(asked: argparse.Namespace, at: worlds.Base) -> dict[str, Any]:
    """Build both worlds and ask them in turn."""
    moves = asked.requests * (asked.rounds + 1)
    made = {}
    for name, rows in (("small", asked.small), ("large", asked.rows)):
        say(f"building {rows:,} MOUs on {at.kind}")
        made[name] = worlds.build(at, f"{name}-{rows}", rows, moves)
    with (
        serving("bench.served:planhub()", made["small"].environment, database_pid=at.pid) as small,
        serving("bench.served:planhub()", made["large"].environment, database_pid=at.pid) as large,
    ):
        small.headers, large.headers = made["small"].headers, made["large"].headers
        servers = {"small": small, "large": large}
        costs = asking.in_turn(asked.rounds, lambda number: _round(asked, servers, made, number))
    return {
        "small": asked.small,
        "large": asked.rows,
        "rounds": asked.rounds,
        "pages": {page: _compare(costs, page) for page in PAGES},
    }


def _round(
    asked: argparse.Namespace, servers: dict[str, Server], made: dict[str, worlds.World], number: int
) -> list[asking.Asked]:
    count = asked.requests
    by_page: dict[str, list[asking.Asked]] = {page: [] for page in PAGES}
    for world, server in servers.items():
        every = [
            *asking.pages(server, made[world].facts, count),
            asking.moves(server, made[world].facts, number, count),
        ]
        for page, where, requests in every:
            if page in by_page:
                by_page[page].append((f"{world} {page}", where, requests))
    return [one for page in PAGES for one in by_page[page]]


def _compare(costs: dict[str, Any], page: str) -> dict[str, float]:
    small, large = costs[f"small {page}"], costs[f"large {page}"]
    ratios = [b.cpu_ms / a.cpu_ms for a, b in zip(small, large, strict=True) if a.cpu_ms]
    return {
        "small_cpu_ms": round(median(c.cpu_ms for c in small), 2),
        "large_cpu_ms": round(median(c.cpu_ms for c in large), 2),
        "small_p50_ms": round(median(c.p50_ms for c in small), 2),
        "large_p50_ms": round(median(c.p50_ms for c in large), 2),
        "ratio": round(median(ratios), 2),
    }


def table(figures: dict[str, Any]) -> list[str]:
    """Give the figures as lines for people."""
    lines = [f"growth {figures['small']:,} to {figures['large']:,} (P5: at most {MOST} x)"]
    for page, one in figures["pages"].items():
        line = f"{page:18} {one['small_cpu_ms']:8.2f} -> {one['large_cpu_ms']:8.2f} ms CPU   {one['ratio']:6.2f} x"
        lines.append(line + ("" if one["ratio"] <= MOST else "   missed"))
    return lines
