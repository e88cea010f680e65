"""The moves of an MOU: who presses what, when, with which consequence, and who is told."""

from planhub.kernel.access import Role
from planhub.kernel.fields import Field
from planhub.kernel.text import Text
from planhub.kernel.workflow import Guard, Move, Notice, Trigger
from planhub.mou import asks, guards, signing_guards
from planhub.record.rules import posts_ready

_WROTE = ("create", "edit", "share", "hand_over", "settle", "clear_legal", "clear_budget")
_POSTS = posts_ready("posts", [Role.COORDINATOR, Role.LEGAL_OFFICER, Role.BUDGET_OFFICER, Role.DIRECTOR])
_ALL = ("coordinators", "directors", "secretariat")
_BEFORE_SIGNED = ("draft", "negotiating", "clearance", "approval", "ready_to_sign", "signing")


def _tell(to: tuple[str, ...], th: str, en: str) -> Notice:
    return Notice(to, Text(th, en))


def _system(
    key: str, label: Text, path: tuple[str, str], notice: Notice, **more: tuple[str, ...] | tuple[Guard, ...]
) -> Move:
    source, target = path
    return Move(key, label, (source,), target, by=Trigger.SYSTEM, notice=notice, **more)  # type: ignore[arg-type]


_TEXT_MOVES = (
    Move(
        "share",
        Text("ส่งร่างให้ภาคี", "Share the draft"),
        ("draft",),
        "negotiating",
        "mou:share",
        consequence=Text(
            "ทุกภาคีจะเห็นร่างนี้ และเริ่มเจรจาข้อความได้",
            "All parties will see the draft and may work on the text",
        ),
        guards=(*guards.COMPLETE, _POSTS),
        effects=("begin_turn", "keep_version"),
        notice=_tell(
            ("coordinators", "secretariat"),
            "{org} ส่งร่างบันทึกข้อตกลง {code} {title} ให้พิจารณา",
            "{org} shared the draft MOU {code} {title}",
        ),
        main=True,
    ),
    Move(
        "settle",
        Text("เห็นพ้องกับข้อความนี้", "Agree to this text"),
        ("negotiating",),
        None,
        "mou:negotiate",
        lane="settle",
        consequence=Text(
            "เมื่อทุกฝ่ายเห็นพ้อง ร่างจะเข้าสู่การตรวจกฎหมายและงบประมาณ และแก้ข้อความไม่ได้จนกว่าจะส่งกลับ",
            "Once all agree, the draft goes to clearance and stays as it is unless it is returned",
        ),
        guards=(*guards.COMPLETE, _POSTS),
        notice=_tell(
            ("coordinators",),
            "{org} เห็นพ้องกับข้อความของ {code} {title}",
            "{org} agrees to the text of {code} {title}",
        ),
        main=True,
    ),
    Move(
        "hand_over",
        Text("ส่งต่อให้ภาคีอื่นแก้", "Hand over"),
        ("negotiating",),
        None,
        "mou:negotiate",
        asks=asks.HAND_OVER,
        guards=(guards.turn, guards.change_note),
        effects=("pass_turn", "keep_changed"),
        notice=_tell(
            ("coordinators",),
            "{org} ส่งต่อร่าง {code} {title}",
            "{org} handed over the draft {code} {title}",
        ),
    ),
    _system(
        "all_settled",
        Text("ทุกฝ่ายเห็นพ้อง", "All parties agree"),
        ("negotiating", "clearance"),
        _tell(
            ("legal", "budget", "coordinators"),
            "ทุกฝ่ายเห็นพ้องกับข้อความของ {code} {title} โปรดตรวจกฎหมายและงบประมาณ",
            "All parties agree to {code} {title}; please clear it",
        ),
        when_lanes=("settle",),
        guards=(guards.same_text,),
        effects=("keep_version",),
    ),
)

_CLEARANCE_MOVES = (
    Move(
        "clear_legal",
        Text("ผ่านการตรวจกฎหมาย", "Clear legally"),
        ("clearance",),
        None,
        "mou:clear_legal",
        lane="legal",
        asks=asks.CLEAR_LEGAL,
        guards=(guards.checks,),
        not_by_author_of=("create", "edit", "share", "settle"),
        notice=_tell(
            ("coordinators",),
            "นิติกรของ {org} ตรวจ {code} {title} แล้ว",
            "The legal officer of {org} cleared {code} {title}",
        ),
        main=True,
    ),
    Move(
        "clear_budget",
        Text("ผ่านการตรวจงบประมาณ", "Clear the budget"),
        ("clearance",),
        None,
        "mou:clear_budget",
        lane="budget",
        asks=asks.CLEAR_BUDGET,
        guards=(guards.commitment,),
        not_by_author_of=("create", "edit", "share", "settle"),
        notice=_tell(
            ("coordinators",),
            "ฝ่ายงบประมาณของ {org} ตรวจ {code} {title} แล้ว",
            "The budget officer of {org} cleared {code} {title}",
        ),
        main=True,
    ),
    _system(
        "all_cleared",
        Text("ตรวจครบทุกฝ่าย", "All cleared"),
        ("clearance", "approval"),
        _tell(
            ("directors", "coordinators"),
            "{code} {title} ผ่านการตรวจครบแล้ว เสนอเพื่อโปรดอนุมัติ",
            "{code} {title} is cleared and waits for approval",
        ),
        when_lanes=("legal", "budget"),
        guards=(guards.cleared_text,),
    ),
    Move(
        "approve",
        Text("อนุมัติ", "Approve"),
        ("approval",),
        None,
        "mou:approve",
        lane="approval",
        consequence=Text(
            "เป็นการอนุมัติข้อความฉบับนี้ในนามหน่วยงานของท่าน เมื่อครบทุกฝ่ายข้อความจะถูกล็อกและแก้ไขไม่ได้",
            "You approve this very text for your agency; once all have, it is locked for signing",
        ),
        guards=(guards.cleared_text,),
        not_by_author_of=_WROTE,
        notice=_tell(
            ("coordinators", "secretariat"),
            "{org} อนุมัติ {code} {title}",
            "{org} approved {code} {title}",
        ),
        main=True,
    ),
    Move(
        "return_text",
        Text("ส่งกลับแก้ไข", "Return for revision"),
        ("clearance", "approval"),
        "negotiating",
        "mou:return",
        returns=True,
        consequence=Text(
            "ร่างกลับไปเจรจาเป็นรอบใหม่ ทุกฝ่ายต้องยืนยันอีกครั้ง",
            "The draft goes back to be negotiated in a new round, and every party is asked again",
        ),
        effects=("reopen", "keep_version"),
        notice=_tell(
            ("coordinators", "secretariat"),
            "{org} ส่งกลับ {code} {title}: {note}",
            "{org} returned {code} {title}: {note}",
        ),
    ),
    Move(
        "recall",
        Text("เรียกคืน", "Recall"),
        ("clearance", "approval"),
        "negotiating",
        "mou:share",
        recalls=True,
        needs_note=True,
        effects=("reopen", "keep_changed"),
        notice=_tell(
            ("coordinators", "legal", "budget", "directors"),
            "{org} เรียกคืน {code} {title}: {note}",
            "{org} recalled {code} {title}: {note}",
        ),
    ),
    _system(
        "quorum",
        Text("อนุมัติครบทุกฝ่าย", "All approved"),
        ("approval", "ready_to_sign"),
        _tell(
            _ALL,
            "{code} {title} อนุมัติครบทุกฝ่าย พร้อมลงนาม",
            "{code} {title} is approved by all and ready to sign",
        ),
        when_lanes=("approval",),
        guards=(guards.approved_text,),
        effects=("lock_text", "keep_version"),
    ),
)

_SIGNING = ("ready_to_sign", "signing")

_SIGNING_MOVES = (
    Move(
        "record_signature",
        Text("บันทึกการลงนาม", "Record a signature"),
        _SIGNING,
        "signing",
        "mou:sign",
        asks=asks.SIGNATURE,
        guards=(signing_guards.signature,),
        effects=("record_signature",),
        consequence=Text(
            "ผู้ประสานงานของหน่วยงานนั้นจะได้รับแจ้งให้ยืนยัน (หากท่านเป็นผู้ประสานงาน ฝ่ายเลขานุการเป็นผู้ยืนยัน)",
            "That agency's coordinator will be asked to confirm (the secretariat, if you are the coordinator)",
        ),
        notice=_tell(
            ("coordinators", "secretariat"),
            "มีการบันทึกการลงนามใน {code} {title} โปรดตรวจและยืนยัน",
            "A signature on {code} {title} was recorded; please check and confirm",
        ),
    ),
    Move(
        "confirm_signature",
        Text("ยืนยันการลงนาม", "Confirm a signature"),
        ("signing",),
        None,
        "mou:sign",
        lane="signature",
        lane_org="org",
        asks=asks.CONFIRM,
        guards=(signing_guards.confirmation,),
        effects=("confirm_signature",),
        notice=_tell(
            _ALL,
            "{org} ยืนยันการลงนามใน {code} {title}",
            "{org} confirmed a signature on {code} {title}",
        ),
        main=True,
    ),
    Move(
        "plan_ceremony",
        Text("กำหนดการลงนาม", "Plan the signing"),
        _SIGNING,
        None,
        "mou:ceremony",
        asks=asks.CEREMONY,
        guards=(signing_guards.ceremony,),
        effects=("plan_ceremony",),
        notice=_tell(
            _ALL,
            "กำหนดวันลงนาม {code} {title} แล้ว",
            "The signing of {code} {title} is planned",
        ),
    ),
    _system(
        "complete",
        Text("ลงนามครบทุกฝ่าย", "All have signed"),
        ("signing", "signed"),
        _tell(_ALL, "{code} {title} ลงนามครบทุกฝ่ายแล้ว", "All parties have signed {code} {title}"),
        when_lanes=("signature",),
        guards=(signing_guards.all_signed,),
        effects=("finish_signing", "keep_version"),
    ),
    Move(
        "register_signed",
        Text("ลงทะเบียนฉบับที่ลงนามแล้ว", "Register as signed outside"),
        ("draft",),
        "signed",
        "mou:register",
        needs_note=True,
        asks=asks.OUTSIDE,
        consequence=Text(
            "ไฟล์สแกนเป็นต้นฉบับ เนื้อความในระบบต้องตรงกับที่ลงนาม ข้อตกลงมาตรฐานที่ไม่มีในฉบับลงนามให้ลบออกก่อน",
            "The scan is the original; the text here must say what was signed, so remove standard clauses it lacks",
        ),
        guards=(guards.two_parties, guards.period, guards.signers, signing_guards.outside),
        effects=("register_signed", "keep_version"),
        notice=_tell(
            ("coordinators",),
            "ลงทะเบียนบันทึกข้อตกลงที่ลงนามนอกระบบ {code} {title}",
            "An MOU signed outside was registered: {code} {title}",
        ),
    ),
)


_ENDED = {
    "terminate": Text(
        "บันทึกข้อตกลงสิ้นสุดก่อนกำหนด งานที่ค้างส่งมอบตามที่ระบุ",
        "It ends before its term; open duties are handed over as told",
    ),
    "close": Text("เรื่องนี้จะปิดและเก็บถาวร แก้ไขไม่ได้อีก", "It is closed and kept for good; nothing can be changed"),
}
"""What each way to end brings about."""


def _ending(
    key: str, label: Text, path: tuple[tuple[str, ...], str], ask: tuple[Field, ...], notice: Notice
) -> Move:
    sources, target = path
    checks = {"close": (signing_guards.settled_duties, signing_guards.retention)}.get(key, ())
    return Move(
        key,
        label,
        sources,
        target,
        "mou:end",
        asks=ask,
        guards=checks,
        needs_note=key == "terminate",
        consequence=_ENDED[key],
        effects=(key,),
        notice=notice,
        main=key == "close",
    )


_LATER_MOVES = (
    Move(
        "circulate",
        Text("เวียนสำเนาฉบับลงนาม", "Circulate"),
        ("signed", "in_force"),
        None,
        "mou:circulate",
        asks=asks.CIRCULATE,
        guards=(signing_guards.not_circulated,),
        effects=("circulate",),
        notice=_tell(
            _ALL, "เวียนสำเนา {code} {title} แล้ว", "The signed copy of {code} {title} was circulated"
        ),
    ),
    _system(
        "activate",
        Text("มีผลใช้บังคับ", "Takes effect"),
        ("signed", "in_force"),
        _tell(
            ("coordinators", "areas"),
            "{code} {title} มีผลใช้บังคับแล้ว",
            "{code} {title} is in force",
        ),
        guards=(signing_guards.begun,),
    ),
    Move(
        "suspend",
        Text("ระงับ", "Suspend"),
        ("in_force",),
        "suspended",
        "mou:suspend",
        needs_note=True,
        asks=asks.SUSPEND,
        guards=(signing_guards.until,),
        effects=("suspend",),
        notice=_tell(_ALL, "{org} ระงับ {code} {title}: {note}", "{org} suspended {code} {title}: {note}"),
    ),
    Move(
        "resume",
        Text("ให้มีผลต่อ", "Resume"),
        ("suspended",),
        "in_force",
        "mou:suspend",
        needs_note=True,
        asks=asks.RESUME,
        effects=("resume",),
        notice=_tell(_ALL, "{org} ให้ {code} {title} มีผลต่อ", "{org} resumed {code} {title}"),
    ),
    Move(
        "expire",
        Text("สิ้นสุดอายุ", "Expires"),
        ("in_force", "suspended"),
        "expired",
        by=Trigger.SYSTEM,
        guards=(signing_guards.past_end,),
        notice=_tell(_ALL, "{code} {title} สิ้นสุดอายุแล้ว", "{code} {title} has expired"),
    ),
    _ending(
        "terminate",
        Text("ยกเลิกบันทึกข้อตกลง", "Terminate"),
        (("in_force", "suspended"), "terminated"),
        asks.TERMINATE,
        _tell(_ALL, "{code} {title} ถูกยกเลิก: {note}", "{code} {title} was terminated: {note}"),
    ),
    _ending(
        "close",
        Text("ปิดเรื่อง", "Close"),
        (("expired", "terminated"), "closed"),
        asks.CLOSE,
        _tell(_ALL, "ปิดเรื่อง {code} {title}", "{code} {title} was closed"),
    ),
    Move(
        "cancel",
        Text("ยุติเรื่อง", "Cancel"),
        _BEFORE_SIGNED,
        "cancelled",
        "mou:cancel",
        needs_note=True,
        consequence=Text("เรื่องนี้จะยุติและเปิดใหม่ไม่ได้", "This ends it for good; it cannot be taken up again"),
        notice=_tell(
            ("coordinators", "secretariat"),
            "{org} ยุติเรื่อง {code} {title}: {note}",
            "{org} cancelled {code} {title}: {note}",
        ),
    ),
)

MOVES = (*_TEXT_MOVES, *_CLEARANCE_MOVES, *_SIGNING_MOVES, *_LATER_MOVES)
"""Every move, in the order in which screens and help show them."""
