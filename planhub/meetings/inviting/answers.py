"""Answers to an invitation (RSVP): each member's post says whether it comes; attendance is filled in from it at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.errors import Denied, GuardFailed, Invalid, NotFound, Reason
from planhub.kernel.fields import Field, Kind, parse_all
from planhub.kernel.text import Text
from planhub.meetings import rules
from planhub.meetings.inviting.models import ANSWERS, CANNOT, COMES, SENDS, MeetingAnswer
from planhub.meetings.models import Attendee, Meeting
from planhub.meetings.words import ABSENT, ATTENDEE, MEMBER, SUBSTITUTE
from planhub.people.queries import PostHolder, post_holders
from planhub.record import access
from planhub.record.services import locked, touch

ASKED = ("invited", "agenda_final")
"""States in which answers are taken."""

NOBODY = "(ยังไม่มีผู้ดำรงตำแหน่ง)"
"""Stands for the name where a post is vacant."""

FIELDS: tuple[Field, ...] = (
    Field("answer", Kind.CHOICE, Text("คำตอบ", "Answer"), required=True, choices=ANSWERS),
    Field(
        "cause",
        Kind.LINE,
        Text("เหตุที่ไม่มา", "Why not"),
        max=300,
        help=Text("เช่น ติดราชการ", "Such as other duties; needed by those who cannot come"),
    ),
    Field("name", Kind.LINE, Text("ชื่อผู้มาประชุมแทน", "Name of the substitute"), max=200),
    Field("post_title", Kind.LINE, Text("ตำแหน่งผู้มาประชุมแทน", "The substitute's post"), max=300),
)

_KIND = {COMES: MEMBER, CANNOT: ABSENT, SENDS: SUBSTITUTE}


@dataclass(frozen=True, slots=True)
class Seat:
    """One invited post, who holds it, and what was answered for it."""

    post_id: str
    org: str | None
    post: Text
    """The title of the post."""
    name: str
    """Who holds it today."""
    user_id: str | None
    duty: str | None
    answer: MeetingAnswer | None
    """The newest answer for the day of the meeting; None while there is none."""
    is_mine: bool
    """Whether the reader may answer for it."""
    is_own: bool
    """Whether it is the reader's own post."""


def invited(meeting: Meeting) -> list[Attendee]:
    """Give the lines of the attendance that stand for posts of the committee."""
    return [a for a in meeting.attendees if a.post_id and a.kind != ATTENDEE]


def seats(session: Session, actor: Actor, meeting: Meeting) -> list[Seat]:
    """Give every invited post with its newest answer; two queries."""
    lines = invited(meeting)
    holders = holders_of(session, lines)
    said = newest(session, meeting)
    mine = _Mine(actor, meeting)
    return [_seat(line, holders.get(line.post_id or ""), said, mine) for line in lines]


def _seat(
    line: Attendee, holder: PostHolder | None, said: Mapping[str, MeetingAnswer], mine: "_Mine"
) -> Seat:
    post_id = line.post_id or ""
    return Seat(
        post_id=post_id,
        org=line.org,
        post=holder.title if holder else Text(line.post_title or "", line.post_title or ""),
        name=name_of(holder),
        user_id=holder.user_id if holder else None,
        duty=line.duty,
        answer=said.get(post_id),
        is_mine=mine.may(line),
        is_own=post_id in mine.posts,
    )


class _Mine:
    """For which seats the reader may answer: the own post, the own agency's posts, or all."""

    def __init__(self, actor: Actor, meeting: Meeting) -> None:
        self.posts = {s.post_id for s in access.standings(actor, rules.ANSWER, meeting) if s.post_id}
        self._orgs = {s.org for s in access.standings(actor, rules.ANSWER_FOR, meeting)}
        self._all = access.may(actor, rules.CALL, meeting)

    def may(self, line: Attendee) -> bool:
        return self._all or line.post_id in self.posts or line.org in self._orgs


def holders_of(session: Session, lines: Sequence[Attendee]) -> dict[str, PostHolder]:
    """Give who can act from each invited post today."""
    posts = [a.post_id for a in lines if a.post_id]
    return {h.post_id: h for h in post_holders(session, posts=posts)} if posts else {}


def name_of(holder: PostHolder | None) -> str:
    """Give the Thai name of a holder, or the words for a vacant post."""
    return holder.name.th if holder and holder.name else NOBODY


def newest(session: Session, meeting: Meeting) -> dict[str, MeetingAnswer]:
    """Give the newest answer for each post, for the day on which the meeting stands now."""
    query = (
        select(MeetingAnswer)
        .where(MeetingAnswer.record_id == meeting.id, MeetingAnswer.held_on == meeting.held_on)
        .order_by(MeetingAnswer.at, MeetingAnswer.id)
    )
    return {row.post_id: row for row in session.scalars(query)}


def answer(
    session: Session, actor: Actor, meeting: Meeting, post_id: str, raw: Mapping[str, Any]
) -> MeetingAnswer:
    """Write down an answer and fill in the attendance. Raises `NotFound`, `Denied`, `Invalid`, `GuardFailed`."""
    access.authorise_view(actor, meeting)
    meeting = locked(session, meeting)
    line = next((a for a in invited(meeting) if a.post_id == post_id), None)
    if line is None:
        raise NotFound
    if not _Mine(actor, meeting).may(line):
        raise Denied
    if meeting.state not in ASKED:
        words = Text("ขณะนี้ไม่อยู่ในช่วงตอบรับการประชุม", "Answers are not taken now")
        raise GuardFailed([Reason("not_asked", words)])
    values, faults = parse_all(FIELDS, raw)
    _complete(values, faults)
    if faults:
        raise Invalid(faults)
    row = MeetingAnswer(
        record_id=meeting.id,
        post_id=post_id,
        held_on=meeting.held_on,
        answer=values["answer"],
        cause=values["cause"] if values["answer"] == CANNOT else None,
        name=values["name"] if values["answer"] == SENDS else None,
        post_title=values["post_title"] if values["answer"] == SENDS else None,
        by_id=actor.user_id,
        by_name=str(actor.name),
        at=clock.now(),
    )
    session.add(row)
    _fill_in(line, row, holders_of(session, [line]).get(post_id))
    touch(meeting)
    session.flush()  # a conflict with another writer must show here
    return row


def _complete(values: Mapping[str, Any], faults: dict[str, list[Text]]) -> None:
    if values.get("answer") == CANNOT and not values.get("cause"):
        faults["cause"] = [Text("โปรดระบุเหตุที่ไม่มา", "Please say why")]
    if values.get("answer") == SENDS and not values.get("name"):
        faults["name"] = [Text("โปรดระบุชื่อผู้มาประชุมแทน", "Please name the substitute")]


def _fill_in(line: Attendee, row: MeetingAnswer, holder: PostHolder | None) -> None:
    member, post = name_of(holder), holder.title.th if holder else line.post_title
    line.kind = _KIND[row.answer]
    line.cause = row.cause
    line.name = row.name if row.answer == SENDS and row.name else member
    line.post_title = row.post_title if row.answer == SENDS else post
    line.stands_for = f"{member} {post or ''}".strip() if row.answer == SENDS else None


def ask_again(session: Session, meeting: Meeting) -> None:
    """Forget in the attendance what was answered for another day; called when a meeting moves to a new one."""
    lines = invited(meeting)
    holders = holders_of(session, lines)
    for line in lines:
        holder = holders.get(line.post_id or "")
        if line.kind != MEMBER:
            line.kind, line.cause, line.stands_for = MEMBER, None, None
            line.name = name_of(holder)
            line.post_title = holder.title.th if holder else line.post_title
