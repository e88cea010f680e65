"""What a new MOU derives, and the rules between its fields."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import areas_touch
from planhub.kernel.text import Text, plain
from planhub.kernel.thai import fiscal_year
from planhub.mou import clauses
from planhub.mou.models import Mou
from planhub.mou.text import library as text_library
from planhub.record.content import is_changed
from planhub.record.models import RecordParty

Fault = tuple[str, Text]


def begin(session: Session, mou: Mou) -> None:
    """Fill a new MOU with the text of the template for its kind, where none was given.

    One taken over from a public source was written by others: our standard text would put words into their mouths.
    """
    look_around(session, mou)
    if mou.origin in ("public", "article") or mou.amends_id or mou.renews_id:
        return
    text_library.draw(session, mou)


SIMILAR_STATES = (
    "negotiating", "clearance", "approval", "ready_to_sign", "signing", "signed", "in_force", "suspended",
)  # fmt: skip
"""States of an MOU of which a second one between the same parties in the same areas is warned."""


def look_around(session: Session, mou: Mou) -> None:
    """Note the living MOUs between the same parties in the same areas, so that nobody begins one twice unawares.

    Only MOUs that every party sees anyway are named; amendments and renewals are not like their parent by chance.
    """
    if mou.state not in ("draft", "negotiating") or mou.amends_id or mou.renews_id:
        return
    orgs = sorted({party.org for party in mou.parties})
    shared = select(func.count()).where(RecordParty.record_id == Mou.id)
    query = (
        select(Mou.code, Mou.areas)
        .where(Mou.state.in_(SIMILAR_STATES), Mou.amends_id.is_(None))
        .where(shared.scalar_subquery() == len(orgs))
        .where(shared.where(RecordParty.org_code.in_(orgs)).scalar_subquery() == len(orgs))
        .where(Mou.cooperation_kind == mou.cooperation_kind)
    )
    if mou.id:
        query = query.where(Mou.id != mou.id)
    found = session.execute(query.order_by(Mou.code).limit(200)).all()
    mou.similar = [code for code, areas in found if _overlap(mou.areas, areas)][:5]


def _overlap(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    if not mine or not theirs:
        return not mine and not theirs
    return any(areas_touch(a, b) for a in mine for b in theirs)


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
