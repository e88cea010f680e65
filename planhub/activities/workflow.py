"""The life of a joint activity (workflows.md §4)."""

from planhub.activities import basis, guards
from planhub.activities.fields import SECTIONS
from planhub.activities.guards import OFFER, SHARE
from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.kernel.workflow import Lanes, Move, Notice, State, Tone, Trigger, Workflow


def _tell(to: str, th: str, en: str) -> Notice:
    return Notice(tuple(to.split()), Text(th, en))


STATES = (
    State(
        "proposed",
        Text("เสนอและรอหน่วยงานร่วมตอบรับ", "Proposed"),
        Tone.DRAFT,
        partner_label=Text("รอตอบรับ", "For answer"),
    ),
    State("accepted", Text("หน่วยงานร่วมตอบรับแล้ว", "Accepted by all"), Tone.ACTIVE),
    State("planned", Text("บรรจุในแผนที่อนุมัติ", "In an approved plan"), Tone.GOOD),
    State("in_progress", Text("กำลังดำเนินการ", "In progress"), Tone.ACTIVE),
    State("postponed", Text("เลื่อน", "Postponed"), Tone.WAIT),
    State("done_reported", Text("รายงานว่าเสร็จ รอรับรอง", "Reported done"), Tone.WAIT),
    State("completed", Text("เสร็จสิ้น", "Completed"), Tone.GOOD, final=True),
    State("cancelled", Text("ยกเลิก", "Cancelled"), Tone.BAD, final=True),
)

_LIVING = tuple(s.key for s in STATES if not s.final)

_PROPOSAL = (
    Move(
        "accept_share",
        Text("ตอบรับร่วมดำเนินงาน", "Accept our share"),
        ("proposed",),
        None,
        "activity:share",
        consequence=Text(
            "เมื่อทุกหน่วยงานตอบแล้ว กิจกรรมพร้อมบรรจุในแผน", "Once all have answered it can go into a plan"
        ),
        lane=SHARE,
        guards=(guards.OFFERED,),
        effects=("accept_share",),
        notice=_tell("owner", "{org} ตอบรับร่วมกิจกรรม {code} {title}", "{org} takes part in {code} {title}"),
        main=True,
    ),
    Move(
        "decline_share",
        Text("ไม่เข้าร่วม", "Decline"),
        ("proposed",),
        None,
        "activity:share",
        consequence=Text(
            "รายการงบประมาณของหน่วยงานท่านจะถูกนำออกจากกิจกรรม",
            "Your agency's budget lines are taken out of the activity",
        ),
        needs_note=True,
        lane=SHARE,
        guards=(guards.OFFERED,),
        effects=("decline_share",),
        notice=_tell("owner", "{org} ไม่เข้าร่วมกิจกรรม {code}: {note}", "{org} declines {code}: {note}"),
    ),
    Move(
        "invite",
        Text("ยืนยันข้อเสนอและเชิญหน่วยงานร่วม", "Confirm and invite partners"),
        ("proposed",),
        None,
        "activity:invite",
        consequence=Text(
            "หน่วยงานร่วมจะเห็นข้อเสนอและต้องตอบรับ การแก้ไขหลังจากนี้ต้องยืนยันใหม่",
            "Partners see the proposal and answer; a change after that must be confirmed again",
        ),
        lane=OFFER,
        guards=(guards.COMPLETE, guards.PARTNERS_READY, basis.LIVING_MOU),
        effects=("invite_partners",),
        notice=_tell("waiting", "{org} เชิญร่วมกิจกรรม {code} {title}", "{org} invites you to {code} {title}"),
        main=True,
    ),
    Move(
        "agree",
        Text("ทุกหน่วยงานตอบแล้ว", "All have answered"),
        ("proposed",),
        "accepted",
        by=Trigger.SYSTEM,
        when_lanes=(OFFER, SHARE),
        notice=_tell("coordinators", "ทุกหน่วยงานตอบรับกิจกรรม {code} แล้ว", "All have answered for {code}"),
    ),
    Move(
        "agree_alone",
        Text("เจ้าภาพหลักดำเนินการเอง", "The lead does it alone"),
        ("proposed",),
        "accepted",
        by=Trigger.SYSTEM,
        guards=(guards.ALONE,),
        when_lanes=(OFFER,),
        notice=_tell("owner", "กิจกรรม {code} พร้อมบรรจุในแผน", "{code} is ready for a plan"),
    ),
    Move(
        "submit",
        Text("เสนอเข้าแผนจังหวัด", "Submit to a plan"),
        ("accepted",),
        None,
        "activity:run",
        consequence=Text(
            "เจ้าภาพของแผนจะเห็นข้อเสนอและบรรจุกิจกรรมในแผน", "The plan's lead sees it and takes it into the plan"
        ),
        asks=(
            Field(
                "plan", Kind.RECORD, Text("แผนบูรณาการจังหวัด", "Provincial plan"), required=True, ref="plans"
            ),
        ),
        guards=(guards.NOT_SUBMITTED,),
        effects=("submit",),
        notice=_tell(
            "coordinators", "{org} เสนอกิจกรรม {code} {title} เข้าแผน", "{org} submits {code} {title} to a plan"
        ),
    ),
    Move(
        "change",
        Text("เปลี่ยนแปลงกิจกรรม", "Change"),
        ("accepted", "planned", "in_progress"),
        None,
        "activity:run",
        consequence=Text(
            "ก่อนบรรจุในแผน: เปิดแก้ไขข้อเสนอ หน่วยงานร่วมต้องยืนยันใหม่ · หลังแผนอนุมัติ: เปลี่ยนได้ในเกณฑ์ที่กำหนดและบันทึกไว้",
            "Before it is in a plan: the proposal opens and partners confirm anew. Afterwards: within the tolerance, on record",
        ),
        asks=(
            Field("start", Kind.DATE, Text("วันเริ่มต้นใหม่", "New start")),
            Field("end", Kind.DATE, Text("วันสิ้นสุดใหม่", "New end")),
            Field("target_count", Kind.INTEGER, Text("จำนวนเป้าหมายใหม่", "New target count"), min=0),
        ),
        guards=(guards.FREE, guards.SOMETHING_CHANGES, guards.DATES_IN_ORDER, guards.WITHIN_TOLERANCE),
        needs_note=True,
        effects=("change",),
        notice=_tell(
            "coordinators budget", "{actor} เปลี่ยนแปลงกิจกรรม {code}: {note}", "{actor} changes {code}: {note}"
        ),
    ),
    Move(
        "open_proposal",
        Text("เปิดแก้ไขข้อเสนอ", "The proposal is open"),
        ("accepted",),
        "proposed",
        by=Trigger.SYSTEM,
        guards=(guards.IS_CHANGING,),
        reopens=True,
        effects=("ask_again",),
        notice=_tell("coordinators", "ข้อเสนอ {code} เปิดให้แก้ไข", "The proposal {code} is open for changes"),
    ),
    Move(
        "include",
        Text("บรรจุในแผน", "Include in the plan"),
        ("accepted",),
        "planned",
        by=Trigger.SYSTEM,
        guards=(guards.IN_PLAN,),
        notice=_tell("coordinators", "กิจกรรม {code} อยู่ในแผนที่อนุมัติแล้ว", "{code} is in an approved plan"),
    ),
)

_WORK = (
    Move(
        "start",
        Text("เริ่มดำเนินการ", "Start"),
        ("planned",),
        "in_progress",
        "activity:run",
        asks=(
            Field("started_on", Kind.DATE, Text("วันเริ่มจริง", "Started on"), required=True),
            Field(
                "before_others",
                Kind.LINE,
                Text("เหตุผลที่เริ่มก่อนกิจกรรมที่ต้องรอ", "Why it begins before what it waits for"),
                max=300,
            ),
        ),
        guards=(basis.LIVING_MOU, guards.DAY_PAST, guards.PREDECESSORS_DONE),
        effects=("note_start",),
        notice=_tell("coordinators", "กิจกรรม {code} {title} เริ่มแล้ว", "{code} {title} has begun"),
        main=True,
    ),
    Move(
        "postpone",
        Text("เลื่อน", "Postpone"),
        ("planned", "in_progress"),
        "postponed",
        "activity:postpone",
        asks=(
            Field("start", Kind.DATE, Text("วันเริ่มต้นใหม่", "New start")),
            Field("end", Kind.DATE, Text("วันสิ้นสุดใหม่", "New end"), required=True),
        ),
        guards=(guards.NEW_DATES, guards.LONG),
        needs_note=True,
        effects=("move_dates",),
        notice=_tell(
            "coordinators directors secretariat",
            "กิจกรรม {code} {title} เลื่อน: {note}",
            "{code} {title} is postponed: {note}",
        ),
    ),
    Move(
        "resume",
        Text("กลับมาดำเนินการ", "Resume"),
        ("postponed",),
        "planned",
        "activity:postpone",
        guards=(basis.LIVING_MOU,),
        notice=_tell("coordinators secretariat", "กิจกรรม {code} กลับมาดำเนินการ", "{code} is resumed"),
        main=True,
    ),
    Move(
        "carry_on",
        Text("ดำเนินการต่อ", "Carry on"),
        ("planned",),
        "in_progress",
        by=Trigger.SYSTEM,
        guards=(guards.BEGUN,),
        notice=_tell("owner", "กิจกรรม {code} ดำเนินการต่อ", "{code} is carried on"),
    ),
    Move(
        "report_done",
        Text("รายงานว่าเสร็จ", "Report it done"),
        ("in_progress",),
        "done_reported",
        "activity:run",
        consequence=Text("หน่วยงานอื่นจะตรวจและรับรองผล", "Another agency checks and verifies the result"),
        asks=(
            Field("finished_on", Kind.DATE, Text("วันที่เสร็จ", "Done on"), required=True),
            Field("result", Kind.BODY, Text("ผลที่ได้", "What came out"), required=True, max=4_000),
            Field(
                "reached_count",
                Kind.INTEGER,
                Text("จำนวนที่ทำได้จริง", "Count reached"),
                min=0,
                help=Text("หน่วยเดียวกับจำนวนเป้าหมาย", "In the unit of the target count"),
            ),
            Field(
                "evidence",
                Kind.LINE,
                Text("หลักฐาน (ชื่อไฟล์แนบหรือเลขที่เอกสาร)", "Evidence (file or document number)"),
                required=True,
                max=300,
            ),
            Field(
                "lesson_note",
                Kind.BODY,
                Text("บทเรียนที่ได้ หรือเหตุที่ไม่มี", "Lesson learnt, or why there is none"),
                required=True,
                max=4_000,
            ),
        ),
        guards=(guards.DAY_PAST, guards.AFTER_START, guards.SPENT_TOLD, guards.REACHED_TOLD),
        effects=("note_result",),
        notice=_tell(
            "coordinators secretariat",
            "{org} รายงานว่ากิจกรรม {code} {title} เสร็จแล้ว โปรดรับรอง",
            "{org} reports {code} {title} done; please verify",
        ),
    ),
    Move(
        "verify",
        Text("รับรองผล", "Verify"),
        ("done_reported",),
        "completed",
        "activity:verify",
        consequence=Text("กิจกรรมเสร็จสิ้น แก้ไขไม่ได้อีก", "The activity is completed and cannot be changed"),
        guards=(guards.OTHER_AGENCY,),
        not_by_author_of=("report_done",),
        notice=_tell("coordinators", "{actor} รับรองผลกิจกรรม {code}", "{actor} verified {code}"),
        main=True,
    ),
    Move(
        "return_done",
        Text("ส่งกลับให้ดำเนินการต่อ", "Send back"),
        ("done_reported",),
        "in_progress",
        "activity:verify",
        consequence=Text("เจ้าภาพหลักดำเนินการต่อ แล้วรายงานใหม่", "The lead carries on and reports again"),
        guards=(guards.OTHER_AGENCY,),
        returns=True,
        notice=_tell("owner", "กิจกรรม {code} ถูกส่งกลับ: {note}", "{code} was sent back: {note}"),
    ),
    Move(
        "cancel",
        Text("ยกเลิกกิจกรรม", "Cancel"),
        ("proposed", "accepted", "planned", "in_progress", "postponed"),
        "cancelled",
        "activity:cancel",
        consequence=Text(
            "วงเงินที่ยังไม่เบิกจ่ายคืนหน่วยงาน และไม่นับรวมในแผนอีก",
            "Money not yet disbursed goes back to its agencies and is no longer counted in the plan",
        ),
        asks=(
            Field(
                "handed_over",
                Kind.BODY,
                Text("ภาระที่ค้างและผู้รับต่อ", "What is left undone, and who takes it up"),
                max=2_000,
                help=Text(
                    "เช่น ข้อผูกพันตามบันทึกข้อตกลง สัญญาที่ผูกพันแล้ว กลุ่มเป้าหมายที่เริ่มไปแล้ว",
                    "Such as duties under the MOU, contracts made, people with whom it has begun",
                ),
            ),
        ),
        guards=(guards.FREE, guards.HANDED_OVER),
        needs_note=True,
        effects=("release_money",),
        notice=_tell(
            "coordinators directors secretariat",
            "กิจกรรม {code} {title} ถูกยกเลิก: {note}",
            "{code} {title} is cancelled: {note}",
        ),
    ),
)

_AFTER_MOU = (
    Move(
        "ask_after_mou",
        Text("ขอดำเนินการต่อหลังบันทึกข้อตกลงสิ้นสุด", "Ask to go on after the MOU"),
        _LIVING,
        None,
        "activity:ask_after_mou",
        consequence=Text(
            "ฝ่ายเลขานุการจะพิจารณาเหตุผล หากอนุญาต กิจกรรมจะรายงานผลและเบิกจ่ายต่อได้",
            "The secretariat weighs the reason; if it allows it, results and payments go on",
        ),
        guards=(basis.MOU_OVER, basis.NOT_ASKED),
        needs_note=True,
        effects=("ask_after_mou",),
        notice=_tell(
            "secretariat coordinators",
            "{actor} ขอให้กิจกรรม {code} ดำเนินการต่อหลังบันทึกข้อตกลงสิ้นสุด: {note}",
            "{actor} asks that {code} goes on after its MOU: {note}",
        ),
    ),
    Move(
        "allow_after_mou",
        Text("อนุญาตให้ดำเนินการต่อ", "Allow it to go on"),
        _LIVING,
        None,
        "activity:allow_after_mou",
        consequence=Text(
            "กิจกรรมรายงานผลและเบิกจ่ายต่อได้แม้บันทึกข้อตกลงสิ้นสุดแล้ว",
            "Results and payments go on although the MOU has ended",
        ),
        guards=(basis.MOU_OVER, basis.ASKED),
        needs_note=True,
        not_by_author_of=("ask_after_mou",),
        effects=("allow_after_mou",),
        notice=_tell(
            "coordinators directors",
            "ฝ่ายเลขานุการอนุญาตให้กิจกรรม {code} ดำเนินการต่อ: {note}",
            "The secretariat allows {code} to go on: {note}",
        ),
    ),
)

WORKFLOW = Workflow(
    name="activities",
    label=Text("กิจกรรมร่วม", "Joint activity"),
    initial="proposed",
    states=STATES,
    moves=_PROPOSAL + _WORK + _AFTER_MOU,
    lanes=(
        Lanes(OFFER, Text("ยืนยันข้อเสนอ", "Confirm the proposal"), frozenset({"proposed"}), role="coordinator"),
        Lanes(
            SHARE,
            Text("ตอบรับร่วมดำเนินงาน", "Answer for our share"),
            frozenset({"proposed"}),
            role="coordinator",
        ),
    ),
    sections=SECTIONS,
)
