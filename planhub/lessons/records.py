"""The record types of lessons and of the Knowledge Stock."""

from sqlalchemy import ColumnElement, exists

from planhub.kernel.text import Text
from planhub.lessons import fields, queries, services
from planhub.lessons.choices import SHARED_WITH
from planhub.lessons.effects import KNOWLEDGE_EFFECTS, LESSON_EFFECTS
from planhub.lessons.guards import named_agencies
from planhub.lessons.models import KnowledgeItem, KnowledgeLesson, Lesson, LessonPhoto, LessonReuse
from planhub.lessons.rules import KNOWLEDGE_POLICY, LESSON_POLICY, SHARED
from planhub.lessons.workflow import KNOWLEDGE, LESSONS
from planhub.record.models import Record
from planhub.record.types import Children, Column, Condition, RecordType


def _is_shared() -> ColumnElement[bool]:
    lesson = Lesson.__table__.alias()  # apart from the table that a list joins
    return exists().where(lesson.c.id == Record.id, lesson.c.visibility.in_(SHARED_WITH))


REUSES = Children(
    "reuses",
    Text("การนำไปใช้ซ้ำ", "Used elsewhere"),
    LessonReuse,
    fields.REUSE_FIELDS,
    section="use",
    content=False,
    read_only=True,
)

LESSON_TYPE = RecordType(
    name="lessons",
    key="lesson",
    label=Text("บทเรียน", "Lesson"),
    plural=Text("บทเรียน", "Lessons"),
    model=Lesson,
    workflow=LESSONS,
    policy=LESSON_POLICY,
    fields=fields.LESSON_FIELDS,
    code_prefix="LES",
    children=(
        REUSES,
        Children(
            "photos",
            Text("ความยินยอมของภาพ", "Consent to pictures"),
            LessonPhoto,
            fields.PHOTO_FIELDS,
            section="source",
            content=False,
            read_only=True,
        ),
    ),
    columns=(
        Column("owner_org", Text("หน่วยงาน", "Agency"), sortable=False, kind="org"),
        Column("province_code", Text("จังหวัด", "Province"), sortable=False, kind="province"),
        Column("published_on", Text("เผยแพร่เมื่อ", "Published"), sortable=False, kind="date"),
    ),
    filters=("state", "q", "owner_org", "party", "fiscal_year", "province", "area"),
    template="lessons",
    parties=named_agencies,
    areas=lambda lesson: lesson.areas or (),
    facts=queries.facts,
    effects=LESSON_EFFECTS,
    links={"report": ()},
    on_create=services.begin,
    check=services.check_lesson,
    conditions=(
        Condition(
            SHARED,
            Text("เปิดให้หน่วยงานภาคีอ่าน", "shared with the partner agencies"),
            lambda lesson: lesson.visibility in SHARED_WITH,
            _is_shared,
        ),
    ),
    on_save=services.after_save,
    flags=services.flags,
)

KNOWLEDGE_TYPE = RecordType(
    name="knowledge-items",
    key="knowledge",
    label=Text("ชุดความรู้พร้อมใช้", "Knowledge item"),
    plural=Text("ชุดความรู้พร้อมใช้ (Knowledge Stock)", "Knowledge Stock"),
    model=KnowledgeItem,
    workflow=KNOWLEDGE,
    policy=KNOWLEDGE_POLICY,
    fields=fields.KNOWLEDGE_FIELDS,
    code_prefix="KNW",
    columns=(
        Column("owner_org", Text("หน่วยงาน", "Agency"), sortable=False, kind="org"),
        Column("holder", Text("เจ้าของผลงาน", "Whose work"), sortable=False),
        Column("trl", Text("TRL", "TRL"), sortable=False, numeric=True, kind="number"),
        Column("srl", Text("SRL", "SRL"), sortable=False, numeric=True, kind="number"),
    ),
    filters=("state", "q", "owner_org", "province", "area"),
    template="lessons/knowledge",
    children=(
        REUSES,
        Children(
            "related",
            Text("บทเรียนที่เกี่ยวข้อง", "Related lessons"),
            KnowledgeLesson,
            fields.RELATED_FIELDS,
            key=("lesson",),
            section="use",
            content=False,
        ),
    ),
    areas=lambda item: item.areas or (),
    effects=KNOWLEDGE_EFFECTS,
    on_create=services.begin,
    check=services.check_item,
)
