"""Where Thai words begin and end: libthai, the library by which papers break their lines, asked directly.

Where it is missing (it comes with the system packages of papers) a text is one word between blanks; searching still
works, only the order of what is found knows no words then.
"""

import ctypes
import re
from functools import cache
from threading import Lock
from typing import Any

_LIBRARY = "libthai.so.0"
_THAI = re.compile("[\u0e01-\u0e4e]+")
_PIECES = re.compile("[\u0e01-\u0e4e]+|[๐-๙]+|[^\\W_\u0e00-\u0e7f]+")
"""Thai letters with their marks, Thai digits, or the letters and digits of anything else."""
_ASKING = Lock()
"""One breaker serves all threads, one at a time: it keeps memory of its own while it looks."""


class _Breaker:
    """libthai's breaker with its dictionary."""

    def __init__(self, library: Any) -> None:
        library.th_brk_new.restype = ctypes.c_void_p
        library.th_brk_new.argtypes = [ctypes.c_char_p]
        library.th_brk_wc_find_breaks.argtypes = [
            ctypes.c_void_p,
            ctypes.c_wchar_p,
            ctypes.POINTER(ctypes.c_int),
            ctypes.c_size_t,
        ]
        self._library = library
        self._handle = library.th_brk_new(None)

    @property
    def is_ready(self) -> bool:
        """Whether its dictionary was found."""
        return bool(self._handle)

    def breaks(self, text: str) -> list[int]:
        """Give the places inside `text` at which a word ends."""
        places = (ctypes.c_int * len(text))()
        with _ASKING:
            found = self._library.th_brk_wc_find_breaks(self._handle, text, places, len(text))
        return list(places[:found])


@cache
def _breaker() -> _Breaker | None:
    try:
        made = _Breaker(ctypes.CDLL(_LIBRARY))
    except (OSError, AttributeError):
        return None
    return made if made.is_ready else None


def split(text: str) -> list[str]:
    """Give the words of a text in their order; signs and blanks between them are left out."""
    return [word for piece in _PIECES.findall(text) for word in _words(piece)]


def _words(piece: str) -> list[str]:
    breaker = _breaker() if _THAI.fullmatch(piece) else None
    if breaker is None:
        return [piece]
    ends = [*breaker.breaks(piece), len(piece)]
    return [piece[a:b] for a, b in zip([0, *ends], ends, strict=False) if b > a]
