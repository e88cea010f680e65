"""The days that plans know of: when parts are due, and when the plan's year is over."""

from planhub.kernel.text import Text
from planhub.plans.models import IntegratedPlan
from planhub.record.days import DayKind, rows_of

_plan = IntegratedPlan.__table__.c
_LATER = frozenset({"approved", "in_force", "closing", "closed", "superseded"})

DAYS = (
    DayKind(
        "parts_due",
        Text("กำหนดส่งส่วนของแผน", "Parts of a plan are due"),
        lambda: rows_of(_plan.id, _plan.parts_due_on),
        open=frozenset({"collecting"}),
        met=frozenset({"consolidated", "review", "endorsement", "approval"}) | _LATER,
        off=frozenset({"cancelled"}),
        calls="plan:part",
    ),
    DayKind(
        "plan_end",
        Text("ครบปีแผน สรุปและปิดแผน", "A plan's year ends: to be closed"),
        lambda: rows_of(_plan.id, _plan.ends_on),
        open=frozenset({"approved", "in_force", "closing"}),
        met=frozenset({"closed"}),
        off=frozenset({"superseded", "cancelled"}),
        calls="plan:lead",
        icon="flag",
    ),
)
