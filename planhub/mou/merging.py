"""Three texts become one: the text from which an amendment was written, the amendment, and its parent as it is now.

Pure: works on contents as `planhub.record.content.content` gives them. What only one side changed is taken over; what
both changed differently is a conflict, and people choose (workflows.md §2, "rebase by CO").
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from planhub.record.chain import canonical

Content = Mapping[str, Any]

MINE = "mine"
"""The choice of the amendment's text."""
THEIRS = "theirs"
"""The choice of the parent's present text."""

NOT_MERGED = frozenset({"type", "title"})
"""What an amendment never changes in its parent."""

SCOPES: Mapping[str, frozenset[str]] = {
    "errata": frozenset({"objectives", "obligations", "parties"}),
    "area": frozenset({"areas"}),
    "duties": frozenset({"objectives", "obligations", "directions"}),
    "money": frozenset({"financial_term"}),
    "signer": frozenset({"parties"}),
    "period": frozenset({"effective_on", "expires_on", "term_years", "notice_days", "renewal_days"}),
}
"""Fields that belong to one kind of amendment; clauses and the like may change with any."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that both sides changed, each in its own way."""

    key: str
    """By which the choice is told: the field's name, or the list's with the place in the old text."""
    base: Any
    mine: Any
    theirs: Any


def between(content: Content, members: Iterable[str]) -> dict[str, Any]:
    """Leave out what belongs to organisations that are not members: their row as party, and their duties."""
    kept = set(members)
    said = dict(content)
    said["parties"] = [row for row in content.get("parties", ()) if row["org"] in kept]
    said["obligations"] = [row for row in content.get("obligations", ()) if row["org"] in {None, *kept}]
    return said


def changed(base: Content, mine: Content) -> list[str]:
    """Name what differs, in the order of the newer content."""
    return [key for key, value in mine.items() if key not in NOT_MERGED and value != base.get(key)]


def out_of_scope(names: Iterable[str], kind: str) -> list[str]:
    """Name the changes that belong to amendments of another kind."""
    special = frozenset().union(*SCOPES.values())
    return [name for name in names if name in special - SCOPES[kind]]


def merge(
    base: Content, mine: Content, theirs: Content, choices: Mapping[str, str]
) -> tuple[dict[str, Any], list[Conflict]]:
    """Give the merged content, and the conflicts for which `choices` names neither side (they keep `theirs`)."""
    merged, open_ones = dict(theirs), []
    for key, value in mine.items():
        if key in NOT_MERGED:
            continue
        merged[key], found = _merge_one(key, (base.get(key), value, theirs.get(key)), choices)
        open_ones += found
    return merged, open_ones


_Three = tuple[Any, Any, Any]


def _merge_one(key: str, three: _Three, choices: Mapping[str, str]) -> tuple[Any, list[Conflict]]:
    base, mine, theirs = three
    if isinstance(mine, list) and isinstance(theirs, list) and mine != theirs:
        if any(isinstance(row, dict) for row in (*mine, *theirs)):
            return _merge_rows(key, (base or [], mine, theirs), choices)
        return _merge_sets(base or [], mine, theirs), []
    return _choose(key, three, choices)


def _choose(key: str, three: _Three, choices: Mapping[str, str]) -> tuple[Any, list[Conflict]]:
    base, mine, theirs = three
    if mine in (base, theirs):
        return theirs, []
    if theirs == base or choices.get(key) == MINE:
        return mine, []
    return theirs, [] if choices.get(key) == THEIRS else [Conflict(key, base, mine, theirs)]


def _merge_sets(base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any]) -> list[Any]:
    kept = [one for one in theirs if one in mine or one not in base]
    return kept + [one for one in mine if one not in base and one not in theirs]


def _merge_rows(
    key: str, three: tuple[list[Any], list[Any], list[Any]], choices: Mapping[str, str]
) -> tuple[list[Any], list[Conflict]]:
    merged: list[Any] = []
    open_ones: list[Conflict] = []
    for place, chunk, stable in _chunks(*three):
        rows, found = _choose(f"{key}.{place}", chunk, choices)
        merged += rows
        open_ones += found
        merged += stable
    return merged, open_ones


def _chunks(
    base: list[Any], mine: list[Any], theirs: list[Any]
) -> Iterator[tuple[int, tuple[list[Any], list[Any], list[Any]], list[Any]]]:
    """Give each stretch that somebody changed, with its place (from 1), and the untouched row after it."""
    in_mine, in_theirs = _matched(base, mine), _matched(base, theirs)
    stable = [i for i in range(len(base)) if i in in_mine and i in in_theirs]
    b = m = t = 0
    for i in stable:
        yield b + 1, (base[b:i], mine[m : in_mine[i]], theirs[t : in_theirs[i]]), [base[i]]
        b, m, t = i + 1, in_mine[i] + 1, in_theirs[i] + 1
    yield b + 1, (base[b:], mine[m:], theirs[t:]), []


def _matched(base: Sequence[Any], other: Sequence[Any]) -> dict[int, int]:
    blocks = SequenceMatcher(None, keys_of(base), keys_of(other), autojunk=False).get_matching_blocks()
    return {block.a + i: block.b + i for block in blocks for i in range(block.size)}


def keys_of(rows: Iterable[Any]) -> list[bytes]:
    """Give rows in a form that can be compared and counted."""
    return [canonical(row) for row in rows]


def read_choices(text: str | None) -> tuple[dict[str, str], list[str]]:
    """Read "place: side" line by line; give the choices and the lines that say neither side."""
    choices: dict[str, str] = {}
    unread: list[str] = []
    for line in (text or "").splitlines():
        place, _, side = line.rpartition(":")
        key = _SIDES.get(side.strip().casefold())
        if key and place.strip():
            choices[place.strip()] = key
        elif line.strip():
            unread.append(line.strip())
    return choices, unread


_SIDES = {
    "mine": MINE,
    "amendment": MINE,
    "ฉบับแก้ไข": MINE,
    "theirs": THEIRS,
    "parent": THEIRS,
    "ฉบับหลัก": THEIRS,
}
