"""The kept sums as pages and papers show them: planned against actual, each figure with its rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.activities.measures import percent
from planhub.kernel.text import Text
from planhub.progress.totals.models import ReportFigureTotal, ReportTotal

RULES: tuple[tuple[Text, Text], ...] = (
    (
        Text("สัญญาณ", "Light"),
        Text(
            "ผลงาน ÷ แผนถึงสิ้นไตรมาส: ตั้งแต่ 90% ● เป็นไปตามแผน · 70–89% ▲ ล่าช้า · ต่ำกว่า 70% หรือเลยวันสิ้นสุด ■ ต่ำกว่าแผน"
            " · ยังไม่รายงาน ○ ไม่นับเป็นศูนย์และไม่เป็นสีแดง",
            "done ÷ planned by the end of the quarter: from 90% ● on plan · 70–89% ▲ slow · below 70%, or past its end,"
            " ■ off plan · not reported ○ counts neither as nought nor as red",
        ),
    ),
    (
        Text("ความก้าวหน้า", "Progress"),
        Text(
            "ค่าเฉลี่ยร้อยละของรายงานที่รับแล้ว เทียบค่าเฉลี่ยตามแผน",
            "the mean of accepted reports beside the mean planned",
        ),
    ),
    (
        Text("ผลผลิต ผลลัพธ์", "Outputs, outcomes"),
        Text(
            "ค่าเฉลี่ยของ ผลสะสม ÷ เป้าหมาย ของแต่ละตัวชี้วัด (ไม่เกิน 100%) ตัวชี้วัดที่ไม่มีข้อมูลไม่นับ",
            "the mean of to date ÷ target of each indicator (at most 100%); those without data are left out",
        ),
    ),
    (
        Text("งบประมาณ", "Money"),
        Text(
            "เบิกจ่ายสะสมถึงสิ้นไตรมาส ÷ จัดสรร (ยังไม่จัดสรรใช้วงเงินตามแผน) ทุกรายการของกิจกรรม เงินนับให้หน่วยงานเจ้าของรายการ",
            "disbursed by the end of the quarter ÷ allocated (planned where nothing is), all lines of the activities; money counts for its own agency",
        ),
    ),
)
"""What each figure is, in words that stand beside the table."""


@dataclass(frozen=True)
class Total:
    """The sums of one scope in one quarter."""

    key: str
    row: Any
    units: Sequence[Any] = ()
    """Sums of figures by kind and unit."""

    @property
    def lights(self) -> Sequence[tuple[str, str, int]]:
        """Tone, sign and number of each light that occurs."""
        all_ = (("bad", "■", "red"), ("wait", "▲", "amber"), ("good", "●", "green"), ("ended", "–", "undue"))
        return [(tone, sign, n) for tone, sign, name in all_ if (n := getattr(self.row, name))]

    @property
    def progress(self) -> int | None:
        """Mean per cent done."""
        return _mean(self.row.pct_sum, self.row.pct_n)

    @property
    def planned_progress(self) -> int | None:
        """Mean per cent planned."""
        return _mean(self.row.planned_sum, self.row.planned_n)

    @property
    def outputs(self) -> int | None:
        """Mean per cent of the output targets reached."""
        return _mean(self.row.output_sum, self.row.output_n)

    @property
    def outcomes(self) -> int | None:
        """Mean per cent of the outcome targets reached."""
        return _mean(self.row.outcome_sum, self.row.outcome_n)

    @property
    def spent(self) -> int | None:
        """Disbursed, in per cent of what is allocated, or planned where nothing is."""
        return percent(self.row.disbursed, self.row.allocated or self.row.planned)

    @property
    def figures(self) -> Sequence[tuple[str, str, int, Decimal, Decimal, Decimal, int | None]]:
        """Kind, unit, indicators, target, planned to date, actual and per cent of the target."""
        return [
            (
                one.kind,
                one.unit,
                one.n,
                Decimal(one.target) / 100,
                Decimal(one.planned) / 100,
                Decimal(one.actual) / 100,
                percent(one.actual, one.target),
            )
            for one in self.units
        ]


def _mean(total: int, n: int) -> int | None:
    return round(total / n) if n else None


def totals(
    session: Session, scope: str, fiscal_year: int, quarter: int, *, keys: Sequence[str] | None = None
) -> list[Total]:
    """Give the sums of a scope in a quarter by key, in two statements. Sums are no content: asks no decision."""
    rows = session.execute(_rows(ReportTotal, scope, fiscal_year, quarter, keys)).all()
    units: dict[str, list[Any]] = {}
    for one in session.execute(_rows(ReportFigureTotal, scope, fiscal_year, quarter, keys)):
        if one.n:
            units.setdefault(one.key, []).append(one)
    found = [Total(row.key, row, units.get(row.key, [])) for row in rows]
    return [one for one in found if one.row.reports or one.row.planned or one.row.disbursed]


def _rows(model: Any, scope: str, fiscal_year: int, quarter: int, keys: Sequence[str] | None) -> Any:
    columns = model.__table__.c
    query = (
        select(*columns)
        .where(columns.scope == scope, columns.fiscal_year == fiscal_year, columns.quarter == quarter)
        .order_by(*model.__table__.primary_key.columns)
    )
    return query.where(columns.key.in_(keys)) if keys is not None else query


def one(session: Session, scope: str, key: str, fiscal_year: int, quarter: int) -> Total | None:
    """Give the sums of one key, if there are any."""
    return next(iter(totals(session, scope, fiscal_year, quarter, keys=[key])), None)


def named(rows: Sequence[Total], names: Mapping[str, Any]) -> list[tuple[Any, Total]]:
    """Give rows with their names, in the order of the names where they are known."""
    order = {key: n for n, key in enumerate(names)}
    return [
        (names.get(one.key, one.key), one)
        for one in sorted(rows, key=lambda one: (order.get(one.key, len(order)), one.key))
    ]
