"""The automatic check list of a plan: what is wrong or odd in it, found from its rows alone (workflows.md §3)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlalchemy.orm import Session

from planhub.activities.basis import DEAD_MOU
from planhub.activities.checks import missing
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

    def as_json(self) -> dict[str, str | None]:
        """Give the finding as it is kept with the plan."""
        return {
            "key": self.key,
            "severity": self.severity,
            "th": self.text.th,
            "en": self.text.en,
            "activity": self.activity,
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


def examine(plan: Any, bare: Mapping[str, Sequence[str]], others: Iterable[Finding] = ()) -> list[Finding]:
    """Give everything that the automatic check finds, blockers first.

    `bare` names, by activity id, the indicators that lack a target, a baseline or its source; `others` are the
    findings of higher features (`considered`).
    """
    activities = [revised(plan, row.activity) for row in plan.activities]
    found = [*_whole(plan, activities), *_duplicates(activities), *_sums(plan), *others]
    for activity in activities:
        found += [
            *_ready(plan, activity),
            *_dates(plan, activity),
            *_targets(activity, bare.get(activity.id, ())),
        ]
        found += _money(activity)
    return sorted(found, key=lambda f: (f.severity != BLOCKER, f.activity or "", f.key))


def blockers(found: Iterable[Finding]) -> list[Finding]:
    """Give the findings with which the plan does not go on."""
    return [f for f in found if f.severity == BLOCKER]


def _whole(plan: Any, activities: Sequence[Any]) -> Iterator[Finding]:
    if not activities:
        yield Finding("no_activities", BLOCKER, Text("แผนยังไม่มีกิจกรรม", "The plan has no activities yet"))
    if not plan.goals:
        yield Finding("no_goals", BLOCKER, Text("แผนยังไม่มีเป้าหมาย", "The plan has no goals yet"))
    if plan.mou is None and not plan.before_mou:
        yield Finding(
            "no_mou",
            BLOCKER,
            Text(
                "ยังไม่ระบุบันทึกข้อตกลง หรือว่าเริ่มก่อนมีบันทึกข้อตกลง",
                "Neither an MOU is named nor that it comes before one",
            ),
        )
    if plan.mou is not None and plan.mou.state in DEAD_MOU:
        yield Finding(
            "mou_ended", BLOCKER, Text("บันทึกข้อตกลงระงับหรือสิ้นสุดแล้ว", "The MOU is suspended or has ended")
        )


def _ready(plan: Any, activity: Any) -> Iterator[Finding]:
    if activity.state not in AGREED:
        yield _about(
            activity, "not_agreed", BLOCKER, "หน่วยงานร่วมยังตอบรับไม่ครบ", "not all partners have accepted"
        )
    if activity.owner_org not in {part.org for part in plan.parts if not part.absent_because}:
        yield _about(activity, "no_lead", BLOCKER, "เจ้าภาพหลักไม่มีส่วนในแผน", "its lead has no part in the plan")
    if (
        activity.plan_code not in (None, plan.code, plan.revises_code)
        and activity.fiscal_year == plan.fiscal_year
    ):
        yield _about(
            activity, "elsewhere", BLOCKER, "บรรจุในแผนอื่นของปีนี้แล้ว", "another plan of this year includes it"
        )
    for reason in missing(activity):
        if reason.key not in ("missing_mou", "missing_budget_lines"):
            yield Finding(reason.key, BLOCKER, _named(activity, reason.text), activity.code)


def _dates(plan: Any, activity: Any) -> Iterator[Finding]:
    if not activity.start or not activity.end or not plan.start or not plan.end:
        return
    if activity.end < plan.start or activity.start > plan.end:
        yield _about(activity, "outside", BLOCKER, "อยู่นอกช่วงเวลาของแผน", "lies outside the time of the plan")
    elif activity.start < plan.start or activity.end > plan.end:
        yield _about(
            activity, "beyond", WARNING, "บางส่วนอยู่นอกช่วงเวลาของแผน", "reaches beyond the time of the plan"
        )
    for step in activity.milestones:
        if step.due_on and not activity.start <= step.due_on <= activity.end:
            yield _about(
                activity,
                "step_outside",
                BLOCKER,
                "มีขั้นตอนที่กำหนดอยู่นอกช่วงกิจกรรม",
                "has a step due outside its dates",
            )


def _targets(activity: Any, bare: Sequence[str]) -> Iterator[Finding]:
    if not activity.target_count:
        yield _about(activity, "no_target", BLOCKER, "ยังไม่ระบุจำนวนเป้าหมาย", "has no target count")
    for name in bare:
        yield Finding(
            "bare_indicator",
            BLOCKER,
            _named(
                activity,
                Text(
                    "ตัวชี้วัด “{name}” ยังไม่มีค่าเป้าหมาย ค่าฐาน หรือที่มา",
                    "indicator “{name}” lacks target, baseline or source",
                ).format(name=plain(name)),
            ),
            activity.code,
        )


def _money(activity: Any) -> Iterator[Finding]:
    if not activity.budget_lines:
        yield _about(activity, "no_money", WARNING, "ไม่มีรายการงบประมาณ", "has no budget lines")
    if not activity.start or not activity.end:
        return
    first, last = fiscal_year(activity.start), fiscal_year(activity.end)
    if any(not first <= line.fiscal_year <= last for line in activity.budget_lines):
        yield _about(
            activity,
            "money_outside",
            WARNING,
            "มีงบประมาณของปีที่ไม่ได้ดำเนินการ",
            "has money of a year in which it does not run",
        )


def _duplicates(activities: Sequence[Any]) -> Iterator[Finding]:
    """Two activities for the same people in the same place may count the same target twice."""
    for one, other in combinations(activities, 2):
        if one.target_group and one.target_group == other.target_group and _same_place(one, other):
            yield Finding(
                "same_place",
                WARNING,
                Text(
                    "{one} กับ {other} มีพื้นที่และกลุ่มเป้าหมายเดียวกัน โปรดตรวจว่าไม่นับซ้ำ",
                    "{one} and {other} share area and target group; please see that nobody is counted twice",
                ).format(one=plain(one.code), other=plain(other.code)),
                one.code,
            )


def _sums(plan: Any) -> Iterator[Finding]:
    for one in reconciling.differences(plan):
        yield Finding(f"sum_{one.key}", BLOCKER, one.text, one.activity)


def _same_place(one: Any, other: Any) -> bool:
    return any(areas_touch(mine, theirs) for mine in one.area_codes for theirs in other.area_codes)


def _about(activity: Any, key: str, severity: str, th: str, en: str) -> Finding:
    return Finding(key, severity, _named(activity, Text(th, en)), activity.code)


def _named(activity: Any, text: Text) -> Text:
    return Text("{code}: {text}", "{code}: {text}").format(code=plain(activity.code), text=text)
