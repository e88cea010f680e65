"""The plan book: every section, every sum, printed only where all sums agree; and the sheets of an activity."""

import re
import shutil
import subprocess
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from planhub import cli
from planhub.activities.feature import ACTIVITIES
from planhub.activities.measures import total
from planhub.activities.models import BudgetLine
from planhub.cli import _open, pdf
from planhub.kernel import clock
from planhub.kernel.errors import GuardFailed, Reason
from planhub.kernel.text import Text
from planhub.people import queries, tokens
from planhub.plans.papers import composing, money
from planhub.plans.papers.book import plan_book, plan_totals
from planhub.plans.papers.reading import gather
from planhub.web.app import PlanHubApp
from tests.client import HouseClient
from tests.features.plans.conftest import NOW
from tests.features.plans.table import Table

needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler")


def text_of(content: bytes, tmp_path: Path) -> str:
    """Give the text of a PDF with every run of blanks as one."""
    path = tmp_path / "book.pdf"
    path.write_bytes(content)
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return re.sub(r"\s+", " ", done.stdout.decode())


def printed(app: PlanHubApp, table: Table, plan: Any, **options: Any) -> bytes:
    with app.test_request_context():
        return plan_book(table.session, table.fresh(plan), options)


@needs_poppler
def test_the_book_has_all_its_sections_and_every_figure(
    table: Table, app: PlanHubApp, tmp_path: Path
) -> None:
    plan = table.approved()
    text = text_of(printed(app, table, plan), tmp_path)
    for heading in ("คำนำ", "สารบัญ", "ข้อมูลพื้นฐานและสถานการณ์", "หน่วยงานและพื้นที่ดำเนินงาน", "วิสัยทัศน์ เป้าหมาย และตัวชี้วัด", "ความเชื่อมโยงของแผน", "แผนงาน กิจกรรม และงบประมาณ", "แผนเวลา", "กลไกการขับเคลื่อน", "การติดตามประเมินผลและความเสี่ยง", "กิจกรรมรายพื้นที่", "รายการงบประมาณทุกรายการ", "หน้าลงนามเห็นชอบ"):  # fmt: skip
        assert heading in text, heading
    for words in (
        "1,000,000.50",
        "250,000",
        "1,250,000.50",
        "ครัวเรือนมีรายได้เพิ่ม",
        plan.code,
        "คณะทำงานจังหวัด ครั้งที่ 1/2566",
    ):
        assert words in text, words
    assert text.count("1,250,000.50") >= 8, (
        "cover, foreword, parts, tables by activity, agency, source and quarter, endorsement"
    )
    assert "ร่าง ·" not in text


@needs_poppler
def test_a_draft_says_so_on_every_sheet_and_digits_are_a_choice(
    table: Table, app: PlanHubApp, tmp_path: Path
) -> None:
    plan = table.collecting(table.accepted())
    text = text_of(printed(app, table, plan, thai_digits=True), tmp_path)
    assert "ร่าง · " + plan.code in text
    assert "๑,๒๕๐,๐๐๐.๕๐" in text
    assert "1,250,000.50" not in text


@needs_poppler
def test_who_may_not_read_lines_gets_sums_alone(
    table: Table, app: PlanHubApp, tmp_path: Path, client: HouseClient
) -> None:
    plan = table.approved()
    with app.test_request_context():
        text = text_of(plan_totals(table.session, table.fresh(plan), {}), tmp_path)
    assert "1,250,000.50" in text
    assert "1,000,000.50" not in text
    assert "กองทุน/ทุนวิจัย" not in text
    client.sign_in("viewer")
    with clock.at(NOW):
        assert client.get(f"/plans/{plan.code}/documents/plan.pdf").status_code == 403
        assert client.get(f"/plans/{plan.code}/documents/plan-totals.pdf").status_code == 200


def test_a_plan_whose_sums_differ_does_not_print_and_says_why(
    table: Table, app: PlanHubApp, client: HouseClient
) -> None:
    plan = table.approved()
    line = table.session.get_one(BudgetLine, table.fresh(plan).activities[0].activity.budget_lines[0].id)
    line.planned += 1
    table.session.flush()
    with pytest.raises(GuardFailed) as refused:
        printed(app, table, plan)
    assert {r.key for r in refused.value.reasons} == {"unequal_baseline_line"}
    assert "1,250,000.51" in refused.value.reasons[0].text.th
    client.sign_in("coordinator.codi")
    with clock.at(NOW):
        page = client.get(f"/plans/{plan.code}/documents/plan.pdf")
    assert page.status_code == 422
    assert "1,250,000.51" in page.text


def test_the_quarters_make_the_lines_to_the_satang() -> None:
    class One:
        start = end = None
        milestones = ()
        budget_lines: Any = ()

    one = One()
    one.budget_lines = [BudgetLine(org="CODI", source="fund", fiscal_year=2566, planned=100_01), BudgetLine(org="EEF", source="fund", fiscal_year=2567, planned=5)]  # fmt: skip
    found = money.by_quarter([one], 2566)
    assert sum(found.rows["CODI"][:4]) == 100_01
    assert found.rows["EEF"] == [0, 0, 0, 0, 5, 5]
    assert found.total[-1] == 100_06
    assert found.has_other


@needs_poppler
def test_a_book_of_sixty_activities_and_four_hundred_lines_says_what_the_data_say(
    table: Table, app: PlanHubApp, tmp_path: Path
) -> None:
    sources = (
        "agency_budget",
        "integrated_budget",
        "province_budget",
        "local_gov",
        "fund",
        "business",
        "community",
    )
    made = []
    for n in range(60):
        lines = [
            {
                "org": org,
                "source": source,
                "fiscal_year": "2566",
                "planned": f"{1000 + 37 * n + 13 * k}.{n:02d}",
            }
            for k, (org, source) in enumerate(
                [("CODI", s) for s in sources[:4]] + [("EEF", s) for s in sources[4:]][: 3 if n % 3 else 2]
            )
        ]
        made.append(table.activity(title=f"กิจกรรมที่ {n:03d}", budget_lines=lines))
    plan = table.fresh(table.collecting(*made))
    lines_of = [line for row in plan.activities for line in row.activity.budget_lines]
    assert len(lines_of) == 400
    content = printed(app, table, plan)
    text = text_of(content, tmp_path)
    plan = table.fresh(plan)
    for row in plan.activities:
        assert row.activity.title in text
        assert row.activity.code in text
        assert composing.baht(total(row.activity.budget_lines).planned) in text
    for line in lines_of:
        assert composing.baht(line.planned) in text
    whole = composing.baht(sum(line.planned for line in lines_of))
    assert text.count(whole) >= 8
    for org in ("CODI", "EEF"):
        assert composing.baht(sum(line.planned for line in lines_of if line.org == org)) in text
    for source in sources:
        assert composing.baht(sum(line.planned for line in lines_of if line.source == source)) in text
    listed = composing.lines_by_agency(gather(table.session, plan))
    assert sum(len(rows) for _name, rows, _sums in listed) == 400


# --- one activity ------------------------------------------------------------------------------------------------


@needs_poppler
def test_the_sheet_of_an_activity_is_short_and_says_its_money(
    table: Table, app: PlanHubApp, tmp_path: Path
) -> None:
    activity = table.running()
    papers = {d.kind: d for d in ACTIVITIES.documents}
    with app.test_request_context():
        text = text_of(papers["activity"].render(table.session, table.fresh(activity), {}), tmp_path)
        sums = text_of(papers["activity-totals"].render(table.session, table.fresh(activity), {}), tmp_path)
    for words in (
        activity.code,
        "แปลงรวมคนจนเมืองร้อยเอ็ด",
        "1,000,000.50",
        "1,250,000.50",
        "ใช้ประโยชน์",
        "หน้า 1",
    ):
        assert words in text, words
    assert "1,250,000.50" in sums
    assert "1,000,000.50" not in sums


def test_fields_for_emenscr_stand_in_the_order_of_its_forms(table: Table, client: HouseClient) -> None:
    links = [
        {"kind": "national_strategy", "code": "4.1", "note": "ลดความเหลื่อมล้ำ"},
        {"kind": "master_plan", "code": "170201"},
    ]
    activity = table.accepted(policy_links=links, own_project_code="CODI-66-017")
    client.sign_in("coordinator.codi")
    with clock.at(NOW):
        page = client.get(f"/activities/{activity.code}/emenscr").text
        rows = client.get(f"/activities/{activity.code}/emenscr.csv").data.decode("utf-8-sig")
    for part in ("M1", "M2", "M3", "M4", "M5"):
        assert f'id="part-{part}"' in page
    assert (
        page.index("CODI-66-017")
        < page.index("4.1 ลดความเหลื่อมล้ำ")
        < page.index("170201")
        < page.index("แปลงรวมที่ใช้ได้ 3 แปลง")
    )
    assert page.count("data-copy=") > 20
    assert "M2,M2.1,ยุทธศาสตร์ชาติ,4.1 ลดความเหลื่อมล้ำ" in rows
    assert "1000000.50" in rows
    client.sign_in("viewer")
    with clock.at(NOW):
        rows = client.get(f"/activities/{activity.code}/emenscr.csv").data.decode("utf-8-sig")
    assert "1250000.50" in rows
    assert "1000000.50" not in rows


def test_the_command_says_every_difference_and_exits_with_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_args: Any) -> bytes:
        raise GuardFailed([Reason("unequal", Text("ไม่เท่ากัน", "not equal"))])

    monkeypatch.setattr(pdf, "_render", refuse)
    monkeypatch.setattr(_open, "reading", nullcontext)
    assert cli.run(["pdf", "plan", "PLAN-2566-0001"]) == 1
    assert capsys.readouterr().err == "not equal (ไม่เท่ากัน)\n"


def test_the_api_gives_the_book_and_tells_the_differences(table: Table, client: HouseClient) -> None:
    plan = table.approved()
    user = queries.find_user(table.session, login="coordinator.codi")
    assert user is not None
    with clock.at(NOW):
        bearer = {"Authorization": f"Bearer {tokens.issue(table.session, user, days=1)}"}
        address = f"/api/v1/plans/{plan.code}/documents/plan.pdf"
        assert client.get(address, headers=bearer).data.startswith(b"%PDF")
        line = table.session.get_one(BudgetLine, table.fresh(plan).activities[0].activity.budget_lines[0].id)
        line.planned += 1
        table.session.flush()
        refused = client.get(address, headers=bearer)
    assert refused.status_code == 422
    assert [r["key"] for r in refused.get_json()["reasons"]] == ["unequal_baseline_line"]
