"""What rests on an MOU and would need somebody else if a party left: higher features tell it through sources."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Work:
    """Something that an agency does under an MOU."""

    kind: str
    """The record type, such as "activities"."""
    code: str
    title: str


Source = Callable[[Session, str, str], Sequence[Work]]
"""Given the MOU's id and an organisation's code, what of that organisation lives under it; one query."""

_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Let a higher feature say what it knows; called once when its manifest is read."""
    _sources[name] = source


def works_of(session: Session, mou: Any, org: str) -> list[Work]:
    """Give everything that the organisation does under the MOU and that is not finished."""
    return [work for name in sorted(_sources) for work in _sources[name](session, mou.id, org)]
