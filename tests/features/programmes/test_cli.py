"""`planhub import`: row by row, exit codes, whole or not at all (contract.md §1, §4)."""

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from planhub import cli
from planhub.demo import agencies, programmes
from planhub.infra.db import Model, db, writing
from planhub.infra.settings import load
from planhub.web import setup, work
from planhub.web.app import create_app

LIST = """programme_code,fiscal_year,province,district,subdistrict,status,note
CODI-IP22,2571,จ.ร้อยเอ็ด,,,active,x
EEF-AREA,2571,เชียงใหม่,กัลยาณิวัฒนา,แม่แดด,,
"""
OPEN = LIST + "EEF-AREA,2571,หนองคาย,เซกา,เซกา,,\nNOPE,2571,ร้อยเอ็ด,,,,\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An instance folder with the agencies and their programmes."""
    folder = tmp_path_factory.mktemp("import")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLANHUB_INSTANCE", str(folder))
        patch.setenv("PLANHUB_JOBS_URL", "memory")
        app = create_app(load())
        with app.app_context():
            Model.metadata.create_all(db.engine)
            with writing(), work.as_system(db.session()) as session:
                setup.fill_reference(session)
                agencies.build(session)
                programmes.build(session, years=(2566,))
                session.commit()
            db.engine.dispose()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def instance(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "instance"
    shutil.copytree(made, folder)
    monkeypatch.setenv("PLANHUB_INSTANCE", str(folder))
    monkeypatch.setenv("PLANHUB_JOBS_URL", "memory")
    root = logging.getLogger()
    handlers = root.handlers[:]
    yield folder
    root.handlers[:] = handlers


def rows(instance: Path, year: int) -> int:
    engine = create_engine(f"sqlite:///{instance / 'planhub.sqlite'}")
    with engine.connect() as connection:
        found = connection.execute(
            text("select count(*) from programme_area where fiscal_year = :y"), {"y": year}
        )
        n = int(found.scalar_one())
    engine.dispose()
    return n


def test_a_list_is_checked_saved_and_checked_again(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST, "utf-8")
    assert cli.run(["import", "programme-areas", str(path)]) == 0
    out = capsys.readouterr().out
    assert "row 2: added 45 จ.ร้อยเอ็ด" in out
    assert "Columns that were not read: note" in out
    assert rows(instance, 2571) == 0
    assert cli.run(["import", "programme-areas", str(path), "--commit"]) == 0
    assert "saved: 2 added" in capsys.readouterr().out
    assert rows(instance, 2571) == 2
    assert cli.run(["import", "programme-areas", str(path), "--commit"]) == 0
    assert "2 unchanged" in capsys.readouterr().out
    path.write_text("".join(LIST.splitlines(keepends=True)[:2]), "utf-8")
    assert cli.run(["import", "programme-areas", str(path), "--commit", "--remove-missing"]) == 0
    assert rows(instance, 2571) == 2, "a list is complete for the programmes that it names"
    assert cli.run(["audit", "verify"]) == 0


def test_one_open_row_keeps_the_whole_list_out(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(OPEN, "cp874")
    assert cli.run(["import", "programme-areas", str(path), "--commit"]) == 1
    out = capsys.readouterr().out
    assert "row 4: choose" in out
    assert "perhaps 380401 ต.เซกา อ.เซกา จ.บึงกาฬ" in out
    assert "row 5: fault 45 จ.ร้อยเอ็ด; programme_code: There is no programme" in out
    assert "nothing was saved" in out
    assert rows(instance, 2571) == 0


def test_a_user_keeps_their_rights(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST, "utf-8")
    assert cli.run(["import", "programme-areas", str(path), "--user", "coordinator.eef"]) == 1
    assert "another agency (CODI)" in capsys.readouterr().out
    assert cli.run(["import", "programme-areas", str(path), "--user", "viewer"]) == 2
    assert cli.run(["import", "programme-areas", str(path), "--user", "nobody"]) == 2
    capsys.readouterr()


def test_columns_can_be_said_once(instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "list.csv"
    path.write_text("จังหวัด\nร้อยเอ็ด\nมุกดาหาร\n", "utf-8")
    said = ["--set", "programme_code=CODI-IP22", "--set", "fiscal_year=2572"]
    assert cli.run(["import", "programme-areas", str(path), *said, "--commit"]) == 0
    assert rows(instance, 2572) == 2
    assert cli.run(["import", "programme-areas", str(path)]) == 2
    assert "programme_code" in capsys.readouterr().err
    assert cli.run(["import", "programme-areas", str(path), "--set", "x"]) == 2


def test_counts_need_an_agency_or_the_secretariats_stands_for_them(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del instance
    path = tmp_path / "stats.csv"
    head = "area_code,year,dimension,measure,value,unit,source,as_of\n"
    path.write_text(f"{head}45,2565,income,poor_people,1234,person,TPMAP,2022-09-30\n", "utf-8")
    for more in (["--org", "CODI"], []):
        assert cli.run(["import", "area-stats", str(path), *more, "--commit"]) == 0
    assert cli.run(["import", "area-stats", str(path), "--org", "NOBODY"]) == 2
    path.write_text(f"{head}45,2565,income,1101700203450,1234,person,TPMAP,2022-09-30\n", "utf-8")
    assert cli.run(["import", "area-stats", str(path)]) == 2
    said = capsys.readouterr()
    assert "13-digit" in said.err
    assert "1101700203450" not in said.err + said.out


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("nothing", b"a"),
        ("programme-areas", b"<html>"),
        ("programme-areas", b"PK\x03\x04"),
        ("programme-areas", b""),
    ],
)
def test_what_cannot_be_read_is_wrong_use(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, content: bytes
) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    assert cli.run(["import", kind, str(path)]) == 2
    said = capsys.readouterr()
    assert len(said.err.splitlines()) == 1
    assert cli.run(["import", "programme-areas", str(tmp_path / "missing.csv")]) == 2
