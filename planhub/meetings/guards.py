"""What must hold before a move of a meeting: each guard says everything that is missing (rule R19)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from planhub.kernel.errors import Reason
from planhub.kernel.text import Text
from planhub.kernel.workflow import Case
from planhub.meetings.agenda.numbers import find_chair, find_item
from planhub.meetings.words import ABSENT, ASSIGNED, ATTENDEE, CONSIDERATION, year_of
from planhub.record.rules import guard

PACK = "pack"
"""Fact: the newest finished pack, with the hash of the agenda that it shows; None where there is none."""
WITHDRAWN = "withdrawn"
"""Fact: ids of the matters that were withdrawn while the meeting sat."""


@guard("date_and_place", Text("มีวัน เวลา และสถานที่", "day, time and place are set"))
def date_and_place(case: Case) -> Iterator[Reason]:
    """Nobody can be invited to an unknown time or place."""
    if case.record.starts_at is None:
        yield Reason("starts_at", Text("ยังไม่ระบุเวลาเริ่มประชุม", "The time is not set"), "starts_at")
    if not (case.record.place or case.record.link):
        yield Reason(
            "place", Text("ยังไม่ระบุสถานที่หรือห้องออนไลน์", "Neither place nor online room is set"), "place"
        )


@guard("members", Text("มีรายชื่อผู้เชิญ", "somebody is invited"))
def members_listed(case: Case) -> Iterator[Reason]:
    """A meeting needs members."""
    if not [a for a in case.record.attendees if a.kind != ATTENDEE]:
        yield Reason("attendees", Text("ยังไม่มีรายชื่อผู้มาประชุม", "No member is listed"), "attendees")


@guard(
    "notice", Text("เชิญล่วงหน้าตามจำนวนวันที่กำหนด หรือระบุว่าเป็นเรื่องด่วน", "enough days of notice, or marked urgent")
)
def notice_given(case: Case) -> Iterator[Reason]:
    """Seven days (the committee's setting) between letter and meeting, unless the letter says that it is urgent."""
    if not case.values:
        return
    if case.values.get("is_urgent"):
        if not case.values.get("urgent_reason"):
            why = Text("โปรดระบุเหตุที่เป็นเรื่องด่วน", "Please say why it is urgent")
            yield Reason("urgent_reason", why, "urgent_reason")
        return
    days = case.record.committee.notice_days
    if case.record.held_on - timedelta(days=days) < case.today:
        yield Reason(
            "notice",
            Text(
                "เหลือเวลาไม่ถึง {n} วันก่อนประชุม หากจำเป็นให้เลือก “เรื่องด่วน” หรือเลื่อนวันประชุม",
                "Less than {n} days are left; mark it as urgent, or choose a later day",
            ).format(n=days),
            "is_urgent",
        )


@guard(
    "chair_signs",
    Text("ประธานหรือผู้มีอำนาจแทนลงนามในหนังสือเชิญ", "the chair signs the letter, or who may in the chair's place"),
)
def chair_signs(case: Case) -> Iterator[Reason]:
    """The letter is the chair's; somebody else signs it only by an order."""
    chair = find_chair(case.record)
    signer = " ".join((case.values.get("signer_name") or "").split()) if case.values else ""
    if chair is None and not signer:
        words = Text("คณะนี้ยังไม่มีประธาน โปรดระบุผู้ลงนาม", "There is no chair; please name who signs")
        yield Reason("signer_name", words, "signer_name")
    elif signer and (chair is None or signer != chair.name) and not case.values.get("signer_order"):
        words = Text("โปรดระบุคำสั่งให้ลงนามแทนประธาน", "Please give the order to sign in the chair's place")
        yield Reason("signer_order", words, "signer_order")


@guard(
    "papers",
    Text("เรื่องเพื่อพิจารณามีข้อเสนอและร่างมติ", "matters for consideration have proposal and draft resolution"),
)
def papers_in(case: Case) -> Iterator[Reason]:
    """Whoever must decide needs to read what is proposed."""
    if not case.record.agenda:
        yield Reason("agenda", Text("ยังไม่มีระเบียบวาระ", "The agenda is empty"), "agenda")
    for item in case.record.agenda:
        if item.section == CONSIDERATION and not (item.proposal and item.draft_resolution):
            yield Reason(
                f"paper_{item.id}",
                Text(
                    "เรื่อง “{title}” ยังขาดข้อเสนอหรือร่างมติ", "“{title}” lacks a proposal or a draft resolution"
                ).format(title=item.title),
                "agenda",
            )


@guard("pack_built", Text("สร้างเล่มประชุมจากระเบียบวาระฉบับล่าสุดแล้ว", "the pack shows the newest agenda"))
def pack_built(case: Case) -> Iterator[Reason]:
    """The agenda is closed together with the pack that shows it."""
    pack = case.facts[PACK]
    if pack is None:
        yield Reason(
            "pack",
            Text(
                "ยังไม่ได้สร้างเล่มประชุม โปรดดึงข้อมูลและสร้างเล่ม PDF",
                "The pack has not been built; freeze the figures and build it",
            ),
        )
    elif pack.agenda_hash != case.record.content_hash:
        yield Reason(
            "pack_stale",
            Text(
                "ระเบียบวาระเปลี่ยนหลังจากสร้างเล่มประชุม โปรดดึงข้อมูลและสร้างเล่มใหม่",
                "The agenda changed after the pack was built; freeze the figures and build it again",
            ),
        )


@guard("day_has_come", Text("ถึงวันประชุม", "the day has come"))
def day_has_come(case: Case) -> Iterator[Reason]:
    """A meeting does not begin before its day."""
    if case.today < case.record.held_on:
        yield Reason("held_on", Text("ยังไม่ถึงวันประชุม", "The day of the meeting has not come"), "held_on")


@guard("quorum", Text("ครบองค์ประชุม หรือดำเนินการเป็นการประชุมหารือ", "quorum, or held as a consultation"))
def quorum(case: Case) -> Iterator[Reason]:
    """Members present or represented against the committee's share; without it people may only talk."""
    if not case.values or case.values.get("is_consultation"):
        return
    here, needed, all_of = count_quorum(case)
    if here < needed:
        yield Reason(
            "quorum",
            Text(
                "มาประชุม {here} จาก {all_of} ตำแหน่ง ต้องมีอย่างน้อย {needed} จึงครบองค์ประชุม หากประสงค์ประชุมหารือโดยไม่มีมติ ให้เลือก “ประชุมหารือ”",
                "{here} of {all_of} members are here and {needed} are needed; choose “consultation” to talk without resolutions",
            ).format(here=here, needed=needed, all_of=all_of),
            "is_consultation",
        )


def count_quorum(case: Case) -> tuple[int, int, int]:
    """Give how many members are present or represented, how many are needed, and how many there are."""
    return here_of(case.record)


def here_of(meeting: Any) -> tuple[int, int, int]:
    """Give how many members of a meeting are present or represented, how many are needed, and how many there are."""
    members = [a for a in meeting.attendees if a.kind != ATTENDEE]
    here = sum(a.kind != ABSENT for a in members)
    needed = -(-len(members) * meeting.committee.quorum_percent // 100)
    return here, max(needed, 1), len(members)


@guard("resolution", Text("ระบุเรื่อง มติ และผู้รับมอบหมายครบ", "matter, resolution and assignment are complete"))
def resolution_complete(case: Case) -> Iterator[Reason]:
    """A resolution belongs to a matter of this meeting; an assignment says who, what and by when."""
    if case.record.is_consultation:
        yield Reason(
            "consultation",
            Text(
                "เป็นการประชุมหารือ จึงไม่มีมติ บันทึกได้เฉพาะสาระ",
                "This is a consultation: only the discussion is recorded",
            ),
        )
    if not case.values:
        return
    if find_item(case.record, case.values.get("item")) is None:
        yield Reason("item", Text("ไม่พบเรื่องนี้ในระเบียบวาระ", "There is no such matter on the agenda"), "item")
    given = {name: case.values.get(name) for name in ("assign_org", "assign_what", "assign_due")}
    if case.values.get("kind") == ASSIGNED or any(given.values()):
        for name, value in given.items():
            if not value:
                yield Reason(name, _ASSIGNMENT[name], name)
    due = given["assign_due"]
    if due is not None and due < case.record.held_on:
        yield Reason(
            "assign_due",
            Text("กำหนดเสร็จต้องไม่ก่อนวันประชุม", "It cannot be due before the meeting"),
            "assign_due",
        )


_ASSIGNMENT = {
    "assign_org": Text("โปรดระบุหน่วยงานที่รับมอบหมาย", "Please name the agency that must act"),
    "assign_what": Text("โปรดระบุสิ่งที่มอบหมาย", "Please say what is to be done"),
    "assign_due": Text("โปรดระบุวันครบกำหนด", "Please say by when"),
}


@guard("all_resolved", Text("ทุกเรื่องมีมติ เลื่อน หรือถอนแล้ว", "every matter is resolved, deferred or withdrawn"))
def all_resolved(case: Case) -> Iterator[Reason]:
    """Nothing on the agenda is forgotten."""
    if case.record.is_consultation:
        return
    done = {r.item_id for r in case.record.resolutions} | set(case.facts[WITHDRAWN])
    for item in case.record.agenda:
        if item.id not in done:
            yield Reason(
                f"open_{item.id}",
                Text("เรื่อง “{title}” ยังไม่มีมติ", "“{title}” has no resolution yet").format(title=item.title),
                "agenda",
            )


@guard(
    "same_year", Text("วันประชุมใหม่อยู่ในปีของเลขครั้งประชุม", "the new day lies in the year of the meeting's number")
)
def same_year(case: Case) -> Iterator[Reason]:
    """A number belongs to its year, so a meeting that moves into the next one is cancelled and set up anew."""
    day = case.values.get("held_on")
    if day is not None and year_of(case.record.committee.numbering, day) != case.record.year_be:
        yield Reason(
            "held_on",
            Text(
                "วันใหม่อยู่คนละปีกับเลขครั้งประชุม ({year}) โปรดงดประชุมนี้แล้วตั้งการประชุมใหม่",
                "The new day lies outside the year of the number ({year}); cancel this meeting and set up another",
            ).format(year=case.record.year_be),
            "held_on",
        )
    if day is not None and day < case.today:
        yield Reason("held_on", Text("วันประชุมใหม่ผ่านไปแล้ว", "The new day has passed"), "held_on")
