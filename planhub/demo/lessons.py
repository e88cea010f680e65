"""Six lessons and four items of ready knowledge that the article tells of (domain.md §2.4, §2.8)."""

from collections.abc import Mapping, Sequence
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
    target: tuple[str, ...] = ("poor_household",)


LESSONS = (
    Told("แปลงรวมบนที่ดินสาธารณะช่วยครัวเรือนยากจนได้พร้อมกันหลายสิบครัวเรือน", "PMUA", ("49",), "area_expansion", "จัดที่ดินสาธารณะเป็นแปลงรวมให้ครัวเรือนยากจนทำกินร่วมกัน", "ครัวเรือนยากจน 90 ครัวเรือนได้ทำกิน"),
    Told("งานจักสานกระจูดพาครัวเรือนยากจนเข้าสู่ห่วงโซ่คุณค่า", "PMUA", ("93",), "grassroots_economy", "มหาวิทยาลัยในพื้นที่ช่วยออกแบบและหาตลาดให้งานกระจูด", "ผู้เข้าร่วมมีรายได้ราวเดือนละ 4,000 บาท"),
    Told("รถพุ่มพวงของชุมชนพาสินค้าชุมชนถึงบ้าน", "PMUA", ("31",), "grassroots_economy", "เชื่อมศูนย์กระจายสินค้าชุมชนกับรถพุ่มพวง", "สินค้าชุมชนมีช่องทางขายประจำในตำบล"),
    Told("โรงพยาบาลและโรงเรียนร่วมดูแลแม่เลี้ยงเดี่ยวที่ ต.แม่แดด", "EEF", ("502502",), "lesson_harvest", "สร้างอาชีพให้แม่เลี้ยงเดี่ยวและแม่วัยรุ่นโดยหน่วยบริการในตำบล", "เกิดกลุ่มอาชีพที่แม่ดูแลลูกไปด้วยได้", target=("single_mother", "teen_mother")),
    Told("ถอดบทเรียนการแก้ความยากจนจากต่างประเทศ: จีน", "PMUA", (), "knowledge_stock", "ศึกษาการชี้เป้าครัวเรือนและการส่งคนลงพื้นที่", "ได้ข้อคิดเรื่องการชี้เป้าให้แม่นยำ", "foreign"),
    Told("เงินวันละ 15 บาทช่วยให้เด็กอยู่ในโรงเรียน แต่คุณภาพต่างกัน", "EEF", (), "lesson_harvest", "ช่วยเหลือเด็กยากจนโดยตรงเป็นรายวัน", "เด็กคงอยู่ในระบบ แต่ผลการเรียนยังต่างกันตามโรงเรียน", "policy", ("poor_child_6_14",)),
)  # fmt: skip

KNOWLEDGE = (
    ("ห่วงโซ่คุณค่างานจักสานกระจูด", "ครัวเรือนมีฝีมือแต่ไม่มีตลาดและแบบ", "grassroots_economy", 7, 6, ("93", "80"), ("12000", "กลุ่ม"), 1),
    ("แปลงรวมบนที่ดินสาธารณะ", "ครัวเรือนยากจนไม่มีที่ดินทำกิน", "area_expansion", 8, 7, ("49", "45"), ("1500", "ไร่"), 0),
    ("ระบบรถพุ่มพวงกระจายสินค้าชุมชน", "สินค้าชุมชนไปไม่ถึงผู้ซื้อในหมู่บ้าน", "grassroots_economy", 7, 7, ("31",), ("85000", "คัน"), 2),
    ("ศูนย์กระจายสินค้าชุมชน", "ร้านค้าชุมชนซื้อของแพงเพราะซื้อทีละน้อย", "knowledge_stock", 6, 6, ("71", "45"), ("350000", "แห่ง"), 2),
)  # fmt: skip
"""Name, problem, direction, TRL, SRL, areas, cost (baht) and its unit, and the lesson that tells of it."""

REVIEW = {
    "expected": "ครัวเรือนที่ได้แปลงปลูกพืชได้ในฤดูแรก",
    "happened": "ฤดูแรกปลูกได้ครึ่งหนึ่ง เพราะน้ำมาช้ากว่าที่คาด",
    "because": "ขอใช้น้ำหลังแบ่งแปลงแล้ว จึงไม่ทันฤดู",
    "next_time": "ตกลงเรื่องน้ำกับ อบต. ก่อนแบ่งแปลง",
    "reviewed_by": "ผู้ประสานงาน บพท.\nผู้ประสานงานพื้นที่\nผู้นำชุมชน",
    "cost": "300,000 บาท เจ้าหน้าที่ 2 คน 4 เดือน",
}
"""The review after action of the first lesson (a sample)."""


def tell(story: Story, running: Sequence[tuple[Any, Any]]) -> None:
    """Write the lessons down, publish most of them, and let other agencies take some up and tell what came of it."""
    story.on(days.after(days.quarter(0), 12))
    lessons = [_publish(story, told, number) for number, told in enumerate(LESSONS)]
    items = [_item(story, told, lessons) for told in KNOWLEDGE]
    _use(story, lessons, items, {told.title: activity for activity, told in running})
    story.end_of_day()


def _publish(story: Story, told: Told, number: int) -> Any:
    lesson = _write(story, told, **(REVIEW if number == 0 else {}))
    if number == len(LESSONS) - 1:  # the last one still waits for its author
        return lesson
    lesson = story.move(lesson, "submit", f"coordinator.{told.org.lower()}")
    lesson = story.move(lesson, "confirm_facts", f"director.{told.org.lower()}", privacy="1")
    return story.move(lesson, "publish", "knowledge", compared="1")


def _item(story: Story, told: tuple[Any, ...], lessons: Sequence[Any]) -> Any:
    title, problem, direction, trl, srl, areas, (cost, unit), lesson = told
    item = story.create(
        "knowledge-items",
        "coordinator.pmua",
        title=title,
        problem=problem,
        directions=[direction],
        trl=trl,
        srl=srl,
        cost_per_unit=cost,
        unit=unit,
        conditions="ต้องมีกลุ่มในชุมชนเป็นผู้รับไปปรับใช้ (ข้อมูลตัวอย่าง)",
        holder="หน่วยบริหารและจัดการทุนด้านการพัฒนาระดับพื้นที่",
        contact_post=story.post_of("coordinator.pmua"),
        areas=list(areas),
        target_groups=["poor_household"],
        related=[{"lesson": lessons[lesson].code}],
    )
    item = story.move(item, "submit", "coordinator.pmua")
    return story.move(item, "publish", "knowledge")


def _use(story: Story, lessons: Sequence[Any], items: Sequence[Any], running: Mapping[str, Any]) -> None:
    """What Roi Et does with what others have learnt."""
    shop, forest = (
        next(a for title, a in running.items() if word in title) for word in ("ศูนย์กระจายสินค้า", "ป่าชุมชน")
    )
    cart, centre = lessons[2], items[3]
    cart = story.move(
        cart, "adopt", "coordinator.codi", activity=shop.code, reason="ใช้เส้นทางรถพุ่มพวงเดิมส่งของจากศูนย์"
    )
    told = {"result": "worked", "result_note": "ร้านค้าที่ร่วมสั่งของผ่านศูนย์ทุกสัปดาห์ (ข้อมูลตัวอย่าง)"}
    story.move(cart, "record_reuse", "coordinator.codi", activity=shop.code, **told)
    story.move(centre, "adopt", "coordinator.codi", activity=shop.code, reason="ใช้แบบคลังและระบบบัญชี")
    story.move(lessons[1], "dismiss", "coordinator.codi", activity=forest.code, note="พื้นที่นี้ไม่มีกระจูด")


def _write(story: Story, told: Told, **more: Any) -> Any:
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
        target_groups=list(told.target),
        visibility="partners",
        no_personal_data="1",
        **more,
    )
