"""The life of a progress report (workflows.md §5)."""

from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.kernel.workflow import Move, Notice, State, Tone, Trigger, Workflow
from planhub.progress import guards, rules
from planhub.progress.choices import RATINGS
from planhub.progress.fields import SECTIONS

_NOT_RECEIVED = Text("ยังไม่ได้รับรายงาน", "Not received yet")

STATES = (
    State("not_due", Text("ยังไม่ถึงรอบรายงาน", "Not due yet"), Tone.DRAFT),
    State("open", Text("เปิดให้รายงาน", "Open"), Tone.ACTIVE, partner_label=_NOT_RECEIVED),
    State("draft", Text("ร่าง", "Draft"), Tone.DRAFT, partner_label=_NOT_RECEIVED),
    State(
        "submitted",
        Text("เสนอหน่วยงานรับรอง", "Sent for certification"),
        Tone.WAIT,
        partner_label=_NOT_RECEIVED,
    ),
    State("cleared", Text("หน่วยงานรับรองแล้ว", "Certified by the agency"), Tone.ACTIVE),
    State("joint_review", Text("ตรวจร่วม", "Joint review"), Tone.WAIT),
    State("accepted", Text("รับรายงานแล้ว", "Accepted"), Tone.GOOD),
    State("returned", Text("ส่งกลับแก้ไข", "Returned"), Tone.BAD),
    State("waived", Text("ยกเว้นการรายงาน", "Waived"), Tone.ENDED, final=True),
)

_WRITERS = ("owner", "own_areas")

_AGAIN = Text(
    "หน่วยงานแก้ไขส่วนที่ระบุแล้วเสนอใหม่เป็นรอบถัดไป",
    "The agency revises the sections named and sends it again as the next round",
)


def _notice(to: tuple[str, ...], th: str, en: str) -> Notice:
    return Notice(to, Text(th, en))


MOVES = (
    Move(
        "open_window",
        Text("เปิดรอบรายงาน", "Window opens"),
        ("not_due",),
        "open",
        by=Trigger.SYSTEM,
        guards=(guards.WINDOW_OPEN,),
        effects=("prefill",),
        notice=_notice(
            _WRITERS, "ถึงรอบรายงาน {code} {title}", "{code} {title}: the window for the report is open"
        ),
    ),
    Move(
        "begin_draft",
        Text("เริ่มกรอกรายงาน", "Writing begins"),
        ("open", "returned"),
        "draft",
        by=Trigger.SYSTEM,
        guards=(guards.WRITTEN,),
        notice=_notice((), "เริ่มกรอกรายงาน {code} แล้ว", "{code} is being written"),
    ),
    Move(
        "submit",
        Text("เสนอรายงาน", "Send the report"),
        rules.WRITING,
        "submitted",
        rules.SUBMIT,
        consequence=Text(
            "ส่งให้ผู้ประสานงานหรือผู้อำนวยการของหน่วยงานรับรอง",
            "Goes to the agency's coordinator or director to certify",
        ),
        guards=(
            guards.STATUS,
            guards.NARRATIVE,
            guards.PROGRESS,
            guards.FIGURES,
            guards.MONEY,
            guards.WITHIN_MOU,
        ),
        effects=("fix_progress",),
        notice=_notice(
            ("owner", "directors", "budget"),
            "{actor} เสนอรายงาน {code} {title} เพื่อรับรอง",
            "{actor} sent {code} {title} to be certified",
        ),
        main=True,
    ),
    Move(
        "certify",
        Text("รับรองรายงาน", "Certify"),
        ("submitted",),
        "cleared",
        rules.CERTIFY,
        consequence=Text(
            "หน่วยงานยืนยันตัวเลขและข้อความ และส่งให้ฝ่ายเลขานุการตรวจร่วม",
            "The agency stands behind figures and text; it goes to the joint review",
        ),
        not_by_author_of=("edit", "submit"),
        effects=("note_certified",),
        notice=_notice(
            ("owner", "secretariat"), "{org} รับรองรายงาน {code} {title}", "{org} certified {code} {title}"
        ),
        main=True,
    ),
    Move(
        "return_inside",
        Text("ส่งกลับภายในหน่วยงาน", "Return inside the agency"),
        ("submitted",),
        "returned",
        rules.CERTIFY,
        consequence=_AGAIN,
        returns=True,
        effects=("ask_again", "uncertify"),
        notice=_notice(_WRITERS, "{actor} ส่งกลับรายงาน {code}: {note}", "{actor} returned {code}: {note}"),
    ),
    Move(
        "recall",
        Text("เรียกคืน", "Recall"),
        ("submitted", "cleared"),
        "draft",
        rules.SUBMIT,
        recalls=True,
        effects=("take_back",),
        notice=_notice(
            ("directors", "secretariat"), "{actor} เรียกคืนรายงาน {code}", "{actor} recalled {code}"
        ),
    ),
    Move(
        "take_up",
        Text("รับเข้าตรวจร่วม", "Take up for joint review"),
        ("cleared",),
        "joint_review",
        rules.REVIEW,
        notice=_notice(("owner",), "รับรายงาน {code} เข้าตรวจร่วม", "{code} is in joint review"),
        main=True,
    ),
    Move(
        "accept",
        Text("รับรายงาน", "Accept"),
        ("joint_review",),
        "accepted",
        rules.REVIEW,
        consequence=Text(
            "ตัวเลขถูกล็อกและนำไปรวมยอด แก้ไขได้เมื่อเปิดรายงานใหม่เท่านั้น",
            "The figures are locked and counted; only reopening changes them",
        ),
        asks=(
            Field("rating", Kind.CHOICE, Text("ผลการตรวจร่วม", "Rating"), required=True, choices=RATINGS),
            Field("rating_note", Kind.BODY, Text("ความเห็นผู้ตรวจ", "Reviewer's comment"), max=2_000),
        ),
        not_by_author_of=("edit", "submit", "certify"),
        effects=("note_acceptance", "post_figures", "roll_up", "harvest"),
        notice=_notice(
            ("coordinators", "directors", "areas"),
            "รับรายงาน {code} {title} แล้ว",
            "{code} {title} was accepted",
        ),
        main=True,
    ),
    Move(
        "return_report",
        Text("ส่งกลับแก้ไข", "Return"),
        ("joint_review",),
        "returned",
        rules.REVIEW,
        consequence=_AGAIN,
        returns=True,
        effects=("ask_again",),
        notice=_notice(
            ("owner", "own_areas", "directors"),
            "{actor} ส่งกลับรายงาน {code}: {note}",
            "{actor} returned {code}: {note}",
        ),
    ),
    Move(
        "reopen",
        Text("เปิดรายงานเพื่อแก้ไข", "Reopen"),
        ("accepted",),
        "draft",
        rules.REOPEN,
        consequence=Text(
            "ตัวเลขที่รับไว้ยังเก็บอยู่ รายงานต้องรับรองและตรวจร่วมใหม่",
            "The accepted figures are kept; the report must be certified and reviewed again",
        ),
        asks=(
            Field(
                "request_ref",
                Kind.LINE,
                Text("คำขอของผู้อำนวยการ (เลขที่หนังสือ)", "Director's request (letter number)"),
                required=True,
                max=100,
            ),
        ),
        needs_note=True,
        reopens=True,
        effects=("ask_again", "uncertify", "note_dependents"),
        notice=_notice(
            ("coordinators", "directors"),
            "เปิดรายงาน {code} เพื่อแก้ไข: {note}",
            "{code} was reopened: {note}",
        ),
    ),
    Move(
        "waive",
        Text("ยกเว้นการรายงาน", "Waive"),
        ("open", "draft"),
        "waived",
        rules.WAIVE,
        consequence=Text(
            "ไม่ต้องรายงานไตรมาสนี้อีก และเปลี่ยนกลับไม่ได้",
            "Nothing is reported for this quarter any more; this is final",
        ),
        asks=(
            Field(
                "decision_no",
                Kind.LINE,
                Text("เลขที่มติหรือคำสั่ง", "Number of the decision"),
                required=True,
                max=100,
            ),
        ),
        needs_note=True,
        effects=("note_waiver",),
        notice=_notice(("owner",), "ยกเว้นรายงาน {code}: {note}", "{code} was waived: {note}"),
    ),
)

WORKFLOW = Workflow(
    name="progress-reports",
    label=Text("รายงานความก้าวหน้า", "Progress report"),
    initial="not_due",
    states=STATES,
    moves=MOVES,
    sections=SECTIONS,
)
