"""The conditions of a plan's moves, each with the sentence that says what is missing (rule R19)."""

from collections.abc import Iterator
from typing import Any

from planhub.activities.basis import DEAD_MOU
from planhub.kernel.access import Role
from planhub.kernel.errors import Reason
from planhub.kernel.text import Text, plain
from planhub.kernel.workflow import Case, Guard
from planhub.plans import quorum, revising
from planhub.plans.findings import AGREED, Finding, Measures, blockers, examine, unequal_sums
from planhub.plans.revising import MINOR
from planhub.record import rules

PARTS = "parts"
"""Lanes of the agencies that bring their parts."""
REVIEW = "review"
"""Lanes of the agencies that look through the whole."""
APPROVAL = "approval"
"""Lanes of the directors whose agencies answer for money or activities in the plan."""

MEASURES = "measures"
"""Fact: by activity id, what its indicators lack (`findings.Measures`)."""
UNCONSIDERED = "unconsidered"
"""Fact: findings of higher features about what was to be considered and was not (`findings.CONSIDERED`)."""

OPEN_MATTERS = "open_matters"
"""Fact: what higher features still have open of a plan that is being closed (`results.settled`)."""

OVER = frozenset({"completed", "cancelled"})
"""States of an activity with which a plan can be closed."""


REVISION = "revision"
"""Fact: state of the revision that is being prepared, where there is one."""
LAST = "last_edition"
"""Fact, for a revision: the edition that it would replace, and that one's baselines by activity id."""


def is_open(plan: Any, section: str) -> bool:
    """Tell whether a section of the plan may change now: after a return only those that were sent back."""
    return not plan.reopened or section in plan.reopened


def _framed(case: Case) -> Iterator[Reason]:
    plan = case.record
    if not plan.parts:
        yield Reason("no_parts", Text("ยังไม่ระบุหน่วยงานในแผน", "No agency is named yet"), "parts")
    if plan.parts_due_on is None:
        yield Reason(
            "no_deadline", Text("ยังไม่กำหนดวันส่งส่วน", "When the parts are due is not said"), "parts_due_on"
        )
    elif plan.parts_due_on < case.today:
        yield Reason("deadline_past", Text("กำหนดวันส่งส่วนผ่านไปแล้ว", "That day has passed"), "parts_due_on")
    if plan.mou is None and not plan.before_mou:
        yield Reason(
            "no_mou",
            Text(
                "โปรดระบุบันทึกข้อตกลง หรือว่าเริ่มก่อนมีบันทึกข้อตกลง",
                "Please name the MOU, or say that the plan comes before one",
            ),
            "mou",
        )
    elif plan.mou is not None and plan.mou.state in DEAD_MOU:
        words = Text("บันทึกข้อตกลง {code} ระงับหรือสิ้นสุดแล้ว", "MOU {code} is suspended or has ended")
        yield Reason("mou_ended", words.format(code=plain(plan.mou.code)), "mou")


def _part_ready(case: Case) -> Iterator[Reason]:
    org = case.standing.org if case.standing else ""
    mine = [row.activity for row in case.record.activities if row.activity.owner_org == org]
    for activity in mine:
        if activity.state not in AGREED:
            yield _of(activity, "not_agreed", "หน่วยงานร่วมยังตอบรับไม่ครบ", "not all partners have accepted")
        if not activity.budget_lines:
            yield _of(activity, "no_money", "ยังไม่มีรายการงบประมาณ", "has no budget lines")
        for name in case.facts.get(MEASURES, {}).get(activity.id, Measures()).bare:
            yield Reason(
                "bare_indicator",
                Text(
                    "{code}: ตัวชี้วัด “{name}” ยังไม่มีค่าเป้าหมาย ค่าฐาน หรือที่มา",
                    "{code}: indicator “{name}” lacks target, baseline or source",
                ).format(code=plain(activity.code), name=plain(name)),
            )


def _of(activity: Any, key: str, th: str, en: str) -> Reason:
    return Reason(
        f"{key}_{activity.code}", Text(f"{{code}}: {th}", f"{{code}}: {en}").format(code=plain(activity.code))
    )


def _parts_in(case: Case) -> Iterator[Reason]:
    if case.record.revision_kind == MINOR:
        return  # dates and wording are the lead's own
    done = {x.org_code for x in case.record.lanes if _is_done(case, x, PARTS)}
    for part in case.record.parts:
        if part.org not in done and not part.absent_because:
            yield Reason(
                f"part_{part.org}",
                Text(
                    "{org} ยังไม่ส่งส่วนของตน (หรือระบุเหตุที่ไม่รอ)",
                    "{org} has not brought its part (or say why the plan goes on without it)",
                ).format(org=plain(part.org)),
                "parts",
            )


def _may_stay_out(case: Case) -> Iterator[Reason]:
    """Say why a part cannot simply stay out; the way that is open then is to return the plan."""
    plan, org = case.record, case.standing.org if case.standing else ""
    if plan.revises_id is not None:
        yield Reason(
            "revision",
            Text(
                "เป็นฉบับปรับปรุง หากไม่เห็นด้วยโปรดส่งกลับแก้ไข แผนเดิมยังใช้อยู่",
                "It is a revision: return it if you do not agree; the present edition holds meanwhile",
            ),
        )
    if org == plan.owner_org:
        yield Reason(
            "lead",
            Text(
                "เจ้าภาพแผนไม่รับส่วนของตนไม่ได้ โปรดส่งกลับแก้ไขหรือให้ยกเลิกแผน",
                "The lead cannot stay out; return the plan, or have it cancelled",
            ),
        )
    if not quorum.may_stay_out(plan):
        yield Reason(
            "unanimous",
            Text(
                "แผนนี้กำหนดให้ทุกหน่วยงานต้องอนุมัติ หากไม่เห็นด้วยโปรดส่งกลับแก้ไข",
                "This plan needs every agency; return it if you do not agree",
            ),
        )


def _asked_to_approve(case: Case) -> Iterator[Reason]:
    org = case.standing.org if case.standing else ""
    mine = [
        x for x in case.record.lanes if (x.kind, x.org_code, x.round) == (APPROVAL, org, case.record.round)
    ]
    if not any(x.status in ("waiting", "queued") for x in mine):
        yield Reason(
            "not_asked",
            Text(
                "หน่วยงานของท่านอนุมัติแล้ว หรือไม่มีส่วนที่ต้องอนุมัติ",
                "Your agency has approved already, or has no part to approve",
            ),
        )


def _is_done(case: Case, lane: Any, kind: str) -> bool:
    return bool(lane.kind == kind and lane.status == "done" and lane.round == case.record.round)


def check_list(case: Case) -> list[Finding]:
    """Give the automatic check of the plan as it stands."""
    others = [*unequal_sums(case.record), *case.facts.get(UNCONSIDERED, ())]
    return examine(case.record, case.facts.get(MEASURES, {}), others)


def _no_blocker(case: Case) -> Iterator[Reason]:
    for finding in blockers(check_list(case)):
        yield Reason(finding.key, finding.text)


def _unchanged(case: Case) -> Iterator[Reason]:
    for row in case.record.activities:
        if row.agreed_hash != row.activity.content_hash and not row.left_out_because:
            yield _of(
                row.activity,
                "changed",
                "เปลี่ยนแปลงหลังรวมเล่ม โปรดรวมเล่มใหม่",
                "changed after consolidation; consolidate again",
            )


def _day_reached(case: Case) -> Iterator[Reason]:
    if case.record.start is None or case.today < case.record.start:
        yield Reason("not_yet", Text("ยังไม่ถึงวันเริ่มแผน", "The plan's first day has not come"))


def _mou_in_force(case: Case) -> Iterator[Reason]:
    mou = case.record.mou
    if mou is not None and mou.state != "in_force":
        yield Reason("mou", Text("บันทึกข้อตกลงยังไม่มีผลใช้บังคับ", "The MOU is not in force"))


def _year_over(case: Case) -> Iterator[Reason]:
    if case.record.end is None or case.today <= case.record.end:
        yield Reason("not_over", Text("ยังไม่สิ้นสุดช่วงเวลาของแผน", "The plan's time is not over yet"))


def _all_settled(case: Case) -> Iterator[Reason]:
    for row in case.record.activities:
        if row.activity.state not in OVER and not (row.carried_because or row.left_out_because):
            yield _of(row.activity, "open", "ยังไม่เสร็จและยังไม่ยกไปปีถัดไป", "is neither over nor carried over")


def _matters_closed(case: Case) -> Iterator[Reason]:
    """What higher features still have open, such as reports that nobody has accepted or waived."""
    yield from case.facts.get(OPEN_MATTERS, ())


def _lessons_told(case: Case) -> Iterator[Reason]:
    if not case.record.lessons_note:
        yield Reason(
            "lessons_note",
            Text(
                "เจ้าภาพแผนยังไม่สรุปบทเรียนของแผน (หรือเหตุที่ไม่มี)",
                "The lead has not said what the plan taught (or why nothing)",
            ),
            "lessons_note",
        )


def _resolved_in_past(case: Case) -> Iterator[Reason]:
    day = case.values.get("endorsed_on")
    if day is not None and day > case.today:
        yield Reason("future", Text("วันที่ประชุมยังมาไม่ถึง", "That day has not come yet"), "endorsed_on")


def _resolved_here(case: Case) -> Iterator[Reason]:
    if case.record.meeting_code is None:
        yield Reason(
            "no_resolution",
            Text("ยังไม่มีมติเห็นชอบของที่ประชุม", "No meeting has resolved to endorse it yet"),
        )


def _is_revision(case: Case) -> Iterator[Reason]:
    if case.record.revises_id is None:
        yield Reason("first_edition", Text("เป็นแผนฉบับแรก", "It is the first edition"))


def _is_minor(case: Case) -> Iterator[Reason]:
    if case.record.revision_kind != MINOR:
        yield Reason("not_minor", Text("ไม่ใช่การปรับปรุงเล็กน้อย", "It is not a minor revision"))


def _not_revised(case: Case) -> Iterator[Reason]:
    if case.record.open_revision:
        yield Reason(
            "revised_already",
            Text("มีฉบับปรับปรุง {code} ที่กำลังจัดทำอยู่แล้ว", "A revision is being prepared already: {code}").format(
                code=plain(case.record.open_revision)
            ),
        )


def _due_ahead(case: Case) -> Iterator[Reason]:
    day = case.values.get("parts_due_on")
    if day is not None and day < case.today:
        yield Reason("due_past", Text("กำหนดส่งผ่านไปแล้ว", "That day has passed"), "parts_due_on")
    if day is None and case.values.get("kind") == revising.MAJOR:
        yield Reason(
            "due_missing",
            Text("โปรดกำหนดวันส่งส่วนของหน่วยงาน", "Please say until when the agencies bring their parts"),
            "parts_due_on",
        )


def _revision_approved(case: Case) -> Iterator[Reason]:
    state = case.facts.get(REVISION)
    if state is None:
        yield Reason("no_revision", Text("ยังไม่มีฉบับปรับปรุง", "There is no revision"))
    elif state != "approved":
        yield Reason(
            "revision_open",
            Text("ฉบับปรับปรุง {code} ยังไม่ได้รับอนุมัติ", "The revision {code} is not approved yet").format(
                code=plain(case.record.open_revision)
            ),
        )


def _took_over(case: Case) -> Iterator[Reason]:
    if case.record.revises_id is not None and case.record.took_over_on is None:
        yield Reason(
            "not_in_place",
            Text(
                "รอฝ่ายเลขานุการประกาศใช้แทนแผน {code}", "The secretariat is to put it in the place of {code}"
            ).format(code=plain(case.record.revises_code)),
        )


def _kind_fits(case: Case) -> Iterator[Reason]:
    found = case.facts.get(LAST)
    if case.record.revision_kind == MINOR and found is not None:
        yield from revising.beyond_minor(case.record, *found)


def _minor_by_secretariat(case: Case) -> Iterator[Reason]:
    if case.record.revision_kind != MINOR or case.standing is None:
        return
    if case.standing.role is not Role.SECRETARIAT:
        yield Reason(
            "secretariat_only",
            Text(
                "การปรับปรุงเล็กน้อยให้ฝ่ายเลขานุการเป็นผู้ให้ความเห็นชอบ",
                "Minor revisions are confirmed by the secretariat",
            ),
        )


FRAMED = Guard("framed", Text("กรอบแผนครบ", "the frame is set"), _framed)
POSTS = rules.posts_ready("posts", [Role.COORDINATOR, Role.BUDGET_OFFICER, Role.DIRECTOR])
PART_READY = Guard(
    "part_ready", Text("กิจกรรมของหน่วยงานพร้อม", "the agency's activities are ready"), _part_ready
)
PARTS_IN = Guard("parts_in", Text("ส่วนของหน่วยงานครบ", "the parts are in"), _parts_in)
NO_BLOCKER = Guard(
    "no_blocker", Text("ผลตรวจอัตโนมัติไม่มีข้อที่ต้องแก้", "the check list has no blocker"), _no_blocker
)
UNCHANGED = Guard("unchanged", Text("กิจกรรมไม่เปลี่ยนหลังรวมเล่ม", "no activity changed since"), _unchanged)
MAY_STAY_OUT = Guard(
    "may_stay_out", Text("แผนไม่รวมส่วนนี้ได้", "the plan can do without the part"), _may_stay_out
)
ASKED_TO_APPROVE = Guard(
    "asked_to_approve", Text("รอหน่วยงานอนุมัติ", "it waits for the agency"), _asked_to_approve
)
DAY_REACHED = Guard("day_reached", Text("ถึงวันเริ่มแผน", "the first day has come"), _day_reached)
MOU_IN_FORCE = Guard("mou_in_force", Text("บันทึกข้อตกลงมีผลใช้บังคับ", "the MOU is in force"), _mou_in_force)
YEAR_OVER = Guard("year_over", Text("พ้นช่วงเวลาของแผน", "the plan's time is over"), _year_over)
ALL_SETTLED = Guard("all_settled", Text("ทุกกิจกรรมมีข้อยุติ", "every activity is settled"), _all_settled)
MATTERS_CLOSED = Guard(
    "matters_closed", Text("รายงานทุกฉบับมีข้อยุติ", "every report is accepted or waived"), _matters_closed
)
LESSONS_TOLD = Guard("lessons_told", Text("สรุปบทเรียนแล้ว", "the lessons are told"), _lessons_told)
MEETING_RESOLVED = Guard(
    "meeting_resolved", Text("ที่ประชุมมีมติเห็นชอบ", "a meeting resolved to endorse it"), _resolved_here
)
RESOLVED = Guard("resolved", Text("มีมติแล้ว", "the resolution is made"), _resolved_in_past)
IS_REVISION = Guard("is_revision", Text("เป็นฉบับปรับปรุง", "it is a revision"), _is_revision)
IS_MINOR = Guard("is_minor", Text("เป็นการปรับปรุงเล็กน้อย", "it is a minor revision"), _is_minor)
NOT_REVISED = Guard("not_revised", Text("ยังไม่มีฉบับปรับปรุงอื่น", "no other revision is open"), _not_revised)
DUE_AHEAD = Guard("due_ahead", Text("กำหนดส่งส่วนยังไม่ผ่าน", "the parts are due later"), _due_ahead)
REVISION_APPROVED = Guard(
    "revision_approved", Text("ฉบับปรับปรุงได้รับอนุมัติแล้ว", "its revision is approved"), _revision_approved
)
TOOK_OVER = Guard("took_over", Text("ใช้แทนฉบับเดิมแล้ว", "it replaced the edition before"), _took_over)
KIND_FITS = Guard("kind_fits", Text("ลักษณะการปรับปรุงถูกต้อง", "the kind of revision is right"), _kind_fits)
MINOR_BY_SECRETARIAT = Guard(
    "minor_by_secretariat",
    Text("การปรับปรุงเล็กน้อยเป็นของฝ่ายเลขานุการ", "minor revisions are the secretariat's"),
    _minor_by_secretariat,
)
