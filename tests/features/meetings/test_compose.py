"""What follows from rows: the quarter that speaks, lights, boards, risks; and cutting Thai text short."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from planhub.activities.measures import Light
from planhub.kernel.access import SYSTEM
from planhub.meetings.pack import compose, summary
from planhub.meetings.pack.cutting import cut
from planhub.meetings.pack.reading import Question
from tests.features.meetings import sample, world


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2022, 10, 10), (2565, 3)),
        (date(2022, 10, 16), (2565, 4)),
        (date(2023, 1, 15), (2565, 4)),
        (date(2023, 1, 16), (2566, 1)),
        (date(2023, 9, 30), (2566, 3)),
    ],
)
def test_the_quarter_that_speaks_is_the_newest_whose_reports_are_due(day: date, due: tuple[int, int]) -> None:
    assert compose.newest_due(2566, day) == due
    assert compose.speaking_quarter(2566, day) == {"quarter": due[1], "quarter_year": due[0]}


def activity(**given: Any) -> SimpleNamespace:
    usual = {"id": "a", "state": "in_progress", "start": date(2022, 10, 15), "end": date(2023, 9, 30)}
    return SimpleNamespace(**usual | given)


def report(**given: Any) -> SimpleNamespace:
    usual = {
        "state": "accepted",
        "period": "2566-1",
        "fiscal_year": 2566,
        "quarter": 1,
        "reported_pct": 30,
        "planned_pct": 30,
    }
    return SimpleNamespace(**usual | given)


STEPS = (
    SimpleNamespace(weight=40, due_on=date(2022, 12, 15), done_on=None),
    SimpleNamespace(weight=60, due_on=date(2023, 8, 31), done_on=None),
)


@pytest.mark.parametrize(
    ("row", "reports", "expected"),
    [
        (activity(), [report()], (Light.GREEN, 30, 30)),
        (activity(), [report(reported_pct=24)], (Light.AMBER, 24, 30)),
        (activity(), [report(reported_pct=20)], (Light.RED, 20, 30)),
        (activity(), [], (Light.NOT_REPORTED, None, None)),
        (
            activity(),
            [report(period="2565-4", quarter=4, fiscal_year=2565)],
            (Light.NOT_REPORTED, None, None),
        ),
        (activity(), [report(reported_pct=35, planned_pct=None)], (Light.AMBER, 35, 40)),
        (activity(end=date(2023, 1, 31)), [report(reported_pct=95, planned_pct=100)], (Light.RED, 95, 100)),
        (activity(start=date(2023, 1, 10)), [], (Light.NOT_REPORTED, None, None)),
        (activity(state="postponed"), [], (Light.NOT_DUE, 0, 40)),
        (activity(state="completed"), [], (Light.GREEN, 100, 100)),
        (activity(), [report(state="waived")], (Light.NOT_REPORTED, None, None)),
    ],
    ids=[
        "on plan",
        "slow",
        "off plan",
        "no report",
        "only an old report",
        "planned from the steps",
        "past its end",
        "begun after the quarter, its steps speak",
        "resting",
        "completed",
        "waived, its steps speak",
    ],
)
def test_the_light_and_what_it_stands_on(
    row: Any, reports: list[Any], expected: tuple[Light, Any, Any]
) -> None:
    material: Any = SimpleNamespace(question=Question(SYSTEM, world.YEAR, world.NOW))
    assert compose._progress(material, row, STEPS, reports) == expected


def test_the_lane_that_counts_is_that_of_the_newest_round_and_the_first_step_not_done() -> None:
    def lane(number: int, step: int, status: str) -> Any:
        return SimpleNamespace(round=number, step=step, status=status)

    found = None
    for one in (lane(1, 1, "returned"), lane(2, 1, "done"), lane(2, 2, "waiting"), lane(2, 3, "queued")):
        found = compose._later(found, one)
    assert found is not None
    assert (found.round, found.step, found.status) == (2, 2, "waiting")


def test_activities_come_in_the_order_in_which_they_should_be_seen() -> None:
    rows = [{"code": str(n), "light": {"key": light.value}} for n, light in enumerate(Light)]
    assert [row["light"]["key"] for row in compose.by_urgency(rows)] == [
        "red",
        "not_reported",
        "amber",
        "green",
        "not_due",
    ]


# --- the executive page -----------------------------------------------------------------------------------------


def test_the_most_pressing_risks_come_first_and_never_more_than_three() -> None:
    figures = sample.content(3)
    found = summary.risks(figures)
    assert [risk["section"] for risk in found] == ["mous", "activities", "follow-up"]
    assert "MOU-2563-0004" in found[0]["text"]["th"]
    assert "เหลือ 69 วัน" in found[0]["text"]["th"]

    calm = {**figures, "mous": [], "follow_up": [], "missing": [], "activities": []}
    calm["budget"] = {"total": {"disbursed": 39, "allocated": 100}}
    calm["overlap"] = {"rows": []}
    assert summary.risks(calm) == []
    calm["budget"] = {"total": {"disbursed": 10, "allocated": 100}}
    assert [risk["section"] for risk in summary.risks(calm)] == ["budget"]


def test_figures_carry_their_source_and_count_what_they_say() -> None:
    figures = {figure["key"]: figure for figure in summary.figures(sample.content(3))}
    assert list(figures) == ["overlap", "plans", "mous", "activities", "budget", "follow-up"]
    assert all(figure["source"]["th"] and figure["source"]["en"] for figure in figures.values())
    assert figures["follow-up"]["value"] == "4"
    assert figures["follow-up"]["note"]["th"] == "เกินกำหนด 1 เรื่อง"
    nothing = {**sample.content(3), "budget": {"total": {"disbursed": 0, "allocated": 0}}}
    money = next(f for f in summary.figures(nothing) if f["key"] == "budget")
    assert money["value"] == "–", "nothing allocated is not nought per cent"


# --- cutting ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("สั้น", 10, "สั้น"),
        ("  สอง\n คำ ", 10, "สอง คำ"),
        ("ประชุมคณะทำงานร่วม ครั้งที่ 1", 20, "ประชุมคณะทำงานร่วม…"),
        ("น้ำน้ำน้ำ", 6, "น้ำ…"),
        ("กระเป๋า", 5, "กระ…"),
        ("abcdefghij", 5, "abcd…"),
    ],
)
def test_text_is_cut_where_a_reader_can_bear_it(text: str, most: int, expected: str) -> None:
    assert cut(text, most) == expected
    assert len(cut(text, most)) <= most
