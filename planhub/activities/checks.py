"""Rules between the fields of an activity: what an edit may not leave behind, and what is still missing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from planhub.activities.measures import WHOLE
from planhub.kernel.errors import Reason
from planhub.kernel.numbers import format_number
from planhub.kernel.text import Text, plain

Faults = dict[str, list[Text]]


def faults_of(activity: Any, today: date) -> Faults:
    """Give the faults of the values themselves, by field, whatever the state."""
    found: Faults = {}
    for name, text in (
        *_dates(activity, today),
        *_money(activity),
        *_partners(activity),
        *_measured(activity),
        *_order_of_steps(activity),
        *_linked(activity),
    ):
        found.setdefault(name, []).append(text)
    return found


def _dates(activity: Any, today: date) -> Iterator[tuple[str, Text]]:
    if activity.start and activity.end and activity.end < activity.start:
        yield "end", Text("วันสิ้นสุดต้องไม่ก่อนวันเริ่มต้น", "The end must not come before the start")
    if sum(m.weight for m in activity.milestones) > WHOLE:
        yield "milestones", Text("น้ำหนักรวมเกินร้อยละ 100", "The weights are more than 100 per cent together")
    for i, step in enumerate(activity.milestones):
        if step.done_on and step.done_on > today:
            yield f"milestones.{i}.done_on", Text("วันที่เสร็จจริงยังมาไม่ถึง", "That day has not come yet")


def _order_of_steps(activity: Any) -> Iterator[tuple[str, Text]]:
    """A step may wait for another one of the same activity that is due no later, and never in a circle."""
    steps = activity.milestones
    for i, step in enumerate(steps):
        if step.after is None:
            continue
        if step.after > len(steps) or step.after == i + 1:
            yield f"milestones.{i}.after", Text("ไม่มีขั้นตอนลำดับนี้ให้รอ", "There is no such other step")
        elif _in_circle(steps, i):
            yield f"milestones.{i}.after", Text("ขั้นตอนรอกันเป็นวง", "The steps wait for each other in a circle")
        elif _due_before(step, steps[step.after - 1]):
            yield (
                f"milestones.{i}.due_on",
                Text("กำหนดเสร็จก่อนขั้นตอนที่ต้องรอ", "It is due before the step for which it waits"),
            )


def _in_circle(steps: Sequence[Any], start: int) -> bool:
    seen, at = {start}, steps[start].after
    while at is not None and at <= len(steps) and at - 1 not in seen:
        seen.add(at - 1)
        at = steps[at - 1].after
    return at is not None and at - 1 == start


def _due_before(step: Any, other: Any) -> bool:
    return bool(step.due_on and other.due_on and step.due_on < other.due_on)


def _money(activity: Any) -> Iterator[tuple[str, Text]]:
    for i in _doubles((x.org, x.source, x.fiscal_year) for x in activity.budget_lines):
        yield (
            f"budget_lines.{i}.source",
            Text(
                "หน่วยงาน แหล่งเงิน และปีงบประมาณนี้มีรายการแล้ว โปรดรวมเป็นรายการเดียว",
                "This agency, source and fiscal year have a line already; please make them one",
            ),
        )
    taking_part = {activity.owner_org, *(p.org for p in activity.partners)}
    for i, line in enumerate(activity.budget_lines):
        if line.org not in taking_part:
            yield (
                f"budget_lines.{i}.org",
                Text("{org} ยังไม่เป็นหน่วยงานร่วมของกิจกรรม", "{org} does not take part in the activity").format(
                    org=plain(line.org)
                ),
            )


def _partners(activity: Any) -> Iterator[tuple[str, Text]]:
    for i in _doubles(p.org for p in activity.partners):
        yield f"partners.{i}.org", Text("ระบุหน่วยงานนี้แล้ว", "This agency is named already")
    for i, partner in enumerate(activity.partners):
        if partner.org == activity.owner_org:
            yield f"partners.{i}.org", Text("หน่วยงานนี้เป็นเจ้าภาพหลักแล้ว", "This agency is the lead already")


def _measured(activity: Any) -> Iterator[tuple[str, Text]]:
    for i in _doubles(x.name for x in activity.indicators):
        yield f"indicators.{i}.name", Text("มีตัวชี้วัดชื่อนี้แล้ว", "There is an indicator of that name already")
    known = {x.name for x in activity.indicators}
    for i, value in enumerate(activity.indicator_values):
        if value.indicator not in known:
            yield (
                f"indicator_values.{i}.indicator",
                Text("ไม่มีตัวชี้วัดชื่อนี้ในกิจกรรม", "The activity has no indicator of that name"),
            )
    for i in _doubles((v.indicator, v.fiscal_year, v.quarter) for v in activity.indicator_values):
        yield (
            f"indicator_values.{i}.quarter",
            Text("ไตรมาสนี้มีค่าของตัวชี้วัดนี้แล้ว", "This quarter has a value of that indicator already"),
        )


def _linked(activity: Any) -> Iterator[tuple[str, Text]]:
    for i in _doubles((x.kind, x.code) for x in activity.policy_links):
        yield f"policy_links.{i}.code", Text("ระบุรหัสนี้แล้ว", "This code is named already")


def _doubles(keys: Iterable[object]) -> list[int]:
    """Give the places of keys that came before."""
    seen: Counter[object] = Counter()
    found = []
    for i, key in enumerate(keys):
        seen[key] += 1
        if seen[key] > 1:
            found.append(i)
    return found


def missing(activity: Any) -> list[Reason]:
    """Give what must be filled in before partners are asked (workflows.md §4, propose)."""
    wanted: Sequence[tuple[bool, str, Text]] = (
        (bool(activity.area_codes), "area_codes", Text("พื้นที่ดำเนินงาน", "areas")),
        (activity.start is not None, "start", Text("วันเริ่มต้น", "start")),
        (activity.end is not None, "end", Text("วันสิ้นสุด", "end")),
        (bool(activity.direction), "direction", Text("ทิศทางความร่วมมือ", "directions")),
        (bool(activity.expected_output), "expected_output", Text("ผลผลิตที่คาดหวัง", "expected output")),
        (bool(activity.milestones), "milestones", Text("ขั้นตอนงาน", "steps")),
        (bool(activity.budget_lines), "budget_lines", Text("รายการงบประมาณ", "budget lines")),
        (
            activity.mou_id is not None or activity.cooperation_kind == "extension_work",
            "mou",
            Text("บันทึกข้อตกลงที่อ้างอิง หรือระบุว่าเป็นงานต่อยอด", "MOU it rests on, or that it is extension work"),
        ),
    )
    found = [
        Reason(
            f"missing_{field}", Text("ยังไม่ระบุ{what}", "Still to be given: {what}").format(what=what), field
        )
        for there, field, what in wanted
        if not there
    ]
    return [*found, *_unequal(activity)]


def _unequal(activity: Any) -> Iterator[Reason]:
    weights = sum(m.weight for m in activity.milestones)
    if activity.milestones and weights != WHOLE:
        yield Reason(
            "weights",
            Text(
                "น้ำหนักของขั้นตอนรวมได้ร้อยละ {n} ต้องรวมเป็น 100",
                "The weights of the steps make {n} per cent; they must make 100",
            ).format(n=format_number(weights)),
            "milestones",
        )
    for step in activity.milestones:
        if step.due_on is None:
            yield Reason(
                "no_due_date",
                Text("ขั้นตอน “{step}” ยังไม่มีกำหนดเสร็จ", "Step “{step}” has no due date").format(
                    step=plain(step.title)
                ),
                "milestones",
            )
