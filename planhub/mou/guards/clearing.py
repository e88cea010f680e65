"""What must hold before an MOU moves on; each guard answers with sentences a person can act on (rule R19)."""

from collections.abc import Iterable, Iterator

from planhub.kernel.errors import Reason
from planhub.kernel.text import Text
from planhub.kernel.workflow import Case
from planhub.mou.guards.people import missing, org_name
from planhub.record import lanes
from planhub.record.rules import guard

# --- the text is complete ------------------------------------------------------------------------------------


@guard("two_parties", Text("มีภาคีอย่างน้อยสองฝ่าย", "At least two parties"))
def two_parties(case: Case) -> Iterator[Reason]:
    """Two or more parties."""
    if len(case.record.parties) < 2:
        yield missing("two_parties", "ต้องมีภาคีอย่างน้อยสองฝ่าย", "At least two parties are needed", "parties")


@guard("objectives", Text("มีวัตถุประสงค์", "Objectives are given"))
def objectives(case: Case) -> Iterator[Reason]:
    """What it is for."""
    if not case.record.objectives:
        yield missing(
            "objectives",
            "ยังไม่ได้ระบุวัตถุประสงค์ โปรดเขียนหนึ่งข้อต่อบรรทัด",
            "Please write the objectives, one a line",
            "objectives",
        )


@guard("areas", Text("ความร่วมมือเชิงพื้นที่ระบุพื้นที่", "An area approach names its areas"))
def areas(case: Case) -> Iterator[Reason]:
    """Where it works; extension work may be tied to no place."""
    if case.record.cooperation_kind == "area_approach" and not case.record.areas:
        yield missing("areas", "ยังไม่ได้เลือกพื้นที่ดำเนินงาน", "Please choose the areas of the cooperation", "areas")


@guard("period", Text("มีระยะเวลาหรือวันสิ้นสุด", "A term or a last day is given"))
def period(case: Case) -> Iterator[Reason]:
    """How long it lasts."""
    if not case.record.term_years and not case.record.expires_on:
        yield missing(
            "period",
            "ยังไม่ได้ระบุระยะเวลา โปรดใส่จำนวนปีหรือวันสิ้นสุด",
            "Please give the term in years or the last day",
            "term_years",
        )


@guard("duties", Text("ทุกฝ่ายมีหน้าที่อย่างน้อยหนึ่งข้อ", "Every party has at least one duty"))
def duties(case: Case) -> Iterator[Reason]:
    """A duty for each party."""
    with_duty = {duty.org for duty in case.record.obligations}
    for party in case.record.parties:
        if party.org not in with_duty:
            yield missing(
                f"duty_{party.org}",
                "ยังไม่ได้ระบุหน้าที่ของ{org} โปรดเพิ่มอย่างน้อยหนึ่งข้อ",
                "{org} has no duty yet; please add at least one",
                "obligations",
                org=org_name(case, party.org),
            )


@guard("signers", Text("ทุกฝ่ายมีตำแหน่งผู้ลงนาม", "Every party names the post that signs"))
def signers(case: Case) -> Iterator[Reason]:
    """A post that signs for each party; the person may be known later."""
    with_signer = {s.org for s in case.record.signatories if s.kind == "signer"}
    for party in case.record.parties:
        if party.org not in with_signer:
            yield missing(
                f"signer_{party.org}",
                "ยังขาดตำแหน่งผู้ลงนามของ{org} โปรดเพิ่มในส่วนผู้ลงนาม",
                "{org} has no signatory yet; please add the post that signs",
                "signatories",
                org=org_name(case, party.org),
            )


@guard("clauses", Text("มีข้อตกลงอย่างน้อยหนึ่งข้อ", "There is at least one clause"))
def clauses(case: Case) -> Iterator[Reason]:
    """Something is agreed."""
    if not any(clause.kind != "guidance" for clause in case.record.clauses):
        yield missing("clauses", "ยังไม่มีข้อตกลงในเนื้อความ", "The text has no clause yet", "clauses")


COMPLETE = (two_parties, objectives, areas, period, duties, signers, clauses)
"""What a text needs before others read it; asked again before they agree to it."""


# --- negotiating, clearing, approving -------------------------------------------------------------------------


@guard("turn", Text("ผู้ถือร่างเป็นผู้ส่งต่อ", "Whoever has the turn hands it over"))
def turn(case: Case) -> Iterator[Reason]:
    """The turn is handed over by the party that has it, to another party."""
    holder = case.record.turn_org
    if holder and case.standing and case.standing.org != holder:
        yield missing(
            "not_your_turn",
            "ขณะนี้ร่างอยู่ที่{org}",
            "The draft is with {org} at present",
            org=org_name(case, holder),
        )
    to = case.values.get("to")
    if to is None:
        return
    if to not in {party.org for party in case.record.parties}:
        yield missing("to_no_party", "{org}ไม่ได้เป็นภาคี", "{org} is not a party", "to", org=org_name(case, to))
    elif to == holder:
        yield missing("to_same", "โปรดเลือกภาคีอื่น", "Please choose another party", "to")


@guard("change_note", Text("บอกสิ่งที่แก้ หากแก้ข้อความ", "Says what was changed, if the text was"))
def change_note(case: Case) -> Iterator[Reason]:
    """Whoever changed the text says so to the next reader."""
    changed = case.record.turn_hash not in (None, case.record.content_hash)
    if case.values and changed and not case.values.get("change_note"):
        yield missing(
            "change_note",
            "ข้อความเปลี่ยนไปจากตอนที่ได้รับ โปรดบอกว่าแก้อะไร",
            "The text has changed since you got it; please say what was changed",
            "change_note",
        )


@guard("checks", Text("ตรวจครบทุกข้อ", "Every point of the list is checked"))
def checks(case: Case) -> Iterator[Reason]:
    """A legal pass answers the whole list; what is not in order is returned instead."""
    if not case.values:
        return
    ticked = set(case.values.get("checks") or ())
    for key, label in LEGAL_CHECKS:
        if key not in ticked:
            yield missing(
                f"check_{key}",
                "ยังไม่ได้ตรวจข้อ “{point}” หากไม่ผ่านให้ส่งกลับแก้ไข",
                "“{point}” is not checked; if it is not in order, return the text",
                "checks",
                point=label,
            )


LEGAL_CHECKS = (
    ("authority", Text("อำนาจหน้าที่และผู้มีอำนาจลงนาม", "Authority and signatory")),
    ("juristic", Text("สถานะนิติบุคคลของภาคี", "Juristic status of the parties")),
    ("money", Text("ไม่มีภาระทางการเงินแฝง", "No hidden financial commitment")),
    ("pdpa", Text("การคุ้มครองข้อมูลส่วนบุคคล", "Personal data protection")),
    ("ip", Text("ทรัพย์สินทางปัญญา", "Intellectual property")),
    ("notice", Text("ระยะเวลาและการบอกเลิก", "Term and notice")),
)
"""What a legal officer looks at (domain.md §3.1)."""


@guard("commitment", Text("ภาระผูกพันมีจำนวน ปี และแหล่งเงิน", "A commitment has amount, year and source"))
def commitment(case: Case) -> Iterator[Reason]:
    """A commitment of money says how much, of which year, from where."""
    if case.values.get("commitment") != "amount":
        return
    for name, th, en in (
        ("amount", "โปรดระบุจำนวนเงิน", "Please give the amount"),
        ("fiscal_year", "โปรดระบุปีงบประมาณ", "Please give the fiscal year"),
        ("source", "โปรดระบุแหล่งงบประมาณ", "Please give the source of the money"),
    ):
        if not case.values.get(name):
            yield missing(f"commitment_{name}", th, en, name)


def _on_other_text(case: Case, kinds: Iterable[str]) -> set[str]:
    record = case.record
    found = [x for x in lanes.current(record, kinds) if x.org_code in {p.org for p in record.parties}]
    return {x.org_code for x in found if x.status != lanes.DONE or x.content_hash != record.content_hash}


@guard("same_text", Text("ทุกฝ่ายเห็นพ้องกับข้อความเดียวกัน", "All agreed to the same text"))
def same_text(case: Case) -> Iterator[Reason]:
    """Rule R11: consents count for the text they were given to."""
    for org in sorted(_on_other_text(case, ["settle"])):
        yield missing(
            f"settle_{org}",
            "{org}ยังไม่ได้เห็นพ้องกับข้อความฉบับปัจจุบัน",
            "{org} has not agreed to the present text",
            org=org_name(case, org),
        )


@guard("cleared_text", Text("กฎหมายและงบประมาณตรวจข้อความฉบับนี้แล้ว", "This very text was cleared"))
def cleared_text(case: Case) -> Iterator[Reason]:
    """Rule S4: legal pass and approval carry the same hash; otherwise it goes back."""
    for org in sorted(_on_other_text(case, ["legal", "budget"])):
        yield missing(
            f"cleared_{org}",
            "ข้อความเปลี่ยนหลัง{org}ตรวจแล้ว โปรดส่งกลับเพื่อตรวจใหม่",
            "The text changed after {org} cleared it; please return it to be cleared again",
            org=org_name(case, org),
        )


@guard("approved_text", Text("ทุกฝ่ายอนุมัติข้อความเดียวกัน", "All approved the same text"))
def approved_text(case: Case) -> Iterator[Reason]:
    """What is locked is what all approved."""
    for org in sorted(_on_other_text(case, ["approval"])):
        yield missing(
            f"approved_{org}",
            "{org}ยังไม่ได้อนุมัติข้อความฉบับปัจจุบัน",
            "{org} has not approved the present text",
            org=org_name(case, org),
        )
