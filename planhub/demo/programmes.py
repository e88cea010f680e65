"""The programmes that the article names and where they work (domain.md §2.3, §2.7, §2.8).

The article gives numbers of areas but no lists: only the places that it or a public page ties to the work are
`article` or `public`; the others are drawn by a fixed seed and marked `sample`.
"""

import random
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.places.models import Area, Programme, ProgrammeArea

MEETING = date(2022, 12, 9)
ARTICLE = "ข่าวการประชุม 9 ธ.ค. 2565 ณ สอวช."
PUBLIC = "หน้าเว็บสาธารณะของโครงการวิจัย บพท. ปีงบประมาณ 2563–2565"
SAMPLE = "ข้อมูลตัวอย่าง สุ่มด้วยค่าคงที่ ไม่ใช่รายชื่อจริงของหน่วยงาน"
FIRST_YEAR = 2566
YEARS = (2566, 2567, 2568, 2569, 2570)
"""Fiscal years of which the demonstration holds lists."""


class Told(NamedTuple):
    """A programme as the article tells of it."""

    code: str
    org: str
    name_th: str
    name_en: str
    level: str
    target: int | None
    unit_th: str | None = None
    unit_en: str | None = None
    nationwide: bool = False


PROGRAMMES = (
    Told("CODI-IP22", "CODI", "แผนขับเคลื่อนจังหวัดบูรณาการ", "Integrated provincial plans", "province", 22),
    Told("CODI-77", "CODI", "งานเชิงพื้นที่ของ พอช. ทั่วประเทศ", "CODI's work in all provinces", "province", 77, nationwide=True),
    Told("CODI-HOU", "CODI", "บ้านมั่นคง บ้านพอเพียง ริมคลอง และบ้านไฟไหม้ไล่รื้อ", "Secure housing", "nation", 245_814, "ครัวเรือน", "households", nationwide=True),
    Told("CODI-WEL", "CODI", "กองทุนสวัสดิการชุมชน", "Community welfare funds", "subdistrict", 5_500, "กองทุน", "funds", nationwide=True),
    Told("PMUA-POV20", "PMUA", "ขจัดความยากจนแบบเบ็ดเสร็จและแม่นยำ", "Precise and complete poverty eradication", "province", 20),
    Told("PMUA-LOC50", "PMUA", "เศรษฐกิจฐานรากจากทุนทรัพยากรพื้นถิ่นและวัฒนธรรม", "Grassroots economy from local resources and culture", "district", 50),
    Told("PMUA-CITY", "PMUA", "เมืองน่าอยู่และเมืองแห่งการเรียนรู้", "Liveable and learning cities", "municipality", 20, "เมือง", "cities"),
    Told("EEF-AREA", "EEF", "โครงการเชิงพื้นที่เพื่อลดความเหลื่อมล้ำ", "Area projects against inequality", "subdistrict", 311),
    Told("EEF-CCT", "EEF", "ช่วยเหลือเด็กยากจนโดยตรง", "Direct support of poor children", "nation", 1_200_000, "คน", "children", nationwide=True),
)  # fmt: skip

CODI_NAMED = ("65", "45")
"""พิษณุโลก and ร้อยเอ็ด, named in the article."""
PMUA_NAMED = ("49", "93", "31")
"""มุกดาหาร, พัทลุง, บุรีรัมย์, named in the article."""
PMUA_PUBLIC = ("94", "32", "47", "30", "45", "42", "34")
"""Provinces for which public pages show work of บพท.: ปัตตานี สุรินทร์ สกลนคร นครราชสีมา ร้อยเอ็ด เลย อุบลราชธานี."""
EEF_NAMED = ("502502",)
"""ต.แม่แดด, named in the article."""


def build(session: Session, *, years: Sequence[int] = YEARS) -> None:
    """Add the programmes and, for each of `years` (B.E.), their areas."""
    for told in PROGRAMMES:
        session.add(
            Programme(
                code=told.code,
                org_code=told.org,
                name_th=told.name_th,
                name_en=told.name_en,
                is_nationwide=told.nationwide,
                target_level=told.level,
                target_count=told.target,
                target_unit_th=told.unit_th,
                target_unit_en=told.unit_en,
                fiscal_year_from=FIRST_YEAR,
                source=ARTICLE,
                as_of=MEETING,
                origin="article",
            )
        )
    session.flush()  # the areas refer to them
    ids = dict(session.execute(select(Programme.code, Programme.id)).all())
    for year in years:
        session.add_all(_rows(session, ids, year))
        session.flush()  # one year after the other keeps the unit of work small


def _rows(session: Session, ids: dict[str, str], year: int) -> Iterable[ProgrammeArea]:
    provinces = session.scalars(select(Area.code).where(Area.level == "province").order_by(Area.code)).all()
    dice = random.Random(9_12_2565)  # noqa: S311 - a fixed seed, so that every machine draws the same sample
    lists = {
        "CODI-IP22": _fill(dice, provinces, {"article": CODI_NAMED}, 22),
        "PMUA-POV20": _fill(dice, provinces, {"article": PMUA_NAMED, "public": PMUA_PUBLIC}, 20),
        "EEF-AREA": _tambons(dice, session, provinces),
    }
    for code, areas in lists.items():
        for area, origin in areas.items():
            kept = origin if year == FIRST_YEAR else "sample"
            yield ProgrammeArea(
                programme_id=ids[code],
                area_code=area,
                fiscal_year=year,
                source={"article": ARTICLE, "public": PUBLIC, "sample": SAMPLE}[kept],
                as_of=MEETING if kept != "sample" else date(year - 544, 10, 1),
                origin=kept,
            )


def _fill(
    dice: random.Random, areas: Sequence[str], known: dict[str, Sequence[str]], count: int
) -> dict[str, str]:
    found = {code: origin for origin, codes in known.items() for code in codes}
    others = [code for code in areas if code not in found]
    return found | dict.fromkeys(dice.sample(others, count - len(found)), "sample")


def _tambons(dice: random.Random, session: Session, provinces: Sequence[str]) -> dict[str, str]:
    """Draw 311 tambons in 61 provinces, ต.แม่แดด among them."""
    rows = session.scalars(select(Area.code).where(Area.level == "subdistrict").order_by(Area.code)).all()
    inside: dict[str, list[str]] = {}
    for code in rows:
        inside.setdefault(code[:2], []).append(code)
    named = EEF_NAMED[0]
    chosen = [named[:2], *CODI_NAMED, *PMUA_NAMED]
    chosen += dice.sample([p for p in provinces if p not in chosen], 61 - len(chosen))
    found = {named: "article"} | {dice.choice(inside[p]): "sample" for p in chosen if p != named[:2]}
    rest = sorted(code for p in chosen for code in inside[p] if code not in found)
    return found | dict.fromkeys(dice.sample(rest, 311 - len(found)), "sample")
