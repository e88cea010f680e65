"""Six lessons and four items of ready knowledge that the article tells of (domain.md §2.4, §2.8)."""

from typing import Any, NamedTuple

from planhub.demo import days
from planhub.demo.acting import Story


class Told(NamedTuple):
    """A lesson of the article."""

    title: str
    org: str
    areas: tuple[str, ...]
    direction: str
    what: str
    result: str
    kind: str = "practice"


LESSONS = (
    Told("แปลงรวมบนที่ดินสาธารณะช่วยครัวเรือนยากจนได้พร้อมกันหลายสิบครัวเรือน", "PMUA", ("49",), "area_expansion", "จัดที่ดินสาธารณะเป็นแปลงรวมให้ครัวเรือนยากจนทำกินร่วมกัน", "ครัวเรือนยากจน 90 ครัวเรือนได้ทำกิน"),
    Told("งานจักสานกระจูดพาครัวเรือนยากจนเข้าสู่ห่วงโซ่คุณค่า", "PMUA", ("93",), "grassroots_economy", "มหาวิทยาลัยในพื้นที่ช่วยออกแบบและหาตลาดให้งานกระจูด", "ผู้เข้าร่วมมีรายได้ราวเดือนละ 4,000 บาท"),
    Told("รถพุ่มพวงของชุมชนพาสินค้าชุมชนถึงบ้าน", "PMUA", ("31",), "grassroots_economy", "เชื่อมศูนย์กระจายสินค้าชุมชนกับรถพุ่มพวง", "สินค้าชุมชนมีช่องทางขายประจำในตำบล"),
    Told("โรงพยาบาลและโรงเรียนร่วมดูแลแม่เลี้ยงเดี่ยวที่ ต.แม่แดด", "EEF", ("502502",), "lesson_harvest", "สร้างอาชีพให้แม่เลี้ยงเดี่ยวและแม่วัยรุ่นโดยหน่วยบริการในตำบล", "เกิดกลุ่มอาชีพที่แม่ดูแลลูกไปด้วยได้"),
    Told("ถอดบทเรียนการแก้ความยากจนจากต่างประเทศ: จีน", "PMUA", (), "knowledge_stock", "ศึกษาการชี้เป้าครัวเรือนและการส่งคนลงพื้นที่", "ได้ข้อคิดเรื่องการชี้เป้าให้แม่นยำ", "foreign"),
    Told("เงินวันละ 15 บาทช่วยให้เด็กอยู่ในโรงเรียน แต่คุณภาพต่างกัน", "EEF", (), "lesson_harvest", "ช่วยเหลือเด็กยากจนโดยตรงเป็นรายวัน", "เด็กคงอยู่ในระบบ แต่ผลการเรียนยังต่างกันตามโรงเรียน", "policy"),
)  # fmt: skip

KNOWLEDGE = (
    ("ห่วงโซ่คุณค่างานจักสานกระจูด", "ครัวเรือนมีฝีมือแต่ไม่มีตลาดและแบบ", "grassroots_economy", "7", "6", "93"),
    ("แปลงรวมบนที่ดินสาธารณะ", "ครัวเรือนยากจนไม่มีที่ดินทำกิน", "area_expansion", "8", "7", "49"),
    ("ระบบรถพุ่มพวงกระจายสินค้าชุมชน", "สินค้าชุมชนไปไม่ถึงผู้ซื้อในหมู่บ้าน", "grassroots_economy", "7", "7", "31"),
    ("ศูนย์กระจายสินค้าชุมชน", "ร้านค้าชุมชนซื้อของแพงเพราะซื้อทีละน้อย", "knowledge_stock", "6", "6", "71"),
)


def tell(story: Story) -> None:
    """Write the lessons down, have their facts confirmed, and publish most of them."""
    story.on(days.after(days.quarter(0), 12))
    for number, told in enumerate(LESSONS):
        lesson = _write(story, told)
        if number < 5:  # the last one still waits for its facts
            lesson = story.move(lesson, "submit", f"coordinator.{told.org.lower()}")
            lesson = story.move(lesson, "confirm_facts", f"director.{told.org.lower()}", privacy="1")
            story.move(lesson, "publish", "knowledge", compared="1")
    for title, problem, direction, trl, srl, area in KNOWLEDGE:
        item = story.create(
            "knowledge-items",
            "coordinator.pmua",
            title=title,
            problem=problem,
            directions=[direction],
            trl=trl,
            srl=srl,
            conditions="ต้องมีกลุ่มในชุมชนเป็นผู้รับไปปรับใช้ (ข้อมูลตัวอย่าง)",
            holder="หน่วยบริหารและจัดการทุนด้านการพัฒนาระดับพื้นที่",
            contact_post=story.post_of("coordinator.pmua"),
            areas=[area],
        )
        item = story.move(item, "submit", "coordinator.pmua")
        story.move(item, "publish", "knowledge")
    story.end_of_day()


def _write(story: Story, told: Told) -> Any:
    return story.create(
        "lessons",
        f"coordinator.{told.org.lower()}",
        origin="article",
        title=told.title,
        kind=told.kind,
        context="จากการประชุมสามหน่วยงาน 9 ธ.ค. 2565",
        what_was_done=told.what,
        result=told.result,
        evidence="คำบอกเล่าในที่ประชุม",
        success_factors="มีเจ้าภาพในพื้นที่และข้อมูลชี้เป้าชัดเจน (ข้อมูลตัวอย่าง)",
        problems_and_solutions="ยังขาดการติดตามต่อเนื่อง จึงตั้งทีมพี่เลี้ยงระดับตำบล (ข้อมูลตัวอย่าง)",
        usable_where="จังหวัดที่มีบริบทใกล้เคียงกัน",
        directions=[told.direction],
        areas=list(told.areas),
        agencies=[told.org],
        source="ข่าวการประชุม 9 ธ.ค. 2565 ณ สอวช.",
        visibility="partners",
        no_personal_data="1",
    )
