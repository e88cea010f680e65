"""What a reader asks of the lists of gaps: read from the address, so that it survives a reload and can be sent on."""

from collections.abc import Mapping
from dataclasses import dataclass

from planhub.kernel.errors import BadInput
from planhub.kernel.fields import Field, Kind, parse
from planhub.kernel.text import Text
from planhub.overview import asked as asking
from planhub.places.levels import AreaLevel

NO_PLAN, IDLE, UNMET = "no-plan", "idle", "unmet"
LISTS = (NO_PLAN, IDLE, UNMET)
"""Overlap without plan; plan without activity; high need without agency."""

_LIST = Field("list", Kind.LINE, Text("รายการ", "List"), max=20)
_SOURCE = Field("source", Kind.LINE, Text("แหล่งข้อมูล", "Source"), max=300)


@dataclass(frozen=True)
class AskedGaps:
    """Which list, of which year and region; for needs also the level, the measure, the source."""

    list: str
    fiscal_year: int
    region: str | None = None
    level: AreaLevel = AreaLevel.PROVINCE
    """Of the list of needs; plans belong to provinces."""
    measure: str | None = None
    """With its unit: poor_people.person."""
    source: str | None = None
    possible: bool = False
    """Areas in which an agency is only possible count as without agency."""
    faults: tuple[Text, ...] = ()

    def address(self, **other: object) -> dict[str, object]:
        """Give the values of an address that asks the same, with some of them changed."""
        values: dict[str, object] = {
            "list": self.list,
            "fiscal_year": self.fiscal_year,
            "region": self.region,
            "level": "" if self.level is AreaLevel.PROVINCE else self.level.value,
            "measure": self.measure,
            "source": self.source,
            "possible": "1" if self.possible else "",
        }
        return {name: value for name, value in (values | other).items() if value not in (None, "")}


def read(args: Mapping[str, str]) -> AskedGaps:
    """Read the address; never raises, because a broken link should still show something."""
    common = asking.read(args)
    faults = list(common.faults)
    values: dict[str, str] = {}
    for one in (_LIST, _SOURCE):
        try:
            values[one.name] = parse(one, args.get(one.name)) or ""
        except BadInput as fault:
            faults.append(Text("{name}: {why}", "{name}: {why}").format(name=one.label, why=fault.message))
    wanted = values.get("list") or NO_PLAN
    if wanted not in LISTS:
        faults.append(Text("ไม่มีรายการนี้", "There is no such list"))
        wanted = NO_PLAN
    return AskedGaps(
        list=wanted,
        fiscal_year=common.fiscal_year,
        region=common.region,
        level=common.level,
        measure=common.measure,
        source=values.get("source") or None,
        possible=args.get("possible") == "1",
        faults=tuple(faults),
    )
