"""Orders of acting and delegation in the API: drafted, put into force, revoked, by the same services as on screen."""

from typing import Any

from flask import Response, jsonify, request

from planhub.api import requests, resources
from planhub.directory import forms
from planhub.directory.queries import list_people, list_posts_to_lend
from planhub.kernel.errors import Denied, NotFound
from planhub.people import orders, rules
from planhub.people.models import Delegation
from planhub.record import access
from planhub.ui.actor import current_actor, current_session

_MOVES = {"activate": orders.activate, "revoke": orders.revoke}
_COLUMNS = (
    "id",
    "post_id",
    "user_id",
    "kind",
    "state",
    "order_no",
    "order_date",
    "record_types",
    "limit_satang",
)
_MORE = ("starts_at", "ends_at", "version")


def create() -> Response:
    """Record an order as a draft."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    posts = [post for org in actor.orgs for post in list_posts_to_lend(session, actor, org)]
    if not posts:
        raise Denied
    people = [user for org in actor.orgs for user in list_people(session, org)]
    post_id, order = forms.read(forms.fields(posts, people), requests.body(request))
    row = orders.draft(session, actor, post_id, order)
    session.flush()  # the answer shows its id
    response = jsonify(_shown(row))
    response.status_code = 201
    return response


def show(key: str) -> Response:
    """Answer with one order and its moves."""
    access.signed_in(current_actor())
    return jsonify(_shown(orders.get_order(current_session(), current_actor(), key)))


def move(key: str, name: str) -> Response:
    """Put an order into force, or revoke it."""
    session, actor = current_session(), current_actor()
    access.signed_in(actor)
    if name not in _MOVES:
        raise NotFound
    version = requests.version_of(request, requests.body(request))
    row = _MOVES[name](session, actor, key, version=version)
    session.flush()  # the answer shows the new version
    return jsonify(_shown(row))


def _shown(row: Delegation) -> dict[str, Any]:
    open_now = orders.open_moves(current_session(), current_actor(), row)
    moves = [
        {
            "name": name,
            "label": str(rules.POLICY.permissions[f"delegation:{name}"]),
            "allowed": name in open_now,
            "reasons": [],
            "fields": [],
        }
        for name in _MOVES
    ]
    return {**{name: resources.plain(getattr(row, name)) for name in (*_COLUMNS, *_MORE)}, "moves": moves}
