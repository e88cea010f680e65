"""The register of duties as pages show it: one MOU party by party, all MOUs on one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.errors import NotFound
from planhub.kernel.text import Text
from planhub.kernel.thai import arabic_digits, fiscal_year
from planhub.mou.duties import fulfilling, health, register
from planhub.mou.duties import measures as duties
from planhub.mou.duties.fulfilments import MouFulfilment
from planhub.mou.duties.obligations import Obligation, obligations_of
from planhub.mou.duties.register import Register
from planhub.mou.models import Mou
from planhub.record.models import Attachment, Record

TONES = {"good": "good", "wait": "wait", "bad": "bad", "none": "draft"}
"""Tones by light, as templates draw them."""


@dataclass(frozen=True)
class Asked:
    """What the reader narrowed the pages to; kept in the address."""

    fiscal_year: int | None = None
    org: str | None = None
    light: str | None = None

    def args(self, **other: Any) -> dict[str, Any]:
        """Give the address's values with some changed."""
        values = {"fiscal_year": self.fiscal_year, "org": self.org, "light": self.light, **other}
        return {name: value for name, value in values.items() if value}

    @property
    def years(self) -> list[int]:
        """Fiscal years to choose from."""
        now = fiscal_year(clock.today())
        return sorted({*range(now - 4, now + 3), self.fiscal_year or now}, reverse=True)


def asked(args: Mapping[str, str]) -> Asked:
    """Read what an address asks for; what is no year, agency or light is passed over."""
    year = arabic_digits(args.get("fiscal_year", "").strip())
    org, light = args.get("org", "").strip()[:20], args.get("light", "")
    return Asked(
        fiscal_year=int(year) if year.isdigit() and 2400 < int(year) < 2800 else None,
        org=org or None,
        light=light if light in duties.LIGHTS else None,
    )


@dataclass(frozen=True)
class Part:
    """The duties of one party of one MOU."""

    org: str | None
    name: Text
    found: Sequence[Obligation]

    @property
    def light(self) -> str:
        """The light that needs somebody most."""
        return duties.worst(one.standing.light for one in self.found)

    @property
    def done(self) -> int:
        """How many stand well."""
        return sum(one.standing.light == "good" for one in self.found)


JOINT = Text("ทุกฝ่ายร่วมกัน", "All together")


# --- one MOU ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OfOne:
    """The duties of one MOU."""

    parts: Sequence[Part]
    health: health.Health | None
    may: frozenset[str]
    """Ids of the duties on which the reader may say something."""
    counts: Mapping[str, int]
    evidence: Mapping[str, Any] = field(default_factory=dict)


def of_one(session: Session, actor: Actor, mou: Mou) -> OfOne:
    """Give the duties of one MOU, party by party, with its health."""
    today = clock.today()
    found = obligations_of(session, mou, today)
    known = health.told(session, [mou.id]) if mou.state in register.LIVING else {}
    parts = [
        Part(party.org, party.organization.abbr, [one for one in found if one.org == party.org])
        for party in mou.parties
    ]
    joint = [one for one in found if one.org is None]
    if joint:
        parts.append(Part(None, JOINT, joint))
    return OfOne(
        parts=parts,
        health=health.of(mou, found, known, today),
        may=frozenset(one.duty.id for one in found if fulfilling.may_fulfil(actor, mou, one.duty)),
        counts={light: sum(one.standing.light == light for one in found) for light in duties.ORDER},
    )


# --- one duty -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """One duty with everything that was said of it."""

    one: Obligation
    name: Text
    periods: Sequence[date]
    """Periods on which a word may be said."""
    records: Mapping[str, Any]
    """Records that show it, by id."""
    files: Mapping[str, str]
    """Names of files by id."""

    @property
    def duty(self) -> Any:
        """The row of the text."""
        return self.one.duty

    @property
    def words(self) -> Sequence[MouFulfilment]:
        """What was said, newest first."""
        return list(reversed(self.one.said))


def one(session: Session, mou: Mou, duty_id: str) -> Shown:
    """Give one duty of an MOU. Raises `NotFound`."""
    today = clock.today()
    found = next((x for x in obligations_of(session, mou, today) if x.duty.id == duty_id), None)
    if found is None:
        raise NotFound
    names = {party.org: party.organization.name for party in mou.parties}
    ids = {x.evidence_id for x in found.said if x.evidence_id}
    records = select(Record.id, Record.type, Record.code, Record.title).where(Record.id.in_(ids))
    files = select(Attachment.id, Attachment.name).where(
        Attachment.id.in_({x.attachment_id for x in found.said if x.attachment_id})
    )
    return Shown(
        one=found,
        name=names.get(found.org or "", JOINT),
        periods=duties.periods(found.duty, found.said, duties.Life.of(mou), today),
        records={row.id: row for row in session.execute(records)} if ids else {},
        files=dict(session.execute(files).all()),
    )


# --- all MOUs -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Overdue:
    """A duty that stands out, with its MOU."""

    code: str
    title: str
    name: Text
    one: Obligation


@dataclass(frozen=True)
class Overview:
    """The duties of all MOUs that are in force."""

    register: Register
    rows: Sequence[tuple[Any, Sequence[Part]]]
    """Each MOU with the parts of its parties."""
    listed: Sequence[Overdue]
    """The duties of the light that was asked for; those overdue unless told."""
    counts: Mapping[str, int]
    orgs: Sequence[tuple[str, Text]]
    """Agencies to choose from."""


def register_of(session: Session, actor: Actor, wanted: Asked, states: Sequence[str] = ()) -> Register:
    """Give the register narrowed to what was asked."""
    return register.read(session, actor, fiscal_year=wanted.fiscal_year, org=wanted.org, states=states)


def oversee(session: Session, actor: Actor, wanted: Asked) -> Overview:
    """Give the duties of the MOUs in force, and of those that ended with duties undone."""
    found = register_of(session, actor, wanted, ("in_force", "suspended", "expired", "terminated"))
    rows, listed = [], []
    counts = dict.fromkeys(duties.ORDER, 0)
    for line in found.lines:
        parts = [Part(org, found.called(org), line.of_party(org)) for org in line.parties]
        parts.append(Part(None, JOINT, line.of_party(None)))
        if wanted.org:
            parts = [part for part in parts if part.org in (wanted.org, None)]
        rows.append((line, [part for part in parts if part.found]))
        for part in parts:
            for x in part.found:
                counts[x.standing.light] += 1
                if x.standing.light == (wanted.light or "bad"):
                    listed.append(Overdue(line.row.code, line.row.title, part.name, x))
    listed.sort(key=lambda x: x.one.standing.due_on or date.max)
    return Overview(found, rows, listed, counts, sorted(found.orgs.items(), key=lambda pair: pair[1].th))
