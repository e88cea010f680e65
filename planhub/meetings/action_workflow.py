"""The machine of an assignment: open → doing → done → verified, or carried over, or dropped (workflows.md §7)."""

from collections.abc import Iterator

from planhub.kernel.errors import Reason
from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.kernel.workflow import Case, Move, Notice, State, Tone, Trigger, Workflow
from planhub.meetings import rules
from planhub.record.rules import guard


@guard("later_day", Text("กำหนดใหม่ต้องเป็นวันในอนาคต", "the new day lies ahead"))
def later_day(case: Case) -> Iterator[Reason]:
    """An assignment is carried to a day that can still be met."""
    day = case.values.get("due_on")
    if day is not None and day < case.today:
        yield Reason("due_on", Text("กำหนดใหม่ผ่านไปแล้ว", "The new day has passed"), "due_on")


LIST_CAME = "list_came"
"""Fact: whether the list of areas that was asked for is there; absent for what a meeting assigned."""


@guard("list_is_there", Text("มีรายชื่อพื้นที่ที่ขอแล้ว", "the list that was asked for is there"))
def list_is_there(case: Case) -> Iterator[Reason]:
    """A request for a list is answered by the list itself."""
    if not case.facts.get(LIST_CAME):
        yield Reason("list_came", Text("ยังไม่มีรายชื่อพื้นที่ที่ขอ", "The list has not come yet"))


UNCOUNTED = "uncounted_meeting"
"""Fact: a meeting that is over, on whose agenda it stood, and that has not been counted; None where there is none."""


@guard("meeting_is_over", Text("การประชุมที่มีเรื่องนี้ในวาระเลิกแล้ว", "a meeting with it on the agenda is over"))
def meeting_is_over(case: Case) -> Iterator[Reason]:
    """It goes on once for each meeting that has talked of it."""
    if not case.facts.get(UNCOUNTED):
        yield Reason("meeting", Text("ยังไม่มีการประชุมที่ต้องนับ", "No meeting is to be counted"))


STATES = (
    State("open", Text("รอดำเนินการ", "Open"), Tone.WAIT),
    State("doing", Text("กำลังดำเนินการ", "Under way"), Tone.ACTIVE),
    State("done", Text("แล้วเสร็จ", "Done"), Tone.GOOD),
    State("verified", Text("ที่ประชุมรับทราบผลแล้ว", "Verified"), Tone.ENDED, final=True),
    State("carried", Text("ยกไปติดตามครั้งถัดไป", "Carried over"), Tone.WAIT),
    State("dropped", Text("ยุติโดยมติ", "Dropped"), Tone.ENDED, final=True),
)

UNFINISHED = ("open", "doing", "done", "carried")
"""States that bring an assignment into the next meeting's เรื่องสืบเนื่อง; done ones come to be verified."""

ACTION = Workflow(
    name="action-items",
    label=Text("เรื่องที่มอบหมาย", "Assignment"),
    initial="open",
    states=STATES,
    moves=(
        Move(
            "begin",
            Text("เริ่มดำเนินการ", "Begin"),
            ("open", "carried"),
            "doing",
            rules.ACTION_DO,
            notice=Notice(("secretariat",), Text("{org} เริ่มดำเนินการ: {title}", "{org} has begun: {title}")),
            main=True,
        ),
        Move(
            "complete",
            Text("รายงานว่าแล้วเสร็จ", "Report as done"),
            ("open", "doing", "carried"),
            "done",
            rules.ACTION_DO,
            asks=(
                Field("result", Kind.BODY, Text("ผลการดำเนินงาน", "What was done"), required=True, max=4000),
                Field(
                    "evidence",
                    Kind.LINE,
                    Text("หลักฐาน (ชื่อเอกสาร รหัส หรือลิงก์)", "Evidence (a paper, a code or a link)"),
                    max=500,
                ),
            ),
            effects=("keep_result",),
            notice=Notice(
                ("secretariat",), Text("{org} รายงานว่าแล้วเสร็จ: {title}", "{org} reports as done: {title}")
            ),
            main=True,
        ),
        Move(
            "answer",
            Text("ได้รับรายชื่อพื้นที่แล้ว", "The list has come"),
            ("open", "doing", "carried"),
            "done",
            by=Trigger.SYSTEM,
            guards=(list_is_there,),
            effects=("note_answer",),
            notice=Notice(
                ("author", "secretariat"),
                Text("มีรายชื่อพื้นที่ที่ขอแล้ว: {title}", "The list has come: {title}"),
            ),
        ),
        Move(
            "verify",
            Text("ที่ประชุมรับทราบผล", "Verified by the meeting"),
            ("done",),
            "verified",
            rules.ACTION_VERIFY,
            consequence=Text("เรื่องนี้จะปิด และไม่กลับมาในวาระครั้งถัดไป", "This is settled and returns to no agenda"),
            not_by_author_of=("complete",),
            effects=("close_request",),
            notice=Notice(("owner",), Text("ที่ประชุมรับทราบผล: {title}", "The meeting has verified: {title}")),
            main=True,
        ),
        Move(
            "carry_over",
            Text("ยกไปติดตามครั้งถัดไป", "Carry over"),
            ("open", "doing", "done", "carried"),
            "carried",
            rules.ACTION_VERIFY,
            asks=(Field("due_on", Kind.DATE, Text("กำหนดใหม่", "New day"), required=True),),
            guards=(later_day,),
            needs_note=True,
            effects=("carry",),
            notice=Notice(
                ("owner",), Text("ที่ประชุมให้ติดตามต่อ: {title} — {note}", "Carried over: {title} — {note}")
            ),
        ),
        Move(
            "go_on",
            Text("ยังไม่เสร็จ ติดตามในการประชุมครั้งถัดไป", "Still open; goes on to the next meeting"),
            ("open", "doing", "carried"),
            None,
            by=Trigger.SYSTEM,
            guards=(meeting_is_over,),
            effects=("go_on",),
            notice=Notice(
                ("owner",),
                Text(
                    "ที่ประชุมยังติดตามเรื่องนี้ โปรดรายงานในการประชุมครั้งถัดไป: {title}",
                    "The meeting still follows this up; please report to the next one: {title}",
                ),
            ),
        ),
        Move(
            "drop",
            Text("ยุติโดยมติ", "Drop by resolution"),
            ("open", "doing", "carried"),
            "dropped",
            rules.ACTION_VERIFY,
            needs_note=True,
            consequence=Text("เรื่องนี้จะยุติและไม่ต้องดำเนินการอีก", "This ends; nothing more is to be done"),
            effects=("close_request",),
            notice=Notice(("owner",), Text("ที่ประชุมให้ยุติ: {title} — {note}", "Dropped: {title} — {note}")),
        ),
    ),
)
