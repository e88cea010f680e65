"""The conditions of an activity's moves, each with the sentence that says what is missing (rule R19)."""

from collections.abc import Iterable, Iterator

from planhub.activities.checks import missing
from planhub.kernel.access import Role
from planhub.kernel.errors import Reason
from planhub.kernel.text import Text, plain
from planhub.kernel.workflow import Case, Guard

OFFER = "offer"
"""The lead's own lane: it stands behind what it offers the partners."""
SHARE = "share"
"""A lane for each partner that was invited."""

POSTS = "partner_posts"
"""Fact: the coordinators of every partner, invited or not."""

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
OTHER_AGENCY = Guard(
    "other_agency", Text("ผู้รับรองอยู่คนละหน่วยงาน", "the verifier is of another agency"), _other_agency
)
