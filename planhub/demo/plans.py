"""Plans of five of the six provinces that the article names, each in another state; ราชบุรี has none yet (domain.md §2.8)."""

from typing import Any

from planhub.demo import activities, days
from planhub.demo.acting import Story

NAMES = {"45": "ร้อยเอ็ด", "65": "พิษณุโลก", "49": "มุกดาหาร", "93": "พัทลุง", "31": "บุรีรัมย์"}


def roi_et(story: Story) -> list[tuple[Any, activities.Told]]:
    """An approved plan with eight activities that run; give them."""
    story.on(days.after(days.quarter(-2), -60))
    made = [(activities.propose(story, told), told) for told in activities.ROI_ET]
    story.on(days.after(days.quarter(-2), -50))
    made = [(activities.agree(story, activity, told), told) for activity, told in made]
    plan = _draft(story, "45", [activity.code for activity, _told in made], ("CODI", "EEF", "PMUA"))
    plan = _to_review(story, plan, ("codi", "eef", "pmua"))
    for org in ("codi", "eef", "pmua"):
        plan = story.move(plan, "pass_part", f"budget.{org}")
    story.on(days.after(days.quarter(-2), -15))
    plan = _endorse(story, plan)
    for org in ("codi", "eef", "pmua"):
        plan = story.move(plan, "approve", f"director.{org}")
    story.end_of_day()
    story.on(days.quarter(-2))
    return [
        (
            story.move(
                activity,
                "start",
                f"coordinator.{told.lead.lower()}",
                started_on=days.written(days.quarter(-2)),
            ),
            told,
        )
        for activity, told in made
    ]


def others(story: Story, mou: Any) -> Any:
    """Plans that are endorsed, under review, returned and still a draft, all resting on the joint MOU; give the endorsed one."""
    story.on(days.after(days.quarter(0), 2))
    made = {}
    for province, told in activities.ELSEWHERE.items():
        activity = activities.propose(story, told)
        made[province] = activities.agree(story, activity, told)
    codes = {province: [activity.code] for province, activity in made.items()}
    endorsed = _to_review(story, _draft(story, "65", codes["65"], ("CODI", "EEF"), mou), ("codi", "eef"))
    for org in ("codi", "eef"):
        endorsed = story.move(endorsed, "pass_part", f"budget.{org}")
    endorsed = _endorse(story, endorsed)
    _to_review(story, _draft(story, "49", codes["49"], ("CODI", "PMUA"), mou), ("codi", "pmua"))
    returned = _to_review(story, _draft(story, "93", codes["93"], ("CODI", "PMUA"), mou), ("codi", "pmua"))
    story.move(
        returned,
        "return_part",
        "budget.pmua",
        note="ค่าเป้าหมายรายได้ยังไม่มีแหล่งอ้างอิง",
        sections=["activities"],
        wanted_by=days.after(days.quarter(0), 75),
    )
    _draft(story, "31", codes["31"], ("CODI", "PMUA"), mou)
    story.end_of_day()
    return endorsed


def _draft(
    story: Story, province: str, codes: list[str], orgs: tuple[str, ...], mou: Any | None = None
) -> Any:
    clause = {"clause": "ข้อ 3"} if mou else {}
    return story.create(
        "plans",
        "coordinator.codi",
        province_code=province,
        fiscal_year=str(days.year()),
        title=f"แผนบูรณาการจังหวัด{NAMES[province]} ปีงบประมาณ {days.year()}",
        lead_org="CODI",
        before_mou="1",
        mou=mou.code if mou else None,
        start=days.written(days.quarter(1)),
        end=days.written(days.after(days.quarter(2), -1)),
        parts_due_on=days.written(days.after(days.quarter(0), 60)),
        situation="สรุปสถานการณ์ความยากจนระดับจังหวัดจากเวทีชุมชน (ข้อมูลตัวอย่าง)",
        vision="คนในจังหวัดพ้นจากความยากจนด้วยพลังของชุมชนและภาคี",
        goals=[{"title": "ครัวเรือนเป้าหมายมีรายได้เพิ่มขึ้น", "measure": "ร้อยละของครัวเรือน", **clause}],
        parts=[{"org": org} for org in orgs],
        activities=[{"activity": code, "goal": "1"} for code in codes],
    )


def _to_review(story: Story, plan: Any, orgs: tuple[str, ...]) -> Any:
    plan = story.move(plan, "call_for_parts", "coordinator.codi")
    for org in orgs:
        plan = story.move(
            plan, "submit_part", f"coordinator.{org}", contribution="บุคลากร งบประมาณ และข้อมูลในพื้นที่"
        )
    plan = story.move(plan, "consolidate", "coordinator.codi")
    return story.move(plan, "send_for_review", "coordinator.codi")


def _endorse(story: Story, plan: Any) -> Any:
    day = days.written(min(days.after(days.quarter(-2), -20), days.quarter(0)))
    return story.move(
        plan, "endorse", "secretariat", meeting="คณะทำงานจังหวัด", resolution_no="1/1", endorsed_on=day
    )
