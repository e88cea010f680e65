"""The pages of the overlap."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, make_response, request, url_for

from planhub.infra import sheets
from planhub.kernel import clock, thai
from planhub.kernel.text import Text
from planhub.meetings import requests
from planhub.mou.choices import DIRECTIONS
from planhub.overview import asked as asking
from planhub.overview import board as boards
from planhub.overview import drawn, mapping, starting, tables
from planhub.overview.asked import VIEWS, Asked
from planhub.overview.board import Board
from planhub.record import access
from planhub.ui import known
from planhub.ui.actor import current_actor, current_session
from planhub.ui.pages import page, see, wants_fragment, where
from planhub.ui.values import OrgShown

blueprint = Blueprint("overview", __name__)

NEW = Text(
    "ส่งคำขอรายชื่อตำบลถึง {org} แล้ว ({code}) กำหนด {day}",
    "{org} has been asked for its list ({code}), due {day}",
)
OLD = Text(
    "มีคำขอนี้อยู่แล้ว: {by} ขอจาก {org} เมื่อ {day} จึงไม่ส่งซ้ำ",
    "{by} asked {org} for this list on {day} already; it is not asked twice",
)


@blueprint.get("/overlap")
def overlap() -> Response:
    """Show where agencies overlap: as a table that opens in place, as a map, or as tiles."""
    access.signed_in(current_actor())
    session, actor, asked = current_session(), current_actor(), asking.read(request.args)
    part = _part(asked)
    board = boards.read(session, actor, asked, part=part)
    names, _choices = known.organizations(session)
    context = _context(board, names)
    if part or asked.view == "table":
        context["rows"] = drawn.rows_of(board, names, context)
    else:
        context |= mapping.context(session, actor, board, names)
    if part:
        return page("overview/_rows.html", **context)
    return page("overview/overlap.html", fragment="overview/_overlap.html", **context)


def _part(asked: Asked) -> str | None:
    """Give the area whose rows alone are wanted: an exchange in place, never a page."""
    part = request.args.get("part", "")
    wanted = wants_fragment() and len(part) == asked.level.digits and part.isascii() and part.isdigit()
    return part if wanted else None


def _context(board: Board, names: Mapping[str, OrgShown]) -> dict[str, Any]:
    asked, actor = board.asked, current_actor()
    starts = starting.starts(actor)
    columns = sum(1 + (len(c.programmes) if c.expanded else 0) for c in board.columns)
    return {
        "board": board,
        "asked": asked,
        "names": names,
        "years": board.years
        if asked.fiscal_year in board.years
        else sorted({*board.years, asked.fiscal_year}, reverse=True),
        "leasts": range(2, max(3, len(board.matrix.orgs)) + 1)[:4],
        "directions": DIRECTIONS,
        "views": VIEWS,
        "filters": boards.words_of_filters(asked, tables.names_of(board, names), board.tree),
        "now": clock.now(),
        "links": _links(asked, starts),
        "starts": starts,
        "own": {s.org for s in actor.standings},
        "width": columns + 7,
        "words": tables.WORDS,
    }


def _links(asked: Asked, starts: starting.Starts) -> dict[str, Any]:
    year = asked.fiscal_year
    lists = where("programmes.index")
    return {
        "open": _opening(asked, "open"),
        "cols": _opening(asked, "cols"),
        "province": drawn.pattern("overview.province", fiscal_year=year),
        "plan": drawn.pattern("plans.show"),
        "mou": drawn.pattern("mous.show"),
        "activities": drawn.Pattern(url_for("activities.list") + "?area=", ""),
        "new_activity": drawn.pattern("starting.new_activity", fiscal_year=year) if starts.activity else None,
        "open_plan": drawn.pattern("starting.open_plan", fiscal_year=year) if starts.plan else None,
        "own_list": lists,
    }


def _opening(asked: Asked, name: str) -> str:
    """Give the address without one of its values, ready for that value to follow."""
    kept: dict[str, Any] = {**asked.address(), name: None}
    address = url_for("overview.overlap", **kept)
    return f"{address}{'&' if '?' in address else '?'}{name}="


# --- files --------------------------------------------------------------------------------------------------------


@blueprint.get("/overlap.xlsx")
def overlap_xlsx() -> Response:
    """Give what the table shows, all rows of it, as a workbook."""
    sheet = _sheet()
    return _file(sheets.write_xlsx(sheet), sheets.XLSX, "xlsx")


@blueprint.get("/overlap.csv")
def overlap_csv() -> Response:
    """Give what the table shows, all rows of it, as comma-separated values; the notes follow below the rows."""
    sheet = _sheet()
    notes = [[], *([line] for line in sheet.above)]
    return _file(sheets.write_csv(sheet.head, [*sheet.rows, *notes]), sheets.CSV, "csv")


def _sheet() -> sheets.Sheet:
    access.signed_in(current_actor())
    session, actor, asked = current_session(), current_actor(), asking.read(request.args)
    board = boards.read(session, actor, asked, most=len(asking.VIEWS) * 100_000)
    names, _choices = known.organizations(session)
    return tables.sheet_of(board, names, clock.now())


def _file(content: bytes, media: str, ending: str) -> Response:
    response = make_response(content)
    asked = asking.read(request.args)
    name = f"overlap-{asked.fiscal_year}-{asked.level.value}.{ending}"
    response.headers["Content-Type"] = media
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# --- asking for a list --------------------------------------------------------------------------------------------


@blueprint.post("/overlap/requests")
def ask() -> Response:
    """Ask an agency for its list of an area, once, and go back to where the reader was."""
    session, actor, asked = current_session(), current_actor(), asking.read(request.args)
    access.signed_in(actor)
    org, area = request.form.get("from", ""), request.form.get("area", "")
    found, is_new = requests.ask(session, actor, org, area, asked.fiscal_year)
    names, _choices = known.organizations(session)
    by = names[found.asked_by_org].text if found.asked_by_org in names else found.asked_by_org
    words = (NEW if is_new else OLD).format(
        org=names[org].text,
        code=found.code,
        by=" ".join(filter(None, (found.asked_by, by))),
        day=thai.format_date(found.due_on if is_new else thai.in_bangkok(found.at).date()),
    )
    flash(str(words))
    return see("overview.overlap", **asked.address(), _anchor=f"g-{area[: asked.level.digits]}")
