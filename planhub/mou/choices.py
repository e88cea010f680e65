"""The value lists of MOUs (domain.md §2.5, §3.1)."""

from planhub.kernel.fields import Choice
from planhub.kernel.text import Text

INSTRUMENT_TYPES: tuple[Choice, ...] = (
    ("mou", Text("บันทึกข้อตกลงความร่วมมือ (MOU)", "Memorandum of understanding (MOU)")),
    ("moa", Text("บันทึกข้อตกลง (MOA)", "Memorandum of agreement (MOA)")),
    ("annex", Text("บันทึกแนบท้าย", "Annex")),
    ("letter_of_intent", Text("หนังสือแสดงเจตจำนง", "Letter of intent")),
)
"""What kind of paper it is; an MOU states intentions, an MOA binds."""

COOPERATION_KINDS: tuple[Choice, ...] = (
    ("area_approach", Text("ความร่วมมือเชิงพื้นที่ (Area Approach)", "Area approach")),
    ("extension_work", Text("งานต่อยอด", "Extension work")),
)
"""The two kinds that the joint meeting asked for."""

COOPERATION_SUBKINDS: tuple[Choice, ...] = (
    ("household", Text("ครัวเรือน", "Households")),
    ("economy", Text("เศรษฐกิจฐานราก", "Grassroots economy")),
    ("appropriate_technology", Text("เทคโนโลยีที่เหมาะสม", "Appropriate technology")),
)
"""What an area approach is about."""

DIRECTIONS: tuple[Choice, ...] = (
    ("area_expansion", Text("ขยายพื้นที่ความร่วมมือ", "Widen the areas of cooperation")),
    ("data_integration", Text("บูรณาการระบบข้อมูลความยากจน", "Integrate poverty data")),
    (
        "grassroots_economy",
        Text("เศรษฐกิจฐานรากและเทคโนโลยีที่เหมาะสม", "Grassroots economy and appropriate technology"),
    ),
    ("knowledge_stock", Text("ชุดความรู้และนวัตกรรมพร้อมใช้", "Ready-to-use knowledge")),
    ("community_forest", Text("ป่าชุมชนกับเศรษฐกิจชุมชน", "Community forests and community economy")),
    ("lesson_harvest", Text("เก็บเกี่ยวความรู้ระหว่างทาง", "Harvest lessons on the way")),
)
"""The six directions agreed on 9 December 2565."""

FINANCIAL_TERMS: tuple[Choice, ...] = (
    ("none", Text("ไม่มีภาระผูกพันทางการเงิน", "No financial commitment")),
    ("each_own", Text("ต่างฝ่ายต่างใช้งบประมาณของตน", "Each party bears its own costs")),
    ("separate", Text("ทำสัญญาหรือข้อตกลงแยกต่างหาก", "By separate agreement")),
)
"""How the paper deals with money."""

CLAUSE_KINDS: tuple[Choice, ...] = (
    ("fixed", Text("ข้อความมาตรฐาน", "Standard text")),
    ("adaptable", Text("ปรับได้", "To be adapted")),
    ("guidance", Text("คำแนะนำ (ไม่พิมพ์ในฉบับลงนาม)", "Guidance (not printed for signing)")),
)
"""What may be done with a clause of the library."""

SIGNATORY_KINDS: tuple[Choice, ...] = (
    ("signer", Text("ผู้ลงนาม", "Signatory")),
    ("witness", Text("พยาน", "Witness")),
    ("guest", Text("สักขีพยาน", "Guest of honour")),
)
"""In what part somebody is named; a guest of honour does not sign."""

CAPACITIES: tuple[Choice, ...] = (
    ("own", Text("ผู้ดำรงตำแหน่ง", "Holder of the post")),
    ("acting", Text("รักษาการแทน", "Acting")),
    ("delegated", Text("ปฏิบัติการแทน", "By delegation")),
)
"""In what right somebody signs (domain.md §3.4)."""

METHODS: tuple[Choice, ...] = (
    ("paper", Text("ลงนามในกระดาษ", "On paper")),
    ("electronic", Text("ลงนามอิเล็กทรอนิกส์", "Electronic")),
)
"""How it was signed."""


VERSION_REASONS: tuple[Choice, ...] = (
    ("shared", Text("ส่งให้ภาคี", "Shared")),
    ("handed_over", Text("แก้แล้วส่งต่อ", "Changed and handed over")),
    ("settled", Text("ทุกฝ่ายเห็นพ้อง", "Agreed by all")),
    ("returned", Text("ส่งกลับแก้ไข", "Returned")),
    ("recalled", Text("เรียกคืน", "Recalled")),
    ("approved", Text("อนุมัติครบทุกฝ่าย", "Approved by all")),
    ("signed", Text("ลงนามครบทุกฝ่าย", "Signed by all")),
    ("registered", Text("ลงทะเบียนฉบับที่ลงนามนอกระบบ", "Registered as signed outside")),
    ("rebased", Text("ปรับตามฉบับหลัก", "Rebased on its parent")),
    ("corrected", Text("แก้คำผิด", "Typing error corrected")),
    ("amended", Text("แก้ไขเพิ่มเติม", "Amended")),
    ("left", Text("ภาคีออก", "A party left")),
)
"""Why a text was kept as a version (rule R11: what was consented to is never overwritten)."""

AMENDMENT_TYPES: tuple[Choice, ...] = (
    ("errata", Text("แก้คำผิด", "Errata")),
    ("area", Text("พื้นที่ดำเนินงาน", "Areas")),
    ("duties", Text("บทบาทหน้าที่", "Duties")),
    ("money", Text("เงื่อนไขทางการเงิน", "Money")),
    ("signer", Text("ผู้ลงนาม", "Signatories")),
    ("period", Text("ระยะเวลา", "Period")),
)
"""What an amendment may be about; errata skip the clearance (workflows.md §2)."""

ERRATUM_STATES: tuple[Choice, ...] = (
    ("pending", Text("รอรับทราบ", "To be acknowledged")),
    ("applied", Text("แก้แล้ว", "Put right")),
    ("withdrawn", Text("ไม่แก้", "Withdrawn")),
)
"""How a typing error stands."""

RHYTHMS: tuple[Choice, ...] = (
    ("once", Text("ครั้งเดียว", "Once")),
    ("monthly", Text("ทุกเดือน", "Every month")),
    ("quarterly", Text("ทุกไตรมาส", "Every quarter")),
    ("half_yearly", Text("ทุกหกเดือน", "Every half-year")),
    ("yearly", Text("ทุกปี", "Every year")),
)
"""How often a duty is due."""

FULFILMENTS: tuple[Choice, ...] = (
    ("any", Text("หลักฐานใดก็ได้", "Any evidence")),
    ("activity", Text("กิจกรรม", "An activity")),
    ("report", Text("รายงาน", "A report")),
    ("meeting", Text("การประชุม", "A meeting")),
    ("file", Text("ไฟล์หลักฐาน", "A file")),
)
"""What shows that a duty was done."""

FULFILMENT_STATES: tuple[Choice, ...] = (
    ("done", Text("ทำแล้ว", "Done")),
    ("partly", Text("ทำแล้วบางส่วน", "Partly done")),
    ("not_done", Text("ยังทำไม่ได้", "Could not be done")),
)
"""What a party says of a duty."""

MAIN_STEPS = ("settle", "legal", "budget", "approval", "signature")
"""Sets of lanes on the way to the signed paper, as sheets show them; the others are for what comes later."""


def keys(choices: tuple[Choice, ...]) -> str:
    """Give the keys of a value list as the list of an SQL `IN`."""
    return ", ".join(f"'{key}'" for key, _ in choices)
