"""The machine of an MOU (workflows.md §2): its states, its lanes, and the moves of `planhub.mou.moves`."""

from planhub.kernel.access import Role
from planhub.kernel.text import Text
from planhub.kernel.workflow import Lanes, State, Tone, Workflow
from planhub.mou import moves
from planhub.mou.moves import correcting

SECTIONS: tuple[tuple[str, Text], ...] = (
    ("main", Text("ข้อมูลหลัก", "Main facts")),
    ("parties", Text("ภาคีและผู้ลงนาม", "Parties and signatories")),
    ("text", Text("เนื้อความ", "Text")),
    ("obligations", Text("บทบาทหน้าที่", "Duties")),
    ("terms", Text("ระยะเวลาและเงื่อนไข", "Term and conditions")),
)
"""The named parts at which a return may point (rule R8)."""

STATES = (
    State("draft", Text("ร่าง", "Draft"), Tone.DRAFT),
    State("negotiating", Text("เจรจาร่าง", "Negotiating"), Tone.ACTIVE),
    State("clearance", Text("ตรวจกฎหมาย/งบประมาณ", "Clearance"), Tone.WAIT),
    State("approval", Text("เสนอผู้มีอำนาจ", "Approval"), Tone.WAIT),
    State("ready_to_sign", Text("รอลงนาม", "Ready to sign"), Tone.WAIT),
    State("signing", Text("ลงนามบางฝ่าย", "Partly signed"), Tone.WAIT),
    State("signed", Text("ลงนามครบ", "Signed"), Tone.GOOD),
    State("in_force", Text("มีผลใช้บังคับ", "In force"), Tone.GOOD),
    State("suspended", Text("ระงับ", "Suspended"), Tone.BAD),
    State("expired", Text("สิ้นสุดอายุ", "Expired"), Tone.ENDED),
    State("terminated", Text("ยกเลิก (ก่อนครบกำหนด)", "Terminated"), Tone.BAD),
    State("closed", Text("ปิดเรื่อง", "Closed"), Tone.ENDED, final=True),
    State("cancelled", Text("ยุติก่อนลงนาม", "Cancelled"), Tone.ENDED, final=True),
)

_FIRST_LANES = (
    Lanes(
        "settle",
        Text("เห็นพ้องในร่าง", "Agrees to the draft"),
        frozenset({"negotiating"}),
        Role.COORDINATOR.value,
    ),
    Lanes("legal", Text("ตรวจกฎหมาย", "Legal"), frozenset({"clearance"}), Role.LEGAL_OFFICER.value),
    Lanes("budget", Text("ตรวจงบประมาณ", "Budget"), frozenset({"clearance"}), Role.BUDGET_OFFICER.value),
    Lanes("approval", Text("อนุมัติ", "Approval"), frozenset({"approval"}), Role.DIRECTOR.value, chained=True),
    Lanes(
        "signature",
        Text("ลงนาม", "Signature"),
        frozenset({"ready_to_sign", "signing"}),
        Role.COORDINATOR.value,
    ),
)
"""The lane of a signature waits for that agency's coordinator, who confirms what was recorded (rule S2)."""

LANES = (
    *_FIRST_LANES,
    Lanes(
        "errata",
        Text("รับทราบคำผิด", "Typing error"),
        frozenset(correcting.CORRECTABLE),
        Role.COORDINATOR.value,
        consents=False,
    ),
    Lanes(
        "receipt",
        Text("รับสำเนา", "Receipt"),
        frozenset({"signed", "in_force", "suspended", "expired", "terminated"}),
        Role.COORDINATOR.value,
        consents=False,
    ),
    Lanes(
        "ending",
        Text("เห็นชอบให้ยกเลิก", "Consent to the end"),
        frozenset({"in_force", "suspended"}),
        Role.DIRECTOR.value,
        chained=True,
        consents=False,
    ),
)
"""The later three are asked only while there is such a question (`planhub.mou.lane_members`); none of them is a
consent to the text, so a change of the text does not take their answers back."""

_LABEL = Text("บันทึกข้อตกลง", "MOU")

WORKFLOW = Workflow(
    name="mous",
    label=_LABEL,
    initial="draft",
    states=STATES,
    moves=moves.MOVES,
    lanes=LANES,
    version=2,
    sections=SECTIONS,
)

FIRST = Workflow(
    name="mous",
    label=_LABEL,
    initial="draft",
    states=STATES,
    moves=moves.FIRST,
    lanes=_FIRST_LANES,
    version=1,
    sections=SECTIONS,
)
"""The machine as it first was; records that were begun with it go on by it (rule R3)."""
