"""The fields of programmes, of their areas and of statements of need, for forms, the API and imports alike."""

from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.places.models import AREA_STATUSES, DIMENSIONS, TARGET_LEVELS, UNITS, YEAR_KINDS

_SOURCE = Text("เช่น ประกาศหรือหนังสือที่ใช้อ้างอิง", "Such as the announcement or letter that says so")
_AS_OF = Text("วันที่ข้อมูลเป็นเช่นนี้ เช่น 9/12/2565", "The day on which it stood like this, such as 9/12/2565")

CODE = Field(
    "code",
    Kind.LINE,
    Text("รหัสโครงการ", "Code"),
    required=True,
    max=40,
    fixed=True,
    help=Text(
        "เช่น EEF-AREA ใช้อ้างอิงในไฟล์นำเข้า เปลี่ยนภายหลังไม่ได้", "Such as EEF-AREA; lists refer to it, and it stays"
    ),
)

PROGRAMME_FIELDS: tuple[Field, ...] = (
    Field("name_th", Kind.LINE, Text("ชื่อโครงการ (ไทย)", "Name (Thai)"), required=True, max=300),
    Field("name_en", Kind.LINE, Text("ชื่อโครงการ (อังกฤษ)", "Name (English)"), required=True, max=300),
    Field(
        "target_level",
        Kind.CHOICE,
        Text("ระดับเป้าหมาย", "Level of the target"),
        required=True,
        choices=TARGET_LEVELS,
        default="province",
    ),
    Field("target_count", Kind.INTEGER, Text("จำนวนเป้าหมาย", "Target"), max=2**31 - 1),
    Field("target_unit_th", Kind.LINE, Text("หน่วยนับ (ไทย)", "Counted in (Thai)"), max=60),
    Field("target_unit_en", Kind.LINE, Text("หน่วยนับ (อังกฤษ)", "Counted in (English)"), max=60),
    Field(
        "is_nationwide",
        Kind.BOOL,
        Text("ทำงานทั่วประเทศ (ไม่นับเป็นพื้นที่ซ้อนทับ)", "Works nation-wide (not counted as overlap)"),
        default=False,
    ),
    Field("fiscal_year_from", Kind.FISCAL_YEAR, Text("เริ่มปีงบประมาณ", "First fiscal year")),
    Field("fiscal_year_to", Kind.FISCAL_YEAR, Text("ถึงปีงบประมาณ", "Last fiscal year")),
    Field("source", Kind.LINE, Text("ที่มา", "Source"), max=500, help=_SOURCE),
    Field("as_of", Kind.DATE, Text("ข้อมูล ณ วันที่", "As of"), help=_AS_OF),
)

AREA = Field("area_code", Kind.AREA, Text("พื้นที่", "Area"), required=True, fixed=True)
YEAR = Field("fiscal_year", Kind.FISCAL_YEAR, Text("ปีงบประมาณ", "Fiscal year"), required=True, fixed=True)

ROW_FIELDS: tuple[Field, ...] = (
    Field(
        "status",
        Kind.CHOICE,
        Text("สถานะ", "Status"),
        required=True,
        choices=AREA_STATUSES,
        default="active",
    ),
    Field("is_pilot", Kind.BOOL, Text("พื้นที่นำร่อง", "Pilot area"), default=False),
    Field("source", Kind.LINE, Text("ที่มา", "Source"), max=500, help=_SOURCE),
    Field("as_of", Kind.DATE, Text("ข้อมูล ณ วันที่", "As of"), help=_AS_OF),
)
"""What of a programme's area may change; `AREA` and `YEAR` come before them in a new one."""

STAT_YEAR = Field(
    "year", Kind.INTEGER, Text("ปี พ.ศ.", "Year (B.E.)"), required=True, min=2500, max=2700, fixed=True
)
SOURCE = Field("source", Kind.LINE, Text("ที่มา", "Source"), required=True, max=300, fixed=True)
MEASURE = Field("measure", Kind.LINE, Text("ตัวชี้วัด", "Measure"), required=True, max=100, fixed=True)
UNIT = Field("unit", Kind.CHOICE, Text("หน่วย", "Unit"), required=True, choices=UNITS, fixed=True)

STAT_KEYS: tuple[Field, ...] = (AREA, STAT_YEAR, MEASURE, UNIT, SOURCE)
"""What tells one statement from another."""

STAT_FIELDS: tuple[Field, ...] = (
    Field(
        "year_kind",
        Kind.CHOICE,
        Text("ชนิดของปี", "Kind of year"),
        choices=YEAR_KINDS,
        default="calendar",
        required=True,
    ),
    Field(
        "dimension",
        Kind.CHOICE,
        Text("มิติ", "Dimension"),
        required=True,
        choices=DIMENSIONS,
        default="general",
    ),
    Field(
        "value",
        Kind.INTEGER,
        Text("จำนวน", "Count"),
        required=True,
        max=100_000_000,
        help=Text(
            "จำนวนรวมของพื้นที่เท่านั้น จำนวนที่น้อยกว่า 5 หน่วยงานอื่นจะเห็นเป็น <5",
            "A count of the area alone; other agencies see a count below 5 as <5",
        ),
    ),
    Field("as_of", Kind.DATE, Text("ข้อมูล ณ วันที่", "As of"), required=True, help=_AS_OF),
)
"""What of a statement may change."""
