"""The life of a provincial plan (workflows.md §3); a revision is a plan of its own that replaces the one before it."""

from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.kernel.workflow import Lanes, Move, Notice, State, Tone, Trigger, Workflow
from planhub.plans import guards
from planhub.plans.fields import SECTIONS
from planhub.plans.guards import APPROVAL, PARTS, REVIEW
from planhub.plans.revising import KINDS


def _tell(to: str, th: str, en: str) -> Notice:
    return Notice(tuple(to.split()), Text(th, en))


STATES = (
    State("draft", Text("ร่างกรอบแผน", "Draft"), Tone.DRAFT),
    State("collecting", Text("หน่วยงานเติมส่วนของตน", "Agencies bring their parts"), Tone.ACTIVE),
    State("consolidated", Text("รวมเล่มแล้ว", "Consolidated"), Tone.ACTIVE),
    State("review", Text("หน่วยงานตรวจ", "In review"), Tone.WAIT),
    State("endorsement", Text("รอคณะทำงานจังหวัดเห็นชอบ", "For the province's endorsement"), Tone.WAIT),
    State("approval", Text("เสนอผู้อำนวยการอนุมัติ", "For approval"), Tone.WAIT),
    State("approved", Text("อนุมัติแล้ว", "Approved"), Tone.GOOD),
    State("in_force", Text("ใช้บังคับ", "In force"), Tone.GOOD),
    State("closing", Text("กำลังสรุปปิดแผน", "Closing"), Tone.ACTIVE),
    State("closed", Text("ปิดแผน", "Closed"), Tone.ENDED, final=True),
    State("superseded", Text("แทนที่ด้วยฉบับปรับปรุง", "Superseded"), Tone.ENDED, final=True),
    State("cancelled", Text("ยกเลิก", "Cancelled"), Tone.BAD, final=True),
)

_DRAFTING = (
    Move(
        "call_for_parts",
        Text("เชิญหน่วยงานส่งส่วนของตน", "Call for parts"),
        ("draft",),
        "collecting",
        "plan:call",
        consequence=Text(
            "ทุกหน่วยงานในแผนจะเห็นกรอบและส่งส่วนของตน", "Every agency sees the frame and brings its part"
        ),
        guards=(guards.FRAMED, guards.POSTS),
        notice=_tell(
            "waiting", "เชิญส่งส่วนของหน่วยงานใน {code} {title}", "Please bring your part in {code} {title}"
        ),
        main=True,
    ),
    Move(
        "submit_part",
        Text("ส่งส่วนของหน่วยงาน", "Submit our part"),
        ("collecting",),
        None,
        "plan:part",
        asks=(
            Field(
                "contribution",
                Kind.BODY,
                Text("สิ่งที่หน่วยงานนำมาร่วม", "What the agency brings"),
                required=True,
                max=4_000,
            ),
        ),
        guards=(guards.PART_READY,),
        lane=PARTS,
        effects=("keep_part",),
        notice=_tell("owner", "{org} ส่งส่วนของตนใน {code}", "{org} brought its part in {code}"),
        main=True,
    ),
    Move(
        "consolidate",
        Text("รวมเล่มและตรวจอัตโนมัติ", "Consolidate and check"),
        ("collecting", "consolidated"),
        "consolidated",
        "plan:lead",
        consequence=Text(
            "ระบบรวมยอดจากรายการงบประมาณและตรวจแผนให้",
            "Sums are made from the budget lines and the plan is checked",
        ),
        guards=(guards.PARTS_IN,),
        effects=("consolidate",),
        notice=_tell("coordinators", "แผน {code} รวมเล่มแล้ว", "{code} is consolidated"),
        main=True,
    ),
    Move(
        "send_for_review",
        Text("ส่งให้หน่วยงานตรวจ", "Send for review"),
        ("consolidated",),
        "review",
        "plan:lead",
        consequence=Text(
            "กิจกรรมในแผนจะแก้ไขไม่ได้ระหว่างตรวจ", "The activities cannot be changed during the review"
        ),
        guards=(guards.NO_BLOCKER, guards.UNCHANGED, guards.KIND_FITS),
        effects=("hold",),
        notice=_tell("waiting coordinators", "โปรดตรวจแผน {code} {title}", "Please review {code} {title}"),
        main=True,
    ),
)

_DECIDING = (
    Move(
        "pass_part",
        Text("ตรวจแล้ว ผ่าน", "Pass"),
        ("review",),
        None,
        "plan:pass",
        lane=REVIEW,
        not_by_author_of=("submit_part", "consolidate"),
        notice=_tell("owner", "{org} ตรวจแผน {code} แล้ว", "{org} passed {code}"),
        main=True,
    ),
    Move(
        "return_part",
        Text("ส่งกลับแก้ไข", "Return"),
        ("review", "endorsement", "approval"),
        "collecting",
        "plan:return",
        consequence=Text("เปิดแก้ไขเฉพาะส่วนที่ระบุ", "Only the named sections are opened again"),
        returns=True,
        effects=("start_anew", "reopen"),
        notice=_tell(
            "coordinators budget", "{org} ส่งแผน {code} กลับ: {note}", "{org} returned {code}: {note}"
        ),
    ),
    Move(
        "recall",
        Text("ถอนเรื่องกลับมาแก้ไข", "Recall"),
        ("review", "approval"),
        "consolidated",
        "plan:lead",
        recalls=True,
        effects=("start_anew", "release"),
        notice=_tell("coordinators budget", "เจ้าภาพถอนแผน {code} กลับ", "The lead recalled {code}"),
    ),
    Move(
        "all_passed",
        Text("ทุกหน่วยงานตรวจแล้ว", "All have passed it"),
        ("review",),
        "endorsement",
        by=Trigger.SYSTEM,
        when_lanes=(REVIEW,),
        notice=_tell(
            "areas secretariat", "แผน {code} รอมติเห็นชอบของจังหวัด", "{code} awaits the province's endorsement"
        ),
    ),
    Move(
        "endorse",
        Text("บันทึกมติเห็นชอบ", "Record the endorsement"),
        ("endorsement",),
        "approval",
        "plan:endorse",
        consequence=Text(
            "เสนอผู้อำนวยการของทุกหน่วยงานที่มีงบหรือกิจกรรม",
            "It goes to the directors who answer for money or activities",
        ),
        asks=(
            Field("meeting", Kind.LINE, Text("การประชุม", "Meeting"), required=True, max=200),
            Field("resolution_no", Kind.LINE, Text("มติที่", "Resolution number"), required=True, max=60),
            Field("endorsed_on", Kind.DATE, Text("วันที่มีมติ", "Date of the resolution"), required=True),
        ),
        guards=(guards.RESOLVED, guards.MINOR_BY_SECRETARIAT),
        effects=("keep_resolution",),
        notice=_tell("directors", "โปรดพิจารณาอนุมัติแผน {code} {title}", "Please approve {code} {title}"),
        main=True,
    ),
    Move(
        "resolved",
        Text("ที่ประชุมมีมติเห็นชอบ", "A meeting resolved it"),
        ("endorsement",),
        "approval",
        by=Trigger.SYSTEM,
        guards=(guards.MEETING_RESOLVED,),
        notice=_tell(
            "directors owner areas",
            "ที่ประชุมเห็นชอบแผน {code} {title} แล้ว โปรดพิจารณาอนุมัติ",
            "A meeting endorsed {code} {title}; please approve",
        ),
    ),
    Move(
        "approve",
        Text("อนุมัติ", "Approve"),
        ("approval",),
        None,
        "plan:approve",
        consequence=Text(
            "เมื่อทุกหน่วยงานอนุมัติ แผนเป็นฐานเทียบและแก้ไขไม่ได้",
            "Once all have approved, the plan is the baseline and cannot be changed",
        ),
        guards=(guards.UNCHANGED,),
        lane=APPROVAL,
        step_up=True,
        not_by_author_of=("edit", "submit_part", "consolidate", "send_for_review", "pass_part"),
        notice=_tell("owner secretariat", "{org} อนุมัติแผน {code}", "{org} approved {code}"),
        main=True,
    ),
    Move(
        "refuse_part",
        Text("ไม่รับส่วนของหน่วยงาน", "Refuse our part"),
        ("approval",),
        None,
        "plan:approve",
        consequence=Text(
            "แผนไม่รวมกิจกรรมและเงินของหน่วยงานท่าน หน่วยงานอื่นดำเนินการต่อได้",
            "The plan does not include your agency's activities and money; the others may go on",
        ),
        guards=(guards.MAY_STAY_OUT, guards.ASKED_TO_APPROVE),
        needs_note=True,
        step_up=True,
        effects=("refuse_part",),
        notice=_tell(
            "owner coordinators secretariat",
            "{org} ไม่รับส่วนของตนในแผน {code}: {note}",
            "{org} refuses its part in {code}: {note}",
        ),
    ),
    Move(
        "quorum",
        Text("อนุมัติครบ", "All have approved"),
        ("approval",),
        "approved",
        by=Trigger.SYSTEM,
        when_lanes=(APPROVAL,),
        effects=("leave_out", "take_baseline", "include_activities"),
        notice=_tell(
            "coordinators directors areas secretariat",
            "แผน {code} {title} ได้รับอนุมัติ",
            "{code} {title} is approved",
        ),
    ),
)

_LIVING = (
    Move(
        "start",
        Text("เริ่มใช้แผน", "Start"),
        ("approved",),
        "in_force",
        by=Trigger.SYSTEM,
        guards=(guards.DAY_REACHED, guards.MOU_IN_FORCE, guards.TOOK_OVER),
        notice=_tell("coordinators areas", "แผน {code} เริ่มใช้แล้ว", "{code} is in force"),
    ),
    Move(
        "begin_closing",
        Text("เริ่มสรุปปิดแผน", "Begin closing"),
        ("in_force",),
        "closing",
        "plan:lead",
        guards=(guards.YEAR_OVER,),
        notice=_tell("coordinators secretariat", "เริ่มสรุปปิดแผน {code}", "{code} is being closed"),
        main=True,
    ),
    Move(
        "close",
        Text("ปิดแผน", "Close"),
        ("closing",),
        "closed",
        "plan:close",
        consequence=Text(
            "แผนสิ้นสุด กิจกรรมที่ยกไปบรรจุในแผนปีถัดไปได้",
            "The plan ends; activities carried over may go into the next one",
        ),
        guards=(guards.ALL_SETTLED, guards.MATTERS_CLOSED, guards.LESSONS_TOLD),
        effects=("let_go",),
        notice=_tell("coordinators directors areas", "ปิดแผน {code} แล้ว", "{code} is closed"),
        main=True,
    ),
    Move(
        "cancel",
        Text("ยกเลิกแผน", "Cancel"),
        ("draft", "collecting", "consolidated", "review", "endorsement", "approval"),
        "cancelled",
        "plan:cancel",
        consequence=Text("กิจกรรมคงอยู่ และบรรจุในแผนอื่นได้", "The activities stay and may go into another plan"),
        needs_note=True,
        effects=("release", "forget_revision"),
        notice=_tell(
            "coordinators directors areas", "ยกเลิกแผน {code}: {note}", "{code} is cancelled: {note}"
        ),
    ),
)

_REVISING = (
    Move(
        "revise",
        Text("ปรับปรุงแผน", "Revise"),
        ("in_force",),
        None,
        "plan:revise",
        consequence=Text(
            "แผนนี้ใช้ต่อไปจนกว่าฉบับปรับปรุงจะได้รับอนุมัติและฝ่ายเลขานุการประกาศใช้แทน",
            "This plan holds until the revision is approved and the secretariat puts it in its place",
        ),
        asks=(
            Field("kind", Kind.CHOICE, Text("ลักษณะการปรับปรุง", "Kind"), required=True, choices=KINDS),
            Field("parts_due_on", Kind.DATE, Text("กำหนดส่งส่วนของหน่วยงาน", "Parts are due")),
        ),
        guards=(guards.NOT_REVISED, guards.DUE_AHEAD),
        needs_note=True,
        effects=("open_revision",),
        notice=_tell(
            "coordinators secretariat", "เปิดฉบับปรับปรุงของแผน {code}: {note}", "{code} is being revised: {note}"
        ),
    ),
    Move(
        "frame_stands",
        Text("กรอบของฉบับเดิมใช้ต่อ", "The frame stands"),
        ("draft",),
        "collecting",
        by=Trigger.SYSTEM,
        guards=(guards.IS_REVISION,),
        notice=_tell(
            "coordinators", "โปรดจัดทำฉบับปรับปรุง {code} {title}", "Please prepare the revision {code} {title}"
        ),
    ),
    Move(
        "minor_reviewed",
        Text("ปรับปรุงเล็กน้อย ไม่ต้องเวียนตรวจ", "Minor, needs no review"),
        ("review",),
        "endorsement",
        by=Trigger.SYSTEM,
        guards=(guards.IS_MINOR,),
        notice=_tell(
            "secretariat",
            "โปรดให้ความเห็นชอบการปรับปรุงเล็กน้อย {code}",
            "Please confirm the minor revision {code}",
        ),
    ),
    Move(
        "minor_settled",
        Text("เห็นชอบการปรับปรุงเล็กน้อยแล้ว", "The minor revision is settled"),
        ("approval",),
        "approved",
        by=Trigger.SYSTEM,
        guards=(guards.IS_MINOR,),
        effects=("take_baseline", "include_activities"),
        notice=_tell(
            "coordinators directors areas",
            "เห็นชอบการปรับปรุงเล็กน้อย {code}",
            "The minor revision {code} is settled",
        ),
    ),
    Move(
        "supersede",
        Text("ประกาศใช้ฉบับปรับปรุงแทน", "Put the revision in its place"),
        ("in_force",),
        "superseded",
        "plan:supersede",
        consequence=Text(
            "ค่าใหม่ของฉบับปรับปรุงมีผลกับกิจกรรมทันที และแผนฉบับนี้สิ้นสุด",
            "The new values of the revision hold for the activities at once, and this edition ends",
        ),
        guards=(guards.REVISION_APPROVED,),
        effects=("give_way",),
        notice=_tell(
            "coordinators directors areas secretariat",
            "แผน {code} ถูกแทนที่ด้วยฉบับปรับปรุงแล้ว",
            "{code} is superseded by its revision",
        ),
        main=True,
    ),
)

WORKFLOW = Workflow(
    name="plans",
    label=Text("แผนบูรณาการจังหวัด", "Provincial integrated plan"),
    initial="draft",
    states=STATES,
    moves=_DRAFTING + _DECIDING + _LIVING + _REVISING,
    lanes=(
        Lanes(
            PARTS,
            Text("ส่งส่วนของหน่วยงาน", "Bring the part"),
            frozenset({"collecting"}),
            "coordinator",
            consents=False,
        ),
        Lanes(REVIEW, Text("ตรวจแผน", "Review"), frozenset({"review"}), "budget_officer"),
        Lanes(APPROVAL, Text("อนุมัติ", "Approve"), frozenset({"approval"}), "director", chained=True),
    ),
    sections=SECTIONS,
)
