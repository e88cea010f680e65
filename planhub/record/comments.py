"""Remarks on a record, anchored to a section where one is named; whoever may see the record may remark on it."""

from typing import NamedTuple

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor, Role
from planhub.kernel.errors import BadInput, Denied, Invalid, NotFound
from planhub.kernel.fields import Field, Kind, parse
from planhub.kernel.text import Text
from planhub.record import access
from planhub.record.loading import REMARKS
from planhub.record.models import Comment, Record
from planhub.record.types import registry

LONGEST = 4_000
"""Longest remark, in characters."""
BODY = Field("body", Kind.BODY, Text("ความเห็น", "Remark"), required=True, max=LONGEST)


class Anchor(NamedTuple):
    """The row of a record that a remark is about: its id, and what it is called now."""

    key: str
    label: str


def anchor_of(record: Record, key: object) -> Anchor | None:
    """Give the row of a record with that id, as what a remark is about; None for no id. Raises `Invalid`."""
    if not key:
        return None
    for children in registry.get(record.type).children:
        for row in getattr(record, children.name):
            if row.id == key:
                words = (getattr(row, name, None) for name in ("heading", "title", "name", "text"))
                return Anchor(row.id, str(next((word for word in words if word), children.label.th)))
    raise Invalid({"anchor": [Text("ไม่มีรายการนี้ในเรื่อง", "The record has no such row")]})


def list_comments(session: Session, record: Record) -> list[Comment]:
    """Give the remarks on a record, oldest first; those that were read with it are not read again. Asks no decision."""
    if REMARKS not in inspect(record).unloaded:
        return list(record.comments)
    query = select(Comment).where(Comment.record_id == record.id).order_by(Comment.at, Comment.id)
    return list(session.scalars(query))


def comment(
    session: Session,
    actor: Actor,
    record: Record,
    body: str,
    *,
    section: str | None = None,
    anchor: Anchor | None = None,
) -> Comment:
    """Add a remark. Raises `NotFound` where the record may not be seen, and `Invalid`."""
    access.authorise_view(actor, record)
    machine = registry.get(record.type).machine(record.workflow_version)
    faults: dict[str, list[Text]] = {}
    said = _read(body, faults)
    if section and section not in dict(machine.sections):
        faults["section"] = [Text("ไม่มีส่วนนี้", "There is no such section")]
    if faults or actor.user_id is None:
        raise Invalid(faults)
    standing = access.standings(actor, registry.get(record.type).view, record)
    row = Comment(
        record_id=record.id,
        section=section or None,
        anchor=anchor.key if anchor else None,
        anchor_label=anchor.label[:300] if anchor else None,
        body=said,
        author_id=actor.user_id,
        author_name=actor.name,
        org_code=standing[0].org if standing else None,
        at=clock.now(),
    )
    session.add(row)
    session.expire(record, [REMARKS])
    return row


def resolve(session: Session, actor: Actor, record: Record, key: str) -> Comment:
    """Settle a remark. Raises `NotFound`, and `Denied` for whoever is neither its author nor of a party's agency."""
    row = _answerable(session, actor, record, key)
    if row.resolved_at is None:
        row.resolved_at, row.resolved_by, row.resolved_name = clock.now(), actor.user_id, actor.name
    return row


def reopen(session: Session, actor: Actor, record: Record, key: str) -> Comment:
    """Open a settled remark again; raises as `resolve`. The history keeps who had settled it."""
    row = _answerable(session, actor, record, key)
    row.resolved_at = row.resolved_by = row.resolved_name = None
    return row


def may_answer(actor: Actor, record: Record, row: Comment) -> bool:
    """Tell whether the actor may settle or reopen a remark: its author, or somebody of the owner's or a party's agency."""
    if actor.user_id == row.author_id:
        return True
    orgs = {record.owner_org, *(party.org_code for party in record.party_rows)}
    return any(s.org in orgs and s.role is not Role.VIEWER and not s.resting for s in actor.standings)


def _answerable(session: Session, actor: Actor, record: Record, key: str) -> Comment:
    access.authorise_view(actor, record)
    query = select(Comment).where(Comment.id == key, Comment.record_id == record.id)
    row = session.scalar(query.with_for_update())
    if row is None:
        raise NotFound
    if not may_answer(actor, record, row):
        raise Denied
    return row


def _read(body: str, faults: dict[str, list[Text]]) -> str:
    try:
        said: str = parse(BODY, body)
    except BadInput as fault:
        faults["body"] = [fault.message]
        return ""
    return said
