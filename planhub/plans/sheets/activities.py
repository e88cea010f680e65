"""Activities as a list: one row each, new ones without a code; a plan's own list comes filled in."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import Session

from planhub.activities import choices, fields
from planhub.activities.models import ActivityPartner, JointActivity
from planhub.activities.services import SETTLED
from planhub.kernel.access import Actor, Reach
from planhub.kernel.errors import BadInput
from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.places import kept
from planhub.plans.sheets import known, saving
from planhub.record.import_check import Row
from planhub.record.imports import Column, ImportKind, mark_of
from planhub.record.types import registry

MARK = "activity_row"
_FIELDS = {f.name: f for f in (*fields.FIELDS,)}
PLAIN = (
    "title",
    "cooperation_kind",
    "target_group",
    "target_count",
    "target_unit",
    "start",
    "end",
    "funding_path",
)
"""Columns that are fields of the activity as they stand."""
COMPARED = ("plan_code", "lead_org", "partners", "area_codes", "direction", *PLAIN)

_LATE = Text("วันสิ้นสุดต้องไม่ก่อนวันเริ่มต้น", "The end must not come before the start")
_LEAD_TWICE = Text("หน่วยงานนี้เป็นเจ้าภาพหลักแล้ว", "This agency is the lead already")
_NO_AREA = Text("ไม่มีพื้นที่รหัส “{code}”", "There is no area with the code “{code}”")
_NO_PLAN = Text("ไม่มีแผนรหัส “{code}” หรือท่านไม่มีสิทธิ์อ่าน", "There is no plan “{code}” that you may read")
_PLAN_SHUT = Text(
    "แผนนี้บรรจุกิจกรรมไม่ได้ในสถานะนี้ หรือท่านไม่มีสิทธิ์แก้ไข",
    "Activities cannot be put into this plan now, or not by you",
)
_ELSEWHERE = Text("กิจกรรมไม่อยู่ในจังหวัดของแผน", "It is not in the plan's province")
_NO_PART = Text("เจ้าภาพของกิจกรรมยังไม่มีส่วนในแผน", "Its lead has no part in the plan")
_MOVED = Text(
    "อยู่ในแผน {code} แล้ว ย้ายหรือนำออกด้วยรายการนี้ไม่ได้",
    "It is in plan {code}; a list neither moves it nor takes it out",
)
_NOT_FOR = Text("ท่านเสนอกิจกรรมในนามหน่วยงาน {org} ไม่ได้", "You may not propose activities for {org}")
_FIXED = Text("เจ้าภาพหลักกำหนดไว้ตอนเริ่ม จึงเปลี่ยนไม่ได้", "The lead was given at the beginning and stays")
_NO_LEAD = Text("โปรดระบุหน่วยงานเจ้าภาพหลัก", "Please name the lead agency")


class Activities:
    """One import of activities."""

    def __init__(self, session: Session, actor: Actor, said: Mapping[str, str]) -> None:
        """Read the organisations and the tree of areas."""
        del said
        self.session, self.actor = session, actor
        self.orgs = known.Orgs(session)
        self.areas = kept.tree(session, kept.standing(session)).by_code
        self.known: dict[str, known.Known] = {}
        self.plans: dict[str, known.KnownPlan] = {}
        self._new = 0

    def prepare(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Read every activity and plan that the rows name."""
        self.known = known.activities(self.session, self.actor, {r["code"] for r in rows if r.get("code")})
        self.plans = known.plans(
            self.session, self.actor, {r["plan_code"] for r in rows if r.get("plan_code")}
        )

    def resolve(self, values: dict[str, Any]) -> Mapping[str, Text]:
        """Turn names into codes; give what is wrong with the row by itself."""
        faults = dict(self._lists(values))
        code = values.get("code")
        one = self.known.get(code) if code else None
        values["key"] = one.id if one else f"new {self._count()}"
        if code and one is None:
            faults["code"] = known.NO_ACTIVITY.format(code=code)
        if values.get("plan_code") and values["plan_code"] not in self.plans:
            faults["plan_code"] = _NO_PLAN.format(code=values["plan_code"])
        start, end = values.get("start"), values.get("end")
        if start and end and end < start:
            faults["end"] = _LATE
        return faults

    def _count(self) -> int:
        self._new += 1
        return self._new

    def _lists(self, values: dict[str, Any]) -> Iterator[tuple[str, Text]]:
        """Read the cells that hold several entries; they are kept as text in one order, so that they compare."""
        yield from self._agencies(values)
        areas = known.split(values.get("area_codes"))
        for one in areas:
            if one not in self.areas:
                yield "area_codes", _NO_AREA.format(code=one)
        values["area_codes"] = listed(sorted(set(areas)))
        try:
            values["direction"] = listed(known.keys_of(values.get("direction"), choices.DIRECTIONS))
        except BadInput as fault:
            yield "direction", fault.message

    def _agencies(self, values: dict[str, Any]) -> Iterator[tuple[str, Text]]:
        lead = values.get("lead_org")
        if lead:
            values["lead_org"] = self.orgs.code(lead) or lead
            if self.orgs.code(lead) is None:
                yield "lead_org", known.NO_ORG.format(code=lead)
        partners = {one: self.orgs.code(one) for one in known.split(values.get("partners"))}
        for one, code in partners.items():
            if code is None:
                yield "partners", known.NO_ORG.format(code=one)
            elif code == values.get("lead_org"):
                yield "partners", _LEAD_TWICE
        values["partners"] = listed(sorted({code for code in partners.values() if code}))

    def standing(self, rows: Sequence[Mapping[str, Any]]) -> ColumnElement[bool]:
        """Not asked: `stands` answers."""
        del rows
        return false()

    def stands(self, rows: Sequence[Mapping[str, Any]]) -> dict[tuple[Any, ...], dict[str, Any]]:
        """Give the activities that the rows name, as a list would write them."""
        found = read(self.session, [one.id for one in self.known.values()])
        asked = {row["key"]: row.get("plan_code") for row in rows}
        for key, values in found.items():
            if asked.get(key) in values["plans"]:
                values["plan_code"] = asked[key]
        return {(key,): values for key, values in found.items()}

    def stamp(self) -> Mapping[str, Any]:
        """Nothing: activities are saved by the house's own services."""
        return {}

    def judge(self, row: Row) -> Mapping[str, Text]:
        """Look at the rights of whoever brings the row, and at what its state allows, as the form would."""
        if row.state == "added":
            return dict(self._new_faults(row.values))
        one = next(a for a in self.known.values() if a.id == row.row_id)
        changed = {name: (old, new) for name, old, new in row.changes}
        return dict(self._change_faults(one, row.values, changed))

    def _new_faults(self, values: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
        lead = values.get("lead_org") or self._own_org()
        rt = registry.get(known.ACTIVITIES)
        if not lead:
            yield "lead_org", _NO_LEAD
        elif not self.actor.is_system and not rt.policy.standings(
            self.actor, rt.create, Reach(rt.name, rt.workflow.initial, lead)
        ):
            yield "lead_org", _NOT_FOR.format(org=lead)
        yield from self._plan_faults(values, lead or "")

    def _own_org(self) -> str | None:
        return self.actor.orgs[0] if len(self.actor.orgs) == 1 else None

    def _change_faults(
        self, one: known.Known, values: Mapping[str, Any], changed: Mapping[str, tuple[Any, Any]]
    ) -> Iterator[tuple[str, Text]]:
        content = [name for name in changed if name != "plan_code"]
        if content and not one.may_edit:
            yield "code", known.NOT_YOURS
        elif not one.is_changeable:
            yield from ((name, SETTLED) for name in content)
        if "lead_org" in changed:
            yield "lead_org", _FIXED
        if "plan_code" in changed:
            before = changed["plan_code"][0]
            if before:
                yield "plan_code", _MOVED.format(code=before)
            else:
                yield from self._plan_faults(values, one.owner_org)

    def _plan_faults(self, values: Mapping[str, Any], lead: str) -> Iterator[tuple[str, Text]]:
        plan = self.plans.get(values.get("plan_code") or "")
        if plan is None:
            return
        areas = known.split(values.get("area_codes"))
        if not plan.may_include:
            yield "plan_code", _PLAN_SHUT
        elif not any(code.startswith(plan.province) for code in areas):
            yield "plan_code", _ELSEWHERE
        elif lead not in plan.orgs:
            yield "plan_code", _NO_PART


def listed(entries: Sequence[str]) -> str | None:
    """Write several entries in one cell."""
    return ", ".join(entries) or None


def read(session: Session, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Give activities by id as a list writes them, with `plans`, the codes of the living plans that include each."""
    partners: dict[str, list[str]] = {}
    found: dict[str, dict[str, Any]] = {}
    plans = known.included(session, ids)
    names = ("id", "version", "code", "owner_org", "area_codes", "direction", *PLAIN)
    for part in known.in_parts(ids):
        rows = select(ActivityPartner.record_id, ActivityPartner.org)
        for key, org in session.execute(rows.where(ActivityPartner.record_id.in_(part))):
            partners.setdefault(key, []).append(org)
        query = select(*(getattr(JointActivity, name) for name in names)).where(JointActivity.id.in_(part))
        for row in session.execute(query):
            values = dict(zip(names, row, strict=True))
            values["lead_org"] = values.pop("owner_org")
            values["partners"] = listed(sorted(partners.get(row.id, ())))
            values["area_codes"] = listed(sorted(values["area_codes"] or ()))
            order = [key for key, _label in choices.DIRECTIONS]
            values["direction"] = listed([key for key in order if key in (values["direction"] or ())])
            values["plans"] = plans.get(row.id, [])
            values["plan_code"] = next(iter(values["plans"]), None)
            values["key"] = row.id
            found[row.id] = values
    return found


def rows_of(session: Session, actor: Actor, said: Mapping[str, str]) -> Iterator[Sequence[Any]]:
    """Give the activities of a plan as rows of the template."""
    ids = known.of_plan(session, actor, said)
    found = read(session, ids)
    for key in ids:
        values = found[key] | {"plan_code": said["plan_code"]}
        values[MARK] = mark_of(ACTIVITIES, values)
        yield [_written(values.get(c.field.name)) for c in ACTIVITIES.columns]


def _written(value: Any) -> Any:
    return value if value is None or isinstance(value, int | date) else str(value)


def _asks(session: Session, actor: Actor) -> Sequence[Field]:
    plans = known.own_plans(session, actor)
    return (
        (Field("plan_code", Kind.CHOICE, Text("บรรจุในแผน", "Into the plan"), choices=plans),) if plans else ()
    )


def _column(name: str, *heads: str, **more: Any) -> Column:
    one = _FIELDS[name]
    made = Field(
        name, one.kind, one.label, max=one.max, choices=one.choices, required=one.required, help=one.help
    )
    return Column(made, heads, **more)


def _line(name: str, label: Text, *heads: str, most: int = 2_000, **more: Any) -> Column:
    note = more.pop("help", None)
    return Column(Field(name, Kind.LINE, label, max=most, help=note), heads, **more)


_SEVERAL = Text("หลายรายการคั่นด้วยจุลภาค", "several, divided by commas")

ACTIVITIES = ImportKind(
    name="activities",
    label=Text("กิจกรรมร่วม", "Joint activities"),
    about=Text(
        "หนึ่งแถวคือหนึ่งกิจกรรม ไม่มีรหัส หมายถึงกิจกรรมใหม่", "A row is an activity; one without a code is new"
    ),
    model=JointActivity,
    columns=(
        _line("plan_code", Text("รหัสแผน", "Plan code"), "แผน", "plan", most=40, asked=True),
        _line("code", Text("รหัสกิจกรรม", "Activity code"), "รหัส", most=40),
        _column("title", "กิจกรรม", "ชื่อ", "name"),
        _line("lead_org", Text("หน่วยงานเจ้าภาพหลัก", "Lead agency"), "เจ้าภาพ", "เจ้าภาพหลัก", "lead", most=200),
        _line("partners", Text("หน่วยงานร่วม", "Partners"), "ภาคี", "หน่วยงานร่วมดำเนินงาน", help=_SEVERAL),
        _line("area_codes", Text("รหัสพื้นที่ดำเนินงาน", "Area codes"), "รหัสพื้นที่", "พื้นที่ดำเนินงาน", most=4_000, help=_SEVERAL),
        _line(
            "direction",
            Text("ทิศทางความร่วมมือ", "Directions"),
            "ทิศทาง",
            help=Text(
                " · ".join(f"{key} = {label.th}" for key, label in choices.DIRECTIONS),
                " · ".join(f"{key} = {label.en}" for key, label in choices.DIRECTIONS),
            ),
        ),
        _column("cooperation_kind", "ลักษณะ"),
        _column("target_group"),
        _column("target_count", "เป้าหมาย", "จำนวน"),
        _column("target_unit", "หน่วย"),
        _column("start", "เริ่ม", "วันที่เริ่ม", "start_date"),
        _column("end", "สิ้นสุด", "วันที่สิ้นสุด", "end_date"),
        _column("funding_path"),
        Column(Field(MARK, Kind.LINE, Text("รหัสแถวกิจกรรม (ไม่ต้องแก้)", "Row of the activity (leave as it is)"), max=80), hidden=True),
    ),
    key=("key",),
    compared=COMPARED,
    may=known.may_import,
    begin=Activities,
    places=False,
    write=saving.activities,
    shows="activities.list",
    asks=_asks,
    filled=rows_of,
    prepare=Activities.prepare,
    stands=Activities.stands,
    judge=Activities.judge,
    mark=MARK,
    named=("code", "title"),
)  # fmt: skip
