"""Invented counts of need for the demonstration: a few measures, two sources that differ here and there.

No figure is real; each says so in its source and carries the mark of sample data (domain.md §2.8).
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.places.models import Area, AreaStat

REGISTER = "ทะเบียนความยากจนรายพื้นที่ (ข้อมูลตัวอย่าง)"
SURVEY = "สำรวจครัวเรือนร่วม (ข้อมูลตัวอย่าง)"
SCHOOLS = "คัดกรองนักเรียน (ข้อมูลตัวอย่าง)"
YEAR = 2565
"""Calendar year, B.E."""
AS_OF = date(2022, 9, 30)
SURVEYED = date(2022, 11, 30)
ENTERED = datetime(2022, 12, 1, 2, 0, tzinfo=UTC)

DIMENSIONS = ("health", "living", "education", "income", "access")
_SHARE = {"health": 0.35, "living": 0.2, "education": 0.3, "income": 0.4, "access": 0.01}


def build(session: Session) -> None:
    """Add the counts of the provinces, and of the districts of one of them with a few small ones."""
    provinces = session.execute(
        select(Area.code, Area.region_code).where(Area.level == "province").order_by(Area.code)
    ).all()
    dice = random.Random(25_65)  # noqa: S311 - a fixed seed, so that every machine draws the same sample
    for code, region in provinces:
        poor = dice.randint(2_000, 9_000) * (2 if region in ("northeast", "southern_border") else 1)
        session.add_all(_province(dice, code, poor))
    districts = session.scalars(select(Area.code).where(Area.parent_code == "45").order_by(Area.code))
    for code in districts:
        count = dice.choice((2, 3, 4, 18, 40, 75, 120, 260))
        session.add(_row(code, "out_of_school", "education", count, SCHOOLS, "EEF", AS_OF))
    session.flush()  # the story goes on with them


def _province(dice: random.Random, code: str, poor: int) -> Iterator[AreaStat]:
    yield _row(code, "poor_people", "general", poor, REGISTER, "PMUA", AS_OF)
    if dice.random() < 0.4:  # the survey reached some provinces, and agreed in a third of those
        surveyed = poor if dice.random() < 0.33 else round(poor * dice.uniform(0.7, 1.25))
        yield _row(code, "poor_people", "general", surveyed, SURVEY, "CODI", SURVEYED)
    households = round(poor / dice.uniform(2.4, 3.2))
    yield _row(code, "poor_households", "general", households, REGISTER, "PMUA", AS_OF, "household")
    children = round(poor * dice.uniform(0.5, 0.9))
    yield _row(code, "poor_children", "education", children, SCHOOLS, "EEF", AS_OF)
    for dimension in DIMENSIONS:
        share = round(poor * _SHARE[dimension] * dice.uniform(0.6, 1.4))
        yield _row(code, f"poor_{dimension}", dimension, share, REGISTER, "PMUA", AS_OF)


def _row(  # noqa: PLR0913, PLR0917 - a row has as many columns
    area: str,
    measure: str,
    dimension: str,
    value: int,
    source: str,
    org: str,
    as_of: date,
    unit: str = "person",
) -> AreaStat:
    return AreaStat(
        area_code=area,
        year=YEAR,
        dimension=dimension,
        measure=measure,
        value=value,
        unit=unit,
        source=source,
        as_of=as_of,
        org_code=org,
        origin="sample",
        entered_by="ผู้ประสานงาน (ตัวอย่าง)",
        entered_at=ENTERED,
    )
