"""What every template may use: words, dates, addresses of assets, navigation, who is reading."""

import re
from collections.abc import Sequence
from typing import Any

from flask import Flask, render_template, request
from jinja2.ext import Extension
from markupsafe import Markup

from planhub.infra import i18n
from planhub.infra.pdf import nobreak
from planhub.kernel.access import Actor
from planhub.kernel.text import current_locale
from planhub.people.queries import Reader
from planhub.ui import nav, pages, panels
from planhub.ui.actor import current_actor, current_reader
from planhub.ui.feature import Feature
from planhub.ui.kept import kept
from planhub.ui.sessions import own_hash


class Lean(Extension):
    """Leaves the indentation of templates out of pages: a line that begins with blanks begins with one.

    White space in HTML is one blank, however long; values, which may be indented, are not touched.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - Jinja's own signature
        """Make the blanks that begin a line one, or none before a block; line numbers stay as they are."""
        return (
            _INDENT.sub("\n ", _BEFORE_BLOCK.sub("\n", source)) if (name or "").endswith(".html") else source
        )


_INDENT = re.compile(r"\n[ \t]+")
_BEFORE_BLOCK = re.compile(
    r"\n[ \t]+(?=</?(?:article|aside|body|caption|dd|details|div|dl|dt|fieldset|footer|form|h[1-6]|head|header|legend|li|"
    r"link|main|meta|nav|ol|option|p|script|section|table|tbody|td|th|thead|title|tr|ul)\b)"
)


def init_app(app: Flask, features: Sequence[Feature]) -> None:
    """Give the templates of `app` their words and helpers, and keep the features' navigation and panels."""
    i18n.register(app)
    pages.htmx.init_app(app)
    app.jinja_env.add_extension(Lean)
    app.jinja_env.filters["nobreak"] = nobreak
    app.jinja_env.filters["mixed"] = pages.mixed
    app.jinja_env.globals.update(
        asset=pages.asset,
        data_lang=pages.data_lang,
        theme=pages.theme,
        where=pages.where,
    )
    with app.app_context():
        nav.keep(item for feature in features for item in feature.nav)
        panels.keep(panel for feature in features for panel in feature.panels)
    app.context_processor(_reader)


def _reader() -> dict[str, Any]:
    actor, account = current_actor(), current_reader()
    return {
        "actor": actor,
        "account": account,
        "nav": lambda: nav.bar(actor),
        "top": lambda: _top(actor, account),
    }


def _top(actor: Actor, account: Reader | None) -> Markup:
    """Draw the head of a page; that of somebody signed in is kept for the session, whose tokens stand in it."""
    if account is None or own_hash() is None:
        return _drawn_top()
    who = (account, actor.standings, own_hash())
    return kept((_top, *who, current_locale(), pages.theme(), request.script_root), _drawn_top)


def _drawn_top() -> Markup:
    return Markup(render_template("ui/_top.html"))  # noqa: S704 - a template of ours, escaped as all are
