"""Small pages of lessons: what one follows, consent to pictures, the levels of readiness, the empty AAR sheet."""

from flask import Blueprint, Response, flash, request

from planhub.kernel.text import Text
from planhub.lessons import following, readiness, services
from planhub.lessons.papers import aar
from planhub.record import access
from planhub.record.services import load
from planhub.record.types import registry
from planhub.ui.actor import current_actor, current_session
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
