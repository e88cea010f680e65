"""What the moves of an MOU ask for."""

from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.mou import choices
from planhub.mou.guards.clearing import LEGAL_CHECKS

HAND_OVER = (
    Field("to", Kind.ORG, Text("ส่งต่อให้", "Hand over to"), required=True),
    Field("change_note", Kind.BODY, Text("สรุปสิ่งที่แก้ไข", "What was changed"), max=2_000),
)

CLEAR_LEGAL = (
    Field("checks", Kind.CHOICES, Text("รายการตรวจ", "Check list"), required=True, choices=LEGAL_CHECKS),
    Field("remark", Kind.BODY, Text("ความเห็น", "Remark"), max=4_000),
)

CLEAR_BUDGET = (
    Field(
        "commitment",
        Kind.CHOICE,
        Text("ภาระผูกพัน", "Commitment"),
        required=True,
        choices=(
            ("none", Text("ไม่มีภาระผูกพันงบประมาณ", "No commitment")),
            ("amount", Text("มีภาระผูกพัน ตามจำนวนที่ระบุ", "A commitment of the amount given")),
        ),
    ),
    Field("amount", Kind.MONEY, Text("จำนวนเงิน (บาท)", "Amount (baht)")),
    Field("fiscal_year", Kind.FISCAL_YEAR, Text("ปีงบประมาณ", "Fiscal year")),
    Field("source", Kind.LINE, Text("แหล่งงบประมาณ", "Source of the money"), max=200),
    Field("remark", Kind.BODY, Text("ความเห็น", "Remark"), max=4_000),
)

CEREMONY = (
    Field("ceremony_on", Kind.DATE, Text("วันลงนาม", "Day of signing"), required=True),
    Field("place", Kind.LINE, Text("สถานที่", "Place"), required=True, max=300),
    Field(
        "witnesses",
        Kind.BODY,
        Text("พยาน", "Witnesses"),
        max=4_000,
        help=Text(
            "บรรทัดละคน เช่น พอช.: นางสาวใจดี มีสุข, ผู้อำนวยการสำนัก",
            "One a line, such as CODI: Ms Jaidee Meesuk, Director of Bureau",
        ),
    ),
)

_SCAN_HELP = Text("ชื่อไฟล์ในไฟล์แนบของรายการนี้ (หรือรหัสไฟล์)", "Name of a file attached to this record (or its id)")

SIGNATURE = (
    Field("org", Kind.ORG, Text("ลงนามในนามของ", "Signed for"), required=True),
    Field("signer", Kind.LINE, Text("ชื่อผู้ลงนาม", "Signed by"), required=True, max=200),
    Field("post", Kind.LINE, Text("ตำแหน่ง", "Post"), required=True, max=200),
    Field(
        "capacity",
        Kind.CHOICE,
        Text("ลงนามในฐานะ", "Capacity"),
        required=True,
        choices=choices.CAPACITIES,
        default="own",
    ),
    Field("order_no", Kind.LINE, Text("คำสั่งที่ (ถ้าลงนามแทน)", "Order no. (if for another)"), max=100),
    Field("order_on", Kind.DATE, Text("คำสั่งลงวันที่", "Order dated")),
    Field("party_no", Kind.LINE, Text("เลขที่ของหน่วยงานนี้ (ถ้ามี)", "This agency's own no. (if any)"), max=60),
    Field("signed_on", Kind.DATE, Text("วันที่ลงนาม", "Signed on"), required=True),
    Field(
        "method",
        Kind.CHOICE,
        Text("วิธีลงนาม", "Method"),
        required=True,
        choices=choices.METHODS,
        default="paper",
    ),
    Field("witness", Kind.LINE, Text("ชื่อพยาน", "Witness"), required=True, max=300),
    Field(
        "scan", Kind.LINE, Text("ไฟล์สแกนฉบับลงนาม", "Scan of the signed copy"), required=True, help=_SCAN_HELP
    ),
)

CONFIRM = (Field("org", Kind.ORG, Text("ยืนยันการลงนามของ", "Confirm the signature of"), required=True),)

OUTSIDE = (
    Field("signed_on", Kind.DATE, Text("วันที่ลงนามครบ", "Day of the last signature"), required=True),
    Field("official_no", Kind.LINE, Text("เลขที่ (ถ้ามี)", "No. (if any)"), max=40),
    Field("scan", Kind.LINE, Text("ไฟล์สแกนทุกหน้า", "Scan of all pages"), required=True, help=_SCAN_HELP),
    Field(
        "pages",
        Kind.INTEGER,
        Text("จำนวนหน้าของฉบับลงนาม", "Pages of the signed copy"),
        required=True,
        min=1,
        max=999,
    ),
    Field(
        "signers",
        Kind.BODY,
        Text("ผู้ลงนามของทุกฝ่าย", "Signers of all parties"),
        max=6_000,
        help=Text(
            "บรรทัดละฝ่าย เช่น พอช.: นายใจดี มีสุข, ผู้อำนวยการ, 13/12/2565 (ไม่ใส่วัน = วันลงนามครบ) "
            "เว้นว่างได้หากระบุชื่อไว้ในส่วนผู้ลงนามแล้ว",
            "A line a party, such as CODI: Mr Jaidee Meesuk, Director, 13/12/2022 (no day: that of the last); "
            "may stay empty where the signatories are named already",
        ),
    ),
)

LETTER = Field("letter_no", Kind.LINE, Text("หนังสือเลขที่", "Letter no."), required=True, max=100)

CIRCULATE = (LETTER,)

RECEIPT = (Field("received_no", Kind.LINE, Text("เลขรับหนังสือ", "Registered as received under no."), max=100),)

SUSPEND = (LETTER, Field("until", Kind.DATE, Text("ระงับถึงวันที่", "Suspended until"), required=True))

RESUME = (LETTER,)

CORRECTION = (
    Field(
        "wrong",
        Kind.LINE,
        Text("คำผิด", "The words as they stand"),
        required=True,
        max=200,
        help=Text(
            "คัดลอกจากเนื้อความ พร้อมคำข้างเคียงให้พบเพียงแห่งเดียว", "Copied from the text, with words beside them"
        ),
    ),
    Field("right", Kind.LINE, Text("คำที่ถูก", "The right words"), required=True, max=200),
)

AMENDMENT = (
    Field(
        "kind",
        Kind.CHOICE,
        Text("แก้ไขเรื่อง", "What is amended"),
        required=True,
        choices=choices.AMENDMENT_TYPES,
        help=Text(
            "แก้คำผิดไม่ต้องตรวจกฎหมายและงบประมาณ เรื่องอื่นผ่านทุกขั้นตอน",
            "Errata skip the clearance; all else goes the whole way",
        ),
    ),
)

REBASE = (
    Field(
        "choices",
        Kind.BODY,
        Text("จุดที่แก้ชนกัน ให้ใช้ฉบับใด", "Which text holds where both changed"),
        max=6_000,
        help=Text(
            "กดครั้งแรกโดยเว้นว่าง ระบบจะบอกจุดที่ชนกัน แล้วเขียนบรรทัดละจุด เช่น clauses.3: ฉบับแก้ไข หรือ objectives: ฉบับหลัก",
            "Press once with this empty to be told the places; then a line each, such as "
            "clauses.3: amendment, or objectives: parent",
        ),
    ),
)

NOTICE = (
    LETTER,
    Field("notice_on", Kind.DATE, Text("หนังสือลงวันที่", "Day of the letter"), required=True),
)

LEAVE = (
    LETTER,
    Field(
        "to",
        Kind.ORG,
        Text("ภาคีที่รับช่วงหน้าที่และงานที่ค้าง", "Party that takes over open duties and work"),
        help=Text("ต้องระบุหากยังมีหน้าที่ค้าง", "Needed where duties are open"),
    ),
)

PROPOSE_END = (
    LETTER,
    Field(
        "handover",
        Kind.BODY,
        Text("ผู้รับช่วงหน้าที่ที่ค้าง", "Who takes over the open duties"),
        max=4_000,
        help=Text("ต้องระบุหากยังมีหน้าที่ค้าง", "Needed where duties are open"),
    ),
)

TERMINATE = (LETTER,)

CLOSE = (
    Field("report", Kind.BODY, Text("สรุปผลการดำเนินงาน", "Final report"), required=True, max=8_000),
    Field(
        "duties",
        Kind.CHOICE,
        Text("หน้าที่ของแต่ละฝ่าย", "The duties of the parties"),
        required=True,
        choices=(
            ("done", Text("ดำเนินการครบแล้ว", "All are done")),
            ("moved", Text("ส่วนที่ค้างโอนไปแล้ว", "Open ones were moved")),
        ),
    ),
    Field("moved_to", Kind.LINE, Text("โอนไปที่", "Moved to"), max=300),
    Field(
        "lesson",
        Kind.LINE,
        Text("บทเรียน หรือ “ไม่มี เพราะ…”", "Lesson, or “none because …”"),
        required=True,
        max=500,
    ),
    Field("retain_until", Kind.DATE, Text("เก็บรักษาถึงวันที่", "Kept until"), required=True),
)
