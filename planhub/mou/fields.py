"""What an MOU holds, declared once for forms, API, hash, differences and papers."""

from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.mou import choices, models
from planhub.record.types import Children, Column

FIELDS: tuple[Field, ...] = (
    Field(
        "title",
        Kind.LINE,
        Text("เรื่อง", "Subject"),
        required=True,
        max=300,
        help=Text(
            "เช่น การแก้ไขปัญหาความยากจนและลดความเหลื่อมล้ำเชิงพื้นที่", "For instance: reducing poverty area by area"
        ),
    ),
    Field(
        "instrument_type",
        Kind.CHOICE,
        Text("ประเภทเอกสาร", "Type of paper"),
        required=True,
        choices=choices.INSTRUMENT_TYPES,
        default="mou",
    ),
    Field(
        "cooperation_kind",
        Kind.CHOICE,
        Text("ลักษณะความร่วมมือ", "Kind of cooperation"),
        required=True,
        choices=choices.COOPERATION_KINDS,
        default="area_approach",
    ),
    Field(
        "cooperation_sub",
        Kind.CHOICE,
        Text("ด้านความร่วมมือเชิงพื้นที่", "Field of the area approach"),
        choices=choices.COOPERATION_SUBKINDS,
        short=False,
    ),
    Field(
        "directions",
        Kind.CHOICES,
        Text("ทิศทางความร่วมมือ", "Directions of cooperation"),
        choices=choices.DIRECTIONS,
        short=False,
    ),
    Field("areas", Kind.AREAS, Text("พื้นที่ดำเนินงาน", "Areas"), short=False),
    Field(
        "background",
        Kind.BODY,
        Text("หลักการและเหตุผล", "Reasons"),
        section="text",
        max=6_000,
        short=False,
        help=Text("หนึ่งย่อหน้าต่อบรรทัด", "One paragraph a line"),
    ),
    Field(
        "objectives",
        Kind.BODY,
        Text("วัตถุประสงค์", "Objectives"),
        section="text",
        max=6_000,
        short=False,
        help=Text("หนึ่งข้อต่อบรรทัด", "One objective a line"),
    ),
    Field(
        "financial_term",
        Kind.CHOICE,
        Text("เงื่อนไขทางการเงิน", "Financial term"),
        required=True,
        choices=choices.FINANCIAL_TERMS,
        default="none",
        section="terms",
    ),
    Field(
        "effective_on",
        Kind.DATE,
        Text("วันเริ่มมีผลใช้บังคับ", "Effective from"),
        section="terms",
        short=False,
        help=Text("เว้นว่างหากมีผลเมื่อลงนามครบ", "Leave empty if it takes effect with the last signature"),
    ),
    Field(
        "term_years",
        Kind.INTEGER,
        Text("ระยะเวลา (ปี)", "Term (years)"),
        section="terms",
        min=1,
        max=30,
        short=False,
    ),
    Field(
        "expires_on",
        Kind.DATE,
        Text("วันสิ้นสุด (ถ้ากำหนดเป็นวัน)", "Last day (if fixed)"),
        section="terms",
        short=False,
    ),
    Field(
        "notice_days",
        Kind.INTEGER,
        Text("บอกเลิกล่วงหน้าอย่างน้อย (วัน)", "Notice to leave (days)"),
        section="terms",
        min=1,
        max=365,
        default=30,
        short=False,
    ),
    Field(
        "renewal_days",
        Kind.INTEGER,
        Text("ตกลงขยายเวลาก่อนสิ้นสุดอย่างน้อย (วัน)", "Extension agreed before the end (days)"),
        section="terms",
        min=1,
        max=365,
        default=60,
        short=False,
    ),
    Field(
        "meetings_per_year",
        Kind.INTEGER,
        Text("คณะทำงานรายงานอย่างน้อยปีละ (ครั้ง)", "Reports of the working group a year"),
        section="terms",
        min=1,
        max=12,
        default=2,
        short=False,
    ),
    Field(
        "place",
        Kind.LINE,
        Text("สถานที่ลงนาม", "Place of signing"),
        section="parties",
        max=300,
        content=False,
        short=False,
    ),
    Field(
        "copies",
        Kind.INTEGER,
        Text("จำนวนคู่ฉบับ", "Originals made"),
        section="parties",
        min=1,
        max=99,
        short=False,
        help=Text("เว้นว่าง = ฝ่ายละหนึ่งฉบับ", "Leave empty for one for each party"),
    ),
)

DERIVED: tuple[Field, ...] = (
    Field("official_no", Kind.LINE, Text("เลขที่", "No.")),
    Field("locked_hash", Kind.LINE, Text("ค่าแฮชของข้อความที่อนุมัติ", "Hash of the approved text")),
    Field("turn_org", Kind.ORG, Text("ร่างอยู่ที่", "The draft is with")),
    Field("ceremony_on", Kind.DATE, Text("วันลงนามที่กำหนด", "Signing planned")),
    Field("signed_on", Kind.DATE, Text("ลงนามครบเมื่อ", "Signed on")),
    Field("starts_on", Kind.DATE, Text("มีผลใช้บังคับตั้งแต่", "In force from")),
    Field("ends_on", Kind.DATE, Text("มีผลใช้บังคับถึง", "In force until")),
    Field("registered", Kind.BOOL, Text("ลงนามนอกระบบ", "Signed outside PlanHub")),
    Field("shared_on", Kind.DATE, Text("ส่งให้ภาคีเมื่อ", "Shared on")),
    Field("text_n", Kind.INTEGER, Text("ฉบับข้อความที่", "Version of the text")),
    Field("amends", Kind.RECORD, Text("แก้ไขเพิ่มเติม", "Amends"), ref="mous"),
    Field("amendment_type", Kind.CHOICE, Text("แก้ไขเรื่อง", "Amendment of"), choices=choices.AMENDMENT_TYPES),
    Field("change_no", Kind.INTEGER, Text("แก้ไขครั้งที่", "Amendment no.")),
    Field("base_n", Kind.INTEGER, Text("เขียนจากฉบับที่", "Written from version")),
    Field("merged_on", Kind.DATE, Text("รวมเข้าฉบับหลักเมื่อ", "Part of its parent since")),
    Field("renews", Kind.RECORD, Text("ต่ออายุจาก", "Renews"), ref="mous"),
    Field("amending", Kind.RECORD, Text("ฉบับแก้ไขที่เปิดอยู่", "Open amendment"), ref="mous"),
    Field("renewal", Kind.RECORD, Text("ฉบับต่ออายุ", "Renewal"), ref="mous"),
    Field("circulated_on", Kind.DATE, Text("เวียนเมื่อ", "Circulated on")),
    Field("circulated_no", Kind.LINE, Text("หนังสือเวียนเลขที่", "Circulated by letter")),
    Field("suspended_until", Kind.DATE, Text("ระงับถึง", "Suspended until")),
    Field("ending_on", Kind.DATE, Text("เสนอยกเลิกเมื่อ", "Termination proposed on")),
    Field("ending_no", Kind.LINE, Text("หนังสือเสนอยกเลิกเลขที่", "Proposed by letter")),
    Field("ending_handover", Kind.BODY, Text("ผู้รับช่วงที่เสนอ", "Proposed hand-over")),
    Field("ended_on", Kind.DATE, Text("ยกเลิกเมื่อ", "Terminated on")),
    Field("retain_until", Kind.DATE, Text("เก็บรักษาถึง", "Kept until")),
)
"""What the moves write of its life."""

_ORG = Field("org", Kind.ORG, Text("หน่วยงาน", "Agency"), required=True)

PARTIES = Children(
    "parties",
    Text("ภาคี", "Parties"),
    models.MouParty,
    (
        _ORG,
        Field("called", Kind.LINE, Text("ชื่อเรียกในบันทึก", "Called in the text"), max=60),
        Field("address", Kind.LINE, Text("ที่ตั้งสำนักงาน", "Address"), max=500),
        Field("signs_via", Kind.ORG, Text("ลงนามผ่านนิติบุคคล", "Signs through"), help=Text("ถ้ามี", "If any")),
        Field(
            "official_no",
            Kind.LINE,
            Text("เลขที่ของหน่วยงานนี้", "This agency's own no."),
            max=60,
            content=False,
        ),
    ),
    key=("org",),
    section="parties",
    minimum=2,
)

SIGNATORIES = Children(
    "signatories",
    Text("ผู้ลงนามและพยาน", "Signatories and witnesses"),
    models.MouSignatory,
    (
        Field("org", Kind.ORG, Text("หน่วยงาน (เว้นว่างได้สำหรับสักขีพยาน)", "Agency (may stay empty for a guest)")),
        Field(
            "kind",
            Kind.CHOICE,
            Text("ฐานะ", "As"),
            required=True,
            choices=choices.SIGNATORY_KINDS,
            default="signer",
        ),
        Field("name", Kind.LINE, Text("ชื่อ", "Name"), max=200),
        Field("post", Kind.LINE, Text("ตำแหน่ง", "Post"), required=True, max=200),
        Field(
            "capacity",
            Kind.CHOICE,
            Text("ลงนามในฐานะ", "Capacity"),
            required=True,
            choices=choices.CAPACITIES,
            default="own",
        ),
        Field("for_post", Kind.LINE, Text("แทนตำแหน่ง", "For the post"), max=200),
        Field("order_no", Kind.LINE, Text("คำสั่งที่", "Order no."), max=100),
        Field("order_on", Kind.DATE, Text("ลงวันที่", "Dated")),
    ),
    section="parties",
    content=False,
)
"""Not part of the hash: who holds a post may change between approval and ceremony without changing what is agreed."""

CLAUSES = Children(
    "clauses",
    Text("ข้อตกลง", "Clauses"),
    models.MouClause,
    (
        Field("heading", Kind.LINE, Text("หัวข้อ", "Heading"), required=True, max=200),
        Field("body", Kind.BODY, Text("ข้อความ", "Text"), required=True, max=10_000),
        Field(
            "kind",
            Kind.CHOICE,
            Text("ลักษณะ", "Kind"),
            required=True,
            choices=choices.CLAUSE_KINDS,
            default="adaptable",
        ),
        Field(
            "reason",
            Kind.BODY,
            Text("เหตุผลที่ปรับข้อความมาตรฐาน", "Why the standard text is changed"),
            max=2_000,
            content=False,
        ),
    ),
    key=("heading",),
    section="text",
    screen="mou_text.show",
)

OBLIGATIONS = Children(
    "obligations",
    Text("หน้าที่ของแต่ละฝ่าย", "Duties of each party"),
    models.MouObligation,
    (
        Field("org", Kind.ORG, Text("ฝ่าย (เว้นว่าง = ทุกฝ่ายร่วมกัน)", "Party (empty: all together)")),
        Field("text", Kind.BODY, Text("หน้าที่", "Duty"), required=True, max=2_000),
        Field("due_on", Kind.DATE, Text("กำหนดเสร็จ", "Due")),
        Field(
            "rhythm",
            Kind.CHOICE,
            Text("ความถี่", "Rhythm"),
            required=True,
            choices=choices.RHYTHMS,
            default="once",
            content=False,
        ),
        Field(
            "first_due_on", Kind.DATE, Text("กำหนดแรกในทะเบียน", "First due in the register"), content=False
        ),
        Field(
            "fulfilled_by",
            Kind.CHOICE,
            Text("ยืนยันด้วย", "Shown by"),
            required=True,
            choices=choices.FULFILMENTS,
            default="any",
            content=False,
        ),
    ),
    section="obligations",
    dropped="dropped_on",
)
"""The words and the day are agreed; how the register follows them is not part of the text."""

SIGNATURES = Children(
    "signatures",
    Text("ลายมือชื่อ", "Signatures"),
    models.MouSignature,
    (
        _ORG,
        Field("signer", Kind.LINE, Text("ผู้ลงนาม", "Signed by")),
        Field("post", Kind.LINE, Text("ตำแหน่ง", "Post")),
        Field("capacity", Kind.CHOICE, Text("ในฐานะ", "Capacity"), choices=choices.CAPACITIES),
        Field("order_no", Kind.LINE, Text("คำสั่งที่", "Order no.")),
        Field("order_on", Kind.DATE, Text("คำสั่งลงวันที่", "Order dated")),
        Field("signed_on", Kind.DATE, Text("วันที่ลงนาม", "Signed on")),
        Field("method", Kind.CHOICE, Text("วิธี", "Method"), choices=choices.METHODS),
        Field("witness", Kind.LINE, Text("พยาน", "Witness")),
        Field("scan_hash", Kind.LINE, Text("ค่าแฮชของไฟล์", "Hash of the file")),
        Field("is_confirmed", Kind.BOOL, Text("ยืนยันแล้ว", "Confirmed")),
    ),
    section="parties",
    content=False,
    read_only=True,
)
"""Written by the moves of signing alone."""

CHILDREN = (PARTIES, SIGNATORIES, CLAUSES, OBLIGATIONS, SIGNATURES)

COLUMNS: tuple[Column, ...] = (
    Column("owner_org", Text("เจ้าของเรื่อง", "Lead"), sortable=False, kind="org"),
    Column("official_no", Text("เลขที่", "No."), sortable=False),
    Column("ends_on", Text("วันสิ้นสุด", "Last day"), sortable=False, kind="date"),
)
"""Columns of the list, besides those that every list has."""
