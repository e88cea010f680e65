"""The pages and papers of the quarterly digests."""

from flask import Blueprint, Response, request

from planhub.kernel import clock
from planhub.progress.digest import content, paper
from planhub.progress.grid import asked as asking
from planhub.progress.grid.views import file_of, reader
from planhub.progress.totals import reading
from planhub.ui import known
from planhub.ui.actor import current_actor, current_session
from planhub.ui.pages import page

blueprint = Blueprint("digests", __name__, url_prefix="/reporting")


@blueprint.get("/<any(province, agency):scope>/<string:key>")
def show(scope: str, key: str) -> Response:
    """Show the quarter of a province or of an agency."""
    reader()
    session, actor = current_session(), current_actor()
    asked = asking.read(request.args, one_quarter=True)
    name = paper.name_of(session, scope, key)
    orgs, _ = known.organizations(session)
    return page(
        "progress/digest.html",
        found=content.read(session, actor, scope, key, asked),
        asked=asked,
        name=name,
        orgs=orgs,
        rules=reading.RULES,
        now=clock.now(),
    )


@blueprint.get("/<any(province, agency):scope>/<string:key>.pdf")
def printed(scope: str, key: str) -> Response:
    """Print the quarter of a province or of an agency."""
    reader()
    session, actor = current_session(), current_actor()
    asked = asking.read(request.args, one_quarter=True)
    paper.name_of(session, scope, key)
    found = content.read(session, actor, scope, key, asked)
    digits = request.args.get("thai_digits") == "1"
    made = paper.issue(session, actor, found, {"thai_digits": digits})
    return file_of(made, "application/pdf", f"{content.KINDS[scope]}-{found.code}.pdf", inline=True)
