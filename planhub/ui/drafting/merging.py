"""Bringing together what two people typed into forms that were opened on the same text.

A form carries short digests of every field and row as it was opened. When it comes back, what its author left as it
was opened stays as somebody else has saved it meanwhile; what only its author changed is taken; and only what both
changed, each in another way, is asked. So nobody's text is lost, and nobody is asked about a text not touched.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from planhub.kernel.fields import Field, Kind
from planhub.record.types import Children
from planhub.ui import inputs as posted
from planhub.ui.inputs import Inputs

MINE, THEIRS = "mine", "theirs"
KEEP = "_keep."
"""What a person chooses in a conflict: `_keep.<unit>` is "mine" or "theirs"."""
LONGEST_BASE = 40_000
"""Characters of a form's digests that are read: as many as the most rows need."""

_BASE = re.compile(r"([a-z_][a-z0-9_]*(?:/[0-9A-Za-z-]+)?):([0-9a-f]{8})")


@dataclass(frozen=True, slots=True)
class Clash:
    """A field or row that two people changed, each in another way."""

    unit: str
    """Name of the field, or of the list and the row's id (`parts/0192…`)."""
    mine: int | None = None
    theirs: int | None = None
    """Numbers of the row in either form; None: it was taken out there. Fields have none."""

    @property
    def name(self) -> str:
        """The field or list it belongs to."""
        return self.unit.partition("/")[0]

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a list."""
        return "/" in self.unit


@dataclass
class Merged:
    """What comes of two texts."""

    inputs: Inputs
    """Both together; where they clash, the author's own."""
    clashes: list[Clash] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    """Fields and lists in which somebody else's change was taken over."""


class Merging:
    """The fields and lists of one form, with what it was opened on and what stands now."""

    def __init__(
        self,
        fields: Sequence[Field],
        children: Sequence[Children],
        *,
        standing: Inputs,
        base: Mapping[str, str],
        choices: Mapping[str, str],
    ) -> None:
        """Take the form's declaration, the record as it stands, the digests of the base, and what was chosen."""
        self.fields, self.children = fields, children
        self.standing, self.base, self.choices = standing, base, choices

    def merge(self, mine: Inputs) -> Merged:
        """Bring the author's inputs and the standing ones together."""
        merged = Merged(Inputs())
        for one in self.fields:
            self._field(one, mine, merged)
        for children in self.children:
            self._rows(children, mine, merged)
        return merged

    def _field(self, one: Field, mine: Inputs, merged: Merged) -> None:
        said = digest_of(one, mine), digest_of(one, self.standing)
        choice = self._choose(Clash(one.name), *said, merged)
        _copy(one.name, mine if choice == MINE else self.standing, merged.inputs, one.name)

    def _choose(self, clash: Clash, mine: str, theirs: str, merged: Merged) -> str:
        """Say whose text is taken, and note a clash or somebody else's change."""
        base = self.base.get(clash.unit, "")
        if mine == theirs:
            return MINE
        if self.choices.get(clash.unit) == THEIRS:
            return THEIRS
        if mine == base:
            if clash.name not in merged.others:
                merged.others.append(clash.name)
            return THEIRS
        if theirs != base:
            merged.clashes.append(clash)
        return MINE

    def _rows(self, children: Children, mine: Inputs, merged: Merged) -> None:
        own, there = _numbers(children, mine), _numbers(children, self.standing)
        chosen: list[tuple[Inputs, int, str]] = []
        for key in [*there, *(key for key in own if key not in there)]:
            unit = f"{children.name}/{key}"
            clash = Clash(unit, own.get(key), there.get(key))
            said = (
                _row_digest(children, mine, clash.mine),
                _row_digest(children, self.standing, clash.theirs),
            )
            is_mine = self._choose(clash, *said, merged) == MINE
            source, number = (mine, clash.mine) if is_mine else (self.standing, clash.theirs)
            if number is not None:
                chosen.append((source, number, key))
        new = [n for n in posted.numbers_of(children.name, mine) if not mine.get(f"{children.name}-{n}-id")]
        chosen += [(mine, n, "") for n in new]
        for place, (source, number, key) in enumerate(chosen):
            _put(children, source, number, merged.inputs, place)
            merged.inputs.setlist(f"{children.name}-{place}-id", [key])


def _numbers(children: Children, inputs: Inputs) -> dict[str, int]:
    """Give the numbers of the rows that have an id, by it."""
    numbers = posted.numbers_of(children.name, inputs)
    found = {inputs.get(f"{children.name}-{n}-id", ""): n for n in numbers}
    found.pop("", None)
    return found


def _put(children: Children, source: Inputs, number: int, into: Inputs, place: int) -> None:
    for one in children.fields:
        _copy(f"{children.name}-{number}-{one.name}", source, into, f"{children.name}-{place}-{one.name}")


def _copy(name: str, source: Inputs, into: Inputs, to: str) -> None:
    if texts := source.getlist(name):
        into.setlist(to, texts)


# --- digests ------------------------------------------------------------------------------------------------------


def base_of(fields: Iterable[Field], children: Iterable[Children], inputs: Inputs) -> str:
    """Give the digests of everything a form shows, for its hidden input."""
    return " ".join(f"{unit}:{digest}" for unit, digest in _digests(fields, children, inputs))


def _digests(
    fields: Iterable[Field], children: Iterable[Children], inputs: Inputs
) -> Iterator[tuple[str, str]]:
    for one in fields:
        yield one.name, digest_of(one, inputs)
    for many in children:
        for key, number in _numbers(many, inputs).items():
            yield f"{many.name}/{key}", _row_digest(many, inputs, number)


def read_base(text: str) -> dict[str, str]:
    """Read what `base_of` wrote; anything else is left out."""
    found = (_BASE.fullmatch(part) for part in text[:LONGEST_BASE].split())
    return {match[1]: match[2] for match in found if match}


def digest_of(one: Field, inputs: Inputs, prefix: str = "") -> str:
    """Give a short digest of what stands in the inputs of a field; equal texts have equal digests."""
    return _digest([_said(one, inputs, prefix)])


def _row_digest(children: Children, inputs: Inputs, number: int | None) -> str:
    """Give the digest of a row; one that is not there has none."""
    if number is None:
        return ""
    prefix = f"{children.name}-{number}-"
    return _digest([_said(one, inputs, prefix) for one in children.fields])


def _digest(said: list[list[str]]) -> str:
    return hashlib.sha256(repr(said).encode("utf-8", "replace")).hexdigest()[:8]


def _said(one: Field, inputs: Inputs, prefix: str) -> list[str]:
    texts = [text.replace("\r\n", "\n").strip() for text in inputs.getlist(f"{prefix}{one.name}")]
    if one.kind is Kind.BOOL:
        return ["true"] if texts and texts[-1] not in ("", "off", "false", "0") else []
    texts = [text for text in texts if text]
    return sorted(texts) if one.many else texts
