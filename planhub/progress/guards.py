"""The conditions of a report's moves, each with the sentence that says what is missing (rule R19)."""

from collections.abc import Iterator
from typing import Any

from planhub.activities.basis import ended_reason, over_since
from planhub.activities.choices import BUDGET_SOURCES
from planhub.activities.measures import planned_progress
from planhub.kernel.errors import Reason
from planhub.kernel.text import Text, plain
from planhub.kernel.thai import quarter_span
from planhub.kernel.workflow import Case, Guard
from planhub.progress.measures import done_pct, so_far
from planhub.record.rules import ORGS

FILES = "files"
"""Fact: how many files the report has."""

_SOURCES = dict(BUDGET_SOURCES)


def derived_pct(report: Any) -> int | None:
    """Give the progress that milestones or outputs say for the end of the quarter; None where they say nothing.

    The report's activity must be loaded with milestones, indicators and their values.
    """
    activity = report.activity
    end = quarter_span(report.fiscal_year, report.quarter)[1]
    outputs = [i for i in activity.indicators if i.kind == "output"]
    return done_pct(activity.milestones, [(to_date(report, i), i.target) for i in outputs], end)


def planned(report: Any) -> int | None:
    """Give the progress that was planned for the end of the quarter; None where no step has a day."""
    end = quarter_span(report.fiscal_year, report.quarter)[1]
    return planned_progress(report.activity.milestones, end)


def to_date(report: Any, indicator: Any) -> Any:
    """Give an indicator's value up to and with the report's quarter."""
    now = (report.fiscal_year, report.quarter)
    before = sorted(
        (v for v in report.activity.indicator_values if v.indicator == indicator.name),
        key=lambda v: (v.fiscal_year, v.quarter),
    )
    earlier = [v.actual for v in before if (v.fiscal_year, v.quarter) < now]
    mine = next((f.actual for f in report.figures if f.indicator == indicator.name), None)
    return so_far(earlier, mine, cumulative=indicator.cumulative)


def line_key(row: Any) -> tuple[str, str, int]:
    """Name a budget line within its activity."""
    return (row.org, row.source, row.fiscal_year)


def _reason(key: str, words: Text, field: str | None = None) -> Reason:
    return Reason(key, words, field)


def _window_open(case: Case) -> Iterator[Reason]:
    if case.today < case.record.opens_on:
        yield _reason("not_due", Text("ยังไม่ถึงรอบรายงาน", "The window is not open yet"))


def _written(case: Case) -> Iterator[Reason]:
    if case.record.content_hash == case.record.entered_hash:
        yield _reason("unchanged", Text("ยังไม่มีการกรอก", "Nothing was written yet"))


def _status(case: Case) -> Iterator[Reason]:
    if case.record.status is None:
        yield _reason(
            "status", Text("โปรดระบุผลเทียบแผนโดยรวม", "Please say how it stands against the plan"), "status"
        )


def _narrative(case: Case) -> Iterator[Reason]:
    if case.record.status != "off_track":
        return
    for name, words in (
        ("obstacles", Text("ไม่เป็นไปตามแผน โปรดระบุปัญหาอุปสรรค", "Off track: please name the obstacles")),
        ("remedy", Text("ไม่เป็นไปตามแผน โปรดระบุแนวทางแก้ไข", "Off track: please name the remedy")),
    ):
        if not getattr(case.record, name):
            yield _reason(name, words, name)


def _progress(case: Case) -> Iterator[Reason]:
    typed, derived = case.record.physical_pct, derived_pct(case.record)
    if typed is not None and typed != derived and not case.record.pct_reason:
        said = Text("ร้อยละ {n}", "{n} per cent").format(n=derived) if derived is not None else _NOTHING
        yield _reason(
            "pct_reason",
            Text(
                "ระบุร้อยละ {typed} ต่างจากที่คำนวณจากขั้นตอนงาน ({derived}) โปรดให้เหตุผล",
                "{typed} per cent is not what the milestones say ({derived}); please say why",
            ).format(typed=typed, derived=said),
            "pct_reason",
        )
    reached = typed if typed is not None else derived
    if reached == 100 and not case.record.evidence and not case.facts.get(FILES):
        yield _reason(
            "evidence",
            Text(
                "ความก้าวหน้าร้อยละ 100 ต้องแนบไฟล์หรือระบุหลักฐาน",
                "100 per cent needs a file or a reference as evidence",
            ),
            "evidence",
        )


_NOTHING = Text("ยังไม่มีข้อมูลให้คำนวณ", "nothing to derive it from")


def _figures(case: Case) -> Iterator[Reason]:
    told = {f.indicator: f for f in case.record.figures}
    known = [i.name for i in case.record.activity.indicators]
    for name in known:
        row = told.get(name)
        if row is None or (row.actual is None and not row.no_data_because):
            yield _reason(
                f"figure_{known.index(name)}",
                Text(
                    "โปรดระบุผลของ “{name}” หรือเหตุที่ไม่มีข้อมูล", "Please give “{name}”, or why there is no data"
                ).format(name=plain(name)),
                "figures",
            )
    for name in sorted(set(told) - set(known)):
        yield _reason(
            "unknown_figure",
            Text("กิจกรรมไม่มีตัวชี้วัด “{name}”", "The activity has no indicator “{name}”").format(
                name=plain(name)
            ),
            "figures",
        )


def _money(case: Case) -> Iterator[Reason]:
    lines = {line_key(line) for line in case.record.activity.budget_lines}
    rows = {line_key(row): row for row in case.record.spending}
    for org, source, year in sorted(lines ^ set(rows)):
        there = (org, source, year) in rows
        words = (
            Text("กิจกรรมไม่มีรายการงบประมาณ {line}", "The activity has no budget line {line}")
            if there
            else Text("ยังไม่รายงานงบประมาณ {line}", "Nothing is reported for the budget line {line}")
        )
        yield _reason("line", words.format(line=_line(case, (org, source, year))), "spending")
    for key, row in sorted(rows.items()):
        yield from _spent(_line(case, key), row)


def _spent(line: Text, row: Any) -> Iterator[Reason]:
    if row.disbursed is None and not row.explanation:
        yield _reason(
            "spent",
            Text(
                "โปรดระบุยอดเบิกจ่ายของ {line} (ไม่มีให้ใส่ 0) หรือคำอธิบาย",
                "Please give what was disbursed of {line} (0 if nothing), or an explanation",
            ).format(line=line),
            "spending",
        )
    if (row.disbursed or 0) > (row.committed or 0) and not row.explanation:
        yield _reason(
            "overspent",
            Text(
                "ยอดเบิกจ่ายของ {line} มากกว่ายอดผูกพัน โปรดอธิบาย",
                "More of {line} is disbursed than committed; please explain",
            ).format(line=line),
            "spending",
        )


def _line(case: Case, key: tuple[str, str, int]) -> Text:
    org, source, year = key
    words = {
        "org": case.facts.get(ORGS, {}).get(org, plain(org)),
        "source": _SOURCES.get(source, plain(source)),
    }
    return Text("{org} · {source} · {year}", "{org} · {source} · {year}").format(**words, year=year)


def _within_mou(case: Case) -> Iterator[Reason]:
    """Refuse rows dated after the MOU's end (rule S6): a quarter that begins after it rests on nothing."""
    report = case.record
    last = over_since(report.activity, case.today)
    if last is not None and quarter_span(report.fiscal_year, report.quarter)[0] > last:
        yield _reason("mou_ended", ended_reason(report.activity, last))


WITHIN_MOU = Guard("within_mou", Text("อยู่ในอายุบันทึกข้อตกลง", "the MOU covers the quarter"), _within_mou)
WINDOW_OPEN = Guard("window_open", Text("ถึงรอบรายงาน", "the window is open"), _window_open)
WRITTEN = Guard("written", Text("มีการกรอกแล้ว", "something was written"), _written)
STATUS = Guard("status", Text("ระบุผลเทียบแผน", "it says how it stands"), _status)
NARRATIVE = Guard(
    "narrative",
    Text("อธิบายเมื่อไม่เป็นไปตามแผน", "obstacles and remedy where it is off track"),
    _narrative,
)
PROGRESS = Guard(
    "progress",
    Text("ร้อยละมีที่มา และร้อยละ 100 มีหลักฐาน", "the per cent has a reason, and 100 per cent has evidence"),
    _progress,
)
FIGURES = Guard("figures", Text("ตัวชี้วัดครบหรือบอกเหตุที่ไม่มี", "every indicator has a value or a reason"), _figures)
MONEY = Guard(
    "money",
    Text("ยอดเงินครบและอธิบายได้", "every budget line is told and not over its commitment unexplained"),
    _money,
)
