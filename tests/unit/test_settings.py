"""Settings: where they come from, what is refused, and that production never starts unsafe (goal G20)."""

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from planhub.infra import settings as module
from planhub.infra.settings import Settings, SettingsError, described, keep_secret_key, load, unsafe

KEY = "q8Zr2-vN5xLw7TkB1yHs9DfG3jMc6PaE"
SAFE: dict[str, Any] = {
    "env": "production",
    "secret_key": KEY,
    "base_url": "https://planhub.example.go.th",
    "trusted_hosts": ("planhub.example.go.th",),
    "proxy_count": 1,
    "mail_backend": "smtp",
    "smtp_host": "mail.example.go.th",
}


def loaded(folder: Path, **environ: str) -> Settings:
    return load({"PLANHUB_INSTANCE": str(folder), **environ})


def test_everything_has_a_default(tmp_path: Path) -> None:
    settings = loaded(tmp_path)
    assert settings.env == "demo"
    assert settings.database == f"sqlite:///{tmp_path}/planhub.sqlite"
    assert settings.hosts == ("127.0.0.1", "localhost", "[::1]")


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    (tmp_path / "planhub.toml").write_text(
        'smtp_port = 25\ntrusted_hosts = ["a.go.th", "b.go.th"]\ndebug = true\nmail_from = "จาก <a@b.th>"\n',
        "utf-8",
    )
    settings = loaded(tmp_path, PLANHUB_SMTP_PORT="587", PLANHUB_SESSION_HOURS="", PLANHUB_PROXY_COUNT="0")
    assert (settings.smtp_port, settings.trusted_hosts, settings.debug) == (587, ("a.go.th", "b.go.th"), True)
    assert (settings.session_hours, settings.proxy_count, settings.mail_from) == (12, 0, "จาก <a@b.th>")


def test_lists_are_written_with_commas(tmp_path: Path) -> None:
    assert loaded(tmp_path, PLANHUB_TRUSTED_HOSTS=" a.go.th , b.go.th,").trusted_hosts == (
        "a.go.th",
        "b.go.th",
    )


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PLANHUB_SMPT_PORT", "25", "PLANHUB_SMPT_PORT"),
        ("PLANHUB_SMTP_PORT", "many", "whole number"),
        ("PLANHUB_SMTP_PORT", "0", "1 or more"),
        ("PLANHUB_DEBUG", "perhaps", "true or false"),
        ("PLANHUB_ENV", "staging", "demo, production"),
        ("PLANHUB_MAIL_BACKEND", "pigeon", "smtp, file, console, off"),
        ("PLANHUB_LOG_LEVEL", "loud", "debug, info"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(tmp_path: Path, name: str, value: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says) as refusal:
        loaded(tmp_path, **{name: value})
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"smtp_port = ", "cannot be read"),
        (b"\xff\xfe", "cannot be read"),
        (b"smpt_port = 25", "unknown setting: smpt_port"),
        (b'smtp_port = "x"', "whole number"),
        (b"smtp_port = true", "whole number"),
        (b"trusted_hosts = 5", "text"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_too(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "planhub.toml").write_bytes(content)
    with pytest.raises(SettingsError, match=says):
        loaded(tmp_path)


def test_a_fresh_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    first = keep_secret_key(loaded(tmp_path / "instance"))
    second = keep_secret_key(loaded(tmp_path / "instance"))
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert (tmp_path / "instance" / "secret_key").stat().st_mode & 0o077 == 0
    assert keep_secret_key(loaded(tmp_path / "other")).secret_key != first.secret_key


def test_production_is_given_no_key(tmp_path: Path) -> None:
    assert keep_secret_key(loaded(tmp_path, PLANHUB_ENV="production")).secret_key == ""
    assert list(tmp_path.iterdir()) == []


def test_a_safe_production_starts(tmp_path: Path) -> None:
    assert unsafe(Settings(instance=tmp_path, **SAFE)) == []


UNSAFE = [
    ({"secret_key": ""}, "PLANHUB_SECRET_KEY"),
    ({"secret_key": KEY[:31]}, "PLANHUB_SECRET_KEY"),
    ({"secret_key": "a" * 40}, "PLANHUB_SECRET_KEY"),
    ({"secret_key": "CHANGE_ME_TO_A_COMPLEX_RANDOM_SECRET"}, "PLANHUB_SECRET_KEY"),
    ({"secret_key_fallbacks": ("changeme",)}, "PLANHUB_SECRET_KEY_FALLBACKS"),
    ({"secret_key_fallbacks": (KEY,)}, "PLANHUB_SECRET_KEY_FALLBACKS"),
    ({"debug": True}, "PLANHUB_DEBUG"),
    ({"trusted_hosts": ()}, "PLANHUB_TRUSTED_HOSTS"),
    ({"proxy_count": None}, "PLANHUB_PROXY_COUNT"),
    ({"base_url": "http://planhub.example.go.th"}, "PLANHUB_BASE_URL"),
    ({"mail_backend": "console"}, "PLANHUB_MAIL_BACKEND"),
    ({"mail_backend": "file"}, "PLANHUB_MAIL_BACKEND"),
    ({"smtp_host": ""}, "PLANHUB_SMTP_HOST"),
    ({"smtp_security": "none"}, "PLANHUB_SMTP_SECURITY"),
    ({"jobs_url": "memory"}, "PLANHUB_JOBS_URL"),
]


@pytest.mark.parametrize(("change", "names"), UNSAFE)
def test_an_unsafe_production_says_what_to_do(tmp_path: Path, change: dict[str, Any], names: str) -> None:
    found = unsafe(replace(Settings(instance=tmp_path, **SAFE), **change))
    assert len(found) == 1
    assert names in found[0]
    assert "\n" not in found[0]


def test_outside_production_nothing_is_in_the_way(tmp_path: Path) -> None:
    assert unsafe(Settings(instance=tmp_path)) == []


def test_secrets_are_never_shown(tmp_path: Path) -> None:
    secret: dict[str, Any] = {
        f.name: "s3cret-value" for f in fields(Settings) if f.metadata["secret"] and f.type is str
    }
    shown = described(Settings(instance=tmp_path, secret_key_fallbacks=("s3cret-value",), **secret))
    assert len(secret) == 4
    assert "s3cret" not in repr(shown)
    assert [value for name, value, _ in shown if name == "PLANHUB_SECRET_KEY"] == [module.MASK]
    assert {name for name, _, _ in shown} == {f"PLANHUB_{f.name.upper()}" for f in fields(Settings)}
    assert all(about for _, _, about in shown)
