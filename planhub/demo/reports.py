"""Two quarters of reports from ร้อยเอ็ด: on plan, slow, off plan, one to be certified, and two not yet received."""

from typing import Any

from sqlalchemy import select

from planhub.demo import activities, days
from planhub.demo.acting import Story
from planhub.kernel import thai
from planhub.progress.models import ProgressReport
from planhub.progress.services import generate

SILENT = ("ครูและพี่เลี้ยงชุมชนดูแลเด็กยากจนรายคน", "เพาะชำกล้าไม้และสมุนไพรจากป่าชุมชน")
"""Activities that do not report their last quarter."""
SENT = ("สวัสดิการชุมชนเชื่อมการออมของครัวเรือนเป้าหมาย",)
"""Activities whose last report waits for the agency's word."""


def tell(story: Story, running: list[tuple[Any, activities.Told]], offset: int) -> None:
    """Report the quarter that lies `offset` from today's (-2 or -1), in the first days after it."""
    story.on(days.after(days.quarter(offset + 1), 5))
    story.act(lambda session, _actor: generate(session))
    story.end_of_day()  # windows open
    for activity, told in running:
        steps = told.done if offset == -1 else min(told.done, 1)
        reported = activities.work(story, activity, told, steps)
        if offset == -2 or told.title not in SILENT:
            _report(story, reported, told, offset)
    story.end_of_day()


def _report(story: Story, activity: Any, told: activities.Told, offset: int) -> None:
    day = days.quarter(offset)
    report = story.session.scalars(
        select(ProgressReport).where(
            ProgressReport.activity_id == activity.id,
            ProgressReport.fiscal_year == thai.fiscal_year(day),
            ProgressReport.quarter == thai.quarter(day),
        )
    ).one()
    slow = told.done < 2
    waits = offset == -1 and told.title in SENT
    login = "area.roiet" if waits else f"coordinator.{told.lead.lower()}"
    report = story.save(
        report,
        login,
        status="off_track" if slow else "on_track",
        summary="ดำเนินงานตามขั้นตอนร่วมกับชุมชนและภาคีในพื้นที่ (ข้อมูลตัวอย่าง)",
        obstacles="ฤดูฝนทำให้จัดเวทีล่าช้า" if slow else None,
        remedy="ปรับวันจัดเวทีและเพิ่มพี่เลี้ยงตำบล" if slow else None,
        next_plan="ขยายไปยังตำบลถัดไป",
        lesson="ให้คนในชุมชนเป็นผู้เก็บข้อมูลเอง ข้อมูลจึงใช้ต่อได้" if told.done == 3 else None,
        spending=[
            {
                "org": org,
                "source": source,
                "fiscal_year": str(days.year()),
                "committed": str(baht // 2),
                "disbursed": str(baht * told.done // 8),
            }
            for org, source, baht in told.budget
        ],
        figures=[{"indicator": told.indicator[0], "actual": str(int(told.indicator[3]) * told.done // 8)}],
    )
    report = story.move(report, "submit", login)
    if waits:
        return
    report = story.move(report, "certify", f"director.{told.lead.lower()}")
    report = story.move(report, "take_up", "secretariat")
    story.move(report, "accept", "secretariat", rating="slow" if slow else "on_plan")
