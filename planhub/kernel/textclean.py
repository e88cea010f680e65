"""Text as people type and paste it: what is kept, what is dropped, what is refused, and how it is found again.

What is stored is what was written, in NFC, without the characters nobody can see; folding (`search_key`) is for
comparing only.
"""

import re
import unicodedata

from planhub.kernel.errors import BadInput
from planhub.kernel.text import Text
from planhub.kernel.thai import arabic_digits

_NUL = Text("มีอักขระที่ระบบรับไม่ได้ (NUL)", "There is a character that cannot be stored (NUL)")
_SURROGATE = Text("มีอักขระที่เสียหาย โปรดพิมพ์ใหม่", "There is a broken character; please type it again")
_TOO_LONG = Text("ยาวเกินไป: รับได้ไม่เกิน {limit} ตัวอักษร", "Too long: no more than {limit} characters")
_STACKED = Text("มีสระหรือวรรณยุกต์ซ้อนกันมากเกินไปบนตัวอักษรเดียว", "Too many marks are stacked on one letter")

_BROKEN = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_NEW_LINES = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(r"\s+")
_JOINERS = "\u200b\u200c\u200d"
_HIDDEN = (
    "\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e0fff"
)
_HIDDEN_IN_BODIES = re.compile(f"[{_HIDDEN}]")
_HIDDEN_IN_LINES = re.compile(f"[{_HIDDEN}{_JOINERS}]")
_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
_PILE = re.compile(f"[{_MARKS}]{{4}}")


def _refuse_unstorable(text: str, limit: int) -> None:
    if len(text) > limit * 4 + 1000:  # before any work on it: ten megabytes must cost nothing
        raise BadInput(_TOO_LONG.format(limit=f"{limit:,}"))
    if "\x00" in text:
        raise BadInput(_NUL)
    if _BROKEN.search(text):
        raise BadInput(_SURROGATE)


def _finish(text: str, limit: int) -> str:
    if len(text) > limit:
        raise BadInput(_TOO_LONG.format(limit=f"{limit:,}"))
    if _PILE.search(text):
        raise BadInput(_STACKED)
    return text


def clean_line(text: str, limit: int = 200) -> str:
    """Clean a name, title or code: one line, NFC, nothing invisible, blanks collapsed and trimmed.

    Raises `BadInput` for NUL, broken surrogates, more than three marks on one letter, or more than `limit` characters.
    """
    _refuse_unstorable(text, limit)
    text = _HIDDEN_IN_LINES.sub("", _CONTROLS.sub("", unicodedata.normalize("NFC", text)))
    return _finish(_BLANKS.sub(" ", text).strip(), limit)


def clean_body(text: str, limit: int = 20_000) -> str:
    r"""Clean a longer text: NFC, `\n` line ends, no controls and no text-direction tricks; trimmed at both ends.

    U+200B, where Thai may break a line, and the joiners stay. Raises `BadInput` as `clean_line` does.
    """
    _refuse_unstorable(text, limit)
    text = _NEW_LINES.sub("\n", unicodedata.normalize("NFC", text))
    return _finish(_HIDDEN_IN_BODIES.sub("", _CONTROLS.sub("", text)).strip(), limit)


# --- finding --------------------------------------------------------------------------------------------------

_LOOKALIKES = str.maketrans("аеорсухіјѕһԁԛԝαονρτυχικ", "aeopcyxijshdqwaovptuxik")
_NO_LETTERS = re.compile(rf"[^\w{_MARKS}]+|[_ฯ]+")
_UPPER_AFTER_TONE = re.compile("([่-๋])([ัิ-ฺ็ํ])")
_REPEATED_MARK = re.compile("([ัิ-ฺ็-๎])\\1+")


def search_key(text: str) -> str:
    """Fold a text so that spellings of the same words compare equal; for comparing only, never shown or stored as text.

    Folded: case, full-width and other compatibility forms, Thai digits, `ํา`→`ำ`, `เเ`→`แ`, `ๅ`→`า`, tone before vowel
    to vowel before tone, doubled marks, Cyrillic and Greek letters that look Latin; blanks, punctuation, ฯ and
    invisible characters are dropped, so `(องค์การมหาชน)` matches with and without its space.
    """
    folded = unicodedata.normalize("NFKC", _BROKEN.sub("", text)).casefold().translate(_LOOKALIKES)
    folded = _HIDDEN_IN_LINES.sub("", arabic_digits(folded)).replace("เเ", "แ").replace("ๅ", "า")
    folded = _UPPER_AFTER_TONE.sub(r"\2\1", _REPEATED_MARK.sub(r"\1", folded))
    folded = re.sub("ำ([่-๋])", r"\1ำ", re.sub("ํ([่-๋]?)า", r"\1ำ", folded))
    return _NO_LETTERS.sub("", folded)


_CITIZEN_ID = re.compile(
    r"(?<![0-9])[0-8][ .\-]{0,3}[0-9]{4}[ .\-]{0,3}[0-9]{5}[ .\-]{0,3}[0-9]{2}[ .\-]{0,3}[0-9](?![0-9])"
)


def find_citizen_id(text: str) -> str | None:
    """Find the first 13-digit personal number with a right check digit, whether its digits are Thai, Arabic or full-width.

    Returns it in Arabic digits with its separators, or None. Numbers that begin with 9 (book and product codes) are no personal numbers.
    """
    plain = arabic_digits(_HIDDEN_IN_LINES.sub("", unicodedata.normalize("NFKC", _BROKEN.sub("", text))))
    for match in _CITIZEN_ID.finditer(plain):
        digits = [int(sign) for sign in match[0] if sign.isdigit()]
        total = sum(digit * weight for digit, weight in zip(digits, range(13, 1, -1), strict=False))
        if (11 - total % 11) % 10 == digits[12]:
            return match[0]
    return None
