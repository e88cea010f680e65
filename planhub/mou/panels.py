"""What the page of an MOU shows beside its text: health, and the ways to its board, its duties and its files."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.mou.duties import health
from planhub.mou.duties.obligations import obligations_of, unfulfilled
from planhub.mou.duties.register import LIVING
from planhub.mou.models import Mou
from planhub.mou.signing import board as signing_board
from planhub.mou.signing import counterparts

_SIGNED_OR_NEAR = frozenset({*signing_board.SIGNING, *counterparts.MADE, "clearance", "approval"})


def life(session: Session, _actor: Actor, mou: Mou) -> Mapping[str, Any]:
    """Give the health of an MOU in force (four queries), and the links to its pages (none)."""
    is_living = mou.state in LIVING
    found = obligations_of(session, mou) if is_living else []
    known = health.told(session, [mou.id]) if is_living else {}
    return {
        "mou": mou,
        "health": health.of(mou, found, known, clock.today()),
        "duties": bool(mou.obligations),
        "overdue": len(unfulfilled(found)),
        "signing": mou.state in _SIGNED_OR_NEAR,
    }
