"""Rule R3: records that were begun with the machine's first version go on by it."""

import pytest

from planhub.kernel.errors import NotFound
from planhub.mou.feature import MOUS
from planhub.mou.models import Mou
from planhub.mou.workflow import FIRST, WORKFLOW
from planhub.record import events
from tests.features.mou.conftest import TODAY, Desk


def as_begun_then(desk: Desk, mou: Mou) -> Mou:
    mou.workflow_version = FIRST.version
    return desk.again(mou)


def test_both_machines_are_known() -> None:
    assert (MOUS.machine(1), MOUS.machine(2)) == (FIRST, WORKFLOW)
    assert FIRST.state_keys == WORKFLOW.state_keys
    assert {m.key for m in FIRST.moves} < {m.key for m in WORKFLOW.moves}


def test_it_walks_its_whole_way_by_the_old_moves(desk: Desk) -> None:
    mou = as_begun_then(desk, desk.draft())
    mou = desk.move(mou, "share", "coordinator.codi")
    mou = desk.each(desk.cleared(desk.each(mou, "settle", "coordinator")), "approve", "director")
    desk.scan(mou)
    for org in ("EEF", "CODI", "PMUA"):
        mou = desk.sign(mou, org)
    assert (mou.state, mou.workflow_version) == ("in_force", 1)
    for move in ("open_amendment", "leave", "propose_end"):
        with pytest.raises(NotFound):
            desk.move(mou, move, "coordinator.codi")
    mou = desk.move(mou, "circulate", "secretariat", letter_no="พอช 1/2570")
    assert mou.circulated_on == TODAY, "it knew no hold"
    said = {"letter_no": "1", "agreed": True, "handover": "โอนให้ พอช.", "note": "เห็นพ้อง"}
    mou = desk.move(mou, "terminate", "secretariat", **said)
    assert (mou.state, mou.ended_on) == ("terminated", TODAY)
    status = events.recompute(desk.session, mou)
    assert (status.state, status.round) == (mou.state, mou.round)


def test_a_new_record_follows_the_new_machine(desk: Desk) -> None:
    assert desk.draft().workflow_version == WORKFLOW.version == 2
