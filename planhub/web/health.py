"""Is it alive? Public, and tells nothing else."""

import logging

from flask import Blueprint, Response, request
from sqlalchemy import select

from planhub.infra.db import db
from planhub.record import access

blueprint = Blueprint("house", __name__)
log = logging.getLogger(__name__)

REPORT_LIMIT = 8_000
"""Longest report of a browser that is read, in bytes."""


@blueprint.get("/healthz")
def healthz() -> Response:
    """Answer "ok" when the database answers too."""
    access.public()
    db.session.execute(select(1))
    return Response("ok\n", mimetype="text/plain")


@blueprint.post("/csp")
def csp() -> Response:
    """Take a browser's report of something the content security policy stopped."""
    access.public()
    report = request.stream.read(REPORT_LIMIT).decode("utf-8", "replace")
    log.warning("content security policy: %s", report.replace("\n", " ").replace("\r", " "))
    return Response(status=204)
