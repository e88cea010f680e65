"""The browser's cookie: a random id and nothing else; what it means stands in the database."""

import hmac
import json
from datetime import timedelta
from typing import Any, cast

from flask import Flask, Request, Response, current_app, g, request, session
from flask.sessions import SessionInterface, SessionMixin
from itsdangerous import BadData, URLSafeSerializer

from planhub.infra.db import db
from planhub.infra.settings import Settings
from planhub.people import sessions
from planhub.people.models import User
from planhub.people.sessions import KEY, Limits, new_key

API = "/api/"
"""Paths below this know bearer tokens and no cookies."""
FLASHES = "_flashes"
TOKEN = "csrf_token"  # noqa: S105 - the name of a field
LANGUAGE_COOKIE = "planhub-lang"
NOTE_LIMIT = 3500
"""Longest cookie value that every browser keeps, in characters."""


class BrowserSession(dict[str, Any], SessionMixin):
    """What Flask calls the session: lives for one request; only the id and pending messages outlast it."""

    def __init__(self, key: str | None, token_key: str) -> None:
        """Take the browser's id, or make one that is only handed out when a form needs it."""
        super().__init__()
        self.is_new = key is None
        self.key = key or new_key()
        self.hand_out = False
        self.is_over = False
        self._token_key = token_key
        self.had_flashes = False

    def renew(self) -> str:
        """Take a new id: at sign-in and sign-out, so that an id planted before is worth nothing after."""
        self.key, self.is_new, self.hand_out = new_key(), True, True
        return self.key

    def __contains__(self, name: object) -> bool:
        return name == TOKEN or super().__contains__(name)

    def __getitem__(self, name: str) -> Any:
        if name == TOKEN:
            self.hand_out = True
            return hmac.digest(self._token_key.encode(), b"csrf:" + self.key.encode(), "sha256").hex()
        return super().__getitem__(name)


class CookieSessions(SessionInterface):
    """Reads and writes the two cookies: the id, and messages that wait for the next page."""

    def __init__(self, settings: Settings) -> None:
        """Take lifetimes and cookie names from the settings."""
        prefix = "__Host-" if settings.is_secure else ""
        self.cookie = prefix + "planhub"
        self.note_cookie = prefix + "planhub-note"
        self.is_secure = settings.is_secure
        self.limits = Limits(
            timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours)
        )

    def open_session(self, app: Flask, request: Request) -> BrowserSession:
        """Take the id from the cookie without asking the database; the API never looks at cookies."""
        raw = "" if request.path.startswith(API) else request.cookies.get(self.cookie, "")
        session = BrowserSession(raw if KEY.fullmatch(raw) else None, str(app.secret_key))
        note = request.cookies.get(self.note_cookie)
        if note is not None:
            session.had_flashes = True
            session.update(self._read_note(app, note))
        return session

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Hand out a new id where there is one, and keep messages for the next page."""
        assert isinstance(session, BrowserSession)
        if request.path.startswith(API):
            return
        if session.is_over:
            response.delete_cookie(self.cookie, **self._manners)
        elif session.is_new and session.hand_out:
            response.set_cookie(self.cookie, session.key, **self._manners)
        flashes = session.get(FLASHES)
        if flashes:
            value = self._signer(app).dumps([[kind, str(text)] for kind, text in flashes])
            if len(value) <= NOTE_LIMIT:
                response.set_cookie(self.note_cookie, str(value), max_age=300, **self._manners)
        elif session.had_flashes:
            response.delete_cookie(self.note_cookie, **self._manners)

    @property
    def _manners(self) -> dict[str, Any]:
        return {"secure": self.is_secure, "httponly": True, "samesite": "Lax", "path": "/"}

    def _read_note(self, app: Flask, note: str) -> dict[str, Any]:
        try:
            flashes = self._signer(app).loads(note)
        except BadData:
            return {}
        return {FLASHES: [(str(kind), str(text)) for kind, text in flashes]}

    def _signer(self, app: Flask) -> URLSafeSerializer:
        keys = [*app.config["SECRET_KEY_FALLBACKS"], str(app.secret_key)]
        return URLSafeSerializer(keys, salt="planhub-note", serializer=_Thai)


def limits() -> Limits:
    """Give when sessions of this installation end."""
    return cast("CookieSessions", current_app.session_interface).limits


def browser() -> BrowserSession:
    """Give the session of this request, with its own methods."""
    return cast("BrowserSession", session)


def own_hash() -> str | None:
    """Give what the database calls the session of this request; None where nobody has signed in by cookie."""
    found: str | None = g.get("session_hash")
    return found


def begin(user: User) -> None:
    """Sign `user` in on this browser, under a new id; an earlier session of the browser ends."""
    end()
    browser().is_over = False
    key = browser().renew()
    sessions.open_session(db.session(), user, key, limits(), user_agent=request.user_agent.string)


def end() -> None:
    """Sign this browser out; its id is worth nothing from now on."""
    if own_hash() and "_user_id" in session:
        sessions.end_session(db.session(), session["_user_id"], str(own_hash()))
    session.clear()
    browser().is_over = True


class _Thai:
    """JSON that leaves Thai letters as they are: a cookie is short."""

    @staticmethod
    def dumps(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    @staticmethod
    def loads(text: str | bytes) -> Any:
        return json.loads(text)
