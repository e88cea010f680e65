"""The program's log on standard error: lines for people or JSON, in UTC, without line breaks, secrets or citizen ids."""

import json
import logging
import re
import sys
from datetime import UTC, datetime

from planhub.infra.settings import Settings

_SECRET = re.compile(
    r"(planhub_[A-Za-z0-9_-]{8})[A-Za-z0-9_-]+|(?i:(password|token|authorization|cookie)=)[^\s&;]+"
)
_CITIZEN = re.compile(r"\b\d-?\d{4}-?\d{5}-?\d{2}-?\d\b")
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


def clean(text: str) -> str:
    """Make one line of `text`, with secrets and 13-digit numbers masked."""
    masked = _CITIZEN.sub("•••", _SECRET.sub(lambda m: f"{m[1] or m[2] + '='}•••", text))
    return _BREAKS.sub(" ⏎ ", masked).strip()


class Lines(logging.Formatter):
    """One line an entry."""

    def format(self, record: logging.LogRecord) -> str:
        """Write time, level, logger and message."""
        return f"{_instant(record)} {record.levelname:<7} {record.name}: {clean(_said(self, record))}"


class Json(logging.Formatter):
    """One JSON object an entry."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the same as `Lines`, for machines."""
        entry = {
            "at": _instant(record),
            "level": record.levelname,
            "logger": record.name,
            "text": clean(_said(self, record)),
        }
        return json.dumps(entry, ensure_ascii=False)


def _instant(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _said(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    text = record.getMessage()
    return text + "\n" + formatter.formatException(record.exc_info) if record.exc_info else text


def configure(settings: Settings) -> None:
    """Send the log of `planhub` and of the libraries to standard error; may be called again."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Json() if settings.log_format == "json" else Lines())
    handler.set_name("planhub")
    root = logging.getLogger()
    for old in [h for h in root.handlers if h.get_name() == "planhub"]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("planhub").setLevel(settings.log_level.upper())
