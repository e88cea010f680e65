"""Programs that drive plans by the API alone, each person with a token of their own."""

from typing import Any

from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from planhub.people import queries, tokens
from tests.client import HouseClient


class Programs:
    """Calls the API as anybody, each with a token of their own."""

    def __init__(self, client: HouseClient, session: Session) -> None:
        client.check_html = False
        self._client, self._session, self._tokens = client, session, dict[str, str]()

    def __call__(self, login: str, method: str, path: str, json: Any = None) -> TestResponse:
        headers = {"Authorization": f"Bearer {self._token(login)}"}
        return self._client.open(f"/api/v1{path}", method=method, json=json, headers=headers, csrf=False)

    def _token(self, login: str) -> str:
        if login not in self._tokens:
            user = queries.find_user(self._session, login=login)
            assert user is not None
            self._tokens[login] = tokens.issue(self._session, user, days=400)
        return self._tokens[login]

    def get(self, login: str, path: str) -> Any:
        answer = self(login, "GET", path)
        assert answer.status_code == 200, answer.text
        return answer.get_json()

    def change(self, login: str, path: str, **values: Any) -> None:
        version = self.get(login, path)["version"]
        answer = self(login, "PATCH", path, {**values, "version": version})
        assert answer.status_code == 200, answer.text

    def move(self, login: str, path: str, name: str, **values: Any) -> None:
        version = self.get(login, path)["version"]
        answer = self(login, "POST", f"{path}/moves/{name}", {**values, "version": version})
        assert answer.status_code == 200, answer.text
