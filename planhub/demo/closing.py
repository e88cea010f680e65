"""Last year's plan of ร้อยเอ็ด, which is being closed: what came out beside what was approved (domain.md §2.8)."""

from datetime import date
from typing import Any

from sqlalchemy import select

from planhub.demo import days
from planhub.demo.acting import Story
from planhub.kernel import thai
from planhub.progress.models import ProgressReport

TOLD = (
    ("ฟื้นฟูป่าชุมชนและเพาะกล้าไม้ท้องถิ่น", "CODI", "PMUA", ("4510",), 80, 92, (("CODI", "agency_budget", 420_000), ("PMUA", "fund", 180_000)), "forest_dweller"),
    ("พี่เลี้ยงดูแลเด็กนอกระบบรายคน", "EEF", "CODI", ("4501",), 120, 97, (("EEF", "fund", 640_000), ("CODI", "agency_budget", 90_000)), "out_of_school"),
    ("ตลาดนัดสินค้าชุมชนระดับอำเภอ", "CODI", "EEF", ("4507",), 15, None, (("CODI", "community", 75_500),), "community_enterprise"),
    ("นำเทคโนโลยีแปรรูปสมุนไพรสู่กลุ่มอาชีพ", "PMUA", "CODI", ("4514",), 40, None, (("PMUA", "fund", 350_000),), "community_innovator"),
)  # fmt: skip
"""Title, lead, partner, areas, target, what was reached (None: not done), money, target group."""


def last_year(story: Story) -> Any:
    """Agree and approve the plan before its year began; two activities are done, one is put off, one given up."""
    first, last = thai.fiscal_year_span(days.year() - 1)
    story.on(days.after(first, -40))
    made = [_propose(story, told, first, last) for told in TOLD]
    plan = _approved(story, [one.code for one in made], first)
    story.on(days.after(first, 2))
    story.end_of_day()
    made = [story.move(one, "start", _lead(one), started_on=days.written(first)) for one in made]
    story.on(days.after(first, 85))
    for one, told in zip(made[:2], TOLD[:2], strict=True):
        _finish(story, one, told, days.after(first, 80))
    story.move(
        made[2],
        "postpone",
        "director.codi",
        end=days.written(days.after(last, 120)),
        note="รอการปรับปรุงอาคารตลาดของเทศบาล",
    )
    story.move(
        made[3],
        "cancel",
        "director.pmua",
        note="กลุ่มอาชีพขอเปลี่ยนผลิตภัณฑ์",
        handed_over="ศูนย์วิจัยของมหาวิทยาลัยในพื้นที่รับเครื่องแปรรูปไปใช้ต่อ",
    )
    return plan


def close(story: Story, plan: Any) -> None:
    """Begin to close it: one report of the time before this system is waived, another still waits for it."""
    story.move(plan, "begin_closing", "coordinator.codi")
    reports = story.session.scalars(
        select(ProgressReport)
        .where(ProgressReport.title.contains(TOLD[0][0]), ProgressReport.state == "open")
        .order_by(ProgressReport.code)
    )
    for report in reports.all():
        story.move(
            report, "waive", "secretariat", decision_no="มติ 1/1 วาระ 4", note="รายงานด้วยเอกสารก่อนใช้ระบบ"
        )
    story.end_of_day()


def _lead(activity: Any) -> str:
    return f"coordinator.{activity.owner_org.lower()}"


def _propose(story: Story, told: Any, first: date, last: date) -> Any:
    title, lead, partner, areas, count, _reached, budget, group = told
    login, year = f"coordinator.{lead.lower()}", str(days.year() - 1)
    made = story.create(
        "activities",
        login,
        title=title,
        lead_org=lead,
        lead_post=story.post_of(login),
        area_codes=list(areas),
        start=days.written(first),
        end=days.written(last),
        direction="grassroots_economy",
        cooperation_kind="extension_work",
        target_group=group,
        target_count=str(count),
        target_unit="คน",
        expected_output=f"กลุ่มเป้าหมาย {count} คนเข้าร่วมครบทุกขั้นตอน",
        partners=[{"org": partner, "role": "co_lead", "duty": "ร่วมดำเนินงานในพื้นที่"}],
        milestones=[{"title": "ดำเนินการและสรุปผล", "weight": "100", "due_on": days.written(last)}],
        budget_lines=[
            {"org": org, "source": source, "fiscal_year": year, "planned": str(baht), "allocated": str(baht)}
            for org, source, baht in budget
        ],
        indicators=[
            {
                "name": "ผู้มีรายได้เพิ่มขึ้น",
                "kind": "outcome",
                "unit": "คน",
                "baseline": "0",
                "baseline_source": "เวทีชุมชน (ข้อมูลตัวอย่าง)",
                "target": str(count // 2),
                "direction": "more",
                "means_of_verification": "สำรวจครัวเรือนปลายปี",
            }
        ],
    )
    made = story.move(made, "invite", login)
    return story.move(made, "accept_share", f"coordinator.{partner.lower()}")


def _approved(story: Story, codes: list[str], first: date) -> Any:
    orgs = ("codi", "eef", "pmua")
    plan = story.create(
        "plans",
        "coordinator.codi",
        province_code="45",
        fiscal_year=str(days.year() - 1),
        lead_org="CODI",
        before_mou="1",
        parts_due_on=days.written(days.after(first, -20)),
        situation="สรุปสถานการณ์ความยากจนระดับจังหวัดจากเวทีชุมชน (ข้อมูลตัวอย่าง)",
        goals=[{"title": "กลุ่มเป้าหมายมีอาชีพและการเรียนรู้ที่ต่อเนื่อง", "measure": "จำนวนคนที่มีรายได้เพิ่ม"}],
        parts=[{"org": org.upper()} for org in orgs],
        activities=[{"activity": code, "goal": "1"} for code in codes],
    )
    plan = story.move(plan, "call_for_parts", "coordinator.codi")
    for org in orgs:
        plan = story.move(
            plan, "submit_part", f"coordinator.{org}", contribution="บุคลากร งบประมาณ และข้อมูลในพื้นที่"
        )
    for name in ("consolidate", "send_for_review"):
        plan = story.move(plan, name, "coordinator.codi")
    for org in orgs:
        plan = story.move(plan, "pass_part", f"budget.{org}")
    plan = story.move(
        plan,
        "endorse",
        "secretariat",
        meeting="คณะทำงานจังหวัดร้อยเอ็ด",
        resolution_no="1/1 วาระ 5",
        endorsed_on=days.written(days.after(first, -45)),
    )
    for org in orgs:
        plan = story.move(plan, "approve", f"director.{org}")
    return plan


def _finish(story: Story, activity: Any, told: Any, day: date) -> None:
    """Record what was spent and reached, report it done, and have the partner verify it."""
    lead, reached = _lead(activity), told[5]
    lines = [
        {
            "id": line.id,
            "org": line.org,
            "source": line.source,
            "fiscal_year": str(line.fiscal_year),
            "planned": str(line.planned // 100),
            "allocated": str(line.planned // 100),
            "committed": str(line.planned * 96 // 10_000),
            "disbursed": str(line.planned * (96 - 7 * n) // 10_000),
            "carry_over": str(line.planned * 3 // 10_000) if n else None,
        }
        for n, line in enumerate(activity.budget_lines)
    ]
    value = {
        "indicator": "ผู้มีรายได้เพิ่มขึ้น",
        "fiscal_year": str(days.year() - 1),
        "quarter": "1",
        "actual": str(reached // 2),
    }
    steps = [
        {
            "id": step.id,
            "title": step.title,
            "weight": str(step.weight),
            "due_on": days.written(step.due_on),
            "done_on": days.written(day),
        }
        for step in activity.milestones
    ]
    activity = story.save(activity, lead, budget_lines=lines, indicator_values=[value], milestones=steps)
    activity = story.move(
        activity,
        "report_done",
        lead,
        finished_on=days.written(day),
        result="กลุ่มเป้าหมายเข้าร่วมและดำเนินการต่อได้เอง (ข้อมูลตัวอย่าง)",
        reached_count=str(reached),
        evidence="รายงานสรุปและภาพกิจกรรม",
        lesson_note="ให้คนในชุมชนร่วมเลือกวิธีตั้งแต่ต้น งานจึงเดินต่อได้หลังโครงการ",
    )
    story.move(activity, "verify", f"coordinator.{told[2].lower()}")
