"""The copy-ready sheet of an activity for eMENSCR: the fields of M1 to M5 in the order of its forms (domain.md §3.7).

Everything is entered once in PlanHub and copied out from here; nothing is typed for this sheet.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.activities import choices
from planhub.activities.measures import total
from planhub.activities.workflow import WORKFLOW
from planhub.kernel.access import Actor, Role
from planhub.kernel.numbers import format_number
from planhub.kernel.text import Text, plain
from planhub.kernel.thai import format_date
from planhub.people.models import Organization
from planhub.people.queries import post_holders
from planhub.places.queries import full_names
from planhub.record import access

MISSING = "–"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the other system's form."""

    key: str
    label: Text
    value: str
    """As it is to be pasted: Thai words, plain figures; empty where nothing was given."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the forms M1 to M5."""

    key: str
    label: Text
    fields: Sequence[Field]


@dataclass(frozen=True)
class _Facts:
    """The activity with the names behind its codes."""

    activity: Any
    orgs: dict[str, Text]
    areas: dict[str, Text]
    posts: Sequence[str]
    sees_lines: bool

    def org(self, code: str) -> str:
        return self.orgs.get(code, plain(code)).th


def parts_of(session: Session, actor: Actor, activity: Any) -> list[Part]:
    """Give the forms with their fields, in Thai, as the actor may read them; four statements at most."""
    orgs = {activity.owner_org, *(p.org for p in activity.partners), *(x.org for x in activity.budget_lines)}
    posts = post_holders(session, orgs=[activity.owner_org], roles=[Role.COORDINATOR.value])
    facts = _Facts(
        activity,
        _full_names(session, orgs),
        full_names(session, activity.area_codes or ()),
        [post.title.th for post in posts],
        access.may(actor, "activity:money", activity),
    )
    made = (
        ("M1", Text("ข้อมูลทั่วไป", "General"), _general(facts)),
        ("M2", Text("ความเชื่อมโยงกับแผน", "Links to plans"), _links(facts)),
        ("M3", Text("รายละเอียดโครงการ", "Details"), _details(facts)),
        ("M4", Text("กิจกรรมและงบประมาณ", "Steps and money"), _steps(facts)),
        ("M5", Text("ความก้าวหน้า", "Progress"), _progress(facts)),
    )
    return [
        Part(
            key, label, [Field(f"{key}.{n}", words, value) for n, (words, value) in enumerate(rows, start=1)]
        )
        for key, label, rows in made
    ]


def _full_names(session: Session, codes: set[str]) -> dict[str, Text]:
    """Give the official names, as forms of others want them."""
    query = select(Organization.code, Organization.name_th, Organization.name_en)
    found = session.execute(query.where(Organization.code.in_(sorted(codes))))
    return {code: Text(th, en) for code, th, en in found}


Rows = Iterator[tuple[Text, str]]


def _general(f: _Facts) -> Rows:
    a = f.activity
    yield Text("ชื่อโครงการ", "Project"), a.title
    yield Text("รหัสโครงการของหน่วยงาน", "Own project code"), a.own_project_code or ""
    yield Text("หน่วยงานเจ้าภาพหลัก", "Lead agency"), f.org(a.owner_org)
    yield Text("ผู้ประสานงาน (ตำแหน่ง)", "Coordinator (post)"), ", ".join(f.posts)
    partners = [p for p in a.partners if p.share != "declined"]
    yield Text("หน่วยงานร่วม", "Partners"), ", ".join(f.org(p.org) for p in partners)
    codes = [f"{f.org(p.org)}: {p.own_project_code}" for p in partners if p.own_project_code]
    yield Text("รหัสโครงการของหน่วยงานร่วม", "Partners' project codes"), "; ".join(codes)
    yield Text("วันเริ่มต้น", "Start"), _day(a.start)
    yield Text("วันสิ้นสุด", "End"), _day(a.end)
    yield Text("สถานะ", "State"), next(s.label.th for s in WORKFLOW.states if s.key == a.state)
    yield Text("รหัสในระบบ PlanHub", "Code in PlanHub"), " / ".join(filter(None, (a.code, a.plan_code)))


def _links(f: _Facts) -> Rows:
    a = f.activity
    for kind, label in choices.POLICY_KINDS:
        mine = [link for link in a.policy_links if link.kind == kind]
        yield label, "; ".join(" ".join(filter(None, (x.code, x.note))) for x in mine)
    yield Text("บันทึกข้อตกลง", "MOU"), f"{a.mou.code} {a.mou.title}" if a.mou else ""
    words = dict(choices.DIRECTIONS)
    yield Text("ทิศทางความร่วมมือ", "Directions"), ", ".join(words[key].th for key in a.direction or ())


def _details(f: _Facts) -> Rows:
    a = f.activity
    yield Text("วัตถุประสงค์", "Objective"), a.objective or ""
    yield Text("ผลผลิตที่คาดหวัง", "Expected output"), a.expected_output or ""
    group = dict(choices.TARGET_GROUPS).get(a.target_group or "", plain("")).th
    count = "" if a.target_count is None else format_number(a.target_count)
    yield Text("กลุ่มเป้าหมาย", "Target group"), " ".join(filter(None, (group, count, a.target_unit)))
    places = [f"{name.th} ({code})" for code, name in f.areas.items()]
    yield Text("พื้นที่ดำเนินการ (รหัส)", "Areas (codes)"), "; ".join(places)
    for n, one in enumerate(a.indicators, start=1):
        said = f"{one.name} ({one.unit}) ค่าฐาน {_number(one.baseline)} เป้าหมาย {_number(one.target)}" + (
            f" วิธีตรวจสอบ {one.means_of_verification}" if one.means_of_verification else ""
        )
        label = Text("ตัวชี้วัดที่ {n} ({kind})", "Indicator {n} ({kind})")
        yield label.format(n=n, kind=dict(choices.INDICATOR_KINDS)[one.kind]), said
    paths = dict(choices.FUNDING_PATHS)
    path = paths[a.funding_path].th if a.funding_path else ""
    yield Text("ช่องทางงบประมาณ", "Way of funding"), f"{path} {a.funding_year or ''}".strip()


def _steps(f: _Facts) -> Rows:
    a = f.activity
    for n, step in enumerate(a.milestones, start=1):
        label = Text("ขั้นตอนที่ {n}", "Step {n}").format(n=n)
        yield label, f"{step.title} น้ำหนักร้อยละ {step.weight} กำหนดเสร็จ {_day(step.due_on)}"
    if f.sees_lines:
        sources = dict(choices.BUDGET_SOURCES)
        for n, line in enumerate(a.budget_lines, start=1):
            label = Text("งบประมาณรายการที่ {n} (บาท)", "Money, line {n} (baht)").format(n=n)
            yield (
                label,
                f"{f.org(line.org)} {sources[line.source].th} ปี {line.fiscal_year}: {_baht(line.planned)}",
            )
    years = sorted({line.fiscal_year for line in a.budget_lines})
    for year in years:
        mine = total(line for line in a.budget_lines if line.fiscal_year == year)
        yield Text("งบประมาณปี {y} (บาท)", "Money of {y} (baht)").format(y=year), _baht(mine.planned)
    yield Text("งบประมาณรวม (บาท)", "Money in all (baht)"), _baht(total(a.budget_lines).planned)


def _progress(f: _Facts) -> Rows:
    a = f.activity
    done = "" if a.physical is None else f"{a.physical}"
    yield Text("ความก้าวหน้าสะสม (ร้อยละ)", "Progress to date (%)"), done
    for step in a.milestones:
        if step.done_on:
            yield Text("เสร็จแล้ว: {step}", "Done: {step}").format(step=step.title), _day(step.done_on)
    for value in a.indicator_values:
        if value.actual is None and value.target is None:
            continue
        label = Text("{name} ไตรมาส {q}/{y} (แผน / ผล)", "{name} Q{q}/{y} (target / actual)")
        said = f"{_number(value.target)} / {_number(value.actual)}"
        yield label.format(name=value.indicator, q=value.quarter, y=value.fiscal_year), said
    money = total(a.budget_lines)
    yield Text("จัดสรร (บาท)", "Allocated (baht)"), _baht(money.allocated)
    yield Text("ผูกพัน (บาท)", "Committed (baht)"), _baht(money.committed)
    yield Text("เบิกจ่ายสะสม (บาท)", "Disbursed to date (baht)"), _baht(money.disbursed)
    yield Text("ผลที่ได้", "Result"), a.result or ""


def _day(value: Any) -> str:
    return format_date(value, "long", locale="th") if value else ""


def _number(value: Any) -> str:
    return MISSING if value is None else format_number(value)


def _baht(satang: int) -> str:
    """Write an amount as forms take it: baht and satang, with a point and without commas."""
    return f"{satang // 100}.{satang % 100:02d}"
