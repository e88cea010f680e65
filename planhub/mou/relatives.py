"""What the page of an MOU shows of its kin: what it amends or renews, what amends or renews it, who has left it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.text import Text
from planhub.kernel.workflow import State
from planhub.mou import choices, queries
from planhub.mou.guards.ending import leaves_from
from planhub.mou.models import Mou
from planhub.mou.workflow import WORKFLOW
from planhub.people.queries import called

_BEFORE = frozenset(
    {"draft", "negotiating", "clearance", "approval", "ready_to_sign", "signing", "cancelled"}
)
"""States in which nothing can have come of an MOU yet."""


@dataclass(frozen=True, slots=True)
class Kin:
    """An amendment or a renewal, as far as the reader may see it."""

    mou: Mou
    what: Text
    state: State
    is_open: bool
    """The reader may open its page."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A party that gave notice, or that has left."""

    name: Text
    party: Any
    may_leave_on: Any
    """First day on which it may leave; None once it has."""
    takes_over: Text | None


def kin(session: Session, actor: Actor, mou: Mou) -> Mapping[str, Any] | None:
    """Give parents, children and parties on their way out; None where there are none. At most two queries."""
    above = [one for one in (mou.amends, mou.renews) if one is not None]
    below = [] if mou.state in _BEFORE else queries.changes_of(session, mou)
    seen = queries.visible_ids(session, actor, [one.id for one in (*above, *below)])
    parents = [_kin(one, mou, is_open=one.id in seen) for one in above]
    children = [_kin(one, one, is_open=one.id in seen) for one in below]
    gone = _gone(session, mou)
    if not (parents or children or gone or mou.state == "suspended" or mou.ending_on):
        return None
    return {"mou": mou, "parents": parents, "children": children, "gone": gone, "today": clock.today()}


def _kin(one: Mou, child: Mou, *, is_open: bool) -> Kin:
    return Kin(one, _what(child), WORKFLOW.state(one.state), is_open)


def _what(child: Mou) -> Text:
    if child.amendment_type is None:
        return Text("ต่ออายุ", "Renewal")
    kind = dict(choices.AMENDMENT_TYPES)[child.amendment_type]
    return Text("แก้ไขครั้งที่ {n}: {kind}", "Amendment {n}: {kind}").format(n=child.change_no or 1, kind=kind)


def _gone(session: Session, mou: Mou) -> list[Gone]:
    rows = [party for party in mou.parties if party.notice_on or party.left_on]
    if not rows:
        return []
    heirs = {row["to"] for party in rows for row in party.handover if row["to"]}
    names = called(session, {*(party.org for party in rows), *heirs})
    return [
        Gone(
            names[party.org],
            party,
            None if party.left_on else leaves_from(mou, party),
            next((names[row["to"]] for row in party.handover if row["to"]), None),
        )
        for party in rows
    ]
