"""The screens of one report besides the house's: another source's figure, and a waiver of what was begun."""

from flask import Blueprint, Response, flash, request

from planhub.kernel.errors import Conflict, GuardFailed, Invalid
from planhub.kernel.fields import Field
from planhub.kernel.text import Text
from planhub.progress import figures
from planhub.progress.fields import STATEMENT_FIELDS
from planhub.progress.models import ProgressReport
from planhub.progress.rules import STATE, WAIVE
from planhub.progress.workflow import WORKFLOW
from planhub.record import access, flow
from planhub.record.services import load
from planhub.record.types import registry
from planhub.ui import inputs as posted
from planhub.ui.actor import current_actor, current_session
from planhub.ui.choosers import Choosers
from planhub.ui.forms import RecordForm
from planhub.ui.inputs import Inputs
from planhub.ui.pages import page, see

_REASON = Text("เหตุผล", "Reason")

blueprint = Blueprint("report_desk", __name__, url_prefix="/progress-reports")


def _form(fields: tuple[Field, ...], inputs: Inputs) -> RecordForm:
    return RecordForm(fields, (), inputs, Choosers(current_session(), current_actor(), inputs))


def _load(code: str) -> ProgressReport:
    report: ProgressReport = load(current_session(), registry.get("progress-reports"), code)
    return report


@blueprint.route("/<string:code>/statements", methods=["GET", "POST"])
def state(code: str) -> Response:
    """Put another source's figure beside the report's."""
    session, actor, report = current_session(), current_actor(), _load(code)
    access.authorise(actor, STATE, report)
    if request.method == "GET":
        inputs = posted.of_fields(STATEMENT_FIELDS, None)
        inputs.setlist("indicator", [posted.showable(request.args.get("indicator", "")[:300])])
        return _state(report, _form(STATEMENT_FIELDS, inputs))
    form = _form(STATEMENT_FIELDS, Inputs(request.form.items(multi=True)))
    try:
        figures.state(session, actor, report, form.raw())
    except Invalid as error:
        session.rollback()
        form.mark(error.errors)
        return _state(_load(code), form, 422)
    flash(str(Text("บันทึกตัวเลขไว้เคียงกันแล้ว", "The figure stands beside the report's")))
    return see("progress-reports.show", code=report.code, _anchor="section-figures")


def _state(report: ProgressReport, form: RecordForm, status: int = 200) -> Response:
    return page("progress/state.html", status=status, report=report, form=form)


@blueprint.route("/<string:code>/waive", methods=["GET", "POST"])
def waive(code: str) -> Response:
    """Waive a report that has not come, without reading what was begun (security.md §B6)."""
    session, actor, report = current_session(), current_actor(), _load(code)
    access.authorise(actor, WAIVE, report)
    move = WORKFLOW.find("waive")
    assert move is not None  # it is declared
    fields = (*move.asks, Field("note", move.asks[0].kind, _REASON, required=True, max=1_000))
    if request.method == "GET":
        return _waive(report, _form(fields, posted.of_fields(fields, None)))
    inputs = Inputs(request.form.items(multi=True))
    form = _form(fields, inputs)
    said = flow.Said(values=form.raw(without=["note"]), note=(inputs.get("note") or "").strip() or None)
    try:
        flow.move(session, actor, report, "waive", version=posted.version_of(inputs), said=said)
    except Invalid as error:
        form.mark(error.errors)
    except GuardFailed as error:
        form.mark_reasons(error.reasons)
    except Conflict as error:
        form.mark({"note": [error.message]})
    else:
        flash(str(Text("ยกเว้นรายงาน {code} แล้ว", "{code} was waived").format(code=Text(code, code))))
        return see("progress-reports.show", code=report.code)
    session.rollback()
    return _waive(_load(code), form, 422)


def _waive(report: ProgressReport, form: RecordForm, status: int = 200) -> Response:
    return page("progress/waive.html", status=status, report=report, form=form)
