"""Words that a line must not break: the dictionary splits titles of posts and names of people in the wrong place."""

import re
from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup, escape

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


@lru_cache(maxsize=64)
def _pattern(words: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join([*map(re.escape, longest_first), _FIGURE]))


def nobreak(text: str, words: Iterable[str] = ()) -> Markup:
    """Return `text`, escaped, with titles, "ครั้งที่ 3" and `words` (people's names) kept whole. A template filter."""
    pattern = _pattern(frozenset((*TITLES, *(word for word in words if word))))
    pieces: list[Markup] = []
    done = 0
    for match in pattern.finditer(text):
        pieces += [escape(text[done : match.start()]), Markup('<span class="nb">{}</span>').format(match[0])]
        done = match.end()
    return Markup("").join([*pieces, escape(text[done:])])
