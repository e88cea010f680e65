"""Sharing a draft, negotiating its text, and agreeing to it."""

from planhub.kernel.text import Text
from planhub.kernel.workflow import Move
from planhub.mou import asks
from planhub.mou.guards import changing as changing_guards
from planhub.mou.guards import clearing as guards
from planhub.mou.moves.words import POSTS, system, tell

MOVES = (
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
        guards=(*guards.COMPLETE, *changing_guards.AMENDMENT, POSTS),
        effects=("share", "begin_turn", "keep_version"),
        notice=tell(
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
        guards=(*guards.COMPLETE, *changing_guards.AMENDMENT, POSTS),
        notice=tell(
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
        notice=tell(
            ("coordinators",),
            "{org} ส่งต่อร่าง {code} {title}",
            "{org} handed over the draft {code} {title}",
        ),
    ),
    system(
        "all_settled",
        Text("ทุกฝ่ายเห็นพ้อง", "All parties agree"),
        ("negotiating", "clearance"),
        tell(
            ("legal", "budget", "coordinators"),
            "ทุกฝ่ายเห็นพ้องกับข้อความของ {code} {title} โปรดตรวจกฎหมายและงบประมาณ",
            "All parties agree to {code} {title}; please clear it",
        ),
        when_lanes=("settle",),
        guards=(guards.same_text, changing_guards.not_errata),
        effects=("keep_version",),
    ),
    system(
        "errata_settled",
        Text("ทุกฝ่ายเห็นพ้องกับการแก้คำผิด", "All parties agree to the errata"),
        ("negotiating", "approval"),
        tell(
            ("directors", "coordinators"),
            "ทุกฝ่ายเห็นพ้องกับการแก้คำผิด {code} {title} เสนอเพื่อโปรดอนุมัติ",
            "All parties agree to the errata {code} {title}, which wait for approval",
        ),
        when_lanes=("settle",),
        guards=(guards.same_text, changing_guards.errata),
        effects=("keep_version",),
    ),
)
"""In the order in which screens and help show them."""
