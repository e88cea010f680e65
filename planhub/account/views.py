"""The sign-in page, and one's own page."""

import logging

from flask import Blueprint, Response, current_app, flash, make_response, redirect, request, url_for

from planhub.account.lists import browser_name, by_organization
from planhub.infra.settings import Settings
from planhub.kernel.access import SYSTEM
from planhub.kernel.errors import Busy, NotFound, PlanHubError
from planhub.kernel.text import Text, set_locale
from planhub.people import queries, sessions, signing_in
from planhub.people.models import User
from planhub.record import access, audit
from planhub.ui import panels
from planhub.ui import sessions as browsers
from planhub.ui.actor import current_account, current_actor, current_session
from planhub.ui.pages import page, see
from planhub.ui.routes import local_path

account = Blueprint("account", __name__)
log = logging.getLogger(__name__)

HOME = "/"


@account.get("/sign-in")
def sign_in() -> Response:
    """Show the sign-in page; whoever is signed in already goes on."""
    access.public()
    if current_account() is not None:
        return _onward(request.args.get("next"))
    return _sign_in_page()


@account.post("/sign-in")
def sign_in_by_password() -> Response:
    """Sign in with name and password."""
    access.public()
    session = current_session()
    audit.act_as(session, SYSTEM)  # nobody acts yet; a renewed hash is the system's doing
    login, password = request.form.get("login", ""), request.form.get("password", "")
    try:
        user = signing_in.by_password(session, login.strip(), password, address=_address())
    except (signing_in.WrongPassword, Busy) as refusal:
        log.warning("sign-in refused from %s", _address())  # never what was typed: it may be a password
        return _sign_in_page(refusal, login=login)
    return _welcome(user)


@account.post("/sign-in/persona")
def sign_in_as_persona() -> Response:
    """Sign in as a person of the demonstration world; does not exist in production."""
    access.public()
    if _settings().is_production:
        raise NotFound
    user = signing_in.as_persona(current_session(), request.form.get("login", ""), address=_address())
    return _welcome(user)


@account.post("/sign-out")
def sign_out() -> Response:
    """End this browser's session, and let the browser forget what it kept."""
    access.public()
    browsers.end()
    flash(str(Text("ออกจากระบบแล้ว", "You have signed out")))
    response = see("account.sign_in")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@account.get("/me")
def me() -> Response:
    """Show one's own posts, orders and sessions."""
    actor = current_actor()
    access.signed_in(actor)
    mine = sessions.list_sessions(current_session(), str(actor.user_id), browsers.limits())
    orgs = {org.code: org for org in queries.list_organizations(current_session())}
    return page(
        "account/me.html",
        sessions=mine,
        own=browsers.own_hash(),
        orgs=orgs,
        browser_name=browser_name,
        panels=panels.panels_for(current_session(), actor, "account", actor),
    )


@account.post("/me/sessions/end")
def end_session() -> Response:
    """End one of one's own sessions."""
    actor = current_actor()
    access.signed_in(actor)
    id_hash = request.form.get("session", "")
    if id_hash == browsers.own_hash():
        return sign_out()
    if not sessions.end_session(current_session(), str(actor.user_id), id_hash):
        raise NotFound
    flash(str(Text("สิ้นสุดการใช้งานบนอุปกรณ์นั้นแล้ว", "That session has ended")))
    return see("account.me")


@account.post("/me/sessions/end-others")
def end_other_sessions() -> Response:
    """End all of one's own sessions but this one."""
    actor = current_actor()
    access.signed_in(actor)
    n = sessions.end_all(current_session(), str(actor.user_id), but=browsers.own_hash())
    flash(str(Text("สิ้นสุดการใช้งานบนอุปกรณ์อื่น {n} เครื่อง", "{n} other sessions have ended").format(n=n)))
    return see("account.me")


def _sign_in_page(refusal: PlanHubError | None = None, *, login: str = "") -> Response:
    personas = [] if _settings().is_production else signing_in.list_personas(current_session())
    response = page(
        "account/sign_in.html",
        status=refusal.status if refusal else 200,
        refusal=refusal,
        login=login,
        wanted=local_path(request.values.get("next")),
        groups=by_organization(personas),
        is_production=_settings().is_production,
    )
    if isinstance(refusal, Busy):
        response.headers["Retry-After"] = str(refusal.seconds)
    return response


def _welcome(user: User) -> Response:
    browsers.begin(user)
    log.info("signed in: %s from %s", user.id, _address())
    set_locale(user.locale)
    return _onward(request.form.get("next"))


def _onward(wanted: str | None) -> Response:
    path = local_path(wanted)
    if path is None or path.startswith(url_for("account.sign_in")):
        path = HOME
    return make_response(redirect(path, 303))


def _address() -> str:
    return request.remote_addr or "unknown"


def _settings() -> Settings:
    settings: Settings = current_app.extensions["planhub_settings"]
    return settings
