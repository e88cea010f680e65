"""What stands in git: our own work, locked dependencies, and nothing of one machine."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
LOCKED_BY_HASH = re.compile(r"(?P<name>[a-z0-9-]+)==\S+( ; .+)?( --hash=sha256:[0-9a-f]{64})+")
THIRD_PARTY = re.compile(
    r"\.min\.(js|css)$|\.(woff2?|ttf|otf|eot|map)$|(^|/)(node_modules|vendor)/|htmx[^/]*\.js$", re.IGNORECASE
)
REGISTRIES = re.compile(
    r"registry\.npmjs|registry\.yarnpkg|files\.pythonhosted|pypi\.org|--(extra-)?index-url", re.IGNORECASE
)
MACHINE_PATHS = re.compile(r"(?<![\w.$}{-])/(work|farm|root|home|Users)/\w")
ADDRESS_WITH_SECRET = re.compile(r"https?://[^\s/:@]+:[^\s/@]+@", re.IGNORECASE)


@cache
def tracked() -> dict[str, str]:
    """Return path and text of every file in git that is text."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    files = (ROOT / name for name in names if name)
    return {path.relative_to(ROOT).as_posix(): text(path) for path in files if path.is_file()}


def text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def naming(pattern: re.Pattern[str]) -> list[str]:
    """Return the places where a pattern stands; this file, which spells the patterns out, aside."""
    own = Path(__file__).resolve().relative_to(ROOT).as_posix()
    lines = (
        (name, n, line) for name, body in tracked().items() for n, line in enumerate(body.splitlines(), 1)
    )
    return [
        f"{name}:{n}: {line.strip()[:120]}" for name, n, line in lines if name != own and pattern.search(line)
    ]


def test_no_third_party_file_is_tracked() -> None:
    assert [name for name in tracked() if THIRD_PARTY.search(name)] == []


def test_what_is_built_or_filled_here_is_ignored() -> None:
    tracked()
    paths = [
        "static/vendor/ui.css",
        "node_modules/x",
        ".venv/x",
        ".node/x",
        "instance/planhub.sqlite",
        "build/x",
    ]
    command = ["git", "-c", f"safe.directory={ROOT}", "check-ignore", *paths]
    ignored = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()

    assert ignored == paths


def test_no_registry_is_named() -> None:
    assert naming(REGISTRIES) == []


def test_no_path_of_one_machine_is_named() -> None:
    assert naming(MACHINE_PATHS) == []


def test_no_address_carries_a_secret() -> None:
    assert naming(ADDRESS_WITH_SECRET) == []


@pytest.mark.parametrize(
    ("line", "pattern"),
    [
        ("cd /home/somebody/planhub", MACHINE_PATHS),
        ("see /root/planhub/dev", MACHINE_PATHS),
        ('"resolved": "https://registry.npmjs.org/x"', REGISTRIES),
        ("https://me:secret@example.org/simple", ADDRESS_WITH_SECRET),
        ("static/js/htmx.min.js", THIRD_PARTY),
        ("static/fonts/Sarabun.ttf", THIRD_PARTY),
    ],
)
def test_the_patterns_find_what_they_look_for(line: str, pattern: re.Pattern[str]) -> None:
    assert pattern.search(line)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_has_a_version_and_hashes(lock: Path) -> None:
    assert [entry for entry in joined(lock).splitlines() if not LOCKED_BY_HASH.fullmatch(entry)] == []


def test_every_dependency_is_locked() -> None:
    groups = PROJECT["dependency-groups"]
    wanted = {
        "run.txt": PROJECT["project"]["dependencies"] + groups["build"],
        "dev.txt": PROJECT["project"]["dependencies"] + groups["build"] + groups["dev"],
        "node.txt": groups["node"],
    }
    for lock, requirements in wanted.items():
        locked = {entry["name"] for entry in entries(lock)}
        assert {package(one) for one in requirements} - locked == set(), f"{lock}: ./dev lock was not run"


def test_what_tests_run_on_is_what_users_run_on() -> None:
    run, dev = ({entry.group() for entry in entries(lock)} for lock in ("run.txt", "dev.txt"))

    assert run <= dev


def entries(lock: str) -> Iterator[re.Match[str]]:
    return LOCKED_BY_HASH.finditer(joined(ROOT / "requirements" / lock))


def joined(lock: Path) -> str:
    return lock.read_text("utf-8").replace(" \\\n   ", "")


def package(requirement: str) -> str:
    (name,) = re.findall(r"^[\w.-]+", requirement)
    return re.sub(r"[-_.]+", "-", str(name)).lower()


def test_the_npm_lock_has_hashes_and_no_addresses() -> None:
    lock = text(ROOT / "package-lock.json")

    assert '"resolved"' not in lock
    assert lock.count('"integrity": "sha512-') == lock.count('"node_modules/')


def test_the_merge_gate_is_the_test_command() -> None:
    lines = text(ROOT / ".ci" / "run").splitlines()
    code = [line for line in lines if line and not line.startswith("#")]

    assert code[0] == "set -euo pipefail"
    assert code[-1] == 'exec ./dev test "$@"'
    assert len(code) == 3


def test_every_icon_that_is_named_is_built() -> None:
    built = text(ROOT / "assets" / "icons.txt").split()
    sources = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("planhub/**/*.py")]
    named = {
        name for path in sources for name in re.findall(r"""\bicon(?:\(|=)["']([a-z0-9-]+)["']""", text(path))
    }

    assert named - set(built) == set()
    assert len(built) == len(set(built))


def test_every_feature_stands_in_the_contract_of_features() -> None:
    contracts = {one["id"]: one for one in PROJECT["tool"]["importlinter"]["contracts"]}
    features = {f"planhub.{path.parent.name}" for path in ROOT.glob("planhub/*/feature.py")} - {"planhub.ui"}

    assert features <= set(contracts["features"]["containers"])


@pytest.mark.parametrize("path", sorted(ROOT.glob("planhub/kernel/**/*.py")), ids=lambda path: path.name)
def test_the_kernel_imports_the_standard_library_alone(path: Path) -> None:
    allowed = sys.stdlib_module_names | {"planhub"}
    nodes = list(ast.walk(ast.parse(text(path))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    given = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}

    assert {name for name in plain | given if name.split(".")[0] not in allowed} == set()
    assert {name for name in plain | given if name.startswith("planhub") and ".kernel" not in name} == set()
