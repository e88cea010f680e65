"""A wheel carries everything PlanHub needs besides its dependencies, and finds it from anywhere."""

import json
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest

import planhub
from planhub.infra import paths

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("migrations", "static", "templates")


@dataclass(frozen=True)
class Installed:
    """An environment with PlanHub from the wheel, and its dependencies from the one the tests run in."""

    prefix: Path
    outside: Path

    def run(self, program: str, *arguments: str, **env: str) -> str:
        command = [f"{self.prefix}/bin/{program}", *arguments]
        done = subprocess.run(
            command, cwd=self.outside, env=env, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr
        return str(done.stdout).strip()

    def ask(self, expression: str, **env: str) -> str:
        imports = "import importlib.metadata, planhub; from planhub.infra.paths import *"
        return self.run("python", "-c", f"{imports}; print({expression})", **env)

    def resource(self, name: str) -> Path:
        return Path(self.ask(f"resource({name!r})"))


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("packaging")
    prefix, outside = folder / "environment", folder / "outside"
    outside.mkdir()
    run(
        "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)
    )  # the wheel comes out of the sdist
    (wheel,) = folder.glob("*.whl")
    venv.create(prefix, symlinks=True)
    run("-m", "pip", "--python", str(prefix), "install", "--no-index", "--no-deps", "--quiet", str(wheel))
    libraries = Path(sysconfig.get_path("purelib", vars={"base": str(prefix), "platbase": str(prefix)}))
    (libraries / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return Installed(prefix.resolve(), outside)


def run(*arguments: str) -> None:
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def files(folder: Path) -> set[str]:
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix() for path in found}


@pytest.mark.parametrize("name", FOLDERS)
def test_a_checkout_uses_its_own_folders(name: str) -> None:
    assert paths.resource(name) == ROOT / name


@pytest.mark.parametrize("name", FOLDERS)
def test_a_wheel_brings_every_file_of_a_folder(name: str, installed: Installed) -> None:
    brought = installed.resource(name)

    assert brought.is_relative_to(installed.prefix)
    assert files(brought) == files(ROOT / name)


def test_a_wheel_brings_the_built_assets(installed: Installed) -> None:
    vendor = installed.resource("static/vendor")
    manifest = json.loads((vendor / "manifest.json").read_text("utf-8"))

    assert {"ui.css", "ui.js"} <= manifest.keys()
    assert [name for name in manifest.values() if not (vendor / name).is_file()] == []
    assert (vendor / "fonts" / "sarabun-regular.ttf").is_file()


def test_a_wheel_knows_its_version(installed: Installed) -> None:
    shown = installed.ask("planhub.__version__, importlib.metadata.version('planhub')")

    assert shown.split() == [planhub.__version__] * 2


def test_a_wheel_makes_its_database_from_anywhere(installed: Installed, tmp_path: Path) -> None:
    installed.run("planhub", "init", PLANHUB_INSTANCE=str(tmp_path))

    assert (tmp_path / "planhub.sqlite").is_file()


def test_the_instance_folder_of_a_checkout_is_beside_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANHUB_INSTANCE", raising=False)

    assert paths.instance_dir() == ROOT / "instance"


def test_the_instance_folder_of_a_wheel_is_in_its_environment(installed: Installed) -> None:
    assert installed.ask("instance_dir()") == f"{installed.prefix}/var/planhub-instance"


def test_the_environment_may_name_the_instance_folder(installed: Installed, tmp_path: Path) -> None:
    assert installed.ask("instance_dir()", PLANHUB_INSTANCE=f"{tmp_path}/ที่เก็บ") == f"{tmp_path}/ที่เก็บ"


def test_every_province_of_the_gazetteer_has_a_shape() -> None:
    content = json.loads((paths.resource("static/vendor/thailand.json")).read_text("utf-8"))

    assert len(content["provinces"]) == 77
    assert all(code.isdigit() and path.startswith("m") for code, path in content["provinces"].items())
