"""PlanHub as the bench serves it; every answer says how many statements it took."""

import threading
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Engine, event

from planhub.infra.db import db
from planhub.infra.settings import load
from planhub.web.app import create_app

STATEMENTS = "X-Statements"
_seen = threading.local()


def planhub() -> Callable[..., Iterable[bytes]]:
    """Build the application."""
    app = create_app(load())
    with app.app_context():
        db.engine.dispose()  # nothing opened before the fork may be shared after it
    event.listen(Engine, "before_cursor_execute", _count)

    def counting(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        _seen.count = 0

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            return start_response(status, [*headers, (STATEMENTS, str(_seen.count))], *more)

        return app(environ, start)

    return counting


def _count(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
    if not statement.startswith("BEGIN"):
        _seen.count = getattr(_seen, "count", 0) + 1
