"""One line in the log for each answer; with PLANHUB_DEBUG also what it cost the database."""

import logging
import time

from flask import Flask, Response, g, request
from flask_sqlalchemy.record_queries import get_recorded_queries

from planhub.ui.actor import current_actor, request_id

log = logging.getLogger(__name__)

SLOW = 0.05
"""Seconds after which a statement is named."""


def init_app(app: Flask, *, debug: bool) -> None:
    """Note each answer."""
    app.before_request(_begin)
    app.after_request(_note)
    if debug:
        app.after_request(_note_queries)


def _begin() -> None:
    g.began = time.perf_counter()


def _note(response: Response) -> Response:
    if request.endpoint != "static":
        log.info(
            "%s %s %s %d ms %s %s",
            request.method,
            _path(),
            response.status_code,
            (time.perf_counter() - g.get("began", time.perf_counter())) * 1000,
            current_actor().user_id or "-",
            request_id(),
        )
    return response


def _path() -> str:
    """Give the path as the log may know it: without the secret of an address that needs no sign-in."""
    token = (request.view_args or {}).get("token")
    return request.path.replace(token, "…") if token else request.path


def _note_queries(response: Response) -> Response:
    queries = get_recorded_queries()
    if queries:
        log.info("%d statements, %d ms", len(queries), sum(q.duration for q in queries) * 1000)
    for query in queries:
        if query.duration >= SLOW:
            log.warning("slow: %d ms at %s: %s", query.duration * 1000, query.location, query.statement)
    return response
