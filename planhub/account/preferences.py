"""Language and theme: chosen by the reader, kept with the account and in the browser."""

from flask import Blueprint, Response, current_app, make_response, redirect, request

from planhub.kernel.text import LOCALES
from planhub.record import access
from planhub.ui.actor import current_account
from planhub.ui.pages import THEME_COOKIE, THEMES
from planhub.ui.routes import referring_path
from planhub.ui.sessions import LANGUAGE_COOKIE

A_YEAR = 365 * 24 * 60 * 60

blueprint = Blueprint("preferences", __name__)


@blueprint.post("/preferences")
def save() -> Response:
    """Keep what was chosen and go back to the page from which it was."""
    access.public()
    response = make_response(redirect(referring_path() or "/", 303))
    locale, theme = request.form.get("locale"), request.form.get("theme")
    account = current_account()
    if locale in LOCALES:
        _keep(response, LANGUAGE_COOKIE, locale)
        if account is not None:
            account.locale = locale
    if theme in THEMES:
        _keep(response, THEME_COOKIE, theme)
    elif theme == "auto":
        response.delete_cookie(THEME_COOKIE, path="/")
    return response


def _keep(response: Response, name: str, value: str) -> None:
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(name, value, max_age=A_YEAR, path="/", samesite="Lax", secure=secure, httponly=True)
