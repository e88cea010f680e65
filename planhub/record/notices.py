"""Notices of events: whom each concerns, in which words, once a person however often a job runs (rules R4, R5)."""

from collections.abc import Iterable, Mapping

from sqlalchemy import (
    select,
)
from sqlalchemy.orm import Session

from planhub.infra.jobs import enqueue
from planhub.kernel import clock
from planhub.kernel.access import Role, areas_touch
from planhub.kernel.ids import new_id
from planhub.kernel.text import Text, plain
from planhub.kernel.workflow import VOIDED, Notice
from planhub.people.models import Organization
from planhub.people.queries import PostHolder, post_holders
from planhub.record import lanes
from planhub.record.models import Event, Lane, Notification, Record
from planhub.record.services import load
from planhub.record.types import RecordType, registry

MAIL = "mail.notice"
"""The job that turns a notification into a mail."""

_ROLE_OF_AUDIENCE: Mapping[str, Role] = {
    "coordinators": Role.COORDINATOR,
    "directors": Role.DIRECTOR,
    "legal": Role.LEGAL_OFFICER,
    "budget": Role.BUDGET_OFFICER,
    "secretariat": Role.SECRETARIAT,
    "areas": Role.AREA_COORDINATOR,
    "knowledge": Role.KNOWLEDGE_EDITOR,
}
"""Audiences that are every post of a role in the parties (area coordinators: whose areas the record touches);
"owner", "own_areas", "waiting" and "author" are found from the record."""

AUDIENCES = frozenset(_ROLE_OF_AUDIENCE) | {"owner", "own_areas", "waiting", "author"}
"""The audiences that a `Notice` may name, beside those of its record's type (`RecordType.audiences`)."""

_JOINT = frozenset({Role.SECRETARIAT, Role.KNOWLEDGE_EDITOR})
"""Roles that serve all agencies, so their posts are told whatever their organisation."""


def notify(session: Session, event_id: str) -> int:
    """Tell everybody whom an event concerns, once each; give how many are told now. May run twice (rule R5)."""
    event = session.get_one(Event, event_id)
    name = session.scalars(select(Record.type).where(Record.id == event.record_id)).one()
    rt = registry.get(name)
    record = load(session, rt, event.record_id)
    found = rt.machine(record.workflow_version).find(event.move)
    notice = found.notice if found else _HOUSE_NOTICES.get(event.move)
    if notice is None:
        return 0
    return tell(
        session,
        record,
        _recipients(session, record, rt, notice, event),
        _words(session, notice, record, event),
        f"event:{event.id}",
    )


_HOUSE_NOTICES = {
    VOIDED: Notice(
        ("waiting",),
        Text(
            "{actor} แก้ข้อความของ {code} {title} ความเห็นชอบที่ให้ไว้สิ้นผล โปรดพิจารณาข้อความใหม่",
            "{actor} changed the text of {code} {title}; consents given before are void, please look at the new text",
        ),
    )
}
"""What is told of the house's own events (rule R11: whoever consented to another text is asked again)."""


def _words(session: Session, notice: Notice, record: Record, event: Event) -> Text:
    org = session.get(Organization, event.org_code) if event.org_code else None
    return notice.text.format(
        code=plain(record.code),
        title=plain(record.title),
        actor=plain(event.actor_name) if event.actor_id else Text("ระบบ", "the system"),
        org=org.abbr if org else plain(""),
        note=plain(event.note or ""),
    )


def _recipients(session: Session, record: Record, rt: RecordType, notice: Notice, event: Event) -> set[str]:
    holders = post_holders(session)
    orgs = {record.owner_org, *rt.parties(record)}
    people = {h.user_id for audience in notice.to for h in holders if _is_meant(audience, h, record, orgs)}
    own = [rt.audiences[audience] for audience in notice.to if audience in rt.audiences]
    people |= {h.user_id for h in holders for is_meant in own if is_meant(record, h, event)}
    if "waiting" in notice.to:
        waiting = lanes.current(record)
        people |= {h.user_id for h in holders for x in waiting if x.status == lanes.WAITING and _waits(x, h)}
    if "author" in notice.to:
        people.add(record.created_by)
    return {p for p in people if p and p != event.actor_id}


def _waits(lane: Lane, holder: PostHolder) -> bool:
    return (
        holder.post_id == lane.post_id
        if lane.post_id
        else (holder.org, holder.role) == (lane.org_code, lane.role)
    )


def _is_meant(audience: str, holder: PostHolder, record: Record, orgs: set[str]) -> bool:
    if audience == "owner":
        return holder.org == record.owner_org and holder.role == Role.COORDINATOR.value
    if audience == "own_areas":
        return holder.org == record.owner_org and _looks_after(holder, record)
    role = _ROLE_OF_AUDIENCE.get(audience)
    if role is Role.AREA_COORDINATOR:
        return _looks_after(holder, record)
    return role is not None and holder.role == role.value and (role in _JOINT or holder.org in orgs)


def _looks_after(holder: PostHolder, record: Record) -> bool:
    touched = [(mine, row.area_code) for mine in holder.areas for row in record.area_rows]
    return holder.role == Role.AREA_COORDINATOR.value and any(areas_touch(*pair) for pair in touched)


def tell(session: Session, record: Record, people: Iterable[str], words: Text, cause: str) -> int:
    """Put a line into the bell of each person and queue its mail, unless that cause was told them before."""
    told = set(session.scalars(select(Notification.user_id).where(Notification.cause == cause)))
    new = sorted(set(people) - told)
    for user_id in new:
        row = Notification(
            id=new_id(),
            user_id=user_id,
            record_id=record.id,
            cause=cause,
            text_th=words.th,
            text_en=words.en,
            at=clock.now(),
        )
        session.add(row)
        if not record.is_training:
            enqueue(session, MAIL, notification_id=row.id)
    return len(new)
