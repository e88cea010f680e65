"""Whether the sums of a plan agree wherever they are made or kept: plan = Σ activities = Σ lines (domain.md §7.2).

Pure; money is in satang. A plan with a difference is not printed: papers ask `differences` and say what it answers.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from planhub.activities.measures import Money, money_of, total
from planhub.kernel.numbers import format_money
from planhub.kernel.text import Text, plain

SUMMED = frozenset({"consolidated", "review", "endorsement", "approval"})
"""States in which the parts hold sums of the lines as they are now."""
AGREED = frozenset({"approved", "in_force", "closing"})
"""States in which the lines are those of the baseline."""


@dataclass(frozen=True, slots=True)
class Unequal:
    """Two figures that ought to be one."""

    key: str
    text: Text
    """A sentence that names both figures and where they stand."""
    one: int
    other: int
    """Satang."""
    activity: str | None = None
    """Code of the activity, where one is to blame."""


def differences(plan: Any, stored: Iterable[Any] | None = None) -> list[Unequal]:
    """Give everything in which the plan's sums differ; nothing where it is reconciled.

    The plan must be loaded with its parts, changes, and activities with their lines. `stored` are the sums by agency,
    source and year that the database makes by itself (`plans.queries.budget_of`); where given they are compared too.
    """
    found = [*_whole(plan), *_payers(plan)]
    if stored is not None and not _is_proposal(plan):
        found += _against_stored(plan, list(stored))
    if plan.state in SUMMED:
        found += _parts(plan)
    if plan.baseline is not None and plan.state in AGREED:
        found += _baseline(plan)
    return found


def reconciled(plan: Any, stored: Iterable[Any] | None = None) -> bool:
    """Tell whether plan, activities and lines agree to the satang."""
    return not differences(plan, stored)


def _is_proposal(plan: Any) -> bool:
    """A revision that has not replaced the edition before it has values that stand in no activity yet."""
    return plan.revises_id is not None and plan.took_over_on is None


def _whole(plan: Any) -> Iterator[Unequal]:
    """The plan's total, the sums of its activities, and the table that papers print."""
    whole = total(plan.lines)
    of_activities = _add(total(activity.budget_lines) for activity in plan.counted)
    table = plan.budget
    for stage, words in _STAGES.items():
        yield from _compare(
            "activities",
            Text("ยอดรวม{stage}ของแผน", "The plan's total ({stage})").format(stage=words),
            getattr(whole, stage),
            Text("ผลรวมของกิจกรรม", "the sum of its activities"),
            getattr(of_activities, stage),
        )
        for by, rows in (
            (Text("หน่วยงาน", "agency"), (row.total for row in table.rows)),
            (Text("แหล่งเงิน", "source"), table.by_source.values()),
        ):
            yield from _compare(
                "table",
                Text("ยอดรวม{stage}ของแผน", "The plan's total ({stage})").format(stage=words),
                getattr(whole, stage),
                Text("ผลรวมราย{by}", "the sum by {by}").format(by=by),
                getattr(_add(rows), stage),
            )


def _payers(plan: Any) -> Iterator[Unequal]:
    """Money of an agency without a part would be in the total and in nobody's sum."""
    if plan.state not in SUMMED | AGREED:
        return
    known = {part.org for part in plan.parts}
    for activity in plan.counted:
        for line in activity.budget_lines:
            if line.org not in known and line.planned:
                words = Text(
                    "{code}: เงินของ {org} {baht} บาท ไม่อยู่ในส่วนของหน่วยงานใดในแผน",
                    "{code}: {baht} baht of {org} stand in no agency's part",
                ).format(code=plain(activity.code), org=plain(line.org), baht=_baht(line.planned))
                yield Unequal("payer", words, line.planned, 0, activity.code)


def _against_stored(plan: Any, stored: list[Any]) -> Iterator[Unequal]:
    """The same sums made by the database, line by line of the table."""
    mine: dict[tuple[str, str, int], Money] = {}
    for activity in plan.counted:
        for line in activity.budget_lines:
            key = (line.org, line.source, line.fiscal_year)
            mine[key] = mine.get(key, Money()).plus(money_of(line))
    theirs = {(x.org, x.source, x.fiscal_year): money_of(x) for x in stored}
    for key in sorted(mine.keys() | theirs.keys()):
        name = Text("{org} ปี {year}", "{org}, fiscal year {year}").format(org=plain(key[0]), year=key[2])
        for stage, words in _STAGES.items():
            yield from _compare(
                "stored",
                Text("{stage}ของ {line}", "{stage} of {line}").format(stage=words, line=name),
                getattr(mine.get(key, Money()), stage),
                Text("ยอดในฐานข้อมูล", "the sum in the database"),
                getattr(theirs.get(key, Money()), stage),
            )


def _parts(plan: Any) -> Iterator[Unequal]:
    """What each agency's part says against its lines."""
    for part in plan.parts:
        yield from _compare(
            "part",
            Text("ยอดของ {org} ในแผน", "The part of {org}").format(org=plain(part.org)),
            part.planned,
            Text("ผลรวมรายการของหน่วยงาน", "the sum of its lines"),
            total(line for line in plan.lines if line.org == part.org).planned,
        )


def _baseline(plan: Any) -> Iterator[Unequal]:
    """What was approved: whole = agencies = activities, and the lines still are those, unless cancelled since."""
    approved = plan.baseline["planned"]
    yield from _compare(
        "baseline_parts",
        _BASELINE,
        approved,
        Text("ผลรวมส่วนของหน่วยงานเมื่ออนุมัติ", "the parts as approved"),
        sum(plan.baseline["by_org"].values()),
    )
    kept = {row.activity_id: _approved(row) for row in plan.activities if row.baseline}
    yield from _compare(
        "baseline_activities",
        _BASELINE,
        approved,
        Text("ผลรวมกิจกรรมเมื่ออนุมัติ", "the activities as approved"),
        sum(kept.values()),
    )
    for activity in plan.counted:
        if activity.id in kept:
            yield from _compare(
                "baseline_line",
                Text("{code}: วงเงินที่อนุมัติ", "{code}: the money approved").format(code=plain(activity.code)),
                kept[activity.id],
                Text("รายการปัจจุบัน", "its lines now"),
                total(activity.budget_lines).planned,
                activity.code,
            )


_BASELINE = Text("วงเงินของแผนเมื่ออนุมัติ", "The plan's money as approved")

_STAGES = {
    "planned": Text("ตามแผน", "planned"),
    "allocated": Text("จัดสรร", "allocated"),
    "committed": Text("ผูกพัน", "committed"),
    "disbursed": Text("เบิกจ่าย", "disbursed"),
    "carry_over": Text("กันเหลื่อมปี", "carried over"),
}


def _baht(satang: int) -> str:
    return format_money(satang, bare=True)


def _approved(row: Any) -> int:
    return sum(line[3] for line in row.baseline["lines"])


def _add(parts: Iterable[Money]) -> Money:
    found = Money()
    for part in parts:
        found = found.plus(part)
    return found


def _compare(
    key: str, what: Text, one: int, beside: Text, other: int, activity: str | None = None
) -> Iterator[Unequal]:
    if one == other:
        return
    words = Text(
        "{what} {one} บาท ไม่เท่ากับ{beside} {other} บาท", "{what}, {one} baht, is not {beside}, {other} baht"
    )
    yield Unequal(
        key,
        words.format(what=what, one=_baht(one), beside=beside, other=_baht(other)),
        one,
        other,
        activity,
    )
