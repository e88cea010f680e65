"""What a search beside an input finds; only names that the reader may see anyway."""

from flask import Blueprint, Response, request

from planhub.kernel.errors import NotFound
from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import plain
from planhub.places.levels import AreaLevel
from planhub.record import access
from planhub.record.types import registry
from planhub.ui.actor import current_actor, current_session
from planhub.ui.choosers import SEEK, Choosers
from planhub.ui.forms import RecordForm
from planhub.ui.inputs import Inputs
from planhub.ui.pages import page

blueprint = Blueprint("choices", __name__, url_prefix="/choices")

SEARCHED = (Kind.RECORD, Kind.AREA, Kind.AREAS)


@blueprint.get("/<string:kind>")
def found(kind: str) -> Response:
    """Draw the found options for the input called `name`; `ref` narrows them, as in the field."""
    actor = current_actor()
    access.signed_in(actor)
    name, ref = request.args.get("name", ""), request.args.get("ref") or None
    if (
        kind not in SEARCHED
        or not _is_known(kind, ref)
        or not name.replace("-", "").replace("_", "").isalnum()
    ):
        raise NotFound
    inputs = Inputs([(f"{SEEK}{name}", request.args.get(f"{SEEK}{name}", ""))])
    field = Field(name, Kind(kind), plain(""), ref=ref)
    form = RecordForm([field], (), inputs, Choosers(current_session(), actor, inputs))
    return page("record/_found.html", one=form.inputs_by_name[name])


def _is_known(kind: str, ref: str | None) -> bool:
    if kind == Kind.RECORD:
        return ref is None or ref in registry
    return ref is None or ref in list(AreaLevel)
