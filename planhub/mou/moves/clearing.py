"""Clearing a text legally and for its money, approving it, and sending it back."""

from planhub.kernel.text import Text
from planhub.kernel.workflow import Move
from planhub.mou import asks
from planhub.mou.guards import changing as changing_guards
from planhub.mou.guards import clearing as guards
from planhub.mou.moves.words import ALL, WROTE, system, tell

MOVES = (
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
        notice=tell(
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
        notice=tell(
            ("coordinators",),
            "ฝ่ายงบประมาณของ {org} ตรวจ {code} {title} แล้ว",
            "The budget officer of {org} cleared {code} {title}",
        ),
        main=True,
    ),
    system(
        "all_cleared",
        Text("ตรวจครบทุกฝ่าย", "All cleared"),
        ("clearance", "approval"),
        tell(
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
        step_up=True,
        consequence=Text(
            "เป็นการอนุมัติข้อความฉบับนี้ในนามหน่วยงานของท่าน เมื่อครบทุกฝ่ายข้อความจะถูกล็อกและแก้ไขไม่ได้",
            "You approve this very text for your agency; once all have, it is locked for signing",
        ),
        guards=(guards.cleared_text, changing_guards.stands_on_parent),
        not_by_author_of=WROTE,
        notice=tell(
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
        notice=tell(
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
        notice=tell(
            ("coordinators", "legal", "budget", "directors"),
            "{org} เรียกคืน {code} {title}: {note}",
            "{org} recalled {code} {title}: {note}",
        ),
    ),
    system(
        "quorum",
        Text("อนุมัติครบทุกฝ่าย", "All approved"),
        ("approval", "ready_to_sign"),
        tell(
            ALL,
            "{code} {title} อนุมัติครบทุกฝ่าย พร้อมลงนาม",
            "{code} {title} is approved by all and ready to sign",
        ),
        when_lanes=("approval",),
        guards=(guards.approved_text,),
        effects=("lock_text", "keep_version"),
    ),
)
"""In the order in which screens and help show them."""
