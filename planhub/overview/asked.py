"""What a reader asks of the overlap: read from the address, so that it survives a reload and can be sent on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from planhub.kernel import clock, thai
from planhub.kernel.errors import BadInput
from planhub.kernel.fields import Field, Kind, parse
from planhub.kernel.text import Text
from planhub.places.levels import AreaLevel
from planhub.places.overlap import Overlap, OverlapRow

_YEAR = Field("fiscal_year", Kind.FISCAL_YEAR, Text("ปีงบประมาณ", "Fiscal year"))
_AT_LEAST = Field("at_least", Kind.INTEGER, Text("หน่วยงานอย่างน้อย", "At least"), min=1, max=99)
_LINES = tuple(
    Field(name, Kind.LINE, Text(name, name), max=40) for name in ("level", "region", "parent", "org")
)


@dataclass(frozen=True)
class Asked:
    """Level, year and filters of the matrix; what cannot be read is left out and told."""

    level: AreaLevel
    fiscal_year: int
    at_least: int | None = None
    """Only areas with so many agencies, possible ones counted."""
    region: str | None = None
    parent: str | None = None
    """Only areas inside this one."""
    org: str | None = None
    """Only areas in which this agency is."""
    faults: tuple[Text, ...] = ()

    def address(self, **other: object) -> dict[str, object]:
        """Give the values of an address that asks the same, with some of them changed."""
        values: dict[str, object] = {
            "level": self.level.value,
            "fiscal_year": self.fiscal_year,
            "at_least": self.at_least,
            "region": self.region,
            "parent": self.parent,
            "org": self.org,
        }
        return {name: value for name, value in (values | other).items() if value not in (None, "")}

    def keeps(self, row: OverlapRow) -> bool:
        """Tell whether a row is asked for."""
        enough = len(row.agencies) >= (self.at_least or 1)
        return enough and (self.org is None or self.org in row.agencies)


def read(args: Mapping[str, str]) -> Asked:
    """Read the address; never raises, because a broken link should still show something."""
    asked = Asked(AreaLevel.PROVINCE, thai.fiscal_year(clock.today()))
    values: dict[str, object] = {}
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
    return replace(asked, level=AreaLevel(level or asked.level), faults=tuple(faults), **values)  # type: ignore[arg-type]


def chosen(matrix: Overlap, asked: Asked) -> list[OverlapRow]:
    """Give the rows that are asked for, the fullest overlap first."""
    return [row for row in sorted(matrix.rows, key=lambda r: r.order) if asked.keeps(row)]
