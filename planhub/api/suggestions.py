"""What would help a plan or an activity, in the API: as its page offers it, with the reasons."""

from typing import Any

from flask import Response, jsonify

from planhub.kernel.errors import NotFound
from planhub.lessons.matching import panels, score
from planhub.record import access, services
from planhub.record.types import registry
from planhub.ui.actor import current_actor, current_session


def list_suggestions(name: str, key: str) -> Response:
    """Answer with the lessons and items that fit, the best first; none once the work has begun."""
    if name not in panels.DRAFTS:
        raise NotFound
    session, actor = current_session(), current_actor()
    record = services.load(session, registry.get(name), key)
    access.authorise_view(actor, record)
    found = panels.offered(session, actor, record)
    fits = found["fits"] if found else []
    return jsonify({"items": [_shown(fit) for fit in fits], "may_decide": panels.may_decide(actor, record)})


def _shown(fit: score.Fit) -> dict[str, Any]:
    counts = {"adopted": fit.adopted, "worked": fit.worked, "failed": fit.failed}
    reasons = [{"key": key, "text": str(score.REASONS[key])} for key in fit.reasons]
    head = {"id": fit.id, "type": fit.type, "code": fit.code, "title": fit.title, "owner_org": fit.owner_org}
    return {**head, **counts, "reasons": reasons, "points": fit.points}
