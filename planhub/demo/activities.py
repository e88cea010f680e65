"""Fourteen joint activities: seven that the article tells of, seven invented beside them in ร้อยเอ็ด (domain.md §2.4).

Names, places and stated numbers of the first seven are the article's; every budget, date and step is a sample.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from planhub.demo import days
from planhub.demo.acting import Story


@dataclass(frozen=True)
class Told:
    """An activity of the demonstration."""

    title: str
    lead: str
    areas: tuple[str, ...]
    direction: str
    target: tuple[str, int, str]
    """Target group, count and unit."""
    output: str
    partners: tuple[str, ...] = ()
    budget: tuple[tuple[str, str, int], ...] = ()
    """Organisation, source and planned baht."""
    indicator: tuple[str, str, str, str] = ("ผู้เข้าร่วม", "คน", "0", "100")
    """Output indicator: name, unit, baseline and target."""
    origin: str = "sample"
    done: int = 0
    """Steps of four that are done by now."""
    more: Mapping[str, Any] = field(default_factory=dict)


ROI_ET = (
    Told("จัดทำแผนบูรณาการจังหวัดร้อยเอ็ดโดยภาควิชาการร่วมกับชุมชน", "CODI", ("45",), "area_expansion", ("community_org", 20, "อำเภอ"), "แผนบูรณาการจังหวัดหนึ่งฉบับที่เชื่อมกับแผนพัฒนาจังหวัด", ("PMUA",), (("CODI", "agency_budget", 600_000), ("PMUA", "fund", 400_000)), ("เวทีจัดทำแผนระดับอำเภอ", "เวที", "0", "20"), "article", 3),
    Told("ฐานข้อมูลครัวเรือนยากจนระดับตำบลใช้ร่วมกันสามหน่วยงาน", "PMUA", ("4501", "4505"), "data_integration", ("poor_household", 1_200, "ครัวเรือน"), "ชุดข้อมูลระดับพื้นที่สองอำเภอ", ("CODI", "EEF"), (("PMUA", "fund", 900_000), ("EEF", "fund", 300_000)), ("ตำบลที่มีข้อมูลครบ", "ตำบล", "0", "24"), done=2, more={"policy_links": [{"kind": "national_strategy", "code": "4", "note": "สร้างโอกาสและความเสมอภาคทางสังคม"}, {"kind": "sdg", "code": "1.2", "note": "ลดความยากจนทุกมิติ"}]}),
    Told("กองทุนการเรียนรู้สำหรับเด็กนอกระบบในชุมชน", "EEF", ("4501",), "lesson_harvest", ("out_of_school", 150, "คน"), "เด็กกลับสู่การเรียนรู้อย่างน้อย 150 คน", ("CODI",), (("EEF", "fund", 1_500_000), ("CODI", "agency_budget", 250_000)), ("เด็กที่มีแผนการเรียนรายคน", "คน", "0", "150"), done=3, more={"policy_links": [{"kind": "sdg", "code": "4.1", "note": "การศึกษาที่มีคุณภาพ"}, {"kind": "provincial_plan", "code": "รอ-2566-03", "note": "พัฒนาคุณภาพชีวิต"}]}),
    Told("ศูนย์กระจายสินค้าชุมชนและร้านค้าชุมชนต้นแบบ", "CODI", ("4507",), "grassroots_economy", ("community_enterprise", 12, "กลุ่ม"), "ศูนย์กระจายสินค้าหนึ่งแห่งเปิดให้บริการ", ("PMUA",), (("CODI", "agency_budget", 800_000), ("PMUA", "fund", 700_000)), ("ร้านค้าที่เข้าร่วม", "ร้าน", "0", "30"), done=1),
    Told("เพาะชำกล้าไม้และสมุนไพรจากป่าชุมชน", "CODI", ("4510",), "community_forest", ("forest_dweller", 80, "ครัวเรือน"), "กล้าไม้ 20,000 ต้นและผลิตภัณฑ์สมุนไพรสองชนิด", ("PMUA",), (("CODI", "agency_budget", 350_000),), ("กล้าไม้ที่เพาะได้", "ต้น", "0", "20000"), done=0),
    Told("นวัตกรชุมชนรับ-ปรับ-เปลี่ยนเทคโนโลยีที่เหมาะสม", "PMUA", ("4514",), "knowledge_stock", ("community_innovator", 40, "คน"), "นวัตกรชุมชน 40 คนใช้เทคโนโลยีได้จริง", ("CODI",), (("PMUA", "fund", 1_100_000),), ("นวัตกรที่ผ่านการประเมิน", "คน", "0", "40"), done=2),
    Told("ครูและพี่เลี้ยงชุมชนดูแลเด็กยากจนรายคน", "EEF", ("450101",), "lesson_harvest", ("poor_child_6_14", 300, "คน"), "เด็กยากจน 300 คนมีพี่เลี้ยง", ("CODI",), (("EEF", "fund", 950_000),), ("เด็กที่มีพี่เลี้ยง", "คน", "0", "300"), done=2),
    Told("สวัสดิการชุมชนเชื่อมการออมของครัวเรือนเป้าหมาย", "CODI", ("4501", "4510"), "grassroots_economy", ("poor_household", 400, "ครัวเรือน"), "ครัวเรือนเป้าหมายเป็นสมาชิกกองทุน", ("EEF",), (("CODI", "agency_budget", 200_000), ("CODI", "community", 120_000)), ("สมาชิกใหม่", "ครัวเรือน", "0", "400"), done=2),
)  # fmt: skip
"""Those of the approved plan of ร้อยเอ็ด; they run and report."""

ELSEWHERE = {
    "49": Told("แปลงรวมที่ดินสาธารณะให้ครัวเรือนยากจนทำกิน", "PMUA", ("49",), "area_expansion", ("poor_household", 90, "ครัวเรือน"), "แปลงรวมของครัวเรือนยากจน 90 ครัวเรือน", ("CODI",), (("PMUA", "fund", 1_200_000),), ("ครัวเรือนที่ได้ทำกิน", "ครัวเรือน", "90", "150"), "article"),
    "93": Told("กระจูดแก้จน: ครัวเรือนยากจนเข้าสู่ห่วงโซ่คุณค่า", "PMUA", ("93",), "grassroots_economy", ("poor_household", 100, "ครัวเรือน"), "ครัวเรือนมีรายได้จากกระจูด", ("CODI",), (("PMUA", "fund", 900_000),), ("รายได้เฉลี่ยต่อเดือน", "บาท", "4000", "5000"), "article"),
    "31": Told("รถพุ่มพวงและศูนย์กระจายสินค้าชุมชน", "PMUA", ("310105",), "grassroots_economy", ("community_enterprise", 10, "กลุ่ม"), "เครือข่ายรถพุ่มพวงของชุมชน", ("CODI",), (("PMUA", "fund", 700_000),), ("รถพุ่มพวงในเครือข่าย", "คัน", "0", "20"), "article"),
    "70": Told("ลงทุนร่วมกับภาคธุรกิจเพื่อไม่ให้เด็กหลุดจากระบบ", "EEF", ("70",), "grassroots_economy", ("out_of_school", 500, "คน"), "พื้นที่ต้นแบบของจังหวัดราชบุรี", (), (("EEF", "business", 2_000_000),), ("เด็กที่ได้รับการดูแล", "คน", "0", "500"), "article", more={"place_note": "ร่วมลงทุนกับแสนสิริ ข่าวระบุปีละ 100 ล้านบาท 3 ปี ขณะที่หนังสือพิมพ์ระบุรวม 100 ล้านบาท"}),
    "65": Told("แผนบูรณาการจังหวัดพิษณุโลกเชื่อมแผนพัฒนาจังหวัด", "CODI", ("65",), "area_expansion", ("community_org", 9, "อำเภอ"), "แผนบูรณาการจังหวัดหนึ่งฉบับ", ("EEF",), (("CODI", "agency_budget", 500_000), ("EEF", "fund", 200_000)), ("เวทีระดับอำเภอ", "เวที", "0", "9"), "article"),
    "50": Told("แม่เลี้ยงเดี่ยวและแม่วัยรุ่นสร้างอาชีพ ต.แม่แดด", "EEF", ("502502",), "lesson_harvest", ("single_mother", 30, "คน"), "กลุ่มอาชีพร่วมกับโรงพยาบาลและโรงเรียน", ("CODI",), (("EEF", "fund", 400_000),), ("ผู้มีรายได้ประจำ", "คน", "0", "30"), "article"),
}  # fmt: skip
"""One in each of the other provinces that the article names, by province code."""


def propose(story: Story, told: Told) -> Any:
    """Begin an activity with its steps, money and indicator."""
    start, end = days.quarter(-2), days.after(days.quarter(2), -1)
    steps = ("เตรียมพื้นที่และทีม", "พัฒนาศักยภาพ", "ดำเนินการในพื้นที่", "สรุปและขยายผล")
    due = (days.after(start, 60), days.after(start, 150), days.after(start, 260), end)
    name, unit, baseline, target = told.indicator
    group, count, target_unit = told.target
    return story.create(
        "activities",
        f"coordinator.{told.lead.lower()}",
        origin=told.origin,
        title=told.title,
        lead_org=told.lead,
        area_codes=list(told.areas),
        start=days.written(start),
        end=days.written(end),
        direction=told.direction,
        cooperation_kind="extension_work",
        objective=told.output,
        target_group=group,
        target_count=str(count),
        target_unit=target_unit,
        expected_output=told.output,
        funding_path="own_budget",
        funding_year=str(days.year()),
        partners=[{"org": org, "duty": "ร่วมดำเนินงานในพื้นที่"} for org in told.partners],
        milestones=[
            {"title": title, "weight": "25", "due_on": days.written(day)} for title, day in zip(steps, due, strict=True)
        ],
        budget_lines=[
            {"org": org, "source": source, "fiscal_year": str(days.year()), "planned": str(baht), "allocated": str(baht)}
            for org, source, baht in told.budget
        ],
        indicators=[
            {"name": name, "kind": "output", "unit": unit, "baseline": baseline, "baseline_source": "ข้อมูลตัวอย่าง", "target": target, "direction": "more", "cumulative": unit not in POINTS, "means_of_verification": "ทะเบียนผู้เข้าร่วม"}
        ],
        indicator_values=[
            {"indicator": name, "fiscal_year": str(days.year()), "quarter": str(n), "target": share} for n, share in _quarters(target, unit)
        ],
        **told.more,
    )  # fmt: skip


POINTS = frozenset({"บาท"})
"""Units whose values stand for a moment and are never added."""


def _quarters(target: str, unit: str) -> list[tuple[int, str]]:
    """Give the targets of the first two quarters, which make the target."""
    half = int(target) // 2
    return [(1, str(half)), (2, target if unit in POINTS else str(int(target) - half))]


def agree(story: Story, activity: Any, told: Told) -> Any:
    """Offer the shares and let every partner that has a coordinator here accept its own."""
    activity = story.move(activity, "invite", f"coordinator.{told.lead.lower()}")
    for org in told.partners:
        if org in ("CODI", "EEF", "PMUA"):
            activity = story.move(activity, "accept_share", f"coordinator.{org.lower()}")
    return activity


def work(story: Story, activity: Any, told: Told, done: int) -> Any:
    """Mark the first `done` steps as done, as the lead's coordinator does."""
    steps = [
        {
            "id": step.id,
            "title": step.title,
            "weight": str(step.weight),
            "due_on": days.written(step.due_on),
            "done_on": days.written(min(step.due_on, days.quarter(0))) if n < done else None,
        }
        for n, step in enumerate(activity.milestones)
    ]
    return story.save(activity, f"coordinator.{told.lead.lower()}", milestones=steps)
