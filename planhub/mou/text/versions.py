"""Two texts of an MOU side by side, word by word: kept versions, the text as it stands, a parent and its amendment.

A kept version holds fields and rows (`planhub.record.content.content`); it is composed into the text that people
read, as the record itself is, and the texts are compared clause by clause. Clauses are paired by what they say, not by
an id: a clause that only stands elsewhere is told as moved, and a parent and its amendment can be compared too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel.fields import Kind
from planhub.kernel.text import Text
from planhub.kernel.thaiwords import cut
from planhub.mou import fields
from planhub.mou.paper import Paper, compose
from planhub.people.models import Organization
from planhub.places.queries import full_names
from planhub.ui.diff import Piece, compare
from planhub.ui.values import Names, read_names, show

ALIKE = 0.55
"""Share of equal words from which two clauses of different headings count as one that was changed."""


# --- a kept text, read -------------------------------------------------------------------------------------------


def read_paper(
    session: Session, content: Mapping[str, Any], signatories: Sequence[Mapping[str, Any]]
) -> Paper:
    """Compose the text of a kept version, with today's names of organisations and areas."""
    codes = {row[name] for row in content["parties"] for name in ("org", "signs_via") if row.get(name)}
    found = session.scalars(select(Organization).where(Organization.code.in_(sorted(codes))))
    orgs = {org.code: org for org in found}
    mou = _standing_in(content, signatories, orgs)
    return compose(mou, full_names(session, mou.areas))


def _standing_in(
    content: Mapping[str, Any], signatories: Sequence[Mapping[str, Any]], orgs: Mapping[str, Organization]
) -> Any:
    values = {f.name: _value(f.kind, content.get(f.name)) for f in fields.FIELDS}
    rows = {
        children.name: [_row(children, row) for row in content.get(children.name, ())]
        for children in fields.CHILDREN
    }
    rows[fields.SIGNATORIES.name] = [_row(fields.SIGNATORIES, row) for row in signatories]
    for party in rows[fields.PARTIES.name]:
        party.organization, party.via = orgs[party.org], orgs.get(party.signs_via or "")
    for clause in rows[fields.CLAUSES.name]:
        clause.source, clause.is_altered = None, False
    return _Stand(signed_on=None, ceremony_on=None, **values, **rows)


class _Stand(SimpleNamespace):
    """What a paper is composed from, where only a kept text is at hand; what it does not hold is not known."""

    def __getattr__(self, _name: str) -> None:
        return None


def _row(children: Any, row: Mapping[str, Any]) -> Any:
    return _Stand(**{f.name: _value(f.kind, row.get(f.name, f.default)) for f in children.fields})


def _value(kind: Kind, value: Any) -> Any:
    if kind is Kind.DATE and isinstance(value, str):
        return date.fromisoformat(value)
    if kind in (Kind.CHOICES, Kind.AREAS, Kind.ORGS):
        return value or []
    return value


# --- pairing -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pair:
    """Places of the same clause in the old and in the new text; None: it stands in one of them only."""

    old: int | None
    new: int | None
    moved: bool = False


def pair(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> list[Pair]:
    """Pair the (heading, body) of two lists of clauses; in the order of the new list, what is gone where it stood."""
    mate: dict[int, int] = {}
    for rule in (_same, _same_heading, _alike):
        _match(old, new, mate, rule)
    back = {o: n for n, o in mate.items()}
    still = _longest_rising([mate[n] for n in sorted(mate)])
    pairs = [Pair(mate.get(n), n, moved=n in mate and mate[n] not in still) for n in range(len(new))]
    for o in range(len(old)):
        if o not in back:
            before = [back[x] for x in range(o) if x in back]
            place = next((i for i, p in enumerate(pairs) if before and p.new == before[-1]), -1)
            while place + 1 < len(pairs) and pairs[place + 1].new is None:
                place += 1
            pairs.insert(place + 1, Pair(o, None))
    return pairs


def _same(one: tuple[str, str], other: tuple[str, str]) -> float:
    return float(one == other)


def _same_heading(one: tuple[str, str], other: tuple[str, str]) -> float:
    return float(one[0] == other[0])


def _alike(one: tuple[str, str], other: tuple[str, str]) -> float:
    matcher = SequenceMatcher(None, cut(one[1]), cut(other[1]), autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    found = matcher.ratio()
    return found if found >= ALIKE else 0.0


def _match(old: Sequence[Any], new: Sequence[Any], mate: dict[int, int], rule: Any) -> None:
    taken = set(mate.values())
    for n, clause in enumerate(new):
        if n in mate:
            continue
        ways = [(rule(other, clause), -abs(o - n), o) for o, other in enumerate(old) if o not in taken]
        best = max(ways, default=(0.0, 0, 0))
        if best[0]:
            mate[n] = best[2]
            taken.add(best[2])


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Give the members of the longest run that rises: what kept its order; the others were moved."""
    best: list[tuple[int, ...]] = [()]
    for number in numbers:
        before: tuple[int, ...] = max((run for run in best if not run or run[-1] < number), key=len)
        best.append((*before, number))
    longest: tuple[int, ...] = max(best, key=len)
    return set(longest)


# --- differences ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClauseDiff:
    """What became of a clause, or of another part of the text."""

    kind: str
    """same, changed, added, removed."""
    moved: bool
    old_title: str | None
    new_title: str | None
    pieces: Sequence[Piece]
    """The words of both; for a clause that only one text has, all of them."""


@dataclass(frozen=True, slots=True)
class FactDiff:
    """A field before and after, as words."""

    label: Text
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Difference:
    """Everything that differs between two texts."""

    facts: Sequence[FactDiff]
    parts: Sequence[ClauseDiff]
    """Title, opening and reasons, then the clauses, then the closing."""

    @property
    def changed(self) -> list[ClauseDiff]:
        """The parts that differ or moved."""
        return [part for part in self.parts if part.kind != "same" or part.moved]

    @property
    def same(self) -> int:
        """How many clauses stand as they stood."""
        return sum(part.kind == "same" and not part.moved for part in self.parts)

    def counted(self, kind: str) -> int:
        """How many parts were changed, added or removed; "moved" counts the moved ones."""
        return sum(part.moved if kind == "moved" else part.kind == kind for part in self.parts)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts: what is kept of it, and the paper that it makes."""

    content: Mapping[str, Any]
    paper: Paper


def side(session: Session, content: Mapping[str, Any], signatories: Sequence[Mapping[str, Any]]) -> Side:
    """Make a side from a kept text."""
    return Side(content, read_paper(session, content, signatories))


def difference(session: Session, old: Side, new: Side) -> Difference:
    """Tell the differences from `old` to `new`."""
    parts = [_part(*texts) for texts in zip(_before(old), _before(new), strict=True)]
    parts += _clauses(old, new)
    parts.append(_part(("", old.paper.closing), ("", new.paper.closing)))
    return Difference(_facts(session, old.content, new.content), parts)


def _before(one: Side) -> list[tuple[str, str]]:
    paper = one.paper
    lines = [paper.opening, *paper.introductions, *paper.whereas, paper.agreed]
    return [("", f"{paper.name} {paper.subject}".strip()), ("", "\n".join(lines))]


def _part(old: tuple[str, str], new: tuple[str, str]) -> ClauseDiff:
    kind = "same" if old == new else "changed"
    return ClauseDiff(kind, False, old[0] or None, new[0] or None, compare(old[1], new[1]))


def _clauses(old: Side, new: Side) -> list[ClauseDiff]:
    olds, news = _readable(old), _readable(new)
    raw_old = [(c["heading"], c["body"]) for c in old.content["clauses"]]
    raw_new = [(c["heading"], c["body"]) for c in new.content["clauses"]]
    found = []
    for one in pair(raw_old, raw_new):
        before = olds[one.old] if one.old is not None else None
        after = news[one.new] if one.new is not None else None
        found.append(_clause(before, after, moved=one.moved))
    return found


def _clause(
    before: tuple[str, str, str] | None, after: tuple[str, str, str] | None, *, moved: bool
) -> ClauseDiff:
    """A clause is (title with number, heading, text); that its number alone differs is no change of it."""
    if before is None or after is None:
        there = before or after or ("", "", "")
        kind = "removed" if after is None else "added"
        piece = Piece("old" if after is None else "new", there[2])
        return ClauseDiff(kind, False, before and before[0], after and after[0], [piece])
    kind = "same" if before[1:] == after[1:] else "changed"
    return ClauseDiff(kind, moved, before[0], after[0], compare(before[2], after[2]))


def _readable(one: Side) -> list[tuple[str, str, str]]:
    found = []
    for section in one.paper.sections:
        lines = [f"{b.number} {b.text}" if b.number.startswith("(") else b.text for b in section.blocks]
        found.append((section.title, section.heading, "\n".join(lines)))
    return found


_IN_TEXT = frozenset({"title", "background", "objectives"})
"""Fields whose every word stands in the text itself."""


def _facts(session: Session, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[FactDiff]:
    names = _names(session, old, new)
    found = []
    for one in fields.FIELDS:
        before, after = old.get(one.name), new.get(one.name)
        if one.content and one.name not in _IN_TEXT and (before or None) != (after or None):
            found.append(FactDiff(one.label, _said(one, before, names), _said(one, after, names)))
    parties = [[names.org(row["org"]).full for row in content["parties"]] for content in (old, new)]
    if parties[0] != parties[1]:
        found.append(FactDiff(fields.PARTIES.label, *(", ".join(some) for some in parties)))
    return found


def _said(one: Any, value: Any, names: Names) -> str | None:
    shown = show(one, _value(one.kind, value), names)
    return ", ".join(item.text or "" for item in shown.items) if shown.items else shown.text


def _names(session: Session, *contents: Mapping[str, Any]) -> Names:
    orgs = {row["org"] for content in contents for row in content["parties"]}
    areas = {code for content in contents for code in content.get("areas") or ()}
    return read_names(session, orgs=orgs, areas=areas)
