"""Everything about one province on one screen, and on one sheet of paper; both from the facts that the pack uses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from planhub.activities.choices import BUDGET_SOURCES
from planhub.activities.measures import Light
from planhub.kernel import clock, thai
from planhub.kernel.access import Actor
from planhub.kernel.text import Text
from planhub.kernel.workflow import State
from planhub.meetings.matters import MATTER, Matter, matters_of
from planhub.meetings.pack import compose, facts
from planhub.meetings.pack.compose import Facts
from planhub.meetings.pack.one_province import Read, read_one
from planhub.meetings.pack.reading import Material, Question
from planhub.places.levels import AreaLevel, area_label
from planhub.places.matrix import Cell, CellState, Overlap, OverlapRow, ProgrammeColumn
from planhub.places.regions import CLUSTERS
from planhub.record.types import registry

_CLUSTERS = {row.code: row for row in CLUSTERS}


@dataclass(frozen=True)
class Work:
    """What a programme does here: the areas it names, and where that is known from."""

    name: Text
    areas: Sequence[Text]
    """The areas inside the province; none where it names the province as a whole."""
    whole: bool
    """It names the province itself."""
    is_pilot: bool
    sources: Sequence[tuple[str | None, date | None]]
    """Who says so, and of which day it is."""
    origins: Sequence[str]


@dataclass(frozen=True)
class District:
    """A district, with who is present in it and what is done there."""

    row: OverlapRow
    label: Text
    activities: int

    @property
    def present(self) -> list[tuple[str, Cell]]:
        """The agencies that name the district or something inside it."""
        return [(org, c) for org, c in self.row.agencies.items() if c.state is not CellState.POSSIBLE]

    @property
    def possible(self) -> list[str]:
        """The agencies that only name the province around it."""
        return [org for org, c in self.row.agencies.items() if c.state is CellState.POSSIBLE]

    @property
    def is_certain(self) -> bool:
        """Whether anybody names it or something inside it, or works there."""
        return bool(self.activities or self.present)


@dataclass(frozen=True)
class Standing:
    """A record with the words of its state."""

    facts: Facts
    state: State
    light: Light | None = None


@dataclass(frozen=True)
class Province:
    """What the page shows of a province in a fiscal year."""

    code: str
    fiscal_year: int
    as_of: datetime
    facts: Facts
    label: Text
    region: Text
    region_code: str
    cluster: Text | None
    neighbours: Sequence[tuple[str, Text]]
    """The other provinces of its cluster."""
    counts: tuple[int, int]
    """Its districts and subdistricts."""
    years: Sequence[int]
    orgs: Mapping[str, Any]
    works: Mapping[str, Sequence[Work]]
    """By agency."""
    nationwide: Sequence[ProgrammeColumn]
    needs: Sequence[Any]
    plan: Standing | None
    plans: Sequence[tuple[int, Standing]]
    """Plans of other fiscal years."""
    mous: Sequence[Standing]
    activities: Sequence[Standing]
    budget: Facts
    lessons: Sequence[Facts]
    knowledge: Sequence[Any]
    matters: Sequence[Matter]
    assignments: Sequence[Matter]
    districts: Sequence[District]

    @property
    def today(self) -> date:
        """The day of the page in Bangkok."""
        return thai.in_bangkok(self.as_of).date()

    @property
    def is_bare(self) -> bool:
        """Whether two agencies or more are present and no plan brings them together."""
        overlap = self.facts["overlap"]
        return self.plan is None and bool(overlap) and overlap["agencies"] > 1

    @property
    def is_idle(self) -> bool:
        """Whether there is a plan and no joint activity."""
        return self.plan is not None and not self.activities


def province(session: Session, actor: Actor, code: str, fiscal_year: int) -> Province | None:
    """Read the page of a province (two digits) in ten queries; None where there is none of that code."""
    question = Question(actor, fiscal_year, clock.now(), (code,), orgs=actor.orgs)
    read = read_one(session, question)
    if read is None:
        return None
    return _province(read, code, matters_of(session, actor, code))


def _province(read: Read, code: str, open_matters: Sequence[Matter]) -> Province:
    material = read.material
    question, (area,) = material.question, material.areas
    found = facts.provinces(material, [code])[code]
    cluster = _CLUSTERS.get(area.cluster_code or "")
    mates = cluster.provinces.split() if cluster else []
    current = next((row for row in material.plans), None)
    return Province(
        code=code,
        fiscal_year=question.fiscal_year,
        as_of=question.as_of,
        facts=found,
        label=area.label,
        region=dict(read.tree.regions)[area.region_code],
        region_code=area.region_code,
        cluster=cluster.name if cluster else None,
        neighbours=[(other, read.tree.by_code[other].name) for other in mates if other != code],
        counts=(
            len(read.tree.places(AreaLevel.DISTRICT, parent=code)),
            len(read.tree.places(AreaLevel.SUBDISTRICT, parent=code)),
        ),
        years=_years(read, question),
        orgs=material.orgs,
        works=_works(read, code),
        nationwide=[p for p in read.lists.programmes if p.nationwide],
        needs=material.needs.get(code, ()),
        plan=Standing(found["plan"], _state("plans", current)) if current is not None else None,
        plans=[
            (row.fiscal_year, Standing({"code": row.code, "title": row.title}, _state("plans", row)))
            for row in read.plans
            if current is None or row.id != current.id
        ],
        mous=_with_states("mous", material.mous, found["mous"]),
        activities=_with_states("activities", material.activities, found["activities"]),
        budget=compose.budget(material, BUDGET_SOURCES),
        lessons=compose.lessons(material),
        knowledge=read.knowledge,
        matters=[m for m in open_matters if m.kind == MATTER],
        assignments=[m for m in open_matters if m.kind != MATTER],
        districts=_districts(read, code),
    )


def _years(read: Read, question: Question) -> list[int]:
    """Give the years between which a reader may switch, the newest first."""
    found = {*read.years, *(row.fiscal_year for row in read.plans), question.fiscal_year}
    return sorted(found | {thai.fiscal_year(question.day)}, reverse=True)


def _state(record_type: str, row: Any) -> State:
    return registry.get(record_type).machine(row.workflow_version).state(row.state)


def _with_states(record_type: str, rows: Iterable[Any], written: Iterable[Facts]) -> list[Standing]:
    """Set the states of the rows beside what is written of them, in the order in which it is written."""
    states = {row.code: _state(record_type, row) for row in rows}
    return [
        Standing(one, states[one["code"]], Light(one["light"]["key"]) if "light" in one else None)
        for one in written
    ]


def _works(read: Read, code: str) -> dict[str, list[Work]]:
    grouped: dict[tuple[str, str], list[Any]] = {}
    for row in read.material.presences:
        grouped.setdefault((row.org_code, row.code), []).append(row)
    found: dict[str, list[Work]] = {}
    for (org, _), rows in grouped.items():
        found.setdefault(org, []).append(_work(read, code, rows))
    return found


def _work(read: Read, code: str, rows: Sequence[Any]) -> Work:
    named = [read.tree.by_code[row.area_code] for row in rows if row.area_code != code]
    return Work(
        name=Text(rows[0].name_th, rows[0].name_en),
        areas=[area_label(place.code, place.name, short=True) for place in named],
        whole=len(named) < len(rows),
        is_pilot=any(row.is_pilot for row in rows),
        sources=[*dict.fromkeys((row.source, row.as_of) for row in rows)],
        origins=sorted({row.origin for row in rows}),
    )


def _districts(read: Read, code: str) -> list[District]:
    year = read.material.question.fiscal_year
    places = read.tree.places(AreaLevel.DISTRICT, parent=code)
    matrix: Overlap = read.lists.matrix(AreaLevel.DISTRICT, year, places, {})
    reached = _reached(read.material)
    return [
        District(row, area_label(row.place.code, row.place.name), reached.get(row.place.code, 0))
        for row in matrix.rows
    ]


def _reached(material: Material) -> dict[str, int]:
    """Count the activities that name each district or something inside it."""
    counts: dict[str, int] = {}
    for row in material.activities:
        for district in {area[:4] for area in material.reach.get(row.id, []) if len(area) >= 4}:
            counts[district] = counts.get(district, 0) + 1
    return counts
