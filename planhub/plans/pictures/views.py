"""The pages of the pictures, and the grid as files."""

from typing import Any

from flask import Blueprint, Response, make_response, request

from planhub.infra import sheets
from planhub.kernel import clock
from planhub.kernel.text import Text
from planhub.plans.models import IntegratedPlan
from planhub.plans.pictures import gantt as course
from planhub.plans.pictures import grid as grids
from planhub.plans.workflow import WORKFLOW
from planhub.record import access
from planhub.record.services import load
from planhub.record.types import registry
from planhub.ui.actor import current_actor, current_session
from planhub.ui.pages import page
from planhub.ui.values import read_names

blueprint = Blueprint("plan_pictures", __name__, url_prefix="/plans")


@blueprint.get("/grid")
def grid() -> Response:
    """Show all provinces and some fiscal years with the state of each plan."""
    found = _grid()
    return page("plans/pictures/grid.html", fragment="plans/pictures/_grid.html", **_drawn(found))


def _grid() -> grids.Grid:
    access.signed_in(current_actor())
    return grids.read(current_session(), current_actor(), grids.read_asked(request.args))


def _drawn(found: grids.Grid) -> dict[str, Any]:
    return {"grid": found, "asked": found.asked, "said": list(grids.said_of(found)), "now": clock.now()}


@blueprint.get("/grid.csv")
def grid_csv() -> Response:
    """Give what the grid shows as comma-separated values; the notes follow below the rows."""
    one = grids.sheet(_grid(), clock.now())
    notes = [[], *([line] for line in one.above)]
    return _file(sheets.write_csv(one.head, [*one.rows, *notes]), sheets.CSV, "csv")


@blueprint.get("/grid.xlsx")
def grid_xlsx() -> Response:
    """Give what the grid shows as a workbook."""
    return _file(sheets.write_xlsx(grids.sheet(_grid(), clock.now())), sheets.XLSX, "xlsx")


def _file(content: bytes, media: str, ending: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = media
    name = f"plans-{grids.read_asked(request.args).fiscal_year}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# --- one plan -----------------------------------------------------------------------------------------------------

STAGES = (
    ("planned", Text("ตามแผน", "Planned")),
    ("allocated", Text("จัดสรร", "Allocated")),
    ("committed", Text("ผูกพัน", "Committed")),
    ("disbursed", Text("เบิกจ่าย", "Disbursed")),
)
"""The stages of money that are shown, in their order."""


def _seen(code: str) -> IntegratedPlan:
    plan: IntegratedPlan = load(current_session(), registry.get("plans"), code)
    access.authorise_view(current_actor(), plan)
    return plan


def _of_plan(plan: IntegratedPlan) -> dict[str, Any]:
    orgs = {row.activity.owner_org for row in plan.activities} | {line.org for line in plan.lines}
    state = next(s for s in WORKFLOW.states if s.key == plan.state)
    return {"plan": plan, "state": state, "names": read_names(current_session(), orgs=orgs)}


@blueprint.get("/<string:code>/gantt")
def gantt(code: str) -> Response:
    """Show the activities of a plan over its months, with the days in words below."""
    plan = _seen(code)
    return page("plans/pictures/gantt.html", chart=course.read(current_session(), plan), **_of_plan(plan))


@blueprint.get("/<string:code>/money")
def money(code: str) -> Response:
    """Show the money of a plan by agency and source, or its sums to those who may not read lines (B6)."""
    plan = _seen(code)
    return page(
        "plans/pictures/money.html",
        sees_lines=access.may(current_actor(), "plan:money", plan),
        stages=STAGES,
        unit="million" if request.args.get("unit") == "million" else "baht",
        **_of_plan(plan),
    )
