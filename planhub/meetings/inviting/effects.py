"""What inviting and postponing cause."""

from sqlalchemy.orm import Session

from planhub.kernel.access import Capacity
from planhub.kernel.thai import fiscal_year
from planhub.kernel.workflow import Case
from planhub.meetings.agenda.numbers import find_chair
from planhub.meetings.inviting import answers
from planhub.record import services
from planhub.record.models import Event
from planhub.record.types import Effect


def keep_invitation(session: Session, case: Case, _event: Event) -> None:
    """Write down the letter; it is the chair's unless somebody else was named, of today unless told."""
    meeting, values = case.record, case.values
    meeting.is_urgent = bool(values["is_urgent"])
    for name in ("letter_no", "urgent_reason", "signer_order"):
        setattr(meeting, name, values[name])
    meeting.letter_on = values["letter_on"] or case.today
    chair = find_chair(meeting)
    if values["signer_name"]:
        meeting.signer_name, meeting.signer_post = values["signer_name"], values["signer_post"]
        return
    assert chair is not None  # the guard has seen to it
    holder = answers.holders_of(session, [chair]).get(chair.post_id or "")
    meeting.signer_name = answers.name_of(holder) if chair.post_id else chair.name
    meeting.signer_post = holder.title.th if holder else chair.post_title
    if holder and holder.capacity is Capacity.ACTING and not meeting.signer_order:
        meeting.signer_order = "รักษาการแทน"


def move_date(session: Session, case: Case, _event: Event) -> None:
    """Take over the new day, and time and place where they were given; everybody is asked again whether they come."""
    meeting, values = case.record, case.values
    meeting.held_on = values["held_on"]
    meeting.fiscal_year = fiscal_year(meeting.held_on)
    meeting.starts_at = values["starts_at"] or meeting.starts_at
    meeting.place = values["place"] or meeting.place
    answers.ask_again(session, meeting)
    services.refresh(session, case.actor, meeting)


EFFECTS: dict[str, Effect] = {"keep_invitation": keep_invitation, "move_date": move_date}
