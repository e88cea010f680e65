"""The pages of reporting: who has reported, what is owed, the kept sums, and the digests."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, make_response, request

from planhub.activities.choices import DIRECTIONS
from planhub.infra import sheets
from planhub.kernel import clock
from planhub.kernel.errors import NotFound
from planhub.kernel.text import Text
from planhub.kernel.thai import format_datetime
from planhub.progress.grid import asked as asking
from planhub.progress.grid import cells
from planhub.progress.records import REPORTS
from planhub.progress.rules import POLICY, VIEW
from planhub.progress.totals import reading
from planhub.progress.totals.models import SCOPES, SOMEWHERE
from planhub.record import access
from planhub.ui import known
from planhub.ui.actor import current_actor, current_session
from planhub.ui.pages import page

blueprint = Blueprint("reporting", __name__, url_prefix="/reporting")

SCOPE_WORDS = {
    "all": Text("ทั้งหมด", "Everything"),
    "province": Text("จังหวัด", "Province"),
    "agency": Text("หน่วยงาน", "Agency"),
    "direction": Text("ทิศทางความร่วมมือ", "Direction"),
    "plan": Text("แผน", "Plan"),
}
SEVERAL = Text("หลายจังหวัด", "Several provinces")
NO_PLAN = Text("ไม่อยู่ในแผน", "In no plan")


def reader() -> None:
    """Whoever reads reports at all may know how many there are; what is in one is asked for each."""
    actor = current_actor()
    access.signed_in(actor)
    if not POLICY.ever(actor, VIEW):
        raise NotFound


# --- who has reported -------------------------------------------------------------------------------------------


@blueprint.get("")
def index() -> Response:
    """Show the grid of a fiscal year."""
    reader()
    session, asked = current_session(), asking.read(request.args)
    orgs, org_choices = known.organizations(session)
    provinces, province_choices = known.provinces(session)
    return page(
        "progress/grid.html",
        fragment="progress/_grid.html",
        asked=asked,
        found=cells.read(session, asked),
        orgs=orgs,
        provinces=provinces,
        org_choices=org_choices,
        province_choices=province_choices,
        shows=asking.SHOWS,
        kinds=cells.KINDS,
        several=SEVERAL,
        somewhere=SOMEWHERE,
        now=clock.now(),
    )


@blueprint.get("/owed")
def owed() -> Response:
    """List the reports that have not come, for those who ask after them."""
    reader()
    session, asked = current_session(), asking.read(request.args)
    orgs, _ = known.organizations(session)
    provinces, _ = known.provinces(session)
    rows = cells.owed(session, current_actor(), asked)
    return page(
        "progress/owed.html",
        asked=asked,
        rows=rows,
        orgs=orgs,
        provinces=provinces,
        several=SEVERAL,
        most=cells.MOST,
        today=clock.today(),
        states={s.key: s for s in REPORTS.workflow.states},
    )


@blueprint.get("/grid.xlsx")
def as_xlsx() -> Response:
    """Give the whole grid as a workbook."""
    return _export("xlsx")


@blueprint.get("/grid.csv")
def as_csv() -> Response:
    """Give the whole grid as comma-separated values."""
    return _export("csv")


def _export(ending: str) -> Response:
    reader()
    asked = asking.read(request.args)
    head, rows = _HEAD, list(_rows(asked))
    said = Text(
        "การส่งรายงานปีงบประมาณ {year} ข้อมูล ณ {at}", "Reports of fiscal year {year}, as of {at}"
    ).format(
        year=asked.fiscal_year,
        at=Text(format_datetime(clock.now(), locale="th"), format_datetime(clock.now(), locale="en")),
    )
    sheet = sheets.Sheet(str(asked.fiscal_year), head, rows, above=[said], texts=frozenset({0}))
    made = sheets.write_csv(head, [*rows, [], [said]]) if ending == "csv" else sheets.write_xlsx(sheet)
    return file_of(
        made, sheets.CSV if ending == "csv" else sheets.XLSX, f"reports-{asked.fiscal_year}.{ending}"
    )


_HEAD = (
    Text("รหัสจังหวัด", "Province code"),
    Text("จังหวัด", "Province"),
    Text("หน่วยงาน", "Agency"),
    Text("ไตรมาส", "Quarter"),
    Text("ต้องส่ง", "Expected"),
    Text("ได้รับ", "In"),
    Text("รับแล้ว", "Accepted"),
    Text("ส่งหลังกำหนด", "Late"),
    Text("ส่งกลับแก้ไข", "Returned"),
    Text("ยังไม่ได้รับ", "Missing"),
    Text("ยกเว้น", "Waived"),
)


def _rows(asked: asking.Asked) -> Iterator[list[Any]]:
    session = current_session()
    orgs, _ = known.organizations(session)
    provinces, _ = known.provinces(session)
    for row in cells.read(session, asked).rows:
        for number in asked.quarters:
            cell = row.cell(number)
            if not (cell.expected or cell.waived) or (asked.show and not cells.has(cell, asked.show)):
                continue
            name = provinces.get(row.province or "", SEVERAL)
            org = orgs[row.org].text if row.org in orgs else row.org
            counts = (cell.expected, cell.certified, cell.accepted, cell.late, cell.returned, cell.missing)
            yield [row.province or "", name, org, number, *counts, cell.waived]


def file_of(made: bytes, media: str, name: str, *, inline: bool = False) -> Response:
    """Give a file by its name."""
    response = make_response(made)
    response.headers["Content-Type"] = media
    response.headers["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    return response


# --- sums -------------------------------------------------------------------------------------------------------


@blueprint.get("/totals")
def totals() -> Response:
    """Show what accepted reports add up to."""
    reader()
    session, asked = current_session(), asking.read(request.args, one_quarter=True)
    found = reading.totals(session, asked.scope, asked.fiscal_year, asked.quarter or 4)
    return page(
        "progress/totals.html",
        fragment="progress/_totals.html",
        asked=asked,
        rows=reading.named(found, _names(asked.scope)),
        whole=reading.one(session, "all", "", asked.fiscal_year, asked.quarter or 4),
        rules=reading.RULES,
        scopes={scope: SCOPE_WORDS[scope] for scope in SCOPES},
        now=clock.now(),
    )


def _names(scope: str) -> dict[str, Any]:
    session = current_session()
    match scope:
        case "province":
            provinces, _ = known.provinces(session)
            return {**provinces, SOMEWHERE: SEVERAL}
        case "agency":
            orgs, _ = known.organizations(session)
            return {code: one.text for code, one in orgs.items()}
        case "direction":
            return dict(DIRECTIONS)
        case "plan":
            return {SOMEWHERE: NO_PLAN}
        case _:
            return {"": SCOPE_WORDS["all"]}
