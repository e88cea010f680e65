"""What must hold before a move of minutes: two people, form 11, a window for corrections, a resolution to reopen."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from planhub.kernel.access import Actor
from planhub.kernel.errors import Reason
from planhub.kernel.text import Text, plain
from planhub.kernel.workflow import Case
from planhub.meetings.agenda.numbers import find_item
from planhub.meetings.words import ABSENT, ADOPTED, ADOPTION
from planhub.record.rules import guard

CHECKER = "checker"
"""Fact: the row that says who must check and what was passed; None where the check is on paper."""
TEXT_HASH = "minutes_hash"
"""Fact: hash of what the minutes say now; None where nobody needs it."""
CORRECTIONS = "corrections"
"""Fact: the corrections that were asked for, in their order."""
LATER = "later"
"""Fact: what other meetings resolved about this one."""

ATTENDED_ROLES = frozenset({"coordinator"})
"""Roles that speak for those of their agency who attended without an account."""


class Later(NamedTuple):
    """A resolution of another meeting about this one."""

    code: str
    """Of the other meeting."""
    number: int
    kind: str
    section: str
    state: str
    """Of the other meeting."""
    at: datetime
    """When it was resolved."""


HELD = frozenset({"adjourned", "minutes_draft", "minutes_circulated", "minutes_adopted", "closed"})
"""States of a meeting that is over, so that its resolutions stand."""


def in_draft(meeting: Any) -> bool:
    """Tell whether there is a draft that somebody may check."""
    return bool(meeting.state == "minutes_draft")


def _plainly(name: str | None) -> str:
    """Give a name without its title and spaces, so that the same person is known again."""
    said = "".join((name or "").split())
    for title in ("นางสาว", "นาง", "นาย", "น.ส.", "ดร.", "ผศ.", "รศ.", "ศ."):
        said = said.removeprefix(title)
    return said


@guard("two_people", Text("ผู้จดและผู้ตรวจรายงานเป็นคนละคน", "recorder and checker are two people"))
def two_people(case: Case) -> Iterator[Reason]:
    """ผู้จดรายงานการประชุม ≠ ผู้ตรวจรายงานการประชุม."""
    if not case.values:
        return
    recorder, checker = (_plainly(case.values.get(name)) for name in ("recorder_name", "checker_name"))
    if recorder and recorder == checker:
        yield Reason(
            "checker_name",
            Text("ผู้ตรวจรายงานการประชุมต้องไม่ใช่ผู้จด", "The checker must not be the recorder"),
            "checker_name",
        )


@guard("checker_is_another", Text("ผู้ตรวจในระบบไม่ใช่ผู้จด", "the checker's account is not the recorder's"))
def checker_is_another(case: Case) -> Iterator[Reason]:
    """Whoever drafts the minutes does not check them from another of their own posts either."""
    post = case.values.get("checker")
    if post and post in {s.post_id for s in case.actor.standings}:
        yield Reason(
            "checker",
            Text("ตำแหน่งผู้ตรวจต้องเป็นของบุคคลอื่น", "The checker's post must be held by another person"),
            "checker",
        )


@guard("minutes_complete", Text("รายงานการประชุมครบตามแบบที่ 11", "the minutes have all that form 11 asks"))
def minutes_complete(case: Case) -> Iterator[Reason]:
    """Form 11: place, times, who was there, who recorded and who checked."""
    record = case.record
    for name, label in _FORM_11.items():
        if not getattr(record, name):
            yield Reason(name, Text("ยังขาด{what}", "Missing: {what}").format(what=label), name)
    if not any(a.duty in ("chair", "vice_chair") and a.kind != ABSENT for a in record.attendees):
        yield Reason(
            "chair", Text("ยังไม่ระบุผู้ทำหน้าที่ประธาน", "Nobody is marked as having been in the chair"), "attendees"
        )


_FORM_11 = {
    "place": Text("สถานที่ประชุม", "the place"),
    "began_at": Text("เวลาเริ่มประชุม", "the time of the beginning"),
    "ended_at": Text("เวลาเลิกประชุม", "the time of the end"),
    "recorder_name": Text("ผู้จดรายงานการประชุม", "the recorder"),
    "checker_name": Text("ผู้ตรวจรายงานการประชุม", "the checker"),
}


@guard("is_checker", Text("เป็นผู้ตรวจที่กำหนดไว้", "it is the checker who was named"))
def is_checker(case: Case) -> Iterator[Reason]:
    """The post that was named checks; nobody else."""
    row = case.facts.get(CHECKER)
    if row is None:
        yield Reason(
            "no_checker",
            Text("กำหนดให้ตรวจบนกระดาษ จึงไม่ต้องกดตรวจในระบบ", "The check is on paper; nobody passes it here"),
        )
    elif row.post_id not in {s.post_id for s in case.actor.standings if not s.resting}:
        yield Reason("not_checker", Text("ผู้ตรวจเป็นตำแหน่งอื่น", "Another post is the checker"))


@guard("checked", Text("ผู้ตรวจตรวจข้อความฉบับนี้แล้ว", "the checker has passed this very text"))
def checked(case: Case) -> Iterator[Reason]:
    """Where a checker was named by post, the text that goes out is the one that was passed."""
    row = case.facts.get(CHECKER)
    if row is None:
        return
    if row.passed_hash is None:
        yield Reason("not_checked", Text("ผู้ตรวจยังไม่ได้ตรวจรายงาน", "The minutes have not been checked yet"))
    elif row.passed_hash != case.facts.get(TEXT_HASH):
        yield Reason(
            "checked_before",
            Text(
                "ข้อความเปลี่ยนหลังจากตรวจ โปรดให้ผู้ตรวจตรวจอีกครั้ง",
                "The text changed after it was checked; please have it checked again",
            ),
        )


def was_there(actor: Actor, attendees: Sequence[Any]) -> bool:
    """Tell whether one of those who attended is the actor, or somebody without an account for whom they speak."""
    here = [a for a in attendees if a.kind != ABSENT]
    posts = {s.post_id for s in actor.standings if s.post_id and not s.resting}
    speaks = {s.org for s in actor.standings if s.role.value in ATTENDED_ROLES and not s.resting}
    return any(_is_of(a, actor.user_id, posts, speaks) for a in here)


def _is_of(attendee: Any, user_id: str | None, posts: set[str], speaks: set[str]) -> bool:
    if attendee.kind == "substitute" or not (attendee.user_id or attendee.post_id):
        return attendee.org in speaks
    return (user_id is not None and attendee.user_id == user_id) or attendee.post_id in posts


@guard("attended", Text("เป็นผู้มาประชุม หรือผู้ประสานงานของผู้มาประชุม", "attended, or speaks for who did"))
def attended(case: Case) -> Iterator[Reason]:
    """Those who were there ask for corrections; an agency's coordinator writes for those without an account."""
    if not was_there(case.actor, case.record.attendees):
        yield Reason(
            "not_there",
            Text(
                "เฉพาะผู้มาประชุมขอแก้ไขรายงานได้ หรือผู้ประสานงานของหน่วยงานที่มีผู้มาประชุมแทน",
                "Only those who attended may ask, or the coordinator of an agency that sent somebody",
            ),
        )


@guard("window_open", Text("ยังอยู่ในช่วงขอแก้ไข", "the time for corrections is not over"))
def window_open(case: Case) -> Iterator[Reason]:
    """Seven working days from the circulation."""
    until = case.record.corrections_until
    if until is not None and case.today > until:
        yield Reason(
            "window_over",
            Text(
                "พ้นกำหนดขอแก้ไขแล้ว ขอแก้ไขได้ในที่ประชุมครั้งถัดไป",
                "The time for corrections is over; the next meeting may still correct",
            ),
        )


@guard(
    "place_of_correction", Text("ระบุที่ที่ขอแก้ และข้อความต่างจากเดิม", "the place is known and the wording differs")
)
def place_of_correction(case: Case) -> Iterator[Reason]:
    """A correction belongs to a matter, or to a resolution of it, and changes something."""
    if not case.values:
        return
    key, number = case.values.get("item"), case.values.get("resolution")
    item = find_item(case.record, key) if key else None
    if key and item is None:
        yield Reason("item", Text("ไม่พบเรื่องนี้ในระเบียบวาระ", "There is no such matter on the agenda"), "item")
    resolution = resolution_of(case.record, number)
    if number and (resolution is None or (item is not None and resolution.item_id != item.id)):
        yield Reason("resolution", Text("ไม่พบมตินี้ในเรื่องนี้", "There is no such resolution there"), "resolution")
    if (item or resolution) and text_at(item, resolution).strip() == (
        case.values.get("wording") or ""
    ).strip():
        yield Reason(
            "wording", Text("ข้อความเหมือนเดิมทุกตัวอักษร", "The wording is the same as before"), "wording"
        )


def resolution_of(meeting: Any, number: int | None) -> Any | None:
    """Give the resolution of that number, if there is one."""
    return next((r for r in meeting.resolutions if r.number == number), None) if number else None


def text_at(item: Any | None, resolution: Any | None) -> str:
    """Give what the minutes say at a place: of a resolution, else of a matter."""
    if resolution is not None:
        return str(resolution.text)
    if item is None:
        return ""
    return item.discussion or item.facts or item.background or ""


@guard("decidable", Text("มีคำขอที่รอพิจารณา และมีเหตุผลหากไม่แก้", "it is open, and declined only with a reason"))
def decidable(case: Case) -> Iterator[Reason]:
    """An open correction; declined with a reason; accepted as asked only while the text stands as it was."""
    number = case.values.get("number")
    if not case.values or number is None:
        return
    row = next((c for c in case.facts[CORRECTIONS] if c.number == number), None)
    if row is None or row.status != "open":
        yield Reason("number", Text("ไม่มีคำขอแก้ไขลำดับนี้ที่รอพิจารณา", "No such correction is open"), "number")
        return
    if case.values.get("decision") == "accept" and not case.values.get("wording"):
        resolution = next((r for r in case.record.resolutions if r.id == row.resolution_id), None)
        item = next((i for i in case.record.agenda if i.id == row.item_id), None)
        if item is not None and text_at(item, resolution) != row.was:
            yield Reason(
                "moved_on",
                Text(
                    "ข้อความตรงนี้แก้ไปแล้วตามคำขออื่น โปรดระบุข้อความที่ใช้ให้ครบทั้งสองคำขอ",
                    "This text was changed by another correction; please give the wording that serves both",
                ),
                "wording",
            )


@guard(
    "window_over",
    Text(
        "พ้นกำหนดขอแก้ไข หรือรับรองในที่ประชุมครั้งถัดไป",
        "the time for corrections is over, or the next meeting adopts",
    ),
)
def window_over(case: Case) -> Iterator[Reason]:
    """Those who attended have seven working days; the next meeting may adopt at once."""
    until = case.record.corrections_until
    by_circulation = case.values.get("adopted_by") == "circulation"
    if by_circulation and until is not None and case.today <= until:
        yield Reason(
            "corrections_until",
            Text("ยังอยู่ในช่วงขอแก้ไขรายงาน", "Corrections may still be asked for"),
            "adopted_by",
        )


@guard("corrections_decided", Text("พิจารณาคำขอแก้ไขครบแล้ว", "every correction has been decided on"))
def corrections_decided(case: Case) -> Iterator[Reason]:
    """Nobody's correction is forgotten."""
    waiting = [c for c in case.facts[CORRECTIONS] if c.status == "open"]
    if waiting:
        yield Reason(
            "corrections",
            Text("ยังมีคำขอแก้ไขที่รอพิจารณา: คำขอที่ {which}", "Corrections are still open: {which}").format(
                which=plain(", ".join(str(c.number) for c in waiting))
            ),
        )


def _adopting(case: Case) -> list[Later]:
    """Give the resolutions that adopt what is circulated now; one on an earlier text does not count."""
    adopting = [x for x in case.facts[LATER] if x.section == ADOPTION and x.kind == ADOPTED]
    return [x for x in adopting if x.at >= case.record.state_since]


@guard("next_meeting_adopts", Text("ที่ประชุมครั้งถัดไปมีมติรับรอง", "the next meeting has resolved to adopt"))
def next_meeting_adopts(case: Case) -> Iterator[Reason]:
    """Adopted “by the next meeting” means that its agenda item 2 says so."""
    if case.values.get("adopted_by") == "meeting" and not _adopting(case):
        yield Reason(
            "next_meeting",
            Text(
                "ยังไม่มีมติรับรองในระเบียบวาระที่ 2 ของการประชุมครั้งถัดไป",
                "Item 2 of the next meeting's agenda has not resolved to adopt them yet",
            ),
            "adopted_by",
        )


@guard(
    "adopted_at_next", Text("ที่ประชุมครั้งถัดไปรับรองและเลิกประชุมแล้ว", "the next meeting adopted them and is over")
)
def adopted_at_held_meeting(case: Case) -> Iterator[Reason]:
    """The next meeting's resolution stands once that meeting is over."""
    if not any(x.state in HELD for x in _adopting(case)):
        yield Reason("next_meeting", Text("ที่ประชุมครั้งถัดไปยังไม่รับรอง", "The next meeting has not adopted them"))


@guard("by_resolution", Text("มีมติของการประชุมอื่นเกี่ยวกับรายงานนี้", "another meeting resolved about these minutes"))
def reopened_by_resolution(case: Case) -> Iterator[Reason]:
    """What was adopted is opened again by a resolution only, never by a hand alone."""
    if not case.values:
        return
    named = (case.values.get("by_meeting"), case.values.get("by_resolution"))
    if not any((x.code, x.number) == named and x.state in HELD for x in case.facts[LATER]):
        yield Reason(
            "by_resolution",
            Text(
                "ไม่พบมตินี้ หรือมติไม่ได้อยู่ในเรื่องที่เกี่ยวกับรายงานฉบับนี้ หรือการประชุมนั้นยังไม่เลิก",
                "There is no such resolution about these minutes of a meeting that is over",
            ),
            "by_resolution",
        )
