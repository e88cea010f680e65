"""The measures of need that PlanHub knows by name, and how they are called in lists that agencies send."""

from collections.abc import Mapping
from typing import NamedTuple

from planhub.kernel.text import Text, plain
from planhub.kernel.textclean import search_key


class Measure(NamedTuple):
    """Something that is counted in an area."""

    key: str
    dimension: str
    """Of `places.models.DIMENSIONS`."""
    units: tuple[str, ...]
    """What it is counted in, the usual one first."""
    label: Text
    also: tuple[str, ...] = ()
    """Other names under which lists carry it."""


_PERSON, _HOUSEHOLD = "person", "household"

MEASURES: tuple[Measure, ...] = (
    Measure("poor_people", "general", (_PERSON,), Text("คนจน", "Poor people"), ("คนจนเป้าหมาย", "poor", "target poor")),
    Measure("poor_households", "general", (_HOUSEHOLD,), Text("ครัวเรือนยากจน", "Poor households"), ("ครัวเรือนคนจน", "poor household")),
    Measure("bottom_40_households", "general", (_HOUSEHOLD, _PERSON), Text("ครัวเรือนรายได้น้อยร้อยละ 40 ล่าง", "Households in the bottom 40 per cent"), ("bottom_40", "bottom 40", "bottom40", "b40")),
    Measure("vulnerable_people", "general", (_PERSON, _HOUSEHOLD), Text("กลุ่มเปราะบาง", "Vulnerable people"), ("คนเปราะบาง", "vulnerable")),
    Measure("poor_health", "health", (_PERSON, _HOUSEHOLD), Text("คนจนด้านสุขภาพ", "Poor in health"), ("ด้านสุขภาพ", "health")),
    Measure("poor_living", "living", (_PERSON, _HOUSEHOLD), Text("คนจนด้านความเป็นอยู่", "Poor in living conditions"), ("ด้านความเป็นอยู่", "living", "living standard")),
    Measure("poor_education", "education", (_PERSON, _HOUSEHOLD), Text("คนจนด้านการศึกษา", "Poor in education"), ("ด้านการศึกษา", "education")),
    Measure("poor_income", "income", (_PERSON, _HOUSEHOLD), Text("คนจนด้านรายได้", "Poor in income"), ("ด้านรายได้", "income")),
    Measure("poor_access", "access", (_PERSON, _HOUSEHOLD), Text("คนจนด้านการเข้าถึงบริการรัฐ", "Poor in access to public services"), ("ด้านการเข้าถึงบริการรัฐ", "access", "accessibility")),
    Measure("poor_children", "education", (_PERSON,), Text("เด็กยากจน", "Poor children"), ("เด็กนักเรียนยากจน", "นักเรียนยากจน", "poor students")),
    Measure("very_poor_children", "education", (_PERSON,), Text("เด็กยากจนพิเศษ", "Extremely poor children"), ("นักเรียนยากจนพิเศษ", "extremely poor children", "extremely poor students")),
    Measure("out_of_school", "education", (_PERSON,), Text("เด็กนอกระบบการศึกษา", "Children out of school"), ("เด็กและเยาวชนนอกระบบการศึกษา", "out of school children")),
    Measure("low_income_housing", "living", (_HOUSEHOLD, _PERSON), Text("ครัวเรือนผู้มีรายได้น้อยที่เดือดร้อนด้านที่อยู่อาศัย", "Low-income households without secure housing"), ("ครัวเรือนเดือดร้อนด้านที่อยู่อาศัย", "housing need")),
)  # fmt: skip
"""Known measures in the order of lists. Others may be stated too; they are shown in the words of their source."""

_BY_KEY: Mapping[str, Measure] = {m.key: m for m in MEASURES}
_BY_NAME: Mapping[str, str] = {
    search_key(name): m.key for m in MEASURES for name in (m.key, m.label.th, m.label.en, *m.also)
}


def find_measure(text: str) -> Measure | None:
    """Give the known measure that a list means by `text`, in either language and any spelling, or None."""
    key = _BY_NAME.get(search_key(text))
    return _BY_KEY[key] if key else None


def measure_label(key: str) -> Text:
    """Call a measure by its name; one that is not known is called as its source calls it."""
    known = _BY_KEY.get(key)
    return known.label if known else plain(key)


def measure_order(key: str) -> tuple[int, str]:
    """Give the place of a measure in lists: known ones as declared, the others after them by name."""
    return next((n for n, m in enumerate(MEASURES) if m.key == key), len(MEASURES)), key
