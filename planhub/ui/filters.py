"""Filters of lists: they stand in the address, so that a list can be kept, sent and printed as it is seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from planhub.kernel.errors import BadInput
from planhub.kernel.numbers import format_number, parse_integer
from planhub.kernel.text import Text
from planhub.kernel.textclean import clean_line
from planhub.record.queries import COUNTED, PAGE, SORTS, ListQuery
from planhub.record.types import RecordType

LABELS: Mapping[str, Text] = {
    "q": Text("ค้นหา", "Search"),
    "state": Text("สถานะ", "State"),
    "owner_org": Text("หน่วยงานเจ้าของเรื่อง", "Owner"),
    "party": Text("ภาคี", "Party"),
    "fiscal_year": Text("ปีงบประมาณ", "Fiscal year"),
    "province": Text("จังหวัด", "Province"),
    "area": Text("พื้นที่", "Area"),
    "sort": Text("การเรียง", "Order"),
    "cursor": Text("หน้า", "Page"),
}

DEFAULT_SORT = "-updated"

_UNKNOWN = Text("ไม่มีตัวเลือกนี้ จึงไม่ได้ใช้กรอง", "There is no such choice, so it was not used")


@dataclass
class Asked:
    """What the reader asks of a list: the part that could be read, and what could not."""

    values: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, Text] = field(default_factory=dict)

    @property
    def query(self) -> ListQuery:
        """The question as the record floor takes it."""
        return ListQuery(**self.values, limit=PAGE)

    @property
    def sort(self) -> str:
        """The order in which the list stands."""
        return str(self.values.get("sort", DEFAULT_SORT))

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the order and the page limits what is shown."""
        return bool(set(self.values) - {"sort", "cursor", "limit"})

    @property
    def is_narrowed(self) -> bool:
        """Whether one of the filters beside the search and the state is set."""
        return bool(set(self.values) - {"q", "state", "sort", "cursor", "limit"})

    def address(self, **changes: object) -> dict[str, Any]:
        """Give the arguments of the address with some changed; None takes one out; the page starts anew."""
        kept = {k: v for k, v in self.values.items() if k not in ("cursor", "limit")}
        return {k: v for k, v in {**kept, **changes}.items() if v is not None}

    def href(self, base: str, **changes: object) -> str:
        """Give the address of the list at `base` with these arguments, some of them changed (see `address`)."""
        args = self.address(**changes)
        return f"{base}?{urlencode(args)}" if args else base


def read(record_type: RecordType, args: MultiDict[str, str]) -> Asked:
    """Read the filters of a list from an address; what cannot be read is told and left out."""
    asked = Asked()
    for name in (*record_type.filters, "q", "sort", "cursor"):
        raw = args.get(name, "")
        if not raw.strip() or name in asked.values or name not in LABELS:
            continue
        try:
            asked.values[name] = _read_one(record_type, name, raw)
        except BadInput as fault:
            asked.faults[name] = fault.message
    return asked


def _read_one(record_type: RecordType, name: str, raw: str) -> Any:
    if name == "fiscal_year":
        return parse_integer(raw, minimum=2400, maximum=2700)
    value = clean_line(raw, 400 if name == "cursor" else 100)
    known = _choices(record_type).get(name)
    if known is not None and value not in known:
        raise BadInput(_UNKNOWN)
    return value


def _choices(record_type: RecordType) -> Mapping[str, Sequence[str]]:
    orders = [*SORTS, *(f"-{name}" for name in SORTS)]
    return {"state": record_type.workflow.state_keys, "sort": orders}


@dataclass(frozen=True, slots=True)
class Tab:
    """A state above the list, or all of them."""

    label: Text
    href: str
    current: bool
    count: str = ""
    """How many records stand there, as it is read; empty before they are counted."""


def tabs(
    record_type: RecordType, asked: Asked, base: str, counted: Mapping[str, int] | None = None
) -> list[Tab]:
    """Give the tabs of a list; once counted, states in which nothing stands stay away unless they are asked for."""
    chosen = asked.values.get("state")
    found = [Tab(_ALL, asked.href(base, state=None), not chosen, _total(counted))]
    before = f"{base}?{urlencode({**asked.address(state=None), 'state': ''})}"
    for state in record_type.workflow.states:
        n = None if counted is None else counted.get(state.key, 0)
        if n or n is None or chosen == state.key:
            found.append(Tab(state.label, f"{before}{state.key}", chosen == state.key, _count(n)))
    return found


def _count(n: int | None) -> str:
    """Write a count as `planhub.record.queries.count_states` gives it: beyond some, only that there are more."""
    if n is None:
        return ""
    return f"{format_number(COUNTED)}+" if n > COUNTED else format_number(n)


def _total(counted: Mapping[str, int] | None) -> str:
    if counted is None:
        return ""
    least = sum(min(n, COUNTED) for n in counted.values())
    more = any(n > COUNTED for n in counted.values())
    return f"{format_number(least)}{'+' if more else ''}"


_ALL = Text("ทุกสถานะ", "All")
