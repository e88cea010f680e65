"""While an MOU lives: it takes effect, its copies go out, it rests and goes on."""

from planhub.kernel.text import Text
from planhub.kernel.workflow import Move
from planhub.mou import asks
from planhub.mou.guards import changing as changing_guards
from planhub.mou.guards import circulating as circulating_guards
from planhub.mou.guards import signing as signing_guards
from planhub.mou.moves.words import ALL, system, tell

_CARRIED = ("signed", "in_force", "suspended", "expired", "terminated")
"""States in which copies that were sent may still be on their way, and receipts come in."""

MOVES = (
    Move(
        "circulate",
        Text("เวียนสำเนาฉบับลงนาม", "Circulate"),
        ("signed", "in_force"),
        None,
        "mou:circulate",
        asks=asks.CIRCULATE,
        relevant=lambda mou: (
            not mou.circulating_at
            and not mou.is_amendment
            and (mou.circulated_n is None or mou.circulated_n != mou.text_n)
        ),
        guards=(
            changing_guards.own_life,
            circulating_guards.not_circulated,
            circulating_guards.pack,
        ),
        effects=("circulate",),
        consequence=Text(
            "สำเนาจะออกใน 24 ชั่วโมง ระหว่างนั้นยับยั้งได้ จากนั้นทุกฝ่ายต้องยืนยันการรับ",
            "Copies go out in 24 hours and can be held back until then; each party then confirms its receipt",
        ),
        notice=tell(
            ("coordinators", "secretariat"),
            "จะเวียนสำเนา {code} {title} ใน 24 ชั่วโมง",
            "The signed copy of {code} {title} goes out in 24 hours",
        ),
    ),
    Move(
        "hold_back",
        Text("ยับยั้งการเวียน", "Hold the copies back"),
        _CARRIED,
        None,
        "mou:circulate",
        needs_note=True,
        relevant=lambda mou: mou.circulating_at is not None,
        guards=(circulating_guards.held,),
        effects=("hold_back",),
        notice=tell(
            ("coordinators", "secretariat"),
            "ยับยั้งการเวียน {code} {title}: {note}",
            "The copies of {code} {title} were held back: {note}",
        ),
    ),
    system(
        "go_out",
        Text("สำเนาออกแล้ว", "Copies went out"),
        (_CARRIED, None),
        tell(
            ALL,
            "เวียนสำเนา {code} {title} แล้ว ผู้ประสานงานโปรดยืนยันการรับ",
            "The signed copy of {code} {title} was circulated; coordinators please confirm its receipt",
        ),
        guards=(circulating_guards.hold_over,),
        effects=("go_out",),
    ),
    Move(
        "acknowledge",
        Text("ยืนยันการรับสำเนา", "Confirm the receipt"),
        _CARRIED,
        None,
        "mou:acknowledge",
        lane="receipt",
        relevant=lambda mou: mou.circulated_round == mou.round,
        asks=asks.RECEIPT,
        notice=tell(("secretariat",), "{org} ได้รับสำเนา {code} แล้ว", "{org} has received the copy of {code}"),
        main=True,
    ),
    system(
        "activate",
        Text("มีผลใช้บังคับ", "Takes effect"),
        ("signed", "in_force"),
        tell(("coordinators", "areas"), "{code} {title} มีผลใช้บังคับแล้ว", "{code} {title} is in force"),
        guards=(changing_guards.own_life, signing_guards.begun),
    ),
    Move(
        "suspend",
        Text("ระงับ", "Suspend"),
        ("in_force",),
        "suspended",
        "mou:suspend",
        needs_note=True,
        asks=asks.SUSPEND,
        guards=(changing_guards.member, signing_guards.until),
        effects=("suspend",),
        consequence=Text(
            "เริ่มแผนและกิจกรรมใหม่ภายใต้บันทึกข้อตกลงนี้ไม่ได้จนกว่าจะให้มีผลต่อ งานที่เดินอยู่ยังรายงานได้",
            "No new plan or activity may begin under it until it resumes; what runs may still be reported",
        ),
        notice=tell(ALL, "{org} ระงับ {code} {title}: {note}", "{org} suspended {code} {title}: {note}"),
    ),
    Move(
        "resume",
        Text("ให้มีผลต่อ", "Resume"),
        ("suspended",),
        "in_force",
        "mou:suspend",
        needs_note=True,
        asks=asks.RESUME,
        guards=(changing_guards.member,),
        effects=("resume",),
        notice=tell(ALL, "{org} ให้ {code} {title} มีผลต่อ", "{org} resumed {code} {title}"),
    ),
)
"""In the order in which screens and help show them."""
