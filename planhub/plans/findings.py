"""The automatic check list of a plan: what is wrong or odd in it, found from its rows alone (workflows.md §3)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlalchemy.orm import Session

from planhub.activities.basis import DEAD_MOU
from planhub.activities.checks import missing
from planhub.activities.overspent import overspent
from planhub.kernel.access import areas_touch
from planhub.kernel.text import Text, plain
from planhub.kernel.thai import fiscal_year
from planhub.plans import reconciling
from planhub.plans.revising import revised

BLOCKER = "blocker"
"""The plan does not go on with it."""
WARNING = "warning"
"""Somebody should look at it; the plan may go on."""

AGREED = frozenset({"accepted", "planned", "in_progress", "postponed", "done_reported", "completed"})
"""States of an activity in which every co-owner has agreed to it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the check list."""

    key: str
    severity: str
    text: Text
    activity: str | None = None
    """Code of the activity it is about."""
    field: str | None = None
    """Field or list, of the activity or else of the plan, that mends it; the line in the check list leads there."""

    def as_json(self) -> dict[str, str | None]:
        """Give the finding as it is kept with the plan."""
        return {
            "key": self.key,
            "severity": self.severity,
            "th": self.text.th,
            "en": self.text.en,
            "activity": self.activity,
            "field": self.field,
        }


Considered = Callable[[Session, Any], Sequence[Finding]]
"""Given a plan, what in a higher feature was to be considered and was not; one query, nothing where all was."""

CONSIDERED: dict[str, Considered] = {}
"""Filled by higher features, once, when their manifest is read: `CONSIDERED["lessons"] = unanswered`.

Each is asked when a plan is consolidated and sent for review, so lessons that were suggested for the plan and neither
adopted nor dismissed show in its check list. A finding with `BLOCKER` stops the plan, one with `WARNING` is told.
"""


def considered(session: Session, plan: Any) -> list[Finding]:
    """Ask every higher feature what of it was not considered in the plan."""
    return [finding for name in sorted(CONSIDERED) for finding in CONSIDERED[name](session, plan)]


@dataclass(frozen=True, slots=True)
class Measures:
    """What the indicators of an activity lack, by their names."""

    bare: Sequence[str] = ()
    """Without a target, a baseline or its source."""
    uneven: Sequence[str] = ()
    """Their quarterly targets do not make the target."""
    unverified: Sequence[str] = ()
    """Without a means of verification."""


def examine(plan: Any, measures: Mapping[str, Measures], others: Iterable[Finding] = ()) -> list[Finding]:
    """Give everything that the automatic check finds, blockers first.

    `measures` tells, by activity id, what indicators lack; `others` are findings
    that were made elsewhere: of sums (`unequal_sums`) and of higher features (`considered`).
    """
    activities = [revised(plan, row.activity) for row in plan.activities]
    found = [*_whole(plan, activities), *_duplicates(activities), *others]
    for activity in activities:
        found += [
            *_ready(plan, activity),
            *_dates(plan, activity),
            *_targets(activity, measures.get(activity.id, Measures())),
            *_money(activity),
        ]
    return sorted(found, key=lambda f: (f.severity != BLOCKER, f.activity or "", f.key))


def blockers(found: Iterable[Finding]) -> list[Finding]:
    """Give the findings with which the plan does not go on."""
    return [f for f in found if f.severity == BLOCKER]


def _whole(plan: Any, activities: Sequence[Any]) -> Iterator[Finding]:
    if not activities:
        yield Finding(
            "no_activities",
            BLOCKER,
            Text("แผนยังไม่มีกิจกรรม", "The plan has no activities yet"),
            None,
            "activities",
        )
    if not plan.goals:
        yield Finding(
            "no_goals", BLOCKER, Text("แผนยังไม่มีเป้าหมาย", "The plan has no goals yet"), None, "goals"
        )
    if plan.mou is None and not plan.before_mou:
        words = Text(
            "ยังไม่ระบุบันทึกข้อตกลง หรือว่าเริ่มก่อนมีบันทึกข้อตกลง",
            "Neither an MOU is named nor that it comes before one",
        )
        yield Finding("no_mou", BLOCKER, words, None, "mou")
    if plan.mou is not None and plan.mou.state in DEAD_MOU:
        words = Text("บันทึกข้อตกลงระงับหรือสิ้นสุดแล้ว", "The MOU is suspended or has ended")
        yield Finding("mou_ended", BLOCKER, words, None, "mou")


def _ready(plan: Any, activity: Any) -> Iterator[Finding]:
    if activity.state not in AGREED:
        yield _about(
            activity,
            "not_agreed",
            BLOCKER,
            Text("หน่วยงานร่วมยังตอบรับไม่ครบ", "not all partners have accepted"),
            "partners",
        )
    if activity.owner_org not in {part.org for part in plan.parts if not part.absent_because}:
        words = Text("เจ้าภาพหลักไม่มีส่วนในแผน", "its lead has no part in the plan")
        yield Finding("no_lead", BLOCKER, _named(activity, words), activity.code, "lead_org")
    if activity.lead_post is None:
        yield _about(
            activity,
            "no_lead_post",
            WARNING,
            Text("ยังไม่ระบุตำแหน่งผู้รับผิดชอบหลัก", "no post is in charge"),
            "lead_post",
        )
    if (
        activity.plan_code not in (None, plan.code, plan.revises_code)
        and activity.fiscal_year == plan.fiscal_year
    ):
        words = Text("บรรจุในแผนอื่นของปีนี้แล้ว", "another plan of this year includes it")
        yield _about(activity, "elsewhere", BLOCKER, words)
    for reason in missing(activity):
        if reason.key not in ("missing_mou", "missing_budget_lines"):
            yield _about(activity, reason.key, BLOCKER, reason.text, reason.field)


def _dates(plan: Any, activity: Any) -> Iterator[Finding]:
    if not activity.start or not activity.end or not plan.start or not plan.end:
        return
    if activity.end < plan.start or activity.start > plan.end:
        words = Text("อยู่นอกช่วงเวลาของแผน", "lies outside the time of the plan")
        yield _about(activity, "outside", BLOCKER, words, "start")
    elif activity.start < plan.start or activity.end > plan.end:
        words = Text("บางส่วนอยู่นอกช่วงเวลาของแผน", "reaches beyond the time of the plan")
        yield _about(activity, "beyond", WARNING, words, "end")
    for step in activity.milestones:
        if step.due_on and not activity.start <= step.due_on <= activity.end:
            words = Text("มีขั้นตอนที่กำหนดอยู่นอกช่วงกิจกรรม", "has a step due outside its dates")
            yield _about(activity, "step_outside", BLOCKER, words, "milestones")


def _targets(activity: Any, measures: Measures) -> Iterator[Finding]:
    if not activity.target_count:
        words = Text("ยังไม่ระบุจำนวนเป้าหมาย", "has no target count")
        yield _about(activity, "no_target", BLOCKER, words, "target_count")
    for key, severity, names, words in (
        (
            "bare_indicator",
            BLOCKER,
            measures.bare,
            Text(
                "ตัวชี้วัด “{name}” ยังไม่มีค่าเป้าหมาย ค่าฐาน หรือที่มา",
                "indicator “{name}” lacks target, baseline or source",
            ),
        ),
        (
            "uneven_indicator",
            WARNING,
            measures.uneven,
            Text(
                "เป้าหมายรายไตรมาสของ “{name}” รวมแล้วไม่เท่าค่าเป้าหมาย",
                "the quarterly targets of “{name}” do not make its target",
            ),
        ),
        (
            "unverified_indicator",
            WARNING,
            measures.unverified,
            Text("ตัวชี้วัด “{name}” ยังไม่มีวิธีตรวจสอบ", "indicator “{name}” has no means of verification"),
        ),
    ):
        for name in names:
            yield _about(activity, key, severity, words.format(name=plain(name)), "indicators")


def _money(activity: Any) -> Iterator[Finding]:
    if not activity.budget_lines:
        words = Text("ไม่มีรายการงบประมาณ", "has no budget lines")
        yield _about(activity, "no_money", WARNING, words, "budget_lines")
    for words in overspent(activity.budget_lines):
        yield _about(activity, "overspent", WARNING, words, "budget_lines")
    if not activity.start or not activity.end:
        return
    first, last = fiscal_year(activity.start), fiscal_year(activity.end)
    if any(not first <= line.fiscal_year <= last for line in activity.budget_lines):
        words = Text("มีงบประมาณของปีที่ไม่ได้ดำเนินการ", "has money of a year in which it does not run")
        yield _about(activity, "money_outside", WARNING, words, "budget_lines")


def _duplicates(activities: Sequence[Any]) -> Iterator[Finding]:
    """Two activities for the same people in the same place may count the same target twice."""
    for one, other in combinations(activities, 2):
        if one.target_group and one.target_group == other.target_group and _same_place(one, other):
            words = Text(
                "{one} กับ {other} มีพื้นที่และกลุ่มเป้าหมายเดียวกัน โปรดตรวจว่าไม่นับซ้ำ",
                "{one} and {other} share area and target group; please see that nobody is counted twice",
            ).format(one=plain(one.code), other=plain(other.code))
            yield Finding("same_place", WARNING, words, one.code, "area_codes")


def unequal_sums(plan: Any) -> Iterator[Finding]:
    """Give every sum of the plan that does not agree with its lines."""
    for one in reconciling.differences(plan):
        place = "budget_lines" if one.activity else "activities"
        yield Finding(f"sum_{one.key}", BLOCKER, one.text, one.activity, place)


def _same_place(one: Any, other: Any) -> bool:
    return any(areas_touch(mine, theirs) for mine in one.area_codes for theirs in other.area_codes)


def _about(activity: Any, key: str, severity: str, words: Text, field: str | None = None) -> Finding:
    return Finding(key, severity, _named(activity, words), activity.code, field)


def _named(activity: Any, text: Text) -> Text:
    return Text("{code}: {text}", "{code}: {text}").format(code=plain(activity.code), text=text)
