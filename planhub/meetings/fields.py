"""The fields of meetings and assignments, declared once for screens, API and papers."""

from collections.abc import Mapping, Sequence
from typing import Any

from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.meetings.models import AgendaItem, Attendee, Resolution
from planhub.meetings.words import ACTION_KINDS, ATTENDANCE, DUTIES, RESOLUTIONS, SECTIONS
from planhub.record.types import Children


def _note(name: str, label: Text, *, most: int = 200, kind: Kind = Kind.LINE) -> Field:
    """A field of the minutes: written after the meeting, no part of the agenda that was sent out."""
    return Field(name, kind, label, max=most, section="minutes", content=False, short=False)


MEETING = (
    Field(
        "committee_code",
        Kind.LINE,
        Text("รหัสคณะกรรมการ/คณะทำงาน", "Committee (code)"),
        required=True,
        max=20,
    ),
    Field(
        "title",
        Kind.LINE,
        Text("ชื่อการประชุม", "Title"),
        max=400,
        help=Text(
            "เว้นว่างไว้ ระบบจะตั้งให้จากชื่อคณะและเลขครั้ง", "Left empty, it is made of the committee and the number"
        ),
    ),
    Field("held_on", Kind.DATE, Text("วันประชุม", "Day"), required=True),
    Field("starts_at", Kind.TIME, Text("เวลาเริ่ม", "Begins")),
    Field("ends_at", Kind.TIME, Text("เวลาสิ้นสุด", "Ends")),
    Field("place", Kind.LINE, Text("สถานที่", "Place"), max=300),
    Field("link", Kind.LINE, Text("ห้องประชุมออนไลน์", "Online room"), max=300, short=False),
    Field(
        "provinces",
        Kind.AREAS,
        Text("จังหวัดที่มีหน้าในเล่มประชุม", "Provinces with a page in the pack"),
        ref="province",
        short=False,
        help=Text("เว้นว่างไว้ หมายถึงทุกจังหวัดที่มีแผนหรือกิจกรรม", "Left empty: all with a plan or an activity"),
    ),
    _note("letter_no", Text("เลขที่หนังสือเชิญ", "Number of the letter of invitation"), most=100),
    _note("began_at", Text("เริ่มประชุมเวลา", "Began at"), kind=Kind.TIME),
    _note("ended_at", Text("เลิกประชุมเวลา", "Ended at"), kind=Kind.TIME),
    _note("recorder_name", Text("ผู้จดรายงานการประชุม", "Recorder")),
    _note("recorder_post", Text("ตำแหน่งผู้จด", "Recorder's post")),
    _note("checker_name", Text("ผู้ตรวจรายงานการประชุม", "Checker")),
    _note("checker_post", Text("ตำแหน่งผู้ตรวจ", "Checker's post")),
)

AGENDA = Children(
    "agenda",
    Text("ระเบียบวาระ", "Agenda"),
    AgendaItem,
    (
        Field("section", Kind.CHOICE, Text("ระเบียบวาระที่", "Part"), required=True, choices=SECTIONS),
        Field("title", Kind.LINE, Text("เรื่อง", "Matter"), required=True, max=400),
        Field("org", Kind.ORG, Text("หน่วยงานเจ้าของเรื่อง", "Agency")),
        Field("about", Kind.RECORD, Text("รายการที่เกี่ยวข้อง", "Linked record")),
        Field("requested", Kind.CHOICE, Text("ขอให้ที่ประชุม", "Asked of the meeting"), choices=RESOLUTIONS),
        Field("minutes", Kind.INTEGER, Text("เวลา (นาที)", "Minutes"), min=1, max=600, late=True),
        Field("background", Kind.BODY, Text("ความเป็นมา", "Background"), max=8000),
        Field("facts", Kind.BODY, Text("ข้อเท็จจริง", "Facts"), max=8000),
        Field("options", Kind.BODY, Text("ทางเลือก", "Options"), max=8000),
        Field("proposal", Kind.BODY, Text("ข้อเสนอ", "Proposal"), max=8000),
        Field("draft_resolution", Kind.BODY, Text("ร่างมติ", "Draft resolution"), max=4000),
        Field("papers", Kind.BODY, Text("เอกสารแนบ (รหัสไฟล์)", "Papers (ids of files)"), max=4000, late=True),
        Field("discussion", Kind.BODY, Text("สาระที่ประชุม", "Discussion"), max=8000, content=False),
    ),
    section="agenda",
    screen="agenda.show",
)

ATTENDEES = Children(
    "attendees",
    Text("ผู้เข้าประชุม", "Attendance"),
    Attendee,
    (
        Field("name", Kind.LINE, Text("ชื่อ", "Name"), required=True, max=200),
        Field("post_title", Kind.LINE, Text("ตำแหน่ง", "Post"), max=300),
        Field("org", Kind.ORG, Text("หน่วยงาน", "Agency")),
        Field("org_name", Kind.LINE, Text("หน่วยงานอื่น", "Other organisation"), max=300),
        Field("kind", Kind.CHOICE, Text("การเข้าประชุม", "Attendance"), required=True, choices=ATTENDANCE),
        Field("duty", Kind.CHOICE, Text("หน้าที่ในที่ประชุม", "Duty"), choices=DUTIES),
        Field("stands_for", Kind.LINE, Text("มาประชุมแทน", "Stands in for"), max=300),
        Field("cause", Kind.LINE, Text("เหตุที่ไม่มา", "Cause of absence"), max=300),
    ),
    section="attendees",
    content=False,
)

RESOLVED = Children(
    "resolutions",
    Text("มติที่ประชุม", "Resolutions"),
    Resolution,
    (
        Field("number", Kind.INTEGER, Text("ลำดับมติ", "Number"), required=True),
        Field("item_id", Kind.LINE, Text("เรื่อง", "Matter"), required=True, max=36),
        Field("kind", Kind.CHOICE, Text("มติ", "Kind"), required=True, choices=RESOLUTIONS),
        Field("text", Kind.BODY, Text("ข้อความมติ", "Text"), required=True),
    ),
    section="resolutions",
    content=False,
    read_only=True,
)

ACTION = (
    Field("title", Kind.LINE, Text("เรื่องที่มอบหมาย", "Assignment"), required=True, max=200),
    Field("what", Kind.BODY, Text("สิ่งที่ต้องดำเนินการ", "What is to be done"), required=True, max=2000),
    Field("post", Kind.LINE, Text("ตำแหน่งผู้รับผิดชอบ", "Responsible post"), max=200),
    Field("due_on", Kind.DATE, Text("ภายในวันที่", "By"), required=True),
    Field("meeting", Kind.RECORD, Text("จากการประชุม", "From the meeting"), ref="meetings", fixed=True),
    Field("result", Kind.BODY, Text("ผลการดำเนินงาน", "Result"), max=4000, content=False, short=False),
    Field("evidence", Kind.LINE, Text("หลักฐาน", "Evidence"), max=500, content=False, short=False),
)

ASKED = (
    Field("kind", Kind.CHOICE, Text("ที่มา", "Where it comes from"), choices=ACTION_KINDS),
    Field("asked_by_org", Kind.ORG, Text("หน่วยงานที่ขอ", "Asked by")),
    Field("asked_area", Kind.AREA, Text("ขอรายชื่อในพื้นที่", "List of areas inside")),
)
"""What a request for a list says beside the fields of an assignment; nobody edits it."""


def faults_of_meeting(meeting: Any) -> Mapping[str, Sequence[Text]]:
    """Give what does not fit together: an empty title, an end before the begin, a resolved matter taken out."""
    faults: dict[str, list[Text]] = {}
    if not meeting.title:
        faults["title"] = [Text("ต้องระบุข้อมูลนี้", "This is needed")]
    if meeting.starts_at and meeting.ends_at and meeting.ends_at <= meeting.starts_at:
        faults["ends_at"] = [Text("เวลาสิ้นสุดต้องหลังเวลาเริ่ม", "It must end after it begins")]
    if meeting.began_at and meeting.ended_at and meeting.ended_at <= meeting.began_at:
        faults["ended_at"] = [Text("เวลาเลิกประชุมต้องหลังเวลาเริ่มประชุม", "It must end after it began")]
    there = {item.id for item in meeting.agenda}
    if any(r.item_id not in there for r in meeting.resolutions):
        faults["agenda"] = [Text("ลบเรื่องที่มีมติแล้วไม่ได้", "A matter that was resolved cannot be taken out")]
    return faults
