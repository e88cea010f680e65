"""The pages of areas: look one up by any spelling, and see its place in the tree, who works there and what it needs."""

from flask import Blueprint, Response, request

from planhub.kernel.errors import NotFound
from planhub.places import needs
from planhub.places.levels import AreaLevel
from planhub.places.lookup import find_areas
from planhub.places.models import Cluster, Region
from planhub.places.queries import (
    full_names,
    get_area,
    get_path,
    list_children,
    list_fiscal_years,
    list_regions,
)
from planhub.programmes import queries
from planhub.programmes.asked import text_asked, year_asked
from planhub.record import access
from planhub.ui import known
from planhub.ui.actor import current_actor, current_session
from planhub.ui.pages import page, where

blueprint = Blueprint("areas", __name__)

FOUND = 50
"""Areas that a search shows."""


@blueprint.get("/areas")
def index() -> Response:
    """Look areas up; without a word, the provinces by region."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    text, asked = text_asked("q"), request.args.get("level", "")
    level = AreaLevel(asked) if asked in {x.value for x in AreaLevel} else None
    found = find_areas(session, text, level=level, limit=FOUND) if text else []
    return page(
        "areas/index.html",
        fragment="areas/_found.html",
        text=text,
        level=level,
        levels=[(x.value, x.label) for x in AreaLevel],
        found=found,
        full=full_names(session, [area.code for area in found]),
        most=FOUND,
        regions=[] if text else list_regions(session),
        provinces=[] if text else list_children(session),
    )


@blueprint.get("/areas/<string:code>")
def show(code: str) -> Response:
    """Show one area: its path, what lies inside, who works there in a year, and its needs."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    area = get_area(session, code) if len(code) in (2, 4, 6) else None
    if area is None:
        raise NotFound
    year = year_asked()
    names, _choices = known.organizations(session)
    return page(
        "areas/show.html",
        area=area,
        path=get_path(session, code),
        children=list_children(session, code),
        region=session.get(Region, area.region_code),
        cluster=session.get(Cluster, area.cluster_code) if area.cluster_code else None,
        year=year,
        years=sorted({*list_fiscal_years(session), year}, reverse=True),
        presences=queries.list_presences(session, code, year),
        needs=needs.list_needs(session, actor.orgs, [code], until=year)[code],
        differs=needs.DIFFERS,
        names=names,
        province_page=where("overview.province", code=code[:2], fiscal_year=year),
    )
