"""Freezes what a meeting will look at: everything is read once, written as canonical JSON, and never read again.

The pack is made from the frozen text alone, so the same snapshot gives the same pages whatever happens to the
records afterwards (hazard F22). A snapshot is made in the name of the person who asks for it and holds nothing
that the person may not see.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planhub.activities.choices import BUDGET_SOURCES
from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.errors import GuardFailed, Reason
from planhub.kernel.text import Text
from planhub.meetings import rules
from planhub.meetings.action_workflow import UNFINISHED
from planhub.meetings.agenda.numbers import numbered
from planhub.meetings.models import ActionItem, Meeting, MeetingSnapshot
from planhub.meetings.pack import compose, facts, summary
from planhub.meetings.pack.compose import Facts, iso, pair
from planhub.meetings.pack.reading import Material, Question, read
from planhub.meetings.queries import list_actions, of_committee
from planhub.meetings.words import CONSIDERATION, DUTIES, RESOLUTIONS, SECTIONS, number_of, word
from planhub.record import access, chain
from planhub.record.attachments import list_files
from planhub.record.types import registry

SCHEMA = 1
"""The form of the JSON; papers refuse another one."""


def freeze(session: Session, actor: Actor, meeting: Meeting) -> MeetingSnapshot:
    """Read everything as of now and store it; the meeting must be loaded with its children.

    Raises `Denied` for who may not, and `GuardFailed` where the sums of the budget do not agree (domain.md §7.2).
    """
    access.authorise(actor, rules.FREEZE, meeting)
    content = gather(session, actor, meeting)
    disagree = unequal_sums(content)
    if disagree:
        raise GuardFailed(disagree)
    return store(session, actor, meeting, content, kind="pack")


def store(session: Session, actor: Actor, meeting: Meeting, content: Facts, *, kind: str) -> MeetingSnapshot:
    """Write frozen content down; it is never changed again."""
    body = chain.canonical(content)
    of_kind = (MeetingSnapshot.meeting_id == meeting.id, MeetingSnapshot.kind == kind)
    last = session.scalar(select(func.max(MeetingSnapshot.number)).where(*of_kind))
    row = MeetingSnapshot(
        meeting_id=meeting.id,
        kind=kind,
        number=(last or 0) + 1,
        as_of=clock.now(),
        agenda_hash=meeting.content_hash,
        body=body.decode(),
        content_hash=hashlib.sha256(body).hexdigest(),
        made_by=actor.user_id,
    )
    session.add(row)
    session.flush()  # the pack refers to it
    return row


def content_of(snapshot: MeetingSnapshot) -> Facts:
    """Give what a snapshot holds. Raises `ValueError` where the text is not the one that was stored, or of another form."""
    if hashlib.sha256(snapshot.body.encode()).hexdigest() != snapshot.content_hash:
        raise ValueError(f"snapshot {snapshot.id} is not what was frozen")
    content: Facts = json.loads(snapshot.body)
    if content["schema"] != SCHEMA:
        raise ValueError(f"snapshot {snapshot.id} has the form {content['schema']}")
    return content


def gather(session: Session, actor: Actor, meeting: Meeting) -> Facts:
    """Read and write down everything a pack shows, in a fixed number of queries."""
    question = Question(actor, meeting.fiscal_year or 0, clock.now(), training=meeting.is_training)
    material = read(session, question)
    activities = compose.activities(material)
    content: Facts = {
        "schema": SCHEMA,
        "as_of": question.as_of.isoformat(),
        "day": question.day.isoformat(),
        "fiscal_year": question.fiscal_year,
        **compose.speaking_quarter(question.fiscal_year, question.day),
        "training": meeting.is_training,
        "meeting": _meeting(meeting),
        "agenda": _agenda(meeting, _papers(session, meeting)),
        "follow_up": _follow_up(session, actor, meeting, question),
        "overlap": compose.overlap(material),
        "mous": compose.mous(material),
        "plans": _plans(material),
        "activities": activities,
        "lights": compose.lights(activities),
        "budget": compose.budget(material, BUDGET_SOURCES),
        "lessons": compose.lessons(material),
        "missing": [
            {"code": a["code"], "title": a["title"], "org": a["lead"], "period": a["missing"]}
            for a in activities
            if a["missing"]
        ],
        "provinces": _provinces(material, meeting),
    }
    content["orgs"] = facts.orgs(material, material.orgs)
    content["elapsed"] = summary.elapsed(content)
    content["has_sample"] = _has_sample(content)
    content["figures"] = summary.figures(content)
    content["risks"] = summary.risks(content)
    content["sources"] = _sources(content, material)
    return content


# --- the meeting itself -----------------------------------------------------------------------------------------


def _meeting(meeting: Meeting) -> Facts:
    return {
        "code": meeting.code,
        "title": meeting.title,
        "committee": pair(meeting.committee.name),
        "no": number_of(meeting.seq_no, meeting.year_be),
        "held_on": iso(meeting.held_on),
        "starts_at": meeting.starts_at.isoformat("minutes") if meeting.starts_at else None,
        "ends_at": meeting.ends_at.isoformat("minutes") if meeting.ends_at else None,
        "place": meeting.place,
        "link": meeting.link,
        "secretariat": meeting.owner_org,
        "origin": meeting.origin,
        "members": [
            {
                "name": a.name,
                "post": a.post_title,
                "org": a.org,
                "org_name": a.org_name,
                "kind": a.kind,
                "duty": pair(word(DUTIES, a.duty)) if a.duty else None,
            }
            for a in meeting.attendees
        ],
    }


def _papers(session: Session, meeting: Meeting) -> dict[str, Facts]:
    """Give name, size and hash of the files that belong to matters, by id; one query where there are any."""
    if not any(item.papers for item in meeting.agenda):
        return {}
    return {
        one.id: {"name": one.name, "size": one.size, "sha256": one.sha256}
        for one in list_files(session, meeting)
    }


def _agenda(meeting: Meeting, files: Mapping[str, Facts] | None = None) -> list[Facts]:
    items = numbered(meeting)
    return [
        {
            "key": key,
            "label": pair(label),
            "items": [_item(no, item, files or {}) for no, item in items if item.section == key],
        }
        for key, label in SECTIONS
    ]


def _item(no: str, item: Any, files: Mapping[str, Facts]) -> Facts:
    about = item.about
    listed = [files[key] for key in (item.papers or "").split() if key in files]
    return {
        **({"papers": listed} if listed else {}),
        **({"minutes": item.minutes} if item.minutes else {}),
        "no": no,
        "id": item.id,
        "title": item.title,
        "org": item.org,
        "requested": {"key": item.requested, **pair(word(RESOLUTIONS, item.requested))}
        if item.requested
        else None,
        "background": item.background,
        "facts": item.facts,
        "options": item.options,
        "proposal": item.proposal,
        "draft": item.draft_resolution,
        "about": None if about is None else {"code": about.code, "title": about.title, "type": about.type},
        "province": about.province_code if about is not None else None,
    }


def decisions(agenda: Iterable[Facts]) -> list[Facts]:
    """Give the matters for consideration, in the order of the agenda."""
    return [item for part in agenda if part["key"] == CONSIDERATION for item in part["items"]]


def _follow_up(session: Session, actor: Actor, meeting: Meeting, question: Question) -> list[Facts]:
    rt = registry.get("action-items")
    may_see = access.visible(actor, rt.view, rt)
    rows = list_actions(
        session,
        may_see,
        of_committee(meeting.committee_code),
        ActionItem.meeting_id != meeting.id,
        ActionItem.state.in_(UNFINISHED),
        ActionItem.is_training.is_(question.training),
    )
    return [
        {
            "code": row.code,
            "title": row.title,
            "what": row.what,
            "org": row.owner_org,
            "post": row.post,
            "due_on": iso(row.due_on),
            "state": compose.state_of("action-items", rt.workflow.version, row.state),
            "overdue": row.state != "done" and row.due_on < question.day,
            "carried": row.carried,
            "result": row.result,
            "meeting": number_of(row.seq_no, row.year_be),
            "resolution": row.resolution,
            "origin": row.origin,
        }
        for row in rows
    ]


# --- what the meeting is about ----------------------------------------------------------------------------------


def _plans(material: Material) -> list[Facts]:
    return [
        {
            "code": row.code,
            "title": row.title,
            "province": row.province_code,
            "lead": row.owner_org,
            "state": compose.state_of("plans", row.workflow_version, row.state),
            "approved_on": iso(row.approved_on),
            "origin": row.origin,
        }
        for row in material.plans
    ]


def _provinces(material: Material, meeting: Meeting) -> list[Facts]:
    """Write the provinces of the sheets: those chosen, else those with a plan or an activity, in Thai order."""
    wanted = set(meeting.provinces) or {row.province_code for row in material.plans} | {
        code[:2] for row in material.activities for code in material.reach.get(row.id, [])
    }
    codes = [area.code for area in material.areas if area.code in wanted]
    found = facts.provinces(material, codes)
    for item in decisions(_agenda(meeting)):
        if item["province"] in found:
            matter = {"no": item["no"], "title": item["title"], "proposal": item["proposal"]}
            found[item["province"]]["decisions"].append(matter)
    return list(found.values())


def _has_sample(content: Mapping[str, Any]) -> bool:
    rows = [
        *content["mous"],
        *content["plans"],
        *content["activities"],
        *content["lessons"],
        *content["follow_up"],
    ]
    return facts.has_sample([*rows, content["meeting"]]) or any(p["has_sample"] for p in content["provinces"])


def _sources(content: Mapping[str, Any], material: Material) -> list[Facts]:
    """Say where each kind of figure comes from and of which day it is."""
    days = [row.as_of for row in material.presences if row.as_of]
    named: Sequence[tuple[Text, Text, str]] = (
        (
            Text("พื้นที่ดำเนินงานและพื้นที่ซ้อนทับ", "Areas of work and overlaps"),
            Text("รายชื่อพื้นที่ที่แต่ละหน่วยงานแจ้ง ปีงบประมาณ {fy}", "lists that each agency gave, FY {fy}").format(
                fy=content["fiscal_year"]
            ),
            max(days).isoformat() if days else content["day"],
        ),
        (
            Text("ความก้าวหน้าและไฟสถานะ", "Progress and lights"),
            summary.reports_source(dict(content)),
            content["day"],
        ),
        (
            Text("งบประมาณ", "Budget"),
            Text(
                "รายการงบประมาณของกิจกรรมที่แต่ละหน่วยงานบันทึก",
                "budget lines of activities as each agency entered them",
            ),
            content["day"],
        ),
        (
            Text("บันทึกข้อตกลง แผน บทเรียน และเรื่องที่มอบหมาย", "MOUs, plans, lessons and assignments"),
            Text("ทะเบียนใน PlanHub", "registers in PlanHub"),
            content["day"],
        ),
    )
    return [{"what": pair(what), "source": pair(source), "as_of": day} for what, source, day in named]


def unequal_sums(content: Mapping[str, Any]) -> list[Reason]:
    """Give where sums do not agree: the total must be that of the activities, and of agency × source (domain.md §7.2)."""
    table = content["budget"]
    activities = sum(a["money"]["planned"] for a in content["activities"])
    by_org = sum(row["total"]["planned"] for row in table["rows"])
    by_source = sum(money["planned"] for money in table["by_source"].values())
    if activities == by_org == by_source == table["total"]["planned"]:
        return []
    words = Text(
        "ยอดงบประมาณไม่ตรงกัน: กิจกรรม {a} หน่วยงาน {o} แหล่งเงิน {s} รวม {t} (สตางค์)",
        "The sums do not agree: activities {a}, agencies {o}, sources {s}, total {t} (satang)",
    )
    return [Reason("sums", words.format(a=activities, o=by_org, s=by_source, t=table["total"]["planned"]))]
