"""What the log says of each request: who, what, how long; never what was typed."""

import logging
from dataclasses import replace
from types import SimpleNamespace

import pytest
from sqlalchemy import Connection

from planhub.web.app import PlanHubApp, create_app
from tests.client import HouseClient


def test_each_answer_is_one_line(client: HouseClient, caplog: pytest.LogCaptureFixture) -> None:
    user = client.sign_in("viewer")
    with caplog.at_level(logging.INFO, "planhub.web.observe"):
        client.get("/organizations?q=ลับมาก")
        client.get("/static/css/base.css")
    lines = [r.getMessage() for r in caplog.records if r.name == "planhub.web.observe"]
    assert len(lines) == 1
    assert lines[0].startswith("GET /organizations 200 ")
    assert f" {user.id} " in lines[0]
    assert "ลับมาก" not in caplog.text


def test_what_was_typed_at_the_sign_in_is_nowhere_in_the_log(
    client: HouseClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post("/sign-in", data={"login": "hunter2-typed-in-the-wrong-field", "password": "hunter2"})
        client.post("/sign-in/persona", data={"login": "viewer"})
    assert "hunter2" not in "".join(r.getMessage() for r in caplog.records if r.name.startswith("planhub"))
    assert "sign-in refused from 127.0.0.1" in caplog.text
    assert "signed in: " in caplog.text


def test_a_developer_sees_what_the_database_did(
    app: PlanHubApp, connection: Connection, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = [
        SimpleNamespace(duration=0.001, location="views.py:1", statement="SELECT 1"),
        SimpleNamespace(duration=0.2, location="views.py:2", statement="SELECT pg_sleep(0.2)"),
    ]
    monkeypatch.setattr("planhub.web.observe.get_recorded_queries", lambda: done)
    browser = create_app(replace(app.settings, debug=True)).test_client()
    with caplog.at_level(logging.INFO, "planhub.web.observe"):
        browser.get("/healthz")
    assert "2 statements, 201 ms" in caplog.text
    assert "slow: 200 ms at views.py:2: SELECT pg_sleep(0.2)" in caplog.text
    assert "views.py:1" not in caplog.text
