"""Daily reminders of lessons: reviews that fall due, and results that nobody has told yet (rule R5).

None is lost by a missed run and none is sent twice: after missed runs only the latest threshold is sent, and each
notice names its cause.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from planhub.activities.models import JointActivity
from planhub.kernel import clock
from planhub.kernel.access import Role
from planhub.kernel.text import Text, plain
from planhub.kernel.thai import format_date
from planhub.lessons.models import Lesson, LessonReuse
from planhub.people.queries import post_holders
from planhub.record import notices
from planhub.record.models import Record

REVIEWS, RESULTS = "lessons.remind_reviews", "lessons.ask_results"
"""The jobs of each day."""

BEFORE = (60, 30, 7, 0)
"""Days before the day of review."""

AFTER = (0, 14, 45)
"""Days after the end of an activity on which its lead is asked what came of what it adopted."""


def remind_reviews(session: Session) -> int:
    """Remind the editors, and the owner's coordinators, of published lessons that are to be looked at again."""
    today = clock.today()
    query = (
        select(Lesson)
        .where(Lesson.state == "published", Lesson.review_on <= today + timedelta(days=BEFORE[0]))
        .order_by(Lesson.review_on, Lesson.id)
    )
    holders = post_holders(session, roles=[Role.KNOWLEDGE_EDITOR.value, Role.COORDINATOR.value])
    sent = 0
    for lesson in session.scalars(query).all():
        assert lesson.review_on is not None  # asked for above
        left = (lesson.review_on - today).days
        step = min(n for n in BEFORE if left <= n)
        people = {
            h.user_id for h in holders if h.role == Role.KNOWLEDGE_EDITOR.value or h.org == lesson.owner_org
        }
        words = _DUE if left < 0 else _SOON
        day = Text(format_date(lesson.review_on, locale="th"), format_date(lesson.review_on, locale="en"))
        told = words.format(code=plain(lesson.code), title=plain(lesson.title), day=day)
        cause = f"lesson-review:{lesson.id}:{lesson.review_on}:{step}"
        sent += notices.tell(session, lesson, [p for p in people if p], told, cause)
    return sent


_SOON = Text(
    "บทเรียน {code} {title} ถึงกำหนดทบทวน {day} โปรดยืนยันว่ายังใช้ได้ ปรับปรุง หรือเก็บเข้าคลัง",
    "{code} {title} is to be reviewed by {day}: please confirm, revise or archive it",
)
_DUE = Text(
    "บทเรียน {code} {title} พ้นกำหนดทบทวน {day} แล้ว โปรดยืนยันว่ายังใช้ได้ ปรับปรุง หรือเก็บเข้าคลัง",
    "{code} {title} was to be reviewed by {day}: please confirm, revise or archive it",
)


def ask_results(session: Session) -> int:
    """Ask the leads of activities that are over what came of the lessons and items that they took up."""
    today = clock.today()
    over = or_(
        JointActivity.state.in_(["done_reported", "completed"]),
        and_(JointActivity.end < today, JointActivity.state == "in_progress"),
    )
    lesson = aliased(Record)
    query = (
        select(LessonReuse.id, LessonReuse.org, JointActivity, lesson.code, lesson.title)
        .join(JointActivity, JointActivity.id == LessonReuse.activity_id)
        .join(lesson, lesson.id == LessonReuse.record_id)
        .where(
            LessonReuse.status == "adopted", LessonReuse.result.is_(None), lesson.state == "published", over
        )
        .order_by(LessonReuse.id)
    )
    holders = post_holders(session, roles=[Role.COORDINATOR.value])
    sent = 0
    for reuse_id, org, activity, code, title in session.execute(query).all():
        ended = activity.finished_on or activity.end or today
        since = (today - ended).days
        step = max([n for n in AFTER if since >= n], default=0)
        people: Sequence[str] = [h.user_id for h in holders if h.org == org and h.user_id]
        told = _ASK.format(activity=plain(activity.title), code=plain(code), title=plain(title))
        sent += notices.tell(session, activity, people, told, f"lesson-result:{reuse_id}:{step}")
    return sent


_ASK = Text(
    "กิจกรรม {activity} เสร็จแล้ว โปรดบอกผลการใช้ {code} {title}",
    "{activity} is over: please tell what came of using {code} {title}",
)
