"""The log: one line an entry, in UTC, without secrets."""

import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from planhub.infra import logs
from planhub.infra.settings import Settings


@pytest.fixture(autouse=True)
def _restore() -> Iterator[None]:
    root, own = logging.getLogger(), logging.getLogger("planhub")
    before = (root.handlers[:], root.level, own.level)
    yield
    root.handlers[:], root.level = before[0], before[1]
    own.setLevel(before[2])


def entry(text: str, *args: object, failed: bool = False) -> logging.LogRecord:
    exc_info = None
    if failed:
        try:
            int("broken\npassword=hunter2")
        except ValueError:
            exc_info = sys.exc_info()
    return logging.LogRecord("planhub.trial", logging.WARNING, "file.py", 1, text, args, exc_info)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("a\r\nERROR forged", "a ⏎ ERROR forged"),
        ("a\u2028b\u2029c\x00d\x85e", "a ⏎ b ⏎ c ⏎ d ⏎ e"),
        ("token planhub_abcdefgh" + "x" * 35, "token planhub_abcdefgh•••"),
        ("password=hunter2&next=/me", "password=•••&next=/me"),
        ("Authorization=Bearer;x", "Authorization=•••;x"),
        ("1-1037-02071-81-1 และ 1103702071811", "••• และ •••"),
        ("MOU-2566-0001 ปี 2566", "MOU-2566-0001 ปี 2566"),
    ],
)
def test_a_line_is_one_line_without_secrets(said: str, kept: str) -> None:
    assert logs.clean(said) == kept


def test_lines_are_for_people_and_json_for_machines() -> None:
    record = entry("ผู้ใช้ %s", "สมชาย")
    record.created = 1670554800.5
    assert logs.Lines().format(record) == "2022-12-09T03:00:00.500+00:00 WARNING planhub.trial: ผู้ใช้ สมชาย"
    assert json.loads(logs.Json().format(record)) == {
        "at": "2022-12-09T03:00:00.500+00:00",
        "level": "WARNING",
        "logger": "planhub.trial",
        "text": "ผู้ใช้ สมชาย",
    }


@pytest.mark.parametrize("formatter", [logs.Lines(), logs.Json()])
def test_a_traceback_is_one_line_too(formatter: logging.Formatter) -> None:
    line = formatter.format(entry("failed", failed=True))
    assert "\n" not in line
    assert "ValueError: invalid literal" in line
    assert "hunter2" not in line


@pytest.mark.parametrize("kind", ["text", "json"])
def test_configuring_twice_says_everything_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    for _ in range(2):
        logs.configure(Settings(instance=tmp_path, log_format=kind, log_level="info"))
    logging.getLogger("planhub.trial").info("hello")
    logging.getLogger("planhub.trial").debug("too quiet")
    logging.getLogger("huey").info("somebody else")
    said = capsys.readouterr().err
    assert said.count("hello") == 1
    assert "too quiet" not in said
    assert "somebody else" not in said
