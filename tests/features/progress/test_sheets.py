"""A quarter's reports go out as a workbook and come back: differences first, then whole or not at all."""

from collections import Counter
from typing import Any

import pytest

from planhub.activities.models import JointActivity
from planhub.infra.sheets import Sheet, write_xlsx
from planhub.kernel import clock
from planhub.kernel.errors import Invalid
from planhub.progress.sheets.reports import KIND, filled
from planhub.record import audit, import_jobs
from planhub.record.import_check import Report, check
from tests.client import HouseClient
from tests.features.progress.conftest import BEGUN, Desk, at

NOW = at(2026, 1, 6, 3)
PLACE = {c.field.name: n for n, c in enumerate(KIND.columns)}


@pytest.fixture
def two(desk: Desk) -> list[JointActivity]:
    with clock.at(BEGUN):
        made = [desk.activity(f"กิจกรรม {n}") for n in range(2)]
    with clock.at(NOW):
        desk.generate()
    desk.session.commit()
    return made


def out(desk: Desk, login: str = "coordinator.codi") -> list[list[Any]]:
    """Give the rows of the template."""
    with clock.at(NOW):
        rows = filled(desk.session, desk.actor(login), {"fiscal_year": "2569", "quarter": "1"})
        return [list(row) for row in rows]


def say(rows: list[list[Any]], n: int, **said: Any) -> None:
    for name, value in said.items():
        rows[n][PLACE[name]] = value


def book(rows: list[list[Any]]) -> bytes:
    return write_xlsx(Sheet("รายงาน", [c.field.label for c in KIND.columns], rows))


def look(desk: Desk, rows: list[list[Any]], login: str = "coordinator.codi") -> Report:
    with clock.at(NOW):
        return check(desk.session, desk.actor(login), KIND, import_jobs.read("list.xlsx", book(rows)))


def keep(desk: Desk, rows: list[list[Any]]) -> dict[str, int]:
    with clock.at(NOW):
        actor = desk.actor("coordinator.codi")
        audit.act_as(desk.session, actor)
        report = check(desk.session, actor, KIND, import_jobs.read("list.xlsx", book(rows)))
        job = import_jobs.run(
            desk.session, actor, report, name="list.xlsx", content=book(rows), remove_gone=False
        )
        desk.session.flush()
        return {state: n for state, n in job.counts.items() if n}


def test_what_went_out_comes_back_unchanged(desk: Desk, two: list[JointActivity]) -> None:
    rows = out(desk)
    assert len(rows) == 2 * (1 + 2 + 2)
    assert look(desk, rows).counts == Counter(unchanged=10)


def test_a_filled_workbook_is_saved_as_the_form_would(desk: Desk, two: list[JointActivity]) -> None:
    rows = out(desk)
    say(rows, 0, status="on_track", summary="สำรวจครบ")
    say(rows, 1, actual=30)
    say(rows, 2, no_data_because="เก็บไตรมาสหน้า")
    say(rows, 3, committed=100_000, disbursed=80_000.5)

    assert look(desk, rows).counts == Counter(changed=4, unchanged=6)
    assert keep(desk, rows) == {"changed": 4, "unchanged": 6}

    first = next(r for a in two for r in desk.reports(a)[:1] if r.code == rows[0][0])
    assert (first.state, first.status, first.summary) == ("draft", "on_track", "สำรวจครบ")
    assert [str(f.actual) for f in first.figures] == ["30", "None"]
    assert (first.spending[0].committed, first.spending[0].disbursed) == (10_000_000, 8_000_050)
    assert (first.spending[1].committed, first.spending[1].disbursed) == (None, None)


def test_one_bad_row_saves_nothing(desk: Desk, two: list[JointActivity]) -> None:
    rows = out(desk)
    say(rows, 1, actual=30)
    say(rows, 6, actual="สามสิบ")
    say(rows, 5, actual=4)  # the words of a report have no figure
    rows.append([*rows[0]])
    say(rows, 10, report_code="RPT-2569-9999")

    report = look(desk, rows)
    assert report.counts["fault"] == 3
    with pytest.raises(Invalid):
        keep(desk, rows)
    desk.session.rollback()
    assert [desk.reports(a)[0].state for a in two] == ["open", "open"]


def test_what_was_changed_meanwhile_is_a_conflict(desk: Desk, two: list[JointActivity]) -> None:
    rows = out(desk)
    report = desk.reports(two[0])[0]
    with clock.at(NOW):
        desk.save(report, "area.roiet", summary="ของพื้นที่")
    n = next(n for n, row in enumerate(rows) if row[0] == report.code)
    say(rows, n, summary="ของสำนักงาน")
    assert look(desk, rows).counts["conflict"] == 1
    say(rows, n, summary=None)
    assert look(desk, rows).counts["conflict"] == 0  # an untouched row takes nothing back


def test_a_locked_report_and_anothers_are_refused(desk: Desk, two: list[JointActivity]) -> None:
    rows = out(desk)
    with clock.at(NOW):
        report = desk.accepted(desk.reports(two[0])[0])
    n = next(n for n, row in enumerate(rows) if row[0] == report.code)
    late = out(desk)
    say(late, n, summary="แก้หลังรับ")
    assert look(desk, late).counts["fault"] == 1
    assert (
        look(desk, rows, "coordinator.pmua").counts["fault"] == 5
    )  # what is accepted may be read, the other not


def test_the_page_leads_to_the_round_trip(desk: Desk, two: list[JointActivity], client: HouseClient) -> None:
    with clock.at(NOW):
        client.sign_in("coordinator.codi")
        page = client.get("/my-quarter").get_data(as_text=True)
        assert "/imports/quarter-reports/template.xlsx?fiscal_year=2569&amp;quarter=1" in page
        assert (
            client.get("/imports/quarter-reports/template.xlsx?fiscal_year=2569&quarter=1").data[:2] == b"PK"
        )
        assert client.get("/imports/quarter-reports").status_code == 200
