"""What a reader asks of the overlap: read from the address, so that it survives a reload and can be sent on."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from planhub.kernel import clock, thai
from planhub.kernel.errors import BadInput
from planhub.kernel.fields import Field, Kind, parse
from planhub.kernel.text import Text
from planhub.places.levels import AreaLevel
from planhub.places.matrix import Overlap, OverlapRow

VIEWS: tuple[tuple[str, Text], ...] = (
    ("table", Text("ตาราง", "Table")),
    ("map", Text("แผนที่", "Map")),
    ("tiles", Text("ตารางช่อง", "Tile grid")),
)
"""The ways in which the overlap is shown."""
AGENCIES, NEED = "agencies", "need"
"""What the map is coloured by, besides single agencies."""
DEFAULT_LEAST = 2
"""The table of the country opens with what it is about: areas in which agencies meet or may meet. Maps show all."""
MOST_OPEN = 120
"""Areas that an address may hold open."""

_YEAR = Field("fiscal_year", Kind.FISCAL_YEAR, Text("ปีงบประมาณ", "Fiscal year"))
_AT_LEAST = Field("at_least", Kind.INTEGER, Text("หน่วยงานอย่างน้อย", "At least"), min=1, max=99)
_LINES = tuple(
    Field(name, Kind.LINE, Text(name, name), max=most)
    for name, most in (
        ("level", 40),
        ("region", 40),
        ("parent", 40),
        ("org", 40),
        ("programme", 40),
        ("direction", 40),
        ("view", 20),
        ("colour", 40),
        ("measure", 140),
        ("open", 7 * MOST_OPEN),
        ("cols", 400),
    )
)
_CODE = re.compile(r"[0-9]{2}(?:[0-9]{2}){0,2}", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """Level, year, filters and look of the matrix; what cannot be read is left out and told."""

    level: AreaLevel
    fiscal_year: int
    at_least: int | None = None
    """Only areas with so many agencies, possible ones counted; None: see `least`."""
    region: str | None = None
    parent: str | None = None
    """Only areas inside this one."""
    org: str | None = None
    """Only areas in which this agency is, or may be."""
    programme: str | None = None
    """Only areas in which this programme is, or may be."""
    direction: str | None = None
    """Only areas in which activities of this direction run."""
    view: str = "table"
    colour: str = AGENCIES
    """What the map shows: "agencies", "need", or the code of an agency."""
    measure: str | None = None
    """The measure of need that is shown, with its unit: poor_people.person."""
    open: tuple[str, ...] = ()
    """Areas whose inside is shown in place."""
    cols: tuple[str, ...] = ()
    """Agencies whose programmes have columns of their own."""
    faults: tuple[Text, ...] = ()

    @property
    def least(self) -> int:
        """The number of agencies from which an area is shown."""
        if self.at_least is not None:
            return self.at_least
        return 1 if self.parent or self.view != "table" else DEFAULT_LEAST

    @property
    def is_filtered(self) -> bool:
        """Whether anything but year, level and number of agencies limits what is shown."""
        return bool(self.region or self.org or self.programme or self.direction)

    def address(self, **other: object) -> dict[str, object]:
        """Give the values of an address that asks the same, with some of them changed."""
        values: dict[str, object] = {
            "level": "" if self.level is AreaLevel.PROVINCE else self.level.value,
            "fiscal_year": self.fiscal_year,
            "at_least": self.at_least,
            "region": self.region,
            "parent": self.parent,
            "org": self.org,
            "programme": self.programme,
            "direction": self.direction,
            "view": "" if self.view == "table" else self.view,
            "colour": "" if self.colour == AGENCIES else self.colour,
            "measure": self.measure,
            "open": ".".join(self.open),
            "cols": ".".join(self.cols),
        }
        return {name: value for name, value in (values | other).items() if value not in (None, "")}

    def toggled(self, code: str) -> str:
        """Give the value of `open` with an area opened, or closed with everything inside it."""
        return ".".join(_without(self.open, code) if code in self.open else [*self.open, code])

    def toggled_column(self, org: str) -> str:
        """Give the value of `cols` with an agency's programmes shown, or put away."""
        return ".".join([c for c in self.cols if c != org] if org in self.cols else [*self.cols, org])

    def keeps(self, row: OverlapRow, directed: frozenset[str] | None = None) -> bool:
        """Tell whether a row is asked for; `directed` are the areas of the direction asked for."""
        return (
            row.known_agencies >= self.least
            and (self.org is None or self.org in row.agencies)
            and (self.programme is None or self.programme in row.programmes)
            and (directed is None or row.place.code in directed)
        )


def _without(codes: Iterable[str], code: str) -> list[str]:
    return [c for c in codes if not c.startswith(code)]


def read(args: Mapping[str, str]) -> Asked:
    """Read the address; never raises, because a broken link should still show something."""
    asked = Asked(AreaLevel.PROVINCE, thai.fiscal_year(clock.today()))
    values: dict[str, Any] = {}
    faults: list[Text] = []
    for field in (_YEAR, _AT_LEAST, *_LINES):
        try:
            value = parse(field, args.get(field.name))
        except BadInput as fault:
            faults.append(Text("{name}: {why}", "{name}: {why}").format(name=field.label, why=fault.message))
            continue
        if value is not None:
            values[field.name] = value
    level = values.pop("level", None)
    if level is not None and level not in {x.value for x in AreaLevel}:
        faults.append(Text("ไม่มีระดับพื้นที่นี้", "There is no such level"))
        level = None
    if values.get("view") not in {key for key, _ in VIEWS}:
        values.pop("view", None)
    values["open"] = _opened(values.get("open", ""))
    values["cols"] = tuple(dict.fromkeys(filter(None, values.get("cols", "").split("."))))
    return replace(asked, level=AreaLevel(level or asked.level), faults=tuple(faults), **values)


def _opened(said: str) -> tuple[str, ...]:
    """Read the open areas; one is open only where what is around it is."""
    codes = [c for c in dict.fromkeys(said.split(".")) if _CODE.fullmatch(c) and len(c) < 6]
    return tuple(codes[:MOST_OPEN])


def chosen(matrix: Overlap, asked: Asked, directed: frozenset[str] | None = None) -> list[OverlapRow]:
    """Give the rows that are asked for, the fullest overlap first."""
    return [row for row in matrix.rows if asked.keeps(row, directed)]
