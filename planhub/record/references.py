"""Checking what fields point at: organisations, areas, posts, and records that the actor may see."""

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.people.models import Organization, Post
from planhub.places.models import Area
from planhub.record.access import visible, visible_any
from planhub.record.models import Record
from planhub.record.types import registry

Place = tuple[Field, MutableMapping[str, Any], str]
"""A field, the values that hold it, and the name under which a fault is told."""

_MISSING = {
    Kind.ORG: Text("ไม่พบหน่วยงานรหัส {code}", "There is no organisation {code}"),
    Kind.AREA: Text("ไม่พบพื้นที่รหัส {code}", "There is no area {code}"),
    Kind.POST: Text("ไม่พบตำแหน่งนี้ หรือปิดใช้แล้ว", "There is no such post, or it is closed"),
    Kind.RECORD: Text("ไม่พบรายการ {code}", "There is no item {code}"),
}

_ONE_OF = {
    Kind.ORG: Kind.ORG,
    Kind.ORGS: Kind.ORG,
    Kind.AREA: Kind.AREA,
    Kind.AREAS: Kind.AREA,
    Kind.POST: Kind.POST,
}


def resolve(session: Session, actor: Actor, places: Sequence[Place], faults: dict[str, list[Text]]) -> None:
    """Check every reference, one query per kind; a record's code is replaced by the record itself."""
    for kind in (Kind.ORG, Kind.AREA, Kind.POST):
        mine = [p for p in places if _ONE_OF.get(p[0].kind) is kind]
        _check_codes(kind, mine, _known(session, kind, {code for p in mine for code in _codes(p)}), faults)
    _resolve_records(session, actor, [p for p in places if p[0].kind is Kind.RECORD], faults)


def _codes(place: Place) -> list[str]:
    field, values, _name = place
    value = values[field.name]
    if value is None:
        return []
    return list(value) if field.many else [value]


def _known(session: Session, kind: Kind, codes: set[str]) -> set[str]:
    if not codes:
        return set()
    column = {Kind.ORG: Organization.code, Kind.AREA: Area.code, Kind.POST: Post.id}[kind]
    query = select(column).where(column.in_(sorted(codes)))
    if kind is Kind.POST:
        query = query.where(~Post.is_closed)
    return set(session.scalars(query))


_DIGITS = {"province": 2, "district": 4, "subdistrict": 6}


def _check_codes(kind: Kind, places: Iterable[Place], known: set[str], faults: dict[str, list[Text]]) -> None:
    for place in places:
        level = _DIGITS.get(place[0].ref or "") if kind is Kind.AREA else None
        wrong = [code for code in _codes(place) if code not in known or (level and len(code) != level)]
        if wrong:
            faults.setdefault(place[2], []).extend(_MISSING[kind].format(code=code) for code in wrong)


def _resolve_records(
    session: Session, actor: Actor, places: Iterable[Place], faults: dict[str, list[Text]]
) -> None:
    by_type: dict[str, list[Place]] = {}
    for place in places:
        by_type.setdefault(place[0].ref or "", []).append(place)
    for name, mine in by_type.items():
        found = _records(session, actor, name, {code for p in mine for code in _codes(p)})
        for field, values, told_as in mine:
            code = values[field.name]
            values[field.name] = found.get(code)
            if code is not None and code not in found:
                faults.setdefault(told_as, []).append(_MISSING[Kind.RECORD].format(code=code))


def _records(session: Session, actor: Actor, name: str, codes: set[str]) -> Mapping[str, Record]:
    if not codes:
        return {}
    if not name:
        any_type = select(Record).where(Record.code.in_(sorted(codes)), visible_any(actor))
        return {record.code: record for record in session.scalars(any_type)}
    rt = registry.get(name)
    query = select(rt.model).where(Record.code.in_(sorted(codes)), visible(actor, rt.view, rt))
    return {record.code: record for record in session.scalars(query)}
