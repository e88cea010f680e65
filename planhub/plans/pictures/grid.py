"""All provinces and some fiscal years, and how far the plan of each is: what the page, the files and the phone show."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from planhub.infra.sheets import Cell as Value
from planhub.infra.sheets import Sheet
from planhub.kernel import clock, thai
from planhub.kernel.access import Actor, Reach
from planhub.kernel.text import Text
from planhub.kernel.workflow import State
from planhub.places import kept
from planhub.places.levels import AreaLevel
from planhub.places.matrix import Place
from planhub.plans import queries
from planhub.plans.workflow import WORKFLOW
from planhub.record import access
from planhub.record.types import registry

NONE = "none"
"""What stands in the address for "has no plan"."""
NO_PLAN = Text("ยังไม่มีแผน", "No plan yet")
BEFORE, AFTER = 2, 1
"""Fiscal years shown before and after the one that is asked for."""
EARLIEST, LATEST = 2500, 2700
"""Fiscal years (B.E.) that an address may name."""

SIGNS = {"draft": "○", "active": "◐", "wait": "▲", "good": "●", "ended": "–", "bad": "■"}
"""A sign beside the words of a state, by its tone, for sheets that are copied in black and white."""

_STATES = {state.key: state for state in WORKFLOW.states}


@dataclass(frozen=True)
class Asked:
    """What is asked of the grid; whatever cannot be read is left out."""

    fiscal_year: int
    """B.E.; shown with those around it."""
    region: str = ""
    state: str = ""
    """Key of a state, or `NONE`: provinces that have it in any of the years shown."""

    @property
    def years(self) -> range:
        """The fiscal years that are shown, the earliest first."""
        return range(self.fiscal_year - BEFORE, self.fiscal_year + AFTER + 1)

    def address(self, **other: Any) -> dict[str, Any]:
        """Give the arguments of the page's address, some of them changed."""
        said = {"fiscal_year": self.fiscal_year, "region": self.region, "state": self.state, **other}
        return {name: value for name, value in said.items() if value}


def read_asked(args: Mapping[str, str]) -> Asked:
    """Read what is asked from an address."""
    said = args.get("fiscal_year", "")
    year = int(said) if said.isascii() and said.isdigit() and len(said) == 4 else 0
    if not EARLIEST <= year <= LATEST:
        year = thai.fiscal_year(clock.today())
    state = args.get("state", "")
    return Asked(year, args.get("region", "")[:40], state if state in _STATES or state == NONE else "")


@dataclass(frozen=True, slots=True)
class Cell:
    """The plan of a province and year, or that there is none."""

    year: int
    plan: queries.PlanLine | None
    state: State | None
    may_start: bool = False
    """The reader may begin one."""

    @property
    def key(self) -> str:
        """The state as it stands in the address."""
        return self.plan.state if self.plan else NONE

    @property
    def label(self) -> Text:
        """The state in words."""
        return self.state.label if self.state else NO_PLAN

    @property
    def sign(self) -> str:
        """The state as a sign; nothing where there is no plan."""
        return SIGNS[self.state.tone.value] if self.state else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A province with its years."""

    place: Place
    region: Text
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Grid:
    """What is shown."""

    asked: Asked
    rows: Sequence[Row]
    """In the order of the Thai alphabet."""
    counts: Mapping[int, Mapping[str, int]]
    """By fiscal year and state, of the provinces of the region, whatever state is asked for."""
    regions: Sequence[tuple[str, Text]]
    states: Sequence[tuple[str, Text]]
    """What the filter offers: "no plan", and the states that a living or ended plan can have."""


def read(session: Session, actor: Actor, asked: Asked) -> Grid:
    """Read the grid as the actor may see it, in two statements: one for the marks of the kept areas, one for the plans."""
    tree = kept.tree(session, kept.standing(session))
    regions = dict(tree.regions)
    found = queries.grid(session, actor, asked.years)
    starts = _Starts(actor)
    every = [
        Row(
            place,
            regions[tree.region_of[place.code]],
            [_cell(found.get((place.code, year)), year, starts, place.code) for year in asked.years],
        )
        for place in tree.places(AreaLevel.PROVINCE, region=asked.region if asked.region in regions else None)
    ]
    counts = {year: Counter(row.cells[n].key for row in every) for n, year in enumerate(asked.years)}
    rows = [row for row in every if not asked.state or any(c.key == asked.state for c in row.cells)]
    states = [(NONE, NO_PLAN), *((s.key, s.label) for s in WORKFLOW.states if s.key != "cancelled")]
    return Grid(asked, rows, counts, tree.regions, states)


def _cell(plan: queries.PlanLine | None, year: int, starts: "_Starts", province: str) -> Cell:
    if plan is None:
        return Cell(year, None, None, starts.may(province, year))
    return Cell(year, plan, _STATES[plan.state])


class _Starts:
    """Tells where the reader may begin a plan; nothing is asked of the database."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._type = registry.get(queries.NAME)
        self._now = thai.fiscal_year(clock.today())
        self._ever = access.may_create(actor, self._type)

    def may(self, province: str, year: int) -> bool:
        return self._ever and year >= self._now and any(self._for(org, province) for org in self._actor.orgs)

    def _for(self, org: str, province: str) -> bool:
        reach = Reach(self._type.name, self._type.workflow.initial, org, areas=frozenset({province}))
        return bool(self._type.policy.standings(self._actor, self._type.create, reach))


# --- files --------------------------------------------------------------------------------------------------------


def sheet(grid: Grid, now: datetime) -> Sheet:
    """Write exactly what is shown as a sheet, with what it is and of when above it."""
    return Sheet(
        name=str(Text("แผนรายจังหวัด", "Plans by province")),
        head=[
            Text("รหัสจังหวัด", "Province code"),
            Text("จังหวัด", "Province"),
            Text("ภาค", "Region"),
            *_heads(grid.asked.years),
        ],
        rows=(
            [row.place.code, row.place.name, row.region, *(v for cell in row.cells for v in _values(cell))]
            for row in grid.rows
        ),
        above=(
            Text("แผนบูรณาการของทุกจังหวัด (1 จังหวัด 1 แผน)", "Integrated plans of all provinces"),
            " · ".join(str(said) for said in said_of(grid)),
            Text("ข้อมูล ณ {at}", "As of {at}").format(at=thai.format_datetime(now)),
        ),
        texts=frozenset({0}),
    )


def _heads(years: Sequence[int]) -> Iterator[Text]:
    for year in years:
        yield Text("สถานะ {year}", "State {year}").format(year=year)
        yield Text("รหัสแผน {year}", "Plan {year}").format(year=year)


def _values(cell: Cell) -> tuple[Value, Value]:
    return f"{cell.sign} {cell.label}".strip(), cell.plan.code if cell.plan else ""


def said_of(grid: Grid) -> Iterator[Text]:
    """Say in words which part of the grid is shown."""
    years, asked = grid.asked.years, grid.asked
    yield Text("ปีงบประมาณ {a}–{b}", "Fiscal years {a}–{b}").format(a=years[0], b=years[-1])
    yield dict(grid.regions).get(asked.region, Text("ทุกภาค", "All regions"))
    if asked.state:
        words = dict(grid.states).get(asked.state, Text("", ""))
        yield Text("มีสถานะ “{state}” ในปีใดปีหนึ่ง", "“{state}” in any of the years").format(state=words)
    yield Text("{n} จังหวัด", "{n} provinces").format(n=len(grid.rows))
