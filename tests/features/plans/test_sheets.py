"""The round trip: a plan goes out as a workbook, comes back mended, and is saved whole or not at all."""

import io
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.activities.models import BudgetLine, IndicatorValue, JointActivity
from planhub.infra.sheet_reading import read_file
from planhub.infra.sheets import Sheet, write_csv, write_xlsx
from planhub.kernel import clock
from planhub.kernel.access import SYSTEM, Actor
from planhub.plans.sheets.activities import ACTIVITIES
from planhub.plans.sheets.lines import BUDGET_LINES, INDICATOR_VALUES
from planhub.record import import_jobs
from planhub.record.import_check import MINE, Report, Said, check
from planhub.record.imports import KINDS, ImportKind
from planhub.ui.imports import filled_sheet
from tests.client import HouseClient
from tests.features.plans.table import Table

HEADS = ("code", "title", "lead_org", "partners", "area_codes", "direction", "start", "end")


@pytest.fixture(autouse=True)
def kinds() -> None:
    for kind in (ACTIVITIES, BUDGET_LINES, INDICATOR_VALUES):
        KINDS.add(kind)


def book(heads: tuple[str, ...], *rows: tuple[Any, ...]) -> bytes:
    return write_csv(heads, rows)


def look(session: Session, actor: Actor, kind: ImportKind, content: bytes, **said: Any) -> Report:
    return check(
        session,
        actor,
        kind,
        import_jobs.read("list.csv" if content[:2] != b"PK" else "list.xlsx", content),
        Said(**said),
    )


def keep(table: Table, login: str, kind: ImportKind, content: bytes, **said: Any) -> dict[str, int]:
    """Check and save at once, as the command does."""
    actor = table.actor(login) if login else SYSTEM
    report = look(table.session, actor, kind, content, **said)
    assert report.is_ready, [
        (r.number, r.state, {k: v.en for k, v in r.faults.items()}) for r in report.rows if r.faults
    ]
    name = "list.csv" if content[:2] != b"PK" else "list.xlsx"
    job = import_jobs.run(table.session, actor, report, name=name, content=content, remove_gone=False)
    table.session.flush()
    table.session.expire_all()
    return {k: v for k, v in job.counts.items() if v}


def template(table: Table, login: str, kind: ImportKind, plan: Any) -> tuple[list[str], list[list[Any]]]:
    sheet = filled_sheet(table.session, table.actor(login), kind, {"plan_code": plan.code})
    return [str(head) for head in sheet.head], [list(row) for row in sheet.rows]


def xlsx(kind: ImportKind, rows: list[list[Any]]) -> bytes:
    return write_xlsx(Sheet(str(kind.label), [c.field.label for c in kind.all_columns], rows))


def states(report: Report) -> list[str]:
    return [row.state for row in report.rows]


def test_new_activities_come_into_the_plan_by_thai_or_english_heads(table: Table) -> None:
    plan = table.collecting()
    content = book(
        ("รหัสแผน", "ชื่อกิจกรรม", "หน่วยงานเจ้าภาพหลัก", "หน่วยงานร่วม", "area_codes", "ทิศทางความร่วมมือ", "กลุ่มเป้าหมาย", "start", "end"),
        (plan.code, "แปลงรวม", "พอช.", "กสศ.", "450101, 4502", "grassroots_economy", "ครัวเรือนยากจน", "1 ม.ค. 2566", "30 ก.ย. 2566"),
        (plan.code, "ศูนย์เรียนรู้", "CODI", "", "45", "", "", "2023-01-01", "2023-09-30"),
    )  # fmt: skip
    assert keep(table, "coordinator.codi", ACTIVITIES, content) == {"added": 2}
    plan = table.fresh(plan)
    one = table.fresh(next(row.activity for row in plan.activities if row.activity.title == "แปลงรวม"))
    assert (one.owner_org, [p.org for p in one.partners]) == ("CODI", ["EEF"])
    assert sorted(one.area_codes) == ["450101", "4502"]
    assert (one.state, one.target_group, one.start.isoformat()) == (
        "proposed",
        "poor_household",
        "2023-01-01",
    )
    assert len(table.fresh(plan).activities) == 2


def test_an_untouched_template_changes_nothing_and_a_mended_one_shows_what_it_would(table: Table) -> None:
    activity = table.activity()
    plan = table.collecting(activity)
    for kind in (ACTIVITIES, BUDGET_LINES, INDICATOR_VALUES):
        _heads, rows = template(table, "coordinator.codi", kind, plan)
        report = look(table.session, table.actor("coordinator.codi"), kind, xlsx(kind, rows))
        assert report.is_ready, report.refused
        assert set(states(report)) <= {"unchanged", "skipped"}, (kind.name, states(report))
    heads, rows = template(table, "coordinator.codi", ACTIVITIES, plan)
    rows[0][heads.index("จำนวนเป้าหมาย")] = "120"
    report = look(table.session, table.actor("coordinator.codi"), ACTIVITIES, xlsx(ACTIVITIES, rows))
    assert report.rows[0].changes == (("target_count", 90, 120),)
    assert keep(table, "coordinator.codi", ACTIVITIES, xlsx(ACTIVITIES, rows)) == {"changed": 1}
    assert table.fresh(activity).target_count == 120
    assert [p.duty for p in table.fresh(activity).partners] == ["ทุนการศึกษา"]


def test_a_row_that_moved_on_is_a_conflict_and_a_row_nobody_touched_is_not(table: Table) -> None:
    first, second = table.activity(), table.activity(title="อีกกิจกรรม")
    plan = table.collecting(first, second)
    heads, rows = template(table, "coordinator.codi", ACTIVITIES, plan)
    title = heads.index("ชื่อกิจกรรม")
    table.save(first, "coordinator.codi", title="แก้ในระบบ")
    table.save(second, "coordinator.codi", title="แก้ในระบบด้วย")
    rows[0][title] = "แก้ในไฟล์"
    content = xlsx(ACTIVITIES, rows)
    actor = table.actor("coordinator.codi")
    report = look(table.session, actor, ACTIVITIES, content)
    assert states(report) == ["conflict", "unchanged"]
    assert not report.is_ready
    assert states(look(table.session, actor, ACTIVITIES, content, choices={2: "skip"})) == [
        "skipped",
        "unchanged",
    ]
    assert keep(table, "coordinator.codi", ACTIVITIES, content, choices={2: MINE}) == {
        "changed": 1,
        "unchanged": 1,
    }
    assert (table.fresh(first).title, table.fresh(second).title) == ("แก้ในไฟล์", "แก้ในระบบด้วย")


def test_a_budget_line_is_known_by_its_mark_even_where_its_source_changes(table: Table) -> None:
    activity = table.activity()
    plan = table.collecting(activity)
    heads, rows = template(table, "coordinator.codi", BUDGET_LINES, plan)
    assert sorted(str(row[heads.index("วงเงินตามแผน")]) for row in rows) == ["1000000.5", "250000"]
    mine = next(row for row in rows if row[heads.index("หน่วยงาน")] == "CODI")
    mine[heads.index("แหล่งงบประมาณ")] = "business"
    mine[heads.index("วงเงินตามแผน")] = "900,000.25"
    rows.append([activity.code, "EEF", "in_kind", 2566, "1000"])
    assert keep(table, "coordinator.codi", BUDGET_LINES, xlsx(BUDGET_LINES, rows)) == {
        "added": 1,
        "changed": 1,
        "unchanged": 1,
    }
    lines = {(x.org, x.source): x.planned for x in table.fresh(activity).budget_lines}
    assert lines == {
        ("CODI", "business"): 90_000_025,
        ("EEF", "fund"): 25_000_000,
        ("EEF", "in_kind"): 100_000,
    }


def test_what_was_agreed_is_refused_and_money_spent_is_taken(table: Table) -> None:
    activity = table.running()
    content = book(
        ("activity_code", "org", "source", "fiscal_year", "planned", "allocated", "disbursed"),
        (activity.code, "CODI", "agency_budget", 2566, "2000000", "1000000.50", "300"),
        (activity.code, "EEF", "fund", 2566, "250000", "250000", "10.25"),
        (activity.code, "EEF", "business", 2566, "5", "", ""),
    )
    report = look(table.session, table.actor("coordinator.codi"), BUDGET_LINES, content)
    assert states(report) == ["fault", "changed", "fault"]
    assert set(report.rows[0].faults) == {"planned"}
    content = book(
        ("activity_code", "org", "source", "fiscal_year", "planned", "disbursed"),
        (activity.code, "EEF", "fund", 2566, "250000", "10.25"),
    )
    assert keep(table, "coordinator.codi", BUDGET_LINES, content) == {"changed": 1}
    assert [x.disbursed for x in table.fresh(activity).budget_lines if x.org == "EEF"] == [1025]
    content = content.replace(b"10.25", b"11")
    assert states(look(table.session, table.actor("coordinator.eef"), BUDGET_LINES, content)) == ["fault"], (
        "not the lead"
    )
    assert states(look(table.session, table.actor("coordinator.pmua"), BUDGET_LINES, content)) == ["fault"], (
        "a stranger"
    )


def test_quarterly_values_of_known_indicators_are_added_and_changed(table: Table) -> None:
    activity = table.running()
    heads = ("activity_code", "indicator", "fiscal_year", "quarter", "target", "actual")
    name = "ครัวเรือนมีรายได้เพิ่ม"
    content = book(
        heads,
        (activity.code, name, 2566, 1, "20", "18"),
        (activity.code, name, 2566, 2, "", ""),
        (activity.code, "ไม่มี", 2566, 1, "1", ""),
    )
    report = look(table.session, table.actor("coordinator.codi"), INDICATOR_VALUES, content)
    assert states(report) == ["added", "skipped", "fault"]
    assert keep(
        table,
        "coordinator.codi",
        INDICATOR_VALUES,
        book(heads, (activity.code, name, 2566, 1, "20", "18")),
    ) == {"added": 1}
    assert keep(
        table, "coordinator.codi", INDICATOR_VALUES, book(heads, (activity.code, name, 2566, 1, "20", "19.5"))
    ) == {"changed": 1}
    assert [str(v.actual) for v in table.session.scalars(select(IndicatorValue))] == ["19.5"]


def test_the_system_brings_lists_by_command_without_a_persons_rights(table: Table) -> None:
    content = book(HEADS, ("", "กิจกรรมจากคำสั่ง", "EEF", "CODI", "45", "", "2023-01-01", "2023-02-01"))
    assert keep(table, "", ACTIVITIES, content) == {"added": 1}
    one = table.session.scalars(select(JointActivity).where(JointActivity.title == "กิจกรรมจากคำสั่ง")).one()
    assert (one.owner_org, one.state) == ("EEF", "proposed")
    line = book(
        ("activity_code", "org", "source", "fiscal_year", "planned"), (one.code, "EEF", "fund", 2566, "10")
    )
    assert keep(table, "", BUDGET_LINES, line) == {"added": 1}
    assert (
        table.session.scalars(select(BudgetLine.planned).where(BudgetLine.record_id == one.id)).one() == 1000
    )


FAULTS: tuple[tuple[str, str, str], ...] = (
    ("title", "", "title"),
    ("lead_org", "NASA", "lead_org"),
    ("partners", "กสศ., ไม่มี", "partners"),
    ("area_codes", "4599", "area_codes"),
    ("direction", "sideways", "direction"),
    ("start", "วันก่อน", "start"),
    ("end", "2022-01-01", "end"),
    ("code", "ACT-2500-0001", "code"),
    ("target_count", "หลายคน", "target_count"),
    ("cooperation_kind", "unknown", "cooperation_kind"),
)
"""Ten kinds of faults: the column, what a faulty row says there, and the column that is blamed."""


def test_five_thousand_rows_with_ten_kinds_of_faults_each_found_on_its_row(table: Table) -> None:
    heads = (*HEADS, "cooperation_kind", "target_count")
    rows, wanted = [], {}
    for n in range(5_000):
        values = dict(
            zip(
                heads,
                (
                    "",
                    f"กิจกรรม {n}",
                    "CODI",
                    "EEF",
                    "4501",
                    "grassroots_economy",
                    "2023-01-01",
                    "2023-09-30",
                    "area_approach",
                    str(n),
                ),
                strict=True,
            )
        )
        if n % 37 == 5:
            column, value, blamed = FAULTS[(n // 37) % len(FAULTS)]
            values[column] = value
            wanted[n + 2] = blamed
        rows.append(tuple(values[h] for h in heads))
    report = look(table.session, table.actor("coordinator.codi"), ACTIVITIES, book(heads, *rows))
    assert len(set(wanted.values())) == 10
    assert {row.number: next(iter(row.faults)) for row in report.of("fault")} == wanted
    assert report.counts["added"] == 5_000 - len(wanted)
    assert not report.is_ready


def test_nothing_is_saved_where_one_row_is_refused_at_the_last_moment(table: Table) -> None:
    activity = table.activity()
    content = book(
        ("activity_code", "org", "source", "fiscal_year", "planned"),
        (activity.code, "CODI", "agency_budget", 2566, "5"),
    )
    actor = table.actor("coordinator.codi")
    report = look(table.session, actor, BUDGET_LINES, content)
    table.move(activity, "invite", "coordinator.codi")
    table.move(activity, "accept_share", "coordinator.eef")
    table.session.flush()
    actor = table.actor("coordinator.codi")
    again = look(table.session, actor, BUDGET_LINES, content)
    assert again.digest != report.digest
    assert states(again) == ["fault"]


def test_the_round_trip_on_screen(table: Table, client: HouseClient) -> None:
    activity = table.activity()
    plan = table.collecting(activity)
    table.session.commit()
    client.sign_in("coordinator.codi")
    with clock.at(clock.now() + timedelta(seconds=1)):
        assert client.get(f"/plans/{plan.code}/sheets").status_code == 200
        got = client.get(f"/plans/{plan.code}/sheet.xlsx")
        names = [grid.name for grid in read_file("a.xlsx", got.data).grids]
        assert names[:3] == ["กิจกรรมร่วม", "งบประมาณของกิจกรรม", "ค่าตัวชี้วัดรายไตรมาส"]
        for kind in ("activities", "budget-lines", "indicator-values"):
            sent = client.post(
                f"/imports/{kind}",
                data={"file": (io.BytesIO(got.data), "plan.xlsx")},
                content_type="multipart/form-data",
            )
            assert sent.status_code == 303, sent.text
            seen = client.get(sent.headers["Location"])
            assert seen.status_code == 200
            assert "บันทึกทั้งรายการ" in seen.text
        assert client.get(f"/imports/activities/template.xlsx?plan_code={plan.code}").status_code == 200
        assert client.get("/imports/budget-lines").status_code == 200
