"""What must hold before a party leaves, or the MOU ends: notice, consents of all directors, duties with a new owner."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from planhub.kernel.access import Role
from planhub.kernel.errors import Reason
from planhub.kernel.text import Text, plain
from planhub.kernel.workflow import Case
from planhub.mou.guards.changing import day_words
from planhub.mou.guards.people import missing, org_name, who
from planhub.record import lanes
from planhub.record.rules import guard

OPEN_DUTIES = "open_duties"
"""Fact: the duties on which something is still to be done, most urgent first (`planhub.mou.duties.obligations`)."""

NOTICE_DAYS = 30
"""Days of notice where the text says nothing."""


def own_party(case: Case) -> Any:
    """Give the row of the party for which the actor would act; None for others."""
    org = case.standing.org if case.standing else None
    return next((p for p in case.record.parties if p.org == org and p.left_on is None), None)


def leaves_from(mou: Any, party: Any) -> date | None:
    """Give the first day on which a party that gave notice may leave; None without notice."""
    return party.notice_on + timedelta(days=mou.notice_days or NOTICE_DAYS) if party.notice_on else None


@guard("no_notice", Text("ยังไม่ได้บอกกล่าว", "No notice is given yet"))
def no_notice(case: Case) -> Iterator[Reason]:
    """Notice is given once."""
    party = own_party(case)
    if party is not None and party.notice_on:
        yield missing(
            "notice_given",
            "{org}บอกกล่าวไว้แล้วเมื่อ {day}",
            "{org} gave notice on {day}",
            org=org_name(case, party.org),
            day=day_words(party.notice_on),
        )


@guard("notice_day", Text("วันที่ของหนังสือไม่เกินวันนี้", "The letter's day is not after today"))
def notice_day(case: Case) -> Iterator[Reason]:
    """Notice runs from the day of the letter, which has been written, and not before the MOU began."""
    day: date | None = case.values.get("notice_on")
    if day and day > case.today:
        yield missing(
            "notice_future", "วันที่ของหนังสือต้องไม่เกินวันนี้", "The letter's day cannot be after today", "notice_on"
        )
    if day and case.record.starts_on and day < case.record.starts_on:
        yield missing("notice_before", "หนังสือลงวันที่ก่อนเริ่มมีผล", "The letter is older than the MOU", "notice_on")


@guard("notice", Text("บอกกล่าวแล้ว", "Notice is given"))
def notice(case: Case) -> Iterator[Reason]:
    """There is notice to take back."""
    party = own_party(case)
    if party is None or party.notice_on is None:
        yield missing("no_notice", "หน่วยงานของท่านยังไม่ได้บอกกล่าวออก", "Your agency has given no notice")


@guard("notice_over", Text("ครบกำหนดบอกกล่าว", "The days of notice are over"))
def notice_over(case: Case) -> Iterator[Reason]:
    """A party leaves when its days of notice are over."""
    party = own_party(case)
    if party is None:
        return
    day = leaves_from(case.record, party)
    days = case.record.notice_days or NOTICE_DAYS
    if day is None:
        yield missing(
            "no_notice",
            "{org}ยังไม่ได้บอกกล่าวออก ผู้มีอำนาจ ({name}) ต้องบอกกล่าวเป็นหนังสือก่อน {n} วัน",
            "{org} has given no notice; its director ({name}) must do so by letter {n} days before",
            org=org_name(case, party.org),
            name=who(case, party.org, Role.DIRECTOR),
            n=days,
        )
    elif case.today < day:
        yield missing(
            "notice_runs",
            "ยังไม่ครบกำหนดบอกกล่าว {n} วัน ออกได้ตั้งแต่ {day}",
            "The {n} days of notice are not over; it may leave from {day}",
            n=days,
            day=day_words(day),
        )


@guard("two_remain", Text("เหลือภาคีอย่างน้อยสองฝ่าย", "At least two parties remain"))
def two_remain(case: Case) -> Iterator[Reason]:
    """An MOU of one is none: then it is terminated instead."""
    if own_party(case) is not None and len(case.record.members) - 1 < 2:
        yield missing(
            "too_few",
            "หากออกจะเหลือภาคีไม่ถึงสองฝ่าย โปรดให้ฝ่ายเลขานุการหรือผู้ประสานงานเสนอยกเลิกบันทึกข้อตกลงแทน",
            "Fewer than two parties would remain; let the secretariat or a coordinator propose to terminate it",
        )


@guard("taken_over", Text("หน้าที่ที่ค้างมีผู้รับช่วง", "Somebody takes over what is open"))
def taken_over(case: Case) -> Iterator[Reason]:
    """What a party leaves open goes to one that stays."""
    party, to = own_party(case), case.values.get("to")
    if party is None or not case.values:
        return
    mine = [one for one in duties(case) if (one.duty.handed_to or one.duty.org) == party.org]
    if to is None and mine:
        yield missing(
            "to",
            "ยังมีหน้าที่ค้าง {n} ข้อ โปรดเลือกภาคีที่รับช่วง",
            "{n} duties are open; please choose the party that takes them over",
            "to",
            n=len(mine),
        )
    elif to is not None and (to == party.org or to not in case.record.members):
        yield missing(
            "to_stays", "ผู้รับช่วงต้องเป็นภาคีที่ยังอยู่", "Whoever takes over must be a party that stays", "to"
        )


def duties(case: Case) -> Sequence[Any]:
    """Give the open duties of the record."""
    found: Sequence[Any] = case.facts.get(OPEN_DUTIES, ())
    return found


# --- termination ----------------------------------------------------------------------------------------------


@guard("not_proposed", Text("ยังไม่มีข้อเสนอยกเลิก", "Nobody proposes that yet"))
def not_proposed(case: Case) -> Iterator[Reason]:
    """One proposal at a time."""
    if case.record.ending_on:
        yield missing(
            "proposed",
            "เสนอยกเลิกไว้แล้วเมื่อ {day}",
            "That was proposed on {day} already",
            day=day_words(case.record.ending_on),
        )


@guard("proposed", Text("มีข้อเสนอยกเลิก", "It is proposed"))
def proposed(case: Case) -> Iterator[Reason]:
    """There is something to agree to."""
    if case.record.ending_on is None:
        yield missing(
            "not_proposed",
            "ยังไม่มีข้อเสนอยกเลิก ฝ่ายเลขานุการหรือผู้ประสานงานของภาคีต้องเสนอก่อน",
            "Nobody has proposed to terminate it; the secretariat or a party's coordinator must",
        )


@guard("all_consent", Text("ผู้มีอำนาจของทุกฝ่ายเห็นชอบ", "The directors of all parties consent"))
def all_consent(case: Case) -> Iterator[Reason]:
    """Every party that remains has agreed to the end, by its own director."""
    mou = case.record
    if mou.ending_on is None:
        return
    steps = lanes.current(mou, ["ending"])
    for org in mou.members:
        mine = [x for x in steps if x.org_code == org]
        if not mine or any(x.status != lanes.DONE for x in mine):
            yield missing(
                f"consent_{org}",
                "ยังขาดความเห็นชอบของผู้มีอำนาจ{org} ({name})",
                "The consent of {org}'s director ({name}) is missing",
                org=org_name(case, org),
                name=who(case, org, Role.DIRECTOR),
            )


@guard("duties_assigned", Text("หน้าที่ที่ค้างมีผู้รับช่วง", "Open duties are assigned"))
def duties_assigned(case: Case) -> Iterator[Reason]:
    """Whoever proposes the end says who goes on with what is open."""
    found = duties(case)
    if case.values and found and not case.values.get("handover"):
        yield missing(
            "handover",
            "ยังมีหน้าที่ค้าง {n} ข้อ เช่น “{text}” โปรดระบุผู้รับช่วง",
            "{n} duties are open, such as “{text}”; please say who takes them over",
            "handover",
            n=len(found),
            text=plain(found[0].duty.text[:80]),
        )


@guard("duties_settled", Text("หน้าที่ที่ค้างเสร็จหรือโอนแล้ว", "Open duties are done or handed on"))
def duties_settled(case: Case) -> Iterator[Reason]:
    """Duties that were not done say where they went; the register knows which are open."""
    said, found = case.values.get("duties"), duties(case)
    if said == "moved" and not case.values.get("moved_to"):
        yield missing(
            "moved_to",
            "โปรดระบุว่าหน้าที่ที่ค้างโอนไปที่ใด",
            "Please say where the open duties have gone",
            "moved_to",
        )
    if said == "done" and found:
        yield missing(
            "duties_open",
            "ทะเบียนหน้าที่ยังมี {n} ข้อที่ไม่เสร็จ เช่น “{text}” ({org}) โปรดบันทึกผลหรือระบุที่โอน",
            "The register of duties has {n} that are not done, such as “{text}” ({org}); "
            "please record them, or say where they went",
            "duties",
            n=len(found),
            text=plain(found[0].duty.text[:80]),
            org=org_name(case, found[0].duty.org)
            if found[0].duty.org
            else Text("ทุกฝ่ายร่วมกัน", "all together"),
        )
