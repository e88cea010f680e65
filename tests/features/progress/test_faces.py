"""Figures with a face, photos without a place, and what rested on a report that is reopened."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from planhub.infra import files
from planhub.kernel import clock
from planhub.kernel.errors import Denied, Invalid, NotFound
from planhub.progress import dependents, figures
from planhub.progress.models import ProgressReport
from planhub.record import attachments, audit
from planhub.record.models import Notification
from planhub.record.papers import Sheet, register
from planhub.web.app import PlanHubApp
from tests.client import HouseClient
from tests.features.progress.conftest import FILLED, Desk, at

OTHER: dict[str, Any] = {
    "indicator": "ครัวเรือนร่วม",
    "value": "24",
    "source": "ทะเบียนสภาองค์กรชุมชน",
    "as_of": "2025-12-20",
}


def state(desk: Desk, report: ProgressReport, login: str, **raw: Any) -> None:
    actor = desk.actor(login)
    audit.act_as(desk.session, actor)
    figures.state(desk.session, actor, report, {**OTHER, **raw})
    desk.session.flush()


def certified(desk: Desk, report: ProgressReport) -> Any:
    report = desk.move(desk.filled(report), "submit", "area.roiet")
    return desk.move(report, "certify", "coordinator.codi")


def test_a_sent_figure_has_a_source_a_day_and_a_post(desk: Desk, report: ProgressReport) -> None:
    report.activity.indicators[0].means_of_verification = "ทะเบียนผู้เข้าร่วม"
    report = desk.move(desk.filled(report), "submit", "area.roiet")

    (one,) = report.statements  # where there is no figure, there is nothing to state
    assert (one.indicator, one.value, one.source, one.as_of) == (
        "ครัวเรือนร่วม",
        Decimal(30),
        "ทะเบียนผู้เข้าร่วม",
        date(2025, 12, 31),
    )
    assert (one.org, one.is_own) == ("CODI", True)
    assert one.post_th not in ("", "–")


def test_two_sources_stand_side_by_side_and_neither_is_overwritten(
    desk: Desk, report: ProgressReport, client: HouseClient
) -> None:
    report = certified(desk, report)
    state(desk, report, "coordinator.eef")
    state(desk, report, "coordinator.eef", value="25")  # the newer word of the same source

    report = desk.reports(report.activity)[0]
    row = report.measured[0]
    assert (row.actual, [one.value for one in row.said], row.disagree) == (
        Decimal(30),
        [Decimal(30), Decimal(25)],
        True,
    )
    client.sign_in("secretariat")
    page = client.get(f"/progress-reports/{report.code}").get_data(as_text=True)
    assert "ข้อมูลไม่ตรงกัน" in page
    assert OTHER["source"] in page


def test_only_who_may_see_a_report_states_beside_it(desk: Desk, report: ProgressReport) -> None:
    with pytest.raises(NotFound):
        state(desk, report, "coordinator.eef")  # not certified yet
    report = certified(desk, report)
    with pytest.raises(NotFound):
        state(desk, report, "coordinator.pmua")
    with pytest.raises(Denied):
        state(desk, report, "viewer")
    with pytest.raises(Invalid) as refused:
        state(desk, report, "secretariat", indicator="อื่น", as_of="2030-01-01")
    assert set(refused.value.errors) == {"indicator", "as_of"}


def test_a_photo_loses_its_place_and_keeps_the_way_it_was_held(
    desk: Desk, report: ProgressReport, app: PlanHubApp
) -> None:
    picture = Image.new("RGB", (40, 20), "red")
    picture.putpixel((0, 0), (0, 0, 255))
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright
    exif.get_ifd(0x8825)[2] = (16.05, 0.0, 0.0)  # where
    raw = io.BytesIO()
    picture.save(raw, "JPEG", exif=exif, quality=95)
    assert Image.open(io.BytesIO(raw.getvalue())).getexif().get_ifd(0x8825)

    with app.app_context():
        row = attachments.attach(desk.session, desk.actor("area.roiet"), report, "a.jpg", raw.getvalue())
        kept = files.store().get(row.sha256)

    with Image.open(io.BytesIO(kept)) as shown:
        assert not dict(shown.getexif())
        assert shown.size == (20, 40)
        assert b"Exif" not in kept


def test_reopening_keeps_what_rested_on_the_figures_and_tells_the_holders(
    desk: Desk, report: ProgressReport
) -> None:
    report = desk.accepted(report)
    holder = desk.actor("viewer").user_id
    register(
        desk.session,
        Sheet(
            kind="activity-report",
            code=report.code,
            title=report.title,
            sha256="a" * 64,
            as_of=clock.now(),
            record_id=report.id,
        ),
        made_by=holder,
    )
    with clock.at(at(2026, 4, 10)):
        desk.generate()
    assert [d.kind for d in dependents.of(desk.session, report)] == ["paper"]

    report = desk.move(
        desk.reports(report.activity)[0],
        "reopen",
        "secretariat",
        note="ยอดเงินผิด",
        values={"request_ref": "พอช. 12/2569"},
    )

    assert [used[:2] for used in report.revisions[0].used_in] == [["paper", report.code]]
    told = select(Notification.user_id).where(Notification.cause.like("reopened:%"))
    assert list(desk.session.scalars(told)) == [holder]
    report = desk.save(report, "coordinator.codi", figures=[{**FILLED["figures"][0], "actual": "33"}])
    assert report.revisions[0].figures[0]["actual"] == "30"


# --- who sees what before it is certified (security.md B6) --------------------------------------------------------


def seen(client: HouseClient, report: ProgressReport) -> tuple[bool, bool, int]:
    page = client.get(f"/progress-reports/{report.code}")
    listed = report.code in client.get("/progress-reports").get_data(as_text=True)
    on_activity = report.code in client.get(f"/activities/{report.activity.code}").get_data(as_text=True)
    return listed, on_activity, page.status_code


def test_the_secretariat_sees_a_report_only_once_certified(
    desk: Desk, report: ProgressReport, client: HouseClient
) -> None:
    client.sign_in("secretariat")
    assert seen(client, report) == (True, True, 200)  # owed, and nothing written
    report = desk.filled(report)
    assert seen(client, report) == (False, False, 404)
    report = desk.move(report, "submit", "area.roiet")
    assert seen(client, report) == (False, False, 404)
    report = desk.back(report, "return_inside", "director.codi")
    assert seen(client, report) == (False, False, 404)
    report = desk.move(desk.filled(report, summary="แก้แล้ว"), "submit", "area.roiet")
    report = desk.move(report, "certify", "coordinator.codi")
    assert seen(client, report) == (True, True, 200)
    report = desk.move(report, "take_up", "secretariat")
    report = desk.back(report, "return_report", "secretariat")
    assert seen(client, report) == (True, True, 200)  # what it returned is what it saw
    report = desk.filled(report, summary="แก้อีก")
    assert seen(client, report) == (False, False, 404)


def test_a_begun_report_is_waived_without_being_read(
    desk: Desk, report: ProgressReport, client: HouseClient
) -> None:
    report = desk.filled(report, summary="ข้อความลับ")
    client.sign_in("secretariat")
    form = client.get(f"/progress-reports/{report.code}/waive")
    assert form.status_code == 200
    assert "ข้อความลับ" not in form.get_data(as_text=True)
    sent = client.post(
        f"/progress-reports/{report.code}/waive",
        data={"version": report.version, "decision_no": "มติ 1/2569", "note": "น้ำท่วม"},
    )
    assert sent.status_code == 303
    assert desk.reports(report.activity)[0].state == "waived"
