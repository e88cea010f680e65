"""Typed settings: from the environment (`PLANHUB_…`), else from `instance/planhub.toml`, else the default."""

import os
import secrets
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from planhub.infra.paths import instance_dir

PREFIX = "PLANHUB_"
FILE = "planhub.toml"
DEMO, PRODUCTION = "demo", "production"
MASK = "••••••"


class SettingsError(Exception):
    """A setting that cannot be used; the message is one line that says what to do."""


def _about(words: str, *, secret: bool = False) -> dict[str, Any]:
    return {"about": words, "secret": secret}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that differs from one installation to another."""

    instance: Path = field(metadata=_about("folder of database, uploads and secrets"))
    env: str = field(default=DEMO, metadata=_about("demo or production"))
    database_url: str = field(
        default="",
        metadata=_about("SQLAlchemy URL; empty: the SQLite file in the instance folder", secret=True),
    )
    secret_key: str = field(
        default="", metadata=_about("signs forms and cookies; at least 32 characters", secret=True)
    )
    secret_key_fallbacks: tuple[str, ...] = field(
        default=(), metadata=_about("earlier keys that are still accepted", secret=True)
    )
    base_url: str = field(
        default="http://127.0.0.1:8000", metadata=_about("address under which people reach PlanHub")
    )
    trusted_hosts: tuple[str, ...] = field(
        default=(), metadata=_about("host names that may be asked for; empty in demo: this machine's")
    )
    proxy_count: int | None = field(
        default=None, metadata=_about("number of proxies in front whose X-Forwarded headers count")
    )
    jobs_url: str = field(
        default="",
        metadata=_about(
            "where workers are told of jobs: sqlite, memory, postgresql://…, redis://…", secret=True
        ),
    )
    mail_backend: str = field(default="file", metadata=_about("smtp, file (instance/mail), console or off"))
    mail_from: str = field(default="planhub@localhost", metadata=_about("sender of mail"))
    smtp_host: str = field(default="", metadata=_about("mail server"))
    smtp_port: int = field(default=465, metadata=_about("port of the mail server"))
    smtp_security: str = field(default="tls", metadata=_about("tls, starttls or none"))
    smtp_user: str = field(default="", metadata=_about("account at the mail server"))
    smtp_password: str = field(default="", metadata=_about("password at the mail server", secret=True))
    max_upload_mb: int = field(default=25, metadata=_about("largest request body, in MB"))
    session_idle_minutes: int = field(
        default=60, metadata=_about("minutes after which an unused session ends")
    )
    session_hours: int = field(default=12, metadata=_about("hours after which any session ends"))
    web_workers: int = field(default=2, metadata=_about("processes of the web server"))
    web_threads: int = field(default=4, metadata=_about("threads of each of them"))
    job_threads: int = field(default=2, metadata=_about("threads of a background worker"))
    log_level: str = field(default="info", metadata=_about("debug, info, warning or error"))
    log_format: str = field(default="text", metadata=_about("text or json"))
    debug: bool = field(default=False, metadata=_about("show query counts in the log; never in production"))

    @property
    def is_production(self) -> bool:
        """Real data of real agencies: nothing unsafe is accepted."""
        return self.env == PRODUCTION

    @property
    def is_secure(self) -> bool:
        """People reach PlanHub by HTTPS, so cookies are for HTTPS only."""
        return self.base_url.startswith("https://")

    @property
    def database(self) -> str:
        """The URL of the database in use."""
        return self.database_url or f"sqlite:///{self.instance / 'planhub.sqlite'}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """Host names that are answered; others get 400."""
        return self.trusted_hosts or (() if self.is_production else ("127.0.0.1", "localhost", "[::1]"))


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; raises `SettingsError` for one that is unknown or cannot be read."""
    environ = os.environ if environ is None else environ
    instance = (
        Path(environ[PREFIX + "INSTANCE"]).resolve() if environ.get(PREFIX + "INSTANCE") else instance_dir()
    )
    known = {f.name: f for f in fields(Settings)}
    found: dict[str, Any] = {
        **_from_file(instance / FILE, set(known)),
        **_from_environment(environ, set(known)),
    }
    values = {name: _typed(name, known[name].type, raw) for name, raw in found.items()}
    settings = Settings(**{**values, "instance": instance})
    _check(settings)
    return settings


def _from_file(path: Path, known: set[str]) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        with path.open("rb") as file:
            content = tomllib.load(file)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as fault:
        raise SettingsError(f"{path} cannot be read: {fault}") from None
    unknown = sorted(set(content) - known)
    if unknown:
        raise SettingsError(f"{path} has an unknown setting: {unknown[0]}")
    return content


def _from_environment(environ: Mapping[str, str], known: set[str]) -> dict[str, Any]:
    names = {name: name.removeprefix(PREFIX).lower() for name in environ if name.startswith(PREFIX)}
    unknown = sorted(name for name, key in names.items() if key not in known)
    if unknown:
        raise SettingsError(f"unknown setting {unknown[0]}; `planhub doctor` lists all of them")
    return {key: environ[name] for name, key in names.items() if environ[name] != ""}


def _typed(name: str, kind: Any, raw: Any) -> Any:
    try:
        return _READERS[kind](raw)
    except (KeyError, TypeError, ValueError):
        raise SettingsError(
            f"{PREFIX}{name.upper()} cannot be {raw!r}: {_EXPECTED.get(kind, 'text')} is needed"
        ) from None


def _read_bool(raw: Any) -> bool:
    return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}[str(raw).lower()]


def _read_list(raw: Any) -> tuple[str, ...]:
    parts = raw.split(",") if isinstance(raw, str) else [str(part) for part in raw]
    return tuple(part.strip() for part in parts if part.strip())


def _read_int(raw: Any) -> int:
    if isinstance(raw, bool):
        raise TypeError
    return int(raw)


_READERS: dict[Any, Callable[[Any], Any]] = {
    str: str,
    int: _read_int,
    int | None: _read_int,
    bool: _read_bool,
    Path: Path,
    tuple[str, ...]: _read_list,
}
_EXPECTED: dict[Any, str] = {int: "a whole number", int | None: "a whole number", bool: "true or false"}

_CHOICES = {
    "env": (DEMO, PRODUCTION),
    "mail_backend": ("smtp", "file", "console", "off"),
    "smtp_security": ("tls", "starttls", "none"),
    "log_level": ("debug", "info", "warning", "error"),
    "log_format": ("text", "json"),
}


def _check(settings: Settings) -> None:
    for name, choices in _CHOICES.items():
        value = getattr(settings, name)
        if value not in choices:
            raise SettingsError(f"{PREFIX}{name.upper()} is {value!r}; it can be {', '.join(choices)}")
    for name in (f.name for f in fields(Settings) if f.type is int):
        if getattr(settings, name) < 1:
            raise SettingsError(f"{PREFIX}{name.upper()} must be 1 or more")


def keep_secret_key(settings: Settings) -> Settings:
    """Give the settings with a key: outside production a fresh one is made once and kept in the instance folder."""
    if settings.secret_key or settings.is_production:
        return settings
    path = settings.instance / "secret_key"
    if not path.is_file():
        settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(48))
    return replace(settings, secret_key=path.read_text("utf-8").strip())


def described(settings: Settings) -> list[tuple[str, str, str]]:
    """Give every setting as (environment name, value with secrets masked, what it is)."""
    return [
        (PREFIX + f.name.upper(), _shown(f, getattr(settings, f.name)), f.metadata["about"])
        for f in fields(Settings)
    ]


def _shown(known: Any, value: Any) -> str:
    if value in (None, "", ()):
        return "–"
    if known.metadata["secret"]:
        return MASK
    return ", ".join(value) if isinstance(value, tuple) else str(value)


KNOWN_KEYS = frozenset(
    {
        "changeme",
        "change-me",
        "secret",
        "dev",
        "development",
        "password",
        "CHANGE_ME_TO_A_COMPLEX_RANDOM_SECRET",
        "thisISaSECRET_1234",
        "TEST_NON_DEV_SECRET",
        "\\2\\1thisismyscretkey\\1\\2\\e\\y\\y\\h",
        "your-secret-key",
        "supersecretkey",
        '_5#y2L"F4Q8z\\n\\xec]/',
    }
)
"""Keys that stand in other people's documentation and were found in use on the internet."""


def unsafe(settings: Settings) -> list[str]:
    """Say, one line each, why production must not start with these settings; empty outside production."""
    if not settings.is_production:
        return []
    return [line for wrong, line in _dangers(settings) if wrong]


def _dangers(s: Settings) -> list[tuple[bool, str]]:
    return [
        (not s.secret_key, "PLANHUB_SECRET_KEY is missing: set 32 or more random characters"),
        (0 < len(s.secret_key) < 32, "PLANHUB_SECRET_KEY is too short: set 32 or more random characters"),
        (
            _is_guessable(s.secret_key),
            "PLANHUB_SECRET_KEY is a known or repeated text: set random characters",
        ),
        (
            any(_is_guessable(k) or len(k) < 32 for k in s.secret_key_fallbacks),
            "PLANHUB_SECRET_KEY_FALLBACKS holds a weak key",
        ),
        (
            s.secret_key in s.secret_key_fallbacks,
            "PLANHUB_SECRET_KEY_FALLBACKS holds the present key: list earlier ones only",
        ),
        (s.debug, "PLANHUB_DEBUG is on: it is for development"),
        (not s.trusted_hosts, "PLANHUB_TRUSTED_HOSTS is empty: list the host names of this installation"),
        (
            s.proxy_count is None,
            "PLANHUB_PROXY_COUNT is not set: say how many proxies stand in front (0 for none)",
        ),
        (
            not s.is_secure,
            "PLANHUB_BASE_URL must begin with https://, so that cookies are only sent encrypted",
        ),
        (
            s.mail_backend in ("console", "file"),
            "PLANHUB_MAIL_BACKEND must be smtp (or off): mail would reach nobody",
        ),
        (s.mail_backend == "smtp" and not s.smtp_host, "PLANHUB_SMTP_HOST is missing"),
        (
            s.mail_backend == "smtp" and s.smtp_security == "none",
            "PLANHUB_SMTP_SECURITY must be tls or starttls",
        ),
        (s.jobs_url == "memory", "PLANHUB_JOBS_URL is memory: jobs would be forgotten"),
    ]


def _is_guessable(key: str) -> bool:
    return bool(key) and (key in KNOWN_KEYS or len(set(key)) < 10)
