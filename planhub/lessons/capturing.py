"""Capturing: a lesson begins where something was learnt, with as much as is known there (workflows.md §6).

Whatever captures (a report, an activity that is done, a resolution, a person on a page) says what it captures from by a
key; the same thing is captured once, however often it is asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.activities.models import JointActivity
from planhub.kernel.access import Actor
from planhub.kernel.errors import Invalid
from planhub.kernel.fields import Field, Kind, parse_all
from planhub.kernel.text import Text
from planhub.lessons import choices
from planhub.lessons.models import Lesson
from planhub.record import access, services
from planhub.record.models import Record
from planhub.record.types import registry


@dataclass(frozen=True, kw_only=True)
class Seed:
    """What a lesson begins with."""

    owner_org: str
    """Code of the agency that will write it up."""
    title: str
    what: str | None = None
    """What was learnt, in the words of whoever said it."""
    source: str
    """Where it can be read up, in words."""
    key: str
    """What it is captured from, such as `resolution:…`; at most 120 characters."""
    begun_from: Record | None = None
    """The record it comes from, of whichever type."""
    kind: str = "practice"
    activity: JointActivity | None = None
    """The activity in which it was learnt."""
    areas: Sequence[str] = ()
    directions: Sequence[str] = ()
    agencies: Sequence[str] = ()
    """Codes of the agencies that it names; each will confirm the facts. None: the owner alone."""
    is_training: bool = False
    origin: str = "own"
    more: Mapping[str, Any] | None = None
    """Further attributes of `Lesson`, trusted as they are."""


def capture(session: Session, actor: Actor, seed: Seed) -> Lesson | None:
    """Begin a lesson, or give None where that has been captured already.

    It belongs to the act that caused it and runs in its transaction: no right is asked, and nothing is committed.
    """
    if session.scalar(select(Lesson.id).where(Lesson.begun_key == seed.key)) is not None:
        return None
    lesson: Lesson = services.begin(
        session, actor, registry.get("lessons"), _values(seed), owner_org=seed.owner_org
    )
    return lesson


def _values(seed: Seed) -> dict[str, Any]:
    activity = seed.activity
    begun_from = seed.begun_from
    return {
        "title": seed.title[:500],
        "kind": seed.kind,
        "result": seed.what,
        "source": seed.source[:2_000],
        "begun_key": seed.key[:120],
        "begun_from_id": begun_from.id if begun_from else None,
        "activity": activity,
        "activity_id": activity.id if activity else None,
        "areas": list(seed.areas or (activity.area_codes if activity else ()) or ()),
        "directions": list(seed.directions or (activity.direction if activity else ()) or ()),
        "target_groups": [activity.target_group] if activity and activity.target_group else [],
        "agencies": list(seed.agencies or [seed.owner_org]),
        "is_training": seed.is_training,
        "origin": seed.origin,
        **(seed.more or {}),
    }


FIELDS = (
    Field("title", Kind.LINE, Text("บทเรียนในหนึ่งบรรทัด", "The lesson in a line"), required=True, max=500),
    Field(
        "result",
        Kind.BODY,
        Text("เกิดอะไรขึ้น และเรียนรู้อะไร", "What happened and what was learnt"),
        required=True,
        max=6_000,
        help=Text("สองสามประโยคก็พอ เขียนต่อภายหลังได้", "Two or three sentences do; it can be written up later"),
    ),
    Field(
        "kind", Kind.CHOICE, Text("ประเภท", "Kind"), required=True, choices=choices.KINDS, default="practice"
    ),
)
"""What is asked on the spot; the rest is known from the page or asked later."""


def may_capture(actor: Actor) -> bool:
    """Tell whether the actor writes lessons at all."""
    return access.may_create(actor, registry.get("lessons"))


def by_hand(session: Session, actor: Actor, begun_from: Record, typed: Mapping[str, Any]) -> Lesson:
    """Begin a lesson on the page of an activity or a plan: title, what was learnt and its kind are typed, the rest is known.

    Raises `Denied` or `Invalid` as beginning any record does.
    """
    said, faults = parse_all(FIELDS, typed)
    if faults:
        raise Invalid(faults)
    activity = begun_from if isinstance(begun_from, JointActivity) else None
    codes = [row.area_code for row in begun_from.area_rows]
    mine = {code for s in actor.standings for code in s.areas}
    standing = access.authorise_create(actor, registry.get("lessons"))
    raw = {
        **said,
        "areas": _within(codes, mine) if mine else codes,
        "directions": list(activity.direction or ()) if activity else [],
        "target_groups": [activity.target_group] if activity and activity.target_group else [],
        "agencies": [standing.org],
        "activity": activity.code if activity else None,
        "source": f"{registry.get(begun_from.type).label.th} {begun_from.code}",
    }
    lesson: Lesson = services.create(session, actor, registry.get("lessons"), raw)
    lesson.begun_from_id = begun_from.id
    return lesson


def _within(codes: Sequence[str], mine: set[str]) -> list[str]:
    """Keep the areas that somebody looks after; of a wider one, their own part of it."""
    kept = [code for code in codes if any(code.startswith(own) for own in mine)]
    return kept or sorted(own for own in mine if any(own.startswith(code) for code in codes))
