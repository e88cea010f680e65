"""The moves of minutes: drafted, checked by a second person, circulated, corrected, adopted, reopened (workflows.md §7)."""

from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.kernel.workflow import Move, Notice, Trigger
from planhub.meetings import rules
from planhub.meetings.minutes import guards

ATTENDEES, ITEM_OWNER = "attendees", "item_owner"
"""Audiences: those who attended; the agency that brought the matter of the act."""

ADOPTED_BY = (
    ("circulation", Text("การเวียน", "Circulation")),
    ("meeting", Text("ที่ประชุมครั้งถัดไป", "The next meeting")),
)

DECISIONS = (("accept", Text("รับแก้ไข", "Accept")), ("decline", Text("ไม่แก้ไข", "Decline")))


def _line(
    name: str, label: Text, *, required: bool = True, most: int = 200, help_: Text | None = None
) -> Field:
    return Field(name, Kind.LINE, label, required=required, max=most, help=help_)


DRAFT = Move(
    "draft_minutes",
    Text("ร่างรายงานการประชุม", "Draft the minutes"),
    ("adjourned",),
    "minutes_draft",
    rules.MINUTE,
    asks=(
        _line("recorder_name", Text("ผู้จดรายงานการประชุม", "Recorder")),
        _line("recorder_post", Text("ตำแหน่งผู้จด", "Recorder's post"), required=False),
        _line("checker_name", Text("ผู้ตรวจรายงานการประชุม", "Checker")),
        _line("checker_post", Text("ตำแหน่งผู้ตรวจ", "Checker's post"), required=False),
        Field(
            "checker",
            Kind.POST,
            Text("ผู้ตรวจใช้ระบบในตำแหน่ง", "The checker's post in the system"),
            help=Text(
                "เลือกแล้ว ผู้ดำรงตำแหน่งนี้ต้องกดตรวจก่อนเวียน เว้นว่างไว้หากตรวจบนกระดาษ",
                "If chosen, its holder must pass the text before it is circulated; leave it empty for a check on paper",
            ),
        ),
    ),
    guards=(guards.two_people, guards.checker_is_another),
    effects=("keep_recorders", "ask_for_check"),
    notice=Notice(
        ("secretariat", "checker"),
        Text("{title}: เริ่มร่างรายงานการประชุม", "{title}: the minutes are being drafted"),
    ),
    main=True,
)

CHECK = Move(
    "check_minutes",
    Text("ตรวจรายงานแล้ว ถูกต้อง", "Pass the minutes"),
    ("minutes_draft",),
    None,
    rules.CHECK,
    guards=(guards.is_checker, guards.minutes_complete),
    not_by_author_of=("draft_minutes",),
    effects=("pass_check",),
    consequence=Text(
        "ฝ่ายเลขานุการเวียนรายงานฉบับนี้ได้ หากแก้ข้อความอีกต้องตรวจใหม่",
        "The secretariat may circulate this text; if it changes, it must be checked again",
    ),
    notice=Notice(
        ("secretariat",), Text("ตรวจรายงาน {title} แล้ว", "The minutes of {title} have been checked")
    ),
    relevant=guards.in_draft,
    main=True,
)

SEND_BACK = Move(
    "return_minutes",
    Text("ขอให้แก้ร่างรายงาน", "Send the draft back"),
    ("minutes_draft",),
    None,
    rules.CHECK,
    guards=(guards.is_checker,),
    needs_note=True,
    effects=("refuse_check",),
    consequence=Text("ผู้จดจะได้รับแจ้งให้แก้ร่าง แล้วส่งให้ตรวจอีกครั้ง", "The recorder is asked to change the draft"),
    notice=Notice(
        ("secretariat",),
        Text(
            "ผู้ตรวจขอให้แก้ร่างรายงาน {title}: {note}",
            "The checker wants changes in the minutes of {title}: {note}",
        ),
    ),
)

CIRCULATE = Move(
    "circulate",
    Text("เวียนรายงานการประชุม", "Circulate the minutes"),
    ("minutes_draft",),
    "minutes_circulated",
    rules.MINUTE,
    consequence=Text(
        "ผู้มาประชุมมีเวลา 7 วันทำการในการขอแก้ไข", "Those who attended have 7 working days to ask for corrections"
    ),
    guards=(guards.minutes_complete, guards.checked),
    effects=("open_corrections",),
    notice=Notice(
        (ATTENDEES, "secretariat"),
        Text("โปรดตรวจรายงานการประชุม {title}", "Please check the minutes of {title}"),
    ),
    main=True,
)

PROPOSE = Move(
    "propose_correction",
    Text("ขอแก้ไขรายงาน", "Ask for a correction"),
    ("minutes_circulated",),
    None,
    rules.CORRECT,
    asks=(
        _line(
            "item",
            Text("เรื่อง (เลขในระเบียบวาระ เช่น 5.1)", "Matter (its number, such as 5.1)"),
            required=False,
            most=36,
            help_=Text("เว้นว่างไว้ หากเป็นสถานที่ เวลา หรือรายชื่อ", "Leave it empty for place, times or names"),
        ),
        Field(
            "resolution",
            Kind.INTEGER,
            Text("มติที่ (หากแก้ข้อความมติ)", "Resolution number (if its text is meant)"),
            min=1,
            max=9_999,
        ),
        Field("wording", Kind.BODY, Text("ข้อความที่ขอให้เป็น", "Wording asked for"), required=True, max=8_000),
    ),
    guards=(guards.attended, guards.window_open, guards.place_of_correction),
    effects=("note_correction",),
    notice=Notice(
        (ATTENDEES, ITEM_OWNER, "secretariat"),
        Text("{actor} ขอแก้ไขรายงาน {title}", "{actor} asks for a correction of the minutes of {title}"),
    ),
    main=True,
)

DECIDE = Move(
    "decide_correction",
    Text("พิจารณาคำขอแก้ไข", "Decide on a correction"),
    ("minutes_circulated",),
    None,
    rules.MINUTE,
    asks=(
        Field("number", Kind.INTEGER, Text("คำขอที่", "Correction number"), required=True, min=1, max=9_999),
        Field("decision", Kind.CHOICE, Text("ผลการพิจารณา", "Decision"), required=True, choices=DECISIONS),
        Field(
            "wording",
            Kind.BODY,
            Text("ข้อความที่ใช้ (เว้นว่าง = ตามที่ขอ)", "Final wording (empty: as asked)"),
            max=8_000,
        ),
    ),
    guards=(guards.decidable,),
    effects=("decide_correction",),
    notice=Notice(
        (ATTENDEES, "secretariat"),
        Text(
            "พิจารณาคำขอแก้ไขรายงาน {title} แล้ว โปรดดูบัญชีการแก้ไข",
            "A correction of the minutes of {title} was decided on; please see the list",
        ),
    ),
)

ADOPT = Move(
    "adopt_minutes",
    Text("รับรองรายงานการประชุม", "Adopt the minutes"),
    ("minutes_circulated",),
    "minutes_adopted",
    rules.ADOPT,
    consequence=Text("เมื่อรับรองแล้วจะแก้ไขรายงานไม่ได้", "Adopted minutes can no longer be changed"),
    asks=(
        Field("adopted_by", Kind.CHOICE, Text("รับรองโดย", "Adopted by"), required=True, choices=ADOPTED_BY),
    ),
    guards=(guards.window_over, guards.corrections_decided, guards.next_meeting_adopts),
    effects=("keep_adoption", "seal_minutes"),
    notice=Notice(
        ("coordinators", "directors", "secretariat"),
        Text("รับรองรายงานการประชุม {title} แล้ว", "The minutes of {title} are adopted"),
    ),
    main=True,
)

ADOPTED_AT_NEXT = Move(
    "adopted_at_next",
    Text("ที่ประชุมครั้งถัดไปรับรองรายงาน", "Adopted by the next meeting"),
    ("minutes_circulated",),
    "minutes_adopted",
    by=Trigger.SYSTEM,
    guards=(guards.corrections_decided, guards.adopted_at_held_meeting),
    effects=("adopt_by_meeting", "seal_minutes"),
    notice=Notice(
        ("coordinators", "directors", "secretariat"),
        Text("ที่ประชุมครั้งถัดไปรับรองรายงาน {title} แล้ว", "The next meeting has adopted the minutes of {title}"),
    ),
)

REOPEN = Move(
    "reopen_minutes",
    Text("เปิดแก้รายงานตามมติ", "Reopen the minutes by resolution"),
    ("minutes_adopted",),
    "minutes_draft",
    rules.ADOPT,
    asks=(
        _line("by_meeting", Text("รหัสการประชุมที่มีมติ (MTG-…)", "Code of the meeting that resolved it"), most=40),
        Field(
            "by_resolution", Kind.INTEGER, Text("มติที่", "Resolution number"), required=True, min=1, max=9_999
        ),
    ),
    guards=(guards.reopened_by_resolution,),
    needs_note=True,
    reopens=True,
    effects=("reopen_minutes",),
    consequence=Text(
        "รายงานกลับเป็นร่าง ต้องตรวจ เวียน และรับรองใหม่ ฉบับที่รับรองแล้วยังเก็บไว้",
        "The minutes become a draft again and must be checked, circulated and adopted anew; the sealed ones are kept",
    ),
    notice=Notice(
        (ATTENDEES, "secretariat"),
        Text(
            "เปิดแก้รายงาน {title} ตามมติ: {note}", "The minutes of {title} were reopened by resolution: {note}"
        ),
    ),
)

MOVES = (DRAFT, CHECK, SEND_BACK, CIRCULATE, PROPOSE, DECIDE, ADOPT, ADOPTED_AT_NEXT, REOPEN)
"""In the order in which screens and help show them."""
