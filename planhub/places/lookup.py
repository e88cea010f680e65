"""Looking an area up by what people type: a name in any spelling, a code, or a whole address in one line."""

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.places.levels import AreaLevel
from planhub.places.matching import Gazetteer, Written
from planhub.places.models import Area
from planhub.places.queries import AreaRow, search_areas

_STEPS = (
    ("subdistrict", re.compile(r"(?:ตำบล|ต\.|แขวง)\s*(\S+)")),
    ("district", re.compile(r"(?:กิ่งอำเภอ|อำเภอ|อ\.|เขต)\s*(\S+)")),
    ("province", re.compile(r"(?:จังหวัด|จ\.)\s*(\S+)")),
)


def split_address(text: str) -> Written:
    """Read an address in one line: ต.แม่แดด อ.กัลยาณิวัฒนา จ.เชียงใหม่, or the names alone from small to large."""
    found = {level: match[1] for level, step in _STEPS if (match := step.search(text))}
    if found:
        rest = text
        for _level, step in _STEPS:
            rest = step.sub(" ", rest)
        if "province" not in found and rest.split():
            found["province"] = rest.split()[-1]  # … เขตปทุมวัน กรุงเทพมหานคร
        return Written(**found)
    names = [part.strip() for part in re.split("," if "," in text else r"\s+", text.strip())][-3:]
    return Written("", *reversed(names)) if len(names) > 1 else Written("", text)


def find_areas(
    session: Session, text: str, *, level: AreaLevel | None = None, limit: int = 50
) -> Sequence[AreaRow]:
    """Find areas: by name or code, else as an address, else what sounds or looks alike (the likeliest first)."""
    text = text[:200]
    found = search_areas(session, text, level=level, limit=limit)
    if found or not text.strip():
        return found
    known = Gazetteer(session)
    codes: list[str] = []
    for written in _readings(text):
        match = known.match(written)
        codes += [match.code] if match.code else match.candidates
        if match.code:
            break
    rows = _in_order(session, dict.fromkeys(codes))
    return [row for row in rows if level is None or row.level == level.value][:limit]


def _readings(text: str) -> list[Written]:
    address = split_address(text)
    readings = [address] if any(address[2:]) else []
    return [*readings, Written(text), Written("", text), Written("", "", text), Written("", "", "", text)]


def _in_order(session: Session, codes: Iterable[str]) -> list[AreaRow]:
    wanted = [*codes]
    columns = [getattr(Area, name) for name in AreaRow._fields]
    query = select(*columns).where(Area.code.in_(wanted)).order_by(Area.code)
    rows = {row.code: AreaRow(*row) for row in session.execute(query)}
    return [rows[code] for code in wanted if code in rows]
