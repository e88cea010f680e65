"""Names of areas as people write them, folded so that they can be compared."""

import re

from planhub.kernel.textclean import search_key

_BEFORE = re.compile(
    r"^\s*(?:จังหวัด|จ\.|กิ่งอำเภอ|อำเภอ|อ\.|เขต|ตำบล|ต\.|แขวง|(?:changwat|amphoe|king amphoe|khet|tambon|khwaeng)\b)\s*",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s+(?:province|district|sub-?district)\s*$", re.IGNORECASE)
_NICKNAMES = {"กทม": "กรุงเทพมหานคร", "กรุงเทพ": "กรุงเทพมหานคร", "อยุธยา": "พระนครศรีอยุธยา", "โคราช": "นครราชสีมา"}


def name_key(text: str) -> str:
    """Fold the name of an area: `จ. ร้อยเอ็ด`, `จังหวัดร้อยเอ็ด` and `ร้อยเอ็ด` become equal, as do `กทม.` and its full name.

    Words for the level are taken off (จ. อ. ต. เขต แขวง …, `Amphoe`, `District`); the rest is folded as
    `kernel.textclean.search_key` does. Empty when nothing is left.
    """
    key = search_key(_AFTER.sub("", _BEFORE.sub("", text)))
    return _NICKNAMES.get(key, key)
