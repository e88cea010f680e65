"""Refusals as problem documents (RFC 9457), in the caller's language."""

from typing import Any

from flask import Response, jsonify

from planhub.api import resources
from planhub.kernel.errors import GuardFailed, Invalid, PlanHubError
from planhub.ui.actor import request_id


def problem(error: PlanHubError, **more: Any) -> Response:
    """Give the document of a refusal; `errors` by field or `reasons` of guards where there are any."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": str(error.title),
        "status": error.status,
        "detail": str(error.message),
        "request_id": request_id(),
        **more,
    }
    if isinstance(error, Invalid):
        body["errors"] = {name: [str(text) for text in texts] for name, texts in error.errors.items()}
    if isinstance(error, GuardFailed):
        body["reasons"] = [resources.reason(r) for r in error.reasons]
    response = jsonify(body)
    response.status_code = error.status
    response.mimetype = "application/problem+json"
    return response
