"""The originals (คู่ฉบับ): how many are made, and where each of them is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from planhub.infra.db import Audited, Model
from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.errors import GuardFailed, Invalid, Reason
from planhub.kernel.fields import Field, Kind, parse_all
from planhub.kernel.ids import new_id
from planhub.kernel.text import Text
from planhub.mou.models import Mou
from planhub.record import access
from planhub.record.models import RESTRICT
from planhub.record.references import resolve

MADE = ("ready_to_sign", "signing", "signed", "in_force", "suspended", "expired", "terminated", "closed")
"""States in which there is paper to keep."""

FIELDS: tuple[Field, ...] = (
    Field("n", Kind.INTEGER, Text("คู่ฉบับที่", "Original no."), required=True, min=1, max=99),
    Field("org", Kind.ORG, Text("อยู่ที่หน่วยงาน", "Is with")),
    Field(
        "place",
        Kind.LINE,
        Text("ที่เก็บหรือผู้ถือ", "Place or holder"),
        max=200,
        help=Text("เช่น แฟ้ม MOU ชั้น 5 หรือ ส่งไปรษณีย์ EMS", "Such as the MOU file on floor 5, or in the post"),
    ),
)


class MouCounterpart(Audited, Model):
    """A word on where one original is; the newest counts, the earlier ones tell its way."""

    __tablename__ = "mou_counterpart"
    __table_args__ = (
        CheckConstraint("n BETWEEN 1 AND 99", name="n"),
        CheckConstraint("org IS NOT NULL OR place IS NOT NULL", name="place"),
        Index("ix_mou_counterpart_record_id", "record_id", "n", "at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("mou.id", ondelete=RESTRICT))
    n: Mapped[int]
    """1, 2, …: which original."""
    org: Mapped[str | None] = mapped_column(ForeignKey("organization.code", ondelete=RESTRICT))
    place: Mapped[str | None] = mapped_column(String(200))
    by_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id", ondelete=RESTRICT))
    by_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Original:
    """One original and its way."""

    n: int
    words: Sequence[MouCounterpart]
    """Where it was, oldest first."""

    @property
    def now(self) -> MouCounterpart | None:
        """Where it is."""
        return self.words[-1] if self.words else None


def number_of(mou: Mou) -> int:
    """Give how many originals are made: as told, or one for each party."""
    return mou.copies or len(mou.parties)


def originals(session: Session, mou: Mou) -> list[Original]:
    """Give every original with its way; one query."""
    query = select(MouCounterpart).where(MouCounterpart.record_id == mou.id)
    found: dict[int, list[MouCounterpart]] = {}
    for one in session.scalars(query.order_by(MouCounterpart.at, MouCounterpart.id)):
        found.setdefault(one.n, []).append(one)
    most = max([number_of(mou), *found])
    return [Original(n, found.get(n, [])) for n in range(1, most + 1)]


def may_place(actor: Actor, mou: Mou) -> bool:
    """Tell whether the actor may say where an original is."""
    return mou.state in MADE and access.may(actor, "mou:sign", mou)


def place(session: Session, actor: Actor, mou: Mou, raw: Mapping[str, Any]) -> MouCounterpart:
    """Write down where an original is. Raises `NotFound`, `Denied`, `Invalid`, `GuardFailed`."""
    access.authorise(actor, "mou:sign", mou)
    if mou.state not in MADE:
        words = Text("ยังไม่มีคู่ฉบับ เพราะยังไม่อนุมัติครบทุกฝ่าย", "There are no originals before all have approved")
        raise GuardFailed([Reason("no_paper", words)])
    values, faults = parse_all(FIELDS, raw)
    resolve(session, actor, [(FIELDS[1], values, "org")] if "org" in values else [], faults)
    if not faults and values["n"] > number_of(mou):
        words = Text("ทำไว้ {n} คู่ฉบับ", "Only {n} originals are made").format(n=number_of(mou))
        faults["n"] = [words]
    if not faults and not (values["org"] or values["place"]):
        faults["place"] = [Text("โปรดระบุหน่วยงานหรือที่เก็บ", "Please give the agency or the place")]
    if faults:
        raise Invalid(faults)
    row = MouCounterpart(
        record_id=mou.id, **values, by_id=actor.user_id, by_name=str(actor.name), at=clock.now()
    )
    session.add(row)
    session.flush()  # the page that follows shows it
    return row
