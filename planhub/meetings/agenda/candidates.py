"""What waits for the table: brought by the system from the registers, taken onto the agenda by a tick."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.text import THAI, Text
from planhub.kernel.thai import format_date
from planhub.meetings import rules
from planhub.meetings.agenda.numbers import order
from planhub.meetings.models import AgendaItem, Meeting, Resolution
from planhub.meetings.queries import list_unfinished
from planhub.meetings.words import (
    ADOPTED,
    ADOPTION,
    APPROVED,
    ARISING,
    CONSIDERATION,
    DEFERRED,
    ENDORSED,
    INFORMATION,
    NOTED,
    number_of,
)
from planhub.mou.models import Mou
from planhub.progress.models import ProgressReport
from planhub.record import access
from planhub.record.models import Record
from planhub.record.services import locked, refresh
from planhub.record.types import registry

MOST = 60
"""Candidates of one kind that are shown; more than a meeting can take."""
EXPIRING = timedelta(days=90)
"""So long before its end an MOU waits for a decision; the default of a setting."""

HELD_OPEN = ("adjourned", "minutes_draft", "minutes_circulated")
"""States of a meeting whose minutes are still to be adopted."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that waits, with the part of the agenda for which it waits."""

    key: str
    """By which a tick names it; the same while it waits."""
    section: str
    title: str
    why: Text
    """Why it waits, in a few words."""
    requested: str
    org: str | None = None
    about_id: str | None = None
    about_code: str | None = None
    about_type: str | None = None
    facts: str | None = None
    background: str | None = None
    proposal: str | None = None
    draft_resolution: str | None = None


def candidates(session: Session, actor: Actor, meeting: Meeting) -> list[Candidate]:
    """Give what waits and is not on the agenda yet, in the order of the parts; seven queries at any size."""
    listed = {item.about_id for item in meeting.agenda if item.about_id}
    titles = {(item.section, item.title) for item in meeting.agenda}
    found = [
        *_minutes(session, actor, meeting),
        *_assignments(session, meeting),
        *_reports(session, actor, meeting),
        *_deferred(session, meeting),
        *_mous(session, actor, meeting),
        *_plans(session, actor, meeting),
    ]
    return [
        one
        for one in found
        if (one.about_id is None or one.about_id not in listed) and (one.section, one.title) not in titles
    ]


def take(session: Session, actor: Actor, meeting: Meeting, keys: Iterable[str]) -> int:
    """Put the ticked ones onto the agenda; give how many were taken. Raises `NotFound` and `Denied`."""
    access.authorise(actor, rules.EDIT, meeting)
    meeting = locked(session, meeting)
    wanted = set(keys)
    taken = [one for one in candidates(session, actor, meeting) if one.key in wanted]
    for one in taken:
        meeting.agenda.append(_item(session, one))
    if taken:
        order(meeting)
        refresh(session, actor, meeting)
        session.flush()  # a conflict with another writer must show here
    return len(taken)


def _item(session: Session, one: Candidate) -> AgendaItem:
    about = session.get(Record, one.about_id) if one.about_id else None
    return AgendaItem(
        section=one.section,
        position=0,
        title=one.title[:400],
        org=one.org,
        requested=one.requested,
        about=about,
        facts=one.facts,
        background=one.background,
        proposal=one.proposal,
        draft_resolution=one.draft_resolution,
    )


def _seen(actor: Actor, name: str, meeting: Meeting) -> tuple[Any, ...]:
    rt = registry.get(name)
    return access.visible(actor, rt.view, rt), Record.is_training.is_(meeting.is_training)


_HELD = cast("Table", Meeting.__table__)
_MOU = cast("Table", Mou.__table__)
_REPORT = cast("Table", ProgressReport.__table__)


def _minutes(session: Session, actor: Actor, meeting: Meeting) -> Iterator[Candidate]:
    query = (
        select(Record.id, Record.code, _HELD.c.seq_no, _HELD.c.year_be)
        .select_from(Record.__table__)
        .join(_HELD, _HELD.c.id == Record.id)
        .where(
            _HELD.c.committee_code == meeting.committee_code,
            _HELD.c.held_on <= meeting.held_on,
            Record.id != meeting.id,
            Record.state.in_(HELD_OPEN),
            *_seen(actor, "meetings", meeting),
        )
        .order_by(_HELD.c.held_on, Record.code)
        .limit(MOST)
    )
    for row in session.execute(query):
        yield Candidate(
            key=f"minutes:{row.code}",
            section=ADOPTION,
            title=f"รับรองรายงานการประชุม ครั้งที่ {number_of(row.seq_no, row.year_be)}",
            why=Text("รายงานยังไม่รับรอง", "minutes not adopted yet"),
            requested=ADOPTED,
            about_id=row.id,
            about_code=row.code,
            about_type="meetings",
        )


def _assignments(session: Session, meeting: Meeting) -> Iterator[Candidate]:
    for action in list_unfinished(session, meeting.committee_code):
        day = format_date(action.due_on, "long", locale=THAI)
        yield Candidate(
            key=f"action:{action.code}",
            section=ARISING,
            title=action.title,
            why=Text("มอบหมายไว้ ยังไม่ปิด", "assigned, not closed"),
            requested=NOTED,
            org=action.owner_org,
            about_id=action.id,
            about_code=action.code,
            about_type="action-items",
            facts=f"ที่ประชุมมอบหมาย กำหนดแล้วเสร็จภายในวันที่ {day}",
        )


def _reports(session: Session, actor: Actor, meeting: Meeting) -> Iterator[Candidate]:
    """Give one matter for each quarter of the year whose reports have come in."""
    done = func.count().filter(Record.state == "accepted")
    query = (
        select(_REPORT.c.quarter, Record.fiscal_year, func.count().label("n"), done.label("done"))
        .select_from(Record.__table__)
        .join(_REPORT, _REPORT.c.id == Record.id)
        .where(
            Record.fiscal_year == meeting.fiscal_year,
            _REPORT.c.opens_on <= meeting.held_on,
            *_seen(actor, "progress-reports", meeting),
        )
        .group_by(_REPORT.c.quarter, Record.fiscal_year)
        .order_by(_REPORT.c.quarter)
    )
    for row in session.execute(query):
        if row.done:
            yield Candidate(
                key=f"reports:{row.fiscal_year}-{row.quarter}",
                section=INFORMATION,
                title=f"รายงานความก้าวหน้ากิจกรรมร่วม ไตรมาส {row.quarter}/{row.fiscal_year}",
                why=Text("รับรายงานแล้ว {a} จาก {n} กิจกรรม", "{a} of {n} reports accepted").format(
                    a=row.done, n=row.n
                ),
                requested=NOTED,
                facts=f"ได้รับรายงานแล้ว {row.done} จาก {row.n} กิจกรรม รายละเอียดอยู่ในเอกสารประกอบการประชุม",
            )


def _deferred(session: Session, meeting: Meeting) -> Iterator[Candidate]:
    """Give the matters that the committee's earlier meetings put off and that no later agenda has taken up."""
    later = (
        select(AgendaItem.title)
        .join(_HELD, _HELD.c.id == AgendaItem.record_id)
        .where(_HELD.c.committee_code == meeting.committee_code)
        .group_by(AgendaItem.title)
        .having(func.count() > 1)
    )
    query = (
        select(AgendaItem, Record.code.label("about_code"), Record.type.label("about_type"))
        .join(Resolution, Resolution.item_id == AgendaItem.id)
        .join(_HELD, _HELD.c.id == AgendaItem.record_id)
        .outerjoin(Record.__table__, Record.id == AgendaItem.about_id)
        .where(
            _HELD.c.committee_code == meeting.committee_code,
            _HELD.c.id != meeting.id,
            Resolution.kind == DEFERRED,
            AgendaItem.title.not_in(later),
        )
        .order_by(_HELD.c.held_on, AgendaItem.position)
        .limit(MOST)
    )
    for item, code, kind in session.execute(query):
        yield Candidate(
            key=f"deferred:{item.id}",
            section=CONSIDERATION,
            title=item.title,
            why=Text("ที่ประชุมเลื่อนการพิจารณาไว้", "put off by an earlier meeting"),
            requested=item.requested or ENDORSED,
            org=item.org,
            about_id=item.about_id,
            about_code=code,
            about_type=kind,
            facts=item.facts,
            background=item.background,
            proposal=item.proposal,
            draft_resolution=item.draft_resolution,
        )


def _mous(session: Session, actor: Actor, meeting: Meeting) -> Iterator[Candidate]:
    ending = (Record.state == "in_force") & _MOU.c.ends_on.between(clock.today(), meeting.held_on + EXPIRING)
    query = (
        select(Record.id, Record.code, Record.title, Record.state, Record.owner_org, _MOU.c.ends_on)
        .select_from(Record.__table__)
        .join(_MOU, _MOU.c.id == Record.id)
        .where(Record.state.in_(("approval", "ready_to_sign")) | ending, *_seen(actor, "mous", meeting))
        .order_by(Record.state_since, Record.id)
        .limit(MOST)
    )
    for row in session.execute(query):
        yield _mou(row)


def _mou(row: Any) -> Candidate:
    if row.state == "in_force":
        day = format_date(row.ends_on, "long", locale=THAI)
        title, why = f"พิจารณาต่ออายุหรือปิด {row.title}", Text("ใกล้สิ้นสุดอายุ", "near its end")
        facts, wanted = f"จะสิ้นสุดอายุวันที่ {day}", "เห็นชอบแนวทางต่ออายุหรือปิดเรื่องตามที่เสนอ"
    elif row.state == "approval":
        title, why = f"พิจารณา{row.title}", Text("รอผู้มีอำนาจอนุมัติ", "waits for approval")
        facts, wanted = "ผ่านการตรวจกฎหมายและงบประมาณแล้ว อยู่ระหว่างเสนอผู้มีอำนาจ", "เห็นชอบตามที่เสนอ"
    else:
        title, why = f"กำหนดการลงนาม {row.title}", Text("รอลงนาม", "waits to be signed")
        facts, wanted = "ทุกหน่วยงานอนุมัติแล้ว รอกำหนดวันลงนาม", "เห็นชอบกำหนดการลงนาม"
    return Candidate(
        key=f"mou:{row.code}",
        section=CONSIDERATION,
        title=title,
        why=why,
        requested=ENDORSED,
        org=row.owner_org,
        about_id=row.id,
        about_code=row.code,
        about_type="mous",
        facts=facts,
        proposal=wanted,
        draft_resolution=wanted,
    )


_PLAN_WAITS = {
    "endorsement": (Text("รอเห็นชอบ", "waits for endorsement"), ENDORSED, "เห็นชอบ"),
    "approval": (Text("รออนุมัติ", "waits for approval"), APPROVED, "อนุมัติ"),
}


def _plans(session: Session, actor: Actor, meeting: Meeting) -> Iterator[Candidate]:
    query = (
        select(Record.id, Record.code, Record.title, Record.state, Record.owner_org)
        .where(Record.type == "plans", Record.state.in_(_PLAN_WAITS), *_seen(actor, "plans", meeting))
        .order_by(Record.state_since, Record.id)
        .limit(MOST)
    )
    for row in session.execute(query):
        why, asked, verb = _PLAN_WAITS[row.state]
        yield Candidate(
            key=f"plan:{row.code}",
            section=CONSIDERATION,
            title=f"พิจารณา{row.title}",
            why=why,
            requested=asked,
            org=row.owner_org,
            about_id=row.id,
            about_code=row.code,
            about_type="plans",
            proposal=f"{verb}ตามที่เสนอ",
            draft_resolution=f"{verb}{row.title}",
        )


def by_section(found: Sequence[Candidate]) -> dict[str, list[Candidate]]:
    """Give candidates by the part of the agenda for which they wait."""
    parts: dict[str, list[Candidate]] = {}
    for one in found:
        parts.setdefault(one.section, []).append(one)
    return dict(sorted(parts.items()))
