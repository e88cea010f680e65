"""Planning the ceremony, recording signatures, and registering what was signed outside."""

from planhub.kernel.text import Text
from planhub.kernel.workflow import Move
from planhub.mou import asks
from planhub.mou.guards import clearing as guards
from planhub.mou.guards import correcting
from planhub.mou.guards import signing as signing_guards
from planhub.mou.moves.words import ALL, system, tell

SIGNING = ("ready_to_sign", "signing")
"""States in which signatures are awaited."""

MOVES = (
    Move(
        "record_signature",
        Text("บันทึกการลงนาม", "Record a signature"),
        SIGNING,
        "signing",
        "mou:sign",
        asks=asks.SIGNATURE,
        guards=(signing_guards.signature, correcting.no_erratum),
        effects=("record_signature",),
        consequence=Text(
            "ผู้ประสานงานของหน่วยงานนั้นจะได้รับแจ้งให้ยืนยัน (หากท่านเป็นผู้ประสานงาน ฝ่ายเลขานุการเป็นผู้ยืนยัน)",
            "That agency's coordinator will be asked to confirm (the secretariat, if you are the coordinator)",
        ),
        notice=tell(
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
        step_up=True,
        asks=asks.CONFIRM,
        guards=(signing_guards.confirmation,),
        effects=("confirm_signature",),
        notice=tell(
            ALL,
            "{org} ยืนยันการลงนามใน {code} {title}",
            "{org} confirmed a signature on {code} {title}",
        ),
        main=True,
    ),
    Move(
        "plan_ceremony",
        Text("กำหนดการลงนาม", "Plan the signing"),
        SIGNING,
        None,
        "mou:ceremony",
        asks=asks.CEREMONY,
        guards=(signing_guards.ceremony,),
        effects=("plan_ceremony",),
        notice=tell(
            ALL,
            "กำหนดวันลงนาม {code} {title} แล้ว",
            "The signing of {code} {title} is planned",
        ),
    ),
    system(
        "complete",
        Text("ลงนามครบทุกฝ่าย", "All have signed"),
        ("signing", "signed"),
        tell(ALL, "{code} {title} ลงนามครบทุกฝ่ายแล้ว", "All parties have signed {code} {title}"),
        when_lanes=("signature",),
        guards=(signing_guards.all_signed,),
        effects=("finish_signing", "keep_version", "tell_parent"),
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
        effects=("register_signed", "keep_version", "tell_parent"),
        step_up=True,
        notice=tell(
            ("coordinators",),
            "ลงทะเบียนบันทึกข้อตกลงที่ลงนามนอกระบบ {code} {title}",
            "An MOU signed outside was registered: {code} {title}",
        ),
    ),
)
"""In the order in which screens and help show them."""
