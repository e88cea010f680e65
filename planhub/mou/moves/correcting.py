"""The path of typing errors (rule R11): the secretariat proposes, every coordinator acknowledges, no consent is voided."""

from planhub.kernel.text import Text
from planhub.kernel.workflow import Move
from planhub.mou import asks
from planhub.mou.guards import correcting
from planhub.mou.moves.words import system, tell

CORRECTABLE = ("clearance", "approval", "ready_to_sign", "signed", "in_force")
"""States in which a text is consented to; before them it is simply changed."""

MOVES = (
    Move(
        "propose_correction",
        Text("เสนอแก้คำผิด", "Propose to correct a typing error"),
        CORRECTABLE,
        None,
        "mou:correct",
        asks=asks.CORRECTION,
        needs_note=True,
        relevant=lambda mou: not mou.correcting,
        guards=(correcting.no_erratum, correcting.typing_error),
        effects=("propose_correction",),
        consequence=Text(
            "ผู้ประสานงานทุกฝ่ายต้องรับทราบก่อนจึงแก้ ความเห็นชอบที่ให้ไว้ยังมีผล และบันทึกไว้ในรายการแก้คำผิด",
            "It is put right once every coordinator has acknowledged it; consents hold, and the errata list keeps it",
        ),
        notice=tell(
            ("coordinators",),
            "ฝ่ายเลขานุการเสนอแก้คำผิดใน {code} {title} โปรดรับทราบ: {note}",
            "The secretariat proposes to correct a typing error in {code} {title}; please acknowledge: {note}",
        ),
    ),
    Move(
        "acknowledge_correction",
        Text("รับทราบการแก้คำผิด", "Acknowledge the correction"),
        CORRECTABLE,
        None,
        "mou:negotiate",
        lane="errata",
        relevant=lambda mou: mou.correcting,
        guards=(correcting.erratum,),
        notice=tell(
            ("secretariat",),
            "{org} รับทราบการแก้คำผิดใน {code}",
            "{org} acknowledged the correction in {code}",
        ),
        main=True,
    ),
    Move(
        "refuse_correction",
        Text("ไม่ใช่คำผิด ขอไม่แก้", "Refuse the correction"),
        CORRECTABLE,
        None,
        "mou:negotiate",
        needs_note=True,
        relevant=lambda mou: mou.correcting,
        guards=(correcting.erratum,),
        effects=("drop_correction",),
        notice=tell(
            ("coordinators", "secretariat"),
            "{org} ขอไม่แก้คำใน {code} {title}: {note}",
            "{org} refuses the correction in {code} {title}: {note}",
        ),
    ),
    system(
        "correct",
        Text("แก้คำผิด", "Typing error corrected"),
        (CORRECTABLE, None),
        tell(
            ("coordinators", "directors", "secretariat"),
            "แก้คำผิดใน {code} {title} แล้วตามที่ทุกฝ่ายรับทราบ",
            "The typing error in {code} {title} was corrected, as all have acknowledged",
        ),
        when_lanes=("errata",),
        guards=(correcting.erratum,),
        effects=("put_right", "keep_version"),
    ),
)
"""In the order in which screens and help show them."""
