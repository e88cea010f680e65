"""Witnesses as people write them: a line each, "พอช.: นางสาวใจดี มีสุข, ผู้อำนวยการสำนัก"."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from planhub.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody who witnesses for a party."""

    org: str
    name: str
    post: str


@dataclass
class Read:
    """What could be read, and the lines that could not."""

    people: list[Witness] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def read(text: str | None, parties: Iterable[Any], names: Mapping[str, Text]) -> Read:
    """Read lines of "party: name, post"; a party goes by code, abbreviation, or what the text calls it."""
    known = by_name(parties, names)
    found = Read()
    for line in (text or "").split("\n"):
        if not line.strip():
            continue
        label, _, rest = line.partition(":")
        name, _, post = rest.partition(",")
        org = known.get(label.strip().casefold())
        if org and name.strip():
            found.people.append(Witness(org, name.strip()[:200], post.strip()[:200] or "พยาน"))
        else:
            found.unread.append(line.strip()[:80])
    return found


def by_name(parties: Iterable[Any], names: Mapping[str, Text]) -> dict[str, str]:
    """Give the code of each party by everything it may be called."""
    return {label.casefold(): party.org for party in parties for label in _labels(party, names)}


def _labels(party: Any, names: Mapping[str, Text]) -> set[str]:
    known = names.get(party.org)
    return {party.org, *([known.th, known.en] if known else []), *([party.called] if party.called else [])}
