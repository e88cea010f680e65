"""The only place that asks what time it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone

BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")
"""Thailand keeps UTC+7 all year, without daylight saving."""


def _system_now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the one place that may ask


_source: Callable[[], datetime] = _system_now


def now() -> datetime:
    """Give this instant, aware, in UTC."""
    return _source()


def today() -> date:
    """Give today's date in Bangkok, which is what every deadline is counted in."""
    return now().astimezone(BANGKOK).date()


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Let the clock stand at `instant` (aware) inside the block; used by tests and by the demonstration world.

    Raises `ValueError` for a naive time, because it could mean two instants.
    """
    global _source  # noqa: PLW0603 - a clock is one for the whole process
    if instant.tzinfo is None:
        raise ValueError("the clock needs an aware time")
    fixed = instant.astimezone(UTC)
    before = _source
    _source = lambda: fixed  # noqa: E731
    try:
        yield
    finally:
        _source = before
