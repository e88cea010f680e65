"""The days that meetings and assignments know of."""

from planhub.kernel.text import Text
from planhub.meetings import rules
from planhub.meetings.models import ActionItem, Meeting
from planhub.record.days import DayKind, rows_of

_meeting = Meeting.__table__.c
_action = ActionItem.__table__.c

MEETING = (
    DayKind(
        "meeting",
        Text("ประชุม", "Meeting"),
        lambda: rows_of(
            _meeting.id,
            _meeting.held_on,
            starts_at=_meeting.starts_at,
            ends_at=_meeting.ends_at,
            place=_meeting.place,
        ),
        open=frozenset({"draft", "invited", "agenda_final", "in_session", "postponed"}),
        met=frozenset({"adjourned", "minutes_draft", "minutes_circulated", "minutes_adopted", "closed"}),
        off=frozenset({"cancelled"}),
        calls=rules.VIEW,
        icon="calendar-event",
        is_own=True,
    ),
    DayKind(
        "corrections",
        Text("ครบกำหนดแก้รายงานการประชุม", "Corrections of minutes end"),
        lambda: rows_of(_meeting.id, _meeting.corrections_until),
        open=frozenset({"minutes_circulated"}),
        met=frozenset({"minutes_adopted", "closed"}),
        calls=rules.VIEW,
    ),
)

ACTION = (
    DayKind(
        "action_due",
        Text("เรื่องที่มอบหมายครบกำหนด", "Assignment is due"),
        lambda: rows_of(_action.id, _action.due_on),
        open=frozenset({"open", "doing", "carried"}),
        met=frozenset({"done", "verified"}),
        off=frozenset({"dropped"}),
        calls=rules.ACTION_DO,
        icon="checks",
    ),
)
