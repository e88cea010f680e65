"""Finding the areas that a list means: by official code, else by names; what is not certain is left to a person.

A match is certain where exactly one area has the names that are given (domain.md §7.3): 795 tambon names are shared,
135 of them within one province. Everything else comes with candidates, of which a person chooses one, or none.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from geothai.abolished import abolished_areas
from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel.text import Text
from planhub.kernel.textclean import search_key
from planhub.kernel.thai import arabic_digits
from planhub.places.levels import AreaLevel, area_label
from planhub.places.models import Area
from planhub.places.names import OTHER_NAMES, bare_key, name_key, sound_key, without_level

MOST_CANDIDATES = 8
_MOST_GUESSES = 300
"""So many names without a match are compared with others that look alike; a list of rubbish is not worth hours."""
_LONGEST = 80
_CAPITAL = {"เมือง", "mueang", "muang"}
"""Words that mean the capital district of the province."""
_CODE = re.compile(r"(?:TH-?)?(\d{2}(?:\d{2}){0,3})(?:\.0+)?", re.IGNORECASE)


class Written(NamedTuple):
    """How a row of a list names its area, as it stands there."""

    code: str = ""
    province: str = ""
    district: str = ""
    subdistrict: str = ""


class Match(NamedTuple):
    """What a row means: one area, or some among which a person chooses, and why."""

    code: str | None
    candidates: tuple[str, ...] = ()
    why: Text | None = None


_NO_NAME = Text("ไม่ได้ระบุรหัสหรือชื่อพื้นที่", "No code and no name of an area is given")
_NO_CODE = Text("ไม่มีรหัสพื้นที่ “{code}”", "There is no area with the code “{code}”")
_ABOLISHED = Text(
    "รหัส “{code}” ถูกยกเลิกแล้ว โปรดเลือกพื้นที่ที่ใช้แทน", "The code “{code}” was abolished; choose what took its place"
)
_CONTRADICTS = Text("รหัส {code} กับชื่อที่ให้มาเป็นคนละพื้นที่", "The code {code} and the names mean different areas")
_NOT_FOUND = Text("ไม่พบ{level} “{name}”{inside}", "No {level} “{name}”{inside}")
_SEVERAL = Text("มี{level}ชื่อ “{name}” หลายแห่ง{inside}", "There are several {level}s called “{name}”{inside}")
_NO_PROVINCE = Text(
    "ไม่ได้ระบุจังหวัด โปรดยืนยันว่าเป็นพื้นที่นี้", "The province is not given; confirm that this is the area"
)
_GAP = Text("ระบุตำบลหรืออำเภอโดยไม่ระบุจังหวัด", "A district or subdistrict is given without its province")

_PROVINCE, _DISTRICT, _SUBDISTRICT = AreaLevel.PROVINCE, AreaLevel.DISTRICT, AreaLevel.SUBDISTRICT


class Index:
    """All areas by code and by folded name. They come with the installed data set, so that reading them once is enough."""

    def __init__(self, session: Session) -> None:
        """Read the areas, in one query."""
        self.names: dict[str, Text] = {}
        self.keys: dict[str, tuple[str, ...]] = {}
        """The folded names of an area, the Thai one first."""
        self.inside: dict[tuple[str, AreaLevel, str], list[str]] = {}
        """Codes by the area around (a province, a district or "" for the country), level and folded name."""
        self.sounds: dict[tuple[str, AreaLevel], dict[str, list[str]]] = {}
        columns = (Area.code, Area.name_th, Area.name_en, Area.search_key)
        for code, th, en, keys in session.execute(select(*columns).order_by(Area.code)):
            self.names[code] = Text(th, en)
            self.keys[code] = tuple(dict.fromkeys(key for key in keys.split("|") if key))
            self._add(code)
        for other, name in OTHER_NAMES.items():
            found = self.inside.get(("", _PROVINCE, name))
            if found:
                self.inside.setdefault(("", _PROVINCE, other), found)

    def _add(self, code: str) -> None:
        level = _LEVELS[len(code)]
        for around in ("", code[:2], code[:4])[: len(code) // 2]:
            for key in self.keys[code]:
                self.inside.setdefault((around, level, key), []).append(code)

    def by_sound(self, around: str, level: AreaLevel) -> dict[str, list[str]]:
        """Give the areas of a level inside another by how their names sound."""
        if (around, level) not in self.sounds:
            sounds: dict[str, list[str]] = {}
            for (inside, of_level, key), codes in self.inside.items():
                if inside == around and of_level is level:
                    sounds.setdefault(sound_key(key), []).extend(codes)
            self.sounds[around, level] = sounds
        return self.sounds[around, level]


_index: list[Index] = []


def _the_index(session: Session) -> Index:
    if not _index:
        read = Index(session)
        if not read.names:
            return read
        _index.append(read)
    return _index[0]


class Gazetteer:
    """All areas, ready to be asked for by code and by name; made for one list."""

    def __init__(self, session: Session) -> None:
        """Take the areas as they were read, once a process."""
        self._index = _the_index(session)
        self.names = self._index.names
        self._keys = self._index.keys
        self._inside = self._index.inside
        self._matches: dict[Written, Match] = {}
        self._guesses = 0

    def match(self, written: Written) -> Match:
        """Tell which area a row means."""
        known = self._matches.get(written)
        if known is None:
            known = self._matches[written] = self._match(written)
        return known

    def full_name(self, code: str) -> Text:
        """Give the name of an area with what is around it, the widest last: ต.แม่แดด อ.กัลยาณิวัฒนา จ.เชียงใหม่."""
        around = [code[:n] for n in (6, 4, 2) if n <= len(code)]
        steps = [area_label(one, self.names[one], short=True) for one in around]
        return Text(" ".join(t.th for t in steps), ", ".join(t.en for t in steps))

    # --- by code ----------------------------------------------------------------------------------------------

    def _match(self, written: Written) -> Match:
        written = Written(*(part.strip()[:_LONGEST] for part in written))
        if not any(written):
            return Match(None, (), _NO_NAME)
        return self._by_code(written) if written.code else self._by_name(written)

    def _by_code(self, written: Written) -> Match:
        code = self.known_code(written.code)
        named = self._by_name(written) if any(written[1:]) else None
        if code is not None:
            if named is None or self._agrees(code, written, named):
                return Match(code)
            others = (named.code,) if named.code else named.candidates
            return Match(None, _some([code, *others]), _CONTRADICTS.format(code=code))
        heirs = _heirs().get(_digits(written.code) or "", ())
        why = (_ABOLISHED if heirs else _NO_CODE).format(code=written.code)
        others = () if named is None else (named.code,) if named.code else named.candidates
        return Match(None, _some([c for c in (*heirs, *others) if c in self.names]), why)

    def known_code(self, text: str) -> str | None:
        """Give the code that a text writes (๔๕, 45.0, 450000 and TH-45 are 45), if there is such an area."""
        digits = _digits(text)
        while digits and len(digits) > 2 and digits.endswith("00"):
            digits = digits[:-2]
        return digits if digits in self.names else None

    def _agrees(self, code: str, written: Written, named: Match) -> bool:
        """Tell whether the names say nothing against the code: each names the area itself or one around it."""
        if named.code is not None:
            return code.startswith(named.code)
        parts = ((2, written.province), (4, written.district), (6, written.subdistrict))
        return all(
            n <= len(code) and self._is_called(code[:n], text) for n, text in parts if text and n is not None
        )

    def _is_called(self, code: str, text: str) -> bool:
        keys = self._writings(text, _LEVELS[len(code)], code[:2])
        return any(key in self._keys[code] for key in keys)

    # --- by name ----------------------------------------------------------------------------------------------

    def _by_name(self, written: Written) -> Match:
        if not written.province:
            return self._without_province(written)
        provinces = self._find("", _PROVINCE, (name_key(written.province), search_key(written.province)))
        if not provinces:
            return self._province_missing(written)
        return self._inside_province(written, provinces[0])

    def _inside_province(self, written: Written, province: str) -> Match:
        around = [province]
        for level, name in ((_DISTRICT, written.district), (_SUBDISTRICT, written.subdistrict)):
            if not name:
                continue
            keys = self._writings(name, level, province)
            found = [code for one in around for code in self._find(one, level, keys)]
            if not found:
                return self._missing(written, level, around)
            around = found  # two districts of one English name are told apart by the subdistrict
        if len(around) == 1:
            return Match(around[0])
        level = _LEVELS[len(around[0])]
        name = written.district if level is _DISTRICT else written.subdistrict
        return Match(None, _some(around), _said(_SEVERAL, level, name, self.names[province]))

    def _without_province(self, written: Written) -> Match:
        level, name = (
            (_SUBDISTRICT, written.subdistrict) if written.subdistrict else (_DISTRICT, written.district)
        )
        found = self._find("", level, self._writings(name, level, ""))
        if written.subdistrict and written.district:
            inside = [c for c in found if self._is_called(c[:4], written.district)]
            found = inside or found
        if not found:
            return Match(None, self._alike(name, level, ""), _GAP)
        return Match(None, _some(found), _NO_PROVINCE if len(found) == 1 else _said(_SEVERAL, level, name))

    def _province_missing(self, written: Written) -> Match:
        """Offer areas that fit the finer names, else provinces that look alike."""
        rest = self._without_province(written) if written.district or written.subdistrict else Match(None)
        alike = self._alike(written.province, _PROVINCE, "")
        fitting = [c for c in rest.candidates if c[:2] in alike] or rest.candidates
        candidates = fitting or (() if written.district or written.subdistrict else alike)
        return Match(None, _some(candidates), _said(_NOT_FOUND, _PROVINCE, written.province))

    def _missing(self, written: Written, level: AreaLevel, around: Sequence[str]) -> Match:
        name = written.district if level is _DISTRICT else written.subdistrict
        province = around[0][:2]
        finest, last = (
            (_SUBDISTRICT, written.subdistrict) if written.subdistrict else (_DISTRICT, written.district)
        )
        keys = self._writings(last, finest, province)
        candidates = [
            *self._find(province, finest, keys),  # moved to another district of the province
            *self._alike(last, finest, around[0] if finest is level else province),
            *_heirs_by_name(province, finest, keys),
            *self._find("", finest, keys),  # moved to another province
        ]
        known = [code for code in candidates if code in self.names]
        return Match(None, _some(known), _said(_NOT_FOUND, level, name, self.names[around[0]]))

    def _writings(self, text: str, level: AreaLevel, province: str) -> tuple[str, ...]:
        """Give the folded names that a text may mean at a level; เมือง is the capital district of the province."""
        keys = [bare_key(text), search_key(text), bare_key(without_level(text))]
        if level is _DISTRICT and province and keys[0] in _CAPITAL:
            own = self._keys[province]
            keys += [f"เมือง{own[0]}", f"mueang{own[-1]}", *own]
        return tuple(dict.fromkeys(key for key in keys if key))

    def _find(self, around: str, level: AreaLevel, keys: Iterable[str]) -> list[str]:
        for key in keys:
            found = self._inside.get((around, level, key))
            if found:
                return found
        return []

    def _alike(self, name: str, level: AreaLevel, around: str) -> tuple[str, ...]:
        """Give areas whose names sound or look like this one, the likeliest first."""
        self._guesses += 1
        key = bare_key(name)
        if self._guesses > _MOST_GUESSES or not key:
            return ()
        sounds = self._index.by_sound(around, level)
        sound = sound_key(key)
        found = [*sounds.get(sound, ())]
        if around or level is _PROVINCE:
            looks = difflib.get_close_matches(sound, list(sounds), n=MOST_CANDIDATES, cutoff=0.7)
            looks += [one for one in sounds if len(sound) >= 3 and one.startswith(sound)]
            found += [code for look in looks for code in sounds[look]]
        return _some(found)


_LEVELS = {level.digits: level for level in AreaLevel}


def _some(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))[:MOST_CANDIDATES]


def _said(text: Text, level: AreaLevel, name: str, inside: Text | None = None) -> Text:
    where = Text(f" ใน{inside.th}", f" in {inside.en}") if inside else Text("", "")
    city = {_DISTRICT: "เขต", _SUBDISTRICT: "แขวง"} if inside and inside.en == "Bangkok" else {}
    label = Text(city.get(level, level.label.th), level.label.en.lower())
    return text.format(level=label, name=name[:_LONGEST], inside=where)


def _digits(text: str) -> str | None:
    match = _CODE.fullmatch(re.sub(r"[\s'‘’]", "", arabic_digits(text)))
    return match[1] if match else None


_heirs_of: dict[str, tuple[str, ...]] = {}
_heirs_called: dict[tuple[str, AreaLevel, str], list[str]] = {}


def _heirs() -> dict[str, tuple[str, ...]]:
    """Give what took the place of abolished areas, by their code."""
    if not _heirs_of:
        for old in abolished_areas():
            _heirs_of[old.code] = tuple(str(code) for code in old.successors)
            for name in (old.name_th, old.name_en):
                key = (old.code[:2], _LEVELS[len(old.code)], search_key(name or ""))
                _heirs_called.setdefault(key, []).extend(_heirs_of[old.code])
    return _heirs_of


def _heirs_by_name(province: str, level: AreaLevel, keys: Iterable[str]) -> Iterator[str]:
    _heirs()
    for key in keys:
        yield from _heirs_called.get((province, level, key), ())
