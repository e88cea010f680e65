"""Matters that agencies bring: proposed with a paper and the decision they ask for; taken in, or declined with a reason."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor, Role
from planhub.kernel.errors import Denied, GuardFailed, Invalid, NotFound, Reason
from planhub.kernel.fields import Field, Kind, parse_all
from planhub.kernel.text import Text, plain
from planhub.meetings import rules
from planhub.meetings.agenda.models import ACCEPTED, DECLINED, PROPOSED, WITHDRAWN, MeetingProposal
from planhub.meetings.agenda.numbers import order
from planhub.meetings.models import AgendaItem, Meeting
from planhub.meetings.words import CONSIDERATION, INFORMATION, RESOLUTIONS, SECTIONS
from planhub.people.queries import post_holders
from planhub.record import access, notices
from planhub.record.attachments import attach
from planhub.record.models import Record
from planhub.record.references import resolve
from planhub.record.services import locked, refresh

FIELDS: tuple[Field, ...] = (
    Field("title", Kind.LINE, Text("เรื่อง", "Matter"), required=True, max=400),
    Field(
        "section",
        Kind.CHOICE,
        Text("เสนอเพื่อ", "Brought for"),
        required=True,
        default=CONSIDERATION,
        choices=tuple(one for one in SECTIONS if one[0] in (INFORMATION, CONSIDERATION)),
    ),
    Field("requested", Kind.CHOICE, Text("ขอให้ที่ประชุม", "Asked of the meeting"), choices=RESOLUTIONS),
    Field("about", Kind.RECORD, Text("รายการที่เกี่ยวข้อง", "Linked record")),
    Field("background", Kind.BODY, Text("ความเป็นมา", "Background"), max=8000),
    Field("proposal", Kind.BODY, Text("ข้อเสนอ", "Proposal"), max=8000),
    Field("draft_resolution", Kind.BODY, Text("ร่างมติ", "Draft resolution"), max=4000),
    Field("minutes", Kind.INTEGER, Text("เวลาที่ขอ (นาที)", "Minutes asked for"), min=1, max=600),
)

REASON = Field("reason", Kind.LINE, Text("เหตุผล", "Reason"), required=True, max=1000)


def proposals(session: Session, actor: Actor, meeting: Meeting) -> Sequence[MeetingProposal]:
    """Give the proposals that the reader may see: all for whoever writes the agenda, else those of the own agency."""
    access.authorise_view(actor, meeting)
    query = select(MeetingProposal).where(MeetingProposal.record_id == meeting.id)
    if not access.may(actor, rules.EDIT, meeting):
        query = query.where(MeetingProposal.org.in_(actor.orgs))
    return session.scalars(query.order_by(MeetingProposal.at, MeetingProposal.id)).all()


def propose(
    session: Session,
    actor: Actor,
    meeting: Meeting,
    raw: Mapping[str, Any],
    *,
    file: tuple[str, bytes] | None = None,
) -> MeetingProposal:
    """Propose a matter in the name of the actor's agency. Raises `NotFound`, `Denied` and `Invalid`."""
    standing = access.authorise(actor, rules.PROPOSE, meeting)
    values, faults = parse_all(FIELDS, raw)
    resolve(session, actor, [(f, values, f.name) for f in FIELDS if f.name in values], faults)
    _complete(values, faults)
    if faults:
        raise Invalid(faults)
    paper = attach(session, actor, meeting, file[0], file[1], kind="paper") if file else None
    session.flush()  # the proposal refers to the file's row
    about = values.pop("about")
    row = MeetingProposal(
        record_id=meeting.id,
        org=standing.org,
        **values,
        about_id=about.id if about else None,
        attachment_id=paper.id if paper else None,
        by_id=actor.user_id,
        by_name=str(actor.name),
        at=clock.now(),
    )
    session.add(row)
    session.flush()  # the notice names it
    people = {h.user_id for h in post_holders(session, roles=[Role.SECRETARIAT.value]) if h.user_id}
    words = Text("{org} เสนอเรื่อง “{title}” เข้า {meeting}", "{org} proposes “{title}” for {meeting}")
    _tell(session, meeting, people, row, words)
    return row


def _complete(values: Mapping[str, Any], faults: dict[str, list[Text]]) -> None:
    if values.get("section") != CONSIDERATION:
        return
    for name, what in (
        ("requested", Text("มติที่ขอ", "the decision asked for")),
        ("proposal", Text("ข้อเสนอ", "a proposal")),
    ):
        if not values.get(name):
            words = Text("เรื่องเพื่อพิจารณาต้องระบุ{what}", "A matter for consideration needs {what}")
            faults[name] = [words.format(what=what)]


def accept(session: Session, actor: Actor, meeting: Meeting, proposal_id: str) -> AgendaItem:
    """Put a proposal onto the agenda with its paper. Raises `NotFound`, `Denied`, `GuardFailed`."""
    access.authorise(actor, rules.EDIT, meeting)
    meeting = locked(session, meeting)
    row = _waiting(session, meeting, proposal_id)
    item = AgendaItem(
        section=row.section,
        position=len(meeting.agenda) + 1,
        title=row.title[:400],
        org=row.org,
        requested=row.requested,
        background=row.background,
        proposal=row.proposal,
        draft_resolution=row.draft_resolution or row.proposal,
        minutes=row.minutes,
        about=session.get(Record, row.about_id) if row.about_id else None,
        papers=row.attachment_id,
        proposal_id=row.id,
    )
    meeting.agenda.append(item)
    order(meeting)
    refresh(session, actor, meeting)
    _answer(session, actor, meeting, row, ACCEPTED, None)
    return item


def decline(
    session: Session, actor: Actor, meeting: Meeting, proposal_id: str, raw: Mapping[str, Any]
) -> MeetingProposal:
    """Say why a proposal does not come onto the agenda. Raises `NotFound`, `Denied`, `Invalid`, `GuardFailed`."""
    access.authorise(actor, rules.EDIT, meeting)
    meeting = locked(session, meeting)
    values, faults = parse_all((REASON,), raw)
    if faults:
        raise Invalid(faults)
    return _answer(
        session, actor, meeting, _waiting(session, meeting, proposal_id), DECLINED, values["reason"]
    )


def withdraw(session: Session, actor: Actor, meeting: Meeting, proposal_id: str) -> MeetingProposal:
    """Take back the own agency's proposal while nobody has answered it. Raises `NotFound`, `Denied`, `GuardFailed`."""
    standing = access.authorise(actor, rules.PROPOSE, meeting)
    meeting = locked(session, meeting)
    row = _waiting(session, meeting, proposal_id)
    if row.org != standing.org:
        raise Denied
    row.state, row.answered_name, row.answered_at = WITHDRAWN, str(actor.name), clock.now()
    session.flush()  # the page that follows shows it
    return row


def _waiting(session: Session, meeting: Meeting, proposal_id: str) -> MeetingProposal:
    row = session.get(MeetingProposal, proposal_id)
    if row is None or row.record_id != meeting.id:
        raise NotFound
    if row.state != PROPOSED:
        raise GuardFailed([Reason("answered", Text("เรื่องนี้ได้รับคำตอบแล้ว", "This was answered already"))])
    return row


def _answer(
    session: Session, actor: Actor, meeting: Meeting, row: MeetingProposal, state: str, reason: str | None
) -> MeetingProposal:
    row.state, row.reason = state, reason
    row.answered_name, row.answered_at = str(actor.name), clock.now()
    session.flush()  # the notice names it
    if state == ACCEPTED:
        words = Text("บรรจุเรื่อง “{title}” ใน {meeting} แล้ว", "“{title}” is on the agenda of {meeting}")
    else:
        words = Text(
            "ไม่ได้บรรจุเรื่อง “{title}” ใน {meeting}: {why}", "“{title}” was declined for {meeting}: {why}"
        )
    _tell(session, meeting, {row.by_id} if row.by_id else set(), row, words)
    return row


def _tell(session: Session, meeting: Meeting, people: set[str], row: MeetingProposal, words: Text) -> None:
    told = words.format(
        org=plain(row.org), title=plain(row.title), meeting=plain(meeting.title), why=plain(row.reason or "")
    )
    notices.tell(session, meeting, people, told, f"proposal:{row.id}:{row.state}")
