"""Addresses inside PlanHub: checked, because `next` and `Referer` come from outside."""

from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect


def local_path(address: str | None) -> str | None:
    """Give `address` back if it is the path of a page of this application, else None.

    Nothing but a path that our own routes know counts: no scheme, no host, no `//`, no backslash, no control sign.
    """
    if not address or len(address) > 2000 or not address.startswith("/") or address.startswith("//"):
        return None
    if "\\" in address or any(ord(sign) < 33 or ord(sign) == 127 for sign in address):
        return None
    try:
        parts = urlsplit(address)
        current_app.create_url_adapter(request).match(parts.path, method="GET")  # type: ignore[union-attr]
    except (HTTPException, RequestRedirect, ValueError):
        return None
    return address if not (parts.scheme or parts.netloc) else None


def referring_path() -> str | None:
    """Give the page of ours from which the request came, if it is known."""
    try:
        parts = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
    except ValueError:
        return None
    if parts.netloc != request.host:
        return None
    return local_path(parts.path + ("?" + parts.query if parts.query else ""))
