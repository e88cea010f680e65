"""Signers of an MOU signed outside, as people write them: a line each, "พอช.: นายใจดี มีสุข, ผู้อำนวยการ, 13/12/2565"."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from planhub.kernel.errors import BadInput
from planhub.kernel.text import Text
from planhub.kernel.thai import parse_date
from planhub.mou.guards.witnesses import by_name


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who has signed for a party."""

    org: str
    name: str
    post: str
    day: date | None
    """The day of that signature; None: the day of the last one."""


@dataclass
class Read:
    """What could be read, and the lines that could not."""

    people: list[Signer] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def read(text: str | None, mou: Any, names: Mapping[str, Text]) -> Read:
    """Read lines of "party: name, post, day"; parties without a line sign as the MOU's signatories name them."""
    known = by_name(mou.parties, names)
    found = Read()
    for line in (text or "").split("\n"):
        if line.strip():
            signer = _read_line(line, known)
            if signer:
                found.people.append(signer)
            else:
                found.unread.append(line.strip()[:80])
    found.people += _named(mou.signatories, {s.org for s in found.people})
    return found


def _read_line(line: str, known: Mapping[str, str]) -> Signer | None:
    label, _, rest = line.partition(":")
    parts = [part.strip() for part in rest.split(",")]
    org = known.get(label.strip().casefold())
    if org is None or len(parts) not in (2, 3) or not all(parts):
        return None
    try:
        day = parse_date(parts[2], short_year_be=True) if len(parts) == 3 else None
    except BadInput:
        return None
    return Signer(org, parts[0][:200], parts[1][:200], day)


def _named(signatories: Iterable[Any], written: set[str]) -> list[Signer]:
    found: dict[str, Signer] = {}
    for person in signatories:
        if person.kind == "signer" and person.name and person.org not in written:
            found.setdefault(person.org, Signer(person.org, person.name, person.post, None))
    return list(found.values())
