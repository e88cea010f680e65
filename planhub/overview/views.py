"""The pages of the overlap and of the programmes."""

from flask import Blueprint, Response, request

from planhub.kernel import clock, thai
from planhub.overview import asked as asking
from planhub.people.queries import list_organizations
from planhub.places import queries
from planhub.places.levels import AreaLevel
from planhub.record import access
from planhub.ui.actor import current_actor, current_session
from planhub.ui.pages import page

blueprint = Blueprint("overview", __name__)

MOST_ROWS = 300
"""Rows of the matrix on one page; the rest is reached by going down into an area."""


@blueprint.get("/overlap")
def overlap() -> Response:
    """Show where agencies overlap, at one level, and go down from there."""
    access.signed_in(current_actor())
    session, asked = current_session(), asking.read(request.args)
    matrix = queries.overlap_rows(
        session, asked.level, asked.fiscal_year, region=asked.region, parent=asked.parent
    )
    rows = asking.chosen(matrix, asked)
    return page(
        "overview/overlap.html",
        fragment="overview/_matrix.html",
        asked=asked,
        matrix=matrix,
        rows=rows[:MOST_ROWS],
        more=max(0, len(rows) - MOST_ROWS),
        names={org.code: org for org in list_organizations(session)},
        regions=queries.list_regions(session),
        years=queries.list_fiscal_years(session) or [asked.fiscal_year],
        path=queries.get_path(session, asked.parent) if asked.parent else [],
        below={AreaLevel.PROVINCE: "district", AreaLevel.DISTRICT: "subdistrict"}.get(asked.level),
    )


@blueprint.get("/programmes")
def programmes() -> Response:
    """List the programmes of all agencies with their sources."""
    access.signed_in(current_actor())
    session, asked = current_session(), asking.read(request.args)
    return page(
        "overview/programmes.html",
        asked=asked,
        rows=queries.list_programmes(session, asked.fiscal_year),
        years=queries.list_fiscal_years(session) or [thai.fiscal_year(clock.today())],
        names={org.code: org for org in list_organizations(session)},
    )
