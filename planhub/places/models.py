"""Areas of Thailand, and the agencies' programmes with the areas they work in, year by year."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planhub.infra.db import Audited, Model
from planhub.kernel.ids import new_id
from planhub.kernel.text import Text
from planhub.places.levels import AreaLevel, area_label

ORIGINS: tuple[tuple[str, Text], ...] = (
    ("own", Text("ข้อมูลของหน่วยงาน", "Entered by the agency")),
    ("article", Text("จากข่าว 9 ธ.ค. 2565", "From the news of 9 Dec 2022")),
    ("public", Text("แหล่งข้อมูลสาธารณะ", "Public source")),
    ("derived", Text("คำนวณจากข้อมูลอื่น", "Derived from other data")),
    ("sample", Text("ข้อมูลตัวอย่าง", "Sample data")),
)
"""Where a row comes from (domain.md §2.8); everything but an agency's own data carries a chip."""

AREA_STATUSES: tuple[tuple[str, Text], ...] = (
    ("planned", Text("มีแผนดำเนินงาน", "Planned")),
    ("active", Text("กำลังดำเนินงาน", "Active")),
    ("ended", Text("สิ้นสุดแล้ว", "Ended")),
)
"""How far a programme is in an area in that fiscal year."""

TARGET_LEVELS: tuple[tuple[str, Text], ...] = (
    ("nation", Text("ทั้งประเทศ", "Nation")),
    *((level.value, level.label) for level in AreaLevel),
    ("municipality", Text("เทศบาล/เมือง", "Municipality or city")),
    ("community", Text("ชุมชน/พื้นที่", "Community or site")),
    ("person", Text("บุคคล", "Person")),
)
"""The level at which a programme counts its target; persons are counted only, never listed."""

YEAR_KINDS: tuple[tuple[str, Text], ...] = (
    ("calendar", Text("ปีปฏิทิน", "Calendar year")),
    ("fiscal", Text("ปีงบประมาณ", "Fiscal year")),
)
"""What a year of statistics means; surveys such as จปฐ. and TPMAP count by the calendar."""

UNITS: tuple[tuple[str, Text], ...] = (
    ("person", Text("คน", "persons")),
    ("household", Text("ครัวเรือน", "households")),
)
"""What is counted; the two are never added or compared."""

DIMENSIONS: tuple[tuple[str, Text], ...] = (
    ("health", Text("สุขภาพ", "Health")),
    ("living", Text("ความเป็นอยู่", "Living conditions")),
    ("education", Text("การศึกษา", "Education")),
    ("income", Text("รายได้", "Income")),
    ("access", Text("การเข้าถึงบริการรัฐ", "Access to public services")),
    ("general", Text("ทั่วไป", "General")),
)
"""The five dimensions of TPMAP, and what stands beside them."""

Sorting = String(300).with_variant(String(300, collation="C"), "postgresql")
"""A sort key (`kernel.thai.sort_key`), compared by code point on both engines."""


def _one_of(column: str, choices: tuple[tuple[str, Text], ...]) -> str:
    return f"{column} IN ({', '.join(repr(key) for key, _ in choices)})"


class Region(Model):
    """One of the six regions of the country."""

    __tablename__ = "region"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    name_th: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100))
    position: Mapped[int]
    """Place in lists, from 1."""
    source: Mapped[str] = mapped_column(String(500))
    """Who says so."""

    @property
    def name(self) -> Text:
        """The name."""
        return Text(self.name_th, self.name_en)


class Cluster(Model):
    """One of the eighteen provincial clusters (กลุ่มจังหวัด)."""

    __tablename__ = "cluster"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    name_th: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100))
    position: Mapped[int]
    """Place in lists, from 1."""
    source: Mapped[str] = mapped_column(String(500))
    """Who says so."""

    @property
    def name(self) -> Text:
        """The name."""
        return Text(self.name_th, self.name_en)


class Area(Model):
    """A province, district or subdistrict under its official code; loaded, never edited."""

    __tablename__ = "area"
    __table_args__ = (
        Index("ix_area_level_sort_key_th", "level", "sort_key_th"),
        CheckConstraint("length(code) IN (2, 4, 6)", name="code"),
    )

    code: Mapped[str] = mapped_column(String(6), primary_key=True)
    """Two digits for a province, four for a district, six for a subdistrict; a child's begins with its parent's."""
    level: Mapped[str] = mapped_column(String(12))
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"), index=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    """The region of its province."""
    cluster_code: Mapped[str | None] = mapped_column(ForeignKey("cluster.code"))
    """The cluster of its province; none in Bangkok."""
    name_th: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100))
    sort_key_th: Mapped[str] = mapped_column(Sorting)
    search_key: Mapped[str] = mapped_column(String(300))
    """Both names, folded (`places.names.name_key`), each with a bar before and behind it: |ร้อยเอ็ด|roiet|."""

    @property
    def name(self) -> Text:
        """The bare name."""
        return Text(self.name_th, self.name_en)

    @property
    def label(self) -> Text:
        """The name with its level: จังหวัดร้อยเอ็ด, เขตปทุมวัน."""
        return area_label(self.code, self.name)


class Programme(Audited, Model):
    """What an agency does in places, over years: a list of areas, or the whole nation."""

    __tablename__ = "programme"
    __table_args__ = (
        CheckConstraint(_one_of("target_level", TARGET_LEVELS), name="target_level"),
        CheckConstraint(_one_of("origin", ORIGINS), name="origin"),
        CheckConstraint("target_count >= 0", name="target_count"),
        CheckConstraint("fiscal_year_to >= fiscal_year_from", name="years"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    org_code: Mapped[str] = mapped_column(ForeignKey("organization.code"), index=True)
    name_th: Mapped[str] = mapped_column(String(300))
    name_en: Mapped[str] = mapped_column(String(300))
    is_nationwide: Mapped[bool] = mapped_column(default=False)
    """Works everywhere: shown as a note and left out of overlaps, which it would make meaningless (§7.3)."""
    target_level: Mapped[str] = mapped_column(String(20))
    target_count: Mapped[int | None]
    """How many of `target_level`, or of `target_unit` where that is given."""
    target_unit_th: Mapped[str | None] = mapped_column(String(60))
    """What is counted, where it is not the areas: ครัวเรือน, กองทุน, คน."""
    target_unit_en: Mapped[str | None] = mapped_column(String(60))
    fiscal_year_from: Mapped[int | None]
    """First fiscal year, B.E."""
    fiscal_year_to: Mapped[int | None]
    """Last fiscal year, B.E.; None while it runs on."""
    source: Mapped[str | None] = mapped_column(String(500))
    as_of: Mapped[date | None]
    """The day on which the source stood like this."""
    origin: Mapped[str] = mapped_column(String(10), default="own")
    version: Mapped[int] = mapped_column(default=1, info={"noisy": True})
    """Counts the changes; a save of an older version is refused."""
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form

    @property
    def name(self) -> Text:
        """The full name."""
        return Text(self.name_th, self.name_en)


class ProgrammeArea(Audited, Model):
    """That a programme works in an area in a fiscal year, and who says so."""

    __tablename__ = "programme_area"
    __table_args__ = (
        UniqueConstraint("programme_id", "area_code", "fiscal_year"),
        Index("ix_programme_area_fiscal_year_area_code", "fiscal_year", "area_code"),
        CheckConstraint(_one_of("status", AREA_STATUSES), name="status"),
        CheckConstraint(_one_of("origin", ORIGINS), name="origin"),
        CheckConstraint("fiscal_year BETWEEN 2500 AND 2700", name="fiscal_year"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"), index=True)
    """At the level that the agency truly knows: a province, a district or a subdistrict."""
    fiscal_year: Mapped[int]
    """B.E."""
    status: Mapped[str] = mapped_column(String(10), default="active")
    is_pilot: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str | None] = mapped_column(String(500))
    as_of: Mapped[date | None]
    """The day on which the source stood like this."""
    verified_by: Mapped[str | None] = mapped_column(String(200))
    """Who confirmed the row: the post's title."""
    verified_on: Mapped[date | None]
    origin: Mapped[str] = mapped_column(String(10), default="own")
    version: Mapped[int] = mapped_column(default=1, info={"noisy": True})
    """Counts the changes; a save of an older version is refused."""
    programme: Mapped[Programme] = relationship(lazy="raise_on_sql")
    area: Mapped[Area] = relationship(lazy="raise_on_sql")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form

    @property
    def programme_code(self) -> str:
        """The code of its programme, which must be loaded."""
        return self.programme.code


class AreaStat(Audited, Model):
    """A count about an area as one agency states it from one source: never a person, never an average."""

    __tablename__ = "area_stat"
    __table_args__ = (
        UniqueConstraint(
            "area_code", "year", "measure", "unit", "source", "org_code", name="uq_area_stat_statement"
        ),
        Index("ix_area_stat_measure", "measure", "unit", "year", "area_code"),
        Index("ix_area_stat_org_code", "org_code", "area_code"),
        CheckConstraint("value >= 0", name="value"),
        CheckConstraint("year BETWEEN 2500 AND 2700", name="year"),
        CheckConstraint(_one_of("year_kind", YEAR_KINDS), name="year_kind"),
        CheckConstraint(_one_of("dimension", DIMENSIONS), name="dimension"),
        CheckConstraint(_one_of("unit", UNITS), name="unit"),
        CheckConstraint(_one_of("origin", ORIGINS), name="origin"),
        CheckConstraint("length(source) > 0", name="source"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    year: Mapped[int]
    """B.E."""
    year_kind: Mapped[str] = mapped_column(String(10), default="calendar")
    dimension: Mapped[str] = mapped_column(String(20))
    measure: Mapped[str] = mapped_column(String(100))
    """Key of a known measure (`places.measures`), or the words of the source where it is none of these."""
    value: Mapped[int]
    """A count; one below 5 is shown to nobody but the agency that states it (`places.needs`)."""
    unit: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(300))
    as_of: Mapped[date]
    """The day on which the source stood like this."""
    org_code: Mapped[str] = mapped_column(ForeignKey("organization.code"))
    """The agency that states it."""
    origin: Mapped[str] = mapped_column(String(10), default="own")
    entered_by: Mapped[str | None] = mapped_column(String(200))
    """The post from which it was entered: its title."""
    entered_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1, info={"noisy": True})
    """Counts the changes; a save of an older version is refused."""
    area: Mapped[Area] = relationship(lazy="raise_on_sql")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form
