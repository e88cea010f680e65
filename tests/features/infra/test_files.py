"""The file store: whole files or none, and nothing that a name could reach."""

import errno
import hashlib
import os
from datetime import timedelta
from pathlib import Path

import pytest

from planhub.infra import files
from planhub.kernel import clock

CONTENT = "รายงานการประชุม".encode() * 1000


@pytest.fixture
def store(tmp_path: Path) -> files.FolderStore:
    return files.FolderStore(tmp_path / "files")


def test_a_file_comes_back_as_it_was_and_lies_there_once(store: files.FolderStore) -> None:
    kept = store.put(CONTENT)
    assert kept == store.put(CONTENT)
    assert (kept.size, kept.backend, kept.sha256) == (len(CONTENT), "fs", hashlib.sha256(CONTENT).hexdigest())
    assert store.get(kept.sha256) == CONTENT
    assert list(store.keys()) == [kept.sha256]
    assert store.is_whole(kept.sha256)


def test_what_is_deleted_is_gone(store: files.FolderStore) -> None:
    kept = store.put(CONTENT)
    store.delete(kept.sha256)
    store.delete(kept.sha256)
    with pytest.raises(FileNotFoundError):
        store.get(kept.sha256)
    assert not store.is_whole(kept.sha256)


def test_an_altered_file_is_noticed(store: files.FolderStore, tmp_path: Path) -> None:
    kept = store.put(CONTENT)
    (tmp_path / "files" / kept.sha256[:2] / kept.sha256).write_bytes(CONTENT[:-1])
    assert not store.is_whole(kept.sha256)


@pytest.mark.parametrize(
    "key", ["", "..", "../../etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\n", "coming/x"]
)
def test_a_key_is_never_a_path(store: files.FolderStore, key: str) -> None:
    with pytest.raises(FileNotFoundError):
        store.get(key)
    with pytest.raises(FileNotFoundError):
        store.delete(key)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_keeps_nothing_and_says_so(
    store: files.FolderStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(files.NoSpace):
        store.put(CONTENT)
    monkeypatch.undo()
    assert [p for p in (tmp_path / "files").rglob("*") if p.is_file()] == []
    assert store.put(CONTENT).size == len(CONTENT)


def test_other_faults_of_the_disk_are_not_called_full(
    store: files.FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_descriptor: int) -> None:
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="broken"):
        store.put(CONTENT)


def test_uploads_that_never_ended_are_swept_after_a_day(store: files.FolderStore, tmp_path: Path) -> None:
    coming = tmp_path / "files" / "coming"
    coming.mkdir(parents=True)
    (coming / "part").write_bytes(b"half")
    assert store.sweep() == 0
    with clock.at(clock.now() + timedelta(hours=25)):
        assert store.sweep() == 1
    assert list(coming.iterdir()) == []


def test_files_are_for_the_program_alone(store: files.FolderStore, tmp_path: Path) -> None:
    kept = store.put(CONTENT)
    assert (tmp_path / "files" / kept.sha256[:2]).stat().st_mode & 0o077 == 0


def test_there_is_no_store_before_one_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_store", None)
    with pytest.raises(LookupError):
        files.store()
