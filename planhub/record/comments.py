"""Remarks on a record, anchored to a section where one is named; whoever may see the record may remark on it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.errors import BadInput, Invalid
from planhub.kernel.fields import Field, Kind, parse
from planhub.kernel.text import Text
from planhub.record import access
from planhub.record.models import Comment, Record
from planhub.record.types import registry

LONGEST = 4_000
"""Longest remark, in characters."""
BODY = Field("body", Kind.BODY, Text("ความเห็น", "Remark"), required=True, max=LONGEST)


def list_comments(session: Session, record: Record) -> list[Comment]:
    """Give the remarks on a record, oldest first; asks no decision."""
    query = select(Comment).where(Comment.record_id == record.id).order_by(Comment.at, Comment.id)
    return list(session.scalars(query))


def comment(
    session: Session, actor: Actor, record: Record, body: str, *, section: str | None = None
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
        body=said,
        author_id=actor.user_id,
        author_name=actor.name,
        org_code=standing[0].org if standing else None,
        at=clock.now(),
    )
    session.add(row)
    return row


def _read(body: str, faults: dict[str, list[Text]]) -> str:
    try:
        said: str = parse(BODY, body)
    except BadInput as fault:
        faults["body"] = [fault.message]
        return ""
    return said
