"""What must hold when copies of the signed text go out (workflows.md §2, "circulate")."""

from collections.abc import Iterator
from datetime import datetime

from planhub.kernel.clock import BANGKOK
from planhub.kernel.errors import Reason
from planhub.kernel.text import Text
from planhub.kernel.workflow import Case
from planhub.mou.guards.changing import day_words
from planhub.mou.guards.people import missing, org_name
from planhub.record.rules import guard

NOW = "now"
"""Fact: this instant."""


def instant(at: datetime) -> Text:
    """Write an instant in both languages, to the minute, in Bangkok."""
    local = at.astimezone(BANGKOK)
    clock = f"{local:%H.%M}"
    return Text("{day} เวลา {clock} น.", "{day} at {clock}").format(day=day_words(local.date()), clock=clock)


@guard("pack", Text("ฉบับลงนามครบทุกฝ่าย", "The signed copies are all there"))
def pack(case: Case) -> Iterator[Reason]:
    """What goes out is the signed text of every party."""
    scanned = {s.org for s in case.record.signatures if s.scan_hash}
    for party in case.record.parties:
        if party.org not in scanned and not case.record.registered:
            yield missing(
                f"pack_{party.org}",
                "ยังไม่มีฉบับลงนามของ{org}",
                "The signed copy of {org} is missing",
                org=org_name(case, party.org),
            )


@guard("not_circulated", Text("ข้อความนี้ยังไม่ได้เวียน", "This text is not circulated yet"))
def not_circulated(case: Case) -> Iterator[Reason]:
    """Copies of one text go out once; while they wait, they may be held back."""
    mou = case.record
    if mou.circulating_at:
        yield missing(
            "circulating",
            "กำหนดเวียนไว้แล้ว จะออกเมื่อ {at} ฝ่ายเลขานุการยับยั้งได้ก่อนเวลานั้น",
            "It goes out at {at} already; until then the secretariat may hold it back",
            at=instant(mou.circulating_at),
        )
    elif mou.circulated_on and mou.circulated_n == mou.text_n:
        yield missing(
            "circulated",
            "เวียนแล้วเมื่อ {day}",
            "It was circulated on {day}",
            day=day_words(mou.circulated_on),
        )


@guard("held", Text("ยังอยู่ในช่วงยับยั้งได้", "It may still be held back"))
def held(case: Case) -> Iterator[Reason]:
    """Only what has not gone out can be held back."""
    at = case.record.circulating_at
    if at is None or at <= case.facts[NOW]:
        yield missing("gone_out", "ไม่มีสำเนาที่รอเวียน", "No copies wait to go out")


@guard("hold_over", Text("พ้น 24 ชั่วโมงหลังสั่งเวียน", "The 24 hours are over"))
def hold_over(case: Case) -> Iterator[Reason]:
    """Copies go out when nobody has held them back in time."""
    at = case.record.circulating_at
    if at is None or at > case.facts[NOW]:
        yield missing("hold", "ยังไม่ถึงเวลาเวียน", "Its time has not come")
