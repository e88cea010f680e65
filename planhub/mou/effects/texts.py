"""What sharing, negotiating and approving a text cause: whose turn it is, which versions are kept, what is locked."""

from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.thai import fiscal_year
from planhub.kernel.workflow import Case
from planhub.mou import queries
from planhub.mou.effects import correcting
from planhub.mou.fields import SIGNATORIES
from planhub.mou.models import Mou, MouVersion
from planhub.record.content import content, dump_children
from planhub.record.models import Event
from planhub.record.services import take_number

REASONS = {
    "share": "shared",
    "hand_over": "handed_over",
    "all_settled": "settled",
    "errata_settled": "settled",
    "return_text": "returned",
    "recall": "recalled",
    "quorum": "approved",
    "complete": "signed",
    "register_signed": "registered",
    "rebase": "rebased",
    "correct": "corrected",
    "take_amendment": "amended",
    "leave": "left",
}
"""Why a text is kept, by the move at which it is."""


def keep_version(session: Session, case: Case, event: Event) -> None:
    """Keep the whole text as it stands, so that any two versions can be compared later."""
    keep(session, case.record, event, REASONS[event.move])


def keep_changed(session: Session, case: Case, event: Event) -> None:
    """Keep the text if it differs from the version that was kept last."""
    if case.record.content_hash != queries.last_hash(session, case.record):
        keep_version(session, case, event)


def keep(session: Session, mou: Mou, event: Event, reason: str) -> MouVersion:
    """Add a version of the text as it stands; `reason` is one of `choices.VERSION_REASONS`."""
    mou.text_n += 1
    version = MouVersion(
        record_id=mou.id,
        n=mou.text_n,
        reason=reason,
        event_id=event.id,
        content_hash=mou.content_hash,
        content=content(mou),
        signatories=dump_children(mou, SIGNATORIES),
        at=event.at,
        by_id=event.actor_id,
        by_name=event.actor_name,
        by_org=event.org_code,
    )
    session.add(version)
    return version


def share(_session: Session, case: Case, _event: Event) -> None:
    """Remember since when others have seen it."""
    case.record.shared_on = case.record.shared_on or case.today


def begin_turn(_session: Session, case: Case, _event: Event) -> None:
    """Give the draft to the first party after the one that shared it."""
    mou: Mou = case.record
    others = [party.org for party in mou.parties if party.org != mou.owner_org]
    _give(mou, others[0])


def pass_turn(_session: Session, case: Case, _event: Event) -> None:
    """Give the draft to the party that was named."""
    _give(case.record, case.values["to"])


def reopen(session: Session, case: Case, event: Event) -> None:
    """Give the draft back to the lead, who takes up what was returned; a typing error is then simply put right there."""
    correcting.drop_correction(session, case, event)
    mou: Mou = case.record
    orgs = [party.org for party in mou.parties]
    _give(mou, mou.owner_org if mou.owner_org in orgs else orgs[0])


def _give(mou: Mou, org: str) -> None:
    mou.turn_org, mou.turn_hash = org, mou.content_hash


def lock_text(session: Session, case: Case, _event: Event) -> None:
    """Lock what all have approved, under an official number."""
    mou: Mou = case.record
    mou.locked_hash = mou.content_hash
    mou.turn_org = mou.turn_hash = None
    mou.official_no = next_official_no(session)


def next_official_no(session: Session) -> str:
    """Take the next official number of this fiscal year, such as 1/2570."""
    year = fiscal_year(clock.today())
    return f"{take_number(session, f'mou-official-{year}')}/{year}"
