"""What can be imported from sheets: each kind is declared once, for the screen, the command and the API alike.

A kind says which table its rows go to, which columns a list has, what tells one row from another, and who may bring
rows in. Reading heads and cells, finding areas, comparing with what stands and writing whole or not at all is the
same for all kinds (`planhub.record.import_check`, `planhub.record.import_jobs`).
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as stored
from functools import cached_property
from typing import Any, Protocol

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from planhub.infra.db import Model
from planhub.infra.sheet_reading import Book, Grid
from planhub.kernel.access import Actor
from planhub.kernel.errors import BadInput
from planhub.kernel.fields import Field, Kind, parse
from planhub.kernel.text import Text
from planhub.kernel.textclean import search_key
from planhub.places.lookup import split_address
from planhub.places.matching import Written


@dataclass(frozen=True)
class Column:
    """One column of a list."""

    field: Field
    """Its name (the English head), its words (the Thai head) and what it accepts."""
    heads: tuple[str, ...] = ()
    """Other heads under which lists carry it."""
    words: Mapping[str, str] = stored(default_factory=dict)
    """Other ways in which lists write a choice, and the choice that is meant."""
    blank: Any = None
    """What an empty cell means."""
    asked: bool = False
    """May be said once for the whole list, where the list has no such column."""
    hidden: bool = False
    """Is not shown in the template and asked of nobody: it comes back as it was given (see `ImportKind.mark`)."""

    @cached_property
    def _words(self) -> dict[str, str]:
        found = {search_key(word): key for word, key in self.words.items()}
        for key, label in self.field.choices:
            found |= {search_key(name): key for name in (key, label.th, label.en)}
        return found

    def read(self, text: str) -> Any:
        """Read a cell. Raises `BadInput`."""
        text = text.strip()
        if not text:
            return parse(self.field, None) if self.blank is None else self.blank
        if self.field.kind is Kind.BOOL:
            return _yes_or_no(text)
        if self._words:
            return self._chosen(text)
        return parse(self.field, text)

    def _chosen(self, text: str) -> str:
        key = self._words.get(search_key(text))
        if key is None:
            th, en = (
                ", ".join(f"{one} ({label.in_(locale)})" for one, label in self.field.choices)
                for locale in ("th", "en")
            )
            raise BadInput(Text(f"ไม่มีตัวเลือกนี้ รับเฉพาะ {th}", f"There is no such choice; there are {en}"))
        return key


_YES = {"1", "true", "yes", "y", "x", "✓", "✔", "/", "ใช่", "มี", "นำร่อง", "เป็น"}
_NO = {"0", "false", "no", "n", "-", "–", "ไม่ใช่", "ไม่มี", "ไม่", "ไม่เป็น"}


def _yes_or_no(text: str) -> bool:
    if text.lower() in _YES or text.lower() in _NO:
        return text.lower() in _YES
    raise BadInput(Text("โปรดตอบว่าใช่หรือไม่ใช่", "Please answer yes or no"))


AREA_COLUMNS: tuple[Column, ...] = (
    Column(
        Field("area_code", Kind.LINE, Text("รหัสพื้นที่", "Area code"), max=40),
        ("รหัส", "รหัสจังหวัด", "รหัสอำเภอ", "รหัสตำบล", "code", "tambon_code", "subdistrict_code", "district_code", "province_code", "dopa_code"),
    ),
    Column(
        Field("province", Kind.LINE, Text("จังหวัด", "Province"), max=200),
        ("changwat", "province_name", "province_th", "ชื่อจังหวัด", "จ."),
    ),
    Column(
        Field("district", Kind.LINE, Text("อำเภอ", "District"), max=200),
        ("เขต", "อำเภอ/เขต", "amphoe", "amphur", "district_name", "district_th", "ชื่ออำเภอ", "อ."),
    ),
    Column(
        Field("subdistrict", Kind.LINE, Text("ตำบล", "Subdistrict"), max=200),
        ("แขวง", "ตำบล/แขวง", "tambon", "tambol", "sub-district", "subdistrict_name", "subdistrict_th", "ชื่อตำบล", "ต."),
    ),
    Column(
        Field("area", Kind.LINE, Text("พื้นที่", "Area"), max=300),
        ("พื้นที่ดำเนินงาน", "ที่อยู่", "address", "ชื่อพื้นที่", "area_name"),
    ),
)  # fmt: skip
"""The columns by which a row names its area: a code, or names, or all names in one cell."""

_AREA_NAMES = tuple(c.field.name for c in AREA_COLUMNS)


class Run(Protocol):
    """One import at work: what a kind knows of the database and of who is importing, read once for all rows."""

    def resolve(self, values: dict[str, Any]) -> Mapping[str, Text]:
        """Turn what a row says into attributes of the table, in place; give what is wrong, by column."""

    def standing(self, rows: Sequence[Mapping[str, Any]]) -> ColumnElement[bool]:
        """Give the WHERE clause of the rows that stand already and that a complete list would hold."""

    def stamp(self) -> Mapping[str, Any]:
        """Give the attributes that every added or changed row gets: who says so, and since when."""


@dataclass(frozen=True)
class ImportKind:
    """A kind of list."""

    name: str
    """As in the command and in the address."""
    label: Text
    about: Text
    """One sentence: what a row of the list says."""
    model: type[Model]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    """Attributes that tell one row from another."""
    compared: tuple[str, ...]
    """Attributes that a list may change."""
    may: Callable[[Actor], bool]
    """Tells whether a person may bring such lists at all; each row is looked at again."""
    begin: Callable[[Session, Actor, Mapping[str, str]], Run]
    """Begins an import; the mapping holds what was said once for the whole list. Raises `BadInput`."""
    places: bool = True
    """Each row is about one area, named by `AREA_COLUMNS`; it comes to `resolve` as `area_code`."""
    write: Callable[..., dict[str, int]] | None = None
    """Writes a checked list otherwise than row by row into `model` (as `import_jobs.write`, with its arguments)."""
    shows: str = ""
    """The endpoint of the page that shows what was imported."""
    asks: Callable[[Session, Actor], Sequence[Field]] = lambda _session, _actor: ()
    """Fields that the screen asks once for the whole list."""
    filled: Callable[[Session, Actor, Mapping[str, str]], Iterable[Sequence[Any]]] = lambda _s, _a, _m: ()
    """Rows that stand in the template: what the database holds, so that a list can be sent back corrected."""
    prepare: Callable[[Any, Sequence[Mapping[str, Any]]], None] | None = None
    """Reads what the rows name, all at once, before each of them is resolved: (run, values of every row)."""
    stands: Callable[[Any, Sequence[Mapping[str, Any]]], Mapping[tuple[Any, ...], dict[str, Any]]] | None = (
        None
    )
    """Gives what stands by `key`, where it is more than rows of `model`: (run, resolved values). Nothing is ever taken out."""
    judge: Callable[[Any, Any], Mapping[str, Text]] | None = None
    """Tells what stands against a row that would be added or changed, by column: (run, row)."""
    named: tuple[str, ...] = ()
    """Columns that tell a reader which row it is, where it is not about one area."""
    blank: tuple[str, ...] = ()
    """Columns without any of which a new row says nothing, so that it is left out, such as a line of a template."""
    mark: str = ""
    """Name of the hidden column by which a row that went out in a template is known again, whatever was changed in it."""

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """The columns, those that name the area after those that name the list."""
        return (*self.columns[:2], *AREA_COLUMNS, *self.columns[2:]) if self.places else self.columns

    @cached_property
    def heads(self) -> Mapping[str, str]:
        """The names of the columns by every head under which they are known, folded."""
        return {
            search_key(head): c.field.name
            for c in self.all_columns
            for head in (*c.heads, c.field.label.en, c.field.label.th, c.field.name)
        }

    def column(self, name: str) -> Column:
        """Give the column of that name."""
        return next(c for c in self.all_columns if c.field.name == name)


class Kinds:
    """The kinds of the process, filled from the features' manifests."""

    def __init__(self) -> None:
        self._kinds: dict[str, ImportKind] = {}

    def add(self, kind: ImportKind) -> None:
        """Make a kind known; may be called again."""
        self._kinds[kind.name] = kind

    def find(self, name: str) -> ImportKind | None:
        """Give the kind of that name, or None."""
        return self._kinds.get(name)

    def all(self) -> list[ImportKind]:
        """Give all kinds."""
        return list(self._kinds.values())


KINDS = Kinds()


def mark_of(kind: ImportKind, values: Mapping[str, Any]) -> str:
    """Give the mark of a row: its id, and a short hash of what it says, by which a later change of it is noticed."""
    said = "\x1f".join("" if values.get(name) is None else str(values[name]) for name in kind.compared)
    return f"{values['id']}.{hashlib.sha256(said.encode()).hexdigest()[:10]}"


# --- heads ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Layout:
    """Where the columns of a list are."""

    grid: Grid
    head_row: int
    """Number of the row that holds the heads."""
    places: Mapping[str, int]
    """Column names by what they are, with their place from 0."""
    extra: tuple[str, ...]
    """Heads of columns that are not read."""

    def rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Give the rows below the heads with their numbers."""
        return ((number, cells) for number, cells in self.grid.rows if number > self.head_row)


_DEEPEST_HEAD = 20


def lay_out(kind: ImportKind, book: Book, said: Mapping[str, str]) -> Layout:
    """Find the heads of a list in the first of the sheets that have most of them. Raises `BadInput` where columns are missing or twice.

    `said` are the columns that were given once for the whole list.
    """
    best: tuple[int, Grid, int, Sequence[str]] | None = None
    for grid in book.grids:
        for number, cells in grid.rows[:_DEEPEST_HEAD]:
            known = len({kind.heads[key] for cell in cells if (key := search_key(cell[:100])) in kind.heads})
            if known > (best[0] if best else 0):
                best = (known, grid, number, cells)
    if best is None:
        raise BadInput(_NO_HEADS.format(heads=_listed(kind, [c.field.name for c in kind.all_columns[:6]])))
    _known, grid, number, cells = best
    return _laid_out(kind, grid, number, cells, said)


def _laid_out(
    kind: ImportKind, grid: Grid, number: int, cells: Sequence[str], said: Mapping[str, str]
) -> Layout:
    places: dict[str, int] = {}
    extra = []
    for place, head in enumerate(cells):
        name = kind.heads.get(search_key(head[:100]))
        if name is None:
            extra += [head.strip()[:60]] if head.strip() else []
        elif name in places:
            raise BadInput(_TWICE.format(head=head.strip()[:60], first=cells[places[name]].strip()[:60]))
        else:
            places[name] = place
    missing = [
        c.field.name
        for c in kind.columns
        if c.field.required and c.field.name not in places and c.field.name not in said
    ]
    if kind.places and not any(name in places for name in _AREA_NAMES):
        missing.append("area_code")
    if missing:
        raise BadInput(_MISSING.format(heads=_listed(kind, missing)))
    return Layout(grid, number, places, tuple(extra))


_NO_HEADS = Text(
    "ไม่พบแถวหัวตาราง แถวแรกต้องเป็นชื่อคอลัมน์ เช่น {heads}",
    "No row of heads was found; the first row must hold the names of columns, such as {heads}",
)
_MISSING = Text("ไม่มีคอลัมน์ที่จำเป็น: {heads}", "Columns that are needed are missing: {heads}")
_TWICE = Text("มีคอลัมน์ซ้ำกัน: “{first}” กับ “{head}”", "Two columns are the same: “{first}” and “{head}”")


def _listed(kind: ImportKind, names: Iterable[str]) -> Text:
    columns = [kind.column(name) for name in names]
    return Text(
        ", ".join(f"{c.field.label.th} ({c.field.name})" for c in columns),
        ", ".join(f"{c.field.label.en} ({c.field.name})" for c in columns),
    )


# --- cells ----------------------------------------------------------------------------------------------------


class Cells:
    """Reads the cells of a list; equal cells of a column are read once."""

    def __init__(self, kind: ImportKind, layout: Layout, said: Mapping[str, str]) -> None:
        """Take the columns; those that the list lacks and that were said stand for every row."""
        self._places = [
            (c, layout.places[c.field.name]) for c in kind.columns if c.field.name in layout.places
        ]
        self._said = [
            (c, said[c.field.name])
            for c in kind.columns
            if c.field.name in said and c.field.name not in layout.places
        ]
        self.absent = frozenset(
            c.field.name
            for c in kind.columns
            if c.field.name not in layout.places and c.field.name not in said
        )
        """Columns of which the list says nothing at all: what stands is left as it is."""
        self._blanks = {c.field.name: c.blank for c in kind.columns if c.field.name in self.absent}
        self._area_places = [layout.places.get(name, -1) for name in _AREA_NAMES]
        self._formulas = layout.grid.formulas
        self._used = {place: c.field.name for c, place in self._places} | {
            place: name for name, place in layout.places.items()
        }
        self._read: dict[tuple[str, str], Any] = {}

    def values(self, number: int, cells: Sequence[str]) -> tuple[dict[str, Any], dict[str, Text]]:
        """Read a row: its values and what is wrong, by column."""
        values: dict[str, Any] = dict(self._blanks)
        faults: dict[str, Text] = {}
        pairs = [(c, cells[place] if place < len(cells) else "") for c, place in self._places]
        for column, text in (*pairs, *self._said):
            name = column.field.name
            value = self._one(column, text)
            if isinstance(value, BadInput):
                faults[name] = value.message
            else:
                values[name] = value
        if self._formulas:
            faults |= self._computed(number)
        return values, faults

    def _one(self, column: Column, text: str) -> Any:
        key = (column.field.name, text)
        if key not in self._read:
            try:
                self._read[key] = column.read(text)
            except BadInput as fault:
                self._read[key] = fault
        return self._read[key]

    def _computed(self, number: int) -> dict[str, Text]:
        return {name: _FORMULA for place, name in self._used.items() if (number, place) in self._formulas}

    def written(self, cells: Sequence[str]) -> Written:
        """Give how a row names its area."""
        code, province, district, subdistrict, whole = (
            cells[place] if 0 <= place < len(cells) else "" for place in self._area_places
        )
        if whole and not (province or district or subdistrict):
            return split_address(whole)._replace(code=code)
        return Written(code, province, district, subdistrict)


_FORMULA = Text(
    "เป็นสูตร ระบบไม่คำนวณสูตร โปรดวางเป็นค่า (Paste values)",
    "This is a formula, which is not computed; paste it as a value",
)
