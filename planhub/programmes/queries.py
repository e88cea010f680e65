"""Reads of programmes: who does what, where in a year, and how a list changed from year to year."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from planhub.kernel.text import Text
from planhub.kernel.textclean import search_key
from planhub.places.models import Area, Programme, ProgrammeArea
from planhub.places.names import name_key
from planhub.places.queries import full_names

PAGE = 50
"""Areas of a programme on one page."""


class ProgrammeLine(NamedTuple):
    """A programme in the list."""

    code: str
    org_code: str
    name_th: str
    name_en: str
    is_nationwide: bool
    target_level: str
    target_count: int | None
    target_unit_th: str | None
    target_unit_en: str | None
    source: str | None
    as_of: date | None
    origin: str
    areas: int
    """Areas that it names in the year asked for."""
    verified: int
    """Those of them that somebody vouches for."""
    newest: date | None
    """The newest as-of of them."""

    @property
    def name(self) -> Text:
        """The full name."""
        return Text(self.name_th, self.name_en)

    @property
    def unit(self) -> Text | None:
        """What the target counts, where it is not the areas."""
        return (
            Text(self.target_unit_th, self.target_unit_en or self.target_unit_th)
            if self.target_unit_th
            else None
        )


def list_lines(
    session: Session, year: int, *, org: str | None = None, text: str | None = None
) -> list[ProgrammeLine]:
    """List programmes by agency and code, with what they name in a fiscal year (B.E.), in one query."""
    counted = (
        select(
            ProgrammeArea.programme_id,
            func.count().label("areas"),
            func.count(ProgrammeArea.verified_on).label("verified"),
            func.max(ProgrammeArea.as_of).label("newest"),
        )
        .where(ProgrammeArea.fiscal_year == year)
        .group_by(ProgrammeArea.programme_id)
        .subquery()
    )
    columns = [getattr(Programme, name) for name in ProgrammeLine._fields[:-3]]
    query = (
        select(
            *columns,
            func.coalesce(counted.c.areas, 0),
            func.coalesce(counted.c.verified, 0),
            counted.c.newest,
        )
        .outerjoin(counted, counted.c.programme_id == Programme.id)
        .order_by(Programme.org_code, Programme.code)
    )
    if org is not None:
        query = query.where(Programme.org_code == org)
    rows: list[Any] = list(session.execute(query))
    found = [ProgrammeLine(*row) for row in rows]
    key = search_key(text or "")
    return [line for line in found if key in search_key(f"{line.code} {line.name_th} {line.name_en}")]


class WorkLine(NamedTuple):
    """One area of a programme in a year."""

    id: str
    area_code: str
    status: str
    is_pilot: bool
    source: str | None
    as_of: date | None
    verified_by: str | None
    verified_on: date | None
    origin: str
    version: int


class Works(NamedTuple):
    """A page of the areas of a programme in a year."""

    lines: Sequence[WorkLine]
    names: dict[str, Text]
    """The full names of the areas."""
    total: int
    """Areas of the year that fit the filters."""
    verified: int
    pages: int


def list_works(
    session: Session,
    programme: str,
    year: int,
    *,
    text: str | None = None,
    status: str | None = None,
    at: int = 1,
) -> Works:
    """Give a page of where a programme (by id) works in a year, in the order of the areas' codes."""
    where = [ProgrammeArea.programme_id == programme, ProgrammeArea.fiscal_year == year]
    if status:
        where.append(ProgrammeArea.status == status)
    if text:
        where.append(_inside(text))
    counts = session.execute(select(func.count(), func.count(ProgrammeArea.verified_on)).where(*where)).one()
    pages = max(1, -(-counts[0] // PAGE))
    columns = [getattr(ProgrammeArea, name) for name in WorkLine._fields]
    query = select(*columns).where(*where).order_by(ProgrammeArea.area_code, ProgrammeArea.id)
    rows = session.execute(query.limit(PAGE).offset((min(at, pages) - 1) * PAGE))
    lines = [WorkLine(*row) for row in rows]
    return Works(lines, full_names(session, [line.area_code for line in lines]), *counts, pages)


def _inside(text: str) -> ColumnElement[bool]:
    """Tell whether a row's area, or one around it, has this name or code."""
    key = name_key(text)
    code = search_key(text)
    around = aliased(Area)
    called = or_(
        around.search_key.contains(f"|{key}", autoescape=True) if key else around.code == code,
        around.code == code,
    )
    inside = ProgrammeArea.area_code.startswith(around.code)
    return exists().where(called, inside)


class YearOfList(NamedTuple):
    """What a programme's list was in a year, and how it differs from the year before."""

    year: int
    areas: int
    verified: int
    added: int
    dropped: int
    """Areas of the year before that it does not hold (0 in the first year)."""


def list_years(session: Session, programme: str) -> list[YearOfList]:
    """Give the years of a programme (by id), the newest first, in two queries."""
    query = (
        select(ProgrammeArea.fiscal_year, func.count(), func.count(ProgrammeArea.verified_on))
        .where(ProgrammeArea.programme_id == programme)
        .group_by(ProgrammeArea.fiscal_year)
        .order_by(ProgrammeArea.fiscal_year)
    )
    counts = {year: (areas, verified) for year, areas, verified in session.execute(query)}
    before = aliased(ProgrammeArea)
    stayed_query = (
        select(ProgrammeArea.fiscal_year, func.count())
        .join(
            before,
            and_(
                before.programme_id == ProgrammeArea.programme_id,
                before.area_code == ProgrammeArea.area_code,
                before.fiscal_year == ProgrammeArea.fiscal_year - 1,
            ),
        )
        .where(ProgrammeArea.programme_id == programme)
        .group_by(ProgrammeArea.fiscal_year)
    )
    stayed = dict(session.execute(stayed_query).all())
    years = []
    for year, (areas, verified) in counts.items():
        last = counts.get(year - 1, (0, 0))[0]
        same = stayed.get(year, 0)
        years.append(YearOfList(year, areas, verified, areas - same, last - same))
    return years[::-1]


class Changes(NamedTuple):
    """The areas that came and went between two years."""

    added: dict[str, Text]
    dropped: dict[str, Text]


def list_changes(session: Session, programme: str, *, old: int, new: int) -> Changes:
    """Give the areas of a programme (by id) that a year has and the other has not, both ways, with their names."""
    query = select(ProgrammeArea.area_code, ProgrammeArea.fiscal_year).where(
        ProgrammeArea.programme_id == programme, ProgrammeArea.fiscal_year.in_((old, new))
    )
    sets: dict[int, set[str]] = {old: set(), new: set()}
    for code, year in session.execute(query):
        sets[year].add(code)
    added, dropped = sorted(sets[new] - sets[old]), sorted(sets[old] - sets[new])
    names = full_names(session, [*added, *dropped])
    return Changes({c: names[c] for c in added}, {c: names[c] for c in dropped})


class Presence(NamedTuple):
    """A programme at, inside or around an area, for the page of the area."""

    code: str
    org_code: str
    name_th: str
    name_en: str
    where: str
    """"here", "inside" or "around"."""
    areas: int
    sample: bool

    @property
    def name(self) -> Text:
        """The full name."""
        return Text(self.name_th, self.name_en)


def list_presences(session: Session, area: str, year: int) -> list[Presence]:
    """Give who works in an area in a year: there itself, inside it, or only around it; in one query."""
    place = case(
        (ProgrammeArea.area_code == area, "here"),
        (ProgrammeArea.area_code.startswith(area, autoescape=True), "inside"),
        else_="around",
    ).label("place")
    around: Collection[str] = [area[:n] for n in (2, 4) if n < len(area)]
    query = (
        select(
            Programme.code,
            Programme.org_code,
            Programme.name_th,
            Programme.name_en,
            place,
            func.count(),
            func.max(case((ProgrammeArea.origin == "sample", 1), else_=0)),
        )
        .join(ProgrammeArea, ProgrammeArea.programme_id == Programme.id)
        .where(
            ProgrammeArea.fiscal_year == year,
            or_(
                ProgrammeArea.area_code.startswith(area, autoescape=True), ProgrammeArea.area_code.in_(around)
            ),
        )
        .group_by(Programme.code, Programme.org_code, Programme.name_th, Programme.name_en, place)
        .order_by(Programme.org_code, Programme.code, place)
    )
    return [
        Presence(code, org, th, en, str(at), n, bool(sample))
        for code, org, th, en, at, n, sample in session.execute(query)
    ]


WORK_HEADS = (
    *("programme_code", "fiscal_year", "area_code", "province", "district", "subdistrict"),
    *("status", "is_pilot", "source", "as_of", "verified_by", "verified_on", "origin"),
)
"""Heads of the file of a programme's areas: those of an import, and who vouches for them."""


def list_work_rows(session: Session, programme: Programme, year: int) -> Iterator[Sequence[Any]]:
    """Give every area of a programme in a year as the columns of an import, with who vouches for it."""
    columns = [getattr(ProgrammeArea, name) for name in WorkLine._fields]
    query = (
        select(*columns)
        .where(ProgrammeArea.programme_id == programme.id, ProgrammeArea.fiscal_year == year)
        .order_by(ProgrammeArea.area_code, ProgrammeArea.id)
    )
    lines = [WorkLine(*row) for row in session.execute(query)]
    codes = {line.area_code[:n] for line in lines for n in (2, 4, 6)}
    named = select(Area.code, Area.name_th, Area.name_en).where(Area.code.in_(codes))
    names = {code: Text(th, en) for code, th, en in session.execute(named)}
    for line in lines:
        around = [names[line.area_code[:n]] if n <= len(line.area_code) else "" for n in (2, 4, 6)]
        facts = (line.status, line.is_pilot, line.source, line.as_of)
        proof = (line.verified_by, line.verified_on, line.origin)
        yield (programme.code, year, line.area_code, *around, *facts, *proof)
