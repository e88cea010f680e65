"""The rendering process: `python -m planhub.infra.pdf.worker FONTS CSS`, asked on its input, answering on its output.

It loads the engine once and stays warm. Each paper is made in a fork of it that cannot outlive its limits and has no
network, so that nothing one paper does can reach another, and the parent stays as clean as when it started.
"""

import ctypes
import gc
import importlib
import os
import resource
import select
import signal
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

from planhub.infra.pdf import wire
from planhub.infra.pdf.errors import PdfError, Trouble, pdf_error
from planhub.infra.pdf.options import MIB, Limits, options_from_wire

if TYPE_CHECKING:
    from planhub.infra.pdf.press import Press

IDLE_SECONDS = 180
"""A worker that nobody asks for this long goes home."""

NICENESS = 10
"""Pages that people wait for come first."""

_GC_THRESHOLD = (100_000, 50, 1000)
"""A layout makes millions of objects that live to its end: looking among them for garbage took a quarter of the time."""

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "ctypes.dlopen",
)


def main() -> int:
    """Answer until the other side closes, or nobody asks any more."""
    requests, replies = _claim_streams()
    warnings.simplefilter("ignore")
    press = load(Path(sys.argv[1]), Path(sys.argv[2]))
    gc.collect()
    gc.freeze()
    while select.select([requests], [], [], IDLE_SECONDS)[0]:
        try:
            head, blobs = wire.read(requests)
        except EOFError:
            break
        replies.write(answer(press, head, blobs))
        replies.flush()
    return 0


def load(fonts: Path, css: Path) -> "Press | PdfError":
    """Load the engine, or tell why papers cannot be made: the machine lacks its libraries, or the fonts."""
    try:
        module = importlib.import_module("planhub.infra.pdf.press")
        press: Press = module.Press(fonts=fonts, css=css)
        press.breaks_thai()  # a first layout fills the engine's caches, which every rendering inherits
    except PdfError as error:
        return error
    except (OSError, ImportError) as error:
        return pdf_error(Trouble.UNAVAILABLE, str(error))
    return press


def answer(press: "Press | PdfError", head: dict[str, Any], blobs: list[bytes]) -> bytes:
    """Return the reply to one request, made in a process of its own."""
    if isinstance(press, PdfError):
        return _failure(press)
    limits = Limits(**head["options"]["limits"])
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _render_and_exit(press, head, blobs, writing)
    os.close(writing)
    reply = _collect(reading, time.monotonic() + limits.wall)
    if reply is None:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if reply is None or _died_by(status) in {signal.SIGXCPU, signal.SIGKILL}:
        return _failure(pdf_error(Trouble.TIME, f"limits: {limits.cpu} s CPU, {limits.wall} s"))
    return (
        reply if status == 0 else _failure(pdf_error(Trouble.MEMORY, f"the renderer died: status {status}"))
    )


def _render_and_exit(press: "Press", head: dict[str, Any], blobs: list[bytes], writing: int) -> NoReturn:
    """Make one paper under its limits, write the reply, and end without running anything of the parent's."""
    try:
        reply = _TASKS[head["task"]](press, head, blobs)
    except PdfError as error:
        reply = _failure(error)
    except (MemoryError, SystemError) as error:  # SystemError: a C library had no memory left even to say so
        reply = _failure(pdf_error(Trouble.MEMORY, str(error)))
    except RecursionError:
        reply = _failure(pdf_error(Trouble.TOO_DEEP, "the engine's recursion"))
    except BaseException as error:  # noqa: BLE001 - whatever it is, the one who asked must be told
        reply = _failure(pdf_error(Trouble.FAILED, f"{type(error).__name__}: {error}"[:500]))
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(reply)
    os._exit(0)


def _render(press: "Press", head: dict[str, Any], blobs: list[bytes]) -> bytes:
    html, *files = blobs
    options = options_from_wire(head["options"], files)
    confine(options.limits)
    gc.set_threshold(*_GC_THRESHOLD)
    sheets = press.render(html.decode(), options)
    used = resource.getrusage(resource.RUSAGE_SELF)
    facts = {
        "pages": sheets.pages,
        "cpu": round(used.ru_utime + used.ru_stime, 3),
        "memory": used.ru_maxrss * 1024,
        "warnings": sheets.warnings,
    }
    return wire.pack(facts, [sheets.content])


def _health(press: "Press", head: dict[str, Any], _: list[bytes]) -> bytes:
    confine(Limits(**head["options"]["limits"]))
    return wire.pack({"version": press.version, "breaks_thai": press.breaks_thai()})


_TASKS = {"render": _render, "health": _health}


def confine(limits: Limits) -> None:
    """Take from this process, for good, what a paper needs none of: time, memory, files, network, other programs."""
    os.nice(NICENESS)
    for kind, amount in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu),
        (resource.RLIMIT_FSIZE, 64 * MIB),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (amount, amount))
    # Where the system allows it, not even the engine's C libraries have a network. Elsewhere the hook below stands.
    ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
    sys.addaudithook(_forbid)


def _forbid(event: str, _: object) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"a paper may not: {event}")


def _collect(reading: int, deadline: float) -> bytes | None:
    """Return all that comes through the pipe, or None when the deadline is first."""
    chunks: list[bytes] = []
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        while select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))[0]:
            chunk = pipe.read(MIB)
            if not chunk:
                return b"".join(chunks)
            chunks.append(chunk)
    return None


def _died_by(status: int) -> int:
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def _failure(error: PdfError) -> bytes:
    return wire.pack({"trouble": error.trouble, "detail": error.detail})


def _claim_streams() -> tuple[BinaryIO, BinaryIO]:
    """Return the two ends of the conversation, and let whatever prints by mistake print to the error stream."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return os.fdopen(os.dup(0), "rb"), replies


if __name__ == "__main__":
    sys.exit(main())
