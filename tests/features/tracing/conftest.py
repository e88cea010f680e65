"""Three provinces at work in February 2566, joined from a clause of an MOU to a resolution and to another province."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.activities.models import JointActivity
from planhub.kernel import clock
from planhub.lessons.models import Lesson, LessonReuse
from planhub.meetings.models import ActionItem, AgendaItem, Meeting, Resolution
from planhub.mou.models import Mou
from planhub.plans.models import IntegratedPlan, PlanActivity, PlanGoal
from planhub.progress.models import ProgressReport
from planhub.record.models import Record, RecordParty
from tests.features.meetings import world


@dataclass
class Chain:
    """The records that are joined; `away` is the activity of another province that took the lesson up."""

    session: Session
    mou: Mou
    plan: IntegratedPlan
    activity: JointActivity
    report: ProgressReport
    lesson: Lesson
    away: JointActivity
    meeting: Meeting
    resolution: Resolution
    action: ActionItem

    @property
    def records(self) -> dict[str, Any]:
        """Everything on the line, by what it is."""
        names = ("mou", "plan", "activity", "report", "lesson", "away", "meeting", "action")
        return {name: getattr(self, name) for name in names}

    def set_state(self, record: Any, state: str, *parties: str) -> None:
        """Put a record into a state, and where it is given, into the hands of these agencies alone."""
        record.state = state
        if parties:
            record.owner_org = parties[0]
            self.session.query(RecordParty).where(RecordParty.record_id == record.id).delete()
            self.session.add_all(RecordParty(record_id=record.id, org_code=org) for org in parties)
        self.session.flush()


@pytest.fixture
def chain(db_session: Session) -> Iterator[Chain]:
    with clock.at(world.NOW):
        yield _join(db_session)


def _join(session: Session) -> Chain:
    world.lay(session, world.provinces(session, 3))
    world.committee(session)

    def one(model: Any, code: str) -> Any:
        return session.scalars(select(model).where(Record.code == code)).one()

    mou, plan = one(Mou, "MOU-2563-0004"), one(IntegratedPlan, "PLAN-2566-0001")
    activity, lesson = one(JointActivity, "ACT-2566-0101"), one(Lesson, "LES-2566-0001")
    report, away = one(ProgressReport, "RPT-2566-0101"), one(JointActivity, "ACT-2566-0202")
    plan.mou_id = mou.id
    session.add(PlanGoal(record_id=plan.id, position=1, title="รายได้เพิ่ม", clause="ข้อ 3"))
    for row in session.scalars(select(PlanActivity).where(PlanActivity.record_id == plan.id)):
        row.goal = 1 if row.activity_id == activity.id else None
    lesson.report_id = report.id
    session.add(
        LessonReuse(
            record_id=lesson.id,
            activity_id=away.id,
            org="PMUA",
            status="adopted",
            decided_on=date(2023, 2, 10),
        )
    )
    meeting, resolution, action = _meeting(session, plan)
    session.flush()
    return Chain(session, mou, plan, activity, report, lesson, away, meeting, resolution, action)


def _meeting(session: Session, plan: IntegratedPlan) -> tuple[Meeting, Resolution, ActionItem]:
    header = world._header("meetings", "MTG-2566-0001", "ประชุมคณะทำงานร่วม", "adjourned", "NXPO")
    meeting = Meeting(
        **header,
        committee_code="JOINT",
        seq_no=1,
        year_be=2566,
        held_on=date(2023, 2, 15),
        starts_at=time(9, 30),
    )
    world._reach(meeting, ("NXPO", *world.CORE), ())
    session.add(meeting)
    session.flush()
    item = AgendaItem(record_id=meeting.id, position=1, section="5", title="แผนร้อยเอ็ด", about_id=plan.id)
    session.add(item)
    session.flush()
    resolution = Resolution(
        record_id=meeting.id, item_id=item.id, number=1, kind="endorsed", text="เห็นชอบแผน", at=world.NOW
    )
    session.add(resolution)
    session.flush()
    action = ActionItem(
        **world._header("action-items", "ACTN-2566-0001", "ส่งรายชื่อตำบล", "open", "CODI"),
        what="ส่งรายชื่อตำบล",
        due_on=date(2023, 3, 31),
        meeting_id=meeting.id,
        item_id=item.id,
        resolution_id=resolution.id,
    )
    world._reach(action, ("CODI", "EEF", "PMUA", "NXPO"), ())
    session.add(action)
    session.flush()
    return meeting, resolution, action
