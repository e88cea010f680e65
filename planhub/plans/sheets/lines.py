"""Budget lines and quarterly values of indicators as lists: rows of activities that are named by their codes."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import Session

from planhub.activities import fields
from planhub.activities.models import ActivityPartner, BudgetLine, Indicator, IndicatorValue
from planhub.activities.services import SETTLED
from planhub.kernel.access import Actor
from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.plans.sheets import known, saving
from planhub.record import access
from planhub.record.import_check import Row
from planhub.record.imports import Column, ImportKind, mark_of
from planhub.record.models import Record
from planhub.record.types import registry

_NO_PART = Text("{org} ยังไม่เป็นหน่วยงานร่วมของกิจกรรม", "{org} does not take part in the activity")
_NO_INDICATOR = Text("ไม่มีตัวชี้วัดชื่อนี้ในกิจกรรม", "The activity has no indicator of that name")
_SECRET = Text("ท่านอ่านงบประมาณรายรายการของกิจกรรมนี้ไม่ได้", "You may not read this activity's money line by line")
_NEEDED = Text("ต้องระบุ", "This is needed")


class Lines:
    """One import of rows that belong to activities."""

    model: type[Any]
    kind: str
    names: tuple[str, ...]
    """What names a row within its activity."""
    settled: frozenset[str]
    """Columns of what partners agreed to; they change only while the activity is proposed."""

    def __init__(self, session: Session, actor: Actor, said: Mapping[str, str]) -> None:
        """Remember whose import it is."""
        del said
        self.session, self.actor = session, actor
        self.known: dict[str, known.Known] = {}
        self._by_name: dict[tuple[Any, ...], dict[str, Any]] = {}
        self._by_id: dict[str, dict[str, Any]] = {}

    def prepare(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Read the activities that the rows name, and the rows that they have."""
        codes = {row["activity_code"] for row in rows if row.get("activity_code")}
        self.known = known.activities(self.session, self.actor, codes)
        for values in read(self.session, self.model, self.kind, [a.id for a in self.known.values()]):
            self._by_id[values["id"]] = values
            self._by_name[self._name(values)] = values

    def _name(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        return (values["activity_id"], *(values.get(name) for name in self.names))

    def resolve(self, values: dict[str, Any]) -> Mapping[str, Text]:
        """Find the activity and the row of it that is meant: by its mark, or by what names it."""
        one = self.known.get(values["activity_code"])
        if one is None:
            return {"activity_code": known.NO_ACTIVITY.format(code=values["activity_code"])}
        values["activity_id"] = one.id
        faults = dict(self._faults(one, values))
        standing = self._by_id.get(known.mark_id(values.get(KINDS[self.kind].mark)) or "")
        if standing is None or standing["activity_id"] != one.id:
            standing = self._by_name.get(self._name(values))
        values["key"] = standing["id"] if standing else " ".join(map(str, self._name(values)))
        return faults

    def _faults(self, one: known.Known, values: dict[str, Any]) -> Iterator[tuple[str, Text]]:
        raise NotImplementedError

    def standing(self, rows: Sequence[Mapping[str, Any]]) -> ColumnElement[bool]:
        """Not asked: `stands` answers."""
        del rows
        return false()

    def stands(self, rows: Sequence[Mapping[str, Any]]) -> dict[tuple[Any, ...], dict[str, Any]]:
        """Give the rows that stand, read by `prepare`."""
        asked = {row["key"] for row in rows}
        return {(key,): values for key, values in self._by_id.items() if key in asked}

    def stamp(self) -> Mapping[str, Any]:
        """Nothing: rows are saved by the house's own services."""
        return {}

    def judge(self, row: Row) -> Mapping[str, Text]:
        """Look at the rights of whoever brings the row, and at what the activity's state allows."""
        one = self.known[row.values["activity_code"]]
        if not one.may_edit:
            return {"activity_code": known.NOT_YOURS}
        changed = self.settled if row.state == "added" else {name for name, _old, _new in row.changes}
        settled = (
            []
            if one.is_changeable
            else [
                name
                for name in self.names + tuple(KINDS[self.kind].compared)
                if name in changed & self.settled
            ]
        )
        return dict.fromkeys(settled, SETTLED)


class Budget(Lines):
    """One import of budget lines."""

    model = BudgetLine
    kind = "budget-lines"
    names = ("org", "source", "fiscal_year")
    settled = frozenset({"org", "source", "fiscal_year", "planned"})

    def __init__(self, session: Session, actor: Actor, said: Mapping[str, str]) -> None:
        """Read the organisations."""
        super().__init__(session, actor, said)
        self.orgs = known.Orgs(session)
        self.taking_part: dict[str, set[str]] = {}
        self.readable: set[str] = set()

    def prepare(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Read also who takes part in the activities, and whose lines may be read."""
        super().prepare(rows)
        ids = [a.id for a in self.known.values()]
        rt = registry.get(known.ACTIVITIES)
        sees = access.visible(self.actor, "activity:money", rt)
        for part in known.in_parts(ids):
            query = select(ActivityPartner.record_id, ActivityPartner.org)
            for key, org in self.session.execute(query.where(ActivityPartner.record_id.in_(part))):
                self.taking_part.setdefault(key, set()).add(org)
            self.readable |= set(self.session.scalars(select(Record.id).where(Record.id.in_(part), sees)))

    def _faults(self, one: known.Known, values: dict[str, Any]) -> Iterator[tuple[str, Text]]:
        if one.id not in self.readable:
            yield "activity_code", _SECRET
        code = self.orgs.code(values["org"])
        if code is None:
            yield "org", known.NO_ORG.format(code=values["org"])
            return
        values["org"] = code
        if code != one.owner_org and code not in self.taking_part.get(one.id, ()):
            yield "org", _NO_PART.format(org=code)


class Values(Lines):
    """One import of quarterly values."""

    model = IndicatorValue
    kind = "indicator-values"
    names = ("indicator", "fiscal_year", "quarter")
    settled = frozenset()

    def __init__(self, session: Session, actor: Actor, said: Mapping[str, str]) -> None:
        """Begin without indicators."""
        super().__init__(session, actor, said)
        self.indicators: set[tuple[str, str]] = set()

    def prepare(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Read also the indicators of the activities."""
        super().prepare(rows)
        for part in known.in_parts([a.id for a in self.known.values()]):
            query = select(Indicator.record_id, Indicator.name).where(Indicator.record_id.in_(part))
            self.indicators |= {(key, name) for key, name in self.session.execute(query)}

    def _faults(self, one: known.Known, values: dict[str, Any]) -> Iterator[tuple[str, Text]]:
        if (one.id, values["indicator"]) not in self.indicators:
            yield "indicator", _NO_INDICATOR


def read(session: Session, model: type[Any], kind: str, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Give the rows of activities as a list writes them."""
    names = ("id", *KINDS[kind].compared)
    found = []
    for part in known.in_parts(ids):
        columns = [getattr(model, name) for name in names]
        query = select(model.record_id, Record.code, *columns).join(Record, Record.id == model.record_id)
        order = [Record.code, *(getattr(model, name) for name in names[1:4]), model.id]
        for key, code, *values in session.execute(query.where(model.record_id.in_(part)).order_by(*order)):
            found.append(
                {
                    "activity_id": key,
                    "activity_code": code,
                    "version": 1,
                    **dict(zip(names, values, strict=True)),
                }
            )
    return found


def _filled(model: type[Any], kind: str) -> Any:
    def rows(session: Session, actor: Actor, said: Mapping[str, str]) -> Iterator[Sequence[Any]]:
        rt = registry.get(known.ACTIVITIES)
        seen = access.visible(actor, "activity:money" if model is BudgetLine else rt.view, rt)
        ids = known.of_plan(session, actor, said)
        readable = {
            key
            for part in known.in_parts(ids)
            for key in session.scalars(select(Record.id).where(Record.id.in_(part), seen))
        }
        for values in read(session, model, kind, [key for key in ids if key in readable]):
            values[KINDS[kind].mark] = mark_of(KINDS[kind], values)
            yield [_written(c.field.name, values.get(c.field.name)) for c in KINDS[kind].columns]
        if model is IndicatorValue and ids:
            yield from _still_empty(session, said["plan_code"], ids)

    return rows


def _still_empty(session: Session, plan: str, ids: Sequence[str]) -> Iterator[Sequence[Any]]:
    """Give the quarters of the plan's year of which an indicator has no value yet, to be filled in."""
    year = session.scalar(select(Record.fiscal_year).where(Record.code == plan))
    for part in known.in_parts(ids):
        query = select(IndicatorValue.record_id, IndicatorValue.indicator, IndicatorValue.quarter)
        told = {
            tuple(row)
            for row in session.execute(
                query.where(IndicatorValue.record_id.in_(part), IndicatorValue.fiscal_year == year)
            )
        }
        named = select(Indicator.record_id, Record.code, Indicator.name).join(
            Record, Record.id == Indicator.record_id
        )
        order = (Record.code, Indicator.position, Indicator.id)
        for key, code, name in session.execute(named.where(Indicator.record_id.in_(part)).order_by(*order)):
            yield from ((code, name, year, q) for q in (1, 2, 3, 4) if (key, name, q) not in told)


def _written(name: str, value: Any) -> Any:
    if value is not None and name in saving.MONEY:
        return Decimal(value) / 100
    return value


def _columns(of: Sequence[Field], names: Sequence[str]) -> Iterator[Column]:
    by_name = {f.name: f for f in of}
    for name in names:
        one = by_name[name]
        kind = Kind.LINE if one.kind is Kind.ORG else one.kind
        most = one.max or (200 if kind is Kind.LINE else None)
        made = Field(
            name, kind, one.label, max=most, choices=one.choices, required=one.required, help=one.help
        )
        yield Column(made, _HEADS.get(name, ()))


_HEADS = {
    "org": ("agency", "หน่วยงานที่จ่าย", "เจ้าของเงิน"),
    "source": ("แหล่งเงิน", "แหล่ง"),
    "fiscal_year": ("ปีงบ", "ปี", "fy"),
    "planned": ("แผน", "วงเงิน", "งบตามแผน"),
    "allocated": ("งบจัดสรร",),
    "committed": ("งบผูกพัน", "po"),
    "disbursed": ("งบเบิกจ่าย", "จ่าย"),
    "carry_over": ("กันเหลื่อมปี",),
    "target": ("ค่าเป้าหมาย", "เป้า"),
    "actual": ("ค่าจริง", "ผลจริง"),
    "quarter": ("ไตรมาสที่", "q"),
}

_ACTIVITY = Column(
    Field("activity_code", Kind.LINE, Text("รหัสกิจกรรม", "Activity code"), required=True, max=40),
    ("กิจกรรม", "รหัส", "activity"),
)


def _mark(name: str, what: Text) -> Column:
    label = Text("รหัสแถว{what} (ไม่ต้องแก้)", "Row of the {what} (leave as it is)").format(what=what)
    return Column(Field(name, Kind.LINE, label, max=80), hidden=True)


BUDGET_LINES = ImportKind(
    name="budget-lines",
    label=Text("งบประมาณของกิจกรรม", "Budget lines of activities"),
    about=Text(
        "หนึ่งแถวคือเงินของหนึ่งหน่วยงาน หนึ่งแหล่ง หนึ่งปีงบประมาณ ในหนึ่งกิจกรรม (บาท)",
        "A row is the money of one agency, source and fiscal year in one activity, in baht",
    ),
    model=BudgetLine,
    columns=(
        _ACTIVITY,
        *_columns(
            fields.BUDGET_FIELDS,
            ("org", "source", "fiscal_year", "planned", "allocated", "committed", "disbursed", "carry_over"),
        ),
        _mark("budget_row", Text("งบประมาณ", "budget line")),
    ),
    key=("key",),
    compared=("org", "source", "fiscal_year", "planned", "allocated", "committed", "disbursed", "carry_over"),
    may=known.may_import,
    begin=Budget,
    places=False,
    write=saving.lines,
    shows="activities.list",
    filled=_filled(BudgetLine, "budget-lines"),
    prepare=Budget.prepare,
    stands=Budget.stands,
    judge=Budget.judge,
    mark="budget_row",
    named=("activity_code", "org", "source", "fiscal_year"),
)

INDICATOR_VALUES = ImportKind(
    name="indicator-values",
    label=Text("ค่าตัวชี้วัดรายไตรมาส", "Quarterly values of indicators"),
    about=Text(
        "หนึ่งแถวคือเป้าหมายและผลของหนึ่งตัวชี้วัดในหนึ่งไตรมาส",
        "A row is the target and the actual of an indicator in a quarter",
    ),
    model=IndicatorValue,
    columns=(
        _ACTIVITY,
        *_columns(fields.VALUE_FIELDS, ("indicator", "fiscal_year", "quarter", "target", "actual")),
        _mark("value_row", Text("ตัวชี้วัด", "indicator value")),
    ),
    key=("key",),
    compared=("indicator", "fiscal_year", "quarter", "target", "actual"),
    may=known.may_import,
    begin=Values,
    places=False,
    write=saving.lines,
    shows="activities.list",
    filled=_filled(IndicatorValue, "indicator-values"),
    prepare=Values.prepare,
    stands=Values.stands,
    judge=Values.judge,
    mark="value_row",
    named=("activity_code", "indicator", "fiscal_year", "quarter"),
    blank=("target", "actual"),
)

KINDS = {one.name: one for one in (BUDGET_LINES, INDICATOR_VALUES)}
