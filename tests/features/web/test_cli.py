"""The commands: what they print, their exit codes, and never a traceback (contract.md §1)."""

import csv
import io
import json
import logging
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from sqlalchemy import create_engine, text

from planhub import __version__, cli


@dataclass
class Said:
    """What a command did."""

    code: int
    out: str
    err: str


Planhub = Callable[..., Said]


@pytest.fixture
def planhub(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Planhub]:
    """Run commands on an instance of their own."""
    monkeypatch.setenv("PLANHUB_INSTANCE", str(tmp_path))
    monkeypatch.setenv("PLANHUB_JOBS_URL", "memory")
    root = logging.getLogger()
    handlers = root.handlers[:]

    def run(*arguments: str) -> Said:
        code = cli.run(arguments)
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        assert len(said.err.splitlines()) <= (1 if code else 0), said.err
        return Said(code, said.out, said.err)

    yield run
    root.handlers[:] = handlers


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder as `planhub init` leaves it."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLANHUB_INSTANCE", str(folder))
        patch.setenv("PLANHUB_JOBS_URL", "memory")
        assert cli.run(["init"]) == 0
    return folder


@pytest.fixture
def ready(made: Path, planhub: Planhub, tmp_path: Path) -> Planhub:
    """An instance with a database."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return planhub


def test_help_lists_every_command_with_one_line(planhub: Planhub) -> None:
    said = planhub("--help")
    assert said.code == 0
    for name in ("serve", "worker", "init", "token", "doctor", "workflows", "policy", "audit"):
        assert re.search(rf"^  {name} +\S", said.out, re.MULTILINE), name


def test_every_command_has_help(planhub: Planhub) -> None:
    context = click.Context(cli.cli)
    for name in cli.cli.list_commands(context):
        command = cli.cli.get_command(context, name)
        assert command is not None
        assert command.help, name
        assert planhub(name, "--help").code == 0
        if isinstance(command, click.Group):
            for inner in command.commands:
                assert planhub(name, inner, "--help").code == 0


def test_the_version_is_told(planhub: Planhub) -> None:
    assert __version__ in planhub("--version").out


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("serve", "--port", "many"),
        ("serve", "--port", "70000"),
        ("token", "issue"),
        ("token", "issue", "--user", "x", "--days", "0"),
        ("workflows", "--format", "pdf"),
        ("policy", "--role", "king"),
        ("policy", "--record", "cats"),
        ("workflows", "cats"),
    ],
)
def test_wrong_use_is_one_line_and_code_two(planhub: Planhub, arguments: tuple[str, ...]) -> None:
    said = planhub(*arguments)
    assert said.code == 2
    assert said.err.startswith("planhub: ")


@pytest.mark.parametrize(
    "arguments",
    [("serve",), ("worker",), ("audit", "verify"), ("audit", "export"), ("token", "issue", "--user", "x")],
)
def test_without_a_database_one_is_told_to_make_one(planhub: Planhub, arguments: tuple[str, ...]) -> None:
    said = planhub(*arguments)
    assert said.code == 2
    assert "planhub init" in said.err


def test_init_may_be_asked_again(ready: Planhub, tmp_path: Path) -> None:
    before = (tmp_path / "secret_key").read_text()
    assert ready("init").code == 0
    assert (tmp_path / "secret_key").read_text() == before
    engine = create_engine(f"sqlite:///{tmp_path}/planhub.sqlite")
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM area WHERE length(code) = 2")) == 77
        assert connection.scalar(text("SELECT count(*) FROM record_state")) > 10
    engine.dispose()


def test_an_old_schema_is_refused(ready: Planhub, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/planhub.sqlite")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    engine.dispose()
    said = ready("serve")
    assert said.code == 2
    assert "another version" in said.err


def test_a_token_needs_a_user(ready: Planhub) -> None:
    said = ready("token", "issue", "--user", "nobody")
    assert said.code == 2
    assert "nobody" in said.err


def test_a_token_is_printed_once_and_kept_as_a_digest(ready: Planhub, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/planhub.sqlite")
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO user_account (id, login, name_th, name_en, is_disabled, is_demo, locale, security_stamp, created_at)"
                " VALUES ('u', 'somchai', 'ก', 'a', 0, 0, 'th', 's', '2022-12-09')"
            )
        )
    said = ready("token", "issue", "--user", "somchai", "--days", "7")
    assert said.code == 0
    assert re.fullmatch(r"planhub_[A-Za-z0-9_-]{43}\n", said.out)
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT * FROM api_token")).mappings().one()
    engine.dispose()
    assert said.out.strip() not in map(str, kept.values())


def test_workflows_are_printed_in_three_ways(planhub: Planhub) -> None:
    plain = planhub("workflows").out
    assert "mous" in plain
    assert "ร่าง" in plain
    machines = {m["name"]: m for m in json.loads(planhub("workflows", "--format", "json").out)}
    mou = machines["mous"]
    assert mou["initial"] == "draft"
    assert {"share", "settle", "approve"} <= {m["key"] for m in mou["moves"]}
    assert {s["key"] for s in mou["states"]} >= {"draft", "in_force", "expired"}
    assert all(m["tells"] for m in mou["moves"])
    drawn = planhub("workflows", "--format", "mermaid", "mous").out
    assert drawn.count("stateDiagram-v2") == 1
    assert "[*] --> draft" in drawn


def test_the_policy_is_printed_in_three_ways_and_they_agree(planhub: Planhub) -> None:
    rows = json.loads(planhub("policy", "--format", "json").out)
    as_csv = list(csv.DictReader(io.StringIO(planhub("policy", "--format", "csv").out)))
    assert rows == as_csv
    assert len(planhub("policy").out.splitlines()) == len(rows)
    director = json.loads(planhub("policy", "--role", "director", "--record", "mous", "--format", "json").out)
    assert {r["role"] for r in director} == {"director"}
    assert any(r["permission"] == "mou:approve" for r in director)
    administrators = json.loads(planhub("policy", "--role", "system_admin", "--format", "json").out)
    assert not any("approve" in r["permission"] for r in administrators)


def test_an_untouched_chain_verifies(ready: Planhub) -> None:
    said = ready("audit", "verify")
    assert said.code == 0
    assert ready("audit", "verify", "--org", "NOWHERE").code == 2
    assert ready("audit", "export").code == 0


def test_a_broken_chain_is_code_one(ready: Planhub, tmp_path: Path) -> None:
    test_a_token_is_printed_once_and_kept_as_a_digest(ready, tmp_path)
    said = ready("audit", "verify")
    exported = [json.loads(line) for line in ready("audit", "export").out.splitlines()]
    assert said.out.startswith(f"system: {len(exported)} entries, ")
    assert {frozenset(entry) for entry in exported} == {frozenset({"body", "prev", "hash"})}
    assert said.out.endswith(f"{exported[-1]['hash']}\n")
    heads = {"system": {"n": 99, "hash": "0" * 64}}
    anchor = tmp_path / "anchor.json"
    anchor.write_text(json.dumps(heads))
    assert ready("audit", "verify", "--anchor", str(anchor)).code == 1
    anchor.write_text("[]")
    assert ready("audit", "verify", "--anchor", str(anchor)).code == 2
    engine = create_engine(f"sqlite:///{tmp_path}/planhub.sqlite")
    with engine.begin() as connection:  # as somebody with the file in their hands would
        connection.execute(text("DROP TRIGGER field_change_no_UPDATE"))
        connection.execute(text("UPDATE field_change SET new = '\"x\"' WHERE field = 'expires_at'"))
    engine.dispose()
    said = ready("audit", "verify")
    assert said.code == 1
    assert "broken: chain system" in said.out


def test_doctor_shows_settings_and_faults(ready: Planhub, monkeypatch: pytest.MonkeyPatch) -> None:
    said = ready("doctor")
    assert said.code == 0
    assert "PLANHUB_SECRET_KEY " in said.out
    assert "••••••" in said.out
    assert "all is well" in said.out
    monkeypatch.setenv("PLANHUB_ENV", "production")
    monkeypatch.setenv("PLANHUB_SMTP_PASSWORD", "hunter2hunter2")
    said = ready("doctor")
    assert said.code == 1
    assert said.out.count("wrong: ") >= 5
    assert "hunter2" not in said.out


def test_doctor_finds_a_missing_database(planhub: Planhub) -> None:
    said = planhub("doctor")
    assert said.code == 1
    assert "planhub init" in said.out


def test_a_wrong_setting_is_one_line(planhub: Planhub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANHUB_PROT", "1")
    assert planhub("doctor").code == 2
    assert "PLANHUB_PROT" in planhub("serve").err


def test_a_database_that_does_not_answer_is_one_line(
    planhub: Planhub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANHUB_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    for command in ("init", "serve"):
        said = planhub(command)
        assert said.code == 2
        assert "the database cannot be used" in said.err
    assert planhub("doctor").code == 1


def test_what_nobody_expected_is_kept_in_a_file(
    ready: Planhub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise ZeroDivisionError("oh\nno")

    monkeypatch.setattr("planhub.record.chain.heads", broken)
    said = ready("audit", "verify")
    assert said.code == 2
    assert "unexpected ZeroDivisionError: oh no" in said.err
    assert "Traceback" in (tmp_path / "last-error.txt").read_text("utf-8")


def test_migrations_are_complete(planhub: Planhub) -> None:
    said = planhub("migrations", "check")
    assert said.out == ""
    assert said.code == 0


@pytest.fixture
def type_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda said: monkeypatch.setattr("sys.stdin", io.StringIO(said))


def test_an_installation_gets_its_first_people(
    ready: Planhub, tmp_path: Path, type_in: Callable[[str], None]
) -> None:
    names = ("--name-th", "สมชาย ใจดี", "--name-en", "Somchai Jaidee")
    org = ("--name-th", "กรมตัวอย่าง", "--name-en", "Sample Department", "--abbr-th", "กต.", "--core")
    assert ready("organization", "add", "DEPT", *org).code == 0
    assert ready("user", "add", "somchai", *names, "--email", "s@example.go.th").code == 0
    assert ready("user", "appoint", "somchai", "--org", "DEPT", "--role", "agency_admin").code == 0
    type_in("too short\n")
    assert "at least 15" in ready("user", "password", "somchai").err
    type_in("ยาวพอสำหรับผู้ดูแลระบบ\n")
    assert ready("user", "password", "somchai").code == 0
    refused = ready("user", "appoint", "somchai", "--org", "DEPT", "--role", "director")
    assert (refused.code, "rule S3" in refused.err) == (2, True)
    engine = create_engine(f"sqlite:///{tmp_path}/planhub.sqlite")
    with engine.connect() as connection:
        stored = connection.scalar(text("SELECT password_hash FROM user_account WHERE login = 'somchai'"))
        noted = connection.execute(
            text("SELECT field, new FROM field_change WHERE field = 'password_hash'")
        ).all()
    engine.dispose()
    assert str(stored).startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert [new for _, new in noted] == ['"•••"']
    assert ready("audit", "verify").code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("organization", "add", "กรม", "--name-th", "ก", "--name-en", "a"),
        ("organization", "add", "DEPT", "--name-th", "ก", "--name-en", "a", "--sector", "moon"),
        ("organization", "add", "DEPT", "--name-th", "ก", "--name-en", "a", "--type", "moon"),
        ("organization", "add", "DEPT", "--name-th", "ก\x00", "--name-en", "a"),
        ("user", "add", "Somchai Jaidee", "--name-th", "ก", "--name-en", "a"),
        ("user", "appoint", "nobody", "--org", "DEPT", "--role", "director"),
        ("user", "appoint", "nobody", "--org", "DEPT", "--role", "king"),
        ("user", "password", "nobody"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    ready: Planhub, type_in: Callable[[str], None], arguments: tuple[str, ...]
) -> None:
    type_in("")
    assert ready(*arguments).code == 2


def test_nothing_is_added_twice(ready: Planhub) -> None:
    for arguments in (
        ("organization", "add", "DEPT", "--name-th", "ก", "--name-en", "a"),
        ("user", "add", "somchai", "--name-th", "ก", "--name-en", "a"),
    ):
        assert [ready(*arguments).code for _ in range(2)] == [0, 2]
    assert ready("user", "appoint", "somchai", "--org", "NONE", "--role", "viewer").code == 2
    appoint = ("user", "appoint", "somchai", "--org", "DEPT", "--role", "viewer")
    assert [ready(*appoint).code for _ in range(2)] == [0, 2]
