"""Setting up a meeting: its number, its members, and the matters that come by themselves."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from planhub.kernel.errors import Invalid
from planhub.kernel.text import THAI, Text
from planhub.kernel.thai import fiscal_year, format_date
from planhub.meetings.agenda.numbers import order
from planhub.meetings.models import AgendaItem, Attendee, Committee, Meeting
from planhub.meetings.queries import find_committee, find_previous, list_unfinished
from planhub.meetings.words import ADOPTED, ADOPTION, ARISING, NOTED, SECTIONS, number_of, word, year_of
from planhub.people.queries import PostHolder, post_holders
from planhub.record.services import take_number


def prepare(session: Session, meeting: Meeting) -> None:
    """Give a new meeting its number, its members, and the matters that every agenda holds.

    The number is taken under the lock of its counter, so that numbers neither repeat nor leave gaps. Raises
    `Invalid` for an unknown committee.
    """
    committee = find_committee(session, meeting.committee_code or "")
    if committee is None or committee.is_closed:
        unknown = Text("ไม่พบคณะกรรมการหรือคณะทำงานรหัสนี้", "There is no such committee")
        raise Invalid({"committee_code": [unknown]})
    meeting.committee = committee
    meeting.year_be = year_of(committee.numbering, meeting.held_on)
    meeting.fiscal_year = fiscal_year(meeting.held_on)
    meeting.seq_no = take_number(session, f"meeting:{committee.code}:{meeting.year_be}")
    meeting.title = meeting.title or f"การประชุม{committee.name_th} ครั้งที่ {meeting.no}"
    if not meeting.attendees:
        meeting.attendees.extend(_members(session, committee))
    _standing_items(session, meeting)
    order(meeting)


def _members(session: Session, committee: Committee) -> list[Attendee]:
    posts = [m.post_id for m in committee.members]
    holders: Mapping[str, PostHolder] = (
        {h.post_id: h for h in post_holders(session, posts=posts)} if posts else {}
    )
    return [
        Attendee(
            position=n,
            name=_name(holders.get(member.post_id)),
            post_title=member.post.title_th,
            org=member.post.org_code,
            kind="member",
            duty=member.duty,
            post_id=member.post_id,
            user_id=holders[member.post_id].user_id if member.post_id in holders else None,
        )
        for n, member in enumerate(committee.members, start=1)
    ]


def _name(holder: PostHolder | None) -> str:
    return holder.name.th if holder and holder.name else "(ยังไม่มีผู้ดำรงตำแหน่ง)"


def _standing_items(session: Session, meeting: Meeting) -> None:
    """Add what every agenda holds, unless it was given: announcements, minutes to adopt, and open assignments."""
    sections = {item.section for item in meeting.agenda}
    if "1" not in sections:
        meeting.agenda.append(_item("1", word(SECTIONS, "1").th, requested=NOTED))
    previous = find_previous(session, meeting) if ADOPTION not in sections else None
    if previous is not None:
        title = f"รับรองรายงานการประชุม ครั้งที่ {number_of(previous.seq_no, previous.year_be)}"
        meeting.agenda.append(_item(ADOPTION, title, requested=ADOPTED, about=previous))
    add_arising(session, meeting)


def add_arising(session: Session, meeting: Meeting) -> int:
    """Add the committee's open assignments to part 3 where they are not on the agenda yet; give how many were added."""
    listed = {item.about.id for item in meeting.agenda if item.about is not None}
    added = 0
    for action in list_unfinished(session, meeting.committee_code):
        if action.id in listed:
            continue
        facts = f"ที่ประชุมมอบหมาย กำหนดแล้วเสร็จภายในวันที่ {format_date(action.due_on, 'long', locale=THAI)}"
        if action.carried:
            facts += f" ยกมาแล้ว {action.carried} ครั้ง"
        meeting.agenda.append(
            _item(ARISING, action.title, requested=NOTED, about=action, org=action.owner_org, facts=facts)
        )
        added += 1
    if added:
        order(meeting)
    return added


def _item(section: str, title: str, **more: object) -> AgendaItem:
    return AgendaItem(section=section, title=title, position=0, **more)
