"""What every template may use: words, dates, addresses of assets, navigation, who is reading."""

from collections.abc import Sequence
from typing import Any

from flask import Flask

from planhub.infra import i18n
from planhub.infra.pdf import nobreak
from planhub.ui import nav, pages, panels
from planhub.ui.actor import current_account, current_actor
from planhub.ui.feature import Feature


def init_app(app: Flask, features: Sequence[Feature]) -> None:
    """Give the templates of `app` their words and helpers, and keep the features' navigation and panels."""
    i18n.register(app)
    app.jinja_env.filters["nobreak"] = nobreak
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
    actor = current_actor()
    return {"actor": actor, "account": current_account(), "nav": lambda: nav.groups(actor)}
