"""The line of a record in brief, on the record's own page."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.record.models import Record
from planhub.tracing import reach
from planhub.tracing.queries import Subject, stages

_BEHIND = frozenset({reach.SOURCE_REPORT, reach.SOURCE_ACTIVITY})
"""Stages that only the whole line shows: what lies behind a lesson that was brought here."""


def offer(_session: Session, _actor: Actor, record: Record) -> Mapping[str, Any]:
    """Give the place into which the browser fetches the line when it comes into sight: the page itself waits for nothing."""
    return {"record": record}


def brief(session: Session, actor: Actor, record: Subject) -> Mapping[str, Any]:
    """Give the stages of a record's line with a few records each; none where it stands alone. One statement."""
    found = [stage for stage in stages(session, actor, record.type, record.id) if stage.key not in _BEHIND]
    alone = all(node.id == record.id for stage in found for node in stage.nodes)
    here = next((key for key in reach.TYPES if reach.TYPES[key] == record.type), None)
    return {"stages": [] if alone else found, "here": here, "record": record}
