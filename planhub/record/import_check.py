"""Checking a list: which area each row means, what is wrong, and what would change; nothing is written here."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.infra.sheet_reading import Book, Grid
from planhub.kernel.access import Actor
from planhub.kernel.errors import BadInput
from planhub.kernel.fields import PERSONAL_NUMBER
from planhub.kernel.text import Text
from planhub.kernel.textclean import find_citizen_id
from planhub.places.matching import Gazetteer, Match, Written
from planhub.record.imports import Cells, ImportKind, Layout, Run, lay_out, mark_of

STATES: tuple[tuple[str, Text, str], ...] = (
    ("fault", Text("มีข้อผิดพลาด", "Faulty"), "bad"),
    ("missing", Text("ไม่พบพื้นที่", "Area not found"), "bad"),
    ("choose", Text("ต้องเลือกพื้นที่", "Area to choose"), "wait"),
    ("conflict", Text("แก้ไขสวนกัน", "Changed by both"), "wait"),
    ("added", Text("เพิ่ม", "Added"), "good"),
    ("changed", Text("เปลี่ยน", "Changed"), "active"),
    ("unchanged", Text("เหมือนเดิม", "Unchanged"), "draft"),
    ("repeated", Text("ซ้ำกับแถวก่อน", "Repeated"), "draft"),
    ("skipped", Text("ไม่นำเข้า", "Left out"), "draft"),
)
"""What may become of a row: a key, its words, and the tone of its badge."""
OPEN = ("fault", "missing", "choose", "conflict")
"""States that keep a list from being saved."""
SKIP = "skip"
"""What a person says of a row that is to be left out."""
MINE = "mine"
"""What a person says of a row that is to hold although the record was changed since the list was made."""


class Row(NamedTuple):
    """A row of a list and what would become of it."""

    number: int
    """Its number in the sheet, from 1."""
    state: str
    area: str | None = None
    written: Written = Written()
    match: Match | None = None
    faults: Mapping[str, Text] = {}
    """What is wrong, by column."""
    values: Mapping[str, Any] = {}
    """Attributes of the table."""
    changes: tuple[tuple[str, Any, Any], ...] = ()
    """Attributes that would change: what stands, and what the list says."""
    row_id: str | None = None
    """The row of the table that it changes."""
    version: int | None = None
    """The version of that row that was compared."""
    repeats: int | None = None
    """The number of the row that it repeats."""


class Standing(NamedTuple):
    """A row of the table that the list, if it is complete, should hold and does not."""

    row_id: str
    values: Mapping[str, Any]


@dataclass
class Report:
    """All that a check found."""

    kind: ImportKind
    layout: Layout | None = None
    refused: Text | None = None
    """Why the list as a whole cannot be read."""
    notes: list[Text] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    gone: list[Standing] = field(default_factory=list)
    """Rows that stand and are missing from the list."""
    known: Gazetteer | None = None
    run: Run | None = None

    @property
    def counts(self) -> Counter[str]:
        """How many rows are in each state."""
        return Counter(row.state for row in self.rows)

    @property
    def is_ready(self) -> bool:
        """Whether the list may be saved: it can be read, and no row is faulty or undecided."""
        return self.refused is None and not any(row.state in OPEN for row in self.rows)

    @property
    def digest(self) -> str:
        """What tells this outcome from another: a person saves what was seen, or sees the new one first."""
        said = hashlib.sha256()
        for row in self.rows:
            said.update(f"{row.number}|{row.state}|{row.area}|{row.row_id}|{row.changes}\n".encode())
        for standing in self.gone:
            said.update(f"{standing.row_id}\n".encode())
        return said.hexdigest()[:32]

    def of(self, *states: str) -> Iterator[Row]:
        """Give the rows in these states."""
        return (row for row in self.rows if row.state in states)


@dataclass(frozen=True)
class Said:
    """What was said beside the list."""

    defaults: Mapping[str, str] = field(default_factory=dict)
    """Columns given once for the whole list."""
    choices: Mapping[int, str] = field(default_factory=dict)
    """Area codes (or `SKIP`) that a person chose, by the first row that writes its area so; `SKIP` or `MINE` by row."""


def check(session: Session, actor: Actor, kind: ImportKind, book: Book, said: Said | None = None) -> Report:
    """Check a list; never raises for what stands in it."""
    said = said or Said()
    report = Report(kind, notes=[*book.notes])
    try:
        _refuse_personal(book)
        report.layout = lay_out(kind, book, said.defaults)
        report.run = kind.begin(session, actor, said.defaults)
    except BadInput as fault:
        report.refused = fault.message
        return report
    report.notes += _notes(book, report.layout)
    report.known = Gazetteer(session)
    rows = list(_read(report, said))
    if not rows:
        report.refused = Text("ใต้หัวตารางไม่มีข้อมูล", "There is nothing below the heads")
        return report
    _compare(session, report, rows, said)
    return report


def _refuse_personal(book: Book) -> None:
    for grid in book.grids:
        if find_citizen_id("\n".join("\n".join(cells) for _number, cells in grid.rows)) is not None:
            raise BadInput(_personal_where(grid))


def _personal_where(grid: Grid) -> Text:
    found = [str(n) for n, cells in grid.rows if any(find_citizen_id(cell) for cell in cells)]
    where = Text(" (แถวที่ {rows})", " (row {rows})").format(rows=", ".join(found[:10]))
    return Text(PERSONAL_NUMBER.th + where.th, PERSONAL_NUMBER.en + where.en)


def _notes(book: Book, layout: Layout) -> Iterator[Text]:
    if layout.extra:
        heads = ", ".join(layout.extra[:12])
        yield Text("คอลัมน์ที่ระบบไม่ได้อ่าน: {heads}", "Columns that were not read: {heads}").format(heads=heads)
    filled = [grid.name for grid in book.grids if grid.rows]
    if len(filled) > 1:
        yield Text(
            "อ่านเฉพาะแผ่นงาน “{name}” จากทั้งหมด {n} แผ่น", "Of {n} sheets, “{name}” alone was read"
        ).format(name=layout.grid.name, n=len(filled))


def _read(report: Report, said: Said) -> Iterator[Row]:
    assert report.layout is not None
    assert report.run is not None
    cells_of = Cells(report.kind, report.layout, said.defaults)
    first: dict[Written, int] = {}
    parsed = [(number, cells, *cells_of.values(number, cells)) for number, cells in report.layout.rows()]
    if report.kind.prepare:
        report.kind.prepare(report.run, [values for _number, _cells, values, _faults in parsed])
    for number, cells, values, wrong in parsed:
        written = cells_of.written(cells)
        choice = said.choices.get(first.setdefault(written, number) if report.kind.places else number)
        if choice == SKIP:
            yield Row(number, "skipped", None, written)
            continue
        match = _match(report, choice, written) if report.kind.places else None
        if match and not wrong:
            values["area_code"] = match.code
        faults = wrong or dict(report.run.resolve(values))
        yield Row(
            number, _state(match, faults), match.code if match else None, written, match, faults, values
        )


def _match(report: Report, choice: str | None, written: Written) -> Match:
    assert report.known is not None
    chosen = report.known.known_code(choice) if choice else None
    return Match(chosen) if chosen else report.known.match(written)


def _state(match: Match | None, faults: Mapping[str, Text]) -> str:
    """Tell what keeps a row from being compared; nothing, if it is whole."""
    if faults:
        return "fault"
    if match is None or match.code:
        return ""
    return "choose" if match.candidates else "missing"


def _compare(session: Session, report: Report, rows: Sequence[Row], said: Said) -> None:
    """Find what stands already, and say of every readable row what it would do."""
    assert report.run is not None
    assert report.layout is not None
    kind = report.kind
    whole = [row for row in rows if not row.state]
    standing = _standing(session, kind, report.run, whole)
    absent = Cells(kind, report.layout, {}).absent
    stamp = {name: value for name, value in report.run.stamp().items() if name in kind.compared}
    seen: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        if row.state:
            report.rows.append(row)
            continue
        key = tuple(row.values[name] for name in kind.key)
        before = seen.setdefault(key, row)
        if before is not row:
            report.rows.append(_repeated(kind, row, before))
            continue
        found = _compared(kind, row, standing.pop(key, None), stamp, absent)
        report.rows.append(_judged(report, found, said.choices.get(row.number)))
    undecided = report.counts["choose"] + report.counts["missing"] + report.counts["fault"]
    report.gone = (
        [] if undecided or kind.stands else [Standing(values["id"], values) for values in standing.values()]
    )


def _standing(
    session: Session, kind: ImportKind, run: Run, rows: Sequence[Row]
) -> dict[tuple[Any, ...], dict[str, Any]]:
    if not rows:
        return {}
    if kind.stands:
        return dict(kind.stands(run, [row.values for row in rows]))
    names = [*dict.fromkeys(("id", "version", *kind.key, *kind.compared))]
    query = select(*(getattr(kind.model, name) for name in names)).where(
        run.standing([row.values for row in rows])
    )
    found = (dict(zip(names, values, strict=True)) for values in session.execute(query))
    return {tuple(values[name] for name in kind.key): values for values in found}


def _repeated(kind: ImportKind, row: Row, before: Row) -> Row:
    differs = [name for name in kind.compared if row.values.get(name) != before.values.get(name)]
    if not differs:
        return row._replace(state="repeated", repeats=before.number)
    why = Text("ซ้ำกับแถว {n} แต่ข้อมูลไม่ตรงกัน", "Repeats row {n}, but says something else").format(
        n=before.number
    )
    return row._replace(state="fault", faults={differs[0]: why}, repeats=before.number)


def _compared(
    kind: ImportKind,
    row: Row,
    standing: Mapping[str, Any] | None,
    stamp: Mapping[str, Any],
    absent: frozenset[str],
) -> Row:
    if standing is None:
        says_nothing = kind.blank and all(row.values.get(name) is None for name in kind.blank)
        return row._replace(state="skipped" if says_nothing else "added")
    says = {**row.values, **stamp}
    changes = tuple(
        (name, standing[name], says[name])
        for name in kind.compared
        if name in says and name not in absent and says[name] != standing[name]
    )
    return row._replace(
        state=_changed_how(kind, row, standing, absent) if changes else "unchanged",
        changes=changes,
        row_id=standing["id"],
        version=standing["version"],
    )


def _changed_how(kind: ImportKind, row: Row, standing: Mapping[str, Any], absent: frozenset[str]) -> str:
    """Tell a row that a person changed from one that only shows how things stood when the list was made.

    By its mark: what the list says is what went out, so nobody changed it here; or the record is not any more what
    went out, so somebody else changed it too.
    """
    mark = row.values.get(kind.mark) if kind.mark else None
    if not mark:
        return "changed"
    said = {**row.values, **{name: standing[name] for name in absent if name in standing}}
    if mark_of(kind, {**said, "id": standing["id"]}) == mark:
        return "unchanged"
    return "changed" if mark_of(kind, standing) == mark else "conflict"


def _judged(report: Report, row: Row, choice: str | None) -> Row:
    """Look again at a row that would do something: what stands against it, and what a person decided about it."""
    if row.state == "unchanged":
        return row._replace(changes=())
    if row.state == "conflict" and choice == MINE:
        row = row._replace(state="changed")
    if row.state in ("added", "changed") and report.kind.judge:
        faults = report.kind.judge(report.run, row)
        if faults:
            return row._replace(state="fault", faults=faults)
    return row
