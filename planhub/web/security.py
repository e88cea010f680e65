"""Who is asking, and what every answer must carry: sign-in by default, CSRF centrally, the headers of security.md §C2."""

import secrets

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from flask_login import LoginManager, UserMixin, login_user
from flask_wtf import CSRFProtect
from werkzeug.wrappers import Response as AnyResponse

from planhub.infra.aside import aside
from planhub.infra.db import db
from planhub.infra.settings import Settings
from planhub.kernel.access import Actor
from planhub.kernel.errors import PlanHubError
from planhub.kernel.ids import new_id
from planhub.kernel.text import THAI, Text, set_locale
from planhub.people import queries, sessions, tokens
from planhub.record import audit
from planhub.ui.actor import current_reader, set_actor
from planhub.ui.drafting.autosave import QUIET
from planhub.ui.pages import wants_fragment
from planhub.ui.routes import local_path, referring_path
from planhub.ui.sessions import API, LANGUAGE_COOKIE, CookieSessions, browser, limits
from planhub.web import uow

SIGN_IN = "account.sign_in"
csrf = CSRFProtect()

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "object-src 'none'; report-uri /csp"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
HSTS = "max-age=31536000; includeSubDomains"
NO_STORE = "no-store"
FOR_EVER = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"


class SignInNeeded(PlanHubError):  # noqa: N818 - a refusal in the domain's words, as its siblings in kernel.errors
    """Nobody has signed in, or the session has ended."""

    status = 401
    title = Text("โปรดเข้าสู่ระบบ", "Please sign in")

    def __init__(self) -> None:
        super().__init__(
            Text(
                "ยังไม่ได้เข้าสู่ระบบ หรือหมดเวลาการใช้งาน โปรดเข้าสู่ระบบอีกครั้ง",
                "You are not signed in, or your session has ended; please sign in again",
            )
        )


class Account(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """What Flask-Login knows of a user."""

    def __init__(self, reader: queries.Reader) -> None:
        """Wrap who has signed in."""
        self.id = reader.id


def init_app(app: Flask, settings: Settings, public_endpoints: frozenset[str]) -> None:
    """Put the gate in front of every route and the headers on every answer."""
    app.extensions["planhub_public"] = public_endpoints
    app.session_interface = CookieSessions(settings)
    for step in (_begin, _refuse_foreign, _identify, _gate):
        app.before_request(step)
    csrf.init_app(app)
    manager = LoginManager(app)
    manager.session_protection = None  # the session table does this better
    manager.user_loader(lambda _user_id: None)  # `_identify` has already said who it is, or nobody is
    manager.unauthorized_handler(turn_away)
    app.after_request(_secure_headers)
    app.after_request(_bearer)
    app.after_request(_cache_headers)


def is_api() -> bool:
    """Tell whether the request is for the JSON API, which knows bearer tokens and no cookies."""
    return request.path.startswith(API)


def is_public(endpoint: str | None) -> bool:
    """Tell whether people who have not signed in get an answer there."""
    return endpoint in current_app.extensions["planhub_public"]


def turn_away() -> AnyResponse:
    """Ask for sign-in: pages go to the sign-in page and come back; programs and fragments are told 401."""
    if is_api() or wants_fragment():
        raise SignInNeeded
    wanted = local_path(request.full_path.rstrip("?")) if request.method in uow.SAFE else referring_path()
    return redirect(url_for(SIGN_IN, next=wanted), 303)


def _begin() -> None:
    g.request_id = new_id()
    g.csp_nonce = secrets.token_urlsafe(16)
    set_locale(request.cookies.get(LANGUAGE_COOKIE, THAI))
    uow.begin()


def _refuse_foreign() -> None:
    if "\x00" in request.path:
        abort(404)  # nothing is called so, and a database may not even be asked
    if request.method not in uow.SAFE and request.headers.get("Sec-Fetch-Site") == "cross-site":
        abort(403)


def _identify() -> None:
    if request.endpoint in {None, "static"}:
        return
    if is_api():
        _identify_by_token()
    else:
        _identify_by_session()


def _identify_by_token() -> None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    user = tokens.find_user(db.session(), token.strip()) if kind.lower() == "bearer" else None
    if user is not None:
        _is(queries.get_actor(db.session(), user, request_id=g.request_id), queries.Reader.of(user))


def _identify_by_session() -> None:
    if browser().is_new:
        return
    found = sessions.find_session(db.session(), browser().key, limits())
    if found is not None and found.is_stale and not _is_quiet():
        with aside(db.session()):
            sessions.touch(db.session(), found.id_hash)
        found = sessions.find_session(db.session(), browser().key, limits())
    if found is None:
        return
    g.session_hash = found.id_hash
    login_user(Account(found.reader))
    _is(queries.make_actor(found.reader, found.standings, request_id=g.request_id), found.reader)


def _is_quiet() -> bool:
    """Tell whether a page asks by itself, which must not keep a session alive that nobody uses."""
    return (request.endpoint or "").rpartition(".")[2] == QUIET


def _is(actor: Actor, reader: queries.Reader) -> None:
    set_actor(actor, reader)
    audit.act_as(db.session(), actor)
    set_locale(reader.locale)


def _gate() -> AnyResponse | None:
    if request.endpoint is None or current_reader() is not None or is_public(request.endpoint):
        return None
    return turn_away()


def _secure_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers[name] = value
    response.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=g.get("csp_nonce", "")))
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers["Strict-Transport-Security"] = HSTS
    return response


def _bearer(response: Response) -> Response:
    if response.status_code == 401 and is_api():
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _cache_headers(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code in (200, 206, 304):
        hashed = request.path.startswith("/static/vendor/")
        response.headers["Cache-Control"] = FOR_EVER if hashed or request.args.get("v") else REVALIDATE
    elif not (is_public(request.endpoint) and response.cache_control.private):
        response.headers["Cache-Control"] = NO_STORE
        response.vary.update(("Cookie", "HX-Request"))
    return response
