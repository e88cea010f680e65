"""The paper of a report: its heads and figures on at most two pages, marked as a draft until it is certified."""

import io

import pytest
from PIL import Image

from planhub.progress.documents import activity_report
from planhub.progress.models import ProgressReport
from planhub.record import audit
from planhub.record.attachments import attach
from planhub.web.app import PlanHubApp
from tests.features.infra.papers import open_pdf, poppler_text, squeezed
from tests.features.progress.conftest import Desk

HEADS = (
    "1.ผลผลิต",
    "2.ผลลัพธ์และผลกระทบ",
    "3.งบประมาณ(บาท)",
    "4.ขั้นตอนงาน",
    "5.สรุปผลการดำเนินงาน",
    "6.ปัญหาอุปสรรคและแนวทางแก้ไข",
    "7.แผนไตรมาสถัดไป",
    "8.บทเรียนสั้น",
    "9.ภาพประกอบ",
    "ผู้รับรองของหน่วยงาน",
)


def with_pictures(desk: Desk, report: ProgressReport) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (1600, 1000), (90, 140, 90)).save(stream, "JPEG")
    actor = desk.actor("area.roiet")
    audit.act_as(desk.session, actor)
    for n in range(5):
        attach(desk.session, actor, report, f"แปลง {n}.jpg", stream.getvalue())
    desk.session.flush()


def test_the_paper_holds_everything_on_two_pages(desk: Desk, report: ProgressReport, app: PlanHubApp) -> None:
    with_pictures(desk, report)
    report = desk.accepted(
        report, obstacles="น้ำท่วม", remedy="เลื่อนปลูก", next_plan="ปลูกพืชระยะสั้น", lesson="ตกลงกติกาก่อน"
    )
    with app.app_context():
        paper = activity_report(desk.session, report, {})

    text = squeezed(poppler_text(paper))
    assert [head for head in HEADS if head not in text] == []
    for figure in ("80,000", "700,000", "ครัวเรือนร่วม(ครัวเรือน)", "ไตรมาส1/2569(ต.ค.–ธ.ค.2568)"):
        assert squeezed(figure) in text
    assert len(open_pdf(paper)) <= 2
    assert sum(f"แปลง{n}.jpg" in text for n in range(5)) == 4
    assert "ร่าง" not in text


@pytest.mark.parametrize("certified", [False, True])
def test_what_is_not_certified_is_marked_as_a_draft(
    desk: Desk, report: ProgressReport, app: PlanHubApp, certified: bool
) -> None:
    report = desk.move(desk.filled(report), "submit", "area.roiet")
    if certified:
        report = desk.move(report, "certify", "coordinator.codi")
    with app.app_context():
        text = squeezed(poppler_text(activity_report(desk.session, report, {})))

    assert ("ร่าง" in text) is not certified


def test_an_english_paper_has_english_heads(desk: Desk, report: ProgressReport, app: PlanHubApp) -> None:
    with app.app_context():
        text = poppler_text(activity_report(desk.session, desk.filled(report), {"lang": "en"}))

    assert "Obstacles and remedy" in text
    assert "Q1 FY 2569 (Oct – Dec 2025)" in text
