"""The next meeting of a committee: set up from the last one, so that three clicks are enough."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.errors import Invalid
from planhub.kernel.fields import Field, Kind, parse_all
from planhub.kernel.text import Text
from planhub.meetings.models import Committee, Meeting
from planhub.meetings.words import ADOPTION, ARISING, CONSIDERATION
from planhub.record import access, services
from planhub.record.types import registry

USUAL_GAP = timedelta(days=91)
"""Between two meetings where nothing tells otherwise: a quarter."""

FIELDS: tuple[Field, ...] = (
    Field("held_on", Kind.DATE, Text("วันประชุม", "Day"), required=True),
    Field("starts_at", Kind.TIME, Text("เวลาเริ่ม", "Begins")),
    Field("ends_at", Kind.TIME, Text("เวลาสิ้นสุด", "Ends")),
    Field("place", Kind.LINE, Text("สถานที่", "Place"), max=300),
    Field("link", Kind.LINE, Text("ห้องประชุมออนไลน์", "Online room"), max=300),
    Field(
        "skeleton",
        Kind.BOOL,
        Text("ใช้โครงระเบียบวาระจากครั้งก่อน", "Take over the skeleton of the last agenda"),
        default=True,
    ),
)

OWN_PARTS = (ADOPTION, ARISING, CONSIDERATION)
"""Parts that each meeting fills by itself; the others come from the last agenda."""


def last_of(session: Session, actor: Actor, committee: Committee) -> Meeting | None:
    """Give the committee's last meeting that the actor may see and that was not cancelled, with its lists."""
    rt = registry.get("meetings")
    query = (
        select(Meeting.code)
        .where(
            Meeting.committee_code == committee.code,
            Meeting.state != "cancelled",
            access.visible(actor, rt.view, rt),
        )
        .order_by(Meeting.held_on.desc(), Meeting.code.desc())
        .limit(1)
    )
    code = session.scalar(query)
    return services.load(session, rt, code) if code else None


def proposed(committee: Committee, last: Meeting | None) -> Mapping[str, Any]:
    """Give what the form begins with: a quarter later on the same weekday, at the same hours and place."""
    day = (last.held_on if last else clock.today()) + USUAL_GAP
    soonest = clock.today() + timedelta(days=committee.notice_days + 1)
    return {
        "held_on": _weekday(max(day, soonest)),
        "starts_at": last.starts_at if last else None,
        "ends_at": last.ends_at if last else None,
        "place": last.place if last else None,
        "link": last.link if last else None,
        "skeleton": True,
    }


def _weekday(day: date) -> date:
    """Give that day, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day


def skeleton(last: Meeting) -> list[dict[str, Any]]:
    """Give the matters that come each time: their part, title, agency and length, without what was said of them."""
    return [
        {
            "section": item.section,
            "title": item.title,
            "org": item.org,
            "requested": item.requested,
            "minutes": item.minutes,
        }
        for item in last.agenda
        if item.section not in OWN_PARTS and item.about_id is None and item.proposal_id is None
    ]


def guests(last: Meeting) -> Sequence[Any]:
    """Give those in attendance last time who were no members."""
    return [a for a in last.attendees if a.kind == "attendee"]


def call(session: Session, actor: Actor, committee: Committee, raw: Mapping[str, Any]) -> Meeting:
    """Set up the next meeting. Raises `Denied` and `Invalid`.

    Members with who holds their posts today, minutes to adopt and open assignments come by themselves.
    """
    rt = registry.get("meetings")
    access.authorise_create(actor, rt)
    values, faults = parse_all(FIELDS, raw)
    if faults:
        raise Invalid(faults)
    last = last_of(session, actor, committee)
    given = {name: raw.get(name) for name in ("held_on", "starts_at", "ends_at", "place", "link")}
    given["committee_code"] = committee.code
    if last is not None:
        given["provinces"] = list(last.provinces)
        if values["skeleton"]:
            given["agenda"] = skeleton(last)
    made: Meeting = services.create(session, actor, rt, given)
    return made
