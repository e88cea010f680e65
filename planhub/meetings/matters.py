"""What meetings still have to decide about a place, and what somebody still has to do there."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Table,
    exists,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.meetings.action_workflow import UNFINISHED
from planhub.meetings.models import ActionItem, AgendaItem, Meeting
from planhub.meetings.words import CONSIDERATION, number_of
from planhub.record import access
from planhub.record.models import Record, RecordArea
from planhub.record.types import registry

BEFORE = ("draft", "invited", "agenda_final", "in_session")
"""States of a meeting that is still to decide."""

MATTER, ASSIGNMENT = "matter", "assignment"


class Matter(NamedTuple):
    """A matter for a coming meeting, or an assignment that is not done."""

    kind: str
    """`MATTER` or `ASSIGNMENT`."""
    code: str
    """Of the meeting, or of the assignment."""
    title: str
    day: date
    """On which the meeting is held; by which the assignment is due."""
    org: str | None
    """The agency that brings the matter, or that must do it."""
    state: str
    meeting: str | None
    """Number of the meeting, 1/2566; None where no meeting assigned it."""
    origin: str


def matters_of(session: Session, actor: Actor, province: str) -> list[Matter]:
    """Give what is open about a province (two digits) or anything in it, the earliest day first; one query.

    Only meetings and assignments that the actor may see.
    """
    both = union_all(_agenda(actor, province), _assignments(actor, province)).subquery()
    rows = session.execute(select(both).order_by(both.c.day, both.c.code, both.c.title))
    return [_matter(row) for row in rows]


def _matter(row: Any) -> Matter:
    number = number_of(row.seq_no, row.year_be) if row.seq_no else None
    return Matter(row.kind, row.code, row.title, row.day, row.org, row.state, number, row.origin)


_MEETING = cast("Table", Meeting.__table__).alias("own_meeting")
_ACTION = cast("Table", ActionItem.__table__).alias("own_action")
_ITEM = cast("Table", AgendaItem.__table__).alias("own_item")


def _seen(actor: Actor, name: str) -> ColumnElement[bool]:
    rt = registry.get(name)
    return access.visible(actor, rt.view, rt) & Record.is_training.is_(False)


def _about(about: Any, province: str) -> ColumnElement[bool]:
    """Say that a matter is about a record which touches the province."""
    return exists().where(
        RecordArea.record_id == about, RecordArea.area_code.startswith(province, autoescape=True)
    )


def _part(kind: str, title: Any, day: Any, org: Any, number: Sequence[Any]) -> Select[Any]:
    return select(
        literal(kind, String).label("kind"),
        Record.code.label("code"),
        title.label("title"),
        day.label("day"),
        org.label("org"),
        Record.state.label("state"),
        Record.origin.label("origin"),
        number[0].label("seq_no"),
        number[1].label("year_be"),
    )


def _agenda(actor: Actor, province: str) -> Select[Any]:
    held, item = _MEETING.c, _ITEM.c
    return (
        _part(MATTER, item.title, held.held_on, item.org, (held.seq_no, held.year_be))
        .select_from(Record.__table__)
        .join(_MEETING, held.id == Record.id)
        .join(_ITEM, item.record_id == held.id)
        .where(
            _seen(actor, "meetings"),
            Record.state.in_(BEFORE),
            item.section == CONSIDERATION,
            _about(item.about_id, province),
        )
    )


def _assignments(actor: Actor, province: str) -> Select[Any]:
    action = _ACTION.c
    at, item = _MEETING.c, _ITEM.c
    return (
        _part(ASSIGNMENT, action.what, action.due_on, Record.owner_org, (at.seq_no, at.year_be))
        .select_from(Record.__table__)
        .join(_ACTION, action.id == Record.id)
        .outerjoin(_MEETING, at.id == action.meeting_id)
        .outerjoin(_ITEM, item.id == action.item_id)
        .where(
            _seen(actor, "action-items"),
            Record.state.in_(UNFINISHED),
            or_(action.asked_area.startswith(province, autoescape=True), _about(item.about_id, province)),
        )
    )
