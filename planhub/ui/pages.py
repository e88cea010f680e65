"""Pages and fragments: one file drawn alone for htmx, or inside its page for everybody else (architecture.md §9)."""

import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from flask_htmx import HTMX
from markupsafe import Markup, escape

from planhub.infra.paths import resource
from planhub.kernel.text import ENGLISH, current_locale

htmx = HTMX()
"""What the request says of htmx; `planhub.ui.templating` gives it the application."""
THEME_COOKIE = "planhub-theme"
THEMES = ("light", "dark")


def wants_fragment() -> bool:
    """Tell whether htmx asks for a part of a page; never for boosted links and never for the way back."""
    partial = (
        request.headers.get("HX-Request-Type", "partial") == "partial"
    )  # htmx 4 says it; flask-htmx does not know
    return bool(htmx) and partial and not htmx.boosted and not htmx.history_restore_request


def page(template: str, *, fragment: str | None = None, status: int = 200, **context: object) -> Response:
    """Draw the page, or only its `fragment` where htmx asks for that; both say so in `Vary`."""
    name = fragment if fragment and wants_fragment() else template
    response = make_response(render_template(name, **context), status)
    response.vary.update(("HX-Request", "HX-Request-Type"))
    return response


def see(endpoint: str, **values: Any) -> Response:
    """Send the browser to a page after a write (303), so that reloading does not write again."""
    return make_response(redirect(url_for(endpoint, **values), 303))


@cache
def _bundles() -> Mapping[str, str]:
    manifest: dict[str, str] = json.loads(
        (resource("static") / "vendor" / "manifest.json").read_text("utf-8")
    )
    return manifest


@cache
def asset(name: str) -> str:
    """Give the address of a built bundle (`ui.css`) or an own file (`css/base.css`), made so that it may be kept for ever.

    Raises `FileNotFoundError` for a name that is neither.
    """
    root = current_app.static_url_path
    if name in _bundles():
        return f"{root}/vendor/{_bundles()[name]}"
    digest = hashlib.sha256((resource("static") / name).read_bytes()).hexdigest()[:10]
    return f"{root}/{name}?v={digest}"


def data_lang() -> Markup:
    """Mark data that stays Thai on an English page, for readers' voices and for the browser's fonts."""
    return Markup(' lang="th"') if current_locale() == ENGLISH else Markup("")


def mixed(text: object) -> Markup:
    """Mark the Thai words inside an English sentence, such as a title that stays as it was written."""
    safe = str(escape(str(text)))
    if current_locale() != ENGLISH:
        return Markup(safe)  # noqa: S704 - escaped above
    return Markup(_THAI.sub(r'<span lang="th">\g<0></span>', safe))  # noqa: S704 - escaped above


_THAI = re.compile("[\u0e01-\u0e5b](?:[^A-Za-z<&]*[\u0e01-\u0e5b])?")


def theme() -> str:
    """Give the theme that the reader chose, "light" or "dark"; empty: as the machine says."""
    chosen = request.cookies.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def where(endpoint: str, **values: Any) -> str | None:
    """Give the address of an endpoint, or None where this installation does not have it."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None
