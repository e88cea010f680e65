"""From rows to the plain facts of a pack: pure, so that each rule can be tested without a database.

What comes out is JSON: texts in both languages as {"th", "en"}, money in whole satang, days in ISO, quantities as
decimal text. Nothing here decides what is shown; the papers choose and cut.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from planhub.activities import measures
from planhub.activities.measures import Light
from planhub.kernel.text import Text
from planhub.kernel.thai import quarter_span
from planhub.meetings.pack.reading import Material
from planhub.mou.choices import MAIN_STEPS
from planhub.mou.duties.obligations import unfulfilled
from planhub.places.matrix import CellState
from planhub.progress.measures import Quarter, period_of, window
from planhub.record.types import registry

SIGNS = {
    Light.GREEN: "good",
    Light.AMBER: "wait",
    Light.RED: "bad",
    Light.NOT_DUE: "ended",
    Light.NOT_REPORTED: "none",
}
"""The sign by which papers draw a light (templates/pdf/_charts.html)."""

URGENCY = (Light.RED, Light.NOT_REPORTED, Light.AMBER, Light.GREEN, Light.NOT_DUE)
"""What a reader should see first where a list is cut."""

_SIGN_OF_TONE = {
    "draft": "none",
    "active": "wait",
    "wait": "wait",
    "good": "good",
    "bad": "bad",
    "ended": "ended",
}

Facts = dict[str, Any]


def pair(text: Text) -> dict[str, str]:
    """Write a text in both languages."""
    return {"th": text.th, "en": text.en}


def state_of(record_type: str, version: int, key: str) -> Facts:
    """Write a state with its words and the sign by which papers draw it."""
    state = registry.get(record_type).machine(version).state(key)
    return {"key": key, "sign": _SIGN_OF_TONE[state.tone.value], **pair(state.label)}


def light_of(light: Light) -> Facts:
    """Write a light with its words and its sign."""
    return {"key": light.value, "sign": SIGNS[light], **pair(light.label)}


def iso(day: date | None) -> str | None:
    """Write a day, or nothing."""
    return None if day is None else day.isoformat()


def due_quarter(fiscal_year: int, day: date) -> int:
    """Give the newest quarter (1-4) of the fiscal year whose reports are due before `day`; 0 while none is."""
    over = [n for n in (1, 2, 3, 4) if window(fiscal_year, n)[1] < day]
    return max(over, default=0)


def newest_due(fiscal_year: int, day: date) -> Quarter | None:
    """Give the newest quarter whose reports are due before `day`; early in a year that is the last one of the year before."""
    for year in (fiscal_year, fiscal_year - 1):
        number = due_quarter(year, day)
        if number:
            return year, number
    return None


def speaking_quarter(fiscal_year: int, day: date) -> dict[str, int]:
    """Write the quarter whose reports speak on `day`; noughts while none is due at all."""
    year, number = newest_due(fiscal_year, day) or (0, 0)
    return {"quarter": number, "quarter_year": year}


# --- activities -------------------------------------------------------------------------------------------------


def activities(material: Material) -> list[Facts]:
    """Write every activity with its money, progress, light and what was last reported, in the order of codes."""
    return [_activity(material, row) for row in material.activities]


def _activity(material: Material, row: Any) -> Facts:
    question = material.question
    reports = material.reports.get(row.id, [])
    told = [r for r in reports if r.state != "waived"]
    last = told[-1] if told else None
    milestones = material.milestones.get(row.id, [])
    light, done, planned = _progress(material, row, milestones, reports)
    return {
        "code": row.code,
        "title": row.title,
        "lead": row.owner_org,
        "partners": [p.org for p in material.partners.get(row.id, []) if p.org != row.owner_org],
        "provinces": sorted({code[:2] for code in material.reach.get(row.id, [])}),
        "state": state_of("activities", row.workflow_version, row.state),
        "starts_on": iso(row.start),
        "ends_on": iso(row.end),
        "target": f"{row.target_count:,} {row.target_unit or ''}".strip() if row.target_count else None,
        "money": measures.total(material.lines.get(row.id, []))._asdict(),
        "light": light_of(light),
        "done": done,
        "planned": planned,
        "report": None if last is None else _report(last),
        "missing": _missing(question.fiscal_year, light, question.day),
        "origin": row.origin,
    }


def _report(report: Any) -> Facts:
    return {
        "code": report.code,
        "period": report.period,
        "obstacles": report.obstacles,
        "remedy": report.remedy,
        "submitted_on": iso(report.submitted_on),
    }


def _missing(fiscal_year: int, light: Light, day: date) -> str | None:
    due = newest_due(fiscal_year, day)
    return f"{due[1]}/{due[0]}" if light is Light.NOT_REPORTED and due else None


def _progress(
    material: Material, row: Any, milestones: Sequence[Any], reports: Sequence[Any]
) -> tuple[Light, int | None, int | None]:
    """Give the light, the per cent done and the per cent planned.

    Where a quarter's report is due, it speaks: without it nothing is known, which is neither red nor nought. Before
    the first report is due, and for a quarter that was waived, the milestones speak.
    """
    question = material.question
    if row.state == "completed":
        return Light.GREEN, measures.WHOLE, measures.WHOLE
    due = newest_due(question.fiscal_year, question.day)
    if row.state in measures.RESTING or due is None or _began_after(row, *due):
        return _by_milestones(row, milestones, question.day)
    period = period_of(*due)
    report = next((r for r in reversed(reports) if r.period >= period), None)
    if report is None:
        return Light.NOT_REPORTED, None, None
    if report.state == "waived" or report.reported_pct is None:
        return _by_milestones(row, milestones, question.day)
    planned = report.planned_pct
    if planned is None:
        planned = measures.planned_progress(milestones, quarter_span(report.fiscal_year, report.quarter)[1])
    standing = measures.Standing(report.reported_pct, planned, row.end, reported=True)
    return measures.light(standing, question.day), report.reported_pct, planned


def _began_after(row: Any, fiscal_year: int, number: int) -> bool:
    return row.start is not None and row.start > quarter_span(fiscal_year, number)[1]


def _by_milestones(row: Any, milestones: Sequence[Any], day: date) -> tuple[Light, int | None, int | None]:
    light = measures.light_of(row, milestones, day)
    if light is Light.NOT_REPORTED:
        return light, None, None
    return light, measures.physical_progress(milestones), measures.planned_progress(milestones, day)


def lights(rows: Iterable[Facts]) -> dict[str, int]:
    """Count activities by light; every light is named."""
    counts = {light.value: 0 for light in Light}
    for row in rows:
        counts[row["light"]["key"]] += 1
    return counts


_RANK = {light.value: n for n, light in enumerate(URGENCY)}


def by_urgency(rows: Iterable[Facts]) -> list[Facts]:
    """Put activities into the order in which a reader should see them."""
    return sorted(rows, key=lambda row: (_RANK[row["light"]["key"]], row["code"]))


# --- indicators -------------------------------------------------------------------------------------------------


def indicators(material: Material, activity_id: str, code: str) -> list[Facts]:
    """Write the indicators of an activity with target and what was reached; None where nobody has reported."""
    values = material.values.get(activity_id, [])
    return [_indicator(one, values, code) for one in material.indicators.get(activity_id, [])]


def _indicator(one: Any, values: Sequence[Any], code: str) -> Facts:
    actual = measures.actual_of(one, values)
    told = [v for v in values if v.indicator == one.name and v.actual is not None]
    return {
        "name": one.name,
        "unit": one.unit,
        "kind": one.kind,
        "activity": code,
        "baseline": quantity(one.baseline),
        "target": quantity(one.target),
        "actual": quantity(actual),
        "percent": measures.achieved_percent(one, actual),
        "period": f"{told[-1].quarter}/{told[-1].fiscal_year}" if told else None,
    }


def quantity(value: Decimal | None) -> str | None:
    """Write a quantity with comma groups; None stays None."""
    return None if value is None else f"{value:,f}"


# --- MOUs -------------------------------------------------------------------------------------------------------


def mous(material: Material) -> list[Facts]:
    """Write every MOU with its parties, its days and the board of its lanes."""
    return [_mou(material, row) for row in material.mous]


def _mou(material: Material, row: Any) -> Facts:
    day = material.question.day
    parties = [p.org for p in material.mou_parties.get(row.id, [])] or [row.owner_org]
    machine = registry.get("mous").machine(row.workflow_version)
    newest: dict[tuple[str, str], Any] = {}
    for lane in material.lanes.get(row.id, []):
        newest[lane.kind, lane.org_code] = _later(newest.get((lane.kind, lane.org_code)), lane)
    board = [
        {
            "org": org,
            "cells": [
                _cell(newest.get((lanes.key, org))) for lanes in machine.lanes if lanes.key in MAIN_STEPS
            ],
        }
        for org in parties
    ]
    return {
        "code": row.code,
        "title": row.title,
        "official_no": row.official_no,
        "parties": parties,
        "state": state_of("mous", row.workflow_version, row.state),
        "since": iso(row.state_since.date()),
        "starts_on": iso(row.starts_on),
        "ends_on": iso(row.ends_on),
        "days_left": (row.ends_on - day).days if row.ends_on and row.state == "in_force" else None,
        "ceremony_on": iso(row.ceremony_on),
        "steps": [pair(lanes.label) for lanes in machine.lanes if lanes.key in MAIN_STEPS],
        "unfulfilled": [
            {"org": one.org, "text": one.duty.text, "standing": pair(one.standing.words)}
            for one in unfulfilled(material.duties.get(row.id, ()))
        ],
        "board": board,
        "provinces": sorted({code[:2] for code in material.reach.get(row.id, [])}),
        "origin": row.origin,
    }


def _later(before: Any, lane: Any) -> Any:
    """Of one agency's steps, the one that counts: the newest round, and in it the first step that is not done."""
    if before is None or lane.round > before.round:
        return lane
    return lane if before.status == "done" else before


_LANES = {
    "done": ("good", Text("แล้ว", "done")),
    "waiting": ("wait", Text("รอ", "waiting")),
    "queued": ("wait", Text("รอลำดับ", "queued")),
    "returned": ("bad", Text("ส่งกลับ", "returned")),
    "void": ("none", Text("ต้องทำใหม่", "again")),
}
_NOT_YET = ("none", Text("ยังไม่ถึง", "not yet"))


def _cell(lane: Any) -> Facts:
    sign, words = _LANES[lane.status] if lane else _NOT_YET
    return {"sign": sign, **pair(words), "since": iso(lane.since.date()) if lane else None}


# --- money ------------------------------------------------------------------------------------------------------


def budget(material: Material, order: Sequence[tuple[str, Text]]) -> Facts:
    """Write agency × source; every figure is a sum of lines, each line counted once."""
    lines = [line for rows in material.lines.values() for line in rows]
    table = measures.budget_table(lines, [key for key, _ in order])
    words = dict(order)
    return {
        "sources": [{"key": key, **pair(words[key])} for key in table.sources],
        "rows": [
            {
                "org": row.org,
                "by_source": {key: money._asdict() for key, money in row.by_source.items()},
                "total": row.total._asdict(),
            }
            for row in table.rows
        ],
        "by_source": {key: money._asdict() for key, money in table.by_source.items()},
        "total": table.total._asdict(),
    }


# --- places -----------------------------------------------------------------------------------------------------

_CELLS = {CellState.CONFIRMED: "confirmed", CellState.BELOW: "below", CellState.POSSIBLE: "possible"}


def overlap(material: Material) -> Facts:
    """Write the matrix of provinces, the fullest overlap first."""
    matrix = material.overlap
    names = {area.code: area.name for area in material.areas}
    return {
        "orgs": list(matrix.orgs),
        "nationwide": [
            {"code": p.code, "org": p.org, **pair(p.name)} for p in matrix.programmes if p.nationwide
        ],
        "rows": [
            {
                "code": row.place.code,
                "name": pair(names.get(row.place.code, row.place.name)),
                "cells": {
                    org: {"state": _CELLS[cell.state], "below": cell.below}
                    for org, cell in row.agencies.items()
                },
                "agencies": row.confirmed_agencies,
                "possible": row.possible_agencies,
                "kind": row.overlap.value,
                "districts": row.joint_districts,
                "subdistricts": row.joint_subdistricts,
            }
            for row in matrix.rows
        ],
    }


def agencies_in(material: Material, province: str) -> list[Facts]:
    """Write who works in a province: programmes, and how many districts and subdistricts they name."""
    found: dict[str, Facts] = {}
    for row in material.presences:
        if not row.area_code.startswith(province):
            continue
        agency = found.setdefault(
            row.org_code, {"org": row.org_code, "programmes": {}, "areas": set(), "origins": set()}
        )
        agency["programmes"][row.code] = {"th": row.name_th, "en": row.name_en}
        agency["areas"].add(row.area_code)
        agency["origins"].add(row.origin)
    return [_agency(one) for one in found.values()]


def _agency(one: Facts) -> Facts:
    areas = one["areas"]
    return {
        "org": one["org"],
        "programmes": [{"code": code, **name} for code, name in one["programmes"].items()],
        "districts": len({code[:4] for code in areas if len(code) >= 4}),
        "subdistricts": len({code for code in areas if len(code) == 6}),
        "origins": sorted(one["origins"]),
    }


# --- lessons ----------------------------------------------------------------------------------------------------


def lessons(material: Material) -> list[Facts]:
    """Write the published lessons, the newest first."""
    return [
        {
            "code": row.code,
            "title": row.title,
            "org": row.owner_org,
            "agencies": list(row.agencies or []),
            "done": row.what_was_done,
            "result": row.result,
            "conditions": row.success_factors,
            "usable_where": row.usable_where,
            "directions": list(row.directions or []),
            "provinces": sorted({code[:2] for code in material.reach.get(row.id, [])}),
            "published_on": iso(row.published_on),
            "source": row.source,
            "origin": row.origin,
        }
        for row in material.lessons
    ]
