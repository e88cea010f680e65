"""What a progress report asks: at most eight things, and nothing that follows from others."""

from planhub.activities.choices import BUDGET_SOURCES
from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.progress import choices

SECTIONS: tuple[tuple[str, Text], ...] = (
    ("progress", Text("ความก้าวหน้า", "Progress")),
    ("figures", Text("ตัวชี้วัดและงบประมาณ", "Indicators and money")),
    ("narrative", Text("คำอธิบาย", "Narrative")),
)
"""Parts that a return may point at."""

_LONG = 4_000
_MOST = 10**12


def _told(name: str, label: Text, told: Text | None = None) -> Field:
    return Field(name, Kind.BODY, label, max=_LONG, section="narrative", help=told)


FIELDS: tuple[Field, ...] = (
    Field(
        "activity",
        Kind.RECORD,
        Text("กิจกรรม", "Activity"),
        required=True,
        ref="activities",
        section="progress",
        fixed=True,
    ),
    Field(
        "fiscal_year",
        Kind.FISCAL_YEAR,
        Text("ปีงบประมาณ", "Fiscal year"),
        required=True,
        section="progress",
        fixed=True,
    ),
    Field("quarter", Kind.QUARTER, Text("ไตรมาส", "Quarter"), required=True, section="progress", fixed=True),
    Field(
        "status",
        Kind.CHOICE,
        Text("ผลเทียบแผนโดยรวม", "Against the plan"),
        choices=choices.STATUSES,
        section="progress",
    ),
    Field(
        "physical_pct",
        Kind.PERCENT,
        Text("ความก้าวหน้าของงาน (ร้อยละ)", "Physical progress (%)"),
        section="progress",
        help=Text(
            "เว้นว่างไว้ ระบบคำนวณจากขั้นตอนงานที่เสร็จ", "Leave empty: it follows from the milestones that are done"
        ),
    ),
    Field(
        "pct_reason",
        Kind.LINE,
        Text("เหตุผลที่ระบุร้อยละเอง", "Why another per cent than the milestones say"),
        max=300,
        section="progress",
        short=False,
    ),
    _told("summary", Text("สรุปผลการดำเนินงาน", "What was done")),
    _told(
        "obstacles",
        Text("ปัญหาอุปสรรค", "Obstacles"),
        Text("จำเป็นเมื่อไม่เป็นไปตามแผน", "Needed when off track"),
    ),
    _told(
        "remedy",
        Text("แนวทางแก้ไข", "Remedy"),
        Text("จำเป็นเมื่อไม่เป็นไปตามแผน", "Needed when off track"),
    ),
    _told("next_plan", Text("แผนไตรมาสถัดไป", "Plan for the next quarter")),
    _told(
        "lesson",
        Text("บทเรียนสั้น", "Short lesson"),
        Text(
            "เมื่อรับรายงานแล้ว ระบบสร้างร่างบทเรียนจากข้อความนี้",
            "Once the report is accepted, a draft lesson is made of it",
        ),
    ),
    Field(
        "evidence",
        Kind.LINE,
        Text("หลักฐาน (ลิงก์หรือเลขที่เอกสาร)", "Evidence (link or document number)"),
        max=300,
        section="narrative",
        short=False,
    ),
)

FIGURE_FIELDS: tuple[Field, ...] = (
    Field("indicator", Kind.LINE, Text("ตัวชี้วัด", "Indicator"), required=True, max=300),
    Field("actual", Kind.DECIMAL, Text("ผล", "Actual"), min=-_MOST, max=_MOST),
    Field("no_data_because", Kind.LINE, Text("ไม่มีข้อมูลเพราะ", "No data because"), max=300),
    Field("source", Kind.LINE, Text("แหล่งข้อมูล", "Source"), max=300, late=True),
    Field("as_of", Kind.DATE, Text("ข้อมูล ณ วันที่", "As of"), late=True),
)

SPENDING_FIELDS: tuple[Field, ...] = (
    Field("org", Kind.ORG, Text("หน่วยงาน", "Agency"), required=True),
    Field("source", Kind.CHOICE, Text("แหล่งงบประมาณ", "Source"), required=True, choices=BUDGET_SOURCES),
    Field("fiscal_year", Kind.FISCAL_YEAR, Text("ปีงบประมาณ", "Fiscal year"), required=True),
    Field("committed", Kind.MONEY, Text("ผูกพันสะสม", "Committed to date")),
    Field("disbursed", Kind.MONEY, Text("เบิกจ่ายสะสม", "Disbursed to date")),
    Field("explanation", Kind.LINE, Text("คำอธิบายยอดเงิน", "Explanation"), max=300),
)

REVISION_FIELDS: tuple[Field, ...] = (
    Field("n", Kind.INTEGER, Text("ครั้งที่", "No.")),
    Field("accepted_on", Kind.DATE, Text("รับเมื่อ", "Accepted")),
    Field("reported_pct", Kind.PERCENT, Text("ความก้าวหน้า", "Progress")),
    Field("rating", Kind.CHOICE, Text("ผลการตรวจร่วม", "Rating"), choices=choices.RATINGS),
)

STATEMENT_FIELDS: tuple[Field, ...] = (
    Field("indicator", Kind.LINE, Text("ตัวชี้วัด", "Indicator"), required=True, max=300),
    Field("value", Kind.DECIMAL, Text("ค่า", "Value"), required=True, min=-_MOST, max=_MOST),
    Field("source", Kind.LINE, Text("แหล่งข้อมูล", "Source"), required=True, max=300),
    Field("as_of", Kind.DATE, Text("ข้อมูล ณ วันที่", "As of"), required=True),
    Field("note", Kind.LINE, Text("หมายเหตุ", "Note"), max=300),
)
"""What a second source says of a figure."""

STATED_FIELDS: tuple[Field, ...] = (
    *STATEMENT_FIELDS,
    Field("org", Kind.ORG, Text("หน่วยงานที่ระบุ", "Stated by")),
    Field("post_th", Kind.LINE, Text("ตำแหน่ง", "Post"), max=200),
    Field("is_own", Kind.BOOL, Text("ตามรายงาน", "The report's own")),
)
