"""For whom the lanes of an MOU wait: its parties, and for some questions only while they are asked."""

from collections.abc import Iterable
from typing import Any

from planhub.kernel.workflow import LaneStatus


def of(mou: Any, kind: str) -> Iterable[str]:
    """Give the organisations that get lanes of that set; parties that have left get none."""
    match kind:
        case "errata":
            return mou.members if mou.correcting else _done(mou, kind)
        case "ending":
            return mou.members if mou.ending_on else ()
        case "receipt":
            return mou.members if mou.circulated_round == mou.round else ()
        case _:
            members: list[str] = mou.members
            return members


def _done(mou: Any, kind: str) -> list[str]:
    """Give who has answered: that stays to be seen."""
    here = [x for x in mou.lanes if x.kind == kind and x.round == mou.round]
    return [x.org_code for x in here if x.status == LaneStatus.DONE]
