"""Parties that leave, and the ways in which an MOU ends: by its day, by all directors, before it was signed."""

from planhub.kernel.text import Text
from planhub.kernel.workflow import Move
from planhub.mou import asks
from planhub.mou.guards import changing as changing_guards
from planhub.mou.guards import ending as ending_guards
from planhub.mou.guards import signing as signing_guards
from planhub.mou.moves.words import ALL, BEFORE_SIGNED, system, tell

_LIVING = ("in_force", "suspended")

LEAVING = (
    Move(
        "give_notice",
        Text("บอกกล่าวขอออกจากภาคี", "Give notice to leave"),
        _LIVING,
        None,
        "mou:leave",
        asks=asks.NOTICE,
        needs_note=True,
        guards=(changing_guards.member, ending_guards.no_notice, ending_guards.notice_day),
        effects=("give_notice",),
        consequence=Text(
            "ทุกฝ่ายจะได้รับแจ้ง หน่วยงานของท่านออกได้เมื่อครบกำหนดบอกกล่าว และถอนคำบอกกล่าวได้ก่อนนั้น",
            "All are told; your agency may leave when the days of notice are over, and may take it back until then",
        ),
        notice=tell(
            ALL,
            "{org} บอกกล่าวขอออกจาก {code} {title}: {note}",
            "{org} gives notice to leave {code} {title}: {note}",
        ),
    ),
    Move(
        "withdraw_notice",
        Text("ถอนคำบอกกล่าว", "Take the notice back"),
        _LIVING,
        None,
        "mou:leave",
        needs_note=True,
        relevant=lambda mou: any(p.notice_on and not p.left_on for p in mou.parties),
        guards=(changing_guards.member, ending_guards.notice),
        effects=("withdraw_notice",),
        notice=tell(
            ALL,
            "{org} ถอนคำบอกกล่าวออกจาก {code} {title}: {note}",
            "{org} takes back its notice to leave {code} {title}: {note}",
        ),
    ),
    Move(
        "leave",
        Text("ออกจากภาคี", "Leave"),
        ("in_force",),
        None,
        "mou:leave",
        asks=asks.LEAVE,
        guards=(
            changing_guards.member,
            ending_guards.notice_over,
            ending_guards.two_remain,
            ending_guards.taken_over,
        ),
        step_up=True,
        effects=("leave",),
        consequence=Text(
            "หน่วยงานของท่านพ้นจากภาคีทันที หน้าที่และงานที่ค้างส่งมอบแก่ภาคีที่ระบุ ข้อความที่ลงนามไว้ไม่เปลี่ยน",
            "Your agency is no party from now on; open duties and work go to the party named; the signed text stays",
        ),
        notice=tell((*ALL, "areas"), "{org} ออกจากภาคีของ {code} {title}", "{org} has left {code} {title}"),
    ),
)
"""How a party goes."""

MOVES = (
    *LEAVING,
    Move(
        "propose_end",
        Text("เสนอยกเลิกบันทึกข้อตกลง", "Propose to terminate"),
        _LIVING,
        None,
        "mou:propose_end",
        asks=asks.PROPOSE_END,
        needs_note=True,
        relevant=lambda mou: mou.ending_on is None,
        guards=(changing_guards.member, ending_guards.not_proposed, ending_guards.duties_assigned),
        effects=("propose_end",),
        consequence=Text(
            "ผู้มีอำนาจของทุกฝ่ายจะถูกถามความเห็นชอบ เมื่อครบแล้วฝ่ายเลขานุการจึงยกเลิกได้",
            "The directors of all parties are asked to consent; once all have, the secretariat may terminate it",
        ),
        notice=tell(
            ALL,
            "{org} เสนอยกเลิก {code} {title} ผู้มีอำนาจของทุกฝ่ายโปรดพิจารณา: {note}",
            "{org} proposes to terminate {code} {title}; directors of all parties please decide: {note}",
        ),
    ),
    Move(
        "consent_end",
        Text("เห็นชอบให้ยกเลิก", "Consent to the end"),
        _LIVING,
        None,
        "mou:consent_end",
        lane="ending",
        step_up=True,
        relevant=lambda mou: mou.ending_on is not None,
        guards=(ending_guards.proposed,),
        not_by_author_of=("propose_end",),
        consequence=Text(
            "เป็นความเห็นชอบของหน่วยงานท่านให้บันทึกข้อตกลงนี้สิ้นสุดก่อนกำหนด",
            "Your agency consents that this MOU ends before its term",
        ),
        notice=tell(
            ("coordinators", "secretariat"),
            "{org} เห็นชอบให้ยกเลิก {code} {title}",
            "{org} consents to terminate {code} {title}",
        ),
        main=True,
    ),
    Move(
        "refuse_end",
        Text("ไม่เห็นชอบ ให้มีผลต่อไป", "Refuse: it goes on"),
        _LIVING,
        None,
        "mou:refuse_end",
        needs_note=True,
        relevant=lambda mou: mou.ending_on is not None,
        guards=(changing_guards.member, ending_guards.proposed),
        effects=("drop_end",),
        notice=tell(
            ALL,
            "{org} ไม่เห็นชอบหรือถอนข้อเสนอยกเลิก {code} {title}: {note}",
            "{org} refuses or takes back the proposal to terminate {code} {title}: {note}",
        ),
    ),
    Move(
        "terminate",
        Text("ยกเลิกบันทึกข้อตกลง", "Terminate"),
        _LIVING,
        "terminated",
        "mou:end",
        asks=asks.TERMINATE,
        needs_note=True,
        guards=(
            changing_guards.no_amendment,
            ending_guards.proposed,
            ending_guards.all_consent,
        ),
        effects=("terminate",),
        consequence=Text(
            "บันทึกข้อตกลงสิ้นสุดก่อนกำหนด งานที่ค้างส่งมอบตามที่เสนอไว้",
            "It ends before its term; open duties are handed over as proposed",
        ),
        notice=tell(ALL, "{code} {title} ถูกยกเลิก: {note}", "{code} {title} was terminated: {note}"),
    ),
    system(
        "expire",
        Text("สิ้นสุดอายุ", "Expires"),
        (_LIVING, "expired"),
        tell(ALL, "{code} {title} สิ้นสุดอายุแล้ว", "{code} {title} has expired"),
        guards=(signing_guards.past_end,),
        effects=("list_open",),
    ),
    Move(
        "close",
        Text("ปิดเรื่อง", "Close"),
        ("expired", "terminated"),
        "closed",
        "mou:end",
        asks=asks.CLOSE,
        guards=(ending_guards.duties_settled, signing_guards.retention),
        effects=("close",),
        consequence=Text(
            "เรื่องนี้จะปิดและเก็บถาวร แก้ไขไม่ได้อีก", "It is closed and kept for good; nothing can be changed"
        ),
        notice=tell(ALL, "ปิดเรื่อง {code} {title}", "{code} {title} was closed"),
        main=True,
    ),
    Move(
        "cancel",
        Text("ยุติเรื่อง", "Cancel"),
        BEFORE_SIGNED,
        "cancelled",
        "mou:cancel",
        needs_note=True,
        effects=("drop_correction", "let_parent_go"),
        consequence=Text("เรื่องนี้จะยุติและเปิดใหม่ไม่ได้", "This ends it for good; it cannot be taken up again"),
        notice=tell(
            ("coordinators", "secretariat"),
            "{org} ยุติเรื่อง {code} {title}: {note}",
            "{org} cancelled {code} {title}: {note}",
        ),
    ),
)
"""In the order in which screens and help show them."""
