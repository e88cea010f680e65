"""What meetings bring to the house."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session, joinedload, selectinload

from planhub.kernel.text import Text
from planhub.meetings import (
    action_workflow,
    days,
    documents,
    effects,
    fields,
    guards,
    panels,
    requests,
    rules,
    services,
    views,
    workflow,
)
from planhub.meetings.agenda import views as agenda
from planhub.meetings.follow_up import carrying
from planhub.meetings.follow_up import views as follow_up
from planhub.meetings.inviting import calendar as ics
from planhub.meetings.inviting import letters, reminders
from planhub.meetings.inviting import views as inviting
from planhub.meetings.minutes import audiences, gathering
from planhub.meetings.minutes import papers as minutes_papers
from planhub.meetings.minutes import views as minutes_views
from planhub.meetings.models import ActionItem, Meeting
from planhub.meetings.pack import building
from planhub.meetings.pack import models as pack_models
from planhub.meetings.pack.dependents import packs
from planhub.meetings.queries import find_ready_pack, last_talk_by_record
from planhub.meetings.session.queries import withdrawals
from planhub.meetings.session.views import live
from planhub.mou.duties import health
from planhub.progress import dependents as report_dependents
from planhub.record.types import Column, Document, RecordType
from planhub.ui.feature import Feature, NavItem, Panel


def _parties(meeting: Any) -> Iterable[str]:
    """The secretariat's organisation, those who sit in the meeting, and those who bring a matter."""
    orgs = [meeting.owner_org, *(a.org for a in meeting.attendees), *(i.org for i in meeting.agenda)]
    return [org for org in dict.fromkeys(orgs) if org]


def _parties_of_action(action: Any) -> Iterable[str]:
    """Who must act, and everybody whose meeting it was, or who asks."""
    others = [p.org_code for p in action.meeting.party_rows] if action.meeting else [action.asked_by_org]
    return [action.owner_org, *others]


def _facts(session: Session, meeting: Any) -> Mapping[str, Any]:
    """Give what guards look at; each state asks for no more than its own moves need."""
    if meeting.state == "in_session":
        return {guards.WITHDRAWN: withdrawals(session, meeting.id)}
    if meeting.state in gathering.STATES:
        return gathering.facts(session, meeting)
    return {guards.PACK: find_ready_pack(session, meeting.id)}


def _facts_of_action(session: Session, action: Any) -> Mapping[str, Any]:
    """Tell whether a list came that was asked for, and whether a meeting is over that talked of it."""
    uncounted = carrying.find_uncounted(session, action, carrying.SAT[1:]) if action.meeting_id else None
    return {**requests.facts(session, action), action_workflow.UNCOUNTED: uncounted}


def _flags(action: Any, today: date) -> Sequence[tuple[str, Text]]:
    """Overdue is told from the day, it is no state (rule R13)."""
    found = []
    if action.state in ("open", "doing", "carried") and action.due_on < today:
        late = (today - action.due_on).days
        found.append(("overdue", Text("เกินกำหนด {n} วัน", "Overdue by {n} days").format(n=late)))
    if action.carried:
        found.append(("carried", Text("ยกมา {n} ครั้ง", "Carried over {n} times").format(n=action.carried)))
    return found


_TOLD = frozenset(s for s in workflow.MEETING.state_keys if s not in ("draft", "invited"))
"""States in which its papers have gone out."""

MEETINGS = RecordType(
    name="meetings",
    key="meeting",
    label=Text("การประชุม", "Meeting"),
    plural=Text("การประชุม", "Meetings"),
    model=Meeting,
    workflow=workflow.MEETING,
    policy=rules.MEETINGS,
    fields=fields.MEETING,
    children=(fields.AGENDA, fields.ATTENDEES, fields.RESOLVED),
    code_prefix="MTG",
    columns=(
        Column("held_on", Text("วันประชุม", "Day"), sortable=False, kind="date"),
        Column("owner_org", Text("ฝ่ายเลขานุการ", "Secretariat"), sortable=False, kind="org"),
    ),
    filters=("state", "q", "fiscal_year"),
    template="meetings",
    days=days.MEETING,
    parties=_parties,
    facts=_facts,
    effects=effects.MEETING,
    audiences=audiences.OF_MEETINGS,
    loads=(joinedload(Meeting.committee),),
    on_create=services.prepare,
    calendar_file=ics.for_mail,
    check=fields.faults_of_meeting,
    public_states=_TOLD,
    revoked_states=frozenset({"cancelled"}),
    documents=(
        Document(
            "meeting-pack", Text("เอกสารประกอบการประชุม", "Meeting pack"), documents.meeting_pack, rules.VIEW
        ),
        Document(
            letters.INVITATION, Text("หนังสือเชิญประชุม", "Letter of invitation"), letters.invitation, rules.VIEW
        ),
        Document(letters.MEMO, Text("บันทึกเสนอผู้บริหาร", "Cover memo"), letters.memo, rules.VIEW),
        Document(
            "minutes",
            Text("รายงานการประชุม", "Minutes"),
            minutes_papers.minutes_paper,
            rules.VIEW,
            minutes_papers.may_read,
        ),
    ),
)

ACTION_ITEMS = RecordType(
    name="action-items",
    key="action-item",
    label=Text("เรื่องที่มอบหมาย", "Assignment"),
    plural=Text("เรื่องที่มอบหมาย", "Assignments"),
    model=ActionItem,
    workflow=action_workflow.ACTION,
    policy=rules.ACTION_ITEMS,
    fields=fields.ACTION,
    derived=fields.ASKED,
    code_prefix="ACTN",
    columns=(
        Column("owner_org", Text("หน่วยงาน", "Agency"), sortable=False, kind="org"),
        Column("due_on", Text("ภายในวันที่", "By"), sortable=False, kind="date"),
    ),
    filters=("state", "q", "owner_org", "fiscal_year"),
    template="meetings/action",
    parties=_parties_of_action,
    areas=lambda action: [action.asked_area] if action.asked_area else [],
    facts=_facts_of_action,
    wake_on=requests.wake_on,
    links={"meeting": (selectinload(Meeting.party_rows),)},
    effects=effects.ACTION,
    flags=_flags,
    days=days.ACTION,
    creatable=False,
)

TABLES = (pack_models.MeetingPreview, pack_models.MeetingRemark)
"""Tables of the rooms that no other module of the manifest reads."""

LINKED = ("mous", "plans", "activities", "progress-reports", "lessons", "action-items")
"""Types of records whose pages tell at which meetings they were talked of."""

health.register(health.LAST_MEETING, last_talk_by_record)
report_dependents.register(packs)

FEATURE = Feature(
    name="meetings",
    record_types=(MEETINGS, ACTION_ITEMS),
    blueprints=(
        views.packs,
        inviting.inviting,
        inviting.bodies,
        agenda.agenda,
        agenda.series,
        live,
        minutes_views.minutes,
        follow_up.follow_up,
    ),
    nav=(
        NavItem(
            Text("การประชุม", "Meetings"),
            "meetings.list",
            "calendar-event",
            "together",
            40,
            visible=lambda actor: rules.MEETINGS.ever(actor, rules.VIEW),
        ),
        NavItem(
            Text("เรื่องที่มอบหมาย", "Assignments"),
            "action-items.list",
            "checklist",
            "together",
            41,
            visible=lambda actor: rules.ACTION_ITEMS.ever(actor, rules.ACTION_VIEW),
        ),
        NavItem(
            Text("ติดตามมติ", "Follow-up"),
            "follow_up.index",
            "progress-check",
            "together",
            41,
            visible=lambda actor: rules.ACTION_ITEMS.ever(actor, rules.ACTION_VIEW),
        ),
        NavItem(
            Text("คณะกรรมการ", "Committees"),
            "committees.index",
            "users",
            "together",
            42,
            visible=lambda actor: rules.MEETINGS.ever(actor, rules.VIEW),
        ),
    ),
    panels=(
        Panel(
            "meetings",
            Text("การตอบรับ", "Answers"),
            "meetings/_answers.html",
            panels.answers_panel,
            order=5,
        ),
        Panel(
            "meetings",
            Text("เล่มประชุม", "The pack"),
            "meetings/_pack.html",
            panels.pack_panel,
            order=10,
        ),
        Panel(
            "meetings",
            Text("ห้องประชุมและรายงาน", "The room and the minutes"),
            "meetings/_room.html",
            panels.room_panel,
            order=5,
        ),
        Panel(
            "meetings",
            Text("บทเรียนจากการประชุม", "Lessons of the meeting"),
            "lessons/_panel.html",
            panels.learnt_panel,
            order=60,
        ),
        Panel(
            "meetings",
            Text("เรื่องที่มอบหมาย", "Assignments"),
            "meetings/_assigned.html",
            panels.assigned_panel,
            order=20,
        ),
        *(
            Panel(name, Text("ในที่ประชุม", "At meetings"), "meetings/_talks.html", panels.talked_of, order=80)
            for name in LINKED
        ),
    ),
    jobs={building.BUILD: building.build, reminders.REMIND: reminders.remind},
    daily=(reminders.REMIND,),
)
