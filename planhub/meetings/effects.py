"""What the moves of meetings and assignments cause, inside the same transaction."""

from typing import Any

from sqlalchemy.orm import Session

from planhub.kernel.access import SYSTEM
from planhub.kernel.workflow import Case
from planhub.lessons.capturing import Seed, capture
from planhub.meetings.follow_up import carrying
from planhub.meetings.inviting import effects as inviting
from planhub.meetings.minutes import effects as minutes
from planhub.meetings.session import effects as session_effects
from planhub.record.models import Event
from planhub.record.types import Effect


def _keep(*names: str) -> Effect:
    """Make an effect that writes what the move asked for into the record."""

    def keep(_session: Session, case: Case, _event: Event) -> None:
        for name in names:
            value = case.values[name]
            is_switch = isinstance(getattr(case.record, name), bool)
            setattr(case.record, name, bool(value) if is_switch else value)

    return keep


def keep_lesson(session: Session, case: Case, _event: Event) -> None:
    """Keep what was learnt; where it is a lesson and not the reason for none, it begins one."""
    meeting, values = case.record, case.values
    meeting.lesson = values["lesson"]
    if not values["is_lesson"]:
        return
    resolution = next((r for r in meeting.resolutions if r.number == values["lesson_from"]), None)
    where = f"มติที่ {resolution.number} " if resolution else ""
    title = " ".join((resolution.text if resolution else values["lesson"]).split())
    capture(
        session,
        SYSTEM,
        Seed(
            owner_org=_learner(meeting, resolution),
            title=f"บทเรียนจากการประชุม: {title}"[:200],
            what=values["lesson"],
            source=f"{where}การประชุมครั้งที่ {meeting.no} ({meeting.code})",
            key=f"resolution:{resolution.id}" if resolution else f"meeting:{meeting.id}",
            begun_from=meeting,
            is_training=meeting.is_training,
            origin=meeting.origin,
        ),
    )


def _learner(meeting: Any, resolution: Any) -> str:
    """Give the agency that writes the lesson up: the one that brought the matter, else whose meeting it was."""
    item = next((i for i in meeting.agenda if resolution is not None and i.id == resolution.item_id), None)
    return str((item.org if item else None) or meeting.owner_org)


MEETING: dict[str, Effect] = {
    "keep_beginning": _keep("began_at", "is_consultation"),
    "keep_end": _keep("ended_at"),
    "keep_recorders": _keep("recorder_name", "recorder_post", "checker_name", "checker_post"),
    "keep_lesson": keep_lesson,
    **inviting.EFFECTS,
    **minutes.EFFECTS,
    **session_effects.EFFECTS,
    **carrying.EFFECTS,
}


def close_request(_session: Session, case: Case, _event: Event) -> None:
    """Let the same list be asked for again."""
    case.record.request_key = None


def note_answer(_session: Session, case: Case, _event: Event) -> None:
    """Say what came of a request that the list itself has answered."""
    case.record.result = "นำเข้ารายชื่อพื้นที่แล้ว (ระบบตรวจพบ)"


ACTION: dict[str, Effect] = {
    "keep_result": _keep("result", "evidence"),
    **carrying.ACTION_EFFECTS,
    "close_request": close_request,
    "note_answer": note_answer,
}
