"""What must hold of signatures, and of what follows them; guards like those of `planhub.mou.guards.clearing`."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from planhub.kernel.access import Role
from planhub.kernel.errors import Reason
from planhub.kernel.text import Text, plain
from planhub.kernel.workflow import Case
from planhub.mou.guards import signers, witnesses
from planhub.mou.guards.people import missing, org_name
from planhub.record.rules import ORGS, guard

FILES = "files"
"""Fact: the files on the record, as (id, name, SHA-256)."""


def find_file(case: Case, wanted: str | None) -> tuple[str, str, str] | None:
    """Give the file on the record that is called so, or whose id or SHA-256 begins so; None if that is not one file."""
    files: Sequence[tuple[str, str, str]] = case.facts.get(FILES, ())
    if not wanted:
        return None
    named = [f for f in files if f[1] == wanted]
    found = named or [f for f in files if len(wanted) >= 8 and (f[0] == wanted or f[2].startswith(wanted))]
    return found[0] if len(found) == 1 else None


@guard("ceremony", Text("วันลงนามยังไม่ผ่าน และมีพยานทุกฝ่าย", "The day is to come, and each party has a witness"))
def ceremony(case: Case) -> Iterator[Reason]:
    """A ceremony lies ahead and each party has a witness, named here or before."""
    if not case.values:
        return
    day = case.values["ceremony_on"]
    if day < case.today:
        yield missing("ceremony_past", "วันลงนามผ่านไปแล้ว", "The day of signing has passed", "ceremony_on")
    found = witnesses.read(case.values.get("witnesses"), case.record.parties, case.facts.get(ORGS, {}))
    for line in found.unread:
        yield missing(
            "witness_line",
            "อ่านบรรทัด “{line}” ไม่ได้ โปรดเขียนเช่น พอช.: นางสาวใจดี มีสุข, ผู้อำนวยการสำนัก",
            "Cannot read “{line}”; please write as CODI: Ms Jaidee Meesuk, Director of Bureau",
            "witnesses",
            line=plain(line),
        )
    there = {s.org for s in case.record.signatories if s.kind == "witness"} | {w.org for w in found.people}
    for party in case.record.parties:
        if party.org not in there:
            yield missing(
                f"witness_{party.org}",
                "ยังขาดพยานของ{org}",
                "{org} has no witness yet",
                "witnesses",
                org=org_name(case, party.org),
            )


def _past_day(case: Case, name: str) -> Iterator[Reason]:
    day: date | None = case.values.get(name)
    if day and day > case.today:
        yield missing("future", "วันที่ลงนามต้องไม่เกินวันนี้", "The day of signing cannot be after today", name)


def _scan(case: Case, name: str) -> Iterator[Reason]:
    if case.values and find_file(case, case.values.get(name)) is None:
        yield missing(
            "scan",
            "ไม่พบไฟล์นี้ในไฟล์แนบ โปรดแนบไฟล์สแกนก่อน แล้วใส่ชื่อไฟล์",
            "There is no such file here; please attach the scan first, then give its name",
            name,
        )


@guard(
    "signature", Text("ลายมือชื่อมีผู้ลงนาม วัน พยาน และไฟล์สแกน", "A signature has signer, day, witness and scan")
)
def signature(case: Case) -> Iterator[Reason]:
    """Rule S2: a signature is recorded for a party that has not signed, with its scan."""
    record, standing, org = case.record, case.standing, case.values.get("org")
    if org is None:
        return
    if org not in {party.org for party in record.parties}:
        yield missing("no_party", "{org}ไม่ได้เป็นภาคี", "{org} is not a party", "org", org=org_name(case, org))
    if standing and standing.role is Role.COORDINATOR and standing.org != org:
        yield missing(
            "other_party",
            "ท่านบันทึกได้เฉพาะการลงนามของหน่วยงานตน",
            "You may record your own agency's signature only",
            "org",
        )
    if any(s.org == org and s.is_confirmed for s in record.signatures):
        yield missing(
            "signed",
            "การลงนามของ{org}ยืนยันแล้ว",
            "The signature of {org} is confirmed already",
            "org",
            org=org_name(case, org),
        )
    if case.values.get("capacity") != "own" and not case.values.get("order_no"):
        yield missing("order_no", "โปรดระบุเลขที่คำสั่ง", "Please give the number of the order", "order_no")
    yield from _past_day(case, "signed_on")
    yield from _scan(case, "scan")


def _awaiting(case: Case) -> list[Any]:
    """Give the signatures that this side may confirm: what the secretariat recorded, its agency; and the reverse."""
    standing = case.standing
    if standing is None:
        return []
    waiting = [s for s in case.record.signatures if not s.is_confirmed]
    if standing.role is Role.COORDINATOR:
        return [s for s in waiting if s.recorded_role != Role.COORDINATOR and s.org == standing.org]
    return [s for s in waiting if s.recorded_role == Role.COORDINATOR]


@guard("confirmation", Text("อีกฝ่ายหนึ่งเป็นผู้ยืนยัน", "Somebody else confirms"))
def confirmation(case: Case) -> Iterator[Reason]:
    """Rule S2: the secretariat's entry is confirmed by that agency's coordinator, the coordinator's by the secretariat."""
    waiting = _awaiting(case)
    if not waiting:
        yield missing(
            "nothing_to_confirm",
            "ยังไม่มีการลงนามที่รอท่านยืนยัน",
            "There is no signature that waits for your confirmation",
        )
        return
    org = case.values.get("org")
    mine = next((s for s in waiting if s.org == org), None)
    if org is not None and mine is None:
        yield missing(
            "not_yours_to_confirm",
            "การลงนามของ{org}ไม่ได้รอท่านยืนยัน",
            "The signature of {org} does not wait for your confirmation",
            "org",
            org=org_name(case, org),
        )
    if mine is not None and mine.recorded_key == case.actor.person_key:
        yield missing(
            "own_entry",
            "ผู้บันทึกยืนยันเองไม่ได้",
            "Whoever recorded a signature cannot confirm it",
        )


@guard("all_signed", Text("ทุกฝ่ายมีลายมือชื่อ พยาน และไฟล์สแกน", "All have signed, with witness and scan"))
def all_signed(case: Case) -> Iterator[Reason]:
    """Everything about the signatures is there."""
    signed = {s.org for s in case.record.signatures if s.is_confirmed and s.witness and s.scan_hash}
    for party in case.record.parties:
        if party.org not in signed:
            yield missing(
                f"unsigned_{party.org}", "{org}ยังลงนามไม่ครบ", "{org} has not signed yet", org=plain(party.org)
            )


@guard(
    "outside", Text("มีไฟล์สแกน วันลงนาม และผู้ลงนามทุกฝ่าย", "There are scan, days and the signers of all parties")
)
def outside(case: Case) -> Iterator[Reason]:
    """One signed outside has its scan, a day that has been, and a signer for each party."""
    yield from _past_day(case, "signed_on")
    yield from _scan(case, "scan")
    if not case.values:
        return
    found = signers.read(case.values.get("signers"), case.record, case.facts.get(ORGS, {}))
    for line in found.unread:
        yield missing(
            "signer_line",
            "อ่านบรรทัด “{line}” ไม่ได้ โปรดเขียนเช่น พอช.: นายใจดี มีสุข, ผู้อำนวยการ, 13/12/2565",
            "Cannot read “{line}”; please write as CODI: Mr Jaidee Meesuk, Director, 13/12/2022",
            "signers",
            line=plain(line),
        )
    yield from _signer_days(case, found.people)
    for party in case.record.parties:
        if sum(one.org == party.org for one in found.people) != 1:
            yield missing(
                f"signed_by_{party.org}",
                "โปรดระบุผู้ลงนามของ{org} หนึ่งบรรทัด",
                "Please give the signer of {org} in one line",
                "signers",
                org=org_name(case, party.org),
            )


def _signer_days(case: Case, people: Iterable[signers.Signer]) -> Iterator[Reason]:
    last: date | None = case.values.get("signed_on")
    for one in people:
        if one.day and last and one.day > last:
            yield missing(
                "signer_day",
                "{org}ลงนามหลังวันลงนามครบ โปรดตรวจวันที่",
                "{org} signed after the day of the last signature; please check the days",
                "signers",
                org=org_name(case, one.org),
            )


# --- afterwards -----------------------------------------------------------------------------------------------


@guard("begun", Text("ถึงวันเริ่มมีผล", "Its first day has come"))
def begun(case: Case) -> Iterator[Reason]:
    """It is in force from its first day."""
    starts_on = case.record.starts_on
    if starts_on is None or case.today < starts_on:
        yield missing("not_begun", "ยังไม่ถึงวันเริ่มมีผล", "Its first day has not come yet")


@guard("past_end", Text("พ้นวันสิ้นสุด", "Its last day has passed"))
def past_end(case: Case) -> Iterator[Reason]:
    """It ends with its last day."""
    ends_on = case.record.ends_on
    if ends_on is None or case.today < ends_on + timedelta(days=1):
        yield missing("not_over", "ยังไม่พ้นวันสิ้นสุด", "Its last day has not passed yet")


@guard("until", Text("วันที่ระงับถึงอยู่ข้างหน้า", "The suspension ends in the future"))
def until(case: Case) -> Iterator[Reason]:
    """A suspension ends on a day to come, before the end of the MOU."""
    day: date | None = case.values.get("until")
    if day and day <= case.today:
        yield missing("until_past", "โปรดระบุวันที่หลังจากวันนี้", "Please give a day after today", "until")
    if day and case.record.ends_on and day > case.record.ends_on:
        yield missing("until_late", "เกินวันสิ้นสุดของบันทึกข้อตกลง", "That is after the end of the MOU", "until")


@guard("retention", Text("วันเก็บรักษาอยู่ข้างหน้า", "The file is kept for some time"))
def retention(case: Case) -> Iterator[Reason]:
    """A closed file is kept until a day to come."""
    day: date | None = case.values.get("retain_until")
    if day and day <= case.today:
        yield missing("retain_until", "โปรดระบุวันที่หลังจากวันนี้", "Please give a day after today", "retain_until")
