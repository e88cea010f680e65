"""Two people changed one text: what each changed, and one text that holds both, word by word (three-way)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from planhub.kernel.thaiwords import cut


@dataclass(frozen=True, slots=True)
class Clash:
    """A place that both changed, each in another way."""

    base: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A proposal; where both changed the same words it holds mine, and names the place."""

    text: str
    clashes: Sequence[Clash] = ()

    @property
    def is_clean(self) -> bool:
        """Whether nothing was changed by both."""
        return not self.clashes


_LONGEST = 6_000
"""Words of three texts together."""

_Words = Sequence[str]
_Span = tuple[int, int]


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Give one text with the changes of both sides to `base`."""
    if mine in (theirs, base):
        return Merged(theirs)
    if theirs == base:
        return Merged(mine)
    words, one, other = _cut(base, mine, theirs)
    out: list[str] = []
    clashes: list[Clash] = []
    for was, ours, foreign in _stretches(words, one, other):
        if ours in (was, foreign):
            out += foreign
        elif foreign == was:
            out += ours
        else:
            out += ours
            clashes.append(Clash("".join(was), "".join(ours), "".join(foreign)))
    return Merged("".join(out), tuple(clashes))


def _cut(*texts: str) -> list[_Words]:
    """Cut by words; texts so long that comparing would take longer than reading are cut by lines."""
    words = [cut(text) for text in texts]
    if sum(map(len, words)) <= _LONGEST:
        return [*words]
    return [text.splitlines(keepends=True) for text in texts]


def _stretches(base: _Words, mine: _Words, theirs: _Words) -> Iterator[tuple[_Words, _Words, _Words]]:
    """Give the texts in step: stretches that stand in all three, and what lies between them in each."""
    at, m, t = 0, 0, 0
    for (start, end), in_mine, in_theirs in _common(base, mine, theirs):
        if start > at or in_mine > m or in_theirs > t:
            yield base[at:start], mine[m:in_mine], theirs[t:in_theirs]
        length = end - start
        yield base[start:end], mine[in_mine : in_mine + length], theirs[in_theirs : in_theirs + length]
        at, m, t = end, in_mine + length, in_theirs + length
    if at < len(base) or m < len(mine) or t < len(theirs):
        yield base[at:], mine[m:], theirs[t:]


def _common(base: _Words, mine: _Words, theirs: _Words) -> Iterator[tuple[_Span, int, int]]:
    """Give the stretches of `base` that stand unchanged in both others, with where they stand there."""
    ours = SequenceMatcher(None, base, mine, autojunk=False).get_matching_blocks()
    foreign = SequenceMatcher(None, base, theirs, autojunk=False).get_matching_blocks()
    i = j = 0
    while i < len(ours) and j < len(foreign):
        a, b = ours[i], foreign[j]
        start, end = max(a.a, b.a), min(a.a + a.size, b.a + b.size)
        if start < end:
            yield (start, end), a.b + start - a.a, b.b + start - b.a
        if a.a + a.size < b.a + b.size:
            i += 1
        else:
            j += 1
