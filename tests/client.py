"""The test client: a browser that checks every page it is given, with CSRF and sessions switched on as in life."""

from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from planhub.people import queries, sessions
from planhub.people.models import User
from planhub.ui.sessions import TOKEN, BrowserSession, CookieSessions
from tests.html import faults

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


class HouseClient(FlaskClient):
    """Commits what the test prepared before each request, and forgets what it knew after it."""

    db_session: Session
    check_html = True

    def open(self, *args: Any, csrf: bool = True, **kwargs: Any) -> TestResponse:
        """Ask; unsafe requests carry the token of this browser's session unless `csrf` is False."""
        self.db_session.commit()
        if csrf and str(kwargs.get("method", "GET")).upper() in UNSAFE:
            kwargs["headers"] = {"X-CSRFToken": self.token(), **dict(kwargs.get("headers") or {})}
        response = super().open(*args, **{"buffered": True, **kwargs})
        self.db_session.expire_all()
        if (
            self.check_html
            and response.mimetype == "text/html"
            and response.status_code not in (301, 302, 303, 304, 308)
        ):
            wrong = faults(response.get_data(as_text=True))
            assert not wrong, f"{response.request.path}: {wrong}"
        return response

    def sign_in(self, login: str) -> User:
        """Become `login`, in a session as the sign-in makes one."""
        user = queries.find_user(self.db_session, login=login)
        assert user is not None, f"no user {login}"
        key = sessions.new_key()
        limits = sessions.Limits(timedelta(minutes=60), timedelta(hours=12))
        sessions.open_session(self.db_session, user, key, limits, user_agent="test")
        self.set_cookie(self._cookie, key)
        return user

    def sign_out(self) -> None:
        """Forget the cookie, as a closed browser does."""
        self.delete_cookie(self._cookie)

    def token(self) -> str:
        """Give a CSRF token of this browser's session, as a form would hold it."""
        cookie = self.get_cookie(self._cookie)
        key = cookie.value if cookie else sessions.new_key()
        if cookie is None:
            self.set_cookie(self._cookie, key)
        secret = str(self.application.secret_key)
        raw = BrowserSession(key, secret)[TOKEN]
        return str(URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(raw))

    @property
    def _cookie(self) -> str:
        interface = self.application.session_interface
        assert isinstance(interface, CookieSessions)
        return interface.cookie
