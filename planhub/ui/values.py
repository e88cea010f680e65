"""Values of fields as a page shows them: words for codes, links for records, dates and money as people read them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from planhub.kernel.fields import Field, Kind
from planhub.kernel.numbers import format_money, format_number
from planhub.kernel.text import Text, plain
from planhub.kernel.thai import format_date, format_time
from planhub.people.models import Organization, Post
from planhub.places.queries import full_names
from planhub.record.models import Record
from planhub.record.types import RecordType


@dataclass(frozen=True, slots=True)
class Shown:
    """A value ready to be drawn; `text` is None where nothing was given."""

    text: str | None
    href: str | None = None
    long: bool = False
    number: bool = False
    thai: bool = False
    """Data in Thai, to be marked so on an English page."""
    items: Sequence["Shown"] = ()


@dataclass(frozen=True, slots=True)
class OrgShown:
    """An organisation as a small mark of colour and its abbreviation."""

    code: str
    text: str
    full: str
    colour: str | None = None
    thai: bool = False


@dataclass
class Names:
    """The names behind the codes of one page, read in at most three queries."""

    orgs: dict[str, OrgShown] = field(default_factory=dict)
    areas: dict[str, Text] = field(default_factory=dict)
    posts: dict[str, Text] = field(default_factory=dict)

    def org(self, code: str | None) -> OrgShown:
        """Give an organisation; one that is not known reads as its code."""
        code = code or ""
        return self.orgs.get(code) or OrgShown(code, code, code)

    def area(self, code: str | None) -> str:
        """Give the name of an area with what is around it."""
        return str(self.areas.get(code or "", plain(code or "")))


NOTHING = Shown(None)


def read_names(
    session: Session,
    *,
    orgs: Iterable[str] = (),
    areas: Iterable[str] = (),
    posts: Iterable[str] = (),
    known: Names | None = None,
) -> Names:
    """Read the names of organisations, areas and posts; kinds of which all are `known` cost no query."""
    names = known or Names()
    wanted = {code for code in orgs if code and code not in names.orgs}
    names.orgs.update(_loaded_orgs(session, wanted))
    wanted -= set(names.orgs)
    if wanted:
        found = session.scalars(select(Organization).where(Organization.code.in_(sorted(wanted))))
        names.orgs.update((o.code, show_org(o)) for o in found)
    places = sorted({code for code in areas if code and code not in names.areas})
    if places:
        names.areas.update(full_names(session, places))
    held = sorted({key for key in posts if key})
    if held:
        rows = session.execute(select(Post.id, Post.title_th, Post.title_en).where(Post.id.in_(held)))
        names.posts.update((key, Text(th, en)) for key, th, en in rows)
    return names


def _loaded_orgs(session: Session, codes: Iterable[str]) -> dict[str, OrgShown]:
    """Give the organisations that came with the record already; asking for them again would be one query more."""
    found = {code: session.identity_map.get(identity_key(Organization, code)) for code in codes}
    return {code: show_org(org) for code, org in found.items() if org is not None}


def show_org(org: Organization) -> OrgShown:
    """Show an organisation by its abbreviation in the reader's language."""
    return OrgShown(org.code, str(org.abbr), str(org.name), org.colour)


def names_of(session: Session, record_type: RecordType, record: Any, orgs: Iterable[str] = ()) -> Names:
    """Read every name that the fields and children of a record need; `orgs` are needed besides."""
    codes: dict[Kind, set[str]] = {Kind.ORG: {record.owner_org, *orgs}, Kind.AREA: set(), Kind.POST: set()}
    for one, row in _all_values(record_type, record):
        kind = _ONE.get(one.kind)
        if kind is None:
            continue
        value = getattr(row, one.name)
        codes[kind].update(value or () if one.many else [value] if value else ())
    return read_names(session, orgs=codes[Kind.ORG], areas=codes[Kind.AREA], posts=codes[Kind.POST])


_ONE = {
    Kind.ORG: Kind.ORG,
    Kind.ORGS: Kind.ORG,
    Kind.AREA: Kind.AREA,
    Kind.AREAS: Kind.AREA,
    Kind.POST: Kind.POST,
}


def _all_values(record_type: RecordType, record: Any) -> Iterable[tuple[Field, Any]]:
    yield from ((one, record) for one in record_type.fields)
    for children in record_type.children:
        for row in getattr(record, children.name):
            yield from ((one, row) for one in children.fields)


def show(one: Field, value: Any, names: Names) -> Shown:
    """Show the value of a field; a list is shown item by item."""
    if value is None or value in ("", []):
        return NOTHING
    if one.many:
        return Shown("", items=[show_one(one, item, names) for item in value])
    return show_one(one, value, names)


def show_one(one: Field, value: Any, names: Names) -> Shown:
    """Show a single value."""
    drawn = _DRAWN.get(one.kind)
    return drawn(one, value, names) if drawn else Shown(str(value), thai=True)


def _record(_one: Field, value: Record, _names: Names) -> Shown:
    return Shown(
        f"{value.code} {value.title}", href=url_for(f"{value.type}.show", code=value.code), thai=True
    )


def _org(_one: Field, value: str, names: Names) -> Shown:
    return Shown(names.org(value).full)


def _choice(one: Field, value: str, _names: Names) -> Shown:
    return Shown(str(one.choice_label(value)))


def _yes_no(_one: Field, value: bool, _names: Names) -> Shown:  # noqa: FBT001 - a value, not a switch
    return Shown(str(Text("ใช่", "Yes") if value else Text("ไม่ใช่", "No")))


_DRAWN: dict[Kind, Callable[[Field, Any, Names], Shown]] = {
    Kind.BODY: lambda _f, v, _n: Shown(v, long=True, thai=True),
    Kind.INTEGER: lambda _f, v, _n: Shown(format_number(v), number=True),
    Kind.PERCENT: lambda _f, v, _n: Shown(f"{v} %", number=True),
    Kind.MONEY: lambda _f, v, _n: Shown(format_money(v), number=True),
    Kind.DATE: lambda _f, v, _n: Shown(format_date(v)),
    Kind.TIME: lambda _f, v, _n: Shown(format_time(v)),
    Kind.BOOL: _yes_no,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choice,
    Kind.FISCAL_YEAR: lambda _f, v, _n: Shown(str(Text("ปีงบประมาณ {n}", "FY {n}").format(n=v))),
    Kind.QUARTER: lambda _f, v, _n: Shown(str(Text("ไตรมาส {n}", "Quarter {n}").format(n=v))),
    Kind.ORG: _org,
    Kind.ORGS: _org,
    Kind.AREA: lambda _f, v, n: Shown(n.area(v)),
    Kind.AREAS: lambda _f, v, n: Shown(n.area(v)),
    Kind.POST: lambda _f, v, n: Shown(str(n.posts.get(v, plain(v)))),
    Kind.RECORD: _record,
}
