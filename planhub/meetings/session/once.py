"""A write that may be sent again: what was answered first is answered again, and nothing happens twice.

A page puts a key into each form (`_key`), a script sends one as `Idempotency-Key`; both are kept for a day by
`planhub.record.idempotency`, in the transaction of the change.
"""

import hashlib
from collections.abc import Callable

from flask import Response, make_response, request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.record import access, idempotency

KEY = "_key"
_BESIDE = frozenset({KEY, "csrf_token"})


def once(session: Session, actor: Actor, act: Callable[[], Response]) -> Response:
    """Do `act`, or give the first answer again where this very request was made before."""
    key = (request.headers.get("Idempotency-Key") or request.form.get(KEY) or "")[:100]
    if not key:
        return act()
    access.signed_in(actor)
    said = _said()
    try:
        first = idempotency.find(session, actor, key, said)
        claimed = None if first else idempotency.begin(session, actor, key, said)
    except IntegrityError:  # the same request has just been committed beside this one
        session.rollback()
        first, claimed = idempotency.find(session, actor, key, said), None
        if first is None:
            raise
    if first is not None:
        return _again(first)
    response = act()
    if claimed is not None and response.status_code < 400:
        claimed.status, claimed.body = response.status_code, response.get_data(as_text=True)
        claimed.headers = {k: v for k, v in response.headers.items() if k in ("Location", "Content-Type")}
    return response


def _said() -> str:
    fields = sorted((k, v) for k, v in request.form.items(multi=True) if k not in _BESIDE)
    return hashlib.sha256(f"{request.path}\0{fields}".encode()).hexdigest()


def _again(first: idempotency.Answer) -> Response:
    response = make_response(first.body, first.status)
    response.headers.update({**first.headers, "Idempotency-Replayed": "true"})
    return response
