"""A house that knows toys and the API, and a client that speaks JSON."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from planhub.people import queries, tokens
from planhub.record.models import RecordState
from planhub.record.types import registry
from planhub.web.app import PlanHubApp
from tests.client import HouseClient
from tests.factories import toys


@dataclass
class Api:
    """A program that holds somebody's token."""

    client: HouseClient
    token: str

    def __call__(self, method: str, path: str, json: Any = None, **headers: str) -> TestResponse:
        """Call the API."""
        self.client.check_html = False
        sent = {k.replace("_", "-"): v for k, v in headers.items()} | {
            "Authorization": f"Bearer {self.token}"
        }
        return self.client.open(f"/api/v1{path}", method=method, json=json, headers=sent, csrf=False)


@pytest.fixture
def api(client: HouseClient, db_session: Session, app: PlanHubApp) -> Iterator[Callable[[str], Api]]:
    del app
    toys.register()
    for machine in (toys.WORKFLOW, toys.OLDER):
        for state in machine.state_keys:
            db_session.merge(RecordState(type="toys", state=state))

    def as_user(login: str) -> Api:
        user = queries.find_user(db_session, login=login)
        assert user is not None
        return Api(client, tokens.issue(db_session, user, days=1))

    yield as_user
    registry._types.pop("toys", None)
