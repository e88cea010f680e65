"""Reminds those who have not answered an invitation; each day before the meeting once (rule R5)."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.text import Text, plain
from planhub.kernel.thai import format_date
from planhub.meetings.inviting.answers import ASKED, holders_of, invited, newest
from planhub.meetings.models import Meeting
from planhub.record import notices
from planhub.record.services import load
from planhub.record.types import registry

REMIND = "meetings.remind_answers"
"""The job of each day."""

DAYS = (5, 3, 1)
"""Days before the meeting; defaults of a setting."""


def remind(session: Session) -> None:
    """Remind the holder of every invited post that has not answered yet."""
    today = clock.today()
    near = Meeting.held_on.between(today, today + timedelta(days=DAYS[0]))
    for meeting_id in session.scalars(select(Meeting.id).where(Meeting.state.in_(ASKED), near)).all():
        _remind(session, load(session, registry.get("meetings"), meeting_id))


def _remind(session: Session, meeting: Meeting) -> None:
    left = (meeting.held_on - clock.today()).days
    step = min(n for n in DAYS if left <= n)
    said = newest(session, meeting)
    lines = [a for a in invited(meeting) if a.post_id not in said]
    people = {h.user_id for h in holders_of(session, lines).values() if h.user_id}
    words = Text(
        "โปรดตอบรับการประชุม {title} วันที่ {day}", "Please say whether you will come to {title} on {day}"
    ).format(
        title=plain(meeting.title),
        day=Text(
            format_date(meeting.held_on, locale="th"),
            format_date(meeting.held_on, locale="en"),
        ),
    )
    notices.tell(session, meeting, people, words, f"rsvp:{meeting.id}:{meeting.held_on}:{step}")
