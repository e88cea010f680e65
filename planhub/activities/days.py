"""The days that activities know of: steps of the work, and the last day."""

from planhub.activities.models import JointActivity, Milestone
from planhub.kernel.text import Text
from planhub.record.days import DayKind, rows_of

_activity = JointActivity.__table__.c
_RUNS = frozenset({"planned", "in_progress", "postponed"})
_DONE = frozenset({"done_reported", "completed"})

DAYS = (
    DayKind(
        "milestone",
        Text("ขั้นตอนของกิจกรรม", "Step of an activity"),
        lambda: rows_of(
            Milestone.record_id,
            Milestone.due_on,
            row_id=Milestone.id,
            note=Milestone.title,
            is_done=Milestone.done_on.is_not(None),
        ),
        open=_RUNS,
        met=_DONE,
        off=frozenset({"cancelled"}),
        calls="activity:run",
        icon="subtask",
    ),
    DayKind(
        "activity_end",
        Text("วันสิ้นสุดกิจกรรม", "An activity ends"),
        lambda: rows_of(_activity.id, _activity.ends_on),
        open=_RUNS,
        met=_DONE,
        off=frozenset({"cancelled"}),
        calls="activity:run",
        icon="flag",
    ),
)
