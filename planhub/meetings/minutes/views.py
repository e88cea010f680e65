"""The screens of minutes: written by section, corrected by those who attended; as DOCX; extracts of resolutions."""

from typing import Any

from flask import Blueprint, Response, flash, request

from planhub.kernel.errors import Conflict, Denied, GuardFailed, Invalid, NotFound, PlanHubError
from planhub.kernel.text import Text
from planhub.meetings import rules
from planhub.meetings.minutes import editing, papers, word
from planhub.meetings.minutes.editing import SectionConflict
from planhub.meetings.minutes.page import MinutesPage
from planhub.meetings.minutes.queries import find_extract
from planhub.meetings.models import Meeting
from planhub.record import access, flow
from planhub.record.services import load
from planhub.record.types import Document, registry
from planhub.ui import papers as printing
from planhub.ui.actor import current_actor, current_session
from planhub.ui.diff import compare
from planhub.ui.inputs import showable
from planhub.ui.pages import page, see

minutes = Blueprint("minutes", __name__, url_prefix="/meetings/<string:code>")


def _readable(code: str) -> Meeting:
    session, actor = current_session(), current_actor()
    meeting: Meeting = load(session, registry.get("meetings"), code)
    access.authorise(actor, rules.VIEW, meeting)
    if meeting.state not in papers.MINUTED:
        raise NotFound
    if not papers.may_read(actor, meeting):
        raise Denied(
            Text(
                "รายงานที่ยังไม่รับรองเปิดให้เฉพาะผู้มาประชุมและฝ่ายเลขานุการ",
                "Minutes that are not adopted are for those who attended and the secretariat",
            )
        )
    return meeting


def _page(code: str, *, status: int = 200, **more: Any) -> Response:
    at = MinutesPage(current_session(), current_actor(), _readable(code))
    return page("meetings/minutes.html", status=status, at=at, **more)


@minutes.get("/minutes")
def show(code: str) -> Response:
    """Show the minutes, section by section."""
    return _page(code)


@minutes.post("/minutes/<string:key>")
def save(code: str, key: str) -> Response:
    """Save one section; a conflict shows both texts."""
    session, form = current_session(), request.form
    text, base = form.get("text", ""), form.get("base", "")
    try:
        editing.change(session, current_actor(), code, key, text=text, base=base)
    except SectionConflict as error:
        session.rollback()
        mine, was = editing.plainly(showable(text)), editing.plainly(showable(base))
        clash = {
            "key": key,
            "mine": compare(was, mine),
            "theirs": compare(was, error.text),
            "text": mine,
            "now": error.text,
        }
        return _page(code, status=409, clash=clash)
    except (Invalid, GuardFailed) as error:
        session.rollback()
        return _page(code, status=422, faults=_sentences(error), typed={key: showable(text)})
    flash(str(Text("บันทึกข้อความแล้ว", "The section was saved")))
    return see("minutes.show", code=code, _anchor=f"s-{key}")


@minutes.post("/minutes/corrections")
def ask(code: str) -> Response:
    """Ask for another wording of one place."""
    values = {name: request.form.get(name, "") for name in ("item", "resolution", "wording")}
    said = Text("ส่งคำขอแก้ไขแล้ว ฝ่ายเลขานุการจะพิจารณา", "Your correction was sent to the secretariat")
    return _moved(code, "propose_correction", values, said)


@minutes.post("/minutes/corrections/<int:number>")
def decide(code: str, number: int) -> Response:
    """Accept or decline a correction."""
    values = {
        "number": str(number),
        "decision": request.form.get("decision", ""),
        "wording": request.form.get("wording", ""),
    }
    return _moved(code, "decide_correction", values, Text("บันทึกผลการพิจารณาแล้ว", "The decision is recorded"))


def _moved(code: str, name: str, values: dict[str, str], said: Text) -> Response:
    """Make a move of the meeting as it stands: what counts is the text that was quoted, not other people's moves."""
    session, actor = current_session(), current_actor()
    meeting = load(session, registry.get("meetings"), code, lock=True)
    told = flow.Said({key: value for key, value in values.items() if value}, request.form.get("note") or None)
    try:
        flow.move(session, actor, meeting, name, version=meeting.version, said=told)
    except (Invalid, GuardFailed, Conflict) as error:
        session.rollback()
        typed = {key: showable(value) for key, value in {**values, "note": told.note or ""}.items()}
        return _page(code, status=error.status, faults=_sentences(error), asked=typed)
    flash(str(said))
    return see("minutes.show", code=code, _anchor="corrections")


def _sentences(error: PlanHubError) -> list[Text]:
    if isinstance(error, Invalid):
        return [text for texts in error.errors.values() for text in texts]
    return [r.text for r in error.reasons] if isinstance(error, GuardFailed) else [error.message]


@minutes.get("/minutes.docx")
def docx(code: str) -> Response:
    """Give the minutes as a Word file, to be edited on."""
    meeting = _readable(code)
    thai = request.args.get("thai_digits", "1") == "1"
    response = Response(
        word.minutes_file(current_session(), meeting, thai=thai),
        mimetype="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{meeting.code}-minutes.docx"'
    return response


@minutes.get("/resolutions/<int:number>/extract.pdf")
def extract(code: str, number: int) -> Response:
    """Give the extract of an adopted resolution."""
    session, actor = current_session(), current_actor()
    meeting = load(session, registry.get("meetings"), code)
    access.authorise(actor, rules.VIEW, meeting)
    row = find_extract(session, meeting.id, number)
    if row is None:
        raise NotFound
    digits = request.args.get("thai_digits")
    options: dict[str, Any] = {} if digits is None else {"thai_digits": digits == "1"}
    paper = Document(
        papers.EXTRACT,
        Text("สำเนามติที่ประชุม", "Extract of a resolution"),
        lambda s, m, o: papers.extract_paper(s, m, row, o),
        rules.VIEW,
    )
    response = Response(
        printing.issue(session, meeting, paper, options, made_by=actor.user_id), mimetype="application/pdf"
    )
    response.headers["Content-Disposition"] = f'inline; filename="{meeting.code}-resolution-{number}.pdf"'
    return response
