"""What rest, leaving and ending cause: days, letters, duties with a new owner, and consents of every director."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from planhub.infra.jobs import enqueue
from planhub.kernel.workflow import Case
from planhub.mou.duties import handover, obligations
from planhub.mou.effects import asking
from planhub.mou.effects.texts import keep
from planhub.mou.guards.ending import own_party
from planhub.mou.models import Mou
from planhub.record import lanes
from planhub.record.models import Event
from planhub.record.types import registry


def suspend(_session: Session, case: Case, _event: Event) -> None:
    """Remember until when it rests."""
    case.record.suspended_until = case.values["until"]


def resume(_session: Session, case: Case, _event: Event) -> None:
    """It rests no more."""
    case.record.suspended_until = None


# --- a party leaves -------------------------------------------------------------------------------------------


def give_notice(_session: Session, case: Case, _event: Event) -> None:
    """Remember from when the days of notice run."""
    party = own_party(case)
    party.notice_on, party.notice_no = case.values["notice_on"], case.values["letter_no"]


def withdraw_notice(_session: Session, case: Case, _event: Event) -> None:
    """It stays."""
    party = own_party(case)
    party.notice_on = party.notice_no = None


def leave(session: Session, case: Case, event: Event) -> None:
    """Let the party go; its open duties and its work go to whoever takes over, and the list of them is kept.

    The text stays as it was signed: it still names the party. An amendment that is being written notices that.
    """
    mou, to = case.record, case.values.get("to")
    party = own_party(case)
    open_ones = [
        one
        for one in obligations.open_obligations(session, mou)
        if (one.duty.handed_to or one.duty.org) == party.org
    ]
    works = handover.works_of(session, mou, party.org)
    party.left_on, party.left_no = case.today, case.values["letter_no"]
    party.handover = [
        *({"kind": "duty", "code": None, "text": one.duty.text[:500], "to": to} for one in open_ones),
        *({"kind": work.kind, "code": work.code, "text": work.title[:500], "to": to} for work in works),
    ]
    for one in open_ones:
        one.duty.handed_to = to
    keep(session, mou, event, "left")
    lanes.follow_parties(session, mou, registry.get(mou.type).machine(mou.workflow_version))


# --- the end --------------------------------------------------------------------------------------------------


def propose_end(session: Session, case: Case, _event: Event) -> None:
    """Ask the directors of all parties that remain whether it shall end."""
    mou, said = case.record, case.values
    mou.ending_on, mou.ending_no, mou.ending_handover = case.today, said["letter_no"], said.get("handover")
    asking.ask(session, case, "ending")


def drop_end(session: Session, case: Case, _event: Event) -> None:
    """It goes on: a director refused, or the proposal was taken back."""
    mou: Mou = case.record
    mou.ending_on = mou.ending_no = mou.ending_handover = None
    asking.stop(session, case, "ending")


def terminate(session: Session, case: Case, event: Event) -> None:
    """Remember the day, and what was open on it."""
    case.record.ended_on = case.today
    list_open(session, case, event)


def list_open(session: Session, case: Case, _event: Event) -> None:
    """Remember which duties were open when it ended; what was still proposed is moot, and copies no longer wait."""
    mou: Mou = case.record
    found: Sequence[Any] = obligations.open_obligations(session, mou)
    mou.open_at_end = [
        {
            "org": one.duty.handed_to or one.duty.org,
            "text": one.duty.text[:500],
            "light": one.standing.light,
        }
        for one in found
    ]
    mou.suspended_until = None


ARCHIVE = "mou.archive"
"""The job that makes the archive of a closed MOU (`planhub.mou.papers.archive`)."""


def close(session: Session, case: Case, _event: Event) -> None:
    """Remember until when the file is kept, and ask for its archive; receipts are asked for no longer."""
    case.record.retain_until = case.values["retain_until"]
    enqueue(session, ARCHIVE, record_id=case.record.id)
    stop_waiting(case, "receipt")


def stop_waiting(case: Case, kind: str) -> None:
    """Wait no longer for those who have not answered; answers stay."""
    for lane in lanes.current(case.record, [kind]):
        if lane.status == lanes.WAITING:
            lane.status = "void"
