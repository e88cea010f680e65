"""The declaration of a record type: fields, machine, rights and hooks in one value that everything reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from planhub.kernel.access import Actor, Policy
from planhub.kernel.fields import Field
from planhub.kernel.text import Text
from planhub.kernel.workflow import Case, Workflow
from planhub.record.days import DayKind

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from planhub.people.queries import PostHolder
    from planhub.record.models import Event, Record

Effect = Callable[["Session", Case, "Event"], None]
"""What a move causes: writes rows or enqueues jobs, inside the same transaction; never talks to the world."""


def _nothing(_session: Session, _record: Any) -> Mapping[str, Any]:
    return {}


def _no_date(_record: Any) -> date | None:
    return None


def _no_money(_record: Any, _org: str) -> int | None:
    return None


def _owner_only(record: Any) -> Iterable[str]:
    return (record.owner_org,)


def _no_areas(_record: Any) -> Iterable[str]:
    return ()


@dataclass(frozen=True)
class Children:
    """Rows that belong to a record and are edited with it, such as the parties of an MOU."""

    name: str
    """The attribute of the record and the name in the API, such as `parties`."""
    label: Text
    model: type[Any]
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ()
    """Fields that name a row within its record, so that sending the list again changes rows instead of remaking them."""
    section: str = "main"
    content: bool = True
    """Part of what is approved."""
    permission: str | None = None
    """What a reader needs beside the right to see the record; None: whoever sees the record sees the rows."""
    minimum: int = 0
    read_only: bool = False
    screen: str | None = None
    """Endpoint of the screen on which the rows are changed, instead of on the record's form; the API takes them as ever."""
    dropped: str = ""
    """Name of a column that is filled in for rows that are out of the list but must stay, such as `dropped_on`."""
    links: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    """Records that a row points at besides those of its fields, and loader options of what is needed of either."""


@dataclass(frozen=True)
class Column:
    """A column of the type's list: from the header row or the type's own table."""

    name: str
    label: Text
    sortable: bool = True
    numeric: bool = False
    kind: str = "text"
    """How it is drawn: text, date, datetime, money, state, org, percent, fiscal_year, province."""


@dataclass(frozen=True)
class Document:
    """A paper that a record can be printed as."""

    kind: str
    """Its name in `planhub pdf` and in the API."""
    label: Text
    render: Callable[[Session, Any, Mapping[str, Any]], bytes]
    """Called with the session, the record and options such as {"thai_digits": True}; gives the PDF."""
    permission: str
    reader: Callable[[Actor, Any], bool] | None = None
    """Who of those with the permission may have it, where that hangs on the person; None: all of them."""


@dataclass(frozen=True)
class Condition:
    """Something about a record on which rights may depend, asked of one record and, in SQL, of many."""

    key: str
    """The name by which grants refer to it."""
    label: Text
    """What it is, for the printed table of rights."""
    holds: Callable[[Any], bool]
    where: Callable[[], ColumnElement[bool]]
    """The same as a condition on `Record`; columns of the type's own table need an EXISTS."""


@dataclass(frozen=True)
class RecordType:
    """One type of governed record."""

    name: str
    """The name in URLs and in the API: plural, kebab-case, such as `progress-reports`."""
    key: str
    """The prefix of its permissions, such as `mou` in `mou:view`."""
    label: Text
    """One of them."""
    plural: Text
    """Many of them; the title of the list."""
    model: type[Record]
    workflow: Workflow
    policy: Policy
    fields: tuple[Field, ...]
    code_prefix: str
    """Codes read PREFIX-YEAR-NNNN; numbers run without gaps per prefix and Buddhist-Era year."""
    derived: tuple[Field, ...] = ()
    """Facts that moves and dates alone write: the API and the history show them, saves refuse them."""
    children: tuple[Children, ...] = ()
    columns: tuple[Column, ...] = ()
    filters: tuple[str, ...] = ("state", "q")
    """Filters of the list beside the text search: state, owner_org, fiscal_year, province, party."""
    template: str = ""
    """Folder of its templates; the record page includes `<template>/_content.html` where it exists."""
    older_workflows: tuple[Workflow, ...] = ()
    """Earlier versions of the machine that records still follow (rule R3)."""
    parties: Callable[[Any], Iterable[str]] = _owner_only
    """Codes of the organisations that are party to the record; they get the lanes, unless `members` says otherwise."""
    members: Callable[[Any, str], Iterable[str]] | None = None
    """Codes of the organisations that get lanes of the set with that key; None: every party gets every lane."""
    areas: Callable[[Any], Iterable[str]] = _no_areas
    """Area codes that the record touches."""
    facts: Callable[[Session, Any], Mapping[str, Any]] = _nothing
    """What guards may need beyond the record; gathered once a page or move, in a fixed number of queries."""
    wake_on: Callable[[Any], date | None] = _no_date
    """The next day on which an automatic move may become due; the daily run looks at nothing else."""
    amount: Callable[[Any, str], int | None] = _no_money
    """Satang for which an approval of that organisation answers; compared with the limit of a delegation (rule R6)."""
    effects: Mapping[str, Effect] = field(default_factory=dict)
    """The functions behind the effect names of the machine."""
    loads: tuple[Any, ...] = ()
    """Loader options of the record itself, besides its lists; not for other records, whose tables they would join."""
    links: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    """Records that it points at besides those of its fields, and loader options of what is needed of either."""
    on_create: Callable[[Session, Any], None] | None = None
    """Fills in what a new record derives from others (a template's clauses, an area's province)."""
    check: Callable[[Any], Mapping[str, Sequence[Text]]] | None = None
    """Rules between fields (end after start); gives faults by field."""
    warnings: Callable[[Any], Sequence[tuple[str, Text]]] | None = None
    """What is odd and may stand all the same, by field or list of children: told on the form, refused never."""
    documents: tuple[Document, ...] = ()
    flags: Callable[[Any, date], Sequence[tuple[str, Text]]] | None = None
    """Flags computed from dates and children, never stored as states (rule R13)."""
    creatable: bool = True
    """People may begin one; some types are only begun by the system."""
    starts: str | None = None
    """Endpoint of a page on which one chooses what a new one starts from, such as a template."""
    conditions: tuple[Condition, ...] = ()
    """What grants of this type may make depend on the record besides its state."""
    public_states: frozenset[str] = frozenset()
    """States in which its papers may be named to anybody who holds one (the page /verify); drafts never are."""
    revoked_states: frozenset[str] = frozenset()
    """States in which papers that were handed out before no longer hold."""
    audiences: Mapping[str, Callable[[Any, PostHolder, Event], bool]] = field(default_factory=dict)
    """Who is meant by audiences of this type's own notices, beside those of `planhub.record.notices`."""
    by_section: bool = False
    """Each section is a form of its own, saved by itself, because several people write at once; else one form holds all."""
    closed: Callable[[Any, Actor], Mapping[str, Text]] | None = None
    """Sections that somebody who may change the record cannot change now, with the reason; told, the save decides."""
    on_save: Callable[[Session, Any], object] | None = None
    """What an edit sets off, such as a move that the first edit is (`flow.advance`); called after the save."""
    calendar_file: Callable[[Any, str], bytes | None] | None = None
    """Gives the record at its address as a calendar file, for mails that tell of it; None where there is nothing to enter."""
    days: tuple[DayKind, ...] = ()
    """The days that its records know of, for the calendar."""

    def __post_init__(self) -> None:
        """Refuse a right that depends on a condition nobody declared, and a day in states that do not exist."""
        for grant in self.policy.grants:
            if grant.when is not None:
                self.condition(grant.when)
        for kind in self.days:
            strange = kind.states - {s for m in (self.workflow, *self.older_workflows) for s in m.state_keys}
            if strange or kind.calls not in self.policy.permissions:
                raise ValueError(f"{self.name}: the day {kind.key} knows strange states or rights: {strange}")

    def condition(self, key: str) -> Condition:
        """Give the condition of that name; raises `KeyError`."""
        for one in self.conditions:
            if one.key == key:
                return one
        raise KeyError(f"{self.name}: no condition {key}")

    @property
    def view(self) -> str:
        """The permission to see one."""
        return f"{self.key}:view"

    @property
    def create(self) -> str:
        """The permission to begin one."""
        return f"{self.key}:create"

    @property
    def edit(self) -> str:
        """The permission to change its fields."""
        return f"{self.key}:edit"

    def machine(self, version: int) -> Workflow:
        """Give the machine of that version; raises `KeyError` if it was never declared."""
        for workflow in (self.workflow, *self.older_workflows):
            if workflow.version == version:
                return workflow
        raise KeyError(f"{self.name}: no workflow of version {version}")

    def field_labels(self) -> dict[str, Text]:
        """Give the words of every field and list of children, for history and differences."""
        labels = {f.name: f.label for f in (*self.fields, *self.derived)}
        labels.update({c.name: c.label for c in self.children})
        return labels


class Registry:
    """The record types that the application knows; filled once from the features' manifests."""

    def __init__(self) -> None:
        self._types: dict[str, RecordType] = {}

    def add(self, record_type: RecordType) -> None:
        """Add a type; raises `ValueError` for a name that another type has."""
        if self._types.setdefault(record_type.name, record_type) is not record_type:
            raise ValueError(f"two record types are called {record_type.name}")

    def get(self, name: str) -> RecordType:
        """Give the type of that name; raises `KeyError`."""
        return self._types[name]

    def all(self) -> tuple[RecordType, ...]:
        """Give all types in the order of the features."""
        return tuple(self._types.values())

    def __contains__(self, name: object) -> bool:
        """Tell whether a type of that name is known."""
        return name in self._types


registry = Registry()
"""The one registry of the process."""
