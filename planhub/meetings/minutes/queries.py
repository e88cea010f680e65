"""Reads of minutes: their checker, the corrections, what other meetings resolved about them, extracts."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.meetings.minutes.guards import Later
from planhub.meetings.minutes.models import MinutesCheck, MinutesCorrection, ResolutionExtract
from planhub.meetings.models import AgendaItem, Meeting, Resolution
from planhub.meetings.words import number_of


def find_check(session: Session, meeting_id: str) -> MinutesCheck | None:
    """Give who must check the minutes from an account, and what was passed; None for a check on paper."""
    return session.get(MinutesCheck, meeting_id)


def list_corrections(session: Session, meeting_id: str) -> Sequence[MinutesCorrection]:
    """List the corrections that were asked for, in their order."""
    query = select(MinutesCorrection).where(MinutesCorrection.meeting_id == meeting_id)
    return session.scalars(query.order_by(MinutesCorrection.number)).all()


def list_later(session: Session, meeting_id: str) -> list[Later]:
    """List what other meetings resolved about this one."""
    query = (
        select(
            Meeting.code, Resolution.number, Resolution.kind, AgendaItem.section, Meeting.state, Resolution.at
        )
        .join(AgendaItem, AgendaItem.record_id == Meeting.id)
        .join(Resolution, Resolution.item_id == AgendaItem.id)
        .where(AgendaItem.about_id == meeting_id, Meeting.id != meeting_id)
        .order_by(Meeting.held_on, Resolution.number)
    )
    return [Later._make(row) for row in session.execute(query)]


def find_extract(session: Session, meeting_id: str, number: int) -> ResolutionExtract | None:
    """Give the newest extract of the meeting's resolution of that number, if it was given out."""
    query = (
        select(ResolutionExtract)
        .join(Resolution, Resolution.id == ResolutionExtract.resolution_id)
        .where(ResolutionExtract.meeting_id == meeting_id, Resolution.number == number)
        .order_by(ResolutionExtract.made_at.desc(), ResolutionExtract.number.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()


def extract_words(extract: ResolutionExtract) -> str:
    """Write the number of an extract as papers do: 12/2566."""
    return number_of(extract.number, extract.year_be)
