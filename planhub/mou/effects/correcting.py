"""What the path of typing errors causes (rule R11): proposed, acknowledged by every coordinator, put right, logged."""

from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.errors import Conflict
from planhub.kernel.workflow import Case
from planhub.mou import queries
from planhub.mou.effects import asking
from planhub.mou.errata import MouErratum
from planhub.mou.guards import correcting
from planhub.mou.models import Mou
from planhub.record import lanes, services
from planhub.record.content import content_hash
from planhub.record.models import Event

LOCKED = frozenset({"ready_to_sign"})
"""States in which the locked text is still to be signed, so that the lock follows the correction."""


def propose_correction(session: Session, case: Case, event: Event) -> None:
    """Log the error as proposed, and ask every coordinator to acknowledge it."""
    mou, said = case.record, case.values
    [spot] = correcting.found(mou, said["wrong"])
    session.add(
        MouErratum(
            record_id=mou.id,
            wrong=said["wrong"],
            right=said["right"],
            place=spot.label.th[:300],
            reason=event.note or "",
            old_hash=mou.content_hash,
            proposed_by=case.actor.user_id,
            proposed_name=case.actor.name,
            at=clock.now(),
        )
    )
    mou.correcting = True
    asking.ask(session, case, "errata")


def drop_correction(session: Session, case: Case, _event: Event) -> None:
    """Leave the text as it is: somebody refused, or the text is negotiated anew anyway."""
    mou: Mou = case.record
    waiting = queries.pending_erratum(session, mou)
    if waiting is None:
        return
    waiting.status = "withdrawn"
    mou.correcting = False
    asking.stop(session, case, "errata")


def put_right(session: Session, case: Case, event: Event) -> None:
    """Put the letters right; what was consented to counts for the corrected text, as all have acknowledged."""
    mou: Mou = case.record
    waiting = queries.pending_erratum(session, mou)
    spots = correcting.found(mou, waiting.wrong) if waiting else []
    if (
        waiting is None or len(spots) != 1
    ):  # the text has not changed since it was proposed, or consents would be void
        raise Conflict
    old = mou.content_hash
    spots[0].put_right(waiting.wrong, waiting.right)
    new = content_hash(mou)
    for lane in lanes.current(mou):
        if lane.content_hash == old:
            lane.content_hash = new
    if mou.locked_hash == old and mou.state in LOCKED:
        mou.locked_hash = new
    waiting.status, waiting.applied_on, waiting.new_hash, waiting.event_id = (
        "applied",
        case.today,
        new,
        event.id,
    )
    mou.correcting = False
    author = mou.edited_by, mou.edited_key
    services.refresh(session, case.actor, mou)
    mou.edited_by, mou.edited_key = author  # the secretariat's letter makes nobody the author (rule S1)
