"""Small pages of lessons: what one follows, consent to pictures, the levels of readiness, the empty AAR sheet."""

from flask import Blueprint, Response, flash, request

from planhub.kernel.errors import Invalid
from planhub.kernel.text import Text
from planhub.lessons import capturing, following, readiness, services
from planhub.lessons.papers import aar
from planhub.record import access
from planhub.record.services import load, load_any
from planhub.record.types import registry
from planhub.ui import inputs as posted
from planhub.ui.actor import current_actor, current_session
from planhub.ui.choosers import Choosers
from planhub.ui.forms import RecordForm
from planhub.ui.inputs import Inputs
from planhub.ui.pages import page, see

lesson_pages = Blueprint("lesson_pages", __name__)


@lesson_pages.route("/lessons/following", methods=["GET", "POST"])
def follow() -> Response:
    """Choose of which directions, kinds of area and groups one wants to hear."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    if request.method == "POST":
        pairs = [text.partition(":") for text in request.form.getlist("tag")[:200]]
        n = following.follow(session, actor, [(kind, key) for kind, _, key in pairs])
        flash(str(Text("ติดตาม {n} เรื่องแล้ว", "You follow {n} subjects").format(n=n)))
        return see("lesson_pages.follow")
    return page("lessons/following.html", kinds=following.FOLLOWED, mine=following.followed(session, actor))


@lesson_pages.route("/lessons/capture/<string:subject>", methods=["GET", "POST"])
def capture(subject: str) -> Response:
    """Begin a lesson from the page of an activity or a plan, in one short form."""
    session, actor = current_session(), current_actor()
    begun_from = load_any(session, subject)
    access.authorise_view(actor, begun_from)
    access.authorise_create(actor, registry.get("lessons"))
    sent = request.method == "POST"
    inputs = Inputs(request.form.items(multi=True)) if sent else posted.of_fields(capturing.FIELDS, None)
    form = RecordForm(capturing.FIELDS, (), inputs, Choosers(session, actor, inputs))
    if sent:
        try:
            lesson = capturing.by_hand(session, actor, begun_from, form.raw())
        except Invalid as error:
            session.rollback()
            form.mark(error.errors)
        else:
            session.flush()
            flash(
                str(Text("เก็บบทเรียนไว้แล้ว เขียนต่อได้ทุกเมื่อ", "The lesson is kept; write it up whenever you like"))
            )
            return see("lessons.show", code=lesson.code)
    return page(
        "lessons/capture.html", status=422 if sent else 200, form=form, subject=load_any(session, subject)
    )


@lesson_pages.post("/lessons/<string:code>/photos/<string:attachment_id>")
def consent(code: str, attachment_id: str) -> Response:
    """Write down on which ground a picture may be shown."""
    session, actor = current_session(), current_actor()
    lesson = load(session, registry.get("lessons"), code)
    access.authorise_view(actor, lesson)
    services.consent(session, actor, lesson, attachment_id, request.form.get("basis", ""))
    flash(str(Text("บันทึกความยินยอมของภาพแล้ว", "The consent was written down")))
    return see("lessons.show", code=code, _anchor="photos")


@lesson_pages.get("/knowledge/levels")
def levels() -> Response:
    """Show what each level of readiness means."""
    access.signed_in(current_actor())
    return page("lessons/levels.html", scales=(("TRL", readiness.TRL), ("SRL", readiness.SRL)))


@lesson_pages.get("/lessons/aar.pdf")
def blank() -> Response:
    """Give the empty sheet for a review after action, to be filled in by hand."""
    access.signed_in(current_actor())
    response = Response(aar.blank_sheet(), mimetype="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="aar.pdf"'
    return response
