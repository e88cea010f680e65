"""Pages of a built pack as pictures, for reading it in the browser page by page without a reader for PDF."""

import shutil
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path

from planhub.infra.files import store

WIDTH = 1100
"""Pixels across; enough for the small print on a large screen, and for a telephone."""
SECONDS = 20
"""The longest that one page may take."""
KEPT = 40
"""Pages that a process keeps, about 6 MB."""


def available() -> bool:
    """Tell whether this machine can draw pages (poppler is installed)."""
    return shutil.which("pdftoppm") is not None


@lru_cache(maxsize=KEPT)
def picture(sha256: str, page: int, *, grey: bool = False) -> bytes | None:
    """Give a page of a kept PDF as PNG; None where there is no such page or nothing that could draw it."""
    tool = shutil.which("pdftoppm")
    if tool is None or page < 1:
        return None
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "pack.pdf", Path(folder) / "page"
        source.write_bytes(store().get(sha256))
        size = ["-scale-to-x", str(WIDTH), "-scale-to-y", "-1", "-f", str(page), "-l", str(page)]
        call = [tool, "-png", "-singlefile", *(["-gray"] if grey else []), *size, str(source), str(target)]
        done = subprocess.run(call, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 - no shell, a file of ours
        made = target.with_suffix(".png")
        return made.read_bytes() if done.returncode == 0 and made.exists() else None
