"""What changed between two texts, in pieces that a reader can follow; Thai is never cut inside a syllable's marks."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_PIECE = re.compile(r"[เแโใไ]?[ก-ฮ][ะ-ฺ็-๎]*|[A-Za-z0-9๐-๙]+|\s+|.", re.DOTALL)
"""A Thai letter with its vowels and tones, a Latin word or number, blanks, or any one sign."""

_SHORT = 3
"""So few equal letters between two changes are no landmark: they are told as changed too."""

_LONGEST = 4_000
"""Pieces beyond which texts are only set beside each other: comparing would take longer than reading."""


class Piece(NamedTuple):
    """A stretch of text: "same", "old" or "new"."""

    kind: str
    text: str


def compare(old: str, new: str) -> list[Piece]:
    """Give the pieces of both texts in reading order, what was taken out before what was put in."""
    before, after = _PIECE.findall(old), _PIECE.findall(new)
    if len(before) + len(after) > _LONGEST:
        return [Piece("old", old), Piece("new", new)]
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return list(_joined(_pieces(steps, before, after)))


def _pieces(
    steps: Sequence[tuple[str, int, int, int, int]], before: Sequence[str], after: Sequence[str]
) -> Iterator[Piece]:
    for place, (tag, a, b, c, d) in enumerate(steps):
        old, new = "".join(before[a:b]), "".join(after[c:d])
        landmark = tag == "equal" and (len(old) > _SHORT or place in (0, len(steps) - 1))
        if landmark:
            yield Piece("same", old)
        else:
            yield Piece("old", old)
            yield Piece("new", new)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    old = new = ""
    for piece in pieces:
        if piece.kind == "old":
            old += piece.text
        elif piece.kind == "new":
            new += piece.text
        else:
            yield from _said(old, new)
            old = new = ""
            yield piece
    yield from _said(old, new)


def _said(old: str, new: str) -> Iterator[Piece]:
    if old:
        yield Piece("old", old)
    if new:
        yield Piece("new", new)
