"""The fields of lessons (the sheet of domain.md §3.6) and of the Knowledge Stock."""

from planhub.activities.choices import TARGET_GROUPS
from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.lessons import choices
from planhub.mou.choices import DIRECTIONS

SECTIONS: tuple[tuple[str, Text], ...] = (
    ("lesson", Text("บทเรียน", "Lesson")),
    ("use", Text("การนำไปใช้", "Use elsewhere")),
    ("review", Text("ทบทวนหลังทำงาน (AAR)", "Review after action (AAR)")),
    ("source", Text("แหล่งที่มาและการเผยแพร่", "Source and publication")),
)
"""Parts of a lesson that a return may point at."""

_LONG = 6_000


def _told(
    name: str, label: Text, told: Text | None = None, *, section: str = "lesson", short: bool = True
) -> Field:
    return Field(name, Kind.BODY, label, max=_LONG, section=section, help=told, short=short)


AAR_FIELDS: tuple[Field, ...] = (
    *(
        Field(name, Kind.BODY, label, max=_LONG, section="review", short=False, help=told, late=True)
        for name, label, told in (
            (
                "expected",
                Text("คาดหวังอะไร", "What was expected"),
                Text("ตั้งใจให้เกิดอะไร กับใคร เมื่อใด", "What was to happen, for whom, by when"),
            ),
            (
                "happened",
                Text("เกิดอะไรขึ้นจริง", "What happened in truth"),
                Text("เล่าตามลำดับ พร้อมตัวเลข", "In order, with figures"),
            ),
            (
                "because",
                Text("ต่างกันเพราะอะไร", "Why the difference"),
                Text("หาเหตุของงาน ไม่หาคนผิด", "Causes in the work, nobody to blame"),
            ),
            (
                "next_time",
                Text("ครั้งหน้าจะทำอย่างไร", "What we do the next time"),
                Text("สิ่งที่จะทำต่อ เลิกทำ และเริ่มทำ", "What to keep, to stop and to begin"),
            ),
        )
    ),
    Field(
        "reviewed_on",
        Kind.DATE,
        Text("วันที่ทบทวน", "Day of the review"),
        section="review",
        short=False,
        late=True,
    ),
    Field(
        "reviewed_by",
        Kind.BODY,
        Text("ผู้ร่วมทบทวน (ตำแหน่ง)", "Who took part (posts)"),
        max=2_000,
        section="review",
        short=False,
        help=Text("บรรทัดละหนึ่งตำแหน่ง ไม่ต้องใส่ชื่อ", "A post a line; no names"),
        late=True,
    ),
)
"""The sheet of a review after action: four questions, no blame, participants by post (domain.md §3.6)."""

LESSON_FIELDS: tuple[Field, ...] = (
    Field("title", Kind.LINE, Text("ชื่อบทเรียน", "Title"), required=True, max=500, section="lesson"),
    Field(
        "kind",
        Kind.CHOICE,
        Text("ประเภท", "Kind"),
        required=True,
        choices=choices.KINDS,
        default="practice",
        section="lesson",
    ),
    _told(
        "context", Text("บริบทและพื้นที่", "Context"), Text("ที่ไหน กับใคร เริ่มจากอะไร", "Where, with whom, from what")
    ),
    _told("what_was_done", Text("ทำอะไร", "What was done")),
    _told("result", Text("ผลที่เกิดขึ้น", "Result")),
    _told(
        "evidence",
        Text("หลักฐาน", "Evidence"),
        Text("ตัวเลข เอกสาร หรือแหล่งที่ตรวจสอบได้", "Figures, documents, or where it can be checked"),
        short=False,
    ),
    _told(
        "success_factors",
        Text("ปัจจัยความสำเร็จและเงื่อนไข", "Success factors and conditions"),
        Text("ถ้าไม่มีสิ่งนี้จะไม่สำเร็จ", "Without which it would not have worked"),
    ),
    _told("problems_and_solutions", Text("ปัญหาและทางแก้", "Problems and solutions"), short=False),
    _told("do_not_repeat", Text("สิ่งที่จะไม่ทำซ้ำ", "Not to be repeated"), short=False),
    Field(
        "cost",
        Kind.LINE,
        Text("ใช้เงิน คน และเวลาเท่าใด", "What it took: money, people, time"),
        max=500,
        section="lesson",
        short=False,
        late=True,
    ),
    _told("usable_where", Text("ใช้ต่อที่ไหนได้", "Where it may be used"), section="use", short=False),
    _told("policy_proposal", Text("ข้อเสนอเชิงนโยบาย", "Proposal for policy"), section="use", short=False),
    Field(
        "directions", Kind.CHOICES, Text("ทิศทางความร่วมมือ", "Directions"), choices=DIRECTIONS, section="use"
    ),
    Field(
        "target_groups",
        Kind.CHOICES,
        Text("กลุ่มเป้าหมาย", "For whom"),
        choices=TARGET_GROUPS,
        section="use",
        late=True,
    ),
    Field("areas", Kind.AREAS, Text("พื้นที่", "Areas"), section="use"),
    Field(
        "area_types",
        Kind.CHOICES,
        Text("ประเภทพื้นที่", "Kinds of area"),
        choices=choices.AREA_TYPES,
        section="use",
        short=False,
        help=Text("เว้นว่างได้ ระบบดูจากพื้นที่ที่เลือก", "May stay empty: the areas chosen tell"),
        late=True,
    ),
    Field(
        "readiness",
        Kind.CHOICE,
        Text("ความพร้อมใช้", "Readiness"),
        choices=choices.BANDS,
        section="use",
        short=False,
        late=True,
    ),
    *AAR_FIELDS,
    Field(
        "activity",
        Kind.RECORD,
        Text("กิจกรรมที่เกี่ยวข้อง", "Activity"),
        ref="activities",
        section="source",
        short=False,
    ),
    Field(
        "agencies",
        Kind.ORGS,
        Text("หน่วยงานที่กล่าวถึง", "Agencies named"),
        section="source",
        help=Text(
            "ผู้ประสานงานของแต่ละหน่วยงานจะยืนยันข้อเท็จจริงก่อนเผยแพร่",
            "Each agency's coordinator confirms the facts before it is published",
        ),
    ),
    Field(
        "source",
        Kind.BODY,
        Text("แหล่งอ้างอิงและผู้ถอดบทเรียน", "Sources, and who drew it"),
        max=2_000,
        section="source",
    ),
    Field(
        "visibility",
        Kind.CHOICE,
        Text("ผู้อ่านได้เมื่อเผยแพร่", "Who reads it once published"),
        required=True,
        choices=choices.VISIBILITIES,
        default="partners",
        section="source",
        short=False,
    ),
    Field(
        "no_personal_data",
        Kind.BOOL,
        Text("ตรวจแล้ว ไม่มีข้อมูลส่วนบุคคล", "Checked: no personal data"),
        section="source",
        help=Text("ไม่มีชื่อ ที่อยู่ หรือเลขประจำตัวของบุคคล", "Nobody's name, address or number"),
    ),
    Field(
        "photo_consent",
        Kind.BOOL,
        Text("ผู้ที่ปรากฏในทุกภาพที่แนบไว้ยินยอมแล้ว", "People in every picture attached so far agreed"),
        section="source",
        short=False,
        help=Text(
            "ภาพที่แนบภายหลังต้องยืนยันทีละภาพ หรือบันทึกข้อนี้อีกครั้ง",
            "A picture attached later needs its own consent, or this saved once more",
        ),
    ),
    Field(
        "replaces",
        Kind.RECORD,
        Text("ใช้แทนบทเรียนเดิม", "Replaces an older lesson"),
        ref="lessons",
        section="source",
        short=False,
    ),
)

REUSE_FIELDS: tuple[Field, ...] = (
    Field("activity", Kind.RECORD, Text("กิจกรรม", "Activity"), ref="activities"),
    Field("plan", Kind.RECORD, Text("แผน", "Plan"), ref="plans"),
    Field("org", Kind.ORG, Text("หน่วยงาน", "Agency")),
    Field("status", Kind.CHOICE, Text("การตัดสินใจ", "Decision"), choices=choices.REUSE_STATUSES),
    Field("reason", Kind.BODY, Text("รายละเอียด", "Details")),
    Field("decided_on", Kind.DATE, Text("วันที่", "Day")),
    Field("decided_by", Kind.LINE, Text("ผู้ตัดสินใจ", "Decided by")),
    Field("result", Kind.CHOICE, Text("ผลการใช้", "Result"), choices=choices.RESULTS),
    Field("result_note", Kind.BODY, Text("หลักฐานของผล", "Evidence of the result")),
)

PHOTO_FIELDS: tuple[Field, ...] = (
    Field("attachment_id", Kind.LINE, Text("ภาพ", "Picture")),
    Field("basis", Kind.CHOICE, Text("ความยินยอม", "Consent"), choices=choices.CONSENTS),
    Field("said_by", Kind.LINE, Text("ผู้ยืนยัน", "Vouched for by")),
    Field("said_on", Kind.DATE, Text("วันที่", "Day")),
)

KNOWLEDGE_SECTIONS: tuple[tuple[str, Text], ...] = (
    ("what", Text("ความรู้หรือเทคโนโลยี", "Knowledge or technology")),
    ("use", Text("การนำไปใช้", "Use")),
)

KNOWLEDGE_FIELDS: tuple[Field, ...] = (
    Field("title", Kind.LINE, Text("ชื่อ", "Name"), required=True, max=500, section="what"),
    Field("problem", Kind.BODY, Text("ปัญหาที่แก้ได้", "Problem that it solves"), max=4_000, section="what"),
    Field(
        "holder",
        Kind.LINE,
        Text("เจ้าของผลงาน", "Whose work it is"),
        max=300,
        section="what",
        help=Text("มหาวิทยาลัย ชุมชน หรือหน่วยงาน", "A university, community or agency"),
    ),
    Field(
        "directions", Kind.CHOICES, Text("ทิศทางความร่วมมือ", "Directions"), choices=DIRECTIONS, section="what"
    ),
    Field(
        "trl", Kind.INTEGER, Text("ความพร้อมทางเทคโนโลยี (TRL 1–9)", "TRL 1–9"), min=1, max=9, section="what"
    ),
    Field("srl", Kind.INTEGER, Text("ความพร้อมทางสังคม (SRL 1–9)", "SRL 1–9"), min=1, max=9, section="what"),
    Field("cost_per_unit", Kind.MONEY, Text("ต้นทุนต่อหน่วย (บาท)", "Cost per unit (baht)"), section="use"),
    Field("unit", Kind.LINE, Text("หน่วย", "Unit"), max=60, section="use"),
    Field(
        "users_so_far",
        Kind.INTEGER,
        Text("จำนวนผู้ใช้แล้ว (หน่วย)", "Users so far (units)"),
        section="use",
        short=False,
    ),
    Field(
        "conditions",
        Kind.BODY,
        Text("เงื่อนไขและสิทธิในการใช้", "Conditions and rights of use"),
        max=4_000,
        section="use",
    ),
    Field("contact_post", Kind.POST, Text("ตำแหน่งที่ติดต่อ", "Post to contact"), section="use"),
    Field(
        "contact_title",
        Kind.LINE,
        Text("หรือตำแหน่งนอกระบบ", "Or a post outside the system"),
        max=200,
        section="use",
        short=False,
        help=Text("ตำแหน่งและหน่วยงาน ไม่ใส่ชื่อหรือเบอร์โทรส่วนตัว", "Post and agency; no names, no private numbers"),
        late=True,
    ),
    Field("areas", Kind.AREAS, Text("พื้นที่ที่ใช้แล้ว", "Areas in which it is used"), section="use"),
    Field(
        "target_groups",
        Kind.CHOICES,
        Text("กลุ่มเป้าหมาย", "For whom"),
        choices=TARGET_GROUPS,
        section="use",
        short=False,
        late=True,
    ),
    Field(
        "area_types",
        Kind.CHOICES,
        Text("ประเภทพื้นที่", "Kinds of area"),
        choices=choices.AREA_TYPES,
        section="use",
        short=False,
        help=Text("เว้นว่างได้ ระบบดูจากพื้นที่ที่ใช้", "May stay empty: the areas of use tell"),
        late=True,
    ),
)

RELATED_FIELDS: tuple[Field, ...] = (
    Field("lesson", Kind.RECORD, Text("บทเรียน", "Lesson"), required=True, ref="lessons"),
)
