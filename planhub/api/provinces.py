"""The one page of a province, by the API."""

from flask import Response, make_response, request

from planhub.kernel.text import current_locale
from planhub.overview import asked as asking
from planhub.overview import province_paper
from planhub.record import access
from planhub.ui.actor import current_actor, current_session


def document(code: str) -> Response:
    """Answer with the paper of a province as the caller may read it. Raises `NotFound` for any other area."""
    actor = current_actor()
    access.signed_in(actor)
    options = {
        "fiscal_year": asking.read(request.args).fiscal_year,
        "thai_digits": request.args.get("thai_digits") in ("1", "true"),
        "lang": current_locale(),
    }
    response = make_response(province_paper.issue(current_session(), actor, code, options))
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{code}-province.pdf"'
    return response
