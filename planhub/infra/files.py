"""Where files lie: under the SHA-256 of their bytes, so the same file lies there once and none is altered unseen."""

import errno
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from planhub.kernel import clock
from planhub.kernel.errors import PlanHubError
from planhub.kernel.text import Text

ABANDONED = timedelta(hours=24)
"""After this an unfinished upload is nobody's."""
_KEY = re.compile(r"[0-9a-f]{64}")


class NoSpace(PlanHubError):  # noqa: N818 - a refusal in the domain's words, as in kernel.errors
    """The disk is full; nothing was kept."""

    status = 507
    title = Text("พื้นที่เก็บข้อมูลเต็ม", "No space left")

    def __init__(self) -> None:
        super().__init__(
            Text(
                "พื้นที่เก็บไฟล์เต็ม ยังไม่มีการบันทึกใด ๆ โปรดแจ้งผู้ดูแลระบบ",
                "There is no space left for files; nothing was saved. Please tell your administrator",
            )
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that lies in the store."""

    sha256: str
    size: int
    """Bytes."""
    backend: str
    """The kind of store, which a row writes down: old and new stores may live together."""


class FolderStore:
    """Files below one folder: written aside, flushed to the disk, then renamed into place."""

    backend = "fs"

    def __init__(self, folder: Path) -> None:
        """Take the folder; it is made when the first file comes."""
        self._folder = folder

    def put(self, content: bytes) -> Kept:
        """Keep a file. Raises `NoSpace`."""
        kept = Kept(hashlib.sha256(content).hexdigest(), len(content), self.backend)
        place = self._place(kept.sha256)
        if place.is_file():
            return kept
        part = self._coming / secrets.token_hex(16)
        try:
            for folder in (part.parent, place.parent):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(part, content)
            part.replace(place)
            _flush_folder(place.parent)
        except OSError as error:
            part.unlink(missing_ok=True)
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise NoSpace from None
            raise
        return kept

    def get(self, sha256: str) -> bytes:
        """Give the bytes. Raises `FileNotFoundError`."""
        return self._place(sha256).read_bytes()

    def delete(self, sha256: str) -> None:
        """Forget a file; no harm if there is none."""
        self._place(sha256).unlink(missing_ok=True)

    def keys(self) -> Iterator[str]:
        """Give the SHA-256 of every file, in order."""
        for path in sorted(self._folder.glob("??/*")):
            if _KEY.fullmatch(path.name):
                yield path.name

    def is_whole(self, sha256: str) -> bool:
        """Tell whether a file is there and still has the bytes it was kept with."""
        try:
            return hashlib.sha256(self.get(sha256)).hexdigest() == sha256
        except FileNotFoundError:
            return False

    def sweep(self) -> int:
        """Delete uploads that were never finished; gives how many."""
        before = (clock.now() - ABANDONED).timestamp()
        old = [path for path in self._coming.glob("*") if path.stat().st_mtime < before]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    @property
    def _coming(self) -> Path:
        return self._folder / "coming"

    def _place(self, sha256: str) -> Path:
        if not _KEY.fullmatch(sha256):
            raise FileNotFoundError(sha256)
        return self._folder / sha256[:2] / sha256


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


_store: FolderStore | None = None


def use(instance: Path) -> None:
    """Keep files below the instance folder from now on."""
    global _store  # noqa: PLW0603 - a process has one store
    _store = FolderStore(instance / "files")


def store() -> FolderStore:
    """Give the store in use."""
    if _store is None:
        raise LookupError("no file store: call planhub.infra.files.use first")
    return _store
