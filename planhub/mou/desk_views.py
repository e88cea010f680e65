"""The screens of an MOU besides text and moves: signing board, duties, timeline, and its files for others."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from werkzeug.datastructures import FileStorage

from planhub.infra.word import MEDIA_TYPE
from planhub.kernel.access import Role
from planhub.kernel.errors import GuardFailed, Invalid, NotFound
from planhub.kernel.fields import Field
from planhub.kernel.text import Text
from planhub.mou.duties import fulfilling, overseeing, timeline
from planhub.mou.models import Mou
from planhub.mou.papers import register as register_paper
from planhub.mou.papers import word
from planhub.mou.papers.folder import KIND as COVER
from planhub.mou.signing import board as signing_board
from planhub.mou.signing import counterparts
from planhub.record import access
from planhub.record.services import load
from planhub.record.types import registry
from planhub.ui import inputs as posted
from planhub.ui import papers
from planhub.ui.actor import current_actor, current_session
from planhub.ui.choosers import Choosers
from planhub.ui.forms import RecordForm
from planhub.ui.inputs import Inputs
from planhub.ui.pages import page, see
from planhub.ui.record_page import RecordPage

desk = Blueprint("mou_desk", __name__, url_prefix="/mous")

SIGNING_MOVES = ("plan_ceremony", "record_signature", "confirm_signature")
PDF = "application/pdf"


def _seen(code: str) -> Mou:
    mou: Mou = load(current_session(), registry.get("mous"), code)
    access.authorise_view(current_actor(), mou)
    return mou


def _form(fields: Sequence[Field], inputs: Inputs) -> RecordForm:
    return RecordForm(fields, (), inputs, Choosers(current_session(), current_actor(), inputs))


# --- signing ----------------------------------------------------------------------------------------------------


@desk.get("/<string:code>/signing")
def signing(code: str) -> Response:
    """Show who has signed, who confirms, what is missing, and where the originals are."""
    return _board(_seen(code), _form(counterparts.FIELDS, posted.of_fields(counterparts.FIELDS, None)))


def _board(mou: Mou, form: RecordForm, status: int = 200) -> Response:
    session, actor = current_session(), current_actor()
    at = RecordPage(session, actor, registry.get("mous"), mou)
    return page(
        "mou/signing.html",
        status=status,
        at=at,
        board=signing_board.board(session, mou),
        moves=[m for m in at.open_moves if m.move.key in SIGNING_MOVES],
        originals=counterparts.originals(session, mou) if mou.state in counterparts.MADE else [],
        may_place=counterparts.may_place(actor, mou),
        records_all=any(s.role is Role.SECRETARIAT for s in access.standings(actor, "mou:sign", mou)),
        form=form,
    )


@desk.post("/<string:code>/originals")
def place(code: str) -> Response:
    """Say where an original is."""
    session, inputs = current_session(), Inputs(request.form.items(multi=True))
    form = _form(counterparts.FIELDS, inputs)
    try:
        counterparts.place(session, current_actor(), _seen(code), form.raw())
    except Invalid as error:
        session.rollback()
        form.mark(error.errors)
        return _board(_seen(code), form, 422)
    flash(str(Text("บันทึกที่อยู่ของคู่ฉบับแล้ว", "Where the original is was saved")))
    return see("mou_desk.signing", code=code, _anchor="originals")


@desk.get("/<string:code>/ceremony.ics")
def ceremony(code: str) -> Response:
    """Give the ceremony for a calendar."""
    mou = _seen(code)
    if mou.ceremony_on is None:
        raise NotFound
    address = papers.address(url_for("mou_desk.signing", code=mou.code))
    return _file(
        signing_board.calendar(mou, address), "text/calendar; charset=utf-8", f"{mou.code}-ceremony.ics"
    )


# --- duties -----------------------------------------------------------------------------------------------------


@desk.get("/obligations")
def all_duties() -> Response:
    """Show the duties of all MOUs: a light for each party, and what is overdue."""
    session, actor = current_session(), current_actor()
    asked = overseeing.asked(request.args)
    found = overseeing.oversee(session, actor, asked)
    return page("mou/obligations_all.html", asked=asked, found=found)


@desk.get("/<string:code>/obligations")
def duties(code: str) -> Response:
    """Show the duties of one MOU, party by party."""
    session, actor, mou = current_session(), current_actor(), _seen(code)
    return page("mou/obligations.html", mou=mou, found=overseeing.of_one(session, actor, mou))


@desk.route("/<string:code>/obligations/<string:duty_id>", methods=["GET", "POST"])
def duty(code: str, duty_id: str) -> Response:
    """Show one duty with everything said of it, and take a word on it."""
    session = current_session()
    mou = _seen(code)
    shown = overseeing.one(session, mou, duty_id)
    fields = fulfilling.fields_of(shown.duty)
    if request.method == "GET":
        return _duty(mou, duty_id, _form(fields, posted.of_fields(fields, None)))
    form = _form(fields, Inputs(request.form.items(multi=True)))
    try:
        fulfilling.fulfil(
            session, current_actor(), mou, duty_id, form.raw(), file=_sent(request.files.get("upload"))
        )
    except Invalid as error:
        form.mark(error.errors)
    except GuardFailed as error:
        form.mark_reasons(error.reasons)
    else:
        flash(str(Text("บันทึกผลของหน้าที่แล้ว", "The result was saved")))
        return see("mou_desk.duties", code=mou.code, _anchor=f"duty-{duty_id}")
    session.rollback()
    return _duty(_seen(code), duty_id, form, 422)


def _sent(upload: FileStorage | None) -> fulfilling.File | None:
    return fulfilling.File(str(upload.filename), upload.stream.read()) if upload and upload.filename else None


def _duty(mou: Mou, duty_id: str, form: RecordForm, status: int = 200) -> Response:
    session, actor = current_session(), current_actor()
    shown = overseeing.one(session, mou, duty_id)
    return page(
        "mou/obligation.html",
        status=status,
        mou=mou,
        found=shown,
        form=form,
        may=fulfilling.may_fulfil(actor, mou, shown.duty),
    )


@desk.route("/<string:code>/obligations/<string:duty_id>/plan", methods=["GET", "POST"])
def duty_plan(code: str, duty_id: str) -> Response:
    """Set rhythm, first day and what shows that a duty is done."""
    session, mou = current_session(), _seen(code)
    shown = overseeing.one(session, mou, duty_id)
    access.authorise(current_actor(), fulfilling.FULFIL, mou)
    if request.method == "GET":
        return _plan(
            mou, shown, _form(fulfilling.PLAN_FIELDS, posted.of_fields(fulfilling.PLAN_FIELDS, shown.duty))
        )
    form = _form(fulfilling.PLAN_FIELDS, Inputs(request.form.items(multi=True)))
    try:
        fulfilling.plan(session, current_actor(), mou, duty_id, form.raw())
    except Invalid as error:
        form.mark(error.errors)
    except GuardFailed as error:
        form.mark_reasons(error.reasons)
    else:
        flash(str(Text("บันทึกกำหนดของหน้าที่แล้ว", "The duty's days were saved")))
        return see("mou_desk.duties", code=mou.code, _anchor=f"duty-{duty_id}")
    session.rollback()
    mou = _seen(code)
    return _plan(mou, overseeing.one(session, mou, duty_id), form, 422)


def _plan(mou: Mou, shown: overseeing.Shown, form: RecordForm, status: int = 200) -> Response:
    return page("mou/obligation_plan.html", status=status, mou=mou, found=shown, form=form)


# --- all of them ------------------------------------------------------------------------------------------------


@desk.get("/timeline")
def validity() -> Response:
    """Show from when until when every MOU holds."""
    session, actor = current_session(), current_actor()
    asked = overseeing.asked(request.args)
    return page(
        "mou/timeline.html", asked=asked, drawn=timeline.draw(overseeing.register_of(session, actor, asked))
    )


@desk.get("/register.pdf")
def register() -> Response:
    """Give the register on paper, of a fiscal year or of all."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    code = request.args.get("fiscal_year") or register_paper.ALL
    options: Mapping[str, Any] = {}
    content = papers.issue_other(
        session,
        register_paper.KIND,
        code,
        lambda: register_paper.register_paper(session, code, options),
        made_by=actor.user_id,
    )
    return _file(content, PDF, f"{register_paper.KIND}-{code}.pdf", inline=True)


# --- files ------------------------------------------------------------------------------------------------------


@desk.get("/<string:code>/cover/<string:org>.pdf")
def cover(code: str, org: str) -> Response:
    """Give the cover memo of one party's folder."""
    session, actor, mou = current_session(), current_actor(), _seen(code)
    if org not in {party.org for party in mou.parties}:
        raise NotFound
    document = next(d for d in registry.get("mous").documents if d.kind == COVER)
    name = f"{mou.code}-cover-{org}.pdf"
    content = papers.issue(session, mou, document, {"org": org}, made_by=actor.user_id)
    return _file(content, PDF, name, inline=True)


@desk.get("/<string:code>/text.docx")
def text_file(code: str) -> Response:
    """Give the text for Word."""
    mou = _seen(code)
    thai = request.args.get("thai_digits") != "0"
    return _file(word.text_file(current_session(), mou, thai=thai), MEDIA_TYPE, f"{mou.code}.docx")


def _file(content: bytes, media_type: str, name: str, *, inline: bool = False) -> Response:
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    return response
