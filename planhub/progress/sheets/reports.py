"""Reports of a quarter as a list: the words of each report, its figures and its money, a row each.

The template goes out filled; what comes back is compared with what stands, and is saved through the same doors as the
forms: rights, locked states, and what somebody else changed meanwhile (by each row's mark) hold here too.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.kernel.errors import Denied, Invalid
from planhub.kernel.fields import Field, Kind, dump
from planhub.kernel.text import Text
from planhub.progress import fields
from planhub.progress.grid.asked import last_over
from planhub.progress.models import ProgressReport, ReportFigure
from planhub.progress.quarter import reading
from planhub.progress.records import REPORTS
from planhub.progress.rules import EDIT, POLICY, VIEW
from planhub.record import access, services
from planhub.record.import_check import Report, Row
from planhub.record.import_jobs import ImportJob
from planhub.record.imports import Column, ImportKind, mark_of

NAME = "quarter-reports"
WORDS, FIGURES, MONEY = "report", "figure", "money"
"""What a row is about."""

_OF: Mapping[str, tuple[str, ...]] = {
    WORDS: ("status", "summary", "obstacles", "remedy", "next_plan", "lesson"),
    FIGURES: ("actual", "no_data_because", "source", "as_of"),
    MONEY: ("committed", "disbursed", "explanation"),
}
"""The columns that each of them has."""
_FIELDS = {f.name: f for f in (*fields.FIELDS, *fields.SPENDING_FIELDS, *fields.FIGURE_FIELDS)}
_COMPARED = tuple(name for names in _OF.values() for name in names)

_NO_REPORT = Text("ไม่มีรายงานรหัส “{code}” หรือท่านไม่มีสิทธิ์อ่าน", "There is no report “{code}” that you may read")
_NO_LINE = Text("รายงานนี้ไม่มีรายการ “{line}”", "The report has no line “{line}”")
_NOT_HERE = Text("ใส่ในแถวนี้ไม่ได้", "This does not belong into this row")
_CLOSED = Text("รายงานนี้แก้ไขไม่ได้ในขั้นตอนนี้", "This report cannot be changed at this step")
_REFUSED = Text("แถว {n}: {why}", "row {n}: {why}")


def _rows(report: ProgressReport) -> Iterator[dict[str, Any]]:
    """Give the rows of a report as the list writes them."""
    yield _row(report, WORDS, report.id, WORDS, report)
    for figure in report.figures:
        yield _row(report, f"{FIGURES}: {figure.indicator}", figure.id, FIGURES, figure)
    for money in report.spending:
        line = f"{MONEY}: {money.org} {money.source} {money.fiscal_year}"
        yield _row(report, line, money.id, MONEY, money)


def _row(report: ProgressReport, line: str, key: str, what: str, of: Any) -> dict[str, Any]:
    told = {name: getattr(of, name) if name in _OF[what] else None for name in _COMPARED}
    return {"id": key, "version": 1, "report_code": report.code, "line": line, "what": what, **told}


class Reports:
    """One import of a quarter's reports."""

    def __init__(self, session: Session, actor: Actor, said: Mapping[str, str]) -> None:
        """Remember whose import it is."""
        del said
        self.session, self.actor = session, actor
        self.reports: dict[str, ProgressReport] = {}
        self.open: set[str] = set()
        self.known: dict[tuple[str, str], dict[str, Any]] = {}

    def prepare(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Read the reports that the rows name, all at once."""
        codes = sorted({row["report_code"] for row in rows if row.get("report_code")})
        query = (
            select(ProgressReport)
            .where(ProgressReport.code.in_(codes), access.visible(self.actor, VIEW, REPORTS))
            .options(*reading.WITH)
        )
        for report in self.session.scalars(query):
            self.reports[report.code] = report
            if access.may(self.actor, EDIT, report):
                self.open.add(report.code)
            for row in _rows(report):
                self.known[row["report_code"], row["line"]] = row

    def resolve(self, values: dict[str, Any]) -> Mapping[str, Text]:
        """Find the report and the line that are meant."""
        code, line = values["report_code"], " ".join(values["line"].split())
        if code not in self.reports:
            return {"report_code": _NO_REPORT.format(code=code)}
        standing = self.known.get((code, line))
        if standing is None:
            return {"line": _NO_LINE.format(line=line)}
        values["line"] = line
        mine = _OF[standing["what"]]
        return {
            name: _NOT_HERE for name in _COMPARED if name not in mine and values.get(name) not in (None, "")
        }

    def standing(self, rows: Sequence[Mapping[str, Any]]) -> ColumnElement[bool]:
        """Not asked: `stands` answers."""
        del rows
        return false()

    def stands(self, rows: Sequence[Mapping[str, Any]]) -> dict[tuple[Any, ...], dict[str, Any]]:
        """Give the rows that stand, read by `prepare`."""
        asked = {(row["report_code"], row["line"]) for row in rows}
        return {key: values for key, values in self.known.items() if key in asked}

    def stamp(self) -> Mapping[str, Any]:
        """Nothing: rows are saved by the house's own services."""
        return {}

    def judge(self, row: Row) -> Mapping[str, Text]:
        """Refuse what the state or the reader's post does not allow."""
        return {} if row.values["report_code"] in self.open else {"report_code": _CLOSED}


# --- saving -----------------------------------------------------------------------------------------------------


def save(
    session: Session, actor: Actor, job: ImportJob, report: Report, *, remove_gone: bool
) -> dict[str, int]:
    """Save the changed rows, report by report. Raises `Invalid` and `Conflict`; then nothing is saved."""
    del remove_gone  # the lines of a report follow from its activity
    job.post_title = next((str(s.post_title.th) for s in actor.standings if s.post_title), None)
    by_code: dict[str, list[Row]] = {}
    for row in report.of("changed"):
        by_code.setdefault(row.values["report_code"], []).append(row)
    for code, rows in sorted(by_code.items()):
        record = services.load(session, REPORTS, code, lock=True)
        try:
            services.save(session, actor, record, _raw(record, rows), version=record.version)
        except (Invalid, Denied) as refusal:
            whys = (
                [why for texts in refusal.errors.values() for why in texts]
                if isinstance(refusal, Invalid)
                else [refusal.message]
            )
            number = rows[0].number
            raise Invalid({"file": [_REFUSED.format(n=number, why=why) for why in whys]}) from None
    states = ("added", "changed", "unchanged", "repeated", "skipped")
    return {state: report.counts[state] for state in states}


def _raw(record: ProgressReport, rows: Sequence[Row]) -> dict[str, Any]:
    """Give what a form would send: the changed words, and both lists whole where one of their rows changed."""
    said = {row.row_id: {name: new for name, _old, new in row.changes} for row in rows}
    raw = {name: _text(name, value) for name, value in said.get(record.id, {}).items()}
    for name, there, columns in (
        ("figures", record.figures, fields.FIGURE_FIELDS),
        ("spending", record.spending, fields.SPENDING_FIELDS),
    ):
        if any(row.id in said for row in there):
            raw[name] = [
                {"id": row.id}
                | {f.name: dump(f, said.get(row.id, {}).get(f.name, getattr(row, f.name))) for f in columns}
                for row in there
            ]
    return raw


def _text(name: str, value: Any) -> Any:
    return None if value is None else dump(_FIELDS[name], value)


# --- the template -----------------------------------------------------------------------------------------------


def filled(session: Session, actor: Actor, said: Mapping[str, str]) -> Iterator[Sequence[Any]]:
    """Give one's own reports of a quarter as the template holds them: the one that is being reported unless told."""
    year, number = last_over()
    year = int(said.get("fiscal_year") or year)
    number = int(said.get("quarter") or number)
    for line in reading.read(session, actor, year, number).lines:
        units = {i.name: i.unit for i in line.report.activity.indicators}
        for row in _rows(line.report):
            row["report_row"] = mark_of(KIND, row)
            row["told"] = _told(line, row, units)
            yield [_written(c.field, row.get(c.field.name)) for c in KIND.columns]


def _told(line: reading.Line, row: Mapping[str, Any], units: Mapping[str, str]) -> str:
    if row["what"] == FIGURES:
        return units.get(str(row["line"]).partition(": ")[2], "")
    return line.report.activity.title if row["what"] == WORDS else str(Text("บาท สะสม", "baht to date"))


def _written(one: Field, value: Any) -> Any:
    if value is not None and one.kind is Kind.MONEY:
        return Decimal(value) / 100
    return value


def _column(name: str, *heads: str) -> Column:
    return Column(_FIELDS[name], heads)


KIND = ImportKind(
    name=NAME,
    label=Text("รายงานความก้าวหน้าของไตรมาส", "Reports of a quarter"),
    about=Text(
        "หนึ่งแถวคือข้อความของรายงานหนึ่งฉบับ ผลของตัวชี้วัดหนึ่งตัว หรือเงินหนึ่งรายการ",
        "A row is the words of a report, one of its figures, or one of its lines of money",
    ),
    model=ReportFigure,
    columns=(
        Column(
            Field("report_code", Kind.LINE, Text("รหัสรายงาน", "Report code"), required=True, max=40),
            ("รายงาน",),
        ),
        Column(Field("line", Kind.LINE, Text("รายการ (ไม่ต้องแก้)", "Line (leave as it is)"), required=True, max=400)),
        Column(Field("told", Kind.LINE, Text("กิจกรรมหรือหน่วย (ไม่ต้องแก้)", "Activity or unit (leave as it is)"), max=600)),
        _column("actual", "ผลไตรมาสนี้"),
        _column("no_data_because"),
        _column("source"),
        _column("as_of"),
        _column("committed"),
        _column("disbursed"),
        _column("explanation"),
        _column("status"),
        *(_column(name) for name in ("summary", "obstacles", "remedy", "next_plan", "lesson")),
        Column(
            Field("report_row", Kind.LINE, Text("รหัสแถว (ไม่ต้องแก้)", "Row (leave as it is)"), max=80), hidden=True
        ),
    ),
    key=("report_code", "line"),
    compared=_COMPARED,
    may=lambda actor: POLICY.ever(actor, EDIT),
    begin=Reports,
    places=False,
    write=save,
    shows="my_quarter.index",
    filled=filled,
    prepare=Reports.prepare,
    stands=Reports.stands,
    judge=Reports.judge,
    mark="report_row",
    named=("report_code", "line"),
)  # fmt: skip
