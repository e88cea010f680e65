"""The fields of provincial plans, declared once."""

from planhub.activities.choices import BUDGET_SOURCES
from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.plans.quorum import QUORUMS
from planhub.plans.revising import KINDS, WHAT

SECTIONS: tuple[tuple[str, Text], ...] = (
    ("main", Text("กรอบแผน", "Frame")),
    ("situation", Text("สถานการณ์และวิสัยทัศน์", "Situation and vision")),
    ("goals", Text("เป้าหมายของแผน", "Goals")),
    ("parts", Text("ส่วนของแต่ละหน่วยงาน", "Parts of the agencies")),
    ("activities", Text("กิจกรรม งบประมาณ และตัวชี้วัด", "Activities, money and indicators")),
)
"""Parts of the plan that a return may open again; the others stay closed."""

FIELDS: tuple[Field, ...] = (
    Field("province_code", Kind.AREA, Text("จังหวัด", "Province"), required=True, ref="province", fixed=True),
    Field("fiscal_year", Kind.FISCAL_YEAR, Text("ปีงบประมาณ", "Fiscal year"), required=True, fixed=True),
    Field(
        "title",
        Kind.LINE,
        Text("ชื่อแผน", "Title"),
        max=500,
        help=Text("เว้นว่างไว้ ระบบจะตั้งชื่อจากจังหวัดและปี", "Leave empty to have it named by province and year"),
    ),
    Field("lead_org", Kind.ORG, Text("หน่วยงานเจ้าภาพ", "Lead agency"), fixed=True),
    Field("mou", Kind.RECORD, Text("บันทึกข้อตกลงที่รองรับ", "MOU it rests on"), ref="mous"),
    Field(
        "before_mou",
        Kind.BOOL,
        Text("เริ่มก่อนมีบันทึกข้อตกลง", "Begun before there is an MOU"),
        default=False,
    ),
    Field(
        "start",
        Kind.DATE,
        Text("วันเริ่มต้น", "Start"),
        short=False,
        help=Text("เว้นว่าง: วันแรกของปีงบประมาณ", "Empty: the first day of the fiscal year"),
    ),
    Field(
        "end",
        Kind.DATE,
        Text("วันสิ้นสุด", "End"),
        short=False,
        help=Text("เว้นว่าง: วันสุดท้ายของปีงบประมาณ", "Empty: the last day of the fiscal year"),
    ),
    Field(
        "quorum_rule",
        Kind.CHOICE,
        Text("ใครต้องอนุมัติ", "Who must approve"),
        choices=QUORUMS,
        short=False,
        late=True,
        help=Text("เว้นว่าง: ทุกหน่วยงานที่มีงบหรือกิจกรรม", "Empty: every agency with money or activities in it"),
    ),
    Field("parts_due_on", Kind.DATE, Text("กำหนดส่งส่วนของหน่วยงาน", "Parts are due"), content=False),
    Field(
        "lessons_note",
        Kind.BODY,
        Text("บทเรียนของแผน", "Lessons of the plan"),
        max=4_000,
        content=False,
        short=False,
        help=Text(
            "กรอกเมื่อสรุปปิดแผน: บทเรียนที่ได้ หรือเหตุที่ไม่มี",
            "Filled in when the plan is closed: what was learnt, or why nothing",
        ),
    ),
    Field("situation", Kind.BODY, Text("สถานการณ์", "Situation"), section="situation", short=False),
    Field("vision", Kind.BODY, Text("วิสัยทัศน์", "Vision"), section="situation", max=4_000, short=False),
)

DERIVED: tuple[Field, ...] = (
    Field("revision_no", Kind.INTEGER, Text("ฉบับที่", "Edition")),
    Field("revises_code", Kind.LINE, Text("ปรับปรุงจากฉบับ", "Revises")),
    Field("revision_kind", Kind.CHOICE, Text("ลักษณะการปรับปรุง", "Kind of revision"), choices=KINDS),
    Field("revision_reason", Kind.BODY, Text("เหตุผลที่ปรับปรุง", "Why it is revised")),
    Field("left_out", Kind.ORGS, Text("หน่วยงานที่ไม่รวมในแผน", "Agencies not included")),
    Field("took_over_on", Kind.DATE, Text("ใช้แทนฉบับเดิมเมื่อ", "Replaced the edition before on")),
    Field("open_revision", Kind.LINE, Text("ฉบับปรับปรุงที่กำลังจัดทำ", "Revision being prepared")),
)

GOAL_FIELDS: tuple[Field, ...] = (
    Field("title", Kind.LINE, Text("เป้าหมาย", "Goal"), required=True, max=500),
    Field("measure", Kind.LINE, Text("วัดจาก", "Measured by"), max=300),
    Field(
        "clause",
        Kind.LINE,
        Text("จากข้อในบันทึกข้อตกลง", "From clause of the MOU"),
        max=60,
        late=True,
        help=Text(
            "เช่น ข้อ 3 ใช้สืบย้อนจากแผนถึงบันทึกข้อตกลง", "Such as clause 3: the goal can be followed back to it"
        ),
    ),
)

PART_FIELDS: tuple[Field, ...] = (
    Field("org", Kind.ORG, Text("หน่วยงาน", "Agency"), required=True),
    Field("contribution", Kind.BODY, Text("สิ่งที่หน่วยงานนำมาร่วม", "What the agency brings"), max=4_000),
    Field(
        "absent_because",
        Kind.LINE,
        Text("เหตุที่ไม่มีส่วนของหน่วยงานนี้", "Why it has no part"),
        max=300,
        help=Text("ระบุเมื่อรวมเล่มโดยไม่รอหน่วยงานนี้", "Given where the plan goes on without this agency"),
    ),
)

ACTIVITY_FIELDS: tuple[Field, ...] = (
    Field("activity", Kind.RECORD, Text("กิจกรรม", "Activity"), required=True, ref="activities"),
    Field(
        "goal",
        Kind.INTEGER,
        Text("ตอบเป้าหมายข้อที่", "Serves goal no."),
        min=1,
        late=True,
        help=Text("เลขข้อของเป้าหมายในแผนนี้", "The number of a goal of this plan"),
    ),
    Field(
        "carried_because",
        Kind.LINE,
        Text("เหตุที่ยกไปปีถัดไป", "Why it is carried over"),
        max=300,
        content=False,
        help=Text(
            "ระบุเมื่อปิดแผนโดยกิจกรรมยังไม่เสร็จ", "Given where the plan is closed before the activity is done"
        ),
    ),
)

CHANGE_FIELDS: tuple[Field, ...] = (
    Field("activity", Kind.RECORD, Text("กิจกรรม", "Activity"), required=True, ref="activities"),
    Field("what", Kind.CHOICE, Text("ปรับปรุง", "What changes"), required=True, choices=WHAT),
    Field("day", Kind.DATE, Text("วันใหม่", "New day")),
    Field("count", Kind.INTEGER, Text("จำนวนใหม่", "New count"), min=0),
    Field("org", Kind.ORG, Text("หน่วยงานที่จ่าย", "Who pays")),
    Field("source", Kind.CHOICE, Text("แหล่งงบประมาณ", "Source"), choices=BUDGET_SOURCES),
    Field("fiscal_year", Kind.FISCAL_YEAR, Text("ปีงบประมาณ", "Fiscal year")),
    Field("amount", Kind.MONEY, Text("วงเงินใหม่", "New amount")),
    Field("because", Kind.LINE, Text("เหตุผล", "Why"), max=300),
)
