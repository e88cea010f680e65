"""The conditions of an activity's moves, each with the sentence that says what is missing (rule R19)."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from planhub.activities.checks import missing
from planhub.kernel.access import Role
from planhub.kernel.errors import Reason
from planhub.kernel.numbers import format_number
from planhub.kernel.text import Text, plain
from planhub.kernel.workflow import Case, Guard

OFFER = "offer"
"""The lead's own lane: it stands behind what it offers the partners."""
SHARE = "share"
"""A lane for each partner that was invited."""

POSTS = "partner_posts"
"""Fact: the coordinators of every partner, invited or not."""

TOLERANCE = 10
"""Per cent by which a target may change without a revision of the plan (workflows.md §8; default of a setting)."""

CHANGED = ("start", "end", "target_count")
"""What the lead may change by itself within the tolerance."""

DONE = frozenset({"done_reported", "completed", "cancelled"})
"""States of an activity for which nobody waits any more."""

LONG_POSTPONEMENT = 30
"""Days beyond which the director postpones instead of the coordinator (workflows.md §4; default of a setting)."""


def _complete(case: Case) -> Iterable[Reason]:
    return missing(case.record)


def _partners_ready(case: Case) -> Iterator[Reason]:
    """Rule R12 for those who are not party yet: each partner has a coordinator who can answer."""
    there = {h.org for h in case.facts.get(POSTS, ()) if h.user_id}
    for partner in case.record.partners:
        if partner.org not in there:
            yield Reason(
                f"no_coordinator_{partner.org}",
                Text(
                    "{org} ยังไม่มีผู้ประสานงานในระบบ โปรดแจ้งผู้ดูแลระบบของหน่วยงานนั้น",
                    "{org} has no coordinator here yet; please ask its administrator",
                ).format(org=plain(partner.org)),
                "partners",
            )


def _offered(case: Case) -> Iterator[Reason]:
    mine = [x for x in case.record.lanes if x.kind == OFFER and x.round == case.record.round]
    if not mine or any(x.status != "done" for x in mine):
        yield Reason(
            "not_offered",
            Text(
                "เจ้าภาพหลักแก้ไขข้อเสนอ ยังไม่ได้ยืนยันส่งมาใหม่",
                "The lead has changed the proposal and not confirmed it yet",
            ),
        )


def _alone(case: Case) -> Iterator[Reason]:
    if any(p.is_asked for p in case.record.partners):
        yield Reason("has_partners", Text("รอหน่วยงานร่วมตอบรับ", "Partners are still to answer"))


def _in_plan(case: Case) -> Iterator[Reason]:
    if case.record.plan_code is None:
        yield Reason("no_plan", Text("ยังไม่มีแผนที่อนุมัติแล้วบรรจุกิจกรรมนี้", "No approved plan includes it yet"))


def _predecessors_done(case: Case) -> Iterator[Reason]:
    """Whoever starts before the work that it waits for is done says why; the reason stays in the history.

    Asked when the form was sent, because the form is where one says so; the page tells by a flag what it waits for.
    """
    if not case.values or case.values.get("before_others"):
        return
    for row in case.record.predecessors:
        if row.activity.state not in DONE:
            yield Reason(
                f"waits_for_{row.activity.code}",
                Text(
                    "ต้องรอ {code} {title} ให้เสร็จก่อน หรือระบุเหตุผลที่เริ่มก่อน",
                    "{code} {title} is to be done first; or say why this one begins before it",
                ).format(code=plain(row.activity.code), title=plain(row.activity.title)),
                "before_others",
            )


def _something_changes(case: Case) -> Iterator[Reason]:
    """Asked when the form was sent: before that, nobody can have named a new value."""
    if case.values and case.record.state != "accepted" and not _wanted(case):
        yield Reason("nothing", Text("โปรดระบุค่าที่เปลี่ยนอย่างน้อยหนึ่งค่า", "Please give at least one new value"))


def _wanted(case: Case) -> dict[str, Any]:
    """Give the new values that the change names and that differ from what holds."""
    named = {name: case.values.get(name) for name in CHANGED}
    return {k: v for k, v in named.items() if v is not None and v != getattr(case.record, k)}


def _within_tolerance(case: Case) -> Iterator[Reason]:
    """Measured from what the plan approved, so that small steps do not add up to a large one."""
    if case.record.state == "accepted":
        return
    agreed, wanted = case.record.agreed or {}, _wanted(case)
    for name in ("start", "end"):
        first = _day(agreed.get(name)) or getattr(case.record, name)
        if name in wanted and first and abs((wanted[name] - first).days) > LONG_POSTPONEMENT:
            yield _beyond(
                case, name, Text("เลื่อนเกิน {n} วัน", "by more than {n} days").format(n=LONG_POSTPONEMENT)
            )
    first = agreed.get("target_count") or case.record.target_count
    if (
        "target_count" in wanted
        and abs(wanted["target_count"] - (first or 0)) * 100 > (first or 0) * TOLERANCE
    ):
        yield _beyond(
            case, "target_count", Text("เปลี่ยนเกินร้อยละ {n}", "by more than {n} per cent").format(n=TOLERANCE)
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _beyond(case: Case, name: str, why: Text) -> Reason:
    return Reason(
        f"beyond_{name}",
        Text(
            "{why}จากที่แผน {plan} อนุมัติ ต้องปรับปรุงแผน",
            "It changes {why} from what {plan} approved; revise the plan",
        ).format(why=why, plan=plain(case.record.plan_code or "")),
        name,
    )


def _is_changing(case: Case) -> Iterator[Reason]:
    if not case.record.is_changing:
        yield Reason("not_changing", Text("เจ้าภาพหลักไม่ได้เปิดแก้ไข", "The lead has not taken it back"))


def _not_submitted(case: Case) -> Iterator[Reason]:
    plan = case.values.get("plan")
    if plan is None:
        return
    if plan.province_code and not any(c.startswith(plan.province_code) for c in case.record.area_codes or ()):
        yield Reason(
            "elsewhere",
            Text("กิจกรรมไม่อยู่ในจังหวัดของแผน {code}", "It is not in the province of {code}").format(
                code=plain(plan.code)
            ),
            "plan",
        )
    if plan.state not in ("draft", "collecting"):
        yield Reason(
            "plan_closed",
            Text("แผน {code} ไม่ได้เปิดรับกิจกรรมในขณะนี้", "{code} takes no activities now").format(
                code=plain(plan.code)
            ),
            "plan",
        )
    if case.record.wanted_plan == plan.code:
        yield Reason("submitted", Text("เสนอเข้าแผนนี้แล้ว", "It is submitted there already"), "plan")


def _dates_in_order(case: Case) -> Iterator[Reason]:
    start = case.values.get("start") or case.record.start
    end = case.values.get("end") or case.record.end
    if start and end and end < start:
        yield Reason("order", Text("วันสิ้นสุดต้องไม่ก่อนวันเริ่มต้น", "The end must not come before the start"), "end")


def _free(case: Case) -> Iterator[Reason]:
    if case.record.held:
        yield Reason(
            "held",
            Text(
                "แผนที่บรรจุกิจกรรมนี้อยู่ระหว่างพิจารณา จึงเปลี่ยนแปลงยังไม่ได้",
                "The plan that includes it is being considered, so it may not change now",
            ),
        )


def _day_past(case: Case) -> Iterator[Reason]:
    for name in ("started_on", "finished_on"):
        day = case.values.get(name)
        if day is not None and day > case.today:
            yield Reason("future", Text("วันที่นี้ยังมาไม่ถึง", "That day has not come yet"), name)


def _finished_after_start(case: Case) -> Iterator[Reason]:
    day = case.values.get("finished_on")
    if day is not None and case.record.started_on and day < case.record.started_on:
        yield Reason(
            "before_start", Text("วันเสร็จต้องไม่ก่อนวันเริ่ม", "It cannot be done before it began"), "finished_on"
        )


def _new_dates(case: Case) -> Iterator[Reason]:
    start, end = case.values.get("start") or case.record.start, case.values.get("end")
    if end is not None and (end < case.today or (start is not None and end < start)):
        yield Reason("end", Text("วันสิ้นสุดใหม่ไม่ถูกต้อง", "The new end cannot be right"), "end")


def _long_by_director(case: Case) -> Iterator[Reason]:
    end, standing = case.values.get("end"), case.standing
    if end is None or case.record.end is None or standing is None:
        return
    if (end - case.record.end).days > LONG_POSTPONEMENT and not _directs(case):
        yield Reason(
            "director_needed",
            Text(
                "เลื่อนเกิน {n} วัน ต้องให้ผู้อำนวยการของเจ้าภาพหลักเป็นผู้สั่งเลื่อน",
                "More than {n} days: the lead's director must postpone it",
            ).format(n=LONG_POSTPONEMENT),
            "end",
        )


def _directs(case: Case) -> bool:
    return any(s.role is Role.DIRECTOR and s.org == case.record.owner_org for s in case.actor.standings)


def _begun(case: Case) -> Iterator[Reason]:
    if case.record.started_on is None:
        yield Reason("not_begun", Text("ยังไม่เคยเริ่มดำเนินงาน", "It has not begun before"))


def _spent_told(case: Case) -> Iterator[Reason]:
    for line in case.record.budget_lines:
        if line.disbursed is None:
            yield Reason(
                "spent",
                Text(
                    "ยังไม่รายงานยอดเบิกจ่ายของ {org} ปีงบประมาณ {year} (ไม่มีให้ใส่ 0)",
                    "What {org} has spent in fiscal year {year} is not told (0 if nothing)",
                ).format(org=plain(line.org), year=line.fiscal_year),
                "budget_lines",
            )


def _reached_told(case: Case) -> Iterator[Reason]:
    """Ask for the count only when the form was sent: a screen that shows the move does not know it yet."""
    target = case.record.target_count
    if case.values and target and case.values.get("reached_count") is None:
        yield Reason(
            "reached",
            Text(
                "โปรดระบุจำนวนที่ทำได้จริง (เป้าหมาย {n} {unit} ไม่ได้ผลให้ใส่ 0)",
                "How many were reached is not told (target {n} {unit}; 0 if none)",
            ).format(n=format_number(target), unit=plain(case.record.target_unit or "")),
            "reached_count",
        )


def _handed_over(case: Case) -> Iterator[Reason]:
    """Whoever gives up work that rests on a duty, has begun or has money committed says who takes that up.

    Asked when the form was sent: a screen that shows the move does not know the answer yet.
    """
    if not case.values:
        return
    record = case.record
    owed = [
        (record.mou_clause is not None, Text("หน้าที่ตามบันทึกข้อตกลง", "a duty under the MOU")),
        (record.started_on is not None, Text("งานที่เริ่มแล้ว", "work that has begun")),
        (
            any((x.committed or 0) > (x.disbursed or 0) for x in record.budget_lines),
            Text("เงินที่ผูกพันแล้วแต่ยังไม่เบิกจ่าย", "money committed and not yet paid"),
        ),
    ]
    for there, what in owed:
        if there and not case.values.get("handed_over"):
            yield Reason(
                "handed_over",
                Text("มี{what} โปรดระบุว่าใครรับต่อ", "There is {what}; please say who takes it up").format(
                    what=what
                ),
                "handed_over",
            )


def _other_agency(case: Case) -> Iterator[Reason]:
    if case.standing is not None and case.standing.org == case.record.owner_org:
        yield Reason(
            "own_agency",
            Text("ต้องให้หน่วยงานอื่นหรือฝ่ายเลขานุการรับรอง", "Another agency or the secretariat must verify it"),
        )


COMPLETE = Guard("complete", Text("ข้อเสนอครบถ้วน", "the proposal is complete"), _complete)
PARTNERS_READY = Guard(
    "partners_ready", Text("หน่วยงานร่วมมีผู้ประสานงาน", "partners have coordinators"), _partners_ready
)
OFFERED = Guard("offered", Text("เจ้าภาพหลักยืนยันข้อเสนอแล้ว", "the lead stands behind the proposal"), _offered)
ALONE = Guard("alone", Text("ไม่มีหน่วยงานร่วม", "there are no partners"), _alone)
IN_PLAN = Guard("in_plan", Text("แผนที่บรรจุได้รับอนุมัติแล้ว", "an approved plan includes it"), _in_plan)
FREE = Guard("free", Text("แผนไม่ได้อยู่ระหว่างพิจารณา", "its plan is not being considered"), _free)
DAY_PAST = Guard("day_past", Text("ไม่ใช่วันในอนาคต", "the day is not in the future"), _day_past)
AFTER_START = Guard("after_start", Text("เสร็จหลังวันเริ่ม", "done after it began"), _finished_after_start)
NEW_DATES = Guard("new_dates", Text("กำหนดใหม่ถูกต้อง", "the new dates can be"), _new_dates)
LONG = Guard(
    "long", Text("เลื่อนนานต้องให้ผู้อำนวยการสั่ง", "long postponements are the director's"), _long_by_director
)
BEGUN = Guard("begun", Text("เคยเริ่มดำเนินงานแล้ว", "it had begun"), _begun)
SPENT_TOLD = Guard("spent_told", Text("รายงานยอดเบิกจ่ายครบ", "what was spent is told"), _spent_told)
REACHED_TOLD = Guard("reached_told", Text("รายงานจำนวนที่ทำได้", "what was reached is told"), _reached_told)
HANDED_OVER = Guard("handed_over", Text("มีผู้รับภาระต่อ", "somebody takes up what is left"), _handed_over)
OTHER_AGENCY = Guard(
    "other_agency", Text("ผู้รับรองอยู่คนละหน่วยงาน", "the verifier is of another agency"), _other_agency
)
PREDECESSORS_DONE = Guard(
    "predecessors_done", Text("กิจกรรมที่ต้องรอเสร็จแล้ว", "what it waits for is done"), _predecessors_done
)
SOMETHING_CHANGES = Guard("something_changes", Text("มีค่าที่เปลี่ยน", "something changes"), _something_changes)
WITHIN_TOLERANCE = Guard(
    "within_tolerance", Text("อยู่ในเกณฑ์ที่เปลี่ยนได้", "within the tolerance"), _within_tolerance
)
DATES_IN_ORDER = Guard("dates_in_order", Text("วันเริ่มและวันสิ้นสุดถูกต้อง", "the dates can be"), _dates_in_order)
IS_CHANGING = Guard("is_changing", Text("เจ้าภาพหลักเปิดแก้ไข", "the lead took it back"), _is_changing)
NOT_SUBMITTED = Guard("not_submitted", Text("ยังไม่ได้เสนอเข้าแผนนั้น", "not submitted there yet"), _not_submitted)
