"""The words and keys of meetings: sections of the agenda, kinds of resolutions and of attendance (domain.md §3.5)."""

from datetime import date

from planhub.kernel.fields import Choice
from planhub.kernel.text import Text
from planhub.kernel.thai import BE, fiscal_year

SECTIONS: tuple[Choice, ...] = (
    ("1", Text("เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ", "Announcements of the chair")),
    ("2", Text("เรื่องรับรองรายงานการประชุม", "Adoption of minutes")),
    ("3", Text("เรื่องสืบเนื่อง", "Matters arising")),
    ("4", Text("เรื่องเสนอเพื่อทราบ", "Matters for information")),
    ("5", Text("เรื่องเสนอเพื่อพิจารณา", "Matters for consideration")),
    ("6", Text("เรื่องอื่น ๆ", "Other matters")),
)
"""The six standard parts of an agenda, in order."""

ADOPTION, ARISING, INFORMATION, CONSIDERATION = "2", "3", "4", "5"

NOTHING_HERE = {
    "1": Text("ไม่มี", "None"),
    "2": Text("ไม่มี", "None"),
    "3": Text("ไม่มีเรื่องสืบเนื่อง", "There are no matters arising"),
    "4": Text("ไม่มี", "None"),
    "5": Text("ไม่มี", "None"),
    "6": Text("ไม่มี", "None"),
}
"""What stands under a part in which there is nothing."""

NOTED, ADOPTED, ENDORSED, PRINCIPLE, APPROVED, ASSIGNED, REVIEW, DEFERRED = (
    "noted",
    "adopted",
    "endorsed",
    "principle",
    "approved",
    "assigned",
    "review",
    "deferred",
)

RESOLUTIONS: tuple[Choice, ...] = (
    (NOTED, Text("รับทราบ", "Noted")),
    (ADOPTED, Text("รับรอง", "Adopted")),
    (ENDORSED, Text("เห็นชอบ", "Endorsed")),
    (PRINCIPLE, Text("เห็นชอบในหลักการ", "Endorsed in principle")),
    (APPROVED, Text("อนุมัติ", "Approved")),
    (ASSIGNED, Text("มอบหมาย", "Assigned")),
    (REVIEW, Text("ให้ทบทวน", "To be reviewed")),
    (DEFERRED, Text("เลื่อนการพิจารณา", "Deferred")),
)
"""Kinds of resolutions, as the minutes word them."""

MEMBER, SUBSTITUTE, ABSENT, ATTENDEE = "member", "substitute", "absent", "attendee"

ACTION_KINDS: tuple[Choice, ...] = (
    ("assignment", Text("มอบหมายโดยที่ประชุม", "Assigned by a meeting")),
    ("area_list", Text("ขอรายชื่อพื้นที่", "Request for a list of areas")),
)
"""Where something that is to be done comes from."""

ATTENDANCE: tuple[Choice, ...] = (
    (MEMBER, Text("ผู้มาประชุม", "Present")),
    (SUBSTITUTE, Text("ผู้แทน (มาประชุมแทน)", "Substitute")),
    (ABSENT, Text("ผู้ไม่มาประชุม", "Absent")),
    (ATTENDEE, Text("ผู้เข้าร่วมประชุม", "In attendance")),
)
"""Members are present, represented or absent; those in attendance are no members (ผู้เข้าร่วมประชุม)."""

DUTIES: tuple[Choice, ...] = (
    ("chair", Text("ประธาน", "Chair")),
    ("vice_chair", Text("รองประธาน", "Vice-chair")),
    ("member", Text("กรรมการ", "Member")),
    ("secretary", Text("เลขานุการ", "Secretary")),
    ("assistant_secretary", Text("ผู้ช่วยเลขานุการ", "Assistant secretary")),
)
"""Duties in a committee, the highest first."""

NUMBERINGS: tuple[Choice, ...] = (
    ("calendar", Text("เริ่มนับใหม่ทุกปีปฏิทิน", "Numbers begin anew each calendar year")),
    ("fiscal", Text("เริ่มนับใหม่ทุกปีงบประมาณ", "Numbers begin anew each fiscal year")),
)
"""On which year a committee counts its meetings."""


def word(choices: tuple[Choice, ...], key: str) -> Text:
    """Give the words of a key; raises `KeyError` for one that is not there."""
    return dict(choices)[key]


def number_of(seq_no: int, year_be: int) -> str:
    """Write a meeting's number as papers do: 1/2566."""
    return f"{seq_no}/{year_be}"


def year_of(numbering: str, day: date) -> int:
    """Give the year (B.E.) in which a meeting of that day is counted."""
    return fiscal_year(day) if numbering == "fiscal" else day.year + BE
