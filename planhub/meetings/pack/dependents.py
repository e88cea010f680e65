"""Packs that show the figures of a report: listed before the report is opened again (workflows.md §5, reopen)."""

from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.text import Text, plain
from planhub.meetings.models import Meeting, MeetingSnapshot
from planhub.progress.dependents import MOST, Dependent
from planhub.progress.models import ProgressReport


def packs(session: Session, report: ProgressReport) -> Sequence[Dependent]:
    """Give the meetings whose frozen figures were read after the report was accepted and name its activity."""
    assert report.accepted_on is not None  # `dependents.of` asks of no other
    frozen = (
        select(MeetingSnapshot.meeting_id)
        .where(
            MeetingSnapshot.kind == "pack",
            MeetingSnapshot.as_of >= datetime.combine(report.accepted_on, time(), clock.BANGKOK),
            MeetingSnapshot.body.contains(report.activity.code, autoescape=True),
        )
        .distinct()
    )
    query = select(Meeting.code, Meeting.title, Meeting.created_by).where(Meeting.id.in_(frozen))
    return [
        Dependent(
            "pack",
            code,
            Text("เอกสารประกอบการประชุม {code} {title}", "Meeting pack {code} {title}").format(
                code=plain(code), title=plain(title)
            ),
            ("meetings.show", {"code": code}),
            made_by,
        )
        for code, title, made_by in session.execute(query.order_by(Meeting.code).limit(MOST))
    ]
