"""Keeps rendering processes warm and asks them; the only part of the floor that the program itself runs."""

import atexit
import contextlib
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from planhub.infra.paths import PACKAGE, resource
from planhub.infra.pdf import wire
from planhub.infra.pdf.errors import Trouble, pdf_error
from planhub.infra.pdf.options import Limits, PdfOptions

log = logging.getLogger(__name__)

GRACE_SECONDS = 15
"""How much longer than the paper's own limit we wait: the worker starts, or kills, in that time."""

_FONTS_CONF = '<?xml version="1.0"?><fontconfig><cachedir>{folder}/cache</cachedir></fontconfig>\n'
"""Papers use our own faces alone, so they look the same on every machine."""

_PASSED_ON = ("LD_LIBRARY_PATH", "LIBTHAI_DICTDIR", "LANG", "PATH")
"""All of our environment that a worker gets to see: no secret and no address."""

Reply = tuple[dict[str, Any], list[bytes]]


class WorkerGone(Exception):  # noqa: N818 - what happened
    """The worker ended without an answer: it had gone home, or something from outside ended it."""


class Worker:
    """One warm rendering process."""

    def __init__(self) -> None:
        """Start it. Raises `OSError` when no process can be started."""
        self.owner = os.getpid()
        self.folder = Path(tempfile.mkdtemp(prefix="planhub-pdf-"))
        fonts_conf = self.folder / "fonts.conf"
        fonts_conf.write_text(_FONTS_CONF.format(folder=self.folder), "utf-8")
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        environment |= {
            "FONTCONFIG_FILE": str(fonts_conf),
            "HOME": str(self.folder),
            "PYTHONHASHSEED": "0",  # the same paper, the same bytes
            "PYTHONPATH": str(PACKAGE.parent),
            "TMPDIR": str(self.folder),
        }
        arguments = [str(resource("static/vendor/fonts")), str(resource("static/css"))]
        self.process = subprocess.Popen(  # noqa: S603 - our own program, no word of it from outside
            [sys.executable, "-P", "-m", "planhub.infra.pdf.worker", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            env=environment,
            start_new_session=True,
        )

    def ask(self, message: bytes, seconds: float) -> Reply:
        """Return the reply. Raises `WorkerGone` if there is none, `PdfError` if it does not come in `seconds`."""
        late = threading.Event()

        def give_up() -> None:
            late.set()
            self.kill()

        alarm = threading.Timer(seconds, give_up)
        alarm.start()
        try:
            return self._talk(message)
        except (OSError, EOFError) as error:
            if late.is_set():
                raise pdf_error(Trouble.TIME, "the worker did not answer") from error
            raise WorkerGone(f"ended with {self.process.wait()}") from error
        finally:
            alarm.cancel()

    def _talk(self, message: bytes) -> Reply:
        asking, answering = self.process.stdin, self.process.stdout
        if asking is None or answering is None:
            raise EOFError("no pipes")
        asking.write(message)
        asking.flush()
        return wire.read(answering)

    def kill(self) -> None:
        """End the worker and the paper it is making."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def close(self) -> None:
        """Send it home, and tidy up after it; a process that only inherited the worker leaves it alone."""
        if self.owner != os.getpid():
            return
        self.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class Pool:
    """Workers that wait for the next paper; at most one paper a core at a time."""

    def __init__(self) -> None:
        """Start with nobody: the first paper starts the first worker."""
        self._seats = threading.BoundedSemaphore(os.cpu_count() or 1)
        self._lock = threading.Lock()
        self._idle: list[Worker] = []

    def ask(self, message: bytes, seconds: float) -> Reply:
        """Ask a waiting worker, or a new one; once more if it is gone. Raises `PdfError`."""
        with self._seats:
            try:
                return self._ask_one(message, seconds)
            except WorkerGone:
                self.close()  # who waited as long may be gone as well
            try:
                return self._ask_one(message, seconds)
            except WorkerGone as gone:
                raise pdf_error(Trouble.FAILED, str(gone)) from gone

    def _ask_one(self, message: bytes, seconds: float) -> Reply:
        worker = self._take()
        try:
            reply = worker.ask(message, seconds)
        except BaseException:
            worker.close()
            raise
        with self._lock:
            self._idle.append(worker)
        return reply

    def _take(self) -> Worker:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        try:
            return Worker()
        except OSError as error:
            raise pdf_error(Trouble.UNAVAILABLE, str(error)) from error

    def close(self) -> None:
        """Send every waiting worker home."""
        with self._lock:
            workers, self._idle = self._idle, []
        for worker in workers:
            worker.close()


_pool = Pool()


def _forget() -> None:
    global _pool  # noqa: PLW0603 - workers belong to the process that started them
    _pool = Pool()


os.register_at_fork(after_in_child=_forget)


def close() -> None:
    """Send the warm workers home; the next paper starts a new one."""
    _pool.close()


atexit.register(close)


def render(html: str, *, options: PdfOptions) -> bytes:
    """Return `html`, a page made from `templates/print.html`, as a PDF.

    Runs outside this process, without network or files, within `options.limits`; the same input gives the same bytes.
    Raises `PdfRefusedError` when the paper is over a cap, `PdfError` when it cannot be made here or now.
    """
    text = html.encode("utf-8", "replace")
    head, files = options.to_wire()
    if len(text) > options.limits.html:
        raise pdf_error(Trouble.TOO_BIG, f"{len(text)} bytes of HTML")
    if sum(map(len, files)) > options.limits.assets:
        raise pdf_error(Trouble.TOO_BIG, "images and attachments")
    facts, (content,) = _ask({"task": "render", "options": head}, [text, *files], options.limits)
    for line in facts["warnings"]:
        log.warning("pdf %r: %s", options.title, line)
    log.info(
        "pdf %r: %s pages, %s s CPU, %s bytes", options.title, facts["pages"], facts["cpu"], len(content)
    )
    return content


@dataclass(frozen=True, slots=True)
class Health:
    """What the renderer says of itself, for `planhub doctor`."""

    version: str
    """The engine's version; below 70 it must not be used (security.md, finding 8)."""
    breaks_thai: bool
    """Whether libthai's dictionary is there; without it Thai lines overflow without any error."""


def health() -> Health:
    """Ask the renderer how it is. Raises `PdfError` saying what this machine lacks."""
    limits = Limits()
    facts, _ = _ask({"task": "health", "options": {"limits": asdict(limits)}}, [], limits)
    return Health(version=facts["version"], breaks_thai=facts["breaks_thai"])


def _ask(head: dict[str, Any], blobs: list[bytes], limits: Limits) -> Reply:
    facts, files = _pool.ask(wire.pack(head, blobs), limits.wall + GRACE_SECONDS)
    if "trouble" in facts:
        raise pdf_error(Trouble(facts["trouble"]), facts["detail"])
    return facts, files
