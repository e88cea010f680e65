"""Deciding on what is offered to a plan or an activity; comparing a lesson with those nearest to it."""

from flask import Blueprint, Response, flash, request

from planhub.kernel.errors import GuardFailed, NotFound
from planhub.kernel.text import Text
from planhub.lessons.matching import similar
from planhub.record import access, flow
from planhub.record.services import load, load_any
from planhub.record.types import registry
from planhub.ui.actor import current_actor, current_session
from planhub.ui.pages import page, see
from planhub.ui.record_page import RecordPage

matching = Blueprint("lesson_matching", __name__)

DECISIONS = ("adopt", "dismiss")


@matching.post("/suggestions/<string:subject>/<string:code>")
def decide(subject: str, code: str) -> Response:
    """Take up a lesson or an item for an activity or a plan, or say why not, and come back to it."""
    session, actor = current_session(), current_actor()
    place = load_any(session, subject)
    access.authorise_view(actor, place)
    offered = load_any(session, code)
    decision = request.form.get("decision", "")
    if decision not in DECISIONS or offered.type not in ("lessons", "knowledge-items"):
        raise NotFound
    name = {"activities": "activity", "plans": "plan"}.get(place.type)
    if name is None:
        raise NotFound
    said = flow.Said(values={name: place.code}, note=request.form.get("note", "").strip()[:2_000] or None)
    try:
        flow.move(session, actor, offered, decision, version=offered.version, said=said)
    except GuardFailed as error:
        session.rollback()
        flash(" · ".join(str(reason.text) for reason in error.reasons), "error")
    else:
        flash(str(_DONE[decision].format(title=Text(offered.title, offered.title))))
    return see(f"{place.type}.show", code=place.code, _anchor="suggestions")


_DONE = {
    "adopt": Text("นำ “{title}” ไปใช้แล้ว", "“{title}” was taken up"),
    "dismiss": Text("บันทึกเหตุผลที่ไม่ใช้ “{title}” แล้ว", "Why “{title}” is not used was written down"),
}


@matching.get("/lessons/<string:code>/similar")
def compare(code: str) -> Response:
    """Set a lesson beside the published ones nearest to it."""
    session, actor = current_session(), current_actor()
    rt = registry.get("lessons")
    lesson = load(session, rt, code)
    access.authorise_view(actor, lesson)
    at = RecordPage(session, actor, rt, lesson)
    return page("lessons/similar.html", at=at, lesson=lesson, near=similar.beside(session, actor, lesson))
