"""The endorsement of a plan by a meeting that is held here: minutes that are adopted move the plan on by themselves.

Meetings stand above plans, so they call `take_resolution` in the transaction in which their minutes are adopted.
A meeting that was held outside is recorded by a person with the move `endorse`.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from planhub.plans.models import IntegratedPlan
from planhub.record import flow, services
from planhub.record.models import Event
from planhub.record.types import registry

WAITING = "endorsement"
"""The state in which a plan waits for the resolution."""

KINDS = frozenset({"endorsed", "approved"})
"""Kinds of resolutions that endorse: เห็นชอบ and อนุมัติ, as meetings call them."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a meeting resolved about a plan, as its adopted minutes say it."""

    meeting_code: str
    """Code of the meeting's record."""
    meeting_title: str
    """How the minutes name the meeting, such as `คณะทำงานจังหวัด ครั้งที่ 1/2566`."""
    resolution_no: str
    resolved_on: date
    """The day of the meeting."""
    kind: str
    """A key of the meetings' kinds of resolutions; only `KINDS` endorse."""

    @property
    def key(self) -> str:
        """Names the resolution among those of all meetings."""
        return f"{self.meeting_code} {self.resolution_no}"[:120]


def take_resolution(
    session: Session, plan_id: str, resolution: Resolution, *, cause: Event | None = None
) -> bool:
    """Move a plan that waits for its endorsement on by this resolution; tell whether it did.

    Does nothing where the plan does not wait, where the resolution is of another kind, and where this same resolution
    has moved the plan on before (a plan that was returned since is put to a meeting anew). `cause` is the event of the
    adoption, to which the plan's own event then points. Raises `NotFound` for an unknown plan; asks no right, because
    the act that adopts the minutes has one.
    """
    plan: IntegratedPlan = services.load(session, registry.get("plans"), plan_id, lock=True)
    if plan.state != WAITING or resolution.kind not in KINDS or plan.taken_resolution == resolution.key:
        return False
    plan.meeting_code = resolution.meeting_code
    plan.meeting = resolution.meeting_title[:200]
    plan.resolution_no = resolution.resolution_no[:60]
    plan.endorsed_on = resolution.resolved_on
    plan.taken_resolution = resolution.key
    return flow.advance(session, plan, cause=cause) > 0
