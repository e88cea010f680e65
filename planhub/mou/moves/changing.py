"""Amending an MOU by a child that all sign, and renewing it by another that carries it on."""

from planhub.kernel.text import Text
from planhub.kernel.workflow import Move
from planhub.mou import asks
from planhub.mou.guards import changing as changing_guards
from planhub.mou.moves.words import ALL, system, tell

MOVES = (
    Move(
        "open_amendment",
        Text("เปิดฉบับแก้ไขเพิ่มเติม", "Open an amendment"),
        ("in_force",),
        None,
        "mou:change",
        asks=asks.AMENDMENT,
        needs_note=True,
        relevant=lambda mou: mou.amending_id is None,
        guards=(changing_guards.member, changing_guards.no_amendment),
        effects=("open_amendment",),
        consequence=Text(
            "สร้างร่างฉบับแก้ไขจากข้อความปัจจุบัน ข้อความที่ลงนามไว้ไม่เปลี่ยนจนกว่าทุกฝ่ายลงนามฉบับแก้ไข",
            "A draft is made of the present text; what was signed stands until all have signed the amendment",
        ),
        notice=tell(
            ("coordinators", "secretariat"),
            "{org} เปิดฉบับแก้ไขเพิ่มเติมของ {code} {title}: {note}",
            "{org} opened an amendment of {code} {title}: {note}",
        ),
    ),
    Move(
        "open_renewal",
        Text("เปิดฉบับต่ออายุ", "Open a renewal"),
        ("in_force", "expired"),
        None,
        "mou:change",
        relevant=lambda mou: mou.renewal_id is None and not mou.is_amendment,
        guards=(changing_guards.member, changing_guards.no_renewal, changing_guards.in_time),
        effects=("open_renewal",),
        consequence=Text(
            "สร้างร่างฉบับใหม่พร้อมหน้าที่ที่ยังค้าง ให้เริ่มต่อจากวันสิ้นสุดเดิมเพื่อไม่ให้ขาดช่วง",
            "A new draft is made with the open duties, to begin the day after this one ends so that there is no gap",
        ),
        notice=tell(
            ("coordinators", "secretariat"),
            "{org} เปิดฉบับต่ออายุของ {code} {title}",
            "{org} opened a renewal of {code} {title}",
        ),
    ),
    system(
        "take_amendment",
        Text("รวมฉบับแก้ไขเพิ่มเติม", "Takes up its amendment"),
        ("in_force", None),
        tell(
            (*ALL, "areas"),
            "ข้อความของ {code} {title} เปลี่ยนตามฉบับแก้ไขที่ลงนามครบแล้ว",
            "The text of {code} {title} has changed by an amendment that all have signed",
        ),
        guards=(changing_guards.amendment_signed,),
        effects=("take_amendment",),
        reopens=True,
    ),
    system(
        "merge",
        Text("รวมเข้าฉบับหลักแล้ว", "Became part of its parent"),
        ("signed", "closed"),
        tell(("coordinators", "secretariat"), "{code} รวมเข้าฉบับหลักแล้ว", "{code} is part of its parent now"),
        guards=(changing_guards.merged,),
        effects=("note_merged",),
    ),
    system(
        "lapse",
        Text("ตกไป เพราะฉบับหลักสิ้นสุดแล้ว", "Lapsed: its parent is over"),
        ("signed", "closed"),
        tell(ALL, "{code} ตกไป เพราะฉบับหลักสิ้นสุดแล้ว", "{code} has lapsed, because its parent is over"),
        guards=(changing_guards.parent_over,),
        effects=("let_parent_go",),
    ),
    Move(
        "rebase",
        Text("ปรับตามฉบับหลัก", "Rebase on its parent"),
        ("draft", "negotiating", "signed"),
        None,
        "mou:rebase",
        asks=asks.REBASE,
        relevant=lambda mou: mou.is_behind,
        guards=(changing_guards.behind, changing_guards.conflicts_chosen),
        effects=("rebase",),
        consequence=Text(
            "ฉบับแก้ไขจะเขียนจากข้อความปัจจุบันของฉบับหลัก ระหว่างเจรจาทุกฝ่ายต้องเห็นพ้องอีกครั้งหากข้อความเปลี่ยน",
            "The amendment is written from its parent's present text; in the negotiation all agree again if it changed",
        ),
        notice=tell(
            ("coordinators", "secretariat"),
            "{org} ปรับ {code} {title} ตามฉบับหลัก",
            "{org} rebased {code} {title} on its parent",
        ),
    ),
)
"""In the order in which screens and help show them."""
