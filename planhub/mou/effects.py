"""What the moves of an MOU cause, inside their transaction."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.errors import Conflict
from planhub.kernel.thai import fiscal_year
from planhub.kernel.workflow import Case
from planhub.mou import measures, queries, witnesses
from planhub.mou.fields import SIGNATORIES
from planhub.mou.models import Mou, MouSignatory, MouSignature, MouVersion
from planhub.mou.signing_guards import find_file
from planhub.record.content import content, dump_children
from planhub.record.models import Event
from planhub.record.rules import ORGS
from planhub.record.services import take_number
from planhub.record.types import Effect

REASONS = {
    "share": "shared",
    "hand_over": "handed_over",
    "all_settled": "settled",
    "return_text": "returned",
    "recall": "recalled",
    "quorum": "approved",
    "complete": "signed",
    "register_signed": "registered",
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
    last = session.scalar(select(func.max(MouVersion.n)).where(MouVersion.record_id == mou.id))
    version = MouVersion(
        record_id=mou.id,
        n=(last or 0) + 1,
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


def begin_turn(_session: Session, case: Case, _event: Event) -> None:
    """Give the draft to the first party after the one that shared it."""
    mou: Mou = case.record
    others = [party.org for party in mou.parties if party.org != mou.owner_org]
    _give(mou, others[0])


def pass_turn(_session: Session, case: Case, _event: Event) -> None:
    """Give the draft to the party that was named."""
    _give(case.record, case.values["to"])


def reopen(_session: Session, case: Case, _event: Event) -> None:
    """Give the draft back to the lead, who takes up what was returned."""
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
    mou.official_no = _next_official_no(session)


def _next_official_no(session: Session) -> str:
    year = fiscal_year(clock.today())
    return f"{take_number(session, f'mou-official-{year}')}/{year}"


def plan_ceremony(_session: Session, case: Case, _event: Event) -> None:
    """Set day and place, and name the witnesses that were given."""
    mou: Mou = case.record
    mou.ceremony_on, mou.place = case.values["ceremony_on"], case.values["place"]
    found = witnesses.read(case.values.get("witnesses"), mou.parties, case.facts.get(ORGS, {}))
    named = {w.org for w in found.people}
    kept = [s for s in mou.signatories if s.kind != "witness" or s.org not in named]
    new = [MouSignatory(org=w.org, kind="witness", name=w.name, post=w.post) for w in found.people]
    mou.signatories[:] = [*kept, *new]
    for position, row in enumerate(mou.signatories, start=1):
        row.position = position


def record_signature(_session: Session, case: Case, _event: Event) -> None:
    """Write down a party's signature; an entry that nobody has confirmed yet is corrected."""
    mou: Mou = case.record
    said, standing = case.values, case.standing
    file = find_file(case, said["scan"])
    if file is None or standing is None:  # the guard has said so; nothing may be written without a scan
        raise Conflict
    row = next((s for s in mou.signatures if s.org == said["org"]), None)
    if row is None:
        row = MouSignature(org=said["org"], position=len(mou.signatures) + 1)
        mou.signatures.append(row)
    for name in ("signer", "post", "capacity", "order_no", "signed_on", "method", "witness"):
        setattr(row, name, said[name])
    row.scan_id, row.scan_hash = file[0], file[2]
    row.recorded_by, row.recorded_key = case.actor.user_id, case.actor.person_key
    row.recorded_role = standing.role.value


def confirm_signature(_session: Session, case: Case, event: Event) -> None:
    """Let the other side's word stand beside the entry (rule S2)."""
    row = next(s for s in case.record.signatures if s.org == case.values["org"])
    row.confirmed_by, row.confirmed_at = case.actor.user_id, event.at


def finish_signing(_session: Session, case: Case, _event: Event) -> None:
    """Fix the days of the paper's life, counted from the last signature."""
    mou: Mou = case.record
    _begin(mou, max(s.signed_on for s in mou.signatures))


def register_signed(session: Session, case: Case, _event: Event) -> None:
    """Take over one that was signed outside, with its own number where it has one."""
    mou: Mou = case.record
    mou.registered = True
    mou.locked_hash = mou.content_hash
    mou.official_no = case.values.get("official_no") or _next_official_no(session)
    _begin(mou, case.values["signed_on"])


def _begin(mou: Mou, signed_on: date) -> None:
    starts_on = mou.effective_on or signed_on
    mou.signed_on, mou.starts_on = signed_on, starts_on
    mou.ends_on = measures.last_day(starts_on, expires_on=mou.expires_on, term_years=mou.term_years)


def circulate(_session: Session, case: Case, _event: Event) -> None:
    """Remember by which letter the copies went out."""
    case.record.circulated_on, case.record.circulated_no = case.today, case.values["letter_no"]


def suspend(_session: Session, case: Case, _event: Event) -> None:
    """Remember until when it rests."""
    case.record.suspended_until = case.values["until"]


def resume(_session: Session, case: Case, _event: Event) -> None:
    """It rests no more."""
    case.record.suspended_until = None


def terminate(_session: Session, case: Case, _event: Event) -> None:
    """Remember the day."""
    case.record.ended_on = case.today


def close(_session: Session, case: Case, _event: Event) -> None:
    """Remember until when the file is kept."""
    case.record.retain_until = case.values["retain_until"]


EFFECTS: dict[str, Effect] = {
    f.__name__: f
    for f in (
        keep_version,
        keep_changed,
        begin_turn,
        pass_turn,
        reopen,
        lock_text,
        plan_ceremony,
        record_signature,
        confirm_signature,
        finish_signing,
        register_signed,
        circulate,
        suspend,
        resume,
        terminate,
        close,
    )
}
"""By the names that the moves use."""
