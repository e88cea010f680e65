"""The fields of joint activities, declared once: forms, API, imports and papers are made from them."""

from planhub.activities import choices
from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text

SECTIONS: tuple[tuple[str, Text], ...] = (
    ("main", Text("ข้อมูลทั่วไป", "General")),
    ("partners", Text("หน่วยงานร่วม", "Partners")),
    ("targets", Text("กลุ่มเป้าหมายและผลผลิต", "Target group and outputs")),
    ("schedule", Text("ขั้นตอนและกำหนดเวลา", "Steps and dates")),
    ("budget", Text("งบประมาณ", "Budget")),
    ("indicators", Text("ตัวชี้วัด", "Indicators")),
    ("links", Text("ความเชื่อมโยงกับแผนระดับต่าง ๆ", "Links to higher plans")),
    ("result", Text("ผลการดำเนินงาน", "Result")),
)
"""Parts that a return may point at; "result" is what was reported when it was done."""

FIELDS: tuple[Field, ...] = (
    Field("title", Kind.LINE, Text("ชื่อกิจกรรม", "Title"), required=True, max=500),
    Field(
        "lead_org",
        Kind.ORG,
        Text("หน่วยงานเจ้าภาพหลัก", "Lead agency"),
        help=Text("หนึ่งกิจกรรมมีเจ้าภาพหลักหนึ่งเดียว", "An activity has exactly one lead"),
        fixed=True,
    ),
    Field(
        "lead_post",
        Kind.POST,
        Text("ตำแหน่งผู้รับผิดชอบหลัก", "Post in charge"),
        short=False,
        late=True,
        help=Text("ตำแหน่งเดียวที่ตอบเรื่องกิจกรรมนี้ได้", "The one post that answers for the activity"),
    ),
    Field("area_codes", Kind.AREAS, Text("พื้นที่ดำเนินงาน", "Areas")),
    Field("place_note", Kind.LINE, Text("ชุมชนหรือสถานที่", "Community or place"), max=300, short=False),
    Field("start", Kind.DATE, Text("วันเริ่มต้น", "Start")),
    Field("end", Kind.DATE, Text("วันสิ้นสุด", "End")),
    Field("direction", Kind.CHOICES, Text("ทิศทางความร่วมมือ", "Directions"), choices=choices.DIRECTIONS),
    Field(
        "cooperation_kind",
        Kind.CHOICE,
        Text("ลักษณะความร่วมมือ", "Kind of cooperation"),
        choices=choices.COOPERATION_KINDS,
        short=False,
    ),
    Field(
        "mou",
        Kind.RECORD,
        Text("บันทึกข้อตกลงที่อ้างอิง", "MOU it rests on"),
        ref="mous",
        help=Text("เว้นว่างได้หากเกิดก่อนมีบันทึกข้อตกลง", "May stay empty where there is no MOU yet"),
    ),
    Field("mou_clause", Kind.LINE, Text("ข้อในบันทึกข้อตกลง", "Clause of the MOU"), max=60, short=False),
    Field("objective", Kind.BODY, Text("วัตถุประสงค์", "Objective"), max=4_000, short=False),
    Field(
        "own_project_code",
        Kind.LINE,
        Text("รหัสโครงการของเจ้าภาพหลัก", "Lead's own project code"),
        max=60,
        content=False,
        short=False,
    ),
    Field(
        "target_group",
        Kind.CHOICE,
        Text("กลุ่มเป้าหมาย", "Target group"),
        choices=choices.TARGET_GROUPS,
        section="targets",
    ),
    Field("target_count", Kind.INTEGER, Text("จำนวนเป้าหมาย", "Target count"), section="targets", short=False),
    Field(
        "target_unit",
        Kind.LINE,
        Text("หน่วยนับ", "Unit"),
        max=60,
        section="targets",
        short=False,
        help=Text("เช่น ครัวเรือน คน แห่ง", "Such as households, persons, places"),
    ),
    Field(
        "expected_output",
        Kind.BODY,
        Text("ผลผลิตที่คาดหวัง", "Expected output"),
        max=4_000,
        section="targets",
        short=False,
    ),
    Field(
        "funding_path",
        Kind.CHOICE,
        Text("ช่องทางงบประมาณ", "Way of funding"),
        choices=choices.FUNDING_PATHS,
        section="budget",
        short=False,
        help=Text(
            "งบจังหวัดต้องเสนอล่วงหน้า 12–15 เดือน", "A provincial budget needs 12 to 15 months of preparation"
        ),
    ),
    Field(
        "funding_year",
        Kind.FISCAL_YEAR,
        Text("ปีงบประมาณที่จะได้รับ", "Fiscal year of the money"),
        section="budget",
        short=False,
    ),
)

PARTNER_FIELDS: tuple[Field, ...] = (
    Field("org", Kind.ORG, Text("หน่วยงาน", "Agency"), required=True),
    Field("role", Kind.CHOICE, Text("ฐานะ", "As"), choices=choices.ROLES, late=True),
    Field("duty", Kind.LINE, Text("บทบาท", "Role"), max=300),
    Field(
        "own_project_code",
        Kind.LINE,
        Text("รหัสโครงการของหน่วยงาน", "Own project code"),
        max=60,
        content=False,
        short=False,
    ),
)

MILESTONE_FIELDS: tuple[Field, ...] = (
    Field("title", Kind.LINE, Text("ขั้นตอน", "Step"), required=True, max=300),
    Field("weight", Kind.PERCENT, Text("น้ำหนัก (ร้อยละ)", "Weight (%)"), required=True),
    Field("due_on", Kind.DATE, Text("กำหนดเสร็จ", "Due")),
    Field(
        "after",
        Kind.INTEGER,
        Text("ต้องรอขั้นตอนที่", "Waits for step no."),
        min=1,
        max=200,
        help=Text("เลขลำดับของขั้นตอนที่ต้องเสร็จก่อน", "Number of the step that must be done first"),
    ),
    Field("done_on", Kind.DATE, Text("เสร็จจริง", "Done"), content=False, short=False),
)

PREDECESSOR_FIELDS: tuple[Field, ...] = (
    Field(
        "activity",
        Kind.RECORD,
        Text("กิจกรรมที่ต้องเสร็จก่อน", "Activity that comes first"),
        required=True,
        ref="activities",
    ),
    Field("note", Kind.LINE, Text("ต้องการสิ่งใดจากกิจกรรมนั้น", "What is needed of it"), max=300),
)

BUDGET_FIELDS: tuple[Field, ...] = (
    Field("org", Kind.ORG, Text("หน่วยงาน", "Agency"), required=True),
    Field(
        "source", Kind.CHOICE, Text("แหล่งงบประมาณ", "Source"), required=True, choices=choices.BUDGET_SOURCES
    ),
    Field("fiscal_year", Kind.FISCAL_YEAR, Text("ปีงบประมาณ", "Fiscal year"), required=True),
    Field("planned", Kind.MONEY, Text("วงเงินตามแผน", "Planned"), required=True),
    Field("allocated", Kind.MONEY, Text("จัดสรร", "Allocated"), content=False, short=False),
    Field("committed", Kind.MONEY, Text("ผูกพัน", "Committed"), content=False, short=False),
    Field("disbursed", Kind.MONEY, Text("เบิกจ่าย", "Disbursed"), content=False, short=False),
    Field("carry_over", Kind.MONEY, Text("กันเงินเหลื่อมปี", "Carried over"), content=False, short=False),
)

INDICATOR_FIELDS: tuple[Field, ...] = (
    Field("name", Kind.LINE, Text("ตัวชี้วัด", "Indicator"), required=True, max=300),
    Field("kind", Kind.CHOICE, Text("ระดับ", "Level"), required=True, choices=choices.INDICATOR_KINDS),
    Field("unit", Kind.LINE, Text("หน่วยนับ", "Unit"), required=True, max=60),
    Field("baseline", Kind.DECIMAL, Text("ค่าฐาน", "Baseline")),
    Field("baseline_source", Kind.LINE, Text("ที่มาของค่าฐาน", "Source of the baseline"), max=300),
    Field("target", Kind.DECIMAL, Text("ค่าเป้าหมาย", "Target")),
    Field(
        "direction",
        Kind.CHOICE,
        Text("ทิศทางที่ดี", "Good direction"),
        required=True,
        choices=choices.INDICATOR_DIRECTIONS,
        default="more",
    ),
    Field("cumulative", Kind.BOOL, Text("นับสะสมทุกไตรมาส", "Quarters add up"), default=True),
    Field("means_of_verification", Kind.LINE, Text("วิธีตรวจสอบ", "Means of verification"), max=300),
)

VALUE_FIELDS: tuple[Field, ...] = (
    Field("indicator", Kind.LINE, Text("ตัวชี้วัด", "Indicator"), required=True, max=300),
    Field("fiscal_year", Kind.FISCAL_YEAR, Text("ปีงบประมาณ", "Fiscal year"), required=True),
    Field("quarter", Kind.QUARTER, Text("ไตรมาส", "Quarter"), required=True),
    Field("target", Kind.DECIMAL, Text("เป้าหมาย", "Target")),
    Field("actual", Kind.DECIMAL, Text("ผล", "Actual")),
    Field("evidence", Kind.LINE, Text("หลักฐาน", "Evidence"), max=300),
)

POLICY_FIELDS: tuple[Field, ...] = (
    Field("kind", Kind.CHOICE, Text("แผน", "Plan"), required=True, choices=choices.POLICY_KINDS),
    Field("code", Kind.LINE, Text("รหัสเป้าหมาย", "Code"), required=True, max=60),
    Field("note", Kind.LINE, Text("คำอธิบาย", "Note"), max=300),
)
