"""The gate: sign-in by default, CSRF centrally, the same headers on every answer (goals G13, G21)."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from planhub.infra.db import Model
from planhub.people import queries, sessions, tokens
from planhub.people.models import ApiToken
from planhub.web.app import HOUSE_ENDPOINTS, PlanHubApp
from tests.client import UNSAFE, HouseClient

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
VALUES = {"string": "x", "default": "x", "integer": 1, "uuid": "0" * 32, "path": "x", "any": None}


def address(app: PlanHubApp, rule: Rule) -> str:
    """Give an address that the rule matches, pointing at nothing that exists."""
    values: dict[str, Any] = {}
    for name in rule.arguments - set(rule.defaults or ()):
        converter = rule._converters[name]
        kind = type(converter).__name__.removesuffix("Converter").lower()
        items = getattr(converter, "items", None)
        values[name] = min(items) if kind == "any" and items else VALUES.get(kind, "x")
    built = rule.build(values)
    assert built is not None, rule
    return built[1]


def rules(app: PlanHubApp, methods: set[str]) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & methods):
            yield method, address(app, rule)


def snapshot(session: Session) -> dict[str, list[Any]]:
    """Give every row of every table, but for sessions' last use."""
    rows = {}
    for table in Model.metadata.sorted_tables:
        if table.name in ("area", "region", "cluster"):
            continue
        rows[table.name] = sorted(map(str, session.execute(select(*table.columns)).all()))
    return rows


def secure(headers: Any) -> list[str]:
    """Say what is missing in the headers of an answer."""
    wrong = [f"{name}: {headers.get(name)}" for name, value in ALWAYS.items() if headers.get(name) != value]
    policy = headers.get("Content-Security-Policy", "")
    parts = ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'")
    wrong += [f"policy without {part}" for part in parts if part not in policy and "sandbox" not in policy]
    if "unsafe-" in policy:
        wrong.append(policy)
    return wrong


def test_every_answer_carries_the_headers(app: PlanHubApp, client: HouseClient) -> None:
    client.check_html = False
    asked = list(rules(app, {"GET"}))
    assert len(asked) > 15
    for login in (None, "coordinator.codi"):
        if login:
            client.sign_in(login)
        for _, path in [
            *asked,
            ("GET", "/no-such-page"),
            ("GET", "/sign-in/persona"),
            ("GET", "/static/css/base.css"),
        ]:
            answer = client.get(path)
            assert secure(answer.headers) == [], path
            assert answer.status_code < 500, path
            if not (path.startswith("/static") and answer.status_code == 200):
                assert answer.headers["Cache-Control"] == "no-store", path
                assert {"cookie", "hx-request"} <= {v.lower() for v in answer.vary}, path


def test_refusals_of_writes_carry_the_headers_too(app: PlanHubApp, client: HouseClient) -> None:
    client.check_html = False
    for method, path in rules(app, UNSAFE):
        answer = client.open(path, method=method, csrf=False)
        assert secure(answer.headers) == [], path


def test_the_nonce_is_new_each_time_and_in_the_page(client: HouseClient) -> None:
    first, second = client.get("/sign-in"), client.get("/sign-in")
    nonces = [
        a.headers["Content-Security-Policy"].partition("'nonce-")[2].partition("'")[0]
        for a in (first, second)
    ]
    assert nonces[0] != nonces[1]
    assert f'nonce="{nonces[1]}"' in second.get_data(as_text=True)


def test_static_files_are_kept_and_pages_are_not(client: HouseClient) -> None:
    page = client.get("/sign-in").get_data(as_text=True)
    style = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    kept = client.get(style)
    assert kept.status_code == 200
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Cookie" not in kept.headers.get("Vary", "")
    assert client.get("/static/css/base.css").headers["Cache-Control"] == "no-cache"


def test_every_route_asks_for_sign_in_unless_it_is_listed_as_public(
    app: PlanHubApp, client: HouseClient
) -> None:
    client.check_html = False
    public = app.extensions["planhub_public"]
    for rule in app.url_map.iter_rules():
        if rule.endpoint in public:
            continue
        for method in sorted((rule.methods or set()) - {"HEAD"}):
            answer = client.open(address(app, rule), method=method)
            if rule.rule.startswith("/api/"):
                assert answer.status_code == 401, rule
                assert answer.headers["WWW-Authenticate"] == "Bearer"
                assert answer.mimetype == "application/problem+json"
            else:
                assert answer.status_code == 303, rule
                assert answer.location.startswith("/sign-in"), rule


def test_the_public_endpoints_are_these(app: PlanHubApp) -> None:
    assert app.extensions["planhub_public"] == HOUSE_ENDPOINTS | {
        "account.sign_in",
        "account.sign_in_by_password",
        "account.sign_in_as_persona",
        "account.sign_out",
        "preferences.save",
        "api.description",
        "api.reading",
        "verify.index",
        "verify.show",
        "verify.check_file",
        "calendar_feeds.feed",
    }


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PROPFIND"])
def test_other_methods_are_refused_everywhere(app: PlanHubApp, client: HouseClient, method: str) -> None:
    client.check_html = False
    client.sign_in("viewer")
    for rule in app.url_map.iter_rules():
        assert client.open(address(app, rule), method=method).status_code in (404, 405), rule


def test_a_method_cannot_be_overridden(client: HouseClient, db_session: Session) -> None:
    client.sign_in("viewer")
    assert client.get("/me", headers={"X-HTTP-Method-Override": "POST"}).status_code == 200
    assert client.get("/sign-out?_method=POST").status_code == 405
    assert client.get("/me").status_code == 200


def test_htmx_is_told_that_the_session_has_ended(client: HouseClient) -> None:
    answer = client.get("/me", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Trigger"] == "signed-out"


def test_a_write_without_a_session_comes_back_to_the_page_it_was_on(client: HouseClient) -> None:
    answer = client.post(
        "/me/sessions/end-others", headers={"Referer": "http://localhost/organizations/CODI?a=1"}
    )
    assert answer.location == "/sign-in?next=/organizations/CODI?a%3D1"
    away = client.post("/me/sessions/end-others", headers={"Referer": "http://evil.example/organizations"})
    assert away.location == "/sign-in"


# ---- CSRF --------------------------------------------------------------------------------------


Forge = Callable[[HouseClient, Callable[[], HouseClient]], dict[str, Any]]


def no_token(_client: HouseClient, _new: Callable[[], HouseClient]) -> dict[str, Any]:
    return {}


def others_token(_client: HouseClient, new: Callable[[], HouseClient]) -> dict[str, Any]:
    other = new()
    other.sign_in("auditor")
    return {"headers": {"X-CSRFToken": other.token()}}


def earlier_token(client: HouseClient, _new: Callable[[], HouseClient]) -> dict[str, Any]:
    token = client.token()
    client.sign_in("coordinator.codi")
    return {"headers": {"X-CSRFToken": token}}


def strangers_token(_client: HouseClient, new: Callable[[], HouseClient]) -> dict[str, Any]:
    return {"headers": {"X-CSRFToken": new().token()}}


def nonsense_token(_client: HouseClient, _new: Callable[[], HouseClient]) -> dict[str, Any]:
    return {"data": {"csrf_token": "x" * 100}}


def from_elsewhere(client: HouseClient, _new: Callable[[], HouseClient]) -> dict[str, Any]:
    return {"headers": {"X-CSRFToken": client.token(), "Sec-Fetch-Site": "cross-site"}}


FORGERIES = (no_token, others_token, earlier_token, strangers_token, nonsense_token, from_elsewhere)


@pytest.mark.parametrize("forge", FORGERIES)
@pytest.mark.parametrize("after_a_stranger", [False, True])
def test_every_write_refuses_a_forged_request(
    app: PlanHubApp,
    client: HouseClient,
    new_client: Callable[[], HouseClient],
    db_session: Session,
    forge: Forge,
    after_a_stranger: bool,
) -> None:
    client.check_html = False
    if after_a_stranger:  # one request by somebody unknown must not switch the check off for others
        for method, path in rules(app, UNSAFE):
            new_client().open(path, method=method, csrf=False)
    client.sign_in("coordinator.codi")
    options = forge(client, new_client)
    db_session.commit()
    before = snapshot(db_session)
    for method, path in rules(app, UNSAFE):
        if path.startswith("/api/") or path == "/csp":
            continue
        answer = client.open(path, method=method, csrf=False, **options)
        assert answer.status_code in (400, 403), (method, path)
    assert snapshot(db_session) == before


def test_a_token_does_not_age(client: HouseClient) -> None:
    """A form may stay open all day; its session limits it, nothing else."""
    assert client.application.config["WTF_CSRF_TIME_LIMIT"] is None


def test_the_api_knows_no_cookies(client: HouseClient) -> None:
    client.sign_in("coordinator.codi")
    for path in ("/api/v1/organizations", "/api/v1/mous"):
        answer = client.get(path)
        assert answer.status_code == 401
    assert client.post("/api/v1/comments", json={}).status_code == 401


def test_the_apis_own_pages_leave_the_browsers_session_alone(client: HouseClient) -> None:
    client.sign_in("viewer")
    client.check_html = False
    assert "Set-Cookie" not in client.get("/api/v1/").headers
    assert client.get("/me").status_code == 200


def test_bearer_tokens_speak_for_their_user_until_they_end(client: HouseClient, db_session: Session) -> None:
    user = queries.find_user(db_session, login="viewer")
    assert user is not None
    token = tokens.issue(db_session, user, days=1)
    asked = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/organizations", headers=asked).status_code == 200
    for wrong in (
        f"Bearer {token}x",
        f"Bearer {token[:-1]}",
        "Bearer",
        "Basic YTpi",
        f"Bearer {'ก' * 20}",
        token,
    ):
        assert (
            client.get(
                "/api/v1/organizations", headers={"Authorization": wrong.encode().decode("latin-1")}
            ).status_code
            == 401
        )
    row = db_session.scalars(select(ApiToken)).one()
    assert token not in (row.token_hash, row.user_id)
    row.expires_at -= timedelta(days=2)
    assert client.get("/api/v1/organizations", headers=asked).status_code == 401


def test_a_token_ends_with_its_account(client: HouseClient, db_session: Session) -> None:
    user = queries.find_user(db_session, login="viewer")
    assert user is not None
    asked = {"Authorization": f"Bearer {tokens.issue(db_session, user, days=1)}"}
    user.is_disabled = True
    assert client.get("/api/v1/organizations", headers=asked).status_code == 401


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example"])
def test_other_host_names_are_not_answered(client: HouseClient, host: str) -> None:
    client.check_html = False
    answer = client.get("/sign-in", headers={"Host": host})
    assert answer.status_code == 400
    assert host not in answer.get_data(as_text=True)


def test_reports_of_the_policy_are_taken_from_anybody(
    client: HouseClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.post("/csp", csrf=False, data='{"csp-report": {"blocked-uri": "inline"}}\nfake line')
    assert answer.status_code == 204
    assert "blocked-uri" in caplog.text
    assert client.post("/csp", csrf=False, data="x" * 100_000).status_code == 204


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        ("login=" + "x" * 3_000_000, "application/x-www-form-urlencoded"),
        ("&".join(f"f{n}=1" for n in range(60_000)), "application/x-www-form-urlencoded"),
        ("x" * 27_000_000, "application/x-www-form-urlencoded"),
    ],
    ids=["long field", "many fields", "long body"],
)
def test_requests_that_are_too_large_are_refused(client: HouseClient, data: str, content_type: str) -> None:
    client.sign_in("viewer")
    answer = client.post("/preferences", data=data, content_type=content_type)
    assert answer.status_code == 413


def test_sessions_last_as_the_settings_say(app: PlanHubApp) -> None:
    limits = app.session_interface.limits  # type: ignore[attr-defined]
    assert limits == sessions.Limits(timedelta(minutes=60), timedelta(hours=12))
