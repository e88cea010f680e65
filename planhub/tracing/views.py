"""The page of a record's line, and the same on paper."""

from flask import Blueprint, Response, request

from planhub.kernel.errors import NotFound
from planhub.kernel.text import current_locale
from planhub.tracing import panels, paper
from planhub.tracing.queries import Subject, line, subject
from planhub.ui.actor import current_actor, current_session
from planhub.ui.pages import page

blueprint = Blueprint("tracing", __name__)


@blueprint.get("/trace/<string:record_type>/<string:code>")
def show(record_type: str, code: str) -> Response:
    """Show the line of a record both ways, as far as the reader may see."""
    record = _subject(record_type, code)
    session = current_session()
    found = line(session, current_actor(), record.type, record.id)
    return page("tracing/show.html", **paper.drawn(record, found, paper.names_of(session, found)))


@blueprint.get("/trace/<string:record_type>/<string:code>/brief")
def brief(record_type: str, code: str) -> Response:
    """Show the line in a few words, for the record's own page."""
    record = _subject(record_type, code)
    return page("tracing/_line.html", **panels.brief(current_session(), current_actor(), record))


@blueprint.get("/trace/<string:record_type>/<string:code>/trace.pdf")
def pdf(record_type: str, code: str) -> Response:
    """Give the line on paper."""
    record = _subject(record_type, code)
    options = {"thai_digits": request.args.get("thai_digits") == "1", "lang": current_locale()}
    content = paper.issue(current_session(), current_actor(), record, options)
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{record.code}-trace.pdf"'
    return response


def _subject(name: str, code: str) -> Subject:
    """Give the record, which the reader must be allowed to see. Raises `NotFound`."""
    found = subject(current_session(), current_actor(), code)
    if found.type != name:
        raise NotFound
    return found
