"""The conditions of a lesson's moves, each with the sentence that says what is missing (rule R19)."""

from collections.abc import Iterable, Iterator
from typing import Any

from planhub.kernel.access import Role
from planhub.kernel.errors import Reason
from planhub.kernel.text import Text, plain
from planhub.kernel.workflow import Case, Guard
from planhub.people.queries import PostHolder
from planhub.record.rules import HOLDERS, ORGS

PHOTOS = "photos"
"""Fact: names of the pictures without a consent of their own."""
CAPTURED = "captured"
"""Fact: hash of the content as it was captured."""
SUCCESSOR = "successor"
"""Fact: code of the published lesson that stands in this one's place, if there is one."""

CONFIRMERS = (Role.COORDINATOR, Role.DIRECTOR)
"""Who confirms facts for an agency: the coordinator; the director where the coordinator wrote the lesson."""


def named_agencies(lesson: Any) -> list[str]:
    """Give the agencies that a lesson names, or its owner where it names none."""
    return list(lesson.agencies or ()) or [lesson.owner_org]


def confirmers(holders: Iterable[PostHolder], org: str, authors: set[str]) -> list[PostHolder]:
    """Give who may confirm the facts for an agency, coordinators first; never an author."""
    roles = [role.value for role in CONFIRMERS]
    free = [h for h in holders if h.org == org and h.role in roles and h.user_id and h.user_id not in authors]
    return sorted(free, key=lambda h: roles.index(h.role))


def authors_of(lesson: Any, sender: str | None = None) -> set[str]:
    """Give the accounts that wrote a lesson or send it now."""
    return {user for user in (lesson.created_by, lesson.edited_by, sender) if user}


def _missing(case: Case, wanted: Iterable[tuple[str, Text]]) -> Iterator[Reason]:
    for name, words in wanted:
        if getattr(case.record, name) in (None, "", [], False):
            yield Reason(f"missing_{name}", words, name)


def _written(case: Case) -> Iterator[Reason]:
    yield from _missing(
        case,
        (
            ("context", Text("โปรดระบุบริบท", "Please give the context")),
            ("what_was_done", Text("โปรดระบุว่าทำอะไร", "Please say what was done")),
            ("result", Text("โปรดระบุผล", "Please give the result")),
            (
                "success_factors",
                Text("โปรดระบุปัจจัยความสำเร็จหรือเงื่อนไข", "Please give success factors or conditions"),
            ),
            ("directions", Text("โปรดเลือกทิศทางความร่วมมือ", "Please choose directions")),
            ("source", Text("โปรดระบุแหล่งอ้างอิง", "Please give the source")),
        ),
    )
    if not case.record.areas and case.record.kind != "foreign":
        yield Reason("missing_areas", Text("โปรดระบุพื้นที่", "Please give the areas"), "areas")


def _private(case: Case) -> Iterator[Reason]:
    if not case.record.no_personal_data:
        yield Reason(
            "personal_data",
            Text("โปรดตรวจและยืนยันว่าไม่มีข้อมูลส่วนบุคคล", "Please check that it holds no personal data"),
            "no_personal_data",
        )
    bare = case.facts.get(PHOTOS)
    if bare:
        yield Reason(
            "photo_consent",
            Text(
                "ยังไม่บันทึกความยินยอมของผู้ที่ปรากฏในภาพ: {names}",
                "The consent of those in these pictures is not written down yet: {names}",
            ).format(names=plain(bare)),
            "photo_consent",
        )


def _someone_confirms(case: Case) -> Iterator[Reason]:
    """Rule R12: every agency named has somebody besides the author who can confirm."""
    holders: list[PostHolder] = case.facts.get(HOLDERS, [])
    names = case.facts.get(ORGS, {})
    authors = authors_of(case.record, case.actor.user_id)
    for org in named_agencies(case.record):
        if not confirmers(holders, org, authors):
            admin = next(
                (h for h in holders if h.org == org and h.role == Role.AGENCY_ADMIN.value and h.name), None
            )
            contact = admin.name if admin and admin.name else Text("ฝ่ายเลขานุการ", "the secretariat")
            yield Reason(
                f"nobody_confirms_{org}",
                Text(
                    "ยังไม่มีผู้ยืนยันข้อเท็จจริงของ {org} นอกจากผู้เขียน — ผู้ดูแลระบบหน่วยงาน: {contact}",
                    "{org} has nobody besides the author to confirm the facts — its administrator: {contact}",
                ).format(org=names.get(org, plain(org)), contact=contact),
                "agencies",
            )


def _not_the_author(case: Case) -> Iterator[Reason]:
    """Rules R7 and S1, over all rounds: whoever began a lesson neither confirms nor publishes it."""
    if case.actor.user_id and case.actor.user_id == case.record.created_by:
        yield Reason(
            "own_work",
            Text("ผู้เขียนบทเรียนยืนยันหรือเผยแพร่เองไม่ได้", "Whoever wrote the lesson may not confirm or publish it"),
        )


def _begun(case: Case) -> Iterator[Reason]:
    if case.record.content_hash == case.facts.get(CAPTURED):
        yield Reason("unchanged", Text("ยังไม่มีการเขียน", "Nothing was written yet"))


def _replaced(case: Case) -> Iterator[Reason]:
    if not case.facts.get(SUCCESSOR):
        yield Reason("no_successor", Text("ยังไม่มีบทเรียนที่ใช้แทน", "Nothing stands in its place yet"))


def _decision(case: Case) -> Any:
    """Give the decision for the activity or plan that was named, if there is one."""
    chosen = [case.values[name].id for name in ("activity", "plan") if case.values.get(name) is not None]
    return next((r for r in case.record.reuses if chosen and chosen[0] in (r.activity_id, r.plan_id)), None)


def _placed(case: Case) -> Iterator[Reason]:
    """One place: an activity of the own agency, or a plan. A coordinator sees only plans that the agency is party to."""
    if not case.values:  # a page only asks whether the move is open
        return
    activity, plan = case.values.get("activity"), case.values.get("plan")
    if (activity is None) is (plan is None):
        yield Reason(
            "no_place",
            Text("โปรดเลือกกิจกรรม หรือแผน อย่างใดอย่างหนึ่ง", "Please name an activity or a plan"),
            "activity",
        )
    if activity is not None and case.standing is not None and activity.owner_org != case.standing.org:
        yield Reason(
            "other_agency",
            Text("กิจกรรมนี้ไม่ใช่ของหน่วยงานท่าน", "That activity is another agency's"),
            "activity",
        )


def _undecided(case: Case) -> Iterator[Reason]:
    if _decision(case) is not None:
        yield Reason(
            "decided",
            Text("บันทึกการตัดสินใจไว้ที่นั่นแล้ว", "A decision for that place is written down already"),
            "activity",
        )


def _adopted(case: Case) -> Iterator[Reason]:
    decision = _decision(case)
    if case.values and (decision is None or decision.status != "adopted"):
        yield Reason(
            "not_adopted",
            Text("ยังไม่ได้บันทึกว่านำไปใช้ที่นั่น", "It has not been adopted there"),
            "activity",
        )
    elif decision is not None and decision.result is not None:
        yield Reason("told", Text("บันทึกผลที่นั่นแล้ว", "Its result there is written down already"), "activity")


def _item_complete(case: Case) -> Iterator[Reason]:
    yield from _missing(
        case,
        (
            ("problem", Text("โปรดระบุปัญหาที่แก้ได้", "Please name the problem that it solves")),
            ("holder", Text("โปรดระบุเจ้าของผลงาน", "Please say whose work it is")),
            ("trl", Text("โปรดระบุ TRL", "Please give the TRL")),
            ("srl", Text("โปรดระบุ SRL", "Please give the SRL")),
            ("conditions", Text("โปรดระบุเงื่อนไขการใช้", "Please give the conditions of use")),
            ("directions", Text("โปรดเลือกทิศทางความร่วมมือ", "Please choose directions")),
        ),
    )
    if not (case.record.contact_post or case.record.contact_title):
        yield Reason(
            "missing_contact_post",
            Text("โปรดระบุตำแหน่งที่ติดต่อ", "Please give the post to contact"),
            "contact_post",
        )
    if case.record.cost_per_unit is not None and not case.record.unit:
        yield Reason("missing_unit", Text("โปรดระบุหน่วยของต้นทุน", "Please say what the cost is for"), "unit")


WRITTEN = Guard("written", Text("เขียนครบถ้วน", "it is fully written"), _written)
PRIVATE = Guard(
    "private", Text("ไม่มีข้อมูลส่วนบุคคล และภาพได้รับความยินยอม", "no personal data, consent for pictures"), _private
)
SOMEONE_CONFIRMS = Guard(
    "someone_confirms", Text("ทุกหน่วยงานมีผู้ยืนยัน", "every agency named can confirm"), _someone_confirms
)
NOT_THE_AUTHOR = Guard("not_the_author", Text("ไม่ใช่ผู้เขียน", "not by its author"), _not_the_author)
BEGUN = Guard("begun", Text("เริ่มเขียนแล้ว", "something was written"), _begun)
REPLACED = Guard("replaced", Text("มีบทเรียนใช้แทนแล้ว", "another one stands in its place"), _replaced)
PLACED = Guard("placed", Text("ระบุกิจกรรมของตนหรือแผน", "an own activity or a plan is named"), _placed)
UNDECIDED = Guard("undecided", Text("ยังไม่เคยตัดสินใจ", "not decided before"), _undecided)
ADOPTED = Guard("adopted", Text("นำไปใช้แล้วและยังไม่บอกผล", "adopted, and its result not told yet"), _adopted)
ITEM_COMPLETE = Guard("complete", Text("ข้อมูลครบถ้วน", "it is complete"), _item_complete)
