"""Names of areas as people write them, folded so that they can be compared."""

import re

from planhub.kernel.textclean import search_key

_BEFORE = re.compile(
    r"^\s*(?:จังหวัด|จ\.?\s*ว\.|จ\.|กิ่ง\s*(?:อำเภอ|อ\.)|อำเภอ|อ\.|เขต|ตำบล|ต\.|แขวง|[จอต]\s+|"
    r"(?:changwat|province of|king amphoe|amphoe|amphur|ampur|khet|tambon|tambol|khwaeng|kwaeng)\b)\s*",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s+(?:province|sub-?\s?district|district)\s*$", re.IGNORECASE)

OTHER_NAMES = {
    "กทม": "กรุงเทพมหานคร",
    "กรุงเทพ": "กรุงเทพมหานคร",
    "กรุงเทพมหานครฯ": "กรุงเทพมหานคร",
    "bkk": "กรุงเทพมหานคร",
    "krungthep": "กรุงเทพมหานคร",
    "krungthepmahanakhon": "กรุงเทพมหานคร",
    "อยุธยา": "พระนครศรีอยุธยา",
    "ayutthaya": "พระนครศรีอยุธยา",
    "ayuthaya": "พระนครศรีอยุธยา",
    "โคราช": "นครราชสีมา",
    "korat": "นครราชสีมา",
    "แปดริ้ว": "ฉะเชิงเทรา",
    "เมืองคอน": "นครศรีธรรมราช",
    "นครศรี": "นครศรีธรรมราช",
    "ปากน้ำ": "สมุทรปราการ",
    "ศรีษะเกษ": "ศรีสะเกษ",
    "ศรีษะเกศ": "ศรีสะเกษ",
    "ศรีสะเกศ": "ศรีสะเกษ",
    "ศีรษะเกษ": "ศรีสะเกษ",
    "หนองบัวลำพู": "หนองบัวลำภู",
    "พิศณุโลก": "พิษณุโลก",
    "พิษนุโลก": "พิษณุโลก",
    "พิศนุโลก": "พิษณุโลก",
    "บุรีรัมภ์": "บุรีรัมย์",
    "บุรีรัมณ์": "บุรีรัมย์",
    "กาญจณบุรี": "กาญจนบุรี",
    "กาญจนะบุรี": "กาญจนบุรี",
    "เพ็ชรบุรี": "เพชรบุรี",
    "เพชร์บุรี": "เพชรบุรี",
    "เพ็ชร์บุรี": "เพชรบุรี",
    "เพ็ชรบูรณ์": "เพชรบูรณ์",
    "เพชร์บูรณ์": "เพชรบูรณ์",
    "เพ็ชร์บูรณ์": "เพชรบูรณ์",
    "สุราษฏร์ธานี": "สุราษฎร์ธานี",
    "สุราษธานี": "สุราษฎร์ธานี",
    "สุราษฎ์ธานี": "สุราษฎร์ธานี",
    "สุราษฎร์": "สุราษฎร์ธานี",
    "อุตรดิษถ์": "อุตรดิตถ์",
    "อุตตรดิตถ์": "อุตรดิตถ์",
    "ปราจิณบุรี": "ปราจีนบุรี",
    "ปราจีณบุรี": "ปราจีนบุรี",
    "ราชุบรี": "ราชบุรี",
    "ฉะเซิงเทรา": "ฉะเชิงเทรา",
    "มุกดาหาน": "มุกดาหาร",
    "อุบล": "อุบลราชธานี",
    "อุบลฯ": "อุบลราชธานี",
    "ประจวบ": "ประจวบคีรีขันธ์",
    "แม่ฮ่องสอร": "แม่ฮ่องสอน",
}
"""Other names and older spellings of provinces, folded, each of one province only."""


def without_level(text: str) -> str:
    """Take the word for the level off a name: จ. อ. ต. เขต แขวง …, `Amphoe`, `District`; may leave nothing."""
    return _AFTER.sub("", _BEFORE.sub("", text))


def bare_key(text: str) -> str:
    """Fold a name without the word for its level; may be empty."""
    return search_key(without_level(text))


def name_key(text: str) -> str:
    """Fold the name of an area: `จ. ร้อยเอ็ด`, `จังหวัดร้อยเอ็ด` and `ร้อยเอ็ด` become equal, as do `กทม.` and its full name.

    Words for the level are taken off, other names and older spellings of provinces give way to the official one; the
    rest is folded as `kernel.textclean.search_key` does. Empty when nothing is left.
    """
    key = bare_key(text)
    return OTHER_NAMES.get(key, key)


_SILENT = re.compile("[ก-ฮ][ิุ]?์")
_MARKS = re.compile("[ะ็่-๋]")
_SAME_SOUND = str.maketrans("ฎฏดฐฒฑทธศษณภฬญฆฃฅไีูื", "ตตตถททททสสนพลยคขคใิุึ")
_LATIN = (
    ("ueang", "uang"),
    ("ae", "e"),
    ("ue", "u"),
    ("oe", "o"),
    ("ph", "p"),
    ("th", "t"),
    ("kh", "k"),
    ("ch", "c"),
)


def sound_key(key: str) -> str:
    """Fold a folded name further, so that spellings which sound alike meet: พิศณุโลก and พิษณุโลก, Muang and Mueang.

    Different names may meet too: what it finds is offered to a person, never taken.
    """
    if key.isascii():
        for written, spoken in _LATIN:
            key = key.replace(written, spoken)
        return key
    return _MARKS.sub("", _SILENT.sub("", key)).translate(_SAME_SOUND)
