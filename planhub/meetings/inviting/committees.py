"""Setting up committees: what they are called, how they count, when they have a quorum, and whose posts sit in them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.kernel.errors import Invalid
from planhub.kernel.fields import Field, Kind, parse_all
from planhub.kernel.text import Text
from planhub.meetings.models import Committee, CommitteeMember, Meeting
from planhub.meetings.words import DUTIES, NUMBERINGS
from planhub.record import access
from planhub.record.references import resolve
from planhub.record.types import Children, registry

CODE = Field(
    "code",
    Kind.LINE,
    Text("รหัส", "Code"),
    required=True,
    max=20,
    help=Text("ตัวพิมพ์ใหญ่และตัวเลข เช่น JOINT3 เปลี่ยนภายหลังไม่ได้", "Capitals and digits, such as JOINT3; it stays"),
)

FIELDS: tuple[Field, ...] = (
    Field("name_th", Kind.LINE, Text("ชื่อคณะ", "Name in Thai"), required=True, max=300),
    Field("name_en", Kind.LINE, Text("ชื่อภาษาอังกฤษ", "Name in English"), required=True, max=300),
    Field(
        "numbering",
        Kind.CHOICE,
        Text("การนับครั้งประชุม", "Numbering"),
        required=True,
        choices=NUMBERINGS,
        default="calendar",
    ),
    Field(
        "quorum_percent",
        Kind.INTEGER,
        Text("องค์ประชุมไม่น้อยกว่าร้อยละ", "Quorum in per cent"),
        required=True,
        min=1,
        max=100,
        default=50,
    ),
    Field(
        "notice_days",
        Kind.INTEGER,
        Text("เชิญล่วงหน้าไม่น้อยกว่า (วัน)", "Days of notice"),
        required=True,
        min=0,
        max=90,
        default=7,
    ),
    Field("is_closed", Kind.BOOL, Text("ยุติคณะนี้แล้ว", "No longer meets")),
)

MEMBERS = Children(
    "members",
    Text("กรรมการ", "Members"),
    CommitteeMember,
    (
        Field("post_id", Kind.POST, Text("ตำแหน่ง", "Post"), required=True),
        Field("duty", Kind.CHOICE, Text("หน้าที่", "Duty"), required=True, choices=DUTIES, default="member"),
    ),
    minimum=1,
)

_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,19}")
SINGLE = ("chair", "secretary")
"""Duties that one post has."""


def save(
    session: Session, actor: Actor, raw: Mapping[str, Any], committee: Committee | None = None
) -> Committee:
    """Found a committee, or change one. Raises `Denied` and `Invalid`, with all faults at once."""
    access.authorise_create(actor, registry.get("meetings"))
    fields = FIELDS if committee else (CODE, *FIELDS)
    values, faults = parse_all(fields, raw)
    rows = _rows(session, actor, raw.get("members") or (), faults)
    if committee is None:
        _check_code(session, values.get("code"), faults)
    elif values.get("numbering") not in (None, committee.numbering) and _has_met(session, committee):
        faults["numbering"] = [
            Text("มีการประชุมแล้ว จึงเปลี่ยนวิธีนับไม่ได้", "It has met already, so its numbering stays")
        ]
    if faults:
        raise Invalid(faults)
    values["is_closed"] = bool(values["is_closed"])
    if committee is None:
        committee = Committee(**values, members=[])
        session.add(committee)
    else:
        for name, value in values.items():
            setattr(committee, name, value)
    _set_members(committee, rows)
    session.flush()  # the page that follows shows it
    return committee


def _rows(
    session: Session, actor: Actor, raw: Sequence[Mapping[str, Any]], faults: dict[str, list[Text]]
) -> list[dict[str, Any]]:
    rows = []
    for n, one in enumerate(raw):
        values, wrong = parse_all(MEMBERS.fields, one)
        faults.update({f"members.{n}.{name}": texts for name, texts in wrong.items()})
        rows.append(values)
    places = [
        (MEMBERS.fields[0], row, f"members.{n}.post_id") for n, row in enumerate(rows) if row.get("post_id")
    ]
    resolve(session, actor, places, faults)
    if not rows:
        faults["members"] = [Text("ต้องมีกรรมการอย่างน้อยหนึ่งตำแหน่ง", "At least one post must sit in it")]
    posts = [row.get("post_id") for row in rows]
    if len(set(posts)) < len(posts):
        faults["members"] = [Text("มีตำแหน่งเดียวกันมากกว่าหนึ่งแถว", "A post is listed twice")]
    for duty in SINGLE:
        if sum(row.get("duty") == duty for row in rows) > 1:
            words = Text("มี{duty}ได้ตำแหน่งเดียว", "There can be only one: {duty}")
            faults["members"] = [words.format(duty=dict(DUTIES)[duty])]
    return rows


def _check_code(session: Session, code: str | None, faults: dict[str, list[Text]]) -> None:
    if code is None:
        return
    if not _CODE.fullmatch(code):
        faults["code"] = [Text("ใช้ตัวพิมพ์ใหญ่ ตัวเลข และขีด 2–20 ตัว", "Capitals, digits and hyphens, 2 to 20")]
    elif session.get(Committee, code) is not None:
        faults["code"] = [Text("มีคณะรหัสนี้แล้ว", "There is a committee with this code")]


def _has_met(session: Session, committee: Committee) -> bool:
    return bool(session.scalar(select(exists().where(Meeting.committee_code == committee.code))))


def _set_members(committee: Committee, rows: Sequence[Mapping[str, Any]]) -> None:
    there = {member.post_id: member for member in committee.members}
    kept = []
    for position, row in enumerate(rows, start=1):
        member = there.get(row["post_id"]) or CommitteeMember(post_id=row["post_id"])
        member.duty, member.position = row["duty"], position
        kept.append(member)
    committee.members[:] = kept
