"""The text of an MOU as it is shown and printed: opening, reasons, numbered clauses, closing, who signs.

Composed from the record alone, always in Thai, which is the text of record; digits are Arabic here and turned into
Thai ones by the printer. What is not known yet stays as dots, to be filled in by hand.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from planhub.kernel.text import Text
from planhub.kernel.thai import month_name
from planhub.mou import choices, clauses

DOTS = "." * 40
"""Stands for words that a pen fills in."""
_SHORT_DOTS = "." * 14
LONGEST_UNBROKEN = 48
"""Characters of a name that is kept on one line; a longer one may part between words."""

NUMBER_WORDS = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า", "สิบ")

_NAMES = {
    "mou": ("บันทึกข้อตกลงความร่วมมือ", "บันทึกข้อตกลง"),
    "moa": ("บันทึกข้อตกลง", "บันทึกข้อตกลง"),
    "annex": ("บันทึกแนบท้ายบันทึกข้อตกลง", "บันทึกแนบท้าย"),
    "letter_of_intent": ("หนังสือแสดงเจตจำนงความร่วมมือ", "หนังสือแสดงเจตจำนง"),
}
"""Name in the title, and name within the text."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a clause."""

    text: str
    number: str = ""
    """"1.2" or "(3)"; empty for a plain paragraph."""
    level: int = 0
    """0 paragraph, 1 numbered within the clause, 2 numbered within that."""


@dataclass(frozen=True, slots=True)
class Section:
    """A clause; guidance has no number and is not part of what is signed."""

    number: int | None
    heading: str
    blocks: Sequence[Block]
    altered: bool = False
    """A standard text that was changed."""

    @property
    def title(self) -> str:
        """The heading with its number: ข้อ 1 วัตถุประสงค์."""
        return f"ข้อ {self.number} {self.heading}" if self.number else self.heading


@dataclass(frozen=True, slots=True)
class Signer:
    """A place for a signature."""

    name: str
    post: str
    acting: str
    """ "ปฏิบัติการแทน …", with the order's number; empty for the holder of the post."""
    organization: str
    witness: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole text."""

    name: str
    subject: str
    parties: Sequence[str]
    opening: str
    introductions: Sequence[str]
    whereas: Sequence[str]
    agreed: str
    sections: Sequence[Section]
    closing: str
    signers: Sequence[Signer]
    witnesses: Sequence[Signer]
    guests: Sequence[Signer]
    unbroken: frozenset[str]
    """Names and numbers that a line must not part."""


def name_of(mou: Any) -> str:
    """Give what the paper calls itself: บันทึกข้อตกลงความร่วมมือ."""
    return _NAMES[mou.instrument_type][0]


def compose(mou: Any, areas: Mapping[str, Text]) -> Paper:
    """Compose the text of `mou`; `areas` gives the names of its area codes. Parties need their organisations loaded."""
    name, short = _NAMES[mou.instrument_type]
    words = _words(mou, areas, short)
    signers = [_signer(mou, party) for party in mou.parties]
    together = words["all_parties"]
    return Paper(
        name="" if mou.title.startswith(("บันทึก", "หนังสือ")) else name,
        subject=mou.title,
        parties=[party.organization.name_th for party in mou.parties],
        opening=f"{short}ฉบับนี้ทำขึ้น ณ {mou.place or DOTS} เมื่อ{_day(mou)} ระหว่าง",
        introductions=list(_introductions(mou, signers, short)),
        whereas=_whereas(mou, words),
        agreed=f"{together}จึงตกลงทำ{short}ไว้ดังต่อไปนี้",
        sections=list(_sections(mou, words)),
        closing=_closing(mou, short),
        signers=signers,
        witnesses=_named(mou, "witness"),
        guests=_named(mou, "guest"),
        unbroken=frozenset(_unbroken(mou, signers, words)),
    )


_WHOLE = ("เห็นพ้อง", "เพื่อจัดทำ", "ร่วมกัน", "ซึ่งต่อไป", "สำนักงานตั้งอยู่", "อย่างน้อย")
"""Words of the standard text that the dictionary breaks in the wrong place."""


def _unbroken(mou: Any, signers: Iterable[Signer], words: Mapping[str, str]) -> Iterator[str]:
    yield from _WHOLE
    yield words["all_parties"]
    yield from (f"{head}{name}" for head, name in _AREA_NAME.findall(words["areas"]))
    for place, party in enumerate(mou.parties):
        yield _side(place, len(mou.parties))
        yield f"“{called(party)}”"
        yield party.organization.name_th if len(party.organization.name_th) <= LONGEST_UNBROKEN else ""
    for signer in signers:
        yield from (part for part in (signer.name, signer.post) if len(part) <= LONGEST_UNBROKEN)


def all_parties(count: int) -> str:
    """Give how the text calls its parties together, such as ทั้งสองฝ่าย or ทั้งสามฝ่าย."""
    return f"ทั้ง{NUMBER_WORDS[count]}ฝ่าย" if 2 <= count < len(NUMBER_WORDS) else "ทุกฝ่าย"


def in_words(number: int) -> str:
    """Give a small number in words, a larger one in digits."""
    return NUMBER_WORDS[number] if 0 < number < len(NUMBER_WORDS) else str(number)


def written_day(day: date) -> str:
    """Write a date as legal texts do: 9 ธันวาคม พ.ศ. 2565."""
    return f"{day.day} {month_name(day.month).th} พ.ศ. {day.year + 543}"


def called(party: Any) -> str:
    """Give what the text calls a party after its introduction."""
    name: str = party.called or party.organization.abbr_th or party.organization.name_th
    return name


def listed(names: Sequence[str]) -> str:
    """Join names as prose does: ก ข และ ค."""
    return f"{' '.join(names[:-1])} และ{names[-1]}" if len(names) > 1 else "".join(names)


# --- before the clauses ---------------------------------------------------------------------------------------


def _day(mou: Any) -> str:
    day = mou.signed_on or mou.ceremony_on
    return (
        f"วันที่ {written_day(day)}" if day else f"วันที่ {_SHORT_DOTS} เดือน {_SHORT_DOTS * 2} พ.ศ. {_SHORT_DOTS}"
    )


def _introductions(mou: Any, signers: Sequence[Signer], short: str) -> Iterator[str]:
    for i, (party, signer) in enumerate(zip(mou.parties, signers, strict=True)):
        organization = party.organization
        via = f" โดย{party.via.name_th} ผู้ลงนามแทน" if party.via else ""
        post = " ".join(part for part in (signer.post, signer.acting) if part)
        address = party.address or organization.address_th or DOTS
        yield (
            f"{_joint(i, len(mou.parties))}{organization.name_th}{via} โดย {signer.name or DOTS} ตำแหน่ง {post or DOTS}"
            f" สำนักงานตั้งอยู่ {address} ซึ่งต่อไปใน{short}นี้เรียกว่า “{called(party)}” {_side(i, len(mou.parties))}"
        )


def _joint(place: int, count: int) -> str:
    if place == 0:
        return ""
    return "และ " if place == count - 1 and count > 2 else "กับ "


def _side(place: int, count: int) -> str:
    if count == 2:
        return ("ฝ่ายหนึ่ง", "อีกฝ่ายหนึ่ง")[place]
    return f"ฝ่ายที่{in_words(place + 1)}"


def _whereas(mou: Any, words: dict[str, str]) -> list[str]:
    lines = [clauses.fill(line, words) for line in _lines(mou.background)]
    return [line if line.startswith("โดยที่") else f"โดยที่{line}" for line in lines]


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").split("\n") if line.strip()]


# --- the clauses ------------------------------------------------------------------------------------------------


def _words(mou: Any, areas: Mapping[str, Text], short: str) -> dict[str, str]:
    places = [_written_out(areas.get(code), code) for code in mou.areas]
    money = clauses.FINANCIAL_TERMS[mou.financial_term]
    return {
        "all_parties": all_parties(len(mou.parties)),
        "copies": in_words(mou.copies or len(mou.parties)),
        "lead": f"“{called(mou.parties[0])}”" if mou.parties else DOTS,
        "parties": listed([f"“{called(party)}”" for party in mou.parties]),
        "place": mou.place or DOTS,
        "subject": mou.title,
        "years": _count(mou.term_years),
        "areas": f"พื้นที่{listed(places)}" if places else "พื้นที่เป้าหมายที่ทุกฝ่ายเห็นชอบร่วมกัน",
        "financial_term": clauses.fill(money, {"paper": short}),
        "focus": clauses.FOCUS[mou.cooperation_sub or mou.cooperation_kind],
        "meetings_per_year": _count(mou.meetings_per_year),
        "notice_days": _count(mou.notice_days),
        "paper": short,
        "renewal_days": _count(mou.renewal_days),
        "term": _term(mou),
    }


def _written_out(name: Text | None, code: str) -> str:
    """Write an area as legal texts do: อ.เสลภูมิ จ.ร้อยเอ็ด becomes อำเภอเสลภูมิ จังหวัดร้อยเอ็ด."""
    parts = name.th.split(" ") if name else [code]
    return " ".join(_LONG.get(part[:2], part[:2]) + part[2:] for part in parts)


_LONG = {"จ.": "จังหวัด", "อ.": "อำเภอ", "ต.": "ตำบล"}
_AREA_NAME = re.compile(r"(จังหวัด|อำเภอ|ตำบล)(\S+)")


def _count(number: int | None) -> str:
    return _SHORT_DOTS if number is None else str(number)


def _term(mou: Any) -> str:
    first = mou.effective_on
    begins = f"วันที่ {written_day(first)}" if first else "วันที่ลงนามครบทุกฝ่าย"
    if mou.expires_on:
        return f"มีผลใช้บังคับตั้งแต่{begins} จนถึงวันที่ {written_day(mou.expires_on)}"
    return f"มีผลใช้บังคับนับแต่{begins} มีกำหนดระยะเวลา {_count(mou.term_years)} ปี"


def _sections(mou: Any, words: dict[str, str]) -> Iterator[Section]:
    number = 0
    for clause in mou.clauses:
        if clause.kind == "guidance":
            blocks = [Block(clauses.fill(line, words)) for line in _lines(clause.body)]
            yield Section(None, clause.heading, blocks)
            continue
        number += 1
        blocks = list(_blocks(mou, number, clause.body, words))
        yield Section(number, clause.heading, blocks, clause.is_altered)


def _blocks(mou: Any, number: int, body: str, words: dict[str, str]) -> Iterator[Block]:
    """Several paragraphs are numbered 4.1, 4.2; where a list stands among them, the list's items are."""
    lines = _lines(body)
    lists = {line for line in lines if line[1:-1] in clauses.BLOCKS}
    n = 0
    for line in lines:
        if line in lists:
            for block in _LISTS[line[1:-1]](mou):
                n += block.level == 1
                yield Block(block.text, block.number or f"{number}.{n}", block.level)
        elif len(lines) > 1 and not lists:
            n += 1
            yield Block(clauses.fill(line, words), f"{number}.{n}", 1)
        else:
            yield Block(clauses.fill(line, words))


def _objectives(mou: Any) -> Iterator[Block]:
    for line in _lines(mou.objectives) or [DOTS]:
        yield Block(line, level=1)


def _directions(mou: Any) -> Iterator[Block]:
    names = dict(choices.DIRECTIONS)
    if not mou.directions:
        yield Block("ดำเนินงานตามแผนปฏิบัติการที่คณะทำงานร่วมให้ความเห็นชอบ", level=1)
    for key in mou.directions:
        yield Block(names[key].th, level=1)


def _duties(mou: Any) -> Iterator[Block]:
    for party in mou.parties:
        yield Block(f"“{called(party)}” มีหน้าที่", level=1)
        mine = [duty for duty in mou.obligations if duty.org == party.org]
        yield from _numbered(mine)
    joint = [duty for duty in mou.obligations if duty.org is None]
    if joint:
        yield Block(f"{all_parties(len(mou.parties))}มีหน้าที่ร่วมกัน", level=1)
        yield from _numbered(joint)


def _numbered(duties: Sequence[Any]) -> Iterator[Block]:
    for n, duty in enumerate(duties, start=1):
        until = f" ภายในวันที่ {written_day(duty.due_on)}" if duty.due_on else ""
        yield Block(f"{' '.join(_lines(duty.text))}{until}", f"({n})", 2)
    if not duties:
        yield Block(DOTS, "(1)", 2)


_LISTS = {"objectives": _objectives, "directions": _directions, "duties": _duties}


# --- after the clauses ------------------------------------------------------------------------------------------


def _closing(mou: Any, short: str) -> str:
    parties = len(mou.parties)
    copies = mou.copies or parties
    kept = "และเก็บรักษาไว้ฝ่ายละหนึ่งฉบับ" if copies == parties else "และแต่ละฝ่ายเก็บรักษาไว้อย่างน้อยหนึ่งฉบับ"
    return (
        f"{short}ฉบับนี้ทำขึ้นเป็น{in_words(copies)}ฉบับ มีข้อความถูกต้องตรงกัน"
        f" {all_parties(parties)}ได้อ่านและเข้าใจข้อความโดยตลอดแล้ว"
        f" จึงได้ลงลายมือชื่อไว้เป็นสำคัญต่อหน้าพยาน {kept}"
    )


def _signer(mou: Any, party: Any) -> Signer:
    planned = next((s for s in mou.signatories if s.kind == "signer" and s.org == party.org), None)
    signed = next((s for s in mou.signatures if s.org == party.org), None)
    organization = party.via or party.organization
    head = organization.head_title_th or "ผู้มีอำนาจลงนาม"
    for_post = (planned.for_post if planned else None) or head
    if signed:
        return Signer(signed.signer, signed.post, _acting(signed, for_post), _of(party, signed.post))
    if planned:
        return Signer(planned.name or "", planned.post, _acting(planned, for_post), _of(party, planned.post))
    return Signer("", head, "", _of(party, head))


def _of(party: Any, post: str) -> str:
    """Give the organisation for a line of its own, unless the post's title names it already."""
    name: str = party.organization.name_th
    return "" if name in post else name


def _acting(found: Any, for_post: str) -> str:
    if found.capacity == "own":
        return ""
    order = f" ตามคำสั่งที่ {found.order_no}" if found.order_no else ""
    order += f" ลงวันที่ {written_day(found.order_on)}" if found.order_no and found.order_on else ""
    return f"{dict(choices.CAPACITIES)[found.capacity].th}{for_post}{order}"


def _named(mou: Any, kind: str) -> list[Signer]:
    names = {party.org: party.organization.name_th for party in mou.parties}
    people: Iterable[Any] = (s for s in mou.signatories if s.kind == kind)
    found = [Signer(s.name or "", s.post, "", names.get(s.org, ""), kind == "witness") for s in people]
    if kind != "witness":
        return found
    with_one = {s.org for s in mou.signatories if s.kind == "witness"}
    missing = (Signer("", "", "", name, witness=True) for org, name in names.items() if org not in with_one)
    return [*found, *missing]
