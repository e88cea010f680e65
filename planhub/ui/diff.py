"""What changed between two texts, word by word, in pieces that a reader can follow."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from planhub.kernel.thaiwords import cut

_SHORT = 3
"""So few equal letters between two changes are no landmark: they are told as changed too."""

_LONGEST = 4_000
"""Pieces beyond which texts are only set beside each other: comparing would take longer than reading."""

_Signs = list[str]
_Run = tuple[_Signs, _Signs]
"""What stood and what stands now; equal where nothing changed."""


class Piece(NamedTuple):
    """A stretch of text: "same", "old" or "new"."""

    kind: str
    text: str


def compare(old: str, new: str) -> list[Piece]:
    """Give the pieces of both texts in reading order, what was taken out before what was put in."""
    before, after = cut(old), cut(new)
    if len(before) + len(after) > _LONGEST:
        return [Piece("old", old), Piece("new", new)]
    return list(_pieces(_slid(_joined(_runs(before, after)))))


def _runs(before: Sequence[str], after: Sequence[str]) -> list[_Run]:
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [(list(before[a:b]), list(after[c:d])) for _tag, a, b, c, d in steps]


def _joined(runs: Sequence[_Run]) -> list[_Run]:
    """Let changes that only a few equal letters part become one change."""
    joined: list[_Run] = []
    for place, (old, new) in enumerate(runs):
        landmark = old == new and (len("".join(old)) > _SHORT or place in (0, len(runs) - 1))
        if landmark or not joined or joined[-1][0] == joined[-1][1]:
            joined.append((old, new))
        else:
            joined[-1] = (joined[-1][0] + old, joined[-1][1] + new)
    return joined


def _slid(runs: list[_Run]) -> list[_Run]:
    """Move what was only put in or only taken out as far to the right as it reads the same: แผ[นงา]น, แผน[งาน]."""
    for left, changed, right in zip(runs, runs[1:], runs[2:], strict=False):
        moved = changed[0] or changed[1]
        if (changed[0] and changed[1]) or left[0] != left[1] or right[0] != right[1]:
            continue
        while right[0] and moved[0] == right[0][0] and len(right[0]) > 1:
            for side in (0, 1):
                left[side].append(moved[0])
                right[side].pop(0)
            moved.append(moved.pop(0))
    return runs


def _pieces(runs: Sequence[_Run]) -> Iterator[Piece]:
    for old, new in runs:
        if old == new:
            yield Piece("same", "".join(old))
            continue
        if old:
            yield Piece("old", "".join(old))
        if new:
            yield Piece("new", "".join(new))
