"""The overlap as it is shown: the rows that are asked for, what is open inside them, and the work that stands beside."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.kernel.text import Text
from planhub.meetings import requests
from planhub.overview import asked as asking
from planhub.overview.asked import Asked
from planhub.overview.work import NOTHING, AreaWork, Reach, directed_areas, work_in
from planhub.places import kept
from planhub.places.levels import AreaLevel, area_label, level_of
from planhub.places.matrix import Overlap, OverlapRow, Place, ProgrammeColumn
from planhub.places.overlap import Lists

MOST_ROWS = 300
"""Rows of the matrix on one page; the rest is reached by going down into an area."""


class OrgColumn(NamedTuple):
    """The column of an agency, with those of its programmes where they are shown."""

    org: str
    programmes: tuple[ProgrammeColumn, ...]
    """Its programmes that name areas in the year."""
    expanded: bool


@dataclass(frozen=True)
class Offer:
    """A list that can be asked for, or has been."""

    org: str
    asked: requests.Asked | None


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it is shown."""

    row: OverlapRow
    label: Text
    depth: int
    """How many open areas it lies in."""
    work: AreaWork
    inner: AreaLevel | None
    """What it can be opened to; None for a subdistrict."""
    is_open: bool
    offers: tuple[Offer, ...] = ()
    """Agencies of which only a rough list is known; only where it is open."""

    @property
    def code(self) -> str:
        """The official code of the area."""
        return self.row.place.code


@dataclass(frozen=True)
class Group:
    """A row of the asked level with everything that is open inside it."""

    lines: Sequence[Line]

    @property
    def code(self) -> str:
        """The official code of its first area."""
        return self.lines[0].code


@dataclass(frozen=True)
class Board:
    """Everything that a page, a file or a print of the overlap shows."""

    asked: Asked
    now: kept.Standing
    lists: Lists
    tree: kept.Tree
    matrix: Overlap
    rows: Sequence[OverlapRow]
    """All rows that are asked for; `groups` holds the first of them."""
    groups: Sequence[Group]
    columns: tuple[OrgColumn, ...]
    years: Sequence[int]
    needs: kept.Needs
    may_ask: bool

    @property
    def more(self) -> int:
        """How many rows are not shown."""
        return len(self.rows) - len(self.groups)

    @property
    def lines(self) -> Iterator[Line]:
        """All rows that are shown, in their order."""
        return (line for group in self.groups for line in group.lines)

    @property
    def nationwide(self) -> list[ProgrammeColumn]:
        """Programmes that are left out because they work everywhere."""
        return [p for p in self.matrix.programmes if p.nationwide]

    @property
    def path(self) -> list[Place]:
        """The areas that lead to the parent asked for."""
        parent = self.asked.parent or ""
        codes = [parent[:n] for n in (2, 4, 6) if n <= len(parent)]
        return [self.tree.by_code[code] for code in codes if code in self.tree.by_code]


def read(
    session: Session, actor: Actor, asked: Asked, *, most: int = MOST_ROWS, part: str | None = None
) -> Board:
    """Read the overlap as it is asked for; with `part`, only the group of that area.

    Two queries where nothing has changed since this process last asked; one more each for requests and for a direction.
    """
    now = kept.standing(session)
    lists, tree = kept.lists(session, now, asked.fiscal_year), kept.tree(session, now)
    level = level_of(part) if part else asked.level
    question = kept.Question(level, asked.fiscal_year, asked.region, part or asked.parent)
    matrix = kept.matrix(session, now, question)
    if part:
        rows: Sequence[OverlapRow] = matrix.rows
    else:
        rows = asking.chosen(matrix, asked, _directed(session, actor, asked))
    shown = rows[:most]
    opener = _Opener(session, actor, asked, lists, now)
    return Board(
        asked=asked,
        now=now,
        lists=lists,
        tree=tree,
        matrix=matrix,
        rows=rows,
        groups=opener.groups(level, shown, part or asked.parent),
        columns=_columns(lists, asked),
        years=kept.fiscal_years(session, now) or [asked.fiscal_year],
        needs=kept.needs(session, now, level, asked.fiscal_year),
        may_ask=requests.may_ask(actor),
    )


def _directed(session: Session, actor: Actor, asked: Asked) -> frozenset[str] | None:
    """Give the areas, of the level asked for, in which the direction asked for is at work."""
    if asked.direction is None:
        return None
    codes = directed_areas(session, actor, asked.fiscal_year, asked.direction)
    return frozenset(code[: asked.level.digits] for code in codes if len(code) >= asked.level.digits)


def _columns(lists: Lists, asked: Asked) -> tuple[OrgColumn, ...]:
    listed = [p for p in lists.programmes if not p.nationwide and lists.names(p.code)]
    return tuple(
        OrgColumn(org, tuple(p for p in listed if p.org == org), org in asked.cols) for org in lists.orgs
    )


class _Opener:
    """Lays out rows with what is open inside them."""

    def __init__(
        self, session: Session, actor: Actor, asked: Asked, lists: Lists, now: kept.Standing
    ) -> None:
        self._session, self._actor, self._asked = session, actor, asked
        self._lists, self._now = lists, now
        self._work: Mapping[str, AreaWork] = {}
        self._asked_for: dict[tuple[str, str], requests.Asked] = {}

    def groups(self, level: AreaLevel, rows: Sequence[OverlapRow], parent: str | None) -> list[Group]:
        """Give a group for each row."""
        shown = {row.place.code for row in rows}
        opened = [c for c in self._asked.open if self._stands_open(c, shown, level)]
        reaches = [Reach(level, (parent,) if parent else ())]
        inner = level.below
        while inner is not None:
            parents = tuple(c for c in opened if len(c) == inner.digits - 2)
            if parents:
                reaches.append(Reach(inner, parents))
            inner = inner.below
        year = self._asked.fiscal_year
        self._work = work_in(self._session, self._actor, year, reaches)
        rough = [c for c in opened if len(c) == level.digits and self._lists.coarse(c)]
        around = {c[:n] for c in rough for n in (2, 4) if n <= len(c)}
        if around:
            found = requests.standing(self._session, self._actor, sorted(around), year)
            self._asked_for = {(one.area or "", one.org): one for one in found}
        return [Group([*self._lines(row, 0, frozenset(opened))]) for row in rows]

    def _stands_open(self, code: str, shown: set[str], level: AreaLevel) -> bool:
        """An area is open where it is shown itself, or lies in open areas all the way up."""
        outer = [code[:n] for n in (2, 4) if level.digits <= n < len(code)]
        top = code[: level.digits]
        return top in shown and all(c in self._asked.open for c in outer)

    def _lines(self, row: OverlapRow, depth: int, opened: frozenset[str]) -> Iterator[Line]:
        code = row.place.code
        inner = level_of(code).below
        is_open = inner is not None and code in opened
        yield Line(
            row,
            row.place.name if depth == 0 else area_label(code, row.place.name, short=True),
            depth,
            self._work.get(code, NOTHING),
            inner,
            is_open,
            tuple(self._offers(code)) if is_open and depth == 0 else (),
        )
        if is_open and inner is not None:
            question = kept.Question(inner, self._asked.fiscal_year, parent=code)
            for one in kept.matrix(self._session, self._now, question).rows:
                yield from self._lines(one, depth + 1, opened)

    def _offers(self, code: str) -> Iterator[Offer]:
        for org in self._lists.coarse(code):
            around = [code[:n] for n in (4, 2) if n <= len(code)]
            yield Offer(org, next((x for c in around if (x := self._asked_for.get((c, org)))), None))


def words_of_filters(asked: Asked, names: Mapping[str, Text], tree: kept.Tree) -> list[Text]:
    """Say what limits the rows, for papers and files."""
    said = [Text("ปีงบประมาณ {n}", "Fiscal year {n}").format(n=asked.fiscal_year), asked.level.label]
    if asked.least > 1:
        said.append(Text("{n} หน่วยงานขึ้นไป", "{n} agencies or more").format(n=asked.least))
    said += [label.format(name=name) for label, name in _limits(asked, names, tree)]
    return said


def _limits(asked: Asked, names: Mapping[str, Text], tree: kept.Tree) -> Iterable[tuple[Text, Text]]:
    regions = dict(tree.regions)
    if asked.region:
        yield Text("{name}", "{name}"), regions.get(asked.region, Text(asked.region, asked.region))
    if asked.parent and asked.parent in tree.by_code:
        place = tree.by_code[asked.parent]
        yield Text("ใน{name}", "in {name}"), area_label(place.code, place.name)
    for label, key in (
        (Text("หน่วยงาน {name}", "agency {name}"), asked.org),
        (Text("โครงการ {name}", "programme {name}"), asked.programme),
        (Text("ทิศทาง {name}", "direction {name}"), asked.direction),
    ):
        if key:
            yield label, names.get(key, Text(key, key))
