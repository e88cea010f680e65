"""The lives of lessons and of knowledge items (workflows.md §6)."""

from planhub.kernel.access import Role
from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.kernel.workflow import Lanes, Move, Notice, State, Tone, Trigger, Workflow
from planhub.lessons import choices, guards
from planhub.lessons.fields import KNOWLEDGE_SECTIONS, SECTIONS

FACTS = "facts"
"""A lane for each agency named: its coordinator confirms the facts."""

_AUTHORS = ("create", "edit", "submit")


def _notice(to: tuple[str, ...], th: str, en: str) -> Notice:
    return Notice(to, Text(th, en))


_PLACE = (
    Field("activity", Kind.RECORD, Text("กิจกรรมของหน่วยงาน", "Own activity"), ref="activities"),
    Field(
        "plan",
        Kind.RECORD,
        Text("หรือแผนจังหวัดที่หน่วยงานร่วม", "Or a plan in which the agency takes part"),
        ref="plans",
    ),
)
"""For what something is used: one of the two."""


def _using(permission: str) -> tuple[Move, ...]:
    """Give the moves by which a lesson or an item is taken up, left aside, and told of afterwards."""
    return (
        Move(
            "adopt",
            Text("นำไปใช้", "Adopt"),
            ("published",),
            None,
            permission,
            consequence=Text(
                "เชื่อมกับกิจกรรมหรือแผน และจะถามผลเมื่อกิจกรรมเสร็จ",
                "It is linked, and the result is asked for when the activity is done",
            ),
            asks=(
                *_PLACE,
                Field("reason", Kind.BODY, Text("จะใช้อย่างไร", "How it will be used"), max=2_000),
            ),
            guards=(guards.PLACED, guards.UNDECIDED),
            effects=("note_decision",),
            notice=_notice(
                ("author", "knowledge"), "{org} นำ {code} {title} ไปใช้", "{org} adopted {code} {title}"
            ),
        ),
        Move(
            "dismiss",
            Text("พิจารณาแล้วไม่ใช้", "Dismiss"),
            ("published",),
            None,
            permission,
            consequence=Text(
                "จะไม่แนะนำซ้ำที่นั่น เหตุผลยังดูได้", "It is not offered there again; the reason can still be read"
            ),
            asks=_PLACE,
            guards=(guards.PLACED, guards.UNDECIDED),
            needs_note=True,
            effects=("note_decision",),
            notice=_notice(
                ("author", "knowledge"),
                "{org} พิจารณาแล้วไม่ใช้ {code}: {note}",
                "{org} considered {code} and does not use it: {note}",
            ),
        ),
        Move(
            "record_reuse",
            Text("บอกผลการนำไปใช้", "Tell the result of its use"),
            ("published",),
            None,
            permission,
            asks=(
                *_PLACE,
                Field("result", Kind.CHOICE, Text("ผล", "Result"), required=True, choices=choices.RESULTS),
                Field(
                    "result_note",
                    Kind.BODY,
                    Text("หลักฐานของผล", "Evidence of the result"),
                    required=True,
                    max=2_000,
                ),
            ),
            guards=(guards.PLACED, guards.ADOPTED),
            effects=("note_result",),
            notice=_notice(
                ("author", "knowledge"),
                "{org} บอกผลการใช้ {code} {title}",
                "{org} told what came of using {code} {title}",
            ),
        ),
    )


# --- lessons ----------------------------------------------------------------------------------------------------

LESSON_STATES = (
    State("captured", Text("เก็บประเด็นไว้", "Captured"), Tone.DRAFT),
    State("draft", Text("ร่าง", "Draft"), Tone.DRAFT),
    State("source_check", Text("ยืนยันข้อเท็จจริง", "Facts being confirmed"), Tone.WAIT),
    State("km_review", Text("บรรณาธิการตรวจ", "Editor's review"), Tone.WAIT),
    State("published", Text("เผยแพร่แล้ว", "Published"), Tone.GOOD),
    State("flagged", Text("มีข้อทักท้วง", "Flagged"), Tone.BAD),
    State("superseded", Text("มีบทเรียนใหม่แทน", "Superseded"), Tone.ENDED, final=True),
    State("archived", Text("เก็บเข้าคลัง", "Archived"), Tone.ENDED, final=True),
    State("rejected", Text("ไม่รับเผยแพร่", "Rejected"), Tone.ENDED, final=True),
)

_WRITING = (
    Move(
        "begin_draft",
        Text("เริ่มเขียน", "Writing begins"),
        ("captured",),
        "draft",
        by=Trigger.SYSTEM,
        guards=(guards.BEGUN,),
        notice=_notice((), "เริ่มเขียนบทเรียน {code}", "{code} is being written"),
    ),
    Move(
        "submit",
        Text("เสนอให้ยืนยันข้อเท็จจริง", "Send for confirmation"),
        ("captured", "draft"),
        "source_check",
        "lesson:submit",
        consequence=Text(
            "ผู้ประสานงานของทุกหน่วยงานที่กล่าวถึงจะยืนยันข้อเท็จจริง", "Each agency named confirms the facts"
        ),
        guards=(guards.WRITTEN, guards.PRIVATE, guards.SOMEONE_CONFIRMS),
        effects=("find_confirmers",),
        notice=_notice(
            ("waiting",),
            "{actor} ขอให้ยืนยันข้อเท็จจริงในบทเรียน {code} {title}",
            "{actor} asks to confirm the facts of {code} {title}",
        ),
        main=True,
    ),
)

_CHECKING = (
    Move(
        "confirm_facts",
        Text("ยืนยันข้อเท็จจริง", "Confirm the facts"),
        ("source_check",),
        None,
        "lesson:confirm",
        asks=(
            Field(
                "privacy",
                Kind.BOOL,
                Text(
                    "ตรวจแล้ว ไม่มีข้อมูลส่วนบุคคล และภาพได้รับความยินยอม",
                    "No personal data, and pictures with consent",
                ),
                required=True,
            ),
        ),
        guards=(guards.NOT_THE_AUTHOR,),
        lane=FACTS,
        not_by_author_of=_AUTHORS,
        notice=_notice(
            ("author", "knowledge"), "{org} ยืนยันข้อเท็จจริงใน {code}", "{org} confirmed the facts of {code}"
        ),
        main=True,
    ),
    Move(
        "facts_confirmed",
        Text("ยืนยันครบทุกหน่วยงาน", "All confirmed"),
        ("source_check",),
        "km_review",
        by=Trigger.SYSTEM,
        when_lanes=(FACTS,),
        notice=_notice(
            ("author", "knowledge"),
            "บทเรียน {code} {title} ยืนยันข้อเท็จจริงครบแล้ว รอบรรณาธิการ",
            "The facts of {code} {title} are confirmed; it waits for the editor",
        ),
    ),
    Move(
        "return_lesson",
        Text("ส่งกลับแก้ไข", "Return"),
        ("source_check", "km_review"),
        "draft",
        "lesson:return",
        consequence=Text(
            "ผู้เขียนแก้ไขส่วนที่ระบุ แล้วทุกหน่วยงานยืนยันใหม่",
            "The author revises the sections named, and every agency confirms anew",
        ),
        returns=True,
        notice=_notice(
            ("author", "owner"), "{actor} ส่งกลับบทเรียน {code}: {note}", "{actor} returned {code}: {note}"
        ),
    ),
    Move(
        "publish",
        Text("เผยแพร่", "Publish"),
        ("km_review", "flagged"),
        "published",
        "lesson:publish",
        consequence=Text("ผู้อ่านตามที่กำหนดเห็นบทเรียนนี้ทันที", "Everybody for whom it is meant can read it at once"),
        asks=(
            Field(
                "compared",
                Kind.BOOL,
                Text("เทียบกับบทเรียนที่ใกล้เคียงแล้ว", "Compared with similar lessons"),
                required=True,
            ),
        ),
        guards=(guards.PRIVATE, guards.NOT_THE_AUTHOR),
        not_by_author_of=_AUTHORS,
        effects=("note_publication",),
        notice=_notice(
            ("author", "coordinators", "areas"),
            "เผยแพร่บทเรียน {code} {title} แล้ว",
            "{code} {title} was published",
        ),
        main=True,
    ),
    Move(
        "reject",
        Text("ไม่รับเผยแพร่", "Reject"),
        ("km_review",),
        "rejected",
        "lesson:publish",
        consequence=Text("เรื่องนี้สิ้นสุดและไม่เผยแพร่", "It ends here and is not published"),
        needs_note=True,
        notice=_notice(("author", "owner"), "ไม่รับเผยแพร่บทเรียน {code}: {note}", "{code} was rejected: {note}"),
    ),
)

_KEEPING = (
    Move(
        "confirm_current",
        Text("ทบทวนแล้ว ยังใช้ได้", "Reviewed: it still holds"),
        ("published",),
        None,
        "lesson:archive",
        consequence=Text("จะถามอีกครั้งในอีกสองปี", "It is asked again in two years"),
        effects=("renew_review",),
        notice=_notice(
            ("author", "owner"), "ทบทวนบทเรียน {code} แล้ว ยังใช้ได้", "{code} was reviewed and still holds"
        ),
    ),
    Move(
        "flag",
        Text("ทักท้วง", "Flag"),
        ("published",),
        "flagged",
        "lesson:flag",
        needs_note=True,
        notice=_notice(
            ("author", "owner", "knowledge"),
            "{actor} ทักท้วงบทเรียน {code}: {note}",
            "{actor} flagged {code}: {note}",
        ),
    ),
    Move(
        "revise",
        Text("ปรับปรุงฉบับใหม่", "Begin a new version"),
        ("published", "flagged"),
        "draft",
        "lesson:revise",
        consequence=Text(
            "บทเรียนกลับเป็นร่างและต้องยืนยันข้อเท็จจริงใหม่",
            "It becomes a draft again and its facts are confirmed anew",
        ),
        needs_note=True,
        reopens=True,
        notice=_notice(
            ("author", "owner", "knowledge"), "ปรับปรุงบทเรียน {code}: {note}", "{code} is being revised: {note}"
        ),
    ),
    Move(
        "supersede",
        Text("มีบทเรียนใหม่แทน", "Superseded"),
        ("published", "flagged"),
        "superseded",
        by=Trigger.SYSTEM,
        guards=(guards.REPLACED,),
        notice=_notice(("author", "owner"), "มีบทเรียนใหม่แทน {code} {title}", "{code} {title} has a successor"),
    ),
    Move(
        "archive",
        Text("เก็บเข้าคลัง", "Archive"),
        ("published", "flagged"),
        "archived",
        "lesson:archive",
        consequence=Text(
            "ยังค้นดูได้ แต่ไม่แนะนำให้ใช้และแก้ไขไม่ได้อีก",
            "It can still be found, but is offered no more and cannot change",
        ),
        needs_note=True,
        notice=_notice(("author", "owner"), "เก็บบทเรียน {code} เข้าคลัง: {note}", "{code} was archived: {note}"),
    ),
)

LESSONS = Workflow(
    name="lessons",
    label=Text("บทเรียน", "Lesson"),
    initial="captured",
    states=LESSON_STATES,
    moves=(*_WRITING, *_CHECKING, *_using("lesson:reuse"), *_KEEPING),
    lanes=(
        Lanes(
            FACTS,
            Text("ยืนยันข้อเท็จจริง", "Facts confirmed"),
            frozenset({"source_check"}),
            role=Role.COORDINATOR.value,
        ),
    ),
    sections=SECTIONS,
)

# --- the Knowledge Stock ----------------------------------------------------------------------------------------

KNOWLEDGE = Workflow(
    name="knowledge-items",
    label=Text("ชุดความรู้พร้อมใช้", "Knowledge item"),
    initial="draft",
    states=(
        State("draft", Text("ร่าง", "Draft"), Tone.DRAFT),
        State("review", Text("ตรวจทาน", "Being reviewed"), Tone.WAIT),
        State("published", Text("เผยแพร่แล้ว", "Published"), Tone.GOOD),
        State("archived", Text("เก็บเข้าคลัง", "Archived"), Tone.ENDED, final=True),
    ),
    moves=(
        Move(
            "submit",
            Text("เสนอเผยแพร่", "Propose for publishing"),
            ("draft",),
            "review",
            "knowledge:submit",
            guards=(guards.ITEM_COMPLETE,),
            notice=_notice(
                ("knowledge", "legal"),
                "{actor} เสนอชุดความรู้ {code} {title}",
                "{actor} proposed {code} {title}",
            ),
            main=True,
        ),
        Move(
            "publish",
            Text("เผยแพร่", "Publish"),
            ("review",),
            "published",
            "knowledge:publish",
            guards=(guards.ITEM_COMPLETE, guards.NOT_THE_AUTHOR),
            not_by_author_of=_AUTHORS,
            effects=("note_day",),
            notice=_notice(
                ("author", "owner"), "เผยแพร่ชุดความรู้ {code} {title} แล้ว", "{code} {title} was published"
            ),
            main=True,
        ),
        Move(
            "return_item",
            Text("ส่งกลับแก้ไข", "Return"),
            ("review", "published"),
            "draft",
            "knowledge:return",
            consequence=Text(
                "กลับเป็นร่างให้หน่วยงานแก้ไขแล้วเสนอใหม่", "It is a draft again, to be revised and proposed anew"
            ),
            returns=True,
            notice=_notice(
                ("author", "owner"), "{actor} ส่งกลับ {code}: {note}", "{actor} returned {code}: {note}"
            ),
        ),
        *_using("knowledge:reuse"),
        Move(
            "archive",
            Text("เก็บเข้าคลัง", "Archive"),
            ("published",),
            "archived",
            "knowledge:archive",
            consequence=Text("ไม่เสนอให้ผู้วางแผนใช้อีก และแก้ไขไม่ได้", "It is offered no more and cannot change"),
            needs_note=True,
            notice=_notice(("author", "owner"), "เก็บ {code} เข้าคลัง: {note}", "{code} was archived: {note}"),
        ),
    ),
    sections=KNOWLEDGE_SECTIONS,
)
