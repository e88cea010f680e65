"""What circulating causes: a day in which it can be held back, then copies to all, and each party's receipt."""

from datetime import timedelta

from sqlalchemy.orm import Session

from planhub.infra.jobs import enqueue
from planhub.kernel import clock
from planhub.kernel.workflow import Case
from planhub.mou.effects import asking
from planhub.mou.models import Mou
from planhub.record.models import Event

HOLD = timedelta(hours=24)
"""How long copies wait before they go out; the default of a setting (workflows.md §2)."""
GO_OUT = "mou.go_out"
"""The job that lets copies go out when their time has come."""


def circulate(session: Session, case: Case, _event: Event) -> None:
    """Let the copies wait, and wake up when the wait is over."""
    mou: Mou = case.record
    mou.circulating_at, mou.circulating_no = clock.now() + HOLD, case.values["letter_no"]
    enqueue(session, GO_OUT, run_at=mou.circulating_at, record_id=mou.id)


def hold_back(_session: Session, case: Case, _event: Event) -> None:
    """Keep the copies in."""
    case.record.circulating_at = case.record.circulating_no = None


def go_out(session: Session, case: Case, _event: Event) -> None:
    """Remember what went out, when and by which letter, and ask every party for its receipt."""
    mou: Mou = case.record
    at = mou.circulating_at or clock.now()
    mou.circulated_on, mou.circulated_no = at.astimezone(clock.BANGKOK).date(), mou.circulating_no
    mou.circulated_n, mou.circulated_round = mou.text_n, mou.round
    mou.circulating_at = mou.circulating_no = None
    asking.ask(session, case, "receipt")


def circulate_at_once(_session: Session, case: Case, _event: Event) -> None:
    """Remember what went out: the machine's first version knew neither hold nor receipt."""
    mou: Mou = case.record
    mou.circulated_on, mou.circulated_no = case.today, case.values["letter_no"]
    mou.circulated_n = mou.text_n
