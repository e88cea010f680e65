"""Reads of places: the tree of areas, programmes, where they work, and the overlap matrix."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from planhub.kernel.text import Text
from planhub.kernel.textclean import search_key
from planhub.places import kept
from planhub.places.levels import AreaLevel, area_label
from planhub.places.matrix import Overlap
from planhub.places.models import Area, Cluster, Programme, ProgrammeArea, Region
from planhub.places.names import name_key


class AreaRow(NamedTuple):
    """An area in a list."""

    code: str
    level: str
    parent_code: str | None
    region_code: str
    cluster_code: str | None
    name_th: str
    name_en: str

    @property
    def name(self) -> Text:
        """The bare name."""
        return Text(self.name_th, self.name_en)

    @property
    def label(self) -> Text:
        """The name with its level: จังหวัดร้อยเอ็ด, เขตปทุมวัน."""
        return area_label(self.code, self.name)


_AREA_COLUMNS = [getattr(Area, name) for name in AreaRow._fields]


def _rows(session: Session, query: Select[Any]) -> list[AreaRow]:
    return [AreaRow(*row) for row in session.execute(query)]


# --- areas ----------------------------------------------------------------------------------------------------


def get_area(session: Session, code: str) -> Area | None:
    """Give the area with this official code, or None."""
    return session.get(Area, code)


def list_areas(
    session: Session, level: AreaLevel, *, parent: str | None = None, region: str | None = None
) -> list[AreaRow]:
    """List the areas of a level in Thai alphabetical order, within a parent (of any level above) or a region."""
    query = select(*_AREA_COLUMNS).where(Area.level == level.value).order_by(Area.sort_key_th, Area.code)
    if parent is not None:
        query = query.where(Area.code.startswith(parent, autoescape=True))
    if region is not None:
        query = query.where(Area.region_code == region)
    return _rows(session, query)


def list_children(session: Session, code: str | None = None) -> list[AreaRow]:
    """List what lies directly inside an area (None: the provinces), in Thai alphabetical order."""
    where = Area.parent_code.is_(None) if code is None else Area.parent_code == code
    return _rows(session, select(*_AREA_COLUMNS).where(where).order_by(Area.sort_key_th, Area.code))


def get_path(session: Session, code: str) -> list[AreaRow]:
    """Give the province, the district and the subdistrict that lead to an area, the widest first; empty if unknown."""
    codes = [code[:n] for n in (2, 4, 6) if n <= len(code)]
    path = _rows(session, select(*_AREA_COLUMNS).where(Area.code.in_(codes)).order_by(Area.code))
    return path if path and path[-1].code == code else []


def full_names(session: Session, codes: Iterable[str]) -> dict[str, Text]:
    """Give the names of areas with all that is around them, by code, in one query: ต.แม่แดด อ.กัลยาณิวัฒนา จ.เชียงใหม่."""
    wanted = [*dict.fromkeys(codes)]
    around = {code[:n] for code in wanted for n in (2, 4, 6) if n <= len(code)}
    areas = {a.code: a for a in _rows(session, select(*_AREA_COLUMNS).where(Area.code.in_(around)))}
    return {code: full_name(code, areas) for code in wanted if code in areas}


def full_name(code: str, areas: Mapping[str, Any]) -> Text:
    """Give the name of an area with all that is around it; `areas` holds them by code."""
    steps = [areas[code[:n]] for n in (6, 4, 2) if n <= len(code)]
    labels = [area_label(a.code, a.name, short=True) for a in steps]
    return Text(" ".join(text.th for text in labels), ", ".join(text.en for text in labels))


def search_areas(
    session: Session, text: str, *, level: AreaLevel | None = None, limit: int = 20
) -> list[AreaRow]:
    """Find areas by any spelling of the Thai or English name, or by code: exact names first, then beginnings.

    Within each group the wider areas come first, then Thai alphabetical order.
    """
    keys = {key for key in (name_key(text), search_key(text)) if key}
    if not keys:
        return []
    exact, begins = (_any_key(keys, before, after) for before, after in (("|", "|"), ("|", "")))
    query = (
        select(*_AREA_COLUMNS)
        .where(or_(_any_key(keys, "", ""), Area.code.in_(keys)))
        .order_by(exact.desc(), begins.desc(), func.length(Area.code), Area.sort_key_th, Area.code)
        .limit(limit)
    )
    if level is not None:
        query = query.where(Area.level == level.value)
    return _rows(session, query)


def _any_key(keys: Iterable[str], before: str, after: str) -> ColumnElement[bool]:
    return or_(*(Area.search_key.contains(f"{before}{key}{after}", autoescape=True) for key in sorted(keys)))


def list_regions(session: Session) -> Sequence[Region]:
    """List the six regions."""
    return session.scalars(select(Region).order_by(Region.position)).all()


def list_clusters(session: Session) -> Sequence[Cluster]:
    """List the eighteen provincial clusters."""
    return session.scalars(select(Cluster).order_by(Cluster.position)).all()


# --- programmes and where they work ---------------------------------------------------------------------------


class ProgrammeRow(NamedTuple):
    """A programme in a list, with how many areas it names in the fiscal year asked for."""

    code: str
    org_code: str
    name_th: str
    name_en: str
    is_nationwide: bool
    target_level: str
    target_count: int | None
    target_unit_th: str | None
    target_unit_en: str | None
    origin: str
    areas: int

    @property
    def name(self) -> Text:
        """The full name."""
        return Text(self.name_th, self.name_en)


def list_programmes(session: Session, fiscal_year: int, *, org: str | None = None) -> list[ProgrammeRow]:
    """List the programmes by organisation and code, with the number of areas each names in a fiscal year (B.E.)."""
    areas = (
        select(func.count())
        .where(ProgrammeArea.programme_id == Programme.id, ProgrammeArea.fiscal_year == fiscal_year)
        .scalar_subquery()
    )
    columns = [getattr(Programme, name) for name in ProgrammeRow._fields[:-1]]
    query = select(*columns, areas).order_by(Programme.org_code, Programme.code)
    if org is not None:
        query = query.where(Programme.org_code == org)
    return [ProgrammeRow(*row) for row in session.execute(query)]


def get_programme(session: Session, code: str) -> Programme | None:
    """Give the programme with this code, or None."""
    return session.scalars(select(Programme).where(Programme.code == code)).one_or_none()


def list_programme_areas(
    session: Session,
    fiscal_year: int,
    *,
    programme: str | None = None,
    org: str | None = None,
    inside: str | None = None,
) -> Sequence[ProgrammeArea]:
    """List where programmes work in a fiscal year (B.E.), with their programmes and areas loaded.

    `inside` keeps the rows that name an area or anything inside it. In the order of the areas' codes, so that a
    province stands before its districts, then of the programmes' codes.
    """
    query = (
        select(ProgrammeArea)
        .join(ProgrammeArea.programme)
        .join(ProgrammeArea.area)
        .options(contains_eager(ProgrammeArea.programme), contains_eager(ProgrammeArea.area))
        .where(ProgrammeArea.fiscal_year == fiscal_year)
        .order_by(ProgrammeArea.area_code, Programme.code)
    )
    if programme is not None:
        query = query.where(Programme.code == programme)
    if org is not None:
        query = query.where(Programme.org_code == org)
    if inside is not None:
        query = query.where(ProgrammeArea.area_code.startswith(inside, autoescape=True))
    return session.scalars(query).all()


def list_fiscal_years(session: Session) -> list[int]:
    """List the fiscal years (B.E.) for which any programme names areas, the newest first."""
    years = select(ProgrammeArea.fiscal_year).distinct().order_by(ProgrammeArea.fiscal_year.desc())
    return list(session.scalars(years))


# --- overlap --------------------------------------------------------------------------------------------------


def overlap_rows(
    session: Session,
    level: AreaLevel,
    fiscal_year: int,
    *,
    region: str | None = None,
    parent: str | None = None,
) -> Overlap:
    """Compute the overlap matrix of a level in a fiscal year (B.E.).

    `region` and `parent` choose which areas become rows; counts and scores stay those of the whole country's data.
    Every row of the year counts, whatever its status: a programme that ended during the year was there in it
    (docs/decisions/014). Lists, areas and needs are read only when they have changed since this process last did.
    """
    return kept.matrix(session, kept.standing(session), kept.Question(level, fiscal_year, region, parent))
