"""Pictures of plans: the grid of provinces and years, the course over time, and the money."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from planhub.activities.models import ActivityPredecessor
from planhub.infra.sheet_reading import read_file
from planhub.kernel import clock
from planhub.plans.pictures import gantt, grid
from tests.client import HouseClient
from tests.conftest import MaxQueries
from tests.features.plans.conftest import NOW
from tests.features.plans.table import Table


def test_the_grid_shows_every_province_in_thai_order_in_two_statements(
    table: Table, max_queries: MaxQueries
) -> None:
    plan = table.plan()
    actor = table.actor("coordinator.codi")
    asked = grid.read_asked({"fiscal_year": "2566"})
    grid.read(table.session, actor, asked)
    with max_queries(2):
        found = grid.read(table.session, actor, asked)
    names = [row.place.name.th for row in found.rows]
    assert len(names) == 77
    assert names[:3] == ["กระบี่", "กรุงเทพมหานคร", "กาญจนบุรี"]
    assert names.index("เชียงใหม่") < names.index("ตรัง") < names.index("เลย") < names.index("สกลนคร")
    row = next(r for r in found.rows if r.place.code == "45")
    assert [c.year for c in row.cells] == [2564, 2565, 2566, 2567]
    assert [c.plan.code if c.plan else None for c in row.cells] == [None, None, plan.code, None]
    assert found.counts[2566]["draft"] == 1
    assert found.counts[2566][grid.NONE] == 76
    assert [c.may_start for c in row.cells] == [False, False, False, True], "past years are not begun"


def test_the_grid_is_filtered_by_region_and_state_and_starts_only_where_one_may(table: Table) -> None:
    table.plan()
    codi = table.actor("coordinator.codi")
    of = {"fiscal_year": "2566", "region": "northeast"}
    assert len(grid.read(table.session, codi, grid.read_asked(of)).rows) == 20
    drafts = grid.read(table.session, codi, grid.read_asked({**of, "state": "draft"}))
    assert [r.place.code for r in drafts.rows] == ["45"]
    assert drafts.counts[2566][grid.NONE] == 19, "the counts are of the region, whatever state is asked for"
    area = grid.read(table.session, table.actor("area.roiet"), grid.read_asked({"fiscal_year": "2567"}))
    may = {r.place.code for r in area.rows for c in r.cells if c.may_start}
    assert may == {"45"}, "an area coordinator begins plans of the own area alone"
    viewer = grid.read(table.session, table.actor("viewer"), grid.read_asked({"fiscal_year": "2567"}))
    assert not any(c.may_start for r in viewer.rows for c in r.cells)
    assert not any(c.plan for r in viewer.rows for c in r.cells), "a draft is not a viewer's to see"


def test_the_files_hold_exactly_what_the_page_shows(table: Table, client: HouseClient) -> None:
    plan = table.plan()
    client.sign_in("coordinator.codi")
    with clock.at(NOW):
        page = client.get("/plans/grid?fiscal_year=2566&region=northeast&state=draft")
        book = client.get("/plans/grid.xlsx?fiscal_year=2566&region=northeast&state=draft")
        text = client.get("/plans/grid.csv?fiscal_year=2566&region=northeast&state=draft").data.decode(
            "utf-8-sig"
        )
    assert plan.code in page.text
    assert "1 จังหวัด" in page.text
    rows = [cells for _n, cells in read_file("g.xlsx", book.data).grids[0].rows]
    body = [r for r in rows if r[0] == "45"]
    assert len([r for r in rows if r[0].isdigit()]) == 1
    assert plan.code in body[0]
    assert "○ ร่างกรอบแผน" in body[0]
    assert f"45,ร้อยเอ็ด,ภาคตะวันออกเฉียงเหนือ,ยังไม่มีแผน,,ยังไม่มีแผน,,○ ร่างกรอบแผน,{plan.code},ยังไม่มีแผน," in text


@pytest.mark.parametrize("path", ["grid", "grid.csv", "grid.xlsx"])
def test_strangers_see_no_grid(client: HouseClient, path: str) -> None:
    assert client.get(f"/plans/{path}").status_code in (302, 303, 401)


def test_one_gets_to_the_gantt_and_the_money_of_a_plan(
    table: Table, client: HouseClient, max_queries: MaxQueries
) -> None:
    plan = table.approved()
    client.sign_in("coordinator.codi")
    with clock.at(NOW):
        page = client.get(f"/plans/{plan.code}/gantt")
        money = client.get(f"/plans/{plan.code}/money")
        million = client.get(f"/plans/{plan.code}/money?unit=million")
        shown = client.get(f"/plans/{plan.code}")
    assert 'class="g-bar"' in page.text
    assert 'class="g-shadow"' in page.text
    assert 'class="g-today"' in page.text
    assert "1,000,000.50" in money.text
    assert "1.25" in million.text
    assert f"/plans/{plan.code}/gantt" in shown.text
    loaded = table.fresh(plan)
    with clock.at(NOW), max_queries(1):
        gantt.read(table.session, loaded)


def test_who_may_not_read_lines_sees_sums_alone(table: Table, client: HouseClient) -> None:
    plan = table.approved()
    client.sign_in("viewer")
    with clock.at(NOW):
        page = client.get(f"/plans/{plan.code}/money").text
    assert "ท่านเห็นเฉพาะยอดรวม" in page
    assert "1,000,000.50" not in page
    assert "กองทุน/ทุนวิจัย" not in page
    client.sign_in("coordinator.pmua")
    with clock.at(NOW):
        assert client.get(f"/plans/{plan.code}/gantt").status_code == 404, "no party to the plan"


# --- the drawing -------------------------------------------------------------------------------------------------


def activity(
    n: int, start: date, end: date, *steps: tuple[int, date, date | None], state: str = "in_progress"
) -> Any:
    return SimpleNamespace(
        id=f"id{n}", code=f"ACT-{n}", title=f"กิจกรรม {n}", owner_org="CODI", start=start, end=end, state=state,
        budget_lines=[], target_count=None,
        milestones=[SimpleNamespace(title="ขั้น", weight=w, due_on=due, done_on=done) for w, due, done in steps],
    )  # fmt: skip


def plan_of(*activities: Any, baseline: dict[str, Any] | None = None) -> Any:
    rows = [
        SimpleNamespace(activity=a, baseline=baseline if n == 0 else None, left_out_because=None)
        for n, a in enumerate(activities)
    ]
    return SimpleNamespace(
        start=date(2022, 10, 1), end=date(2023, 9, 30), activities=rows, changes=[], left_out=[]
    )


def rects(row: gantt.Row, kind: str) -> list[tuple[float, float]]:
    return [(r.x, r.width) for r in row.rects if r.kind == kind]


TODAY = date(2023, 1, 1)


def test_a_year_runs_from_october_to_september_in_thai() -> None:
    chart = gantt.draw(plan_of(activity(1, date(2022, 10, 1), date(2023, 9, 30))), {}, {}, TODAY)
    assert [m.name.th for m in chart.months] == ["ต.ค.", "พ.ย.", "ธ.ค.", "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย."]  # fmt: skip
    assert chart.years == [(2565, 3), (2566, 9)]
    assert rects(chart.rows[0], "bar") == [(0.0, 360.0)]
    assert chart.today == 90.0


def test_bars_steps_progress_and_baseline_lie_where_their_days_are() -> None:
    one = activity(
        1,
        date(2022, 11, 1),
        date(2023, 1, 31),
        (50, date(2022, 11, 30), date(2022, 11, 20)),
        (50, date(2023, 1, 31), None),
    )
    chart = gantt.draw(plan_of(one, baseline={"start": "2022-10-01", "end": "2022-12-31"}), {}, {}, TODAY)
    row = chart.rows[0]
    assert rects(row, "bar") == [(30.0, 90.0)]
    assert rects(row, "done") == [(30.0, 45.0)]
    assert rects(row, "shadow") == [(0.0, 90.0)]
    assert row.has_moved
    assert [x for x, _w in rects(row, "step")] == [58.0, 118.0]
    assert len(rects(row, "hollow")) == 1, "what is not done is hollow"


def test_a_line_leads_from_one_end_to_the_start_that_waits_for_it_through_the_rows_between() -> None:
    first = activity(1, date(2022, 10, 1), date(2022, 10, 31))
    between = activity(2, date(2022, 11, 1), date(2022, 11, 30))
    last = activity(3, date(2022, 12, 1), date(2022, 12, 31))
    chart = gantt.draw(
        plan_of(first, between, last), {"id3": [("id1", "ACT-1"), ("far", "ACT-9")]}, {}, TODAY
    )
    assert [w.number for w in chart.rows[2].waits] == [1, None]
    assert rects(chart.rows[1], "pass") == [(30.0, gantt.THIN)]
    assert (30.0, 30.0) in rects(chart.rows[2], "wait")
    assert len(rects(chart.rows[2], "tip")) == 1


def test_cancelled_work_is_not_drawn_and_what_runs_outside_the_plan_is() -> None:
    early = activity(1, date(2022, 8, 15), date(2022, 12, 31))
    gone = activity(2, date(2022, 10, 1), date(2022, 12, 31), state="cancelled")
    chart = gantt.draw(plan_of(early, gone), {}, {}, TODAY)
    assert [r.code for r in chart.rows] == ["ACT-1"]
    assert chart.months[0].name.th == "ส.ค."
    assert not chart.is_cut


def test_a_plan_that_waits_reads_its_predecessors(table: Table) -> None:
    one, two = table.accepted(), table.accepted(title="รอ")
    two.predecessors.append(ActivityPredecessor(activity_id=one.id, activity=one))
    table.session.flush()
    plan = table.fresh(table.collecting(table.fresh(one), table.fresh(two)))
    chart = gantt.read(table.session, plan)
    assert [[w.code for w in row.waits] for row in chart.rows] == [[], [one.code]]
