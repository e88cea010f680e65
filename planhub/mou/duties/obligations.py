"""The register of obligations: every duty with its party, its day or rhythm, what fulfils it, and how it stands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.mou.duties import measures as duties
from planhub.mou.duties.fulfilments import MouFulfilment
from planhub.mou.models import Mou, MouObligation

OBLIGED = ("in_force", "suspended", "expired", "terminated")
"""States in which duties are followed; those of a closed MOU are history."""


@dataclass(frozen=True, slots=True)
class Obligation:
    """A duty as it stands on a day."""

    duty: Any
    """The row of the text: `id`, `org` (None: all together), `text`, `rhythm`, `due_on`, `fulfilled_by`."""
    standing: duties.Standing
    said: Sequence[MouFulfilment]
    """What was said of it, oldest first."""

    @property
    def org(self) -> str | None:
        """The party that bears it now: who took it over, else whom the text names; None: all together."""
        return bearer(self.duty)

    @property
    def is_recurring(self) -> bool:
        """Whether it comes again: a renewal carries such duties on even where none is missed."""
        return self.duty.rhythm in duties.MONTHS

    @property
    def latest(self) -> MouFulfilment | None:
        """The newest word on it."""
        return self.said[-1] if self.said else None


def bearer(duty: Any) -> str | None:
    """Give the party that bears a duty now; a party that left has handed its duties on."""
    org: str | None = duty.handed_to or duty.org
    return org


def obligations_of(
    session: Session, mou: Mou, today: date | None = None, *, rows: Iterable[Any] | None = None
) -> list[Obligation]:
    """Give every duty of an MOU as it stands, in the order of the text; one query. The duties must be loaded."""
    said = fulfilments(session, [mou.id])
    life, day = duties.Life.of(mou), today or clock.today()
    return [
        Obligation(duty, duties.standing(duty, said.get(duty.id, ()), life, day), said.get(duty.id, ()))
        for duty in (mou.obligations if rows is None else rows)
    ]


def of_many(session: Session, rows: Sequence[Any], today: date) -> dict[str, list[Obligation]]:
    """Give the duties of many MOUs by id; two queries, none for none. Rows have `id`, `state` and the days of its life."""
    if not rows:
        return {}
    lives = {row.id: duties.Life.of(row) for row in rows}
    texts, said = duties_of(session, list(lives)), fulfilments(session, list(lives))
    return {
        mou_id: [
            Obligation(
                duty,
                duties.standing(duty, said.get(duty.id, ()), lives[mou_id], today),
                said.get(duty.id, ()),
            )
            for duty in found
        ]
        for mou_id, found in texts.items()
    }


def open_obligations(session: Session, mou: Mou, today: date | None = None) -> list[Obligation]:
    """Give the duties of an MOU on which something is still to be done, the most urgent first.

    A recurring duty is open while a period is missed or yet to come; `standing.missed` tells which are behind.
    """
    found = [one for one in obligations_of(session, mou, today) if one.standing.is_open]
    return sorted(found, key=lambda one: duties.ORDER.index(one.standing.light))


def unfulfilled(found: Iterable[Obligation]) -> list[Obligation]:
    """Give those whose day has passed unfulfilled: what a pack names, and what a closing must answer."""
    return [one for one in found if one.standing.light == "bad"]


def fulfilments(session: Session, mou_ids: Sequence[str]) -> Mapping[str, Sequence[MouFulfilment]]:
    """Give what was said, by duty, oldest first; one query for any number of MOUs."""
    found: dict[str, list[MouFulfilment]] = defaultdict(list)
    query = select(MouFulfilment).where(MouFulfilment.record_id.in_(mou_ids))
    for one in session.scalars(query.order_by(MouFulfilment.at, MouFulfilment.id)):
        found[one.obligation_id].append(one)
    return found


def duties_of(session: Session, mou_ids: Sequence[str]) -> Mapping[str, Sequence[MouObligation]]:
    """Give the duties by MOU, in the order of the texts; one query."""
    found: dict[str, list[MouObligation]] = defaultdict(list)
    query = select(MouObligation).where(MouObligation.record_id.in_(mou_ids))
    for one in session.scalars(
        query.order_by(MouObligation.record_id, MouObligation.position, MouObligation.id)
    ):
        found[one.record_id].append(one)
    return found
