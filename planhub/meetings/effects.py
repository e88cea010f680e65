"""What the moves of meetings and assignments cause, inside the same transaction."""

from sqlalchemy.orm import Session

from planhub.infra.workdays import add_working_days
from planhub.kernel import clock
from planhub.kernel.thai import fiscal_year
from planhub.kernel.workflow import Case
from planhub.meetings import minutes
from planhub.meetings.agenda.numbers import find_item
from planhub.meetings.models import Resolution
from planhub.record import services
from planhub.record.models import Event
from planhub.record.types import Effect, registry

CORRECTION_DAYS = 7
"""Working days in which those who attended may ask for corrections; the default of a setting."""
LONGEST_TITLE = 200


def _keep(*names: str) -> Effect:
    """Make an effect that writes what the move asked for into the record."""

    def keep(_session: Session, case: Case, _event: Event) -> None:
        for name in names:
            value = case.values[name]
            is_switch = isinstance(getattr(case.record, name), bool)
            setattr(case.record, name, bool(value) if is_switch else value)

    return keep


def resolve(session: Session, case: Case, _event: Event) -> None:
    """Write a resolution under the next number of the meeting (whose row is locked), and the assignment it makes."""
    meeting, values = case.record, case.values
    item = find_item(meeting, values["item"])
    assert item is not None  # the guard has seen to it
    number = max((r.number for r in meeting.resolutions), default=0) + 1
    resolution = Resolution(
        item_id=item.id, number=number, kind=values["kind"], text=values["text"], at=clock.now()
    )
    meeting.resolutions.append(resolution)
    if not values["assign_org"]:
        return
    session.flush()  # the assignment refers to the resolution's row
    services.begin(
        session,
        case.actor,
        registry.get("action-items"),
        {
            "title": _title(values["assign_what"]),
            "what": values["assign_what"],
            "post": values["assign_post"],
            "due_on": values["assign_due"],
            "fiscal_year": fiscal_year(values["assign_due"]),
            "meeting": meeting,
            "item_id": item.id,
            "resolution_id": resolution.id,
            "origin": meeting.origin,
            "is_training": meeting.is_training,
        },
        owner_org=values["assign_org"],
    )


def _title(what: str) -> str:
    line = " ".join(what.split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rstrip() + "…"


def open_corrections(_session: Session, case: Case, _event: Event) -> None:
    """Begin the time in which those who attended may ask for corrections."""
    case.record.corrections_until = add_working_days(case.today, CORRECTION_DAYS)


def move_date(session: Session, case: Case, _event: Event) -> None:
    """Take over the new day, and time and place where they were given."""
    meeting, values = case.record, case.values
    meeting.held_on = values["held_on"]
    meeting.fiscal_year = fiscal_year(meeting.held_on)
    meeting.starts_at = values["starts_at"] or meeting.starts_at
    meeting.place = values["place"] or meeting.place
    services.refresh(session, case.actor, meeting)


def seal_minutes(session: Session, case: Case, _event: Event) -> None:
    """Keep the minutes as they were adopted; their paper is made from this from then on."""
    case.record.adopted_by = case.values["adopted_by"]
    minutes.seal(session, case.actor, case.record)


def carry(_session: Session, case: Case, _event: Event) -> None:
    """Give the assignment its new day and count how often it was carried over."""
    case.record.due_on = case.values["due_on"]
    case.record.carried += 1


MEETING: dict[str, Effect] = {
    "keep_invitation": _keep("letter_no", "is_urgent"),
    "keep_beginning": _keep("began_at", "is_consultation"),
    "keep_end": _keep("ended_at"),
    "keep_recorders": _keep("recorder_name", "recorder_post", "checker_name", "checker_post"),
    "keep_lesson": _keep("lesson"),
    "resolve": resolve,
    "open_corrections": open_corrections,
    "move_date": move_date,
    "seal_minutes": seal_minutes,
}


def close_request(_session: Session, case: Case, _event: Event) -> None:
    """Let the same list be asked for again."""
    case.record.request_key = None


def note_answer(_session: Session, case: Case, _event: Event) -> None:
    """Say what came of a request that the list itself has answered."""
    case.record.result = "นำเข้ารายชื่อพื้นที่แล้ว (ระบบตรวจพบ)"


ACTION: dict[str, Effect] = {
    "keep_result": _keep("result", "evidence"),
    "carry": carry,
    "close_request": close_request,
    "note_answer": note_answer,
}
