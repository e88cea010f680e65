"""The page and the paper of one province."""

from datetime import date
from typing import Any

from flask import Response, request

from planhub.activities.choices import BUDGET_SOURCES
from planhub.kernel.errors import NotFound
from planhub.kernel.text import current_locale
from planhub.overview import asked as asking
from planhub.overview import province_paper, starting
from planhub.overview.province import province as read_province
from planhub.overview.views import blueprint
from planhub.record import access
from planhub.ui.actor import current_actor, current_session
from planhub.ui.pages import page

__all__ = ["blueprint"]


@blueprint.get("/provinces/<string:code>")
def province(code: str) -> Response:
    """Show everything about one province."""
    actor = current_actor()
    access.signed_in(actor)
    asked = asking.read(request.args)
    found = read_province(current_session(), actor, code, asked.fiscal_year)
    if found is None:
        raise NotFound
    return page(
        "overview/province.html",
        at=found,
        asked=asked,
        starts=starting.starts(actor),
        sources=dict(BUDGET_SOURCES),
        abbrs=lambda codes: ", ".join(str(found.orgs[code].abbr) for code in codes),
        say=lambda pair: pair[current_locale()],
        day=date.fromisoformat,
    )


@blueprint.get("/provinces/<string:code>/documents/province.pdf")
def province_pdf(code: str) -> Response:
    """Give the province on one sheet, as this reader may see it."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    options: dict[str, Any] = {
        "fiscal_year": asking.read(request.args).fiscal_year,
        "thai_digits": request.args.get("thai_digits") == "1",
        "lang": current_locale(),
    }
    content = province_paper.issue(session, actor, code, options)
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{code}-province.pdf"'
    return response
