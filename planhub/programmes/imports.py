"""Lists that agencies bring: the areas of their programmes, and counts about areas."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor, Role
from planhub.kernel.errors import BadInput
from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.kernel.textclean import search_key
from planhub.people.models import Organization, Post
from planhub.places.matching import Gazetteer
from planhub.places.measures import find_measure
from planhub.places.models import (
    AREA_STATUSES,
    DIMENSIONS,
    UNITS,
    YEAR_KINDS,
    AreaStat,
    Programme,
    ProgrammeArea,
)
from planhub.programmes import rules
from planhub.programmes.services import authorise, may, orgs_of, post_of
from planhub.record.imports import Column, ImportKind

_FOREIGN = Text("เป็นโครงการของหน่วยงานอื่น ({org}) แก้ไขไม่ได้", "This is a programme of another agency ({org})")
_UNKNOWN = Text("ไม่มีโครงการรหัส “{code}”", "There is no programme with the code “{code}”")


def _may_import(permission: str) -> Any:
    return lambda actor: bool(orgs_of(actor, permission))


# --- areas of programmes --------------------------------------------------------------------------------------


class ProgrammeAreas:
    """One import of areas of programmes."""

    def __init__(self, session: Session, actor: Actor, said: Mapping[str, str]) -> None:
        """Read the programmes, which are few."""
        del said
        columns = (Programme.id, Programme.code, Programme.org_code, Programme.name_th, Programme.name_en)
        self._by_key: dict[str, set[tuple[str, str, str]]] = {}
        for row_id, code, org, th, en in session.execute(select(*columns).order_by(Programme.code)):
            for name in (code, th, en):
                self._by_key.setdefault(search_key(name), set()).add((row_id, code, org))
        self._own = {
            org for found in self._by_key.values() for _id, _code, org in found if may(actor, rules.EDIT, org)
        }

    def resolve(self, values: dict[str, Any]) -> Mapping[str, Text]:
        """Find the programme by its code, or by a name that is one programme's alone."""
        code = values.pop("programme_code")
        found = self._by_key.get(search_key(code), set())
        if len(found) != 1:
            return {"programme_code": _UNKNOWN.format(code=code)}
        ((row_id, _code, org),) = found
        if org not in self._own:
            return {"programme_code": _FOREIGN.format(org=org)}
        values["programme_id"] = row_id
        return {}

    def standing(self, rows: Sequence[Mapping[str, Any]]) -> ColumnElement[bool]:
        """A list is complete for each programme and year that it names."""
        years: dict[str, set[int]] = {}
        for row in rows:
            years.setdefault(row["programme_id"], set()).add(row["fiscal_year"])
        return or_(
            *(
                and_(ProgrammeArea.programme_id == programme, ProgrammeArea.fiscal_year.in_(sorted(of)))
                for programme, of in sorted(years.items())
            )
        )

    def stamp(self) -> Mapping[str, Any]:
        """What comes in a list is the agency's own, and not verified yet."""
        return {"origin": "own", "verified_by": None, "verified_on": None}


def _own_programmes(session: Session, actor: Actor) -> Sequence[Any]:
    columns = (Programme.code, Programme.org_code, Programme.name_th, Programme.name_en)
    query = select(*columns).order_by(Programme.org_code, Programme.code)
    return [row for row in session.execute(query) if may(actor, rules.EDIT, row.org_code)]


def _ask_programme(session: Session, actor: Actor) -> Sequence[Field]:
    choices = tuple(
        (row.code, Text(f"{row.code} – {row.name_th}", f"{row.code} – {row.name_en}"))
        for row in _own_programmes(session, actor)
    )
    return (
        Field("programme_code", Kind.CHOICE, Text("โครงการ", "Programme"), choices=choices),
        Field("fiscal_year", Kind.FISCAL_YEAR, Text("ปีงบประมาณ", "Fiscal year")),
        Field("source", Kind.LINE, Text("ที่มา", "Source"), max=500),
        Field("as_of", Kind.DATE, Text("ข้อมูล ณ วันที่", "As of")),
    )


def _filled_programme(session: Session, actor: Actor, said: Mapping[str, str]) -> Iterator[Sequence[Any]]:
    """Give the rows of one programme and year, so that a corrected list can be sent back."""
    own = {row.code for row in _own_programmes(session, actor)}
    code, year = said.get("programme_code", ""), said.get("fiscal_year", "")
    if code not in own or not (year.isascii() and year.isdigit()):
        return
    query = (
        select(ProgrammeArea)
        .join(ProgrammeArea.programme)
        .where(Programme.code == code, ProgrammeArea.fiscal_year == int(year[:4]))
        .order_by(ProgrammeArea.area_code)
    )
    names = Gazetteer(session).names
    for row in session.scalars(query):
        around = [names[row.area_code[:n]].th if n <= len(row.area_code) else "" for n in (2, 4, 6)]
        facts = (row.status, row.is_pilot, row.source, row.as_of)
        yield (code, row.fiscal_year, row.area_code, *around, None, *facts)


PROGRAMME_AREAS = ImportKind(
    name="programme-areas",
    label=Text("รายชื่อพื้นที่ของโครงการ", "Areas of programmes"),
    about=Text(
        "หนึ่งแถวคือหนึ่งพื้นที่ที่โครงการทำงานในปีงบประมาณหนึ่ง",
        "A row says that a programme works in an area in a fiscal year",
    ),
    model=ProgrammeArea,
    columns=(
        Column(
            Field("programme_code", Kind.LINE, Text("รหัสโครงการ", "Programme code"), required=True, max=300),
            ("โครงการ", "programme", "program", "program_code", "ชื่อโครงการ"),
            asked=True,
        ),
        Column(
            Field("fiscal_year", Kind.FISCAL_YEAR, Text("ปีงบประมาณ", "Fiscal year"), required=True),
            ("ปีงบ", "ปี", "fy", "year", "ปีงบประมาณ พ.ศ."),
            asked=True,
        ),
        Column(
            Field("status", Kind.CHOICE, Text("สถานะ", "Status"), choices=AREA_STATUSES),
            ("สถานะพื้นที่", "state"),
            {
                "มีแผน": "planned",
                "วางแผน": "planned",
                "แผน": "planned",
                "plan": "planned",
                "ดำเนินการ": "active",
                "กำลังดำเนินการ": "active",
                "อยู่ระหว่างดำเนินการ": "active",
                "ongoing": "active",
                "สิ้นสุด": "ended",
                "จบแล้ว": "ended",
                "เสร็จสิ้น": "ended",
                "closed": "ended",
            },
            blank="active",
        ),
        Column(Field("is_pilot", Kind.BOOL, Text("พื้นที่นำร่อง", "Pilot area")), ("นำร่อง", "pilot"), blank=False),
        Column(
            Field("source", Kind.LINE, Text("ที่มา", "Source"), max=500),
            ("แหล่งที่มา", "แหล่งข้อมูล", "อ้างอิง"),
            asked=True,
        ),
        Column(
            Field("as_of", Kind.DATE, Text("ข้อมูล ณ วันที่", "As of")),
            ("ณ วันที่", "วันที่ข้อมูล", "วันที่", "date"),
            asked=True,
        ),
    ),
    key=("programme_id", "area_code", "fiscal_year"),
    compared=("status", "is_pilot", "source", "as_of", "origin"),
    may=_may_import(rules.EDIT),
    begin=ProgrammeAreas,
    shows="programmes.index",
    asks=_ask_programme,
    filled=_filled_programme,
)


# --- counts about areas ---------------------------------------------------------------------------------------

ORG = "org"
"""What a command says for the agency that states the counts."""


class AreaStats:
    """One import of counts about areas."""

    def __init__(self, session: Session, actor: Actor, said: Mapping[str, str]) -> None:
        """Find the agency that states the counts. Raises `BadInput` where that is not clear."""
        self._org = _stating(session, actor, said.get(ORG))
        standing = authorise(actor, rules.NEED_STATE, self._org)
        self._post = post_of(standing)
        self._now: datetime = clock.now()

    def resolve(self, values: dict[str, Any]) -> Mapping[str, Text]:
        """Call a known measure by its key; it brings its dimension and its usual unit where the list has none."""
        known = find_measure(values["measure"])
        if known:
            values["measure"] = known.key
        values["dimension"] = values.get("dimension") or (known.dimension if known else "general")
        values["unit"] = values.get("unit") or (known.units[0] if known else None)
        values["org_code"] = self._org
        if values["unit"] is None:
            return {"unit": Text("ต้องระบุหน่วย: คน หรือ ครัวเรือน", "The unit is needed: person or household")}
        return {}

    def standing(self, rows: Sequence[Mapping[str, Any]]) -> ColumnElement[bool]:
        """A list is complete for each source, year, measure and unit that it names, at each level of area."""
        names = ("source", "year", "measure", "unit")
        of = {(*(row[name] for name in names), len(row["area_code"])) for row in rows}
        columns = [getattr(AreaStat, name) for name in names]
        years = sorted({key[1] for key in of})
        if len(of) > 200:  # a condition of thousands of parts is slower than a few rows too many
            return and_(AreaStat.org_code == self._org, AreaStat.year.in_(years))
        return and_(
            AreaStat.org_code == self._org,
            or_(
                *(
                    and_(
                        *(column == value for column, value in zip(columns, key, strict=False)),
                        func.length(AreaStat.area_code) == key[-1],
                    )
                    for key in sorted(of)
                )
            ),
        )

    def stamp(self) -> Mapping[str, Any]:
        """Who states it, from which post, since when."""
        return {"origin": "own", "entered_by": self._post, "entered_at": self._now}


def _stating(session: Session, actor: Actor, said: str | None) -> str:
    """Give the agency that states: the one that was said, or the only one that it can be."""
    if said:
        found = session.scalar(select(Organization.code).where(Organization.code == said))
        if found is None:
            raise BadInput(Text("ไม่มีหน่วยงานรหัส “{code}”", "There is no agency “{code}”").format(code=said))
        return found
    own = orgs_of(actor, rules.NEED_STATE)
    if actor.is_system:
        query: Select[Any] = select(Post.org_code).where(Post.role == Role.SECRETARIAT.value)
        own = sorted(set(session.scalars(query.where(~Post.is_closed))))
    if len(own) != 1:
        raise BadInput(
            Text("โปรดระบุหน่วยงานที่รายงานข้อมูลนี้ (org)", "Please say which agency states these counts (org)")
        )
    return own[0]


def _ask_stat(_session: Session, actor: Actor) -> Sequence[Field]:
    orgs = orgs_of(actor, rules.NEED_STATE)
    chosen = (
        Field(
            ORG,
            Kind.CHOICE,
            Text("หน่วยงานที่รายงาน", "Stating agency"),
            required=True,
            choices=tuple((o, Text(o, o)) for o in orgs),
        ),
    )
    return (
        *(chosen if len(orgs) > 1 else ()),
        Field("source", Kind.LINE, Text("ที่มา", "Source"), max=300),
        Field("year", Kind.INTEGER, Text("ปี พ.ศ.", "Year (B.E.)"), min=2500, max=2700),
        Field("as_of", Kind.DATE, Text("ข้อมูล ณ วันที่", "As of")),
    )


_DIMENSION_WORDS = {
    "สุขภาพ": "health",
    "ด้านสุขภาพ": "health",
    "ด้านความเป็นอยู่": "living",
    "living standard": "living",
    "living standards": "living",
    "living_standard": "living",
    "ด้านการศึกษา": "education",
    "ด้านรายได้": "income",
    "ด้านการเข้าถึงบริการรัฐ": "access",
    "การเข้าถึงบริการภาครัฐ": "access",
    "access to services": "access",
    "access_to_services": "access",
    "access to public service": "access",
    "accessibility": "access",
    "รวม": "general",
    "ภาพรวม": "general",
    "overall": "general",
    "poverty": "general",
}
_UNIT_WORDS = {
    "persons": "person",
    "people": "person",
    "ราย": "person",
    "ครัวเรือน": "household",
    "ครอบครัว": "household",
    "หลังคาเรือน": "household",
    "hh": "household",
}

AREA_STATS = ImportKind(
    name="area-stats",
    label=Text("ข้อมูลความต้องการของพื้นที่", "Needs of areas"),
    about=Text(
        "หนึ่งแถวคือจำนวนคนหรือครัวเรือนของพื้นที่หนึ่งในปีหนึ่ง ไม่ใช่รายชื่อบุคคล",
        "A row is a count of persons or households of an area in a year, never a person",
    ),
    model=AreaStat,
    columns=(
        Column(
            Field("year", Kind.INTEGER, Text("ปี พ.ศ.", "Year (B.E.)"), required=True, min=2500, max=2700),
            ("ปี", "พ.ศ.", "ปีข้อมูล", "ปีปฏิทิน", "ปีงบประมาณ", "fiscal_year"),
            asked=True,
        ),
        Column(
            Field("measure", Kind.LINE, Text("ตัวชี้วัด", "Measure"), required=True, max=100),
            ("รายการ", "ชื่อตัวชี้วัด", "indicator"),
        ),
        Column(
            Field("dimension", Kind.CHOICE, Text("มิติ", "Dimension"), choices=DIMENSIONS),
            ("ด้าน", "มิติความยากจน"),
            _DIMENSION_WORDS,
        ),
        Column(
            Field("value", Kind.INTEGER, Text("จำนวน", "Count"), required=True, max=100_000_000),
            ("ค่า", "จำนวนคน", "จำนวนครัวเรือน", "amount", "number"),
        ),
        Column(Field("unit", Kind.CHOICE, Text("หน่วย", "Unit"), choices=UNITS), ("หน่วยนับ",), _UNIT_WORDS),
        Column(
            Field("source", Kind.LINE, Text("ที่มา", "Source"), required=True, max=300),
            ("แหล่งที่มา", "แหล่งข้อมูล", "อ้างอิง"),
            asked=True,
        ),
        Column(
            Field("as_of", Kind.DATE, Text("ข้อมูล ณ วันที่", "As of"), required=True),
            ("ณ วันที่", "วันที่ข้อมูล", "วันที่", "date"),
            asked=True,
        ),
        Column(
            Field("year_kind", Kind.CHOICE, Text("ชนิดของปี", "Kind of year"), choices=YEAR_KINDS),
            blank="calendar",
        ),
    ),
    key=("area_code", "year", "measure", "unit", "source", "org_code"),
    compared=("dimension", "value", "as_of", "year_kind", "origin"),
    may=_may_import(rules.NEED_STATE),
    begin=AreaStats,
    shows="needs.index",
    asks=_ask_stat,
)
