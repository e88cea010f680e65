"""Typing errors that may be put right without voiding a consent (rule R11): which words, where, and how small."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from planhub.kernel.errors import Reason
from planhub.kernel.text import Text, plain
from planhub.kernel.thai import arabic_digits
from planhub.kernel.workflow import Case
from planhub.mou.guards.people import missing
from planhub.record.rules import guard

ERRATUM = "erratum"
"""Fact: the typing error that waits to be acknowledged, or None."""

MOST_CHANGED = 12
"""Characters that a typing error may take; more is an amendment. Default of a setting (workflows.md §8)."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A text of the MOU in which words may stand."""

    row: Any
    name: str
    """The attribute of the row."""
    label: Text

    @property
    def text(self) -> str:
        """What it says."""
        return getattr(self.row, self.name) or ""

    def put_right(self, wrong: str, right: str) -> None:
        """Replace the words."""
        setattr(self.row, self.name, self.text.replace(wrong, right, 1))


def spots(mou: Any) -> Iterator[Spot]:
    """Give every text that is part of what is approved."""
    yield Spot(mou, "title", Text("เรื่อง", "Subject"))
    yield Spot(mou, "background", Text("หลักการและเหตุผล", "Reasons"))
    yield Spot(mou, "objectives", Text("วัตถุประสงค์", "Objectives"))
    for clause in mou.clauses:
        label = Text("ข้อตกลง “{heading}”", "Clause “{heading}”").format(heading=plain(clause.heading))
        yield Spot(clause, "heading", label)
        yield Spot(clause, "body", label)
    for n, duty in enumerate(mou.obligations, start=1):
        yield Spot(duty, "text", Text("หน้าที่ข้อที่ {n}", "Duty {n}").format(n=n))
    for party in mou.parties:
        for name in ("called", "address"):
            yield Spot(party, name, Text("ภาคี {org}", "Party {org}").format(org=plain(party.org)))


def found(mou: Any, wrong: str) -> list[Spot]:
    """Give where these words stand; a text in which they stand twice is given twice."""
    return [spot for spot in spots(mou) for _ in range(spot.text.count(wrong))]


def changed_characters(wrong: str, right: str) -> int:
    """Count the characters that differ: those taken out or put in, whichever are more."""
    blocks = SequenceMatcher(None, wrong, right, autojunk=False).get_matching_blocks()
    same = sum(block.size for block in blocks)
    return max(len(wrong), len(right)) - same


def _numbers(text: str) -> list[str]:
    return [ch for ch in arabic_digits(text) if ch.isdigit()]


@guard("no_erratum", Text("ไม่มีการแก้คำผิดที่รอรับทราบ", "No typing error waits to be acknowledged"))
def no_erratum(case: Case) -> Iterator[Reason]:
    """A text that is about to change by a letter is neither signed nor corrected a second time meanwhile."""
    waiting = case.facts.get(ERRATUM)
    if waiting is not None:
        yield missing(
            "erratum_waits",
            "มีการแก้คำผิด “{wrong}” เป็น “{right}” ที่ผู้ประสานงานทุกฝ่ายยังรับทราบไม่ครบ",
            "The typing error “{wrong}” for “{right}” still waits for the coordinators of all parties",
            wrong=plain(waiting.wrong),
            right=plain(waiting.right),
        )


@guard("erratum", Text("มีการแก้คำผิดที่รอรับทราบ", "A typing error waits to be acknowledged"))
def erratum(case: Case) -> Iterator[Reason]:
    """There is something to acknowledge."""
    if case.facts.get(ERRATUM) is None:
        yield missing("no_erratum", "ไม่มีการแก้คำผิดที่รอรับทราบ", "No typing error waits")


@guard("typing_error", Text("เป็นเพียงคำผิด และพบที่เดียว", "It is but a typing error, in one place"))
def typing_error(case: Case) -> Iterator[Reason]:
    """What changes the sense is an amendment: numbers stay, and few characters change, in one place."""
    wrong, right = case.values.get("wrong"), case.values.get("right")
    if not wrong or not right:
        return
    yield from _where(len(found(case.record, wrong)))
    if wrong == right:
        yield missing("no_change", "คำถูกเหมือนคำผิด", "Both words are the same", "right")
    if _numbers(wrong) != _numbers(right):
        yield missing(
            "numbers",
            "ตัวเลขเปลี่ยน จึงไม่ใช่คำผิด โปรดส่งกลับแก้ไขหรือเปิดฉบับแก้ไข",
            "A number would change, so it is no typing error; return the text, or open an amendment",
            "right",
        )
    if changed_characters(wrong, right) > MOST_CHANGED:
        yield missing(
            "too_much",
            "แก้เกิน {n} ตัวอักษร จึงไม่ใช่คำผิด โปรดส่งกลับแก้ไขหรือเปิดฉบับแก้ไข",
            "More than {n} characters would change, so it is no typing error; return it, or open an amendment",
            "right",
            n=MOST_CHANGED,
        )


def _where(times: int) -> Iterable[Reason]:
    if times == 0:
        yield missing("not_found", "ไม่พบคำนี้ในเนื้อความ", "These words are not in the text", "wrong")
    if times > 1:
        yield missing(
            "many_places",
            "พบคำนี้ {n} แห่ง โปรดใส่คำข้างเคียงด้วยให้เหลือแห่งเดียว",
            "These words stand in {n} places; please add the words beside them, so that one remains",
            "wrong",
            n=times,
        )
