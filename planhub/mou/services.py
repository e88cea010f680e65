"""What a new MOU derives, and the rules between its fields."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.text import Text, plain
from planhub.kernel.thai import fiscal_year
from planhub.mou import clauses, text_library
from planhub.mou.models import Mou
from planhub.record.content import is_changed

Fault = tuple[str, Text]


def begin(session: Session, mou: Mou) -> None:
    """Fill a new MOU with the text of the template for its kind, where none was given.

    One taken over from a public source was written by others: our standard text would put words into their mouths.
    """
    if mou.origin in ("public", "article"):
        return
    text_library.draw(session, mou)


def check(mou: Mou) -> Mapping[str, Sequence[Text]]:
    """Give the faults between fields, by field; keep the header's year and province in step."""
    mou.fiscal_year = fiscal_year(mou.effective_on or clock.today())
    provinces = {code[:2] for code in mou.areas}
    mou.province_code = provinces.pop() if len(provinces) == 1 else None
    faults: dict[str, list[Text]] = {}
    for name, text in (
        *_dates(mou),
        *_kinds(mou),
        *_parties(mou),
        *_members(mou),
        *_placeholders(mou),
        *_standard(mou),
    ):
        faults.setdefault(name, []).append(text)
    return faults


def _dates(mou: Mou) -> Iterator[Fault]:
    if mou.effective_on and mou.expires_on and mou.expires_on < mou.effective_on:
        yield "expires_on", Text("วันสิ้นสุดมาก่อนวันเริ่มมีผล", "The last day comes before the first")


def _kinds(mou: Mou) -> Iterator[Fault]:
    if mou.cooperation_sub and mou.cooperation_kind != "area_approach":
        yield "cooperation_sub", Text("ใช้กับความร่วมมือเชิงพื้นที่เท่านั้น", "Only for an area approach")


def _parties(mou: Mou) -> Iterator[Fault]:
    seen: set[str] = set()
    for i, party in enumerate(mou.parties):
        if party.org in seen:
            yield f"parties.{i}.org", Text("หน่วยงานนี้มีอยู่แล้ว", "This agency is named twice")
        seen.add(party.org)
        if party.signs_via == party.org:
            yield f"parties.{i}.signs_via", Text("โปรดเลือกนิติบุคคลอื่น", "Please choose another organisation")


def _members(mou: Mou) -> Iterator[Fault]:
    members = {party.org for party in mou.parties}
    stranger = Text("หน่วยงานนี้ไม่ได้เป็นภาคี", "This agency is not a party")
    for i, duty in enumerate(mou.obligations):
        if duty.org and duty.org not in members:
            yield f"obligations.{i}.org", stranger
    needed = Text("โปรดระบุหน่วยงานที่ลงนามหรือเป็นพยานให้", "Please name the agency they sign or witness for")
    for i, person in enumerate(mou.signatories):
        if person.org is None and person.kind != "guest":
            yield f"signatories.{i}.org", needed
        elif person.org is not None and person.org not in members:
            yield f"signatories.{i}.org", stranger


def _placeholders(mou: Mou) -> Iterator[Fault]:
    for unknown in clauses.unknown_placeholders(mou.background or "", frozenset()):
        yield "background", text_library.UNKNOWN.format(name=plain(unknown[:40]))
    for i, clause in enumerate(mou.clauses):
        for unknown in clauses.unknown_placeholders(clause.body):
            yield f"clauses.{i}.body", text_library.UNKNOWN.format(name=plain(unknown[:40]))


def _standard(mou: Mou) -> Iterator[Fault]:
    """A fixed text of the library stays as it is unless somebody says why, and stays a fixed text."""
    why = Text(
        "ข้อนี้เป็นข้อความมาตรฐาน หากจำเป็นต้องปรับ โปรดระบุเหตุผลเพื่อให้นิติกรพิจารณา",
        "This is a standard text; to change it, please say why, for the legal officers",
    )
    fixed = Text("ลักษณะของข้อความจากคลังเปลี่ยนไม่ได้", "The kind of a text from the library stays")
    for i, clause in enumerate(mou.clauses):
        if clause.standard is not None and clause.id and is_changed(clause, "kind"):
            yield f"clauses.{i}.kind", fixed
        elif clause.is_altered and not clause.reason:
            yield f"clauses.{i}.reason", why
