"""Words that a line must not break: the dictionary splits titles of posts and names of people in the wrong place."""

import re
from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup, escape

from planhub.kernel import thai

TITLES = (
    "ผู้อำนวยการ",
    "รองผู้อำนวยการ",
    "ผู้ว่าราชการจังหวัด",
    "รองผู้ว่าราชการ",
    "ปลัดกระทรวง",
    "ปลัดจังหวัด",
    "นายกรัฐมนตรี",
    "รัฐมนตรี",
    "ประธานกรรมการ",
    "กรรมการ",
    "คณะกรรมการ",
    "คณะอนุกรรมการ",
    "คณะทำงาน",
    "เลขานุการ",
    "ผู้ช่วยเลขานุการ",
    "ผู้แทน",
    "ผู้รับผิดชอบ",
    "ผู้ประสานงาน",
    "ผู้เข้าร่วม",
    "ผู้มาประชุม",
    "ผู้ทรงคุณวุฒิ",
    "ผู้จัดการ",
    "ผู้เชี่ยวชาญ",
    "เลขาธิการ",
    "อธิบดี",
    "นิติกร",
    "ที่ประชุม",
    "บันทึกข้อตกลง",
    "องค์การมหาชน",
    "แผนบูรณาการ",
    "ปีงบประมาณ",
)
"""Titles and terms of our papers that were seen broken, or would look wrong broken."""

_FIGURE = r"(?:ครั้งที่|ฉบับที่|ข้อ|หน้า|ไตรมาสที่|วาระที่|พ\.ศ\.) [0-9๐-๙./]+"


IN_A_CELL = 13
"""How long a word may be (in characters) to be kept whole in a cell of a table, whose column may be narrow."""


@lru_cache(maxsize=64)
def pattern(words: frozenset[str] = frozenset()) -> re.Pattern[str]:
    """Return what finds the titles, the figures with their word ("ครั้งที่ 3") and `words`, longest first."""
    longest_first = sorted(words.union(TITLES), key=lambda word: (-len(word), word))
    return re.compile("|".join([*map(re.escape, longest_first), _FIGURE]))


def pieces(text: str, words: frozenset[str] = frozenset(), *, longest: int = 1000) -> list[str]:
    """Return `text` in pieces: every second one (the second, the fourth, ...) is a word to keep whole."""
    found = [""]
    done = 0
    for match in pattern(words).finditer(text):
        if len(match[0]) <= longest:
            found[-1] = text[done : match.start()]
            found += [match[0], ""]
            done = match.end()
    found[-1] = text[done:]
    return found


def nobreak(text: str, words: Iterable[str] = ()) -> Markup:
    """Return `text`, escaped, with the titles and `words` kept whole: a template filter for the screen.

    Papers need it not: the renderer keeps the titles, and the names given in `PdfOptions.unbroken`, by itself.
    """
    whole = Markup('<span class="nb">{}</span>')
    found = pieces(text, frozenset(word for word in words if word))
    return Markup("").join(whole.format(piece) if n % 2 else escape(piece) for n, piece in enumerate(found))


_LATIN = re.compile(r"[A-Za-z]")
_RUN = re.compile(r"[0-9A-Za-z._/@:#-]+")


def write_thai_digits(text: str) -> str:
    """Return `text` with its numbers in ๐-๙; codes, hashes and addresses (what has a Latin letter) keep their digits."""
    return _RUN.sub(lambda run: run[0] if _LATIN.search(run[0]) else thai.thai_digits(run[0]), text)
