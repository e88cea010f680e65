"""The pages by which lists come in: what a list needs, the check with its choices, and the save."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from flask import Blueprint, Response, flash, make_response, request
from sqlalchemy.orm import Session

from planhub.infra import sheets
from planhub.infra.sheet_reading import MOST_ROWS
from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.errors import Conflict, Invalid, NotFound
from planhub.kernel.fields import Field, Kind, parse_all
from planhub.kernel.numbers import format_money
from planhub.kernel.text import Text
from planhub.kernel.thai import format_date
from planhub.places.matching import Gazetteer, Written
from planhub.places.models import ORIGINS
from planhub.record import access, import_jobs
from planhub.record.import_check import MINE, OPEN, SKIP, STATES, Report, Row
from planhub.record.import_jobs import ImportJob
from planhub.record.imports import KINDS, ImportKind
from planhub.ui.actor import current_actor, current_session
from planhub.ui.choosers import Choosers
from planhub.ui.forms import RecordForm
from planhub.ui.inputs import Inputs
from planhub.ui.pages import page, see, where

blueprint = Blueprint("imports", __name__)

SHOWN = {"fault": 100, "conflict": 100, "changed": 100, "added": 50, "unchanged": 20, "repeated": 20}
"""Rows of each state on a page; all of them are in the result that can be downloaded."""
GONE_SHOWN = 100
"""Rows that a list lacks, on a page."""
MOST_GROUPS = 100
"""Areas to choose on one page."""


@blueprint.get("/imports")
def index() -> Response:
    """Show the kinds of lists that the reader may bring, and the lists they brought."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    kinds = KINDS.all()
    return page(
        "imports/index.html",
        kinds=[kind for kind in kinds if kind.may(actor)],
        jobs=import_jobs.list_jobs(session, actor),
        names={kind.name: kind.label for kind in kinds},
    )


@blueprint.route("/imports/<string:name>", methods=["GET", "POST"])
def bring(name: str) -> Response:
    """Take a list, as a file or as pasted cells, and check it."""
    session, actor = current_session(), current_actor()
    kind = import_jobs.authorise(actor, name)
    inputs = Inputs(request.args if request.method == "GET" else request.form)
    fields = tuple(kind.asks(session, actor))
    form = RecordForm(fields, (), inputs, Choosers(session, actor, inputs))
    if request.method == "GET":
        return _bring_page(kind, form)
    try:
        said = _said(form, fields)
        file_name, content = _brought()
        job = import_jobs.start(session, actor, kind, name=file_name, content=content, said=said)
    except Invalid as refusal:
        form.mark(refusal.errors)
        return _bring_page(kind, form, status=422)
    session.flush()  # the address needs the id
    return see("imports.look", name=kind.name, job_id=job.id)


def _bring_page(kind: ImportKind, form: RecordForm, *, status: int = 200) -> Response:
    said = {name: value for name, value in form.inputs.items() if name not in ("pasted", "csrf_token")}
    return page(
        "imports/bring.html",
        status=status,
        kind=kind,
        form=form,
        pasted=form.inputs.get("pasted", ""),
        said=said,
        most=MOST_ROWS,
    )


def _said(form: RecordForm, fields: Sequence[Any]) -> dict[str, str]:
    raw = form.raw()
    values, faults = parse_all(fields, raw)
    if faults:
        raise Invalid(faults)
    return {
        f.name: values[f.name].isoformat() if f.kind is Kind.DATE else str(values[f.name])
        for f in fields
        if values[f.name] is not None
    }


def _brought() -> tuple[str, bytes]:
    """Give the name and bytes of what was brought; pasted cells have no name. Raises `Invalid`."""
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        return sent.filename, sent.stream.read()
    pasted = request.form.get("pasted", "")
    if not pasted.strip():
        raise Invalid(
            {
                "file": [
                    Text("โปรดเลือกไฟล์ หรือวางเซลล์จากตารางคำนวณ", "Choose a file, or paste cells from a sheet")
                ]
            }
        )
    return import_jobs.PASTED, pasted.encode("utf-8", "replace")


@blueprint.get("/imports/<string:name>/template.xlsx")
def template(name: str) -> Response:
    """Give a sheet with the heads, filled with what stands where a list is named, and a sheet of all codes."""
    session, actor = current_session(), current_actor()
    kind = import_jobs.authorise(actor, name)
    known = Gazetteer(session)
    codes = ([code, *(_name(known, code, n) for n in (2, 4, 6))] for code in known.names)
    book = sheets.write_xlsx(
        filled_sheet(session, actor, kind, request.args),
        sheets.Sheet(
            str(Text("คำอธิบายคอลัมน์", "Columns")),
            [Text("หัวคอลัมน์", "Head"), "name", Text("จำเป็น", "Needed"), Text("ค่าที่รับ", "Accepted")],
            _explained(kind),
            widths=(28, 20, 10, 60),
        ),
        sheets.Sheet(
            str(Text("รหัสพื้นที่", "Area codes")),
            [Text("รหัสพื้นที่", "Area code"), Text("จังหวัด", "Province"), Text("อำเภอ/เขต", "District"), Text("ตำบล/แขวง", "Subdistrict")],
            codes,
            widths=(12, 24, 24, 24),
        ),
    )  # fmt: skip
    return _download(book, f"{kind.name}.xlsx")


def filled_sheet(session: Session, actor: Actor, kind: ImportKind, said: Mapping[str, str]) -> sheets.Sheet:
    """Give the sheet of a kind's template: its heads, and what stands of that which `said` names."""
    columns = kind.all_columns
    return sheets.Sheet(
        str(kind.label),
        [c.field.label for c in columns],
        [list(row) for row in kind.filled(session, actor, said)],
        texts=frozenset(
            n for n, c in enumerate(columns) if c.field.name.endswith(("area_code", "area_codes"))
        ),
        hidden=frozenset(n for n, c in enumerate(columns) if c.hidden),
    )


def _name(known: Gazetteer, code: str, digits: int) -> str:
    return str(known.names[code[:digits]]) if digits <= len(code) else ""


def _explained(kind: ImportKind) -> Iterator[Sequence[sheets.Cell]]:
    for column in kind.all_columns:
        if column.hidden:
            continue
        one = column.field
        accepted = ", ".join(f"{key} ({label})" for key, label in one.choices) or str(one.help or "")
        yield (one.label, one.name, Text("จำเป็น", "yes") if one.required else "", accepted)


def _download(content: bytes, name: str) -> Response:
    response = make_response(content)
    response.mimetype = sheets.XLSX
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# --- the check ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Group:
    """Rows that write their area in the same way, about which a person decides once."""

    row: int
    """The first of them."""
    rows: Sequence[int]
    written: Written
    why: Text | None
    candidates: Sequence[tuple[str, Text]]
    chosen: str
    """What the person chose already: a code, or `SKIP`."""


@blueprint.get("/imports/<string:name>/<string:job_id>")
def look(name: str, job_id: str) -> Response:
    """Show what a kept list would do, or what a saved one did."""
    session, actor = current_session(), current_actor()
    kind = import_jobs.authorise(actor, name)
    return _look_page(kind, import_jobs.load(session, actor, job_id))


def _look_page(kind: ImportKind, job: ImportJob, refusal: Text | None = None, status: int = 200) -> Response:
    if job.kind != kind.name:
        raise NotFound
    if job.state == "saved":
        return page("imports/saved.html", kind=kind, job=job, onward=where(kind.shows))
    report = import_jobs.look(current_session(), current_actor(), kind, job)
    groups = list(_groups(report, job))
    return page(
        "imports/look.html",
        status=status,
        kind=kind,
        job=job,
        report=report,
        refusal=refusal,
        states=STATES,
        open_rows=sum(report.counts[state] for state in OPEN),
        groups=groups[:MOST_GROUPS],
        more_groups=max(0, len(groups) - MOST_GROUPS),
        tables={state: list(islice(report.of(state), most)) for state, most in SHOWN.items()},
        shown=GONE_SHOWN,
        skip=SKIP,
        words=Words(kind),
    )  # fmt: skip


class Words:
    """The words for attributes and their values."""

    def __init__(self, kind: ImportKind) -> None:
        """Take the fields of the kind's columns."""
        origin = Field("origin", Kind.CHOICE, Text("ที่มาของแถว", "Where the row is from"), choices=ORIGINS)
        self._fields = {c.field.name: c.field for c in kind.all_columns} | {"origin": origin}
        self._named = kind.named

    def row(self, row: Row) -> str:
        """Say which row it is, where it is not about one area."""
        return " · ".join(self.value(n, row.values[n]) for n in self._named if row.values.get(n) is not None)

    def label(self, name: str) -> Text | str:
        """Give the words for an attribute."""
        return self._fields[name].label if name in self._fields else name

    def value(self, name: str, value: Any) -> str:
        """Give a value as people read it; a dash for none."""
        if value is not None and name in self._fields and self._fields[name].kind is Kind.MONEY:
            return format_money(value)
        match value:
            case None:
                return "–"
            case bool():
                return str(Text("ใช่", "Yes") if value else Text("ไม่ใช่", "No"))
            case date():
                return format_date(value)
            case int():
                return str(value)
            case _:
                return str(self._fields[name].choice_label(value) if name in self._fields else value)


def _groups(report: Report, job: ImportJob) -> Iterator[Group]:
    if report.known is None or not report.kind.places:
        return
    by_written: dict[Written, list[Row]] = {}
    for row in report.rows:
        if any(row.written):
            by_written.setdefault(row.written, []).append(row)
    choices = job.choices
    for written, rows in by_written.items():
        first = rows[0]
        chosen = str(choices.get(str(first.number), ""))
        if not chosen and first.state not in ("choose", "missing") and not _lacks_area(first):
            continue
        match = report.known.match(written)
        candidates = [(code, report.known.full_name(code)) for code in match.candidates]
        if chosen and chosen != SKIP and chosen not in match.candidates:
            candidates.append((chosen, report.known.full_name(chosen)))
        numbers = [row.number for row in rows]
        yield Group(first.number, numbers, written, match.why, candidates, chosen)


def _lacks_area(row: Row) -> bool:
    return row.state == "fault" and row.match is not None and row.match.code is None


@blueprint.post("/imports/<string:name>/<string:job_id>")
def decide(name: str, job_id: str) -> Response:
    """Keep what a person chose, save the list whole, or give it up."""
    session, actor = current_session(), current_actor()
    kind = import_jobs.authorise(actor, name)
    job = import_jobs.load(session, actor, job_id, lock=True)
    if job.kind != kind.name:
        raise NotFound
    if "_drop" in request.form and job.state != "saved":
        session.delete(job)
        flash(str(Text("ทิ้งรายการนี้แล้ว ไม่มีการบันทึกใด ๆ", "The list was given up; nothing was saved")))
        return see("imports.bring", name=kind.name)
    if job.state == "saved":
        return see("imports.look", name=kind.name, job_id=job.id)
    unknown = _choose(kind, job)
    if unknown:
        said = Text("ไม่มีพื้นที่รหัส {codes}", "There is no area with the code {codes}").format(
            codes=", ".join(unknown)
        )
        return _look_page(kind, job, said, status=422)
    if "_save" not in request.form:
        return see("imports.look", name=kind.name, job_id=job.id, _anchor="choices")
    return _save(kind, job)


def _choose(kind: ImportKind, job: ImportJob) -> list[str]:
    """Keep the choices of the form; gives the codes that are no area's."""
    del kind
    choices: dict[int, str] = {}
    unknown = []
    known = Gazetteer(current_session())
    for key, value in request.form.items():
        what, _, row = key.partition("-")
        if (
            what not in ("area", "other", "conflict")
            or not (row.isascii() and row.isdigit() and len(row) < 8)
            or not value.strip()
        ):
            continue
        code = value if value in _DECIDED.get(what, ()) else known.known_code(value)
        if code is None:
            unknown.append(value.strip()[:20])
        elif what == "other" or int(row) not in choices:
            choices[int(row)] = code
    import_jobs.choose(job, choices)
    return unknown


_DECIDED = {"area": (SKIP,), "conflict": (SKIP, MINE)}
"""What may be said of a row besides the code of an area."""


def _save(kind: ImportKind, job: ImportJob) -> Response:
    session, actor = current_session(), current_actor()
    report = import_jobs.look(session, actor, kind, job)
    try:
        import_jobs.save(
            session,
            actor,
            job,
            report,
            seen=request.form.get("seen", ""),
            remove_gone="remove_gone" in request.form,
        )
    except Conflict as conflict:
        return _look_page(kind, job, conflict.message, status=409)
    except Invalid as refusal:
        return _look_page(kind, job, refusal.errors["file"][0], status=422)
    flash(str(Text("บันทึกรายการทั้งหมดแล้ว", "The whole list was saved")))
    return see("imports.look", name=kind.name, job_id=job.id)


@blueprint.get("/imports/<string:name>/<string:job_id>/result.xlsx")
def result(name: str, job_id: str) -> Response:
    """Give the outcome of the check row by row, to be mended in the list itself."""
    session, actor = current_session(), current_actor()
    kind = import_jobs.authorise(actor, name)
    job = import_jobs.load(session, actor, job_id)
    if job.kind != kind.name or job.state == "saved":
        raise NotFound
    report = import_jobs.look(session, actor, kind, job)
    heads = [
        Text("แถว", "Row"),
        Text("ผลตรวจ", "Outcome"),
        Text("รหัสพื้นที่", "Area code"),
        Text("พื้นที่", "Area"),
        Text("ที่เขียนในไฟล์", "As written"),
        Text("รายละเอียด", "Details"),
    ]
    book = sheets.write_xlsx(
        sheets.Sheet(str(Text("ผลตรวจ", "Outcome")), heads, _outcomes(report), widths=(8, 20, 12, 40, 40, 80))
    )
    return _download(book, f"{kind.name}-{clock.today().isoformat()}.xlsx")


def _outcomes(report: Report) -> Iterator[Sequence[sheets.Cell]]:
    labels = {key: label for key, label, _tone in STATES}
    known, words = report.known, Words(report.kind)
    for row in report.rows:
        name = known.full_name(row.area) if row.area and known else None
        details = [f"{words.label(c)}: {text}" for c, text in row.faults.items()]
        details += [f"{words.label(c)}: {words.value(c, a)} → {words.value(c, b)}" for c, a, b in row.changes]
        if row.state in ("choose", "missing") and row.match and row.match.why:
            details.append(str(row.match.why))
            details += [f"{code} {known.full_name(code)}" for code in row.match.candidates if known]
        written = " ".join(part for part in row.written if part) or words.row(row)
        yield (row.number, labels[row.state], row.area, name, written, "; ".join(details))
