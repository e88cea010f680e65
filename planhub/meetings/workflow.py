"""The machine of a meeting and its minutes (workflows.md §7)."""

from datetime import time

from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.kernel.workflow import Move, Notice, State, Tone, Workflow
from planhub.meetings import guards, rules
from planhub.meetings.minutes import moves as minutes
from planhub.meetings.words import RESOLUTIONS

AUDIENCE = ("coordinators", "directors", "secretariat")
"""Who is told of a meeting: those whose agencies sit in it."""

STATES = (
    State("draft", Text("ร่างระเบียบวาระ", "Agenda in draft"), Tone.DRAFT),
    State("invited", Text("เชิญประชุมแล้ว", "Invited"), Tone.ACTIVE),
    State("agenda_final", Text("ส่งระเบียบวาระแล้ว", "Agenda sent"), Tone.ACTIVE),
    State("in_session", Text("กำลังประชุม", "In session"), Tone.WAIT),
    State("adjourned", Text("ประชุมแล้ว", "Held"), Tone.ACTIVE),
    State("minutes_draft", Text("ร่างรายงานการประชุม", "Minutes in draft"), Tone.ACTIVE),
    State("minutes_circulated", Text("เวียนรายงานการประชุม", "Minutes circulated"), Tone.WAIT),
    State("minutes_adopted", Text("รับรองรายงานแล้ว", "Minutes adopted"), Tone.GOOD),
    State("closed", Text("ปิดเรื่อง", "Closed"), Tone.ENDED, final=True),
    State("postponed", Text("เลื่อนการประชุม", "Postponed"), Tone.WAIT),
    State("cancelled", Text("งดประชุม", "Cancelled"), Tone.BAD, final=True),
)


def _text_field(name: str, label: Text, *, most: int = 200, required: bool = True) -> Field:
    return Field(name, Kind.LINE, label, required=required, max=most)


INVITE = Move(
    "invite",
    Text("เชิญประชุม", "Invite"),
    ("draft", "postponed"),
    "invited",
    rules.CALL,
    consequence=Text(
        "ผู้เกี่ยวข้องทุกหน่วยงานจะได้รับแจ้งวัน เวลา และสถานที่", "All agencies are told the day, time and place"
    ),
    asks=(
        _text_field("letter_no", Text("เลขที่หนังสือเชิญ", "Number of the letter"), most=100, required=False),
        Field("letter_on", Kind.DATE, Text("หนังสือลงวันที่", "Day of the letter")),
        Field("is_urgent", Kind.BOOL, Text("เรื่องด่วน (เชิญน้อยกว่ากำหนด)", "Urgent (shorter notice)")),
        _text_field("urgent_reason", Text("เหตุที่เป็นเรื่องด่วน", "Why it is urgent"), most=500, required=False),
        Field(
            "signer_name",
            Kind.LINE,
            Text("ผู้ลงนามในหนังสือเชิญ", "Who signs the letter"),
            max=200,
            help=Text("เว้นว่างไว้ หมายถึงประธาน", "Left empty: the chair"),
        ),
        _text_field("signer_post", Text("ตำแหน่งผู้ลงนาม", "Signatory's post"), most=300, required=False),
        _text_field(
            "signer_order",
            Text("คำสั่งให้ลงนามแทนประธาน", "Order to sign in the chair's place"),
            required=False,
        ),
    ),
    guards=(guards.date_and_place, guards.members_listed, guards.notice_given, guards.chair_signs),
    effects=("keep_invitation",),
    notice=Notice(AUDIENCE, Text("ขอเชิญประชุม {title}", "You are invited: {title}")),
    main=True,
)

FINALISE = Move(
    "finalise_agenda",
    Text("ปิดระเบียบวาระและส่งเล่มประชุม", "Close the agenda and send the pack"),
    ("invited",),
    "agenda_final",
    rules.CALL,
    consequence=Text("ผู้เข้าประชุมจะได้รับแจ้งให้อ่านเล่มประชุม", "Those invited are told to read the pack"),
    guards=(guards.papers_in, guards.pack_built),
    notice=Notice(AUDIENCE, Text("เล่มประชุม {title} พร้อมแล้ว", "The pack of {title} is ready")),
    main=True,
)

START = Move(
    "start",
    Text("เริ่มประชุม", "Begin the meeting"),
    ("agenda_final",),
    "in_session",
    rules.RUN,
    asks=(
        Field("began_at", Kind.TIME, Text("เริ่มประชุมเวลา", "Began at"), required=True, default=time(9, 30)),
        Field(
            "is_consultation",
            Kind.BOOL,
            Text("ประชุมหารือ (ไม่ครบองค์ประชุม จึงไม่มีมติ)", "Consultation (no quorum, no resolutions)"),
        ),
    ),
    guards=(guards.day_has_come, guards.quorum),
    effects=("keep_beginning",),
    notice=Notice(("secretariat",), Text("{title} เริ่มประชุมแล้ว", "{title} has begun")),
    main=True,
)

RESOLVE = Move(
    "resolve_item",
    Text("บันทึกมติ", "Record a resolution"),
    ("in_session",),
    None,
    rules.RUN,
    asks=(
        _text_field(
            "item", Text("เรื่อง (เลขในระเบียบวาระ เช่น 5.1)", "Matter (its number, such as 5.1)"), most=36
        ),
        Field("kind", Kind.CHOICE, Text("มติ", "Resolution"), required=True, choices=RESOLUTIONS),
        Field("text", Kind.BODY, Text("ข้อความมติ", "Text of the resolution"), required=True, max=4000),
        Field("assign_org", Kind.ORG, Text("มอบหมายหน่วยงาน", "Assigned agency")),
        _text_field("assign_post", Text("ตำแหน่งผู้รับผิดชอบ", "Responsible post"), required=False),
        Field("assign_what", Kind.BODY, Text("สิ่งที่มอบหมาย", "What is to be done"), max=2000),
        Field("assign_due", Kind.DATE, Text("ภายในวันที่", "By")),
    ),
    guards=(guards.resolution_complete,),
    effects=("resolve",),
    notice=Notice(("secretariat",), Text("บันทึกมติของ {title} แล้ว", "A resolution of {title} was recorded")),
    main=True,
)

ADJOURN = Move(
    "adjourn",
    Text("เลิกประชุม", "Adjourn"),
    ("in_session",),
    "adjourned",
    rules.RUN,
    asks=(Field("ended_at", Kind.TIME, Text("เลิกประชุมเวลา", "Ended at"), required=True),),
    guards=(guards.all_resolved,),
    effects=("keep_end", "leave_floor", "go_through"),
    notice=Notice(
        AUDIENCE,
        Text("{title} เลิกประชุมแล้ว โปรดดูเรื่องที่ได้รับมอบหมาย", "{title} is over; please see what was assigned"),
    ),
)

CLOSE = Move(
    "close",
    Text("ปิดเรื่อง", "Close"),
    ("minutes_adopted",),
    "closed",
    rules.END,
    consequence=Text("การประชุมนี้จะปิดและเก็บถาวร", "This meeting is closed and kept for good"),
    asks=(
        Field(
            "lesson",
            Kind.BODY,
            Text("บทเรียนจากการประชุม หรือเหตุผลที่ไม่มี", "What was learnt, or why nothing was"),
            required=True,
            max=4000,
        ),
        Field("is_lesson", Kind.BOOL, Text("เก็บเป็นบทเรียนให้หน่วยงานเขียนต่อ", "Begin a lesson from it")),
        Field(
            "lesson_from",
            Kind.INTEGER,
            Text("จากมติที่ (ถ้ามี)", "From resolution number (if any)"),
            min=1,
            max=9_999,
        ),
    ),
    effects=("keep_lesson",),
    notice=Notice(("secretariat",), Text("ปิดเรื่อง {title}", "{title} is closed")),
    main=True,
)

POSTPONE = Move(
    "postpone",
    Text("เลื่อนการประชุม", "Postpone"),
    ("draft", "invited", "agenda_final"),
    "postponed",
    rules.CALL,
    asks=(
        Field("held_on", Kind.DATE, Text("วันประชุมใหม่", "New day"), required=True),
        Field("starts_at", Kind.TIME, Text("เวลาเริ่มใหม่", "New time")),
        _text_field("place", Text("สถานที่ใหม่", "New place"), most=300, required=False),
    ),
    guards=(guards.same_year,),
    needs_note=True,
    effects=("move_date",),
    notice=Notice(AUDIENCE, Text("เลื่อน{title}: {note}", "{title} is postponed: {note}")),
)

CANCEL = Move(
    "cancel",
    Text("งดประชุม", "Cancel the meeting"),
    ("draft", "invited", "agenda_final", "postponed"),
    "cancelled",
    rules.CALL,
    needs_note=True,
    consequence=Text(
        "ทุกคนที่ได้รับเชิญจะได้รับแจ้งงด เลขครั้งที่นี้จะไม่ใช้ซ้ำ", "All invited are told; the number is not used again"
    ),
    notice=Notice(AUDIENCE, Text("งด{title}: {note}", "{title} is cancelled: {note}")),
)

MEETING = Workflow(
    name="meetings",
    label=Text("การประชุม", "Meeting"),
    initial="draft",
    states=STATES,
    moves=(
        INVITE,
        FINALISE,
        START,
        RESOLVE,
        ADJOURN,
        *minutes.MOVES,
        CLOSE,
        POSTPONE,
        CANCEL,
    ),
    sections=(
        ("main", Text("การประชุม", "Meeting")),
        ("agenda", Text("ระเบียบวาระ", "Agenda")),
        ("attendees", Text("ผู้เข้าประชุม", "Attendance")),
        ("resolutions", Text("มติที่ประชุม", "Resolutions")),
        ("minutes", Text("รายงานการประชุม", "Minutes")),
    ),
)
