"""Screens of the invitation: answers, the calendar file, single letters; and committees."""

from flask import Blueprint, Response, flash, request, url_for

from planhub.kernel.errors import GuardFailed, Invalid, NotFound
from planhub.kernel.text import Text
from planhub.meetings import rules
from planhub.meetings.inviting import answers, committees, letters
from planhub.meetings.inviting import calendar as ics
from planhub.meetings.inviting.answers import Seat
from planhub.meetings.inviting.models import ANSWERS
from planhub.meetings.models import Meeting
from planhub.meetings.queries import find_committee, list_committees, list_meetings
from planhub.meetings.words import DUTIES
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
from planhub.ui.record_editing import changed_rows, is_only_asking

inviting = Blueprint("inviting", __name__, url_prefix="/meetings")
bodies = Blueprint("committees", __name__, url_prefix="/committees")


def _seen(code: str) -> Meeting:
    meeting: Meeting = load(current_session(), registry.get("meetings"), code)
    access.authorise_view(current_actor(), meeting)
    return meeting


# --- answers ----------------------------------------------------------------------------------------------------


@inviting.get("/<string:code>/answers")
def show(code: str) -> Response:
    """List who comes, who does not, who is sent instead, and who has not answered."""
    session, actor, meeting = current_session(), current_actor(), _seen(code)
    found = answers.seats(session, actor, meeting)
    return page(
        "meetings/answers.html",
        meeting=meeting,
        seats=found,
        counts={
            key: sum(s.answer is not None and s.answer.answer == key for s in found) for key, _ in ANSWERS
        },
        choices=ANSWERS,
        is_open=meeting.state in answers.ASKED,
        may_call=access.may(actor, rules.CALL, meeting),
    )


@inviting.post("/<string:code>/answers")
def answer_own(code: str) -> Response:
    """Take the answer for the reader's own seat: one tap on the meeting's page."""
    session, actor, meeting = current_session(), current_actor(), _seen(code)
    mine = [s for s in answers.seats(session, actor, meeting) if s.is_own]
    if not mine:
        raise NotFound
    for seat in mine:
        answers.answer(session, actor, meeting, seat.post_id, {"answer": request.form.get("answer")})
    flash(str(Text("บันทึกคำตอบแล้ว ขอบคุณ", "Your answer was saved, thank you")))
    return see("inviting.show", code=code)


@inviting.route("/<string:code>/answers/<string:post_id>", methods=["GET", "POST"])
def one(code: str, post_id: str) -> Response:
    """Take the answer for one seat, with its cause or its substitute."""
    session, actor, meeting = current_session(), current_actor(), _seen(code)
    seat = _seat(meeting, post_id)
    if request.method == "GET":
        inputs = posted.of_fields(answers.FIELDS, seat.answer)
        if request.args.get("answer"):
            inputs["answer"] = request.args["answer"]
        return _one(meeting, seat, _form(inputs))
    form = _form(Inputs(request.form.items(multi=True)))
    try:
        answers.answer(session, actor, meeting, post_id, form.raw())
    except Invalid as error:
        form.mark(error.errors)
    except GuardFailed as error:
        form.mark_reasons(error.reasons)
    else:
        flash(str(Text("บันทึกคำตอบแล้ว", "The answer was saved")))
        return see("inviting.show", code=code)
    session.rollback()
    meeting = _seen(code)
    return _one(meeting, _seat(meeting, post_id), form, 422)


def _seat(meeting: Meeting, post_id: str) -> Seat:
    seats = answers.seats(current_session(), current_actor(), meeting)
    seat = next((s for s in seats if s.post_id == post_id and s.is_mine), None)
    if seat is None:
        raise NotFound
    return seat


def _form(inputs: Inputs) -> RecordForm:
    return RecordForm(answers.FIELDS, (), inputs, Choosers(current_session(), current_actor(), inputs))


def _one(meeting: Meeting, seat: Seat, form: RecordForm, status: int = 200) -> Response:
    return page("meetings/answer.html", status=status, meeting=meeting, seat=seat, form=form)


# --- files ------------------------------------------------------------------------------------------------------


@inviting.get("/<string:code>/meeting.ics")
def calendar(code: str) -> Response:
    """Give the meeting for a calendar."""
    meeting = _seen(code)
    content = ics.calendar(meeting, papers.address(url_for("meetings.show", code=meeting.code)))
    response = Response(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{meeting.code}.ics"'
    return response


@inviting.get("/<string:code>/invitations/<string:post_id>.pdf")
def letter(code: str, post_id: str) -> Response:
    """Give the letter to one post."""
    session, actor, meeting = current_session(), current_actor(), _seen(code)
    if not letters.addressees(session, meeting, post_id):
        raise NotFound
    document = next(d for d in registry.get("meetings").documents if d.kind == letters.INVITATION)
    content = papers.issue(session, meeting, document, {"to": post_id}, made_by=actor.user_id)
    response = Response(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{meeting.code}-invitation.pdf"'
    return response


# --- committees -------------------------------------------------------------------------------------------------


@bodies.get("")
def index() -> Response:
    """List the committees."""
    access.signed_in(current_actor())
    may_call = access.may_create(current_actor(), registry.get("meetings"))
    return page("meetings/committees.html", committees=list_committees(current_session()), may_call=may_call)


@bodies.get("/<string:code>")
def body(code: str) -> Response:
    """Show a committee with its members and its meetings."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    committee = find_committee(session, code)
    if committee is None:
        raise NotFound
    rt = registry.get("meetings")
    return page(
        "meetings/committee.html",
        committee=committee,
        duties=dict(DUTIES),
        meetings=list_meetings(session, actor, code),
        states={s.key: s for s in rt.workflow.states},
        may_call=access.may_create(actor, rt),
    )


@bodies.route("/new", methods=["GET", "POST"])
def found() -> Response:
    """Found a committee."""
    return _change(None)


@bodies.route("/<string:code>/edit", methods=["GET", "POST"])
def change(code: str) -> Response:
    """Change a committee and its members."""
    return _change(code)


def _change(code: str | None) -> Response:
    session, actor = current_session(), current_actor()
    access.authorise_create(actor, registry.get("meetings"))
    committee = find_committee(session, code) if code else None
    if code and committee is None:
        raise NotFound
    fields = committees.FIELDS if committee else (committees.CODE, *committees.FIELDS)
    if request.method == "GET":
        inputs = posted.of_fields(fields, committee)
        inputs.update(posted.of_children(committees.MEMBERS, committee.members if committee else []))
        return _committee(code, RecordForm(fields, (committees.MEMBERS,), inputs, _choosers(inputs)))
    inputs = Inputs(request.form.items(multi=True))
    if is_only_asking(inputs):
        inputs = changed_rows((committees.MEMBERS,), inputs)
        return _committee(code, RecordForm(fields, (committees.MEMBERS,), inputs, _choosers(inputs)))
    form = RecordForm(fields, (committees.MEMBERS,), inputs, _choosers(inputs))
    try:
        saved = committees.save(session, actor, form.raw(), committee)
    except Invalid as error:
        session.rollback()
        form.mark(error.errors)
        return _committee(code, form, 422)
    flash(str(Text("บันทึกคณะกรรมการแล้ว", "The committee was saved")))
    return see("committees.body", code=saved.code)


def _choosers(inputs: Inputs) -> Choosers:
    return Choosers(current_session(), current_actor(), inputs)


def _committee(code: str | None, form: RecordForm, status: int = 200) -> Response:
    return page("meetings/committee_edit.html", status=status, code=code, form=form)
