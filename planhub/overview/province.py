"""The page of one province: everything about it on one screen."""

from flask import Response, request

from planhub.kernel.errors import NotFound
from planhub.overview import asked as asking
from planhub.overview.views import blueprint
from planhub.people.queries import list_organizations
from planhub.places import queries
from planhub.places.levels import AreaLevel
from planhub.record import access
from planhub.ui import panels
from planhub.ui.actor import current_actor, current_session
from planhub.ui.pages import page


@blueprint.get("/provinces/<string:code>")
def province(code: str) -> Response:
    """Show everything about one province."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    area = queries.get_area(session, code)
    if area is None or len(code) != AreaLevel.PROVINCE.digits:
        raise NotFound
    asked = asking.read(request.args)
    return page(
        "overview/province.html",
        area=area,
        asked=asked,
        years=queries.list_fiscal_years(session) or [asked.fiscal_year],
        works=queries.list_programme_areas(session, asked.fiscal_year, inside=code),
        names={org.code: org for org in list_organizations(session)},
        full=queries.full_names(session, [code]),
        panels=panels.panels_for(session, actor, "province", area),
    )
