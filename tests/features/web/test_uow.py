"""One transaction a request: what commits, what rolls back, and what is refused as a programming error."""

import random
import sqlite3
from collections.abc import Callable

import pytest
from flask import Blueprint, Response, flash, redirect, request
from flask.typing import ResponseReturnValue
from jinja2 import TemplateNotFound
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from planhub.infra.aside import aside
from planhub.infra.db import db
from planhub.infra.settings import SettingsError
from planhub.kernel import clock
from planhub.kernel.errors import Busy, Conflict, Denied, GuardFailed, Invalid, NotFound, Reason
from planhub.kernel.text import Text
from planhub.people.models import Attempt, Organization, User, WebSession
from planhub.record import access
from planhub.ui.actor import current_actor, current_session
from planhub.ui.feature import Feature
from planhub.web.app import PlanHubApp, check_routes, create_app
from planhub.web.features import FEATURES
from tests.client import HouseClient

bp = Blueprint("trial", __name__)


def note(bucket: str = "trial") -> None:
    current_session().add(Attempt(bucket=bucket, at=clock.now()))


@bp.route("/trial/write", methods=["GET", "POST"])
def write() -> str:
    access.signed_in(current_actor())
    note()
    current_session().flush()
    return ""


@bp.get("/trial/write-late")
def write_late() -> str:
    access.signed_in(current_actor())
    note()
    current_session().commit()
    return ""


@bp.get("/trial/statement")
def statement() -> str:
    access.signed_in(current_actor())
    current_session().execute(delete(Attempt))
    return ""


@bp.get("/trial/bulk")
def bulk() -> str:
    access.signed_in(current_actor())
    current_session().execute(update(User).values(locale="en"))
    return ""


@bp.route("/trial/nobody-asked", methods=["GET", "POST"])
def nobody_asked() -> str:
    if request.method == "POST":
        note()
    return "secret"


@bp.route("/trial/redirect-unasked", methods=["GET"])
def redirect_unasked() -> ResponseReturnValue:
    return redirect("/me", 303)


@bp.post("/trial/answer/<int:status>")
def answer(status: int) -> Response:
    access.signed_in(current_actor())
    note()
    return Response("", status)


REFUSALS: dict[str, Callable[[], Exception]] = {
    "not-found": NotFound,
    "denied": Denied,
    "conflict": Conflict,
    "stale": StaleDataError,
    "invalid": lambda: Invalid({"title": [Text("ต้องระบุ", "Needed")]}),
    "guard": lambda: GuardFailed([Reason("x", Text("ยังขาดพยาน", "A witness is missing"))]),
    "busy": lambda: Busy(30),
    "locked": lambda: OperationalError("x", {}, sqlite3.OperationalError("database is locked")),
    "crash": lambda: ZeroDivisionError("secret detail"),
}


@bp.post("/trial/refuse/<string:kind>")
def refuse(kind: str) -> str:
    access.signed_in(current_actor())
    note()
    current_session().flush()
    error = REFUSALS[kind]()
    raise error


@bp.post("/trial/commit-fails/<string:kind>")
def commit_fails(kind: str) -> str:
    access.signed_in(current_actor())
    session = current_session()
    note()
    if kind == "unique":
        session.add(User(login="viewer", name_th="ก", name_en="a", created_at=clock.now()))
    elif kind == "foreign":
        session.add(
            WebSession(
                id_hash="x",
                user_id="nobody",
                created_at=clock.now(),
                seen_at=clock.now(),
                expires_at=clock.now(),
            )
        )
    else:
        session.add(User(login="null", name_th="ก", name_en=None, created_at=clock.now()))
    return ""


@bp.post("/trial/aside")
def beside() -> str:
    access.signed_in(current_actor())
    with aside(current_session()):
        note("counted")
    note("undone")
    raise Denied


@bp.post("/trial/aside-late")
def beside_late() -> str:
    access.signed_in(current_actor())
    note()
    with aside(current_session()):
        pass
    return ""


@bp.get("/trial/aside-read")
def beside_read() -> str:
    access.signed_in(current_actor())
    with aside(current_session()):
        note("counted")
    note("undone")
    current_session().flush()
    return ""


def thai_noise(n: int) -> str:
    """Give Thai letters that cannot be packed much smaller."""
    dice = random.Random(n)  # noqa: S311 - noise, not a secret
    return "".join(chr(dice.randrange(0x0E01, 0x0E2F)) for _ in range(n))


@bp.post("/trial/flash")
def flashed() -> ResponseReturnValue:
    access.signed_in(current_actor())
    flash(thai_noise(int(request.form["n"])))
    return redirect("/me", 303)


TRIAL = Feature(name="trial", blueprints=(bp,))


@pytest.fixture(scope="session")
def trial_apps() -> dict[str, PlanHubApp]:
    return {}


@pytest.fixture
def browser(
    app: PlanHubApp, client: HouseClient, db_session: Session, trial_apps: dict[str, PlanHubApp]
) -> HouseClient:
    """A signed-in browser of an application that also has the views above."""
    key = app.settings.database
    if key not in trial_apps:
        trial_apps[key] = create_app(app.settings, (*FEATURES, TRIAL))
        with trial_apps[key].app_context():
            db.engine.dispose()
    trial_apps[key].test_client_class = HouseClient
    browser = trial_apps[key].test_client()
    assert isinstance(browser, HouseClient)
    browser.db_session = db_session
    browser.check_html = False
    browser.sign_in("viewer")
    return browser


def noted(session: Session, bucket: str = "trial") -> int:
    return session.scalars(select(func.count()).select_from(Attempt).where(Attempt.bucket == bucket)).one()


def test_a_write_that_goes_well_commits_once(browser: HouseClient, db_session: Session) -> None:
    assert browser.post("/trial/write").status_code == 200
    assert noted(db_session) == 1


@pytest.mark.parametrize("path", ["write", "write-late", "statement", "bulk"])
def test_a_get_that_writes_is_an_error_and_changes_nothing(
    browser: HouseClient, db_session: Session, path: str
) -> None:
    answer = browser.get(f"/trial/{path}")
    assert answer.status_code == 500
    assert noted(db_session) == 0
    assert db_session.scalars(select(func.count()).select_from(User).where(User.locale == "en")).one() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_answer_for_which_nobody_asked_is_an_error(
    browser: HouseClient, db_session: Session, method: str
) -> None:
    answer = getattr(browser, method)("/trial/nobody-asked")
    assert answer.status_code == 500
    assert "secret" not in answer.get_data(as_text=True)
    assert noted(db_session) == 0


def test_a_redirect_needs_a_decision_too(browser: HouseClient) -> None:
    assert browser.get("/trial/redirect-unasked").status_code == 500


def test_a_decision_counts_for_its_own_request_only(browser: HouseClient) -> None:
    assert browser.get("/me").status_code == 200
    assert browser.get("/trial/nobody-asked").status_code == 500


@pytest.mark.parametrize(
    ("status", "kept"), [(200, 1), (204, 1), (303, 1), (400, 0), (404, 0), (422, 0), (503, 0)]
)
def test_only_a_good_answer_commits(
    browser: HouseClient, db_session: Session, status: int, kept: int
) -> None:
    assert browser.post(f"/trial/answer/{status}").status_code == status
    assert noted(db_session) == kept


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("not-found", 404),
        ("denied", 403),
        ("conflict", 409),
        ("stale", 409),
        ("invalid", 422),
        ("guard", 422),
        ("busy", 429),
        ("locked", 503),
        ("crash", 500),
    ],
)
def test_a_refusal_has_its_status_and_leaves_nothing_behind(
    browser: HouseClient, db_session: Session, kind: str, status: int
) -> None:
    browser.check_html = True
    answer = browser.post(f"/trial/refuse/{kind}")
    assert answer.status_code == status
    assert noted(db_session) == 0
    page = answer.get_data(as_text=True)
    assert "secret detail" not in page
    assert "Traceback" not in page
    assert "รหัสอ้างอิง" in page


def test_a_refusal_says_every_reason(browser: HouseClient) -> None:
    assert "ยังขาดพยาน" in browser.post("/trial/refuse/guard").get_data(as_text=True)
    assert "ต้องระบุ" in browser.post("/trial/refuse/invalid").get_data(as_text=True)
    assert browser.post("/trial/refuse/busy").headers["Retry-After"] == "30"
    assert browser.post("/trial/refuse/locked").headers["Retry-After"] == "5"


@pytest.mark.parametrize(
    ("path", "status"), [("/no-such-page", 404), ("/me", 405), ("/mous/MOU-0000-0000", 405)]
)
def test_a_wrong_address_or_method_has_its_page(browser: HouseClient, path: str, status: int) -> None:
    browser.check_html = True
    answer = browser.post(path)
    assert answer.status_code == status
    assert ("Allow" in answer.headers) is (status == 405)
    api = browser.get("/api/v1/no/such/thing")
    assert (api.status_code, api.mimetype) == (404, "application/problem+json")
    assert api.get_json()["status"] == 404


def test_even_a_broken_error_page_says_something(
    browser: HouseClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object, **_more: object) -> str:
        raise TemplateNotFound("base.html")

    monkeypatch.setattr("planhub.web.errors.render_template", broken)
    answer = browser.post("/trial/refuse/crash")
    assert (answer.status_code, answer.mimetype) == (500, "text/plain")
    assert "ระบบขัดข้อง" in answer.get_data(as_text=True)


def test_a_refusal_speaks_the_readers_language(browser: HouseClient) -> None:
    browser.post("/preferences", data={"locale": "en"})
    page = browser.post("/trial/refuse/guard").get_data(as_text=True)
    assert "A witness is missing" in page
    assert "Not possible yet" in page


def test_htmx_gets_a_fragment_of_the_refusal(browser: HouseClient) -> None:
    browser.check_html = True
    answer = browser.post("/trial/refuse/denied", headers={"HX-Request": "true"})
    assert answer.status_code == 403
    assert "<html" not in answer.get_data(as_text=True)
    assert "ไม่มีสิทธิ์" in answer.get_data(as_text=True)


@pytest.mark.parametrize(("kind", "status"), [("unique", 409), ("foreign", 422), ("null", 422)])
def test_what_the_database_refuses_at_the_commit_gets_its_own_page(
    browser: HouseClient, db_session: Session, kind: str, status: int
) -> None:
    browser.check_html = True
    answer = browser.post(f"/trial/commit-fails/{kind}")
    assert answer.status_code == status
    assert noted(db_session) == 0
    for word in ("constraint", "UNIQUE", "user_account", "psycopg", "sqlite"):
        assert word not in answer.get_data(as_text=True)


def test_an_aside_stays_when_the_request_is_undone(browser: HouseClient, db_session: Session) -> None:
    assert browser.post("/trial/aside").status_code == 403
    assert noted(db_session, "counted") == 1
    assert noted(db_session, "undone") == 0


def test_an_aside_does_not_open_a_get_for_writing(browser: HouseClient, db_session: Session) -> None:
    assert browser.get("/trial/aside-read").status_code == 500
    assert noted(db_session, "counted") == 1
    assert noted(db_session, "undone") == 0


def test_an_aside_comes_before_the_work_or_not_at_all(browser: HouseClient, db_session: Session) -> None:
    assert browser.post("/trial/aside-late").status_code == 500
    assert noted(db_session) == 0


def test_a_message_too_long_for_a_cookie_is_left_out(browser: HouseClient) -> None:
    browser.post("/trial/flash", data={"n": "20"})
    assert thai_noise(20) in browser.get("/me").get_data(as_text=True)
    answer = browser.post("/trial/flash", data={"n": "5000"})
    assert answer.status_code == 303
    assert thai_noise(5000) not in browser.get("/me").get_data(as_text=True)


def test_a_session_bound_to_nothing_is_not_shared(browser: HouseClient, db_session: Session) -> None:
    """What one request loads, the next does not find loaded."""
    browser.get("/me")
    org = db_session.get(Organization, "CODI")
    assert org is not None
    org.name_th = "ชื่อใหม่"
    assert "ชื่อใหม่" in browser.get("/organizations/CODI").get_data(as_text=True)


def test_a_route_that_no_feature_lists_stops_the_start(app: PlanHubApp) -> None:
    other = create_app(app.settings)
    other.add_url_rule("/stray", "stray.view", lambda: "")
    with pytest.raises(SettingsError, match=r"stray\.view"):
        check_routes(other, FEATURES)


def test_a_public_endpoint_must_exist(app: PlanHubApp) -> None:
    wrong = Feature(name="wrong", public_endpoints=frozenset({"account.sing_in"}))
    with pytest.raises(SettingsError, match=r"account\.sing_in"):
        create_app(app.settings, (*FEATURES, wrong))
