"""What must hold of amendments and renewals: one at a time, in scope, and written from the parent's present text."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from planhub.kernel.access import Role
from planhub.kernel.errors import Reason
from planhub.kernel.text import Text, plain
from planhub.kernel.thai import format_date
from planhub.kernel.workflow import Case
from planhub.mou import choices, merging
from planhub.mou.guards.people import missing, org_name, who
from planhub.record.content import content
from planhub.record.rules import guard

TEXTS = "texts"
"""Fact: the contents of the parent's version from which an amendment was written, and of its newest one."""
LABELS = "labels"
"""Fact: what the fields and lists of children are called."""

RENEWAL_DAYS = 90
"""Days after the end within which a renewal may be begun; the default of a setting (workflows.md §2)."""
ALIVE = frozenset({"in_force", "suspended"})
"""States of a parent that may still take up an amendment."""


@guard("member", Text("หน่วยงานยังเป็นภาคี", "The agency is still a party"))
def member(case: Case) -> Iterator[Reason]:
    """A party that has left reads on, and does nothing more."""
    standing, mou = case.standing, case.record
    if standing is None or standing.role is Role.SECRETARIAT:
        return
    gone = next((p for p in mou.parties if p.org == standing.org and p.left_on), None)
    if gone is not None:
        yield missing(
            "has_left",
            "{org}ออกจากภาคีแล้วเมื่อ {day}",
            "{org} left on {day}",
            org=org_name(case, gone.org),
            day=day_words(gone.left_on),
        )


def day_words(day: Any) -> Text:
    """Write a day in both languages."""
    return Text(format_date(day, locale="th"), format_date(day, locale="en"))


@guard("no_amendment", Text("ไม่มีฉบับแก้ไขที่ยังไม่เสร็จ", "No amendment is open"))
def no_amendment(case: Case) -> Iterator[Reason]:
    """One amendment at a time, because two would be written from one text."""
    other = case.record.amending
    if other is not None:
        yield missing(
            "amending",
            "มีฉบับแก้ไข {code} ค้างอยู่ ให้ผู้ประสานงานของ{org} ({name}) หรือฝ่ายเลขานุการทำให้เสร็จหรือยุติก่อน",
            "Amendment {code} is open; the coordinator of {org} ({name}) or the secretariat must finish or cancel it",
            code=plain(other.code),
            org=org_name(case, other.owner_org),
            name=who(case, other.owner_org, Role.COORDINATOR),
        )


@guard("no_renewal", Text("ยังไม่มีฉบับต่ออายุ", "No renewal is begun"))
def no_renewal(case: Case) -> Iterator[Reason]:
    """An MOU is carried on once."""
    other = case.record.renewal
    if other is not None:
        yield missing(
            "renewal",
            "มีฉบับต่ออายุแล้ว: {code} โปรดดำเนินการต่อที่ฉบับนั้น",
            "There is a renewal already: {code}; please go on there",
            code=plain(other.code),
        )


@guard("in_time", Text("ยังไม่เกิน 90 วันหลังสิ้นสุด", "No more than 90 days after the end"))
def in_time(case: Case) -> Iterator[Reason]:
    """An MOU that ended long ago is not renewed; a new one is begun."""
    last = case.record.ends_on
    if case.record.state == "expired" and last and case.today > last + timedelta(days=RENEWAL_DAYS):
        yield missing(
            "too_late",
            "สิ้นสุดเมื่อ {day} เกิน {n} วันแล้ว โปรดเริ่มบันทึกข้อตกลงฉบับใหม่แทน",
            "It ended on {day}, more than {n} days ago; please begin a new MOU instead",
            day=day_words(last),
            n=RENEWAL_DAYS,
        )


# --- the amendment's own way ----------------------------------------------------------------------------------


@guard("not_errata", Text("ไม่ใช่การแก้คำผิด", "It is no errata"))
def not_errata(case: Case) -> Iterator[Reason]:
    """Everything but errata is cleared."""
    if case.record.amendment_type == "errata":
        yield missing("errata", "ฉบับแก้คำผิดไม่ต้องตรวจกฎหมายและงบประมาณ", "Errata are not cleared")


@guard("errata", Text("เป็นการแก้คำผิด", "It is errata"))
def errata(case: Case) -> Iterator[Reason]:
    """Errata go straight to the directors."""
    if case.record.amendment_type != "errata":
        yield missing("not_errata", "ต้องตรวจกฎหมายและงบประมาณก่อน", "It has to be cleared first")


@guard("stands_on_parent", Text("เขียนจากฉบับหลักล่าสุด", "It is written from its parent's present text"))
def stands_on_parent(case: Case) -> Iterator[Reason]:
    """An amendment of a text that has moved on is rebased by people first."""
    if case.record.is_behind:
        yield missing(
            "behind",
            "ฉบับหลัก {code} เปลี่ยนไปหลังเริ่มฉบับแก้ไขนี้ ผู้ประสานงานของภาคีต้องกด “ปรับตามฉบับหลัก” ก่อน "
            "(หากพ้นขั้นเจรจาแล้ว ให้ส่งกลับแก้ไข)",
            "The parent {code} has changed since this was begun; a coordinator of a party must rebase it first "
            "(past the negotiation, return it)",
            code=plain(case.record.amends.code),
        )


@guard("in_scope", Text("แก้เฉพาะเรื่องของฉบับแก้ไข", "It changes what it is about, and nothing else"))
def in_scope(case: Case) -> Iterator[Reason]:
    """An amendment says what it changes; it changes something, and not what belongs to another kind."""
    mou = case.record
    if not mou.is_amendment or TEXTS not in case.facts:
        return
    base = merging.between(case.facts[TEXTS][0], mou.members)
    names = merging.changed(base, content(mou))
    if not names and mou.amendment_type != "signer":
        yield missing(
            "no_change",
            "ฉบับแก้ไขยังเหมือนฉบับหลักทุกข้อ โปรดแก้ข้อความก่อน",
            "The amendment still says what its parent says; please change the text first",
        )
    kind = dict(choices.AMENDMENT_TYPES)[mou.amendment_type]
    for name in merging.out_of_scope(names, mou.amendment_type):
        yield missing(
            f"scope_{name}",
            "ฉบับแก้ไขเรื่อง{kind}ไม่ควรแก้ “{name}” โปรดคืนค่าเดิม หรือเปิดฉบับแก้ไขอีกฉบับ",
            "An amendment of {kind} does not change “{name}”; put it back, or open another amendment",
            name,
            kind=kind,
            name=_label(case, name),
        )


@guard("same_members", Text("ภาคีตรงกับฉบับหลัก", "Its parties are those of its parent"))
def same_members(case: Case) -> Iterator[Reason]:
    """Whoever is bound by the text agrees to its change, and nobody else."""
    mou = case.record
    if not mou.is_amendment or TEXTS not in case.facts:
        return
    now = {row["org"] for row in case.facts[TEXTS][1]["parties"]} - case.facts.get(GONE, set())
    for org in sorted(now ^ set(mou.members)):
        yield missing(
            f"member_{org}",
            "ภาคีของฉบับแก้ไขต้องตรงกับฉบับหลัก: โปรดตรวจ{org}",
            "The parties of an amendment are those of its parent: please see to {org}",
            "parties",
            org=org_name(case, org),
        )


GONE = "gone"
"""Fact: the parties that have left the parent."""

AMENDMENT = (stands_on_parent, in_scope, same_members)
"""What an amendment needs before others read it, and before they agree to it."""


def _label(case: Case, name: str) -> Text:
    labels: Mapping[str, Text] = case.facts.get(LABELS, {})
    return labels.get(name, plain(name))


# --- rebasing and merging -------------------------------------------------------------------------------------


@guard("behind", Text("ฉบับหลักเปลี่ยนไปแล้ว", "Its parent has moved on"))
def behind(case: Case) -> Iterator[Reason]:
    """There is something to rebase."""
    if not case.record.is_behind:
        yield missing(
            "stands", "ฉบับหลักยังไม่เปลี่ยน ไม่ต้องปรับ", "The parent has not changed; nothing is to be done"
        )


@guard("conflicts_chosen", Text("ตัดสินทุกจุดที่แก้ชนกัน", "Every conflict is decided"))
def conflicts_chosen(case: Case) -> Iterator[Reason]:
    """What both sides changed differently is decided by people, place by place."""
    if not case.values or TEXTS not in case.facts:
        return
    chosen, unread = merging.read_choices(case.values.get("choices"))
    for line in unread:
        yield missing(
            "choice_line",
            "อ่านบรรทัด “{line}” ไม่ได้ โปรดเขียนเช่น objectives: ฉบับแก้ไข หรือ objectives: ฉบับหลัก",
            "Cannot read “{line}”; please write as objectives: amendment, or objectives: parent",
            "choices",
            line=plain(line),
        )
    for one in rebase(case, chosen)[1]:
        yield missing(
            f"conflict_{one.key}",
            "“{name}” ({place}) แก้ทั้งสองฝั่ง — ฉบับแก้ไข: {mine} / ฉบับหลัก: {theirs} "
            "โปรดเพิ่มบรรทัด “{place}: ฉบับแก้ไข” หรือ “{place}: ฉบับหลัก”",
            "“{name}” ({place}) was changed on both sides — amendment: {mine} / parent: {theirs}; "
            "please add a line “{place}: amendment” or “{place}: parent”",
            "choices",
            name=_label(case, one.key.partition(".")[0]),
            place=plain(one.key),
            mine=plain(_short(one.mine)),
            theirs=plain(_short(one.theirs)),
        )


def rebase(case: Case, chosen: Mapping[str, str]) -> tuple[dict[str, Any], list[merging.Conflict]]:
    """Merge the amendment with its parent's present text; parties that have left the parent are left out."""
    base, theirs = case.facts[TEXTS]
    members = {row["org"] for row in theirs["parties"]} - case.facts.get(GONE, set())
    texts = [merging.between(text, members) for text in (base, content(case.record), theirs)]
    return merging.merge(texts[0], texts[1], texts[2], chosen)


def _short(value: Any) -> str:
    rows = value if isinstance(value, list) else [value]
    words = [
        " ".join(str(v) for v in row.values() if v) if isinstance(row, dict) else str(row) for row in rows
    ]
    text = "; ".join(words) or "–"
    return text if len(text) <= 80 else text[:79] + "…"


@guard(
    "amendment_signed",
    Text("ฉบับแก้ไขลงนามครบ และเขียนจากข้อความนี้", "A signed amendment of this very text waits"),
)
def amendment_signed(case: Case) -> Iterator[Reason]:
    """It takes up an amendment that all have signed, if its text stood still meanwhile."""
    child, mou = case.record.amending, case.record
    if child is None or child.state != "signed" or child.base_n != mou.text_n:
        yield missing("no_signed_amendment", "ยังไม่มีฉบับแก้ไขที่ลงนามครบ", "No signed amendment waits")


@guard("merged", Text("รวมเข้าฉบับหลักแล้ว", "Its parent has taken it up"))
def merged(case: Case) -> Iterator[Reason]:
    """An amendment is done with once its text is part of its parent's."""
    mou = case.record
    if not mou.is_amendment or mou.amends.amending_id == mou.id:
        yield missing("not_merged", "ยังไม่ได้รวมเข้าฉบับหลัก", "Its parent has not taken it up")


@guard("own_life", Text("ไม่ใช่ฉบับแก้ไข", "It is no amendment"))
def own_life(case: Case) -> Iterator[Reason]:
    """An amendment is never in force by itself."""
    if case.record.is_amendment:
        yield missing(
            "amendment", "ฉบับแก้ไขมีผลเมื่อรวมเข้าฉบับหลัก", "An amendment takes effect through its parent"
        )


@guard("parent_over", Text("ฉบับหลักสิ้นสุดแล้ว", "Its parent is over"))
def parent_over(case: Case) -> Iterator[Reason]:
    """An amendment whose parent ended before it was taken up comes to nothing."""
    mou = case.record
    if not mou.is_amendment or mou.amends.state in ALIVE or mou.amends.amending_id != mou.id:
        yield missing("parent_alive", "ฉบับหลักยังมีผลอยู่", "Its parent still lives")
