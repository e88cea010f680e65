"""The page and the file of the copy-ready sheet."""

from flask import Blueprint, Response, make_response

from planhub.activities.models import JointActivity
from planhub.activities.sheets import emenscr
from planhub.infra import sheets
from planhub.kernel import clock
from planhub.kernel.text import Text
from planhub.record import access
from planhub.record.services import load
from planhub.record.types import registry
from planhub.ui.actor import current_actor, current_session
from planhub.ui.pages import page

blueprint = Blueprint("activity_sheets", __name__, url_prefix="/activities")


def _seen(code: str) -> JointActivity:
    activity: JointActivity = load(current_session(), registry.get("activities"), code)
    access.authorise_view(current_actor(), activity)
    return activity


@blueprint.get("/<string:code>/emenscr")
def emenscr_page(code: str) -> Response:
    """Show the fields of M1 to M5, each with a button that copies it."""
    activity = _seen(code)
    parts = emenscr.parts_of(current_session(), current_actor(), activity)
    return page("activities/emenscr.html", activity=activity, parts=parts, now=clock.now())


@blueprint.get("/<string:code>/emenscr.csv")
def emenscr_csv(code: str) -> Response:
    """Give the same fields as comma-separated values."""
    activity = _seen(code)
    parts = emenscr.parts_of(current_session(), current_actor(), activity)
    head = [Text("แบบ", "Form"), Text("ข้อ", "Field"), Text("รายการ", "Name"), Text("ข้อมูล", "Value")]
    rows: list[list[sheets.Cell]] = [
        [part.key, field.key, field.label, field.value] for part in parts for field in part.fields
    ]
    response = make_response(sheets.write_csv(head, rows))
    response.headers["Content-Type"] = sheets.CSV
    response.headers["Content-Disposition"] = f'attachment; filename="{activity.code}-emenscr.csv"'
    return response
