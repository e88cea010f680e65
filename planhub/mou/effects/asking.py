"""Beginning lanes anew although the text stands: another question is put to every party."""

from sqlalchemy.orm import Session

from planhub.kernel.workflow import ASKED_AGAIN, Case, LaneStatus
from planhub.record import events, lanes
from planhub.record.models import Record
from planhub.record.types import registry


def ask(session: Session, case: Case, kind: str) -> None:
    """Let the lanes of a set wait for whoever is its member now; what was answered to another question is void."""
    _reset(session, case, kind)
    record: Record = case.record
    lanes.follow_parties(session, record, registry.get(record.type).machine(record.workflow_version))


def stop(session: Session, case: Case, kind: str) -> None:
    """Wait for nobody any more: the question is withdrawn."""
    _reset(session, case, kind)


def _reset(session: Session, case: Case, kind: str) -> None:
    record: Record = case.record
    steps = lanes.current(record, [kind])
    if any(lane.status == lanes.DONE for lane in steps):
        here = events.Step(ASKED_AGAIN, record.state, record.state, record.round, record.round)
        events.write(session, record, case.actor, here, standing=case.standing).lane = kind
    for lane in steps:
        lane.status, lane.content_hash, lane.event_id = LaneStatus.VOID.value, None, None
