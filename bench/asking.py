"""What is asked in a run, in turn, and how the cheapest round of each is kept."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from bench.serving import Cost, Request, Server, measure

Asked = tuple[str, Server, list[Request]]
"""A name, the server, and the requests."""

FRAGMENT = "/mous/counts"
SEARCH = f"/mous?q={quote('ป่าชุมชน')}"
RARE = f"/mous?q={quote('ฉบับที่ 777')}"
EVERYTHING = f"/search?q={quote('ป่าชุมชน')}"
TWO_LETTERS = f"/search?q={quote('ยา')}"
"""In none of the titles that were made up: an index that knows no two letters would look at all of them."""


def reads(facts: Mapping[str, Any]) -> dict[str, str]:
    """Give the pages of PlanHub that are measured, by name."""
    return {
        "list": "/mous",
        "list, filtered": "/mous?state=approval&sort=title",
        "counts (fragment)": FRAGMENT,
        "record": f"/mous/{facts['approval']}",
        "meeting": f"/meetings/{facts['meeting']}",
        "inbox": "/",
        "search": SEARCH,
        "search, rare": RARE,
        "search everything": EVERYTHING,
        "search, two letters": TWO_LETTERS,
    }


def pages(ours: Server, facts: Mapping[str, Any], count: int) -> Iterator[Asked]:
    """Give one round of reading PlanHub."""
    for name, path in reads(facts).items():
        yield name, ours, [("GET", path, None)] * count


def moves(ours: Server, facts: Mapping[str, Any], number: int, count: int) -> Asked:
    """Give one round of moves, each of another MOU."""
    some = facts["movable"][number * count : (number + 1) * count]
    share = '{"version": 1}'
    return "move", ours, [("POST", f"/api/v1/mous/{one}/moves/share", share) for one in some]


def limits(theirs: Server, count: int) -> Iterator[Asked]:
    """Give one round of the limit."""
    for name in ("auth50", "big85k"):
        yield name, theirs, [("GET", f"/{name}", None)] * count
    yield "save", theirs, [("POST", f"/save?id={n + 1}", "") for n in range(count)]


def in_turn(rounds: int, plan: Callable[[int], Iterable[Asked]]) -> dict[str, list[Cost]]:
    """Ask everything of every round; the first round warms up and is forgotten."""
    costs: dict[str, list[Cost]] = {}
    for number in range(rounds + 1):
        for name, server, requests in plan(number):
            cost = measure(server, requests)
            if cost.status >= 400 and number:
                raise RuntimeError(f"{name} answers {cost.status}")
            if cost.status >= 400:
                say(f"while warming up, {name} answered {cost.status}")
            if number:
                costs.setdefault(name, []).append(cost)
        say(f"round {number} of {rounds} done")
    return costs


def cheapest(costs: Sequence[Cost]) -> Cost:
    """Give the round that used the least processor time."""
    return min(costs, key=lambda cost: cost.cpu_ms)


def say(line: str) -> None:
    """Tell how far it is."""
    print(line, file=sys.stderr, flush=True)
