"""Options of fields that choose an organisation, an area, a post or another record: short lists, or a search."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from planhub.kernel.access import Actor
from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.kernel.textclean import search_key
from planhub.people.models import Organization, Post
from planhub.people.queries import list_organizations
from planhub.places.levels import AreaLevel
from planhub.places.queries import full_names, list_areas, search_areas
from planhub.record.access import visible_any
from planhub.record.models import Record
from planhub.record.queries import ListQuery, list_page
from planhub.record.types import registry
from planhub.ui.inputs import Inputs, showable

SEEK = "_q."
"""What the name of a search input begins with; the field's own name follows."""
FIND = "_find"
"""Name of the button that searches where there is no script."""
LONGEST_SEARCH = 100


class Option(NamedTuple):
    """Something to choose."""

    key: str
    label: str
    more: str = ""
    """A second line: a full name, a state."""


@dataclass
class Choosers:
    """Reads options when a form needs them, each kind once a page."""

    session: Session
    actor: Actor
    inputs: Inputs

    def is_search(self, field: Field) -> bool:
        """Tell whether a field is chosen by searching, not from a list."""
        return field.kind is Kind.RECORD or (
            field.kind in (Kind.AREA, Kind.AREAS) and field.ref != "province"
        )

    def options(self, field: Field) -> Sequence[Option]:
        """Give everything that a field may be, where that is a list."""
        if field.choices:
            return [Option(key, str(label)) for key, label in field.choices]
        read: dict[Kind, Callable[[], Sequence[Option]]] = {
            Kind.ORG: lambda: self._orgs,
            Kind.ORGS: lambda: self._orgs,
            Kind.POST: lambda: self._posts,
            Kind.AREA: lambda: self._provinces,
            Kind.AREAS: lambda: self._provinces,
        }
        return read[field.kind]() if field.kind in read and not self.is_search(field) else ()

    def sought(self, name: str) -> str:
        """Give what stands in the search of the input called `name`."""
        return showable(self.inputs.get(f"{SEEK}{name}", ""))[:LONGEST_SEARCH]

    def found(self, field: Field, name: str) -> Sequence[Option]:
        """Give what the search of an input finds; a search for records shows the newest before anything is typed."""
        return search(self.session, self.actor, field, self.sought(name)) if self.is_search(field) else ()

    def named(self, field: Field, keys: Sequence[str]) -> Sequence[Option]:
        """Give the chosen keys with their words; one that is not known reads as itself."""
        keys = [key for key in keys if key]
        if not keys:
            return ()
        if not self.is_search(field):
            known = {o.key: o for o in self.options(field)}
        elif field.kind is Kind.RECORD:
            rows = self.session.execute(select(Record.code, Record.title).where(Record.code.in_(keys[:200])))
            known = {code: Option(code, code, title) for code, title in rows}
        else:
            known = {code: Option(code, str(name)) for code, name in full_names(self.session, keys).items()}
        return [known.get(key, Option(key, key)) for key in keys]

    @cached_property
    def _orgs(self) -> Sequence[Option]:
        return [_org_option(o) for o in list_organizations(self.session)]

    @cached_property
    def _posts(self) -> Sequence[Option]:
        query = (
            select(Post)
            .options(joinedload(Post.org))
            .where(~Post.is_closed)
            .order_by(Post.org_code, Post.role, Post.id)
        )
        return [Option(p.id, f"{p.title} ({p.org.abbr})") for p in self.session.scalars(query)]

    @cached_property
    def _provinces(self) -> Sequence[Option]:
        return [Option(a.code, str(a.name)) for a in list_areas(self.session, AreaLevel.PROVINCE)]


def _org_option(org: Organization) -> Option:
    name, abbr = str(org.name), str(org.abbr)
    return Option(org.code, name if name == abbr else f"{abbr} – {name}")


def search(session: Session, actor: Actor, field: Field, text: str) -> Sequence[Option]:
    """Find areas or records by what was typed; at most twelve."""
    if field.kind is Kind.RECORD:
        return _records(session, actor, field.ref or "", text)
    level = AreaLevel(field.ref) if field.ref else None
    areas = search_areas(session, text, level=level, limit=12)
    names = full_names(session, [a.code for a in areas]) if areas else {}
    return [Option(a.code, str(names.get(a.code, Text(a.name_th, a.name_en)))) for a in areas]


def _records(session: Session, actor: Actor, name: str, text: str) -> Sequence[Option]:
    """Find records of a type, or of any type where none is named; the newest where nothing was typed."""
    if name in registry:
        found = list_page(session, actor, registry.get(name), ListQuery(q=text or None, limit=8)).rows
    else:
        words = [Record.search_key.contains(word, autoescape=True) for word in search_key(text).split()]
        query = select(Record.code, Record.title).where(visible_any(actor), *words)
        found = session.execute(query.order_by(Record.updated_at.desc(), Record.id).limit(8)).all()
    return [Option(row.code, row.code, row.title) for row in found]
