"""Cutting Thai text short without breaking a letter from its marks."""

import unicodedata

ELLIPSIS = "…"
_LEADING = frozenset("เแโใไ")
_FOLLOWING = frozenset("ะาำๆฯๅ")
LOOK_BACK = 12
"""How far before the limit a space is looked for."""


def cut(text: str, most: int) -> str:
    """Give `text` on one line with at most `most` characters; an ellipsis marks what was left out.

    Cuts at a space if one is near; otherwise never before a mark or a following vowel, nor behind a leading vowel.
    """
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    end = most - len(ELLIPSIS)
    space = line.rfind(" ", max(end - LOOK_BACK, 1), end + 1)
    if space > 0:
        end = space
    while end > 0 and _belongs(line, end):
        end -= 1
    return line[:end].rstrip(" ,·(“") + ELLIPSIS


def _belongs(line: str, place: int) -> bool:
    """Tell whether a cut at `place` would part what belongs together."""
    after, before = line[place : place + 1], line[place - 1]
    return bool(after) and (unicodedata.category(after) == "Mn" or after in _FOLLOWING or before in _LEADING)
