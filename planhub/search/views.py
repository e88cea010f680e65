"""The page of the search; what is asked stands in the address, so that it can be kept and sent."""

from flask import Blueprint, Response, request

from planhub.kernel.finding import asked_words
from planhub.kernel.textclean import clean_line
from planhub.people.queries import list_organizations
from planhub.record import access
from planhub.record.search import reading
from planhub.record.types import RecordType, registry
from planhub.search import queries
from planhub.ui.actor import current_actor, current_session
from planhub.ui.pages import page

blueprint = Blueprint("search", __name__)

LONGEST = 100
"""Letters of a question; what is beyond is not needed to find anything."""
SHOWN, MOST = 20, 100
"""Hits shown at first, and when the reader wants more."""


@blueprint.get("/search")
def search() -> Response:
    """Search everything that the reader may see."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    asked = clean_line(request.args.get("q", "")[:LONGEST], LONGEST)
    kinds = [rt for rt in registry.all() if rt.policy.ever(actor, rt.view)]
    kind = next((rt for rt in kinds if rt.name == request.args.get("type")), None)
    limit = MOST if request.args.get("more") == "1" else SHOWN
    found = reading.search(session, actor, asked, types=[kind] if kind else None, limit=limit)
    everything = kind is None
    return page(
        "search/index.html",
        fragment="search/_results.html",
        asked=asked,
        words=asked_words(asked),
        found=found,
        kinds=kinds,
        kind=kind,
        types={rt.name: rt for rt in kinds},
        states={hit.id: _state(registry.get(hit.type), hit.state) for hit in found.hits},
        orgs={org.code: org for org in list_organizations(session)},
        places=queries.places(session, asked) if everything else [],
        agencies=queries.agencies(session, asked) if everything else [],
        more=found.more and limit < MOST,
    )


def _state(record_type: RecordType, key: str) -> object:
    machines = (record_type.workflow, *record_type.older_workflows)
    return next(machine.state(key) for machine in machines if key in machine.state_keys)
